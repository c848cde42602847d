#include "apps/server/stream_list.hpp"

#include <recourse/base/bytes.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/core/workflow_port.hpp>
#include <recourse/trust/page_token.hpp>

namespace recourse::server {
namespace {

/// Where a page goes on.
struct Place {
  Position position{};      ///< At which all pages are true.
  std::string behind = {};  ///< The name that was looked at last; empty: none was.
  Position looked_up_to{};  ///< Of the log, where names come from there.
};

constexpr std::size_t kNameBytesMax = 128;  // of a StreamId

std::string list_of(const core::WorkflowPort& port) {
  return "streams of " + std::string{port.info().kind};
}

/// Both positions, the length of the name, the name, and zeros: of the same length for all.
std::string token_of(const core::EventLog& log, const core::WorkflowPort& port,
                     const Place& place) {
  std::string text;
  base::append_be64(text, place.position.value);
  base::append_be64(text, place.looked_up_to.value);
  text.push_back(static_cast<char>(place.behind.size()));
  text.append(place.behind).append(kNameBytesMax - place.behind.size(), '\0');
  return trust::page_token(log.fingerprint_key(), list_of(port), text);
}

Result<Place> place_of(const core::EventLog& log, const core::WorkflowPort& port,
                       const std::string& token) {
  RECOURSE_TRY_ASSIGN(const auto head, log.head());
  if (token.empty()) return Place{.position = head};
  RECOURSE_TRY_ASSIGN(const auto text,
                      trust::place_in(log.fingerprint_key(), list_of(port), token));
  constexpr std::size_t kNumbers = 2 * sizeof(std::uint64_t);
  if (text.size() != kNumbers + 1 + kNameBytesMax) {
    return Error{Errc::invalid_argument, "`after` does not come from a page of this list"};
  }
  Place place{.position = Position{base::read_be64(text.data())},
              .looked_up_to = Position{base::read_be64(text.data() + sizeof(std::uint64_t))}};
  place.behind = text.substr(kNumbers + 1, static_cast<unsigned char>(text[kNumbers]));
  // A log that was restored to an earlier position may not have come there again.
  if (place.position <= head) return place;
  return Error{Errc::invalid_argument, "`after` is of a position that this log does not have"};
}

/// Gives the names behind a place one by one, and the place behind each.
class Names {
 public:
  virtual ~Names() = default;
  /// False: there are no more, or it was cut off.
  virtual Result<bool> next(Place& place) = 0;
  /// It ended before the end.
  virtual bool is_cut_off() const { return false; }
};

class OnlyName final : public Names {
 public:
  explicit OnlyName(const core::WorkflowInfo& info)
      : name_(std::string{info.kind}.append("/").append(info.key)) {}
  Result<bool> next(Place& place) override {
    if (place.behind == name_) return false;
    place.behind = name_;
    return true;
  }

 private:
  std::string name_;
};

class NamesInView final : public Names {
 public:
  static Result<std::unique_ptr<Names>> open(const Engine& engine, std::string_view view,
                                             const Place& place) {
    RECOURSE_TRY_ASSIGN(auto rows, engine.rows(view, place.position));
    return std::unique_ptr<Names>{new NamesInView{std::move(rows), place.behind}};
  }
  Result<bool> next(Place& place) override {
    RECOURSE_TRY_ASSIGN(const bool more, cursor_->next());
    if (more) place.behind = cursor_->key().substr(core::state_key("").size());
    return more;
  }

 private:
  NamesInView(std::unique_ptr<core::TableSnapshot> rows, const std::string& behind)
      : rows_(std::move(rows)) {
    auto to = core::state_key("");
    ++to.back();
    const auto from = behind.empty() ? core::state_key("") : core::state_key(behind) + '\0';
    cursor_ = rows_->scan(from, to);
  }
  std::unique_ptr<core::TableSnapshot> rows_;
  std::unique_ptr<core::RowCursor> cursor_;
};

/// Streams where they begin.
class NamesInLog final : public Names {
 public:
  static Result<std::unique_ptr<Names>> open(const core::EventLog& log, std::string_view kind,
                                             const Place& place) {
    const Position to{
        std::min(place.position.value, place.looked_up_to.value + kPositionsLookedAtMost)};
    RECOURSE_TRY_ASSIGN(auto cursor, log.read_all({.from = place.looked_up_to.next(),
                                                   .to = to,
                                                   .stream_kind = std::string{kind}}));
    return std::unique_ptr<Names>{new NamesInLog{std::move(cursor), to, to < place.position}};
  }
  Result<bool> next(Place& place) override {
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor_->next());
      if (!more) break;
      const auto& record = cursor_->record();
      place.looked_up_to = record.position;
      if (record.version.value != 1) continue;
      place.behind = record.stream;
      return true;
    }
    place.looked_up_to = to_;
    return false;
  }
  bool is_cut_off() const override { return is_cut_off_; }

