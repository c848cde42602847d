// The store beside two raw RocksDB loops, in one run: appends by blocked and by asynchronous
// clients, sustained until every index has drained, replay, reading one case, a sparse log, bytes
// on disk, memory, and opening after a kill.
//
//     bench_store [--seconds S] [--rounds N] [--events N] [--only WORDS] [--sink NAME]
//                 [--directory D]
//
// A figure is the median over the rounds, a ratio the median of the rounds' ratios. --events is the
// size of the log that is opened after a kill. --only runs what has WORDS in its title, --sink what
// has that name. Below a row of appends stands the processor time that an event took, all threads,
// in microseconds: on two cores that bounds the rate, and it is less noisy. The directory must lie
// on a real disk: /dev/shm does not sync.
#include <cstdio>
#include <cstdlib>
#include <semaphore>

#include "benchmarks/store/our_store.hpp"
#include "benchmarks/store/raw_loop.hpp"
#include "benchmarks/store/recovery.hpp"
#include "benchmarks/store/report.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
  double seconds = 3;
  int rounds = 3;
  std::uint64_t events = 10'000'000;
  std::string only;
  std::vector<std::string> sinks{"two puts", "paged", "recourse"};
  fs::path directory = "bench-data";
};

std::unique_ptr<Sink> open(const std::string& name, const fs::path& directory) {
  if (name == "two puts") return open_raw(RawKind::two_puts, directory);
  if (name == "paged") return open_raw(RawKind::paged, directory);
  return open_ours(directory);
}

/// Whole cases, one after the other, each event in an append and a sync of its own.
void fill_sparse(Sink& sink, std::uint64_t cases) {
  Noise noise{3};
  std::string payload(kPayloadBytes, '\0');
  std::binary_semaphore ready{0};
  for (std::uint64_t stream = 1; stream <= cases; ++stream) {
    for (std::uint64_t v = 1; v <= kEventsPerCase; ++v) {
      noise.fill(payload);
      sink.append({stream, v, payload}, [&ready] { ready.release(); });
      ready.acquire();
    }
  }
  sink.drain();
}

/// Cases a second, chosen at random.
double read_cases(Sink& sink, std::uint64_t cases, double seconds) {
  Noise noise{11};
  std::uint64_t read = 0;
  const auto begun = Steady::now();
  while (seconds_since(begun) < seconds) {
    if (sink.read_case(1 + noise.next() % cases) != kEventsPerCase) std::abort();
    ++read;
  }
  return static_cast<double>(read) / seconds_since(begun);
}

class Benchmark {
 public:
  explicit Benchmark(Options options) : o_(std::move(options)) {}

  void run() {
    std::printf(
        "One event: %zu random bytes and about %zu of header; %g s a phase, median of %d rounds.\n",
        kPayloadBytes, kHeaderBytes, o_.seconds, o_.rounds);
    appends();
    replays();
    reads();
    sparse_and_packed();
    footprint();
    if (wanted("opening after a kill")) measure_recovery(o_.directory / "recovery", o_.events);
    fs::remove_all(o_.directory);
  }

 private:
  bool wanted(const std::string& title) const { return title.find(o_.only) != std::string::npos; }
  fs::path fresh() const {
    fs::remove_all(o_.directory / "sink");
    return o_.directory / "sink";
  }
  bool begin(const std::string& title) const {
    if (!wanted(title)) return false;
    std::printf("\n%s\n", title.c_str());
    print_header(o_.sinks);
    return true;
  }

  /// One row: the phase on a fresh sink of each kind, round by round.
  void measure(const std::string& what, const std::function<double(Sink&)>& phase) const {
    Row row;
    Row processor;
    for (int round = 0; round < o_.rounds; ++round) {
      for (const auto& name : o_.sinks) {
        const auto sink = open(name, fresh());
        const auto begun = Steady::now();
        const auto before = processor_seconds();
        const auto rate = phase(*sink);
        row[name].push_back(rate);
        const auto used = processor_seconds() - before;
        processor[name].push_back(1e6 * used / (rate * seconds_since(begun)));
      }
    }
    print_row(what, o_.sinks, row);
    print_row("  us of processor an event", o_.sinks, processor, 2);
  }

  void appends() const {
    if (begin("blocked clients, events/s acknowledged after the sync")) {
      for (const std::uint64_t clients : {1U, 16U, 64U}) {
        measure(std::to_string(clients),
                [&](Sink& sink) { return blocked(sink, clients, o_.seconds); });
      }
    }
    if (begin("appends in flight, events/s until all indexes drained")) {
      for (const std::uint64_t in_flight : {1u, 64u, 1024u, 8192u}) {
        measure(std::to_string(in_flight),
                [&](Sink& sink) { return asynchronous(sink, in_flight, o_.seconds); });
      }
    }
    if (begin("six events an append, events/s until all indexes drained")) {
      for (const std::uint64_t in_flight : {1u, 1024u}) {
        measure(std::to_string(in_flight), [&](Sink& sink) {
          return asynchronous(sink, in_flight, o_.seconds, kEventsPerCase);
        });
      }
    }
  }

