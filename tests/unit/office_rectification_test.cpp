// Rectifications in an office: numbers, the one of a class, counts that can be counted again, and
// the catalogue that they publish to (R28–R30, R33, R42).
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <recourse/casework/rectification/refusals.hpp>
#include <recourse/core/composed_store.hpp>
#include <recourse/office/rectification.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <recourse/testing/virtual_time.hpp>
#include <thread>

#include "tests/support/remote_log.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework::rectification;
using casework::complaint::testing::a_report;
using casework::complaint::testing::day;

Timestamp at(std::string_view text) { return parse_timestamp(text).value(); }

Open a_class() {
  return {.matter = "RK01",
          .reason = "M1",
          .period = "2023Q3",
          .stations = {"PD01"},
          .found = 2,
          .overall = 3};
}

class OfficeRectificationTest : public ::testing::Test {
 protected:
  ~OfficeRectificationTest() override {
    other.reset();
    office.reset();
    std::filesystem::remove_all(folder);
  }
  /// An office over a log that others may open too.
  std::unique_ptr<Office> connect(const std::string& tables) {
    OfficeOptions options{.clock = &clock};
    options.open_store = [this, tables](const Clock&) -> Result<std::unique_ptr<core::EventStore>> {
      RECOURSE_TRY_ASSIGN(auto own, stores::open_rocksdb_tables({.directory = folder / tables}));
      return core::compose(std::make_unique<core::RemoteLog>(server), std::move(own));
    };
    return Office::open(std::move(options)).value();
  }
  static core::Actor actor(std::string_view text) { return core::Actor::parse(text); }
  OpenedRectification open(const Office& of, std::string_view who = "supervisor:v1@city.ZA",
                           const Open& command = a_class()) const {
    return open_rectification(of, command, of.context(actor(who))).value();
  }
  core::Outcome give(const Office& of, const StreamId& id, std::string_view who,
                     const Command& command) const {
    return of
        .handle_any(*of.engine().workflow("rectification"), id, &command, of.context(actor(who)))
        .value();
  }
  static State state(const Office& of, const StreamId& id) {
    const auto found = of.engine().workflow("rectification")->find_any(id).value();
    return *static_cast<const State*>(found.state.get());
  }
  /// A case that was reported on a day, of the class or of another one.
  void report(const Office& of, std::string_view key, std::string_view when, bool of_class) {
    clock.set(at(when));
    auto c = a_report();
    c.matter = "RK01";
    c.line.reset();
    c.reason = of_class ? "M1" : "M2";
    const auto outcome = of.handle(StreamId::of("case", key).value(), c,
                                   of.context(actor("window_officer:w1@PD01")));
    ASSERT_TRUE(outcome) << outcome.error().message();
    ASSERT_FALSE(outcome->refused()) << outcome->refusal().en;
  }
  /// Takes it from the opening to the publication, with a measure of each of these kinds.
  void publish(const Office& of, const StreamId& id, std::vector<MeasureKind> kinds,
               const Publish& change) {
    const auto taken = [&](std::string_view who, const Command& c) {
      const auto outcome = give(of, id, who, c);
      ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
    };
    const auto today = local_day(clock.now(), kShanghaiOffset);
    taken("city_officer:m1@city.RK", Analyse{"清单过时"});
    std::vector<std::uint32_t> numbers;
    for (const auto kind : kinds) {
      taken("city_officer:m1@city.RK", Propose{kind, "改清单", "city.RK", today});
      numbers.push_back(static_cast<std::uint32_t>(numbers.size() + 1));
    }
    taken("city_officer:m1@city.RK", Adopt{numbers});
    for (const auto number : numbers) taken("city_officer:m1@city.RK", CarryOut{number, "已改"});
    taken("city_officer:m1@city.RK", change);
  }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("recourse-rectif-" + random_log_id().to_string());
  ManualClock clock{at("2023-10-09T09:00:00+08:00")};
  std::shared_ptr<core::EventStore> server = stores::open_memory(clock);
  std::unique_ptr<Office> office = connect("one");
  std::unique_ptr<Office> other;
};

// --- the one of a class
// ----------------------------------------------------------------------------

