// The machine of the duties: Boost.MSM over two small tables. As in lifecycle.cpp MSM's numbers
// never leave this file. A row's guard looks at the event alone.
#include "casework/case/lifecycle_duties.hpp"

#include <algorithm>
#include <array>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

namespace recourse::casework {
namespace {

namespace mp11 = boost::mp11;
namespace msm = boost::msm;
using C = CarePhase;
using S = SupervisionPhase;

// What chooses between rows; each has the words for the diagrams.
struct Always {
  static constexpr std::string_view kWords = "";
  template <class E>
  static bool holds(const E&) {
    return true;
  }
};
struct BadAndNamed {
  static constexpr std::string_view kWords = "follow_up";
  static bool holds(const Rated& e) { return e.follow_up; }
};
struct Discharged {
  static constexpr std::string_view kWords = "discharged";
  static bool holds(const CareContacted& e) { return e.discharged; }
};
struct NotDischarged {
  static constexpr std::string_view kWords = "attempt";
  static bool holds(const CareContacted& e) { return !e.discharged; }
};
struct OfService {
  static constexpr std::string_view kWords = "service, mixed";
  static bool holds(const RatingVerified& e) {
    return e.cause == RatingCause::service || e.cause == RatingCause::mixed;
  }
};
struct OfPolicy {
  static constexpr std::string_view kWords = "policy";
  static bool holds(const RatingVerified& e) { return e.cause == RatingCause::policy; }
};
struct Mistaken {
  static constexpr std::string_view kWords = "mistaken";
  static bool holds(const RatingVerified& e) { return e.cause == RatingCause::mistaken; }
};
struct Solved {
  static constexpr std::string_view kWords = "solved";
  static bool holds(const Revisited& e) { return e.solved; }
};
struct NotSolved {
  static constexpr std::string_view kWords = "not solved";
  static bool holds(const Revisited& e) { return !e.solved; }
};
struct Excluded {
  static constexpr std::string_view kWords = "excluded";
  static bool holds(const ExclusionDecided& e) { return e.excluded; }
};
struct Counts {
  static constexpr std::string_view kWords = "counts";
  static bool holds(const ExclusionDecided& e) { return !e.excluded; }
};
struct Enough {
  static constexpr std::string_view kWords = "accepted";
  static bool holds(const SupervisionVerified& e) { return e.accepted; }
};
struct NotEnough {
  static constexpr std::string_view kWords = "not accepted";
  static bool holds(const SupervisionVerified& e) { return !e.accepted; }
};

/// From × event, if the fact holds → to. From and To are of one region.
template <auto From, class E, auto To, class Fact = Always>
struct Duty {};

// clang-format off
using Care = mp11::mp_list<
    Duty<C::none, Rated, C::contact_due, BadAndNamed>,
    Duty<C::done, Rated, C::contact_due, BadAndNamed>,
    Duty<C::excluded, Rated, C::contact_due, BadAndNamed>,
    Duty<C::contact_due, Rated, C::contact_due, BadAndNamed>,
    Duty<C::verify_due, Rated, C::contact_due, BadAndNamed>,
    Duty<C::correction_due, Rated, C::contact_due, BadAndNamed>,
    Duty<C::feedback_due, Rated, C::contact_due, BadAndNamed>,
    Duty<C::revisit_due, Rated, C::contact_due, BadAndNamed>,
    Duty<C::exclusion_asked, Rated, C::contact_due, BadAndNamed>,
    Duty<C::contact_due, CareContacted, C::contact_due, NotDischarged>,
    Duty<C::contact_due, CareContacted, C::verify_due, Discharged>,
    Duty<C::verify_due, RatingVerified, C::correction_due, OfService>,
    Duty<C::verify_due, RatingVerified, C::feedback_due, OfPolicy>,
    Duty<C::verify_due, RatingVerified, C::exclusion_asked, Mistaken>,
    Duty<C::correction_due, CorrectionPlanned, C::correction_due>,
    Duty<C::correction_due, Corrected, C::feedback_due>,
    Duty<C::feedback_due, FedBack, C::revisit_due>,
    Duty<C::revisit_due, Revisited, C::done, Solved>,
    Duty<C::revisit_due, Revisited, C::contact_due, NotSolved>,
    Duty<C::exclusion_asked, ExclusionDecided, C::excluded, Excluded>,
    Duty<C::exclusion_asked, ExclusionDecided, C::verify_due, Counts>>;

using Supervision = mp11::mp_list<
    Duty<S::none, Supervised, S::supervised>,
    Duty<S::answered, Supervised, S::supervised>,
    Duty<S::supervised, Supervised, S::supervised>,
    Duty<S::supervised, SupervisionRaised, S::supervised>,
    Duty<S::supervised, SupervisionAnswered, S::answered>,
    Duty<S::answered, SupervisionVerified, S::none, Enough>,
    Duty<S::answered, SupervisionVerified, S::supervised, NotEnough>>;
// clang-format on

template <auto P>
struct DutyState : msm::front::state<> {};

template <class Fact>
struct Guard {
  template <class E, class Fsm, class Source, class Target>
  bool operator()(const E& event, Fsm&, Source&, Target&) const {
    return Fact::holds(event);
  }
};

template <class R>
struct ToMsm;
template <auto From, class E, auto To, class Fact>
struct ToMsm<Duty<From, E, To, Fact>> {
  using type = msm::front::Row<DutyState<From>, E, DutyState<To>, msm::front::none, Guard<Fact>>;
};
template <class R>
using to_msm = typename ToMsm<R>::type;
template <class Vector, class R>
using push_back = typename boost::mpl::push_back<Vector, R>::type;
using Rows = mp11::mp_transform<to_msm, mp11::mp_append<Care, Supervision>>;

struct Front : msm::front::state_machine_def<Front> {
  using initial_state = boost::mpl::vector<DutyState<C::none>, DutyState<S::none>>;
  using transition_table = mp11::mp_fold<Rows, boost::mpl::vector<>, push_back>;
  using no_exception_thrown = int;
  using no_message_queue = int;
  using no_copy = int;

