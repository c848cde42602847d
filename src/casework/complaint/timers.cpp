// The limits of a case as timers of the engine.
#include <algorithm>
#include <recourse/base/exceptions.hpp>
#include <recourse/base/limits.hpp>

#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

/// A timer's command has no members, its name says all, but for the one that says which limit was
/// missed. An unknown name gives one that is refused.
Command command_called(std::string_view type) {
  const auto& commands = describe::set_info<Command>();
  const auto which = commands.find(type);
  if (which == commands.types.size()) return GoOverdue{};
  return describe::make_alternative<Command>(which);
}

}  // namespace

std::vector<core::Timer> ComplaintDecider::timers(const State& state) const {
  std::vector<core::Timer> running;
  for (const auto& limit : due_times(state)) {
    if (limit.met_at) continue;
    running.push_back({describe::enum_name(limit.kind), limit.due.at, !limit.command.empty()});
  }
  return running;
}

Command ComplaintDecider::on_timer(const State& state, std::string_view name) const {
  if (norms_of(state) == nullptr) {
    throw_error({Errc::not_found, "the norms '" + state.intake.profile + "' version " +
                                      std::to_string(state.intake.profile_version) +
                                      " are not loaded here; give them beside the others"});
  }
  for (const auto& limit : due_times(state)) {
    if (describe::enum_name(limit.kind) != name) continue;
    if (limit.command == describe::spec_of<MissLimit>.type) return MissLimit{limit.kind};
    return command_called(limit.command);
  }
  return command_called({});
}

namespace {

/// The timer that passed first before a moment, but for those that were asked in vain; null: none.
const core::Timer* first_passed(const std::vector<core::Timer>& running, Timestamp now,
                                const std::vector<core::Timer>& in_vain) {
  const auto earlier = [](const core::Timer& a, const core::Timer& b) {
    return std::tie(a.due, a.name) < std::tie(b.due, b.name);
  };
  const core::Timer* first = nullptr;
  for (const auto& one : running) {
    const auto same = [&](const core::Timer& t) { return t.name == one.name && t.due == one.due; };
    if (!one.fires || now <= one.due || std::ranges::any_of(in_vain, same)) continue;
    if (first == nullptr || earlier(one, *first)) first = &one;
  }
  return first;
}

}  // namespace

std::vector<Event> events_of_passed_limits(const ComplaintDecider& rules, State& state,
                                           const core::Context& at) {
  std::vector<Event> events;
  if (rules.norms_of(state) == nullptr) return events;
  std::vector<core::Timer> in_vain;
  for (std::size_t asked = 0; asked < limits::kTimersOfARoundMax; ++asked) {
    const auto running = rules.timers(state);
    const auto* const first = first_passed(running, at.now, in_vain);
    if (first == nullptr) break;
    core::Context moment = at;
    moment.now = first->due + std::chrono::milliseconds{1};
    moment.actor = core::timer_actor();
    moment.standing = core::StandingOf::engine();
    const auto decision = rules.decide(state, rules.on_timer(state, first->name), moment, {});
    if (decision.is_refusal() || decision.events().empty()) {
      in_vain.push_back(*first);
      continue;
    }
    for (const auto& event : decision.events()) {
      rules.evolve(state, event, {Version{state.version + 1U}, moment.now, moment.definition});
      events.push_back(event);
    }
  }
  return events;
}

State after_passed_limits(const ComplaintDecider& rules, State state, const core::Context& at) {
  (void)events_of_passed_limits(rules, state, at);
  return state;
}

Event ComplaintDecider::timer_declined(const core::ArmedTimer& timer,
                                       const core::Refusal& refusal) const {
  TimerDeclined declined{.due = {timer.due}, .reason = refusal.name, .rule = refusal.rule};
  describe::enum_from_name(timer.name, declined.kind);
  return declined;
}

}  // namespace recourse::casework::complaint
