// How events become state; it decides nothing.
#include <algorithm>
#include <recourse/casework/supervision/decider.hpp>

#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {
namespace {

struct Evolving {
  State& state;

  void now_due(const std::optional<Due>& due) const {
    state.due = due;
    state.overdue = false;
  }
  void involve(const std::string& by) const {
    if (by.empty() || std::ranges::find(state.involved, by) != state.involved.end()) return;
    state.involved.push_back(by);
  }

  void operator()(const Planned& e) const {
    state.unit = e.unit;
    state.district = e.district;
    state.kind = e.kind;
    state.online = e.online;
    state.line = e.line;
    state.reason = e.reason;
    state.cases = e.cases;
    state.owner = e.owner;
    state.level = e.level;
    now_due(e.due);
    involve(e.by);
  }
  void operator()(const Begun& e) const { involve(e.by); }
  void operator()(const SampleCommitted& e) const {
    state.sample.rule = e.rule;
    involve(e.by);
  }
  void operator()(const SeedRevealed& e) const {
    state.sample.seed = e.seed;
    involve(e.by);
  }
  void operator()(const SampleDrawn& e) const {
    state.sample.position = e.position;
    state.sample.population = e.population;
    state.sample.digest = e.digest;
    state.sample.cases = e.cases;
  }
  void operator()(const FindingsRecorded& e) const {
    for (const auto& finding : e.findings) state.findings.push_back({finding, false});
    now_due(e.circular);
    state.objection_due = e.objection;
    involve(e.by);
  }
  void operator()(const FoundClean& e) const {
    now_due(std::nullopt);
    involve(e.by);
  }
  void operator()(const Cancelled&) const { now_due(std::nullopt); }
  void operator()(const CircularIssued& e) const {
    state.owner = e.issuer;
    state.level = e.level;
    state.circular = e.text;
    state.rung = 1;
    now_due(e.due);
    involve(e.by);
  }
  void operator()(const CorrectionReported& e) const {
    state.correction = e.text;
    now_due(e.verification);
  }
  void operator()(const CorrectionAccepted& e) const {
    now_due(std::nullopt);
    involve(e.by);
  }
  void operator()(const CircularRepeated& e) const {
    state.rung = e.rung;
    state.level = e.level;
    state.owner = e.issuer;
    now_due(e.due);
    involve(e.by);
  }
  void operator()(const Objected& e) const {
    state.objection = e.reasons;
    state.ruling_due = e.ruling;
    state.ruling_overdue = false;
  }
  void operator()(const ObjectionRuled& e) const {
    for (const auto number : e.struck) {
      if (number > 0 && number <= state.findings.size()) state.findings[number - 1].struck = true;
    }
    state.ruling_due.reset();
    state.ruling_overdue = false;
  }
  void operator()(const Settled&) const { now_due(std::nullopt); }
  void operator()(const LimitMissed& e) const {
    ++state.missed;
    state.level = e.level;
    state.owner = e.owner;
    if (e.next) {
      now_due(e.next);
    } else {
      state.overdue = true;
    }
  }
  void operator()(const RulingMissed&) const {
    ++state.missed;
    state.ruling_overdue = true;
  }
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
  void operator()(const LimitDeclined&) const {}
};

}  // namespace

void SupervisionDecider::evolve(State& state, const Event& event, const core::Facts&) const {
  state.phases = advance(state.phases, event).value_or(state.phases);
  std::visit(Evolving{state}, event);
}

}  // namespace recourse::casework::supervision
