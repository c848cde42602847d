#include "benchmarks/suite/compare.hpp"

#include <algorithm>

#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

std::string fact_of(const std::vector<Fact>& facts, std::string_view name) {
  for (const auto& [key, value] : facts) {
    if (key == name) return value;
  }
  return "unknown";
}

std::vector<std::string> differences(const Report& before, const Report& after) {
  std::vector<std::string> all;
  const auto look = [&](const std::vector<Fact>& a, const std::vector<Fact>& b,
                        std::string_view name) {
    const auto one = fact_of(a, name);
    const auto other = fact_of(b, name);
    if (one != other) all.push_back(std::string{name} + " differs: " + one + " | " + other);
  };
  for (const auto* name : {"processor", "processors", "memory", "kernel", "file system"}) {
    look(before.machine, after.machine, name);
  }
  for (const auto* name : {"compiler", "build type"}) look(before.build, after.build, name);
  for (const auto* name : {"seconds", "events"}) look(before.options, after.options, name);
  return all;
}

/// Whether a ratio can be formed at all.
bool comparable(const Measurement& m) {
  return !m.runs.empty() && std::ranges::all_of(m.runs, [](const Run& r) { return r.value > 0; });
}

Compared row_of(const Measurement& before, const Measurement& after, const Ratio& ratio,
                double margin) {
  return {after.operation,           after.unit, median_of(before.values()),
          median_of(after.values()), ratio,      verdict_of(ratio, after.more_is_better, margin)};
}

}  // namespace

bool Comparison::slower() const {
  return std::ranges::any_of(rows, [](const auto& r) { return r.verdict == Verdict::slower; });
}

Comparison compare(const Report& before, const Report& after, double margin) {
  Comparison comparison;
  for (const auto& m : after.measurements) {
    const auto* other = before.find(m.operation, m.subject);
    if (other == nullptr || !comparable(*other) || !comparable(m)) {
      comparison.only_after.push_back(m.operation);
      continue;
    }
    if (other->unit != m.unit) {
      comparison.warnings.push_back(m.operation + " is in " + other->unit + " and in " + m.unit);
      continue;
    }
    comparison.rows.push_back(row_of(*other, m, ratio_of(m.values(), other->values()), margin));
  }
  for (const auto& m : before.measurements) {
    if (after.find(m.operation, m.subject) == nullptr) {
      comparison.only_before.push_back(m.operation);
    }
  }
  std::ranges::move(differences(before, after), std::back_inserter(comparison.warnings));
  return comparison;
}

Comparison compare_with_earlier(const Report& report, double margin) {
  Comparison comparison;
  for (const auto& m : report.measurements) {
    if (m.subject == "earlier") continue;
    const auto* before = report.find(m.operation, "earlier");
    if (before == nullptr) continue;
    if (!comparable(*before) || !comparable(m) || before->runs.size() != m.runs.size()) {
      comparison.only_after.push_back(m.operation);
      continue;
    }
    comparison.rows.push_back(
        row_of(*before, m, paired_ratio_of(m.values(), before->values()), margin));
  }
  return comparison;
}

std::string to_text(const Comparison& comparison) {
  Table table{{"operation", "unit", "before", "after", "ratio", "95 % interval", "verdict"},
              {Align::left, Align::left, Align::right, Align::right, Align::right, Align::left,
               Align::left}};
  for (const auto& row : comparison.rows) {
    table.add({row.operation, row.unit, figure(row.before), figure(row.after),
               decimal(row.ratio.ratio, 3),
               decimal(row.ratio.low, 3) + " to " + decimal(row.ratio.high, 3),
               std::string{word_of(row.verdict)}});
  }
  std::string text = table.text();
  const auto list = [&](std::string_view title, const std::vector<std::string>& names) {
    if (names.empty()) return;
    text += std::string{title} + ":";
    for (const auto& name : names) text += " " + name;
    text += "\n";
  };
  list("only before", comparison.only_before);
  list("only after", comparison.only_after);
  for (const auto& warning : comparison.warnings) text += "note: " + warning + "\n";
  return text;
}

}  // namespace recourse::bench
