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

View::View(EventStore& store, std::unique_ptr<Projection> projection, std::shared_ptr<Table> table,
           TableName name, Keep keep)
    : store_(&store),
      name_(std::move(name)),
      projection_(std::move(projection)),
      spec_(projection_->spec()),
      identity_(identity_of(spec_)),
      keep_(keep),
      table_(std::move(table)),
      writer_(*table_) {}

Result<void> View::begin() {
  writer_.forget();
  projection_->forget();
  const auto at = find_position();
  if (!at) return stop(at.error());
  position_.store(at->value, std::memory_order_release);
  since_flush_ = 0;
  std::lock_guard guard{mutex_};
  failure_.reset();
  return {};
}

Result<Position> View::find_position() {
  RECOURSE_TRY_ASSIGN(const auto rows, table_->snapshot());
  const auto at = rows->checkpoint();
  const bool by_us = at && (keep_ == Keep::as_they_are || at->rows == identity_);
  if (by_us && at->log == store_->identity() && at->position <= store_->head()) {
    return at->position;
  }
  // What another log, another life of this one, a future that is gone, or other code has made is
  // not true.
  RECOURSE_TRY(table_->clear());
  return Position{0};
}

Result<bool> View::step(Position to, std::size_t records) {
  {
    std::lock_guard guard{mutex_};
    if (failure_) return *failure_;
  }
  if (keep_ == Keep::as_they_are) return false;
  const auto from = position();
  to = std::min({to, store_->head(), Position{from.value + records}});
  if (to <= from) return false;
  const auto begun = std::chrono::steady_clock::now();
  const auto cursor = store_->read_all(
      {.from = from.next(), .to = to, .stream_kind = spec_.stream_kind, .types = spec_.types});
  if (!cursor) {
    if (cursor.error().code() == Errc::limit_exceeded) return false;  // one will be free
    return stop(cursor.error());
  }
  const auto reached = apply_until(to, **cursor);
  if (!reached) return stop(reached.error());
  if (auto written = write(*reached); !written) return stop(written.error());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const auto pace = static_cast<double>(reached->value - from.value) / std::max(took.count(), 1e-6);
  // The mean of the last few batches, so that one slow disk access does not move the forecast.
  const auto before = pace_.load(std::memory_order_relaxed);
  pace_.store(before == 0 ? pace : before * 0.75 + pace * 0.25, std::memory_order_relaxed);
  return true;
}

Result<Position> View::apply_until(Position to, Cursor& cursor) {
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more) return to;
    const auto& record = cursor.record();
    if (auto applied = apply(record); !applied) {
      return std::move(applied).error().within("view " + name_.view + " at position " +
                                               std::to_string(record.position.value));
    }
    const auto held = writer_.waiting_bytes() + projection_->held_bytes();
    if (held >= limits::kViewBatchBytesMax) return record.position;
  }
}

Result<void> View::apply(const RecordView& record) {
  auto applied = guarded([&] { return projection_->apply(record, writer_); });
  if (applied) applied_.fetch_add(1, std::memory_order_relaxed);
  return applied;
}

Result<void> View::write(Position at) {
  auto finished = guarded([&] { return projection_->finish(writer_); });
  if (!finished) {
    return std::move(finished).error().within("view " + name_.view + " before position " +
                                              std::to_string(at.value));
  }
  RECOURSE_TRY(writer_.commit({store_->identity(), at, identity_}));
  since_flush_ += at.value - position().value;
  position_.store(at.value, std::memory_order_release);
  if (since_flush_ < limits::kViewFlushRecords) return {};
  return flush();
}

Result<void> View::flush() {
  if (since_flush_ == 0) return {};
  since_flush_ = 0;
  return table_->flush();
}

Error View::stop(Error cause) {
  // What was applied and not written is applied again when it begins anew.
  writer_.forget();
  projection_->forget();
  std::lock_guard guard{mutex_};
  failure_ = cause;
  return cause;
}

ViewStatus View::status() const {
  ViewStatus s;
  s.name = name_;
  s.position = position();
  s.head = store_->head();
  s.outdated = keep_ == Keep::as_they_are;
  s.applied = applied_.load(std::memory_order_relaxed);
  s.records_per_second = pace_.load(std::memory_order_relaxed);
  std::lock_guard guard{mutex_};
  s.stopped = failure_.has_value();
  if (failure_) s.error = failure_->message();
  return s;
}

}  // namespace recourse::core
