// The store contract over a machine without threads, where somebody else gets a turn in between:
// while a cursor is read, appends that wait may be committed, as another thread would do it.
#pragma once

#include <functional>
#include <map>

#include "stores/rocksdb/store_core.hpp"

namespace recourse::sim {

class WorldStore : public core::EventStore {
 public:
  explicit WorldStore(stores::rocks::StoreCore& store_core) : store_core_(&store_core) {}

  /// Called each time a cursor moves, before it does.
  void on_turn(std::function<void()> turn) { turn_ = std::move(turn); }
  /// Commits what waits and gives the answers. False: nothing was waiting.
  bool commit() {
    const auto before = store_core_->pipeline().head();
    std::vector<stores::rocks::CompletedAppend> answers;
    const bool did = store_core_->pipeline().commit_some(answers);
    for (auto& answer : answers) answer.done(std::move(answer.result));
    if (const auto now = store_core_->pipeline().head(); now != before) {
      for (const auto& [key, listener] : listeners_) listener(now);
    }
    return did;
  }

  Result<core::Appended> append(core::Append append) override {
    std::optional<Result<core::Appended>> answer;
    async_append(std::move(append), [&](Result<core::Appended> a) { answer = std::move(a); });
    while (!answer && commit()) {
    }
    return std::move(*answer);
  }
  void async_append(core::Append append, base::Completion<Result<core::Appended>> done) override {
    if (auto admitted = store_core_->pipeline().admit(std::move(append), done, false); !admitted) {
      done(std::move(admitted).error());
    }
  }
  Result<std::optional<core::Remembered>> find(CommandId id) const override {
    return store_core_->pipeline().find(id);
  }
  Result<Version> version_of(const StreamId& stream) const override {
    return store_core_->pipeline().version_of(stream);
  }
  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    return store_core_->pipeline().last_tagged(type, tag);
  }
  Result<std::unique_ptr<core::Cursor>> read_stream(const StreamId& stream,
                                                    core::StreamRange range) const override {
    return with_turns(store_core_->read_stream(stream, range));
  }
  Result<std::unique_ptr<core::Cursor>> read_all(core::LogRange range) const override {
    return with_turns(store_core_->read_all(std::move(range)));
  }
  core::Capabilities capabilities() const override { return {}; }
  Result<Position> head() const override { return store_core_->pipeline().head(); }
  core::LogIdentity identity() const override { return store_core_->identity(); }
  FingerprintKey fingerprint_key() const override { return store_core_->fingerprint_key(); }
  core::Health health() const override { return store_core_->health(); }
  core::NotifyHandle notify(std::function<void(Position)> on_append) override {
    const auto key = next_listener_++;
    listeners_.emplace(key, std::move(on_append));
    return core::NotifyHandle{[this, key] { listeners_.erase(key); }};
  }
  Result<void> drain() override {
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, store_core_->pipeline().index_some());
      if (!more) return {};
    }
  }
  core::TableStore& tables() override { return store_core_->tables(); }
  core::Checkpoints& checkpoints() override { return store_core_->checkpoints(); }

 private:
  class TurningCursor final : public core::Cursor {
   public:
    TurningCursor(std::unique_ptr<core::Cursor> inner, const std::function<void()>& turn)
        : inner_(std::move(inner)), turn_(&turn) {}
    Result<bool> next() override {
      if (*turn_) (*turn_)();
      return inner_->next();
    }
    const core::RecordView& record() const override { return inner_->record(); }
    std::string_view bytes() const override { return inner_->bytes(); }

   private:
    std::unique_ptr<core::Cursor> inner_;
    const std::function<void()>* turn_;
  };
  Result<std::unique_ptr<core::Cursor>> with_turns(
      Result<std::unique_ptr<core::Cursor>> cursor) const {
    if (!cursor) return cursor;
    return std::unique_ptr<core::Cursor>{
        std::make_unique<TurningCursor>(std::move(*cursor), turn_)};
  }

  stores::rocks::StoreCore* store_core_;
  std::function<void()> turn_;
  std::map<std::uint64_t, std::function<void(Position)>> listeners_;
  std::uint64_t next_listener_ = 0;
};

}  // namespace recourse::sim
