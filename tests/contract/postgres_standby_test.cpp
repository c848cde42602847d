// What a reader at a standby that lags behind answers: the past, or nothing; never less than was
// asked for.
#include <recourse/engine.hpp>

#include "tests/contract/stores.hpp"
#include "tests/support/permit.hpp"

namespace recourse::contract {
namespace {

using namespace std::chrono_literals;
using Permit = permit::before::Permit;

class LaggingStandby : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto& why = standby.missing(); !why.empty()) GTEST_SKIP() << why;
  }

  struct Hosting {
    std::unique_ptr<Engine> engine;
    Hosted<Permit>* permits;
  };
  Hosting open(const PostgresServer& server, stores::PostgresOptions::Role role,
               const std::string& tables) {
    stores::PostgresOptions options;
    options.connection = server.connection();
    options.role = role;
    const auto folder = directory.path() / tables;
    auto engine =
        Engine::open({.open_store = stores::postgres_store(
                          options, [folder] { return stores::open_rocksdb_tables({folder}); }),
                      .clock = &clock,
                      .view_patience = 1s})
            .value();
    auto* permits = &engine->add(Permit{});
    return {std::move(engine), permits};
  }
  static Position give(const Engine& engine, Hosted<Permit>& permits, Permit::Command command) {
    return permits
        .handle(StreamId::of("permit", "1").value(), command,
                engine.context({"me", "tester", "lab"}))
        .value()
        .appended()
        .last;
  }
  /// Where the rows are true, or why there are none.
  static std::string rows_at(const Engine& engine, Position at_least = {}) {
    const auto rows = engine.rows("permit", at_least);
    if (!rows) return std::string{info(rows.error().code()).name};
    return std::to_string((*rows)->position().value);
  }
  void expect_rows_at(const Engine& engine, std::uint64_t position) {
    for (int i = 0; i < 100 && rows_at(engine) != std::to_string(position); ++i) {
      std::this_thread::sleep_for(50ms);
    }
    EXPECT_EQ(rows_at(engine), std::to_string(position));
  }

  PostgresServer primary;
  PostgresServer standby{PostgresServer::StandbyOf{primary}};
  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
};

TEST_F(LaggingStandby, AnswersTheMomentAskedForOrThatItHasNotCome) {
  const auto [engine, permits] = open(primary, stores::PostgresOptions::Role::appender, "primary");
  ASSERT_TRUE(engine->start());
  EXPECT_EQ(give(*engine, *permits, permit::Ask{}), Position{1});
  const auto [reader, nobody] = open(standby, stores::PostgresOptions::Role::reader, "standby");
  ASSERT_TRUE(reader->start());
  EXPECT_EQ(rows_at(*reader, Position{1}), "1");

  EXPECT_EQ(standby.ask("SELECT pg_wal_replay_pause()"), "");
  for (int i = 0; i < 100 && standby.ask("SELECT pg_get_wal_replay_pause_state()") != "paused";
       ++i) {
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(give(*engine, *permits, permit::Grant{}), Position{2});
  EXPECT_EQ(rows_at(*reader), "1") << "a reader is told of the past, and where it was";
  EXPECT_EQ(rows_at(*reader, Position{2}), "timed_out");
  EXPECT_EQ(rows_at(*engine, Position{2}), "2");

  standby.ask("SELECT pg_wal_replay_resume()");
  expect_rows_at(*reader, 2);
  EXPECT_EQ(rows_at(*reader, Position{2}), "2");
}

}  // namespace
}  // namespace recourse::contract
