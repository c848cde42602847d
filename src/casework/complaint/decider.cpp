// The order of the checks; what each command needs stands in decide_*.cpp.
#include <algorithm>
#include <array>
#include <recourse/base/text.hpp>
#include <recourse/casework/complaint/authority.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/inquiry.hpp>
#include <stdexcept>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/lifecycle_regions.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

template <class... C>
constexpr std::array<std::string_view, sizeof...(C)> names_of() {
  return {describe::spec_of<C>.type...};
}
template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Departments that are asked from the side need not be the one that has the case. A station always
/// acts for its own.
constexpr auto kFromTheSide =
    names_of<AnswerConsultation, AnswerSupport, Recuse, Reinstate, AnswerSupervision>();
/// An assisting unit is another than the one that has the case, a station too.
constexpr auto kFromAnywhere = names_of<AnswerUnit>();
/// Whoever is barred may still say so.
constexpr auto kOpenToTheRecused = names_of<Recuse>();
/// What begins a case.
constexpr auto kBeginning = names_of<Report, FinishOnSpot>();

core::Refusal not_allowed(const DecisionContext& ctx, std::string_view command,
                          std::string_view command_zh) {
  const auto& state = ctx.state;
  const auto& at = state.phases;
  if (at.stage == Phase::merged) {
    return refuse<refusals::merged_into_another>(Put<"target">{state.ending.merged_into},
                                                 Put<"command">{command, command_zh});
  }
  auto no = refuse<refusals::not_allowed_in_phase>(
      Put<"phase">{describe::enum_name(at.stage), zh(at.stage)},
      Put<"clock">{describe::enum_name(at.clock), zh(at.clock)},
      Put<"command">{command, command_zh});
  for (const auto name : ctx.rules.next_for(state, ctx.context)) no.allowed.emplace_back(name);
  return no;
}

core::Refusal wrong_role(std::string_view command, std::string_view given, RoleSet roles) {
  std::string en;
  std::string zh_names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    if (!contains(roles, d.value)) return;
    en.append(en.empty() ? "" : ", ").append(d.name);
    zh_names.append(zh_names.empty() ? "" : "、").append(zh(d.value));
  });
  return refuse<refusals::not_your_role>(
      Put<"command">{std::string{command}}, Put<"roles">{en, zh_names},
      Put<"role">{(given.empty() ? std::string{"nobody"} : std::string{given})});
}

/// Nobody acts without a name: a rule about who did something before would be empty.
std::optional<core::Refusal> check_actor_named(const core::Actor& actor, Role role) {
  const auto shown = base::excerpt(actor.to_string(), 60);
  if (role == Role{}) {
    return refuse<refusals::unknown_role>(Put<"actor">{shown});
  }
  const bool named = !blank(actor.id) && std::ranges::none_of(shown, [](char c) {
    return static_cast<unsigned char>(c) < 0x20;
  });
  if (named) return std::nullopt;
  return refuse<refusals::no_actor>();
}

/// Staff of the window are sworn officers; others may work beside them, but decide nothing.
std::optional<core::Refusal> check_sworn(const core::Actor& actor, Role role) {
  if (role != Role::civilian && role != Role::auxiliary) return std::nullopt;
  return refuse<refusals::not_sworn>(Put<"role">{actor.role, zh(role)});
}

/// The unit that an actor of this role must belong to; empty: any.
std::string unit_wanted(const State& state, Role role) {
  const auto& escalation = state.escalation;
  const Phase at = state.phases.stage;
  const bool is_escalated = at == Phase::escalated_district || at == Phase::escalated_city ||
                            at == Phase::answered || at == Phase::facts_wanted;
  switch (role) {
    case Role::window_officer:
    case Role::counter_lead:
    case Role::station_chief:
      return state.intake.station;
    case Role::district_officer:
      return is_escalated ? escalation.district_department : std::string{};
    case Role::city_officer:
      return is_escalated && escalation.department != escalation.district_department
                 ? escalation.department
                 : std::string{};
    default:
      return {};
  }
}

// A review is decided in the bureau that has it; by which of its departments is for it to say,
// since the line `other` has none of its own.
std::optional<core::Refusal> check_own_unit(const State& state, Role role,
                                            const std::string& unit) {
  auto wanted = unit_wanted(state, role);
  const bool reviews = (state.phases.stage == Phase::review_1 && role == Role::district_officer) ||
                       (state.phases.stage == Phase::review_2 && role == Role::city_officer);
  if (reviews) wanted = bureau_of(owner_of(state));
  // Where the report named no district, any district's department may.
  if (reviews && role == Role::district_officer && state.intake.district.empty()) wanted.clear();
  if (wanted.empty() || is_of_unit(unit, wanted)) return std::nullopt;
  const bool department = role == Role::district_officer || role == Role::city_officer;
  const Put<"unit"> case_of{wanted};
  const Put<"own"> own{unit.empty() ? "no unit" : unit, unit.empty() ? "（未注明单位）" : unit};
  if (department) return refuse<refusals::not_your_department>(case_of, own);
  return refuse<refusals::not_your_station>(case_of, own);
}

