// A store by its name or URI: what is opened, what is local of it, and what is refused.
#include <gtest/gtest.h>

#include <fstream>
#include <recourse/engine.hpp>
#include <recourse/stores/open.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "tests/contract/stores.hpp"

namespace recourse::stores {
namespace {

namespace fs = std::filesystem;
using contract::PostgresServer;

core::Append noted(std::string_view key) {
  return {.command_id = random_command_id(),
          .actor = "tester:t1",
          .streams = {{StreamId::of("note", key).value(),
                       core::ExpectedVersion::any(),
                       1,
                       {{"note.made", 1, SystemClock::instance().now(), "x"}}}}};
}

class StoreOpen : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto& missing = PostgresServer::shared().missing();
    if (!missing.empty()) GTEST_SKIP() << missing;
  }
  /// A log of this test, with further parameters.
  std::string uri(const std::string& suffix = {}, const std::string& more = {}) const {
    const auto& server = PostgresServer::shared();
    const auto name = directory_.path().filename().string();
    return "postgresql://tester@/postgres?host=" + server.folder().string() +
           "&port=" + std::to_string(server.port()) + "&log=o_" + name.substr(name.size() - 16) +
           suffix + more;
  }
  fs::path at(std::string_view name) const { return directory_.path() / name; }
  Result<std::unique_ptr<core::EventStore>> open(const std::string& store, std::string_view folder,
                                                 Access access = Access::write,
                                                 bool create = true) const {
    return open_store(
        {.store = store, .directory = at(folder), .access = access, .create = create});
  }

  contract::TemporaryDirectory directory_;
};

template <class T>
void expect_error(const Result<T>& result, Errc code, std::string_view words) {
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().code(), code) << result.error().message();
  EXPECT_NE(result.error().message().find(words), std::string::npos) << result.error().message();
  EXPECT_EQ(result.error().message().find("geheim"), std::string::npos);
}

TEST(StoreNames, AreShownWithoutPasswords) {
  EXPECT_EQ(shown("rocksdb"), "rocksdb");
  EXPECT_EQ(shown("postgresql://u:geheim@db1:5432,db2/city?log=pudong&sslpassword=geheim"),
            "postgresql://u@db1:5432,db2/city?log=pudong");
  EXPECT_EQ(shown("postgres://db1"), "postgresql://db1?log=main");
  for (const auto* text : {"postgresql://u:ge@heim@h/d", "mysql://u:geheim@h",
                           "postgres:u:geheim@h", "postgresql://u:geheim@h/d?colour=geheim"}) {
    EXPECT_EQ(shown(text).find("heim"), std::string::npos) << shown(text);
  }
  EXPECT_TRUE(is_store_uri("postgres://"));
  EXPECT_FALSE(is_store_uri("postgres:/x"));
}

TEST(StoreNames, ThatAreNoneAreRefused) {
  const std::string head = "postgresql://u:geheim@127.0.0.1:1/d?";
  expect_error(open_store({.store = head + "role=owner"}), Errc::malformed, "role");
  expect_error(open_store({.store = head + "colour=red"}), Errc::malformed, "libpq's form");
  expect_error(open_store({.store = "postgresql://u:a@geheim@h/d"}), Errc::malformed, "host");
  expect_error(open_store({.store = "postgresql://u:12/geheim@h/d"}), Errc::malformed, "dbname");
  expect_error(open_store({.store = "mysql://u:geheim@h/d"}), Errc::invalid_argument, "no store");
  expect_error(open_store({.store = head + "log=x"}), Errc::io_error, "refused");
  expect_error(open_log("mysql://u:geheim@h/d"), Errc::invalid_argument, "neither");
  expect_error(log_status("rocksdb"), Errc::invalid_argument, "no URI");
  EXPECT_FALSE(is_for_reading(head).value());
  EXPECT_TRUE(is_for_reading(head + "role=reader").value());
}

TEST(StoreNames, AnEngineByItselfSaysWhatOpensAUri) {
  expect_error(Engine::open({.store = "postgresql://u:geheim@h/d"}), Errc::invalid_argument,
               "stores::store_at");
}

