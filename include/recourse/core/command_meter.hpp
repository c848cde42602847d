// CommandMeter: what became of a workflow's commands, counted and timed.
// Thread-safety: all members.
#pragma once

#include <map>
#include <mutex>
#include <recourse/base/metrics.hpp>
#include <recourse/core/outcome.hpp>

namespace recourse::core {

struct CommandCounts {
  std::uint64_t appended = 0;       ///< Took effect.
  std::uint64_t repeated = 0;       ///< Had taken effect before: the first answer again.
  std::uint64_t nothing_to_do = 0;  ///< Accepted without an event.
  std::uint64_t conflicts = 0;      ///< Times that a command was decided anew.
  std::map<std::string, std::uint64_t> refused = {};  ///< By the refusal's name.
  std::map<std::string, std::uint64_t> failed = {};   ///< By the error's name.
  base::HistogramSnapshot latency = {};               ///< From being given to being answered.
};

class CommandMeter {
 public:
  void count(const Result<Outcome>& outcome, std::chrono::nanoseconds took);
  void count_conflict() { conflicts_.add(); }
  CommandCounts read() const;

 private:
  base::Counter appended_;
  base::Counter repeated_;
  base::Counter nothing_to_do_;
  base::Counter conflicts_;
  base::Histogram latency_;
  /// Counts a name; beyond limits::kMeterNamesMax of them, as "other".
  static void count_name(std::map<std::string, std::uint64_t>& by_name, std::string_view name);

  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> refused_;
  std::map<std::string, std::uint64_t> failed_;
};

/// The same as figures, labelled with the workflow's kind.
void add_metrics(const CommandCounts& counts, std::string_view workflow, base::Metrics& to);

}  // namespace recourse::core
