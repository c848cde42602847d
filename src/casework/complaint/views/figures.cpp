#include <recourse/casework/complaint/views/figure_query.hpp>

namespace recourse::casework::complaint {
namespace {

using core::ColumnCondition;
using core::ColumnCounter;
using core::ColumnQuery;
using core::ColumnSums;

ColumnCondition is(Fact fact, std::int64_t value) {
  return {.column = column_of(fact), .from = value, .to = value, .any_of = {}};
}

/// The number of a word; one that no row has, if it is unknown.
Result<std::int64_t> number_of(const core::TableSnapshot& rows, Fact fact, std::string_view word) {
  RECOURSE_TRY_ASSIGN(const auto words,
                      core::words_in(rows, FiguresView::kFactWordsPrefix, column_of(fact)));
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == word) return static_cast<std::int64_t>(i);
  }
  return std::int64_t{-1};
}

Result<std::vector<ColumnCondition>> conditions_of(const core::TableSnapshot& rows,
                                                   const TallyFilter& filter) {
  std::vector<ColumnCondition> where;
  if (!filter.station.empty()) {
    RECOURSE_TRY_ASSIGN(const auto number, number_of(rows, Fact::station, filter.station));
    where.push_back(is(Fact::station, number));
  }
  if (!filter.district.empty()) {
    RECOURSE_TRY_ASSIGN(const auto number, number_of(rows, Fact::district, filter.district));
    where.push_back(is(Fact::district, number));
  }
  if (filter.line) where.push_back(is(Fact::line, static_cast<std::int64_t>(*filter.line)));
  if (filter.channel) {
    where.push_back(is(Fact::channel, static_cast<std::int64_t>(*filter.channel)));
  }
  return where;
}

WorkingDays summarise(const core::ColumnValues& days) {
  WorkingDays w;
  for (const auto& [day, n] : days) {
    const auto cases = static_cast<std::uint64_t>(n);
    w.cases += cases;
    if (day <= 1) w.within_1 += cases;
    if (day <= 5) w.within_5 += cases;
    if (day <= 10) w.within_10 += cases;
    if (day <= 15) w.within_15 += cases;
  }
  w.median = static_cast<std::uint32_t>(core::percentile(days, 50));
  w.p90 = static_cast<std::uint32_t>(core::percentile(days, 90));
  if (!days.empty()) w.most = static_cast<std::uint32_t>(days.back().first);
  return w;
}

/// The counts that stand in Figures under the name of a figure.
constexpr std::pair<std::string_view, std::uint64_t Figures::*> kCounts[] = {
    {"cases", &Figures::cases},         {"open", &Figures::open},
    {"closed", &Figures::closed},       {"concluded", &Figures::concluded},
    {"done", &Figures::done},           {"duplicates", &Figures::duplicates},
    {"withdrawn", &Figures::withdrawn}, {"open_overdue", &Figures::open_overdue},
    {"escalated", &Figures::escalated}, {"overdue", &Figures::overdue},
    {"reopened", &Figures::reopened},   {"historical", &Figures::historical},
    {"rated", &Figures::rated},         {"rated_badly", &Figures::rated_badly},
    {"missed", &Figures::missed}};

/// How often each number of a column stands, by groups.
ColumnQuery by_number(const std::vector<ColumnCondition>& where, Fact fact, std::size_t size) {
  ColumnQuery query;
  query.where = where;
  query.groups = {{.column = column_of(fact), .size = size, .table = {}}};
  query.counters.resize(1);
  return query;
}

template <std::size_t N>
Result<void> fill(std::array<std::uint64_t, N>& into, const core::ColumnReader& columns,
                  const std::vector<ColumnCondition>& where, Fact fact, Position as_of) {
  RECOURSE_TRY_ASSIGN(const auto sums, core::run(columns, by_number(where, fact, N + 1), as_of));
  for (std::size_t i = 0; i < N; ++i) into[i] = static_cast<std::uint64_t>(sums.count(i + 1, 0));
  return {};
}

