// Damage to what was acknowledged: it is found, never silently dropped or changed; and what is
// derived is derived again.
#include <gtest/gtest.h>

#include <recourse/core/verify.hpp>

#include "tests/sim/life.hpp"
#include "tests/sim/stepped_store.hpp"

namespace recourse::sim {
namespace {

using core::verify;
using stores::rocks::StoreCore;

class Damage : public testing::Test {
 protected:
  /// A store with some history, closed like a killed process.
  std::unique_ptr<Disk> live(std::uint64_t seed, unsigned steps = 80) {
    life = std::make_unique<Life>(seed, Mishaps{.power_cuts = false, .faults = false});
    life->live(steps, 0);
    return life->disk().after_kill();
  }
  Result<std::unique_ptr<StoreCore>> open(Disk& disk) const {
    return StoreCore::open({.directory = "/store",
                            .memory_bytes = std::size_t{32} << 20,
                            .clock = &SystemClock::instance(),
                            .log_id = life->log_id(),
                            .env = disk.env()});
  }
  /// The whole log, or why it cannot be had.
  static Result<std::vector<Event>> read_all(StoreCore& store_core) {
    RECOURSE_TRY_ASSIGN(const auto cursor, store_core.read_all({}));
    return read_events(*cursor);
  }
  void expect_whole(Disk& disk) {
    const auto store_core = open(disk);
    ASSERT_TRUE(store_core.has_value()) << store_core.error().message();
    EXPECT_TRUE(read_all(**store_core).value() == life->model().log());
    EXPECT_EQ(verify(SteppedStore{**store_core}, {}).value().problems, 0u);
  }

  std::unique_ptr<Life> life;
};

std::vector<std::string> files_in(const Disk& disk, const std::string& folder) {
  auto files = disk.files();
  std::erase_if(files, [&](const std::string& f) { return !f.starts_with(folder); });
  return files;
}

void flip_a_bit(Disk& disk, const std::string& path, Random& random) {
  auto bytes = disk.read(path);
  if (bytes.empty()) return;
  auto& byte = bytes[random.below(bytes.size())];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1u << random.below(8)));
  disk.write(path, std::move(bytes));
}

TEST_F(Damage, AFlippedBitInTheLogIsNeverServedNorDropped) {
  unsigned refused = 0;
  unsigned found = 0;
  for (std::uint64_t seed = 1; seed <= 400 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random{seed};
    const auto disk = live(seed % 8 + 1);
    const auto files = files_in(*disk, "/store/log/");
    const auto& file = files[random.below(files.size())];
    SCOPED_TRACE(file);
    flip_a_bit(*disk, file, random);
    const auto store_core = open(*disk);
    if (!store_core && ++refused != 0) continue;
    const auto log = read_all(**store_core);
    if (!log) {
      ++found;
      EXPECT_GT(verify(SteppedStore{**store_core}, {}).value().problems, 0u);
      continue;
    }
    // Untouched; or without the last group of the write-ahead log, which is how a torn write looks.
    auto expected = life->model().log();
    if (file.ends_with(".log") && log->size() == life->head_before_last_group()) {
      expected.resize(log->size());
    }
    EXPECT_TRUE(*log == expected) << log->size() << " of " << expected.size();
  }
  EXPECT_GT(refused, 20u);
  EXPECT_GT(found, 20u);
}

