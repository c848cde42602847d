// New code is held against streams that older code wrote, over every store: each fault that it can
// have is listed, and a change that is done right lists nothing.
#include <gtest/gtest.h>

#include <recourse/core/upgrade.hpp>
#include <recourse/core/workflow.hpp>

#include "tests/contract/stores.hpp"
#include "tests/support/permit.hpp"

namespace recourse::contract {
namespace {

using namespace core;
using permit::after::Fault;
using Before = permit::before::Permit;
template <std::uint32_t kNewest>
using After = permit::after::Permit<kNewest>;
using Lines = std::vector<std::string>;

StreamId permit_of(std::string_view key) { return StreamId::of("permit", key).value(); }

TakeLine into(Lines& lines) {
  return [&lines](std::string_view line) -> Result<void> {
    lines.emplace_back(line);
    return {};
  };
}
GiveLine out_of(const Lines& lines) {
  return [&lines, i = std::size_t{0}]() mutable -> Result<std::optional<std::string>> {
    if (i == lines.size()) return std::optional<std::string>{};
    return std::optional{lines[i++]};
  };
}

/// "step_refused permit/g use_by", in the order in which they were found.
Lines listed(const UpgradeReport& report) {
  Lines all;
  for (const auto& f : report.examples) {
    all.push_back(std::string{describe::enum_name(f.problem)} + " " + f.stream +
                  (f.step.empty() ? "" : " " + f.step));
  }
  return all;
}

class UpgradeTest : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    if (const auto why = missing(GetParam()); !why.empty()) GTEST_SKIP() << why;
    store = GetParam().open(directory.path(), clock);
    const Workflow<Before> permits{*store, {}};
    const std::pair<const char*, std::vector<Before::Command>> streams[] = {
        {"a", {permit::Ask{}}},
        {"g", {permit::Ask{}, permit::Grant{}}},
        {"e", {permit::Ask{}, permit::Expedite{}}},
        {"u", {permit::Ask{}, permit::Grant{}, permit::Use{}}},
        {"i", {permit::Ask{}, permit::Issue{}}},
        {"n", {permit::Ask{}, permit::Note{""}, permit::Note{"x"}}},
        {"c", {permit::Ask{}, permit::Grant{}, permit::Use{}, permit::Close{}}},
        {"f", {permit::Ask{}, permit::Expedite{}, permit::Use{}, permit::Close{}}},
    };
    for (const auto& [key, commands] : streams) {
      for (const auto& command : commands) give(permits, key, command);
    }
    const auto saved = check_upgrade(*store, Before{}, {.save = into(baseline)}).value();
    EXPECT_EQ(listed(saved), Lines{});
    EXPECT_EQ(saved.saved, 8u);
    if (!GetParam().durable) return;
    store.reset();
    store = GetParam().open(directory.path(), clock);
  }

  template <class D>
  Outcome give(const Workflow<D>& permits, std::string_view key, typename D::Command command) {
    clock.advance(std::chrono::minutes{1});
    const Actor me{"me", "tester", "lab"};
    return permits.handle(permit_of(key), command, {clock.now(), me, random_command_id()}).value();
  }

  template <class D>
  UpgradeReport check(const D& decider) const {
    return check_upgrade(*store, decider, {.against = out_of(baseline)}).value();
  }
  Error error_of(const Lines& lines) const {
    const auto report = check_upgrade(*store, Before{}, {.against = out_of(lines)});
    return report ? Error{Errc::invalid_argument, "there was no error"} : report.error();
  }

  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store;
  Lines baseline;
};

TEST_P(UpgradeTest, TheSameCodeListsNothing) {
  const auto report = check(Before{});
  EXPECT_EQ(listed(report), Lines{});
  EXPECT_EQ(report.streams, 8u);
  EXPECT_EQ(report.events, 21u);
  EXPECT_EQ(report.unfinished, 6u);
  EXPECT_EQ(report.timers, 2u);
  EXPECT_EQ(report.compared, 8u);
  EXPECT_EQ(report.head, store->head().value());
}

