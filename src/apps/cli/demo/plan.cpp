#include "plan.hpp"

#include <algorithm>
#include <map>

#include "likelihood.hpp"

namespace recourse::cli {
namespace {

using casework::Line;

/// One case in this many is a second report of one that is being handled.
constexpr std::uint64_t kCasesPerMerge = 250;

std::vector<Line> draw_lines(std::uint64_t cases, Random& dice) {
  std::vector<Line> lines;
  const auto totals = line_totals(cases);
  for (std::size_t i = 0; i < totals.size(); ++i) {
    lines.insert(lines.end(), totals[i], static_cast<Line>(i + 1));
  }
  dice.shuffle(lines);
  return lines;
}

/// Stations draw matters by their size, for as long as their window is open.
std::vector<std::size_t> draw_stations(const Plan& plan, std::uint64_t cases, Random& dice) {
  std::vector<std::uint32_t> weights;
  for (const auto& station : plan.stations) {
    const auto open = Calendar::china().working_days_between(station.opens, kLastDay).days + 1;
    weights.push_back(station.size * static_cast<std::uint32_t>(open));
  }
  std::vector<std::size_t> stations;
  for (std::uint64_t i = 0; i < cases; ++i) {
    // Every window was set up and has its first matter, if there are enough to go round.
    const bool first = cases >= kStations && i < kStations;
    stations.push_back(first ? static_cast<std::size_t>(i) : dice.weighted(std::span{weights}));
  }
  return stations;
}

LocalDay draw_day(const std::vector<LocalDay>& days, LocalDay from, Random& dice) {
  const auto first = std::ranges::lower_bound(days, from);
  const auto open = static_cast<std::uint64_t>(days.end() - first);
  return *(first + static_cast<std::ptrdiff_t>(dice.below(open)));
}

bool may_take_in(const PlannedCase& target) {
  return target.course == Course::escalated && target.twist == Twist::none &&
         target.applicant == casework::complaint::ApplicantKind::person &&
         working_day_after(day_of(target.reported_at), 1) <= kLastDay;
}

bool may_be_taken_in(const PlannedCase& source, const PlannedCase& target) {
  return source.line == target.line && source.course == Course::on_spot && source.present;
}

/// Turns some cases into second reports: the same person comes again on the next working day while
/// the first case is with the department. Cases from `free` on may change their station.
void arrange_merges(std::vector<PlannedCase>& cases, std::size_t free, Random& dice) {
  const std::uint64_t wanted = (cases.size() + kCasesPerMerge / 2) / kCasesPerMerge;
  std::uint64_t made = 0;
  std::size_t source = free;
  for (std::size_t i = 0; i < cases.size() && made < wanted; ++i) {
    auto& target = cases[i];
    if (!may_take_in(target)) continue;
    while (source < cases.size() && !may_be_taken_in(cases[source], target)) ++source;
    if (source == cases.size()) return;
    auto& second = cases[source++];
    second.station = target.station;
    second.matter = target.matter;
    second.reason = target.reason;
    second.category = target.category;
    second.applicant = target.applicant;
    second.person = target.person;
    second.course = Course::merged;
    second.twist = Twist::none;
    second.reported_at = counter_moment(working_day_after(day_of(target.reported_at), 1), dice);
    second.merges_into = i;
    ++made;
  }
}

/// How many of a hundred cases that would be of the class are none: it has not begun, or the list
/// has been changed and nobody comes in vain.
std::uint64_t spared_of_class(LocalDay day) {
  if (day < kClassBegins) return 85;
  return day < kTurned ? 0 : 70;
}

/// How many of a hundred population matters the class adds while it lasts.
constexpr std::uint64_t kAddedByClass = 7;

/// What is wrong, and how it goes. What is spared of the class is another matter.
void draw_nature_of(PlannedCase& planned) {
  Random nature{planned.seed, 3};
  draw_nature(planned, nature);
  Random turn{planned.seed, 4};
  const auto day = day_of(planned.reported_at);
  const auto spared = spared_of_class(day);
  if (spared > 0) {
    if (!turn.percent(spared)) return;
    while (is_of_class(planned)) draw_nature(planned, nature);
  } else if (planned.line == Line::population && turn.percent(kAddedByClass)) {
    while (!is_of_class(planned)) draw_nature(planned, nature);
  }
}

/// Puts the cases in the order of their reports and gives them their numbers.
void number(Plan& plan) {
  std::vector<std::size_t> order(plan.cases.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return plan.cases[i].reported_at; });
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;

  std::vector<PlannedCase> sorted;
  std::map<std::string, std::uint32_t> serials;
  for (const auto i : order) {
    auto planned = std::move(plan.cases[i]);
    if (planned.merges_into) planned.merges_into = place[*planned.merges_into];
    auto day = to_string(day_of(planned.reported_at));
    std::erase(day, '-');
    planned.key = plan.stations[planned.station].code + "-" + day;
    auto serial = std::to_string(++serials[planned.key]);
    serial.insert(0, serial.size() < 3 ? 3 - serial.size() : 0, '0');
    planned.key += "-" + serial;
    sorted.push_back(std::move(planned));
  }
  plan.cases = std::move(sorted);
}

}  // namespace

bool is_of_class(const PlannedCase& planned) {
  return planned.matter == kClassMatter && planned.reason == kClassReason;
}

std::array<std::uint64_t, 6> line_totals(std::uint64_t cases) {
  std::array<std::uint64_t, 6> totals{};
  std::array<std::size_t, 6> by_remainder{0, 1, 2, 3, 4, 5};
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    totals[i] = kPublishedLines[i] * cases / kPublishedCases;
    given += totals[i];
  }
  std::ranges::stable_sort(by_remainder, std::greater{}, [&](std::size_t i) {
    return kPublishedLines[i] * cases % kPublishedCases;
  });
  for (std::size_t i = 0; given < cases; ++i, ++given) ++totals[by_remainder[i]];
  return totals;
}

Result<Plan> make_plan(std::uint64_t seed, std::uint64_t cases) {
  if (cases < 1 || cases > kCasesMax) {
    return Error{Errc::invalid_argument, "a plan has 1 to " + std::to_string(kCasesMax) +
                                             " cases, not " + std::to_string(cases)};
  }
  Plan plan{seed, make_stations(seed), {}};
  Random dice{seed, 2};
  const auto days = working_days();
  const auto lines = draw_lines(cases, dice);
  const auto stations = draw_stations(plan, cases, dice);
  for (std::size_t i = 0; i < cases; ++i) {
    PlannedCase planned;
    planned.line = lines[i];
    planned.station = stations[i];
    planned.reported_at =
        counter_moment(draw_day(days, plan.stations[planned.station].opens, dice), dice);
    planned.seed = dice.next();
    planned.person = dice.next();
    draw_nature_of(planned);
    plan.cases.push_back(std::move(planned));
  }
  arrange_merges(plan.cases, cases >= kStations ? kStations : 0, dice);
  number(plan);
  return plan;
}

}  // namespace recourse::cli