  template <class Fsm, class E>
  void no_transition(const E&, Fsm&, int) {}
};
using Machine = msm::back::state_machine<Front>;

constexpr std::size_t kCarePhases = 9;
constexpr std::size_t kSupervisionPhases = 3;

template <class P, std::size_t N>
constexpr std::array<int, N> numbers() {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<int, N>{
        msm::back::get_state_id<Machine::stt, DutyState<static_cast<P>(I)>>::value...};
  }
  (std::make_index_sequence<N>{});
}
constexpr auto kCareNumbers = numbers<C, kCarePhases>();
constexpr auto kSupervisionNumbers = numbers<S, kSupervisionPhases>();

template <class P, std::size_t N>
P phase_of(const std::array<int, N>& all, int number) {
  return static_cast<P>(std::ranges::find(all, number) - all.begin());
}

/// Puts the regions' states into a machine, or reads them; everything else it leaves alone.
struct Regions {
  int (&states)[2];
  bool loading;

  Regions& operator&(int (&machine)[2]) {
    for (std::size_t i = 0; i < 2; ++i)
      (loading ? machine[i] : states[i]) = loading ? states[i] : machine[i];
    return *this;
  }
  template <class T>
  Regions& operator&(T&) {
    return *this;
  }
};

template <class R>
struct EventOf;
template <auto From, class E, auto To, class Fact>
struct EventOf<Duty<From, E, To, Fact>> {
  using type = E;
};
template <class R>
using event_of = typename EventOf<R>::type;
using Known = mp11::mp_unique<mp11::mp_transform<event_of, mp11::mp_append<Care, Supervision>>>;

template <class E>
std::optional<Phases> step(Phases phases, const E& event) {
  if constexpr (!mp11::mp_contains<Known, E>::value) {
    return std::nullopt;
  } else {
    int states[2] = {kCareNumbers[static_cast<std::size_t>(phases.care)],
                     kSupervisionNumbers[static_cast<std::size_t>(phases.supervision)]};
    Machine machine;
    Regions in{states, true};
    machine.serialize(in, 0u);
    if (machine.process_event(event) != msm::back::HANDLED_TRUE) return std::nullopt;
    Regions out{states, false};
    machine.serialize(out, 0u);
    phases.care = phase_of<C>(kCareNumbers, states[0]);
    phases.supervision = phase_of<S>(kSupervisionNumbers, states[1]);
    return phases;
  }
}

template <auto From, class E, auto To, class Fact>
constexpr DutyTransition as_data(Duty<From, E, To, Fact>) {
  return {describe::enum_name(From), describe::spec_of<E>.type, describe::enum_name(To),
          zh_name_of<E>, Fact::kWords};
}
template <class... R>
std::array<DutyTransition, sizeof...(R)> all(mp11::mp_list<R...>) {
  return {as_data(R{})...};
}

/// One region of the diagrams: a label for every phase, then the rows.
template <class P>
void draw(std::string& out, std::string_view region, std::span<const DutyTransition> rows) {
  const auto node = [&](std::string_view phase) {
    return phase == "none" ? std::string{"[*]"} : std::string{region} + "_" + std::string{phase};
  };
  out.append("    --\n");
  mp11::mp_for_each<boost::describe::describe_enumerators<P>>([&](auto d) {
    if (d.value == P{}) return;
    out.append("    state \"").append(d.name).append(" ").append(zh(d.value)).append("\" as ");
    out.append(node(d.name)).append("\n");
  });
  for (const auto& row : rows) {
    out.append("    ").append(node(row.from)).append(" --> ").append(node(row.to)).append(" : ");
    out.append(row.event.substr(row.event.find('.') + 1)).append(" ").append(row.zh);
    if (!row.when.empty()) out.append(" (").append(row.when).append(")");
    out.append("\n");
  }
}

}  // namespace

