// Reading: the whole log in order, and one stream through the index and the tail in memory.
#pragma once

#include <atomic>
#include <functional>
#include <recourse/core/page.hpp>

#include "stores/rocksdb/index.hpp"

namespace recourse::stores::rocks {

/// Walks the log from one position to another, both inclusive.
class LogCursor : public core::Cursor {
 public:
  LogCursor(const Log& log, core::LogRange range);
  Result<bool> next() override;
  const core::RecordView& record() const override { return record_; }
  std::string_view bytes() const override { return bytes_; }
  /// The record's place in its page.
  std::uint32_t ordinal() const {
    return static_cast<std::uint32_t>(record_.position.value - read_be64(pages_->key().data()));
  }

 private:
  Result<bool> next_of_any();
  Result<void> open_first_page();

  core::LogRange range_;
  core::RecordFilter filter_;  // of the range
  std::unique_ptr<rocksdb::Iterator> pages_;
  core::PageReader page_{std::string_view{}};
  std::uint64_t expected_;
  bool started_ = false;
  bool ended_ = false;
  std::string_view bytes_;
  core::RecordView record_;
};

/// Walks one stream: indexed versions from the index, the newest from a copy of the tail.
class StreamCursor : public core::Cursor {
 public:
  /// `tail` holds the places of versions first_in_tail, first_in_tail + 1, …
  StreamCursor(const Log& log, VersionIterator index, std::string stream, core::StreamRange range,
               std::vector<RecordLocation> tail, std::uint64_t first_in_tail);
  Result<bool> next() override;
  const core::RecordView& record() const override { return record_; }
  std::string_view bytes() const override { return bytes_; }

 private:
  Result<std::optional<RecordLocation>> next_place();
  std::optional<RecordLocation> from_tail();
  Result<std::optional<RecordLocation>> from_index();
  Result<void> fetch(const RecordLocation& place);
  std::uint64_t tail_end() const { return first_in_tail_ + tail_.size(); }  // exclusive

  const Log* log_;
  VersionIterator index_;
  bool index_placed_ = false;
  std::string stream_;
  core::StreamRange range_;
  std::vector<RecordLocation> tail_;
  std::uint64_t first_in_tail_;
  std::uint64_t wanted_;  // the next version to give out
  bool ended_ = false;
  std::uint64_t page_first_ = 0;
  rocksdb::PinnableSlice page_;
  std::string_view bytes_;
  core::RecordView record_;
};

/// How many cursors are open. Thread-safe; must outlive its slots.
class CursorCount {
 public:
  /// Frees its place when destroyed.
  class Slot {
   public:
    explicit Slot(std::atomic<std::size_t>& open) : open_(&open) {}
    Slot(Slot&& other) noexcept : open_(std::exchange(other.open_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (open_ != nullptr) --*open_;
    }

   private:
    std::atomic<std::size_t>* open_;
  };
  /// limit_exceeded if limits::kCursorsMax are open.
  Result<Slot> take();

 private:
  std::atomic<std::size_t> open_{0};
};

/// A cursor that counts, and tells of damage that it meets.
template <class C>
class Watched final : public C {
 public:
  /// `on_damage` is called with each error of code corruption.
  template <class... Arguments>
  Watched(CursorCount::Slot slot, std::function<void(const Error&)> on_damage,
          Arguments&&... arguments)
      : C(std::forward<Arguments>(arguments)...),
        slot_(std::move(slot)),
        on_damage_(std::move(on_damage)) {}

  Result<bool> next() override {
    auto more = C::next();
    if (!more && more.error().code() == Errc::corruption) on_damage_(more.error());
    return more;
  }

 private:
  CursorCount::Slot slot_;
  std::function<void(const Error&)> on_damage_;
};

/// What an append was answered with, from the log itself. corruption if the append at `first` is
/// not the command's.
Result<core::Remembered> read_append(const Log& log, const CommandId& id, Position first);

}  // namespace recourse::stores::rocks