// R29
TEST_F(OfficeRectificationTest, RectificationsAreNumberedByTheYear) {
  EXPECT_EQ(open(*office).id.text(), "rectification/ZG-2023-0001");
  auto another = a_class();
  another.period = "2023Q2";
  EXPECT_EQ(open(*office, "supervisor:v1", another).id.key(), "ZG-2023-0002");
  clock.set(at("2024-01-15T09:00:00+08:00"));
  another.period = "2023Q4";
  EXPECT_EQ(open(*office, "supervisor:v1", another).id.key(), "ZG-2024-0001");
}

// R29
TEST_F(OfficeRectificationTest, TheRefusalNamesTheOneThatTheClassHas) {
  EXPECT_FALSE(open(*office).outcome.refused());
  auto same = a_class();
  same.period = "2023-07-01..2023-09-30";
  const auto second = open(*office, "city_officer:m1@city.RK", same);
  ASSERT_TRUE(second.outcome.refused());
  const auto& no = second.outcome.refusal();
  EXPECT_TRUE(no.is(refusals::already_open));
  EXPECT_EQ(no.rule, "R29");
  EXPECT_NE(no.en.find("ZG-2023-0001"), std::string::npos) << no.en;
  EXPECT_NE(no.zh.find("ZG-2023-0001"), std::string::npos) << no.zh;
  EXPECT_EQ(office->store().version_of(second.id).value(), Version{0});
  auto another = a_class();
  another.reason = "M2";
  EXPECT_FALSE(open(*office, "supervisor:v1", another).outcome.refused());
}

// R29
TEST_F(OfficeRectificationTest, TheSameCommandAgainIsTheSameRectification) {
  const auto context = office->context(actor("supervisor:v1"));
  const auto first = open_rectification(*office, a_class(), context).value();
  const auto again = open_rectification(*office, a_class(), context).value();
  EXPECT_EQ(again.id, first.id);
  EXPECT_TRUE(again.outcome.appended().repeated);
}

// R29: two processes, and several supervisors in each, all at once.
TEST_F(OfficeRectificationTest, OfManyAtOnceInTwoProcessesOneOpensTheClass) {
  other = connect("other");
  constexpr int kSupervisors = 8;
  std::atomic<int> opened{0};
  std::atomic<int> named{0};
  {
    std::vector<std::jthread> all;
    for (int i = 0; i < kSupervisors; ++i) {
      all.emplace_back([&, i] {
        const auto& of = i % 2 == 0 ? *office : *other;
        const auto answer = open(of, "supervisor:v" + std::to_string(i));
        if (!answer.outcome.refused()) {
          ++opened;
        } else if (answer.outcome.refusal().is(refusals::already_open) &&
                   answer.outcome.refusal().en.find("ZG-2023-000") != std::string::npos) {
          ++named;
        }
      });
    }
  }
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(named, kSupervisors - 1);
  EXPECT_EQ(office->store().head().value(), Position{1});
}

// R29: two classes at once get two numbers.
TEST_F(OfficeRectificationTest, ANumberThatAnotherProcessTookIsNotGivenAgain) {
  other = connect("other");
  std::vector<std::jthread> all;
  std::atomic<int> opened{0};
  for (int i = 1; i <= 6; ++i) {
    all.emplace_back([&, i] {
      auto c = a_class();
      c.period = "2023-0" + std::to_string(i);
      if (!open(i % 2 == 0 ? *office : *other, "supervisor:v1", c).outcome.refused()) ++opened;
    });
  }
  all.clear();
  EXPECT_EQ(opened, 6);
  EXPECT_EQ(server->version_of(StreamId::of("rectification", "ZG-2023-0006").value()).value(),
            Version{1});
}

// --- what a reaction does
// --------------------------------------------------------------------------

/// A reaction as another workflow would have it: whatever happened, a class is taken up.
class TakesUp final : public core::Reaction {
 public:
  core::ReactionSpec spec() const override {
    return {.name = "takes_up", .stream_kind = "case", .types = {"case.received"}};
  }
  Result<std::vector<core::Intent>> react(const core::RecordView&) const override {
    std::vector<core::Intent> asked;
    asked.push_back(core::intent<RectificationDecider>(
        StreamId::of("rectification", "RK01-M1-2023Q3").value(), a_class()));
    return asked;
  }
};