TEST_F(StoreOpen, AnEngineRunsOnIt) {
  const StoreOptions options{.store = uri(), .directory = at("here")};
  const auto engine = Engine::open({.open_store = store_at(options)}).value();
  engine->start().value();
  EXPECT_TRUE(engine->health().ok());
  EXPECT_EQ(Engine::open({.open_store = store_at(options)}).error().code(), Errc::store_locked);
}

TEST_F(StoreOpen, ALogIsOpenedByItsUriOrByItsFolder) {
  for (const auto& where : {uri(), at("folder").string()}) {
    EXPECT_EQ(open_log(where).error().code(), Errc::not_a_store);
    EXPECT_EQ(open_log(where, {.access = Access::write}).error().code(), Errc::not_a_store);
    const auto log = open_log(where, {.access = Access::write, .create = true}).value();
    EXPECT_EQ(log->append(noted("a")).value().last, Position{1});
    const auto reader = open_log(where).value();
    EXPECT_EQ(reader->refresh().value(), Position{1});
    EXPECT_EQ(reader->identity(), log->identity());
    EXPECT_EQ(reader->append(noted("b")).error().code(), Errc::store_stopped);
  }
  EXPECT_EQ(open_log(uri({}, "&role=reader"), {.access = Access::write}).error().code(),
            Errc::invalid_argument);
}

TEST_F(StoreOpen, ADirectoryGoesWithOneLog) {
  open(uri(), "here").value();
  EXPECT_TRUE(is_local_directory(at("here")));
  open(uri(), "here", Access::write, /*create=*/false).value();
  for (const auto access : {Access::write, Access::read}) {
    expect_error(open(uri("_b"), "here", access), Errc::not_a_store, "goes with the log");
  }
  EXPECT_EQ(open_log(uri("_b")).error().code(), Errc::not_a_store) << "it was not made";
  open(uri("_b"), "there").value();
  for (const auto access : {Access::write, Access::read}) {
    expect_error(open(uri("_b"), "here", access), Errc::not_a_store, "goes with the log");
  }
  EXPECT_EQ(log_status(uri("_b")).value().epoch, 1u) << "nobody was deposed";
  expect_error(open("rocksdb", "here"), Errc::not_a_store, "no store");
  open("rocksdb", "own").value();
  expect_error(open(uri(), "own"), Errc::not_a_store, "a store of its own");
  open_rocksdb_tables({.directory = at("tables")}).value();
  expect_error(open(uri(), "tables"), Errc::not_a_store, "a store of its own");
  fs::create_directory(at("full"));
  std::ofstream{at("full") / "letter.txt"} << "dear";
  expect_error(open(uri(), "full"), Errc::not_a_store, "letter.txt");
  // Whatever the folder lists first.
  for (int i = 0; i < 20; ++i) std::ofstream{at("own") / ("letter" + std::to_string(i))} << "dear";
  expect_error(open(uri(), "own"), Errc::not_a_store, "a store of its own");
  expect_error(open(uri("_c"), "new", Access::write, /*create=*/false), Errc::not_a_store,
               "holds no log of the name");
  EXPECT_FALSE(fs::exists(at("new")));
}

TEST_F(StoreOpen, AMarkerThatCannotBeReadIsDamage) {
  open(uri(), "here").value();
  std::ofstream{at("here") / "recourse.local"} << "recourse local\nformat 1\nlog 12\n";
  expect_error(open(uri(), "here"), Errc::corruption, "does not name its log");
  std::ofstream{at("here") / "recourse.local"} << "recourse local\nformat 9\n";
  expect_error(open(uri(), "here"), Errc::format_too_new, "format 9");
  std::ofstream{at("here") / "recourse.local"} << "anything";
  expect_error(open(uri(), "here"), Errc::corruption, "not readable");
}

