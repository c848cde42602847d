#include <algorithm>
#include <recourse/casework/views/tally.hpp>

namespace recourse::casework {
namespace {

/// Ends a case: the event carries how.
template <class E>
concept Ends = requires(const E& e) {
  { e.finish } -> std::convertible_to<const Finish&>;
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
    std::is_same_v<E, WentOverdue> || std::is_same_v<E, Rated>;

/// The value below or at which `share` percent of the sorted values lie (nearest rank).
std::uint32_t percentile(const std::vector<std::uint32_t>& sorted, std::size_t share) {
  if (sorted.empty()) return 0;
  const std::size_t rank = (sorted.size() * share + 99) / 100;
  return sorted[rank - 1];
}

WorkingDays summarise(std::vector<std::uint32_t> days) {
  std::ranges::sort(days);
  const auto within = [&](std::uint32_t most) {
    return static_cast<std::uint64_t>(std::ranges::upper_bound(days, most) - days.begin());
  };
  WorkingDays w;
  w.cases = days.size();
  w.median = percentile(days, 50);
  w.p90 = percentile(days, 90);
  w.most = days.empty() ? 0 : days.back();
  w.within_1 = within(1);
  w.within_5 = within(5);
  w.within_10 = within(10);
  w.within_15 = within(15);
  return w;
}

}  // namespace

std::span<const std::string_view> Tally::event_types() {
  static const auto types = []<class... E>(std::type_identity<std::variant<E...>>) {
    std::vector<std::string_view> list;
    ((kCounts<E> ? list.push_back(describe::spec_of<E>.type) : void()), ...);
    return list;
  }(std::type_identity<Event>{});
  return types;
}

bool Tally::takes_in(const Received& r) const {
  return (filter_.station.empty() || filter_.station == r.station) &&
         (filter_.district.empty() || filter_.district == r.district) &&
         (!filter_.line || *filter_.line == r.line) &&
         (!filter_.channel || *filter_.channel == r.channel);
}

std::uint32_t Tally::number_of(const std::string& name) {
  return names_.try_emplace(name, static_cast<std::uint32_t>(names_.size())).first->second;
}

void Tally::apply(std::string_view stream, const Event& event) {
  if (const auto* received = std::get_if<Received>(&event)) {
    if (!takes_in(*received)) return;
    Entry entry{.reported_at = received->reported_at,
                .station = number_of("s/" + received->station),
                .district = number_of("d/" + received->district),
                .line = received->line};
    entry.historical = received->historical;
    cases_.insert_or_assign(std::string{stream}, entry);
    return;
  }
  const auto found = cases_.find(std::string{stream});
  if (found == cases_.end()) return;  // filtered out
  Entry& entry = found->second;
  std::visit(
      [&](const auto& e) {
        using E = std::remove_cvref_t<decltype(e)>;
        if constexpr (Ends<E>) {
          entry.outcome = e.finish.outcome;
          entry.on_time = e.finish.on_time;
          entry.same_day = e.finish.same_day;
          entry.working_days = e.finish.working_days;
        } else if constexpr (kResumes<E>) {
          entry.outcome = Outcome{};
          if constexpr (std::is_same_v<E, Reopened>) entry.reopened = true;
        } else if constexpr (std::is_same_v<E, Escalated>) {
          entry.escalated = true;
        } else if constexpr (std::is_same_v<E, WentOverdue>) {
          entry.overdue = true;
        } else if constexpr (std::is_same_v<E, Rated>) {
          entry.grade = e.grade;
        }
      },
      event);
}

void Tally::count(Figures& f, const Entry& e, std::vector<std::uint32_t>& days) {
  auto& line = f.lines[static_cast<std::size_t>(e.line) - 1];
  ++f.cases;
  ++line.cases;
  f.escalated += e.escalated ? 1 : 0;
  f.overdue += e.overdue ? 1 : 0;
  f.reopened += e.reopened ? 1 : 0;
  f.historical += e.historical ? 1 : 0;
  f.first_report = std::min(f.first_report.value_or(e.reported_at), e.reported_at);
  f.last_report = std::max(f.last_report.value_or(e.reported_at), e.reported_at);
  if (e.grade != Grade{}) {
    ++f.rated;
    ++f.grades[static_cast<std::size_t>(e.grade) - 1];
  }
  if (e.outcome == Outcome{}) {
    ++f.open;
    return;
  }
  ++f.closed;
  ++line.closed;
  ++f.outcomes[static_cast<std::size_t>(e.outcome) - 1];
  f.on_time += e.on_time ? 1 : 0;
  f.same_day += e.same_day ? 1 : 0;
  if (e.outcome == Outcome::done) {
    ++f.done;
    ++line.done;
  }
  days.push_back(e.working_days);
}

Figures Tally::figures() const {
  Figures f;
  for (std::size_t i = 0; i < f.lines.size(); ++i) f.lines[i].line = static_cast<Line>(i + 1);
  std::vector<std::uint32_t> days;
  std::set<std::uint32_t> stations;
  std::set<std::uint32_t> districts;
  for (const auto& [stream, entry] : cases_) {
    count(f, entry, days);
    stations.insert(entry.station);
    districts.insert(entry.district);
  }
  f.stations = stations.size();
  f.districts = districts.size();
  f.working_days = summarise(std::move(days));
  return f;
}

}  // namespace recourse::casework