/// Somebody of the window is barred, or may be: the chief does what only the window does.
bool takes_over_window(const State& state, const core::Actor& actor, Role role) {
  const auto of_window = [](const RecusedPerson& one) { return one.role != Role::station_chief; };
  return role == Role::station_chief && actor.unit == state.intake.station &&
         std::ranges::any_of(state.access.recused, of_window);
}

/// The role in which the actor acts on this case: a district officer is the chief where the chief
/// is barred, and the chief the window where that is, unless it may be done as what he is.
Role acting_as(const State& state, const core::Actor& actor, Role role, RoleSet wanted,
               std::string_view command) {
  const bool as_chief =
      contains(wanted, Role::station_chief) && stands_in_for_chief(state, role, actor.unit);
  if (!contains(wanted, role) && takes_over_window(state, actor, role)) {
    for (const Role of_window : {Role::window_officer, Role::counter_lead}) {
      if (contains(wanted, of_window)) return of_window;
    }
  }
  const bool as_is = contains(wanted, role) && meets_all(state, role, actor, command);
  return as_chief && !as_is ? Role::station_chief : role;
}

/// The conditions that the case answers; the others are held by the command's own facts.
std::optional<core::Refusal> check_condition(const DecisionContext& ctx, Condition condition) {
  const auto& intake = ctx.state.intake;
  if (meets(ctx.state, ctx.role, ctx.context.actor, condition)) return std::nullopt;
  switch (condition) {
    case Condition::own_line: {
      const Line line = intake.line.value_or(Line::other);
      return refuse<refusals::not_your_line>(Put<"line">{en(line), zh(line)},
                                             Put<"district">{intake.district});
    }
    case Condition::own_case:
      return refuse<refusals::not_your_case>();
    case Condition::not_handler:
      return refuse<refusals::handler_of_the_case>();
    default:
      return refuse<refusals::not_escalated_to_you>();
  }
}

/// Final check: every event is a legal transition from the one before. It throws: whoever gave the
/// command can do nothing about it.
void expect_legal(Phases at, const Decision& answer) {
  for (const auto& event : answer.events()) {
    const auto next = advance(at, event);
    if (!next) {
      throw std::logic_error{"no transition of " + std::string{describe::type_of(event)} +
                             " from the phase " + std::string{describe::enum_name(at.stage)}};
    }
    at = *next;
  }
}

/// Role, unit, condition, bars; nothing: the actor may. `ctx` gets the role in which it acts.
std::optional<core::Refusal> check_may(DecisionContext& ctx, std::string_view command) {
  const auto& state = ctx.state;
  const auto& actor = ctx.context.actor;
  const RoleSet roles = roles_for(state.phases.stage, command);
  ctx.role = acting_as(state, actor, ctx.own_role, roles, command);
  if (!contains(roles, ctx.role)) return wrong_role(command, actor.role, roles);
  const bool from_the_side =
      among(kFromAnywhere, command) || (among(kFromTheSide, command) && !is_station(ctx.role));
  if (!from_the_side && ctx.role == ctx.own_role) {
    if (auto no = check_own_unit(state, ctx.role, actor.unit)) return no;
  }
  if (!among(kOpenToTheRecused, command)) {
    if (auto no = check_not_recused(ctx)) return no;
  }
  for (const auto& row : authority()) {
    if (row.command != command || !contains(row.roles, ctx.role)) continue;
    if (auto no = check_condition(ctx, row.condition)) return no;
  }
  return std::nullopt;
}

/// What a citizen says with a code beside it.
using ByCode = boost::mp11::mp_list<Rate, Message, MarkNotUnderstood, SupplementPart, SupplementAll,
                                    Reopen, RequestReview1, RequestReview2, CorrectScope, Unmask>;

