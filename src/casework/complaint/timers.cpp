// The limits of a case as timers of the engine.
#include <recourse/base/exceptions.hpp>
#include <recourse/casework/complaint/decider.hpp>

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

Event ComplaintDecider::timer_declined(const core::ArmedTimer& timer,
                                       const core::Refusal& refusal) const {
  TimerDeclined declined{.due = {timer.due}, .reason = refusal.name, .rule = refusal.rule};
  describe::enum_from_name(timer.name, declined.kind);
  return declined;
}

}  // namespace recourse::casework::complaint