TEST_P(UpgradeTest, AChangeDoneRightListsNothingAndOldStreamsTakeTheirNextSteps) {
  EXPECT_EQ(listed(check(After<1>{})), Lines{});
  EXPECT_EQ(listed(check(After<2>{})), Lines{});
  const Workflow<After<2>> permits{*store, {}};
  EXPECT_FALSE(give(permits, "e", permit::Use{}).refused());
  EXPECT_FALSE(give(permits, "g", permit::Use{}).refused());
  EXPECT_FALSE(give(permits, "i", permit::Close{}).refused());
  EXPECT_EQ(give(permits, "a", permit::Issue{}).appended().version, Version{3});
  EXPECT_FALSE(give(permits, "a", permit::Close{}).refused());
  // A new stream is under the new law.
  EXPECT_FALSE(give(permits, "new", permit::Ask{}).refused());
  EXPECT_EQ(give(permits, "new", permit::Issue{}).refusal().name, "not_now");
  EXPECT_EQ(give(permits, "new", permit::Expedite{}).refusal().name, "not_now");
  EXPECT_FALSE(give(permits, "new", permit::Grant{5}).refused());
  EXPECT_FALSE(give(permits, "new", permit::Use{}).refused());
  // Streams that went on are compared as they were, the new one is not in the baseline.
  const auto report = check(After<2>{});
  EXPECT_EQ(listed(report), Lines{});
  EXPECT_EQ(report.compared, 8u);
  EXPECT_EQ(report.streams, 9u);
}

TEST_P(UpgradeTest, ARemovedRowListsTheStreamsThatItHolds) {
  const auto report = check(After<1>{Fault::row_removed});
  EXPECT_EQ(listed(report),
            (Lines{"step_lost permit/a permit.issue, permit.expedite",
                   "step_lost permit/e permit.use, permit.lapse", "unreachable_state permit/e",
                   "step_refused permit/e permit.expedited", "step_refused permit/e use_by",
                   "step_lost permit/n permit.issue, permit.expedite"}));
  // What the lifecycle did to a stream that is over is not judged again.
  EXPECT_EQ(report.count(UpgradeProblem::unreachable_state), 1u);
  EXPECT_EQ(report.problems(), 6u);
  const auto& phase = report.examples[2];
  EXPECT_EQ(phase.what, "phase 'expedited' is not in the lifecycle");
  EXPECT_EQ(phase.version, Version{2});
  EXPECT_EQ(phase.position, Position{5});
  EXPECT_EQ(phase.definition, 1u);
  EXPECT_EQ(report.examples[3].what, "it was recorded, and the lifecycle does not take it there");
  EXPECT_NE(report.examples[4].what.find("permit.lapse is refused: not_now: No."),
            std::string::npos);
}

TEST_P(UpgradeTest, ATightenedGuardListsTheStreamsThatItStops) {
  EXPECT_EQ(listed(check(After<1>{Fault::guard_tightened})),
            (Lines{"step_lost permit/g permit.use, permit.lapse", "step_refused permit/g use_by",
                   "step_refused permit/u permit.used", "step_refused permit/i permit.used"}));
}

TEST_P(UpgradeTest, AnEvolveThatThrowsListsWhere) {
  const auto report = check(After<2>{Fault::throws});
  EXPECT_EQ(listed(report), Lines{"fold_failed permit/n permit.noted"});
  const auto& finding = report.examples.at(0);
  EXPECT_EQ(finding.version, Version{2});
  EXPECT_EQ(finding.position, Position{12});
  EXPECT_EQ(finding.what,
            "user_code_failed: stream permit/n version 2: permit.evolve threw: no text");
}

TEST_P(UpgradeTest, ASplitThatLosesSomethingListsWhatDiffers) {
  const auto report = check(After<2>{Fault::half_split});
  EXPECT_EQ(listed(report), (Lines{"step_lost permit/i permit.close", "state_differs permit/i"}));
  EXPECT_EQ(report.examples[1].what, "the same events give another state: phase, its timers");
  EXPECT_EQ(listed(check(After<2>{Fault::split_into_none})),
            Lines{"fold_failed permit/i permit.issued"});
}

