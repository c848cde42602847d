// What a RocksDB store makes of directories that are missing, foreign, newer, held or damaged: a
// clear error, and nothing changed.
#include <fstream>
#include <sstream>

#include "stores.hpp"

namespace recourse::contract {
namespace {

namespace fs = std::filesystem;

class RocksDbDirectory : public testing::Test {
 protected:
  fs::path path() const { return directory.path() / "store"; }
  Result<std::unique_ptr<core::EventStore>> open(bool create = true) {
    return stores::open_rocksdb({.directory = path(), .create = create});
  }
  /// Bytes that compression cannot shrink, the same for the same n.
  static std::string noise(int n) {
    std::string bytes;
    std::uint64_t x = static_cast<std::uint64_t>(n) * 2 + 88172645463325252ull;
    while (bytes.size() < 300) {
      x ^= x << 13, x ^= x >> 7, x ^= x << 17;
      bytes.push_back(static_cast<char>(x));
    }
    return bytes;
  }
  static void append(core::EventStore& store, int n) {
    core::Append a{
        .command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
    a.streams.push_back({StreamId::of("thing", std::to_string(n)).value(),
                         core::ExpectedVersion::none(),
                         1,
                         {{"thing.happened", 1, {}, noise(n)}}});
    store.append(std::move(a)).value();
  }
  void expect_error(const Result<std::unique_ptr<core::EventStore>>& opened, Errc code,
                    std::string_view words) {
    ASSERT_TRUE(opened.has_error());
    EXPECT_EQ(opened.error().code(), code) << opened.error().message();
    EXPECT_NE(opened.error().message().find(words), std::string::npos) << opened.error().message();
  }
  static void write(const fs::path& file, std::string_view text) { std::ofstream{file} << text; }

  TemporaryDirectory directory;
};

TEST_F(RocksDbDirectory, MissingIsNotAStoreUnlessItMayBeCreated) {
  expect_error(open(false), Errc::not_a_store, "does not exist");
  EXPECT_FALSE(fs::exists(path()));
  EXPECT_TRUE(open(true).has_value());
  EXPECT_TRUE(open(false).has_value());
}

TEST_F(RocksDbDirectory, AFileIsNotAStore) {
  write(path(), "hello");
  expect_error(open(), Errc::not_a_store, "not a directory");
}

TEST_F(RocksDbDirectory, ForeignContentIsNeverTouched) {
  fs::create_directories(path());
  write(path() / "letter.txt", "dear");
  expect_error(open(), Errc::not_a_store, "letter.txt");
  EXPECT_EQ(std::distance(fs::directory_iterator{path()}, fs::directory_iterator{}), 1);
}

TEST_F(RocksDbDirectory, AForeignFolderCalledLogIsNotAHalfMadeStore) {
  fs::create_directories(path() / "log");
  write(path() / "log" / "app.log", "started");
  write(path() / "log" / "err.log", "oops");
  expect_error(open(), Errc::not_a_store, "'log'");
  expect_error(stores::open_rocksdb_reader(path()), Errc::not_a_store, "log");
}

// A killed process leaves a database's folder in any of these states, in this order.
TEST_F(RocksDbDirectory, CreationInterruptedAnywhereIsTakenUpAgain) {
  const std::vector<std::vector<std::string>> states{{},
                                                     {"LOCK"},
                                                     {"LOCK", "000000.dbtmp"},
                                                     {"LOCK", "IDENTITY"},
                                                     {"LOCK", "IDENTITY", "MANIFEST-000001"},
                                                     {"LOCK", "IDENTITY", "000001.dbtmp"},
                                                     {"LOCK", "MANIFEST-000001"}};
  for (const std::string database : {"log", "views"}) {
    for (const auto& files : states) {
      fs::remove_all(path());
      fs::create_directories(path() / database);
      for (const auto& file : files) write(path() / database / file, "");
      auto opened = open();
      ASSERT_TRUE(opened.has_value())
          << database << " with " << files.size() << " files, last "
          << (files.empty() ? "-" : files.back()) << ": " << opened.error().message();
      append(**opened, 1);
    }
  }
}

TEST_F(RocksDbDirectory, AReaderSeesWhatIsWrittenBesideItAndTakesNoAppend) {
  const auto writer = open().value();
  for (int i = 0; i < 300; ++i) append(*writer, i);
  const auto reader = stores::open_rocksdb_reader(path()).value();
  EXPECT_EQ(reader->head().value(), Position{300});
  EXPECT_EQ(reader->identity(), writer->identity());
  EXPECT_EQ(reader->version_of(StreamId::of("thing", "299").value()).value(), Version{1});
  EXPECT_TRUE(reader->find(derived_command_id("17")).value().has_value());
  EXPECT_FALSE(reader->find(derived_command_id("nobody")).value().has_value());
  const auto cursor = reader->read_stream(StreamId::of("thing", "5").value()).value();
  EXPECT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->record().position, Position{6});
  EXPECT_FALSE(cursor->next().value());
  append(*writer, 300);
  EXPECT_EQ(reader->head().value(), Position{300}) << "a reader's head is fixed";
  core::Append refused{.command_id = derived_command_id("x"), .actor = "t", .streams = {}};
  EXPECT_EQ(reader->append(refused).error().code(), Errc::store_stopped);
  EXPECT_FALSE(reader->health().writable);
}

TEST_F(RocksDbDirectory, ADamagedIndexIsMadeAnew) {
  {
    const auto store = open().value();
    for (int i = 0; i < 50; ++i) append(*store, i);
  }
  for (const auto& entry : fs::directory_iterator{path() / "views"}) {
    if (entry.path().filename().string().starts_with("MANIFEST")) fs::remove(entry.path());
  }
  EXPECT_TRUE(open().value()->find(derived_command_id("17")).value().has_value());
}

TEST_F(RocksDbDirectory, AnotherFormatIsLeftAlone) {
  open().value().reset();
  write(path() / "recourse.store", "recourse store\nformat 3\nlog 00\n");
  expect_error(open(), Errc::format_too_new, "format 3");
  write(path() / "recourse.store", "recourse store\nformat 1\nlog 00\n");
  expect_error(open(), Errc::format_too_old, "format 1");
}

TEST_F(RocksDbDirectory, ASecondWriterIsToldWhoHoldsIt) {
  const auto first = open().value();
  expect_error(open(), Errc::store_locked, "process");
}

TEST_F(RocksDbDirectory, ALogFromAnotherStoreIsNoticed) {
  open().value().reset();
  write(path() / "recourse.store",
        "recourse store\nformat 2\nlog 0123456789abcdef0123456789abcdef\n");
  expect_error(open(), Errc::corruption, "marker names");
}

TEST_F(RocksDbDirectory, ALostMarkerIsNotTakenForANewStore) {
  append(*open().value(), 1);
  fs::remove(path() / "recourse.store");
  expect_error(open(), Errc::corruption, "marker");
}

TEST_F(RocksDbDirectory, LostViewsAreDerivedAgain) {
  {
    const auto store = open().value();
    for (int i = 0; i < 50; ++i) append(*store, i);
  }
  fs::remove_all(path() / "views");
  const auto store = open().value();
  EXPECT_EQ(store->version_of(StreamId::of("thing", "49").value()).value(), Version{1});
  EXPECT_TRUE(store->find(derived_command_id("17")).value().has_value());
}

TEST_F(RocksDbDirectory, ALogThatLostAcknowledgedEventsIsRefused) {
  {
    const auto store = open().value();
    for (int i = 0; i < 5; ++i) append(*store, i);
  }
  fs::copy(path(), directory.path() / "early", fs::copy_options::recursive);
  {
    const auto store = open().value();
    for (int i = 5; i < 9; ++i) append(*store, i);
  }
  fs::remove_all(path() / "log");
  fs::copy(directory.path() / "early" / "log", path() / "log", fs::copy_options::recursive);
  expect_error(open(), Errc::acknowledged_loss, "ends at position 5");
}

/// The store as a crash leaves it: copied while it is open, its log not yet in a table file.
class RocksDbCrash : public RocksDbDirectory {
 protected:
  static constexpr int kAppends = 20;

