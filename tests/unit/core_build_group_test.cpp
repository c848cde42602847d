// Views that are far behind: windows of the log, stream by stream, several views at once.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <recourse/core/composed_store.hpp>
#include <recourse/core/memory_table.hpp>
#include <recourse/core/shared_event.hpp>
#include <recourse/core/views.hpp>
#include <recourse/stores/memory.hpp>

#include "tests/support/remote_log.hpp"

namespace recourse {
namespace {

using namespace core;

/// What a projection saw, for the test.
struct Seen {
  std::vector<std::uint64_t> positions;        // in the order in which they were applied
  std::atomic<std::uint64_t> decoded_here{0};  // records that nobody had decoded before
  std::size_t longest = 0;                     // most records of one call
  std::uint64_t fails_at = 0;                  // position
};

/// Adds up the payloads of each stream.
class SumView final : public Projection {
 public:
  SumView(std::string name, bool by_stream, Seen& seen, std::vector<std::string> types = {})
      : spec_{.name = std::move(name),
              .stream_kind = "thing",
              .types = std::move(types),
              .by_stream = by_stream},
        seen_(&seen) {}
  ProjectionSpec spec() const override { return spec_; }
  Result<void> decode(const RecordView& record) const override {
    (void)number_in(record);
    return {};
  }
  Result<void> apply(const RecordView& record, TableWriter& rows) override {
    return apply_stream({&record, 1}, rows);
  }
  Result<void> apply_stream(std::span<const RecordView> records, TableWriter& rows) override {
    const std::string stream{records.front().stream};
    RECOURSE_TRY_ASSIGN(const auto before, rows.stored(stream));
    auto& sum = sums_[stream];
    if (sum == 0 && before) sum = std::stoull(*before);
    for (const auto& record : records) {
      if (record.position.value == seen_->fails_at) return Error{Errc::malformed, "it is bad"};
      EXPECT_EQ(record.stream, stream);
      seen_->positions.push_back(record.position.value);
      sum += number_in(record);
    }
    seen_->longest = std::max(seen_->longest, records.size());
    return {};
  }
  Result<void> finish(TableWriter& rows) override {
    for (const auto& [stream, sum] : sums_) rows.emit(stream, std::to_string(sum));
    sums_.clear();
    return {};
  }
  void forget() override { sums_.clear(); }

 private:
  std::uint64_t number_in(const RecordView& record) const {
    if (record.shared != nullptr) {
      if (const auto* known = record.shared->get<std::uint64_t>()) return *known;
    }
    ++seen_->decoded_here;
    const auto number = std::stoull(std::string{record.payload});
    if (record.shared != nullptr) record.shared->offer(std::uint64_t{number});
    return number;
  }

  ProjectionSpec spec_;
  Seen* seen_;
  std::map<std::string, std::uint64_t> sums_;
};

/// Tables in memory, apart from any log.
class MemoryTableStore final : public TableStore {
 public:
  Result<std::vector<TableName>> list() const override {
    std::vector<TableName> names;
    for (const auto& [name, table] : tables_) names.push_back(name);
    return names;
  }
  Result<std::shared_ptr<Table>> open(const TableName& name) override {
    auto& table = tables_[name];
    if (!table) table = std::make_shared<MemoryTable>();
    return std::shared_ptr<Table>{table};
  }
  Result<void> drop(const TableName& name) override {
    tables_.erase(name);
    return {};
  }

 private:
  std::map<TableName, std::shared_ptr<MemoryTable>> tables_;
};

class BuildGroupTest : public testing::Test {
 protected:
  BuildGroupTest() {
    std::mt19937 random{7};
    for (int i = 1; i <= 400; ++i) {
      // Keys that differ late, early, in length, and another kind with the same key.
      const std::string key = "a-long-key-that-differs-at-the-end-" + std::to_string(random() % 9);
      append("thing", i % 3 == 0 ? std::to_string(random() % 5) : key, i);
      if (i % 7 == 0) append("other", key, 1'000'000);
    }
  }
  void append(std::string_view kind, std::string_view key, int number) {
    Append request{.command_id = random_command_id(), .actor = "tester", .streams = {}};
    const std::string type = std::string{kind} + (number % 2 == 0 ? ".even" : ".odd");
    request.streams.push_back({StreamId::of(kind, key).value(),
                               ExpectedVersion::any(),
                               0,
                               {{type, 1, Timestamp{}, std::to_string(number)}}});
    store->append(std::move(request)).value();
  }
  /// By their definition: what a view of these types adds up.
  std::map<std::string, std::uint64_t> expected(std::string_view type = {}) const {
    std::map<std::string, std::uint64_t> sums;
    const auto cursor = store->read_all({.stream_kind = "thing"}).value();
    while (cursor->next().value()) {
      const auto& record = cursor->record();
      if (!type.empty() && record.type != type) continue;
      sums[std::string{record.stream}] += std::stoull(std::string{record.payload});
    }
    return sums;
  }
  static std::map<std::string, std::uint64_t> sums_in(const Views& views, std::string_view view) {
    std::map<std::string, std::uint64_t> sums;
    const auto rows = views.snapshot(view).value();
    const auto cursor = rows->scan({}, {});
    while (cursor->next().value()) {
      sums.emplace(cursor->key(), std::stoull(std::string{cursor->value()}));
    }
    return sums;
  }
  static void add(Views& views, std::string name, bool by_stream, Seen& seen,
                  std::vector<std::string> types = {}) {
    views.add([=, &seen] { return std::make_unique<SumView>(name, by_stream, seen, types); })
        .value();
  }
  /// The store as it is, at the end of a line that can be cut.
  RemoteLog* put_behind_a_line() {
    std::shared_ptr<EventStore> server{std::move(store)};
    auto log = std::make_unique<RemoteLog>(server);
    auto* const line = log.get();
    store = compose(std::move(log), std::make_unique<MemoryTableStore>()).value();
    return line;
  }
  static void finish(Views& views) {
    for (bool more = true; more;) {
      more = false;
      for (const auto& name : views.names()) more = views.step(name).value() || more;
    }
  }

