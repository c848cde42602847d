#include <algorithm>
#include <recourse/base/text.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/office/figures.hpp>

namespace recourse {
namespace {

using casework::complaint::FiguresView;
using std::chrono::days;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

/// Rows of the view, and as of which position they are asked.
struct Asked {
  std::unique_ptr<core::TableSnapshot> rows;
  Position as_of;
};

Result<Asked> ask(const Office& office, const std::optional<Position>& as_of) {
  RECOURSE_TRY_ASSIGN(const auto at, as_of ? reached(office, *as_of) : office.engine().follow());
  RECOURSE_TRY_ASSIGN(auto rows, office.engine().rows(FiguresView::kName, at));
  return Asked{std::move(rows), at};
}

bool may_count(const core::Viewer& viewer) {
  using casework::Role;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role)) return false;
  if (role == Role::civilian || role == Role::auxiliary || role == Role::receiver) return false;
  return casework::is_staff(role) || role == Role::administrator;
}

core::Refusal not_for(const core::Viewer& viewer) {
  return core::not_to_be_seen({.rule = "R31"}, viewer);
}

LocalDay day_of(int y, unsigned m, unsigned d) {
  return LocalDay{year_month_day{year{y}, month{m}, std::chrono::day{d}}};
}

/// From the first of a month to the end of another.
std::pair<LocalDay, LocalDay> months(int y, unsigned from, unsigned to) {
  return {day_of(y, from, 1), LocalDay{std::chrono::year_month_day_last{
                                  year{y}, std::chrono::month_day_last{month{to}}}}};
}

/// Digits of that many places; nothing otherwise.
std::optional<int> digits(std::string_view text, std::size_t places) {
  if (text.size() != places) return {};
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

using Period = std::pair<LocalDay, LocalDay>;

/// A year, a part of it, or a month; nothing for what is written otherwise.
std::optional<Period> named_period(std::string_view text) {
  const auto y = digits(text.substr(0, std::min<std::size_t>(4, text.size())), 4);
  if (!y || *y == 0) return {};
  const auto rest = text.substr(4);
  if (rest.empty()) return months(*y, 1, 12);
  if (rest.size() == 2 && (rest[0] == 'H' || rest[0] == 'Q')) {
    const unsigned each = rest[0] == 'H' ? 6 : 3;
    const auto n = static_cast<unsigned>(rest[1] - '1');
    if (rest[1] < '1' || n >= 12 / each) return {};
    return months(*y, n * each + 1, (n + 1) * each);
  }
  if (rest.size() == 3 && rest[0] == '-') {
    const auto m = digits(rest.substr(1), 2);
    if (!m || *m < 1 || *m > 12) return {};
    return months(*y, static_cast<unsigned>(*m), static_cast<unsigned>(*m));
  }
  return {};
}

}  // namespace

Result<FigureTable> figures(const Office& office, const FigureQuery& query,
                            std::optional<Position> as_of) {
  RECOURSE_TRY_ASSIGN(const auto asked, ask(office, as_of));
  return casework::complaint::figure_table(*asked.rows, query, asked.as_of);
}

Result<FigureTable> events(const Office& office, const EventQuery& query,
                           std::optional<Position> as_of) {
  RECOURSE_TRY_ASSIGN(const auto asked, ask(office, as_of));
  return casework::complaint::event_table(*asked.rows, query, asked.as_of);
}

namespace {

/// Those that `sees` lets through, until there are enough.
template <class Sees>
Result<std::vector<std::string>> named(const Office& office, const FigureQuery& query,
                                       std::string_view figure, const CasesBehind& which,
                                       const std::optional<Position>& as_of, Sees&& sees) {
  namespace complaint = casework::complaint;
  if (which.most == 0 || which.most > limits::kListPageMax) {
    return Error{Errc::invalid_argument, "at most " + std::to_string(limits::kListPageMax) +
                                             " cases are named at once, and at least 1"};
  }
  RECOURSE_TRY_ASSIGN(const auto asked, ask(office, as_of));
  RECOURSE_TRY_ASSIGN(const auto subjects,
                      complaint::figure_cases(*asked.rows, query, which.keys, figure, asked.as_of));
  std::uint64_t last = 0;
  if (!which.after.empty()) {
    RECOURSE_TRY_ASSIGN(last, complaint::subject_of(*asked.rows, which.after));
  }
  std::vector<std::string> streams;
  for (auto at = std::ranges::upper_bound(subjects, last);
       at != subjects.end() && streams.size() < which.most; ++at) {
    RECOURSE_TRY_ASSIGN(auto stream, complaint::stream_of(*asked.rows, *at));
    RECOURSE_TRY_ASSIGN(const bool seen, sees(stream));
    if (seen) streams.push_back(std::move(stream));
  }
  return streams;
}

}  // namespace

