#include "benchmarks/suite/present.hpp"

#include <algorithm>

#include "benchmarks/suite/statistics.hpp"
#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

constexpr const char* kNothing = "–";

std::string label_of(const Measurement& m) {
  return m.operation + (m.subject == "earlier" ? " (earlier build)" : "");
}

std::string range_of(const Measurement& m) {
  const auto values = m.values();
  const auto [least, most] = std::ranges::minmax(values);
  return figure(least) + " to " + figure(most);
}

std::string maybe(const std::optional<double>& value) { return value ? figure(*value) : kNothing; }

std::string processor_of(const Measurement& m) {
  std::vector<double> used;
  for (const auto& run : m.runs) used.push_back(run.processor_us);
  const auto middle = median_of(used);
  return middle > 0 ? figure(middle) : kNothing;
}

Table operations_table(const Report& report) {
  constexpr auto kLeft = Align::left;
  constexpr auto kRight = Align::right;
  Table table{{"operation", "load", "median", "least to most", "unit", "p50 us", "p90", "p99",
               "p99.9", "max", "CPU us"},
              {kLeft, kLeft, kRight, kLeft, kLeft, kRight, kRight, kRight, kRight, kRight, kRight}};
  for (const auto& m : report.measurements) {
    if (m.runs.empty()) continue;
    std::vector<std::string> cells{label_of(m), m.load, figure(median_of(m.values())), range_of(m),
                                   m.unit};
    if (const auto& l = m.latency) {
      cells.insert(cells.end(),
                   {figure(l->p50), figure(l->p90), maybe(l->p99), maybe(l->p999), figure(l->max)});
    } else {
      cells.insert(cells.end(), 5, kNothing);
    }
    cells.push_back(processor_of(m));
    table.add(std::move(cells));
  }
  return table;
}

/// What each row counts, so that nobody compares different things.
Table counts_table(const Report& report) {
  Table table{{"operation", "one operation is", "payload", "durability"},
              {Align::left, Align::left, Align::right, Align::left}};
  for (const auto& m : report.measurements) {
    if (m.subject == "earlier") continue;
    const auto payload = m.payload_bytes == 0 ? std::string{kNothing}
                                              : std::to_string(m.payload_bytes) + " random bytes";
    table.add({m.operation, m.counts, payload, m.durability});
  }
  return table;
}

std::string facts_of(const std::vector<Fact>& facts) {
  std::string text;
  for (const auto& [name, value] : facts) {
    text += (text.empty() ? "" : "; ") + name + ": " + value;
  }
  return text;
}

/// Load averages as the runs began.
std::string load_of(const Report& report) {
  std::vector<double> loads;
  for (const auto& m : report.measurements) {
    for (const auto& run : m.runs) loads.push_back(run.load);
  }
  if (loads.empty()) return "unknown";
  const auto [least, most] = std::ranges::minmax(loads);
  return decimal(least, 1) + " to " + decimal(most, 1) + ", median " + decimal(median_of(loads), 1);
}

/// Works of which a rival has a figure, in the order of the table.
std::vector<std::string> shared_works(const Report& report) {
  std::vector<std::string> works;
  for (const auto& m : report.measurements) {
    const bool rival = m.subject != "recourse" && m.subject != "limit" && m.subject != "earlier";
    if (rival && std::ranges::find(works, m.work) == works.end()) works.push_back(m.work);
  }
  return works;
}

std::vector<std::string> subjects_of(const Report& report, const std::vector<std::string>& works) {
  std::vector<std::string> subjects;
  for (const auto& m : report.measurements) {
    if (m.subject == "limit" || m.subject == "earlier") continue;
    if (std::ranges::find(works, m.work) == works.end()) continue;
    if (std::ranges::find(subjects, m.subject) == subjects.end()) subjects.push_back(m.subject);
  }
  return subjects;
}

const Measurement* of_work(const Report& report, const std::string& subject,
                           const std::string& work) {
  for (const auto& m : report.measurements) {
    if (m.subject == subject && m.work == work && !m.runs.empty()) return &m;
  }
  return nullptr;
}

Table rivals_table(const Report& report) {
  const auto works = shared_works(report);
  std::vector<std::string> heads{"system"};
  std::vector<Align> aligns{Align::left};
  for (const auto& work : works) {
    const auto* const any = of_work(report, "recourse", work);
    heads.push_back(work + (any == nullptr ? "" : ", " + any->unit));
    aligns.push_back(Align::right);
  }
  Table table{heads, aligns};
  for (const auto& subject : subjects_of(report, works)) {
    std::vector<std::string> cells{subject};
    for (const auto& work : works) {
      const auto* const m = of_work(report, subject, work);
      if (m != nullptr) cells[0] = name_of_subject(*m);
      cells.push_back(m == nullptr ? kNothing : figure(median_of(m->values())));
    }
    table.add(std::move(cells));
  }
  return table;
}

std::string notes_of(const Report& report, std::string_view bullet) {
  std::string text;
  for (const auto& r : report.rivals) {
    text += std::string{bullet} + r.name + ": " + r.version + ". " + r.settings + ".\n";
  }
  for (const auto& l : report.left_out) {
    auto why = l.why;
    std::ranges::replace(why, '\n', ' ');
    text += std::string{bullet} + l.operation + " was left out: " + why + "\n";
  }
  return text;
}

}  // namespace

std::string name_of_subject(const Measurement& measurement) {
  const bool early = measurement.durability.starts_with("acknowledged before");
  return measurement.subject + (early ? " (before the sync)" : "");
}

std::string to_text(const Report& report) {
  return facts_of(report.machine) + "\n" + facts_of(report.build) + "\n" +
         facts_of(report.options) + "; load average while it ran: " + load_of(report) + "\n\n" +
         operations_table(report).text() + "\n" + counts_table(report).text() + "\n" +
         notes_of(report, "");
}

std::string to_markdown(const Report& report) {
  std::string text;
  if (!shared_works(report).empty()) text += rivals_table(report).markdown() + "\n";
  text += operations_table(report).markdown() + "\n" + counts_table(report).markdown() + "\n";
  const auto notes = notes_of(report, "- ");
  if (!notes.empty()) text += notes + "\n";
  text += "Machine: " + facts_of(report.machine) + ". Build: " + facts_of(report.build) +
          ". Options: " + facts_of(report.options) +
          "; load average while it ran: " + load_of(report) + ".\n";
  return text;
}

}  // namespace recourse::bench
