#include "benchmarks/suite/loops.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>
#include <vector>

namespace recourse::bench {
namespace {

/// Sleeping is exact to about this much; the rest is waited for awake.
constexpr std::int64_t kAwake = 60'000;

class SteadyPace final : public Pace {
 public:
  std::int64_t now() override {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
  void sleep_until(std::int64_t moment) override {
    if (const auto rest = moment - now(); rest > kAwake) {
      std::this_thread::sleep_for(std::chrono::nanoseconds{rest - kAwake});
    }
    while (now() < moment) std::this_thread::yield();
  }
};

std::uint64_t elapsed(Pace& pace, std::int64_t from) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, pace.now() - from));
}

double seconds_of(Pace& pace, std::int64_t from) {
  return static_cast<double>(pace.now() - from) / 1e9;
}

std::int64_t nanoseconds(double seconds) { return static_cast<std::int64_t>(seconds * 1e9); }

/// Latencies that come from several threads.
class Answers {
 public:
  void take(std::uint64_t nanoseconds) {
    const std::lock_guard lock{mutex_};
    latency_.record(nanoseconds);
  }
  Histogram all() {
    const std::lock_guard lock{mutex_};
    return latency_;
  }

 private:
  std::mutex mutex_;
  Histogram latency_;
};

/// Lets each client be a thread that does one operation after the other, while `next` names the
/// moment from which its latency counts.
template <class Next>
Looped threads_of(const Load& load, std::uint64_t clients, Pace& pace, const Next& next) {
  std::vector<Histogram> parts(clients);
  const auto begun = pace.now();
  {
    std::vector<std::thread> threads;
    for (std::uint64_t client = 0; client < clients; ++client) {
      threads.emplace_back([&, client] {
        const auto ready = std::make_shared<std::counting_semaphore<>>(0);
        while (const auto from = next()) {
          load(client, [ready] { ready->release(); });
          ready->acquire();
          parts[client].record(elapsed(pace, *from));
        }
      });
    }
    for (auto& thread : threads) thread.join();
  }
  Looped looped;
  looped.seconds = seconds_of(pace, begun);
  for (const auto& part : parts) looped.latency.add(part);
  looped.done = looped.latency.count();
  return looped;
}

}  // namespace

Pace& real_pace() {
  static SteadyPace pace;
  return pace;
}

Looped blocked(const Load& load, std::uint64_t clients, double seconds) {
  auto& pace = real_pace();
  const auto end = pace.now() + nanoseconds(seconds);
  return threads_of(load, clients, pace, [&]() -> std::optional<std::int64_t> {
    const auto now = pace.now();
    if (now >= end) return std::nullopt;
    return now;
  });
}

Looped in_flight(const Load& load, std::uint64_t unanswered, double seconds) {
  auto& pace = real_pace();
  Answers answers;
  std::counting_semaphore<> room{static_cast<std::ptrdiff_t>(unanswered)};
  const auto begun = pace.now();
  const auto end = begun + nanoseconds(seconds);
  for (std::uint64_t client = 0; pace.now() < end; client = (client + 1) % unanswered) {
    room.acquire();
    load(client, [&answers, &room, &pace, from = pace.now()] {
      answers.take(elapsed(pace, from));
      room.release();
    });
  }
  for (std::uint64_t i = 0; i < unanswered; ++i) room.acquire();
  Looped looped;
  looped.seconds = seconds_of(pace, begun);
  looped.latency = answers.all();
  looped.done = looped.latency.count();
  return looped;
}

Looped open_loop(const Load& load, std::uint64_t clients, double rate, double seconds, Pace& pace) {
  Answers answers;
  std::counting_semaphore<> answered{0};
  const auto total = static_cast<std::uint64_t>(rate * seconds);
  const auto begun = pace.now();
  for (std::uint64_t i = 0; i < total; ++i) {
    const auto due = begun + nanoseconds(static_cast<double>(i) / rate);
    pace.sleep_until(due);
    load(i % clients, [&answers, &answered, &pace, due] {
      answers.take(elapsed(pace, due));
      answered.release();
    });
  }
  for (std::uint64_t i = 0; i < total; ++i) answered.acquire();
  Looped looped;
  looped.seconds = seconds_of(pace, begun);
  looped.latency = answers.all();
  looped.done = total;
  return looped;
}

Looped open_loop_blocked(const Load& load, std::uint64_t clients, double rate, double seconds,
                         Pace& pace) {
  const auto total = static_cast<std::uint64_t>(rate * seconds);
  const auto begun = pace.now();
  std::atomic<std::uint64_t> taken{0};
  return threads_of(load, clients, pace, [&]() -> std::optional<std::int64_t> {
    const auto i = taken.fetch_add(1);
    if (i >= total) return std::nullopt;
    const auto due = begun + nanoseconds(static_cast<double>(i) / rate);
    pace.sleep_until(due);
    return due;
  });
}

}  // namespace recourse::bench
