// The limits that a place is under: its timers, what they record when one passes, and the duties.
#include <algorithm>

#include "casework/registry/decision_context.hpp"

namespace recourse::casework::registry {
namespace {

/// A limit of a state, whatever it belongs to.
struct Running {
  LimitKind kind;
  Due due;
  bool missed = false;       ///< It has passed, and that is recorded.
  std::uint32_t number = 0;  ///< Of a swap.
};

void add(std::vector<Running>& list, LimitKind kind, const std::optional<OpenLimit>& limit) {
  if (limit) list.push_back({kind, limit->due, limit->missed});
}

/// All, in the order of LimitKind.
std::vector<Running> running_limits(const State& state) {
  std::vector<Running> list;
  add(list, LimitKind::sign_check, state.sign_check);
  add(list, LimitKind::sign_correction, state.sign_correction);
  if (const auto& shut = state.suspension) {
    list.push_back({LimitKind::reopening, shut->until, shut->missed});
  }
  for (const auto& one : state.substitutes) {
    list.push_back({LimitKind::stand_in, one.until, one.stopped});
  }
  for (const auto& one : state.swaps) {
    list.push_back({LimitKind::swap_decision, one.due, one.missed, one.number});
  }
  add(list, LimitKind::staffing, state.staffing);
  return list;
}

struct Words {
  std::string_view name;
  std::string_view zh;
  std::string_view rule;
};

constexpr Words words_of(LimitKind kind, bool missed) {
  switch (kind) {
    case LimitKind::sign_check:
      return {"check_sign", "核查标识", "R4"};
    case LimitKind::sign_correction:
      return {"correct_sign", "标识整改", "R4"};
    case LimitKind::reopening:
      return {"reopen", "恢复开放", "R1"};
    case LimitKind::stand_in:
      return missed ? Words{"settle_absence", "确定岗位人选", "R6"}
                    : Words{"end_stand_in", "结束顶岗", "R6"};
    case LimitKind::swap_decision:
      return {"decide_swap", "审批换岗", "R6"};
    case LimitKind::staffing:
      break;
  }
  return {"staff_roster", "配备窗口民警", "R5"};
}

}  // namespace

Decision decide(const DecisionContext& ctx, const MissLimit& c) {
  Draft draft{ctx};
  bool any = false;
  for (const auto& limit : running_limits(ctx.state)) {
    if (limit.kind != c.kind || limit.missed || !ctx.passed(limit.due)) continue;
    any = true;
    if (limit.kind == LimitKind::stand_in) continue;
    draft.add(LimitMissed{limit.kind, limit.number, limit.due, ctx.state.code, ctx.state.district});
  }
  if (!any) return refuse<refusals::not_due_yet>();
  if (c.kind == LimitKind::stand_in) {
    for (const auto& one : ctx.state.substitutes) {
      if (!one.stopped && ctx.passed(one.until)) draft.stop_stand_in(one, StopCause::time_over);
    }
  }
  return std::move(draft).decision();
}

std::vector<core::Timer> RegistryDecider::timers(const State& state) const {
  std::vector<core::Timer> timers;
  for (const auto& limit : running_limits(state)) {
    if (limit.missed) continue;
    const auto name = describe::enum_name(limit.kind);
    const auto same = std::ranges::find(timers, name, &core::Timer::name);
    if (same == timers.end()) {
      timers.push_back({name, limit.due.at});
    } else {
      same->due = std::min(same->due, limit.due.at);
    }
  }
  return timers;
}

Command RegistryDecider::on_timer(const State&, std::string_view name) const {
  LimitKind kind{};
  return MissLimit{describe::enum_from_name(name, kind) ? std::optional{kind} : std::nullopt};
}

Event RegistryDecider::timer_declined(const core::ArmedTimer& timer,
                                      const core::Refusal& refusal) const {
  return LimitDeclined{timer.name, refusal.name};
}

std::vector<Duty> RegistryDecider::duties(const State& state) const {
  std::vector<Duty> list;
  for (const auto& limit : running_limits(state)) {
    const auto words = words_of(limit.kind, limit.missed);
    list.push_back(
        {words.name, words.zh, words.rule, limit.missed ? state.district : state.code, limit.due});
  }
  return list;
}

}  // namespace recourse::casework::registry
