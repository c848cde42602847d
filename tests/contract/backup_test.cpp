// Backups: each adds what is new, every damage is found, and nothing half-made looks whole.
#include <random>
#include <thread>

#include "backup_scene.hpp"
#include "stores/rocksdb/backup_manifest.hpp"

namespace recourse::contract {
namespace {

using Backup = BackupScene;

TEST_F(Backup, TheFirstIsFullAndTheNextHoldsWhatIsNew) {
  const auto store = memory();
  append(*store, 1, 10);
  const auto first = create(*store).value();
  ASSERT_EQ(first.segments.size(), 1u);
  EXPECT_EQ(first.segments[0].first, Position{1});
  EXPECT_EQ(first.segments[0].last, Position{30});
  EXPECT_EQ(first.segments[0].taken_at, clock.now());
  append(*store, 11, 12);
  const auto second = create(*store).value();
  ASSERT_EQ(second.segments.size(), 1u);
  EXPECT_EQ(second.segments[0].number, 2u);
  EXPECT_EQ(second.segments[0].first, Position{31});
  EXPECT_EQ(second.last, Position{36});
  const auto listed = stores::list_backups(folder()).value();
  EXPECT_EQ(listed, (std::vector{first.segments[0], second.segments[0]}));
  const auto report = stores::verify_backup(folder()).value();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.records, 36u);
  EXPECT_EQ(report.streams, 7u);
  EXPECT_EQ(report.last, Position{36});
}

TEST_F(Backup, NothingNewMakesNoSegmentAndNoError) {
  const auto store = backed_up_twice();
  const auto again = create(*store).value();
  EXPECT_TRUE(again.segments.empty());
  EXPECT_EQ(again.last, Position{60});
  EXPECT_EQ(stores::list_backups(folder()).value().size(), 2u);
}

TEST_F(Backup, AnEmptyLogLeavesNoBackup) {
  EXPECT_EQ(create(*memory()).value().last, Position{0});
  expect_error(stores::list_backups(folder()), Errc::not_found, "holds no backup");
  expect_error(restore(), Errc::not_found, "holds no backup");
}

TEST_F(Backup, ALargeLogIsCutIntoSegmentsBetweenAppends) {
  const auto store = memory();
  append(*store, 1, 4000);
  const auto made =
      stores::create_backup(*store, folder(), {.clock = &clock, .segment_bytes_max = 50'000})
          .value();
  EXPECT_GT(made.segments.size(), 3u);
  for (const auto& segment : made.segments) EXPECT_EQ(segment.last.value % kEvents, 0u);
  EXPECT_TRUE(stores::verify_backup(folder()).value().ok());
  ASSERT_TRUE(restore().has_value());
  expect_restored(*store, 4000 * kEvents);
}

TEST_F(Backup, AHundredThousandSmallRecordsTakeFewBytesEach) {
  const auto store = memory();
  append(*store, 1, 34'000);
  const auto made = create(*store).value();
  ASSERT_EQ(made.segments.size(), 1u);
  std::uint64_t raw = 0;
  for (const auto& record : records_of(*store, ~std::size_t{0})) raw += record.size();
  EXPECT_EQ(made.segments[0].bytes, fs::file_size(file("segment-000001.sst")));
  EXPECT_LT(made.segments[0].bytes, raw / 2) << "records are compressed";
}

TEST_F(Backup, ItGoesOnBesideAppendsAndFromASecondProcess) {
  const auto path = directory.path() / "store";
  const auto store = stores::open_rocksdb({.directory = path, .clock = &clock}).value();
  append(*store, 1);
  std::jthread writer{[&](std::stop_token stop) {
    for (int n = 2; !stop.stop_requested(); ++n) append(*store, n);
  }};
  for (int i = 0; i < 20; ++i) {
    const auto reader = stores::open_rocksdb_reader(path).value();
    ASSERT_TRUE(create(i % 2 == 0 ? *store : *reader).has_value());
  }
  writer.request_stop();
  writer.join();
  ASSERT_TRUE(create(*store).has_value());
  const auto report = stores::verify_backup(folder()).value();
  EXPECT_TRUE(report.ok()) << report.findings.front().what;
  ASSERT_TRUE(restore().has_value());
  expect_restored(*store, store->head().value().value);
}

TEST_F(Backup, TheStoresOwnFolderIsNoPlaceForIt) {
  const auto path = directory.path() / "store";
  const auto store = stores::open_rocksdb({.directory = path, .clock = &clock}).value();
  append(*store, 1);
  for (const auto& inside : {path, path / "backup", path / "log" / "..", path / "a" / "b"}) {
    const auto refused = stores::create_backup(*store, inside);
    expect_error(refused, Errc::invalid_argument, "is in the folder of the store");
    EXPECT_FALSE(fs::exists(path / "backup"));
  }
}

TEST_F(Backup, OfTwoThatCreateInOneFolderTheSecondIsToldSo) {
  const auto store = memory();
  append(*store, 1, 2000);
  Result<stores::BackupMade> second = stores::BackupMade{};
  const auto first =
      stores::create_backup(*store, folder(), {.progress = [&](std::uint64_t, std::uint64_t) {
        second = create(*store);
        return true;
      }});
  EXPECT_TRUE(first.has_value());
  expect_error(second, Errc::store_locked, "process");
}

TEST_F(Backup, AnEndedCreateLeavesNothingThatCounts) {
  const auto store = memory();
  append(*store, 1, 2000);
  const auto ended = stores::create_backup(
      *store, folder(), {.progress = [](std::uint64_t, std::uint64_t) { return false; }});
  expect_error(ended, Errc::closed, "ended");
  EXPECT_FALSE(fs::exists(file("segment-000001.sst.new")));
  EXPECT_EQ(create(*store).value().segments.size(), 1u);
}

TEST_F(Backup, WhatAnInterruptedCreateLeftIsANoteAndIsReplaced) {
  const auto store = backed_up_twice();
  write(file("segment-000003.sst"), "half of it");
  write(file("segment-000003.manifest.new"), "half of it");
  EXPECT_EQ(stores::list_backups(folder()).value().size(), 2u);
  const auto report = stores::verify_backup(folder()).value();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.notes.size(), 2u);
  append(*store, 21);
  EXPECT_EQ(create(*store).value().last, Position{63});
  EXPECT_FALSE(fs::exists(file("segment-000003.manifest.new")));
  const auto after = stores::verify_backup(folder()).value();
  EXPECT_TRUE(after.ok());
  EXPECT_TRUE(after.notes.empty());
}

TEST_F(Backup, AFolderWithOtherThingsIsRefusedUntouched) {
  fs::create_directories(folder());
  write(file("letter.txt"), "dear");
  const auto store = memory();
  append(*store, 1);
  expect_error(create(*store), Errc::not_a_store, "letter.txt");
  expect_error(stores::verify_backup(folder()), Errc::not_a_store, "letter.txt");
  EXPECT_EQ(std::distance(fs::directory_iterator{folder()}, fs::directory_iterator{}), 1);
}

TEST_F(Backup, AnotherLogOrIncarnationIsSentToAnotherFolder) {
  const auto store = backed_up_twice();
  const auto other = memory();
  append(*other, 1, 30);
  expect_error(create(*other), Errc::invalid_argument, "choose another folder");
  ASSERT_TRUE(restore().has_value());
  expect_error(create(*open(target())), Errc::invalid_argument, "choose another folder");
  EXPECT_EQ(stores::list_backups(folder()).value().size(), 2u);
}

TEST_F(Backup, ALogThatLostItsEndIsNotBackedUpOverIt) {
  TellingStore told;
  for (std::uint64_t p = 1; p <= 5; ++p) told.tell(p, p, 0, 1);
  ASSERT_TRUE(create(told).has_value());
  told.records.pop_back();
  expect_error(create(told), Errc::acknowledged_loss, "ends at position 4");
}

TEST_F(Backup, ALogThatWentOnDifferentlyIsNotBackedUpOverIt) {
  TellingStore told;
  for (std::uint64_t p = 1; p <= 5; ++p) told.tell(p, p, 0, 1);
  ASSERT_TRUE(create(told).has_value());
  told.records.pop_back();
  told.tell(5, 5, 0, 1, /*recorded_at=*/7);
  told.tell(6, 6, 0, 1, 7);
  expect_error(create(told), Errc::acknowledged_loss, "position 5");
}

TEST_F(Backup, ALogThatEndsInsideAnAppendIsNotBackedUp) {
  TellingStore told;
  told.tell(1, 1, 0, 1);
  told.tell(2, 2, 0, 2);
  expect_error(create(told), Errc::corruption, "inside an append");
  expect_error(stores::list_backups(folder()), Errc::not_found, "no backup");
}

TEST_F(Backup, AGapInAStreamIsFoundByVerify) {
  TellingStore told;
  told.tell(1, 1, 0, 1);
  told.tell(2, 3, 0, 1);
  ASSERT_TRUE(create(told).has_value());
  expect_finding("segment-000001.sst", "goes from version 1 to 3");
}

TEST_F(Backup, EveryFlippedByteIsFoundAndRefused) {
  const auto store = backed_up_twice();
  const std::vector<std::string> names{"segment-000001.sst", "segment-000001.manifest",
                                       "segment-000002.sst", "segment-000002.manifest"};
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 dice{seed};
    const auto& name = names[dice() % names.size()];
    const auto good = read(file(name));
    auto bad = good;
    bad[dice() % bad.size()] ^= static_cast<char>(1 << dice() % 8);
    write(file(name), bad);
    EXPECT_FALSE(stores::verify_backup(folder()).value().ok()) << name << ", seed " << seed;
    EXPECT_TRUE(restore().has_error()) << name << ", seed " << seed;
    EXPECT_FALSE(fs::exists(target()));
    write(file(name), good);
  }
  EXPECT_TRUE(stores::verify_backup(folder()).value().ok());
}

TEST_F(Backup, ATruncatedSegmentIsFound) {
  const auto store = backed_up_twice();
  const auto size = fs::file_size(file("segment-000002.sst"));
  for (const auto left : {size - 1, size / 2, std::uintmax_t{0}}) {
    fs::resize_file(file("segment-000002.sst"), left);
    expect_finding("segment-000002.sst", "bytes, its manifest says");
    expect_error(restore(), Errc::corruption, "segment-000002.sst");
    append(*store, 21);
    expect_error(create(*store), Errc::corruption, "segment-000002.sst");
  }
}

TEST_F(Backup, AMissingFileIsFound) {
  const auto store = backed_up_twice();
  fs::rename(file("segment-000001.manifest"), directory.path() / "kept");
  expect_finding("segment-000001.manifest", "missing");
  expect_error(restore(), Errc::corruption, "segment-000001.manifest");
  fs::rename(directory.path() / "kept", file("segment-000001.manifest"));
  fs::remove(file("segment-000001.sst"));
  expect_finding("segment-000001.sst", "missing");
}

TEST_F(Backup, SegmentsThatLostSeveralManifestsAreNotTakenForLeftovers) {
  const auto store = backed_up_twice();
  fs::remove(file("segment-000001.manifest"));
  fs::remove(file("segment-000002.manifest"));
  expect_finding("segment-000002.manifest", "missing");
  expect_error(create(*store), Errc::corruption, "missing");
  EXPECT_TRUE(fs::exists(file("segment-000001.sst")));
}

TEST_F(Backup, AllFindingsAreNamedNotOnlyTheFirst) {
  const auto store = backed_up_twice();
  append(*store, 21, 30);
  ASSERT_TRUE(create(*store).has_value());
  for (const auto* name : {"segment-000001.sst", "segment-000002.manifest"}) {
    auto bytes = read(file(name));
    bytes[bytes.size() / 2] ^= 1;
    write(file(name), bytes);
  }
  const auto report = stores::verify_backup(folder()).value();
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(report.findings[0].file, "segment-000001.sst");
  EXPECT_EQ(report.findings[1].file, "segment-000002.manifest");
  EXPECT_EQ(report.records, 30u) << "the third segment was read all the same";
}

TEST_F(Backup, ASegmentOfAnotherBackupOfTheSameLogDoesNotFit) {
  const auto store = backed_up_twice();
  const auto other = directory.path() / "other";
  ASSERT_TRUE(stores::create_backup(*store, other, {.clock = &clock}).has_value());
  append(*store, 21);
  ASSERT_TRUE(stores::create_backup(*store, other, {.clock = &clock}).has_value());
  for (const auto* name : {"segment-000002.sst", "segment-000002.manifest"}) {
    fs::copy_file(other / name, file(name), fs::copy_options::overwrite_existing);
  }
  expect_finding("segment-000002.manifest", "does not belong to the manifest before it");
}

/// docs/format/backup.md shows the same bytes. A released form is never changed.
TEST_F(Backup, AManifestHasTheBytesThatTheFormatSays) {
  const std::string text =
      "recourse backup\nformat 2\nnumber 2\nlog c91852192f9d948eb6da3b5100089578\nincarnation 1\n"
      "fingerprint_key 000102030405060708090a0b0c0d0e0f\n"
      "first 300\nlast 300\ntaken_at 2023-06-01T02:00:00.000Z\n"
      "recorded_at 2023-06-01T01:30:00.123Z\nbytes 1234\n"
      "segment 0525236018b5c2d172497c146b5ca32b\nend 6d5335c2ae0be4374d6480a3a9f45cb9\n"
      "previous 8a70c2f4b5d6192e3f405162738495a6\ncheck 30b3e1355f28c43c0cd6059f4bd7b1de\n";
  const auto manifest = stores::rocks::decode_manifest(text).value();
  EXPECT_EQ(manifest.info.number, 2u);
  EXPECT_EQ(manifest.info.last, Position{300});
  EXPECT_EQ(manifest.info.bytes, 1234u);
  EXPECT_EQ(stores::rocks::encode_manifest(manifest), text);
}

TEST_F(Backup, AManifestOfAnotherFormIsLeftToItsVersion) {
  const auto store = backed_up_twice();
  const auto whole = read(file("segment-000002.manifest"));
  for (const auto& [form, code] :
       {std::pair{"format 3", Errc::format_too_new}, std::pair{"format 1", Errc::format_too_old}}) {
    auto text = whole;
    text.resize(text.rfind("check "));
    text.replace(text.find("format 2"), 8, form);
    const auto check = stores::rocks::hash128(text);
    write(file("segment-000002.manifest"), text + "check " + check + "\n");
    expect_finding("segment-000002.manifest", form);
    expect_error(restore(), code, form);
  }
}

TEST_F(Backup, ARestoredLogKnowsItsCommandsAndTagsAgain) {
  const auto source = memory();
  core::Append append{.command_id = id_of(1), .actor = "t", .streams = {}};
  append.streams.push_back(
      {StreamId::of("thing", "1").value(), core::ExpectedVersion::any(), 1, {}});
  append.streams[0].events.push_back({"thing.happened", 1, {}, "payload", {"only"}});
  ASSERT_TRUE(source->append(append).has_value());
  ASSERT_TRUE(create(*source).has_value());
  ASSERT_TRUE(restore().has_value());
  const auto restored = open(target());
  EXPECT_EQ(restored->fingerprint_key(), source->fingerprint_key());
  EXPECT_TRUE(restored->append(append).value().repeated) << "the same command as before";
  auto other = append;
  other.streams[0].events[0].payload = "other";
  EXPECT_EQ(restored->append(other).error().code(), Errc::command_id_reused);
  EXPECT_EQ(restored->last_tagged("thing.happened", "only").value(), Position{1});
  auto again = append;
  again.command_id = id_of(2);
  again.conditions = {{"thing.happened", "only", {}}};
  EXPECT_EQ(restored->append(again).error().code(), Errc::tag_conflict);
}

}  // namespace
}  // namespace recourse::contract
