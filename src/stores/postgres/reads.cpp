#include "stores/postgres/reads.hpp"

#include <algorithm>
#include <limits>
#include <recourse/core/page.hpp>

namespace recourse::stores::pg {

using namespace core;

namespace {

/// Runs of a stream that are fetched at once: a case is read in one go.
constexpr std::uint64_t kRunsAFetch = 256;

/// The server's integers have a sign.
std::uint64_t cut(std::uint64_t v) {
  return std::min<std::uint64_t>(v, std::numeric_limits<std::int64_t>::max());
}

/// The log from a position on, some pages at a time.
class LogCursor final : public Cursor {
 public:
  LogCursor(const Reads& reads, LogRange range)
      : reads_(reads),
        to_(range.to.value),
        expected_(std::max<std::uint64_t>(range.from.value, 1)),
        filter_(std::move(range.stream_kind), std::move(range.types)) {}

  Result<bool> next() override {
    for (;;) {
      auto more = next_of_any();
      if (!more) {
        expected_ = to_ + 1;
        return std::move(more).error();
      }
      if (!*more || filter_.lets_through(record_)) return more;
    }
  }
  const RecordView& record() const override { return record_; }
  std::string_view bytes() const override { return bytes_; }

  /// So that what is wrong shows when the cursor is made.
  Result<void> fetch() {
    const bool inside = !rows_;
    RECOURSE_TRY_ASSIGN(auto rows, reads_.pages(expected_, inside));
    rows_.emplace(std::move(rows));
    row_ = 0;
    if (rows_->size() == 0) return missing();
    const auto first = rows_->int8(0, 0);
    if (first > expected_ || rows_->int8(0, 1) < expected_) return missing();
    return open_page(expected_ - first);
  }
  bool is_empty() const { return expected_ > to_; }

 private:
  Result<bool> next_of_any() {
    if (is_empty()) return false;
    RECOURSE_TRY_ASSIGN(bytes_, page_.next());
    while (bytes_.empty()) {
      RECOURSE_TRY(next_page());
      RECOURSE_TRY_ASSIGN(bytes_, page_.next());
    }
    RECOURSE_TRY_ASSIGN(record_, decode_record(bytes_));
    if (record_.position.value != expected_) {
      return Error{Errc::corruption, "the log goes from position " + std::to_string(expected_ - 1) +
                                         " to " + std::to_string(record_.position.value)};
    }
    ++expected_;
    return true;
  }

  Result<void> next_page() {
    if (++row_ >= rows_->size()) return fetch();
    if (rows_->int8(row_, 0) != expected_) return missing();
    return open_page(0);
  }

  Result<void> open_page(std::uint64_t skip) {
    page_ = PageReader{rows_->bytes(row_, 2)};
    return page_.skip(skip);
  }

  /// There is no page with the expected position: damage, or this server has not come so far.
  Result<void> missing() const {
    RECOURSE_TRY_ASSIGN(const auto head, reads_.head());
    if (head.value < expected_) {
      return Error{Errc::io_error, "the server that was asked has come to position " +
                                       std::to_string(head.value) + " only, not to " +
                                       std::to_string(expected_)};
    }
    return Error{Errc::corruption,
                 "the log has no page with position " + std::to_string(expected_)};
  }

  const Reads& reads_;
  const std::uint64_t to_;
  std::uint64_t expected_;
  RecordFilter filter_;
  std::optional<Rows> rows_;
  int row_ = 0;
  PageReader page_{std::string_view{}};
  RecordView record_;
  std::string_view bytes_;
};

/// A stream's records, forward or backward, some runs at a time.
class StreamCursor final : public Cursor {
 public:
  StreamCursor(const Reads& reads, std::string stream, StreamRange range)
      : reads_(reads), stream_(std::move(stream)), range_(range) {
    range_.from.value = std::max<std::uint64_t>(range_.from.value, 1);
    range_.to.value = cut(range_.to.value);
  }

  Result<bool> next() override {
    auto more = step();
    if (!more) {
      ended_ = true;
      return std::move(more).error().within("stream " + stream_);
    }
    ended_ = !*more;
    return more;
  }
  const RecordView& record() const override { return record_; }
  std::string_view bytes() const override { return bytes_; }

  Result<void> fetch() {
    RECOURSE_TRY_ASSIGN(auto rows, reads_.runs(stream_, range_));
    rows_.emplace(std::move(rows));
    row_ = -1;
    return {};
  }

 private:
  Result<bool> step() {
    while (!ended_) {
      if (at_ < run_.size()) return take(run_[range_.backward ? run_.size() - 1 - at_++ : at_++]);
      RECOURSE_TRY_ASSIGN(const bool more, next_run());
      if (!more) return false;
    }
    return false;
  }

  Result<bool> take(std::string_view bytes) {
    RECOURSE_TRY_ASSIGN(record_, decode_record(bytes));
    bytes_ = bytes;
    const auto version = record_.version.value;
    if (record_.stream != stream_ || (wanted_ != 0 && version != wanted_)) {
      return Error{Errc::corruption, "the index leads to " + std::string{record_.stream} +
                                         " version " + std::to_string(version)};
    }
    wanted_ = range_.backward ? version - 1 : version + 1;
    return true;
  }