TEST_F(StoreOpen, WhoReadsLooksBesideAndWhoSaysSoKeepsTables) {
  const auto writer = open(uri(), "here").value();
  EXPECT_TRUE(writer->tables().takes_writes());
  expect_error(open(uri({}, "&takeover=10"), "here"), Errc::store_locked, "is open in process");
  expect_error(open(uri({}, "&takeover=10"), "there"), Errc::store_locked, "another appender");
  writer->append(noted("a")).value();
  const auto beside = open(uri(), "here", Access::read).value();
  EXPECT_FALSE(beside->tables().takes_writes());
  EXPECT_EQ(beside->head().value(), Position{1});
  const auto nowhere = open(uri(), "nowhere", Access::read).value();
  EXPECT_TRUE(nowhere->tables().list().value().empty());
  EXPECT_FALSE(fs::exists(at("nowhere")));
  const auto reads = uri({}, "&role=reader");
  const auto own = open(reads, "reader").value();
  EXPECT_TRUE(own->tables().takes_writes());
  EXPECT_FALSE(own->capabilities().takes_appends);
  EXPECT_FALSE(open(reads, "reader").value()->tables().takes_writes()) << "the first keeps them";
  const auto local = open_store({.store = reads}).value();
  EXPECT_FALSE(local->tables().takes_writes()) << "nothing is local";
}

TEST_F(StoreOpen, TheStatusTellsEpochAppenderAndServer) {
  auto log = open_log(uri(), {.access = Access::write, .create = true}).value();
  log->append(noted("a")).value();
  const auto held = log_status(uri()).value();
  EXPECT_EQ(held.identity, log->identity());
  EXPECT_EQ(held.epoch, 1u);
  EXPECT_EQ(held.head, Position{1});
  EXPECT_TRUE(held.has_appender);
  EXPECT_EQ(held.appender_at, "local");
  EXPECT_TRUE(held.takes_writes && !held.is_standby && held.is_durable);
  EXPECT_EQ(held.version.substr(0, 3), "15.");
  EXPECT_FALSE(held.replay_lag.has_value());
  log.reset();
  const auto free = log_status(uri()).value();
  EXPECT_FALSE(free.has_appender);
  EXPECT_TRUE(free.appender_at.empty());
}

TEST_F(StoreOpen, TablesAreReadBesideTheirOwnerAsTheyWereFlushed) {
  EXPECT_EQ(open_rocksdb_tables_reader(at("t")).error().code(), Errc::not_a_store);
  const auto tables = open_rocksdb_tables({.directory = at("t")}).value();
  const core::TableName name{"cases", 1, 1};
  const auto table = tables->open(name).value();
  const core::LogIdentity log{random_log_id(), Incarnation{1}};
  const auto write = [&](std::string_view value, Position at) {
    const core::RowChange row{"key", value};
    table->write({&row, 1}, {log, at}).value();
    table->flush().value();
  };
  write("old", Position{3});
  const auto beside = open_rocksdb_tables_reader(at("t")).value();
  write("new", Position{4});
  EXPECT_EQ(beside->list().value(), std::vector{name});
  const auto seen = beside->open(name).value();
  EXPECT_EQ(seen->get("key").value(), "old");
  EXPECT_EQ(seen->snapshot().value()->position(), Position{3});
  EXPECT_EQ(seen->clear().error().code(), Errc::store_stopped);
  EXPECT_EQ(beside->open({"other", 1, 1}).error().code(), Errc::not_found);
  EXPECT_EQ(beside->drop(name).error().code(), Errc::store_stopped);
  EXPECT_EQ(open_rocksdb_tables_reader(at("t")).value()->open(name).value()->get("key").value(),
            "new");
}

TEST_F(StoreOpen, OnlyTheExpectedLogIsOpened) {
  const auto made = open_log(uri(), {.access = Access::write, .create = true}).value();
  auto options = postgres_options_of(uri()).value();
  options.role = PostgresOptions::Role::reader;
  options.expected = made->identity().id;
  EXPECT_EQ(open_postgres(options).value()->identity(), made->identity());
  options.expected = random_log_id();
  EXPECT_EQ(open_postgres(options).error().code(), Errc::not_a_store);
}

}  // namespace
}  // namespace recourse::stores
