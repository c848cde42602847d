// Classes of failures: a matter that fails for one reason more often than it did before, or more
// often at a unit than elsewhere (frequent and concentrated failures, R28).
//
//     ClassRules rules{.period = *read_period("2023-10"), .before = *read_period("2023Q3")};
//     ClassReport report = find_classes(samples, rules).value();
//     report.classes[0].matter                → "RK01"
//     report.classes[0].findings[0].ratio     → 3.1, the share of the class now to that before
//     report.classes[0].began                 → 2023-10-09
//
// The cells are matter × reason, over the city, in a district, at a station. Each is compared with
// its own past, and a unit's also with the rest of the city: given how many cases there are of both
// together, and how many of all classes, the count of one side is binomial, so no rate is estimated
// and the test is exact for counts as small as they are (conservative where a class is a large part
// of all cases). Cells that could not be found whatever their counts were are not tested
// (Tarone, 1990); that is decided by their sums alone. Over all tests the share of false findings
// among the findings is held at ClassRules::false_discovery (Benjamini and Hochberg, 1995): where
// no class is there at all, that is the chance of any finding in one report. What is found must
// also be large enough to matter (count_least, ratio_least).
//
// A rise of everything is no class: what is compared are shares. Cases without a matter or a reason
// count among all cases and are of no class.
//
// Pure: no clock, no I/O. Safe from any thread.
#pragma once

#include <recourse/casework/rectification/period.hpp>
#include <recourse/casework/rectification/values.hpp>
#include <span>

