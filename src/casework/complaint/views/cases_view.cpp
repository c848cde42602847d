#include <algorithm>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/complaint/open_duties.hpp>
#include <recourse/casework/complaint/views/cases_view.hpp>

namespace recourse::casework::complaint {
namespace {

using core::ArmedTimer;
using core::Loaded;
using core::TableSnapshot;

constexpr Timestamp kNever{std::chrono::milliseconds{std::numeric_limits<std::int64_t>::max()}};

/// A moment so that bytes sort as time does.
void append_time(std::string& out, Timestamp t) {
  const auto count = static_cast<std::uint64_t>(t.time_since_epoch().count());
  base::append_be64(out, count ^ (std::uint64_t{1} << 63));
}

std::optional<ArmedTimer> earliest(const std::vector<ArmedTimer>& timers) {
  std::optional<ArmedTimer> first;
  for (const auto& timer : timers) {
    if (!timer.spent && (!first || timer.due < first->due)) first = timer;
  }
  return first;
}

/// What comes before the due time in a row's key.
std::string list_prefix(char list, std::string_view owner) {
  return std::string(1, list).append(owner).append(1, '\0');
}

std::string list_key(char list, std::string_view owner, const Loaded<State>& now,
                     std::string_view stream) {
  const auto next = earliest(now.timers);
  auto key = list_prefix(list, owner);
  append_time(key, next ? next->due : kNever);
  key.push_back(static_cast<char>(now.state.phases.stage));
  return key.append(stream);
}

Error unreadable() {
  return Error{Errc::corruption, "a row of the case list is unreadable; rebuild the view"};
}

/// Phase and stream of a row's key.
struct ListRow {
  Phase phase{};
  std::string stream;
};
Result<ListRow> row_in(std::string_view key) {
  const auto owner_end = key.find('\0', 2);
  if (owner_end == std::string_view::npos || key.size() < owner_end + 1 + 8 + 1 + 1) {
    return unreadable();
  }
  const auto phase_at = owner_end + 1 + 8;
  return ListRow{static_cast<Phase>(key[phase_at]), std::string{key.substr(phase_at + 1)}};
}

Result<void> check_page(std::size_t entries) {
  if (entries >= 1 && entries <= limits::kListPageMax) return {};
  return Error{Errc::invalid_argument, "a page has 1 to " + std::to_string(limits::kListPageMax) +
                                           " entries, not " + std::to_string(entries)};
}

Result<Loaded<State>> state_of(const TableSnapshot& rows, const std::string& stream) {
  RECOURSE_TRY_ASSIGN(auto found, core::state_in<State>(rows, stream));
  if (!found) return unreadable();
  return std::move(*found);
}

/// The part of the list that a query asks for.
class Lister {
 public:
  Lister(const TableSnapshot& rows, const CaseQuery& query) : rows_(&rows), query_(&query) {
    const bool by_unit = query.station.empty() && !query.unit.empty();
    list_ = by_unit ? 'u' : 's';
    owner_ = by_unit ? query.unit : query.station;
  }

  Result<CasePage> page() {
    auto [from, to] = bounds();
    if (!query_->after.empty()) {
      if (query_->after < from || (!to.empty() && query_->after >= to)) {
        return Error{Errc::invalid_argument, "`after` does not come from a page of this list"};
      }
      from = query_->after + '\0';
    }
    page_.position = rows_->position();
    const auto cursor = rows_->scan(from, to);
    std::string last;
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return std::move(page_);
      if (page_.cases.size() == query_->page_size) {
        page_.next = last;
        return std::move(page_);
      }
      RECOURSE_TRY(take(cursor->key()));
      last = cursor->key();
    }
  }

 private:
  std::pair<std::string, std::string> bounds() const {
    std::string from = core::row_key(std::string_view{&list_, 1});
    if (owner_.empty()) {
      auto to = from;
      ++to.back();
      return {from, to};
    }
    from = core::row_key(list_prefix(list_, owner_));
    auto to = from;
    if (query_->due_by) {
      append_time(to, core::after(*query_->due_by));
    } else {
      ++to.back();
    }
    return {from, to};
  }

  Result<void> take(std::string_view key) {
    RECOURSE_TRY_ASSIGN(const auto row, row_in(key));
    if (query_->phase && *query_->phase != row.phase) return {};
    if (query_->open_only && !is_open(row.phase)) return {};
    RECOURSE_TRY_ASSIGN(const auto loaded, state_of(*rows_, row.stream));
    const auto& state = loaded.state;
    auto next = earliest(loaded.timers);
    if (query_->due_by && (!next || next->due > *query_->due_by)) return {};
    auto unit = owner_of(state);
    if (!query_->unit.empty() && query_->unit != unit) return {};
    RECOURSE_TRY_ASSIGN(auto id, StreamId::parse(row.stream));
    page_.cases.push_back({std::move(id), state.intake.station, std::move(unit), state.intake.line,
                           state.phases, state.intake.reported_at, state.deadlines.overdue,
                           std::move(next)});
    return {};
  }

