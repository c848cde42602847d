// The load that the store and its rivals get: cases of six events, 200 random bytes each
// (compression finds nothing), many cases at once.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/suite/loops.hpp"

namespace recourse::bench {

inline constexpr std::size_t kPayloadBytes = 200;
/// What a record adds to its payload: positions, ids, names, checksum. The raw loops write it too.
inline constexpr std::size_t kHeaderBytes = 84;
inline constexpr std::uint64_t kEventsPerCase = 6;

/// xorshift64: fast, and the same on every machine.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed * 2 + 88172645463325252u) {}
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  /// Fills payloads: each is the wire form of one text, its length in two bytes before ASCII noise.
  void fill(std::string& payloads) {
    for (std::size_t i = 0; i + 8 <= payloads.size(); i += 8) {
      const auto word = next();
      for (std::size_t j = 0; j < 8; ++j)
        payloads[i + j] = static_cast<char>((word >> (8 * j)) & 0x7f);
    }
    constexpr std::size_t kText = kPayloadBytes - 2;
    for (std::size_t i = 0; i < payloads.size(); i += kPayloadBytes) {
      payloads[i] = static_cast<char>((kText & 0x7f) | 0x80);
      payloads[i + 1] = static_cast<char>(kText >> 7);
    }
  }

 private:
  std::uint64_t state_;
};

/// One append to one case: as many events as `payload` holds.
struct Events {
  std::uint64_t stream;
  std::uint64_t version;  ///< Of the first, from 1.
  std::string payload;    ///< kPayloadBytes for each.
  std::uint64_t count() const { return payload.size() / kPayloadBytes; }
};

/// How much is done with each record of a replay.
enum class Replay {
  scan,       ///< Bytes only; of ours: the least there is, which is `checksums`.
  checksums,  ///< Each record's checksum; of ours: its header too.
  decoded,    ///< And its payload.
};

/// Something that takes events durably.
class Appender {
 public:
  virtual ~Appender() = default;
  /// `done` is called once the events are on disk.
  virtual void append(Events events, std::function<void()> done) = 0;
};

/// One that also gives them back.
class Sink : public Appender {
 public:
  /// Waits until all derived indexes cover everything.
  virtual void drain() = 0;
  /// Reads everything in order; returns the number of events.
  virtual std::uint64_t replay(Replay way) = 0;
  /// Reads one case; returns the number of its events.
  virtual std::uint64_t read_case(std::uint64_t stream) = 0;
};

using Steady = std::chrono::steady_clock;
inline double seconds_since(Steady::time_point t) {
  return std::chrono::duration<double>(Steady::now() - t).count();
}

/// Clients that append the events of case after case, `events_each` in one append. Must outlive
/// what it began; a client asks from one thread at a time.
class CaseLoad {
 public:
  CaseLoad(Appender& sink, std::uint64_t clients, std::uint64_t events_each = 1);
  void begin(std::uint64_t client, Done done);
  /// For the loops of loops.hpp.
  Load load() {
    return [this](std::uint64_t client, Done done) { begin(client, std::move(done)); };
  }

 private:
  struct alignas(64) Client {
    Noise noise{0};
    std::string payload;
    std::uint64_t stream = 0;
    std::uint64_t version = kEventsPerCase;
  };
  Appender* sink_;
  std::uint64_t events_each_;
  std::vector<Client> clients_;
  std::atomic<std::uint64_t> next_case_{1};
};

/// One producer keeps `unanswered` appends of `events_each` on their way. Events a second, until
/// all indexes drained.
double asynchronous(Sink& sink, std::uint64_t unanswered, double seconds,
                    std::uint64_t events_each = 1);
/// Each client appends the events of case after case and waits for each. Events a second, until all
/// indexes drained.
double blocked(Sink& sink, std::uint64_t clients, double seconds);

/// Whole cases, 1,024 appends at a time: their events lie between each other's.
void fill_packed(Sink& sink, std::uint64_t cases);

}  // namespace recourse::bench
