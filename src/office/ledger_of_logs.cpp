#include <algorithm>
#include <deque>
#include <map>
#include <recourse/base/bytes.hpp>
#include <recourse/describe/wire.hpp>
#include <recourse/office/ledger_of_logs.hpp>
#include <recourse/office/position_at.hpp>
#include <set>

#include "office/ledger_values.hpp"

namespace recourse {
namespace {

using casework::complaint::ComplaintDecider;

constexpr std::string_view kRecorded = "recorded";
/// Records of the log whose headers are read at once, by `recorded`.
constexpr std::uint64_t kWindow = 1 << 16;

/// How far a log was read in a list.
struct Mark {
  std::string log{};
  bool missing = false;
  std::uint64_t position = 0;  ///< At which the list is true.
  std::string after{};         ///< By a column: behind which page of the log's own ledger,
  std::uint64_t taken = 0;     ///< and how many rows of the next one; else the record taken last.
};

/// Where a page ends.
struct Cursor {
  std::uint64_t list = 0;  ///< Hash of what was asked.
  std::vector<Mark> marks{};
};

Error foreign_cursor() {
  return Error{Errc::invalid_argument, "`after` is not what a page of these logs gave as `next`"};
}

std::string encode(const Cursor& cursor) {
  std::string bytes;
  describe::WireWriter w{bytes};
  auto count = static_cast<std::uint64_t>(cursor.marks.size());
  w& cursor.list& count;
  for (const auto& mark : cursor.marks) {
    const auto missing = static_cast<std::uint64_t>(mark.missing);
    const auto after = base::hex(mark.after);
    w& mark.log& missing& mark.position& after& mark.taken;
  }
  return bytes;
}

Result<Cursor> decode_cursor(std::string_view bytes) {
  Cursor cursor;
  describe::WireReader r{bytes};
  std::uint64_t count = 0;
  r& cursor.list& count;
  for (; count > 0 && r.ok(); --count) {
    Mark mark;
    std::uint64_t missing = 0;
    std::string after;
    r& mark.log& missing& mark.position& after& mark.taken;
    auto unhexed = base::unhex(after);
    if (!unhexed || missing > 1) return foreign_cursor();
    mark.missing = missing == 1;
    mark.after = std::move(*unhexed);
    cursor.marks.push_back(std::move(mark));
  }
  if (!r.ok() || !r.at_end()) return foreign_cursor();
  return cursor;
}

std::uint64_t hash_of(const LedgerOfLogsQuery& query) {
  auto text = list_form("ledger of logs 1", query);
  describe::WireWriter w{text};
  const auto as_of = query.as_of ? query.as_of->time_since_epoch().count() : -1;
  const auto moment = static_cast<std::uint64_t>(as_of);
  w& moment;
  return core::hash_of(text);
}

/// What may be mended by asking otherwise, in all logs alike.
bool is_callers_fault(const Error& error) {
  return error.code() == Errc::invalid_argument || error.code() == Errc::limit_exceeded;
}

/// A row with what it is ordered by, beside its log.
struct Ordered {
  std::string value;  ///< Of the column.
  RowOfLog row;
};

/// The rows of one log, in the order of the list.
class Rows {
 public:
  Rows(const LogToRead& log, const LedgerOfLogsQuery& query, const core::Viewer& viewer, Mark mark)
      : log_(&log), query_(&query), viewer_(&viewer), mark_(std::move(mark)) {}
  virtual ~Rows() = default;

  /// The next one; null: there are no more.
  Result<const Ordered*> peek() {
    ended_ = ended_ || mark_.position == 0;  // nothing had been recorded then
    while (ready_.empty() && !ended_) RECOURSE_TRY(fetch());
    return ready_.empty() ? nullptr : &ready_.front();
  }
  /// Requires: peek() gave a row.
  Result<RowOfLog> take() {
    auto taken = std::move(ready_.front());
    ready_.pop_front();
    RECOURSE_TRY(on_taken(taken.row));
    return std::move(taken.row);
  }
  const Mark& mark() const { return mark_; }
  bool probable() const { return probable_; }

