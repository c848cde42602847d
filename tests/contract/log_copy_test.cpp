// Copying a log between stores: the same bytes, a half copy that is gone on with and never opened,
// and refusals of whatever is not the beginning of the log.
#include <sys/wait.h>

#include <cstdlib>
#include <future>
#include <recourse/core/log_copy.hpp>
#include <thread>

#include "backup_scene.hpp"

namespace recourse::contract {
namespace {

using namespace core;

/// A place that a log is copied into.
struct Place {
  std::string name;
  std::function<Result<std::unique_ptr<LogImport>>(const fs::path&, const LogOrigin&)> import;
  /// Without making it.
  std::function<Result<std::unique_ptr<EventLog>>(const fs::path&, const Clock&)> open;
  bool needs_server = false;

  friend void PrintTo(const Place& place, std::ostream* to) { *to << place.name; }
};

stores::PostgresOptions at_server(const fs::path& directory, bool create) {
  auto options = postgres_options(directory);
  options.create = create;
  options.takeover.wait = std::chrono::milliseconds{100};
  return options;
}

std::vector<Place> places() {
  return {{"rocksdb",
           [](const fs::path& directory, const LogOrigin& origin) {
             return stores::import_rocksdb(directory / "copy", origin);
           },
           [](const fs::path& directory, const Clock& clock) -> Result<std::unique_ptr<EventLog>> {
             RECOURSE_TRY_ASSIGN(auto store, stores::open_rocksdb({.directory = directory / "copy",
                                                                   .create = false,
                                                                   .clock = &clock}));
             return std::unique_ptr<EventLog>{std::move(store)};
           }},
          {"postgres",
           [](const fs::path& directory, const LogOrigin& origin) {
             return stores::import_postgres(at_server(directory, true), origin);
           },
           [](const fs::path& directory, const Clock& clock) {
             return stores::open_postgres(at_server(directory, false), clock);
           },
           /*needs_server=*/true}};
}

std::vector<std::string> records_of(const EventLog& log) {
  std::vector<std::string> all;
  const auto cursor = log.read_all().value();
  while (cursor->next().value()) all.emplace_back(cursor->bytes());
  return all;
}

std::vector<std::string> records_of(const EventLog& log, const StreamId& stream) {
  std::vector<std::string> all;
  const auto cursor = log.read_stream(stream).value();
  while (cursor->next().value()) all.emplace_back(cursor->bytes());
  return all;
}

constexpr int kStreams = 7;
StreamId stream(int n) { return StreamId::of("thing", std::to_string(n % kStreams)).value(); }
CommandId id_of(int n) { return derived_command_id("copied " + std::to_string(n)); }

/// Two streams, tags, causes, and payloads of all sizes.
Append append_of(int n, std::size_t events, std::size_t payload) {
  Append a{.command_id = id_of(n), .actor = "tester:t" + std::to_string(n), .streams = {}};
  if (n % 2 == 0) a.correlation = derived_command_id("chain");
  if (n % 3 == 0) a.causation = derived_command_id("cause " + std::to_string(n));
  a.streams.push_back({stream(n), ExpectedVersion::any(), 1, {}});
  a.streams.push_back({stream(n + 1), ExpectedVersion::any(), 1, {}});
  for (std::size_t i = 0; i < events; ++i) {
    NewEvent event{"thing.happened", 1, Timestamp{std::chrono::seconds{n}},
                   std::string((i * 37 + 11) % (payload + 1), 'x')};
    if (i % 5 == 0) event.tags = {"class:" + std::to_string(n % 4), "n:" + std::to_string(i)};
    a.streams[i % 2].events.push_back(std::move(event));
  }
  return a;
}

class LogCopy : public testing::TestWithParam<Place> {
 protected:
  void SetUp() override {
    if (!GetParam().needs_server) return;
    if (const auto& why = PostgresServer::shared().missing(); !why.empty()) GTEST_SKIP() << why;
  }

