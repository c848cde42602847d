#include "stores/postgres/follower.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace recourse::stores::pg {
namespace {

constexpr std::chrono::milliseconds kLookEvery{250};

}  // namespace

Follower::Follower(const Reads& reads, Target target, std::string channel,
                   std::chrono::milliseconds patience, Position head)
    : reads_(reads),
      target_(std::move(target)),
      channel_(std::move(channel)),
      patience_(patience),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      known_(head.value),
      thread_([this] { run(); }) {}

Follower::~Follower() {
  ended_ = true;
  (void)eventfd_write(wake_, 1);
  thread_.join();
  close(wake_);
}

std::string Follower::trouble() const {
  std::lock_guard lock{mutex_};
  return trouble_;
}

Result<Position> Follower::look() {
  std::lock_guard alone{look_mutex_};
  auto head = reads_.head();
  {
    std::lock_guard lock{mutex_};
    trouble_ = head ? std::string{} : head.error().message();
  }
  if (!head) return head;
  // Another server than before may be behind: what was told stays told.
  if (head->value > known_.load()) {
    known_ = head->value;
    listeners_.tell(*head);
  }
  return head;
}

void Follower::run() {
  pthread_setname_np(pthread_self(), "recourse-follow");
  while (!ended_) {
    (void)look();  // its failure is kept in trouble_, and the next look tries again
    wait();
  }
}

void Follower::wait() {
  const auto until = after(kLookEvery);
  if (!hearing_ || hearing_->broken()) {
    hearing_.reset();
    auto opened = Connection::open(target_, after(patience_));
    if (opened) {
      const auto listening = (*opened)->run("LISTEN \"" + channel_ + "\"", after(patience_));
      // A server that follows another refuses it: it is asked now and then instead.
      if (listening) hearing_ = std::move(*opened);
    }
  }
  if (hearing_) {
    (void)hearing_->wait_readable(wake_, until);
    if (hearing_->consume()) (void)hearing_->take_notifications();
    return;
  }
  pollfd woken{wake_, POLLIN, 0};
  (void)poll(&woken, 1, static_cast<int>(kLookEvery.count()));
}

}  // namespace recourse::stores::pg
