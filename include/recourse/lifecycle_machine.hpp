// The Boost.MSM machine of a lifecycle's region (recourse/lifecycle.hpp). Include it in the one
// source file that compiles the region, and nowhere else: MSM costs some hundred milliseconds of
// compiler for each row and event.
//
//     lifecycle::Steps<Door> door_steps() { return lifecycle::steps<DoorRows>(); }
//
// MSM numbers its states by the order of rows. Those numbers never leave this file: phases are put
// in and read back through the machine's own serialize hook.
#pragma once

#include <array>
#include <boost/mp11/algorithm.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::lifecycle::detail {

namespace mp11 = boost::mp11;
namespace msm = boost::msm;

template <auto Phase>
struct InPhase : msm::front::state<> {};

/// What the machine is given: an event's type, and where its facts are.
template <class E>
struct Given {
  const E* event;
  bool judges;
};

template <class Guard>
struct Holds {
  template <class E, class Fsm, class Source, class Target>
  bool operator()(const Given<E>& given, Fsm&, Source&, Target&) const {
    if (judges<Guard>() && !given.judges) return true;
    return Guard::holds(*given.event);
  }
};

template <class R>
struct RowOf;
template <auto From, class E, auto To, class Guard>
struct RowOf<Row<From, E, To, Guard>> {
  using Phase = decltype(From);
  using Event = E;
  using States =
      mp11::mp_list<std::integral_constant<Phase, From>, std::integral_constant<Phase, To>>;
  using Msm = msm::front::Row<InPhase<From>, Given<E>, InPhase<To>, msm::front::none, Holds<Guard>>;
};
template <auto From, class E, auto To>
struct RowOf<Row<From, E, To, Always>> {
  using Phase = decltype(From);
  using Event = E;
  using States =
      mp11::mp_list<std::integral_constant<Phase, From>, std::integral_constant<Phase, To>>;
  using Msm = msm::front::Row<InPhase<From>, Given<E>, InPhase<To>>;
};
template <class R>
using msm_row = typename RowOf<R>::Msm;
template <class R>
using event_of = typename RowOf<R>::Event;
template <class R>
using states_of = typename RowOf<R>::States;

// There may be more rows than mpl::vector takes as arguments; pushed one by one there is no limit.
template <class Vector, class R>
using push_back = typename boost::mpl::push_back<Vector, R>::type;

template <class Rows>
struct Front : msm::front::state_machine_def<Front<Rows>> {
  using First = mp11::mp_first<states_of<mp11::mp_first<Rows>>>;
  using initial_state = InPhase<First::value>;
  using transition_table =
      mp11::mp_fold<mp11::mp_transform<msm_row, Rows>, boost::mpl::vector<>, push_back>;
  using no_exception_thrown = int;
  using no_message_queue = int;
  using no_copy = int;

  template <class Fsm, class E>
  void no_transition(const E&, Fsm&, int) {}
};

/// Puts the region's state into a machine, or reads it; everything else it leaves alone.
struct StateHook {
  int& state;
  bool loading;

  StateHook& operator&(int (&machine)[1]) {
    (loading ? machine[0] : state) = loading ? state : machine[0];
    return *this;
  }
  template <class T>
  StateHook& operator&(T&) {
    return *this;
  }
};

template <class Rows>
class Machine {
 public:
  using P = typename RowOf<mp11::mp_first<Rows>>::Phase;

  template <class E>
  static std::optional<P> take(P from, const void* event, bool judges) {
    int state = number_of(from);
    if (state < 0) return std::nullopt;  // no row of these leads to that phase or from it
    Fsm machine;
    StateHook in{state, true};
    machine.serialize(in, 0u);
    const Given<E> given{static_cast<const E*>(event), judges};
    // One region and no queue: nothing but "handled" means that a row was taken.
    if (machine.process_event(given) != msm::back::HANDLED_TRUE) return std::nullopt;
    StateHook out{state, false};
    machine.serialize(out, 0u);
    return phase_of(state);
  }

 private:
  using Fsm = msm::back::state_machine<Front<Rows>>;
  using States = mp11::mp_unique<mp11::mp_flatten<mp11::mp_transform<states_of, Rows>>>;

  struct Number {
    P phase;
    int number;
  };
  template <class... S>
  static constexpr std::array<Number, sizeof...(S)> numbers(mp11::mp_list<S...>) {
    return {
        Number{S::value, msm::back::get_state_id<typename Fsm::stt, InPhase<S::value>>::value}...};
  }
  static int number_of(P phase) {
    for (const auto& one : numbers(States{})) {
      if (one.phase == phase) return one.number;
    }
    return -1;
  }
  static P phase_of(int number) {
    for (const auto& one : numbers(States{})) {
      if (one.number == number) return one.phase;
    }
    return P{};
  }
};

template <class Rows, class... E>
constexpr auto steps_of(mp11::mp_list<E...>) {
  using M = Machine<Rows>;
  return std::array<Step<typename M::P>, sizeof...(E)>{
      Step<typename M::P>{describe::spec_of<E>.type, &M::template take<E>}...};
}

}  // namespace recourse::lifecycle::detail

namespace recourse::lifecycle {

/// Makes the machine of some rows: what it does with each event type that they name.
template <class Rows>
auto steps() {
  using Events = boost::mp11::mp_unique<boost::mp11::mp_transform<detail::event_of, Rows>>;
  static constexpr auto kSteps = detail::steps_of<Rows>(Events{});
  return std::span{kSteps};
}

}  // namespace recourse::lifecycle
