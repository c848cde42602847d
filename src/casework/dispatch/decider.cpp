// What each command needs; timers, duties, and who sees what.
#include <algorithm>
#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/casework/dispatch/decider.hpp>
#include <recourse/casework/dispatch/refusals.hpp>

#include "casework/common/choice.hpp"

namespace recourse::casework::dispatch {
namespace {

using core::Put;
using core::refuse;
using Decision = core::Decision<Event>;

constexpr RoleSet kSupervisor = role_bit(Role::supervisor);
constexpr RoleSet kProposers =
    kSupervisor | role_bit(Role::district_officer) | role_bit(Role::city_officer);

struct Grant {
  std::string_view command;
  RoleSet roles;
};
constexpr Grant kGrants[] = {
    {describe::spec_of<Propose>.type, kProposers | role_bit(Role::timer)},
    {describe::spec_of<Adopt>.type, kSupervisor},
    {describe::spec_of<Reject>.type, kSupervisor},
    {describe::spec_of<Withdraw>.type, kProposers},
    {describe::spec_of<MissDecision>.type, role_bit(Role::timer)},
    {describe::spec_of<RecomputeLimits>.type, role_bit(Role::timer)},
};

/// The engine acts as its timers do, whether a limit or a reaction makes it act.
std::optional<Role> role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  Role role{};
  if (!describe::enum_from_name(context.actor.role, role)) return std::nullopt;
  return role;
}

RoleSet roles_of(std::string_view command) {
  const auto at = std::ranges::find(kGrants, command, &Grant::command);
  return at == std::end(kGrants) ? RoleSet{} : at->roles;
}

std::string names_of(RoleSet roles, bool chinese) {
  std::string names;
  for (const auto& word : describe::enum_info<Role>.words) {
    const auto role = static_cast<Role>(word.value);
    if (!contains(roles, role)) continue;
    if (!names.empty()) names += chinese ? "、" : ", ";
    names += chinese ? zh(role) : describe::enum_name(role);
  }
  return names;
}

std::optional<core::Refusal> check_role(const std::optional<Role>& role, const core::Actor& actor,
                                        std::string_view command) {
  const auto roles = roles_of(command);
  if (role && contains(roles, *role)) return std::nullopt;
  const auto name = actor.role.empty() ? std::string{"nobody"} : actor.role;
  return refuse<refusals::not_your_role>(
      Put<"command">{std::string{command}},
      Put<"roles">{names_of(roles, false), names_of(roles, true)},
      Put<"role">{name, role ? std::string{zh(*role)} : name});
}

/// "PD01-20231201-0001-S" or "case/PD01-…" → the stream; nothing: it is no number of a case.
std::optional<std::string> case_stream(const std::string& named) {
  constexpr std::string_view kCase = "case";
  const bool whole = named.find('/') != std::string::npos;
  const auto id = whole ? StreamId::parse(named) : StreamId::of(kCase, named);
  if (!id || id->kind() != kCase) return std::nullopt;
  return id->text();
}

struct Deciding {
  const DispatchDecider& rules;
  const State& state;
  const core::Context& context;
  const Catalogue& matters;
  WorkingDays days;

  const std::string& by() const { return context.actor.id; }

  Decision operator()(const Propose& c) const {
    if (blank(c.from_case)) return refuse<refusals::from_case_missing>();
    const auto from = case_stream(c.from_case);
    if (!from) return refuse<refusals::no_case>(Put<"name">{c.from_case});
    const auto* const matter = matters.matter(c.matter);
    if (matter == nullptr) {
      const auto all = choice_of_matters(matters);
      return refuse<refusals::unknown_matter>(Put<"matter">{c.matter},
                                              Put<"matters">{all.en, all.zh});
    }
    const auto now = catalogue_of(state);
    const DispatchEntry holds{c.matter, now.line(c.matter, matter->line), now.competence(c.matter)};
    const DispatchEntry wanted{c.matter, c.line.value_or(holds.line),
                               c.competence.value_or(holds.competence)};
    if (wanted.line == Line::other) {
      return refuse<refusals::line_without_department>(
          Put<"line">{std::string{en(wanted.line)}, zh(wanted.line)});
    }
    if (wanted == holds) {
      return refuse<refusals::nothing_changes>(
          Put<"matter">{c.matter}, Put<"line">{std::string{en(holds.line)}, zh(holds.line)},
          Put<"competence">{std::string{describe::enum_name(holds.competence)},
                            zh(holds.competence)});
    }
    for (const auto& other : state.proposals) {
      if (other.status != ProposalStatus::proposed || other.entry.matter != c.matter) continue;
      return refuse<refusals::proposal_open>(Put<"number">{std::to_string(other.number)},
                                             Put<"matter">{c.matter});
    }
    if (blank(c.reason)) return refuse<refusals::propose_reason_missing>();
    const auto number = static_cast<std::uint32_t>(state.proposals.size() + 1);
    return Decision::of(Proposed{number, by(), *from, wanted, c.reason,
                                 days.after(days.day_of(context.now), rules.decide_days),
                                 c.ruled_by});
  }

