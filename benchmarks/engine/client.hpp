// A client whose commands are waited for, beside whatever an engine is made to do meanwhile.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <recourse/office.hpp>
#include <thread>

#include "benchmarks/engine/city.hpp"

namespace recourse::bench {

inline double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// One client that waits for each of its commands, until told to stop. Latencies in milliseconds.
class Client {
 public:
  Client(const Office& office, std::uint64_t first_case)
      : office_(&office), next_(first_case), thread_([this] { run(); }) {}
  std::vector<double> stop() {
    stopping_ = true;
    thread_.join();
    std::ranges::sort(latencies_);
    return std::move(latencies_);
  }

 private:
  void run() {
    while (!stopping_) {
      const auto number = next_++;
      const core::Actor officer{"w1", "window_officer", station_of(number)};
      const auto id = StreamId::of("case", std::to_string(number)).value();
      const auto begun = std::chrono::steady_clock::now();
      (void)office_
          ->handle(id, casework::complaint::Contact{casework::complaint::Told::phone, false},
                   office_->context(officer))
          .value();
      latencies_.push_back(seconds_since(begun) * 1000);
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
  }

  const Office* office_;
  std::uint64_t next_;
  std::atomic<bool> stopping_{false};
  std::vector<double> latencies_;
  std::thread thread_;
};

inline void print_latency(const char* when, const std::vector<double>& sorted) {
  const auto at = [&](double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
  };
  std::printf("%-28s %8zu commands: median %.2f ms, 99%% %.2f ms, worst %.2f ms\n", when,
              sorted.size(), at(0.5), at(0.99), at(1));
}

}  // namespace recourse::bench
