// The machine of the case: Boost.MSM over the rows of lifecycle_table.hpp.
//
// Three orthogonal regions: the life, the clock, and the desk, which is open or done as the life is
// and takes the internal events. MSM numbers its states by the order of rows; those numbers never
// leave this file: phases are put in and read back through the machine's own serialize hook.
// Actions do nothing, guards look at the event alone, queues and exception handling are off.
#include "casework/case/lifecycle_duties.hpp"
#include "casework/case/lifecycle_table.hpp"

#include <array>
#include <boost/mp11/algorithm.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

namespace recourse::casework {
namespace {

namespace mp11 = boost::mp11;
namespace msm = boost::msm;

constexpr std::size_t kPhases = 21;
constexpr std::size_t kClockPhases = 5;

// States of the three regions.
template <Phase P>
struct LifeState : msm::front::state<> {};
template <ClockPhase K>
struct ClockState : msm::front::state<> {};
template <bool Open>
struct DeskState : msm::front::state<> {};

// Which facts an event must carry to count as what it says. `decide` refuses with a reason of its
// own before it comes to this; the machine is the last to look.
template <class E>
bool complete(const E&) {
  return true;
}
bool complete(const Declined& e) {
  return !e.reason.empty() && !e.remedy.empty() && !e.body.empty();
}
bool complete(const RoutedNotice& e) { return !e.items.empty(); }
bool complete(const NewDemandMade& e) { return !e.items.empty(); }
bool complete(const RoutedLacking& e) { return !e.missing.empty() && !e.promise.empty(); }
bool complete(const Escalated& e) { return e.line != Line{} && e.line != Line::other; }
bool complete(const Extended& e) { return !e.reason.empty() && e.told != Told{}; }
bool complete(const Closed& e) { return e.finish.outcome == Outcome::done || !e.next_step.empty(); }
bool complete(const Rated& e) { return e.grade != Grade{}; }

struct FactsAreComplete {
  template <class E, class Fsm, class Source, class Target>
  bool operator()(const E& event, Fsm& fsm, Source&, Target&) const {
    return fsm.recorded || complete(event);
  }
};

// Our rows as MSM's. Rows lead from state to state; an internal event stays within its state.
template <class R>
struct ToMsm;
template <Phase From, class E, Phase To, RoleSet Roles>
struct ToMsm<table::Row<From, E, To, Roles>> {
  using type =
      msm::front::Row<LifeState<From>, E, LifeState<To>, msm::front::none, FactsAreComplete>;
};
template <ClockPhase From, class E, ClockPhase To>
struct ToMsm<table::Tick<From, E, To>> {
  using type =
      msm::front::Row<ClockState<From>, E, ClockState<To>, msm::front::none, FactsAreComplete>;
};
// All internal events are one to the machine: each type of event costs the compiler 30 MB. The
// desk's two states are never left, the row back is there so that MSM knows them both.
struct Internal {};
struct Anytime {};
struct Never {};
using Desk = mp11::mp_list<msm::front::Row<DeskState<true>, Internal, msm::front::none>,
                           msm::front::Row<DeskState<true>, Anytime, msm::front::none>,
                           msm::front::Row<DeskState<false>, Anytime, msm::front::none>,
                           msm::front::Row<DeskState<false>, Never, DeskState<true>>>;

template <class R>
using to_msm = typename ToMsm<R>::type;
using Rows = mp11::mp_append<mp11::mp_transform<to_msm, table::Life>,
                             mp11::mp_transform<to_msm, table::Clock>, Desk>;
// There are more rows than mpl::vector takes as arguments; pushed one by one there is no limit.
template <class Vector, class R>
using push_back = typename boost::mpl::push_back<Vector, R>::type;
using Table = mp11::mp_fold<Rows, boost::mpl::vector<>, push_back>;

struct Front : msm::front::state_machine_def<Front> {
  using initial_state =
      boost::mpl::vector<LifeState<Phase::none>, ClockState<ClockPhase::idle>, DeskState<false>>;
  using transition_table = Table;
  using no_exception_thrown = int;
  using no_message_queue = int;
  using no_copy = int;

  /// The event is recorded already: its facts are not judged again.
  bool recorded = false;

