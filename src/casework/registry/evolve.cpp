// How events become state; it decides nothing.
#include <algorithm>
#include <recourse/casework/registry/decider.hpp>

namespace recourse::casework::registry {
namespace {

/// A limit that an event sets; missing: none runs any more. One of the same end goes on as it is.
void run(std::optional<OpenLimit>& limit, const std::optional<Due>& due) {
  if (!due) {
    limit.reset();
  } else if (!limit || limit->due != *due) {
    limit = OpenLimit{*due, false};
  }
}

struct Evolving {
  State& state;
  const core::Facts& facts;

  Officer* officer(const std::string& staff) const {
    const auto found = std::ranges::find(state.officers, staff, &Officer::staff);
    return found == state.officers.end() ? nullptr : &*found;
  }
  void begin_service(const std::string& staff) const {
    if (auto* const one = officer(staff)) one->status = OfficerStatus::serving;
    state.services.push_back({staff, facts.occurred_at, std::nullopt});
    state.staffing.reset();
  }
  void end_service(const std::string& staff) const {
    if (auto* const one = officer(staff)) one->status = OfficerStatus::candidate;
    const auto goes_on = [&](const Service& one) { return one.staff == staff && !one.ended; };
    if (!state.first_opened) std::erase_if(state.services, goes_on);  // nobody could serve yet
    for (auto& service : state.services) {
      if (goes_on(service)) service.ended = facts.occurred_at;
    }
    std::erase_if(state.substitutes, [&](const Substitute& one) { return one.absent == staff; });
  }
  /// What belongs to a window ends with it.
  void end_window() const {
    for (const auto& one : state.officers) {
      if (one.status == OfficerStatus::serving) end_service(one.staff);
    }
    state.substitutes.clear();
    state.swaps.clear();
    state.sign_check.reset();
    state.sign_correction.reset();
    state.finding.clear();
    state.suspension.reset();
    state.staffing.reset();
    state.room.reset();
    leave_room();
  }
  void begin_place(PlaceKind kind, const std::string& code, const std::string& district,
                   const std::string& name, const std::string& chief) const {
    state.kind = kind;
    state.code = code;
    state.district = district;
    state.name = name;
    state.chief = chief;
  }

  void operator()(const StationRegistered& e) const {
    begin_place(PlaceKind::station, e.code, e.district, e.name, e.chief);
  }
  void operator()(const CentreRegistered& e) const {
    begin_place(PlaceKind::centre, e.code, e.district, e.name, e.chief);
  }
  void operator()(const CentreJoined& e) const {
    end_window();
    state.centre = e.centre;
    state.form.reset();
    state.place.clear();
    state.counter.clear();
    state.counters.clear();
    state.sign_place.clear();
    state.first_opened.reset();
  }
  void operator()(const CentreLeft&) const { state.centre.clear(); }
  void operator()(const MemberAdded& e) const {
    state.members.insert(std::ranges::lower_bound(state.members, e.station), e.station);
  }
  void operator()(const MemberRemoved& e) const { std::erase(state.members, e.station); }

  void operator()(const CounterRecorded& e) const {
    auto place = std::ranges::lower_bound(state.counters, e.counter.name, {}, &Counter::name);
    if (place == state.counters.end() || place->name != e.counter.name) {
      place = state.counters.emplace(place);
    }
    *place = e.counter;
  }
  void operator()(const Planned& e) const {
    state.form = e.form;
    state.place = e.place;
    state.counter = e.counter;
    run(state.sign_check, e.sign_due);
    run(state.staffing, e.staffing_due);
    state.sign_correction.reset();
    state.finding.clear();
  }
  void operator()(const RoomAttached& e) const { state.room = e.room; }
  void operator()(const RoomDetached&) const { state.room.reset(); }
  void leave_room() const {
    if (!state.room_use) return;
    state.room_use->from_case.clear();
    state.room_use->since.reset();
  }
  void operator()(const RoomTaken& e) const {
    if (!state.room_use) state.room_use = RoomUse{};
    state.room_use->from_case = e.from_case;
    state.room_use->since = facts.occurred_at;
    ++state.room_use->matters;
  }
  void operator()(const RoomFreed& e) const {
    leave_room();
    if (state.room_use) state.room_use->minutes += e.minutes;
  }

