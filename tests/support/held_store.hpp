// A store whose appends without waiting stand still until a test lets them go on.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <recourse/core/event_store.hpp>

namespace recourse::core {

class HeldStore final : public EventStore {
 public:
  explicit HeldStore(EventStore& below) : below_(&below) {}

  /// Lets the oldest append go on. False: there is none.
  bool let_go() {
    std::unique_lock guard{mutex_};
    if (held_.empty()) return false;
    auto [append, done] = std::move(held_.front());
    held_.pop_front();
    guard.unlock();
    below_->async_append(std::move(append), std::move(done));
    return true;
  }
  std::size_t held() const {
    std::lock_guard guard{mutex_};
    return held_.size();
  }

  Result<Appended> append(Append append) override { return below_->append(std::move(append)); }
  void async_append(Append append, base::Completion<Result<Appended>> done) override {
    std::lock_guard guard{mutex_};
    held_.emplace_back(std::move(append), std::move(done));
  }
  Result<std::optional<Remembered>> find(CommandId id) const override { return below_->find(id); }
  Result<Version> version_of(const StreamId& stream) const override {
    return below_->version_of(stream);
  }
  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    return below_->last_tagged(type, tag);
  }
  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    return below_->read_stream(stream, range);
  }
  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    return below_->read_all(std::move(range));
  }
  Capabilities capabilities() const override { return below_->capabilities(); }
  Result<Position> head() const override { return below_->head().value(); }
  LogIdentity identity() const override { return below_->identity(); }
  FingerprintKey fingerprint_key() const override { return below_->fingerprint_key(); }
  Health health() const override { return below_->health(); }
  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return below_->notify(std::move(on_append));
  }
  Result<void> drain() override { return below_->drain(); }
  TableStore& tables() override { return below_->tables(); }
  Checkpoints& checkpoints() override { return below_->checkpoints(); }

 private:
  EventStore* below_;
  mutable std::mutex mutex_;
  std::deque<std::pair<Append, base::Completion<Result<Appended>>>> held_;
};

}  // namespace recourse::core
