#include <recourse/core/view.hpp>

namespace recourse::core {
namespace {

/// User code may throw; a view does not.
template <class F>
Result<void> guarded(const F& f) {
  try {
    return f();
  } catch (const std::exception& e) {
    return Error{Errc::user_code_failed, std::string{"it threw: "} + e.what()};
  } catch (...) {
    return Error{Errc::user_code_failed, "it threw what is no exception"};
  }
}

}  // namespace

std::optional<double> ViewStatus::eta_seconds() const {
  if (lag() == 0) return 0.0;
  if (stopped || records_per_second <= 0) return std::nullopt;
  return static_cast<double>(lag()) / records_per_second;
}

View::View(EventStore& store, LogFeed& feed, std::unique_ptr<Projection> projection,
           std::shared_ptr<Table> table, TableName name, Keep keep)
    : store_(&store),
      feed_(&feed),
      name_(std::move(name)),
      projection_(std::move(projection)),
      spec_(projection_->spec()),
      filter_(spec_.stream_kind, spec_.types),
      identity_(identity_of(spec_)),
      keep_(keep),
      table_(std::move(table)),
      writer_(*table_) {}

std::optional<Error> View::failure() const {
  std::lock_guard guard{mutex_};
  return failure_;
}

Result<void> View::begin() {
  const auto held = hold();
  return begin_anew();
}

Result<void> View::begin_anew() {
  writer_.forget();
  projection_->forget();
  const auto head = store_->head();
  if (!head) return stop(head.error(), Cause::log);
  const auto at = find_position(*head);
  if (!at) return stop(at.error());
  position_.store(at->value, std::memory_order_release);
  passed_ = *at;
  since_flush_ = 0;
  std::lock_guard guard{mutex_};
  failure_.reset();
  log_failed_ = false;
  return {};
}

Result<void> View::ready() {
  {
    std::lock_guard guard{mutex_};
    if (!failure_) return {};
    if (!log_failed_) return *failure_;
  }
  return begin_anew();
}

Result<Position> View::find_position(Position head) {
  RECOURSE_TRY_ASSIGN(const auto rows, table_->snapshot());
  const auto at = rows->checkpoint();
  const bool by_us = at && (keep_ == Keep::as_they_are || at->rows == identity_);
  if (by_us && at->log == store_->identity()) {
    // Where others append, a server that is behind may answer: it will come. Records that a
    // failover lost for good cannot be told from that: they end the incarnation, and these rows.
    if (at->position <= head || store_->capabilities().follows) return at->position;
  }
  // What another log, another life of this one, a future that is gone, or other code has made is
  // not true.
  RECOURSE_TRY(table_->clear());
  return Position{0};
}

Result<bool> View::step(Position to, std::size_t records) {
  const auto held = hold();
  RECOURSE_TRY(ready());
  if (keep_ == Keep::as_they_are) return false;
  if (auto settled = settle(); !settled) return stop(settled.error());
  const auto from = position();
  const auto head = store_->head();
  if (!head) return stop(head.error(), Cause::log);
  to = std::min({to, *head, Position{from.value + records}});
  if (to <= from) return false;
  const auto begun = std::chrono::steady_clock::now();
  RECOURSE_TRY_ASSIGN(const auto reached, apply_until(to));
  if (reached == from) return false;
  if (auto written = write(reached, /*more=*/false); !written) return stop(written.error());
  note_pace(reached.value - from.value, begun);
  return true;
}

void View::note_pace(std::uint64_t records, std::chrono::steady_clock::time_point begun) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const auto pace = static_cast<double>(records) / std::max(took.count(), 1e-6);
  // The mean of the last few batches, so that one slow disk access does not move the forecast.
  const auto before = pace_.load(std::memory_order_relaxed);
  pace_.store(before == 0 ? pace : before * 0.75 + pace * 0.25, std::memory_order_relaxed);
}

Result<Position> View::apply_until(Position to) {
  auto at = position();
  while (at < to) {
    auto run = feed_->run_behind(at);
    if (!run && run.error().code() == Errc::limit_exceeded) return at;  // a cursor will be free
    if (!run) return stop(std::move(run).error(), Cause::log);
    if (!*run) return at;
    for (const auto& record : (*run)->behind(at)) {
      if (record.position > to) return to;
      if (filter_.lets_through(record)) {
        if (auto applied = apply(record); !applied) return stop(std::move(applied).error());
      }
      at = record.position;
      if (writer_.waiting_bytes() + projection_->held_bytes() >= limits::kViewBatchBytesMax) {
        return at;
      }
    }
  }
  return at;
}

