#include <algorithm>
#include <numeric>
#include <recourse/casework/complaint/views/figures.hpp>

namespace recourse::casework::complaint {
namespace {

using Days = std::map<std::uint32_t, std::uint64_t>;

/// The value below or at which `share` percent of the cases lie (nearest rank).
std::uint32_t percentile(const Days& days, std::uint64_t cases, std::uint64_t share) {
  const std::uint64_t rank = (cases * share + 99) / 100;
  std::uint64_t seen = 0;
  for (const auto& [day, count] : days) {
    if ((seen += count) >= rank) return day;
  }
  return 0;
}

WorkingDays summarise(const Days& days) {
  WorkingDays w;
  for (const auto& [day, count] : days) {
    w.cases += count;
    if (day <= 1) w.within_1 += count;
    if (day <= 5) w.within_5 += count;
    if (day <= 10) w.within_10 += count;
    if (day <= 15) w.within_15 += count;
  }
  w.median = percentile(days, w.cases, 50);
  w.p90 = percentile(days, w.cases, 90);
  w.most = days.empty() ? 0 : days.rbegin()->first;
  return w;
}

template <std::size_t N>
std::uint64_t add_up(std::array<std::uint64_t, N>& into, const std::vector<std::uint64_t>& from) {
  for (std::size_t i = 0; i < std::min(N, from.size()); ++i) into[i] += from[i];
  return std::accumulate(from.begin(), from.end(), std::uint64_t{0});
}

}  // namespace

std::uint64_t timed(const Figures& figures) { return figures.concluded + figures.open_overdue; }

CountGroup group_of(const CaseFacts& facts) {
  return {facts.district, facts.station, facts.line, facts.channel};
}

bool FigureSums::takes_in(const CountGroup& g) const {
  return (filter_.station.empty() || filter_.station == g.station) &&
         (filter_.district.empty() || filter_.district == g.district) &&
         (!filter_.line || *filter_.line == g.line) &&
         (!filter_.channel || *filter_.channel == g.channel);
}

void FigureSums::add(const CountGroup& group, const Counts& c) {
  if (c.cases == 0 || !takes_in(group)) return;
  auto& f = sums_;
  const auto closed = add_up(f.outcomes, c.outcomes);
  f.cases += c.cases;
  const auto of = [&](Outcome outcome) {
    const auto i = static_cast<std::size_t>(outcome) - 1;
    return i < c.outcomes.size() ? c.outcomes[i] : 0;
  };
  const auto concluded = closed - of(Outcome::duplicate) - of(Outcome::withdrawn);
  f.closed += closed;
  f.concluded += concluded;
  f.duplicates += of(Outcome::duplicate);
  f.withdrawn += of(Outcome::withdrawn);
  f.open += c.cases - closed;
  f.open_overdue += c.open_overdue;
  f.rated_badly += c.rated_badly;
  f.missed += c.missed;
  add_up(f.services, c.services);
  add_up(f.policies, c.policies);
  f.done += of(Outcome::done);
  f.on_time += c.on_time;
  f.same_day += c.same_day;
  f.escalated += c.escalated;
  f.overdue += c.overdue;
  f.reopened += c.reopened;
  f.historical += c.historical;
  f.rated += add_up(f.grades, c.grades);
  if (const auto i = static_cast<std::size_t>(group.line) - 1; i < f.lines.size()) {
    f.lines[i].cases += c.cases;
    f.lines[i].closed += closed;
    f.lines[i].done += of(Outcome::done);
    f.lines[i].concluded += concluded;
  }
  if (c.first_report) {
    f.first_report = std::min(f.first_report.value_or(*c.first_report), *c.first_report);
  }
  if (c.last_report) {
    f.last_report = std::max(f.last_report.value_or(*c.last_report), *c.last_report);
  }
  for (const auto& [day, cases] : c.days) days_[day] += cases;
  stations_.insert(group.station);
  districts_.insert(group.district);
}

Figures FigureSums::figures() const {
  Figures f = sums_;
  for (std::size_t i = 0; i < f.lines.size(); ++i) f.lines[i].line = static_cast<Line>(i + 1);
  f.stations = stations_.size();
  f.districts = districts_.size();
  f.working_days = summarise(days_);
  return f;
}

}  // namespace recourse::casework::complaint
