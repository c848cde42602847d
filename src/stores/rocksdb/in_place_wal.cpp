#include "stores/rocksdb/in_place_wal.hpp"

#include <rocksdb/file_system.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "stores/rocksdb/wal_format.hpp"

namespace recourse::stores::rocks {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr std::uint64_t kPage = 4096;

/// An open log. Invariant: bytes from end_ to zeroed_ are zeros, or not there if end_ == zeroed_.
class InPlaceFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  using FSWritableFileOwnerWrapper::FSWritableFileOwnerWrapper;

  using FSWritableFileOwnerWrapper::Append;
  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (!positioned_) return target()->Append(data, options, debug);
    auto status = target()->PositionedAppend(data, end_, options, debug);
    if (status.IsNotSupported() && end_ == 0) {
      positioned_ = false;
      return target()->Append(data, options, debug);
    }
    if (!status.ok()) return status;
    end_ += data.size();
    if (end_ <= zeroed_) return status;
    zeroed_ = end_;
    return add_zeros(data.size(), options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }

  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    end_ = zeroed_ = size;
    return target()->Truncate(size, options, debug);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    auto cut = IOStatus::OK();
    if (zeroed_ > end_) cut = Truncate(end_, options, debug);
    auto closed = target()->Close(options, debug);
    return cut.ok() ? closed : cut;
  }
  std::uint64_t GetFileSize(const IOOptions& options, IODebugContext* debug) override {
    return positioned_ ? end_ : target()->GetFileSize(options, debug);
  }

 private:
  /// Behind an append of `appended` bytes that has reached the end of the zeros.
  IOStatus add_zeros(std::uint64_t appended, const IOOptions& options, IODebugContext* debug) {
    static const std::string kZeros(kZeroesMax + kPage, '\0');
    if (!room_ || end_ < kZeroesFrom || appended > kZeroedAppendMax) return IOStatus::OK();
    const auto ahead = end_ + std::min(end_, kZeroesMax);
    const auto to = (ahead + kPage - 1) / kPage * kPage;
    const Slice zeros{kZeros.data(), to - end_};
    auto status = target()->PositionedAppend(zeros, end_, options, debug);
    if (status.ok()) zeroed_ = to;
    if (!status.IsNoSpace()) return status;
    // The last room on the disk is for records.
    room_ = false;
    return Truncate(end_, options, debug);
  }

  bool positioned_ = true;  // the file system can write at a position
  bool room_ = true;        // and has room for zeros
  std::uint64_t end_ = 0;
  std::uint64_t zeroed_ = 0;
};

/// A log that somebody writes, up to its last whole record. Invariant: whatever lies before good_
/// is whole; the bytes of at_'s block up to good_ are in block_; at_ <= good_ <= the block's end.
class FollowedFile final : public rocksdb::FSSequentialFile {
 public:
  explicit FollowedFile(std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : file_(std::move(file)) {}

  IOStatus Read(std::size_t n, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) override {
    *result = Slice{scratch, 0};
    if (at_ + n > good_) {
      if (auto status = look(options, debug); !status.ok()) return status;
    }
    const auto count = std::min<std::uint64_t>(n, good_ - at_);
    std::memcpy(scratch, block_.data() + at_ % kWalBlock, count);
    *result = Slice{scratch, count};
    at_ += count;
    return IOStatus::OK();
  }
  IOStatus Skip(std::uint64_t n) override {
    std::string skipped(kWalBlock, '\0');
    for (Slice read; n > 0; n -= read.size()) {
      auto status = Read(std::min<std::uint64_t>(n, kWalBlock), {}, &read, skipped.data(), nullptr);
      if (!status.ok() || read.empty()) return status;
    }
    return IOStatus::OK();
  }

 private:
  /// Moves good_ over the records that have become whole, within the block.
  IOStatus look(const IOOptions& options, IODebugContext* debug) {
    const auto begin = at_ / kWalBlock * kWalBlock;
    auto known = static_cast<std::size_t>(good_ - begin);
    Slice read;
    auto status =
        file_->Read(good_, kWalBlock - known, options, &read, block_.data() + known, debug);
    if (!status.ok()) return status;
    std::memmove(block_.data() + known, read.data(), read.size());
    const std::string_view there{block_.data(), known + read.size()};
    for (;;) {
      known = skip_wal_trailer(there.size(), known);
      const auto record = wal_record_at(there, known);
      if (!record.good) break;
      known += record.bytes;
    }
    good_ = begin + known;
    return status;
  }

  std::unique_ptr<rocksdb::FSRandomAccessFile> file_;
  std::string block_ = std::string(kWalBlock, '\0');
  std::uint64_t at_ = 0;
  std::uint64_t good_ = 0;
};

class WritingFiles final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "recourse.in_place_wal"; }
  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* out,
                           IODebugContext* debug) override {
    auto status = target()->NewWritableFile(name, options, out, debug);
    if (!status.ok() || !is_wal(name) || options.use_direct_writes) return status;
    *out = std::make_unique<InPlaceFile>(std::move(*out));
    return status;
  }
};

class FollowingFiles final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "recourse.followed_wal"; }
  IOStatus NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* out,
                             IODebugContext* debug) override {
    if (!is_wal(name)) return target()->NewSequentialFile(name, options, out, debug);
    std::unique_ptr<rocksdb::FSRandomAccessFile> file;
    auto status = target()->NewRandomAccessFile(name, options, &file, debug);
    if (status.ok()) *out = std::make_unique<FollowedFile>(std::move(file));
    return status;
  }
};

/// Another Env's threads and clock with these files.
class EnvOf final : public rocksdb::EnvWrapper {
 public:
  EnvOf(rocksdb::Env& base, std::shared_ptr<rocksdb::FileSystem> files) : EnvWrapper(&base) {
    file_system_ = std::move(files);
    system_clock_ = base.GetSystemClock();
  }
};

}  // namespace

std::unique_ptr<rocksdb::Env> write_wal_in_place(rocksdb::Env& base) {
  return std::make_unique<EnvOf>(base, std::make_shared<WritingFiles>(base.GetFileSystem()));
}

std::unique_ptr<rocksdb::Env> follow_wal(rocksdb::Env& base) {
  return std::make_unique<EnvOf>(base, std::make_shared<FollowingFiles>(base.GetFileSystem()));
}

}  // namespace recourse::stores::rocks