 protected:
  /// Makes more rows ready, or says that the list has ended.
  virtual Result<void> fetch() = 0;
  virtual Result<void> on_taken(RowOfLog& row) = 0;

  LedgerQuery own_query() const {
    return {.where = query_->where,
            .text = query_->text,
            .verify = query_->verify,
            .as_of = Position{mark_.position}};
  }
  Result<LedgerPage> ask(const LedgerQuery& query) {
    RECOURSE_TRY_ASSIGN(auto page, ledger(*log_->office, query, *viewer_));
    probable_ = probable_ || page.probable;
    return page;
  }

  const LogToRead* log_;
  const LedgerOfLogsQuery* query_;
  const core::Viewer* viewer_;
  Mark mark_;
  std::deque<Ordered> ready_;
  bool ended_ = false;

 private:
  bool probable_ = false;
};

/// By a column: pages of the log's own ledger.
class RowsByColumn final : public Rows {
 public:
  RowsByColumn(const LogToRead& log, const LedgerOfLogsQuery& query, const core::Viewer& viewer,
               Mark mark, const describe::FieldInfo& column)
      : Rows(log, query, viewer, std::move(mark)), column_(&column) {}

 private:
  Result<void> fetch() override {
    if (begun_) {  // all of the page before were taken
      mark_.after = std::exchange(next_, {});
      mark_.taken = 0;
    }
    begun_ = true;
    auto query = own_query();
    query.sort = query_->sort;
    query.descending = query_->descending;
    query.after = mark_.after;
    query.page_size = std::min<std::size_t>(limits::kListPageMax, mark_.taken + query_->page_size);
    RECOURSE_TRY_ASSIGN(auto page, ask(query));
    next_ = std::move(page.next);
    ended_ = next_.empty();
    for (std::size_t i = mark_.taken; i < page.rows.size(); ++i) {
      auto& entry = page.rows[i];
      auto value = comparable(column_->at(&entry), *column_->value);
      ready_.push_back({std::move(value), {log_->log, {}, {}, std::move(entry)}});
    }
    return {};
  }

  Result<void> on_taken(RowOfLog& row) override {
    ++mark_.taken;
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::of(ComplaintDecider::kKind, row.entry.number));
    RECOURSE_TRY_ASSIGN(const auto first, log_->office->store().read_stream(
                                              id, {.from = Version{1}, .to = Version{1}}));
    RECOURSE_TRY_ASSIGN(const bool there, first->next());
    if (!there) return Error{Errc::corruption, "the case " + id.text() + " has no first record"};
    row.recorded_at = first->record().recorded_at;
    row.position = first->record().position;
    return {};
  }

  const describe::FieldInfo* column_;
  bool begun_ = false;
  std::string next_;
};

/// By `recorded`: first records of cases, and of these what the log's own ledger says.
class RowsRecorded final : public Rows {
 public:
  RowsRecorded(const LogToRead& log, const LedgerOfLogsQuery& query, const core::Viewer& viewer,
               Mark mark)
      : Rows(log, query, viewer, std::move(mark)), looked_at_(mark_.taken) {}

 private:
  struct First {
    std::string number;
    Timestamp recorded_at;
    Position position;
  };

  Result<void> fetch() override {
    if (firsts_.empty()) RECOURSE_TRY(read_window());
    std::map<std::string, First> asked;
    while (!firsts_.empty() && asked.size() < limits::kListPageMax) {
      auto number = firsts_.front().number;
      asked.emplace(std::move(number), std::move(firsts_.front()));
      firsts_.pop_front();
    }
    if (!asked.empty()) RECOURSE_TRY(add_rows(asked));
    ended_ = firsts_.empty() && at_end_;
    return {};
  }

