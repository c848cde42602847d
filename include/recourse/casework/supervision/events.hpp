// What can be recorded of an inspection.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/supervision/values.hpp>
#include <variant>

namespace recourse::casework::supervision {

/// An inspection of a unit was planned (R23).
struct Planned {
  std::string by{};
  std::string unit{};
  std::string district{};
  InspectionKind kind{};
  bool online = false;
  std::optional<Line> line{};
  std::string reason{};
  std::vector<std::string> cases{};
  std::string owner{};
  Level level{};
  Due due{};
  friend bool operator==(const Planned&, const Planned&) = default;
};
BOOST_DESCRIBE_STRUCT(Planned, (),
                      (by, unit, district, kind, online, line, reason, cases, owner, level, due))
constexpr auto recourse_spec(const Planned*) {
  return describe::spec(
      "supervision.planned", 1, "An inspection of a unit was planned (R23).",
      {{"by", 1, "Staff number of who planned it; engine: it follows from a case."},
       {"unit", 1, "The inspected unit: a station, or a district's bureau."},
       {"district", 1, "Code of its district bureau."},
       {"kind", 1, "How it is inspected."},
       {"online", 1, "Without a visit."},
       {"line", 1, "Business line; none: across lines."},
       {"reason", 1, "Why, or what it looks at."},
       {"cases", 1, "Numbers of the cases because of which it is inspected."},
       {"owner", 1, "The unit that carries it out."},
       {"level", 1, "Its level."},
       {"due", 1, "Until when."}});
}
constexpr std::string_view recourse_zh(const Planned*) { return "计划检查"; }

/// The inspection is under way.
struct Begun {
  std::string by{};
  friend bool operator==(const Begun&, const Begun&) = default;
};
BOOST_DESCRIBE_STRUCT(Begun, (), (by))
constexpr auto recourse_spec(const Begun*) {
  return describe::spec("supervision.begun", 1, "The inspection is under way.",
                        {{"by", 1, "Staff number of who began it."}});
}
constexpr std::string_view recourse_zh(const Begun*) { return "开始检查"; }

/// The seed of a random sample was fixed, unseen, before its period ended (R23).
struct SampleCommitted {
  std::string by{};
  SampleRule rule{};
  friend bool operator==(const SampleCommitted&, const SampleCommitted&) = default;
};
BOOST_DESCRIBE_STRUCT(SampleCommitted, (), (by, rule))
constexpr auto recourse_spec(const SampleCommitted*) {
  return describe::spec(
      "supervision.sample_committed", 1,
      "The seed of a random sample was fixed, unseen, before its period ended (R23).",
      {{"by", 1, "Staff number of who has the seed."},
       {"rule", 1, "What will be drawn from what."}});
}
constexpr std::string_view recourse_zh(const SampleCommitted*) { return "封存抽样种子"; }

/// The committed seed of the sample was shown after the period's end.
struct SeedRevealed {
  std::string by{};
  std::string seed{};
  friend bool operator==(const SeedRevealed&, const SeedRevealed&) = default;
};
BOOST_DESCRIBE_STRUCT(SeedRevealed, (), (by, seed))
constexpr auto recourse_spec(const SeedRevealed*) {
  return describe::spec("supervision.seed_revealed", 1,
                        "The committed seed of the sample was shown after the period's end.",
                        {{"by", 1, "Staff number of who showed it."},
                         {"seed", 1, "The seed; its SHA-256 is the commitment."}});
}
constexpr std::string_view recourse_zh(const SeedRevealed*) { return "公开抽样种子"; }

/// The sample was drawn: of the population, the cases with the smallest SHA-256 of seed and key.
struct SampleDrawn {
  std::uint64_t position = 0;
  std::uint64_t population = 0;
  std::string digest{};
  std::vector<std::string> cases{};
  friend bool operator==(const SampleDrawn&, const SampleDrawn&) = default;
};
BOOST_DESCRIBE_STRUCT(SampleDrawn, (), (position, population, digest, cases))
constexpr auto recourse_spec(const SampleDrawn*) {
  return describe::spec(
      "supervision.sample_drawn", 1,
      "The sample was drawn: of the population, the cases with the smallest SHA-256 of seed and "
      "key.",
      {{"position", 1, "Position of the log as of which the population was taken."},
       {"population", 1, "Cases in the population."},
       {"digest", 1, "SHA-256 of the keys of the population, sorted, a line each."},
       {"cases", 1, "Keys of the drawn cases, in the order of their hashes."}});
}
constexpr std::string_view recourse_zh(const SampleDrawn*) { return "抽样"; }

/// Something was found wrong (R24).
struct FindingsRecorded {
  std::string by{};
  std::vector<Finding> findings{};
  Due circular{};
  Due objection{};
  friend bool operator==(const FindingsRecorded&, const FindingsRecorded&) = default;
};
BOOST_DESCRIBE_STRUCT(FindingsRecorded, (), (by, findings, circular, objection))
constexpr auto recourse_spec(const FindingsRecorded*) {
  return describe::spec("supervision.findings_recorded", 1, "Something was found wrong (R24).",
                        {{"by", 1, "Staff number of who found it."},
                         {"findings", 1, "What was found; numbered from 1."},
                         {"circular", 1, "Until when a circular must be issued."},
                         {"objection", 1, "Until when the unit may object."}});
}
constexpr std::string_view recourse_zh(const FindingsRecorded*) { return "记录问题"; }

/// Nothing was found wrong.
struct FoundClean {
  std::string by{};
  std::string note{};
  friend bool operator==(const FoundClean&, const FoundClean&) = default;
};
BOOST_DESCRIBE_STRUCT(FoundClean, (), (by, note))
constexpr auto recourse_spec(const FoundClean*) {
  return describe::spec(
      "supervision.found_clean", 1, "Nothing was found wrong.",
      {{"by", 1, "Staff number of who inspected."}, {"note", 1, "What was looked at."}});
}
constexpr std::string_view recourse_zh(const FoundClean*) { return "未发现问题"; }

/// The inspection was given up before anything was found.
struct Cancelled {
  std::string by{};
  std::string reason{};
  friend bool operator==(const Cancelled&, const Cancelled&) = default;
};
BOOST_DESCRIBE_STRUCT(Cancelled, (), (by, reason))
constexpr auto recourse_spec(const Cancelled*) {
  return describe::spec("supervision.cancelled", 1,
                        "The inspection was given up before anything was found.",
                        {{"by", 1, "Staff number of who gave it up."}, {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Cancelled*) { return "取消检查"; }

/// A circular was issued: the unit must correct (R24).
struct CircularIssued {
  std::string by{};
  std::string issuer{};
  Level level{};
  std::string text{};
  Due due{};
  friend bool operator==(const CircularIssued&, const CircularIssued&) = default;
};
BOOST_DESCRIBE_STRUCT(CircularIssued, (), (by, issuer, level, text, due))
constexpr auto recourse_spec(const CircularIssued*) {
  return describe::spec("supervision.circular_issued", 1,
                        "A circular was issued: the unit must correct (R24).",
                        {{"by", 1, "Staff number of who issued it."},
                         {"issuer", 1, "Its unit, which verifies the correction."},
                         {"level", 1, "Its level."},
                         {"text", 1, "What must be corrected."},
                         {"due", 1, "Until when the correction must be reported."}});
}
constexpr std::string_view recourse_zh(const CircularIssued*) { return "发出通报"; }

/// The inspected unit reported its correction.
struct CorrectionReported {
  std::string by{};
  std::string text{};
  Due verification{};
  friend bool operator==(const CorrectionReported&, const CorrectionReported&) = default;
};
BOOST_DESCRIBE_STRUCT(CorrectionReported, (), (by, text, verification))
constexpr auto recourse_spec(const CorrectionReported*) {
  return describe::spec("supervision.correction_reported", 1,
                        "The inspected unit reported its correction.",
                        {{"by", 1, "Staff number of who reported it."},
                         {"text", 1, "What was done."},
                         {"verification", 1, "Until when it must be verified."}});
}
constexpr std::string_view recourse_zh(const CorrectionReported*) { return "反馈整改"; }

/// The correction was verified; the inspection is closed.
struct CorrectionAccepted {
  std::string by{};
  std::string note{};
  friend bool operator==(const CorrectionAccepted&, const CorrectionAccepted&) = default;
};
BOOST_DESCRIBE_STRUCT(CorrectionAccepted, (), (by, note))
constexpr auto recourse_spec(const CorrectionAccepted*) {
  return describe::spec(
      "supervision.correction_accepted", 1,
      "The correction was verified; the inspection is closed.",
      {{"by", 1, "Staff number of who verified it."}, {"note", 1, "What was seen."}});
}
constexpr std::string_view recourse_zh(const CorrectionAccepted*) { return "核实销号"; }

/// It was not corrected; the circular was issued again, one rung and level up.
struct CircularRepeated {
  std::string by{};
  std::string note{};
  std::uint32_t rung = 0;
  Level level{};
  std::string issuer{};
  Due due{};
  friend bool operator==(const CircularRepeated&, const CircularRepeated&) = default;
};
BOOST_DESCRIBE_STRUCT(CircularRepeated, (), (by, note, rung, level, issuer, due))
constexpr auto recourse_spec(const CircularRepeated*) {
  return describe::spec(
      "supervision.circular_repeated", 1,
      "It was not corrected; the circular was issued again, one rung and level up.",
      {{"by", 1, "Staff number of who verified it."},
       {"note", 1, "What is not corrected."},
       {"rung", 1, "How many circulars that makes."},
       {"level", 1, "Whose circular it is now."},
       {"issuer", 1, "The unit that verifies now."},
       {"due", 1, "Until when the correction must be reported."}});
}
constexpr std::string_view recourse_zh(const CircularRepeated*) { return "整改不到位再次通报"; }

/// The inspected unit objected to findings.
struct Objected {
  std::string by{};
  std::string reasons{};
  Due ruling{};
  friend bool operator==(const Objected&, const Objected&) = default;
};
BOOST_DESCRIBE_STRUCT(Objected, (), (by, reasons, ruling))
constexpr auto recourse_spec(const Objected*) {
  return describe::spec("supervision.objected", 1, "The inspected unit objected to findings.",
                        {{"by", 1, "Staff number of who objected."},
                         {"reasons", 1, "Why."},
                         {"ruling", 1, "Until when it must be ruled on."}});
}
constexpr std::string_view recourse_zh(const Objected*) { return "提出异议"; }

/// Somebody uninvolved ruled on the objection.
struct ObjectionRuled {
  std::string by{};
  std::vector<std::uint32_t> struck{};
  std::string reason{};
  friend bool operator==(const ObjectionRuled&, const ObjectionRuled&) = default;
};
BOOST_DESCRIBE_STRUCT(ObjectionRuled, (), (by, struck, reason))
constexpr auto recourse_spec(const ObjectionRuled*) {
  return describe::spec("supervision.objection_ruled", 1,
                        "Somebody uninvolved ruled on the objection.",
                        {{"by", 1, "Staff number of who ruled."},
                         {"struck", 1, "Numbers of the findings that fall; none: all stand."},
                         {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const ObjectionRuled*) { return "裁定异议"; }

/// No finding is left after the ruling; the inspection is closed.
struct Settled {
  std::string by{};
  friend bool operator==(const Settled&, const Settled&) = default;
};
BOOST_DESCRIBE_STRUCT(Settled, (), (by))
constexpr auto recourse_spec(const Settled*) {
  return describe::spec("supervision.settled", 1,
                        "No finding is left after the ruling; the inspection is closed.",
                        {{"by", 1, "Staff number of who ruled."}});
}
constexpr std::string_view recourse_zh(const Settled*) { return "问题撤销"; }

/// A duty of the inspection was not done in time; it stays.
struct LimitMissed {
  LimitKind kind{};
  Due due{};
  std::string unit{};
  Level level{};
  std::string owner{};
  std::optional<Due> next{};
  friend bool operator==(const LimitMissed&, const LimitMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitMissed, (), (kind, due, unit, level, owner, next))
constexpr auto recourse_spec(const LimitMissed*) {
  return describe::spec(
      "supervision.limit_missed", 1, "A duty of the inspection was not done in time; it stays.",
      {{"kind", 1, "Which duty."},
       {"due", 1, "The limit that passed."},
       {"unit", 1, "The unit that owes it."},
       {"level", 1, "At which level the inspection is from now on."},
       {"owner", 1, "The unit that inspects, issues and verifies from now on."},
       {"next", 1, "The limit that runs at that level; none: it stays overdue."}});
}
constexpr std::string_view recourse_zh(const LimitMissed*) { return "逾期未办"; }

/// An objection was not ruled on in time; the duty stays.
struct RulingMissed {
  Due due{};
  std::string unit{};
  friend bool operator==(const RulingMissed&, const RulingMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(RulingMissed, (), (due, unit))
constexpr auto recourse_spec(const RulingMissed*) {
  return describe::spec(
      "supervision.ruling_missed", 1, "An objection was not ruled on in time; the duty stays.",
      {{"due", 1, "The limit that passed."}, {"unit", 1, "The unit that owes the ruling."}});
}
constexpr std::string_view recourse_zh(const RulingMissed*) { return "异议裁定逾期"; }

/// A limit passed, and there was nothing to record about it.
struct LimitDeclined {
  std::string timer{};
  std::string refusal{};
  friend bool operator==(const LimitDeclined&, const LimitDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitDeclined, (), (timer, refusal))
constexpr auto recourse_spec(const LimitDeclined*) {
  return describe::spec("supervision.limit_declined", 1,
                        "A limit passed, and there was nothing to record about it.",
                        {{"timer", 1, "Which limit."}, {"refusal", 1, "Why not."}});
}
constexpr std::string_view recourse_zh(const LimitDeclined*) { return "计时未生效"; }

/// Limits were counted again by the notices that are published by now.
struct LimitsRecomputed {
  std::string calendar{};
  std::vector<RecountedLimit> limits{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (), (calendar, limits))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec("supervision.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using Event =
    std::variant<Planned, Begun, SampleCommitted, SeedRevealed, SampleDrawn, FindingsRecorded,
                 FoundClean, Cancelled, CircularIssued, CorrectionReported, CorrectionAccepted,
                 CircularRepeated, Objected, ObjectionRuled, Settled, LimitMissed, RulingMissed,
                 LimitDeclined, LimitsRecomputed>;

}  // namespace recourse::casework::supervision
