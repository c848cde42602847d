// The course of a training: planned, announced, held, made up for, tested, evaluated, closed.
#include <algorithm>
#include <recourse/casework/training/effect.hpp>
#include <recourse/describe/mentions.hpp>

#include "casework/training/decide.hpp"

namespace recourse::casework::training {
namespace {

using Staff = std::vector<std::string>;

bool holds(const Staff& staff, const std::string& one) {
  return std::ranges::find(staff, one) != staff.end();
}

/// A number that may be somebody's stands in it: seven digits in a row, as of a telephone or a
/// card; or the form of a mobile or identity number, with dashes or blanks between.
bool names_somebody(const std::string& text) {
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits == 7) return true;
  }
  return describe::mask_mentions(text, {}) != text;
}

std::optional<core::Refusal> check_cases(const std::vector<TypicalCase>& cases) {
  if (cases.empty()) return refuse<refusals::cases_missing>();
  for (const auto& one : cases) {
    if (!StreamId::of("case", one.number)) {
      return refuse<refusals::not_a_case>(Put<"key">{one.number});
    }
    if (blank(one.retelling)) return refuse<refusals::cases_missing>();
    if (names_somebody(one.retelling)) {
      return refuse<refusals::personal_data>(Put<"key">{one.number});
    }
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_day(const Deciding& d, LocalDay day) {
  if (day < d.today()) return refuse<refusals::day_over>(Put<"day">{to_string(day)});
  const LocalDay end = d.today() + std::chrono::days{d.rules.limits.days_ahead};
  if (day <= end) return std::nullopt;
  return refuse<refusals::day_too_far>(Put<"day">{to_string(day)}, Put<"end">{to_string(end)});
}

/// Each is named, and once.
std::optional<core::Refusal> check_each_once(Staff staff) {
  std::ranges::sort(staff);
  if (std::ranges::any_of(staff, blank)) return refuse<refusals::staff_missing>();
  const auto twice = std::ranges::adjacent_find(staff);
  if (twice == staff.end()) return std::nullopt;
  return refuse<refusals::named_twice>(Put<"staff">{*twice});
}

/// Whoever was invited was there or absent, and nobody else was absent.
std::optional<core::Refusal> check_attendance(const State& state, const Hold& c) {
  auto all = c.attended;
  for (const auto& one : c.absent) {
    if (blank(one.reason)) return refuse<refusals::absence_missing>();
    all.push_back(one.staff);
  }
  if (auto no = check_each_once(all)) return no;
  for (const auto& staff : state.invited) {
    if (!holds(all, staff)) return refuse<refusals::attendance_incomplete>(Put<"staff">{staff});
  }
  for (const auto& one : c.absent) {
    if (holds(state.invited, one.staff)) continue;
    return refuse<refusals::not_invited>(Put<"staff">{one.staff});
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_scores(const State& state, const EnterScores& c) {
  Staff scored;
  for (const auto& one : c.scores) {
    if (one.score > 100) return refuse<refusals::score_too_high>();
    scored.push_back(one.staff);
  }
  if (scored.empty()) return refuse<refusals::scores_missing>();
  if (auto no = check_each_once(scored)) return no;
  for (const auto& staff : scored) {
    const bool was_there =
        std::ranges::find(state.attendees, staff, &Attendee::staff) != state.attendees.end();
    if (!was_there) return refuse<refusals::not_an_attendee>(Put<"staff">{staff});
  }
  if (state.phase != Phase::held) return std::nullopt;
  const bool all = std::ranges::all_of(
      state.attendees, [&](const Attendee& one) { return holds(scored, one.staff); });
  if (!all) return refuse<refusals::scores_missing>();
  return std::nullopt;
}

std::string words(const Counts& period) {
  return to_string(period.from) + "–" + to_string(period.to);
}

bool same_days(const Counts& a, const Counts& b) { return a.from == b.from && a.to == b.to; }

}  // namespace

Decision Deciding::operator()(const Plan& c) const {
  if (blank(c.topic)) return refuse<refusals::topic_missing>();
  if (c.lines.empty()) return refuse<refusals::lines_missing>();
  if (!c.day) return refuse<refusals::day_missing>();
  if (auto no = check_day(*this, *c.day)) return *no;
  if (auto no = check_cases(c.cases)) return *no;
  const auto mark = c.pass_mark.value_or(rules.limits.pass_mark);
  if (mark == 0 || mark > 100) return refuse<refusals::pass_mark_wrong>();
  // A supervisor may act for no unit of its own: then the city's bureau gives it.
  auto unit = context.actor.unit.empty() ? std::string{"city"} : context.actor.unit;
  return Decision::of(
      Planned{by(), c.topic, c.lines, c.cases, std::move(unit), mark, days.end_of_day(*c.day)});
}

Decision Deciding::operator()(const Announce& c) const {
  if (blank(c.place)) return refuse<refusals::place_missing>();
  if (c.invited.empty()) return refuse<refusals::invited_missing>();
  if (auto no = check_each_once(c.invited)) return *no;
  return Decision::of(Announced{by(), c.place, c.invited});
}

Decision Deciding::operator()(const Hold& c) const {
  const LocalDay planned = days.day_of(state.due->at);
  if (today() < planned) return refuse<refusals::too_early>(Put<"day">{to_string(planned)});
  const LocalDay day = c.day.value_or(planned);
  if (day < planned || day > today()) {
    return refuse<refusals::held_out_of_range>(Put<"from">{to_string(planned)},
                                               Put<"to">{to_string(today())});
  }
  if (c.attended.empty()) return refuse<refusals::attendance_missing>();
  if (auto no = check_attendance(state, c)) return *no;
  std::optional<Due> make_up;
  if (!c.absent.empty()) make_up = within(rules.limits.make_up);
  return Decision::of(Held{by(), c.attended, c.absent, day, within(rules.limits.test), make_up});
}

Decision Deciding::operator()(const MakeUp& c) const {
  if (c.staff.empty()) return refuse<refusals::staff_missing>();
  if (auto no = check_each_once(c.staff)) return *no;
  for (const auto& staff : c.staff) {
    const auto& absent = state.absent;
    if (std::ranges::find(absent, staff, &Absence::staff) != absent.end()) continue;
    return refuse<refusals::not_absent>(Put<"staff">{staff});
  }
  return Decision::of(MadeUp{by(), c.staff});
}

Decision Deciding::operator()(const EnterScores& c) const {
  if (auto no = check_scores(state, c)) return *no;
  std::optional<Due> evaluation;
  if (state.phase == Phase::held) {
    const auto end = period_after(*state.held_on, rules.limits.period).to;
    evaluation = days.after(std::max(end, today()), rules.limits.evaluation);
  }
  return Decision::of(Tested{by(), c.scores, evaluation});
}

Decision Deciding::operator()(const RecordEffect& c) const {
  if (!c.before || !c.after) return refuse<refusals::counts_missing>();
  const auto before = period_before(*state.held_on, rules.limits.period);
  const auto after = period_after(*state.held_on, rules.limits.period);
  if (!same_days(*c.before, before) || !same_days(*c.after, after)) {
    return refuse<refusals::periods_wrong>(Put<"before">{words(before)},
                                           Put<"after">{words(after)});
  }
  if (contradicts_itself(*c.before) || contradicts_itself(*c.after)) {
    return refuse<refusals::counts_contradict>();
  }
  if (today() <= after.to) return refuse<refusals::period_runs>(Put<"day">{to_string(after.to)});
  return Decision::of(EffectRecorded{
      by(), *c.before, *c.after,
      change_of({c.before->repeated, c.before->cases}, {c.after->repeated, c.after->cases}),
      change_of({c.before->bad, c.before->rated}, {c.after->bad, c.after->rated})});
}

Decision Deciding::operator()(const Close& c) const {
  if (!state.absent.empty()) {
    return refuse<refusals::absent_open>(Put<"staff">{state.absent.front().staff});
  }
  const auto open =
      std::ranges::find_if(state.attendees, [](const Attendee& one) { return !one.score; });
  if (open != state.attendees.end()) {
    return refuse<refusals::score_open>(Put<"staff">{open->staff});
  }
  if (blank(c.note)) return refuse<refusals::note_missing>();
  return Decision::of(Closed{by(), c.note});
}

Decision Deciding::operator()(const Cancel& c) const {
  if (blank(c.reason)) return refuse<refusals::reason_missing>();
  return Decision::of(Cancelled{by(), c.reason});
}

Decision Deciding::operator()(const MissLimit& c) const {
  const auto limits = open_limits(state);
  const auto it = std::ranges::find(limits, c.kind, &OpenLimit::kind);
  if (it == limits.end() || it->missed) return refuse<refusals::no_such_limit>();
  if (context.now <= it->due.at) {
    return refuse<refusals::not_due_yet>(Put<"end">{to_string(it->due.at, rules.utc_offset)});
  }
  return Decision::of(LimitMissed{c.kind, it->due, state.unit});
}

}  // namespace recourse::casework::training
