// The table of everything that recourse-bench measures. Names do not change: results are compared
// by them.
#include <algorithm>

#include "benchmarks/store/load.hpp"
#include "benchmarks/suite/work.hpp"

namespace recourse::bench {
namespace {

constexpr const char* kSynced = "acknowledged after the sync";
constexpr const char* kOneEvent = "one event appended to a stream at an expected version";
constexpr const char* kCommand =
    "one event of a command on a case, decided by the real rules and appended";

/// What most rows of a part have in common.
struct Part {
  std::string subject;
  std::string counts;
  std::string unit;
  std::uint64_t payload = 0;
  std::string durability;
};

std::string words_of(const Operation& o) {
  if (o.loop == Loop::open)
    return "one each " + std::to_string(static_cast<int>(1e6 / o.rate)) + " us";
  if (o.loop == Loop::none || o.clients == 1) return "one after the other";
  return std::to_string(o.clients) + " at a time";
}

Operation row(const Part& part, std::string name, std::string work, std::uint64_t clients,
              Measure measure) {
  Operation o{.name = std::move(name),
              .subject = part.subject,
              .work = std::move(work),
              .counts = part.counts,
              .unit = part.unit,
              .payload_bytes = part.payload,
              .durability = part.durability,
              .clients = clients,
              .load = {},
              .measure = measure};
  o.load = words_of(o);
  return o;
}

Operation with_load(Operation o, std::string load) {
  o.load = std::move(load);
  return o;
}

/// Open loop: its value is the 99th percentile.
Operation open(Operation o, double rate) {
  o.loop = Loop::open;
  o.rate = rate;
  o.unit = "us, 99th";
  o.more_is_better = false;
  o.load = words_of(o);
  return o;
}

/// A time: less is better.
Operation time(Operation o, std::string unit) {
  o.unit = std::move(unit);
  o.more_is_better = false;
  return o;
}

/// Nothing but its value is measured.
Operation whole(Operation o) {
  o.loop = Loop::none;
  o.load = "once a run";
  return o;
}

void add_ours(std::vector<Operation>& all) {
  const Part store{"recourse", kOneEvent, "events/s", kPayloadBytes, kSynced};
  all.push_back(row(store, "append/1", "append/1", 1, append_blocked));
  all.push_back(
      with_load(row(store, "append/64", "append/64", 64, append_blocked), "64 threads that wait"));
  all.push_back(with_load(row(store, "append/1024", "append/1024", 1024, append_in_flight),
                          "1,024 unanswered, until indexes have drained"));
  auto six = row(store, "append-six/1024", "append-six/1024", 1024, append_six);
  six.counts = "one event, six of a case in one append";
  all.push_back(with_load(six, "1,024 appends unanswered, until indexes have drained"));
  all.push_back(open(row(store, "append/open-1000", "append/open-1000", 64, append_open), 1000));
  all.push_back(open(row(store, "append/open-100", "append/open-100", 64, append_open), 100));

  const Part engine{"recourse", kCommand, "events/s", 0, kSynced};
  for (const std::uint64_t n : {1U, 64U, 1024U}) {
    const auto name = "commands/" + std::to_string(n);
    all.push_back(row(engine, name, name, n, commands));
  }
  for (const std::uint64_t n : {1U, 64U, 1024U}) {
    const auto name = "commands-views/" + std::to_string(n);
    all.push_back(with_load(row(engine, name, name, n, commands_with_views),
                            std::to_string(n) + " at a time, until views have caught up"));
  }
  all.push_back(
      open(row(engine, "commands/open-1000", "commands/open-1000", 64, commands_open), 1000));

  const Part log{"recourse", "one event of the log", "events/s", 0, "reads"};
  auto checked = row(log, "replay/checked", "replay", 1, replay_checked);
  checked.counts = "one event of the log, its checksum and header read";
  checked.payload_bytes = kPayloadBytes;
  checked.loop = Loop::none;
  all.push_back(checked);
  auto decoded = whole(row(log, "replay/decoded", "scan", 1, replay_decoded));
  decoded.counts = "one event of a city's log, decoded";
  all.push_back(decoded);
  auto rebuilt = whole(row(log, "rebuild/views", "scan", 1, rebuild_views));
  rebuilt.counts = "one event of a city's log, folded into every view";
  all.push_back(rebuilt);
  const Part cases{"recourse", "one stream of six events read, chosen at random", "streams/s",
                   kPayloadBytes, "reads"};
  all.push_back(with_load(row(cases, "read/cold", "read/cold", 1, read_cold),
                          "one after the other, nothing cached at first"));
  all.push_back(with_load(row(cases, "read/hot", "read/hot", 1, read_hot),
                          "one after the other, 1,000 streams that are cached"));
  auto killed = row(cases, "open/killed", "open/killed", 1, open_killed);
  killed.counts = "a log opened whose process was killed while it wrote";
  all.push_back(whole(time(killed, "ms")));
  auto ledger = row(cases, "list/ledger", "list/ledger", 1, list_ledger);
  ledger.counts = "the 20 latest cases of a station, from the ledger";
  ledger.payload_bytes = 0;
  all.push_back(time(ledger, "ms, median"));
  auto figures = row(cases, "figures/stations", "figures/stations", 1, figures_by_station);
  figures.counts = "cases, done rate and 90th percentile of days, of each of 311 stations";
  figures.payload_bytes = 0;
  all.push_back(time(figures, "ms, median"));
}

void add_limits(std::vector<Operation>& all) {
  constexpr auto kRecord = kHeaderBytes + kPayloadBytes;
  const Part file{"limit", "one record written and synced by fdatasync", "events/s", kRecord,
                  kSynced};
  auto appending = row(file, "limit/fdatasync-append", "append/1", 1, fdatasync_appending);
  appending.counts += ", at the end of a file";
  all.push_back(appending);
  auto in_place = row(file, "limit/fdatasync-in-place", "append/1", 1, fdatasync_in_place);
  in_place.counts += ", over what a file of 16 MiB holds";
  all.push_back(in_place);
  auto put = row(file, "limit/rocksdb-put", "append/1", 1, rocksdb_puts);
  put.counts = "one Put of RocksDB, with sync";
  all.push_back(put);
  auto grouped = row(file, "limit/rocksdb-put-1024", "append/1024", 1024, rocksdb_puts);
  grouped.counts = "one Put of RocksDB, 1,024 in each synced batch";
  all.push_back(with_load(grouped, "one batch after the other"));
  for (const std::uint64_t n : {1U, 64U, 1024U}) {
    const auto work = "append/" + std::to_string(n);
    auto puts = row(file, "limit/two-puts-" + std::to_string(n), work, n, raw_two_puts);
    puts.counts = "record and index row put into RocksDB, a synced batch a group";
    all.push_back(puts);
    auto pages = row(file, "limit/pages-" + std::to_string(n), work, n, raw_pages);
    pages.counts = "record in a page of RocksDB, a synced batch a group, index beside it";
    all.push_back(pages);
  }
  auto scan = whole(row(file, "limit/scan", "scan", 1, scan_pages));
  scan.counts = "one event of a city's log, its page read by RocksDB and nothing else";
  scan.durability = "reads";
  scan.payload_bytes = 0;
  all.push_back(scan);
  auto copied = row(file, "limit/memcpy", "memcpy", 1, copy_memory);
  copied.counts = "64 MiB copied in memory";
  copied.unit = "GiB/s";
  copied.durability = "memory";
  copied.payload_bytes = 0;
  all.push_back(copied);
}

/// A rival's append at so many clients.
void add_closed(std::vector<Operation>& all, const Part& part, Measure measure, std::uint64_t n) {
  const auto work = "append/" + std::to_string(n);
  const auto* const clients = n == 1 ? " client that waits" : " clients that wait";
  all.push_back(with_load(row(part, part.subject + "/" + work, work, n, measure),
                          std::to_string(n) + clients));
}

/// And a hundred a second, over so many clients.
void add_open(std::vector<Operation>& all, const Part& part, Measure measure, std::uint64_t n) {
  all.push_back(
      open(row(part, part.subject + "/append/open-100", "append/open-100", n, measure), 100));
}

void add_rival(std::vector<Operation>& all, const Part& part, Measure measure) {
  add_closed(all, part, measure, 1);
  add_closed(all, part, measure, 64);
  add_open(all, part, measure, 64);
}

void add_rivals(std::vector<Operation>& all) {
  const auto part = [](std::string subject, std::string counts) {
    return Part{std::move(subject), std::move(counts), "events/s", kPayloadBytes, kSynced};
  };
  const auto sqlite = part("sqlite", std::string{kOneEvent} + ", a transaction of its own");
  add_closed(all, sqlite, sqlite_append, 1);
  add_closed(all, sqlite, sqlite_append, 64);
  auto queue = row(sqlite, "sqlite/append/1024", "append/1024", 1024, sqlite_queue);
  queue.counts = std::string{kOneEvent} + ", in one writer's transaction of all that wait";
  all.push_back(queue);
  add_open(all, sqlite, sqlite_open, 64);
#ifdef RECOURSE_BENCH_POSTGRES
  constexpr Measure kPostgres = postgres_append;
  constexpr Measure kMessageDb = message_db_append;
#else
  constexpr Measure kPostgres = nullptr;
  constexpr Measure kMessageDb = nullptr;
#endif
#ifdef RECOURSE_BENCH_NATS
  constexpr Measure kNats = nats_append;
#else
  constexpr Measure kNats = nullptr;
#endif
  add_rival(all, part("postgres", std::string{kOneEvent} + ", one INSERT on a minimal table"),
            kPostgres);
  add_rival(all, part("message-db", "one call of write_message with an expected version"),
            kMessageDb);
  auto nats = part("nats", "one JetStream publish at an expected sequence of its subject");
  nats.durability = "acknowledged before the sync, where its version cannot sync each";
  add_rival(all, nats, kNats);
  // Two clients of one connection would stand in each other's transactions.
  const auto emmett = part("emmett-sqlite", "one appendToStream of one event");
  add_closed(all, emmett, nullptr, 1);
  add_open(all, emmett, nullptr, 1);
  add_rival(all, part("emmett-postgres", "one appendToStream of one event"), nullptr);
  const auto dbos = part("dbos", "one step of a durable workflow; no expected version");
  add_closed(all, dbos, nullptr, 1);
  add_closed(all, dbos, nullptr, 64);
  add_rival(all, part("restate", "one call of a virtual object's handler, which sets the event"),
            nullptr);
}

}  // namespace

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = [] {
    std::vector<Operation> made;
    add_ours(made);
    add_limits(made);
    add_rivals(made);
    return made;
  }();
  return all;
}

const Operation* find_operation(std::string_view name) {
  const auto& all = operations();
  const auto found = std::ranges::find(all, name, &Operation::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace recourse::bench
