// The transition table of a rectification.
#pragma once

#include <recourse/casework/rectification/lifecycle.hpp>

namespace recourse::casework::rectification {

// What tells rows of one phase and event apart.
struct SomeLeft {
  static constexpr std::string_view kWords = "a measure is left";
  template <class E>
  static bool holds(const E& e) {
    return e.left > 0;
  }
};
struct NoneLeft {
  static constexpr std::string_view kWords = "no measure is left";
  template <class E>
  static bool holds(const E& e) {
    return e.left == 0;
  }
};
struct SomeAdopted {
  static constexpr std::string_view kWords = "no measure is left, and some were adopted";
  template <class E>
  static bool holds(const E& e) {
    return e.left == 0 && e.adopted > 0;
  }
};
struct AllRejected {
  static constexpr std::string_view kWords = "no measure is left, and none was adopted";
  template <class E>
  static bool holds(const E& e) {
    return e.left == 0 && e.adopted == 0;
  }
};
struct Proved {
  static constexpr std::string_view kWords = "the effect is proved";
  template <class E>
  static bool holds(const E& e) {
    return e.proved;
  }
};
struct NotProved {
  static constexpr std::string_view kWords = "the effect is not proved";
  template <class E>
  static bool holds(const E& e) {
    return !e.proved;
  }
};

// clang-format off
using Rows = boost::mp11::mp_list<
    lifecycle::Row<Phase::none, Opened, Phase::opened>,
    lifecycle::Row<Phase::opened, Analysed, Phase::analysed>,
    lifecycle::Row<Phase::analysed, MeasureProposed, Phase::proposed>,
    lifecycle::Row<Phase::proposed, MeasureProposed, Phase::proposed>,
    lifecycle::Row<Phase::proposed, MeasureAdopted, Phase::proposed, SomeLeft>,
    lifecycle::Row<Phase::proposed, MeasureAdopted, Phase::adopted, NoneLeft>,
    lifecycle::Row<Phase::proposed, MeasureRejected, Phase::proposed, SomeLeft>,
    lifecycle::Row<Phase::proposed, MeasureRejected, Phase::adopted, SomeAdopted>,
    lifecycle::Row<Phase::proposed, MeasureRejected, Phase::analysed, AllRejected>,
    lifecycle::Row<Phase::adopted, MeasureCarriedOut, Phase::adopted, SomeLeft>,
    lifecycle::Row<Phase::adopted, MeasureCarriedOut, Phase::carried_out, NoneLeft>,
    lifecycle::Row<Phase::carried_out, Published, Phase::observed>,
    lifecycle::Row<Phase::observed, ObservationEnded, Phase::measured>,
    lifecycle::Row<Phase::measured, Verified, Phase::effective, Proved>,
    lifecycle::Row<Phase::measured, Verified, Phase::unproven, NotProved>,
    lifecycle::Row<Phase::effective, Closed, Phase::closed>,
    lifecycle::Row<Phase::unproven, Closed, Phase::closed>,
    lifecycle::Row<Phase::unproven, Continued, Phase::opened>,

    lifecycle::Row<Phase::opened, TopicSet, Phase::opened>,
    lifecycle::Row<Phase::analysed, TopicSet, Phase::analysed>,
    lifecycle::Row<Phase::proposed, TopicSet, Phase::proposed>,
    lifecycle::Row<Phase::adopted, TopicSet, Phase::adopted>,
    lifecycle::Row<Phase::carried_out, TopicSet, Phase::carried_out>,
    lifecycle::Row<Phase::observed, TopicSet, Phase::observed>,
    lifecycle::Row<Phase::measured, TopicSet, Phase::measured>,
    lifecycle::Row<Phase::effective, TopicSet, Phase::effective>,
    lifecycle::Row<Phase::unproven, TopicSet, Phase::unproven>,

    lifecycle::Row<Phase::opened, LimitMissed, Phase::opened>,
    lifecycle::Row<Phase::analysed, LimitMissed, Phase::analysed>,
    lifecycle::Row<Phase::proposed, LimitMissed, Phase::proposed>,
    lifecycle::Row<Phase::adopted, LimitMissed, Phase::adopted>,
    lifecycle::Row<Phase::carried_out, LimitMissed, Phase::carried_out>,
    lifecycle::Row<Phase::measured, LimitMissed, Phase::measured>,
    lifecycle::Row<Phase::effective, LimitMissed, Phase::effective>,
    lifecycle::Row<Phase::unproven, LimitMissed, Phase::unproven>,

    lifecycle::Row<Phase::opened, TimerDeclined, Phase::opened>,
    lifecycle::Row<Phase::analysed, TimerDeclined, Phase::analysed>,
    lifecycle::Row<Phase::proposed, TimerDeclined, Phase::proposed>,
    lifecycle::Row<Phase::adopted, TimerDeclined, Phase::adopted>,
    lifecycle::Row<Phase::carried_out, TimerDeclined, Phase::carried_out>,
    lifecycle::Row<Phase::observed, TimerDeclined, Phase::observed>,
    lifecycle::Row<Phase::measured, TimerDeclined, Phase::measured>,
    lifecycle::Row<Phase::effective, TimerDeclined, Phase::effective>,
    lifecycle::Row<Phase::unproven, TimerDeclined, Phase::unproven>>;
// clang-format on

lifecycle::Steps<Phase> stage_steps();  // lifecycle_stage.cpp

}  // namespace recourse::casework::rectification