  void replays() const {
    if (!begin("replay, events/s")) return;
    const std::vector<std::pair<std::string, Replay>> ways{{"scan", Replay::scan},
                                                           {"checksums", Replay::checksums},
                                                           {"payloads decoded", Replay::decoded}};
    std::vector<Row> rows(ways.size());
    for (int round = 0; round < o_.rounds; ++round) {
      for (const auto& name : o_.sinks) {
        const auto sink = open(name, fresh());
        asynchronous(*sink, 1024, o_.seconds);
        for (std::size_t w = 0; w < ways.size(); ++w) {
          const auto begun = Steady::now();
          const auto events = sink->replay(ways[w].second);
          rows[w][name].push_back(static_cast<double>(events) / seconds_since(begun));
        }
      }
    }
    for (std::size_t w = 0; w < ways.size(); ++w) print_row(ways[w].first, o_.sinks, rows[w]);
  }

  void reads() const {
    if (!begin("reading one case of six events, cases/s")) return;
    constexpr std::uint64_t kCases = 100'000;
    Row hot;
    Row cold;
    for (const auto& name : o_.sinks) {
      const auto directory = fresh();
      {
        const auto sink = open(name, directory);
        fill_packed(*sink, kCases);
        (void)read_cases(*sink, 1000, 0.5);
        hot[name].push_back(read_cases(*sink, 1000, o_.seconds));
      }
      forget_cached(directory);
      const auto sink = open(name, directory);
      cold[name].push_back(read_cases(*sink, kCases, o_.seconds));
    }
    print_row("hot", o_.sinks, hot);
    print_row("cold, from the disk at first", o_.sinks, cold);
  }

  void sparse_and_packed() const {
    constexpr std::uint64_t kCases = 3000;
    if (!wanted("a sparse log beside a packed one")) return;
    std::printf("\na sparse log beside a packed one, %llu events each\n",
                static_cast<unsigned long long>(kCases * kEventsPerCase));
    std::printf("%-28s %12s %12s %12s\n", "", "bytes/event", "replay ev/s", "cold cases/s");
    for (const bool sparse : {true, false}) {
      const auto directory = fresh();
      {
        const auto sink = open_ours(directory);
        sparse ? fill_sparse(*sink, kCases) : fill_packed(*sink, kCases);
      }
      { const auto sink = open_ours(directory); }  // what was in the write-ahead log is in tables
      forget_cached(directory);
      const auto sink = open_ours(directory);
      const double cold = read_cases(*sink, kCases, o_.seconds);
      const auto begun = Steady::now();
      const auto events = sink->replay(Replay::checksums);
      const double rate = static_cast<double>(events) / seconds_since(begun);
      std::printf("%-28s %12.0f %12.0f %12.0f\n", sparse ? "one record a page" : "packed",
                  static_cast<double>(bytes_below(directory)) / static_cast<double>(events), rate,
                  cold);
    }
  }

  void footprint() const {
    if (!wanted("footprint")) return;
    const auto directory = fresh();
    std::uint64_t events = 0;
    {
      const auto sink = open_ours(directory);
      asynchronous(*sink, 1024, 4 * o_.seconds);
      events = sink->replay(Replay::checksums);
      std::printf("\nfootprint after %llu events: resident %.0f MiB, at most %.0f MiB so far\n",
                  static_cast<unsigned long long>(events), resident_mib(), resident_peak_mib());
    }
    { const auto reopened = open_ours(directory); }
    const auto log = static_cast<double>(bytes_below(directory / "log"));
    const auto views = static_cast<double>(bytes_below(directory / "views"));
    const auto count = static_cast<double>(events);
    std::printf("on disk %.0f bytes an event in log/, %.0f in views/\n", log / count,
                views / count);
  }

  Options o_;
};

int usage() {
  std::fprintf(stderr,
               "usage: bench_store [--seconds S] [--rounds N] [--events N] [--only WORDS] "
               "[--sink NAME] [--directory D]\n");
  return 2;
}

int run(int argc, char** argv) {
  if (const auto role = recovery_role(argc, argv)) return *role;
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (i + 1 == argc) return usage();
    const std::string value = argv[i + 1];
    if (name == "--seconds") {
      options.seconds = std::atof(value.c_str());
    } else if (name == "--rounds") {
      options.rounds = std::atoi(value.c_str());
    } else if (name == "--events") {
      options.events = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--only") {
      options.only = value;
    } else if (name == "--sink") {
      options.sinks = {value};
    } else if (name == "--directory") {
      options.directory = value;
    } else {
      return usage();
    }
  }
  if (options.seconds <= 0 || options.rounds <= 0 || options.events == 0) return usage();
  Benchmark{options}.run();
  return 0;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) { return recourse::bench::run(argc, argv); }
