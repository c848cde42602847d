// The demonstration, played: every case ends, nothing is refused, a run can be stopped and resumed.
#include <gtest/gtest.h>

#include <recourse/office.hpp>
#include <recourse/office/classes.hpp>
#include <set>
#include <stdexcept>

#include "apps/cli/demo/script.hpp"
#include "apps/cli/demo/shanghai.hpp"
#include "tests/support/slow_figures.hpp"

namespace recourse::cli {
namespace {

namespace fs = std::filesystem;
using casework::complaint::Phase;

/// An engine in memory under its own clock.
struct Stage {
  ManualClock clock{start_of(kFirstDay, kShanghaiOffset)};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();

  Result<DemoSummary> play(std::uint64_t cases, std::uint64_t seed = 7) {
    return play_shanghai_demo(*office, clock, {.seed = seed, .cases = cases, .store = "memory"});
  }
  Position head() const { return office->store().head().value(); }
};

/// The log without what differs between logs.
std::vector<std::string> records_of(const Office& office) {
  std::vector<std::string> records;
  const auto cursor = office.store().read_all().value();
  while (cursor->next().value()) {
    const auto& r = cursor->record();
    records.push_back(std::string{r.stream} + " " + std::string{r.type} + " " +
                      to_string(r.occurred_at) + " " + to_string(r.recorded_at) + " " +
                      r.command_id.to_string() + " " + std::string{r.payload});
  }
  return records;
}

class DemoOnDisk : public testing::Test {
 protected:
  void SetUp() override { fs::remove_all(directory_); }
  void TearDown() override { fs::remove_all(directory_); }

  DemoOptions options(std::uint64_t cases, std::uint64_t seed = 7) const {
    return {.directory = directory_, .seed = seed, .cases = cases};
  }

 private:
  fs::path directory_ = fs::path{testing::TempDir()} /
                        (std::string{"recourse-demo-"} +
                         testing::UnitTest::GetInstance()->current_test_info()->name() + "-" +
                         random_command_id().to_string());
};

TEST(Demo, PlaysEveryCaseToItsEnd) {
  Stage stage;
  const auto summary = stage.play(200).value();
  EXPECT_FALSE(summary.resumed);
  EXPECT_GT(summary.refused, 0u) << "what the rules say no to is shown too";
  EXPECT_EQ(summary.fresh + summary.refused, summary.commands);
  EXPECT_EQ(summary.loop.windows.open, 311u);
  // Every station has its liaison, and what is difficult is answered, digest by digest (R21).
  const auto& liaisons = summary.loop.liaisons;
  EXPECT_EQ(liaisons.posts, 311u);
  EXPECT_GT(liaisons.collected, 5u);
  EXPECT_GT(liaisons.digests, 0u);
  EXPECT_EQ(liaisons.solved + liaisons.next_steps + liaisons.open, liaisons.collected);
  EXPECT_LT(liaisons.open, liaisons.collected / 4);
  EXPECT_EQ(summary.head, stage.head());
  const auto plan = make_plan(7, 200).value();
  for (const auto& planned : plan.cases) {
    const auto found = stage.office->find_case(stream_of(planned)).value();
    const auto at = found.state.phases.stage;
    EXPECT_TRUE(at == Phase::archived || at == Phase::withdrawn || at == Phase::merged)
        << planned.key << " is " << describe::enum_name(at);
    EXPECT_EQ(found.state.intake.reported_at, planned.reported_at);
  }
}

TEST(Demo, NeverMeetsARefusalWhateverTheSeed) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Stage stage;
    const auto summary = stage.play(300, seed);
    ASSERT_TRUE(summary) << "seed " << seed << ": " << summary.error().message();
    EXPECT_EQ(summary->figures.open, 0u) << "seed " << seed;
  }
}

TEST(Demo, GivesThePublishedTable) {
  Stage stage;
  const auto summary = play_shanghai_demo(*stage.office, stage.clock, {.store = "memory"}).value();
  const auto& f = summary.figures;
  std::array<std::uint64_t, 6> lines{};
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i] = f.lines[i].cases;
  EXPECT_EQ(lines, kPublishedLines);
  EXPECT_EQ(f.cases, 3254u);
  EXPECT_EQ(f.closed, 3254u);
  EXPECT_EQ(f.open, 0u);
  EXPECT_EQ(f.stations, 311u);
  EXPECT_EQ(f.districts, 16u);
  EXPECT_GE(f.first_report.value(), kFirstDay);
  EXPECT_LE(f.last_report.value(), kLastDay);
  // Likely, not published: most is done, most in time, more than half rated.
  const auto percent = [&](std::uint64_t n) { return 100 * n / f.cases; };
  EXPECT_TRUE(percent(f.done) >= 80 && percent(f.done) < 90) << f.done;
  EXPECT_GT(percent(f.on_time), 90u) << f.on_time;
  EXPECT_TRUE(percent(f.rated) >= 55 && percent(f.rated) < 65) << f.rated;
  EXPECT_GT(f.overdue, 0u);
  EXPECT_GT(f.reopened, 0u);
  // The class of July is what the finder finds, and some people had to come once more.
  const ClassQuery july{.from = kClassBegins, .to = kClassFound};
  const auto found = find_classes(*stage.office, july, summary.head).value().report.classes;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].matter + found[0].reason, "RK23M1");
  EXPECT_EQ(found[0].rectification, "ZG-2023-0001");
  const auto rows =
      stage.office->engine().rows(casework::complaint::FiguresView::kName, summary.head).value();
  const casework::complaint::FigureQuery trips{.figures = {"repeated_trips"}};
  EXPECT_GT(casework::complaint::figure_cases(*rows, trips, {}, "repeated_trips", summary.head)
                .value()
                .size(),
            10u);
}

