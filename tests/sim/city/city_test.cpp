// The window itself under seeds: people, limits, views and crashes, held against a plain fold.
#include <gtest/gtest.h>

#include <cstdlib>
#include <recourse/base/clock.hpp>
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/complaint/views/figure_query.hpp>
#include <recourse/core/memory_table.hpp>
#include <recourse/core/timers.hpp>

#include "tests/sim/city/people.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/world_store.hpp"
#include "tests/support/slow_figures.hpp"

namespace recourse::sim {
namespace {

using namespace casework;
using namespace casework::complaint;
using stores::rocks::StoreCore;

unsigned number_from(const char* variable, unsigned otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::atoi(text));
}

/// What a process has in memory.
struct Process {
  Process(std::unique_ptr<StoreCore> opened, const Clock& clock)
      : store_core(std::move(opened)),
        store(*store_core),
        cases(store, ComplaintDecider{}, {.cache = {.states = 3}}),
        views(store),
        timers(cases, views, std::string{CasesView::kName}, clock) {
    views.add([] { return std::make_unique<CasesView>(ComplaintDecider{}); }).value();
    views.add([] { return std::make_unique<FiguresView>(ComplaintDecider{}); }).value();
  }
  std::unique_ptr<StoreCore> store_core;
  WorldStore store;
  core::Workflow<ComplaintDecider> cases;
  core::Views views;
  core::Timers<ComplaintDecider> timers;
};

class City {
 public:
  explicit City(std::uint64_t seed) : seed_(seed), random_(seed * 3 + 2), image_random_(seed) {}

  /// Lives with crashes between them; then the clock runs on until every case is at rest.
  void schedule() {
    SCOPED_TRACE("RECOURSE_SIM_SEED=" + std::to_string(seed_));
    for (int life = 0; life < 3 && !testing::Test::HasFailure(); ++life) {
      open();
      const auto steps = 40 + random_.below(80);
      for (std::uint64_t i = 0; i < steps && !testing::Test::HasFailure(); ++i) step();
      check_all();
      crash();
    }
    if (testing::Test::HasFailure()) return;
    open();
    check_all();
    come_to_rest();
  }
  std::uint64_t accepted() const { return accepted_; }

 private:
  void open() {
    auto store_core = StoreCore::open({.directory = "/store",
                                       .memory_bytes = std::size_t{32} << 20,
                                       .clock = &clock_,
                                       .log_id = log_id_,
                                       .env = disk_->env()});
    ASSERT_TRUE(store_core.has_value()) << store_core.error().message();
    process_ = std::make_unique<Process>(std::move(*store_core), clock_);
    log_id_ = process_->store_core->identity().id;
    process_->views.open().value();
  }

  void crash() {
    auto image = random_.chance(50) ? disk_->after_kill() : disk_->after_power_cut(image_random_);
    while (process_->store.commit()) {  // answers of a process that is dead already
    }
    process_.reset();
    disk_ = std::move(image);
  }

  void step() {
    const auto what = random_.below(100);
    if (what < 50) return command();
    if (what < 60) return work(process_->views.step(CasesView::kName));
    if (what < 68) return work(process_->views.step(FiguresView::kName));
    if (what < 78) return work(process_->timers.step());
    if (what < 82) return void(process_->store.commit());
    if (what < 84) return work(process_->store_core->pipeline().index_some());
    if (what < 88) return flush();
    clock_.advance(
        std::chrono::hours{random_.chance(15) ? -30 : static_cast<int>(random_.below(60))});
  }
  static void work(const Result<bool>& done) {
    EXPECT_TRUE(done.has_value()) << done.error().message();
  }
  void flush() {
    for (const auto& name : process_->store.tables().list().value()) {
      if (random_.chance(50)) process_->store.tables().open(name).value()->flush().value();
    }
  }

  void command() {
    const auto id = StreamId::of("case", std::to_string(random_.below(8))).value();
    const auto state = process_->cases.current(id).value();
    const auto given = People{random_, clock_}.command_for(state->state);
    const core::Context context{clock_.now(), given.actor,
                                derived_command_id("city " + std::to_string(++commands_))};
    const auto outcome = process_->cases.handle(id, given.command, context);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message();
    if (!outcome->refused()) ++accepted_;
  }

  void come_to_rest() {
    for (int year = 0; year < 2; ++year) {
      clock_.advance(std::chrono::hours{24 * 400});
      unsigned turns = 0;
      for (bool worked = true; worked && !testing::Test::HasFailure();) {
        ASSERT_LT(++turns, 5000u) << "it never comes to rest";
        worked = process_->store.commit();
        for (const auto view : {CasesView::kName, FiguresView::kName}) {
          worked = process_->views.step(view).value() || worked;
        }
        worked = process_->timers.step().value() || worked;
      }
    }
    check_all();
    EXPECT_EQ(process_->timers.status().failing, 0u) << process_->timers.status().last_error;
    for (const auto& [stream, state] : fold(process_->store.head().value())) {
      for (const auto& limit : due_times(state)) {
        if (limit.met_at) continue;
        const bool acts = !limit.command.empty() && limit.due.at < clock_.now();
        const auto loaded = process_->cases.current(StreamId::parse(stream).value()).value();
        const auto armed = std::ranges::find(loaded->timers, describe::enum_name(limit.kind),
                                             &core::ArmedTimer::name);
        ASSERT_NE(armed, loaded->timers.end());
        EXPECT_TRUE(!acts || armed->spent) << stream << " " << armed->name << " never fired";
      }
    }
  }