TEST_P(UpgradeTest, AnEventThatWasDroppedListsItsStreams) {
  const auto report = check(permit::after::Forgetful{});
  EXPECT_EQ(listed(report), Lines{"fold_failed permit/i permit.issued"});
  EXPECT_TRUE(report.examples.at(0).what.starts_with("unknown_event: stream permit/i version 2"));
}

TEST_P(UpgradeTest, OlderCodeDoesNotTakeStreamsOfANewerDefinition) {
  const Workflow<After<2>> permits{*store, {}};
  give(permits, "new", permit::Ask{});
  const auto report = check(Before{});
  EXPECT_EQ(listed(report), Lines{"fold_failed permit/new permit.asked"});
  EXPECT_TRUE(report.examples.at(0).what.starts_with("format_too_new: "));
}

TEST_P(UpgradeTest, WithoutABaselineItListsWhatTheCodeAloneShows) {
  const auto report = check_upgrade(*store, After<1>{Fault::row_removed}).value();
  EXPECT_EQ(listed(report),
            (Lines{"unreachable_state permit/e", "step_refused permit/e permit.expedited",
                   "step_refused permit/e use_by"}));
  EXPECT_EQ(report.compared, 0u);
}

TEST_P(UpgradeTest, ATimerThatTheOlderCodeDeclinedTooIsNoNews) {
  const After<1> faulty{Fault::guard_tightened};
  Lines second;
  EXPECT_FALSE(check_upgrade(*store, faulty, {.save = into(second)})->ok());
  const auto report = check_upgrade(*store, faulty, {.against = out_of(second)}).value();
  EXPECT_EQ(listed(report),
            (Lines{"step_refused permit/u permit.used", "step_refused permit/i permit.used"}));
}

TEST_P(UpgradeTest, AllFindingsAreCountedAndToldAndAsManyListedAsAreWanted) {
  Lines told;
  const auto report =
      check_upgrade(*store, After<1>{Fault::row_removed},
                    {.examples_max = 1,
                     .found = [&](const UpgradeFinding& f) { told.push_back(to_json_line(f)); },
                     .against = out_of(baseline)})
          .value();
  EXPECT_EQ(report.problems(), 6u);
  EXPECT_EQ(report.examples.size(), 3u);
  EXPECT_EQ(told.size(), 6u);
  EXPECT_EQ(told[2],
            R"({"problem":"unreachable_state","stream":"permit/e","version":2,"position":5,)"
            R"("definition":1,"step":"","what":"phase 'expedited' is not in the lifecycle"})");
}

TEST_P(UpgradeTest, NothingIsWritten) {
  const auto head = store->head().value();
  Lines second;
  EXPECT_FALSE(check_upgrade(*store, After<2>{Fault::row_removed},
                             {.save = into(second), .against = out_of(baseline)})
                   ->ok());
  EXPECT_EQ(store->head().value(), head);
}

TEST_P(UpgradeTest, WhatIsAppendedMeanwhileIsNotLookedAt) {
  const Workflow<Before> permits{*store, {}};
  bool appended = false;
  const auto append = [&](Position, Position) {
    if (!appended) give(permits, "f", permit::Note{"late"});
    appended = true;
    return true;
  };
  const auto report = check_upgrade(*store, Before{}, {.progress = append}).value();
  EXPECT_TRUE(appended);
  EXPECT_EQ(report.events, 21u);
}