Result<void> fill_lines(Figures& f, const core::ColumnReader& columns,
                        const std::vector<ColumnCondition>& where, Position as_of) {
  auto query = by_number(where, Fact::line, f.lines.size() + 1);
  for (const auto* name : {"closed", "done", "concluded"}) {
    query.counters.push_back(find_figure(name)->over);
  }
  RECOURSE_TRY_ASSIGN(const auto sums, core::run(columns, query, as_of));
  for (std::size_t i = 0; i < f.lines.size(); ++i) {
    const auto at = [&](std::size_t counter) {
      return static_cast<std::uint64_t>(sums.count(i + 1, counter));
    };
    f.lines[i] = {static_cast<Line>(i + 1), at(0), at(1), at(2), at(3)};
  }
  return {};
}

Result<std::size_t> places(const core::TableSnapshot& rows, const core::ColumnReader& columns,
                           const std::vector<ColumnCondition>& where, Fact fact, Position as_of) {
  RECOURSE_TRY_ASSIGN(const auto words,
                      core::words_in(rows, FiguresView::kFactWordsPrefix, column_of(fact)));
  RECOURSE_TRY_ASSIGN(const auto sums,
                      core::run(columns, by_number(where, fact, words.size()), as_of));
  std::size_t n = 0;
  for (std::size_t i = 0; i < sums.cells; ++i) n += sums.count(i, 0) > 0 ? 1 : 0;
  return n;
}

}  // namespace

std::uint64_t timed(const Figures& figures) { return figures.concluded + figures.open_overdue; }

Result<Figures> FiguresView::read(const core::TableSnapshot& rows, const TallyFilter& filter,
                                  Position as_of) {
  RECOURSE_TRY_ASSIGN(const auto columns, core::ColumnReader::open(rows, kFactColumns));
  RECOURSE_TRY_ASSIGN(const auto where, conditions_of(rows, filter));
  Figures f;
  ColumnQuery query;
  query.where = where;
  for (const auto& [name, member] : kCounts) query.counters.push_back(find_figure(name)->over);
  query.counters.push_back(find_figure("on_time_rate")->over);
  query.counters.push_back(find_figure("same_day_rate")->over);
  query.spreads = {{find_figure("days_median")->over.where, column_of(Fact::working_days)},
                   {{}, column_of(Fact::reported_day)}};
  RECOURSE_TRY_ASSIGN(const auto sums, core::run(columns, query, as_of));
  std::size_t counter = 0;
  const auto next = [&] { return static_cast<std::uint64_t>(sums.count(0, counter++)); };
  for (const auto& [name, member] : kCounts) f.*member = next();
  f.on_time = next();
  f.same_day = next();
  f.working_days = summarise(sums.spread(0, 0));
  if (const auto& days = sums.spread(0, 1); !days.empty()) {
    const auto day = [](std::int64_t n) {
      return LocalDay{std::chrono::days{static_cast<int>(n)}};
    };
    f.first_report = day(days.front().first);
    f.last_report = day(days.back().first);
  }
  RECOURSE_TRY(fill(f.outcomes, columns, where, Fact::outcome, as_of));
  RECOURSE_TRY(fill(f.grades, columns, where, Fact::grade, as_of));
  RECOURSE_TRY(fill(f.services, columns, where, Fact::service, as_of));
  RECOURSE_TRY(fill(f.policies, columns, where, Fact::policy, as_of));
  RECOURSE_TRY(fill_lines(f, columns, where, as_of));
  RECOURSE_TRY_ASSIGN(f.stations, places(rows, columns, where, Fact::station, as_of));
  RECOURSE_TRY_ASSIGN(f.districts, places(rows, columns, where, Fact::district, as_of));
  return f;
}

}  // namespace recourse::casework::complaint