  void crash_after_appends() {
    const auto store = open().value();
    for (int i = 0; i < kAppends; ++i) append(*store, i);
    fs::copy(path(), crashed(), fs::copy_options::recursive);
  }
  fs::path crashed() const { return directory.path() / "crashed"; }
  /// The write-ahead log that holds the appends.
  fs::path wal() const {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator{crashed() / "log"}) {
      if (entry.path().extension() != ".log") continue;
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) largest = entry.path();
    }
    return largest;
  }
  /// Where its last group ends: zeros written ahead may follow.
  std::uintmax_t written() const {
    std::ifstream file{wal(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    return bytes.find_last_not_of('\0') + 1;
  }
  void flip_byte(std::uintmax_t at) const {
    std::fstream file{wal(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekg(static_cast<std::streamoff>(at));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ 0x10));
  }
  Result<std::unique_ptr<core::EventStore>> open_crashed() const {
    return stores::open_rocksdb({.directory = crashed(), .create = false});
  }
};

TEST_F(RocksDbCrash, EverythingAcknowledgedIsThere) {
  crash_after_appends();
  const auto store = open_crashed().value();
  EXPECT_EQ(store->head().value(), Position{kAppends});
  EXPECT_TRUE(store->find(derived_command_id("19")).value().has_value());
}

TEST_F(RocksDbCrash, AFlippedBitInAnAcknowledgedGroupIsFoundWhereverItIs) {
  crash_after_appends();
  const auto size = written();
  const auto group = size / kAppends;
  for (std::uintmax_t at = group / 2; at + 2 * group < size; at += group / 3) {
    flip_byte(at);
    expect_error(open_crashed(), Errc::acknowledged_loss, "unreadable at");
    flip_byte(at);
  }
  EXPECT_EQ(open_crashed().value()->head().value(), Position{kAppends})
      << "nothing was changed by looking";
}

TEST_F(RocksDbCrash, ATornLastGroupOpensWithoutIt) {
  crash_after_appends();
  fs::resize_file(wal(), written() - 5);
  EXPECT_EQ(open_crashed().value()->head().value(), Position{kAppends - 1});
}

TEST_F(RocksDbCrash, ATornLogThatARecoveryLeftBehindIsNoLoss) {
  crash_after_appends();
  fs::resize_file(wal(), written() - 5);
  const auto torn = wal();
  fs::copy_file(torn, directory.path() / "torn");
  { EXPECT_EQ(open_crashed().value()->head().value(), Position{kAppends - 1}); }
  // A crash right after the recovery, before the old file was removed.
  fs::copy_file(directory.path() / "torn", torn, fs::copy_options::overwrite_existing);
  EXPECT_EQ(open_crashed().value()->head().value(), Position{kAppends - 1});
}

TEST_F(RocksDbCrash, AHoleInTheLastGroupOpensWithoutIt) {
  crash_after_appends();
  flip_byte(written() - 20);
  EXPECT_EQ(open_crashed().value()->head().value(), Position{kAppends - 1});
}

TEST_F(RocksDbDirectory, ADamagedTableFileIsReportedNotServed) {
  {
    const auto store = open().value();
    for (int i = 0; i < 200; ++i) append(*store, i);
  }
  { const auto again = open().value(); }  // recovery writes the log's records into a table file
  std::size_t damaged = 0;
  for (const auto& entry : fs::directory_iterator{path() / "log"}) {
    if (entry.path().extension() != ".sst" || entry.file_size() < 20'000) continue;
    std::fstream file{entry.path(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(5'000);
    file.write("XXXXXXXXXXXXXXXX", 16);
    ++damaged;
  }
  ASSERT_GT(damaged, 0u);
  auto opened = open();
  if (!opened) {
    EXPECT_EQ(opened.error().code(), Errc::corruption) << opened.error().message();
    return;
  }
  auto cursor = (*opened)->read_all().value();
  for (;;) {
    const auto more = cursor->next();
    if (!more) {
      EXPECT_EQ(more.error().code(), Errc::corruption) << more.error().message();
      return;
    }
    ASSERT_TRUE(*more) << "the log was read to its end without a word";
  }
}

TEST_F(RocksDbDirectory, TooLittleMemoryIsAnInvalidArgument) {
  const auto opened = stores::open_rocksdb({.directory = path(), .memory_bytes = 1});
  expect_error(opened, Errc::invalid_argument, "32 MiB");
}

}  // namespace
}  // namespace recourse::contract