TEST_F(Damage, WhoeverMeetsDamageStopsTheWritingUntilItIsMended) {
  unsigned met = 0;
  for (std::uint64_t seed = 1; seed <= 80 && !HasFailure(); ++seed) {
    Random random{seed};
    const auto disk = live(seed % 8 + 1);
    auto tables = files_in(*disk, "/store/log/");
    std::erase_if(tables, [](const std::string& f) { return !f.ends_with(".sst"); });
    if (tables.empty()) continue;
    const auto& table = tables[random.below(tables.size())];
    const auto good = disk->read(table);
    flip_a_bit(*disk, table, random);
    auto store_core = open(*disk);
    if (!store_core || read_all(**store_core)) continue;
    ++met;
    SteppedStore store{**store_core};
    core::Append append{.command_id = derived_command_id("new"), .actor = "t", .streams = {}};
    append.streams.push_back({StreamId::parse("other/1").value(),
                              core::ExpectedVersion::none(),
                              0,
                              {{"thing.happened", 1, {}, "x"}}});
    const auto refused = store.append(append);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code(), Errc::store_stopped) << refused.error().message();
    EXPECT_FALSE(store.health().writable);
    EXPECT_FALSE(store.health().reason.empty());
    EXPECT_TRUE(store.version_of(StreamId::parse("other/1").value()).has_value()) << "it reads on";
    store_core->reset();
    disk->write(table, good);
    store_core = open(*disk);
    EXPECT_TRUE(SteppedStore{**store_core}.append(append).has_value());
  }
  EXPECT_GT(met, 5u);
}

TEST_F(Damage, ALookupThatMeetsItStopsTheWritingToo) {
  const auto disk = live(2);
  const auto store_core = open(*disk).value();
  const auto id = derived_command_id("never appended");
  stores::rocks::IndexBatch batch;
  batch.add_command(id, 1);
  ASSERT_TRUE(store_core->index().write(batch, store_core->pipeline().indexed()).has_value());
  EXPECT_TRUE(store_core->health().writable);
  const auto found = store_core->pipeline().find(id);
  ASSERT_TRUE(found.has_error());
  EXPECT_EQ(found.error().code(), Errc::corruption);
  EXPECT_FALSE(store_core->health().writable);
}

TEST_F(Damage, AFlippedBitInTheIndexNeverLeadsAstray) {
  for (std::uint64_t seed = 1; seed <= 200 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random{seed};
    const auto disk = live(seed % 8 + 1);
    const auto files = files_in(*disk, "/store/views/");
    const auto& file = files[random.below(files.size())];
    SCOPED_TRACE(file);
    flip_a_bit(*disk, file, random);
    const auto store_core = open(*disk);
    if (!store_core) continue;
    EXPECT_TRUE(read_all(**store_core).value() == life->model().log());
    for (const auto& [text, version] : life->model().versions()) {
      const auto cursor = (*store_core)->read_stream(StreamId::parse(text).value(), {}).value();
      const auto events = read_events(*cursor);
      if (!events) continue;  // said, and mended by deleting the views
      EXPECT_EQ(events->size(), version) << text;
    }
  }
}

TEST_F(Damage, WithoutItsViewsAStoreDerivesThemAgain) {
  const auto disk = live(3);
  disk->remove_folder("/store/views");
  expect_whole(*disk);
}

TEST_F(Damage, TheViewsOfAnotherLogAreDiscarded) {
  const auto other = live(4);
  const auto disk = live(5);
  disk->remove_folder("/store/views");
  disk->copy_folder(*other, "/store/views");
  expect_whole(*disk);
}

TEST_F(Damage, ViewsThatAreAheadOfTheLogProveALoss) {
  const auto disk = live(6);
  const auto head = life->model().log().size();
  life->live(60, 0);
  life->close();  // flushes the index
  ASSERT_GT(life->model().log().size(), head);
  disk->remove_folder("/store/views");
  disk->copy_folder(life->disk(), "/store/views");
  const auto opened = open(*disk);
  ASSERT_TRUE(opened.has_error());
  EXPECT_EQ(opened.error().code(), Errc::acknowledged_loss) << opened.error().message();
}

TEST_F(Damage, AnIndexThatLiesIsFoundByVerify) {
  const auto disk = live(7);
  const auto store_core = open(*disk).value();
  stores::rocks::IndexBatch batch;
  batch.extend(batch.begin_run("thing/1", 1), {2, 0});
  ASSERT_TRUE(store_core->index().write(batch, store_core->pipeline().indexed()).has_value());
  EXPECT_GT(verify(SteppedStore{*store_core}, {}).value().problems, 0u);
}

}  // namespace
}  // namespace recourse::sim