// R31, R33
TEST(Demo, EveryFigureIsWhatCountingByHandGivesAsOfAnyMoment) {
  using namespace casework::complaint;
  Stage stage;
  ASSERT_TRUE(stage.play(1200));
  const auto head = stage.head();
  const auto rows = stage.office->engine().rows(FiguresView::kName, head).value();
  FigureQuery query;
  for (const auto& figure : figure_list()) query.figures.emplace_back(figure.name);
  const std::vector<std::vector<std::string>> groupings{{},
                                                        {"station"},
                                                        {"line", "month"},
                                                        {"matter", "reason"},
                                                        {"district", "channel", "route"},
                                                        {"closed_month", "grade"},
                                                        {"department"},
                                                        {"service_grade", "policy_grade"},
                                                        {"account", "outcome"},
                                                        {"category", "applicant", "urgency"}};
  for (const auto share : {1u, 3u, 7u, 10u}) {
    const Position as_of{head.value * share / 10};
    const auto cases = test::slow_cases(stage.office->store(), as_of);
    for (const auto& by : groupings) {
      query.by = by;
      auto table = figure_table(*rows, query, as_of).value();
      std::ranges::sort(table.rows, {}, &FigureRow::keys);
      const auto slow = test::slow_table(cases, query, as_of);
      ASSERT_EQ(table.rows.size(), slow.rows.size()) << by.size();
      for (std::size_t i = 0; i < slow.rows.size(); ++i) ASSERT_EQ(table.rows[i], slow.rows[i]);
    }
    query.by = {"line"};
    for (const auto* figure : {"done_rate", "repeated_trips", "days_p90", "overdue"}) {
      std::vector<std::string> found;
      for (const auto one : figure_cases(*rows, query, {"population"}, figure, as_of).value()) {
        found.push_back(casework::complaint::stream_of(*rows, one).value());
      }
      std::ranges::sort(found);
      EXPECT_EQ(found, test::slow_behind(cases, query, {"population"}, figure)) << figure;
    }
  }
  query.period_of = PeriodOf::closed;
  query.from = kFirstDay + std::chrono::days{20};
  query.to = kFirstDay + std::chrono::days{70};
  query.where = {{"channel", {"window", "phone"}}, {"district", {"310115", "310101"}}};
  auto table = figure_table(*rows, query, head).value();
  std::ranges::sort(table.rows, {}, &FigureRow::keys);
  EXPECT_EQ(table, test::slow_table(test::slow_cases(stage.office->store(), head), query, head));
  EXPECT_FALSE(table.rows.empty());
}

// What is open lies behind the half-year: it adds to none of its figures, and to every desk.
TEST(Demo, OpenWorkLiesOnEveryDeskAndInNoFigureOfTheHalfYear) {
  Stage plain;
  Stage stage;
  const auto half_year = plain.play(400).value();
  const DemoOptions options{.seed = 7, .cases = 400, .open_work = true, .store = "memory"};
  const auto summary = play_shanghai_demo(*stage.office, stage.clock, options).value();
  EXPECT_EQ(summary.figures, half_year.figures);
  EXPECT_EQ(summary.loop, half_year.loop);
  EXPECT_GE(summary.open, 20u);
  EXPECT_GT(summary.head, half_year.head);
  const auto cases = stage.office->cases({.open_only = true, .page_size = 100}, summary.head);
  std::set<Phase> phases;
  bool late = false;
  for (const auto& one : cases.value().cases) {
    phases.insert(one.phases.stage);
    late = late || one.overdue;
    EXPECT_GT(day_of(one.reported_at), kLastDay);
  }
  EXPECT_TRUE(late);
  for (const auto phase :
       {Phase::received, Phase::accepted, Phase::explained, Phase::expedited, Phase::declined,
        Phase::accepted_lacking, Phase::notice_issued, Phase::escalated_district,
        Phase::escalated_city, Phase::answered, Phase::facts_wanted, Phase::review_1}) {
    EXPECT_TRUE(phases.contains(phase)) << describe::enum_name(phase);
  }
  for (const auto* unit : {"31010101", "310101.RK", "310101.ZA", "city.RK", "city"}) {
    const auto agenda = stage.office->agenda({.unit = unit}, summary.head).value();
    EXPECT_FALSE(agenda.entries.empty()) << unit;
  }
  const auto again = play_shanghai_demo(*stage.office, stage.clock, options).value();
  EXPECT_EQ(again.fresh, 0u);
  EXPECT_EQ(again.head, summary.head);
  EXPECT_EQ(again.figures, summary.figures);
}