 private:
  NamesInLog(std::unique_ptr<core::Cursor> cursor, Position to, bool is_cut_off)
      : cursor_(std::move(cursor)), to_(to), is_cut_off_(is_cut_off) {}
  std::unique_ptr<core::Cursor> cursor_;
  Position to_;
  bool is_cut_off_;
};

Result<std::unique_ptr<Names>> names_behind(const Office& office, const core::WorkflowPort& port,
                                            const Place& place) {
  const auto& info = port.info();
  if (!info.key.empty()) return std::unique_ptr<Names>{std::make_unique<OnlyName>(info)};
  const auto view = office.engine().view_of(info.kind);
  if (!view.empty()) return NamesInView::open(office.engine(), view, place);
  return NamesInLog::open(office.store(), info.kind, place);
}

/// An event of a stream: which it is, and where.
struct At {
  Version version{};  ///< 0: there is none.
  Position position{};
  Timestamp recorded_at{};
};

Result<At> event_at(const core::EventLog& log, const StreamId& stream, core::StreamRange range) {
  RECOURSE_TRY_ASSIGN(const auto cursor, log.read_stream(stream, range));
  RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
  if (!there) return At{};
  const auto& record = cursor->record();
  return At{record.version, record.position, record.recorded_at};
}

/// A stream's last event at a position: by halves, since much may have come behind it.
Result<At> last_at(const core::EventLog& log, const StreamId& stream, Position position) {
  RECOURSE_TRY_ASSIGN(auto after, event_at(log, stream, {.backward = true}));
  if (after.position <= position) return after;
  At before{};
  while (before.version.next() < after.version) {
    const Version middle{(before.version.value + after.version.value) / 2};
    RECOURSE_TRY_ASSIGN(const auto at, event_at(log, stream, {.from = middle, .to = middle}));
    (at.position <= position ? before : after) = at;
  }
  return before;
}

/// Nothing: it was not there then, or the viewer sees nothing of it.
Result<std::optional<ListedStream>> listed(const Office& office, const core::WorkflowPort& port,
                                           const StreamId& stream, Position position,
                                           const core::Viewer& viewer) {
  RECOURSE_TRY_ASSIGN(const auto last, last_at(office.store(), stream, position));
  if (last.version.value == 0) return std::optional<ListedStream>{};
  // As it stands it is in memory, mostly.
  RECOURSE_TRY_ASSIGN(auto now, port.find_any(stream));
  if (now.version != last.version) {
    RECOURSE_TRY_ASSIGN(now, port.find_any(stream, last.version));
  }
  RECOURSE_TRY_ASSIGN(auto visibility, port.sees(now.state.get(), viewer));
  if (!visibility.listed()) return std::optional<ListedStream>{};
  return std::optional{
      ListedStream{stream, std::move(now), std::move(visibility), last.recorded_at}};
}

}  // namespace

Result<StreamPage> list_streams(const Office& office, const core::WorkflowPort& port,
                                const StreamQuery& query, const core::Viewer& viewer) {
  RECOURSE_TRY_ASSIGN(auto place, place_of(office.store(), port, query.after));
  RECOURSE_TRY_ASSIGN(const auto names, names_behind(office, port, place));
  StreamPage page{place.position, {}, {}};
  for (std::size_t looked_at = 0;; ++looked_at) {
    const auto before = place;
    RECOURSE_TRY_ASSIGN(const bool more, names->next(place));
    const bool full = page.streams.size() == query.page_size || looked_at == kStreamsLookedAtMost;
    if (!more || full) {
      if (more || names->is_cut_off()) {
        page.next = token_of(office.store(), port, more ? before : place);
      }
      return page;
    }
    RECOURSE_TRY_ASSIGN(const auto stream, StreamId::parse(place.behind));
    RECOURSE_TRY_ASSIGN(auto one, listed(office, port, stream, place.position, viewer));
    if (one) page.streams.push_back(*std::move(one));
  }
}

}  // namespace recourse::server
