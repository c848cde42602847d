// Which facts an event of the stage or the clock must carry to count as what it says. `decide`
// refuses with a reason of its own before it comes to this; the machine is the last to look.
#pragma once

#include <boost/mp11/algorithm.hpp>

#include <recourse/lifecycle.hpp>
#include "casework/complaint/lifecycle_table.hpp"

namespace recourse::casework::complaint::table {

template <class E>
bool complete(const E&) {
  return true;
}
inline bool complete(const Declined& e) {
  return !e.reason.empty() && !e.remedy.empty() && !e.body.empty();
}
inline bool complete(const RoutedNotice& e) { return !e.items.empty(); }
inline bool complete(const NewDemandMade& e) { return !e.items.empty(); }
inline bool complete(const RoutedLacking& e) { return !e.missing.empty() && !e.promise.empty(); }
inline bool complete(const Escalated& e) { return e.line != Line{} && e.line != Line::other; }
inline bool complete(const Extended& e) { return !e.reason.empty() && e.told != Told{}; }
inline bool complete(const Closed& e) {
  return e.resolution.outcome == Outcome::done || !e.next_step.empty();
}
inline bool complete(const Rated& e) { return e.grade != Grade{}; }

/// The facts are whole; where the fact itself says which row is meant, it chooses.
template <auto From, class E, auto To>
struct Complete {
  static constexpr std::string_view kWords = "";
  static constexpr bool kJudges = true;
  static constexpr std::string_view kZh = zh_name_of<E>;
  static bool holds(const E& e) { return complete(e); }
};
template <Phase From, class E, Phase To>
struct Complete<From, E, To> {
  static constexpr std::string_view kWords = "";
  static constexpr bool kJudges = true;
  static constexpr std::string_view kZh = row_zh<From, E>;
  static bool holds(const E& e) { return complete(e); }
};

/// It goes back to where it was.
template <Phase From, Phase To>
struct Complete<From, Unmerged, To> {
  static constexpr std::string_view kWords = describe::enum_name(To);
  static constexpr std::string_view kZh = zh_name_of<Unmerged>;
  /// One that does not say it goes back to triage.
  static bool holds(const Unmerged& e) {
    return (e.stage == Phase::none ? Phase::accepted : e.stage) == To;
  }
};
template <ClockPhase From, ClockPhase To>
struct Complete<From, Unmerged, To> {
  static constexpr std::string_view kWords = describe::enum_name(To);
  static constexpr std::string_view kZh = zh_name_of<Unmerged>;
  static bool holds(const Unmerged& e) {
    return (e.clock == ClockPhase::idle ? ClockPhase::running : e.clock) == To;
  }
};
/// What came in time and was recorded later goes on from where it lapsed.
template <>
struct Complete<Phase::closed, SupplementedAll, Phase::accepted> {
  static constexpr std::string_view kWords = "notice_issued";
  static constexpr std::string_view kZh = zh_name_of<SupplementedAll>;
  static bool holds(const SupplementedAll& e) { return e.lapsed_from == Phase::notice_issued; }
};
template <>
struct Complete<Phase::closed, SupplementedAll, Phase::expedited> {
  static constexpr std::string_view kWords = "accepted_lacking";
  static constexpr std::string_view kZh = zh_name_of<SupplementedAll>;
  static bool holds(const SupplementedAll& e) { return e.lapsed_from == Phase::accepted_lacking; }
};
template <>
struct Complete<ClockPhase::stopped, SupplementedAll, ClockPhase::running> {
  static constexpr std::string_view kWords = "in time";
  static constexpr std::string_view kZh = zh_name_of<SupplementedAll>;
  static bool holds(const SupplementedAll& e) { return !e.late; }
};
template <>
struct Complete<ClockPhase::stopped, SupplementedAll, ClockPhase::overdue> {
  static constexpr std::string_view kWords = "late";
  static constexpr std::string_view kZh = zh_name_of<SupplementedAll>;
  static bool holds(const SupplementedAll& e) { return e.late; }
};
/// An answer that cannot be carried out goes back to whoever gave it.
template <Phase From>
struct Complete<From, CouldNotApply, Phase::escalated_city> {
  static constexpr std::string_view kWords = "city";
  static constexpr std::string_view kZh = zh_name_of<CouldNotApply>;
  static bool holds(const CouldNotApply& e) { return e.level == Level::city; }
};
template <Phase From>
struct Complete<From, CouldNotApply, Phase::escalated_district> {
  static constexpr std::string_view kWords = "district";
  static constexpr std::string_view kZh = zh_name_of<CouldNotApply>;
  static bool holds(const CouldNotApply& e) { return e.level != Level::city; }
};
template <>
struct Complete<ClockPhase::overdue, Released, ClockPhase::running> {
  static constexpr std::string_view kWords = "in time";
  static constexpr std::string_view kZh = zh_name_of<Released>;
  static bool holds(const Released& e) { return e.in_time; }
};
template <>
struct Complete<ClockPhase::overdue, Released, ClockPhase::overdue> {
  static constexpr std::string_view kWords = "late";
  static constexpr std::string_view kZh = zh_name_of<Released>;
  static bool holds(const Released& e) { return !e.in_time; }
};

template <class R>
struct Judged;
template <Phase From, class E, Phase To, RoleSet Roles>
struct Judged<Row<From, E, To, Roles>> {
  using event = E;
  using type = lifecycle::Row<From, E, To, Complete<From, E, To>>;
};
template <ClockPhase From, class E, ClockPhase To>
struct Judged<ClockRow<From, E, To>> {
  using event = E;
  using type = lifecycle::Row<From, E, To, Complete<From, E, To>>;
};
template <class R>
using judged = typename Judged<R>::type;

/// The rows of the stage whose events are among Events.
template <class Events>
struct IsOf {
  template <class R>
  using fn = boost::mp11::mp_contains<Events, typename Judged<R>::event>;
};
template <class Events>
using stage_rows_of =
    boost::mp11::mp_transform<judged, boost::mp11::mp_copy_if_q<Stage, IsOf<Events>>>;

}  // namespace recourse::casework::complaint::table
