// The log on PostgreSQL: who may append, what a lost answer leads to, and what a reader sees.
#include <atomic>
#include <map>
#include <recourse/core/page.hpp>
#include <recourse/core/verify.hpp>
#include <set>
#include <thread>

#include "stores.hpp"
#include "tests/contract/postgres_proxy.hpp"

namespace recourse::contract {
namespace {

using namespace core;
using namespace std::chrono_literals;
using stores::open_postgres;
using stores::PostgresOptions;

StreamId stream(std::string_view key) { return StreamId::of("thing", key).value(); }
CommandId id(int n) { return derived_command_id("postgres " + std::to_string(n)); }

Append one(int n, std::string_view key) {
  return {.command_id = id(n),
          .actor = "tester",
          .fingerprint = static_cast<std::uint64_t>(n + 1),
          .streams = {{stream(key),
                       ExpectedVersion::any(),
                       1,
                       {{"thing.happened", 1, Timestamp{1s}, std::to_string(n)}}}}};
}

class Postgres : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto& why = server().missing(); !why.empty()) GTEST_SKIP() << why;
  }
  static PostgresServer& server() { return PostgresServer::shared(); }
  PostgresOptions options() const {
    auto options = postgres_options(directory.path());
    options.takeover.wait = 200ms;
    options.tuning.groups_in_flight = 2;  // what is more can go wrong
    return options;
  }
  PostgresOptions through(const PostgresProxy& proxy) const {
    auto o = options();
    o.connection = server().over_tcp(proxy.port()) + " sslmode=disable gssencmode=disable";
    return o;
  }
  std::unique_ptr<EventLog> open(const PostgresOptions& options) const {
    return open_postgres(options, clock).value();
  }
  /// Each command that was acknowledged is in once, where the answer said; and nothing else.
  void expect_exactly(const EventLog& log, const std::map<int, Appended>& acknowledged) const {
    std::map<CommandId, std::uint64_t> found;
    auto cursor = log.read_all().value();
    while (cursor->next().value()) {
      EXPECT_TRUE(
          found.emplace(cursor->record().command_id, cursor->record().position.value).second)
          << "a command took effect twice";
    }
    EXPECT_EQ(found.size(), acknowledged.size());
    for (const auto& [n, answer] : acknowledged) {
      ASSERT_TRUE(found.count(id(n))) << "an acknowledged command is not in the log";
      EXPECT_EQ(found[id(n)], answer.first.value);
    }
  }
  static std::string end_appenders(const std::string& of) {
    return server().ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = "
        "(SELECT 'recourse appender ' || replace(appender::text, '-', '') FROM recourse.log "
        "WHERE name = '" +
        of + "')");
  }

  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
};

// --- one appender --------------------------------------------------------------------------------

TEST_F(Postgres, TheLogHasOneAppenderAndTheNextIsToldSo) {
  const auto first = open(options());
  const auto second = open_postgres(options(), clock);
  ASSERT_TRUE(second.has_error());
  EXPECT_EQ(second.error().code(), Errc::store_locked);
  EXPECT_TRUE(first->append(one(1, "a")).has_value()) << "it was not disturbed";
}

TEST_F(Postgres, WhoWaitsGetsTheLogWhenItsAppenderEnds) {
  auto first = open(options());
  first->append(one(1, "a")).value();
  std::thread later{[&] {
    std::this_thread::sleep_for(300ms);
    first.reset();
  }};
  auto patient = options();
  patient.takeover.wait = 10s;
  const auto second = open(patient);
  later.join();
  EXPECT_EQ(second->append(one(2, "a")).value().version, Version{2});
}

