// The store beside two raw RocksDB loops, in one run: appends by blocked and by asynchronous
// clients, sustained until every index has drained, and replay.
//
//     bench_store [seconds a phase] [rounds] [directory]
//
// Operation: one event of 200 random bytes with an expected version and a command id, acknowledged
// after the sync. The figure is the median over the rounds; the ratio is the median of the rounds'
// ratios to the paged loop. The directory must lie on a real disk: /dev/shm does not sync.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <recourse/base/exceptions.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <semaphore>
#include <thread>

#include "benchmarks/store/raw_loop.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

/// Our store behind the benchmark's interface.
class Ours final : public Sink {
 public:
  explicit Ours(const fs::path& directory)
      : store_(stores::open_rocksdb({.directory = directory, .wait_when_full = true}).value()) {}

  void append(Event event, std::function<void()> done) override {
    const auto key = std::to_string(event.stream);
    core::Append append{.command_id = derived_command_id(key + "/" + std::to_string(event.version)),
                        .actor = "bench",
                        .streams = {}};
    append.streams.push_back({StreamId::of("case", key).value(),
                              core::ExpectedVersion::exactly(Version{event.version - 1}),
                              1,
                              {{"case.measured", 1, Timestamp{}, std::move(event.payload)}}});
    store_->async_append(std::move(append), [done = std::move(done)](auto answer) {
      (void)answer.value();
      done();
    });
  }
  void drain() override { store_->drain().value(); }
  std::uint64_t replay() override {
    const auto cursor = store_->read_all().value();
    std::uint64_t events = 0;
    while (cursor->next().value()) ++events;
    return events;
  }

 private:
  std::unique_ptr<core::EventStore> store_;
};

std::unique_ptr<Sink> open(const std::string& name, const fs::path& directory) {
  fs::remove_all(directory);
  if (name == "two puts") return open_raw(RawKind::two_puts, directory);
  if (name == "paged") return open_raw(RawKind::paged, directory);
  return std::make_unique<Ours>(directory);
}

/// Each client appends the events of case after case and waits for each. Events a second.
double blocked(Sink& sink, int clients, double seconds) {
  std::atomic<std::uint64_t> next_case{1};
  std::atomic<std::uint64_t> events{0};
  const auto begun = Steady::now();
  std::vector<std::thread> threads;
  for (int c = 0; c < clients; ++c) {
    threads.emplace_back([&, c] {
      Noise noise{static_cast<std::uint64_t>(c) + 1};
      std::string payload(kPayloadBytes, '\0');
      const auto ready = std::make_shared<std::counting_semaphore<>>(0);
      while (seconds_since(begun) < seconds) {
        const auto stream = next_case++;
        for (std::uint64_t v = 1; v <= kEventsPerCase; ++v) {
          noise.fill(payload);
          sink.append({stream, v, payload}, [ready] { ready->release(); });
          ready->acquire();
        }
        events += kEventsPerCase;
      }
    });
  }
  for (auto& t : threads) t.join();
  sink.drain();
  return static_cast<double>(events) / seconds_since(begun);
}

/// One producer keeps `in_flight` events on their way. Events a second, until all indexes drained.
double asynchronous(Sink& sink, std::uint64_t in_flight, double seconds) {
  std::counting_semaphore<> room{static_cast<std::ptrdiff_t>(in_flight)};
  Noise noise{7};
  std::string payload(kPayloadBytes, '\0');
  std::vector<std::pair<std::uint64_t, std::uint64_t>> clients(in_flight);
  std::uint64_t next_case = 1;
  std::uint64_t events = 0;
  const auto begun = Steady::now();
  for (std::size_t i = 0; seconds_since(begun) < seconds; i = (i + 1) % in_flight) {
    auto& [stream, version] = clients[i];
    if (version == 0 || version == kEventsPerCase) stream = next_case++, version = 0;
    noise.fill(payload);
    room.acquire();
    sink.append({stream, ++version, payload}, [&room] { room.release(); });
    ++events;
  }
  for (std::uint64_t i = 0; i < in_flight; ++i) room.acquire();
  sink.drain();
  return static_cast<double>(events) / seconds_since(begun);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Options {
  double seconds = 3;
  int rounds = 3;
  fs::path directory = "bench-data";
};

const std::vector<std::string> kSinks{"two puts", "paged", "recourse"};
using Row = std::map<std::string, std::vector<double>>;

void print(const std::string& what, const Row& row) {
  std::printf("%-28s", what.c_str());
  for (const auto& name : kSinks) std::printf(" %12.0f", median(row.at(name)));
  for (const char* base : {"paged", "two puts"}) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < row.at(base).size(); ++i) {
      ratios.push_back(row.at("recourse")[i] / row.at(base)[i]);
    }
    std::printf(" %8.2f", median(ratios));
  }
  std::printf("\n");
  std::fflush(stdout);
}

void measure(const Options& o, const std::string& what, const std::function<double(Sink&)>& phase) {
  Row row;
  for (int round = 0; round < o.rounds; ++round) {
    for (const auto& name : kSinks) {
      const auto sink = open(name, o.directory / "sink");
      row[name].push_back(phase(*sink));
    }
  }
  print(what, row);
}

void run(const Options& o) {
  std::printf("events/s, one event of %zu random bytes an append, acknowledged after the sync\n",
              kPayloadBytes);
  std::printf("%-28s %12s %12s %12s %8s %8s\n", "", "two puts", "paged", "recourse", "/paged",
              "/2 puts");
  for (const int clients : {1, 16, 64}) {
    measure(o, std::to_string(clients) + " blocked clients",
            [&](Sink& sink) { return blocked(sink, clients, o.seconds); });
  }
  for (const std::uint64_t in_flight : {1u, 64u, 1024u, 8192u}) {
    measure(o, std::to_string(in_flight) + " in flight, drained",
            [&](Sink& sink) { return asynchronous(sink, in_flight, o.seconds); });
  }
  measure(o, "replay with checksums", [&](Sink& sink) {
    asynchronous(sink, 1024, o.seconds);
    const auto begun = Steady::now();
    const auto events = sink.replay();
    return static_cast<double>(events) / seconds_since(begun);
  });
  fs::remove_all(o.directory);
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  recourse::bench::Options options;
  if (argc > 1) options.seconds = std::atof(argv[1]);
  if (argc > 2) options.rounds = std::atoi(argv[2]);
  if (argc > 3) options.directory = argv[3];
  if (options.seconds <= 0 || options.rounds <= 0) {
    std::fprintf(stderr, "usage: bench_store [seconds a phase] [rounds] [directory]\n");
    return 2;
  }
  recourse::bench::run(options);
  return 0;
}
