// The views of the window, against a plain fold of every case of a played city.
#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/casework/complaint/open_duties.hpp>
#include <recourse/office.hpp>

#include "apps/cli/demo/script.hpp"
#include "apps/cli/demo/shanghai.hpp"

namespace recourse::casework::complaint {
namespace {

using cli::kFirstDay;

/// A city in memory: some hundred cases, with their clock.
class CityViews : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    clock = new ManualClock{start_of(kFirstDay, kShanghaiOffset)};
    office = Office::open({.store = "memory", .clock = clock}).value().release();
    cli::play_shanghai_demo(*office, *clock, {.seed = 3, .cases = 400, .store = "memory"}).value();
    // Some that are under way: the played ones have all ended.
    for (int i = 0; i < 40; ++i) {
      Report report{.station = "3101010" + std::to_string(1 + i % 4), .district = "310101"};
      report.category = Category::difficult;
      report.line = i % 2 == 0 ? Line::population : Line::traffic;
      report.matter = i % 2 == 0 ? "RK10" : "JJ01";
      report.reason = "D1";
      report.narrative = Sealed<std::string>{"没办成"};
      report.name = Sealed<std::string>{"张三"};
      const core::Actor officer{report.station + "-w1", "window_officer", report.station};
      const auto id = StreamId::of("case", "open-" + std::to_string(i)).value();
      give(id, report, officer);
      if (i % 3 > 0) give(id, Accept{.present = i % 3 == 1}, officer);
      clock->advance(std::chrono::hours{7});
    }
  }
  static void TearDownTestSuite() {
    delete office;
    delete clock;
  }
  static void give(const StreamId& id, const Command& command, const core::Actor& actor) {
    const auto outcome = office->handle(id, command, office->context(actor)).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().name << ": " << outcome.refusal().en;
  }
  /// Every case, folded from its own events.
  static std::map<std::string, State> all_cases() {
    std::map<std::string, State> cases;
    const ComplaintDecider decider;
    const auto cursor = office->store().read_all({.stream_kind = "case"}).value();
    while (cursor->next().value()) {
      const auto& r = cursor->record();
      decider.evolve(cases[std::string{r.stream}],
                     core::Fold<ComplaintDecider>::event_of(r).value(),
                     {r.version, r.occurred_at, r.definition});
    }
    return cases;
  }
  static std::optional<Timestamp> earliest(const State& state) {
    std::optional<Timestamp> first;
    for (const auto& limit : due_times(state)) {
      if (!limit.met_at) first = std::min(first.value_or(limit.due.at), limit.due.at);
    }
    return first;
  }
  /// All pages of a query.
  static std::vector<CaseEntry> listed(CaseQuery query) {
    std::vector<CaseEntry> all;
    do {
      auto page = office->cases(query, office->store().head().value()).value();
      EXPECT_LE(page.cases.size(), query.page_size);
      EXPECT_EQ(page.position, office->store().head().value());
      std::ranges::move(page.cases, std::back_inserter(all));
      query.after = page.next;
    } while (!query.after.empty());
    return all;
  }
  static void expect_list(const CaseQuery& query, const std::function<bool(const State&)>& wanted) {
    std::set<std::string> expected;
    for (const auto& [stream, state] : all_cases()) {
      if (wanted(state)) expected.insert(stream);
    }
    std::set<std::string> found;
    for (const auto& entry : listed(query)) {
      EXPECT_TRUE(found.insert(entry.id.text()).second) << entry.id.text() << " twice";
    }
    EXPECT_FALSE(expected.empty()) << "this query tests nothing";
    EXPECT_EQ(found, expected);
  }

  static inline ManualClock* clock = nullptr;
  static inline Office* office = nullptr;
};

TEST_F(CityViews, FiguresAreThoseThatTheEventsGive) {
  const auto head = office->store().head().value();
  std::vector<TallyFilter> filters(5);
  filters[1].station = "31010102";
  filters[2].district = "310101";
  filters[3].line = Line::traffic;
  filters[4].channel = Channel::window;
  for (const auto& filter : filters) {
    const auto kept = office->report(filter).value();
    std::uint64_t cases = 0;
    std::uint64_t escalated = 0;
    for (const auto& [stream, state] : all_cases()) {
      const auto& i = state.intake;
      if (!filter.station.empty() && filter.station != i.station) continue;
      if (!filter.district.empty() && filter.district != i.district) continue;
      if (filter.line && filter.line != i.line) continue;
      if (filter.channel && filter.channel != i.channel) continue;
      ++cases;
      escalated += state.escalation.escalated ? 1 : 0;
    }
    EXPECT_GT(cases, 0u);
    EXPECT_EQ(kept.cases, cases);
    EXPECT_EQ(kept.escalated, escalated);
    EXPECT_EQ(office->report(filter, head).value(), kept);
  }
}