  const TableSnapshot* rows_;
  const CaseQuery* query_;
  char list_;
  std::string owner_;
  CasePage page_;
};

/// The next row of one sort of limits.
struct DueFront {
  core::DueCursor cursor;
  bool there = false;
  Result<void> step() {
    RECOURSE_TRY_ASSIGN(there, cursor.next());
    return {};
  }
};

/// Where a list of limits goes on: of limits that end at one moment those that fire come first.
struct DueStart {
  std::string firing;
  std::string listed;
};
Result<DueStart> start_of(const DeadlineQuery& query) {
  if (query.after.empty()) {
    return DueStart{core::due_key_from(true, query.from), core::due_key_from(false, query.from)};
  }
  const auto last = core::due_row_of(query.after);
  if (!last || last->due < query.from || last->due > query.to) {
    return Error{Errc::invalid_argument, "`after` does not come from a page of this list"};
  }
  auto behind = query.after + '\0';
  if (last->fires) return DueStart{std::move(behind), core::due_key_from(false, last->due)};
  return DueStart{core::due_key_from(true, core::after(last->due)), std::move(behind)};
}

Result<std::optional<Deadline>> deadline_of(const TableSnapshot& rows, const core::DueRow& row,
                                            const DeadlineQuery& query) {
  DeadlineKind kind{};
  if (!describe::enum_from_name(row.timer, kind)) return unreadable();
  if (query.kind && *query.kind != kind) return std::optional<Deadline>{};
  RECOURSE_TRY_ASSIGN(const auto loaded, state_of(rows, row.stream));
  const auto& state = loaded.state;
  auto unit = owner_of(state);
  const bool wanted = (query.station.empty() || query.station == state.intake.station) &&
                      (query.unit.empty() || query.unit == unit);
  if (!wanted) return std::optional<Deadline>{};
  RECOURSE_TRY_ASSIGN(auto id, StreamId::parse(row.stream));
  return std::optional{Deadline{std::move(id), kind, row.due, row.fires, state.intake.station,
                                std::move(unit), state.phases}};
}

}  // namespace

CasesView::CasesView(ComplaintDecider decider)
    : StateView({.name = std::string{kName}, .version = kVersion}, std::move(decider)) {}

void CasesView::rows_of(std::string_view stream, const Loaded<State>& now,
                        core::RowSink& rows) const {
  rows.put(list_key('s', now.state.intake.station, now, stream), {});
  const auto owner = owner_of(now.state);
  rows.put(list_key('u', owner, now, stream), {});
  // What the owner of an open case owes is found through the list.
  const bool open = is_open(now.state.phases.stage);
  std::uint32_t number = 0;
  for (const auto& duty : open_duties(now.state)) {
    if (duty.unit != owner || !open) put_duty(stream, duty, number, rows);
    ++number;
  }
}

Result<CasePage> list_cases(const TableSnapshot& rows, const CaseQuery& query) {
  RECOURSE_TRY(check_page(query.page_size));
  return Lister{rows, query}.page();
}

Result<Agenda> ComplaintDecider::list_agenda(const TableSnapshot& rows, const AgendaQuery& query) {
  return list_case_duties(rows, query);
}

Result<Agenda> list_case_duties(const TableSnapshot& rows, const AgendaQuery& query) {
  RECOURSE_TRY_ASSIGN(auto agenda, list_duties(rows, query));
  if (query.unit.empty()) return agenda;
  const auto from = core::row_key(list_prefix('u', query.unit));
  auto to = from;
  ++to.back();
  const auto cursor = rows.scan(from, to);
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY_ASSIGN(const auto row, row_in(cursor->key()));
    if (!is_open(row.phase)) continue;
    RECOURSE_TRY_ASSIGN(const auto loaded, state_of(rows, row.stream));
    for (const auto& duty : all_duties(loaded.state)) {
      if (duty.unit != query.unit) continue;
      if (query.until && duty.due && duty.due->at > *query.until) continue;
      agenda.entries.push_back(entry_of(row.stream, duty));
    }
  }
  order(agenda, query.most);
  return agenda;
}

Result<DeadlineList> list_deadlines(const TableSnapshot& rows, const DeadlineQuery& query) {
  RECOURSE_TRY(check_page(query.page_size));
  DeadlineList list;
  list.position = rows.position();
  RECOURSE_TRY_ASSIGN(const auto start, start_of(query));
  DueFront firing{{rows, true, start.firing, query.to}};
  DueFront listed{{rows, false, start.listed, query.to}};
  std::string last;
  RECOURSE_TRY(firing.step());
  if (!query.firing_only) RECOURSE_TRY(listed.step());
  while (firing.there || listed.there) {
    const bool first =
        firing.there && (!listed.there || firing.cursor.row().due <= listed.cursor.row().due);
    auto& front = first ? firing : listed;
    RECOURSE_TRY_ASSIGN(auto deadline, deadline_of(rows, front.cursor.row(), query));
    if (deadline) {
      list.more = list.deadlines.size() == query.page_size;
      if (list.more) {
        list.next = std::move(last);
        return list;
      }
      list.deadlines.push_back(std::move(*deadline));
      last = core::due_key(front.cursor.row());
    }
    RECOURSE_TRY(front.step());
  }
  return list;
}

}  // namespace recourse::casework::complaint