  Result<bool> next_run() {
    if (++row_ >= rows_->size()) {
      if (rows_->size() < static_cast<int>(kRunsAFetch)) return false;
      if (range_.backward ? wanted_ < range_.from.value : wanted_ > range_.to.value) return false;
      (range_.backward ? range_.to : range_.from).value = wanted_;
      RECOURSE_TRY(fetch());
      if (++row_ >= rows_->size()) return false;
    }
    run_.clear();
    at_ = 0;
    const auto first = rows_->int8(row_, 0);
    auto frames = PageReader::frames(rows_->bytes(row_, 3));
    for (std::uint64_t i = 0; i < rows_->int4(row_, 2); ++i) {
      RECOURSE_TRY_ASSIGN(const auto bytes, frames.next());
      if (bytes.empty()) return Error{Errc::corruption, "a run holds fewer records than it says"};
      const auto version = first + i;
      if (version >= range_.from.value && version <= range_.to.value) run_.push_back(bytes);
    }
    return true;
  }

  const Reads& reads_;
  const std::string stream_;
  StreamRange range_;
  bool ended_ = false;
  std::uint64_t wanted_ = 0;  // 0: whichever comes first
  std::optional<Rows> rows_;
  int row_ = -1;
  std::vector<std::string_view> run_;  // of the present row, what is in the range
  std::size_t at_ = 0;
  RecordView record_;
  std::string_view bytes_;
};

}  // namespace

Remembered remembered_of(const Rows& rows, int row) {
  const Position first{rows.int8(row, 1)};
  return {{first, Position{first.value + rows.int4(row, 2) - 1}, Version{rows.int8(row, 3)},
           Timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(rows.int8(row, 4))}},
           /*repeated=*/true},
          rows.int8(row, 5)};
}

Result<Position> Reads::head() const {
  RECOURSE_TRY_ASSIGN(const auto rows, pool_->ask(sql_->head, Parameters{}.int4(log_)));
  if (rows.size() == 1) return Position{rows.int8(0, 0)};
  return Error{Errc::corruption, "the log's row is gone"};
}

Result<std::optional<Remembered>> Reads::find(const CommandId& id) const {
  ArrayValue ids{kUuid};
  ids.bytes({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
  RECOURSE_TRY_ASSIGN(
      const auto rows,
      pool_->ask(sql_->find_commands, Parameters{}.int4(log_).array(kUuidArray, ids.finish())));
  if (rows.size() == 0) return std::optional<Remembered>{};
  return std::optional{remembered_of(rows, 0)};
}

Result<Version> Reads::version_of(const StreamId& stream) const {
  ArrayValue streams{kText};
  streams.bytes(stream.text());
  RECOURSE_TRY_ASSIGN(
      const auto rows,
      pool_->ask(sql_->find_versions, Parameters{}.int4(log_).array(kTextArray, streams.finish())));
  return Version{rows.int8(0, 0)};
}

Result<Position> Reads::last_tagged(std::string_view type, std::string_view tag) const {
  ArrayValue types{kBytea};
  ArrayValue tags{kBytea};
  types.bytes(type);
  tags.bytes(tag);
  RECOURSE_TRY_ASSIGN(const auto rows,
                      pool_->ask(sql_->find_tags, Parameters{}
                                                      .int4(log_)
                                                      .array(kByteaArray, types.finish())
                                                      .array(kByteaArray, tags.finish())));
  return Position{rows.int8(0, 0)};
}

Result<Rows> Reads::pages(std::uint64_t from, bool inside) const {
  const auto on = Parameters{}.int4(log_).int8(cut(from)).int8(pages_a_fetch_);
  if (!inside) return pool_->ask(sql_->pages_from, on);
  return pool_->ask(sql_->page_before, Parameters{}.int4(log_).int8(cut(from)));
}

Result<Rows> Reads::runs(const std::string& stream, const StreamRange& range) const {
  return pool_->ask(range.backward ? sql_->runs_backward : sql_->runs_forward,
                    Parameters{}
                        .int4(log_)
                        .text(stream)
                        .int8(cut(range.from.value))
                        .int8(cut(range.to.value))
                        .int8(kRunsAFetch));
}

Result<std::unique_ptr<Cursor>> Reads::read_stream(const StreamId& stream,
                                                   StreamRange range) const {
  auto cursor = std::make_unique<StreamCursor>(*this, stream.text(), range);
  RECOURSE_TRY(cursor->fetch());
  return std::unique_ptr<Cursor>{std::move(cursor)};
}

Result<std::unique_ptr<Cursor>> Reads::read_all(LogRange range) const {
  RECOURSE_TRY_ASSIGN(const auto last, head());
  range.to = std::min(range.to, last);
  auto cursor = std::make_unique<LogCursor>(*this, std::move(range));
  if (!cursor->is_empty()) RECOURSE_TRY(cursor->fetch());
  return std::unique_ptr<Cursor>{std::move(cursor)};
}

}  // namespace recourse::stores::pg
