// Tables and subscribers' positions on a disk that fails: rows never part from their checkpoint,
// and a saved position is never lost.
#include <gtest/gtest.h>

#include "tests/sim/disk.hpp"
#include "tests/sim/stepped_store.hpp"

namespace recourse::sim {
namespace {

using namespace core;
using stores::rocks::StoreCore;

class Tables : public testing::Test {
 protected:
  static constexpr std::uint64_t kRounds = 30;
  static constexpr std::uint64_t kKept = 3;  // rows that a write leaves in place
  static inline const TableName kCases{"cases", 1, 1};

  Result<std::unique_ptr<StoreCore>> open(Disk& disk) const {
    return StoreCore::open({.directory = "/store",
                            .memory_bytes = std::size_t{32} << 20,
                            .clock = &SystemClock::instance(),
                            .log_id = log_id,
                            .env = disk.env()});
  }
  std::unique_ptr<StoreCore> make(Disk& disk) {
    log_id.reset();
    auto store_core = open(disk).value();
    log_id = store_core->identity().id;
    return store_core;
  }

  static Result<Appended> append(StoreCore& store_core, std::uint64_t n) {
    Append append{.command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
    append.streams.push_back({StreamId::parse("thing/1").value(),
                              ExpectedVersion::any(),
                              0,
                              {{"thing.happened", 1, {}, "x"}}});
    return SteppedStore{store_core}.append(append);
  }
  static Checkpoint at(const StoreCore& store_core, std::uint64_t position) {
    return {store_core.identity(), Position{position}};
  }
  static std::string row(std::uint64_t n) { return "row/" + std::to_string(100 + n); }

  /// The n-th write: the last kKept rows are there afterwards, and "n" tells their number.
  static Result<void> write(StoreCore& store_core, std::uint64_t n) {
    const auto number = std::to_string(n);
    const auto key = row(n);
    const auto old = n > kKept ? row(n - kKept) : std::string{};
    std::vector<RowChange> rows{{"n", number}};
    if (!old.empty()) rows.push_back({old, {}});
    rows.push_back({key, number});
    RECOURSE_TRY_ASSIGN(const auto table, store_core.tables().open(kCases));
    RECOURSE_TRY(table->write(rows, at(store_core, n)));
    if (n % 4 == 0) return table->flush();
    return {};
  }

  /// Appends, writes to the table, and saves a position now and then.
  void work(StoreCore& store_core) {
    for (std::uint64_t n = 1; n <= kRounds; ++n) {
      ASSERT_TRUE(append(store_core, n).has_value());
      ASSERT_TRUE(write(store_core, n).has_value());
      if (n % 5 != 0) continue;
      ASSERT_TRUE(store_core.checkpoints().save("mail", at(store_core, n)).has_value());
      saved = n;
    }
  }

  /// Rows and checkpoint are those of one write, or of none.
  static void expect_one_moment(StoreCore& store_core) {
    const auto names = store_core.tables().list().value();
    if (names.empty()) return;
    EXPECT_EQ(names, std::vector<TableName>{kCases});
    const auto table = store_core.tables().open(kCases).value();
    const auto snapshot = table->snapshot().value();
    const auto n = snapshot->position().value;
    std::vector<std::string> expected;
    if (n > 0) expected.emplace_back("n");
    for (auto i = n > kKept ? n - kKept + 1 : 1; i <= n; ++i) expected.push_back(row(i));
    std::vector<std::string> found;
    const auto cursor = snapshot->scan({}, {});
    while (cursor->next().value()) found.emplace_back(cursor->key());
    EXPECT_EQ(found, expected) << "at position " << n;
    if (n > 0) {
      EXPECT_EQ(snapshot->get("n").value(), std::to_string(n));
    }
  }

  std::optional<LogId> log_id;
  std::uint64_t saved = 0;  // the last position that was answered for
};

TEST_F(Tables, ACutAtAnyOperationPartsNoRowsFromTheirCheckpointAndLosesNoSavedPosition) {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  {
    Disk disk;
    auto store_core = make(disk);
    first = disk.operations() + 1;
    work(*store_core);
    store_core.reset();
    last = disk.operations();
  }
  ASSERT_GT(last, first + 100);
  unsigned behind = 0;
  for (auto cut = first; cut <= last && !HasFailure(); ++cut) {
    SCOPED_TRACE("operation " + std::to_string(cut));
    Random random{cut};
    Disk disk;
    std::unique_ptr<Disk> left;
    std::uint64_t saved_then = 0;
    saved = 0;
    auto store_core = make(disk);
    disk.on_operation([&](std::uint64_t n) {
      if (n != cut) return;
      left = cut % 4 == 0 ? disk.after_kill() : disk.after_power_cut(random);
      saved_then = saved;
    });
    work(*store_core);
    store_core.reset();
    disk.on_operation(nullptr);
    if (!left) left = disk.after_kill();  // closing may take an operation less
    const auto opened = open(*left);
    ASSERT_TRUE(opened.has_value()) << opened.error().message();
    expect_one_moment(**opened);
    const auto mail = (*opened)->checkpoints().load("mail").value();
    EXPECT_GE(mail ? mail->position.value : 0, saved_then);
    const auto table = (*opened)->tables().open(kCases).value();
    if (table->snapshot().value()->position() < (*opened)->pipeline().head()) ++behind;
  }
  EXPECT_GT(behind, 50u) << "the cuts took something";
}

TEST_F(Tables, ASaveThatFailsStopsTheWritingUntilItIsOpenedAnew) {
  for (std::uint64_t later = 1; later <= 2; ++later) {
    SCOPED_TRACE(later);  // the write, and its sync
    Disk disk;
    auto store_core = make(disk);
    ASSERT_TRUE(append(*store_core, 1).has_value());
    ASSERT_TRUE(store_core->checkpoints().save("mail", at(*store_core, 1)).has_value());
    disk.fail({.from = disk.operations() + later, .count = 1});
    const auto failed = store_core->checkpoints().save("mail", at(*store_core, 2));
    ASSERT_TRUE(failed.has_error());
    EXPECT_EQ(failed.error().code(), Errc::io_error) << failed.error().message();
    disk.heal();
    EXPECT_FALSE(store_core->health().writable);
    EXPECT_EQ(append(*store_core, 2).error().code(), Errc::store_stopped);
    EXPECT_EQ(store_core->checkpoints().save("post", at(*store_core, 1)).error().code(),
              Errc::store_stopped);
    EXPECT_TRUE(store_core->checkpoints().load("mail").value().has_value()) << "it reads on";
    store_core.reset();
    store_core = open(disk).value();
    EXPECT_TRUE(append(*store_core, 2).has_value());
    EXPECT_TRUE(store_core->checkpoints().save("mail", at(*store_core, 2)).has_value());
  }
}

TEST_F(Tables, AFailedGroupStopsTheSavingToo) {
  Disk disk;
  const auto store_core = make(disk);
  disk.fail({.from = disk.operations() + 1});
  ASSERT_TRUE(append(*store_core, 1).has_error());
  disk.heal();
  EXPECT_EQ(store_core->checkpoints().save("mail", at(*store_core, 1)).error().code(),
            Errc::store_stopped);
}

TEST_F(Tables, AFlushThatFailsIsToldAndWhatIsAcknowledgedStays) {
  Disk disk;
  auto store_core = make(disk);
  ASSERT_TRUE(append(*store_core, 1).has_value());
  ASSERT_TRUE(write(*store_core, 1).has_value());
  const auto table = store_core->tables().open(kCases).value();
  disk.fail({.from = disk.operations() + 1});
  const auto flushed = table->flush();
  ASSERT_TRUE(flushed.has_error());
  EXPECT_EQ(flushed.error().code(), Errc::io_error) << flushed.error().message();
  disk.heal();
  EXPECT_TRUE(append(*store_core, 2).has_value()) << "the log is another database";
  EXPECT_EQ(store_core->pipeline().head(), Position{2});
  EXPECT_EQ(table->get("n").value(), "1");
  const auto left = disk.after_kill();
  const auto again = open(*left).value();
  EXPECT_EQ(again->pipeline().head(), Position{2});
  expect_one_moment(*again);
  EXPECT_TRUE(append(*again, 3).has_value());
}

}  // namespace
}  // namespace recourse::sim
