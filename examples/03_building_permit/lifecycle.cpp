// The table of the receiving phase, and the Boost.MSM machine that follows it: three orthogonal
// regions. MSM numbers its states by the order of rows; those numbers never leave this file.
#include "lifecycle.hpp"

#include <array>
#include <boost/mp11/algorithm.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

namespace permit {
namespace {

namespace mp11 = boost::mp11;
namespace msm = boost::msm;

/// A step as the machine tells it from the others.
template <Step S>
struct Did {};

template <auto Phase>
struct In : msm::front::state<> {};

template <auto From, class E, auto To>
struct Row {};

using C = Confirmation;
using S = Advice;
using T = Term;

// clang-format off
using Table = mp11::mp_list<
    Row<C::none, Filed, C::filed>,
    Row<C::filed, Did<Step::confirm_receipt>, C::received>,
    Row<C::received, Did<Step::check_confirmation>, C::checked>,
    Row<C::checked, Did<Step::adjust_confirmation>, C::adjusted>,
    Row<C::adjusted, Did<Step::check_confirmation>, C::checked>,
    Row<C::checked, Did<Step::determine_confirmation>, C::determined>,
    Row<C::determined, Did<Step::adjust_confirmation>, C::adjusted>,
    Row<C::determined, Did<Step::send_confirmation>, C::sent>,
    Row<C::checked, Did<Step::send_confirmation>, C::sent>,  // skipped the determination

    Row<S::none, Did<Step::confirm_receipt>, S::ready>,
    Row<S::ready, Did<Step::weigh_stop>, S::weighed>,
    Row<S::weighed, Did<Step::weigh_stop>, S::weighed>,
    Row<S::weighed, Did<Step::draft_advice>, S::drafting>,
    Row<S::weighed, Did<Step::request_advice>, S::consulting>,
    Row<S::weighed, Did<Step::decide_stop>, S::decided>,
    Row<S::drafting, Did<Step::draft_advice>, S::drafting>,
    Row<S::drafting, Did<Step::request_advice>, S::consulting>,
    Row<S::drafting, Did<Step::weigh_stop>, S::weighed>,
    Row<S::consulting, Did<Step::draft_advice>, S::consulting>,
    Row<S::consulting, Did<Step::take_advice>, S::consulting>,
    Row<S::consulting, Did<Step::weigh_stop>, S::weighed>,

    Row<S::decided, Did<Step::draft_unlicensed>, S::unlicensed_drafted>,
    Row<S::unlicensed_drafted, Did<Step::check_unlicensed>, S::unlicensed_checked>,
    Row<S::unlicensed_checked, Did<Step::adjust_unlicensed>, S::unlicensed_adjusted>,
    Row<S::unlicensed_adjusted, Did<Step::check_unlicensed>, S::unlicensed_checked>,
    Row<S::unlicensed_checked, Did<Step::determine_unlicensed>, S::unlicensed_determined>,
    Row<S::unlicensed_determined, Did<Step::print_unlicensed>, S::unlicensed_printed>,

    Row<S::decided, Did<Step::report_hold>, S::hold_reported>,
    Row<S::hold_reported, Did<Step::check_report>, S::report_checked>,
    Row<S::report_checked, Did<Step::adjust_report>, S::report_adjusted>,
    Row<S::report_adjusted, Did<Step::check_report>, S::report_checked>,
    Row<S::report_checked, Did<Step::determine_report>, S::report_determined>,
    Row<S::report_determined, Did<Step::print_report>, S::report_printed>,

