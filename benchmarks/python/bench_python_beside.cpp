// What bench_python.py does, without Python: the same commands on a store of its own, one at a time
// and many in flight, and the ledger of all cases as columns' source, row by row.
//
//     bench_python_beside DIRECTORY COMMANDS ROUNDS IN_FLIGHT…
//
// Prints `one <microseconds>`, `flight <n> <events/s>` and `ledger <cases/s>`: medians.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <recourse/office/ledger.hpp>

namespace {

using namespace recourse;
using Steady = std::chrono::steady_clock;
namespace complaint = casework::complaint;

double seconds_since(Steady::time_point begun) {
  return std::chrono::duration<double>(Steady::now() - begun).count();
}

double median(int rounds, const std::function<double(int)>& measure) {
  (void)measure(0);  // warm
  std::vector<double> all;
  for (int i = 1; i <= rounds; ++i) all.push_back(measure(i));
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

const core::Actor& officer() {
  static const core::Actor one{"w7", "window_officer", "S001"};
  return one;
}

/// Command `i` of a run: a report, and what follows it.
complaint::Command command(std::uint64_t i) {
  if (i % 2 != 0) return complaint::RouteOnSpot{};
  complaint::Report report;
  report.district = "PD";
  report.category = complaint::Category::difficult;
  report.line = casework::Line::population;
  report.present = true;
  return report;
}
StreamId stream(const std::string& name, std::uint64_t i) {
  return StreamId::of("case", name + "-" + std::to_string(i / 2)).value();
}

void check(const Result<core::Outcome>& outcome) {
  if (outcome && !outcome->refused()) return;
  std::fprintf(stderr, "a command was not taken: %s\n",
               outcome ? outcome->refusal().en.c_str() : outcome.error().message().c_str());
  std::abort();
}

/// At most so many at once; waits as Office.handle_many does.
class Room {
 public:
  explicit Room(std::size_t most) : most_(most) {}
  void take() {
    std::unique_lock lock{mutex_};
    if (taken_ >= most_) wait(lock, most_ - (most_ + 3) / 4);
    ++taken_;
  }
  void give() {
    std::lock_guard guard{mutex_};
    if (--taken_ == awaited_) fewer_.notify_all();
  }
  void finish() {
    std::unique_lock lock{mutex_};
    wait(lock, 0);
  }

 private:
  void wait(std::unique_lock<std::mutex>& lock, std::size_t most) {
    awaited_ = most;
    fewer_.wait(lock, [&] { return taken_ <= most; });
  }
  std::mutex mutex_;
  std::condition_variable fewer_;
  const std::size_t most_;
  std::size_t taken_ = 0;
  std::size_t awaited_ = 0;
};

double in_flight(const Office& office, std::uint64_t count, std::size_t most, int turn) {
  Room room{most};
  const auto name = "many" + std::to_string(most) + "x" + std::to_string(turn);
  const auto head = office.store().head().value().value;
  const auto begun = Steady::now();
  for (std::uint64_t i = 0; i < count; ++i) {
    room.take();
    office.async_handle(stream(name, i), command(i), office.context(officer()),
                        [&room](Result<core::Outcome> outcome) {
                          check(outcome);
                          room.give();
                        });
  }
  room.finish();
  const auto seconds = seconds_since(begun);
  return static_cast<double>(office.store().head().value().value - head) / seconds;
}

double one_at_a_time(const Office& office, std::uint64_t count, int turn) {
  const auto name = "one" + std::to_string(turn);
  const auto begun = Steady::now();
  for (std::uint64_t i = 0; i < count; ++i) {
    check(office.handle(stream(name, i), command(i), office.context(officer())));
  }
  return 1e6 * seconds_since(begun) / static_cast<double>(count);
}

double ledger_rows(const Office& office) {
  std::uint64_t rows = 0;
  const auto begun = Steady::now();
  const auto position = each_ledger_row(office, {}, {core::Actor{"v1", "supervisor", ""}},
                                        [&rows](const LedgerEntry&) -> Result<void> {
                                          ++rows;
                                          return {};
                                        });
  (void)position.value();
  return static_cast<double>(rows) / seconds_since(begun);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: bench_python_beside DIRECTORY COMMANDS ROUNDS IN_FLIGHT…\n");
    return 2;
  }
  const auto count = std::strtoull(argv[2], nullptr, 10);
  const int rounds = std::max(1, std::atoi(argv[3]));
  const auto office = Office::open({.directory = argv[1], .services = {.views = false}}).value();
  const auto few = std::min<std::uint64_t>(count, 2000);
  std::printf("one %.1f\n",
              median(rounds, [&](int turn) { return one_at_a_time(*office, few, turn); }));
  for (int i = 4; i < argc; ++i) {
    const auto most = std::strtoull(argv[i], nullptr, 10);
    std::printf("flight %llu %.0f\n", most,
                median(rounds, [&](int turn) { return in_flight(*office, count, most, turn); }));
  }
  std::printf("ledger %.0f\n", median(rounds, [&](int) { return ledger_rows(*office); }));
  return 0;
}