TEST_F(Postgres, TheServersThatItNamesAreAskedUntilOneAnswers) {
  PostgresProxy proxy{server().port()};
  const auto both = [&](const std::string& more) {
    const auto port = std::to_string(proxy.port());
    auto o = options();
    o.connection = "host=127.0.0.1,127.0.0.1 port=" + port + "," + std::to_string(server().port()) +
                   " dbname=postgres user=tester sslmode=disable gssencmode=disable " + more;
    o.patience = 8s;
    return o;
  };
  // The first accepts the connection and closes it, or says nothing.
  proxy.cut_every(PostgresProxy::Way::to_server, 1);
  open(both(""))->append(one(1, "a")).value();
  EXPECT_GT(proxy.cuts(), 0);
  // What is left to the environment is a list as well.
  auto of_ports = both("");
  const auto ports = of_ports.connection.find(" port=");
  const auto end = of_ports.connection.find(' ', ports + 1);
  ::setenv("PGPORT", of_ports.connection.substr(ports + 6, end - ports - 6).c_str(), 1);
  of_ports.connection.erase(ports, end - ports);
  auto opened = open_postgres(of_ports, clock);
  ::unsetenv("PGPORT");
  ASSERT_TRUE(opened.has_value()) << opened.error().message();
  opened->reset();
  proxy.cut_every(PostgresProxy::Way::to_server, 0);
  proxy.hold_answers(true);
  auto reader = both("target_session_attrs=prefer-standby connect_timeout=2");
  reader.role = PostgresOptions::Role::reader;
  reader.patience = 30s;
  EXPECT_EQ(open(reader)->head().value(), Position{1});
}

TEST_F(Postgres, OfServersThatAreAllGoneEachIsNamedWithWhatIsWrong) {
  PostgresProxy proxy{server().port()};
  proxy.hold_answers(true);
  auto o = options();
  o.connection = "host=127.0.0.1,127.0.0.1 port=1," + std::to_string(proxy.port()) +
                 " dbname=postgres user=tester sslmode=disable connect_timeout=1";
  const auto none = open_postgres(o, clock);
  ASSERT_TRUE(none.has_error());
  EXPECT_EQ(none.error().code(), Errc::io_error);
  const auto words = none.error().message();
  EXPECT_NE(words.find("port 1 failed: Connection refused"), std::string::npos) << words;
  EXPECT_NE(words.find(std::to_string(proxy.port()) + ": no answer in time"), std::string::npos)
      << words;
}

TEST_F(Postgres, AnAppenderThatGoesOnHoldsItsLog) {
  PostgresProxy proxy{server().port()};
  const auto log = open(through(proxy));
  for (int n = 0; n < 5; ++n) {
    proxy.cut_after(PostgresProxy::Way::to_server, 3);
    log->append(one(n, "a")).value();
    EXPECT_EQ(open_postgres(options(), clock).error().code(), Errc::store_locked);
  }
  EXPECT_TRUE(log->health().writable);
}

TEST_F(Postgres, ADeposedAppenderCannotWriteAndSaysSo) {
  const auto first = open(options());
  first->append(one(1, "a")).value();
  auto taking = options();
  taking.takeover.depose = true;
  const auto second = open(taking);
  const auto late = first->append(one(2, "a"));
  ASSERT_TRUE(late.has_error());
  EXPECT_EQ(late.error().code(), Errc::store_stopped);
  EXPECT_NE(late.error().message().find("another appender"), std::string::npos)
      << late.error().message();
  EXPECT_FALSE(first->health().writable);
  EXPECT_EQ(first->append(one(3, "a")).error().code(), Errc::store_stopped);
  EXPECT_EQ(first->checkpoints().save("mail", {first->identity(), Position{1}}).error().code(),
            Errc::store_stopped);
  EXPECT_EQ(second->append(one(2, "a")).value().version, Version{2});
  EXPECT_EQ(open_postgres(options(), clock).error().code(), Errc::store_locked)
      << "who deposed another holds the log";
  expect_exactly(*first, {{1, second->find(id(1)).value()->appended},
                          {2, second->find(id(2)).value()->appended}});
}

TEST_F(Postgres, TheFenceHoldsWhereNoLockDoes) {
  const auto first = open(options());
  first->append(one(1, "a")).value();
  // As if another appender had come and gone on a server that this one has not heard of.
  server().ask(
      "UPDATE recourse.log SET epoch = epoch + 1, appender = gen_random_uuid() "
      "WHERE name = '" +
      options().log + "'");
  EXPECT_EQ(first->append(one(2, "a")).error().code(), Errc::store_stopped);
  EXPECT_EQ(first->head().value(), Position{1});
  EXPECT_FALSE(first->find(id(2)).value());
}