/// The inquiry code in a command, const as that is; null: it has none.
template <class C>
auto secret_in(C& command) -> decltype(&std::get_if<Rate>(&command)->code) {
  decltype(&std::get_if<Rate>(&command)->code) code = nullptr;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, ByCode>>(
      [&](auto type) {
        if (auto* one = std::get_if<typename decltype(type)::type>(&command)) code = &one->code;
      });
  if (code != nullptr) return code;
  if (auto* report = std::get_if<Report>(&command)) return &report->inquiry_code;
  if (auto* once = std::get_if<FinishOnSpot>(&command)) return &once->report.inquiry_code;
  auto* const withdraw = std::get_if<Withdraw>(&command);
  // With another proof it is the number of a signed paper, which the event keeps.
  const bool by_code = withdraw != nullptr && withdraw->proof == WithdrawProof::code;
  return by_code ? &withdraw->reference : nullptr;
}

/// The code shows whose case it is. A rating says by which way it comes, and is checked for that.
std::optional<core::Refusal> check_is_their_case(const DecisionContext& ctx,
                                                 const Command& command) {
  const auto& inquiry = ctx.state.access.inquiry;
  const bool rates = std::holds_alternative<Rate>(command);
  const bool citizen = ctx.own_role == Role::citizen;
  if (rates || inquiry.empty()) return std::nullopt;
  const auto* const withdraw = std::get_if<Withdraw>(&command);
  if (withdraw != nullptr && !withdraw->proof) return std::nullopt;
  const auto* const code = secret_in(command);
  // Nobody needs one at the desk; one that is given is compared all the same.
  if (!citizen && (code == nullptr || blank(*code))) return std::nullopt;
  if (code == nullptr) return refuse<refusals::signed_from_afar>();
  if (blank(*code)) return refuse<refusals::code_missing>();
  if (inquiry_digest(ctx.context.stream, *code) == inquiry) return std::nullopt;
  return refuse<refusals::wrong_code>();
}

/// What the command asks, where it may be asked: the one line that is compiled for each of them.
Decision answer_any(const DecisionContext& ctx, const Command& command) {
  return std::visit([&](const auto& c) { return decide(ctx, c); }, command);
}

Decision decide_on(DecisionContext ctx, const Command& command) {
  const auto& state = ctx.state;
  const auto& type = describe::set_info<Command>().type_of(&command);
  if (!takes_command(state.phases, type.type)) return not_allowed(ctx, type.type, type.zh);
  // An importer tells what others did, but only of cases that are told afterwards anyway.
  const bool retold = state.intake.historical && ctx.role == Role::importer;
  if (!retold) {
    if (auto no = check_may(ctx, type.type)) return *no;
    if (auto no = check_is_their_case(ctx, command)) return *no;
  }
  auto result = with_urging(ctx, with_callback(ctx, answer_any(ctx, command)));
  if (result.is_refusal()) return result;
  expect_legal(state.phases, result);
  return result;
}

/// A timer gives it, or nobody but a timer may.
bool is_for_timers(std::string_view command, Role role) {
  return role == Role::timer || roles_anywhere(command) == role_bit(Role::timer);
}

std::optional<core::Refusal> check_case_exists(const State& state, std::string_view command,
                                               Role role) {
  const bool exists = state.phases.stage != Phase::none;
  if (among(kBeginning, command)) {
    if (!exists) return std::nullopt;
    return refuse<refusals::already_reported>();
  }
  if (!exists) return refuse<refusals::no_such_case>();
  if (state.intake.historical && is_for_timers(command, role)) {
    return refuse<refusals::historical>();
  }
  return std::nullopt;
}

/// Without its numbers nothing can be computed for a case, and those of others are not its own.
core::Refusal profile_unknown(const Intake& intake, const Put<"case">& named) {
  return refuse<refusals::profile_unknown>(named, Put<"profile">{intake.profile},
                                           Put<"version">{std::to_string(intake.profile_version)});
}

/// The case, or one that the command concerns.
std::optional<core::Refusal> check_norms_known(const ComplaintDecider& rules, const State& state,
                                               std::span<const core::Related<State>> related) {
  if (rules.norms_of(state) == nullptr) {
    return profile_unknown(state.intake, Put<"case">{"The case", "本案"});
  }
  for (const auto& other : related) {
    if (rules.norms_of(other.state) != nullptr) continue;
    const auto& name = other.stream.text();
    return profile_unknown(other.state.intake, Put<"case">{"The case " + name, "事项" + name});
  }
  return std::nullopt;
}

}  // namespace

ComplaintDecider ComplaintDecider::with(const Reference& reference) {
  ComplaintDecider decider;
  decider.norms = reference.norms;
  decider.profiles = reference.profiles;
  decider.current_calendar = reference.current_calendar;
  decider.windows = reference.windows;
  decider.current_catalogue = reference.current_catalogue;
  decider.current_dispatch = reference.current_dispatch;
  return decider;
}

