#include "marker.hpp"

namespace recourse::cli {
namespace {

using Answer = core::Decision<ShowDecider::Event>;

Answer answer(const ShowState& state, const StartShow& c) {
  const ShowStarted wanted{c.seed, c.cases, c.plan};
  if (!state.started) return Answer::of(wanted);
  if (*state.started == wanted) return Answer::nothing();
  return core::Refusal{"another_demo",
                       "demo",
                       "The store belongs to another demonstration.",
                       "该库属于另一场演示。",
                       {}};
}

Answer answer(const ShowState& state, const FinishShow& c) {
  if (!state.started) {
    return core::Refusal{"not_started",    "demo", "Nothing was started here.",
                         "演示尚未开始。", {},     core::RefusalKind::not_now};
  }
  if (state.finished) return Answer::nothing();
  return Answer::of(ShowFinished{c.commands});
}

void on(ShowState& state, const ShowStarted& e) { state.started = e; }
void on(ShowState& state, const ShowFinished&) { state.finished = true; }

}  // namespace

core::Decision<ShowDecider::Event> ShowDecider::decide(const State& state, const Command& command,
                                                       const core::Context&) const {
  return std::visit([&](const auto& c) { return answer(state, c); }, command);
}

void ShowDecider::evolve(State& state, const Event& event, const core::Facts&) const {
  std::visit([&](const auto& e) { on(state, e); }, event);
}

}  // namespace recourse::cli