TEST_P(UpgradeTest, ABaselineThatIsNoneOrCutOffIsAnError) {
  const auto malformed = [this](const Lines& lines, std::string_view words) {
    const auto error = error_of(lines);
    EXPECT_EQ(error.code(), Errc::malformed) << error.message();
    EXPECT_NE(error.message().find(words), std::string::npos) << error.message();
  };
  malformed({}, "the baseline is empty");
  malformed({"{"}, "the baseline's line 1: ");
  malformed({R"({"a":1})"}, "the baseline's line 1: /type");
  malformed({baseline[1]}, "a baseline begins with a line of type baseline.head");
  for (std::size_t keep = 1; keep < baseline.size(); ++keep) {
    malformed({baseline.begin(), baseline.begin() + static_cast<std::ptrdiff_t>(keep)},
              "cut off behind line " + std::to_string(keep) + "; save it again");
  }
  auto lines = baseline;
  lines.erase(lines.begin() + 3);
  malformed(lines, "it says 8 streams, but there are 7 before it");
  lines = baseline;
  std::swap(lines[2], lines[3]);
  malformed(lines, "line 4: streams stand in the order of `first`");
  lines = baseline;
  lines[2].resize(lines[2].size() / 2);
  malformed(lines, "the baseline's line 3: ");
}

TEST_P(UpgradeTest, ABaselineOfAnotherLogIsAnError) {
  const auto other = stores::open_memory(clock);
  Lines lines;
  check_upgrade(*other, Before{}, {.save = into(lines)}).value();
  const auto error = error_of(lines);
  EXPECT_EQ(error.code(), Errc::invalid_argument);
  EXPECT_NE(error.message().find("this is " + store->identity().id.to_string()), std::string::npos)
      << error.message();
}

TEST_P(UpgradeTest, AStreamThatTheLogHasNotIsListed) {
  auto lines = baseline;
  const auto u = lines[4].find("permit/u");
  ASSERT_NE(u, std::string::npos);
  lines[4].replace(u, 8, "permit/x");
  const auto version = lines[8].find("\"version\":4");
  ASSERT_NE(version, std::string::npos);
  lines[8].replace(version, 11, "\"version\":9");
  const auto report = check_upgrade(*store, Before{}, {.against = out_of(lines)}).value();
  EXPECT_EQ(listed(report), (Lines{"stream_missing permit/x", "stream_missing permit/f"}));
}

TEST_P(UpgradeTest, ItCanBeEnded) {
  const auto ended =
      check_upgrade(*store, Before{}, {.progress = [](Position, Position) { return false; }});
  ASSERT_TRUE(ended.has_error());
  EXPECT_EQ(ended.error().code(), Errc::closed);
  const auto full = check_upgrade(*store, Before{}, {.save = [](std::string_view) -> Result<void> {
    return Error{Errc::io_error, "no room"};
  }});
  ASSERT_TRUE(full.has_error());
  EXPECT_EQ(full.error().message(), "no room");
}

INSTANTIATE_TEST_SUITE_P(Stores, UpgradeTest, testing::ValuesIn(all_stores()),
                         [](const auto& one) { return one.param.name; });

TEST(Upgrade, ItReadsBesideTheProcessThatWrites) {
  const TemporaryDirectory directory;
  const auto folder = directory.path() / "store";
  const ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  const auto store = stores::open_rocksdb({.directory = folder, .clock = &clock}).value();
  std::uint64_t streams = 0;
  const auto ask_all = [&](std::uint64_t until) {
    while (streams < until) {
      Append append{.command_id = random_command_id(), .actor = "tester:me", .streams = {}};
      while (append.streams.size() < limits::kStreamsPerAppendMax && streams < until) {
        append.streams.push_back({permit_of(std::to_string(++streams)),
                                  ExpectedVersion::none(),
                                  1,
                                  {{"permit.asked", 1, clock.now(), ""}}});
      }
      store->append(std::move(append)).value();
    }
  };
  constexpr std::uint64_t kStreams = 5000;  // more than are looked up at once
  ask_all(kStreams);
  const auto reader = stores::open_rocksdb_reader(folder).value();
  const auto report = check_upgrade(*reader, After<2>{}, {.progress = [&](Position, Position) {
    ask_all(kStreams + 1);
    return true;
  }});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->streams, kStreams);
  EXPECT_TRUE(report->ok());
}

}  // namespace
}  // namespace recourse::contract
