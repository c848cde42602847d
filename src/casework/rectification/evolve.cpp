// How events become state; nothing is decided here.
#include <algorithm>
#include <recourse/casework/rectification/decider.hpp>

namespace recourse::casework::rectification {
namespace {

/// A limit that is another one begins anew.
void set_limit(State& state, const std::optional<Due>& until) {
  if (state.until == until) return;
  state.until = until;
  state.late = false;
}

/// Each once.
void add_involved(State& state, const std::string& by) {
  if (std::ranges::find(state.involved, by) == state.involved.end()) state.involved.push_back(by);
}

struct Evolving {
  State& state;

  Measure* measure(std::uint32_t number) const {
    const auto found = std::ranges::find(state.measures, number, &Measure::number);
    return found == state.measures.end() ? nullptr : &*found;
  }

  void operator()(const Opened& e) const {
    state.round = 1;
    state.lead = e.lead;
    state.matter = e.matter;
    state.reason = e.reason;
    state.line = e.line;
    state.from = e.from;
    state.to = e.to;
    state.stations = e.stations;
    state.cases = e.cases;
    state.found = e.found;
    state.overall = e.overall;
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const TopicSet& e) const { state.month = e.month; }
  void operator()(const Analysed& e) const {
    state.cause = e.cause;
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const MeasureProposed& e) const {
    Measure one;
    one.number = e.measure;
    one.round = state.round;
    one.kind = e.kind;
    one.text = e.text;
    one.owner = e.owner;
    one.due = e.due;
    one.status = MeasureStatus::proposed;
    state.measures.push_back(std::move(one));
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const MeasureAdopted& e) const {
    if (auto* one = measure(e.measure)) {
      one->status = MeasureStatus::adopted;
      one->decided_by = e.unit;
    }
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const MeasureRejected& e) const {
    if (auto* one = measure(e.measure)) {
      one->status = MeasureStatus::rejected;
      one->decided_by = e.unit;
      one->reason = e.reason;
    }
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const MeasureCarriedOut& e) const {
    if (auto* one = measure(e.measure)) {
      one->status = MeasureStatus::carried_out;
      one->report = e.report;
    }
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const Published& e) const {
    if (!e.catalogue.empty()) state.catalogues.push_back(e.catalogue);
    state.observe_from = e.observe_from;
    state.observe_to = e.observe_to;
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const ObservationEnded& e) const { set_limit(state, e.until); }
  void operator()(const Verified& e) const {
    state.recurrences.push_back(e.recurrence);
    set_limit(state, e.until);
  }
  void operator()(const Continued& e) const {
    state.round = e.round;
    state.cause.clear();
    add_involved(state, e.by);
    set_limit(state, e.until);
  }
  void operator()(const Closed& e) const {
    state.ending = e.reason;
    set_limit(state, std::nullopt);
  }
  void operator()(const LimitMissed& e) const {
    ++state.missed;
    if (e.measure == 0) {
      state.late = true;
    } else if (auto* one = measure(e.measure)) {
      one->late = true;
    }
  }
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
  void operator()(const TimerDeclined&) const {}
};

}  // namespace

void RectificationDecider::evolve(State& state, const Event& event, const core::Facts&) const {
  state.phase = stages().follow(state.phase, event).value_or(state.phase);
  std::visit(Evolving{state}, event);
}

}  // namespace recourse::casework::rectification