Result<std::vector<std::string>> cases_behind(const Office& office, const FigureQuery& query,
                                              std::string_view figure, const CasesBehind& which,
                                              std::optional<Position> as_of) {
  return named(office, query, figure, which, as_of,
               [](const std::string&) { return Result<bool>{true}; });
}

Result<core::Seen<FigureTable>> figures(const Office& office, const FigureQuery& query,
                                        const core::Viewer& viewer, std::optional<Position> as_of) {
  using Answer = core::Seen<FigureTable>;
  if (!may_count(viewer)) return Answer{not_for(viewer)};
  RECOURSE_TRY_ASSIGN(auto table, figures(office, query, as_of));
  return Answer{std::move(table)};
}

Result<core::Seen<FigureTable>> events(const Office& office, const EventQuery& query,
                                       const core::Viewer& viewer, std::optional<Position> as_of) {
  using Answer = core::Seen<FigureTable>;
  if (!may_count(viewer)) return Answer{not_for(viewer)};
  RECOURSE_TRY_ASSIGN(auto table, events(office, query, as_of));
  return Answer{std::move(table)};
}

Result<core::Seen<std::vector<std::string>>> cases_behind(
    const Office& office, const FigureQuery& query, std::string_view figure,
    const CasesBehind& which, const core::Viewer& viewer, std::optional<Position> as_of) {
  using Answer = core::Seen<std::vector<std::string>>;
  if (!may_count(viewer)) return Answer{not_for(viewer)};
  const auto sees = [&](const std::string& stream) -> Result<bool> {
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(stream));
    RECOURSE_TRY_ASSIGN(const auto visibility, core::glance(office.cases_workflow(), id, viewer));
    return visibility.listed();
  };
  RECOURSE_TRY_ASSIGN(auto streams, named(office, query, figure, which, as_of, sees));
  return Answer{std::move(streams)};
}

Result<std::pair<LocalDay, LocalDay>> parse_period(std::string_view text) {
  if (const auto named = named_period(text)) return *named;
  const auto dots = text.find("..");
  const auto from = parse_day(text.substr(0, dots));
  const auto to = dots == std::string_view::npos ? from : parse_day(text.substr(dots + 2));
  if (from && to && *from <= *to) return Period{*from, *to};
  return Error{Errc::invalid_argument,
               "\"" + std::string{text} +
                   "\" is no period; write 2023, 2023H2, 2023Q3, 2023-06, 2023-06-01, or "
                   "2023-06-01..2023-11-30"};
}

Result<std::pair<LocalDay, LocalDay>> period_before(std::string_view text) {
  RECOURSE_TRY_ASSIGN(const auto period, parse_period(text));
  if (!named_period(text)) {
    const auto length = period.second - period.first + days{1};
    return Period{period.first - length, period.second - length};
  }
  // Whole months: as many of them before.
  const year_month_day first{period.first};
  const year_month_day last{period.second};
  const auto count = static_cast<unsigned>(last.month()) - static_cast<unsigned>(first.month()) + 1;
  const auto begin = first.year() / first.month() - std::chrono::months{count};
  const auto end = first.year() / first.month() - std::chrono::months{1};
  return Period{LocalDay{begin / 1}, LocalDay{end / std::chrono::last}};
}

std::pair<LocalDay, LocalDay> year_before(const std::pair<LocalDay, LocalDay>& period) {
  const auto month_before = [](LocalDay day) {
    const year_month_day date{day};
    return (date.year() - std::chrono::years{1}) / date.month();
  };
  const auto end_before = [&](LocalDay day) {
    return LocalDay{month_before(day) / std::chrono::last};
  };
  const auto back = [&](LocalDay day) {
    return std::min(LocalDay{month_before(day) / year_month_day{day}.day()}, end_before(day));
  };
  const auto& [first, last] = period;
  // Whole months are whole ones a year before; of days, a leap day is not one more.
  const bool ends_month = year_month_day{last + days{1}}.day() == std::chrono::day{1};
  const bool whole_months = year_month_day{first}.day() == std::chrono::day{1} && ends_month;
  return {back(first), whole_months ? end_before(last) : back(last)};
}

}  // namespace recourse