const Norms* ComplaintDecider::norms_of(const State& state) const noexcept {
  const auto& name = state.intake.profile;
  const auto version = state.intake.profile_version;
  const bool own = name == norms.name && version == norms.version;
  if (own || state.phases.stage == Phase::none) return &norms;
  return profiles.find(name, version);
}

const Catalogue& ComplaintDecider::catalogue_of(const State& state) const noexcept {
  if (current_catalogue == nullptr) return *catalogue;
  const auto* const pinned = current_catalogue->find(state.intake.catalogue);
  return pinned != nullptr ? *pinned : current_catalogue->current();
}

std::optional<Command> ComplaintDecider::without_secrets(const Command& command) {
  const auto* const secret = secret_in(command);
  if (secret == nullptr || secret->empty()) return std::nullopt;
  Command open = command;
  secret_in(open)->clear();
  return open;
}

std::vector<StreamId> ComplaintDecider::related(const Command& command) const {
  const std::string* target = nullptr;
  if (const auto* merge = std::get_if<Merge>(&command)) target = &merge->target;
  if (const auto* unmerge = std::get_if<Unmerge>(&command)) target = &unmerge->target;
  if (target == nullptr) return {};
  auto stream = StreamId::parse(DecisionContext::target_stream(*target));
  if (!stream || stream->kind() != kKind) return {};
  return {std::move(*stream)};
}

namespace {

/// Every command with nothing filled in, and again with whatever may be ticked in it ticked.
std::vector<Command> unfilled_commands() {
  const auto& set = describe::set_info<Command>();
  std::vector<Command> all;
  for (std::size_t i = 0; i < set.types.size(); ++i) {
    all.push_back(describe::make_alternative<Command>(i));
    Command ticked = all.back();
    void* const object = set.emplace(&ticked, i);
    for (const auto& field : set.types[i]->fields) {
      if (field.value->shape != describe::Shape::boolean) continue;
      *static_cast<bool*>(field.address(object)) = true;
    }
    if (!(ticked == all.back())) all.push_back(std::move(ticked));
  }
  return all;
}

/// It is taken, or would be with the right words in it.
bool is_open_to(const Decision& answer) {
  if (!answer.is_refusal()) return true;
  const auto kind = answer.refusal().kind;
  return kind == core::RefusalKind::invalid || kind == core::RefusalKind::not_found;
}

/// Who asks is looked at before what was said back: without it nobody need show who he is.
bool has_scope_to_correct(const State& state) {
  return state.work.scope.stated > 0 && !state.work.scope.corrected;
}

/// The engine acts as its timers do, whether a limit or a reaction makes it act.
Role role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  Role role{};
  describe::enum_from_name(context.actor.role, role);
  return role;
}

}  // namespace

std::vector<std::string_view> ComplaintDecider::next_for(const State& state,
                                                         const core::Context& context) const {
  static const auto kUnfilled = unfilled_commands();
  const Role role = role_of(context);
  if (check_actor_named(context.actor, role) || check_sworn(context.actor, role)) return {};
  const State left = after_passed_limits(*this, state, context);
  // Nobody acts in another's place but where somebody is barred, or the past is told.
  const bool as_itself = left.access.recused.empty() && !left.intake.historical;
  std::vector<std::string_view> names;
  for (const auto& command : kUnfilled) {
    const auto name = describe::type_of(command);
    const bool known = !names.empty() && names.back() == name;
    if (known || (as_itself && !contains(roles_for(left.phases.stage, name), role))) continue;
    if (!takes_command(left.phases, name)) continue;
    if (name == describe::spec_of<CorrectScope>.type && !has_scope_to_correct(left)) continue;
    if (is_open_to(decide(left, command, context, {}))) names.push_back(name);
  }
  return names;
}

core::Decision<Event> ComplaintDecider::decide(
    const State& state, const Command& command, const core::Context& context,
    std::span<const core::Related<State>> related) const {
  const Role role = role_of(context);
  const Calendar& days =
      current_calendar ? current_calendar->current() : *calendar;  // one for the whole decision
  const auto name = describe::type_of(command);
  if (auto no = check_actor_named(context.actor, role)) return *no;
  if (auto no = check_sworn(context.actor, role)) return *no;
  if (auto no = check_case_exists(state, name, role)) return *no;
  if (auto no = check_norms_known(*this, state, related)) return *no;
  const Catalogue& list = catalogue_of(state);
  return decide_on(DecisionContext{*this, state, context, related, role, role, days, list},
                   command);
}

}  // namespace recourse::casework::complaint
