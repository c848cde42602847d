// What an event means to the three regions together: those that know it must not all refuse it.
#include "lifecycle.hpp"

#include "lifecycle_table.hpp"

namespace permit {
namespace {

template <class P, class Rows>
lifecycle::Region<P> region_of(lifecycle::Steps<P> steps) {
  return {recourse::describe::set_info<Event>(), lifecycle::rows<Rows>(), {steps}};
}

struct Regions {
  lifecycle::Region<Confirmation> confirmation =
      region_of<Confirmation, ConfirmationRows>(confirmation_steps());
  lifecycle::Region<Advice> advice = region_of<Advice, AdviceRows>(advice_steps());
  lifecycle::Region<Term> term = region_of<Term, TermRows>(term_steps());
};
const Regions& regions() {
  static const Regions all;
  return all;
}

}  // namespace

std::optional<Phases> follow(const Phases& phases, const Event& event) {
  if (std::holds_alternative<TimerDeclined>(event)) return phases;
  const auto confirmation = regions().confirmation.follow(phases.confirmation, event);
  const auto advice = regions().advice.follow(phases.advice, event);
  const auto term = regions().term.follow(phases.term, event);
  if (!confirmation && !advice && !term) return std::nullopt;
  return Phases{confirmation.value_or(phases.confirmation), advice.value_or(phases.advice),
                term.value_or(phases.term)};
}

std::vector<Step> next_steps(const Phases& phases) {
  std::vector<Step> steps;
  for (std::size_t i = 1; i <= kSteps; ++i) {
    const auto step = static_cast<Step>(i);
    if (follow(phases, StepDone{step, {}})) steps.push_back(step);
  }
  return steps;
}

}  // namespace permit
