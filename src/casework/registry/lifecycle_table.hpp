// The tables of the register of windows, written once: the rows of each region, and who may give
// which command. Rows, once released, are never removed or narrowed.
#pragma once

#include <recourse/casework/registry/commands.hpp>
#include <recourse/casework/registry/lifecycle.hpp>

namespace recourse::casework::registry::table {

using lifecycle::Row;
using W = Phase;
using S = SignPhase;
using R = RosterPhase;

/// The sign stands clear, or it does not.
struct InOrder {
  static constexpr std::string_view kWords = "in order";
  template <class E>
  static bool holds(const E& e) {
    return e.clear_position && e.unobstructed;
  }
};
struct Faulty {
  static constexpr std::string_view kWords = "faulty";
  template <class E>
  static bool holds(const E& e) {
    return !InOrder::holds(e);
  }
};
/// Somebody serves after it, or nobody does.
struct SomeLeft {
  static constexpr std::string_view kWords = "somebody serves on";
  template <class E>
  static bool holds(const E& e) {
    return e.left > 0;
  }
};
struct NobodyLeft {
  static constexpr std::string_view kWords = "nobody serves on";
  template <class E>
  static bool holds(const E& e) {
    return e.left == 0;
  }
};

// clang-format off
using Window = boost::mp11::mp_list<
    Row<W::none, StationRegistered, W::registered>,
    Row<W::none, CentreRegistered, W::registered>,

    Row<W::registered, Planned, W::planned>,
    Row<W::registered, CentreJoined, W::shared>,
    Row<W::registered, Closed, W::closed>,

    Row<W::planned, Planned, W::planned>,
    Row<W::planned, Opened, W::open>,
    Row<W::planned, CentreJoined, W::shared>,
    Row<W::planned, Closed, W::closed>,

    Row<W::open, Suspended, W::suspended>,
    Row<W::open, Moved, W::moved>,
    Row<W::open, CentreJoined, W::shared>,
    Row<W::open, Closed, W::closed>,

    Row<W::suspended, Opened, W::open>,
    Row<W::suspended, Suspended, W::suspended>,
    Row<W::suspended, Moved, W::moved>,
    Row<W::suspended, CentreJoined, W::shared>,
    Row<W::suspended, Closed, W::closed>,

    Row<W::moved, Planned, W::moved>,
    Row<W::moved, Moved, W::moved>,
    Row<W::moved, Opened, W::open>,
    Row<W::moved, CentreJoined, W::shared>,
    Row<W::moved, Closed, W::closed>,

    Row<W::shared, CentreLeft, W::registered>>;

using Sign = boost::mp11::mp_list<
    Row<S::none, Planned, S::unchecked>,

    Row<S::unchecked, SignChecked, S::clear, InOrder>,
    Row<S::unchecked, SignChecked, S::failed, Faulty>,
    Row<S::unchecked, Planned, S::unchecked>,
    Row<S::unchecked, Moved, S::unchecked>,
    Row<S::unchecked, CentreJoined, S::none>,
    Row<S::unchecked, Closed, S::none>,

    Row<S::failed, SignChecked, S::clear, InOrder>,
    Row<S::failed, SignChecked, S::failed, Faulty>,
    Row<S::failed, Planned, S::unchecked>,
    Row<S::failed, Moved, S::unchecked>,
    Row<S::failed, CentreJoined, S::none>,
    Row<S::failed, Closed, S::none>,

    Row<S::clear, SignChecked, S::clear, InOrder>,
    Row<S::clear, SignChecked, S::failed, Faulty>,
    Row<S::clear, SignInspected, S::clear, InOrder>,
    Row<S::clear, SignInspected, S::obstructed, Faulty>,
    Row<S::clear, Planned, S::unchecked>,
    Row<S::clear, Moved, S::unchecked>,
    Row<S::clear, CentreJoined, S::none>,
    Row<S::clear, Closed, S::none>,