TEST_F(Postgres, TheFenceIsInTheTransactionItself) {
  const auto log = open(options());
  log->append(one(1, "a")).value();
  const auto advance = [&](const char* epoch, const char* seen) {
    return server().ask(std::string{"SELECT 'moved' FROM recourse.log l, recourse.advance(l.id, "} +
                        epoch + ", " + seen + ", l.head + 1, 0) WHERE l.name = '" + options().log +
                        "'");
  };
  EXPECT_NE(advance("l.epoch - 1", "l.head").find("another appender"), std::string::npos);
  EXPECT_NE(advance("l.epoch + 1", "l.head").find("another appender"), std::string::npos);
  EXPECT_NE(advance("l.epoch", "l.head - 1").find("another head"), std::string::npos);
  EXPECT_EQ(log->head().value(), Position{1});
  EXPECT_EQ(advance("l.epoch", "l.head"), "moved");
}

TEST_F(Postgres, LogsOfOneSchemaShareNothing) {
  auto other = options();
  other.log += "_b";
  const auto a = open(options());
  const auto b = open(other);
  a->append(one(1, "x")).value();
  EXPECT_EQ(b->append(one(1, "x")).value().first, Position{1});
  EXPECT_NE(a->identity().id, b->identity().id);
  EXPECT_EQ(b->version_of(stream("x")).value(), Version{1});
}

// --- an answer that is lost ----------------------------------------------------------------------

TEST_F(Postgres, AConnectionThatIsCutAtAnyMessageLosesNothingAndRepeatsNothing) {
  PostgresProxy proxy{server().port()};
  auto o = through(proxy);
  const auto log = open(o);
  std::map<int, Appended> acknowledged;
  acknowledged[0] = log->append(one(0, "a")).value();
  int n = 0;
  for (const auto way : {PostgresProxy::Way::to_server, PostgresProxy::Way::to_client}) {
    for (int message = 0; message < 40; ++message) {
      proxy.cut_after(way, message);
      const auto answer = log->append(one(++n, "a"));
      ASSERT_TRUE(answer.has_value()) << message << ": " << answer.error().message();
      EXPECT_FALSE(answer->repeated);
      acknowledged[n] = *answer;
    }
  }
  proxy.cut_every(PostgresProxy::Way::to_server, 0);  // one may not have been met
  EXPECT_GT(proxy.cuts(), 40);
  expect_exactly(*log, acknowledged);
}

