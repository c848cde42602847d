// Values of a rectification: kinds of measures, changes of the catalogue, recurrence.
//
// The numbers are on disk and never reused.
#pragma once

#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <vector>

namespace recourse::casework::rectification {

inline constexpr auto kOpen = describe::Access::open;
inline constexpr auto kInternal = describe::Access::internal;
inline constexpr auto kBasis = describe::Access::basis;

/// What sort of improvement a measure is.
enum class MeasureKind : std::uint8_t {
  rule = 1,
  process = 2,
  notice = 3,
  material_list = 4,
  training = 5,
};
BOOST_DESCRIBE_ENUM(MeasureKind, rule, process, notice, material_list, training)
constexpr auto recourse_labels(const MeasureKind*) {
  return describe::labels<MeasureKind>({
      {MeasureKind::rule, "制度规定"},
      {MeasureKind::process, "办事流程"},
      {MeasureKind::notice, "告知书"},
      {MeasureKind::material_list, "材料清单"},
      {MeasureKind::training, "培训"},
  });
}
/// It is carried out by publishing a version of the catalogue (R30).
constexpr bool changes_catalogue(MeasureKind kind) {
  return kind == MeasureKind::notice || kind == MeasureKind::material_list;
}

/// Where a measure is.
enum class MeasureStatus : std::uint8_t {
  proposed = 1,
  adopted = 2,
  rejected = 3,
  carried_out = 4,
};
BOOST_DESCRIBE_ENUM(MeasureStatus, proposed, adopted, rejected, carried_out)
constexpr auto recourse_labels(const MeasureStatus*) {
  return describe::labels<MeasureStatus>({
      {MeasureStatus::proposed, "已提出"},
      {MeasureStatus::adopted, "已采纳"},
      {MeasureStatus::rejected, "未采纳"},
      {MeasureStatus::carried_out, "已落实"},
  });
}

/// What is to be done until a limit.
enum class Step : std::uint8_t {
  analyse = 1,
  propose = 2,
  adopt = 3,
  carry_out = 4,
  publish = 5,
  verify = 6,
  conclude = 7,
};
BOOST_DESCRIBE_ENUM(Step, analyse, propose, adopt, carry_out, publish, verify, conclude)
constexpr auto recourse_labels(const Step*) {
  return describe::labels<Step>({
      {Step::analyse, "分析原因"},
      {Step::propose, "提出措施"},
      {Step::adopt, "审定措施"},
      {Step::carry_out, "落实措施"},
      {Step::publish, "公布成果"},
      {Step::verify, "验证成效"},
      {Step::conclude, "销号或续改"},
  });
}

/// A paper as a changed list has it.
struct Paper {
  std::string code{};
  std::string name{};
  std::string name_en{};
  std::string requirement{};
  std::string requirement_en{};
  bool main = false;
  friend bool operator==(const Paper&, const Paper&) = default;
};
BOOST_DESCRIBE_STRUCT(Paper, (), (code, name, name_en, requirement, requirement_en, main))
constexpr auto recourse_spec(const Paper*) {
  return describe::spec(
      "rectification.paper", 1, "A paper as a changed list has it (R30).",
      {describe::needed({"code", 1, "Its code in the matter's list, such as 3.", kOpen}),
       describe::needed({"name", 1, "What it is called, in Chinese.", kOpen}),
       {"name_en", 1, "The same in English; empty: the Chinese stands for it.", kOpen},
       {"requirement", 1, "What it must be like, or who needs it.", kOpen},
       {"requirement_en", 1, "The same in English; empty: the Chinese stands for it.", kOpen},
       {"main", 1, "It may not be lacking.", kOpen}});
}

/// What becomes of one matter of the catalogue.
struct CatalogueChange {
  std::string matter{};
  std::vector<Paper> added{};
  std::vector<std::string> removed{};
  std::vector<Paper> reworded{};
  std::string notice{};
  friend bool operator==(const CatalogueChange&, const CatalogueChange&) = default;
};
BOOST_DESCRIBE_STRUCT(CatalogueChange, (), (matter, added, removed, reworded, notice))
constexpr auto recourse_spec(const CatalogueChange*) {
  return describe::spec(
      "rectification.catalogue_change", 1, "What becomes of one matter of the catalogue (R30).",
      {{"matter", 1, "Code of the matter.", kOpen},
       {"added", 1, "Papers that join its list, behind the others.", kOpen},
       {"removed", 1, "Codes of the papers that leave it.", kOpen},
       {"reworded", 1, "Papers that take the place of those of their code.", kOpen},
       {"notice", 1, "What its notices say from now on; empty: what they said.", kOpen}});
}

/// How often a class came back: counts before and after, and their rate ratio with its interval.
struct Recurrence {
  LocalDay before_from{};
  LocalDay before_to{};
  LocalDay after_from{};
  LocalDay after_to{};
  Position position{};
  std::uint64_t before = 0;
  std::uint64_t before_all = 0;
  std::uint64_t after = 0;
  std::uint64_t after_all = 0;
  std::optional<double> ratio{};
  double lower = 0;
  std::optional<double> upper{};
  friend bool operator==(const Recurrence&, const Recurrence&) = default;
};
BOOST_DESCRIBE_STRUCT(Recurrence, (),
                      (before_from, before_to, after_from, after_to, position, before, before_all,
                       after, after_all, ratio, lower, upper))
constexpr auto recourse_spec(const Recurrence*) {
  return describe::spec(
      "rectification.recurrence", 1,
      "How often a class came back: counts before and after, and their rate ratio.",
      {{"before_from", 1, "First day of the period before.", kOpen},
       {"before_to", 1, "Its last day.", kOpen},
       {"after_from", 1, "First day of the period after.", kOpen},
       {"after_to", 1, "Its last day.", kOpen},
       {"position", 1, "Position of the log as of which the cases were counted.", kInternal},
       {"before", 1, "Cases of the class in the period before.", kOpen},
       {"before_all", 1, "Cases of every class in it.", kOpen},
       {"after", 1, "Cases of the class in the period after.", kOpen},
       {"after_all", 1, "Cases of every class in it.", kOpen},
       {"ratio", 1, "Share after over share before; none if there were none before.", kOpen},
       {"lower", 1, "Lower end of its exact 95 % interval.", kOpen},
       {"upper", 1, "Upper end; none: it has no end.", kOpen}});
}

}  // namespace recourse::casework::rectification
