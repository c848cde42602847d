#include "head_watch.hpp"

#include <vector>

namespace recourse::python {

HeadWatch::HeadWatch(core::EventLog& log) : log_(&log) {
  notified_ = log.notify([this](Position head) { reached(head); });
  if (log.capabilities().follows) looking_ = std::thread{[this] { look(); }};
}

HeadWatch::~HeadWatch() { end(); }

std::uint64_t HeadWatch::wait_for(Position position, Done done) {
  std::unique_lock lock{mutex_};
  if (ended_) {
    lock.unlock();
    done(Error{Errc::closed, "it was closed before the log came so far"});
    return 0;
  }
  const auto head = log_->head();  // under the lock: what comes behind it is told to `reached`
  if (!head || std::max(*head, head_) >= position) {
    auto answer = head ? Result<Position>{std::max(*head, head_)} : head;
    lock.unlock();
    done(std::move(answer));
    return 0;
  }
  const auto ticket = next_ticket_++;
  waiters_.emplace(ticket, Waiter{position, std::move(done)});
  changed_.notify_all();
  return ticket;
}

void HeadWatch::forget(std::uint64_t ticket) {
  decltype(waiters_)::node_type forgotten;
  std::lock_guard guard{mutex_};
  forgotten = waiters_.extract(ticket);
}

void HeadWatch::end() {
  std::map<std::uint64_t, Waiter> ended;
  {
    std::lock_guard guard{mutex_};
    ended_ = true;
    ended.swap(waiters_);
    changed_.notify_all();
  }
  for (auto& [ticket, waiter] : ended) {
    waiter.done(Error{Errc::closed, "it was closed before the log came so far"});
  }
  std::lock_guard guard{ending_};
  notified_ = {};
  if (looking_.joinable()) looking_.join();
}

void HeadWatch::reached(Position head) {
  std::vector<Done> done;
  {
    std::lock_guard guard{mutex_};
    head_ = std::max(head_, head);
    for (auto it = waiters_.begin(); it != waiters_.end();) {
      if (it->second.position > head_) {
        ++it;
        continue;
      }
      done.push_back(std::move(it->second.done));
      it = waiters_.erase(it);
    }
  }
  for (auto& one : done) one(head);
}

void HeadWatch::look() {
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [&] { return ended_ || !waiters_.empty(); });
      if (changed_.wait_for(lock, kLookEvery, [&] { return ended_; })) return;
    }
    // An error may pass: whoever reads then is told of it.
    if (const auto head = log_->refresh()) reached(*head);
  }
}

}  // namespace recourse::python