TEST_F(Postgres, ManyAppendsOverALineThatBreaksAgainAndAgainTakeEffectOnce) {
  PostgresProxy proxy{server().port()};
  const auto log = open(through(proxy));
  for (const int every : {401, 300, 151}) {
    std::atomic<int> answered{0};
    std::mutex mutex;
    std::map<int, Result<Appended>> answers;
    proxy.cut_every(every % 2 == 0 ? PostgresProxy::Way::to_client : PostgresProxy::Way::to_server,
                    every);
    constexpr int kAppends = 400;
    for (int i = 0; i < kAppends; ++i) {
      const int n = every * 10'000 + i;
      log->async_append(one(n, std::to_string(i % 7)), [&, n](Result<Appended> answer) {
        std::lock_guard lock{mutex};
        answers.emplace(n, std::move(answer));
        ++answered;
      });
      if (i % 5 == 4) std::this_thread::sleep_for(3ms);
    }
    while (answered < kAppends) std::this_thread::sleep_for(1ms);
    proxy.cut_every(PostgresProxy::Way::to_server, 0);
    for (auto& [n, answer] : answers) {
      // What was not answered as done is settled by giving it again.
      const auto again = log->append(one(n, std::to_string(n % 10'000 % 7)));
      ASSERT_TRUE(again.has_value()) << again.error().message();
      if (answer) {
        EXPECT_TRUE(again->repeated) << "acknowledged, and not in the log";
        EXPECT_EQ(again->first, answer->first);
      }
    }
  }
  std::map<int, Appended> all;
  for (const int every : {401, 300, 151}) {
    for (int i = 0; i < 400; ++i) {
      all[every * 10'000 + i] = log->find(id(every * 10'000 + i)).value()->appended;
    }
  }
  EXPECT_GT(proxy.cuts(), 3);
  expect_exactly(*log, all);
}

TEST_F(Postgres, ALineThatBreaksBeforeAnythingIsSentKeepsNobodyWaiting) {
  PostgresProxy proxy{server().port()};
  auto o = through(proxy);
  o.patience = 1s;
  const auto log = open(o);
  // Enough to connect, too little to append.
  proxy.cut_every(PostgresProxy::Way::to_server, 61);
  end_appenders(options().log);
  const auto begun = std::chrono::steady_clock::now();
  const auto answer = log->append(one(1, "a"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  proxy.cut_every(PostgresProxy::Way::to_server, 0);
  EXPECT_EQ(answer.error().code(), Errc::io_error) << "it was not sent";
  Result<Appended> again = log->append(one(1, "a"));
  for (int i = 0; i < 20 && !again; ++i) again = log->append(one(1, "a"));
  EXPECT_EQ(again.value().first, Position{1});
}

TEST_F(Postgres, AFaultLongAgoTakesNothingFromTheNextOnesPatience) {
  PostgresProxy proxy{server().port()};
  auto o = through(proxy);
  o.patience = 2s;
  const auto log = open(o);
  log->append(one(0, "a")).value();
  end_appenders(options().log);  // while nobody waits
  std::this_thread::sleep_for(o.patience + 300ms);
  proxy.cut_after(PostgresProxy::Way::to_server, 0);
  EXPECT_EQ(log->append(one(1, "a")).value().first, Position{2});
  EXPECT_EQ(proxy.cuts(), 1);
}

TEST_F(Postgres, ALineThatIsSlowIsOnlySlow) {
  PostgresProxy proxy{server().port()};
  const auto log = open(through(proxy));
  proxy.delay(15ms);
  std::map<int, Appended> acknowledged;
  for (int n = 0; n < 10; ++n) acknowledged[n] = log->append(one(n, "a")).value();
  expect_exactly(*log, acknowledged);
}

TEST_F(Postgres, AnAppendWhoseAnswerDoesNotComeIsUnknownUntilItIsAskedAgain) {
  PostgresProxy proxy{server().port()};
  auto o = through(proxy);
  o.patience = 500ms;
  const auto log = open(o);
  log->append(one(0, "a")).value();
  log->append(one(1, "a")).value();
  std::atomic<bool> done{false};
  std::optional<Result<Appended>> answer;
  // The COMMIT goes out, its answer does not come.
  proxy.hold_answers(true);
  log->async_append(one(2, "a"), [&](Result<Appended> a) {
    answer.emplace(std::move(a));
    done = true;
  });
  for (int i = 0; i < 1000 && !done; ++i) std::this_thread::sleep_for(10ms);
  ASSERT_TRUE(done);
  ASSERT_TRUE(answer->has_error());
  EXPECT_TRUE(answer->error().code() == Errc::outcome_unknown ||
              answer->error().code() == Errc::io_error)
      << answer->error().message();
  EXPECT_FALSE(log->health().writable);
  proxy.hold_answers(false);
  Result<Appended> again = log->append(one(2, "a"));
  for (int i = 0; i < 20 && !again; ++i) again = log->append(one(2, "a"));
  ASSERT_TRUE(again.has_value()) << again.error().message();
  EXPECT_EQ(again->first, Position{3});
  EXPECT_EQ(log->append(one(3, "a")).value().first, Position{4});
  EXPECT_TRUE(log->health().writable);
}

TEST_F(Postgres, ANotificationThatIsNotAnsweredKeepsNobodyWaiting) {
  PostgresProxy proxy{server().port()};
  auto o = through(proxy);
  o.patience = 500ms;
  std::optional<Result<Appended>> answer;
  std::atomic<bool> done{false};
  const auto log = open(o);
  // The notification that follows this append is the first message to name its channel.
  proxy.silence_from("recourse_" + log->identity().id.to_string());
  log->append(one(0, "a")).value();
  for (int i = 0; i < 1000 && !proxy.has_silenced(); ++i) std::this_thread::sleep_for(10ms);
  ASSERT_TRUE(proxy.has_silenced());
  log->async_append(one(1, "a"), [&](Result<Appended> a) {
    answer.emplace(std::move(a));
    done = true;
  });
  for (int i = 0; i < 1000 && !done; ++i) std::this_thread::sleep_for(10ms);
  const bool in_time = done;
  proxy.silence_from("");
  ASSERT_TRUE(in_time) << "it waits behind the notification";
  Result<Appended> again = log->append(one(1, "a"));
  for (int i = 0; i < 20 && !again; ++i) again = log->append(one(1, "a"));
  EXPECT_EQ(again.value().first, Position{2});
}

TEST_F(Postgres, AppendersWhoseServerProcessesAreEndedGoOn) {
  const auto log = open(options());
  std::atomic<bool> stop{false};
  std::thread killer{[&] {
    while (!stop) {
      end_appenders(options().log);
      std::this_thread::sleep_for(60ms);
    }
  }};
  std::mutex mutex;
  std::map<int, Appended> acknowledged;
  std::vector<std::thread> callers;
  for (int t = 0; t < 8; ++t) {
    callers.emplace_back([&, t] {
      for (int i = 0; i < 60; ++i) {
        const auto answer = log->append(one(t * 1000 + i, std::to_string(t))).value();
        std::lock_guard lock{mutex};
        acknowledged[t * 1000 + i] = answer;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  stop = true;
  killer.join();
  expect_exactly(*log, acknowledged);
}

// --- servers of their own ------------------------------------------------------------------------

class PostgresAlone : public Postgres {};

TEST_F(PostgresAlone, AServerThatCrashesAndComesBackHasWhatWasAcknowledged) {
  PostgresServer own;
  ASSERT_EQ(own.missing(), "");
  auto o = options();
  o.connection = own.connection();
  o.patience = 20s;
  const auto log = open(o);
  std::map<int, Appended> acknowledged;
  std::thread writer{[&] {
    for (int n = 0; n < 300; ++n) acknowledged[n] = log->append(one(n, "a")).value();
  }};
  for (int i = 0; i < 2; ++i) {
    std::this_thread::sleep_for(150ms);
    own.stop(SIGQUIT);
    own.start();
  }
  writer.join();
  expect_exactly(*log, acknowledged);
}

TEST_F(PostgresAlone, ACancelledWaitForAStandbyIsNotAnAcknowledgement) {
  PostgresServer own;
  ASSERT_EQ(own.missing(), "");
  auto o = options();
  o.connection = own.connection();
  o.patience = 1500ms;
  const auto log = open(o);
  log->append(one(0, "a")).value();
  own.ask("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  own.ask("SELECT pg_reload_conf()");
  std::this_thread::sleep_for(200ms);
  std::optional<Result<Appended>> answer;
  std::thread caller{[&] { answer = log->append(one(1, "a")); }};
  bool cancelled = false;
  for (int i = 0; i < 100 && !cancelled; ++i) {
    std::this_thread::sleep_for(10ms);
    cancelled = own.ask(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = "
                    "'SyncRep' AND application_name LIKE 'recourse appender%'") == "t";
  }
  EXPECT_TRUE(cancelled);
  caller.join();
  ASSERT_TRUE(answer->has_error()) << "it was acknowledged, and no standby has it";
  EXPECT_EQ(answer->error().code(), Errc::outcome_unknown) << answer->error().message();
  EXPECT_EQ(own.ask("SELECT count(*) FROM recourse.command"), "2") << "it is on this server";
  own.ask("ALTER SYSTEM SET synchronous_standby_names = ''");
  own.ask("SELECT pg_reload_conf()");
  Result<Appended> again = log->append(one(1, "a"));
  for (int i = 0; i < 20 && !again; ++i) again = log->append(one(1, "a"));
  EXPECT_TRUE(again.value().repeated);
  EXPECT_EQ(log->head().value(), Position{2});
}

// --- what others see -----------------------------------------------------------------------------

TEST_F(Postgres, AReaderFollowsAndIsWoken) {
  const auto log = open(options());
  log->append(one(0, "a")).value();
  auto reading = options();
  reading.role = PostgresOptions::Role::reader;
  const auto reader = open(reading);
  EXPECT_TRUE(reader->capabilities().follows);
  EXPECT_EQ(reader->identity(), log->identity());
  EXPECT_EQ(reader->append(one(9, "a")).error().code(), Errc::store_stopped);
  std::atomic<std::uint64_t> heard{0};
  const auto handle = reader->notify([&](Position head) { heard = head.value; });
  for (int n = 1; n <= 5; ++n) log->append(one(n, "a")).value();
  for (int i = 0; i < 500 && heard < 6; ++i) std::this_thread::sleep_for(2ms);
  EXPECT_EQ(heard, 6u);
  log->append(one(6, "b")).value();
  EXPECT_EQ(reader->refresh().value(), Position{7}) << "acknowledged before it was asked";
  EXPECT_EQ(reader->version_of(stream("a")).value(), Version{6});
  EXPECT_EQ(reader->find(id(3)).value()->appended.first, Position{4});
}

TEST_F(Postgres, RecordsHaveTheSameBytesAsOnRocksDb) {
  const auto log = open(options());
  const auto disk =
      stores::open_rocksdb({.directory = directory.path() / "disk", .clock = &clock}).value();
  for (int n = 0; n < 50; ++n) {
    log->append(one(n, std::to_string(n % 3))).value();
    disk->append(one(n, std::to_string(n % 3))).value();
  }
  auto here = log->read_all().value();
  auto there = disk->read_all().value();
  while (here->next().value()) {
    ASSERT_TRUE(there->next().value());
    EXPECT_EQ(here->bytes(), there->bytes());
  }
  EXPECT_FALSE(there->next().value());
}

TEST_F(Postgres, PagesGoOnInTheNextPartition) {
  { const auto log = open(options()); }
  constexpr std::uint64_t kEdge = std::uint64_t{1} << 24;
  server().ask("UPDATE recourse.log SET head = " + std::to_string(kEdge - 5) + " WHERE name = '" +
               options().log + "'");
  const auto log = open(options());
  for (int n = 0; n < 20; ++n) log->append(one(n, "a")).value();
  EXPECT_EQ(server().ask("SELECT count(*) FROM recourse.page_1 p JOIN recourse.log l ON l.id = "
                         "p.log WHERE l.name = '" +
                         options().log + "'"),
            "16");
  auto cursor = log->read_all({.from = Position{kEdge - 2}}).value();
  for (std::uint64_t p = kEdge - 2; p <= kEdge + 15; ++p) {
    ASSERT_TRUE(cursor->next().value());
    EXPECT_EQ(cursor->record().position.value, p);
  }
  EXPECT_FALSE(cursor->next().value());
}

TEST_F(Postgres, AMissingPageIsDamageAndNotAnEnd) {
  const auto log = open(options());
  for (int n = 0; n < 5; ++n) log->append(one(n, "a")).value();
  server().ask(
      "DELETE FROM recourse.page p USING recourse.log l WHERE l.id = p.log AND l.name = '" +
      options().log + "' AND p.first = 3");
  auto cursor = log->read_all().value();
  EXPECT_TRUE(cursor->next().value());
  EXPECT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->next().error().code(), Errc::corruption);
}

// --- what it stands on ---------------------------------------------------------------------------

TEST_F(Postgres, ASchemaOfAnotherFormIsRefusedByName) {
  const auto code = [&](const char* schema, const char* statement) {
    server().ask(std::string{"CREATE SCHEMA "} + schema);
    server().ask(statement);
    auto o = options();
    o.schema = schema;
    const auto opened = open_postgres(o, clock);
    EXPECT_NE(opened.error().message().find(schema), std::string::npos);
    return opened.error().code();
  };
  EXPECT_EQ(code("later", "CREATE TABLE later.recourse_form AS SELECT 9 AS form"),
            Errc::format_too_new);
  EXPECT_EQ(code("earlier", "CREATE TABLE earlier.recourse_form AS SELECT 0 AS form"),
            Errc::format_too_old);
  EXPECT_EQ(code("shop", "CREATE TABLE shop.orders (n int)"), Errc::not_a_store);
  auto o = options();
  o.schema = "nowhere";
  o.create = false;
  EXPECT_EQ(open_postgres(o, clock).error().code(), Errc::not_a_store);
  o.create = true;
  o.role = PostgresOptions::Role::reader;
  EXPECT_EQ(open_postgres(o, clock).error().code(), Errc::not_a_store) << "a reader makes nothing";
  o = options();
  o.log = "nobody";
  o.create = false;
  EXPECT_EQ(open_postgres(o, clock).error().code(), Errc::not_a_store);
}

TEST_F(Postgres, ManyWhoMakeTheSchemaAtOnceMakeItOnce) {
  std::atomic<int> opened{0};
  std::vector<std::thread> openers;
  for (int t = 0; t < 6; ++t) {
    openers.emplace_back([&, t] {
      auto o = options();
      o.schema = "made_by_many";
      o.log = "log_" + std::to_string(t);
      if (open_postgres(o, clock)) ++opened;
    });
  }
  for (auto& opener : openers) opener.join();
  EXPECT_EQ(opened, 6);
}

TEST(PostgresOptionsTest, AUriSaysAllOfThem) {
  const auto o = stores::postgres_options_of(
                     "postgresql://me:geheim@db1:5432,db2:5433/city?log=pudong&schema=s1&"
                     "role=reader&sslmode=require&patience=250&takeover=7&depose=true&create=false")
                     .value();
  EXPECT_EQ(o.connection, "postgresql://me:geheim@db1:5432,db2:5433/city?sslmode=require");
  EXPECT_EQ(o.log, "pudong");
  EXPECT_EQ(o.schema, "s1");
  EXPECT_EQ(o.role, PostgresOptions::Role::reader);
  EXPECT_EQ(o.patience, 250ms);
  EXPECT_EQ(o.takeover.wait, 7ms);
  EXPECT_TRUE(o.takeover.depose);
  EXPECT_FALSE(o.create);
  EXPECT_EQ(stores::postgres_options_of("postgres://db/city").value().log, "main");
  const auto code = [](const char* uri) {
    const auto parsed = stores::postgres_options_of(uri);
    if (!parsed) {
      EXPECT_EQ(parsed.error().message().find("geheim"), std::string::npos);
    }
    return parsed ? Errc{} : parsed.error().code();
  };
  EXPECT_EQ(code("mysql://db/city"), Errc::malformed);
  EXPECT_EQ(code("postgres://u:geheim@db/city?role=boss"), Errc::malformed);
  EXPECT_EQ(code("postgres://u:geheim@db/city?patience=soon"), Errc::malformed);
  EXPECT_EQ(code("postgres://u:geheim@db/city?patience=0"), Errc::invalid_argument);
  EXPECT_EQ(code("postgres://u:geheim@db/city?log=Pu Dong"), Errc::malformed);
  EXPECT_EQ(code("postgres://u:geheim@db/city?nonsense=1"), Errc::malformed);
  EXPECT_EQ(code("postgres://u:geheim@[::1/city"), Errc::malformed);
  EXPECT_EQ(code("postgres://u:geheim@db/city?log"), Errc::malformed);
}

TEST(PostgresOptionsTest, AWrongConnectionStringIsAnErrorWithoutItsPassword) {
  const ManualClock clock{Timestamp{}};
  const auto error = [&](std::string connection) {
    return open_postgres({.connection = std::move(connection), .patience = 500ms}, clock).error();
  };
  const auto nobody = error(
      "postgresql://u:geheim@127.0.0.1:" + std::to_string(PostgresServer::free_port()) + "/x");
  EXPECT_EQ(nobody.code(), Errc::io_error);
  EXPECT_EQ(nobody.message().find("geheim"), std::string::npos) << nobody.message();
  EXPECT_NE(nobody.message().find("127.0.0.1"), std::string::npos) << nobody.message();
  const auto bad = error("host=x passwort=geheim");
  EXPECT_EQ(bad.code(), Errc::malformed);
  EXPECT_EQ(bad.message().find("geheim"), std::string::npos) << bad.message();
  const auto open_end = error("host=x password='geheim");
  EXPECT_EQ(open_end.code(), Errc::malformed);
  EXPECT_EQ(open_end.message().find("geheim"), std::string::npos);
}

}  // namespace
}  // namespace recourse::contract
