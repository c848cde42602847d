// Goal: whatever callers, cancellations, timers, broken deciders and stops do to an engine at the
// same time, nothing hangs, nothing acknowledged is lost, nothing takes effect twice. Method:
// clients on threads give commands and wait or do not wait for them, take some of them back, and
// some decide nonsense; the clock runs ahead so that limits pass; views are rebuilt, a subscriber
// listens; then the engine is stopped, gracefully or abruptly, and opened again. In the end the log
// is verified, holds each acknowledged command once and none that was refused, failed or taken
// back; views agree with a fresh build of them.
//
//     RECOURSE_STRESS_SECONDS=600 build/release/bin/stress_tests
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <recourse/engine.hpp>
#include <thread>
#include <unordered_map>

#include "tests/support/errand.hpp"
#include "tests/support/locker.hpp"

namespace recourse {
namespace {

namespace fs = std::filesystem;
using errand::Errand;
using locker::Locker;
using namespace std::chrono_literals;
using Dice = std::mt19937_64;

/// What each command id came to, as its caller was told.
class Ledger {
 public:
  void note(const CommandId& id, const Result<core::Outcome>& outcome) {
    std::lock_guard guard{mutex_};
    ++answers_;
    if (outcome && !outcome->refused() && !outcome->nothing_to_do()) {
      took_effect_[id.to_string()] = outcome->appended().first;
    } else if (!outcome && outcome.error().code() == Errc::io_error) {
      unknown_.push_back(id.to_string());
    } else {
      none_.push_back(id.to_string());
      if (!outcome) ++errors_[outcome.error().code()];
    }
  }
  void given() { ++given_; }

  /// Holds what callers were told against the log.
  void compare(const core::EventStore& store) const {
    std::unordered_map<std::string, Position> in_log;
    const auto cursor = store.read_all().value();
    while (cursor->next().value()) {
      const auto& r = cursor->record();
      in_log.try_emplace(r.command_id.to_string(), r.position);
    }
    EXPECT_EQ(answers_, given_.load());
    for (const auto& [id, first] : took_effect_) {
      const auto found = in_log.find(id);
      ASSERT_NE(found, in_log.end()) << "an acknowledged command is lost";
      EXPECT_EQ(found->second, first);
    }
    for (const auto& id : none_) {
      EXPECT_FALSE(in_log.contains(id)) << "a command took effect that was answered otherwise";
    }
    EXPECT_TRUE(unknown_.empty());
    std::cout << given_ << " commands: " << took_effect_.size() << " took effect";
    for (const auto& [code, count] : errors_) std::cout << ", " << count << " " << info(code).name;
    std::cout << "\n";
  }

 private:
  mutable std::mutex mutex_;
  std::atomic<std::uint64_t> given_{0};
  std::uint64_t answers_ = 0;
  std::unordered_map<std::string, Position> took_effect_;
  std::vector<std::string> none_;
  std::vector<std::string> unknown_;
  std::map<Errc, std::uint64_t> errors_;
};

class Scene {
 public:
  Scene(const fs::path& directory, ManualClock& clock, Ledger& ledger)
      : clock_(&clock),
        ledger_(&ledger),
        engine_(
            Engine::open({.directory = directory, .clock = &clock, .services = {.timers = true}})
                .value()),
        errands_(&engine_->add(Errand{})),
        lockers_(&engine_->add(Locker{})) {
    engine_->start().value();
    engine_->subscriptions()
        .add({.name = "listener"},
             [this](const core::RecordView& r) -> Result<void> {
               EXPECT_TRUE(heard_.value == 0 || r.position == heard_.next()) << "a gap, or twice";
               heard_ = r.position;
               return {};
             })
        .value();
  }

  Engine& engine() { return *engine_; }

  /// One client's life until `until`.
  void live(std::uint64_t seed, std::chrono::steady_clock::time_point until) {
    Dice dice{seed};
    while (std::chrono::steady_clock::now() < until && !stopping_) {
      switch (dice() % 8) {
        case 0:
          wait_for_one(dice);
          break;
        case 1:
          burst_on_one_stream(dice);
          break;
        case 2:
          clock_->advance(std::chrono::minutes{dice() % 40});
          engine_->clock_moved();
          break;
        case 3:
          // A rebuild may be under way already, and that is said.
          (void)engine_->views().rebuild("errand", {.compare = dice() % 2 == 0});
          break;
        case 4:
          (void)engine_->metrics();
          (void)engine_->health();
          break;
        default:
          hand_in(dice);
      }
      if (errands_->commands().under_way + lockers_->commands().under_way > 2000) {
        std::this_thread::sleep_for(1ms);
      }
    }
  }

  void stop(Stop how) {
    stopping_ = true;
    engine_->stop(how);
  }

 private:
  static StreamId errand_of(Dice& dice) {
    return StreamId::of("errand", std::to_string(dice() % 200)).value();
  }
  static StreamId locker_of(Dice& dice) {
    return StreamId::of("locker", std::to_string(dice() % 20)).value();
  }
  core::Context context() const { return engine_->context({"c", "client", "stress"}); }

