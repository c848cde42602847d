#include "stores/rocksdb/cursors.hpp"

#include <algorithm>
#include <recourse/base/limits.hpp>

namespace recourse::stores::rocks {
namespace {

Error gap(std::uint64_t expected, std::uint64_t found) {
  return Error{Errc::corruption, "the log goes from position " + std::to_string(expected - 1) +
                                     " to " + std::to_string(found)};
}

/// The position of the page that the iterator stands on.
Result<std::uint64_t> page_position(const rocksdb::Iterator& pages) {
  if (pages.key().size() == 8) return read_be64(pages.key().data());
  return Error{Errc::corruption,
               "a page of the log has a key of " + std::to_string(pages.key().size()) + " bytes"};
}

}  // namespace

Result<CursorCount::Slot> CursorCount::take() {
  if (open_.fetch_add(1) < limits::kCursorsMax) return Slot{open_};
  --open_;
  return Error{Errc::limit_exceeded, std::to_string(limits::kCursorsMax) +
                                         " cursors are open; destroy those that are not needed"};
}

LogCursor::LogCursor(const Log& log, core::LogRange range)
    : range_(std::move(range)),
      filter_(range_.stream_kind, range_.types),
      pages_(log.iterate()),
      expected_(std::max<std::uint64_t>(range_.from.value, 1)) {}

Result<void> LogCursor::open_first_page() {
  started_ = true;
  std::string key;
  append_be64(key, expected_);
  pages_->SeekForPrev(key);
  if (!pages_->Valid()) {
    if (!pages_->status().ok()) return from_status(pages_->status(), "reading the log");
    return gap(expected_, 0);
  }
  page_ = core::PageReader{pages_->value().ToStringView()};
  RECOURSE_TRY_ASSIGN(const auto first, page_position(*pages_));
  return page_.skip(expected_ - first);
}

Result<bool> LogCursor::next_of_any() {
  if (ended_ || expected_ > range_.to.value) return false;
  if (!started_) RECOURSE_TRY(open_first_page());
  RECOURSE_TRY_ASSIGN(bytes_, page_.next());
  if (bytes_.empty()) {
    pages_->Next();
    if (!pages_->Valid()) {
      ended_ = true;
      if (!pages_->status().ok()) return from_status(pages_->status(), "reading the log");
      return gap(expected_, 0);
    }
    RECOURSE_TRY_ASSIGN(const auto first, page_position(*pages_));
    if (first != expected_) return gap(expected_, first);
    page_ = core::PageReader{pages_->value().ToStringView()};
    RECOURSE_TRY_ASSIGN(bytes_, page_.next());
  }
  RECOURSE_TRY_ASSIGN(record_, core::decode_record(bytes_));
  if (record_.position.value != expected_) return gap(expected_, record_.position.value);
  ++expected_;
  return true;
}

Result<bool> LogCursor::next() {
  for (;;) {
    auto more = next_of_any();
    if (!more) {
      ended_ = true;
      return std::move(more).error().within("position " + std::to_string(expected_));
    }
    if (!*more || filter_.lets_through(record_)) return more;
  }
}

StreamCursor::StreamCursor(const Log& log, VersionIterator index, std::string stream,
                           core::StreamRange range, std::vector<RecordLocation> tail,
                           std::uint64_t first_in_tail)
    : log_(&log),
      index_(std::move(index)),
      stream_(std::move(stream)),
      range_(range),
      tail_(std::move(tail)),
      first_in_tail_(first_in_tail) {
  range_.from.value = std::max<std::uint64_t>(range_.from.value, 1);
  wanted_ = range_.backward ? range_.to.value : range_.from.value;
  if (range_.backward && !tail_.empty()) wanted_ = std::min(wanted_, tail_end() - 1);
}

std::optional<RecordLocation> StreamCursor::from_tail() {
  if (tail_.empty() || wanted_ < first_in_tail_) return std::nullopt;
  if (wanted_ >= tail_end()) return std::nullopt;
  return tail_[wanted_ - first_in_tail_];
}

Result<std::optional<RecordLocation>> StreamCursor::from_index() {
  if (!index_placed_) {
    index_.seek(wanted_, range_.backward);
    index_placed_ = true;
    // Backward from "the last": the index tells which one that is, unless the tail went before it.
    if (range_.backward && tail_.empty() && index_.valid()) {
      wanted_ = std::min(wanted_, index_.version());
      if (wanted_ < range_.from.value) return std::optional<RecordLocation>{};
    }
  } else {
    index_.step(range_.backward);
  }
  RECOURSE_TRY(index_.status());
  if (!index_.valid()) return std::optional<RecordLocation>{};
  if (index_.version() != wanted_) {
    return Error{Errc::corruption, "the index has version " + std::to_string(index_.version()) +
                                       " where version " + std::to_string(wanted_) +
                                       " is expected"};
  }
  return std::optional{index_.place()};
}

Result<std::optional<RecordLocation>> StreamCursor::next_place() {
  if (wanted_ < range_.from.value || wanted_ > range_.to.value || wanted_ == 0) {
    return std::optional<RecordLocation>{};
  }
  if (auto place = from_tail()) return place;
  if (!tail_.empty() && wanted_ >= tail_end()) return std::optional<RecordLocation>{};
  return from_index();
}

Result<void> StreamCursor::fetch(const RecordLocation& place) {
  if (place.page() != page_first_) {
    page_first_ = 0;
    RECOURSE_TRY(log_->read_page(place.page(), page_));
    page_first_ = place.page();
  }
  core::PageReader reader{page_.ToStringView()};
  RECOURSE_TRY(reader.skip(place.ordinal));
  RECOURSE_TRY_ASSIGN(bytes_, reader.next());
  RECOURSE_TRY_ASSIGN(record_, core::decode_record(bytes_));
  if (record_.stream != stream_ || record_.version.value != wanted_ ||
      record_.position.value != place.position) {
    return Error{Errc::corruption, "the index leads to " + std::string{record_.stream} +
                                       " version " + std::to_string(record_.version.value)};
  }
  return {};
}

Result<bool> StreamCursor::next() {
  if (ended_) return false;
  auto place = next_place();
  auto result = [&]() -> Result<bool> {
    if (!place) return std::move(place).error();
    if (!*place) return false;
    RECOURSE_TRY(fetch(**place));
    return true;
  }();
  if (!result) {
    ended_ = true;
    return std::move(result).error().within("stream " + stream_ + " version " +
                                            std::to_string(wanted_));
  }
  ended_ = !*result;
  wanted_ = range_.backward ? wanted_ - 1 : wanted_ + 1;
  return result;
}

Result<core::Remembered> read_append(const Log& log, const CommandId& id, Position first) {
  LogCursor cursor{log, {.from = first}};
  RECOURSE_TRY_ASSIGN(const bool there, cursor.next());
  const auto& record = cursor.record();
  if (!there || record.command_id != id || record.index != 0) {
    return Error{Errc::corruption, "the command index leads to position " +
                                       std::to_string(first.value) + ", where command " +
                                       id.to_string() + " does not begin"};
  }
  core::Remembered r{{first, {}, record.version, record.recorded_at, true}, record.fingerprint};
  r.appended.last = Position{first.value + record.count - 1};
  const std::string stream{record.stream};
  for (auto i = record.index + 1; i < record.count; ++i) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more || record.stream != stream) break;
    r.appended.version = record.version;
  }
  return r;
}

}  // namespace recourse::stores::rocks