// R28, R29
TEST_F(OfficeRectificationTest, AReactionTakesUpAClassOnce) {
  office.reset();
  office = Office::open({.store = "memory", .clock = &clock}, [](Engine& engine) {
             engine.add_reaction(std::make_unique<TakesUp>());
             return Result<void>{};
           }).value();
  office->engine().react().value();
  report(*office, "A", "2023-10-09T10:00:00+08:00", true);
  report(*office, "B", "2023-10-09T11:00:00+08:00", true);
  office->engine().react().value();
  const auto id = StreamId::of("rectification", "RK01-M1-2023Q3").value();
  EXPECT_EQ(state(*office, id).lead, "city.RK");
  EXPECT_EQ(office->store().version_of(id).value(), Version{1});
}

// --- recurrence
// ------------------------------------------------------------------------------------

// R29, R33
TEST_F(OfficeRectificationTest, CountsNameTheirCasesAndCanBeCountedAgain) {
  report(*office, "A", "2023-07-03T10:00:00+08:00", true);
  report(*office, "B", "2023-09-30T23:00:00+08:00", true);
  report(*office, "C", "2023-08-03T10:00:00+08:00", false);
  report(*office, "D", "2023-10-01T00:30:00+08:00", true);
  clock.set(at("2023-10-09T09:00:00+08:00"));
  const auto id = open(*office).id;
  publish(*office, id, {MeasureKind::training}, Publish{.how = "通报", .observe_days = 10});
  report(*office, "E", "2023-10-09T20:00:00+08:00", true);
  report(*office, "F", "2023-10-10T08:00:00+08:00", true);
  report(*office, "G", "2023-10-19T20:00:00+08:00", false);
  report(*office, "H", "2023-10-20T00:10:00+08:00", true);
  office->fire_due().value();
  ASSERT_EQ(state(*office, id).phase, Phase::measured);
  const auto counted = count_recurrence(*office, state(*office, id)).value();
  const auto keys = [](const std::vector<StreamId>& of) {
    std::string text;
    for (const auto& one : of) text += one.key();
    return text;
  };
  EXPECT_EQ(keys(counted.before), "AB");
  EXPECT_EQ(keys(counted.after), "F");
  EXPECT_EQ(counted.command.before_all, 3u);
  EXPECT_EQ(counted.command.after_all, 2u);
  EXPECT_FALSE(give(*office, id, "supervisor:v7@city.ZA", Command{counted.command}).refused());
  const auto judged = state(*office, id);
  EXPECT_EQ(judged.phase, Phase::unproven) << "two and one prove nothing";
  // Another person, later, with another case of the class that was told afterwards.
  report(*office, "I", "2023-10-21T10:00:00+08:00", true);
  other = connect("other");
  const auto again = count_recurrence(*other, judged, judged.recurrences.back().position).value();
  EXPECT_EQ(again.command, counted.command);
  EXPECT_EQ(again.before, counted.before);
  EXPECT_EQ(count_recurrence(*other, judged, Position{10'000}).error().code(), Errc::timed_out);
}

// R33, R41: cases of before the ruling that moved their matter were none of the class any more.
TEST_F(OfficeRectificationTest, CountsOfAMatterAreOfAllItsCasesWhateverLineTheyHad) {
  report(*office, "PD01-1", "2023-07-03T10:00:00+08:00", true);
  report(*office, "PD01-2", "2023-08-03T10:00:00+08:00", false);
  State of_matter{.matter = "RK01", .reason = "M1", .line = casework::Line::public_order};
  of_matter.from = day("2023-07-01");
  of_matter.to = day("2023-09-30");
  const auto count = count_recurrence(*office, of_matter).value();
  EXPECT_EQ(count.command.before, 1u);
  EXPECT_EQ(count.command.before_all, 2u);
  ASSERT_EQ(count.before.size(), 1u);
  EXPECT_EQ(count.before[0].key(), "PD01-1");
  auto of_line = of_matter;
  of_line.matter.clear();
  EXPECT_EQ(count_recurrence(*office, of_line).value().command.before, 0u);
}

// R42
TEST_F(OfficeRectificationTest, TheTopicOfAMonthIsListedFromTheLog) {
  const auto id = open(*office).id;
  ASSERT_FALSE(give(*office, id, "supervisor:v1@city.ZA", SetTopic{"2023-11"}).refused());
  publish(*office, id, {MeasureKind::process}, Publish{.how = "通报"});
  const auto topic = topic_of(*office, "2023-11").value();
  EXPECT_EQ(topic.figures.at(0).rectification, "ZG-2023-0001");
  EXPECT_EQ(topic.tasks.at(0).status, MeasureStatus::carried_out);
  EXPECT_EQ(topic.policy.at(0).text, "改清单");
  EXPECT_TRUE(topic_of(*office, "2023-12").value().figures.empty());
}

// --- the catalogue
// ---------------------------------------------------------------------------------

Publish a_change(std::string notice = "") {
  Publish c;
  c.how = "窗口公示";
  c.reworded = {{"1", "出生医学证明（正页）", "Medical certificate of birth", "原件", "", true}};
  c.notice = std::move(notice);
  return c;
}
std::string builtin() { return casework::Catalogue::builtin().version(); }
const casework::Matter& rk01(const casework::Catalogue& of) { return *of.matter("RK01"); }

// R30: what is published through the office holds at once.
TEST_F(OfficeRectificationTest, NewCasesArePinnedToThePublishedCatalogueAndEarlierOnesKeepTheirs) {
  report(*office, "A", "2023-07-03T10:00:00+08:00", true);
  clock.set(at("2023-10-09T09:00:00+08:00"));
  const auto id = open(*office).id;
  publish(*office, id, {MeasureKind::material_list}, a_change());
  EXPECT_EQ(state(*office, id).catalogues, std::vector<std::string>{builtin() + "+1"});
  EXPECT_EQ(office->catalogues().current().version(), builtin() + "+1");
  EXPECT_EQ(rk01(office->catalogues().current()).materials[0].zh, "出生医学证明（正页）");
  EXPECT_EQ(rk01(office->catalogues().current()).materials[0].requirement_en, "原件");
  ASSERT_NE(office->catalogues().find(builtin()), nullptr);
  EXPECT_EQ(rk01(*office->catalogues().find(builtin())).materials[0].zh,
            rk01(casework::Catalogue::builtin()).materials[0].zh);
  report(*office, "B", "2023-10-10T10:00:00+08:00", true);
  const auto pinned = [&](std::string_view key) {
    return office->find_case(StreamId::of("case", key).value())->state;
  };
  EXPECT_EQ(pinned("A").intake.catalogue, builtin());
  EXPECT_EQ(pinned("B").intake.catalogue, builtin() + "+1");
  EXPECT_EQ(office->decider().catalogue_of(pinned("A")).version(), builtin());
  EXPECT_EQ(office->decider().catalogue_of(pinned("B")).version(), builtin() + "+1");
}

// R14, R30: the notice of each case names the papers as its own version has them.
TEST_F(OfficeRectificationTest, NoticesAreMadeByTheCatalogueOfTheirCase) {
  office.reset();
  auto norms = casework::Norms::shanghai();
  norms.name = "every_line";
  norms.notice_for_every_line = true;
  OfficeOptions options{.store = "memory", .clock = &clock};
  options.norms = norms;
  office = Office::open(std::move(options)).value();
  report(*office, "A", "2023-07-03T10:00:00+08:00", true);
  clock.set(at("2023-07-04T09:00:00+08:00"));
  auto before = a_class();
  before.period = "2023Q2";
  const auto id = open(*office, "supervisor:v1@city.ZA", before).id;
  publish(*office, id, {MeasureKind::material_list, MeasureKind::notice},
          a_change("请先在随申办核对材料。"));
  report(*office, "B", "2023-07-04T10:00:00+08:00", true);
  const auto notice = [&](std::string_view key) {
    const auto stream = StreamId::of("case", key).value();
    const auto officer = actor("window_officer:w1@PD01");
    const auto given = [&](casework::complaint::Command c) {
      const auto outcome = office->handle(stream, c, office->context(officer));
      EXPECT_TRUE(outcome && !outcome->refused())
          << (outcome ? outcome->refusal().en : outcome.error().message());
    };
    given(casework::complaint::Accept{.present = true});
    given(casework::complaint::RouteNotice{.items = {{"1", "", ""}},
                                           .basis = "户口登记条例第七条",
                                           .place = "一楼",
                                           .contact = "021-1",
                                           .remedy = "分局",
                                           .acknowledged = true});
    return document_text(
        office->document(stream, casework::complaint::DocumentKind::notice).value());
  };
  const auto old = notice("A");
  EXPECT_EQ(old.find("（正页）"), std::string::npos) << old;
  EXPECT_EQ(old.find("随申办"), std::string::npos) << old;
  const auto now = notice("B");
  EXPECT_NE(now.find("出生医学证明（正页）"), std::string::npos) << now;
  EXPECT_NE(now.find("请先在随申办核对材料。"), std::string::npos) << now;
}

// R30
TEST_F(OfficeRectificationTest, WhatAnotherProcessPublishedCountsWhenTheNextCaseBegins) {
  other = connect("other");
  const auto id = open(*office).id;
  publish(*office, id, {MeasureKind::material_list}, a_change());
  EXPECT_EQ(other->catalogues().current().version(), builtin()) << "nobody has looked yet";
  report(*other, "B", "2023-10-10T10:00:00+08:00", true);
  EXPECT_EQ(other->find_case(StreamId::of("case", "B").value())->state.intake.catalogue,
            builtin() + "+1");
}

// R30
TEST_F(OfficeRectificationTest, AnOfficeThatIsOpenedAgainHasAllVersions) {
  auto c = a_class();
  for (const auto* period : {"2023Q1", "2023Q2", "2023Q3"}) {
    c.period = period;
    publish(*office, open(*office, "supervisor:v1", c).id, {MeasureKind::material_list},
            a_change());
  }
  EXPECT_EQ(office->catalogues().current().version(), builtin() + "+3");
  office->stop(Stop::gracefully);
  office.reset();
  office = connect("one");
  EXPECT_EQ(office->catalogues().current().version(), builtin() + "+3");
  EXPECT_EQ(office->catalogues().versions().size(), 4u);
  EXPECT_TRUE(office->verify()->ok());
}

// R30: two at once would make one version twice: the second looks at the first one's papers.
TEST_F(OfficeRectificationTest, OneThatDidNotSeeTheLastVersionPublishesAgain) {
  other = connect("other");
  auto c = a_class();
  const auto first = open(*office, "supervisor:v1", c).id;
  c.period = "2023Q2";
  const auto second = open(*other, "supervisor:v1", c).id;
  publish(*office, first, {MeasureKind::material_list}, a_change());
  const auto straight = [&](const Command& command) {  // past the office, which would have looked
    return other->engine()
        .workflow("rectification")
        ->handle(second, &command, other->context(actor("city_officer:m1@city.RK")))
        .value();
  };
  const auto today = local_day(clock.now(), kShanghaiOffset);
  ASSERT_FALSE(straight(Analyse{"清单过时"}).refused());
  ASSERT_FALSE(straight(Propose{MeasureKind::material_list, "改清单", "city.RK", today}).refused());
  ASSERT_FALSE(straight(Adopt{{1}}).refused());
  ASSERT_FALSE(straight(CarryOut{1, "已改"}).refused());
  ASSERT_EQ(other->catalogues().current().version(), builtin());
  const auto stale = straight(a_change());
  ASSERT_TRUE(stale.refused());
  EXPECT_TRUE(stale.refusal().is(refusals::catalogue_moved_on)) << stale.refusal().en;
  EXPECT_EQ(stale.refusal().rule, "R30");
  // Any command that goes through the office looks.
  EXPECT_TRUE(give(*other, second, "city_officer:m1@city.RK", Adopt{{1}}).refused());
  const auto no = give(*other, second, "city_officer:m1@city.RK", a_change());
  EXPECT_FALSE(no.refused()) << no.refusal().en;
  EXPECT_EQ(other->catalogues().current().version(), builtin() + "+2");
}

// R30: an office with services of its own sees it without being asked.
TEST_F(OfficeRectificationTest, AReactionBringsWhatAnotherProcessPublished) {
  other = connect("other");
  other->engine().react().value();
  publish(*office, open(*office).id, {MeasureKind::material_list}, a_change());
  other->engine().react().value();
  EXPECT_EQ(other->catalogues().current().version(), builtin() + "+1");
}

// R29: what passes fires in the engine as in the scenario.
TEST_F(OfficeRectificationTest, ALimitThatPassesIsRecordedByTheEngine) {
  const auto id = open(*office).id;
  clock.set(at("2023-10-24T00:00:00+08:00"));
  EXPECT_EQ(office->fire_due()->fired, 1u);
  EXPECT_TRUE(state(*office, id).late);
  EXPECT_TRUE(office->verify()->ok());
}

}  // namespace
}  // namespace recourse
