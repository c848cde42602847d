// The write-ahead log written in place: what a crash leaves of its zeros, a disk without room for
// them, one that cannot write at a position, and a group that is missing behind which others stand.
#include <gtest/gtest.h>
#include <rocksdb/file_system.h>

#include "stores/rocksdb/in_place_wal.hpp"
#include "stores/rocksdb/store_core.hpp"
#include "stores/rocksdb/wal_format.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/stepped_store.hpp"

namespace recourse::sim {
namespace {

using stores::rocks::StoreCore;

class InPlaceWal : public testing::Test {
 protected:
  Result<std::unique_ptr<StoreCore>> open(Disk& disk, bool in_place = true) const {
    return StoreCore::open({.directory = "/store",
                            .memory_bytes = std::size_t{32} << 20,
                            .clock = &SystemClock::instance(),
                            .log_id = log_id,
                            .env = disk.env(),
                            .wal_in_place = in_place});
  }
  std::unique_ptr<StoreCore> make(Disk& disk, bool in_place = true) {
    log_id.reset();
    auto core = open(disk, in_place).value();
    log_id = core->identity().id;
    return core;
  }
  static Result<core::Appended> append(StoreCore& core, std::uint64_t n, std::size_t bytes = 600) {
    core::Append a{
        .command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
    a.streams.push_back({StreamId::of("thing", std::to_string(n)).value(),
                         core::ExpectedVersion::none(),
                         0,
                         {{"thing.happened", 1, {}, std::string(bytes, 'x')}}});
    return SteppedStore{core}.append(a);
  }
  static std::string wal_of(const Disk& disk) {
    std::string last;
    for (const auto& file : disk.files()) {
      if (file.starts_with("/store/log/") && file.ends_with(".log")) last = file;
    }
    return last;
  }
  static std::size_t zeros_behind(const std::string& bytes) {
    const auto last = bytes.find_last_not_of('\0');
    return bytes.size() - (last == std::string::npos ? 0 : last + 1);
  }
  std::uint64_t head_after(Disk& disk, bool in_place) const {
    const auto core = open(disk, in_place);
    EXPECT_TRUE(core.has_value()) << core.error().message();
    return core ? (*core)->pipeline().head().value : 0;
  }

  std::optional<LogId> log_id;
};

TEST_F(InPlaceWal, AShortProcessWritesNothingAheadAndALongOneCutsItOffAtItsEnd) {
  Disk disk;
  auto core = make(disk);
  ASSERT_TRUE(append(*core, 1).has_value());
  EXPECT_LT(disk.read(wal_of(disk)).size(), 2000u);
  for (std::uint64_t n = 2; n <= 40; ++n) ASSERT_TRUE(append(*core, n).has_value());
  const auto open_size = disk.read(wal_of(disk)).size();
  EXPECT_GT(zeros_behind(disk.read(wal_of(disk))), 4000u) << "nothing was written in place";
  EXPECT_LE(open_size, 2 * stores::rocks::kZeroesMax);
  core.reset();
  EXPECT_LT(zeros_behind(disk.read(wal_of(disk))), 100u) << "of " << open_size;
}

TEST_F(InPlaceWal, OpensWholeWithPlainFilesAndTheOtherWayRound) {
  for (const bool in_place : {true, false}) {
    Disk disk;
    auto core = make(disk, in_place);
    for (std::uint64_t n = 1; n <= 60; ++n) ASSERT_TRUE(append(*core, n).has_value());
    EXPECT_EQ(head_after(*disk.after_kill(), !in_place), 60u);
    core.reset();
    EXPECT_EQ(head_after(disk, !in_place), 60u);
  }
}

TEST_F(InPlaceWal, APowerCutAtAnyOperationKeepsWhatWasAcknowledged) {
  std::uint64_t zeroed = 0;
  for (std::uint64_t seed = 1; seed <= 3 && !HasFailure(); ++seed) {
    Disk disk;
    auto core = make(disk);
    Random random{seed};
    std::uint64_t acknowledged = 0;
    std::vector<std::pair<std::unique_ptr<Disk>, std::uint64_t>> images;
    disk.on_operation([&](std::uint64_t) {
      for (int i = 0; i < 3; ++i) images.emplace_back(disk.after_power_cut(random), acknowledged);
    });
    for (std::uint64_t n = 1; n <= 40; ++n) {
      ASSERT_TRUE(append(*core, n, n % 7 == 0 ? 3000 : 400).has_value());
      acknowledged = n;
    }
    disk.on_operation(nullptr);
    for (auto& [image, before] : images) {
      zeroed += zeros_behind(image->read(wal_of(*image))) > 4000 ? 1 : 0;
      const auto head = head_after(*image, before % 2 == 0);
      ASSERT_GE(head, before) << "seed " << seed;
      ASSERT_LE(head, before + 1) << "seed " << seed;
    }
  }
  EXPECT_GT(zeroed, 50u) << "no zeros were tried";
}

TEST_F(InPlaceWal, AFullDiskTakesRecordsAsLongAsItCan) {
  Disk whole;
  {
    auto core = make(whole);
    for (std::uint64_t n = 1; n <= 40; ++n) ASSERT_TRUE(append(*core, n).has_value());
  }
  unsigned unharmed = 0;
  for (std::uint64_t at = 1; at <= whole.operations() && !HasFailure(); ++at) {
    Disk disk;
    auto core = make(disk);
    const auto failing = disk.operations() + at;
    disk.fail({.from = failing, .count = 1, .kind = Fault::Kind::no_space});
    std::uint64_t acknowledged = 0;
    while (acknowledged < 40 && append(*core, acknowledged + 1)) ++acknowledged;
    const bool failed = disk.operations() >= failing;
    unharmed += failed && acknowledged == 40 ? 1 : 0;
    if (acknowledged == 40) {
      EXPECT_TRUE(core->pipeline().health().writable);
    }
    disk.heal();
    core.reset();
    const auto head = head_after(disk, true);
    EXPECT_GE(head, acknowledged);
    EXPECT_LE(head, acknowledged + 1);
  }
  EXPECT_GT(unharmed, 0u) << "it was never the zeros that had no room";
}

/// Files that are written at their end alone.
class AppendOnlyFiles final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "append_only"; }
  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* out,
                                    rocksdb::IODebugContext* debug) override {
    auto status = target()->NewWritableFile(name, options, out, debug);
    if (status.ok()) *out = std::make_unique<File>(std::move(*out));
    return status;
  }

