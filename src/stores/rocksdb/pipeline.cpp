#include "stores/rocksdb/pipeline.hpp"

#include <algorithm>
#include <unordered_map>

#include "stores/rocksdb/cursors.hpp"

namespace recourse::stores::rocks {

using namespace core;

namespace {

/// Events that make a batch of the index worth writing before its time is up.
constexpr std::size_t kWorthIndexing = 32'768;

}  // namespace

Pipeline::Pipeline(Log& log, Index& index, const Clock& clock, LogEnd end, Position indexed,
                   const FingerprintKey& fingerprint_key)
    : log_(&log),
      index_(&index),
      clock_(&clock),
      fingerprint_key_(fingerprint_key),
      head_(end.head.value),
      indexed_(indexed.value),
      last_time_(end.recorded_at) {}

void Request::reset() {
  constexpr std::size_t kKeptBytes = 2048;
  command = {};
  tags.clear();
  conditions.clear();
  streams.clear();
  places.clear();
  done = {};
  if (bodies.bytes.capacity() > kKeptBytes) bodies = {};
}

RequestPtr RequestPool::take() {
  std::lock_guard lock{mutex_};
  if (spare_.empty()) return std::make_unique<Request>();
  auto request = std::move(spare_.back());
  spare_.pop_back();
  return request;
}

void RequestPool::give_back(std::vector<RequestPtr>& requests) {
  constexpr std::size_t kSpareMax = 16'384;
  for (auto& request : requests) request->reset();
  {
    std::lock_guard lock{mutex_};
    while (!requests.empty() && spare_.size() < kSpareMax) {
      spare_.push_back(std::move(requests.back()));
      requests.pop_back();
    }
  }
  requests.clear();
}

// --- The caller's thread -------------------------------------------------------------------------

Result<void> Pipeline::admit(Append append, Done& done, bool wait_when_full) {
  RECOURSE_TRY(validate(append));
  auto request = pool_.take();
  request->fingerprint =
      append.fingerprint != 0 ? append.fingerprint : content_fingerprint(fingerprint_key_, append);
  encode_bodies(append, request->fingerprint, request->bodies);
  request->events = static_cast<std::uint32_t>(request->bodies.lengths.size());
  request->streams.reserve(append.streams.size());
  for (auto& s : append.streams) {
    request->streams.push_back(
        {heads_.pin(s.stream.text()), s.expected, static_cast<std::uint32_t>(s.events.size())});
  }
  pin_tags(append, *request);
  request->command = commands_.pin(append.command_id);
  RECOURSE_TRY(watched(resolve(*request)));

  const std::size_t bytes = request->bodies.bytes.size();
  std::unique_lock lock{queue_mutex_};
  const auto has_room = [&] {
    return queue_.size() < limits::kQueueRequestsMax && queue_bytes_ < limits::kQueueBytesMax;
  };
  if (wait_when_full) {
    queue_drained_.wait(lock, [&] { return has_room() || closed_ || !stop_reason_.empty(); });
  }
  if (closed_) return Error{Errc::closed, "the store is closed"};
  if (!stop_reason_.empty()) return stopped_error();
  if (!has_room()) {
    return Error{Errc::queue_full, std::to_string(queue_.size()) + " appends are waiting"};
  }
  request->done = std::move(done);
  queue_bytes_ += bytes;
  queue_.push_back(std::move(request));
  ++admitted_;
  if (queue_.size() == 1) queue_filled_.notify_one();
  return {};
}

Result<void> Pipeline::resolve(Request& request) {
  for (auto& stream : request.streams) RECOURSE_TRY(resolve_head(stream));
  for (const auto& tag : request.tags) RECOURSE_TRY(resolve_tag(tag.entry));
  for (const auto& condition : request.conditions) RECOURSE_TRY(resolve_tag(condition.entry));
  // Pinned by the request: what is learnt stays in the table until the append is indexed.
  RECOURSE_TRY(resolve_command(request.command));
  return {};
}

Result<void> Pipeline::resolve_head(Request::Stream& stream) {
  if (stream.head->resolved.load(std::memory_order_acquire)) return {};
  // While the head is unresolved nothing can be committed to the stream, so what the index says
  // stays true until somebody sets it; whoever comes second changes nothing.
  RECOURSE_TRY_ASSIGN(const auto version, index_->last_version(stream.id()));
  heads_.with(stream.head, [&](Head& h) {
    if (h.resolved.load(std::memory_order_relaxed)) return;
    h.assigned = h.published = version.value;
    h.resolved.store(true, std::memory_order_release);
  });
  return {};
}

void Pipeline::pin_tags(const Append& append, Request& request) {
  std::uint32_t event = 0;
  for (const auto& s : append.streams) {
    for (const auto& e : s.events) {
      for (const auto& tag : e.tags) {
        request.tags.push_back({tags_.pin(tag_key(e.type, tag)), event});
      }
      ++event;
    }
  }
  for (const auto& c : append.conditions) {
    request.conditions.push_back({tags_.pin(tag_key(c.type, c.tag)), c});
  }
}

Result<void> Pipeline::resolve_tag(const Tags::Pin& tag) {
  if (tag->resolved.load(std::memory_order_acquire)) return {};
  // As with heads: whoever would commit such a tag must resolve it first.
  RECOURSE_TRY_ASSIGN(const auto last, index_->last_tagged(tag.key()));
  tags_.with(tag, [&](TagEntry& entry) {
    if (entry.resolved.load(std::memory_order_relaxed)) return;
    entry.assigned = last.value;
    entry.published.store(last.value, std::memory_order_relaxed);
    entry.resolved.store(true, std::memory_order_release);
  });
  return {};
}

Result<Position> Pipeline::last_tagged(std::string_view type, std::string_view tag) {
  const auto entry = tags_.pin(tag_key(type, tag));
  RECOURSE_TRY(watched(resolve_tag(entry)));
  return Position{entry->published.load(std::memory_order_acquire)};
}

Result<std::optional<Remembered>> Pipeline::find(const CommandId& id) {
  return watched(resolve_command(commands_.pin(id)));
}

Result<std::optional<Remembered>> Pipeline::resolve_command(const Commands::Pin& pin) {
  using State = CommandEntry::State;
  const auto answer = [&](State state) -> std::optional<Remembered> {
    if (state != State::committed) return std::nullopt;
    return Remembered{pin->appended, pin->fingerprint};
  };
  const auto state = pin->state.load(std::memory_order_acquire);
  if (state != State::unresolved) return answer(state);
  RECOURSE_TRY_ASSIGN(const auto found, read_command(pin.key()));
  return answer(commands_.with(pin, [&](CommandEntry& k) {
    const auto now = k.state.load(std::memory_order_acquire);
    if (now != State::unresolved) return now;  // somebody else was faster
    if (found) {
      k.appended = found->appended;
      k.fingerprint = found->fingerprint;
    }
    const auto resolved = found ? State::committed : State::absent;
    k.state.store(resolved, std::memory_order_release);
    return resolved;
  }));
}

Result<std::optional<Remembered>> Pipeline::read_command(const CommandId& id) {
  RECOURSE_TRY_ASSIGN(const auto position, index_->position_of(id));
  if (!position) return std::optional<Remembered>{};
  RECOURSE_TRY_ASSIGN(auto remembered, read_append(*log_, id, *position));
  return std::optional{remembered};
}

Result<Version> Pipeline::version_of(const StreamId& stream) {
  const auto known = heads_.peek(stream.text(), [](const Head* h) {
    return h != nullptr && h->resolved.load(std::memory_order_relaxed)
               ? std::optional{Version{h->published}}
               : std::nullopt;
  });
  if (known) return *known;
  return watched(index_->last_version(stream.text()));
}

std::vector<RecordLocation> Pipeline::unindexed(const StreamId& stream,
                                                std::uint64_t& first_version) const {
  return heads_.peek(stream.text(), [&](const Head* h) {
    if (h == nullptr || h->dropped == h->unindexed.size()) return std::vector<RecordLocation>{};
    first_version = h->first_unindexed();
    return std::vector<RecordLocation>(
        h->unindexed.begin() + static_cast<std::ptrdiff_t>(h->dropped), h->unindexed.end());
  });
}

Health Pipeline::health() const {
  Health h;
  h.head = head();
  h.indexed = indexed();
  {
    std::lock_guard lock{queue_mutex_};
    h.queued = queue_.size();
    h.reason = stop_reason_;
  }
  h.writable = h.reason.empty();
  {
    std::lock_guard lock{tail_mutex_};
    h.tail_events = tail_events_;
  }
  h.commits = commits_.snapshot();
  return h;
}

std::size_t Pipeline::tail_bytes() const {
  std::lock_guard lock{tail_mutex_};
  return tail_bytes_;
}

// --- The committer -------------------------------------------------------------------------------

void Pipeline::take_queue() {
  taken_.clear();
  std::size_t bytes = 0;
  std::lock_guard lock{queue_mutex_};
  while (!queue_.empty() && taken_.size() < limits::kGroupRequestsMax &&
         bytes < limits::kGroupBytesMax) {
    bytes += queue_.front()->bodies.bytes.size();
    taken_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queue_bytes_ -= bytes;
}

bool Pipeline::commit_some(std::vector<CompletedAppend>& answers) {
  take_queue();
  if (taken_.empty()) return false;
  queue_drained_.notify_all();
  last_time_ = std::max(last_time_, clock_->now());
  staged_.requests.clear();
  staged_.followers.clear();
  group_.begin(Position{head_.load(std::memory_order_relaxed) + 1});
  for (auto& request : taken_) {
    bool duplicate_in_group = false;
    if (auto verdict = validate_request(*request, duplicate_in_group)) {
      auto& to = duplicate_in_group ? staged_.followers : answers;
      to.push_back({std::move(request->done), std::move(*verdict)});
    } else {
      assign(*request);
      staged_.requests.push_back(std::move(request));
    }
  }
  // Followers without requests: their first asker failed in an earlier group, and the store
  // stopped.
  if (!staged_.requests.empty() || !staged_.followers.empty()) {
    const auto written = write_group();
    if (written) {
      publish(answers);
    } else {
      if (written.error().code() != Errc::store_stopped) stop(written.error());
      fail(answers, written.error());
    }
  }
  const auto completed = taken_.size();
  taken_.clear();  // and with it the pins of what was not written
  {
    std::lock_guard lock{queue_mutex_};
    completed_ += completed;
  }
  queue_drained_.notify_all();
  return true;
}

Result<void> Pipeline::write_group() {
  RECOURSE_TRY(writable());
  const base::Stopwatch watch{commits_};
  return log_->write(group_.finish(log_->pages()));
}

std::optional<Result<Appended>> Pipeline::validate_request(Request& request,
                                                           bool& duplicate_in_group) {
  const CommandEntry& known = *request.command;
  const auto state = known.state.load(std::memory_order_relaxed);
  if (state == CommandEntry::State::committing || state == CommandEntry::State::committed) {
    if (known.fingerprint != request.fingerprint) {
      return Result<Appended>{command_id_reused(request.id(), known.appended.first)};
    }
    duplicate_in_group = state == CommandEntry::State::committing;
    return Result<Appended>{known.appended};
  }
  for (auto& s : request.streams) {
    const Version actual{s.head->assigned};
    if (!s.expected.admits(actual)) {
      return Result<Appended>{version_conflict(s.id(), s.expected, actual)};
    }
  }
  for (const auto& c : request.conditions) {
    const Position last{c.entry->assigned};
    if (last > c.asked.since) return Result<Appended>{tag_conflict(c.asked, last)};
  }
  return std::nullopt;
}

void Pipeline::assign(Request& request) {
  Appended answer{Position{group_.next()}, {}, {}, last_time_, /*repeated=*/true};
  std::size_t event = 0;
  std::size_t offset = 0;
  request.places.reserve(request.events);
  for (auto& s : request.streams) {
    s.first_version = s.head->assigned + 1;
    s.head->assigned += s.events;
    for (std::uint32_t i = 0; i < s.events; ++i, ++event) {
      assigned_bytes_.clear();
      encode_assigned(Position{group_.next()}, Version{s.first_version + i}, last_time_,
                      assigned_bytes_);
      const auto body =
          std::string_view{request.bodies.bytes}.substr(offset, request.bodies.lengths[event]);
      offset += body.size();
      request.places.push_back(group_.add(assigned_bytes_, body, log_->pages()));
    }
  }
  for (auto& tag : request.tags) {
    tag.position = answer.first.value + tag.event;
    tag.entry->assigned = tag.position;
  }
  const auto& first = request.streams.front();
  answer.version = Version{first.first_version + first.events - 1};
  answer.last = Position{group_.next() - 1};
  request.command->fingerprint = request.fingerprint;
  request.command->appended = answer;
  request.command->state.store(CommandEntry::State::committing, std::memory_order_release);
}

void Pipeline::publish(std::vector<CompletedAppend>& answers) {
  std::size_t events = 0;
  std::size_t bytes = 0;
  for (auto& request : staged_.requests) {
    auto place = request->places.begin();
    for (auto& s : request->streams) {
      heads_.with(s.head, [&](Head& h) {
        h.unindexed.insert(h.unindexed.end(), place, place + s.events);
        h.published += s.events;
      });
      place += s.events;
    }
    for (auto& tag : request->tags) {
      tag.entry->published.store(tag.position, std::memory_order_release);
    }
    auto answer = request->command->appended;
    answer.repeated = false;  // only this once
    request->command->state.store(CommandEntry::State::committed, std::memory_order_release);
    answers.push_back({std::move(request->done), answer});
    events += request->events;
    bytes += request->tail_bytes();
  }
  head_.store(group_.next() - 1, std::memory_order_release);
  for (auto& follower : staged_.followers) answers.push_back(std::move(follower));
  std::lock_guard lock{tail_mutex_};
  std::ranges::move(staged_.requests, std::back_inserter(tail_));
  const bool was_empty = tail_events_ == 0;
  tail_events_ += events;
  tail_bytes_ += bytes;
  // In between it is gathering: waking it would only cost.
  if (was_empty || tail_events_ >= kWorthIndexing) tail_filled_.notify_one();
}

void Pipeline::fail(std::vector<CompletedAppend>& answers, const Error& cause) {
  for (auto& request : staged_.requests) {
    // Nobody knows whether the group reached the disk; only a reopened store does. Until then
    // nothing is taken, so that a repetition is never taken for a new command.
    answers.push_back({std::move(request->done), cause});
  }
  for (auto& follower : staged_.followers) answers.push_back({std::move(follower.done), cause});
}

void Pipeline::stop(const Error& cause) {
  std::lock_guard lock{queue_mutex_};
  if (stop_reason_.empty()) stop_reason_ = cause.message();
  queue_drained_.notify_all();
}

Result<void> Pipeline::writable() const {
  std::lock_guard lock{queue_mutex_};
  if (stop_reason_.empty()) return {};
  return stopped_error();
}

Error Pipeline::stopped_error() const {
  return Error{Errc::store_stopped, "no more writes since: " + stop_reason_};
}

bool Pipeline::wait_for_requests() {
  {
    // The in-memory tail is bounded: a slow index slows the writers.
    std::unique_lock lock{tail_mutex_};
    tail_drained_.wait(lock, [&] {
      return tail_bytes_ < limits::kTailBytesMax || !index_failure_.empty() || indexer_stopped_;
    });
  }
  std::unique_lock lock{queue_mutex_};
  queue_filled_.wait(lock, [&] { return !queue_.empty() || closed_; });
  return !queue_.empty();
}

void Pipeline::close() {
  std::lock_guard lock{queue_mutex_};
  closed_ = true;
  queue_filled_.notify_all();
  queue_drained_.notify_all();
}

// --- The indexer ---------------------------------------------------------------------------------

Result<bool> Pipeline::index_some() {
  auto& batch = indexing_;
  batch.clear();
  {
    std::lock_guard lock{tail_mutex_};
    batch.swap(tail_);
  }
  if (batch.empty()) return false;
  index_batch_.clear();
  std::size_t events = 0;
  std::size_t bytes = 0;
  ++batch_number_;
  for (const auto& request : batch) {
    collect(*request);
    events += request->events;
    bytes += request->tail_bytes();
  }
  const Position covered{batch.back()->places.back().position};
  const auto written = index_->write(index_batch_, covered);
  {
    std::lock_guard lock{tail_mutex_};
    if (!written) {
      // What is not indexed must stay in memory: put it back, in order, and stop writing.
      std::ranges::move(tail_, std::back_inserter(batch));
      tail_ = std::move(batch);
      index_failure_ = written.error().message();
    } else {
      tail_events_ -= events;
      tail_bytes_ -= bytes;
    }
  }
  if (!written) {
    stop(written.error());
    tail_drained_.notify_all();
    return written.error();
  }
  drop_indexed(batch);
  indexed_.store(covered.value, std::memory_order_release);
  { std::lock_guard lock{tail_mutex_}; }
  tail_drained_.notify_all();
  return true;
}

void Pipeline::collect(const Request& request) {
  auto place = request.places.begin();
  index_batch_.add_command(request.id(), place->position);
  for (const auto& tag : request.tags) index_batch_.add_tag(tag.entry.key(), tag.position);
  for (const auto& s : request.streams) {
    for (std::uint32_t i = 0; i < s.events; ++i, ++place) {
      auto& head = *s.head;
      if (head.batch != batch_number_ || index_batch_.versions(head.run) == IndexBatch::kRunMax) {
        head.batch = batch_number_;
        head.run = index_batch_.begin_run(s.id(), s.first_version + i);
      }
      index_batch_.extend(head.run, *place);
    }
  }
}

void Pipeline::drop_indexed(std::vector<RequestPtr>& batch) {
  for (auto& request : batch) {
    for (auto& s : request->streams) {
      heads_.with(s.head, [&](Head& h) {
        h.dropped += s.events;
        if (h.dropped == h.unindexed.size()) {
          h.unindexed.clear();
          h.dropped = 0;
        } else if (h.dropped > h.unindexed.size() / 2) {
          h.unindexed.erase(h.unindexed.begin(),
                            h.unindexed.begin() + static_cast<std::ptrdiff_t>(h.dropped));
          h.dropped = 0;
        }
      });
    }
  }
  pool_.give_back(batch);  // releases the pins
}

Result<void> Pipeline::catch_up(Position head) {
  if (indexed() >= head) return {};
  constexpr std::size_t kPlacesPerBatch = 200'000;
  index_batch_.clear();
  std::unordered_map<std::string, IndexBatch::Run> runs;
  LogCursor cursor{*log_, {.from = indexed().next(), .to = head}};
  Position last = indexed();
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (more) {
      const auto& r = cursor.record();
      const auto [run, fresh] = runs.try_emplace(std::string{r.stream});
      if (fresh || index_batch_.versions(run->second) == IndexBatch::kRunMax) {
        run->second = index_batch_.begin_run(r.stream, r.version.value);
      }
      index_batch_.extend(run->second, RecordLocation{r.position.value, cursor.ordinal()});
      if (r.index == 0) index_batch_.add_command(r.command_id, r.position.value);
      if (!r.tags.empty()) {
        for (const auto tag : r.tags.list()) {
          index_batch_.add_tag(tag_key(r.type, tag), r.position.value);
        }
      }
      last = r.position;
    }
    if (index_batch_.size() >= kPlacesPerBatch || (!more && index_batch_.size() > 0)) {
      RECOURSE_TRY(index_->write(index_batch_, last));
      index_batch_.clear();
      runs.clear();
    }
    if (!more) break;
  }
  indexed_.store(last.value, std::memory_order_release);
  return {};
}

bool Pipeline::wait_for_tail(std::chrono::milliseconds collect) {
  std::unique_lock lock{tail_mutex_};
  tail_filled_.wait(lock, [&] { return !tail_.empty() || indexer_stopped_; });
  // Sorted batches are what makes the index cheap: let one gather.
  tail_filled_.wait_for(lock, collect, [&] {
    return tail_events_ >= kWorthIndexing || indexer_stopped_ || drainers_ > 0;
  });
  return !tail_.empty();
}

void Pipeline::stop_indexer() {
  std::lock_guard lock{tail_mutex_};
  indexer_stopped_ = true;
  tail_filled_.notify_all();
  tail_drained_.notify_all();
}

Result<void> Pipeline::drain() {
  {
    std::unique_lock lock{queue_mutex_};
    const auto ticket = admitted_;  // what comes later is not waited for
    queue_drained_.wait(lock, [&] { return completed_ >= ticket; });
  }
  const auto target = head();
  std::unique_lock lock{tail_mutex_};
  ++drainers_;
  tail_filled_.notify_all();
  tail_drained_.wait(lock, [&] { return indexed() >= target || !index_failure_.empty(); });
  --drainers_;
  if (!index_failure_.empty()) return Error{Errc::store_stopped, index_failure_};
  return {};
}

}  // namespace recourse::stores::rocks
