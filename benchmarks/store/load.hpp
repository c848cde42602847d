// The load that the store and its rivals get: cases of six events, 200 random bytes each
// (compression finds nothing), many cases at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace recourse::bench {

inline constexpr std::size_t kPayloadBytes = 200;
inline constexpr std::uint64_t kEventsPerCase = 6;

/// xorshift64: fast, and the same on every machine.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed * 2 + 88172645463325252u) {}
  void fill(std::string& bytes) {
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      state_ ^= state_ << 13;
      state_ ^= state_ >> 7;
      state_ ^= state_ << 17;
      for (std::size_t j = 0; j < 8; ++j) bytes[i + j] = static_cast<char>(state_ >> (8 * j));
    }
  }

 private:
  std::uint64_t state_;
};

/// One event of one case.
struct Event {
  std::uint64_t stream;
  std::uint64_t version;  ///< From 1.
  std::string payload;
};

/// Something that takes events durably. `done` is called once the event is on disk.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void append(Event event, std::function<void()> done) = 0;
  /// Waits until all derived indexes cover everything.
  virtual void drain() = 0;
  /// Reads everything in order; returns the number of events.
  virtual std::uint64_t replay() = 0;
};

using Steady = std::chrono::steady_clock;
inline double seconds_since(Steady::time_point t) {
  return std::chrono::duration<double>(Steady::now() - t).count();
}

}  // namespace recourse::bench
