// A year's notice is published, and the limits that reached into that year are computed again (the
// norm on working days). A limit that a person named a day for is never provisional and stays.
//
// Each keeps the number of working days that it had. They are counted from where the limit started,
// if the state knows that; else from today, so that the days which were left are left: exact as
// long as the notice comes before the days that it changes.
#include <algorithm>

#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

/// A limit in working days that runs, or rests and will go on.
struct Counting {
  std::optional<Due> Deadlines::*limit;
  std::optional<Due> LimitsRecomputed::*again;
  std::optional<Timestamp> start;  ///< Nothing: the state does not know.
  bool rests = false;
};

std::optional<Timestamp> route_start(const State& state, Route route) {
  const auto& routes = state.work.routes;
  if (routes.empty() || routes.back().route != route) return std::nullopt;
  return routes.back().at;
}

Counting resolution_of(const State& state) {
  const auto& deadlines = state.deadlines;
  Counting finish{&Deadlines::resolution, &LimitsRecomputed::resolution, deadlines.from};
  if (deadlines.paused_at) {
    // What was left when the clock came to rest will be left when it goes on.
    finish.start = deadlines.paused_at;
    finish.rests = true;
  } else if (deadlines.paused_days > 0) {
    finish.start.reset();
  }
  return finish;
}

/// Who answers: the district has had it since it was escalated, unless it came back.
Counting answer_of(const State& state) {
  Counting answer{&Deadlines::answer, &LimitsRecomputed::answer, std::nullopt};
  const bool first =
      state.phases.stage == Phase::escalated_district && !state.escalation.answer_returned;
  if (first) answer.start = route_start(state, Route::escalate);
  return answer;
}

std::vector<Counting> counting(const State& state) {
  const auto& deadlines = state.deadlines;
  const auto stage = state.phases.stage;
  const auto clock = state.phases.clock;
  std::vector<Counting> list;
  if (state.intake.historical) return list;
  const bool rests = clock == ClockPhase::paused;
  // One that stands may be taken up again as it stood.
  const bool stands =
      clock == ClockPhase::stopped && (stage == Phase::declined || stage == Phase::merged);
  if (rests || stands || clock == ClockPhase::running) list.push_back(resolution_of(state));
  if (rests)
    list.push_back({&Deadlines::pause_cap, &LimitsRecomputed::pause_cap, deadlines.paused_at});
  if (is_open(stage) && !deadlines.contacted_at) {
    list.push_back({&Deadlines::contact, &LimitsRecomputed::contact, state.intake.reported_at});
  }
  if (is_open(stage)) {
    list.push_back({&Deadlines::attention, &LimitsRecomputed::attention, std::nullopt});
  }
  // These two go on when the case has ended.
  if (state.phases.supervision != SupervisionPhase::none) {
    list.push_back({&Deadlines::supervision, &LimitsRecomputed::supervision, std::nullopt});
  }
  if (!follow_up_closed(state.phases.rating_follow_up)) {
    list.push_back(
        {&Deadlines::rating_follow_up, &LimitsRecomputed::rating_follow_up, std::nullopt});
  }
  switch (stage) {
    case Phase::received:
      list.push_back({&Deadlines::notice, &LimitsRecomputed::notice, state.intake.reported_at});
      break;
    case Phase::escalated_district:
    case Phase::escalated_city:
    case Phase::facts_wanted:
    case Phase::referred:
      list.push_back(answer_of(state));
      break;
    case Phase::notice_issued:
      list.push_back({&Deadlines::supplement, &LimitsRecomputed::supplement,
                      route_start(state, Route::notice)});
      break;
    case Phase::declined:
      list.push_back({&Deadlines::review, &LimitsRecomputed::review, deadlines.stopped_at});
      break;
    default:
      break;
  }
  std::erase_if(list, [&](const Counting& c) {
    const auto& due = deadlines.*c.limit;
    return !due || !due->provisional;
  });
  return list;
}

/// The day from which the limit's days are counted.
LocalDay start_of(const DecisionContext& ctx, const Counting& c, const Due& due) {
  const auto& deadlines = ctx.state.deadlines;
  const bool promised = ctx.state.phases.stage == Phase::accepted_lacking && deadlines.promise;
  if (c.limit == &Deadlines::resolution && promised && !c.rests) {
    // The grace after the promised day, if that is what the limit is.
    const LocalDay day = ctx.day_of(deadlines.promise->at);
    const Due grace = ctx.after(day, ctx.norms().promise_grace);
    const auto again = ctx.calendar.again(day, ctx.day_of(due.at));
    if (again.day == ctx.day_of(grace.at)) return day;
  }
  return c.start ? ctx.day_of(*c.start) : ctx.today();
}

/// The limit as it is now; nothing if it has passed, or is what it was.
std::optional<Due> again(const DecisionContext& ctx, const Counting& c) {
  const Due due = *(ctx.state.deadlines.*c.limit);
  const Timestamp moment = c.rests ? *c.start : ctx.now();
  if (moment > due.at) return std::nullopt;
  const auto made = ctx.calendar.again(start_of(ctx, c, due), ctx.day_of(due.at));
  Due now = ctx.end_of_day(made.day);
  now.provisional = made.provisional;
  // A day to make up for may end it before anybody could know: then it ends today.
  if (now.at < moment) now = ctx.end_of_day(ctx.day_of(moment));
  if (now == due) return std::nullopt;
  return now;
}

}  // namespace

bool waits_for_notice(const State& state) { return !counting(state).empty(); }

Decision decide(const DecisionContext& ctx, const RecomputeLimits&) {
  LimitsRecomputed e{.by = ctx.by(), .calendar = ctx.calendar.edition()};
  bool any = false;
  for (const auto& c : counting(ctx.state)) {
    e.*c.again = again(ctx, c);
    any = any || (e.*c.again).has_value();
  }
  if (any) return Decision::of(std::move(e));
  return refuse<refusals::nothing_provisional>();
}

}  // namespace recourse::casework::complaint