namespace recourse::casework::rectification {

/// A case as far as classes go by it. The engine's own rows make them, or another source.
struct CaseSample {
  std::string matter{};    ///< Code in the catalogue; may be empty.
  std::string reason{};    ///< Likewise.
  std::string station{};   ///< Whose it is; may be empty: it counts for the city alone.
  std::string district{};  ///< Of the station; may be empty, too.
  Line line = Line::other;
  Timestamp reported_at{};
  std::string stream{};  ///< "case/S001-20231201-0001-S".
};

struct ClassRules {
  Period period{};                     ///< That is looked at; both days inclusive.
  Period before{};                     ///< That it is compared with; ends before `period` begins.
  UtcOffset offset = kShanghaiOffset;  ///< Of the days.
  double false_discovery = 0.05;       ///< Above 0, below 1.
  double ratio_least = 1.5;            ///< The smallest rate ratio of a finding; from 1.
  std::uint64_t count_least = 5;       ///< The fewest cases of a finding; from 1.
};

/// Over which cases a finding was made. The numbers are on disk.
enum class ClassScope : std::uint8_t { city = 1, district = 2, station = 3 };
BOOST_DESCRIBE_ENUM(ClassScope, city, district, station)
constexpr auto recourse_labels(const ClassScope*) {
  return describe::labels<ClassScope>({{ClassScope::city, "全市"},
                                       {ClassScope::district, "分局"},
                                       {ClassScope::station, "派出所"}});
}

/// What a count was compared with. The numbers are on disk.
enum class ComparedWith : std::uint8_t { past = 1, elsewhere = 2 };
BOOST_DESCRIBE_ENUM(ComparedWith, past, elsewhere)
constexpr auto recourse_labels(const ComparedWith*) {
  return describe::labels<ComparedWith>(
      {{ComparedWith::past, "与前期相比"}, {ComparedWith::elsewhere, "与其他单位相比"}});
}

/// Where a class is going. The numbers are on disk.
enum class Direction : std::uint8_t { unclear = 1, rising = 2, falling = 3 };
BOOST_DESCRIBE_ENUM(Direction, unclear, rising, falling)
constexpr auto recourse_labels(const Direction*) {
  return describe::labels<Direction>(
      {{Direction::unclear, "不明显"}, {Direction::rising, "上升"}, {Direction::falling, "下降"}});
}

/// One comparison that found a class.
struct ClassFinding {
  ClassScope scope = ClassScope::city;
  std::string unit{};
  ComparedWith against = ComparedWith::past;
  std::uint64_t count = 0;
  std::uint64_t overall = 0;
  double expected = 0;
  std::optional<double> ratio{};
  double lower = 0;
  std::optional<double> upper{};
  double p = 1;
  double q = 1;
  friend bool operator==(const ClassFinding&, const ClassFinding&) = default;
};
BOOST_DESCRIBE_STRUCT(ClassFinding, (),
                      (scope, unit, against, count, overall, expected, ratio, lower, upper, p, q))
constexpr auto recourse_spec(const ClassFinding*) {
  return describe::spec(
      "rectification.class_finding", 1, "One comparison that found a class.",
      {{"scope", 1, "Over which cases it was made.", kOpen},
       {"unit", 1, "The district or station; \"city\" for the city.", kOpen},
       {"against", 1, "What it was compared with.", kOpen},
       {"count", 1, "Cases of the class there, in the period.", kOpen},
       {"overall", 1, "Cases of every class there, in the period.", kOpen},
       {"expected", 1, "Cases of the class if its share were that of what it is compared with.",
        kOpen},
       {"ratio", 1, "Its share to the share of what it is compared with; none: that had no case.",
        kOpen},
       {"lower", 1, "Lower end of the ratio's exact 95 % interval.", kOpen},
       {"upper", 1, "Upper end; none: it has none.", kOpen},
       {"p", 1, "Chance of as many or more, if nothing were different.", kOpen},
       {"q", 1, "Share of false findings among those that are as clear as this one.", kOpen}});
}

/// A class of failures that was found.
struct FoundClass {
  std::string matter{};
  std::string reason{};
  Line line = Line::other;
  std::string account{};
  std::uint64_t count = 0;
  std::uint64_t overall = 0;
  std::vector<ClassFinding> findings{};
  std::vector<std::string> stations{};
  std::optional<LocalDay> began{};
  std::optional<LocalDay> began_earliest{};
  std::optional<LocalDay> began_latest{};
  Direction direction = Direction::unclear;
  std::optional<double> per_week{};
  std::optional<double> per_week_lower{};
  std::optional<double> per_week_upper{};
  std::vector<std::string> cases{};
  std::string rectification{};
  friend bool operator==(const FoundClass&, const FoundClass&) = default;
};
BOOST_DESCRIBE_STRUCT(FoundClass, (),
                      (matter, reason, line, account, count, overall, findings, stations, began,
                       began_earliest, began_latest, direction, per_week, per_week_lower,
                       per_week_upper, cases, rectification))
constexpr auto recourse_spec(const FoundClass*) {
  return describe::spec(
      "rectification.found_class", 1, "A class of failures that was found (R28).",
      {{"matter", 1, "Code of the matter in the catalogue.", kOpen},
       {"reason", 1, "Code of the failure reason in the catalogue.", kOpen},
       {"line", 1,
        "Business line of the matter; of one that is in no catalogue, that of most of its cases.",
        kOpen},
       {"account", 1,
        "What its cases, which are on account, wait for (R39); empty: found by comparison.", kOpen},
       {"count", 1, "Cases of the class in the period, in the whole city.", kOpen},
       {"overall", 1, "Cases of every class in the period, in the whole city.", kOpen},
       {"findings", 1, "What was found, the clearest first; none for a class on account.", kOpen},
       {"stations", 1, "Stations that the findings are about and that had a case.", kInternal},
       {"began", 1, "The likeliest day of the change; none: it is not compared with its past.",
        kOpen},
       {"began_earliest", 1, "First day of the change's 95 % likelihood interval.", kOpen},
       {"began_latest", 1, "Last day of it.", kOpen},
       {"direction", 1, "Where its share is going, over the weeks of both periods.", kOpen},
       {"per_week", 1, "Ratio of its share from week to week; none: it cannot be estimated.",
        kOpen},
       {"per_week_lower", 1, "Lower end of its 95 % interval (Wald).", kOpen},
       {"per_week_upper", 1, "Upper end.", kOpen},
       {"cases", 1, "Numbers of the cases at those stations in the period.", kInternal},
       {"rectification", 1, "The rectification that it has for the period; empty: none.", kOpen}});
}

/// The classes of a period.
struct ClassReport {
  LocalDay from{};
  LocalDay to{};
  LocalDay before_from{};
  LocalDay before_to{};
  std::uint64_t cases = 0;
  std::uint64_t cases_before = 0;
  std::uint64_t unnamed = 0;
  std::uint64_t tests = 0;
  double false_discovery = 0;
  std::vector<FoundClass> classes{};
  friend bool operator==(const ClassReport&, const ClassReport&) = default;
};
BOOST_DESCRIBE_STRUCT(ClassReport, (),
                      (from, to, before_from, before_to, cases, cases_before, unnamed, tests,
                       false_discovery, classes))
constexpr auto recourse_spec(const ClassReport*) {
  return describe::spec(
      "rectification.class_report", 1, "The classes of failures of a period (R28).",
      {{"from", 1, "First day of the period.", kOpen},
       {"to", 1, "Last day of it.", kOpen},
       {"before_from", 1, "First day of the time that it is compared with.", kOpen},
       {"before_to", 1, "Last day of it.", kOpen},
       {"cases", 1, "Cases of the period.", kOpen},
       {"cases_before", 1, "Cases of the time before.", kOpen},
       {"unnamed", 1, "Cases of the period without a matter or a reason: of no class.", kOpen},
       {"tests", 1, "Comparisons that were made.", kOpen},
       {"false_discovery", 1, "Share of false findings among the findings that is accepted.",
        kOpen},
       {"classes", 1, "The clearest first; those on account behind the others.", kOpen}});
}

/// What the samples show. `cases` and `stations` are sorted; `account` and `rectification` are
/// empty. Errors: invalid_argument, naming the member: the time before does not end before the
/// period, or a number is out of its range.
Result<ClassReport> find_classes(std::span<const CaseSample> samples, const ClassRules& rules);

}  // namespace recourse::casework::rectification