TEST_F(CityViews, TheAgendaOfAUnitIsEveryDutyThatItOwesInAnyCase) {
  std::map<std::string, std::set<std::string>> owed;
  for (const auto& [stream, state] : all_cases()) {
    for (const auto& duty : all_duties(state)) {
      const auto due = duty.due ? to_string(duty.due->at) : "never";
      owed[duty.unit].insert(stream + " " + std::string{duty.name} + " " + due);
    }
  }
  ASSERT_GT(owed.size(), 3u);
  for (const auto& [unit, expected] : owed) {
    const auto agenda =
        office->agenda({.unit = unit, .most = 1000}, office->store().head().value()).value();
    std::set<std::string> found;
    std::optional<Timestamp> before;
    for (const auto& e : agenda.entries) {
      EXPECT_EQ(e.unit, unit);
      found.insert(e.stream + " " + e.duty + " " + (e.due ? to_string(*e.due) : "never"));
      if (before && e.due) {
        EXPECT_LE(*before, *e.due);
      }
      before = e.due;
    }
    EXPECT_EQ(found, expected) << unit;
    EXPECT_EQ(found.size(), agenda.entries.size()) << "some stand there twice";
  }
  const auto all = office->agenda({.unit = "31010102"}, office->store().head().value()).value();
  ASSERT_GT(all.entries.size(), 2u);
  const auto middle = *all.entries[all.entries.size() / 2].due;
  for (const auto& e : office->agenda({.unit = "31010102", .until = middle}).value().entries) {
    EXPECT_LE(e.due.value_or(middle), middle);
  }
  const auto first = office->agenda({.unit = "31010102", .most = 1}).value();
  ASSERT_EQ(first.entries.size(), 1u);
  EXPECT_EQ(first.entries[0], all.entries[0]);
  EXPECT_TRUE(first.more);
  EXPECT_EQ(office->agenda({.unit = "31010102", .most = 0}).error().code(), Errc::invalid_argument);
}

TEST_F(CityViews, TheAgendaIsForTheUnitAndForThoseWhoSupervise) {
  const auto ask = [](std::string_view actor, std::string unit) {
    const core::Viewer viewer{core::Actor::parse(actor)};
    const auto seen = office->agenda({.unit = std::move(unit)}, viewer).value();
    return core::refused(seen) == nullptr;
  };
  EXPECT_TRUE(ask("window_officer:w1@31010102", "31010102"));
  EXPECT_FALSE(ask("window_officer:w1@31010102", "31010103"));
  EXPECT_TRUE(ask("supervisor:v1", "31010103"));
  EXPECT_TRUE(ask("window_officer:w1@31010102", ""));
  EXPECT_FALSE(ask("citizen:c1", "31010102"));
  EXPECT_FALSE(ask("civilian:c1@31010102", "31010102"));
}

TEST_F(CityViews, CasesAreListedByStationUnitPhaseAndDueTime) {
  expect_list({}, [](const State&) { return true; });
  expect_list({.page_size = 7}, [](const State&) { return true; });
  expect_list({.station = "31010102"},
              [](const State& s) { return s.intake.station == "31010102"; });
  expect_list({.unit = "31010103"}, [](const State& s) { return owner_of(s) == "31010103"; });
  expect_list({.unit = "archive", .page_size = 50},
              [](const State& s) { return owner_of(s) == "archive"; });
  expect_list({.station = "31010102", .phase = Phase::accepted}, [](const State& s) {
    return s.intake.station == "31010102" && s.phases.stage == Phase::accepted;
  });
  expect_list({.open_only = true}, [](const State& s) { return is_open(s.phases.stage); });
  const auto soon = clock->now() + std::chrono::hours{24 * 5};
  expect_list({.station = "31010103", .due_by = soon}, [&](const State& s) {
    const auto due = earliest(s);
    return s.intake.station == "31010103" && due && *due <= soon;
  });
  expect_list({.due_by = soon}, [&](const State& s) {
    const auto due = earliest(s);
    return due && *due <= soon;
  });
}

TEST_F(CityViews, AListIsSortedByTheEarliestLimit) {
  Timestamp before{};
  for (const auto& entry : listed({.station = "31010102", .open_only = true})) {
    ASSERT_TRUE(entry.next_deadline.has_value());
    EXPECT_LE(before, entry.next_deadline->due);
    before = entry.next_deadline->due;
    EXPECT_EQ(entry.station, "31010102");
    EXPECT_FALSE(entry.unit.empty());
  }
}

