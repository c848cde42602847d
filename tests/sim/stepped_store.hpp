// The store contract over a machine without threads, so that `core::verify` can look at it.
#pragma once

#include "stores/rocksdb/store_core.hpp"

namespace recourse::sim {

class SteppedStore final : public core::EventStore {
 public:
  explicit SteppedStore(stores::rocks::StoreCore& store_core) : store_core_(&store_core) {}

  Result<core::Appended> append(core::Append append) override {
    std::optional<Result<core::Appended>> answer;
    async_append(std::move(append), [&](Result<core::Appended> a) { answer = std::move(a); });
    return std::move(*answer);
  }
  void async_append(core::Append append, base::Completion<Result<core::Appended>> done) override {
    if (auto admitted = store_core_->pipeline().admit(std::move(append), done, false); !admitted) {
      return done(std::move(admitted).error());
    }
    std::vector<stores::rocks::CompletedAppend> answers;
    while (store_core_->pipeline().commit_some(answers)) {
    }
    for (auto& answer : answers) answer.done(std::move(answer.result));
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
    return store_core_->read_stream(stream, range);
  }
  Result<std::unique_ptr<core::Cursor>> read_all(core::LogRange range) const override {
    return store_core_->read_all(std::move(range));
  }
  core::Capabilities capabilities() const override { return {}; }
  Result<Position> head() const override { return store_core_->pipeline().head(); }
  core::LogIdentity identity() const override { return store_core_->identity(); }
  FingerprintKey fingerprint_key() const override { return store_core_->fingerprint_key(); }
  core::Health health() const override { return store_core_->health(); }
  core::NotifyHandle notify(std::function<void(Position)>) override { return {}; }
  Result<void> drain() override {
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, store_core_->pipeline().index_some());
      if (!more) return {};
    }
  }
  core::TableStore& tables() override { return store_core_->tables(); }
  core::Checkpoints& checkpoints() override { return store_core_->checkpoints(); }

 private:
  stores::rocks::StoreCore* store_core_;
};

}  // namespace recourse::sim
