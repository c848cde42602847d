#include <recourse/base/limits.hpp>
#include <recourse/core/command_meter.hpp>

namespace recourse::core {

void CommandMeter::count(const Result<Outcome>& outcome, std::chrono::nanoseconds took) {
  latency_.record(took);
  if (!outcome) {
    std::lock_guard guard{mutex_};
    count_name(failed_, info(outcome.error().code()).name);
  } else if (outcome->refused()) {
    std::lock_guard guard{mutex_};
    count_name(refused_, outcome->refusal().name);
  } else if (outcome->nothing_to_do()) {
    nothing_to_do_.add();
  } else {
    (outcome->appended().repeated ? repeated_ : appended_).add();
  }
}

void CommandMeter::count_name(std::map<std::string, std::uint64_t>& by_name,
                              std::string_view name) {
  std::string key{name};
  const bool full = by_name.size() >= limits::kMeterNamesMax;
  if (full && !by_name.contains(key)) key = "other";
  ++by_name[key];
}

CommandCounts CommandMeter::read() const {
  CommandCounts c;
  c.appended = appended_.value();
  c.repeated = repeated_.value();
  c.nothing_to_do = nothing_to_do_.value();
  c.conflicts = conflicts_.value();
  c.latency = latency_.snapshot();
  std::lock_guard guard{mutex_};
  c.refused = refused_;
  c.failed = failed_;
  return c;
}

void add_metrics(const CommandCounts& counts, std::string_view workflow, base::Metrics& to) {
  const std::string kind{workflow};
  const auto answers = [&](const char* answer, std::uint64_t count) {
    to.push_back(base::counter("recourse_commands_total", "Commands, by their answer.",
                               static_cast<double>(count),
                               {{"workflow", kind}, {"answer", answer}}));
  };
  const auto sum = [](const auto& by_name) {
    std::uint64_t all = 0;
    for (const auto& [name, count] : by_name) all += count;
    return all;
  };
  answers("appended", counts.appended);
  answers("repeated", counts.repeated);
  answers("nothing_to_do", counts.nothing_to_do);
  answers("refused", sum(counts.refused));
  answers("failed", sum(counts.failed));
  for (const auto& [name, count] : counts.refused) {
    to.push_back(base::counter("recourse_refusals_total", "Refusals, by their name.",
                               static_cast<double>(count),
                               {{"workflow", kind}, {"refusal", name}}));
  }
  for (const auto& [name, count] : counts.failed) {
    to.push_back(base::counter("recourse_command_errors_total",
                               "Commands that failed, by the error's name.",
                               static_cast<double>(count), {{"workflow", kind}, {"error", name}}));
  }
  to.push_back(base::counter("recourse_command_conflicts_total",
                             "Times that a command met another writer and was decided anew.",
                             static_cast<double>(counts.conflicts), {{"workflow", kind}}));
  to.push_back(base::histogram("recourse_command_seconds",
                               "From a command's being given to its being answered.",
                               counts.latency, {{"workflow", kind}}));
}

}  // namespace recourse::core
