// What each command needs, and what each event means.
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/lost_property/lifecycle_table.hpp>
#include <recourse/casework/lost_property/refusals.hpp>

namespace recourse::casework::lost_property {
namespace {

using core::Put;
using core::refuse;
using Decision = core::Decision<Event>;

constexpr std::chrono::hours kYear{365 * 24};

/// What a command comes to where the lifecycle and its facts allow it.
struct Deciding {
  const State& state;
  const core::Context& context;

  Decision operator()(const HandIn& c) const {
    if (c.what.empty()) return refuse<refusals::what_missing>();
    return Decision::of(HandedIn{c.what, c.place, c.finder, context.actor.unit});
  }
  Decision operator()(const Describe& c) const { return Decision::of(Described{c.marks}); }
  Decision operator()(const Announce& c) const {
    return Decision::of(Announced{c.where, context.now + kYear});
  }
  Decision operator()(const Move& c) const { return Decision::of(Moved{c.to}); }
  Decision operator()(const Claim& c) const {
    if (c.claimant.clear().empty()) return refuse<refusals::claimant_missing>();
    return Decision::of(Claimed{c.claimant, c.marks});
  }
  Decision operator()(const RefuseClaim& c) const { return Decision::of(ClaimRefused{c.reason}); }
  Decision operator()(const WithdrawClaim& c) const { return Decision::of(ClaimRefused{c.reason}); }
  Decision operator()(const Return& c) const {
    if (state.marks != state.claimed_marks) return refuse<refusals::marks_wrong>();
    return Decision::of(Returned{c.receipt});
  }
  Decision operator()(const ThankFinder& c) const { return Decision::of(FinderThanked{c.how}); }
  Decision operator()(const Forfeit&) const {
    if (state.claimable_until && context.now <= *state.claimable_until) {
      return refuse<refusals::year_runs>(Put<"until">{to_string(*state.claimable_until)});
    }
    return Decision::of(Forfeited{state.claimable_until.value_or(context.now)});
  }
};

struct Evolving {
  State& state;

  void operator()(const HandedIn& e) const { state.what = e.what, state.station = e.station; }
  void operator()(const Described& e) const { state.marks = e.marks; }
  void operator()(const Announced& e) const { state.claimable_until = e.until; }
  void operator()(const Moved& e) const { state.station = e.to; }
  void operator()(const Claimed& e) const { state.claimed_marks = e.marks; }
  void operator()(const ClaimRefused&) const { state.claimed_marks.clear(); }
  void operator()(const Returned&) const { state.claimable_until.reset(); }
  void operator()(const FinderThanked&) const { state.thanked = true; }
  void operator()(const Forfeited&) const { state.claimable_until.reset(); }
  void operator()(const ForfeitDeclined&) const {}
};

bool is_open_to_all(const Command& command) {
  return std::holds_alternative<HandIn>(command) || std::holds_alternative<Claim>(command) ||
         std::holds_alternative<WithdrawClaim>(command);
}

std::optional<core::Refusal> check_may(const Command& command, const core::Actor& actor) {
  if (is_open_to_all(command) || actor.role != describe::enum_name(Role::citizen)) {
    return std::nullopt;
  }
  return refuse<refusals::not_police>();
}

struct Step {
  std::string_view command;
  std::string_view event;
};
constexpr Step kSteps[] = {
    {describe::spec_of<HandIn>.type, describe::spec_of<HandedIn>.type},
    {describe::spec_of<Describe>.type, describe::spec_of<Described>.type},
    {describe::spec_of<Announce>.type, describe::spec_of<Announced>.type},
    {describe::spec_of<Move>.type, describe::spec_of<Moved>.type},
    {describe::spec_of<Claim>.type, describe::spec_of<Claimed>.type},
    {describe::spec_of<RefuseClaim>.type, describe::spec_of<ClaimRefused>.type},
    {describe::spec_of<WithdrawClaim>.type, describe::spec_of<ClaimRefused>.type},
    {describe::spec_of<Return>.type, describe::spec_of<Returned>.type},
    {describe::spec_of<ThankFinder>.type, describe::spec_of<FinderThanked>.type},
    {describe::spec_of<Forfeit>.type, describe::spec_of<Forfeited>.type},
};

}  // namespace

const lifecycle::Region<Phase>& stages() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(), lifecycle::rows<Rows>(), {stage_steps()}};
  return region;
}

std::string LostPropertyDecider::diagram() {
  return lifecycle::mermaid("LostProperty", {stages().diagram()});
}

std::vector<Duty> LostPropertyDecider::duties(const State& state) const {
  if (state.phase != Phase::claimed) return {};
  return {{"decide_claim", "审核认领", "lost property", state.station, std::nullopt}};
}

std::vector<std::string_view> LostPropertyDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto& step : kSteps) {
    if (stages().takes(state.phase, step.event)) names.push_back(step.command);
  }
  return names;
}

Decision LostPropertyDecider::decide(const State& state, const Command& command,
                                     const core::Context& context) const {
  const auto open = next(state);
  if (std::ranges::find(open, describe::type_of(command)) == open.end()) {
    return refuse<refusals::not_now>(Put<"phase">{std::string{describe::enum_name(state.phase)}});
  }
  if (auto no = check_may(command, context.actor)) return *no;
  return std::visit(Deciding{state, context}, command);
}

void LostPropertyDecider::evolve(State& state, const Event& event, const core::Facts&) const {
  state.phase = stages().follow(state.phase, event).value_or(state.phase);
  std::visit(Evolving{state}, event);
}

std::vector<core::Timer> LostPropertyDecider::timers(const State& state) const {
  if (!state.claimable_until) return {};
  return {{"claimable_until", *state.claimable_until}};
}

}  // namespace recourse::casework::lost_property
