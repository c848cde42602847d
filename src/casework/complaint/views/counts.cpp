#include <algorithm>
#include <recourse/casework/complaint/views/counts.hpp>
#include <recourse/describe/event_set.hpp>

namespace recourse::casework::complaint {
namespace {

/// Ends a case: the event carries how.
template <class E>
concept Ends = requires(const E& e) {
  { e.resolution } -> std::convertible_to<const Resolution&>;
};

/// Takes an ended case up again.
template <class E>
inline constexpr bool kResumes =
    std::is_same_v<E, Reopened> || std::is_same_v<E, ReviewOverturned> ||
    std::is_same_v<E, DeclineOverturned> || std::is_same_v<E, ReviewLapsed> ||
    std::is_same_v<E, Unmerged>;

template <class E>
inline constexpr bool kCounts =
    Ends<E> || kResumes<E> || std::is_same_v<E, Received> || std::is_same_v<E, Escalated> ||
    std::is_same_v<E, WentOverdue> || std::is_same_v<E, Rated> ||
    std::is_same_v<E, ExclusionDecided> || std::is_same_v<E, Released> ||
    std::is_same_v<E, LimitMissed> || std::is_same_v<E, SupervisionRaised>;

void begin(CaseFacts& facts, const Received& e) {
  facts.station = e.station;
  facts.district = e.district;
  facts.line = e.line;
  facts.channel = e.channel;
  facts.reported_at = e.reported_at;
  facts.historical = e.historical;
}

/// `+1` or `-1`; unsigned sums wrap around and come back.
using Step = std::uint64_t;

void bump(std::vector<std::uint64_t>& list, std::size_t at, Step step) {
  if (list.size() <= at) list.resize(at + 1);
  list[at] += step;
  while (!list.empty() && list.back() == 0) list.pop_back();
}

void bump_day(std::vector<DayCount>& days, std::uint32_t day, Step step) {
  const auto at = std::ranges::lower_bound(days, day, {}, &DayCount::days);
  if (at == days.end() || at->days != day) {
    days.insert(at, {day, step});
  } else if ((at->cases += step) == 0) {
    days.erase(at);
  }
}

void change(Counts& c, const CaseFacts& f, Step step) {
  c.cases += step;
  if (f.escalated) c.escalated += step;
  if (f.overdue) c.overdue += step;
  if (f.reopened) c.reopened += step;
  if (f.historical) c.historical += step;
  c.missed += step * f.missed;
  const auto grade = [&](std::vector<std::uint64_t>& list, const std::optional<Grade>& of) {
    if (of) bump(list, static_cast<std::size_t>(*of) - 1, step);
  };
  grade(c.grades, f.grade);
  grade(c.services, f.service);
  grade(c.policies, f.policy);
  if (is_rated_badly(f)) c.rated_badly += step;
  if (!f.outcome && f.overdue) c.open_overdue += step;
  if (!f.outcome) return;
  bump(c.outcomes, static_cast<std::size_t>(*f.outcome) - 1, step);
  if (!is_concluded(*f.outcome)) return;
  if (f.on_time) c.on_time += step;
  if (f.same_day) c.same_day += step;
  bump_day(c.days, f.working_days, step);
}

}  // namespace

bool is_concluded(Outcome outcome) {
  return outcome != Outcome::duplicate && outcome != Outcome::withdrawn;
}

bool is_rated_badly(const CaseFacts& facts) {
  return (facts.grade && is_bad(*facts.grade)) || (facts.service && is_bad(*facts.service));
}

std::span<const std::string_view> counted_event_types() {
  static const auto types = []<class... E>(std::type_identity<std::variant<E...>>) {
    std::vector<std::string_view> list;
    ((kCounts<E> ? list.push_back(describe::spec_of<E>.type) : void()), ...);
    return list;
  }(std::type_identity<describe::SetOf<Event>>{});
  return types;
}

void take(CaseFacts& facts, const Event& event) {
  std::visit(
      [&](const auto& e) {
        using E = std::remove_cvref_t<decltype(e)>;
        if constexpr (std::is_same_v<E, Received>) {
          begin(facts, e);
        } else if constexpr (Ends<E>) {
          facts.outcome = e.resolution.outcome;
          facts.on_time = e.resolution.on_time;
          facts.same_day = e.resolution.same_day;
          facts.working_days = e.resolution.working_days;
        } else if constexpr (kResumes<E>) {
          facts.outcome.reset();
          if constexpr (std::is_same_v<E, Reopened>) facts.reopened = true;
        } else if constexpr (std::is_same_v<E, Escalated>) {
          facts.escalated = true;
        } else if constexpr (std::is_same_v<E, WentOverdue>) {
          facts.overdue = true;
        } else if constexpr (std::is_same_v<E, Rated>) {
          facts.grade = e.grade;
          facts.service = e.service;
          facts.policy = e.policy;
        } else if constexpr (std::is_same_v<E, Released>) {
          if (e.in_time) facts.overdue = false;
        } else if constexpr (std::is_same_v<E, LimitMissed> ||
                             std::is_same_v<E, SupervisionRaised>) {
          ++facts.missed;
        } else if constexpr (std::is_same_v<E, ExclusionDecided>) {
          if (e.excluded && !e.superseded) {
            // Still shown with the case, not scored.
            facts.grade.reset();
            facts.service.reset();
            facts.policy.reset();
          }
        }
      },
      event);
}

void add(Counts& counts, const CaseFacts& facts) {
  const auto at = facts.reported_at;
  counts.first_report = std::min(counts.first_report.value_or(at), at);
  counts.last_report = std::max(counts.last_report.value_or(at), at);
  change(counts, facts, 1);
}

void subtract(Counts& counts, const CaseFacts& facts) { change(counts, facts, Step{0} - 1); }

}  // namespace recourse::casework::complaint
