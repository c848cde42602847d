#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <recourse/core/worker.hpp>

namespace recourse::core {
namespace {

/// Lowers the calling thread's share of the processors. Where that is not allowed it keeps it.
void give_way() {
  constexpr int kNice = 10;
  (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

}  // namespace

Worker::Worker(Options options, std::function<bool()> step)
    : options_(std::move(options)), step_(std::move(step)), thread_([this] { run(); }) {}

Worker::~Worker() { stop(); }

void Worker::wake() {
  std::lock_guard guard{mutex_};
  if (awake_) return;
  awake_ = true;
  woken_.notify_one();
}

void Worker::hurry() {
  std::lock_guard guard{mutex_};
  awake_ = hurried_ = true;
  woken_.notify_one();
}

void Worker::stop() {
  {
    std::lock_guard guard{mutex_};
    stopping_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Worker::run() {
  pthread_setname_np(pthread_self(), options_.name.substr(0, 15).c_str());
  if (options_.background) give_way();
  std::unique_lock guard{mutex_};
  for (;;) {
    woken_.wait_for(guard, options_.at_least_every, [this] { return awake_ || stopping_; });
    if (stopping_) return;
    awake_ = hurried_ = false;
    guard.unlock();
    const bool found = step_();
    guard.lock();
    if (!found) continue;
    awake_ = true;
    if (!options_.gather) continue;
    woken_.wait_for(guard, options_.gather(), [this] { return hurried_ || stopping_; });
  }
}

}  // namespace recourse::core