  /// The first records of cases among the next records of the log.
  Result<void> read_window() {
    core::LogRange range{.stream_kind = std::string{ComplaintDecider::kKind}};
    const auto end = mark_.position;
    if (query_->descending) {
      const auto to = looked_at_ == 0 ? end : looked_at_ - 1;
      const auto from = to > kWindow ? to - kWindow + 1 : 1;
      range.from = Position{from};
      range.to = Position{to};
      looked_at_ = from;
      at_end_ = from <= 1;
    } else {
      range.from = Position{looked_at_ + 1};
      range.to = Position{std::min(looked_at_ + kWindow, end)};
      looked_at_ = range.to.value;
      at_end_ = looked_at_ >= end;
    }
    if (range.to < range.from) return {};
    RECOURSE_TRY_ASSIGN(const auto cursor, log_->office->store().read_all(std::move(range)));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      const auto& record = cursor->record();
      if (record.version != Version{1}) continue;
      firsts_.push_back({std::string{record.stream.substr(record.stream.find('/') + 1)},
                         record.recorded_at, record.position});
    }
    if (query_->descending) std::reverse(firsts_.begin(), firsts_.end());
    return {};
  }

  Result<void> add_rows(const std::map<std::string, First>& asked) {
    RECOURSE_TRY_ASSIGN(const auto* number, ledger_column("number"));
    LedgerCondition among{.column = number, .op = LedgerCondition::Operator::equal};
    for (const auto& [text, first] : asked) {
      LedgerEntry entry;
      entry.number = text;
      auto value = comparable(number->at(&entry), *number->value);
      among.values.push_back({value, value});
    }
    auto query = own_query();
    query.where.insert(query.where.begin(), std::move(among));
    query.page_size = limits::kListPageMax;
    RECOURSE_TRY_ASSIGN(auto page, ask(query));
    for (auto& entry : page.rows) {
      const auto& first = asked.at(entry.number);
      ready_.push_back({{}, {log_->log, first.recorded_at, first.position, std::move(entry)}});
    }
    std::sort(ready_.begin(), ready_.end(), [&](const Ordered& a, const Ordered& b) {
      return query_->descending ? a.row.position > b.row.position : a.row.position < b.row.position;
    });
    return {};
  }

  Result<void> on_taken(RowOfLog& row) override {
    mark_.taken = row.position.value;
    return {};
  }

  std::uint64_t looked_at_;  // the last position that was, or where that began
  bool at_end_ = false;
  std::deque<First> firsts_;
};

class Reader {
 public:
  Reader(std::span<const LogToRead> logs, const LedgerOfLogsQuery& query,
         const core::Viewer& viewer)
      : logs_(logs), query_(&query), viewer_(&viewer) {}

  Result<LedgerOfLogs> run() {
    RECOURSE_TRY(check());
    RECOURSE_TRY(place());
    for (;;) {
      if (std::all_of(states_.begin(), states_.end(), [](const State& s) { return s.missing; })) {
        return states_.front().missing->within("none of the logs can be read: " +
                                               logs_.front().log);
      }
      RECOURSE_TRY_ASSIGN(const bool whole, merge());
      if (whole) return answer();
    }
  }

 private:
  struct State {
    Mark mark;  ///< Where the page begins.
    std::optional<Error> missing;
    std::unique_ptr<Rows> rows;
  };

  Result<void> check() {
    const auto wrong = [](std::string text) {
      return Error{Errc::invalid_argument, std::move(text)};
    };
    if (logs_.empty()) return wrong("no log is named");
    std::set<std::string> names;
    for (const auto& log : logs_) {
      if (!names.insert(log.log).second) return wrong("the log " + log.log + " is named twice");
    }
    if (query_->page_size < 1 || query_->page_size > limits::kListPageMax) {
      return wrong("page_size is from 1 to " + std::to_string(limits::kListPageMax));
    }
    if (query_->sort == kRecorded) return {};
    RECOURSE_TRY_ASSIGN(column_, ledger_column(query_->sort));
    return {};
  }

