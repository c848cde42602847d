#include <algorithm>
#include <recourse/exchange/steps.hpp>

namespace recourse::exchange {
namespace {

/// The value below or at which `share` percent lie (nearest rank). Requires: sorted, not empty.
template <class T>
T percentile(const std::vector<T>& sorted, std::size_t share) {
  const auto rank = (sorted.size() * share + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

/// Marks the first few edges of those that count, by what `weight` says.
template <class Counts, class Weight>
void mark(std::vector<StepEdge>& edges, bool StepEdge::*flag, Counts counts, Weight weight) {
  std::vector<StepEdge*> order;
  for (auto& edge : edges) {
    if (counts(edge) && weight(edge) > 0) order.push_back(&edge);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto* a, const auto* b) { return weight(*a) > weight(*b); });
  if (order.size() > kBottlenecks) order.resize(kBottlenecks);
  for (auto* edge : order) edge->*flag = true;
}

/// Mermaid's labels: no quotes, brackets or line ends.
std::string label(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '"') {
      safe += "#quot;";
    } else if (c == '#') {
      safe += "#35;";
    } else if (c == '<') {
      safe += "#lt;";
    } else if (c == '>') {
      safe += "#gt;";
    } else {
      safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return safe;
}

}  // namespace

void StepCounter::begin() {
  last_.clear();
  seen_.clear();
  taken_.clear();
}

void StepCounter::add(const std::string& activity, Timestamp at) {
  auto& one = activities_[activity];
  ++one.events;
  ++events_;
  if (seen_.empty()) {
    ++one.starts;
  } else {
    auto& times = edges_[{last_, activity}];
    times.milliseconds.push_back(std::max<std::int64_t>((at - last_at_).count(), 0));
    if (calendar_ != nullptr) {
      const auto days =
          calendar_->working_days_between(local_day(last_at_, offset_), local_day(at, offset_));
      times.days.push_back(static_cast<std::uint32_t>(days.days));
    }
    if (taken_.insert({last_, activity}).second) ++times.cases;
  }
  if (seen_.insert(activity).second) ++one.cases;
  last_ = activity;
  last_at_ = at;
}

void StepCounter::finish() {
  if (seen_.empty()) return;
  ++cases_;
  ++activities_[last_].ends;
  begin();
}

Steps StepCounter::steps() const {
  Steps steps{cases_, events_, {}, {}};
  for (const auto& [name, activity] : activities_) {
    steps.activities.push_back(activity);
    steps.activities.back().name = name;
  }
  for (const auto& [pair, times] : edges_) {
    auto sorted = times.milliseconds;
    std::ranges::sort(sorted);
    StepEdge edge{.from = pair.first, .to = pair.second, .count = sorted.size()};
    edge.cases = times.cases;
    edge.median_ms = percentile(sorted, 50);
    edge.p90_ms = percentile(sorted, 90);
    edge.most_ms = sorted.back();
    for (const auto one : sorted) edge.total_ms += one;
    if (calendar_ != nullptr) {
      auto days = times.days;
      std::ranges::sort(days);
      edge.median_days = percentile(days, 50);
      edge.p90_days = percentile(days, 90);
    }
    steps.edges.push_back(std::move(edge));
  }
  std::stable_sort(steps.edges.begin(), steps.edges.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  const auto usual = [&](const StepEdge& e) { return e.cases >= 2 && e.cases * 100 >= cases_; };
  mark(
      steps.edges, &StepEdge::most_waiting, [](const StepEdge&) { return true; },
      [](const StepEdge& e) { return e.total_ms; });
  mark(steps.edges, &StepEdge::slowest, usual, [](const StepEdge& e) { return e.p90_ms; });
  return steps;
}

std::string duration_text(std::int64_t milliseconds) {
  struct Unit {
    std::int64_t size;
    const char* name;
  };
  constexpr Unit kUnits[]{{86'400'000, " d"}, {3'600'000, " h"}, {60'000, " min"}, {1'000, " s"}};
  std::string text;
  int units = 0;
  for (const auto& unit : kUnits) {
    const auto count = milliseconds / unit.size;
    if (count == 0 && text.empty()) continue;
    if (++units > 2) break;
    if (count > 0) text += (text.empty() ? "" : " ") + std::to_string(count) + unit.name;
    milliseconds %= unit.size;
  }
  return text.empty() ? "0 s" : text;
}

std::string to_mermaid(const Steps& steps, std::uint64_t at_least) {
  std::string text = "flowchart TD\n";
  std::map<std::string, std::size_t> number;
  for (const auto& activity : steps.activities) {
    const auto id = number.emplace(activity.name, number.size()).first->second;
    text += "  s" + std::to_string(id) + "[\"" + label(activity.name) + "<br/>" +
            std::to_string(activity.events) + "\"]\n";
  }
  std::vector<std::size_t> marked;
  std::size_t drawn = 0;
  for (const auto& edge : steps.edges) {
    if (edge.count < at_least) continue;
    if (edge.most_waiting || edge.slowest) marked.push_back(drawn);
    ++drawn;
    text += "  s" + std::to_string(number.at(edge.from)) + " -->|\"" + std::to_string(edge.count) +
            " · " + duration_text(edge.median_ms) + " · 90 % " + duration_text(edge.p90_ms) +
            "\"| s" + std::to_string(number.at(edge.to)) + "\n";
  }
  if (marked.empty()) return text;
  text += "  linkStyle ";
  for (std::size_t i = 0; i < marked.size(); ++i) {
    text += (i > 0 ? "," : "") + std::to_string(marked[i]);
  }
  return text + " stroke:#c0392b,stroke-width:3px\n";
}

}  // namespace recourse::exchange
