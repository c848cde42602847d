#include "casework/registry/decision_context.hpp"

#include <recourse/casework/common/working_days.hpp>

namespace recourse::casework::registry {

Due DecisionContext::in_working_days(std::int64_t n) const {
  return WorkingDays{calendar, rules.norms.utc_offset}.after(today(), n);
}

Due DecisionContext::last_day(LocalDay day) const {
  return WorkingDays{calendar, rules.norms.utc_offset}.last_day(day);
}

State Draft::after(Event event) const {
  State next = state_;
  ctx_->rules.evolve(next, event, {Version{}, ctx_->now(), ctx_->context.definition});
  return next;
}

void Draft::add(Event event) {
  state_ = after(event);
  events_.push_back(std::move(event));
}

std::optional<Due> Draft::staffing_due(std::size_t left) const {
  if (left > 0 || !wants_staff(state_.phases.window)) return std::nullopt;
  // A limit that runs, or has passed, is not begun anew.
  if (state_.staffing) return state_.staffing->due;
  return ctx_->in_working_days(ctx_->rules.limits.staffing);
}

void Draft::end_service(const std::string& staff) {
  ServiceEnded ended{staff, 0, {}};
  const auto left = roster_of(after(ended)).size();
  ended.left = static_cast<std::uint32_t>(left);
  ended.staffing_due = staffing_due(left);
  add(std::move(ended));
}

void Draft::stop_stand_in(const Substitute& one, StopCause cause) {
  StandInStopped stopped{one.staff, one.absent, cause, 0, {}};
  const auto left = roster_of(after(stopped)).size();
  stopped.left = static_cast<std::uint32_t>(left);
  stopped.staffing_due = staffing_due(left);
  add(std::move(stopped));
}

bool wants_staff(Phase phase) { return is_live(phase) && phase != Phase::registered; }

core::Refusal wrong_role(std::string_view command, Role given) {
  const auto roles = roles_for(command);
  std::string en;
  std::string zh_names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    if (!contains(roles, d.value)) return;
    en.append(en.empty() ? "" : ", ").append(d.name);
    zh_names.append(zh_names.empty() ? "" : "、").append(zh(d.value));
  });
  return refuse<refusals::not_your_role>(Put<"command">{std::string{command}},
                                         Put<"roles">{en, zh_names},
                                         Put<"role">{describe::enum_name(given), zh(given)});
}

}  // namespace recourse::casework::registry
