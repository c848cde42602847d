// Restoring a backup: whole or to a bound, and never half.
#include "backup_scene.hpp"

namespace recourse::contract {
namespace {

using Restore = BackupScene;

TEST_F(Restore, TheWholeLogComesBackAsAnotherIncarnation) {
  const auto store = backed_up_twice();
  const auto restored = restore().value();
  EXPECT_EQ(restored.last, Position{60});
  EXPECT_EQ(restored.identity.id, store->identity().id);
  EXPECT_GT(restored.identity.incarnation, store->identity().incarnation);
  expect_restored(*store, 60);
  EXPECT_EQ(open(target())->identity(), restored.identity);
}

TEST_F(Restore, ItCanBeReadAtOnceAndTakesAppends) {
  const auto store = backed_up_twice();
  ASSERT_TRUE(restore().has_value());
  EXPECT_TRUE(core::verify(*stores::open_rocksdb_reader(target()).value()).value().ok());
  {
    const auto again = open(target());
    append(*again, 21, 25);
    EXPECT_EQ(again->head().value(), Position{75});
  }
  EXPECT_TRUE(core::verify(*open(target())).value().ok());
}

TEST_F(Restore, TwoRestoresAreTwoIncarnations) {
  const auto store = backed_up_twice();
  const auto first = restore({.clock = &clock}).value();
  clock.advance(std::chrono::milliseconds{1});
  const auto second =
      stores::restore_backup(folder(), directory.path() / "second", {.clock = &clock}).value();
  EXPECT_NE(first.identity, second.identity);
}

TEST_F(Restore, ABoundInsideAnAppendLeavesTheAppendOut) {
  const auto store = backed_up_twice();
  for (std::uint64_t bound = kEvents; bound <= 60; ++bound) {
    const auto restored = restore({.up_to_position = Position{bound}}).value();
    const auto whole = bound - bound % kEvents;
    EXPECT_EQ(restored.last, Position{whole}) << "up to " << bound;
    EXPECT_EQ(restored.backup_last, Position{60});
    expect_restored(*store, whole);
    fs::remove_all(target());
  }
}

TEST_F(Restore, CommandIdsStayTakenUpToTheCutAndAreFreeBehindIt) {
  const auto store = backed_up_twice();
  ASSERT_TRUE(restore({.up_to_position = Position{45}}).has_value());
  const auto again = open(target());
  EXPECT_TRUE(again->find(id_of(15)).value().has_value());
  EXPECT_FALSE(again->find(id_of(16)).value().has_value());
  append(*again, 15);  // the first answer again
  EXPECT_EQ(again->head().value(), Position{45});
  append(*again, 16);
  EXPECT_EQ(again->head().value(), Position{48});
}

TEST_F(Restore, ATimeKeepsWhatWasRecordedUntilThen) {
  const auto begun = clock.now();
  const auto store = backed_up_twice();
  const auto up_to = [&](std::chrono::seconds after) {
    fs::remove_all(target());
    return restore({.up_to_time = begun + after});
  };
  using std::chrono::minutes;
  EXPECT_EQ(up_to(minutes{14}).value().last, Position{42});
  expect_restored(*store, 42);
  EXPECT_EQ(up_to(minutes{14} + std::chrono::seconds{30}).value().last, Position{42});
  EXPECT_EQ(up_to(minutes{10}).value().last, Position{30});
  EXPECT_EQ(up_to(minutes{20}).value().last, Position{60});
  expect_error(up_to(minutes{21}), Errc::invalid_argument, "last record is of");
  expect_error(up_to(std::chrono::seconds{0}), Errc::invalid_argument, "nothing would be restored");
}

TEST_F(Restore, OfTwoBoundsTheLowerCounts) {
  const auto begun = clock.now();
  const auto store = backed_up_twice();
  const auto restored =
      restore({.up_to_position = Position{50}, .up_to_time = begun + std::chrono::minutes{12}});
  EXPECT_EQ(restored.value().last, Position{36});
}

TEST_F(Restore, BoundsOutsideOfTheBackupAreErrors) {
  const auto store = backed_up_twice();
  const auto up_to = [&](std::uint64_t p) { return restore({.up_to_position = Position{p}}); };
  expect_error(up_to(61), Errc::invalid_argument, "ends at position 60");
  expect_error(up_to(0), Errc::invalid_argument, "before the first");
  expect_error(up_to(2), Errc::invalid_argument, "nothing would be restored");
  EXPECT_FALSE(fs::exists(target()));
}

TEST_F(Restore, OnlyAMissingOrEmptyDirectoryIsTaken) {
  const auto store = backed_up_twice();
  fs::create_directories(target());
  write(target() / "letter.txt", "dear");
  expect_error(restore(), Errc::invalid_argument, "letter.txt");
  EXPECT_EQ(read(target() / "letter.txt"), "dear");
  fs::remove(target() / "letter.txt");
  EXPECT_TRUE(restore().has_value());
}

TEST_F(Restore, AnInterruptedRestoreIsNoStore) {
  const auto store = backed_up_twice();
  ASSERT_TRUE(restore().has_value());
  write(target() / "restoring", "");
  expect_error(stores::open_rocksdb({.directory = target()}), Errc::not_a_store, "interrupted");
  expect_error(stores::open_rocksdb_reader(target()), Errc::not_a_store, "interrupted");
  expect_error(restore(), Errc::invalid_argument, "missing or empty");
}

TEST_F(Restore, AnEndedRestoreLeavesTheDirectoryAsItWas) {
  const auto store = backed_up_twice();
  // Whenever it is ended, also when the log is half made.
  for (int calls = 0; calls < 6; ++calls) {
    int left = calls;
    const auto ended =
        restore({.progress = [&](std::uint64_t, std::uint64_t) { return left-- > 0; }});
    if (ended.has_value()) break;
    expect_error(ended, Errc::closed, "ended");
    EXPECT_FALSE(fs::exists(target())) << "after " << calls;
  }
  fs::remove_all(target());
  ASSERT_TRUE(restore().has_value());
  expect_restored(*store, 60);
}

TEST_F(Restore, DamageBehindTheBoundDoesNotMatter) {
  const auto store = backed_up_twice();
  for (const auto* name : {"segment-000002.sst", "segment-000002.manifest"}) {
    auto bytes = read(file(name));
    bytes[bytes.size() / 2] ^= 1;
    write(file(name), bytes);
    expect_error(restore(), Errc::corruption, name);
    expect_error(restore({.up_to_position = Position{31}}), Errc::corruption, name);
    ASSERT_TRUE(restore({.up_to_position = Position{30}}).has_value());
    expect_restored(*store, 30);
    fs::remove_all(target());
    bytes[bytes.size() / 2] ^= 1;
    write(file(name), bytes);
  }
}

TEST_F(Restore, TheBackupIsNotChanged) {
  const auto store = backed_up_twice();
  const auto before = read(file("segment-000001.sst")) + read(file("segment-000002.sst"));
  ASSERT_TRUE(restore({.up_to_position = Position{45}}).has_value());
  append(*open(target()), 99);
  EXPECT_EQ(read(file("segment-000001.sst")) + read(file("segment-000002.sst")), before);
  EXPECT_TRUE(stores::verify_backup(folder()).value().ok());
}

}  // namespace
}  // namespace recourse::contract