  Decision operator()(const Adopt& c) const {
    if (auto no = check_open(c.proposal)) return *no;
    if (auto no = check_anothers(c.proposal)) return *no;
    return Decision::of(
        Adopted{c.proposal, by(), state.version + 1, find_proposal(state, c.proposal)->entry});
  }
  Decision operator()(const Reject& c) const {
    if (auto no = check_open(c.proposal)) return *no;
    if (auto no = check_anothers(c.proposal)) return *no;
    if (blank(c.reason)) return refuse<refusals::decide_reason_missing>();
    return Decision::of(Rejected{c.proposal, by(), c.reason});
  }
  Decision operator()(const Withdraw& c) const {
    if (auto no = check_open(c.proposal)) return *no;
    const auto& proposer = find_proposal(state, c.proposal)->by;
    if (proposer != by()) {
      return refuse<refusals::not_your_proposal>(Put<"number">{std::to_string(c.proposal)},
                                                 Put<"who">{proposer});
    }
    if (blank(c.reason)) return refuse<refusals::decide_reason_missing>();
    return Decision::of(Withdrawn{c.proposal, by(), c.reason});
  }
  Decision operator()(const MissDecision& c) const {
    if (auto no = check_open(c.proposal)) return *no;
    const auto& proposal = *find_proposal(state, c.proposal);
    if (proposal.late || context.now <= proposal.until.at) return refuse<refusals::not_due_yet>();
    return Decision::of(DecisionMissed{c.proposal});
  }
  Decision operator()(const RecomputeLimits&) const {
    State as_it_is = state;
    auto moved = recounted(limits_of(as_it_is), days, context.now);
    if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
    return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
  }

 private:
  std::optional<core::Refusal> check_open(std::uint32_t number) const {
    const auto* const proposal = find_proposal(state, number);
    if (proposal == nullptr) {
      return refuse<refusals::no_such_proposal>(Put<"number">{std::to_string(number)});
    }
    if (proposal->status == ProposalStatus::proposed) return std::nullopt;
    return refuse<refusals::decided>(
        Put<"number">{std::to_string(number)},
        Put<"status">{std::string{describe::enum_name(proposal->status)}, zh(proposal->status)});
  }
  /// Nobody decides on what came from himself: neither the proposal nor the ruling behind it.
  std::optional<core::Refusal> check_anothers(std::uint32_t number) const {
    const auto& proposal = *find_proposal(state, number);
    if (proposal.by == by()) {
      return refuse<refusals::own_proposal>(Put<"number">{std::to_string(number)},
                                            Put<"who">{by()});
    }
    if (proposal.ruled_by != by()) return std::nullopt;
    return refuse<refusals::own_ruling>(Put<"number">{std::to_string(number)}, Put<"who">{by()});
  }
};

constexpr std::string_view kTimer = "decide";

bool has_open(const State& state) {
  return std::ranges::any_of(
      state.proposals, [](const Proposal& one) { return one.status == ProposalStatus::proposed; });
}

/// The open proposal whose limit ends first; nullptr: none runs. Of one that passed it is recorded
/// once.
const Proposal* first_due(const State& state) {
  const Proposal* first = nullptr;
  for (const auto& one : state.proposals) {
    if (one.status != ProposalStatus::proposed || one.late) continue;
    if (first == nullptr || one.until.at < first->until.at) first = &one;
  }
  return first;
}

}  // namespace

DispatchDecider DispatchDecider::with(const Reference& reference) {
  DispatchDecider decider;
  decider.current_calendar = reference.current_calendar;
  decider.current_catalogue = reference.current_catalogue;
  decider.utc_offset = reference.norms.utc_offset;
  return decider;
}

Decision DispatchDecider::decide(const State& state, const Command& command,
                                 const core::Context& context) const {
  const auto role = role_of(context);
  if (auto no = check_role(role, context.actor, describe::type_of(command))) return *no;
  if (*role != Role::timer && blank(context.actor.id)) return refuse<refusals::no_actor>();
  const auto& matters = current_catalogue ? current_catalogue->current() : *catalogue;
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  return std::visit(Deciding{*this, state, context, matters, days}, command);
}

std::vector<core::Timer> DispatchDecider::timers(const State& state) const {
  const auto* const first = first_due(state);
  if (first == nullptr) return {};
  return {{kTimer, first->until.at}};
}

Command DispatchDecider::on_timer(const State& state, std::string_view) const {
  const auto* const first = first_due(state);
  return MissDecision{first == nullptr ? 0 : first->number};
}

Event DispatchDecider::timer_declined(const core::ArmedTimer& timer,
                                      const core::Refusal& refusal) const {
  return LimitDeclined{timer.name, refusal.name};
}

bool DispatchDecider::recomputes(State state, Timestamp now) const {
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  return !recounted(limits_of(state), days, now).empty();
}

std::vector<Duty> DispatchDecider::duties(const State& state) const {
  std::vector<Duty> all;
  for (const auto& one : state.proposals) {
    if (one.status != ProposalStatus::proposed) continue;
    all.push_back({"decide_dispatch", "审定派单目录变更", "R41",
                   department_unit(kCityBureau, Line::public_order), one.until});
  }
  return all;
}

std::vector<std::string_view> DispatchDecider::next(const State& state) const {
  std::vector<std::string_view> names{describe::spec_of<Propose>.type};
  if (!has_open(state)) return names;
  for (const auto& grant : kGrants) {
    const bool of_the_engine = grant.command == describe::spec_of<RecomputeLimits>.type;
    if (grant.command != names.front() && !of_the_engine) names.push_back(grant.command);
  }
  return names;
}

std::vector<std::string_view> DispatchDecider::next_for(const State& state,
                                                        const core::Context& context) const {
  const auto role = role_of(context);
  auto names = next(state);
  std::erase_if(names, [&](std::string_view name) {
    return check_role(role, context.actor, name).has_value();
  });
  return names;
}

core::Visibility DispatchDecider::sees(const State&, const core::Viewer& viewer) const {
  using describe::Access;
  Role role{};
  const bool known = describe::enum_from_name(viewer.actor.role, role);
  const bool staff = known && (role == Role::timer || (is_staff(role) && role != Role::receiver));
  if (!staff) return {.rule = "R41"};
  return {.any = true, .classes = {Access::open, Access::internal}};
}

}  // namespace recourse::casework::dispatch