    Row<S::obstructed, SignInspected, S::clear, InOrder>,
    Row<S::obstructed, SignInspected, S::obstructed, Faulty>,
    Row<S::obstructed, SignCorrected, S::clear>,
    Row<S::obstructed, Planned, S::unchecked>,
    Row<S::obstructed, Moved, S::unchecked>,
    Row<S::obstructed, CentreJoined, S::none>,
    Row<S::obstructed, Closed, S::none>>;

using Roster = boost::mp11::mp_list<
    Row<R::unstaffed, ServiceBegan, R::staffed>,
    Row<R::unstaffed, StandInEnded, R::staffed>,
    Row<R::unstaffed, ServiceEnded, R::unstaffed, NobodyLeft>,

    Row<R::staffed, ServiceBegan, R::staffed>,
    Row<R::staffed, StandInEnded, R::staffed>,
    Row<R::staffed, ServiceEnded, R::staffed, SomeLeft>,
    Row<R::staffed, ServiceEnded, R::unstaffed, NobodyLeft>,
    Row<R::staffed, StandInStopped, R::staffed, SomeLeft>,
    Row<R::staffed, StandInStopped, R::unstaffed, NobodyLeft>,
    Row<R::staffed, CentreJoined, R::unstaffed>,
    Row<R::staffed, Closed, R::unstaffed>>;
// clang-format on

inline constexpr RoleSet kAbove =
    role_bit(Role::district_officer) | role_bit(Role::city_officer) | role_bit(Role::supervisor);
inline constexpr RoleSet kChief = role_bit(Role::station_chief) | kAbove;
inline constexpr RoleSet kLead = role_bit(Role::counter_lead) | kChief;
/// Whoever serves people at the window.
inline constexpr RoleSet kServing = role_bit(Role::window_officer) | kLead;
inline constexpr RoleSet kTimer = role_bit(Role::timer);

template <class C, class E>
constexpr Grant grant(RoleSet roles) {
  return {describe::spec_of<C>.type, describe::spec_of<E>.type, roles};
}

inline constexpr Grant kGrants[] = {
    grant<Register, StationRegistered>(kChief),
    grant<RegisterCentre, CentreRegistered>(kAbove),
    grant<JoinCentre, CentreJoined>(kChief),
    grant<LeaveCentre, CentreLeft>(kChief),
    grant<RecordCounter, CounterRecorded>(kLead),
    grant<Plan, Planned>(kChief),
    grant<AttachRoom, RoomAttached>(kLead),
    grant<DetachRoom, RoomDetached>(kLead),
    grant<CheckSign, SignChecked>(kLead),
    grant<InspectSign, SignInspected>(kChief),
    grant<CorrectSign, SignCorrected>(kLead),
    grant<Open, Opened>(kChief),
    grant<Suspend, Suspended>(kChief),
    grant<Move, Moved>(kChief),
    grant<Close, Closed>(kAbove),
    grant<AddOfficer, OfficerAdded>(kLead),
    grant<Assess, OfficerAssessed>(kChief),
    grant<AskSwap, SwapAsked>(kLead),
    grant<DecideSwap, SwapApproved>(kChief),
    grant<StandIn, StandInBegan>(kLead),
    grant<EndStandIn, StandInEnded>(kLead),
    grant<MissLimit, LimitMissed>(kTimer),
    grant<RecomputeLimits, LimitsRecomputed>(kTimer),
    grant<TakeRoom, RoomTaken>(kServing),
    grant<FreeRoom, RoomFreed>(kServing),
};

}  // namespace recourse::casework::registry::table

namespace recourse::casework::registry {

// Each is compiled in a file of its own: lifecycle_<name>.cpp.
lifecycle::Steps<Phase> window_steps();
lifecycle::Steps<SignPhase> sign_steps();
lifecycle::Steps<RosterPhase> roster_steps();

}  // namespace recourse::casework::registry
