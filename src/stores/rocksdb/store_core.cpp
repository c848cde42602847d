#include "stores/rocksdb/store_core.hpp"

#include "stores/rocksdb/wal_proof.hpp"

namespace recourse::stores::rocks {
namespace {

/// How far the clock may lag behind the last record before it is worth a note.
constexpr std::chrono::minutes kClockTolerance{1};

}  // namespace

Result<std::unique_ptr<StoreCore>> StoreCore::open(const StoreCoreOptions& options) {
  const DatabaseOptions databases_options{.directory = options.directory,
                                          .memory_bytes = options.memory_bytes,
                                          .create = !options.log_id,
                                          .env = options.env,
                                          .wal_in_place = options.wal_in_place,
                                          .notes = options.notes};
  RECOURSE_TRY(prove_nothing_lost(databases_options));
  RECOURSE_TRY_ASSIGN(auto databases, open_databases(databases_options));
  std::unique_ptr<StoreCore> store_core{new StoreCore{std::move(databases)}};
  RECOURSE_TRY(store_core->start(options));
  return store_core;
}

StoreCore::~StoreCore() {
  // A failure here costs the next open some reading, nothing more.
  if (pipeline_ && pipeline_->health().writable) (void)index_.flush();
}

Result<void> StoreCore::start(const StoreCoreOptions& options) {
  RECOURSE_TRY_ASSIGN(identity_, log_.identify(options.log_id, options.fingerprint_key));
  RECOURSE_TRY_ASSIGN(fingerprint_key_, log_.read_fingerprint_key());
  auto end = log_.find_end();
  if (!end) return std::move(end).error().within("the end of the log");
  if (!options.log_id && end->head.value != 0) {
    return Error{Errc::corruption,
                 options.directory.string() + " holds a log but its marker recourse.store is gone"};
  }
  RECOURSE_TRY_ASSIGN(const auto indexed, index_.begin(identity_));
  if (indexed > end->head) {
    return Error{Errc::acknowledged_loss,
                 "the log ends at position " + std::to_string(end->head.value) +
                     ", the index has seen " + std::to_string(indexed.value)};
  }
  RECOURSE_TRY(check_tables(end->head));
  note_clock(*options.clock, *end);
  pipeline_.emplace(log_, index_, *options.clock, *end, indexed, fingerprint_key_);
  checkpoints_.emplace(log_, &*pipeline_);
  return pipeline_->catch_up(end->head);
}

Result<void> StoreCore::check_tables(Position head) const {
  // A view is only ever given what is durable.
  const auto seen = furthest(tables_.families(), identity_);
  if (!seen || seen->position <= head) return {};
  return Error{Errc::acknowledged_loss, "the log ends at position " + std::to_string(head.value) +
                                            ", the view " + seen->table.to_string() + " has seen " +
                                            std::to_string(seen->position.value)};
}

void StoreCore::note_clock(const Clock& clock, const LogEnd& end) {
  if (clock.now() + kClockTolerance >= end.recorded_at) return;
  notes_.push_back("the clock says " + to_string(clock.now()) + ", before the last record's " +
                   to_string(end.recorded_at) + "; new records carry the later time");
}

core::Health StoreCore::health() const {
  auto h = pipeline_->health();
  h.tail_bytes = pipeline_->tail_bytes();
  h.cache_bytes = cache_->GetUsage() + log_.database().table_reader_bytes() +
                  index_.database().table_reader_bytes();
  h.clock_is_behind = !notes_.empty();
  h.notes = notes_;
  return h;
}

std::function<void(const Error&)> StoreCore::stop_on_damage() {
  return [this](const Error& damage) { pipeline_->stop(damage); };
}

Result<std::unique_ptr<core::Cursor>> StoreCore::read_stream(const StreamId& stream,
                                                             core::StreamRange range) {
  RECOURSE_TRY_ASSIGN(auto slot, cursors_.take());
  // The tail first: what leaves it meanwhile is in the index by then.
  std::uint64_t first = 0;
  auto tail = pipeline_->unindexed(stream, first);
  return std::unique_ptr<core::Cursor>{std::make_unique<Watched<StreamCursor>>(
      std::move(slot), stop_on_damage(), log_, index_.versions(stream.text()), stream.text(), range,
      std::move(tail), first)};
}

Result<std::unique_ptr<core::Cursor>> StoreCore::read_all(core::LogRange range) {
  RECOURSE_TRY_ASSIGN(auto slot, cursors_.take());
  range.to = std::min(range.to, pipeline_->head());
  return std::unique_ptr<core::Cursor>{std::make_unique<Watched<LogCursor>>(
      std::move(slot), stop_on_damage(), log_, std::move(range))};
}

}  // namespace recourse::stores::rocks
