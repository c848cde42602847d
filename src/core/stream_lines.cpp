#include <functional>
#include <recourse/core/stream_lines.hpp>
#include <semaphore>
#include <utility>

namespace recourse::core {
namespace {

thread_local int answering = 0;

}  // namespace

Answering::Answering() { ++answering; }
Answering::~Answering() { --answering; }
bool Answering::here() noexcept { return answering > 0; }

struct StreamLines::Waiter {
  std::binary_semaphore ready{0};
};

struct StreamLines::Stripe {
  std::mutex mutex;
  /// The first of each has its turn. A line without anybody is not kept.
  std::unordered_map<std::string, std::deque<Waiter*>> lines;
};

StreamLines::StreamLines() : stripes_(std::make_unique<Stripe[]>(kStripes)) {}
StreamLines::~StreamLines() = default;

StreamLines::Turn::Turn(Turn&& other) noexcept
    : stripe_(std::exchange(other.stripe_, nullptr)),
      stream_(std::move(other.stream_)),
      waiter_(std::move(other.waiter_)) {}

StreamLines::Turn::~Turn() {
  if (stripe_ == nullptr) return;
  std::lock_guard guard{stripe_->mutex};
  const auto line = stripe_->lines.find(stream_);
  line->second.pop_front();
  if (line->second.empty()) {
    stripe_->lines.erase(line);
  } else {
    // Under the lock: the next one cannot end its turn, and its waiter, before this is over.
    line->second.front()->ready.release();
  }
}

StreamLines::Turn StreamLines::wait(const StreamId& stream) {
  Turn turn;
  if (answering > 0) return turn;
  auto& stripe = stripe_of(stream);
  turn.stream_ = stream.text();
  turn.waiter_ = std::make_unique<Waiter>();
  bool first = false;
  {
    std::lock_guard guard{stripe.mutex};
    auto& line = stripe.lines[turn.stream_];
    first = line.empty();
    line.push_back(turn.waiter_.get());
  }
  turn.stripe_ = &stripe;
  if (!first) turn.waiter_->ready.acquire();
  return turn;
}

std::size_t StreamLines::length(const StreamId& stream) const {
  auto& stripe = stripe_of(stream);
  std::lock_guard guard{stripe.mutex};
  const auto line = stripe.lines.find(stream.text());
  return line == stripe.lines.end() ? 0 : line->second.size();
}

StreamLines::Stripe& StreamLines::stripe_of(const StreamId& stream) const {
  return stripes_[std::hash<std::string>{}(stream.text()) % kStripes];
}

}  // namespace recourse::core