  /// Where each log's rows begin, and at which position they are true.
  Result<void> place() {
    if (!query_->after.empty()) {
      RECOURSE_TRY_ASSIGN(auto cursor, decode_cursor(query_->after));
      if (cursor.list != hash_of(*query_) || cursor.marks.size() != logs_.size()) {
        return Error{Errc::invalid_argument, "`after` comes from a page of another list"};
      }
      for (std::size_t i = 0; i < logs_.size(); ++i) {
        if (cursor.marks[i].log != logs_[i].log) return foreign_cursor();
        states_.push_back({std::move(cursor.marks[i]), {}, {}});
      }
    } else {
      for (const auto& log : logs_) states_.push_back({Mark{.log = log.log}, {}, {}});
    }
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      if (auto placed = place_one(logs_[i], states_[i]); !placed) {
        if (is_callers_fault(placed.error())) return placed;
        states_[i].missing = std::move(placed).error();
      }
    }
    return {};
  }

  Result<void> place_one(const LogToRead& log, State& state) const {
    if (log.office == nullptr) {
      return log.error.value_or(Error{Errc::io_error, "it could not be opened"});
    }
    if (state.mark.missing) {
      return Error{Errc::io_error, "it could not be read when this list began"};
    }
    if (!query_->after.empty()) return {};
    RECOURSE_TRY_ASSIGN(auto position, log.office->engine().follow());
    if (query_->as_of) {
      RECOURSE_TRY_ASSIGN(position, position_at(*log.office, *query_->as_of));
    }
    state.mark.position = position.value;
    return {};
  }

  std::unique_ptr<Rows> rows_of(const LogToRead& log, const Mark& mark) const {
    if (column_ != nullptr) {
      return std::make_unique<RowsByColumn>(log, *query_, *viewer_, mark, *column_);
    }
    return std::make_unique<RowsRecorded>(log, *query_, *viewer_, mark);
  }

  /// Fills the page. False: a log could not be read; the page is to be made without it.
  Result<bool> merge() {
    rows_.clear();
    more_ = false;
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      if (!states_[i].missing) states_[i].rows = rows_of(logs_[i], states_[i].mark);
    }
    for (;;) {
      State* first = nullptr;
      const Ordered* front = nullptr;
      for (auto& state : states_) {
        if (state.missing) continue;
        const auto next = state.rows->peek();
        if (!next) return leave_out(state, next.error());
        if (*next == nullptr) continue;
        if (front == nullptr || comes_before(**next, *front)) {
          front = *next;
          first = &state;
        }
      }
      if (first == nullptr) return true;
      more_ = rows_.size() == query_->page_size;
      if (more_) return true;
      auto row = first->rows->take();
      if (!row) return leave_out(*first, row.error());
      rows_.push_back(std::move(*row));
    }
  }

  static Result<bool> leave_out(State& state, const Error& error) {
    if (is_callers_fault(error)) return error;
    state.missing = error;
    state.rows.reset();
    return false;
  }

  bool comes_before(const Ordered& a, const Ordered& b) const {
    if (column_ != nullptr) {
      if (a.value != b.value) return (a.value < b.value) != query_->descending;
    } else if (a.row.recorded_at != b.row.recorded_at) {
      return (a.row.recorded_at < b.row.recorded_at) != query_->descending;
    }
    return a.row.log < b.row.log;
  }

  LedgerOfLogs answer() {
    LedgerOfLogs page{.rows = std::move(rows_)};
    Cursor cursor{.list = hash_of(*query_)};
    for (auto& state : states_) {
      page.logs.push_back({state.mark.log, Position{state.mark.position}, state.missing});
      auto mark = state.missing ? state.mark : state.rows->mark();
      mark.missing = state.missing.has_value();
      cursor.marks.push_back(std::move(mark));
      page.probable = page.probable || (state.rows && state.rows->probable());
    }
    if (more_) page.next = encode(cursor);
    return page;
  }

  std::span<const LogToRead> logs_;
  const LedgerOfLogsQuery* query_;
  const core::Viewer* viewer_;
  const describe::FieldInfo* column_ = nullptr;  // null: by `recorded`
  std::vector<State> states_;
  std::vector<RowOfLog> rows_;
  bool more_ = false;
};

}  // namespace

Result<LedgerOfLogs> ledger_of_logs(std::span<const LogToRead> logs, const LedgerOfLogsQuery& query,
                                    const core::Viewer& viewer) {
  return Reader{logs, query, viewer}.run();
}

}  // namespace recourse
