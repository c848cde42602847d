// What can be asked about an inspection.
#pragma once

#include <recourse/casework/supervision/values.hpp>
#include <variant>

namespace recourse::casework::supervision {

/// Plans the inspection of a unit.
struct Plan {
  std::string unit{};
  std::string district{};
  std::optional<InspectionKind> kind{};
  bool online = false;
  std::optional<Line> line{};
  std::optional<LocalDay> day{};
  std::string reason{};
  std::vector<std::string> cases{};
  friend bool operator==(const Plan&, const Plan&) = default;
};
BOOST_DESCRIBE_STRUCT(Plan, (), (unit, district, kind, online, line, day, reason, cases))
constexpr auto recourse_spec(const Plan*) {
  return describe::spec(
      "supervision.plan", 1, "Plans the inspection of a unit.",
      {describe::needed({"unit", 1, "The inspected unit: a station, or a district's bureau."}),
       {"district", 1, "Code of its district bureau; empty: that of the actor's unit."},
       describe::needed({"kind", 1, "How it is inspected."}),
       {"online", 1, "Without a visit."},
       {"line", 1, "Business line; none: the department's own, or across lines."},
       {"day", 1, "The last day on which it is carried out."},
       {"reason", 1, "Why, or what it looks at."},
       {"cases", 1, "Numbers of the cases because of which it is inspected."}});
}
constexpr std::string_view recourse_zh(const Plan*) { return "计划检查"; }

/// Says that the inspection is under way.
struct Begin {
  friend bool operator==(const Begin&, const Begin&) = default;
};
BOOST_DESCRIBE_STRUCT(Begin, (), ())
constexpr auto recourse_spec(const Begin*) {
  return describe::spec("supervision.begin", 1, "Says that the inspection is under way.");
}
constexpr std::string_view recourse_zh(const Begin*) { return "开始检查"; }

/// Fixes the seed of a random sample before its period ends.
struct CommitSample {
  std::optional<Scope> scope{};
  std::optional<LocalDay> from{};
  std::optional<LocalDay> to{};
  std::uint32_t size = 0;
  std::string commitment{};
  friend bool operator==(const CommitSample&, const CommitSample&) = default;
};
BOOST_DESCRIBE_STRUCT(CommitSample, (), (scope, from, to, size, commitment))
constexpr auto recourse_spec(const CommitSample*) {
  return describe::spec(
      "supervision.commit_sample", 1, "Fixes the seed of a random sample before its period ends.",
      {{"scope", 1, "Whose cases; none: those of the unit."},
       describe::needed({"from", 1, "First day of the period in which they ended."}),
       describe::needed({"to", 1, "Last day of it; it must not be over."}),
       describe::needed({"size", 1, "How many are to be drawn."}),
       describe::needed({"commitment", 1, "SHA-256 of the seed, 64 hexadecimal digits."})});
}
constexpr std::string_view recourse_zh(const CommitSample*) { return "封存抽样种子"; }

/// Shows the committed seed; the engine then draws.
struct DrawSample {
  std::string seed{};
  friend bool operator==(const DrawSample&, const DrawSample&) = default;
};
BOOST_DESCRIBE_STRUCT(DrawSample, (), (seed))
constexpr auto recourse_spec(const DrawSample*) {
  return describe::spec("supervision.draw_sample", 1,
                        "Shows the committed seed; the engine then draws.",
                        {describe::needed({"seed", 1, "The seed."})});
}
constexpr std::string_view recourse_zh(const DrawSample*) { return "公开种子抽样"; }

/// Draws the sample from the population as the log has it. The engine's.
struct RecordSample {
  std::uint64_t position = 0;
  std::vector<std::string> population{};
  friend bool operator==(const RecordSample&, const RecordSample&) = default;
};
BOOST_DESCRIBE_STRUCT(RecordSample, (), (position, population))
constexpr auto recourse_spec(const RecordSample*) {
  return describe::spec(
      "supervision.record_sample", 1,
      "Draws the sample from the population as the log has it. The engine's.",
      {{"position", 1, "Position of the log as of which the population was taken."},
       {"population", 1, "Keys of all its cases, blanks between several."}});
}
constexpr std::string_view recourse_zh(const RecordSample*) { return "系统抽样"; }

/// Records what was found wrong.
struct RecordFindings {
  std::vector<Finding> findings{};
  friend bool operator==(const RecordFindings&, const RecordFindings&) = default;
};
BOOST_DESCRIBE_STRUCT(RecordFindings, (), (findings))
constexpr auto recourse_spec(const RecordFindings*) {
  return describe::spec("supervision.record_findings", 1, "Records what was found wrong.",
                        {describe::needed({"findings", 1, "What was found."})});
}
constexpr std::string_view recourse_zh(const RecordFindings*) { return "记录问题"; }

/// Says that nothing was found wrong.
struct FindClean {
  std::string note{};
  friend bool operator==(const FindClean&, const FindClean&) = default;
};
BOOST_DESCRIBE_STRUCT(FindClean, (), (note))
constexpr auto recourse_spec(const FindClean*) {
  return describe::spec("supervision.find_clean", 1, "Says that nothing was found wrong.",
                        {describe::needed({"note", 1, "What was looked at."})});
}
constexpr std::string_view recourse_zh(const FindClean*) { return "未发现问题"; }

/// Gives the inspection up before anything is found.
struct Cancel {
  std::string reason{};
  friend bool operator==(const Cancel&, const Cancel&) = default;
};
BOOST_DESCRIBE_STRUCT(Cancel, (), (reason))
constexpr auto recourse_spec(const Cancel*) {
  return describe::spec("supervision.cancel", 1,
                        "Gives the inspection up before anything is found.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Cancel*) { return "取消检查"; }

/// Issues a circular: the unit must correct.
struct IssueCircular {
  std::string text{};
  std::optional<LocalDay> day{};
  friend bool operator==(const IssueCircular&, const IssueCircular&) = default;
};
BOOST_DESCRIBE_STRUCT(IssueCircular, (), (text, day))
constexpr auto recourse_spec(const IssueCircular*) {
  return describe::spec(
      "supervision.issue_circular", 1, "Issues a circular: the unit must correct.",
      {describe::needed({"text", 1, "What must be corrected."}),
       {"day", 1, "The last day for reporting it; none: as the limits have it."}});
}
constexpr std::string_view recourse_zh(const IssueCircular*) { return "发出通报"; }

/// Reports the correction. The inspected unit's.
struct ReportCorrection {
  std::string text{};
  friend bool operator==(const ReportCorrection&, const ReportCorrection&) = default;
};
BOOST_DESCRIBE_STRUCT(ReportCorrection, (), (text))
constexpr auto recourse_spec(const ReportCorrection*) {
  return describe::spec("supervision.report_correction", 1,
                        "Reports the correction. The inspected unit's.",
                        {describe::needed({"text", 1, "What was done."})});
}
constexpr std::string_view recourse_zh(const ReportCorrection*) { return "反馈整改"; }

/// Verifies the correction, by somebody who is not of the unit.
struct Verify {
  std::optional<bool> corrected{};
  std::string note{};
  friend bool operator==(const Verify&, const Verify&) = default;
};
BOOST_DESCRIBE_STRUCT(Verify, (), (corrected, note))
constexpr auto recourse_spec(const Verify*) {
  return describe::spec(
      "supervision.verify", 1, "Verifies the correction, by somebody who is not of the unit.",
      {describe::needed({"corrected", 1, "It is corrected; if not, the circular is repeated."}),
       describe::needed({"note", 1, "What was seen."})});
}
constexpr std::string_view recourse_zh(const Verify*) { return "核实整改"; }

/// Objects to findings, once. The inspected unit's.
struct Object {
  std::string reasons{};
  friend bool operator==(const Object&, const Object&) = default;
};
BOOST_DESCRIBE_STRUCT(Object, (), (reasons))
constexpr auto recourse_spec(const Object*) {
  return describe::spec("supervision.object", 1, "Objects to findings, once. The inspected unit's.",
                        {describe::needed({"reasons", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Object*) { return "提出异议"; }

/// Rules on the objection, by somebody uninvolved.
struct RuleOnObjection {
  std::vector<std::uint32_t> struck{};
  std::string reason{};
  friend bool operator==(const RuleOnObjection&, const RuleOnObjection&) = default;
};
BOOST_DESCRIBE_STRUCT(RuleOnObjection, (), (struck, reason))
constexpr auto recourse_spec(const RuleOnObjection*) {
  return describe::spec("supervision.rule_on_objection", 1,
                        "Rules on the objection, by somebody uninvolved.",
                        {{"struck", 1, "Numbers of the findings that fall; none: all stand."},
                         describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const RuleOnObjection*) { return "裁定异议"; }

/// Says that a limit has passed. The timer's.
struct MissLimit {
  LimitKind kind{};
  friend bool operator==(const MissLimit&, const MissLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(MissLimit, (), (kind))
constexpr auto recourse_spec(const MissLimit*) {
  return describe::spec("supervision.miss_limit", 1, "Says that a limit has passed. The timer's.",
                        {{"kind", 1, "Which duty."}});
}
constexpr std::string_view recourse_zh(const MissLimit*) { return "记录逾期"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("supervision.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using Command = std::variant<Plan, Begin, CommitSample, DrawSample, RecordSample, RecordFindings,
                             FindClean, Cancel, IssueCircular, ReportCorrection, Verify, Object,
                             RuleOnObjection, MissLimit, RecomputeLimits>;

}  // namespace recourse::casework::supervision