  std::unique_ptr<EventStore> source() {
    return stores::open_rocksdb({.directory = directory.path() / "source", .clock = &clock})
        .value();
  }
  void fill(EventLog& log, int from, int to, std::size_t events = 9, std::size_t payload = 900) {
    for (int n = from; n <= to; ++n) {
      clock.advance(std::chrono::minutes{1});
      ASSERT_TRUE(log.append(append_of(n, events, payload)).has_value());
    }
  }
  /// More than two groups of a copy.
  void fill_much(EventLog& log) { fill(log, 1, 100, 100, 2400); }

  Result<std::unique_ptr<LogImport>> import(const EventLog& of) const {
    return GetParam().import(directory.path(), origin_of(of));
  }
  Result<LogCopied> copy(EventLog& from, const CopyProgress& progress = {}) const {
    RECOURSE_TRY_ASSIGN(const auto to, import(from));
    return copy_log(from, *to, progress);
  }
  Result<std::unique_ptr<EventLog>> open() const {
    return GetParam().open(directory.path(), clock);
  }
  static void expect_equal(const EventLog& a, const EventLog& b) {
    EXPECT_EQ(a.identity(), b.identity());
    EXPECT_EQ(a.fingerprint_key(), b.fingerprint_key());
    EXPECT_EQ(a.head().value(), b.head().value());
    EXPECT_EQ(records_of(a), records_of(b));
    for (int n = 0; n < kStreams; ++n)
      EXPECT_EQ(records_of(a, stream(n)), records_of(b, stream(n)));
  }
  template <class T>
  static void expect_error(const Result<T>& result, Errc code, std::string_view words) {
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error().code(), code) << result.error().message();
    EXPECT_NE(result.error().message().find(words), std::string::npos) << result.error().message();
  }

  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  TemporaryDirectory directory;
};

INSTANTIATE_TEST_SUITE_P(Into, LogCopy, testing::ValuesIn(places()),
                         [](const auto& place) { return place.param.name; });

TEST_P(LogCopy, TheCopyIsTheLogByteForByteAndGoesOn) {
  const auto from = source();
  fill(*from, 1, 120);
  const Checkpoint at{from->identity(), Position{17}, {}};
  from->checkpoints().save("reaction.mail", at).value();
  const auto copied = copy(*from).value();
  EXPECT_EQ(copied.begun, Position{0});
  EXPECT_EQ(copied.last, from->head().value());
  std::string hash;
  for (const auto& record : records_of(*from)) hash = chained_hash(hash, record);
  EXPECT_EQ(copied.hash, hash);

  const auto log = open().value();
  expect_equal(*from, *log);
  EXPECT_EQ(log->checkpoints().list().value(), from->checkpoints().list().value());
  EXPECT_EQ(log->last_tagged("thing.happened", "class:3").value(),
            from->last_tagged("thing.happened", "class:3").value());
  for (int n = 1; n <= 120; ++n) {
    const auto here = from->find(id_of(n)).value();
    const auto there = log->find(id_of(n)).value();
    ASSERT_TRUE(here && there);
    EXPECT_EQ(here->appended, there->appended);
    EXPECT_EQ(here->fingerprint, there->fingerprint);
  }
  const auto again = log->append(append_of(5, 9, 900)).value();
  EXPECT_TRUE(again.repeated);
  const auto next = log->append(append_of(121, 9, 900)).value();
  EXPECT_EQ(next.first, from->head().value().next());
  EXPECT_EQ(next.version.value, from->version_of(stream(121)).value().value + 5);
}

TEST_P(LogCopy, AnEmptyLogIsCopiedToo) {
  const auto from = source();
  EXPECT_EQ(copy(*from).value(), (LogCopied{}));
  EXPECT_EQ(open().value()->identity(), from->identity());
}

TEST_P(LogCopy, ThereAndBackIsTheSameLog) {
  const auto from = source();
  fill(*from, 1, 60);
  copy(*from).value();
  {
    const auto between = open().value();
    const auto back = stores::import_rocksdb(directory.path() / "back", origin_of(*between));
    copy_log(*between, **back).value();
  }
  const auto back =
      stores::open_rocksdb({.directory = directory.path() / "back", .create = false}).value();
  expect_equal(*from, *back);
  const auto report = verify(*back).value();
  EXPECT_TRUE(report.ok()) << report.findings.front().what;
  EXPECT_EQ(report.records, verify(*from).value().records);
}

TEST_P(LogCopy, ASecondRunBringsWhatTheLogHasGotSince) {
  const auto from = source();
  fill(*from, 1, 20);
  const auto first = copy(*from).value();
  fill(*from, 21, 40);
  // A subscriber that is further than a copy will be is not further in the copy.
  from->checkpoints().save("far", {from->identity(), from->head().value(), {}}).value();
  const auto second = copy(*from).value();
  EXPECT_EQ(second.begun, first.last);
  EXPECT_EQ(second.last, from->head().value());
  EXPECT_EQ(copy(*from).value().begun, second.last) << "nothing is left to bring";
  expect_equal(*from, *open().value());
}

TEST_P(LogCopy, ASubscriberIsNotFurtherThanTheCopy) {
  const auto from = source();
  fill(*from, 1, 20);
  const Position behind{from->head().value().value + 100};
  from->checkpoints().save("far", {from->identity(), behind, {}}).value();
  const auto copied = copy(*from).value();
  EXPECT_EQ(open().value()->checkpoints().load("far").value()->position, copied.last);
}

TEST_P(LogCopy, AHalfCopyIsNoLogAndTheNextRunGoesOnWithIt) {
  const auto from = source();
  fill_much(*from);
  expect_error(copy(*from, [](std::uint64_t done, std::uint64_t) { return done < 8000; }),
               Errc::closed, "ended");
  expect_error(open(), Errc::not_a_store, "copy");
  const auto copied = copy(*from).value();
  EXPECT_GT(copied.begun, Position{0});
  EXPECT_LT(copied.begun, copied.last);
  expect_equal(*from, *open().value());
}

TEST_P(LogCopy, ALaterRunThatEndsEarlyLeavesAHalfCopyToo) {
  const auto from = source();
  fill(*from, 1, 5);
  copy(*from).value();
  fill(*from, 6, 105, 100, 2400);
  const auto until = [](std::uint64_t done, std::uint64_t) { return done < 8000; };
  expect_error(copy(*from, until), Errc::closed, "ended");
  expect_error(open(), Errc::not_a_store, "copy");
  copy(*from).value();
  expect_equal(*from, *open().value());
}

TEST_P(LogCopy, AnotherLogIsLeftAsItIs) {
  const auto from = source();
  fill(*from, 1, 5);
  copy(*from).value();
  const auto before = records_of(*open().value());
  const auto other = stores::open_memory(clock);
  fill(*other, 1, 5);
  expect_error(copy(*other), Errc::invalid_argument, "choose another");
  EXPECT_EQ(records_of(*open().value()), before);
}

TEST_P(LogCopy, AHalfCopyOfAnotherLogIsLeftAsItIs) {
  const auto from = source();
  fill(*from, 1, 5);
  { const auto half = import(*from).value(); }
  const auto other = stores::open_memory(clock);
  expect_error(copy(*other), Errc::invalid_argument, "choose another");
  EXPECT_EQ(copy(*from).value().last, from->head().value());
}

TEST_P(LogCopy, ACopyThatWasAppendedToIsRefused) {
  const auto from = source();
  fill(*from, 1, 5);
  copy(*from).value();
  fill(*open().value(), 100, 100);
  expect_error(copy(*from), Errc::acknowledged_loss, "ends at position");
  EXPECT_GT(open().value()->head().value(), from->head().value()) << "and goes on as a log";
}

TEST_P(LogCopy, ACopyThatWentAnotherWayIsRefused) {
  const auto from = source();
  fill(*from, 1, 5);
  copy(*from).value();
  fill(*open().value(), 100, 100);
  fill(*from, 6, 9);
  const auto before = records_of(*open().value());
  expect_error(copy(*from), Errc::acknowledged_loss, "another record");
  EXPECT_EQ(records_of(*open().value()), before) << "and goes on as a log";
}

TEST_P(LogCopy, TheTargetIsOneCopiersAlone) {
  const auto from = source();
  fill(*from, 1, 5);
  const auto first = import(*from).value();
  expect_error(import(*from), Errc::store_locked, "");
  EXPECT_TRUE(copy_log(*from, *first).has_value());
}

TEST_P(LogCopy, ALogThatIsAppendedToIsNotCopiedInto) {
  const auto from = source();
  fill(*from, 1, 5);
  copy(*from).value();
  const auto appended = open().value();
  expect_error(import(*from), Errc::store_locked, "");
  fill(*appended, 6, 6);
}

TEST_P(LogCopy, ASourceWithDamageIsRefused) {
  const auto expect_refused = [&](TellingStore& told, std::string_view why) {
    SCOPED_TRACE(why);
    expect_error(copy(told), Errc::corruption, why);
    EXPECT_TRUE(open().has_error()) << "and the copy is not opened";
  };
  TellingStore told;
  told.tell(1, 1, 0, 1);
  told.tell(3, 2, 0, 1);
  expect_refused(told, "position 3 stands where 2");
  told.records.resize(1);
  told.tell(2, 2, 0, 2);
  expect_refused(told, "ends inside an append");
  told.records.resize(1);
  told.tell(2, 2, 1, 2);
  expect_refused(told, "not whole");
  told.records.resize(1);
  told.tell(2, 2, 0, 1, -5);
  expect_refused(told, "recorded_at goes back");
}

TEST_P(LogCopy, AGapInAStreamsVersionsIsRefused) {
  TellingStore told;
  told.tell(1, 1, 0, 2);
  told.tell(2, 3, 1, 2);
  expect_error(copy(told), Errc::corruption, "has version 3");
  expect_error(open(), Errc::not_a_store, "copy");
}

/// The copier that the test below kills: this program, started anew.
TEST_P(LogCopy, DISABLED_CopiesUntilItIsKilled) {
  const char* folder = std::getenv("RECOURSE_COPY_FOLDER");
  const char* connection = std::getenv("RECOURSE_COPY_CONNECTION");
  if (folder == nullptr || connection == nullptr) return;
  const auto from = stores::open_rocksdb_reader(fs::path{folder} / "source").value();
  auto options = at_server(folder, true);
  options.connection = connection;
  const auto to = GetParam().needs_server ? stores::import_postgres(options, origin_of(*from))
                                          : GetParam().import(folder, origin_of(*from));
  (void)copy_log(*from, **to, [](std::uint64_t done, std::uint64_t) {
    if (done > 8000) ::kill(::getpid(), SIGKILL);
    return true;
  });
}

TEST_P(LogCopy, ACopierThatIsKilledLeavesWhatTheNextGoesOnWith) {
  {
    const auto from = source();
    fill_much(*from);
  }
  const auto filter = "--gtest_filter=*LogCopy.DISABLED_CopiesUntilItIsKilled/" + GetParam().name;
  const bool remote = GetParam().needs_server;
  const auto connection = remote ? PostgresServer::shared().connection() : std::string{"none"};
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("RECOURSE_COPY_FOLDER", directory.path().c_str(), 1);
    ::setenv("RECOURSE_COPY_CONNECTION", connection.c_str(), 1);
    ::execl("/proc/self/exe", "copier", "--gtest_also_run_disabled_tests", filter.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  expect_error(open(), Errc::not_a_store, "copy");
  const auto from = stores::open_rocksdb_reader(directory.path() / "source").value();
  const auto copied = copy(*from).value();
  EXPECT_GT(copied.begun, Position{0});
  expect_equal(*from, *open().value());
}

// --- PostgreSQL alone ----------------------------------------------------------------------------

class LogCopyPostgres : public LogCopy {};
INSTANTIATE_TEST_SUITE_P(Into, LogCopyPostgres, testing::Values(places()[1]),
                         [](const auto& place) { return place.param.name; });

TEST_P(LogCopyPostgres, DamageAtTheServerIsRefused) {
  const auto from = source();
  fill(*from, 1, 60);
  copy(*from).value();
  const auto name = postgres_options(directory.path()).log;
  PostgresServer::shared().ask(
      "UPDATE recourse.page SET bytes = set_byte(bytes, 5000, get_byte(bytes, 5000) # 1) "
      "WHERE first = 1 AND log = (SELECT id FROM recourse.log WHERE name = '" +
      name + "')");
  const auto log = open().value();
  const auto back = stores::import_rocksdb(directory.path() / "back", origin_of(*log)).value();
  expect_error(copy_log(*log, *back), Errc::corruption, "");
}

TEST_P(LogCopyPostgres, WhoWaitedForACopierThatEndedEarlyGetsNoHalfCopy) {
  const auto from = source();
  fill(*from, 1, 5);
  copy(*from).value();
  fill(*from, 6, 105, 100, 2400);
  auto copier = import(*from).value();
  const auto sessions = [] {
    return std::stoi(PostgresServer::shared().ask(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'recourse appender%'"));
  };
  const auto before = sessions();
  auto patient = at_server(directory.path(), false);
  patient.takeover.wait = std::chrono::seconds{20};
  auto opened =
      std::async(std::launch::async, [&] { return stores::open_postgres(patient, clock); });
  // Both of its sessions: it has found the log, and waits.
  for (int i = 0; i < 500 && sessions() < before + 2; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  ASSERT_GE(sessions(), before + 2) << "nobody waits for the copier";
  const auto until = [](std::uint64_t done, std::uint64_t) { return done < 8000; };
  expect_error(copy_log(*from, *copier, until), Errc::closed, "ended");
  copier.reset();
  expect_error(opened.get(), Errc::not_a_store, "copy");
  EXPECT_EQ(copy(*from).value().last, from->head().value()) << "the log is free again";
  expect_equal(*from, *open().value());
}

TEST_P(LogCopyPostgres, ASchemaHoldsALogOnce) {
  const auto from = source();
  copy(*from).value();
  auto elsewhere = at_server(directory.path(), true);
  const auto name = std::exchange(elsewhere.log, elsewhere.log + "_b");
  expect_error(stores::import_postgres(elsewhere, origin_of(*from)), Errc::invalid_argument,
               "holds this log as " + name);
}

TEST_P(LogCopyPostgres, TheListOfLogsSaysWhoAppendsAndWhatIsAHalfCopy) {
  const auto options = at_server(directory.path(), true);
  const auto listed = [&]() -> std::optional<stores::PostgresLog> {
    const auto logs = stores::postgres_logs(options).value();
    for (const auto& one : logs) {
      if (one.name == options.log) return one;
    }
    return std::nullopt;
  };
  const auto from = source();
  fill(*from, 1, 5);
  {
    const TemporaryDirectory other;  // a log beside it, so that there is a schema
    stores::open_postgres(at_server(other.path(), true), clock).value();
  }
  EXPECT_FALSE(listed());
  {
    const auto half = import(*from).value();
    const auto seen = listed();
    ASSERT_TRUE(seen);
    EXPECT_TRUE(seen->is_half_copy);
    EXPECT_TRUE(seen->has_appender) << "the copier holds it";
    copy_log(*from, *half).value();
  }
  const auto idle = listed();
  ASSERT_TRUE(idle);
  EXPECT_FALSE(idle->is_half_copy);
  EXPECT_FALSE(idle->has_appender);
  EXPECT_FALSE(idle->appender_since);
  EXPECT_EQ(idle->head, from->head().value());
  EXPECT_EQ(idle->identity, from->identity());
  const auto log = open().value();
  const auto held = listed();
  ASSERT_TRUE(held);
  EXPECT_TRUE(held->has_appender);
  EXPECT_EQ(held->appender_at, "local");
  EXPECT_TRUE(held->appender_since);
  EXPECT_GT(held->epoch, idle->epoch);
  fill(*log, 6, 6);
  EXPECT_EQ(listed()->head, log->head().value());
}

}  // namespace
}  // namespace recourse::contract
