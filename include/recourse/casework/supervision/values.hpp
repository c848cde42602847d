// The words and values of an inspection: kinds, findings, the rule of a sample.
//
// The numbers are on disk and never reused.
#pragma once

#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/values.hpp>
#include <recourse/casework/supervision/lifecycle.hpp>
#include <string>
#include <vector>

namespace recourse::casework::supervision {

using casework::en;
using casework::zh;

/// How a unit is inspected (R23).
enum class InspectionKind : std::uint8_t {
  routine = 1,
  ledger = 2,           ///< A spot check of the ledger (台账抽查).
  data = 3,             ///< What figures show, without a visit.
  complaint = 4,        ///< Because citizens complained.
  counter_refusal = 5,  ///< An application was refused at the counter (不予收件).
};
BOOST_DESCRIBE_ENUM(InspectionKind, routine, ledger, data, complaint, counter_refusal)
constexpr auto recourse_labels(const InspectionKind*) {
  return describe::labels<InspectionKind>({
      {InspectionKind::routine, "日常检查"},
      {InspectionKind::ledger, "台账抽查"},
      {InspectionKind::data, "数据分析"},
      {InspectionKind::complaint, "群众投诉"},
      {InspectionKind::counter_refusal, "不予收件核查"},
  });
}

/// What a finding is about.
enum class FindingKind : std::uint8_t {
  handling = 1,  ///< Cases were handled wrongly or late.
  ledger = 2,    ///< The ledger is incomplete or untrue.
  sign = 3,      ///< The window's sign: missing, not uniform, obstructed (R4).
  staff = 4,     ///< Who sits at the window, and how (R5, R6).
  refusal = 5,   ///< An application was refused without ground.
  silence = 6,   ///< Nothing was reported in a whole period (R24).
  other = 7,
};
BOOST_DESCRIBE_ENUM(FindingKind, handling, ledger, sign, staff, refusal, silence, other)
constexpr auto recourse_labels(const FindingKind*) {
  return describe::labels<FindingKind>({
      {FindingKind::handling, "办理问题"},
      {FindingKind::ledger, "台账问题"},
      {FindingKind::sign, "标识问题"},
      {FindingKind::staff, "人员问题"},
      {FindingKind::refusal, "违规不予收件"},
      {FindingKind::silence, "长期无反映"},
      {FindingKind::other, "其他问题"},
  });
}

/// How much a finding weighs.
enum class Weight : std::uint8_t {
  minor = 1,
  ordinary = 2,
  serious = 3,
};
BOOST_DESCRIBE_ENUM(Weight, minor, ordinary, serious)
constexpr auto recourse_labels(const Weight*) {
  return describe::labels<Weight>({
      {Weight::minor, "轻微"},
      {Weight::ordinary, "一般"},
      {Weight::serious, "严重"},
  });
}

/// Whose cases a sample is drawn from.
enum class Scope : std::uint8_t {
  unit = 1,      ///< Those of the inspected station.
  district = 2,  ///< Those of its whole district.
};
BOOST_DESCRIBE_ENUM(Scope, unit, district)
constexpr auto recourse_labels(const Scope*) {
  return describe::labels<Scope>({{Scope::unit, "本单位"}, {Scope::district, "全分局"}});
}

/// Which duty of an inspection has a limit.
enum class LimitKind : std::uint8_t {
  carry_out = 1,
  circular = 2,
  correction = 3,
  verification = 4,
  ruling = 5,
};
BOOST_DESCRIBE_ENUM(LimitKind, carry_out, circular, correction, verification, ruling)
constexpr auto recourse_labels(const LimitKind*) {
  return describe::labels<LimitKind>({
      {LimitKind::carry_out, "开展检查"},
      {LimitKind::circular, "发出通报"},
      {LimitKind::correction, "整改反馈"},
      {LimitKind::verification, "核实整改"},
      {LimitKind::ruling, "裁定异议"},
  });
}

/// One thing that was found wrong.
struct Finding {
  FindingKind kind{};
  std::string what{};
  std::string rule{};
  Weight weight{};
  std::vector<std::string> cases{};
  friend bool operator==(const Finding&, const Finding&) = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (kind, what, rule, weight, cases))
constexpr auto recourse_spec(const Finding*) {
  return describe::spec("supervision.finding", 1, "One thing that was found wrong.",
                        {{"kind", 1, "What it is about."},
                         describe::needed({"what", 1, "What was found, without personal data."}),
                         describe::needed({"rule", 1, "The rule that was not kept, such as R14."}),
                         {"weight", 1, "How much it weighs."},
                         {"cases", 1, "Numbers of the cases that it rests on."}});
}

/// Which cases a random sample is drawn from, and how many, fixed with the seed (R23).
struct SampleRule {
  Scope scope{};
  LocalDay from{};
  LocalDay to{};
  std::uint32_t size = 0;
  std::string commitment{};
  friend bool operator==(const SampleRule&, const SampleRule&) = default;
};
BOOST_DESCRIBE_STRUCT(SampleRule, (), (scope, from, to, size, commitment))
constexpr auto recourse_spec(const SampleRule*) {
  return describe::spec(
      "supervision.sample_rule", 1,
      "Which cases a random sample is drawn from, and how many, fixed with the seed.",
      {{"scope", 1, "Whose cases."},
       {"from", 1, "First day of the period in which they ended."},
       {"to", 1, "Last day of it."},
       {"size", 1, "How many are drawn."},
       {"commitment", 1, "SHA-256 of the seed, 64 hexadecimal digits."}});
}

}  // namespace recourse::casework::supervision
