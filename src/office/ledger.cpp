#include <algorithm>
#include <map>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/describe/wire.hpp>
#include <recourse/office/ledger.hpp>

#include "office/ledger_values.hpp"

namespace recourse {
namespace {

using casework::complaint::CasesView;
using casework::complaint::ComplaintDecider;
using casework::complaint::NarrativesView;
using casework::complaint::State;
using core::TableSnapshot;
using Operator = LedgerCondition::Operator;

constexpr std::string_view kByNumber = "number";

/// Where a page ends: in which list, at which position, behind which row.
struct Cursor {
  std::uint64_t list = 0;  ///< Hash of what was asked.
  Position position{};
  std::string value{};  ///< Of the column that is sorted by, in hexadecimal digits.
  std::string stream{};
};

std::string encode(const Cursor& cursor) {
  std::string bytes;
  describe::WireWriter w{bytes};
  w& cursor.list& cursor.position& cursor.value& cursor.stream;
  return bytes;
}

Error foreign_cursor() {
  return Error{Errc::invalid_argument, "`after` is not what a page of the ledger gave as `next`"};
}

Result<Cursor> decode_cursor(std::string_view bytes) {
  Cursor cursor;
  describe::WireReader r{bytes};
  r& cursor.list& cursor.position& cursor.value& cursor.stream;
  if (r.ok() && r.at_end()) return cursor;
  return foreign_cursor();
}

/// What makes two questions the same list.
std::uint64_t hash_of(const LedgerQuery& query) {
  std::string text{"ledger 1"};
  for (const auto& one : query.where) text.append(1, '\0').append(one.text);
  text.append(1, '\1').append(query.text).append(query.verify ? "v" : "p");
  text.append(1, '\1').append(query.sort).append(query.descending ? "d" : "a");
  return core::hash_of(text);
}

/// What a row stands in a list by.
struct Place {
  std::string value;
  std::string stream;
};

/// Whether a report's text, which was opened, holds all words.
bool hold_all(const casework::complaint::Event& event, const std::vector<std::string>& words) {
  const auto* received = std::get_if<casework::complaint::Received>(&event);
  if (received == nullptr || !received->narrative || !received->narrative->is_clear()) return false;
  const auto text = casework::folded(received->narrative->clear());
  return std::all_of(words.begin(), words.end(),
                     [&](const auto& word) { return text.find(word) != std::string::npos; });
}

/// The rows that a query asks for, one page or all.
class Reader {
 public:
  Reader(const Office& office, const LedgerQuery& query, const core::Viewer& viewer)
      : office_(&office), query_(&query), viewer_(&viewer) {}

  Result<void> open(Position at_least) {
    RECOURSE_TRY_ASSIGN(sort_, ledger_column(query_->sort));
    RECOURSE_TRY(check_sort());
    RECOURSE_TRY_ASSIGN(const auto position, position_asked());
    const auto head = position.value_or(at_least);
    RECOURSE_TRY_ASSIGN(rows_, office_->engine().rows(CasesView::kName, head));
    position_ = position.value_or(rows_->position());
    if (position_ < rows_->position()) RECOURSE_TRY(find_changed());
    if (!query_->text.empty()) RECOURSE_TRY(find_words());
    return {};
  }

  Position position() const { return position_; }

  /// The next `most` rows behind the place where this ended.
  Result<std::vector<LedgerEntry>> page(std::size_t most) {
    most_ = most;
    kept_.clear();
    done_ = false;
    RECOURSE_TRY(each_stream([&](std::string_view stream) { return consider(stream); }));
    std::sort(kept_.begin(), kept_.end(),
              [&](const Kept& a, const Kept& b) { return comes_before(a.place, b.place); });
    const bool more = kept_.size() > most;
    if (more) kept_.resize(most);
    std::vector<LedgerEntry> rows;
    for (auto& one : kept_) {
      RECOURSE_TRY_ASSIGN(const bool held, holds_words(one.place.stream));
      if (held) rows.push_back(std::move(one.row));
    }
    ended_ = !more;
    if (!kept_.empty()) behind_ = std::move(kept_.back().place);
    return rows;
  }

  bool ended() const { return ended_; }
  std::string next() const {
    if (ended_ || !behind_) return {};
    return encode(Cursor{hash_of(*query_), position_, base::hex(behind_->value), behind_->stream});
  }

 private:
  struct Kept {
    Place place;
    LedgerEntry row;
  };

  Result<void> check_sort() const {
    if (sort_->access == describe::Access::identity) {
      return Error{Errc::invalid_argument,
                   "the column " + query_->sort + " is personal: the ledger is not sorted by it"};
    }
    if (sort_->value->shape == describe::Shape::list) {
      return Error{Errc::invalid_argument,
                   "the column " + query_->sort + " is a list: the ledger is not sorted by it"};
    }
    return {};
  }

