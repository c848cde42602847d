// Views over the memory store: catching up, waiting, failing, rebuilding, discarding.
#include <gtest/gtest.h>

#include <atomic>
#include <recourse/core/views.hpp>
#include <recourse/stores/memory.hpp>
#include <thread>

namespace recourse {
namespace {

using namespace core;
using namespace std::chrono_literals;

/// Counts the events of each stream. What it does at the payload "bad" is the test's choice.
class CountView final : public Projection {
 public:
  enum class AtBad : std::uint8_t { count, fail, too_much, blow_up };
  struct Behaviour {
    std::uint32_t version = 1;
    std::uint32_t step = 1;
    std::uint64_t layout = 0;
    std::uint32_t fold_version = 1;
    std::atomic<AtBad> at_bad{AtBad::count};
    std::chrono::milliseconds pause{0};
  };
  explicit CountView(const Behaviour& behaviour) : behaviour_(&behaviour) {}

  ProjectionSpec spec() const override {
    return {.name = "counts",
            .version = behaviour_->version,
            .layout = behaviour_->layout,
            .fold_version = behaviour_->fold_version};
  }
  Result<void> apply(const RecordView& record, TableWriter& rows) override {
    std::this_thread::sleep_for(behaviour_->pause);
    const auto at_bad = behaviour_->at_bad.load();
    if (record.payload == "bad" && at_bad == AtBad::fail) {
      return Error{Errc::malformed, "the payload is bad"};
    }
    if (record.payload == "bad" && at_bad == AtBad::too_much) {
      return Error{Errc::limit_exceeded, "it is too much"};
    }
    if (record.payload == "bad" && at_bad == AtBad::blow_up) throw std::runtime_error{"boom"};
    RECOURSE_TRY_ASSIGN(const auto before, rows.get(record.stream));
    const auto count = before ? std::stoul(std::string{*before}) : 0;
    rows.put(record.stream, std::to_string(count + behaviour_->step));
    return {};
  }

 private:
  const Behaviour* behaviour_;
};

/// Builds pass over some thousand records at a time.
constexpr ViewsOptions kInWindows{.window_bytes = 1 << 20};

class ViewsTest : public testing::Test {
 protected:
  Position append(std::string_view key, std::string payload = "good") {
    Append request{.command_id = random_command_id(), .actor = "tester", .streams = {}};
    request.streams.push_back({StreamId::of("thing", key).value(),
                               ExpectedVersion::any(),
                               0,
                               {{"thing.happened", 1, Timestamp{}, std::move(payload)}}});
    return store->append(std::move(request)).value().last;
  }
  ProjectionFactory counting(const CountView::Behaviour& how) {
    return [&how] { return std::make_unique<CountView>(how); };
  }
  std::string count(const Views& views, std::string_view stream) {
    return views.snapshot("counts").value()->get(stream).value().value_or("none");
  }

