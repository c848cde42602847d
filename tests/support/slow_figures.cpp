#include "tests/support/slow_figures.hpp"

#include <algorithm>
#include <recourse/core/fold.hpp>

namespace recourse::casework::complaint::test {
namespace {

using Number = std::function<std::int64_t(const SlowCase&)>;

/// A figure: a number of each case, summed; what it is a share or mean of; or values to rank.
struct Slow {
  Number over;
  Number of = {};
  int percent = 0;  // not 0: a percentile of `over`, without what is negative
};

std::int64_t if_(bool holds) { return holds ? 1 : 0; }

bool concluded(const SlowCase& c) {
  const auto& outcome = c.state.ending.outcome;
  return outcome && *outcome != Outcome::duplicate && *outcome != Outcome::withdrawn;
}
bool ended_as(const SlowCase& c, Outcome outcome) { return c.state.ending.outcome == outcome; }
bool late_now(const SlowCase& c) { return !c.state.ending.outcome && c.state.deadlines.overdue; }

/// The grades that count: those of the rating that was given last, in whatever round, unless it was
/// excluded.
struct Grades {
  std::optional<Grade> whole;
  std::optional<Grade> service;
  std::optional<Grade> policy;
};
Grades grades(const SlowCase& c) {
  Grades last;
  for (const auto& one : c.events) {
    if (const auto* e = std::get_if<Rated>(&one.event)) last = {e->grade, e->service, e->policy};
    const auto* decided = std::get_if<ExclusionDecided>(&one.event);
    if (decided != nullptr && decided->excluded && !decided->superseded) last = {};
  }
  return last;
}
bool low(const std::optional<Grade>& grade) { return grade && *grade >= Grade::dissatisfied; }
bool high(const std::optional<Grade>& grade) {
  return grade && *grade <= Grade::basically_satisfied;
}
bool bad(const SlowCase& c) { return low(grades(c).whole) || low(grades(c).service); }

std::int64_t minutes_until(const SlowCase& c, const std::optional<Timestamp>& until) {
  if (!until) return -1;
  return std::max<std::int64_t>(
      0, std::chrono::floor<std::chrono::minutes>(*until - c.state.intake.reported_at).count());
}

std::optional<Timestamp> spoken_with(const SlowCase& c) {
  for (const auto& [event, when, open] : c.events) {
    bool spoken = false;
    std::visit(
        [&](const auto& e) {
          using E = std::remove_cvref_t<decltype(e)>;
          if constexpr (std::is_same_v<E, Accepted>) spoken = e.present;
          if constexpr (std::is_same_v<E, Contacted>) spoken = e.reached;
          if constexpr (requires { std::optional<Told>{e.told}; }) {
            const std::optional<Told> told{e.told};
            spoken = spoken || (open && (told == Told::in_person || told == Told::phone));
          }
        },
        event);
    if (spoken) return when;
  }
  return {};
}

std::optional<Timestamp> answered(const SlowCase& c) {
  for (const auto& [event, when, open] : c.events) {
    bool answer = false;
    std::visit(
        [&](const auto& e) {
          using E = std::remove_cvref_t<decltype(e)>;
          const std::string_view type = describe::spec_of<E>.type;
          answer = type.starts_with("case.routed_") || type == "case.escalated" ||
                   type == "case.declined";
          if constexpr (requires { e.resolution.outcome; }) {
            answer = answer || (e.resolution.outcome != Outcome::duplicate &&
                                e.resolution.outcome != Outcome::withdrawn);
          }
        },
        event);
    if (answer) return when;
  }
  return {};
}

std::int64_t trips(const SlowCase& c) { return c.state.work.repeated_trips; }

std::int64_t missed(const SlowCase& c) {
  return c.count<LimitMissed>() + c.count<SupervisionRaised>();
}

std::int64_t calls(const SlowCase& c, const std::function<bool(const Confirmation&)>& which) {
  return std::ranges::count_if(c.state.ending.confirmations,
                               [&](const Confirmation& one) { return one.drawn && which(one); });
}

std::int64_t redone(const SlowCase& c) { return c.state.ending.redos; }

template <class F>
Number yes(F&& f) {
  return [f](const SlowCase& c) { return if_(f(c)); };
}

void add_counts(std::map<std::string, Slow>& all) {
  all["cases"] = {[](const SlowCase&) { return std::int64_t{1}; }};
  all["open"] = {yes([](const SlowCase& c) { return !c.state.ending.outcome; })};
  all["closed"] = {yes([](const SlowCase& c) { return c.state.ending.outcome.has_value(); })};
  all["concluded"] = {yes(concluded)};
  all["done"] = {yes([](const SlowCase& c) { return ended_as(c, Outcome::done); })};
  all["duplicates"] = {yes([](const SlowCase& c) { return ended_as(c, Outcome::duplicate); })};
  all["withdrawn"] = {yes([](const SlowCase& c) { return ended_as(c, Outcome::withdrawn); })};
  all["open_overdue"] = {yes(late_now)};
  all["escalated"] = {yes([](const SlowCase& c) { return c.state.escalation.escalated; })};
  all["overdue"] = {yes([](const SlowCase& c) { return c.state.deadlines.overdue; })};
  all["reopened"] = {yes([](const SlowCase& c) { return c.count<Reopened>() > 0; })};
  all["historical"] = {yes([](const SlowCase& c) { return c.state.intake.historical; })};
  all["rated"] = {yes([](const SlowCase& c) { return grades(c).whole.has_value(); })};
  all["rated_badly"] = {yes(bad)};
  all["on_account"] = {yes([](const SlowCase& c) { return c.state.ending.account.has_value(); })};
  all["repeated_trips"] = {trips};
  all["breaches"] = {[](const SlowCase& c) { return std::int64_t{c.state.work.breaches}; }};
  all["earlier_trips"] = {
      [](const SlowCase& c) { return std::int64_t{c.state.intake.earlier_trips}; }};
  all["missed"] = {missed};
  all["urgings"] = {[](const SlowCase& c) { return c.count<Urged>(); }};
  all["supervisions"] = {[](const SlowCase& c) { return c.count<Supervised>(); }};
  all["support_calls"] = {[](const SlowCase& c) { return c.count<SupportAsked>(); }};
  all["repeats_merged"] = {
      [](const SlowCase& c) { return static_cast<std::int64_t>(c.state.ending.absorbed.size()); }};
  all["redos"] = {redone};
  all["reopenings"] = {[](const SlowCase& c) { return c.count<Reopened>(); }};
}

void add_rates(std::map<std::string, Slow>& all) {
  const auto one = [](const SlowCase&) { return std::int64_t{1}; };
  const auto kept = [](const SlowCase& c) { return concluded(c) && *c.state.ending.on_time; };
  const auto known = [](const SlowCase& c) { return concluded(c) || late_now(c); };
  const auto rated = [](const SlowCase& c) { return grades(c).whole.has_value(); };
  all["done_rate"] = {all["done"].over, yes(concluded)};
  all["on_time_rate"] = {yes(kept), yes(known)};
  all["same_day_rate"] = {
      yes([](const SlowCase& c) { return concluded(c) && c.state.ending.same_day; }),
      yes(concluded)};
  all["overdue_rate"] = {all["overdue"].over, one};
  all["escalation_rate"] = {all["escalated"].over, one};
  all["reopening_rate"] = {all["reopened"].over, one};
  all["repeated_trip_rate"] = {yes([](const SlowCase& c) { return trips(c) > 0; }), one};
  all["trips_each"] = {trips, one};
  all["contact_rate"] = {yes([](const SlowCase& c) { return spoken_with(c).has_value(); }), one};
  all["rating_rate"] = {yes([rated](const SlowCase& c) { return concluded(c) && rated(c); }),
                        yes(concluded)};
  all["satisfaction"] = {yes([](const SlowCase& c) { return high(grades(c).whole); }), yes(rated)};
  all["service_satisfaction"] = {
      yes([](const SlowCase& c) { return high(grades(c).service); }),
      yes([](const SlowCase& c) { return grades(c).service.has_value(); })};
  all["policy_satisfaction"] = {
      yes([](const SlowCase& c) { return high(grades(c).policy); }),
      yes([](const SlowCase& c) { return grades(c).policy.has_value(); })};
  all["bad_rating_rate"] = {yes(bad), yes(rated)};
  const auto every = [](const SlowCase& c) { return calls(c, [](auto&) { return true; }); };
  const auto reached = [](const SlowCase& c) {
    return calls(c, [](const Confirmation& call) { return call.contacted; });
  };
  all["callback_contact_rate"] = {reached, every};
  all["callback_solved_rate"] = {
      [](const SlowCase& c) {
        return calls(c, [](const Confirmation& call) { return call.contacted && call.solved; });
      },
      reached};
  all["callback_satisfied_rate"] = {
      [](const SlowCase& c) {
        return calls(c, [](const Confirmation& call) { return call.contacted && call.satisfied; });
      },
      reached};
}

void add_times(std::map<std::string, Slow>& all) {
  const auto days = [](const SlowCase& c) {
    return concluded(c) ? std::int64_t{*c.state.ending.working_days} : -1;
  };
  const auto contact = [](const SlowCase& c) { return minutes_until(c, spoken_with(c)); };
  const auto answer = [](const SlowCase& c) { return minutes_until(c, answered(c)); };
  const auto close = [](const SlowCase& c) {
    return concluded(c) ? minutes_until(c, c.state.ending.closed_at) : -1;
  };
  for (const auto& [name, value] : std::vector<std::pair<std::string, Number>>{
           {"days", days}, {"contact", contact}, {"answer", answer}, {"close", close}}) {
    all[name + "_median"] = {value, {}, 50};
    all[name + "_p90"] = {value, {}, 90};
  }
}

const std::map<std::string, Slow>& slow_figures() {
  static const auto all = [] {
    std::map<std::string, Slow> map;
    add_counts(map);
    add_rates(map);
    add_times(map);
    return map;
  }();
  return all;
}

template <class E>
std::string name_of(const std::optional<E>& value) {
  return value ? std::string{describe::enum_name(*value)} : std::string{};
}

/// The line as it was reported, which an objection does not change.
const Received& report_of(const SlowCase& c) { return std::get<Received>(c.events.front().event); }

std::string key_of(const SlowCase& c, std::string_view dimension) {
  const auto& i = c.state.intake;
  const auto day = to_string(local_day(i.reported_at, kShanghaiOffset));
  if (dimension == "station") return i.station;
  if (dimension == "district") return i.district;
  if (dimension == "department") return c.state.escalation.department;
  if (dimension == "matter") return i.matter;
  if (dimension == "reason") return i.reason;
  if (dimension == "line") return std::string{describe::enum_name(report_of(c).line)};
  if (dimension == "category") return name_of(i.category);
  if (dimension == "channel") return name_of(i.channel);
  if (dimension == "applicant") return name_of(i.applicant);
  if (dimension == "demand") {
    return i.demand == Demand::unspecified ? "" : std::string{describe::enum_name(i.demand)};
  }
  if (dimension == "urgency") return std::string{describe::enum_name(i.urgency)};
  if (dimension == "route") return name_of(route_of(c.state));
  if (dimension == "outcome") return name_of(c.state.ending.outcome);
  if (dimension == "grade") return name_of(grades(c).whole);
  if (dimension == "service_grade") return name_of(grades(c).service);
  if (dimension == "policy_grade") return name_of(grades(c).policy);
  if (dimension == "account") {
    const auto& account = c.state.ending.account;
    return account ? std::string{describe::enum_name(account->reason)} : "";
  }
  if (dimension == "day") return day;
  if (dimension == "month") return day.substr(0, 7);
  if (dimension == "year") return day.substr(0, 4);
  if (dimension == "closed_month") {
    const auto& closed = c.state.ending.outcome ? c.state.ending.closed_at : std::nullopt;
    return closed ? to_string(local_day(*closed, kShanghaiOffset)).substr(0, 7) : "";
  }
  throw std::logic_error{"no slow dimension " + std::string{dimension}};
}

bool takes_in(const FigureQuery& query, const SlowCase& c) {
  std::optional<LocalDay> day = local_day(c.state.intake.reported_at, kShanghaiOffset);
  if (query.period_of == PeriodOf::closed) {
    day.reset();
    if (c.state.ending.outcome && c.state.ending.closed_at) {
      day = local_day(*c.state.ending.closed_at, kShanghaiOffset);
    }
  }
  if (query.from && (!day || *day < *query.from)) return false;
  if (query.to && (!day || *day > *query.to)) return false;
  return std::ranges::all_of(query.where, [&](const FigureFilter& filter) {
    return std::ranges::find(filter.values, key_of(c, filter.dimension)) != filter.values.end();
  });
}

FigureValue percentile(const Slow& slow, const std::vector<const SlowCase*>& cases) {
  std::vector<std::int64_t> values;
  for (const auto* one : cases) {
    if (const auto value = slow.over(*one); value >= 0) values.push_back(value);
  }
  std::ranges::sort(values);
  if (values.empty()) return {};
  const auto rank = (values.size() * static_cast<std::size_t>(slow.percent) + 99) / 100;
  return {values[rank - 1], static_cast<std::int64_t>(values.size())};
}

FigureValue value_of(const Slow& slow, const std::vector<const SlowCase*>& cases) {
  if (slow.percent != 0) return percentile(slow, cases);
  FigureValue value;
  for (const auto* one : cases) {
    value.value += slow.over(*one);
    if (slow.of) value.of += slow.of(*one);
  }
  return value;
}

}  // namespace

SlowCases slow_cases(const core::EventStore& store, Position as_of) {
  SlowCases cases;
  std::map<std::string, core::Loaded<State>> loaded;
  const ComplaintDecider decider;
  const core::Fold<ComplaintDecider> fold{decider};
  if (as_of.value == 0) return cases;
  const auto cursor = store.read_all({.to = as_of, .stream_kind = "case"}).value();
  while (cursor->next().value()) {
    const auto& record = cursor->record();
    auto& now = loaded[std::string{record.stream}];
    auto& one = cases[std::string{record.stream}];
    for (auto& event : fold.events_of(record).value()) {
      one.events.push_back({std::move(event), record.occurred_at, !now.state.ending.outcome});
    }
    fold.take(now, record).value();
    one.state = now.state;
  }
  return cases;
}

FigureTable slow_table(const SlowCases& cases, const FigureQuery& query, Position as_of) {
  std::map<std::vector<std::string>, std::vector<const SlowCase*>> groups;
  if (query.by.empty()) groups[{}];
  for (const auto& [stream, one] : cases) {
    if (!takes_in(query, one)) continue;
    std::vector<std::string> keys;
    for (const auto& dimension : query.by) keys.push_back(key_of(one, dimension));
    groups[keys].push_back(&one);
  }
  FigureTable table{as_of, query.from, query.to, query.by, query.figures, {}};
  for (const auto& [keys, members] : groups) {
    FigureRow row{keys, {}};
    for (const auto& figure : query.figures) {
      row.values.push_back(value_of(slow_figures().at(figure), members));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<std::string> slow_behind(const SlowCases& cases, const FigureQuery& query,
                                     const std::vector<std::string>& keys,
                                     std::string_view figure) {
  const auto& slow = slow_figures().at(std::string{figure});
  std::vector<std::string> streams;
  for (const auto& [stream, one] : cases) {
    if (!takes_in(query, one)) continue;
    bool here = true;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      here = here && key_of(one, query.by[i]) == keys[i];
    }
    const auto number = slow.over(one);
    if (here && (slow.percent != 0 ? number >= 0 : number > 0)) streams.push_back(stream);
  }
  return streams;
}

}  // namespace recourse::casework::complaint::test
