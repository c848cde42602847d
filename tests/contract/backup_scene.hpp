// What the tests of backups share: a log of small appends, a folder for its backup, and ways to
// damage files.
#pragma once

#include <fstream>
#include <iterator>
#include <recourse/core/verify.hpp>
#include <recourse/stores/backup.hpp>

#include "stores.hpp"

namespace recourse::contract {

namespace fs = std::filesystem;

/// A log that says exactly what it is told to, so that it can be wrong.
class TellingStore final : public core::EventStore {
 public:
  core::LogIdentity named{random_log_id(), Incarnation{1}};
  FingerprintKey key = random_fingerprint_key();
  std::vector<std::string> records;  ///< Canonical bytes.

  /// Adds a record; position, version, place in its append and moment are whatever they are.
  void tell(std::uint64_t position, std::uint64_t version, std::uint32_t index, std::uint32_t count,
            std::int64_t recorded_at = 0) {
    std::string bytes;
    core::encode_assigned(Position{position}, Version{version},
                          Timestamp{std::chrono::milliseconds{recorded_at}}, bytes);
    core::RecordBody body;
    body.stream = "thing/1";
    body.type = "thing.happened";
    body.actor = "t";
    body.command_id = derived_command_id("one");
    body.index = index;
    body.count = count;
    body.payload = "payload";
    core::encode_body(body, bytes);
    records.push_back(std::move(bytes));
  }

  Result<core::Appended> append(core::Append) override { return no(); }
  void async_append(core::Append, base::Completion<Result<core::Appended>> done) override {
    done(no());
  }
  Result<std::optional<core::Remembered>> find(CommandId) const override { return no(); }
  Result<Version> version_of(const StreamId&) const override { return no(); }
  Result<Position> last_tagged(std::string_view, std::string_view) const override { return no(); }
  Result<std::unique_ptr<core::Cursor>> read_stream(const StreamId&,
                                                    core::StreamRange) const override {
    return no();
  }
  Result<std::unique_ptr<core::Cursor>> read_all(core::LogRange range) const override {
    return std::unique_ptr<core::Cursor>{std::make_unique<Told>(records, range.from.value - 1)};
  }
  core::Capabilities capabilities() const override { return {}; }
  Result<Position> head() const override { return Position{records.size()}; }
  core::LogIdentity identity() const override { return named; }
  FingerprintKey fingerprint_key() const override { return key; }
  core::Health health() const override { return {}; }
  core::NotifyHandle notify(std::function<void(Position)>) override { return {}; }
  Result<void> drain() override { return {}; }
  core::TableStore& tables() override { return other_->tables(); }
  core::Checkpoints& checkpoints() override { return other_->checkpoints(); }

 private:
  static Error no() { return {Errc::store_stopped, "only told"}; }

  class Told final : public core::Cursor {
   public:
    Told(const std::vector<std::string>& records, std::size_t at) : records_(records), at_(at) {}
    Result<bool> next() override {
      if (at_ >= records_.size()) return false;
      RECOURSE_TRY_ASSIGN(record_, core::decode_record(records_[at_++]));
      return true;
    }
    const core::RecordView& record() const override { return record_; }
    std::string_view bytes() const override { return records_[at_ - 1]; }

   private:
    const std::vector<std::string>& records_;
    std::size_t at_;
    core::RecordView record_;
  };

  std::unique_ptr<core::EventStore> other_ = stores::open_memory(SystemClock::instance());
};

class BackupScene : public testing::Test {
 protected:
  static constexpr std::uint64_t kEvents = 3;  // of each append

  fs::path folder() const { return directory.path() / "backup"; }
  fs::path target() const { return directory.path() / "restored"; }
  fs::path file(std::string_view name) const { return folder() / name; }

  /// Appends number n: three events on one stream, a minute after the one before.
  void append(core::EventStore& store, int n) {
    clock.advance(std::chrono::minutes{1});
    core::Append a{.command_id = id_of(n), .actor = "t", .streams = {}};
    a.streams.push_back({StreamId::of("thing", std::to_string(n % 7)).value(),
                         core::ExpectedVersion::any(),
                         1,
                         {}});
    for (std::uint64_t i = 0; i < kEvents; ++i) {
      a.streams[0].events.push_back({"thing.happened", 1, {}, "payload " + std::to_string(n)});
    }
    ASSERT_TRUE(store.append(std::move(a)).has_value());
  }
  void append(core::EventStore& store, int from, int to) {
    for (int n = from; n <= to; ++n) append(store, n);
  }
  static CommandId id_of(int n) { return derived_command_id(std::to_string(n)); }

  std::unique_ptr<core::EventStore> memory() const { return stores::open_memory(clock); }
  std::unique_ptr<core::EventStore> open(const fs::path& at) const {
    return stores::open_rocksdb({.directory = at, .create = false, .clock = &clock}).value();
  }
  Result<stores::BackupMade> create(const core::EventStore& store) const {
    return stores::create_backup(store, folder(), {.clock = &clock});
  }
  /// Two segments: positions [1, 30] and [31, 60].
  std::unique_ptr<core::EventStore> backed_up_twice() {
    auto store = memory();
    append(*store, 1, 10);
    EXPECT_TRUE(create(*store).has_value());
    append(*store, 11, 20);
    EXPECT_TRUE(create(*store).has_value());
    return store;
  }
  Result<stores::Restored> restore(stores::RestoreOptions options = {}) const {
    return stores::restore_backup(folder(), target(), options);
  }

  static std::vector<std::string> records_of(const core::EventStore& store, std::size_t most) {
    std::vector<std::string> all;
    const auto cursor = store.read_all().value();
    while (all.size() < most && cursor->next().value()) all.emplace_back(cursor->bytes());
    return all;
  }
  /// The restored store is the source up to `last`, and whole.
  void expect_restored(const core::EventStore& source, std::uint64_t last) const {
    const auto store = open(target());
    EXPECT_EQ(store->head().value(), Position{last});
    EXPECT_EQ(records_of(*store, last + 1), records_of(source, last));
    const auto report = core::verify(*store).value();
    EXPECT_TRUE(report.ok()) << report.findings.front().what;
  }

  template <class T>
  static void expect_error(const Result<T>& result, Errc code, std::string_view words) {
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error().code(), code) << result.error().message();
    EXPECT_NE(result.error().message().find(words), std::string::npos) << result.error().message();
  }
  void expect_finding(std::string_view name, std::string_view words) const {
    const auto report = stores::verify_backup(folder()).value();
    ASSERT_FALSE(report.ok());
    const auto& first = report.findings.front();
    EXPECT_EQ(first.file, name);
    EXPECT_NE(first.what.find(words), std::string::npos) << first.what;
    EXPECT_FALSE(first.cure.empty());
  }

  static std::string read(const fs::path& path) {
    std::ifstream from{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{from}, {}};
  }
  static void write(const fs::path& path, std::string_view bytes) {
    std::ofstream{path, std::ios::binary} << bytes;
  }

  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  TemporaryDirectory directory;
};

}  // namespace recourse::contract
