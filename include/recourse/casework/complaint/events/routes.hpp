// The five routes, and how a matter leaves them (R11, R12, R14).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// It is handled on the spot.
struct RoutedOnSpot {
  std::string by{};
  std::string application{};
  std::optional<Sealed<std::string>> explanation{};
  Due day_end{};
  std::optional<Told> told{};
  friend bool operator==(const RoutedOnSpot&, const RoutedOnSpot&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutedOnSpot, (), (by, application, explanation, day_end, told))
constexpr auto recourse_spec(const RoutedOnSpot*) {
  return describe::spec(
      "case.routed_on_spot", 2, "It is handled on the spot.",
      {{"by", 1, "Staff number or account of who did it."},
       {"application", 1, "Reference of the application in the business system.",
        describe::Access::open},
       {"explanation", 1, "What the officer explained to the citizen (R12).",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"day_end", 1, "The local midnight until which the route lasts.", describe::Access::open},
       {"told", 2, "How the citizen was told of it; none: not told yet.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const RoutedOnSpot*) { return "当场处理"; }

/// Law and reason are explained.
struct RoutedExplain {
  std::string by{};
  std::string standard_reply{};
  std::uint32_t standard_reply_version = 0;
  std::string law{};
  std::optional<Sealed<std::string>> explanation{};
  std::optional<bool> understood{};
  std::optional<Told> told{};
  friend bool operator==(const RoutedExplain&, const RoutedExplain&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutedExplain, (),
                      (by, standard_reply, standard_reply_version, law, explanation, understood,
                       told))
constexpr auto recourse_spec(const RoutedExplain*) {
  return describe::spec(
      "case.routed_explain", 2, "Law and reason are explained.",
      {{"by", 1, "Staff number or account of who did it."},
       {"standard_reply", 1, "Standard reply that was given.", describe::Access::open},
       {"standard_reply_version", 1, "Its version.", describe::Access::open},
       {"law", 1, "Law or rule that was cited.", describe::Access::open},
       {"explanation", 1, "What the officer explained to the citizen (R12).",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"understood", 1, "Whether the citizen understood.", describe::Access::open},
       {"told", 2, "How the citizen was told of it; none: not told yet.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const RoutedExplain*) { return "释法说理"; }

/// It is urgent and the station hurries it.
struct RoutedExpedite {
  std::string by{};
  std::string why{};
  LocalDay needed_by{};
  std::optional<LocalDay> promised{};
  std::string application{};
  std::optional<Sealed<std::string>> explanation{};
  Due resolution_deadline{};
  std::optional<Told> told{};
  friend bool operator==(const RoutedExpedite&, const RoutedExpedite&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutedExpedite, (),
                      (by, why, needed_by, promised, application, explanation, resolution_deadline,
                       told))
constexpr auto recourse_spec(const RoutedExpedite*) {
  return describe::spec(
      "case.routed_expedite", 2, "It is urgent and the station hurries it.",
      {{"by", 1, "Staff number or account of who did it."},
       {"why", 1, "Why it is urgent.", describe::Access::open},
       {"needed_by", 1, "When the citizen needs it.", describe::Access::open},
       {"promised", 1, "When it was promised.", describe::Access::open},
       {"application", 1, "Reference of the application.", describe::Access::open},
       {"explanation", 1, "What the officer explained to the citizen (R12).",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"resolution_deadline", 1, "New deadline for resolution: not after needed_by.",
        describe::Access::open},
       {"told", 2, "How the citizen was told of it; none: not told yet.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const RoutedExpedite*) { return "急事急办"; }

/// It is accepted with secondary papers lacking, against a promise.
struct RoutedLacking {
  std::string by{};
  std::vector<NoticeItem> missing{};
  std::string promise{};
  LocalDay promise_day{};
  std::optional<Sealed<std::string>> explanation{};
  Due promise_end{};
  Due resolution_deadline{};
  std::string signature{};
  std::optional<Due> reminder{};
  std::optional<Told> told{};
  friend bool operator==(const RoutedLacking&, const RoutedLacking&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutedLacking, (),
                      (by, missing, promise, promise_day, explanation, promise_end,
                       resolution_deadline, signature, reminder, told))
constexpr auto recourse_spec(const RoutedLacking*) {
  return describe::spec(
      "case.routed_lacking", 3, "It is accepted with secondary papers lacking, against a promise.",
      {{"by", 1, "Staff number or account of who did it."},
       {"missing", 1, "What is lacking.", describe::Access::open},
       {"promise", 1, "Text of the promise.", describe::Access::open},
       {"promise_day", 1, "Until when it will be supplied.", describe::Access::open},
       {"explanation", 1, "What the officer explained to the citizen (R12).",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"promise_end", 1, "Last moment of that day.", describe::Access::open},
       {"resolution_deadline", 1,
        "New deadline for resolution: not before promise_day plus the grace.",
        describe::Access::open},
       {"signature", 2, "Reference of the signed promise.", describe::Access::open},
       {"reminder", 2, "When the citizen is reminded.", describe::Access::open},
       {"told", 3, "How the citizen was told of it; none: not told yet.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const RoutedLacking*) { return "容缺受理"; }

/// What is lacking was told in writing, completely and once; the clock rests.
struct RoutedNotice {
  std::string by{};
  std::string number{};
  std::vector<NoticeItem> items{};
  std::string basis{};
  std::string place{};
  std::string contact{};
  std::string remedy{};
  bool acknowledged = false;
  std::string witness{};
  std::optional<Sealed<std::string>> explanation{};
  Due supplement{};
  std::string seal{};
  std::optional<Due> reminder{};
  std::optional<Due> pause_cap{};
  std::optional<Told> told{};
  std::string draft{};
  std::optional<std::uint32_t> days_left{};
  friend bool operator==(const RoutedNotice&, const RoutedNotice&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutedNotice, (),
                      (by, number, items, basis, place, contact, remedy, acknowledged, witness,
                       explanation, supplement, seal, reminder, pause_cap, told, draft, days_left))
constexpr auto recourse_spec(const RoutedNotice*) {
  return describe::spec(
      "case.routed_notice", 4,
      "What is lacking was told in writing, completely and once; the clock rests.",
      {{"by", 1, "Staff number or account of who did it."},
       {"number", 1, "Number on the notice.", describe::Access::open},
       {"items", 1, "What is lacking.", describe::Access::open},
       {"basis", 1, "Law or rule that requires it.", describe::Access::open},
       {"place", 1, "Where and when to bring it.", describe::Access::open},
       {"contact", 1, "Whom to ask.", describe::Access::open},
       {"remedy", 1, "Where to object.", describe::Access::open},
       {"acknowledged", 1, "The citizen signed for it.", describe::Access::open},
       {"witness", 1, "Who saw that the citizen would not sign."},
       {"explanation", 1, "What the officer explained to the citizen (R12).",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"supplement", 1, "Until when to bring it.", describe::Access::open},
       {"seal", 2, "Number of the seal on the notice.", describe::Access::open},
       {"reminder", 2, "When the citizen is reminded.", describe::Access::open},
       {"pause_cap", 3, "Until when the clock rests at the latest, if it ran.",
        describe::Access::open},
       {"told", 4, "How the citizen was told of it; none in old cases.", describe::Access::open},
       {"draft", 4, "Digest of the draft that was printed and signed; empty: none was."},
       {"days_left", 4, "Working days left to the deadline for resolution then, if it ran.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const RoutedNotice*) { return "书面告知"; }

/// The station asked the higher department (R15).
struct Escalated {
  std::string by{};
  Line line{};
  std::string department{};
  std::optional<Sealed<std::string>> question{};
  std::optional<Sealed<std::string>> tried{};
  std::vector<std::string> attachments{};
  std::optional<Sealed<std::string>> explanation{};
  bool difficult = false;
  Due resolution_deadline{};
  Due answer{};
  std::optional<Told> told{};
  std::uint32_t dispatch = 0;
  friend bool operator==(const Escalated&, const Escalated&) = default;
};
BOOST_DESCRIBE_STRUCT(Escalated, (),
                      (by, line, department, question, tried, attachments, explanation, difficult,
                       resolution_deadline, answer, told, dispatch))
constexpr auto recourse_spec(const Escalated*) {
  return describe::spec(
      "case.escalated", 3, "The station asked the higher department (R15).",
      {{"by", 1, "Staff number or account of who did it."},
       {"line", 1, "Line of the department.", describe::Access::open},
       {"department", 1, "The department that owns the case now (R16).", describe::Access::open},
       {"question", 1, "What the department must answer.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::internal},
       {"tried", 1, "What the station tried.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::internal},
       {"attachments", 1, "References of documents."},
       {"explanation", 1, "What the officer explained to the citizen (R12).",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"difficult", 1, "It became a difficult matter with it.", describe::Access::open},
       {"resolution_deadline", 1, "Deadline for resolution from here.", describe::Access::open},
       {"answer", 1, "Until when the department must answer.", describe::Access::open},
       {"told", 2, "How the citizen was told of it; none: not told yet.", describe::Access::open},
       {"dispatch", 3,
        "Version of the dispatch catalogue that it went by; 0: nothing was adopted "
        "(R41).",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Escalated*) { return "上报"; }

/// The route is given up for another; the old one stays on record.
struct Retriaged {
  std::string by{};
  std::string reason{};
  std::optional<Due> resolution_deadline{};
  friend bool operator==(const Retriaged&, const Retriaged&) = default;
};
BOOST_DESCRIBE_STRUCT(Retriaged, (), (by, reason, resolution_deadline))
constexpr auto recourse_spec(const Retriaged*) {
  return describe::spec(
      "case.retriaged", 1, "The route is given up for another; the old one stays on record.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why.", describe::Access::open},
       {"resolution_deadline", 1, "New deadline for resolution, if the route had set another.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Retriaged*) { return "改办理方式"; }

/// What was to be handled on the spot was not done that day.
struct DayEnded {
  friend bool operator==(const DayEnded&, const DayEnded&) = default;
};
BOOST_DESCRIBE_STRUCT(DayEnded, (), ())
constexpr auto recourse_spec(const DayEnded*) {
  return describe::spec("case.day_ended", 1,
                        "What was to be handled on the spot was not done that day.");
}
constexpr std::string_view recourse_zh(const DayEnded*) { return "当日未结"; }

/// The explanation did not settle it.
struct NotUnderstood {
  std::string by{};
  std::string next_step{};
  friend bool operator==(const NotUnderstood&, const NotUnderstood&) = default;
};
BOOST_DESCRIBE_STRUCT(NotUnderstood, (), (by, next_step))
constexpr auto recourse_spec(const NotUnderstood*) {
  return describe::spec("case.not_understood", 1, "The explanation did not settle it.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"next_step", 1, "What was offered next.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const NotUnderstood*) { return "仍不认可"; }

/// The business system says that the matter is done.
struct MatterDone {
  std::string by{};
  std::string application{};
  friend bool operator==(const MatterDone&, const MatterDone&) = default;
};
BOOST_DESCRIBE_STRUCT(MatterDone, (), (by, application))
constexpr auto recourse_spec(const MatterDone*) {
  return describe::spec(
      "case.matter_done", 1, "The business system says that the matter is done.",
      {{"by", 1, "Staff number or account of who did it."},
       {"application", 1, "Reference of the application.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const MatterDone*) { return "业务办成"; }

/// Some of the items on the notice were brought.
struct SupplementedPart {
  std::string by{};
  std::vector<std::string> items{};
  friend bool operator==(const SupplementedPart&, const SupplementedPart&) = default;
};
BOOST_DESCRIBE_STRUCT(SupplementedPart, (), (by, items))
constexpr auto recourse_spec(const SupplementedPart*) {
  return describe::spec("case.supplemented_part", 1,
                        "Some of the items on the notice were brought.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"items", 1, "Codes of the items.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const SupplementedPart*) { return "部分补正"; }

/// Everything that was lacking was brought.
struct SupplementedAll {
  std::string by{};
  std::uint32_t paused_days = 0;
  std::optional<Due> resolution_deadline{};
  std::vector<Due> absorbed{};
  std::optional<LocalDay> received_on{};
  Phase lapsed_from{};
  bool late = false;
  friend bool operator==(const SupplementedAll&, const SupplementedAll&) = default;
};
BOOST_DESCRIBE_STRUCT(SupplementedAll, (),
                      (by, paused_days, resolution_deadline, absorbed, received_on, lapsed_from,
                       late))
constexpr auto recourse_spec(const SupplementedAll*) {
  return describe::spec(
      "case.supplemented_all", 3, "Everything that was lacking was brought.",
      {{"by", 1, "Staff number or account of who did it."},
       {"paused_days", 1, "Whole working days that the clock rested; 0 if it did not.",
        describe::Access::open},
       {"resolution_deadline", 1, "New deadline for resolution, if the clock rested.",
        describe::Access::open},
       {"absorbed", 2, "Likewise those of the cases inside that have one.", describe::Access::open},
       {"received_on", 3, "The day on which it came, if it was recorded later.",
        describe::Access::open},
       {"lapsed_from", 3, "It had lapsed meanwhile, in that phase, and goes on from there.",
        describe::Access::open},
       {"late", 3, "It was late before it lapsed.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const SupplementedAll*) { return "补齐"; }

/// Something was demanded that was not on the notice (R14).
struct NewDemandMade {
  std::string by{};
  std::vector<NoticeItem> items{};
  std::optional<DemandGround> ground{};
  bool breach = false;
  std::string unit{};
  std::optional<Due> supplement{};
  std::optional<Due> reminder{};
  std::string draft{};
  friend bool operator==(const NewDemandMade&, const NewDemandMade&) = default;
};
BOOST_DESCRIBE_STRUCT(NewDemandMade, (),
                      (by, items, ground, breach, unit, supplement, reminder, draft))
constexpr auto recourse_spec(const NewDemandMade*) {
  return describe::spec(
      "case.new_demand_made", 4, "Something was demanded that was not on the notice (R14).",
      {{"by", 1, "Staff number or account of who did it."},
       {"items", 1, "What was demanded.", describe::Access::open},
       {"ground", 1, "What allows it; without one it is a breach.", describe::Access::open},
       {"breach", 1, "It is a breach and a repeated trip."},
       {"unit", 2, "The unit that demands it."},
       {"supplement", 3, "Until when everything must come now.", describe::Access::open},
       {"reminder", 4, "When the citizen is reminded now.", describe::Access::open},
       {"draft", 4, "Digest of the draft that was printed and signed; empty: none was."}});
}
constexpr std::string_view recourse_zh(const NewDemandMade*) { return "追加材料"; }

/// What was lacking was not brought in time.
struct Lapsed {
  Resolution resolution{};
  Due rating{};
  friend bool operator==(const Lapsed&, const Lapsed&) = default;
};
BOOST_DESCRIBE_STRUCT(Lapsed, (), (resolution, rating))
constexpr auto recourse_spec(const Lapsed*) {
  return describe::spec("case.lapsed", 1, "What was lacking was not brought in time.",
                        {{"resolution", 1, "How it ended.", describe::Access::open},
                         {"rating", 1, "Until when it can be rated.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Lapsed*) { return "逾期未补"; }

}  // namespace recourse::casework::complaint
