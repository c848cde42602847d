#include <algorithm>
#include <numeric>
#include <recourse/casework/complaint/views/figure_query.hpp>
#include <set>

namespace recourse::casework::complaint {
namespace {

using core::ColumnCondition;
using core::ColumnCounter;

Error unknown(std::string_view what, std::string_view name, std::string_view choice) {
  return {Errc::invalid_argument, "no " + std::string{what} + " is called \"" + std::string{name} +
                                      "\"; there are " + std::string{choice}};
}

template <class List>
std::string names_of(const List& list) {
  std::string names;
  for (const auto& one : list) names.append(names.empty() ? "" : ", ").append(one.name);
  return names;
}

// --- periods
// ------------------------------------------------------------------------------------------------

LocalDay day_of(std::int64_t number) {
  return LocalDay{std::chrono::days{static_cast<int>(number)}};
}

/// A number with zeros before it.
std::string padded(std::int64_t value, std::size_t width) {
  auto text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

/// The week of a day: it belongs to the year in which its Thursday lies.
std::string week_of(LocalDay day) {
  const std::chrono::weekday weekday{day};
  const auto thursday = day + std::chrono::days{4 - static_cast<int>(weekday.iso_encoding())};
  const auto year = std::chrono::year_month_day{thursday}.year();
  const auto first = LocalDay{year / 1 / 1};
  const auto week = (thursday - first).count() / 7 + 1;
  return padded(static_cast<int>(year), 4) + "-W" + padded(week, 2);
}

std::string period_of(LocalDay day, DimensionForm form) {
  const std::chrono::year_month_day date{day};
  const auto year = padded(static_cast<int>(date.year()), 4);
  const auto month = static_cast<unsigned>(date.month());
  switch (form) {
    case DimensionForm::week:
      return week_of(day);
    case DimensionForm::month:
      return year + "-" + padded(month, 2);
    case DimensionForm::quarter:
      return year + "Q" + std::to_string((month + 2) / 3);
    case DimensionForm::half:
      return year + (month <= 6 ? "H1" : "H2");
    case DimensionForm::year:
      return year;
    default:
      return year + "-" + padded(month, 2) + "-" + padded(static_cast<unsigned>(date.day()), 2);
  }
}

// --- dimensions
// ------------------------------------------------------------------------------------------------

/// The table that is asked: facts of cases, or events.
struct Source {
  const core::TableSnapshot* rows;
  std::span<const DimensionInfo> dimensions;
  char words;
  std::size_t day_column;  ///< By which the period is bounded.
  /// A column that must be 1 for the day to be one; nothing: it always is.
  std::optional<std::size_t> ended_only = {};
};

/// A dimension with the names of its groups; that of 0 is none.
struct Groups {
  const DimensionInfo* info = nullptr;
  std::vector<std::string> names;
  core::ColumnGroup by;
};

bool is_time(DimensionForm form) {
  return form != DimensionForm::word && form != DimensionForm::named && form != DimensionForm::hour;
}

Result<const DimensionInfo*> dimension(const Source& source, std::string_view name) {
  const auto found = std::ranges::find(source.dimensions, name, &DimensionInfo::name);
  if (found != source.dimensions.end()) return &*found;
  return unknown("dimension", name, names_of(source.dimensions));
}

/// Days to periods, over all days that there are.
Result<void> add_periods(const Source& source, Groups& groups) {
  RECOURSE_TRY_ASSIGN(const auto days, days_in(*source.rows));
  if (!days) return {};
  groups.by.first = days->first;
  for (auto day = days->first; day <= days->second; ++day) {
    auto name = period_of(day_of(day), groups.info->form);
    if (groups.names.back() != name) groups.names.push_back(std::move(name));
    groups.by.table.push_back(static_cast<std::uint32_t>(groups.names.size() - 1));
  }
  return {};
}

Result<Groups> groups_of(const Source& source, std::string_view name) {
  Groups groups;
  RECOURSE_TRY_ASSIGN(groups.info, dimension(source, name));
  const auto& info = *groups.info;
  groups.by.column = info.column;
  groups.names = {""};
  if (info.form == DimensionForm::word) {
    RECOURSE_TRY_ASSIGN(groups.names, core::words_in(*source.rows, source.words, info.column));
  } else if (info.form == DimensionForm::named) {
    for (std::int64_t i = 1; i <= info.values; ++i) groups.names.push_back(info.name_of(i));
  } else if (info.form == DimensionForm::hour) {
    groups.names.clear();
    for (std::int64_t hour = 0; hour < 24; ++hour) {
      groups.names.push_back(padded(hour, 2));
      groups.by.table.insert(groups.by.table.end(), 60, static_cast<std::uint32_t>(hour));
    }
  } else {
    RECOURSE_TRY(add_periods(source, groups));
  }
  groups.by.size = groups.names.size();
  return groups;
}

/// The numbers of a column that belong to a group.
void add_numbers(const Groups& groups, std::uint32_t group, std::vector<std::int64_t>& numbers) {
  if (groups.by.table.empty()) return numbers.push_back(group);
  for (std::size_t i = 0; i < groups.by.table.size(); ++i) {
    if (groups.by.table[i] == group) {
      numbers.push_back(groups.by.first + static_cast<std::int64_t>(i));
    }
  }
  // Of a day that is none.
  if (group == 0 && is_time(groups.info->form)) numbers.push_back(0);
}

/// How the values of such a dimension are written; empty for codes and names.
std::string_view form_of(DimensionForm form) {
  switch (form) {
    case DimensionForm::day:
      return "2023-06-01";
    case DimensionForm::week:
      return "2023-W22";
    case DimensionForm::month:
      return "2023-06";
    case DimensionForm::quarter:
      return "2023Q2";
    case DimensionForm::half:
      return "2023H1";
    case DimensionForm::year:
      return "2023";
    case DimensionForm::hour:
      return "09";
    default:
      return {};
  }
}

/// Whether a value is written as those of the dimension are. "" is none, of all.
bool could_be(std::string_view value, DimensionForm form) {
  const auto pattern = form_of(form);
  if (value.empty() || pattern.empty()) return true;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool shaped = std::equal(value.begin(), value.end(), pattern.begin(), pattern.end(),
                                 [&](char a, char b) { return digit(b) ? digit(a) : a == b; });
  if (!shaped) return false;
  const auto number = [&](std::size_t from) {
    int n = 0;
    for (const char c : value.substr(from)) n = n * 10 + (c - '0');
    return n;
  };
  switch (form) {
    case DimensionForm::day:
      return parse_day(value).has_value();
    case DimensionForm::week:
      return number(6) >= 1 && number(6) <= 53;
    case DimensionForm::month:
      return number(5) >= 1 && number(5) <= 12;
    case DimensionForm::quarter:
      return number(5) >= 1 && number(5) <= 4;
    case DimensionForm::half:
      return number(5) >= 1 && number(5) <= 2;
    case DimensionForm::hour:
      return number(0) <= 23;
    default:
      return true;
  }
}

/// What people write for the group whose key is empty.
constexpr std::string_view kNone = "none";

/// The name that a value says; "none" is the empty one, unless a group is called so.
auto find_name(const std::vector<std::string>& names, std::string_view value) {
  const auto found = std::ranges::find(names, value);
  if (found != names.end() || value != kNone) return found;
  return std::ranges::find(names, std::string_view{});
}

/// A number that no column holds.
constexpr std::int64_t kNowhere = std::numeric_limits<std::int64_t>::min();

Result<ColumnCondition> condition_of(const Source& source, const FigureFilter& filter) {
  RECOURSE_TRY_ASSIGN(const auto groups, groups_of(source, filter.dimension));
  if (filter.values.empty()) {
    return Error{Errc::invalid_argument,
                 "the filter for \"" + filter.dimension + "\" names no value; name at least one"};
  }
  ColumnCondition condition{.column = groups.info->column, .any_of = {}};
  for (const auto& value : filter.values) {
    const auto found = find_name(groups.names, value);
    if (found != groups.names.end()) {
      add_numbers(groups, static_cast<std::uint32_t>(found - groups.names.begin()),
                  condition.any_of);
    } else if (!could_be(value, groups.info->form)) {
      return Error{Errc::invalid_argument, "\"" + value + "\" is no " +
                                               std::string{groups.info->name} + "; write " +
                                               std::string{form_of(groups.info->form)}};
    } else if (groups.info->form == DimensionForm::named) {
      std::string choice;
      for (const auto& name : groups.names) {
        if (!name.empty()) choice.append(choice.empty() ? "" : ", ").append(name);
      }
      return unknown(filter.dimension, value, choice);
    }
    // A code or a period in which nothing was reported: nothing matches.
  }
  if (condition.any_of.empty()) condition.any_of.push_back(kNowhere);
  std::ranges::sort(condition.any_of);
  return condition;
}

Result<std::vector<ColumnCondition>> conditions_of(const Source& source,
                                                   const std::vector<FigureFilter>& where,
                                                   const std::optional<LocalDay>& from,
                                                   const std::optional<LocalDay>& to) {
  std::vector<ColumnCondition> conditions;
  if (from && to && *from > *to) {
    return Error{Errc::invalid_argument, "the period ends before it begins"};
  }
  if (from || to) {
    const auto number = [](LocalDay day) {
      return static_cast<std::int64_t>(day.time_since_epoch().count());
    };
    conditions.push_back({.column = source.day_column,
                          .from = from ? number(*from) : -(std::int64_t{1} << 40),
                          .to = to ? number(*to) : std::int64_t{1} << 40,
                          .any_of = {}});
    // What is open has ended on no day: its column says 0, which is one.
    if (source.ended_only) {
      conditions.push_back({.column = *source.ended_only, .from = 1, .to = 1, .any_of = {}});
    }
  }
  for (const auto& filter : where) {
    RECOURSE_TRY_ASSIGN(auto condition, condition_of(source, filter));
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

// --- tables
// ------------------------------------------------------------------------------------------------

/// The groups of a query, and how its cells and their keys correspond.
class Cells {
 public:
  static Result<Cells> of(const Source& source, const std::vector<std::string>& by) {
    Cells cells;
    std::set<std::string_view> seen;
    for (const auto& name : by) {
      if (!seen.insert(name).second) {
        return Error{Errc::invalid_argument, "\"" + name + "\" is named twice"};
      }
      RECOURSE_TRY_ASSIGN(auto groups, groups_of(source, name));
      cells.ranks_.emplace_back(ranks_of(groups));
      cells.groups_.push_back(std::move(groups));
    }
    return cells;
  }

  std::vector<core::ColumnGroup> groups() const {
    std::vector<core::ColumnGroup> list;
    for (const auto& one : groups_) list.push_back(one.by);
    return list;
  }
  std::vector<std::string> keys(std::size_t cell) const {
    std::vector<std::string> keys(groups_.size());
    for (auto i = groups_.size(); i-- > 0; cell /= groups_[i].by.size) {
      keys[i] = groups_[i].names[cell % groups_[i].by.size];
    }
    return keys;
  }
  /// In what order cells are shown.
  std::vector<std::size_t> rank(std::size_t cell) const {
    std::vector<std::size_t> rank(groups_.size());
    for (auto i = groups_.size(); i-- > 0; cell /= groups_[i].by.size) {
      rank[i] = ranks_[i][cell % groups_[i].by.size];
    }
    return rank;
  }

 private:
  /// Codes by their text, everything else as it is numbered.
  static std::vector<std::size_t> ranks_of(const Groups& groups) {
    std::vector<std::size_t> order(groups.names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto ranks = order;
    if (groups.info->form != DimensionForm::word) return ranks;
    std::ranges::sort(order, {}, [&](std::size_t i) { return groups.names[i]; });
    for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
    return ranks;
  }

  std::vector<Groups> groups_;
  std::vector<std::vector<std::size_t>> ranks_;
};

/// The nearest rank, and how many there are.
FigureValue percentile(const core::ColumnValues& values, std::int64_t percent) {
  std::int64_t all = 0;
  for (const auto& [value, n] : values) all += n;
  return {core::percentile(values, percent), all};
}

/// Where in a query's sums a figure's numbers stand.
struct Place {
  const FigureInfo* figure;
  std::size_t over;
  std::size_t of;
};

Place place(const FigureInfo& figure, core::ColumnQuery& query) {
  if (is_percentile(figure)) {
    query.spreads.push_back({figure.over.where, *figure.over.sum});
    return {&figure, query.spreads.size() - 1, 0};
  }
  query.counters.push_back(figure.over);
  if (figure.form == FigureForm::count) return {&figure, query.counters.size() - 1, 0};
  query.counters.push_back(figure.of);
  return {&figure, query.counters.size() - 2, query.counters.size() - 1};
}

FigureValue value_at(const core::ColumnSums& sums, std::size_t cell, const Place& place) {
  switch (place.figure->form) {
    case FigureForm::median:
      return percentile(sums.spread(cell, place.over), 50);
    case FigureForm::p90:
      return percentile(sums.spread(cell, place.over), 90);
    case FigureForm::count:
      return {sums.count(cell, place.over), 0};
    default:
      return {sums.count(cell, place.over), sums.count(cell, place.of)};
  }
}

Result<std::vector<const FigureInfo*>> figures_of(const std::vector<std::string>& names) {
  std::vector<const FigureInfo*> figures;
  if (names.empty()) {
    for (const auto& one : figure_list()) {
      if (one.headline) figures.push_back(&one);
    }
  }
  for (const auto& name : names) {
    const auto* found = find_figure(name);
    if (found == nullptr) return unknown("figure", name, names_of(figure_list()));
    figures.push_back(found);
  }
  return figures;
}

Source fact_source(const core::TableSnapshot& rows, PeriodOf period) {
  if (period == PeriodOf::closed) {
    return {&rows, dimension_list(), FiguresView::kFactWordsPrefix, column_of(Fact::closed_day),
            column_of(Fact::closed)};
  }
  return {&rows, dimension_list(), FiguresView::kFactWordsPrefix, column_of(Fact::reported_day)};
}

/// The cells in which something is counted, as they are shown.
std::vector<std::size_t> shown_cells(const Cells& cells, const core::ColumnSums& sums,
                                     bool always) {
  std::vector<std::pair<std::vector<std::size_t>, std::size_t>> ranked;
  for (std::size_t cell = 0; cell < sums.cells; ++cell) {
    if (always || sums.count(cell, 0) != 0) ranked.emplace_back(cells.rank(cell), cell);
  }
  std::ranges::sort(ranked);
  std::vector<std::size_t> shown;
  for (const auto& [rank, cell] : ranked) shown.push_back(cell);
  return shown;
}

}  // namespace

Result<FigureTable> figure_table(const core::TableSnapshot& rows, const FigureQuery& query,
                                 Position as_of) {
  const auto source = fact_source(rows, query.period_of);
  RECOURSE_TRY_ASSIGN(const auto figures, figures_of(query.figures));
  RECOURSE_TRY_ASSIGN(const auto cells, Cells::of(source, query.by));
  core::ColumnQuery asked;
  asked.threads = query.threads;
  RECOURSE_TRY_ASSIGN(asked.where, conditions_of(source, query.where, query.from, query.to));
  asked.groups = cells.groups();
  asked.counters.emplace_back();  // whether there is a case at all
  std::vector<Place> places;
  for (const auto* figure : figures) places.push_back(place(*figure, asked));
  RECOURSE_TRY_ASSIGN(const auto columns,
                      core::ColumnReader::open(rows, FiguresView::kFactColumns));
  RECOURSE_TRY_ASSIGN(const auto sums, core::run(columns, asked, as_of));
  FigureTable table{as_of, query.from, query.to, query.by, {}, {}};
  for (const auto* figure : figures) table.figures.emplace_back(figure->name);
  for (const auto cell : shown_cells(cells, sums, query.by.empty())) {
    FigureRow row{cells.keys(cell), {}};
    for (const auto& one : places) row.values.push_back(value_at(sums, cell, one));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Result<std::vector<std::uint64_t>> figure_cases(const core::TableSnapshot& rows,
                                                const FigureQuery& query,
                                                const std::vector<std::string>& keys,
                                                std::string_view figure, Position as_of) {
  if (keys.size() != query.by.size()) {
    return Error{Errc::invalid_argument, "a group has one key for each of its dimensions"};
  }
  const auto source = fact_source(rows, query.period_of);
  const auto* info = find_figure(figure);
  if (info == nullptr) return unknown("figure", figure, names_of(figure_list()));
  auto where = query.where;
  for (std::size_t i = 0; i < keys.size(); ++i) where.push_back({query.by[i], {keys[i]}});
  RECOURSE_TRY_ASSIGN(auto conditions, conditions_of(source, where, query.from, query.to));
  conditions.insert(conditions.end(), info->over.where.begin(), info->over.where.end());
  RECOURSE_TRY_ASSIGN(const auto columns,
                      core::ColumnReader::open(rows, FiguresView::kFactColumns));
  return core::subjects(columns, conditions, as_of);
}

Result<FigureTable> event_table(const core::TableSnapshot& rows, const EventQuery& query,
                                Position as_of) {
  const Source source{&rows, event_dimension_list(), FiguresView::kEventWordsPrefix,
                      column_of(EventColumn::day)};
  RECOURSE_TRY_ASSIGN(const auto cells, Cells::of(source, query.by));
  core::ColumnQuery asked;
  asked.threads = query.threads;
  RECOURSE_TRY_ASSIGN(asked.where, conditions_of(source, query.where, query.from, query.to));
  asked.groups = cells.groups();
  asked.counters.emplace_back();
  RECOURSE_TRY_ASSIGN(const auto columns,
                      core::ColumnReader::open(rows, FiguresView::kEventColumnsSpec));
  RECOURSE_TRY_ASSIGN(const auto sums, core::run(columns, asked, as_of));
  FigureTable table{as_of, query.from, query.to, query.by, {"events"}, {}};
  for (const auto cell : shown_cells(cells, sums, query.by.empty())) {
    table.rows.push_back({cells.keys(cell), {{sums.count(cell, 0), 0}}});
  }
  return table;
}

}  // namespace recourse::casework::complaint
