#include "stores/rocksdb/checkpoints.hpp"

#include "stores/rocksdb/secondary.hpp"

namespace recourse::stores::rocks {

using namespace core;

namespace {

constexpr std::string_view kPrefix = "checkpoint.";

std::string key_of(std::string_view name) { return std::string{kPrefix}.append(name); }

Result<Checkpoint> decoded(std::string_view name, std::string_view bytes) {
  const auto at = Checkpoint::decode(bytes);
  if (at) return *at;
  return Error{Errc::corruption, "the checkpoint " + std::string{name} + " is unreadable"};
}

}  // namespace

Error LogCheckpoints::damaged(Error error) const {
  if (pipeline_ != nullptr && error.code() == Errc::corruption) pipeline_->stop(error);
  return error;
}

Result<void> LogCheckpoints::write(rocksdb::WriteBatch& batch) {
  if (pipeline_ == nullptr) {
    return for_reading_only();
  }
  RECOURSE_TRY(pipeline_->writable());
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto status = log_->database()->Write(synced, &batch);
  if (status.ok()) return {};
  auto failed = from_status(status, "writing a checkpoint to the log");
  pipeline_->stop(failed);
  return failed;
}

Result<void> LogCheckpoints::save(std::string_view name, const Checkpoint& at) {
  RECOURSE_TRY(check_name(name, /*dots=*/true));
  rocksdb::WriteBatch batch;
  (void)batch.Put(log_->database().family(kMetaFamily), key_of(name), at.encode());
  return write(batch);
}

Result<void> LogCheckpoints::remove(std::string_view name) {
  RECOURSE_TRY_ASSIGN(const auto known, load(name));
  if (!known) return {};
  rocksdb::WriteBatch batch;
  (void)batch.Delete(log_->database().family(kMetaFamily), key_of(name));
  return write(batch);
}

Result<std::optional<Checkpoint>> LogCheckpoints::load(std::string_view name) const {
  std::string bytes;
  const auto& log = log_->database();
  const auto status = log->Get({}, log.family(kMetaFamily), key_of(name), &bytes);
  if (status.IsNotFound()) return std::optional<Checkpoint>{};
  if (!status.ok()) return damaged(from_status(status, "reading a checkpoint of the log"));
  auto at = decoded(name, bytes);
  if (!at) return damaged(std::move(at).error());
  return std::optional{*at};
}

Result<std::vector<Checkpoints::Named>> LogCheckpoints::list() const {
  std::vector<Named> all;
  const auto& log = log_->database();
  const std::unique_ptr<rocksdb::Iterator> it{log->NewIterator({}, log.family(kMetaFamily))};
  const rocksdb::Slice prefix{kPrefix.data(), kPrefix.size()};
  for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
    const auto name = it->key().ToStringView().substr(kPrefix.size());
    auto at = decoded(name, it->value().ToStringView());
    if (!at) return damaged(std::move(at).error());
    all.push_back({std::string{name}, *at});
  }
  if (!it->status().ok()) {
    return damaged(from_status(it->status(), "reading the checkpoints of the log"));
  }
  return all;
}

Result<void> LogCheckpoints::replace_all(Log& log, const std::vector<Named>& positions) {
  RECOURSE_TRY_ASSIGN(const auto old, LogCheckpoints(log, nullptr).list());
  auto* meta = log.database().family(kMetaFamily);
  rocksdb::WriteBatch batch;
  for (const auto& one : old) (void)batch.Delete(meta, key_of(one.name));
  for (const auto& one : positions) (void)batch.Put(meta, key_of(one.name), one.at.encode());
  return batch.Count() > 0 ? log.write(batch) : Result<void>{};
}

}  // namespace recourse::stores::rocks