  /// The position that `as_of` or `after` asks for; the latter's place as well.
  Result<std::optional<Position>> position_asked() {
    if (query_->after.empty() && !query_->as_of) return std::optional<Position>{};
    auto position = query_->as_of;
    if (!query_->after.empty()) {
      RECOURSE_TRY_ASSIGN(auto cursor, decode_cursor(query_->after));
      const bool same =
          cursor.list == hash_of(*query_) && (!query_->as_of || *query_->as_of == cursor.position);
      if (!same) {
        return Error{Errc::invalid_argument, "`after` comes from a page of another list"};
      }
      position = cursor.position;
      const auto value = base::unhex(cursor.value);
      if (!value) return foreign_cursor();
      behind_ = Place{*value, std::move(cursor.stream)};
    }
    RECOURSE_TRY_ASSIGN(const auto head, office_->engine().follow());
    if (*position > head) {
      return Error{Errc::timed_out, "the log is at position " + std::to_string(head.value) +
                                        ", not yet at " + std::to_string(position->value)};
    }
    return position;
  }

  /// Which cases have changed since, and at which version first.
  Result<void> find_changed() {
    core::LogRange range{.from = Position{position_.value + 1},
                         .to = rows_->position(),
                         .stream_kind = std::string{ComplaintDecider::kKind}};
    RECOURSE_TRY_ASSIGN(const auto cursor, office_->store().read_all(std::move(range)));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return {};
      const auto& record = cursor->record();
      changed_.try_emplace(std::string{record.stream}, record.version);
      if (changed_.size() > limits::kLedgerChangedMax) {
        return Error{Errc::limit_exceeded,
                     "more than " + std::to_string(limits::kLedgerChangedMax) +
                         " cases have changed since that position; take a later one"};
      }
    }
  }

  Result<void> find_words() {
    const auto& ring = office_->engine().keyring();
    if (ring == nullptr) {
      return Error{Errc::keys_unavailable,
                   "words are found in a sealed log alone, and with its keys"};
    }
    RECOURSE_TRY_ASSIGN(const auto rows, office_->engine().rows(NarrativesView::kName, position_));
    RECOURSE_TRY_ASSIGN(auto found, NarrativesView::with_all(*rows, *ring, query_->text));
    std::sort(found.begin(), found.end());
    hits_ = std::move(found);
    words_ = casework::words_of(query_->text);
    return {};
  }

  bool by_number() const { return query_->sort == kByNumber && !query_->descending; }

  /// Calls f(stream) for the streams that may be rows, until it is done.
  template <class F>
  Result<void> each_stream(F&& f) const {
    if (const auto* one = only("number")) {
      for (const auto& range : one->values) {
        const auto key = std::string{ComplaintDecider::kKind} + "/" + range.from.substr(1);
        RECOURSE_TRY(f(key));
      }
      return {};
    }
    if (hits_) {
      for (const auto& stream : *hits_) RECOURSE_TRY(f(stream));
      return {};
    }
    const auto* station = only("station");
    const auto* unit = changed_.empty() ? only("unit") : nullptr;
    if (!by_number() && (station != nullptr || unit != nullptr)) {
      return each_listed(station, unit, std::forward<F>(f));
    }
    return each_kept(std::forward<F>(f));
  }

  /// In the order of their numbers.
  template <class F>
  Result<void> each_kept(F&& f) const {
    const auto all = core::state_key("");
    auto to = all;
    ++to.back();
    const auto from = by_number() && behind_ ? core::state_key(behind_->stream) + '\0' : all;
    const auto cursor = rows_->scan(from, to);
    while (!done_) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      RECOURSE_TRY(f(cursor->key().substr(all.size())));
    }
    return {};
  }

  /// Those of a station, or of a unit.
  template <class F>
  Result<void> each_listed(const LedgerCondition* station, const LedgerCondition* unit,
                           F&& f) const {
    const auto& one = station != nullptr ? *station : *unit;
    for (const auto& range : one.values) {
      casework::complaint::CaseQuery query{.page_size = limits::kListPageMax};
      (station != nullptr ? query.station : query.unit) = range.from.substr(1);
      do {
        RECOURSE_TRY_ASSIGN(auto listed, casework::complaint::list_cases(*rows_, query));
        for (const auto& entry : listed.cases) RECOURSE_TRY(f(entry.id.text()));
        query.after = std::move(listed.next);
      } while (!query.after.empty());
    }
    return {};
  }

  /// The condition `column=values`, if there is one.
  const LedgerCondition* only(std::string_view column) const {
    for (const auto& one : query_->where) {
      if (one.column->name == column && one.op == Operator::equal && !one.values.empty()) {
        return &one;
      }
    }
    return nullptr;
  }

