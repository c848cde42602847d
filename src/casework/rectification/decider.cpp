// The order of the checks: the phase, who acts, the role; then what each command needs, in
// decide_*.cpp.
#include <algorithm>

#include <recourse/casework/rectification/catalogue_change.hpp>

#include "casework/rectification/decision_context.hpp"

namespace recourse::casework::rectification {
namespace {

constexpr std::string_view kEngine = "engine";

bool is_engine(const core::Context& context) {
  return context.standing.kind() == core::ActorKind::engine && context.actor.role == kEngine;
}

bool may(const Authority& row, Role role, const core::Context& context) {
  return (row.by_engine && is_engine(context)) || contains(row.roles, role);
}

core::Refusal not_allowed(const RectificationDecider& rules, const State& state,
                          const core::Context& context, const describe::TypeInfo& type) {
  auto no = refuse<refusals::not_allowed_in_phase>(
      Put<"phase">{describe::enum_name(state.phase), zh(state.phase)},
      Put<"command">{type.type, type.zh});
  for (const auto name : rules.next_for(state, context)) no.allowed.emplace_back(name);
  return no;
}

core::Refusal wrong_role(const describe::TypeInfo& type, const core::Actor& actor, RoleSet roles) {
  std::string en;
  std::string zh_names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    if (!contains(roles, d.value)) return;
    en.append(en.empty() ? "" : ", ").append(d.name);
    zh_names.append(zh_names.empty() ? "" : "、").append(zh(d.value));
  });
  Role role{};
  const bool known = describe::enum_from_name(actor.role, role);
  const auto given = actor.role.empty() ? std::string{"nobody"} : actor.role;
  return refuse<refusals::not_your_role>(
      Put<"command">{type.type, type.zh}, Put<"roles">{en, zh_names},
      Put<"role">{given, known ? zh(role) : std::string_view{given}});
}

std::optional<core::Refusal> check_may(const core::Context& context, Role role,
                                       const describe::TypeInfo& type) {
  const auto& actor = context.actor;
  if (actor.id.find_first_not_of(" \t\r\n") == std::string::npos) {
    return refuse<refusals::no_actor>();
  }
  if (role == Role::civilian || role == Role::auxiliary) {
    return refuse<refusals::not_sworn>(Put<"role">{describe::enum_name(role), zh(role)});
  }
  const auto& row = authority_of(type.type);
  if (may(row, role, context)) return std::nullopt;
  return wrong_role(type, actor, row.roles);
}

Role role_of(const core::Context& context) {
  Role role{};
  describe::enum_from_name(context.actor.role, role);
  return role;
}

}  // namespace

RectificationDecider RectificationDecider::with(const Reference& reference) {
  RectificationDecider decider;
  decider.current_calendar = reference.current_calendar;
  decider.current_catalogue = reference.current_catalogue;
  decider.current_dispatch = reference.current_dispatch;
  decider.windows = reference.windows;
  decider.known_cases = reference.known_cases;
  decider.utc_offset = reference.norms.utc_offset;
  return decider;
}

Decision RectificationDecider::decide(const State& state, const Command& command,
                                      const core::Context& context) const {
  const auto& type = describe::set_info<Command>().type_of(&command);
  if (!takes(state.phase, type.type)) return not_allowed(*this, state, context, type);
  const Role role = role_of(context);
  if (auto no = check_may(context, role, type)) return *no;
  const Calendar& days = current_calendar ? current_calendar->current() : *calendar;
  const DecisionContext ctx{*this, state, context, role, days, catalogue_now()};
  return std::visit([&](const auto& c) { return rectification::decide(ctx, c); }, command);
}

std::vector<std::string> RectificationDecider::tags(const Event& event) const {
  if (const auto* e = std::get_if<Opened>(&event)) {
    // A class stays the same wherever rulings send its matter.
    const auto* const matter = catalogue_now().matter(e->matter);
    const Line line = matter != nullptr ? matter->line : e->line;
    return {class_tag(e->matter, e->reason, line, e->from, e->to)};
  }
  const auto* e = std::get_if<Published>(&event);
  if (e != nullptr && !e->catalogue.empty()) return {change_tag(changes_in(e->catalogue))};
  return {};
}

std::vector<std::string_view> RectificationDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto& row : authority()) {
    const bool timers_own = row.roles == role_bit(Role::timer);
    if (!timers_own && takes(state.phase, row.command)) names.push_back(row.command);
  }
  return names;
}

std::vector<std::string_view> RectificationDecider::next_for(const State& state,
                                                             const core::Context& context) const {
  std::vector<std::string_view> names;
  for (const auto name : next(state)) {
    if (may(authority_of(name), role_of(context), context)) names.push_back(name);
  }
  return names;
}

}  // namespace recourse::casework::rectification
