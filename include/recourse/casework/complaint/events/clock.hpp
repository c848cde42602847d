// The clock, and what may happen in every open phase (R13, R16).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// The clock rests on a ground of the closed list.
struct Paused {
  std::string by{};
  PauseGround ground{};
  std::string reason{};
  Told told{};
  Due cap{};
  std::uint32_t days_left = 0;
  std::string unit{};
  friend bool operator==(const Paused&, const Paused&) = default;
};
BOOST_DESCRIBE_STRUCT(Paused, (), (by, ground, reason, told, cap, days_left, unit))
constexpr auto recourse_spec(const Paused*) {
  return describe::spec(
      "case.paused", 2, "The clock rests on a ground of the closed list.",
      {{"by", 1, "Staff number or account of who did it."},
       {"ground", 1, "Ground of the closed list.", describe::Access::open},
       {"reason", 1, "Why the ground applies.", describe::Access::open},
       {"told", 1, "How the citizen was told.", describe::Access::open},
       {"cap", 1, "When the clock goes on at the latest.", describe::Access::open},
       {"days_left", 2,
        "Working days left to the deadline for resolution, by the "
        "calendar of that day.",
        describe::Access::open},
       {"unit", 2,
        "The department whose part rests, and no more than that; "
        "empty: the station said so.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Paused*) { return "暂停"; }

/// The clock goes on; what had elapsed stays elapsed.
struct Resumed {
  std::string by{};
  std::string reason{};
  std::uint32_t paused_days = 0;
  Due resolution_deadline{};
  std::vector<Due> absorbed{};
  std::optional<Due> answer{};
  std::optional<Due> facts{};
  friend bool operator==(const Resumed&, const Resumed&) = default;
};
BOOST_DESCRIBE_STRUCT(Resumed, (),
                      (by, reason, paused_days, resolution_deadline, absorbed, answer, facts))
constexpr auto recourse_spec(const Resumed*) {
  return describe::spec(
      "case.resumed", 2, "The clock goes on; what had elapsed stays elapsed.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why.", describe::Access::open},
       {"paused_days", 1, "Whole working days that it rested.", describe::Access::open},
       {"resolution_deadline", 1, "New deadline for resolution.", describe::Access::open},
       {"absorbed", 2, "Likewise those of the cases inside that have one.", describe::Access::open},
       {"answer", 2, "Likewise that of the department, if it rested.", describe::Access::open},
       {"facts", 2, "Likewise that of the station's facts, if it rested.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Resumed*) { return "恢复"; }

/// The longest pause is over; the clock goes on.
struct CapReached {
  std::uint32_t paused_days = 0;
  Due resolution_deadline{};
  std::vector<Due> absorbed{};
  std::optional<Due> answer{};
  std::optional<Due> facts{};
  friend bool operator==(const CapReached&, const CapReached&) = default;
};
BOOST_DESCRIBE_STRUCT(CapReached, (), (paused_days, resolution_deadline, absorbed, answer, facts))
constexpr auto recourse_spec(const CapReached*) {
  return describe::spec(
      "case.cap_reached", 2, "The longest pause is over; the clock goes on.",
      {{"paused_days", 1, "Whole working days that it rested.", describe::Access::open},
       {"resolution_deadline", 1, "New deadline for resolution.", describe::Access::open},
       {"absorbed", 2, "Likewise those of the cases inside that have one.", describe::Access::open},
       {"answer", 2, "Likewise that of the department, if it rested.", describe::Access::open},
       {"facts", 2, "Likewise that of the station's facts, if it rested.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const CapReached*) { return "暂停期满"; }

/// The deadline for resolution was moved, and the citizen told before the old one.
struct Extended {
  std::string by{};
  std::string reason{};
  Told told{};
  Due resolution_deadline{};
  friend bool operator==(const Extended&, const Extended&) = default;
};
BOOST_DESCRIBE_STRUCT(Extended, (), (by, reason, told, resolution_deadline))
constexpr auto recourse_spec(const Extended*) {
  return describe::spec(
      "case.extended", 1,
      "The deadline for resolution was moved, and the citizen told before the old one.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why.", describe::Access::open},
       {"told", 1, "How the citizen was told.", describe::Access::open},
       {"resolution_deadline", 1, "New deadline for resolution.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Extended*) { return "延期"; }

/// The deadline for resolution passed; the case stays late for ever.
struct WentOverdue {
  Due resolution_deadline{};
  std::optional<Due> plan{};
  std::vector<UnitDays> held{};
  friend bool operator==(const WentOverdue&, const WentOverdue&) = default;
};
BOOST_DESCRIBE_STRUCT(WentOverdue, (), (resolution_deadline, plan, held))
constexpr auto recourse_spec(const WentOverdue*) {
  return describe::spec(
      "case.went_overdue", 3, "The deadline for resolution passed; the case stays late for ever.",
      {{"resolution_deadline", 1, "The limit that passed.", describe::Access::open},
       {"plan", 2, "Until when there must be a dated plan that the citizen knows (R13).",
        describe::Access::open},
       {"held", 3, "How long each unit had the case while its clock ran."}});
}
constexpr std::string_view recourse_zh(const WentOverdue*) { return "超期"; }

/// The citizen was contacted, or an attempt was made.
struct Contacted {
  std::string by{};
  Told how{};
  bool reached = false;
  std::uint32_t attempt = 0;
  bool discharged = false;
  std::uint32_t days = 0;
  friend bool operator==(const Contacted&, const Contacted&) = default;
};
BOOST_DESCRIBE_STRUCT(Contacted, (), (by, how, reached, attempt, discharged, days))
constexpr auto recourse_spec(const Contacted*) {
  return describe::spec(
      "case.contacted", 2, "The citizen was contacted, or an attempt was made.",
      {{"by", 1, "Staff number or account of who did it."},
       {"how", 1, "By what means.", describe::Access::open},
       {"reached", 1, "The citizen was reached.", describe::Access::open},
       {"attempt", 1, "Number of the attempt, from 1.", describe::Access::open},
       {"discharged", 1, "The duty to contact is met or discharged.", describe::Access::open},
       {"days", 2, "Different days on which it was tried so far.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Contacted*) { return "联系"; }

/// The matter was found difficult, in time for the longer limit.
struct DifficultySet {
  std::string by{};
  std::string reason{};
  Due resolution_deadline{};
  friend bool operator==(const DifficultySet&, const DifficultySet&) = default;
};
BOOST_DESCRIBE_STRUCT(DifficultySet, (), (by, reason, resolution_deadline))
constexpr auto recourse_spec(const DifficultySet*) {
  return describe::spec(
      "case.difficulty_set", 1, "The matter was found difficult, in time for the longer limit.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why.", describe::Access::open},
       {"resolution_deadline", 1, "New deadline for resolution.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const DifficultySet*) { return "定疑难"; }

/// Another officer of the station took it over.
struct Reassigned {
  std::string by{};
  std::string to{};
  std::string reason{};
  friend bool operator==(const Reassigned&, const Reassigned&) = default;
};
BOOST_DESCRIBE_STRUCT(Reassigned, (), (by, to, reason))
constexpr auto recourse_spec(const Reassigned*) {
  return describe::spec("case.reassigned", 1, "Another officer of the station took it over.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"to", 1, "Staff number of the officer."},
                         {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Reassigned*) { return "改派"; }

/// A limit passed, and what its timer asked was refused: nothing else happened.
struct TimerDeclined {
  DeadlineKind kind{};
  Due due{};
  std::string reason{};
  std::string rule{};
  friend bool operator==(const TimerDeclined&, const TimerDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(TimerDeclined, (), (kind, due, reason, rule))
constexpr auto recourse_spec(const TimerDeclined*) {
  return describe::spec("case.timer_declined", 1,
                        "A limit passed, and what its timer asked was refused.",
                        {{"kind", 1, "Which deadline."},
                         {"due", 1, "The limit that passed."},
                         {"reason", 1, "Name of the refusal."},
                         {"rule", 1, "The rule that refused."}});
}
constexpr std::string_view recourse_zh(const TimerDeclined*) { return "时限未触发"; }

/// The citizen asked or added something; no new clock.
struct Messaged {
  std::optional<Sealed<std::string>> text{};
  std::optional<Due> attention{};
  friend bool operator==(const Messaged&, const Messaged&) = default;
};
BOOST_DESCRIBE_STRUCT(Messaged, (), (text, attention))
constexpr auto recourse_spec(const Messaged*) {
  return describe::spec(
      "case.messaged", 2, "The citizen asked or added something; no new clock.",
      {{"text", 1, "What was said.", describe::Access::identity, describe::Subject::reporter,
        describe::Access::words},
       {"attention", 2, "Until when the station must react.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Messaged*) { return "追问"; }

/// A year's notice was published or corrected, and the limits that it moves were counted again.
struct LimitsRecomputed {
  std::string by{};
  std::string calendar{};
  std::optional<Due> resolution{};
  std::optional<Due> contact{};
  std::optional<Due> answer{};
  std::optional<Due> supplement{};
  std::optional<Due> review{};
  std::optional<Due> pause_cap{};
  std::optional<Due> notice{};
  std::optional<Due> attention{};
  std::vector<Due> supervision{};
  std::optional<Due> rating_follow_up{};
  std::optional<Due> reminder{};
  std::vector<Due> absorbed{};
  std::optional<Due> facts{};
  std::optional<Due> receipt{};
  std::vector<UrgingDue> urging{};
  std::optional<Due> scope{};
  std::vector<Due> assisting{};
  std::optional<Due> callback{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (),
                      (by, calendar, resolution, contact, answer, supplement, review, pause_cap,
                       notice, attention, supervision, rating_follow_up, reminder, absorbed, facts,
                       receipt, urging, scope, assisting, callback))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec(
      "case.limits_recomputed", 5,
      "A year's notice was published or corrected, or another case came in or went, and the limits "
      "that it moves were counted again.",
      {{"by", 1, "Staff number or account of who did it."},
       {"calendar", 1, "Edition of the calendar."},
       {"resolution", 1, "New deadline for resolution, if that one moved.", describe::Access::open},
       {"contact", 1, "New contact limit, likewise.", describe::Access::open},
       {"answer", 1, "New limit for the department's or other body's answer, likewise.",
        describe::Access::open},
       {"supplement", 1, "New limit for what a notice lists, likewise.", describe::Access::open},
       {"review", 1, "New limit for the review of a declining, likewise.", describe::Access::open},
       {"pause_cap", 1, "New end of the longest pause, likewise.", describe::Access::open},
       {"notice", 1, "New limit for accepting, or telling what is lacking, likewise.",
        describe::Access::open},
       {"attention", 1, "New limit for reacting to a message, likewise.", describe::Access::open},
       {"supervision", 1,
        "The limits of the supervisions that are open, in their order, if any of them moved."},
       {"rating_follow_up", 2, "New limit for the next step after a bad rating, likewise."},
       {"reminder", 3, "New day of the reminder of what is lacking, likewise.",
        describe::Access::open},
       {"absorbed", 3, "The deadlines of the cases inside that have one, if any of them moved.",
        describe::Access::open},
       {"facts", 3, "New limit for the station's facts, likewise.", describe::Access::open},
       {"receipt", 4, "New limit for taking the report in hand, likewise.", describe::Access::open},
       {"urging", 4, "The rungs of the urging ladder to come, if any of them moved."},
       {"scope", 5, "New limit for saying back the scope, likewise.", describe::Access::open},
       {"assisting", 5,
        "The limits of the questions to assisting units, in their order, likewise."},
       {"callback", 5, "New limit for calling the citizen back, likewise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

}  // namespace recourse::casework::complaint
