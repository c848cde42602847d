// What each command needs, what each event means, and who sees what.
#include <algorithm>
#include <recourse/casework/account/refusals.hpp>
#include <recourse/casework/common/text.hpp>

#include "casework/account/lifecycle_table.hpp"

namespace recourse::casework::account {
namespace {

using core::Put;
using core::refuse;
using Decision = core::Decision<Event>;

struct Step {
  std::string_view command;
  std::string_view event;
  bool own;  ///< Whoever has the account may give it too; else administrators alone.
};
template <class Command, class Event>
constexpr Step step(bool own) {
  return {describe::spec_of<Command>.type, describe::spec_of<Event>.type, own};
}
constexpr Step kSteps[] = {
    step<Open, Opened>(false),
    step<Change, Changed>(false),
    step<Close, Closed>(false),
    step<Reopen, Reopened>(false),
    step<NotePassword, PasswordSet>(true),
    step<NoteToken, TokenIssued>(true),
    step<NoteTokenRevoked, TokenRevoked>(true),
};
const Step& step_of(std::string_view command) {
  return *std::ranges::find(kSteps, command, &Step::command);
}

std::optional<Role> role_of(const core::Actor& actor) {
  Role role{};
  if (!describe::enum_from_name(actor.role, role)) return std::nullopt;
  return role;
}

/// The actor is who has the account.
bool is_own(const State& state, const core::Actor& actor) {
  return state.role && actor.id == state.staff && role_of(actor) == state.role;
}

std::optional<core::Refusal> check_may(const State& state, const core::Actor& actor,
                                       std::string_view command) {
  const auto role = role_of(actor);
  const bool own = step_of(command).own;
  if (!role || !is_staff(*role) || (!own && *role != Role::administrator)) {
    const auto name = actor.role.empty() ? std::string{"nobody"} : actor.role;
    return refuse<refusals::not_your_role>(Put<"command">{std::string{command}},
                                           Put<"role">{name, role ? std::string{zh(*role)} : name});
  }
  if (blank(actor.id)) return refuse<refusals::no_actor>();
  if (*role == Role::administrator || is_own(state, actor)) return std::nullopt;
  return refuse<refusals::not_your_account>(Put<"staff">{state.staff}, Put<"actor">{actor.id});
}

std::optional<core::Refusal> check_role(Role role, const std::string& unit) {
  if (!is_staff(role)) {
    return refuse<refusals::no_staff_role>(Put<"role">{describe::enum_name(role), zh(role)});
  }
  if (has_unit(role) && blank(unit)) return refuse<refusals::unit_missing>();
  return std::nullopt;
}

struct Deciding {
  const State& state;
  const core::Context& context;

  Decision operator()(const Open& c) const {
    if (blank(c.name)) return refuse<refusals::name_missing>();
    if (!c.role) return refuse<refusals::role_missing>();
    if (auto no = check_role(*c.role, c.unit)) return *no;
    const auto key = context.stream.substr(context.stream.find('/') + 1);
    const auto& staff = blank(c.staff) ? key : c.staff;
    // It stands in records as part of "role:id@unit", and may be another account's key.
    if (!stream_id_fault("account/" + staff).empty()) {
      return refuse<refusals::bad_staff_number>(Put<"staff">{staff});
    }
    return Decision::of(Opened{c.name, *c.role, c.unit, staff, by()});
  }
  Decision operator()(const Change& c) const {
    const Changed changed{blank(c.name) ? state.name : c.name, c.role ? *c.role : *state.role,
                          blank(c.unit) ? state.unit : c.unit, by()};
    if (auto no = check_role(changed.role, changed.unit)) return *no;
    const bool same =
        changed.name == state.name && changed.role == *state.role && changed.unit == state.unit;
    if (same) return refuse<refusals::nothing_changes>();
    return Decision::of(changed);
  }
  Decision operator()(const Close& c) const {
    if (blank(c.reason)) return refuse<refusals::reason_missing>();
    return Decision::of(Closed{c.reason, by()});
  }
  Decision operator()(const Reopen&) const { return Decision::of(Reopened{by()}); }
  Decision operator()(const NotePassword&) const { return Decision::of(PasswordSet{by()}); }
  Decision operator()(const NoteToken& c) const {
    if (blank(c.token)) return refuse<refusals::token_missing>();
    if (c.scopes.empty()) return refuse<refusals::scopes_missing>();
    return Decision::of(TokenIssued{c.token, c.scopes, c.until, by()});
  }
  Decision operator()(const NoteTokenRevoked& c) const {
    if (blank(c.token)) return refuse<refusals::token_missing>();
    return Decision::of(TokenRevoked{c.token, by()});
  }

 private:
  const std::string& by() const { return context.actor.id; }
};

struct Evolving {
  State& state;
  const core::Facts& facts;

  void operator()(const Opened& e) const {
    state.name = e.name, state.role = e.role, state.unit = e.unit, state.staff = e.staff;
    state.since = facts.occurred_at;
  }
  void operator()(const Changed& e) const {
    state.name = e.name, state.role = e.role, state.unit = e.unit;
  }
  void operator()(const Closed& e) const { state.reason = e.reason; }
  void operator()(const Reopened&) const {
    state.reason.clear();
    state.since = facts.occurred_at;
  }
  void operator()(const PasswordSet&) const { state.password_at = facts.occurred_at; }
  void operator()(const TokenIssued&) const {}
  void operator()(const TokenRevoked&) const {}
};

}  // namespace

const lifecycle::Region<Phase>& stages() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(), lifecycle::rows<Rows>(), {stage_steps()}};
  return region;
}

std::string AccountDecider::diagram() {
  return lifecycle::mermaid("Account", {stages().diagram()});
}

std::vector<std::string_view> AccountDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto& step : kSteps) {
    if (stages().takes(state.phase, step.event)) names.push_back(step.command);
  }
  return names;
}

std::vector<std::string_view> AccountDecider::next_for(const State& state,
                                                       const core::Context& context) const {
  auto names = next(state);
  std::erase_if(names, [&](std::string_view name) {
    return check_may(state, context.actor, name).has_value();
  });
  return names;
}

Decision AccountDecider::decide(const State& state, const Command& command,
                                const core::Context& context) const {
  const auto name = describe::type_of(command);
  if (!stages().takes(state.phase, step_of(name).event)) {
    auto no = refuse<refusals::not_allowed_in_phase>(
        Put<"command">{std::string{name}},
        Put<"phase">{std::string{describe::enum_name(state.phase)}, zh(state.phase)});
    for (const auto one : next(state)) no.allowed.emplace_back(one);
    return no;
  }
  if (auto no = check_may(state, context.actor, name)) return *no;
  return std::visit(Deciding{state, context}, command);
}

void AccountDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  state.phase = stages().follow(state.phase, event).value_or(state.phase);
  std::visit(Evolving{state, facts}, event);
}

core::Visibility AccountDecider::sees(const State& state, const core::Viewer& viewer) const {
  using describe::Access;
  const auto role = role_of(viewer.actor);
  const bool all = role == Role::administrator || role == Role::supervisor;
  if (!all && !is_own(state, viewer.actor)) return {.rule = "authority"};
  return {.any = true, .classes = {Access::open, Access::internal}};
}

}  // namespace recourse::casework::account