  std::map<std::string, State> fold(Position to) {
    std::map<std::string, State> states;
    const ComplaintDecider decider;
    const auto cursor = process_->store_core->read_all({.to = to}).value();
    while (to.value > 0 && cursor->next().value()) {
      const auto& r = cursor->record();
      decider.evolve(states[std::string{r.stream}],
                     core::Fold<ComplaintDecider>::event_of(r).value(),
                     {r.version, r.occurred_at, r.definition});
    }
    return states;
  }

  void check_all() {
    check_cases();
    check_figures();
    check_once();
  }

  void check_cases() {
    const auto rows = process_->views.snapshot(CasesView::kName).value();
    const auto states = fold(rows->position());
    std::set<std::string> expected;
    for (const auto& [stream, state] : states) {
      const auto kept = core::state_in<State>(*rows, stream).value();
      ASSERT_TRUE(kept.has_value()) << stream;
      EXPECT_TRUE(kept->state == state) << stream;
      for (const auto& limit : due_times(state)) {
        const auto name = describe::enum_name(limit.kind);
        const auto armed = std::ranges::find(kept->timers, name, &core::ArmedTimer::name);
        if (limit.met_at) continue;
        ASSERT_NE(armed, kept->timers.end()) << stream << " " << name;
        EXPECT_EQ(armed->due, limit.due.at);
        if (!armed->spent) expected.insert(stream + " " + std::string{name});
      }
    }
    std::set<std::string> found;
    for (const auto& d : list_deadlines(*rows, {.page_size = 1000}).value().deadlines) {
      found.insert(d.id.text() + " " + std::string{describe::enum_name(d.kind)});
    }
    EXPECT_EQ(found, expected);
    std::set<std::string> listed;
    for (const auto& entry : list_cases(*rows, {.page_size = 1000}).value().cases) {
      EXPECT_TRUE(listed.insert(entry.id.text()).second);
      EXPECT_EQ(entry.phases, states.at(entry.id.text()).phases);
      EXPECT_EQ(entry.unit, owner_of(states.at(entry.id.text())));
    }
    EXPECT_EQ(listed.size(), states.size());
  }

  void check_figures() {
    const auto rows = process_->views.snapshot(FiguresView::kName).value();
    const auto end = rows->position().value;
    for (const auto as_of : {Position{end}, Position{random_.below(end + 1)}}) {
      FigureQuery query{.by = {"station", "outcome"}};
      for (const auto& figure : figure_list()) query.figures.emplace_back(figure.name);
      const auto cases = test::slow_cases(process_->store, as_of);
      const auto by_keys = [](const FigureRow& a, const FigureRow& b) { return a.keys < b.keys; };
      auto table = figure_table(*rows, query, as_of).value();
      std::sort(table.rows.begin(), table.rows.end(), by_keys);
      EXPECT_EQ(table, test::slow_table(cases, query, as_of)) << as_of.value;
    }
  }

  /// A limit that passed was said once.
  void check_once() {
    std::map<std::string, int> overdue;
    std::map<std::string, std::string> story;
    const auto cursor = process_->store_core->read_all({}).value();
    while (cursor->next().value()) {
      const auto& r = cursor->record();
      const auto event = core::Fold<ComplaintDecider>::event_of(r).value();
      const std::string stream{r.stream};
      story[stream].append(" ").append(r.type.substr(5));
      if (std::holds_alternative<WentOverdue>(event)) {
        EXPECT_EQ(++overdue[stream], 1) << stream << story[stream];
      }
      // A clock that stood and runs again may run out again.
      if (std::holds_alternative<Reopened>(event) || std::holds_alternative<Unmerged>(event) ||
          std::holds_alternative<ReviewOverturned>(event) ||
          std::holds_alternative<DeclineOverturned>(event) ||
          std::holds_alternative<ReviewLapsed>(event)) {
        overdue[stream] = 0;
      }
    }
  }

  std::uint64_t seed_;
  Random random_;
  Random image_random_;
  ManualClock clock_{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  std::unique_ptr<Disk> disk_ = std::make_unique<Disk>();
  std::optional<LogId> log_id_;
  std::unique_ptr<Process> process_;
  std::uint64_t commands_ = 0;
  std::uint64_t accepted_ = 0;
};

class Cities : public testing::TestWithParam<unsigned> {};

TEST_P(Cities, CasesLimitsAndFiguresFollowTheLog) {
  constexpr unsigned kParts = 2;
  if (std::getenv("RECOURSE_SIM_SEED") != nullptr) {
    if (GetParam() == 0) City{number_from("RECOURSE_SIM_SEED", 0)}.schedule();
    return;
  }
  const auto schedules = number_from("RECOURSE_SIM_SCHEDULES", 300);
  std::uint64_t accepted = 0;
  std::uint64_t cities = 0;
  for (auto seed = GetParam() + 1; seed <= schedules && !HasFailure(); seed += kParts, ++cities) {
    City city{seed};
    city.schedule();
    accepted += city.accepted();
  }
  EXPECT_GT(accepted, cities * 20) << "people who are refused everything test nothing";
}

INSTANTIATE_TEST_SUITE_P(Parts, Cities, testing::Range(0u, 2u));

}  // namespace
}  // namespace recourse::sim