  /// What a viewer may see of a case goes by how it stands; its row by how it stood.
  Result<void> consider(std::string_view stream) {
    RECOURSE_TRY_ASSIGN(auto now, core::state_in<State>(*rows_, stream));
    if (!now) return {};
    auto seen = core::visibility_of(office_->decider(), now->state, *viewer_);
    seen.clear = false;
    if (!seen.any) return {};
    if (hits_ && !seen.sees(describe::Access::words)) return {};
    RECOURSE_TRY_ASSIGN(const auto state, state_then(stream, std::move(now->state)));
    if (!state) return {};
    auto row = ledger_entry(std::string{stream.substr(stream.find('/') + 1)}, *state);
    core::redact(row, seen);
    const bool wanted = std::all_of(query_->where.begin(), query_->where.end(),
                                    [&](const auto& one) { return meets(row, one); });
    if (!wanted) return {};
    keep(std::string{stream}, std::move(row));
    return {};
  }

  /// A case as it stood at the position; nothing if it did not stand there yet.
  Result<std::optional<State>> state_then(std::string_view stream, State now) const {
    const auto changed = changed_.find(stream);
    if (changed == changed_.end()) return std::optional{std::move(now)};
    if (changed->second.value <= 1) return std::optional<State>{};
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(stream));
    RECOURSE_TRY_ASSIGN(auto then, office_->find_case(id, Version{changed->second.value - 1}));
    return std::optional{std::move(then.state)};
  }

  bool comes_before(const Place& a, const Place& b) const {
    if (a.value != b.value) return (a.value < b.value) != query_->descending;
    return a.stream < b.stream;
  }

  /// Keeps a row if it is among the first ones behind the place where the last page ended; one more
  /// than a page tells that there are more.
  void keep(std::string stream, LedgerEntry row) {
    Place place{{}, std::move(stream)};
    // By number the stream's name decides.
    if (query_->sort == kByNumber) {
      place.value = query_->descending ? place.stream : std::string{};
    } else {
      place.value = comparable(sort_->at(&row), *sort_->value);
    }
    if (behind_ && !comes_before(*behind_, place)) return;
    const auto later = [&](const Kept& a, const Kept& b) { return comes_before(a.place, b.place); };
    if (kept_.size() > most_ && !comes_before(place, kept_.front().place)) return;
    kept_.push_back({std::move(place), std::move(row)});
    std::push_heap(kept_.begin(), kept_.end(), later);
    if (kept_.size() > most_ + 1) {
      std::pop_heap(kept_.begin(), kept_.end(), later);
      kept_.pop_back();
    }
    done_ = by_number() && kept_.size() > most_;
  }

  /// Whether the opened text holds the words; true where nobody asked.
  Result<bool> holds_words(const std::string& stream) const {
    if (!hits_ || !query_->verify) return true;
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(stream));
    RECOURSE_TRY_ASSIGN(const auto cursor, office_->store().read_stream(id));
    RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
    if (!there) return false;
    bool all = false;
    RECOURSE_TRY(office_->cases_workflow().each_event(
        cursor->record(), [&](const void* event) -> Result<void> {
          all = hold_all(*static_cast<const casework::complaint::Event*>(event), words_);
          return {};
        }));
    return all;
  }

  const Office* office_;
  const LedgerQuery* query_;
  const core::Viewer* viewer_;
  const describe::FieldInfo* sort_ = nullptr;
  std::unique_ptr<TableSnapshot> rows_;
  Position position_{};
  std::map<std::string, Version, std::less<>> changed_;
  std::optional<std::vector<std::string>> hits_;
  std::vector<std::string> words_;
  std::optional<Place> behind_;
  std::vector<Kept> kept_;  // a heap, the last row on top
  std::size_t most_ = 0;
  bool done_ = false;
  bool ended_ = false;
};

}  // namespace

Result<LedgerPage> ledger(const Office& office, const LedgerQuery& query,
                          const core::Viewer& viewer, Position at_least) {
  if (query.page_size < 1 || query.page_size > limits::kListPageMax) {
    return Error{Errc::invalid_argument, "a page has 1 to " + std::to_string(limits::kListPageMax) +
                                             " entries, not " + std::to_string(query.page_size)};
  }
  Reader reader{office, query, viewer};
  RECOURSE_TRY(reader.open(at_least));
  LedgerPage page;
  RECOURSE_TRY_ASSIGN(page.rows, reader.page(query.page_size));
  page.next = reader.next();
  page.position = reader.position();
  page.probable = !query.text.empty() && !query.verify;
  return page;
}

Result<Position> each_ledger_row(const Office& office, const LedgerQuery& query,
                                 const core::Viewer& viewer,
                                 const std::function<Result<void>(const LedgerEntry&)>& take,
                                 Position at_least) {
  Reader reader{office, query, viewer};
  RECOURSE_TRY(reader.open(at_least));
  const bool by_number = query.sort == kByNumber && !query.descending;
  const auto most = by_number ? limits::kListPageMax : limits::kLedgerSortMax;
  do {
    RECOURSE_TRY_ASSIGN(const auto rows, reader.page(most));
    for (const auto& row : rows) RECOURSE_TRY(take(row));
  } while (!reader.ended());
  return reader.position();
}

}  // namespace recourse