TEST_F(CityViews, DeadlinesAreTheLimitsThatRun) {
  std::set<std::string> expected;
  for (const auto& [stream, state] : all_cases()) {
    for (const auto& limit : due_times(state)) {
      if (limit.met_at) continue;
      expected.insert(stream + " " + std::string{describe::enum_name(limit.kind)} + " " +
                      to_string(limit.due.at) + (limit.command.empty() ? "" : " fires"));
    }
  }
  const auto list = office->deadlines({.page_size = 1000}, office->store().head().value()).value();
  EXPECT_FALSE(list.more);
  std::set<std::string> found;
  Timestamp before{};
  for (const auto& d : list.deadlines) {
    EXPECT_LE(before, d.due);
    before = d.due;
    found.insert(d.id.text() + " " + std::string{describe::enum_name(d.kind)} + " " +
                 to_string(d.due) + (d.fires ? " fires" : ""));
  }
  EXPECT_GT(expected.size(), 40u);
  EXPECT_EQ(found, expected);
  for (const auto size : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    DeadlineQuery query{.page_size = size};
    std::vector<Deadline> paged;
    for (;;) {
      const auto page = office->deadlines(query).value();
      paged.insert(paged.end(), page.deadlines.begin(), page.deadlines.end());
      EXPECT_EQ(page.more, !page.next.empty());
      query.after = page.next;
      if (query.after.empty()) break;
    }
    ASSERT_EQ(paged.size(), list.deadlines.size());
    for (std::size_t i = 0; i < paged.size(); ++i) {
      EXPECT_EQ(paged[i].id, list.deadlines[i].id);
      EXPECT_EQ(paged[i].kind, list.deadlines[i].kind);
    }
  }
  const auto some =
      office->deadlines({.station = "31010102", .kind = DeadlineKind::contact}).value();
  EXPECT_FALSE(some.deadlines.empty());
  for (const auto& d : some.deadlines) {
    EXPECT_EQ(d.station, "31010102");
    EXPECT_EQ(d.kind, DeadlineKind::contact);
  }
}

/// More than a page can hold.
TEST(Deadlines, MayEndAtOneMomentInAnyNumber) {
  constexpr std::size_t kCases = 1'500;
  ManualClock clock{start_of(kFirstDay, kShanghaiOffset)};
  const auto office = Office::open({.store = "memory", .clock = &clock}).value();
  for (std::size_t i = 0; i < kCases; ++i) {
    Report report{.station = "S001", .district = "PD"};
    report.category = Category::difficult;
    report.matter = "RK10";
    report.reason = "D1";
    const auto id = StreamId::of("case", "same-" + std::to_string(i)).value();
    const auto context = office->context({"w1", "window_officer", "S001"});
    ASSERT_FALSE(office->handle(id, report, context).value().refused());
  }
  DeadlineQuery query{.kind = DeadlineKind::contact, .page_size = limits::kListPageMax};
  std::set<std::string> found;
  std::set<Timestamp> ends;
  do {
    const auto page = office->deadlines(query, office->store().head().value()).value();
    for (const auto& one : page.deadlines) {
      EXPECT_TRUE(found.insert(one.id.text()).second) << one.id.text() << " twice";
      ends.insert(one.due);
    }
    query.after = page.next;
  } while (!query.after.empty());
  EXPECT_EQ(found.size(), kCases);
  EXPECT_EQ(ends.size(), 1u);
}

TEST_F(CityViews, BadQueriesAreRefused) {
  EXPECT_EQ(office->cases({.page_size = 0}).error().code(), Errc::invalid_argument);
  EXPECT_EQ(office->cases({.page_size = 1001}).error().code(), Errc::invalid_argument);
  EXPECT_EQ(office->cases({.after = "nonsense"}).error().code(), Errc::invalid_argument);
  EXPECT_EQ(office->deadlines({.page_size = 0}).error().code(), Errc::invalid_argument);
  EXPECT_EQ(office->deadlines({.after = "nonsense"}).error().code(), Errc::invalid_argument);
  EXPECT_EQ(office->deadlines({.after = "df"}).error().code(), Errc::invalid_argument);
}

TEST_F(CityViews, LimitsActByThemselvesWhenAsked) {
  ManualClock now{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  const auto city =
      Office::open({.store = "memory", .clock = &now, .services = {.timers = true}}).value();
  Report report{.station = "S001", .district = "PD"};
  report.category = Category::difficult;
  report.line = Line::population;
  report.matter = "RK10";
  report.reason = "D1";
  report.narrative = Sealed<std::string>{"没办成"};
  const auto id = StreamId::of("case", "late").value();
  const core::Actor officer{"w1", "window_officer", "S001"};
  ASSERT_FALSE(city->handle(id, report, city->context(officer)).value().refused());
  EXPECT_EQ(city->fire_due().error().code(), Errc::invalid_argument);
  now.advance(std::chrono::hours{24 * 60});
  city->clock_moved();
  std::string told_by;
  for (int i = 0; i < 2000 && told_by.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
    for (const auto& entry : city->history(id).value()) {
      if (std::holds_alternative<WentOverdue>(entry.event)) told_by = entry.actor;
    }
  }
  EXPECT_EQ(told_by, "timer:engine");
}

}  // namespace
}  // namespace recourse::casework::complaint