  ManualClock clock{Timestamp{}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  /// Every lag is far; a window holds some twenty records.
  const ViewsOptions windows{.far_behind = 0, .window_bytes = 4096};
};

TEST_F(BuildGroupTest, ByStreamOrInTheLogsOrderTheRowsAreTheSame) {
  Seen streams;
  Seen log;
  Seen even;
  Views views{*store, windows};
  add(views, "streams", true, streams);
  add(views, "log", false, log);
  add(views, "even", true, even, {"thing.even"});
  views.open().value();
  finish(views);
  EXPECT_EQ(sums_in(views, "streams"), expected());
  EXPECT_EQ(sums_in(views, "log"), expected());
  EXPECT_EQ(sums_in(views, "even"), expected("thing.even"));
  EXPECT_EQ(views.position("streams").value(), store->head().value());
  EXPECT_GT(streams.longest, 1u) << "records of one stream come together";
  EXPECT_FALSE(std::ranges::is_sorted(streams.positions)) << "nothing was gone through by stream";
  EXPECT_TRUE(std::ranges::is_sorted(log.positions));
  EXPECT_EQ(log.longest, 1u);
  auto sorted = streams.positions;
  std::ranges::sort(sorted);
  EXPECT_EQ(sorted, log.positions) << "each once";
}

TEST_F(BuildGroupTest, EachRecordIsDecodedOnceForAll) {
  Seen first;
  Seen second;
  Views views{*store, windows};
  add(views, "first", true, first);
  add(views, "second", true, second);
  views.open().value();
  // Neither is stepped before the other has joined: as when both were just begun.
  for (int i = 0; i < 2; ++i) {
    for (const auto& name : views.names()) views.step(name).value();
  }
  finish(views);
  EXPECT_EQ(sums_in(views, "first"), expected());
  EXPECT_EQ(sums_in(views, "second"), expected());
  const auto records = first.positions.size();
  ASSERT_EQ(second.positions.size(), records);
  // The first window was passed over by one of them before the other was there.
  EXPECT_LE(first.decoded_here + second.decoded_here, records + 60);
}

TEST_F(BuildGroupTest, WhoIsBehindComesUpToTheOthersFirst) {
  Seen early;
  Seen late;
  Views views{*store, windows};
  add(views, "early", true, early);
  add(views, "late", true, late);
  views.open().value();
  for (int i = 0; i < 5; ++i) views.step("early").value();
  const auto ahead = views.position("early").value();
  ASSERT_GT(ahead, Position{0});
  ASSERT_LT(ahead, store->head().value());
  views.step("late").value();
  // Steps of the one that is ahead bring up the other too.
  for (int i = 0; i < 40 && views.position("late").value() < ahead; ++i) {
    views.step("early").value();
    ASSERT_LE(views.position("late").value(), views.position("early").value());
  }
  EXPECT_GE(views.position("late").value(), ahead);
  finish(views);
  EXPECT_EQ(sums_in(views, "early"), expected());
  EXPECT_EQ(sums_in(views, "late"), expected());
}

TEST_F(BuildGroupTest, OneThatFailsStopsAloneAndSaysWhere) {
  Seen good;
  Seen bad;
  const auto things = store->read_all({.from = Position{200}, .stream_kind = "thing"}).value();
  ASSERT_TRUE(things->next().value());
  const auto failed_at = bad.fails_at = things->record().position.value;
  Views views{*store, windows};
  add(views, "good", true, good);
  add(views, "bad", true, bad);
  views.open().value();
  bool failed = false;
  for (int i = 0; i < 200; ++i) {
    for (const auto& name : views.names()) failed = views.step(name).has_error() || failed;
  }
  EXPECT_TRUE(failed);
  EXPECT_EQ(sums_in(views, "good"), expected());
  auto status = views.report("bad").value().serving;
  EXPECT_TRUE(status.stopped);
  EXPECT_NE(status.error.find("it is bad"), std::string::npos) << status.error;
  EXPECT_NE(status.error.find("view bad at positions"), std::string::npos) << status.error;
  EXPECT_LT(status.position.value, failed_at);
  EXPECT_GT(status.position, Position{0}) << "the windows before are kept";
  bad.fails_at = 0;
  views.resume("bad").value();
  finish(views);
  EXPECT_EQ(sums_in(views, "bad"), expected());
}

TEST_F(BuildGroupTest, OnThreadsRowsAreWrittenWhileTheNextWindowIsPassedOver) {
  for (const bool again : {false, true}) {
    Seen streams;
    Seen log;
    Views views{*store, windows};
    add(views, "streams", true, streams);
    add(views, "log", false, log);
    views.open().value();
    views.start();
    const auto head = store->head().value();
    for (const auto name : {"streams", "log"}) {
      views.wait_for(name, head, std::chrono::seconds{20}).value();
      if (again) views.rebuild(name, {.compare = true}).value();
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    for (const auto name : {"streams", "log"}) {
      while (views.report(name).value().building && std::chrono::steady_clock::now() < until) {
        std::this_thread::yield();
      }
      const auto report = views.report(name).value();
      EXPECT_FALSE(report.building);
      if (again) {
        ASSERT_TRUE(report.compared);
        EXPECT_EQ(report.compared->found.differences, 0u) << report.compared->found.first;
        EXPECT_GT(report.compared->found.rows, 0u);
      }
      EXPECT_EQ(sums_in(views, name), expected());
    }
  }
}

TEST_F(BuildGroupTest, OneThatAnothersStepBroughtUpTellsWhoWaits) {
  Seen seen;
  Views views{*store, windows};
  add(views, "mover", true, seen);
  add(views, "moved", true, seen);
  views.open().value();
  const auto head = store->head().value();
  views.step("moved").value();  // it is among those that are brought up
  std::optional<Result<void>> told;
  const auto waiter = views.async_wait_for("moved", head, [&](Result<void> r) { told = r; });
  for (int i = 0; i < 200 && views.position("moved").value() < head; ++i) {
    views.step("mover").value();
  }
  ASSERT_EQ(views.position("moved").value(), head) << "by the other's steps alone";
  views.step("moved").value();
  ASSERT_TRUE(told.has_value()) << "nobody was told";
  EXPECT_TRUE(told->has_value());
}

TEST_F(BuildGroupTest, ALogThatFailsStopsThoseThatReadItAndSkipsNothing) {
  auto* const line = put_behind_a_line();
  Seen seen;
  Views views{*store, windows};
  add(views, "first", true, seen);
  views.open().value();
  for (int i = 0; i < 3; ++i) views.step("first").value();
  const auto before = views.position("first").value();
  ASSERT_GT(before, Position{0});
  line->cut();
  EXPECT_TRUE(views.step("first").has_error());
  EXPECT_TRUE(views.report("first").value().serving.stopped);
  EXPECT_EQ(views.position("first").value(), before);
  line->mend();
  finish(views);
  EXPECT_EQ(sums_in(views, "first"), expected());
}

TEST_F(BuildGroupTest, ABuildThatALogsFailureStoppedGoesOnByItself) {
  auto* const line = put_behind_a_line();
  Seen seen;
  Views views{*store, windows};
  add(views, "first", true, seen);
  add(views, "second", true, seen);
  views.open().value();
  while (views.step("first").value()) {
  }
  views.rebuild("first").value();
  views.step("first").value();
  const auto built = [&] { return views.report("first").value().building.value(); };
  // They come together, so that the window that is not read is that of both.
  while (views.position("second").value() < built().position) views.step("second").value();
  ASSERT_EQ(views.position("second").value(), built().position);
  ASSERT_LT(built().position, store->head().value());
  line->cut();
  EXPECT_TRUE(views.step("second").has_error());
  EXPECT_TRUE(built().stopped);
  EXPECT_NE(built().error.find("no connection"), std::string::npos) << built().error;
  line->mend();
  for (int i = 0; i < 100 && views.report("first").value().building; ++i) {
    views.step("first").value();
  }
  const auto report = views.report("first").value();
  EXPECT_FALSE(report.building);
  EXPECT_EQ(report.serving.name.build, 2u);
  EXPECT_EQ(sums_in(views, "first"), expected());
  finish(views);
  EXPECT_EQ(sums_in(views, "second"), expected());
}

TEST_F(BuildGroupTest, WhatAStopInterruptsIsGoneOnWith) {
  Seen seen;
  {
    Views views{*store, windows};
    add(views, "streams", true, seen);
    views.open().value();
    for (int i = 0; i < 3; ++i) views.step("streams").value();
  }
  const auto before = seen.positions.size();
  ASSERT_GT(before, 0u);
  Views views{*store, windows};
  add(views, "streams", true, seen);
  views.open().value();
  EXPECT_GT(views.position("streams").value(), Position{0});
  finish(views);
  EXPECT_EQ(sums_in(views, "streams"), expected());
  EXPECT_EQ(seen.positions.size(), static_cast<std::size_t>(400)) << "each was applied once";
}

}  // namespace
}  // namespace recourse
