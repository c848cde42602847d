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

TEST_F(RocksDbDirectory, ANewerFormatIsLeftAlone) {
  open().value().reset();
  write(path() / "recourse.store", "recourse store\nformat 2\nlog 00\n");
  expect_error(open(), Errc::format_too_new, "format 2");
}

TEST_F(RocksDbDirectory, ASecondWriterIsToldWhoHoldsIt) {
  const auto first = open().value();
  expect_error(open(), Errc::store_locked, "process");
}

TEST_F(RocksDbDirectory, ALogFromAnotherStoreIsNoticed) {
  open().value().reset();
  write(path() / "recourse.store",
        "recourse store\nformat 1\nlog 0123456789abcdef0123456789abcdef\n");
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
