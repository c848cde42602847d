// A log in another process, as one of its clients sees it: over a connection that can break. What
// is on the other side is a store that several clients share.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <recourse/core/event_store.hpp>

namespace recourse::core {

class RemoteLog final : public EventLog {
 public:
  explicit RemoteLog(std::shared_ptr<EventStore> server) : server_(std::move(server)) {}

  /// Nothing gets through until it is mended.
  void cut() { cut_ = true; }
  void mend() { cut_ = false; }
  /// It is asked at a server that follows, which has come this far.
  void follow(Position end) {
    followed_ = end.value;
    follows_ = true;
  }
  /// The answers of the next appends are lost: of those that have `arrived`, or have not.
  void lose_answers(int appends, bool arrived) {
    arrives_ = arrived;
    lost_ = appends;
  }
  /// Appends that were sent, whatever became of them.
  int sent() const { return sent_; }
  /// How often it was asked where it ends.
  int heads() const { return heads_; }

  Capabilities capabilities() const override {
    auto able = server_->capabilities();
    if (follows_) able.takes_appends = false, able.follows = true;
    return able;
  }

  Result<Appended> append(Append append) override {
    ++sent_;
    if (cut_) return no_connection();
    if (!loses()) return server_->append(std::move(append));
    if (arrives_) (void)server_->append(std::move(append));
    return lost();
  }
  void async_append(Append append, base::Completion<Result<Appended>> done) override {
    ++sent_;
    if (cut_) return done(no_connection());
    if (!loses()) return server_->async_append(std::move(append), std::move(done));
    if (!arrives_) return done(lost());
    server_->async_append(std::move(append),
                          [done = std::move(done)](Result<Appended>) mutable { done(lost()); });
  }
  Result<std::optional<Remembered>> find(CommandId id) const override {
    return ask<std::optional<Remembered>>([&] { return server_->find(id); });
  }
  Result<Version> version_of(const StreamId& stream) const override {
    return ask<Version>([&] { return server_->version_of(stream); });
  }
  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    return ask<Position>([&] { return server_->last_tagged(type, tag); });
  }
  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    return ask<std::unique_ptr<Cursor>>([&] { return server_->read_stream(stream, range); });
  }
  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    if (follows_) range.to = std::min(range.to, Position{followed_});
    return ask<std::unique_ptr<Cursor>>([&] { return server_->read_all(std::move(range)); });
  }
  Result<Position> head() const override {
    ++heads_;
    auto head = ask<Position>([&]() -> Result<Position> {
      if (follows_) return Position{followed_};
      return server_->head();
    });
    if (head) known_head_ = head->value;
    return head;
  }
  LogIdentity identity() const override { return server_->identity(); }
  FingerprintKey fingerprint_key() const override { return server_->fingerprint_key(); }
  Health health() const override {
    auto health = server_->health();
    if (follows_) health.head = Position{followed_};
    if (!cut_) return health;
    health.writable = false;
    health.reason = no_connection().message();
    health.head = Position{known_head_};
    return health;
  }
  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return server_->notify(std::move(on_append));
  }
  Result<void> drain() override {
    if (cut_) return no_connection();
    return server_->drain();
  }
  Checkpoints& checkpoints() override { return server_->checkpoints(); }

 private:
  static Error no_connection() { return {Errc::io_error, "there is no connection to the log"}; }
  static Error lost() { return {Errc::outcome_unknown, "the connection ended in an append"}; }
  bool loses() {
    int left = lost_;
    while (left > 0 && !lost_.compare_exchange_weak(left, left - 1)) {
    }
    return left > 0;
  }
  template <class T, class F>
  Result<T> ask(F&& question) const {
    if (cut_) return no_connection();
    return question();
  }

  std::shared_ptr<EventStore> server_;
  std::atomic<bool> cut_{false};
  std::atomic<bool> follows_{false};
  std::atomic<std::uint64_t> followed_{0};
  std::atomic<bool> arrives_{false};
  std::atomic<int> lost_{0};
  std::atomic<int> sent_{0};
  mutable std::atomic<int> heads_{0};
  mutable std::atomic<std::uint64_t> known_head_{0};
};

}  // namespace recourse::core
