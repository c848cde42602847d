// The cells, their tests, and what is made of those that are found.
#include "casework/rectification/class_tests.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace recourse::casework::rectification {
namespace {

/// A number for each text, in the order of their coming.
class Names {
 public:
  std::uint32_t number_of(const std::string& text) {
    const auto [at, fresh] = numbers_.emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (fresh) texts_.push_back(text);
    return at->second;
  }
  const std::string& text(std::uint32_t number) const { return texts_[number]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

/// A sample within one of the two periods.
struct Case {
  std::uint32_t station = 0;
  std::uint32_t district = 0;
  std::optional<std::uint32_t> of_class{};
  bool now = false;
  LocalDay day{};
  const CaseSample* sample = nullptr;
};

struct Unit {
  ClassScope scope{};
  std::uint32_t number = 0;  ///< Of the district or station; 0 for the city.
  friend auto operator<=>(const Unit&, const Unit&) = default;
};

struct Found {
  std::uint32_t of_class = 0;
  Unit unit{};
  ClassFinding finding{};
};

/// All that is counted of the samples.
class Cells {
 public:
  Cells(std::span<const CaseSample> samples, const ClassRules& rules) : rules_(&rules) {
    for (const auto& sample : samples) add(sample);
  }

  const std::vector<Case>& cases() const { return cases_; }
  const TwoCounts& city() const { return all_.at({ClassScope::city, 0}); }
  bool has_cases() const { return !all_.empty(); }
  std::uint64_t unnamed() const { return unnamed_; }

  std::string name_of(Unit unit) const {
    if (unit.scope == ClassScope::city) return "city";
    return unit.scope == ClassScope::district ? districts_.text(unit.number)
                                              : stations_.text(unit.number);
  }
  const CaseSample& example(std::uint32_t of_class) const { return *examples_[of_class]; }
  static bool is_in(const Case& one, Unit unit) {
    if (unit.scope == ClassScope::city) return true;
    return unit.number == (unit.scope == ClassScope::district ? one.district : one.station);
  }

  /// Each cell against its own past.
  void test_past(TestList<Found>& tests) const {
    for (const auto& [key, count] : of_class_) {
      const auto& [unit, number] = key;
      const auto& all = all_.at(unit);
      if (all.before == 0 || count.now + count.before < rules_->count_least) continue;
      const Comparison comparison{count.now, all.now, count.before, all.before};
      // As many as there can be of all cases of the period there: of a closed station none.
      const auto most = std::min(count.now + count.before, all.now);
      if (least_p(comparison, most) > rules_->false_discovery) continue;
      tests.add({number, unit, finding(unit, ComparedWith::past, comparison)});
    }
  }
  /// Each unit against the rest of the city.
  void test_elsewhere(TestList<Found>& tests) const {
    const Unit whole{ClassScope::city, 0};
    for (std::uint32_t number = 0; number < examples_.size(); ++number) {
      const auto found = of_class_.find({whole, number});
      if (found == of_class_.end() || found->second.now < rules_->count_least) continue;
      for (const auto& [unit, all] : all_) {
        if (unit.scope == ClassScope::city || all.now < rules_->count_least) continue;
        if (all.now >= city().now) continue;
        test_unit(tests, number, unit, found->second.now, all.now);
      }
    }
  }

 private:
  void add(const CaseSample& sample) {
    const LocalDay day = local_day(sample.reported_at, rules_->offset);
    const bool now = rules_->period.from <= day && day <= rules_->period.to;
    const bool before = rules_->before.from <= day && day <= rules_->before.to;
    if (!now && !before) return;
    Case one{stations_.number_of(sample.station),
             districts_.number_of(sample.district),
             {},
             now,
             day,
             &sample};
    const bool named = !sample.matter.empty() && !sample.reason.empty();
    if (named) one.of_class = class_of(sample);
    if (!named && now) ++unnamed_;
    for (const Unit unit : {Unit{ClassScope::city, 0}, Unit{ClassScope::district, one.district},
                            Unit{ClassScope::station, one.station}}) {
      if (name_of(unit).empty()) continue;  // not known, so no unit of its own
      all_[unit].add(now);
      if (named) of_class_[{unit, *one.of_class}].add(now);
    }
    cases_.push_back(one);
  }
  std::uint32_t class_of(const CaseSample& sample) {
    const auto number = classes_.number_of(sample.matter + '\0' + sample.reason);
    if (number == examples_.size()) examples_.push_back(&sample);
    return number;
  }
  void test_unit(TestList<Found>& tests, std::uint32_t number, Unit unit, std::uint64_t of_class,
                 std::uint64_t all) const {
    const auto here = of_class_.find({unit, number});
    const std::uint64_t count = here == of_class_.end() ? 0 : here->second.now;
    const Comparison comparison{count, all, of_class - count, city().now - all};
    // As many as there can be at the unit.
    if (least_p(comparison, std::min(of_class, all)) > rules_->false_discovery) return;
    if (count == 0) {
      tests.add_unfounded();
      return;
    }
    tests.add({number, unit, finding(unit, ComparedWith::elsewhere, comparison)});
  }
  ClassFinding finding(Unit unit, ComparedWith against, const Comparison& c) const {
    const auto rate = rate_ratio(c);
    return {unit.scope,
            name_of(unit),
            against,
            c.count,
            c.all,
            static_cast<double>(c.other) * static_cast<double>(c.all) /
                static_cast<double>(c.other_all),
            rate.ratio,
            rate.lower,
            rate.upper,
            upper_p(c),
            1};
  }

  const ClassRules* rules_;
  Names stations_;
  Names districts_;
  Names classes_;
  std::vector<const CaseSample*> examples_;
  std::vector<Case> cases_;
  std::map<Unit, TwoCounts> all_;
  std::map<std::pair<Unit, std::uint32_t>, TwoCounts> of_class_;
  std::uint64_t unnamed_ = 0;
};

bool is_large_enough(const ClassFinding& f, const ClassRules& rules) {
  return f.count >= rules.count_least && (!f.ratio || *f.ratio >= rules.ratio_least);
}

/// The class's days and those of every class, of the unit, from the first day of the time before.
Series series_of(const Cells& cells, const ClassRules& rules, const Found& found) {
  const auto days = static_cast<std::size_t>((rules.period.to - rules.before.from).count() + 1);
  Series series{std::vector<std::uint64_t>(days), std::vector<std::uint64_t>(days)};
  for (const auto& one : cells.cases()) {
    if (!Cells::is_in(one, found.unit)) continue;
    const auto day = static_cast<std::size_t>((one.day - rules.before.from).count());
    ++series.all[day];
    if (one.of_class == found.of_class) ++series.of_class[day];
  }
  return series;
}

void add_course(FoundClass& result, const Cells& cells, const ClassRules& rules,
                const std::vector<const Found*>& findings) {
  const auto past = std::ranges::find(findings, ComparedWith::past,
                                      [](const Found* f) { return f->finding.against; });
  const auto& main = past == findings.end() ? *findings.front() : **past;
  const auto series = series_of(cells, rules, main);
  const auto day = [&](std::size_t n) {
    return rules.before.from + std::chrono::days{static_cast<std::int64_t>(n)};
  };
  if (past != findings.end()) {
    if (const auto change = change_point(series)) {
      result.began = day(change->likeliest);
      result.began_earliest = day(change->earliest);
      result.began_latest = day(change->latest);
    }
  }
  const auto trend = weekly_trend(series);
  result.direction = trend.direction;
  result.per_week = trend.ratio;
  result.per_week_lower = trend.lower;
  result.per_week_upper = trend.upper;
}

/// The line that most have; of several the first in the order of lines.
Line most_frequent(const std::map<Line, std::uint64_t>& lines) {
  const auto most = std::ranges::max_element(lines, {}, [](const auto& one) { return one.second; });
  return most == lines.end() ? Line::other : most->first;
}

/// Requires: `findings` are all of one class, the clearest first.
FoundClass class_of(const Cells& cells, const ClassRules& rules,
                    const std::vector<const Found*>& findings) {
  const auto number = findings.front()->of_class;
  const auto& example = cells.example(number);
  FoundClass result;
  result.matter = example.matter;
  result.reason = example.reason;
  result.overall = cells.city().now;
  for (const auto* one : findings) result.findings.push_back(one->finding);
  std::set<std::string> stations;
  std::map<Line, std::uint64_t> lines;
  for (const auto& one : cells.cases()) {
    if (!one.now || one.of_class != number) continue;
    ++result.count;
    ++lines[one.sample->line];
    const bool meant =
        std::ranges::any_of(findings, [&](const Found* f) { return Cells::is_in(one, f->unit); });
    if (!meant) continue;
    if (!one.sample->station.empty()) stations.insert(one.sample->station);
    const std::string_view stream = one.sample->stream;
    result.cases.emplace_back(stream.substr(stream.find('/') + 1));
  }
  result.line = most_frequent(lines);
  result.stations.assign(stations.begin(), stations.end());
  std::ranges::sort(result.cases);
  add_course(result, cells, rules, findings);
  return result;
}

Result<void> check_rules(const ClassRules& rules) {
  const auto wrong = [](const char* member, const char* what) {
    return Error{Errc::invalid_argument, std::string{member} + ": " + what};
  };
  if (rules.period.to < rules.period.from) return wrong("period", "it ends before it begins");
  if (rules.before.to < rules.before.from) return wrong("before", "it ends before it begins");
  if (rules.before.to >= rules.period.from) {
    return wrong("before", "it must end before the period begins");
  }
  if (!(rules.false_discovery > 0 && rules.false_discovery < 1)) {
    return wrong("false_discovery", "a share above 0 and below 1 is wanted");
  }
  if (!(rules.ratio_least >= 1)) return wrong("ratio_least", "1 or more is wanted");
  if (rules.count_least < 1) return wrong("count_least", "1 or more is wanted");
  return {};
}

}  // namespace

Result<ClassReport> find_classes(std::span<const CaseSample> samples, const ClassRules& rules) {
  RECOURSE_TRY(check_rules(rules));
  ClassReport report{.from = rules.period.from,
                     .to = rules.period.to,
                     .before_from = rules.before.from,
                     .before_to = rules.before.to,
                     .false_discovery = rules.false_discovery};
  const Cells cells{samples, rules};
  if (!cells.has_cases()) return report;
  report.cases = cells.city().now;
  report.cases_before = cells.city().before;
  report.unnamed = cells.unnamed();
  TestList<Found> tests;
  cells.test_past(tests);
  cells.test_elsewhere(tests);
  report.tests = tests.size();
  std::map<std::uint32_t, std::vector<const Found*>> by_class;
  std::vector<std::uint32_t> order;
  const auto judged = std::move(tests).judged();
  for (const auto& one : judged) {  // the clearest first
    if (one.finding.q > rules.false_discovery || !is_large_enough(one.finding, rules)) continue;
    auto& findings = by_class[one.of_class];
    if (findings.empty()) order.push_back(one.of_class);
    findings.push_back(&one);
  }
  for (const auto number : order) {
    report.classes.push_back(class_of(cells, rules, by_class.at(number)));
  }
  return report;
}

}  // namespace recourse::casework::rectification