TEST(Demo, OvertakesNoTimer) {
  // Where a script forgot a timer, the decision would say so itself, in one append with what
  // follows.
  Stage stage;
  ASSERT_TRUE(stage.play(600));
  const auto cursor = stage.office->store().read_all({.types = {"case.went_overdue"}}).value();
  std::size_t late = 0;
  while (cursor->next().value()) {
    ++late;
    EXPECT_EQ(cursor->record().actor, "timer:timer") << cursor->record().stream;
  }
  EXPECT_GT(late, 0u);
}

TEST(Demo, MakesTheSameLogFromTheSameSeed) {
  Stage one;
  Stage two;
  ASSERT_TRUE(one.play(100));
  ASSERT_TRUE(two.play(100));
  EXPECT_EQ(records_of(*one.office), records_of(*two.office));
}

TEST(Demo, AddsNothingWhenRunAgain) {
  Stage stage;
  const auto first = stage.play(100).value();
  const auto again = stage.play(100).value();
  EXPECT_TRUE(again.resumed);
  EXPECT_EQ(again.fresh, 0u);
  EXPECT_EQ(again.commands, first.commands);
  EXPECT_EQ(again.head, first.head);
  EXPECT_EQ(again.figures.done, first.figures.done);
}

TEST(Demo, RefusesAStoreThatHoldsAnotherRun) {
  Stage stage;
  const auto head = stage.play(50, 7).value().head;
  for (const auto& other : {stage.play(50, 8), stage.play(51, 7)}) {
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code(), Errc::invalid_argument);
    EXPECT_NE(other.error().message().find("seed 7 with 50 cases"), std::string::npos)
        << other.error().message();
  }
  EXPECT_EQ(stage.head(), head);
}

TEST(Demo, RefusesAStoreOfSomebodyElse) {
  const casework::complaint::Report report{.station = "S1",
                                           .district = "PD",
                                           .category = casework::complaint::Category::other,
                                           .channel = casework::complaint::Channel::online,
                                           .line = casework::Line::population};
  const auto foreign = StreamId::parse("case/S1-1").value();
  const core::Actor citizen{"c1", "citizen", ""};
  {
    Stage stage;
    ASSERT_TRUE(stage.office->handle(foreign, report, stage.office->context(citizen)));
    EXPECT_EQ(stage.play(50).error().code(), Errc::invalid_argument);
    EXPECT_EQ(stage.head(), Position{1});
  }
  Stage stage;
  const auto head = stage.play(50).value().head;
  ASSERT_TRUE(stage.office->handle(foreign, report, stage.office->context(citizen)));
  const auto refused = stage.play(50);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), Errc::invalid_argument);
  EXPECT_NE(refused.error().message().find("case/S1-1"), std::string::npos);
  EXPECT_EQ(stage.head(), head.next());
}

TEST(Demo, RefusesNoCasesBeforeItTouchesTheStore) {
  const auto nowhere = fs::path{testing::TempDir()} / "recourse-demo-nowhere";
  const auto refused = run_shanghai_demo({.directory = nowhere, .cases = 0});
  EXPECT_EQ(refused.error().code(), Errc::invalid_argument);
  EXPECT_FALSE(fs::exists(nowhere));
}

TEST_F(DemoOnDisk, GoesOnWhereItWasStopped) {
  struct Stopped : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  auto stopping = options(40);
  stopping.progress = [](std::uint64_t done, std::uint64_t) {
    if (done == 100) throw Stopped{"in the middle"};
  };
  EXPECT_THROW((void)run_shanghai_demo(stopping), Stopped);
  const auto resumed = run_shanghai_demo(options(40)).value();
  EXPECT_TRUE(resumed.resumed);
  EXPECT_GT(resumed.fresh, 0u);
  EXPECT_LE(resumed.fresh, resumed.commands - 100);

  Stage uninterrupted;
  const auto whole = uninterrupted.play(40).value();
  EXPECT_EQ(resumed.head, whole.head);
  EXPECT_EQ(resumed.commands, whole.commands);
  const auto reopened =
      Office::open({.directory = options(40).directory, .clock = &uninterrupted.clock}).value();
  EXPECT_EQ(records_of(*reopened), records_of(*uninterrupted.office));
}

TEST_F(DemoOnDisk, StaysAsItIsOnceComplete) {
  const auto first = run_shanghai_demo(options(30)).value();
  const auto again = run_shanghai_demo(options(30)).value();
  EXPECT_EQ(again.fresh, 0u);
  EXPECT_EQ(again.head, first.head);
  EXPECT_EQ(run_shanghai_demo(options(30, 8)).error().code(), Errc::invalid_argument);
}

}  // namespace
}  // namespace recourse::cli
