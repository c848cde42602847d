// The post: who is the liaison, and who stands in.
#include <algorithm>

#include "casework/liaison/deciding.hpp"

namespace recourse::casework::liaison {
namespace {

/// The two are there and are two. Nothing: they are.
std::optional<core::Refusal> check_two(const std::string& staff, const std::string& stand_in) {
  if (blank(staff)) return refuse<refusals::staff_missing>();
  if (blank(stand_in)) return refuse<refusals::stand_in_missing>();
  if (staff != stand_in) return std::nullopt;
  return refuse<refusals::own_stand_in>(Put<"staff">{staff});
}

/// The first day on which both would be away; nothing: there is none.
std::optional<LocalDay> both_away(const State& state, const Absence& absence) {
  std::optional<LocalDay> first;
  for (const auto& other : state.absences) {
    const auto from = std::max(other.from, absence.from);
    const bool overlaps = from <= std::min(other.until, absence.until);
    if (other.staff == absence.staff || !overlaps) continue;
    if (!first || from < *first) first = from;
  }
  return first;
}

std::optional<core::Refusal> check_days(const Deciding& ctx, const Absence& absence) {
  if (absence.from < ctx.today()) {
    return refuse<refusals::day_over>(Put<"day">{to_string(absence.from)});
  }
  if (absence.until < absence.from) {
    return refuse<refusals::days_reversed>(Put<"until">{to_string(absence.until)},
                                           Put<"from">{to_string(absence.from)});
  }
  if (absence.until <= ctx.today() + std::chrono::days{ctx.rules.limits.days_ahead}) {
    return std::nullopt;
  }
  return refuse<refusals::day_too_far>(Put<"day">{to_string(absence.until)});
}

}  // namespace

Decision Deciding::operator()(const Appoint& c) const {
  if (auto no = check_two(c.staff, c.stand_in)) return *no;
  // A vacant post collects on: the day of its next digest stays what it is.
  std::optional<Due> next;
  if (!state.next_digest) next = in(rules.limits.digest);
  return Decision::of(
      Appointed{by(), post.line, post.station, context.actor.unit, c.staff, c.stand_in, next});
}

Decision Deciding::operator()(const Replace& c) const {
  const auto staff = blank(c.staff) ? state.staff : c.staff;
  const auto stand_in = blank(c.stand_in) ? state.stand_in : c.stand_in;
  if (staff == state.staff && stand_in == state.stand_in) {
    return refuse<refusals::nothing_changed>(Put<"staff">{staff}, Put<"stand_in">{stand_in});
  }
  if (auto no = check_two(staff, stand_in)) return *no;
  if (blank(c.why)) return refuse<refusals::why_missing>();
  return Decision::of(Replaced{by(), staff, stand_in, c.why});
}

Decision Deciding::operator()(const NoteAbsence& c) const {
  const auto staff = blank(c.staff) ? state.staff : c.staff;
  if (staff != state.staff && staff != state.stand_in) {
    return refuse<refusals::not_of_the_post>(Put<"staff">{staff});
  }
  if (!c.until) return refuse<refusals::until_missing>();
  const Absence absence{staff, c.from.value_or(today()), *c.until};
  if (auto no = check_days(*this, absence)) return *no;
  if (const auto day = both_away(state, absence)) {
    return refuse<refusals::both_away>(Put<"day">{to_string(*day)});
  }
  return Decision::of(AbsenceNoted{by(), absence});
}

Decision Deciding::operator()(const Leave& c) const {
  if (blank(c.why)) return refuse<refusals::why_missing>();
  return Decision::of(Left{by(), c.why, in(rules.limits.vacancy)});
}

}  // namespace recourse::casework::liaison