std::string_view zh(CarePhase phase) {
  constexpr std::array<std::string_view, kCarePhases> kNames{
      "无", "待联系", "待核实", "待整改", "待反馈", "待回访", "待定是否剔除", "整改完毕", "已剔除"};
  const auto i = static_cast<std::size_t>(phase);
  return i < kNames.size() ? kNames[i] : std::string_view{};
}

std::string_view zh(SupervisionPhase phase) {
  constexpr std::array<std::string_view, kSupervisionPhases> kNames{"无", "督办中", "已反馈待核实"};
  const auto i = static_cast<std::size_t>(phase);
  return i < kNames.size() ? kNames[i] : std::string_view{};
}

bool is_settled(CarePhase phase) {
  return phase == CarePhase::none || phase == CarePhase::done || phase == CarePhase::excluded;
}

bool duties_in_range(Phases phases) {
  return static_cast<std::size_t>(phases.care) < kCarePhases &&
         static_cast<std::size_t>(phases.supervision) < kSupervisionPhases;
}

std::optional<Phases> duties_after(Phases phases, const Event& event) {
  if (!duties_in_range(phases)) return std::nullopt;
  return std::visit([&](const auto& e) { return step(phases, e); }, event);
}

bool duties_take(Phases phases, std::string_view event) {
  if (!duties_in_range(phases)) return false;
  const auto leaves = [&](std::span<const DutyTransition> rows, std::string_view from) {
    return std::ranges::any_of(
        rows, [&](const auto& row) { return row.from == from && row.event == event; });
  };
  return leaves(care_transitions(), describe::enum_name(phases.care)) ||
         leaves(supervision_transitions(), describe::enum_name(phases.supervision));
}

std::span<const DutyTransition> care_transitions() {
  static const auto kRows = all(Care{});
  return kRows;
}

std::span<const DutyTransition> supervision_transitions() {
  static const auto kRows = all(Supervision{});
  return kRows;
}

std::string duties_diagram() {
  std::string out;
  draw<CarePhase>(out, "care", care_transitions());
  draw<SupervisionPhase>(out, "supervision", supervision_transitions());
  return out;
}

}  // namespace recourse::casework
