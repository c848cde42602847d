// StreamLines: threads that want the same stream wait in a line, first come, first served.
//
//     StreamLines lines;
//     const auto turn = lines.wait(stream);   // nobody else has a turn with this stream
//     …                                       // decide, append, wait for the disk
//                                             // its end lets the next one of the line go on
//
// Writers that meet at one stream otherwise decide on the same version, and all but one of them
// decide again: under load somebody loses every time. Streams do not wait for each other.
//
// A thread waits for threads only, never for an executor. Whoever gives an answer must not wait
// here: the one whose turn it is may wait for that answer. It marks itself by an Answering, and has
// its turn at once.
//
// Thread-safety: all members; a Turn belongs to the thread that waited for it.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <recourse/base/ids.hpp>
#include <string>
#include <unordered_map>

namespace recourse::core {

/// This thread answers commands for as long as it lives.
class Answering {
 public:
  Answering();
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;
  ~Answering();
  /// Whether this thread is answering a command.
  static bool here() noexcept;
};

class StreamLines {
  struct Waiter;
  struct Stripe;

 public:
  class [[nodiscard]] Turn {
   public:
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&&) = delete;
    ~Turn();

   private:
    friend class StreamLines;
    Turn() = default;
    Stripe* stripe_ = nullptr;  // null: it stood in no line
    std::string stream_;
    std::unique_ptr<Waiter> waiter_;
  };

  StreamLines();
  ~StreamLines();
  StreamLines(const StreamLines&) = delete;
  StreamLines& operator=(const StreamLines&) = delete;

  /// Waits until all threads that came for this stream before have ended their turns.
  Turn wait(const StreamId& stream);
  /// Threads in the line of a stream, the one whose turn it is included.
  std::size_t length(const StreamId& stream) const;

 private:
  Stripe& stripe_of(const StreamId& stream) const;

  static constexpr std::size_t kStripes = 16;
  std::unique_ptr<Stripe[]> stripes_;
};

}  // namespace recourse::core