Result<void> View::apply(const RecordView& record) {
  auto applied = guarded([&] { return projection_->apply(record, writer_); });
  if (!applied) {
    return std::move(applied).error().within("view " + name_.view + " at position " +
                                             std::to_string(record.position.value));
  }
  applied_.fetch_add(1, std::memory_order_relaxed);
  return applied;
}

void View::look_ahead(const RecordView& record) const {
  if (!record.shared->empty() || !filter_.lets_through(record)) return;
  // Whatever is wrong with it shows when it is applied.
  (void)guarded([&] { return projection_->decode(record); });
}

void View::take(std::span<const RecordView> records) {
  if (failure()) return;
  if (!std::ranges::all_of(records, [this](const auto& r) { return filter_.lets_through(r); })) {
    chosen_.clear();
    std::ranges::copy_if(records, std::back_inserter(chosen_),
                         [this](const auto& r) { return filter_.lets_through(r); });
    records = chosen_;
  }
  if (records.empty()) return;
  if (!spec_.by_stream) {
    if (auto applied = apply(records.front()); !applied) (void)stop(std::move(applied).error());
    return;
  }
  auto applied = guarded([&] { return projection_->apply_stream(records, writer_); });
  if (applied) {
    applied_.fetch_add(records.size(), std::memory_order_relaxed);
  } else {
    (void)stop(std::move(applied).error().within(
        "view " + name_.view + " at positions " + std::to_string(records.front().position.value) +
        " to " + std::to_string(records.back().position.value)));
  }
}

void View::write_window(Position last, bool more, std::chrono::steady_clock::time_point begun) {
  writer_.set_batch_end(std::nullopt);
  if (failure()) return;
  const auto from = passed_;
  if (auto written = write(last, more); !written) {
    (void)stop(std::move(written).error());
    return;
  }
  note_pace(last.value - from.value, begun);
}

Result<void> View::write(Position at, bool more) {
  auto finished = guarded([&] { return projection_->finish(writer_); });
  if (!finished) {
    return std::move(finished).error().within("view " + name_.view + " before position " +
                                              std::to_string(at.value));
  }
  const Checkpoint checkpoint{store_->identity(), at, identity_};
  if (more) {
    RECOURSE_TRY(settle());
    passed_ = at;
    return writer_.begin_commit(checkpoint);
  }
  RECOURSE_TRY(writer_.commit(checkpoint));
  passed_ = at;
  moved_to(at);
  return since_flush_ < limits::kViewFlushRecords ? Result<void>{} : flush_table();
}

Result<void> View::settle() {
  RECOURSE_TRY(writer_.settle());
  moved_to(passed_);
  return {};
}

void View::moved_to(Position at) {
  since_flush_ += at.value - position().value;
  position_.store(at.value, std::memory_order_release);
}

Result<void> View::flush() {
  const auto held = hold();
  RECOURSE_TRY(settle());
  return flush_table();
}

Result<void> View::flush_table() {
  if (since_flush_ == 0) return {};
  since_flush_ = 0;
  return table_->flush();
}

Error View::stop(Error cause, Cause of) {
  // What was applied and not written is applied again when it begins anew.
  writer_.forget();
  projection_->forget();
  passed_ = position();
  std::lock_guard guard{mutex_};
  failure_ = cause;
  log_failed_ = of == Cause::log && cause.retryable();
  return cause;
}

ViewStatus View::status() const {
  ViewStatus s;
  s.name = name_;
  s.position = position();
  s.head = known_head(*store_);
  s.outdated = keep_ == Keep::as_they_are;
  s.applied = applied_.load(std::memory_order_relaxed);
  s.records_per_second = pace_.load(std::memory_order_relaxed);
  std::lock_guard guard{mutex_};
  s.stopped = failure_.has_value();
  if (failure_) s.error = failure_->message();
  s.waits_for_log = log_failed_;
  return s;
}

}  // namespace recourse::core
