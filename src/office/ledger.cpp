#include <algorithm>
#include <map>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/describe/mentions.hpp>
#include <recourse/describe/wire.hpp>
#include <recourse/office/ledger.hpp>

#include "office/ledger_values.hpp"
#include "office/no_keys.hpp"

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

/// What makes two questions the same list: what they want, however it was written.
std::uint64_t hash_of(const LedgerQuery& query) {
  return core::hash_of(list_form("ledger 2", query));
}

/// What a row stands in a list by.
struct Place {
  std::string value;
  std::string stream;
};

bool hold_all(std::string_view narrative, const std::vector<std::string>& words) {
  const auto text = casework::folded(narrative);
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
    RECOURSE_TRY(find_named());
    if (with_words()) RECOURSE_TRY(find_words());
    return {};
  }

  Position position() const { return position_; }

  /// The next `most` rows behind the place where this ended: fewer only where the list ends.
  Result<std::vector<LedgerEntry>> page(std::size_t most) {
    // One more than a page tells that there are more.
    std::vector<Kept> held;
    for (bool more = true; more && held.size() <= most;) {
      RECOURSE_TRY_ASSIGN(more, fill(most + 1));
      if (!kept_.empty()) behind_ = kept_.back().place;
      for (auto& one : kept_) {
        if (held.size() > most) break;
        RECOURSE_TRY_ASSIGN(const bool holds, holds_words(one));
        if (holds) held.push_back(std::move(one));
      }
    }
    ended_ = held.size() <= most;
    if (!ended_) {
      held.pop_back();
      behind_ = held.back().place;
    }
    std::vector<LedgerEntry> rows;
    for (auto& one : held) rows.push_back(std::move(one.row));
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
    bool identity = false;  ///< Who its persons are is the viewer's to know.
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
      // The position of another look back would be another list.
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
    RECOURSE_TRY(reached(*office_, *position));
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

  bool with_words() const { return !query_->text.empty(); }

  /// Leaves those of the candidates whose report may hold the words.
  Result<void> find_words() {
    const auto& ring = office_->engine().keyring();
    if (ring == nullptr) {
      return no_keys(*office_, "words are found by an index of words");
    }
    RECOURSE_TRY_ASSIGN(const auto rows, office_->engine().rows(NarrativesView::kName, position_));
    const auto wanted = [&](const std::string& stream) -> Result<bool> {
      if (!may_be(stream)) return false;
      RECOURSE_TRY_ASSIGN(const auto row, row_of(stream));
      return row.has_value();
    };
    RECOURSE_TRY_ASSIGN(auto found, NarrativesView::with_all(*rows, *ring, query_->text, wanted));
    std::sort(found.begin(), found.end());
    candidates_ = std::move(found);
    words_ = casework::words_of(query_->text);
    return {};
  }

  bool may_be(const std::string& stream) const {
    return !candidates_ || std::binary_search(candidates_->begin(), candidates_->end(), stream);
  }

  /// The candidates that `number=`, `station=` or `unit=` leave.
  Result<void> find_named() {
    std::vector<std::string> streams;
    const auto* number = only("number");
    const auto* station = only("station");
    // Which unit owns a case changes.
    const auto* unit = changed_.empty() ? only("unit") : nullptr;
    if (number != nullptr) {
      for (const auto& range : number->values) {
        streams.push_back(std::string{ComplaintDecider::kKind} + "/" + range.from.substr(1));
      }
    } else if (station != nullptr || unit != nullptr) {
      RECOURSE_TRY(add_listed(station, unit, streams));
    } else {
      return {};
    }
    std::sort(streams.begin(), streams.end());
    streams.erase(std::unique(streams.begin(), streams.end()), streams.end());
    candidates_ = std::move(streams);
    return {};
  }

  /// Those of a station, or of a unit.
  Result<void> add_listed(const LedgerCondition* station, const LedgerCondition* unit,
                          std::vector<std::string>& streams) const {
    const auto& one = station != nullptr ? *station : *unit;
    for (const auto& range : one.values) {
      casework::complaint::CaseQuery query{.page_size = limits::kListPageMax};
      (station != nullptr ? query.station : query.unit) = range.from.substr(1);
      do {
        RECOURSE_TRY_ASSIGN(auto listed, casework::complaint::list_cases(*rows_, query));
        for (const auto& entry : listed.cases) streams.push_back(entry.id.text());
        query.after = std::move(listed.next);
      } while (!query.after.empty());
    }
    return {};
  }

  bool by_number() const { return query_->sort == kByNumber && !query_->descending; }

  /// Keeps the first rows behind the place where this ended, at most so many. Whether there may be
  /// more.
  Result<bool> fill(std::size_t least) {
    // Texts are opened in the list's order: one pass over all cases finds many that may hold words.
    const bool many = with_words() && query_->verify && !by_number();
    most_ = many ? std::max(least, limits::kListPageMax) : least;
    kept_.clear();
    done_ = false;
    RECOURSE_TRY(each_stream([&](std::string_view stream) { return consider(stream); }));
    std::sort(kept_.begin(), kept_.end(),
              [&](const Kept& a, const Kept& b) { return comes_before(a.place, b.place); });
    return kept_.size() == most_;
  }

  /// Calls f(stream) for the streams that may be rows, until it is done.
  template <class F>
  Result<void> each_stream(F&& f) const {
    if (!candidates_) return each_kept(std::forward<F>(f));
    auto at = candidates_->begin();
    if (by_number() && behind_) at = std::upper_bound(at, candidates_->end(), behind_->stream);
    for (; at != candidates_->end() && !done_; ++at) RECOURSE_TRY(f(*at));
    return {};
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

  /// The condition `column=values`, if there is one.
  const LedgerCondition* only(std::string_view column) const {
    for (const auto& one : query_->where) {
      if (one.column->name == column && one.op == Operator::equal && !one.values.empty()) {
        return &one;
      }
    }
    return nullptr;
  }

  /// A case as a row; nothing if it is none of the list. What a viewer may see of a case goes by
  /// how it stands; its row by how it stood.
  Result<std::optional<Kept>> row_of(std::string_view stream) const {
    const auto none = std::optional<Kept>{};
    RECOURSE_TRY_ASSIGN(auto now, core::state_in<State>(*rows_, stream));
    if (!now) return none;
    auto seen = core::visibility_of(office_->decider(), now->state, *viewer_);
    seen.clear = false;
    if (!seen.listed()) return none;
    const bool identity = seen.sees(describe::Access::identity);
    if (with_words()) {
      if (!seen.sees(describe::Access::words)) return none;
      // The index knows the words as they were written, names among them: that it says nothing of
      // who somebody is, only the masked text can tell.
      if (!identity && !query_->verify) return none;
    }
    RECOURSE_TRY_ASSIGN(const auto state, state_then(stream, std::move(now->state)));
    if (!state) return none;
    Kept kept{{{}, std::string{stream}},
              ledger_entry(std::string{stream.substr(stream.find('/') + 1)}, *state),
              identity};
    core::redact(kept.row, seen);
    // The view has sealed names as ciphertext, a case that is folded again has them opened.
    if (office_->engine().keyring() != nullptr) kept.row.reporter.reset();
    const bool wanted = std::all_of(query_->where.begin(), query_->where.end(),
                                    [&](const auto& one) { return meets(kept.row, one); });
    if (!wanted) return none;
    return std::optional{std::move(kept)};
  }

  Result<void> consider(std::string_view stream) {
    RECOURSE_TRY_ASSIGN(auto row, row_of(stream));
    if (row) keep(std::move(*row));
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

  /// Keeps a row if it is among the first ones behind the place where the last page ended.
  void keep(Kept row) {
    auto& place = row.place;
    // By number the stream's name decides.
    if (query_->sort == kByNumber) {
      place.value = query_->descending ? place.stream : std::string{};
    } else {
      place.value = comparable(sort_->at(&row.row), *sort_->value);
    }
    if (behind_ && !comes_before(*behind_, place)) return;
    const auto later = [&](const Kept& a, const Kept& b) { return comes_before(a.place, b.place); };
    if (kept_.size() == most_ && !comes_before(place, kept_.front().place)) return;
    kept_.push_back(std::move(row));
    std::push_heap(kept_.begin(), kept_.end(), later);
    if (kept_.size() > most_) {
      std::pop_heap(kept_.begin(), kept_.end(), later);
      kept_.pop_back();
    }
    done_ = by_number() && kept_.size() == most_;
  }

  /// Whether the opened text holds the words; true where nobody asked. Of persons who are not the
  /// viewer's to know, it holds what a mask leaves.
  Result<bool> holds_words(const Kept& row) const {
    if (!with_words() || !query_->verify) return true;
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(row.place.stream));
    RECOURSE_TRY_ASSIGN(const auto cursor, office_->store().read_stream(id));
    const auto& workflow = office_->cases_workflow();
    const auto& events = *workflow.info().events;
    std::optional<std::string> narrative;
    std::vector<std::string> names;
    const auto take = [&](const void* event) -> Result<void> {
      const auto& any = *static_cast<const casework::complaint::Event*>(event);
      const auto* received = std::get_if<casework::complaint::Received>(&any);
      if (received != nullptr && received->narrative && received->narrative->is_clear()) {
        narrative = received->narrative->clear();
      }
      core::add_names(events.get(event), events.type_of(event), names);
      return {};
    };
    do {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      RECOURSE_TRY(workflow.each_event(cursor->record(), take));
    } while (!row.identity);
    if (!narrative) return false;
    return hold_all(row.identity ? *narrative : describe::mask_mentions(*narrative, names), words_);
  }

  const Office* office_;
  const LedgerQuery* query_;
  const core::Viewer* viewer_;
  const describe::FieldInfo* sort_ = nullptr;
  std::unique_ptr<TableSnapshot> rows_;
  Position position_{};
  std::map<std::string, Version, std::less<>> changed_;
  std::optional<std::vector<std::string>> candidates_;  // streams, sorted; nothing: all
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
