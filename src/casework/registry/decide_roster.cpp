// Who serves at a window (R5), and how that changes (R6).
#include <algorithm>

#include "casework/registry/decision_context.hpp"

namespace recourse::casework::registry {
namespace {

constexpr Standard kStandards[] = {Standard::political, Standard::skill, Standard::coordination,
                                   Standard::service};

std::vector<Finding> all_met() {
  std::vector<Finding> findings;
  for (const auto standard : kStandards) findings.push_back({standard, true});
  return findings;
}

/// What the four standards lack of somebody, for a refusal.
Put<"standards"> lacking_of(const Officer* officer) {
  std::string en;
  std::string zh_names;
  for (const auto standard : kStandards) {
    const auto is_met = [&](const Assessment& one) { return one.standard == standard && one.met; };
    if (officer != nullptr && std::ranges::any_of(officer->assessments, is_met)) continue;
    en.append(en.empty() ? "" : ", ").append(describe::enum_name(standard));
    zh_names.append(zh_names.empty() ? "" : "、").append(zh(standard));
  }
  return {en, zh_names};
}

bool serves(const State& state, const std::string& staff) {
  const auto* const officer = find_officer(state, staff);
  return officer != nullptr && officer->status == OfficerStatus::serving;
}

/// On the list, and found to meet all four standards (R5).
std::optional<core::Refusal> check_qualified(const State& state, const std::string& staff) {
  const auto* const officer = find_officer(state, staff);
  if (officer == nullptr) return refuse<refusals::no_such_officer>(Put<"staff">{staff});
  if (meets_all_standards(*officer)) return std::nullopt;
  return refuse<refusals::not_qualified>(Put<"staff">{staff}, lacking_of(officer));
}

/// Findings, and what follows from them: until the window first opens, who meets all standards
/// serves; afterwards the roster changes by swaps alone (R6).
void assess(Draft& draft, const DecisionContext& ctx, const std::string& staff,
            std::vector<Finding> findings) {
  draft.add(OfficerAssessed{staff, std::move(findings), ctx.by()});
  const auto* const officer = find_officer(draft.state(), staff);
  const bool fit = meets_all_standards(*officer);
  const bool serving = officer->status == OfficerStatus::serving;
  if (fit && !serving && !draft.state().first_opened) draft.add(ServiceBegan{staff});
  if (fit) return;
  if (serving) draft.end_service(staff);
  const auto substitutes = draft.state().substitutes;
  for (const auto& one : substitutes) {
    if (one.staff == staff && !one.stopped) draft.stop_stand_in(one, StopCause::unfit);
  }
}

}  // namespace

Decision decide(const DecisionContext& ctx, const AddOfficer& c) {
  if (blank(c.staff)) return refuse<refusals::staff_missing>();
  if (!c.kind) return refuse<refusals::kind_missing>();
  if (*c.kind != StaffKind::sworn) {
    return refuse<refusals::staff_not_sworn>(
        Put<"kind">{describe::enum_name(*c.kind), zh(*c.kind)});
  }
  if (!c.rank) return refuse<refusals::rank_missing>();
  const auto least = ctx.rules.limits.experience;
  if (c.years < least) {
    return refuse<refusals::not_experienced>(Put<"years">{std::to_string(c.years)},
                                             Put<"least">{std::to_string(least)});
  }
  if (find_officer(ctx.state, c.staff) != nullptr) {
    return refuse<refusals::officer_known>(Put<"staff">{c.staff});
  }
  Draft draft{ctx};
  draft.add(OfficerAdded{c.staff, *c.rank, c.years, ctx.by()});
  if (c.all_met) {
    constexpr auto kAssess = describe::spec_of<Assess>.type;
    if (!contains(roles_for(kAssess), ctx.role)) return wrong_role(kAssess, ctx.role);
    if (c.staff == ctx.by()) return refuse<refusals::own_assessment>();
    assess(draft, ctx, c.staff, all_met());
  }
  return std::move(draft).decision();
}

namespace {

/// What an assessment says of each standard; a refusal if it says nothing, or two things of one.
std::variant<std::vector<Finding>, core::Refusal> findings_of(const Assess& c) {
  auto findings = c.all_met ? all_met() : std::vector<Finding>{};
  for (const auto standard : c.met) findings.push_back({standard, true});
  for (const auto standard : c.not_met) findings.push_back({standard, false});
  if (findings.empty()) return refuse<refusals::standards_missing>();
  std::ranges::sort(findings, {}, &Finding::standard);
  const auto twice = std::ranges::adjacent_find(findings, {}, &Finding::standard);
  if (twice == findings.end()) return findings;
  return refuse<refusals::standards_contradict>(
      Put<"standard">{describe::enum_name(twice->standard), zh(twice->standard)});
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Assess& c) {
  if (blank(c.staff)) return refuse<refusals::staff_missing>();
  if (find_officer(ctx.state, c.staff) == nullptr) {
    return refuse<refusals::no_such_officer>(Put<"staff">{c.staff});
  }
  if (c.staff == ctx.by()) return refuse<refusals::own_assessment>();
  auto findings = findings_of(c);
  if (auto* const no = std::get_if<core::Refusal>(&findings)) return std::move(*no);
  Draft draft{ctx};
  assess(draft, ctx, c.staff, std::get<std::vector<Finding>>(std::move(findings)));
  return std::move(draft).decision();
}

namespace {

/// Who leaves serves; who joins may, and does not yet.
std::optional<core::Refusal> check_swap(const State& state, const std::string& leaving,
                                        const std::string& joining) {
  if (!blank(leaving) && !serves(state, leaving)) {
    return refuse<refusals::not_serving>(Put<"staff">{leaving});
  }
  if (blank(joining)) return std::nullopt;
  if (serves(state, joining)) return refuse<refusals::serving_already>(Put<"staff">{joining});
  return check_qualified(state, joining);
}

const Swap* find_swap_about(const State& state, const std::string& staff) {
  if (blank(staff)) return nullptr;
  const auto found = std::ranges::find_if(
      state.swaps, [&](const Swap& one) { return one.leaving == staff || one.joining == staff; });
  return found == state.swaps.end() ? nullptr : &*found;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const AskSwap& c) {
  if (blank(c.leaving) && blank(c.joining)) return refuse<refusals::nobody_named>();
  if (auto no = check_swap(ctx.state, c.leaving, c.joining)) return *no;
  for (const auto* const staff : {&c.leaving, &c.joining}) {
    if (const auto* const open = find_swap_about(ctx.state, *staff)) {
      return refuse<refusals::swap_open>(Put<"staff">{*staff},
                                         Put<"number">{std::to_string(open->number)});
    }
  }
  if (blank(c.reason)) return refuse<refusals::swap_reason_missing>();
  return Decision::of(SwapAsked{ctx.state.last_swap + 1, c.leaving, c.joining, c.reason,
                                ctx.in_working_days(ctx.rules.limits.swap_decision), ctx.by()});
}

namespace {

std::variant<Swap, core::Refusal> swap_meant(const State& state, std::uint32_t number) {
  if (number == 0 && state.swaps.size() > 1) return refuse<refusals::number_missing>();
  for (const auto& one : state.swaps) {
    if (number == 0 || one.number == number) return one;
  }
  return refuse<refusals::no_such_swap>();
}

}  // namespace

Decision decide(const DecisionContext& ctx, const DecideSwap& c) {
  auto meant = swap_meant(ctx.state, c.number);
  if (auto* const no = std::get_if<core::Refusal>(&meant)) return std::move(*no);
  const auto& swap = std::get<Swap>(meant);
  if (!c.approved) return refuse<refusals::approved_missing>();
  if (swap.by == ctx.by()) return refuse<refusals::asked_by_you>();
  if (!*c.approved) {
    if (blank(c.reason)) return refuse<refusals::swap_refusal_reason_missing>();
    return Decision::of(SwapRefused{swap.number, c.reason, ctx.by()});
  }
  // Much may have happened since it was asked for.
  if (auto no = check_swap(ctx.state, swap.leaving, swap.joining)) return *no;
  Draft draft{ctx};
  draft.add(SwapApproved{swap.number, ctx.by()});
  if (!blank(swap.joining)) draft.add(ServiceBegan{swap.joining});
  if (!blank(swap.leaving)) draft.end_service(swap.leaving);
  if (ctx.state.phases.window == Phase::open && roster_of(draft.state()).empty()) {
    return refuse<refusals::roster_would_be_empty>();
  }
  return std::move(draft).decision();
}

Decision decide(const DecisionContext& ctx, const StandIn& c) {
  if (blank(c.staff)) return refuse<refusals::staff_missing>();
  if (blank(c.absent)) return refuse<refusals::absent_missing>();
  if (!serves(ctx.state, c.absent)) return refuse<refusals::not_serving>(Put<"staff">{c.absent});
  const auto roster = roster_of(ctx.state);
  if (std::ranges::find(roster, c.staff) != roster.end() || serves(ctx.state, c.staff)) {
    return refuse<refusals::serving_already>(Put<"staff">{c.staff});
  }
  if (auto no = check_qualified(ctx.state, c.staff)) return *no;
  if (const auto* const other = find_absence(ctx.state, c.absent)) {
    return refuse<refusals::stood_in_for>(Put<"staff">{other->staff}, Put<"absent">{c.absent});
  }
  if (c.days == 0) return refuse<refusals::days_missing>();
  const auto most = ctx.rules.limits.stand_in;
  if (c.days > most) {
    return refuse<refusals::stand_in_too_long>(Put<"most">{std::to_string(most)});
  }
  if (blank(c.reason)) return refuse<refusals::stand_in_reason_missing>();
  return Decision::of(
      StandInBegan{c.staff, c.absent, c.reason, ctx.in_working_days(c.days), ctx.by()});
}

Decision decide(const DecisionContext& ctx, const EndStandIn& c) {
  if (blank(c.absent)) return refuse<refusals::absent_missing>();
  const auto* const one = find_absence(ctx.state, c.absent);
  if (one == nullptr) return refuse<refusals::not_absent>(Put<"staff">{c.absent});
  return Decision::of(StandInEnded{one->staff, one->absent, ctx.by()});
}

}  // namespace recourse::casework::registry
