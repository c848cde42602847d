// A year's notice is published, and the limits that reached into that year are computed again (the
// norm on working days). A limit that a person named a day for is never provisional and stays.
//
// Each keeps the number of working days that it had. They are counted from where the limit started,
// if the state knows that; else from today, so that the days which were left are left: exact as
// long as the notice comes before the days that it changes.
#include <algorithm>

#include "casework/case/desk.hpp"

namespace recourse::casework {
namespace {

/// A limit in working days that runs, or rests and will go on.
struct Counting {
  std::optional<Due> Limits::*limit;
  std::optional<Due> LimitsRecomputed::*again;
  std::optional<Timestamp> start;  ///< Nothing: the state does not know.
  bool rests = false;
};

std::optional<Timestamp> route_start(const State& state, Route route) {
  const auto& routes = state.work.routes;
  if (routes.empty() || routes.back().route != route) return std::nullopt;
  return routes.back().at;
}

Counting finish_of(const State& state) {
  const auto& limits = state.limits;
  Counting finish{&Limits::finish, &LimitsRecomputed::finish, limits.from};
  if (limits.paused_at) {
    // What was left when the clock came to rest will be left when it goes on.
    finish.start = limits.paused_at;
    finish.rests = true;
  } else if (limits.paused_days > 0) {
    finish.start.reset();
  }
  return finish;
}

/// Who answers: the district has had it since it was escalated, unless it came back.
Counting answer_of(const State& state) {
  Counting answer{&Limits::answer, &LimitsRecomputed::answer, std::nullopt};
  const bool first =
      state.phases.life == Phase::escalated_district && !state.ladder.answer_returned;
  if (first) answer.start = route_start(state, Route::escalate);
  return answer;
}

std::vector<Counting> counting(const State& state) {
  const auto& limits = state.limits;
  const auto life = state.phases.life;
  const auto clock = state.phases.clock;
  std::vector<Counting> list;
  if (state.intake.historical) return list;
  const bool rests = clock == ClockPhase::paused;
  // One that stands may be taken up again as it stood.
  const bool stands =
      clock == ClockPhase::stopped && (life == Phase::declined || life == Phase::merged);
  if (rests || stands || clock == ClockPhase::running) list.push_back(finish_of(state));
  if (rests) list.push_back({&Limits::pause_cap, &LimitsRecomputed::pause_cap, limits.paused_at});
  if (is_open(life) && !limits.contacted_at) {
    list.push_back({&Limits::contact, &LimitsRecomputed::contact, state.intake.reported_at});
  }
  if (is_open(life)) {
    list.push_back({&Limits::attention, &LimitsRecomputed::attention, std::nullopt});
  }
  // These two go on when the case has ended.
  if (state.phases.supervision != SupervisionPhase::none) {
    list.push_back({&Limits::supervision, &LimitsRecomputed::supervision, std::nullopt});
  }
  if (!is_settled(state.phases.care)) {
    list.push_back({&Limits::care, &LimitsRecomputed::care, std::nullopt});
  }
  switch (life) {
    case Phase::received:
      list.push_back({&Limits::notice, &LimitsRecomputed::notice, state.intake.reported_at});
      break;
    case Phase::escalated_district:
    case Phase::escalated_city:
    case Phase::facts_wanted:
    case Phase::referred:
      list.push_back(answer_of(state));
      break;
    case Phase::notice_issued:
      list.push_back(
          {&Limits::supplement, &LimitsRecomputed::supplement, route_start(state, Route::notice)});
      break;
    case Phase::declined:
      list.push_back({&Limits::review, &LimitsRecomputed::review, limits.stopped_at});
      break;
    default:
      break;
  }
  std::erase_if(list, [&](const Counting& c) {
    const auto& due = limits.*c.limit;
    return !due || !due->provisional;
  });
  return list;
}

/// The day from which the limit's days are counted.
LocalDay start_of(const Desk& desk, const Counting& c, const Due& due) {
  const auto& limits = desk.state.limits;
  const bool promised = desk.state.phases.life == Phase::accepted_lacking && limits.promise;
  if (c.limit == &Limits::finish && promised && !c.rests) {
    // The grace after the promised day, if that is what the limit is.
    const LocalDay day = desk.day_of(limits.promise->at);
    const Due grace = desk.after(day, desk.norms().promise_grace);
    const auto again = desk.calendar.again(day, desk.day_of(due.at));
    if (again.day == desk.day_of(grace.at)) return day;
  }
  return c.start ? desk.day_of(*c.start) : desk.today();
}

/// The limit as it is now; nothing if it has passed, or is what it was.
std::optional<Due> again(const Desk& desk, const Counting& c) {
  const Due due = *(desk.state.limits.*c.limit);
  const Timestamp moment = c.rests ? *c.start : desk.now();
  if (moment > due.at) return std::nullopt;
  const auto made = desk.calendar.again(start_of(desk, c, due), desk.day_of(due.at));
  Due now = desk.end_of_day(made.day);
  now.provisional = made.provisional;
  // A day to make up for may end it before anybody could know: then it ends today.
  if (now.at < moment) now = desk.end_of_day(desk.day_of(moment));
  if (now == due) return std::nullopt;
  return now;
}

}  // namespace

bool waits_for_notice(const State& state) { return !counting(state).empty(); }

Answer answer(const Desk& desk, const RecomputeLimits&) {
  LimitsRecomputed e{.by = desk.by(), .calendar = desk.calendar.edition()};
  bool any = false;
  for (const auto& c : counting(desk.state)) {
    e.*c.again = again(desk, c);
    any = any || (e.*c.again).has_value();
  }
  if (any) return Answer::of(std::move(e));
  return refuse<refusals::nothing_provisional>();
}

}  // namespace recourse::casework