 private:
  struct File final : rocksdb::FSWritableFileOwnerWrapper {
    using FSWritableFileOwnerWrapper::FSWritableFileOwnerWrapper;
    using FSWritableFileOwnerWrapper::PositionedAppend;
    rocksdb::IOStatus PositionedAppend(const rocksdb::Slice&, std::uint64_t,
                                       const rocksdb::IOOptions&,
                                       rocksdb::IODebugContext*) override {
      return rocksdb::IOStatus::NotSupported("PositionedAppend");
    }
  };
};

TEST_F(InPlaceWal, FilesThatCannotBeWrittenAtAPositionGetPlainAppends) {
  Disk disk;
  const auto env =
      rocksdb::NewCompositeEnv(std::make_shared<AppendOnlyFiles>(disk.env()->GetFileSystem()));
  auto core = StoreCore::open({.directory = "/store",
                               .memory_bytes = std::size_t{32} << 20,
                               .clock = &SystemClock::instance(),
                               .env = env.get()})
                  .value();
  log_id = core->identity().id;
  for (std::uint64_t n = 1; n <= 40; ++n) ASSERT_TRUE(append(*core, n).has_value());
  EXPECT_LT(zeros_behind(disk.read(wal_of(disk))), 100u);
  EXPECT_EQ(head_after(*disk.after_kill(), true), 40u);
}

/// Writes over [from, to) of a log's bytes.
void blank(Disk& disk, const std::string& path, std::size_t from, std::size_t to) {
  auto bytes = disk.read(path);
  for (auto i = from; i < to; ++i) bytes[i] = '\0';
  disk.write(path, std::move(bytes));
}

/// Where each physical record begins, and behind the last where it ends.
std::vector<std::size_t> records_of(std::string_view log) {
  std::vector<std::size_t> places{0};
  for (;;) {
    const auto at = stores::rocks::skip_wal_trailer(log.size(), places.back());
    const auto record = stores::rocks::wal_record_at(log, at);
    if (!record.good) return places;
    places.back() = at;
    places.push_back(at + record.bytes);
  }
}

// RocksDB skips a block from where it goes on in zeros, without a word. It is told by the groups'
// numbers only where no group lies across the block's end.
class GapInAWal : public InPlaceWal {
 protected:
  static constexpr auto kBlock = stores::rocks::kWalBlock;

  void SetUp() override {
    core = make(disk);
    append_one();
    const auto before = end();
    append_one();
    framing = end() - before - kBytes;
  }
  std::size_t end() const { return records_of(disk.read(wal_of(disk))).back(); }
  void append_one(std::size_t bytes = kBytes) {
    ASSERT_TRUE(append(*core, ++n, bytes).has_value());
    ASSERT_LT(n, 1000u) << "names of one length";
  }
  /// Appends to the block's end but for a trailer; where the last group of it begins.
  std::size_t fill_block() {
    const auto block_end = ((end() + stores::rocks::kWalHeader) / kBlock + 1) * kBlock;
    while (block_end - end() > 2000) append_one();
    const auto last = end();
    append_one(block_end - last - framing - 3);
    EXPECT_EQ(end(), block_end - 3);
    return last;
  }
  void expect_a_group_missing(Disk& killed) const {
    const auto opened = open(killed);
    ASSERT_TRUE(opened.has_error()) << "head " << (*opened)->pipeline().head().value;
    EXPECT_EQ(opened.error().code(), Errc::acknowledged_loss) << opened.error().message();
    EXPECT_NE(opened.error().message().find("a group is missing"), std::string::npos)
        << opened.error().message();
  }

