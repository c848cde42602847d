// Steps: which step of a case follows which, how often, and how long it took: the directly-follows
// graph (R31).
//
//     StepCounter counter;
//     for each case: counter.begin(); for each event: counter.add(activity, at); counter.finish();
//     Steps steps = counter.steps();
//     steps.edges[0].median_ms        → 86'400'000
//
// Two events follow each other directly if nothing of the same case stands between them in the log.
// Times are wall time, from the one event's to the other's; an event told with an earlier time than
// the one before it counts as none. Median and 90th percentile are the nearest rank. With a
// calendar working days are counted too: days in (from, to], the first day not counted.
//
// Bottlenecks are marked: the kBottlenecks edges in which most time went by altogether, and those
// with the largest 90th percentile among edges that at least one case in a hundred took, and two.
//
// Memory: each time between two events is kept until the end, 8 bytes and 4 more with a calendar,
// up to twice that while a list grows: of 10 million events 80 to 240 MB, besides names and pairs.
//
// Nothing here is personal. Not thread-safe; a value.
#pragma once

#include <map>
#include <recourse/base/calendar.hpp>
#include <recourse/describe/spec.hpp>
#include <set>

namespace recourse::exchange {

inline constexpr std::size_t kBottlenecks = 3;

struct Activity {
  std::string name{};
  std::uint64_t events = 0;
  std::uint64_t cases = 0;   ///< In which it occurs.
  std::uint64_t starts = 0;  ///< Cases that begin with it.
  std::uint64_t ends = 0;    ///< Cases of which it is the last event.
  friend bool operator==(const Activity&, const Activity&) = default;
};
BOOST_DESCRIBE_STRUCT(Activity, (), (name, events, cases, starts, ends))
constexpr auto recourse_spec(const Activity*) {
  using describe::Access;
  return describe::spec("exchange.activity", 1, "A step that cases take.",
                        {{"name", 1, "Its name.", Access::open},
                         {"events", 1, "How often it was taken.", Access::open},
                         {"cases", 1, "By how many cases.", Access::open},
                         {"starts", 1, "Cases that begin with it.", Access::open},
                         {"ends", 1, "Cases that end with it, so far.", Access::open}});
}

struct StepEdge {
  std::string from{};
  std::string to{};
  std::uint64_t count = 0;
  std::uint64_t cases = 0;
  std::int64_t median_ms = 0;
  std::int64_t p90_ms = 0;
  std::int64_t most_ms = 0;
  std::int64_t total_ms = 0;
  std::optional<std::uint32_t> median_days{};  ///< Whole working days; nothing: not counted.
  std::optional<std::uint32_t> p90_days{};     ///< Likewise.
  bool most_waiting = false;                   ///< Among those with the largest total.
  bool slowest = false;                        ///< Among those with the largest 90th percentile.
  friend bool operator==(const StepEdge&, const StepEdge&) = default;
};
BOOST_DESCRIBE_STRUCT(StepEdge, (),
                      (from, to, count, cases, median_ms, p90_ms, most_ms, total_ms, median_days,
                       p90_days, most_waiting, slowest))
constexpr auto recourse_spec(const StepEdge*) {
  using describe::Access;
  return describe::spec(
      "exchange.step_edge", 1, "One step follows another directly.",
      {{"from", 1, "The earlier step.", Access::open},
       {"to", 1, "The later step.", Access::open},
       {"count", 1, "How often.", Access::open},
       {"cases", 1, "In how many cases.", Access::open},
       {"median_ms", 1, "Median of the time between, milliseconds.", Access::open},
       {"p90_ms", 1, "Its 90th percentile.", Access::open},
       {"most_ms", 1, "The longest.", Access::open},
       {"total_ms", 1, "All of it together.", Access::open},
       {"median_days", 1, "Median in whole working days.", Access::open},
       {"p90_days", 1, "90th percentile in whole working days.", Access::open},
       {"most_waiting", 1, "Most time goes by here.", Access::open},
       {"slowest", 1, "Its 90th percentile is among the largest.", Access::open}});
}

struct Steps {
  std::uint64_t cases = 0;  ///< With at least one event.
  std::uint64_t events = 0;
  std::vector<Activity> activities{};  ///< By name.
  std::vector<StepEdge> edges{};       ///< The most frequent first, then by names.
  friend bool operator==(const Steps&, const Steps&) = default;
};
BOOST_DESCRIBE_STRUCT(Steps, (), (cases, events, activities, edges))
constexpr auto recourse_spec(const Steps*) {
  using describe::Access;
  return describe::spec(
      "exchange.steps", 1, "Which step follows which.",
      {{"cases", 1, "Cases with at least one event.", Access::open},
       {"events", 1, "Their events.", Access::open},
       {"activities", 1, "The steps, by name.", Access::open},
       {"edges", 1, "Which follows which, the most frequent first.", Access::open}});
}

class StepCounter {
 public:
  StepCounter() = default;
  /// Counts working days too; the calendar must outlive the counter.
  StepCounter(const Calendar& calendar, UtcOffset offset) : calendar_(&calendar), offset_(offset) {}

  /// A case begins; `add` takes its events in their order, `finish` ends it.
  void begin();
  void add(const std::string& activity, Timestamp at);
  void finish();
  Steps steps() const;

 private:
  struct Times {
    std::vector<std::int64_t> milliseconds;
    std::vector<std::uint32_t> days;
    std::uint64_t cases = 0;
  };
  using Pair = std::pair<std::string, std::string>;

  const Calendar* calendar_ = nullptr;
  UtcOffset offset_{};
  std::uint64_t cases_ = 0;
  std::uint64_t events_ = 0;
  std::map<std::string, Activity> activities_ = {};
  std::map<Pair, Times> edges_ = {};
  // Of the case that is under way.
  std::string last_ = {};
  Timestamp last_at_ = {};
  std::set<std::string> seen_ = {};
  std::set<Pair> taken_ = {};
};

/// The graph as a Mermaid flowchart: counts and medians on its edges, bottlenecks marked.
/// `at_least`: edges that were taken less often are left out.
std::string to_mermaid(const Steps& steps, std::uint64_t at_least = 1);

/// "3 d 4 h", "12 min", "0 s": at most two units.
std::string duration_text(std::int64_t milliseconds);

}  // namespace recourse::exchange
