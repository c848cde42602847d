#include <recourse/base/limits.hpp>
#include <recourse/core/log_feed.hpp>

namespace recourse::core {
Result<std::shared_ptr<const LogRun>> LogRun::read(Cursor& cursor) {
  std::shared_ptr<LogRun> run{new LogRun};
  std::vector<std::size_t> ends;
  while (ends.size() < limits::kFeedRunRecords && run->bytes_.size() < limits::kFeedRunBytes) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more) break;
    run->bytes_.append(cursor.bytes());
    ends.push_back(run->bytes_.size());
  }
  if (ends.empty()) return std::shared_ptr<const LogRun>{};
  run->bytes_.shrink_to_fit();
  run->records_.reserve(ends.size());
  run->decoded_ = std::make_unique<SharedEvent[]>(ends.size());
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); begin = ends[i++]) {
    const auto bytes = std::string_view{run->bytes_}.substr(begin, ends[i] - begin);
    RECOURSE_TRY_ASSIGN(auto record, decode_record(bytes));
    record.shared = &run->decoded_[i];
    run->records_.push_back(record);
  }
  return std::shared_ptr<const LogRun>{std::move(run)};
}

Result<std::shared_ptr<const LogRun>> LogFeed::run_behind(Position position) {
  const auto first = position.next();
  std::shared_ptr<Slot> slot;
  {
    std::lock_guard guard{mutex_};
    slot = slot_at(first);
  }
  // Whoever comes first reads; the others wait for that one run, and for nothing else.
  std::lock_guard reading{slot->mutex};
  if (slot->run) return slot->run;
  auto run = [&]() -> Result<std::shared_ptr<const LogRun>> {
    const Position to{first.value + limits::kFeedRunRecords - 1};
    RECOURSE_TRY_ASSIGN(const auto cursor, log_->read_all({.from = first, .to = to}));
    return LogRun::read(*cursor);
  }();
  std::lock_guard guard{mutex_};
  if (!run || !*run) {
    forget(first, slot);
    return run;
  }
  slot->run = *run;
  filled(first, slot);
  return run;
}

std::shared_ptr<LogFeed::Slot> LogFeed::slot_at(Position position) {
  const auto after = places_.upper_bound(position);
  if (after != places_.begin()) {
    const auto& [first, place] = *std::prev(after);
    if (first == position || (place.last && *place.last >= position)) return place.slot;
  }
  return places_.insert_or_assign(position, Place{std::make_shared<Slot>(), {}}).first->second.slot;
}

void LogFeed::filled(Position first, const std::shared_ptr<Slot>& slot) {
  const auto found = places_.find(first);
  // Who waited for a reader that came back with nothing has read after it, perhaps beside another.
  if (found == places_.end() || found->second.slot != slot) return;
  found->second.last = slot->run->last();
  order_.emplace_back(first, slot);
  records_ += slot->run->records().size();
  bytes_ += slot->run->bytes();
  while (order_.size() > 1 &&
         (records_ > limits::kFeedRecordsMax || bytes_ > limits::kFeedBytesMax)) {
    const auto [at, oldest] = std::move(order_.front());
    order_.pop_front();
    records_ -= oldest->run->records().size();
    bytes_ -= oldest->run->bytes();
    forget(at, oldest);
  }
}

void LogFeed::forget(Position first, const std::shared_ptr<Slot>& slot) {
  const auto found = places_.find(first);
  if (found != places_.end() && found->second.slot == slot) places_.erase(found);
}

}  // namespace recourse::core