  void operator()(const SignChecked& e) const {
    state.sign_place = e.place;
    run(state.sign_check, e.due);
  }
  void operator()(const SignInspected& e) const {
    run(state.sign_correction, e.due);
    state.finding = e.due ? e.finding : std::string{};
  }
  void operator()(const SignCorrected&) const {
    state.sign_correction.reset();
    state.finding.clear();
  }

  void operator()(const Opened&) const {
    state.suspension.reset();
    if (state.first_opened) return;
    state.first_opened = facts.occurred_at;
    // Until here nobody could serve.
    for (auto& service : state.services) {
      if (!service.ended) service.began = facts.occurred_at;
    }
  }
  void operator()(const Suspended& e) const {
    const auto since = state.suspension ? state.suspension->since : facts.occurred_at;
    state.suspension = Suspension{e.reason, since, e.until, false};
  }
  void operator()(const Moved& e) const {
    state.place = e.place;
    run(state.sign_check, e.sign_due);
    state.sign_correction.reset();
    state.finding.clear();
  }
  void operator()(const Closed& e) const {
    end_window();
    state.instead = e.instead;
  }

  void operator()(const OfficerAdded& e) const {
    const auto place = std::ranges::lower_bound(state.officers, e.staff, {}, &Officer::staff);
    state.officers.insert(place, {e.staff, e.rank, e.years, OfficerStatus::candidate, {}});
  }
  void operator()(const OfficerAssessed& e) const {
    auto* const one = officer(e.staff);
    if (one == nullptr) return;
    for (const auto& finding : e.findings) {
      auto& list = one->assessments;
      auto place = std::ranges::lower_bound(list, finding.standard, {}, &Assessment::standard);
      if (place == list.end() || place->standard != finding.standard) place = list.emplace(place);
      *place = {finding.standard, finding.met, e.by, facts.occurred_at};
    }
  }
  void operator()(const ServiceBegan& e) const { begin_service(e.staff); }
  void operator()(const ServiceEnded& e) const {
    end_service(e.staff);
    run(state.staffing, e.staffing_due);
  }

  void operator()(const SwapAsked& e) const {
    state.last_swap = e.number;
    state.swaps.push_back({e.number, e.leaving, e.joining, e.reason, e.by, e.due, false});
  }
  void decide_swap(std::uint32_t number) const {
    std::erase_if(state.swaps, [&](const Swap& one) { return one.number == number; });
  }
  void operator()(const SwapApproved& e) const {
    decide_swap(e.number);
    state.swapped.push_back(facts.occurred_at);
  }
  void operator()(const SwapRefused& e) const { decide_swap(e.number); }

  void operator()(const StandInBegan& e) const {
    state.substitutes.push_back({e.staff, e.absent, e.reason, e.until, false});
  }
  void operator()(const StandInEnded& e) const {
    std::erase_if(state.substitutes, [&](const Substitute& one) { return one.absent == e.absent; });
    state.staffing.reset();
  }
  void operator()(const StandInStopped& e) const {
    for (auto& one : state.substitutes) {
      if (one.absent == e.absent) one.stopped = true;
    }
    run(state.staffing, e.staffing_due);
  }

  static void miss(std::optional<OpenLimit>& limit) {
    if (limit) limit->missed = true;
  }
  void operator()(const LimitMissed& e) const {
    switch (e.kind) {
      case LimitKind::sign_check:
        return miss(state.sign_check);
      case LimitKind::sign_correction:
        return miss(state.sign_correction);
      case LimitKind::reopening:
        if (state.suspension) state.suspension->missed = true;
        return;
      case LimitKind::swap_decision:
        for (auto& one : state.swaps) {
          if (one.number == e.number) one.missed = true;
        }
        return;
      case LimitKind::staffing:
        return miss(state.staffing);
      case LimitKind::stand_in:
        return;  // StandInStopped says that one
    }
  }
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
  void operator()(const LimitDeclined&) const {}
};

}  // namespace

void RegistryDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  state.phases = follow(state.phases, event).value_or(state.phases);
  std::visit(Evolving{state, facts}, event);
}

}  // namespace recourse::casework::registry