  ManualClock clock{Timestamp{}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  CountView::Behaviour behaviour;
};

TEST_F(ViewsTest, CatchesUpGoesLiveAndAnswersWhoWaits) {
  for (int i = 0; i < 5; ++i) append("a");
  Views views{*store};
  views.add(counting(behaviour)).value();
  views.open().value();
  views.start();
  views.wait_for("counts", store->head().value(), 10s).value();
  EXPECT_EQ(count(views, "thing/a"), "5");
  const auto at = append("a");
  views.wait_for("counts", at, 10s).value();
  EXPECT_EQ(count(views, "thing/a"), "6");
  EXPECT_EQ(views.wait_for("counts", at.next(), 30ms).error().code(), Errc::timed_out);
  EXPECT_EQ(views.wait_for("other", at, 1s).error().code(), Errc::not_found);
  EXPECT_EQ(views.report("counts").value().serving.lag(), 0u);
}

TEST_F(ViewsTest, AFailingApplyStopsTheViewAtTheRecordBeforeAndNothingElse) {
  for (const auto how : {CountView::AtBad::fail, CountView::AtBad::blow_up}) {
    behaviour.at_bad = how;
    store = stores::open_memory(clock);
    Views views{*store};
    views.add(counting(behaviour)).value();
    views.open().value();
    append("a");
    ASSERT_TRUE(views.step("counts").value());
    append("a");
    const auto bad = append("a", "bad");
    EXPECT_FALSE(views.step("counts").has_value());
    const auto status = views.report("counts").value().serving;
    EXPECT_TRUE(status.stopped);
    EXPECT_NE(status.error.find("position " + std::to_string(bad.value)), std::string::npos)
        << status.error;
    EXPECT_EQ(status.position, Position{1}) << "part of a batch was kept";
    EXPECT_EQ(count(views, "thing/a"), "1");
    EXPECT_EQ(views.wait_for("counts", bad, 1s).error().code(), Errc::view_stopped);
    append("b");  // the store goes on

    behaviour.at_bad = CountView::AtBad::count;
    views.resume("counts").value();
    EXPECT_TRUE(views.step("counts").value());
    EXPECT_EQ(count(views, "thing/a"), "3");
  }
}

TEST_F(ViewsTest, WhateverErrorAProjectionAnswersWithStopsItsView) {
  append("a");
  behaviour.at_bad = CountView::AtBad::too_much;
  Views views{*store};
  views.add(counting(behaviour)).value();
  views.open().value();
  append("a", "bad");
  // It is no cursor that will be free: to go on as if nothing were would count "a" twice.
  EXPECT_EQ(views.step("counts").error().code(), Errc::limit_exceeded);
  EXPECT_TRUE(views.report("counts").value().serving.stopped);
  behaviour.at_bad = CountView::AtBad::count;
  views.resume("counts").value();
  EXPECT_TRUE(views.step("counts").value());
  EXPECT_EQ(count(views, "thing/a"), "2");
}

TEST_F(ViewsTest, GoesOnFromItsCheckpoint) {
  append("a");
  {
    Views views{*store, kInWindows};
    views.add(counting(behaviour)).value();
    views.open().value();
    views.step("counts").value();
  }
  append("a");
  Views views{*store, kInWindows};
  views.add(counting(behaviour)).value();
  views.open().value();
  views.step("counts").value();
  EXPECT_EQ(count(views, "thing/a"), "2");
  EXPECT_EQ(views.report("counts").value().serving.applied, 1u) << "it began anew";
}

TEST_F(ViewsTest, DiscardsRowsOfAnotherLogOrOfAFutureThatIsGone) {
  append("a");
  const auto here = store->identity();
  auto elsewhere = here;
  elsewhere.incarnation = here.incarnation.next();
  const std::string value{"99"};
  const std::vector<RowChange> rows{{"thing/a", value}, {"thing/z", value}};
  const auto ours = identity_of(CountView{behaviour}.spec());
  for (const auto& wrong :
       {Checkpoint{here, Position{2}, ours}, Checkpoint{elsewhere, Position{1}, ours}}) {
    const auto table = store->tables().open({"counts", 1, 1}).value();
    table->write(rows, wrong).value();
    Views views{*store};
    views.add(counting(behaviour)).value();
    views.open().value();
    EXPECT_EQ(views.position("counts").value(), Position{0});
    views.step("counts").value();
    EXPECT_EQ(count(views, "thing/a"), "1");
    EXPECT_EQ(count(views, "thing/z"), "none");
  }
}

TEST_F(ViewsTest, TheOldBuildServesUntilTheNewOneHasCaughtUp) {
  for (int i = 0; i < 60'000; ++i) append("a");
  Views views{*store, kInWindows};
  views.add(counting(behaviour)).value();
  views.open().value();
  while (views.step("counts").value()) {
  }
  CountView::Behaviour twice;
  twice.step = 2;
  behaviour.step = 2;  // the code was changed without a new version: comparing finds it
  views.rebuild("counts", {.compare = true}).value();
  EXPECT_EQ(views.rebuild("counts").error().code(), Errc::invalid_argument);
  ASSERT_TRUE(views.step("counts").value());
  const auto between = views.report("counts").value();
  ASSERT_TRUE(between.building.has_value());
  EXPECT_GT(between.building->position.value, 0u);
  EXPECT_GT(between.building->lag(), 0u);
  EXPECT_TRUE(between.building->eta_seconds().has_value());
  EXPECT_EQ(count(views, "thing/a"), "60000") << "the old build must serve";
  while (views.step("counts").value()) {
  }
  const auto after = views.report("counts").value();
  EXPECT_FALSE(after.building.has_value());
  EXPECT_EQ(after.serving.name.build, 2u);
  EXPECT_EQ(count(views, "thing/a"), "120000");
  ASSERT_TRUE(after.compared.has_value());
  EXPECT_EQ(after.compared->found.differences, 1u);
  EXPECT_EQ(after.compared->found.first, "thing/a");
  EXPECT_EQ(after.compared->at, Position{60'000});
  EXPECT_EQ(store->tables().list().value().size(), 1u) << "the old table must be gone";
}

TEST_F(ViewsTest, AComparedRebuildOfTheSameFindsNoDifference) {
  for (int i = 0; i < 10; ++i) append(std::to_string(i % 3));
  Views views{*store, kInWindows};
  views.add(counting(behaviour)).value();
  views.open().value();
  views.start();
  views.wait_for("counts", store->head().value(), 10s).value();
  views.rebuild("counts", {.compare = true}).value();
  for (int i = 0; i < 1000 && views.report("counts").value().serving.name.build == 1; ++i) {
    append("late");
    std::this_thread::sleep_for(5ms);
  }
  const auto report = views.report("counts").value();
  EXPECT_EQ(report.serving.name.build, 2u);
  ASSERT_TRUE(report.compared.has_value());
  EXPECT_EQ(report.compared->found.differences, 0u);
  EXPECT_EQ(report.compared->found.rows, 3u);
}

TEST_F(ViewsTest, ANewVersionIsBuiltBesideTheOldOneThatIsStillAdded) {
  append("a");
  CountView::Behaviour newer;
  newer.version = 2;
  newer.step = 10;
  {
    Views views{*store};
    views.add(counting(behaviour)).value();
    views.open().value();
    views.step("counts").value();
  }
  Views views{*store};
  views.add(counting(behaviour)).value();
  views.add(counting(newer)).value();
  EXPECT_EQ(views.add(counting(newer)).error().code(), Errc::invalid_argument);
  views.open().value();
  EXPECT_EQ(views.report("counts").value().serving.name.version, 1u);
  EXPECT_EQ(count(views, "thing/a"), "1");
  while (views.step("counts").value()) {
  }
  EXPECT_EQ(views.report("counts").value().serving.name.version, 2u);
  EXPECT_EQ(count(views, "thing/a"), "10");
}

TEST_F(ViewsTest, AVersionThatNobodyAddsAnyMoreIsForgottenAndALaterOneIsNot) {
  append("a");
  store->tables().open({"counts", 1, 1}).value();
  store->tables().open({"counts", 9, 1}).value();
  store->tables().open({"other", 1, 1}).value();
  CountView::Behaviour second;
  second.version = 2;
  Views views{*store};
  views.add(counting(second)).value();
  views.open().value();
  std::vector<std::string> names;
  for (const auto& name : store->tables().list().value()) names.push_back(name.to_string());
  EXPECT_EQ(names, (std::vector<std::string>{"counts.2.1", "counts.9.1", "other.1.1"}));
}

// --- rows that other code made -------------------------------------------------------------------

/// A store whose view an older fold has made: 60,000 events of "a", counted once each.
class OlderRows : public ViewsTest {
 protected:
  void SetUp() override {
    for (int i = 0; i < 60'000; ++i) append("a");
    Views views{*store};
    views.add(counting(behaviour)).value();
    views.open().value();
    while (views.step("counts").value()) {
    }
    newer.step = 2;
  }
  std::vector<std::string> tables() const {
    std::vector<std::string> names;
    for (const auto& name : store->tables().list().value()) names.push_back(name.to_string());
    return names;
  }
  CountView::Behaviour newer;
};

TEST_F(OlderRows, OfAnOlderFoldServeAsTheyAreUntilANewBuildHasComeAsFar) {
  newer.fold_version = 2;
  append("a");  // after the older code's last word
  Views views{*store, kInWindows};
  views.add(counting(newer)).value();
  views.open().value();
  auto report = views.report("counts").value();
  EXPECT_TRUE(report.serving.outdated);
  ASSERT_TRUE(report.building) << "a build began by itself";
  EXPECT_FALSE(report.building->outdated);
  ASSERT_TRUE(views.step("counts").value());
  EXPECT_EQ(count(views, "thing/a"), "60000") << "the older rows serve, and nobody adds to them";
  EXPECT_EQ(views.position("counts").value(), Position{60'000});
  report = views.report("counts").value();
  EXPECT_GT(report.building->position.value, 0u);
  EXPECT_TRUE(report.building->eta_seconds());
  while (views.step("counts").value()) {
  }
  report = views.report("counts").value();
  EXPECT_FALSE(report.serving.outdated);
  EXPECT_FALSE(report.building);
  EXPECT_EQ(count(views, "thing/a"), "120002") << "all of it by the new fold";
  EXPECT_EQ(tables(), (std::vector<std::string>{"counts.1.2"}));
}

TEST_F(OlderRows, OfAnotherLayoutAreGoneAndTheNewBuildServesFromTheStart) {
  newer.layout = 7;
  Views views{*store};
  views.add(counting(newer)).value();
  views.open().value();
  EXPECT_EQ(views.position("counts").value(), Position{0}) << "nobody can read the older rows";
  EXPECT_EQ(count(views, "thing/a"), "none");
  while (views.step("counts").value()) {
  }
  EXPECT_EQ(count(views, "thing/a"), "120000");
  EXPECT_EQ(tables(), (std::vector<std::string>{"counts.1.2"}));
}

TEST_F(OlderRows, WithoutAnIdentityAreGoneToo) {
  const auto table = store->tables().open({"counts", 1, 1}).value();
  auto at = *table->snapshot().value()->checkpoint();
  at.rows = {};  // as tables were written before rows had one
  const RowChange row{"thing/a", "99"};
  table->write({&row, 1}, at).value();
  Views views{*store};
  views.add(counting(behaviour)).value();
  views.open().value();
  while (views.step("counts").value()) {
  }
  EXPECT_EQ(count(views, "thing/a"), "60000");
}

TEST_F(OlderRows, ABuildThatWasInterruptedIsGoneOnWith) {
  newer.fold_version = 2;
  const auto build = [&](int steps) {
    Views views{*store, kInWindows};
    views.add(counting(newer)).value();
    views.open().value();
    for (int i = 0; i < steps; ++i) EXPECT_TRUE(views.step("counts").value());
    return views.report("counts").value();
  };
  const auto before = build(1);
  ASSERT_TRUE(before.building);
  const auto after = build(0);
  ASSERT_TRUE(after.building);
  EXPECT_TRUE(after.serving.outdated);
  EXPECT_EQ(after.building->name, before.building->name);
  EXPECT_EQ(after.building->position, before.building->position) << "it began anew";
  // A third code: what the second began is of no use any more.
  newer.fold_version = 3;
  const auto third = build(0);
  ASSERT_TRUE(third.building);
  EXPECT_EQ(third.building->position, Position{0});
  EXPECT_EQ(third.serving.name.build, 1u);
  EXPECT_EQ(tables(), (std::vector<std::string>{"counts.1.1", "counts.1.3"}));
}

TEST_F(OlderRows, WhoOnlyReadsMakesThemUpInMemory) {
  newer.fold_version = 2;
  Views views{*store, {.read_only = true}};
  views.add(counting(newer)).value();
  views.open().value();
  while (views.step("counts").value()) {
  }
  EXPECT_EQ(count(views, "thing/a"), "120000");
  EXPECT_TRUE(views.stored().value().front().serving.outdated);
  EXPECT_EQ(tables(), (std::vector<std::string>{"counts.1.1"})) << "nothing was written";
}

TEST_F(OlderRows, OfAnotherLayoutCountAsNoneForWhoOnlyLooks) {
  newer.layout = 7;
  Views views{*store, {.read_only = true}};
  views.add(counting(newer)).value();
  EXPECT_EQ(views.stored().value().front().serving.position, Position{0});
}

TEST_F(OlderRows, TheSameCodeGoesOnWithThem) {
  Views views{*store};
  views.add(counting(behaviour)).value();
  views.open().value();
  EXPECT_EQ(views.position("counts").value(), Position{60'000});
  EXPECT_FALSE(views.report("counts").value().building);
}

TEST_F(ViewsTest, AnInterruptedRebuildIsGoneOnWith) {
  for (int i = 0; i < 60'000; ++i) append("a");
  {
    Views views{*store, kInWindows};
    views.add(counting(behaviour)).value();
    views.open().value();
    while (views.step("counts").value()) {
    }
    views.rebuild("counts").value();
    ASSERT_TRUE(views.step("counts").value());
  }
  Views views{*store, kInWindows};
  views.add(counting(behaviour)).value();
  views.open().value();
  const auto report = views.report("counts").value();
  EXPECT_EQ(report.serving.name.build, 1u);
  ASSERT_TRUE(report.building.has_value());
  EXPECT_GT(report.building->position.value, 0u) << "it began anew";
}

TEST_F(ViewsTest, ReadOnlyViewsCatchUpInMemoryAndWriteNothing) {
  append("a");
  {
    Views views{*store};
    views.add(counting(behaviour)).value();
    views.open().value();
    views.step("counts").value();
  }
  append("a");
  Views views{*store, {.read_only = true}};
  views.add(counting(behaviour)).value();
  views.open().value();
  EXPECT_EQ(count(views, "thing/a"), "1");
  while (views.step("counts").value()) {
  }
  EXPECT_EQ(count(views, "thing/a"), "2");
  EXPECT_EQ(views.rebuild("counts").error().code(), Errc::invalid_argument);
  const auto below = store->tables().open({"counts", 1, 1}).value()->snapshot().value();
  EXPECT_EQ(below->position(), Position{1});
}

TEST_F(ViewsTest, BadNamesAndLateAddsAreRefused) {
  class Named final : public Projection {
   public:
    explicit Named(std::string name) : name_(std::move(name)) {}
    ProjectionSpec spec() const override { return {name_}; }
    Result<void> apply(const RecordView&, TableWriter&) override { return {}; }

   private:
    std::string name_;
  };
  Views views{*store};
  for (const std::string name : {"", "Big", "a.b", "with space", "9"}) {
    EXPECT_EQ(views.add([&] { return std::make_unique<Named>(name); }).error().code(),
              Errc::malformed)
        << name;
  }
  EXPECT_EQ(views.add([] { return std::unique_ptr<Projection>{}; }).error().code(),
            Errc::invalid_argument);
  views.open().value();
  EXPECT_FALSE(views.add([] { return std::make_unique<Named>("late"); }).has_value());
}

}  // namespace
}  // namespace recourse