  static constexpr std::size_t kBytes = 600;
  Disk disk;
  std::unique_ptr<StoreCore> core;
  std::uint64_t n = 99;
  std::size_t framing = 0;
};

TEST_F(GapInAWal, OfZerosIsALossThoughRocksDbSkipsIt) {
  const auto last = fill_block();
  for (int i = 0; i < 5; ++i) append_one();
  const auto untouched = disk.after_kill();
  EXPECT_EQ(head_after(*untouched, true), n - 99);
  const auto killed = disk.after_kill();
  blank(*killed, wal_of(*killed), last, kBlock);
  expect_a_group_missing(*killed);
}

// As a kill leaves it that comes after RocksDB has begun a log and before it has closed the last.
TEST_F(GapInAWal, BehindTheZerosOfALogBeforeItIsALossToo) {
  fill_block();
  const auto last = fill_block();
  for (int i = 0; i < 5; ++i) append_one();
  const auto killed = disk.after_kill();
  const auto first = wal_of(*killed);
  const auto bytes = killed->read(first);
  const std::string second = "/store/log/000999.log";
  killed->write(first, bytes.substr(0, kBlock) + std::string(4096, '\0'));
  killed->write(second, bytes.substr(kBlock));
  EXPECT_EQ(head_after(*killed->after_kill(), true), n - 99);
  blank(*killed, second, last - kBlock, kBlock);
  expect_a_group_missing(*killed);
}

TEST_F(InPlaceWal, ZerosInPlaceOfWholeBlocksAreALossToo) {
  Disk disk;
  auto core = make(disk);
  for (std::uint64_t n = 1; n <= 200; ++n) ASSERT_TRUE(append(*core, n).has_value());
  unsigned refused = 0;
  for (std::size_t from = 1'000; from < 64 * 1024; from += 5'000) {
    const auto killed = disk.after_kill();
    blank(*killed, wal_of(*killed), from, 64 * 1024);
    const auto opened = open(*killed);
    ASSERT_TRUE(opened.has_error()) << from;
    EXPECT_EQ(opened.error().code(), Errc::acknowledged_loss) << opened.error().message();
    ++refused;
  }
  EXPECT_GT(refused, 10u);
}

TEST_F(InPlaceWal, WhoeverFollowsItSeesWholeRecordsOnlyAndAllOfThem) {
  Disk disk;
  auto core = make(disk);
  ASSERT_TRUE(append(*core, 1).has_value());
  const auto path = wal_of(disk);
  const auto env = stores::rocks::follow_wal(*disk.env());
  const std::unique_ptr<rocksdb::FSSequentialFile> file = [&] {
    std::unique_ptr<rocksdb::FSSequentialFile> made;
    EXPECT_TRUE(env->GetFileSystem()->NewSequentialFile(path, {}, &made, nullptr).ok());
    return made;
  }();
  std::string seen;
  std::string scratch(32 * 1024, '\0');
  const auto catch_up = [&] {
    for (;;) {
      rocksdb::Slice read;
      // As RocksDB's reader does: never across the end of a block.
      const auto want = scratch.size() - seen.size() % scratch.size();
      ASSERT_TRUE(file->Read(want, {}, &read, scratch.data(), nullptr).ok());
      if (read.empty()) return;
      seen.append(read.data(), read.size());
    }
  };
  for (std::uint64_t n = 2; n <= 300; ++n) {
    ASSERT_TRUE(append(*core, n).has_value());
    catch_up();
    const auto name = "thing/" + std::to_string(n);
    EXPECT_NE(seen.find(name), std::string::npos) << n;
  }
  const auto bytes = disk.read(path);
  EXPECT_EQ(seen, bytes.substr(0, seen.size()));
  // Half a record is none, until it is whole.
  auto torn = bytes;
  const auto end = bytes.size() - zeros_behind(bytes);
  for (auto i = end - 300; i < end; ++i) torn[i] = '\0';
  Disk other;
  other.write(path, torn);
  const auto other_env = stores::rocks::follow_wal(*other.env());
  std::unique_ptr<rocksdb::FSSequentialFile> again;
  ASSERT_TRUE(other_env->GetFileSystem()->NewSequentialFile(path, {}, &again, nullptr).ok());
  std::string found;
  for (rocksdb::Slice read;;) {
    const auto want = scratch.size() - found.size() % scratch.size();
    ASSERT_TRUE(again->Read(want, {}, &read, scratch.data(), nullptr).ok());
    if (read.empty()) break;
    found.append(read.data(), read.size());
  }
  EXPECT_EQ(found.find("thing/300"), std::string::npos);
  EXPECT_NE(found.find("thing/299"), std::string::npos);
}

}  // namespace
}  // namespace recourse::sim
