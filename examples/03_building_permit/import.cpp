#include "import.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>

namespace permit {
namespace {

using recourse::Errc;
using recourse::Error;
using recourse::Result;
using recourse::core::Actor;

/// "T07-2 Draft intern advice aspect 2": step 7, number 2.
Result<Do> step_of(std::string_view activity) {
  if (activity == "Confirmation of receipt") return Do{Step::confirm_receipt, {}};
  const auto unknown = [&] {
    return Error{Errc::malformed, "'" + std::string{activity} + "' is no step of the office"};
  };
  const auto* const end = activity.data() + std::min(activity.find(' '), activity.size());
  unsigned step = 0;
  unsigned number = 0;
  if (!activity.starts_with('T')) return unknown();
  auto [at, fault] = std::from_chars(activity.data() + 1, end, step);
  const bool numbered = at != end && *at == '-';
  if (fault == std::errc{} && numbered) {
    const auto rest = std::from_chars(at + 1, end, number);
    at = rest.ptr;
    fault = rest.ec;
  }
  if (fault != std::errc{} || at != end || step < 2 || step > kSteps) return unknown();
  Do result{static_cast<Step>(step), {}};
  if (numbered) result.number = number;
  return result;
}

recourse::CommandId id_of(const XesCase& from, std::string_view what) {
  return recourse::derived_command_id("permit log " + from.name + " " + std::string{what});
}

/// Counts what is under way; the store's threads answer, one thread waits.
class Answers {
 public:
  static constexpr std::size_t kUnderWayMax = 2000;

  /// Waits until there is room for one more. False: something has failed.
  bool enter() {
    std::unique_lock guard{mutex_};
    changed_.wait(guard, [this] { return under_way_ < kUnderWayMax; });
    if (error_) return false;
    ++under_way_;
    return true;
  }
  void leave(const std::string& what, const Result<recourse::core::Outcome>& outcome) {
    std::lock_guard guard{mutex_};
    count(what, outcome);
    --under_way_;
    changed_.notify_all();
  }
  Result<ImportReport> wait() {
    std::unique_lock guard{mutex_};
    changed_.wait(guard, [this] { return under_way_ == 0; });
    if (error_) return *error_;
    return report_;
  }

 private:
  void count(const std::string& what, const Result<recourse::core::Outcome>& outcome) {
    if (!outcome) {
      if (!error_) error_ = outcome.error().within(what);
    } else if (outcome->refused()) {
      ++report_.refused;
      if (report_.refusals.size() < 5) {
        report_.refusals.push_back(what + ": " + outcome->refusal().en);
      }
    } else {
      ++(outcome->appended().repeated ? report_.known : report_.recorded);
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t under_way_ = 0;
  std::optional<Error> error_;
  ImportReport report_;
};

void add_term(Lateness& sum, const XesCase& from, const State& state) {
  using recourse::local_day;
  const auto set = local_day(from.deadline, dutch_offset(from.deadline));
  const auto lawful = local_day(state.lawful_until, dutch_offset(state.lawful_until));
  ++(set == lawful ? sum.term_statutory : set > lawful ? sum.term_longer : sum.term_shorter);
}

void add_ended(Lateness& sum, const XesCase& from, const State& state) {
  const bool late = *from.end > from.deadline;
  ++sum.ended;
  sum.log_late += late ? 1 : 0;
  sum.flow_late += state.late ? 1 : 0;
  sum.unlawful += state.unlawful ? 1 : 0;
  sum.unlawful_only += state.unlawful && !late ? 1 : 0;
  sum.late_only += late && !state.unlawful ? 1 : 0;
  if (late == state.late && state.ended_at == from.end) {
    ++sum.agree;
  } else {
    sum.differ.push_back(from.name);
  }
}

void add_open(Lateness& sum, const XesCase& from, const State& state, recourse::Timestamp now) {
  const bool overdue = now > from.deadline;
  const bool told = state.phases.term == Term::passed;
  ++sum.open;
  sum.log_overdue += overdue ? 1 : 0;
  sum.flow_overdue += told ? 1 : 0;
  if (overdue == told && !state.ended_at) {
    ++sum.open_agree;
  } else {
    sum.differ.push_back(from.name);
  }
}

}  // namespace

Result<recourse::StreamId> stream_of(const XesCase& from) {
  return recourse::StreamId::of(Permit::kKind, from.name);
}

Result<std::vector<Told>> commands_of(const XesCase& from) {
  const Actor office{"office", "office", {}};
  std::vector<Told> told;
  for (const auto& event : from.events) {
    const auto step = step_of(event.activity);
    if (!step) return step.error().within(from.name);
    // The log says EMPTY where no group is known.
    Actor officer{event.resource, "officer", event.group == "EMPTY" ? "" : event.group};
    told.push_back({*step, {event.at, std::move(officer), id_of(from, event.task)}});
  }
  if (from.end) {
    const auto later = [&](const Told& t) { return t.context.now > *from.end; };
    told.insert(std::ranges::find_if(told, later),
                Told{permit::End{}, {*from.end, office, id_of(from, "end")}});
  }
  File file{from.channel, from.department, from.group, from.responsible, from.deadline};
  told.insert(told.begin(), Told{std::move(file), {from.start, office, id_of(from, "file")}});
  return told;
}

Result<ImportReport> import_cases(recourse::Hosted<Permit>& permits,
                                  const std::vector<XesCase>& cases) {
  Answers answers;
  std::optional<Error> stopped;
  std::uint64_t steps = 0;
  for (const auto& from : cases) {
    auto told = commands_of(from);
    const auto stream = stream_of(from);
    if (!told || !stream) {
      stopped = told ? stream.error().within(from.name) : told.error();
      break;
    }
    steps += from.events.size();
    for (auto& [command, context] : *told) {
      if (!answers.enter()) break;
      auto what = from.name + " at " + recourse::to_string(context.now);
      // Commands for one stream are decided in the order in which they are handed in.
      permits.async_handle(
          *stream, std::move(command), std::move(context),
          [&answers, what = std::move(what)](Result<recourse::core::Outcome> outcome) {
            answers.leave(what, outcome);
          });
    }
  }
  RECOURSE_TRY_ASSIGN(auto report, answers.wait());
  if (stopped) return *stopped;
  report.cases = cases.size();
  report.steps = steps;
  return report;
}

Result<Lateness> compare(const recourse::Hosted<Permit>& permits, const std::vector<XesCase>& cases,
                         recourse::Timestamp now) {
  Lateness sum;
  for (const auto& from : cases) {
    RECOURSE_TRY_ASSIGN(const auto stream, stream_of(from));
    RECOURSE_TRY_ASSIGN(const auto found, permits.find(stream));
    add_term(sum, from, found.state);
    if (from.end) {
      add_ended(sum, from, found.state);
    } else {
      add_open(sum, from, found.state, now);
    }
  }
  return sum;
}

}  // namespace permit