  template <class Fsm, class E>
  void no_transition(const E&, Fsm&, int) {}
};
using Machine = msm::back::state_machine<Front>;
using Stt = Machine::stt;

// Our numbers to MSM's and back, made once at compile time.
struct Numbers {
  std::array<int, kPhases> life{};
  std::array<int, kClockPhases> clock{};
  std::array<int, 2> desk{};
};
constexpr Numbers kNumbers = [] {
  Numbers n;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((n.life[I] = msm::back::get_state_id<Stt, LifeState<static_cast<Phase>(I)>>::value), ...);
  }
  (std::make_index_sequence<kPhases>{});
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((n.clock[I] = msm::back::get_state_id<Stt, ClockState<static_cast<ClockPhase>(I)>>::value),
     ...);
  }
  (std::make_index_sequence<kClockPhases>{});
  n.desk[0] = msm::back::get_state_id<Stt, DeskState<false>>::value;
  n.desk[1] = msm::back::get_state_id<Stt, DeskState<true>>::value;
  return n;
}();
constexpr std::size_t kStates = kPhases + kClockPhases + 2;
constexpr std::array<std::uint8_t, kStates> kOurs = [] {
  std::array<std::uint8_t, kStates> ours{};
  for (std::size_t i = 0; i < kPhases; ++i) {
    ours[static_cast<std::size_t>(kNumbers.life[i])] = static_cast<std::uint8_t>(i);
  }
  for (std::size_t i = 0; i < kClockPhases; ++i) {
    ours[static_cast<std::size_t>(kNumbers.clock[i])] = static_cast<std::uint8_t>(i);
  }
  return ours;
}();

/// Puts the regions' states into a machine, or reads them; everything else it leaves alone.
struct Regions {
  int (&states)[3];
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

template <class R>
struct EventOf;
template <Phase From, class E, Phase To, RoleSet Roles>
struct EventOf<table::Row<From, E, To, Roles>> {
  using type = E;
};
template <class R>
using event_of = typename EventOf<R>::type;
using LifeEvents = mp11::mp_unique<mp11::mp_transform<event_of, table::Life>>;
template <class R>
struct TickEventOf;
template <ClockPhase From, class E, ClockPhase To>
struct TickEventOf<table::Tick<From, E, To>> {
  using type = E;
};
template <class R>
using tick_event_of = typename TickEventOf<R>::type;
using ClockEvents = mp11::mp_unique<mp11::mp_transform<tick_event_of, table::Clock>>;

template <class E>
const auto& as_machine_event(const E& event) {
  if constexpr (mp11::mp_contains<table::Internal, E>::value) {
    static constexpr Internal kInternal;
    return kInternal;
  } else if constexpr (mp11::mp_contains<table::Anytime, E>::value) {
    static constexpr Anytime kAnytime;
    return kAnytime;
  } else {
    return event;
  }
}

template <class E>
std::optional<Phases> step(Phases phases, const E& event, bool recorded) {
  int states[3] = {kNumbers.life[static_cast<std::size_t>(phases.life)],
                   kNumbers.clock[static_cast<std::size_t>(phases.clock)],
                   kNumbers.desk[is_open(phases.life) ? 1 : 0]};
  Machine machine;
  machine.recorded = recorded;
  Regions in{states, true};
  machine.serialize(in, 0u);
  const auto handled = machine.process_event(as_machine_event(event));
  Regions out{states, false};
  machine.serialize(out, 0u);
  Phases after = phases;
  after.life = static_cast<Phase>(kOurs[static_cast<std::size_t>(states[0])]);
  after.clock = static_cast<ClockPhase>(kOurs[static_cast<std::size_t>(states[1])]);
  // What both regions know must be taken by the life; it always leaves its phase (checked in
  // transitions.cpp), so that leaving it is the sign.
  constexpr bool both =
      mp11::mp_contains<LifeEvents, E>::value && mp11::mp_contains<ClockEvents, E>::value;
  const bool taken = both ? after.life != phases.life : handled == msm::back::HANDLED_TRUE;
  if (!taken) return std::nullopt;
  return after;
}

bool in_range(Phases phases) {
  return static_cast<std::size_t>(phases.life) < kPhases &&
         static_cast<std::size_t>(phases.clock) < kClockPhases && duties_in_range(phases);
}

/// All regions: life and clock here, care and supervision beside them.
template <class E>
std::optional<Phases> go(Phases phases, const E& event, bool recorded) {
  if (!in_range(phases)) return std::nullopt;
  constexpr bool begins = std::is_same_v<E, Received>;
  if (!begins && phases.life == Phase::none) return std::nullopt;
  if constexpr (mp11::mp_contains<table::Duties, E>::value) {
    return duties_after(phases, event);
  } else {
    auto after = step(phases, event, recorded);
    if constexpr (std::is_same_v<E, Rated>) {
      if (after) after->care = duties_after(*after, event).value_or(*after).care;
    }
    return after;
  }
}

}  // namespace

std::optional<Phases> advance(Phases phases, const Event& event) {
  return std::visit([&](const auto& e) { return go(phases, e, false); }, event);
}

std::optional<Phases> follow(Phases phases, const Event& event) {
  return std::visit([&](const auto& e) { return go(phases, e, true); }, event);
}

}  // namespace recourse::casework
