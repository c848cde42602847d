// The log on PostgreSQL beside a minimal table on the same server, in one run.
//
//     bench_postgres "host=/run/postgresql dbname=bench" [seconds]
//
// Durable appends of one event of 300 bytes each, to 10,000 streams: with 1, 64 and 1,024 in
// flight over our one appender, and by 64 connections that each insert a row of the same size, with
// a unique index on stream and version. fsync and synchronous_commit are the server's: the program
// prints them. It makes the schemas recourse_bench and bench_rival, and drops them at the end.
#include <libpq-fe.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <recourse/stores/postgres.hpp>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace recourse;
using namespace recourse::core;
using Seconds = std::chrono::duration<double>;

constexpr int kStreams = 10'000;
const std::string kPayload(300, 'x');

double since(std::chrono::steady_clock::time_point begun) {
  return Seconds{std::chrono::steady_clock::now() - begun}.count();
}

Append append_of(std::uint64_t n) {
  return {.command_id = random_command_id(),
          .actor = "bench",
          .streams = {{StreamId::of("thing", std::to_string(n % kStreams)).value(),
                       ExpectedVersion::any(),
                       1,
                       {{"thing.happened", 1, Timestamp{}, kPayload}}}}};
}

/// Appends with so many in flight; events a second.
double run_log(EventLog& log, std::size_t in_flight, double seconds) {
  std::mutex mutex;
  std::condition_variable answered;
  std::size_t under_way = 0;
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  const auto begun = std::chrono::steady_clock::now();
  std::uint64_t n = 0;
  while (since(begun) < seconds) {
    {
      std::unique_lock lock{mutex};
      answered.wait(lock, [&] { return under_way < in_flight; });
      ++under_way;
    }
    log.async_append(append_of(n++), [&](Result<Appended> answer) {
      std::lock_guard lock{mutex};
      --under_way;
      ++(answer ? done : failed);
      answered.notify_one();
    });
  }
  std::unique_lock lock{mutex};
  answered.wait(lock, [&] { return under_way == 0; });
  const double took = since(begun);
  if (failed > 0) std::printf("  %llu appends failed\n", static_cast<unsigned long long>(failed));
  return static_cast<double>(done) / took;
}

std::string ask(PGconn* c, const std::string& sql) {
  PGresult* r = PQexec(c, sql.c_str());
  std::string value = PQntuples(r) > 0 ? PQgetvalue(r, 0, 0) : PQresultErrorMessage(r);
  PQclear(r);
  return value;
}

/// A row of a minimal table for each event, by so many connections; rows a second. Nothing, said
/// why: a connection or a row failed.
std::optional<double> run_rival(const std::string& connection, int connections, double seconds) {
  std::atomic<std::uint64_t> done{0};
  std::mutex mutex;
  std::string fault;
  std::atomic<bool> stop{false};
  std::atomic<int> ready{0};
  std::vector<std::thread> clients;
  for (int t = 0; t < connections; ++t) {
    clients.emplace_back([&, t] {
      PGconn* c = PQconnectdb(connection.c_str());
      PQclear(PQprepare(c, "w",
                        "INSERT INTO bench_rival.events(stream, version, payload) "
                        "VALUES ($1, $2::int8, $3)",
                        3, nullptr));
      ++ready;
      for (std::uint64_t i = 0; !stop; ++i) {
        const auto stream = "thing/" + std::to_string(t) + "-" + std::to_string(i % 156);
        const auto version = std::to_string(i / 156 + 1);
        const char* values[] = {stream.c_str(), version.c_str(), kPayload.c_str()};
        PGresult* r = PQexecPrepared(c, "w", 3, values, nullptr, nullptr, 0);
        const bool taken = PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
        if (!taken) {
          const std::lock_guard lock{mutex};
          fault = PQerrorMessage(c);
          break;
        }
        ++done;
      }
      PQfinish(c);
    });
  }
  while (ready < connections) std::this_thread::yield();
  const auto begun = std::chrono::steady_clock::now();
  const auto before = done.load();
  std::this_thread::sleep_for(Seconds{seconds});
  const auto rate = static_cast<double>(done - before) / since(begun);
  stop = true;
  for (auto& client : clients) client.join();
  if (fault.empty()) return rate;
  std::printf("minimal table: %s\n", fault.c_str());
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::printf("bench_postgres <connection string> [seconds]\n");
    return 2;
  }
  const std::string connection = argv[1];
  const double seconds = argc > 2 ? std::atof(argv[2]) : 5;
  PGconn* c = PQconnectdb(connection.c_str());
  if (PQstatus(c) != CONNECTION_OK) {
    std::printf("no connection\n");
    return 1;
  }
  ask(c, "DROP SCHEMA IF EXISTS recourse_bench, bench_rival CASCADE");
  ask(c, "CREATE SCHEMA bench_rival");
  ask(c,
      "CREATE TABLE bench_rival.events(position bigserial PRIMARY KEY, stream text NOT NULL, "
      "version int8 NOT NULL, payload text NOT NULL, UNIQUE(stream, version))");
  std::printf("PostgreSQL %s, fsync=%s, synchronous_commit=%s, %.0f s each\n",
              ask(c, "SHOW server_version").c_str(), ask(c, "SHOW fsync").c_str(),
              ask(c, "SHOW synchronous_commit").c_str(), seconds);
  for (const std::size_t groups : {std::size_t{1}, std::size_t{2}}) {
    auto opened = stores::open_postgres({.connection = connection,
                                         .log = "bench_" + std::to_string(groups),
                                         .schema = "recourse_bench",
                                         .tuning = {.groups_in_flight = groups}});
    if (!opened) {
      std::printf("%s\n", opened.error().to_string().c_str());
      return 1;
    }
    for (const std::size_t in_flight : {std::size_t{1}, std::size_t{64}, std::size_t{1024}}) {
      run_log(**opened, in_flight, 1);
      std::printf("log, %zu group(s) under way, %5zu appends in flight: %9.0f events/s\n", groups,
                  in_flight, run_log(**opened, in_flight, seconds));
    }
  }
  const auto rival = run_rival(connection, 64, seconds);
  if (rival)
    std::printf("minimal table, 64 connections:                    %9.0f rows/s\n", *rival);
  ask(c, "DROP SCHEMA recourse_bench, bench_rival CASCADE");
  PQfinish(c);
  return rival ? 0 : 1;
}