    Row<T::none, Filed, T::running>,
    Row<T::running, DeadlinePassed, T::passed>,
    Row<T::running, Ended, T::ended>,
    Row<T::passed, Ended, T::ended>>;
// clang-format on

template <class R>
struct ToMsm;
template <auto From, class E, auto To>
struct ToMsm<Row<From, E, To>> {
  using type = msm::front::Row<In<From>, E, In<To>>;
};
template <class R>
using to_msm = typename ToMsm<R>::type;
// There are more rows than mpl::vector takes as arguments; pushed one by one there is no limit.
template <class Vector, class R>
using push_back = typename boost::mpl::push_back<Vector, R>::type;

struct Front : msm::front::state_machine_def<Front> {
  using initial_state = boost::mpl::vector<In<C::none>, In<S::none>, In<T::none>>;
  using transition_table =
      mp11::mp_fold<mp11::mp_transform<to_msm, Table>, boost::mpl::vector<>, push_back>;
  using no_exception_thrown = int;
  using no_message_queue = int;

  template <class Fsm, class E>
  void no_transition(const E&, Fsm&, int) {}
};
using Machine = msm::back::state_machine<Front>;

template <class Phase, std::size_t... I>
constexpr std::array<int, sizeof...(I)> numbers_of(std::index_sequence<I...>) {
  return {msm::back::get_state_id<Machine::stt, In<static_cast<Phase>(I)>>::value...};
}
constexpr auto kConfirmationIds =
    numbers_of<Confirmation>(std::make_index_sequence<kConfirmations>{});
constexpr auto kAdviceIds = numbers_of<Advice>(std::make_index_sequence<kAdvices>{});
constexpr auto kTermIds = numbers_of<Term>(std::make_index_sequence<kTerms>{});

template <class Phase, std::size_t N>
Phase phase_of(const std::array<int, N>& ids, int id) {
  std::size_t i = 0;
  while (i < N && ids[i] != id) ++i;
  return static_cast<Phase>(i);
}

/// Puts the regions' states into a machine, or reads them, through its hook for serialization.
struct Regions {
  std::array<int, 3>& states;
  bool loading;

  Regions& operator&(int (&machine)[3]) {
    for (std::size_t i = 0; i < 3; ++i) {
      if (loading) machine[i] = states[i];
      if (!loading) states[i] = machine[i];
    }
    return *this;
  }
  template <class T>
  Regions& operator&(T&) {
    return *this;
  }
};

template <class E>
std::optional<Phases> process(const Phases& phases, const E& event) {
  std::array<int, 3> states{kConfirmationIds.at(static_cast<std::size_t>(phases.confirmation)),
                            kAdviceIds.at(static_cast<std::size_t>(phases.advice)),
                            kTermIds.at(static_cast<std::size_t>(phases.term))};
  Machine machine;
  Regions in{states, true};
  machine.serialize(in, 0u);
  if (machine.process_event(event) != msm::back::HANDLED_TRUE) return std::nullopt;
  Regions out{states, false};
  machine.serialize(out, 0u);
  return Phases{phase_of<Confirmation>(kConfirmationIds, states[0]),
                phase_of<Advice>(kAdviceIds, states[1]), phase_of<Term>(kTermIds, states[2])};
}

using Process = std::optional<Phases> (*)(const Phases&);
constexpr auto kBySteps = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Process, sizeof...(I)>{
      +[](const Phases& phases) { return process(phases, Did<static_cast<Step>(I + 1)>{}); }...};
}
(std::make_index_sequence<kSteps>{});

}  // namespace

std::optional<Phases> follow(const Phases& phases, const Event& event) {
  if (std::holds_alternative<TimerDeclined>(event)) return phases;
  if (const auto* filed = std::get_if<Filed>(&event)) return process(phases, *filed);
  if (const auto* passed = std::get_if<DeadlinePassed>(&event)) return process(phases, *passed);
  if (const auto* ended = std::get_if<Ended>(&event)) return process(phases, *ended);
  const auto step = static_cast<std::size_t>(std::get<StepDone>(event).step);
  return step >= 1 && step <= kSteps ? kBySteps[step - 1](phases) : std::nullopt;
}

std::vector<Step> next_steps(const Phases& phases) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < kSteps; ++i) {
    if (kBySteps[i](phases)) steps.push_back(static_cast<Step>(i + 1));
  }
  return steps;
}

}  // namespace permit
