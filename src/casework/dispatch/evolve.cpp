// How events become state; it decides nothing.
#include <algorithm>
#include <recourse/casework/dispatch/decider.hpp>

namespace recourse::casework::dispatch {
namespace {

struct Evolving {
  State& state;

  Proposal* proposal(std::uint32_t number) const {
    const auto at = std::ranges::find(state.proposals, number, &Proposal::number);
    return at == state.proposals.end() ? nullptr : &*at;
  }
  void end(std::uint32_t number, ProposalStatus status, const std::string& why) const {
    auto* const one = proposal(number);
    if (one == nullptr) return;
    one->status = status;
    one->ending = why;
  }

  void operator()(const Proposed& e) const {
    state.proposals.push_back({.number = e.number,
                               .by = e.by,
                               .from_case = e.from_case,
                               .entry = e.entry,
                               .reason = e.reason,
                               .until = e.until,
                               .ruled_by = e.ruled_by});
  }
  void operator()(const Adopted& e) const {
    end(e.number, ProposalStatus::adopted, {});
    if (auto* const one = proposal(e.number)) one->version = e.version;
    state.version = e.version;
    state.entries = catalogue_of(state).with(e.version, e.entry).entries();
  }
  void operator()(const Rejected& e) const { end(e.number, ProposalStatus::rejected, e.reason); }
  void operator()(const Withdrawn& e) const { end(e.number, ProposalStatus::withdrawn, e.reason); }
  void operator()(const DecisionMissed& e) const {
    if (auto* const one = proposal(e.number)) one->late = true;
  }
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
  void operator()(const LimitDeclined&) const {}
};

}  // namespace

void DispatchDecider::evolve(State& state, const Event& event, const core::Facts&) const {
  std::visit(Evolving{state}, event);
}

std::vector<Due*> limits_of(State& state) {
  std::vector<Due*> limits;
  for (auto& one : state.proposals) {
    if (one.status == ProposalStatus::proposed) limits.push_back(&one.until);
  }
  return limits;
}

StreamId stream() { return StreamId::of(DispatchDecider::kKind, DispatchDecider::kKey).value(); }

const Proposal* find_proposal(const State& state, std::uint32_t number) {
  const auto at = std::ranges::find(state.proposals, number, &Proposal::number);
  return at == state.proposals.end() ? nullptr : &*at;
}

DispatchCatalogue catalogue_of(const State& state) {
  DispatchCatalogue catalogue;
  for (const auto& entry : state.entries) catalogue = catalogue.with(state.version, entry);
  return catalogue;
}

}  // namespace recourse::casework::dispatch