  errand::Command errand_command(Dice& dice) const {
    const auto manner = static_cast<errand::Manner>(1 + dice() % 6);
    const auto due = clock_->now() + std::chrono::minutes{1 + dice() % 120};
    switch (dice() % 5) {
      case 0:
        return errand::Note{"n"};
      case 1:
        return errand::Rest{};
      case 2:
        return errand::Move{due};
      case 3:
        return errand::Note{"\xff"};  // refused before it is decided
      default:
        return errand::Begin{due, manner};
    }
  }
  locker::Command locker_command(Dice& dice) const {
    const auto door = std::to_string(dice() % 50);
    switch (dice() % 6) {
      case 0:
        return locker::Misbehave{"throw"};
      case 1:
        return locker::Misbehave{"throw nothing"};
      case 2:
        return locker::Misbehave{"unreadable"};
      case 3:
        return locker::Empty{door};
      case 4:
        return locker::MoveTo{door, std::to_string(dice() % 20)};
      default:
        return locker::Fill{door};
    }
  }

  void wait_for_one(Dice& dice) {
    const auto c = context();
    ledger_->given();
    ledger_->note(c.command_id, errands_->handle(errand_of(dice), errand_command(dice), c));
  }

  void hand_in(Dice& dice) {
    auto c = context();
    const auto id = c.command_id;
    ledger_->given();
    auto done = [ledger = ledger_, id](const Result<core::Outcome>& o) { ledger->note(id, o); };
    const auto pending =
        dice() % 2 == 0
            ? errands_->async_handle(errand_of(dice), errand_command(dice), std::move(c), done)
            : lockers_->async_handle(locker_of(dice), locker_command(dice), std::move(c), done);
    if (dice() % 4 == 0) pending->cancel();
  }

  void burst_on_one_stream(Dice& dice) {
    const auto stream = locker_of(dice);
    for (int i = 0; i < 20; ++i) {
      auto c = context();
      const auto id = c.command_id;
      ledger_->given();
      lockers_->async_handle(
          stream, locker_command(dice), std::move(c),
          [ledger = ledger_, id](const Result<core::Outcome>& o) { ledger->note(id, o); });
    }
  }

  ManualClock* clock_;
  Ledger* ledger_;
  std::unique_ptr<Engine> engine_;
  Hosted<Errand>* errands_;
  Hosted<Locker>* lockers_;
  Position heard_{};
  std::atomic<bool> stopping_{false};
};

std::chrono::seconds how_long() {
  const char* const told = std::getenv("RECOURSE_STRESS_SECONDS");
  return std::chrono::seconds{told == nullptr ? 6 : std::strtol(told, nullptr, 10)};
}

/// Holds a view's rows against those that a fresh build makes.
void expect_right(Engine& engine, std::string_view view) {
  engine.views().wait_for(view, engine.store().head().value(), 60s).value();
  const auto build = engine.views().report(view)->serving.name.build;
  while (!engine.views().rebuild(view, {.compare = true})) std::this_thread::sleep_for(5ms);
  while (engine.views().report(view)->serving.name.build <= build ||
         engine.views().report(view)->building) {
    std::this_thread::sleep_for(5ms);
  }
  const auto report = engine.views().report(view).value();
  ASSERT_TRUE(report.compared.has_value());
  EXPECT_EQ(report.compared->error, "");
  EXPECT_EQ(report.compared->found.differences, 0u) << report.compared->found.first;
}

TEST(Stress, NothingHangsNothingIsLostNothingHappensTwice) {
  const auto folder =
      fs::temp_directory_path() / ("recourse-stress-" + random_log_id().to_string());
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  Ledger ledger;
  Dice dice{20231130};
  int lives = 0;
  const auto end = std::chrono::steady_clock::now() + how_long();
  while (std::chrono::steady_clock::now() < end) {
    Scene scene{folder, clock, ledger};
    const auto until = std::chrono::steady_clock::now() + 1s + dice() % 1000 * 1ms;
    std::vector<std::thread> clients;
    for (int c = 0; c < 3; ++c) {
      clients.emplace_back([&scene, until, seed = dice()] { scene.live(seed, until + 1s); });
    }
    std::this_thread::sleep_until(until);
    scene.stop(dice() % 2 == 0 ? Stop::gracefully : Stop::abruptly);  // while clients go on
    for (auto& client : clients) client.join();
    ++lives;
  }
  {
    Scene scene{folder, clock, ledger};
    expect_right(scene.engine(), "errand");
    scene.stop(Stop::gracefully);
    const auto verified = scene.engine().verify().value();
    EXPECT_TRUE(verified.ok()) << verified.problems;
    std::cout << lives << " lives, " << verified.records << " events; ";
    ledger.compare(scene.engine().store());
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace recourse
