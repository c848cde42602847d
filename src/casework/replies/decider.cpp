// The order of the checks; duties, and who sees what.
#include <algorithm>

#include "casework/replies/deciding.hpp"

namespace recourse::casework::replies {
namespace {

bool is_department(Role role) {
  return role == Role::district_officer || role == Role::city_officer;
}

/// The engine acts as its timers do, whether a limit or a reaction makes it act.
std::optional<Role> role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  Role role{};
  if (!describe::enum_from_name(context.actor.role, role)) return std::nullopt;
  return role;
}

std::optional<core::Refusal> check_role(const std::optional<Role>& role, const core::Actor& actor,
                                        std::string_view command) {
  if (role && may_give(command, *role)) return std::nullopt;
  const auto name = actor.role.empty() ? std::string{"nobody"} : actor.role;
  return refuse<refusals::not_your_role>(Put<"command">{std::string{command}},
                                         Put<"role">{name, role ? std::string{zh(*role)} : name});
}

/// Departments act for their own line, and upon what is theirs.
std::optional<core::Refusal> check_unit(const State& state, Role role, const core::Actor& actor,
                                        std::string_view command) {
  if (command == describe::spec_of<Propose>.type) return std::nullopt;
  const bool own = state.unit.empty() || actor.unit == state.unit;
  const bool here = is_department(role) ? own && is_department_of(role, actor.unit)
                                        : role != Role::liaison || own;
  if (here) return std::nullopt;
  return refuse<refusals::not_your_line>(
      Put<"unit">{state.unit.empty() ? std::string{"a line"} : state.unit,
                  state.unit.empty() ? std::string{"业务部门"} : state.unit},
      Put<"own">{actor.unit.empty() ? std::string{"none"} : actor.unit,
                 actor.unit.empty() ? std::string{"未注明单位者"} : actor.unit});
}

std::optional<core::Refusal> check_phase(const State& state, std::string_view command) {
  const bool of_time = command == describe::spec_of<PassLimit>.type ||
                       command == describe::spec_of<RecomputeLimits>.type;
  if (of_time || takes(state.drafting, state.standing, command)) return std::nullopt;
  return not_now(state);
}

/// What the next step of drafting is called.
Duty step_duty(const State& state) {
  switch (state.drafting) {
    case Drafting::proposed:
      return {"draft_reply", "起草口径", "R22", state.unit, state.step};
    case Drafting::in_review:
      return {"review_reply", "审核口径", "R22", state.unit, state.step};
    case Drafting::reviewed:
      return {"approve_reply", "批准口径", "R22", state.unit, state.step};
    case Drafting::approved:
      return {"publish_reply", "发布口径", "R22", state.unit, state.step};
    default:
      return {"submit_reply", "送审口径", "R22", state.unit, state.step};
  }
}

}  // namespace

std::string subject_of(const State& state) {
  return state.reason.empty() ? state.matter : state.matter + "/" + state.reason;
}

std::string slot_of(std::string_view matter, std::string_view reason, std::string_view unit) {
  return std::string{matter}.append("/").append(reason).append("/").append(bureau_of_unit(unit));
}

core::Refusal not_now(const State& state) {
  auto no = refuse<refusals::not_now>(
      Put<"draft">{std::string{describe::enum_name(state.drafting)}, zh(state.drafting)},
      Put<"standing">{std::string{describe::enum_name(state.standing)}, zh(state.standing)});
  for (const auto& step : steps()) {
    if (takes(state.drafting, state.standing, step.command)) {
      no.allowed.emplace_back(step.command);
    }
  }
  return no;
}

RepliesDecider RepliesDecider::with(const Reference& reference) {
  RepliesDecider decider;
  decider.current_calendar = reference.current_calendar;
  decider.current_dispatch = reference.current_dispatch;
  decider.utc_offset = reference.norms.utc_offset;
  return decider;
}

std::vector<StreamId> RepliesDecider::related(const Command& command) const {
  const auto* const publish = std::get_if<Publish>(&command);
  if (publish == nullptr || blank(publish->replaces)) return {};
  const auto stream = publish->replaces.find('/') == std::string::npos
                          ? StreamId::of(kKind, publish->replaces)
                          : StreamId::parse(publish->replaces);
  // What is no key names no reply: the decision says so.
  if (!stream || !stream->text().starts_with(std::string{kKind} + "/")) return {};
  return {*stream};
}

Decision RepliesDecider::decide(const State& state, const Command& command,
                                const core::Context& context,
                                std::span<const core::Related<State>> related) const {
  const auto name = describe::type_of(command);
  if (auto no = check_phase(state, name)) return *no;
  const auto role = role_of(context);
  if (auto no = check_role(role, context.actor, name)) return *no;
  if (*role != Role::timer) {
    if (blank(context.actor.id)) return refuse<refusals::no_actor>();
    if (auto no = check_unit(state, *role, context.actor, name)) return *no;
  }
  const auto& days = current_calendar ? current_calendar->current() : *calendar;
  return std::visit(Deciding{*this, state, context, related, *role, WorkingDays{days, utc_offset}},
                    command);
}

std::vector<std::string> RepliesDecider::tags(const Event& event) const {
  const auto* const e = std::get_if<Published>(&event);
  if (e == nullptr) return {};
  return {slot_of(e->matter, e->reason, e->unit) + "#" + std::to_string(e->place)};
}

std::vector<Duty> RepliesDecider::duties(const State& state) const {
  std::vector<Duty> all;
  if (state.step) all.push_back(step_duty(state));
  if (state.looking_through) {
    all.push_back(
        {"look_through_reply", "到期前复查口径", "R22", state.unit, state.looking_through});
  }
  if (state.renewal) {
    all.push_back({"renew_reply", "处理过期口径", "R22", state.unit, state.renewal});
  }
  for (const auto& one : state.look_again) {
    all.push_back({"look_at_case", "回看引用事项", "R22", state.unit, one.due});
  }
  return all;
}

std::vector<std::string_view> RepliesDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto& step : steps()) {
    const bool looks = step.command == describe::spec_of<LookAtCase>.type;
    if (looks && state.look_again.empty()) continue;
    if (takes(state.drafting, state.standing, step.command)) names.push_back(step.command);
  }
  return names;
}

std::vector<std::string_view> RepliesDecider::next_for(const State& state,
                                                       const core::Context& context) const {
  const auto role = role_of(context);
  auto names = next(state);
  std::erase_if(names, [&](std::string_view name) {
    return check_role(role, context.actor, name) ||
           (*role != Role::timer && check_unit(state, *role, context.actor, name));
  });
  return names;
}

core::Visibility RepliesDecider::sees(const State& state, const core::Viewer& viewer) const {
  using describe::Access;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role)) return {.rule = "authority"};
  switch (role) {
    case Role::civilian:
    case Role::auxiliary:
      return {.rule = "R5"};
    case Role::citizen:
    case Role::receiver:
      return {.any = !state.versions.empty(), .classes = {Access::open}, .rule = "R22"};
    case Role::administrator:
    case Role::importer:
    case Role::timer:
      return {.any = true, .classes = {Access::open, Access::internal}, .rule = "R22"};
    default:
      return {.any = true, .classes = {Access::open, Access::internal, Access::basis}};
  }
}

}  // namespace recourse::casework::replies
