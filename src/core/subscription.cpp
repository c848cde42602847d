#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/core/subscription.hpp>

namespace recourse::core {

std::string_view name_of(SubscriptionState state) {
  switch (state) {
    case SubscriptionState::catching_up:
      return "catching_up";
    case SubscriptionState::live:
      return "live";
    case SubscriptionState::stalled:
      return "stalled";
    case SubscriptionState::stopped:
      return "stopped";
  }
  return "unknown";
}

Subscription::Subscription(EventStore& store, const Clock& clock, SubscriptionOptions options,
                           SubscriptionHandler handler)
    : store_(&store), clock_(&clock), options_(std::move(options)), handler_(std::move(handler)) {}

Result<std::unique_ptr<Subscription>> Subscription::open(EventStore& store, const Clock& clock,
                                                         SubscriptionOptions options,
                                                         SubscriptionHandler handler) {
  if (options.from.value == 0) {
    return Error{Errc::invalid_argument, "positions count from 1; subscribe from 1 for everything"};
  }
  std::unique_ptr<Subscription> made{
      new Subscription{store, clock, std::move(options), std::move(handler)}};
  auto position = Position{made->options_.from.value - 1};
  const auto& name = made->options_.name;
  if (!name.empty()) {
    RECOURSE_TRY(check_name(name, /*dots=*/true));
    RECOURSE_TRY_ASSIGN(const auto kept, store.checkpoints().load(name));
    RECOURSE_TRY_ASSIGN(const auto head, store.head());
    if (kept && (kept->log != store.identity() || kept->position > head)) {
      return Error{
          Errc::invalid_argument,
          "subscriber " + name + " kept position " + std::to_string(kept->position.value) +
              " in another incarnation of this log; remove that checkpoint and say from where "
              "it shall go on"};
    }
    if (kept) made->checkpointed_ = (position = kept->position).value;
  }
  made->position_ = position.value;
  made->batch_end_ = position;
  return made;
}

Result<bool> Subscription::read() {
  const auto from = batch_end_.next();
  RECOURSE_TRY_ASSIGN(const auto head, store_->head());
  if (from > head) return false;
  // A filter that lets nothing through must not make one batch of the whole log.
  const auto to = std::min(head, Position{batch_end_.value + 100'000});
  batch_.clear();
  next_in_batch_ = 0;
  RECOURSE_TRY_ASSIGN(
      const auto cursor,
      store_->read_all(
          {.from = from, .to = to, .stream_kind = options_.stream_kind, .types = options_.types}));
  std::size_t bytes = 0;
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    batch_.emplace_back(cursor->bytes());
    bytes += batch_.back().size();
    if (batch_.size() < limits::kSubscriberBatchRecords && bytes < limits::kSubscriberBatchBytes) {
      continue;
    }
    batch_end_ = cursor->record().position;
    return true;
  }
  batch_end_ = to;
  return true;
}

Result<void> Subscription::call(const RecordView& record) {
  busy_since_ = std::max<std::int64_t>(1, clock_->now().time_since_epoch().count());
  auto handled = [&]() -> Result<void> {
    try {
      return handler_(record);
    } catch (const std::exception& e) {
      return Error{Errc::user_code_failed, std::string{"it threw: "} + e.what()};
    } catch (...) {
      return Error{Errc::user_code_failed, "it threw what is no exception"};
    }
  }();
  busy_since_ = 0;
  if (handled) return {};
  return std::move(handled).error().within("the handler at position " +
                                           std::to_string(record.position.value));
}

Result<void> Subscription::hand_over() {
  while (next_in_batch_ < batch_.size()) {
    if (interrupted_) return {};
    RECOURSE_TRY_ASSIGN(const auto record, decode_record(batch_[next_in_batch_]));
    RECOURSE_TRY(call(record));
    ++next_in_batch_;
    handed_.fetch_add(1, std::memory_order_relaxed);
    position_.store(record.position.value, std::memory_order_release);
  }
  position_.store(batch_end_.value, std::memory_order_release);
  return {};
}

bool Subscription::step() {
  {
    std::lock_guard guard{mutex_};
    if (failure_ && !log_failed_) return false;
  }
  bool reading = false;
  const auto worked = [&]() -> Result<bool> {
    if (position_.load() == batch_end_.value) {
      reading = true;
      RECOURSE_TRY_ASSIGN(const bool more, read());
      reading = false;
      if (!more) return false;
    }
    RECOURSE_TRY(hand_over());
    return !interrupted_;
  }();
  checkpoint_in_time(worked && !*worked);
  if (!worked && worked.error().code() == Errc::limit_exceeded && batch_.empty()) return false;
  std::lock_guard guard{mutex_};
  failure_.reset();
  log_failed_ = false;
  if (worked) return *worked;
  log_failed_ = reading && worked.error().retryable();
  failure_ = worked.error();
  return false;
}

void Subscription::resume() {
  std::lock_guard guard{mutex_};
  failure_.reset();
}

void Subscription::checkpoint_in_time(bool caught_up) {
  const auto now = clock_->now();
  const auto since = now - checkpointed_at_;
  if (!caught_up && since >= std::chrono::milliseconds{0} && since < kCheckpointEvery) return;
  auto kept = checkpoint();
  checkpointed_at_ = now;
  std::lock_guard guard{mutex_};
  checkpoint_failure_.reset();
  if (!kept) checkpoint_failure_ = std::move(kept).error();
}

Result<void> Subscription::checkpoint() {
  const auto position = position_.load();
  if (options_.name.empty() || position == checkpointed_.load()) return {};
  RECOURSE_TRY_ASSIGN(const auto head, store_->head());
  if (position > head.value) return {};  // it waits for a log that is not so long yet
  RECOURSE_TRY(store_->checkpoints().save(options_.name, {store_->identity(), Position{position}}));
  checkpointed_.store(position);
  return {};
}

SubscriptionStatus Subscription::status() const {
  SubscriptionStatus s;
  s.name = options_.name;
  s.position = Position{position_.load(std::memory_order_acquire)};
  s.checkpointed = Position{checkpointed_.load()};
  s.head = known_head(*store_);
  s.handed = handed_.load(std::memory_order_relaxed);
  s.state = s.lag() == 0 ? SubscriptionState::live : SubscriptionState::catching_up;
  const auto since = busy_since_.load();
  const Timestamp begun{std::chrono::milliseconds{since}};
  if (since != 0 && clock_->now() - begun > options_.stall_after) {
    s.state = SubscriptionState::stalled;
  }
  std::lock_guard guard{mutex_};
  if (checkpoint_failure_)
    s.error = "its position could not be kept: " + checkpoint_failure_->message();
  if (failure_) {
    s.state = SubscriptionState::stopped;
    s.error = failure_->message();
  }
  return s;
}

/// A subscription with its thread, if it has one.
struct Subscriptions::Running {
  std::unique_ptr<Subscription> subscription;
  std::unique_ptr<Worker> worker;
};

Subscriptions::Subscriptions(EventStore& store, const Clock& clock)
    : store_(&store), clock_(&clock) {}

Subscriptions::~Subscriptions() { stop(); }

Result<std::uint64_t> Subscriptions::add(SubscriptionOptions options, SubscriptionHandler handler) {
  if (!handler) return Error{Errc::invalid_argument, "a subscriber needs a handler"};
  std::lock_guard guard{mutex_};
  if (stopped_) return Error{Errc::closed, "subscriptions have ended: nobody is called any more"};
  for (const auto& [id, one] : running_) {
    if (!options.name.empty() && one->subscription->options().name == options.name) {
      return Error{Errc::invalid_argument, "subscriber " + options.name + " is there already"};
    }
  }
  auto one = std::make_shared<Running>();
  RECOURSE_TRY_ASSIGN(one->subscription,
                      Subscription::open(*store_, *clock_, std::move(options), std::move(handler)));
  if (started_) run(*one);
  const auto id = next_id_++;
  running_.emplace(id, std::move(one));
  return id;
}

void Subscriptions::run(Running& one) {
  one.worker = std::make_unique<Worker>(Worker::Options{.name = "recourse-tail"},
                                        [s = one.subscription.get()] { return s->step(); });
}

Result<std::shared_ptr<Subscriptions::Running>> Subscriptions::find(std::uint64_t id) const {
  std::lock_guard guard{mutex_};
  const auto found = running_.find(id);
  if (found != running_.end()) return found->second;
  return Error{Errc::not_found, "there is no subscription " + std::to_string(id)};
}

Result<void> Subscriptions::remove(std::uint64_t id) {
  RECOURSE_TRY_ASSIGN(const auto one, find(id));
  {
    std::lock_guard guard{mutex_};
    running_.erase(id);
  }
  one->subscription->interrupt();
  if (one->worker) one->worker->stop();
  return one->subscription->checkpoint();
}

Result<void> Subscriptions::resume(std::uint64_t id) {
  RECOURSE_TRY_ASSIGN(const auto one, find(id));
  one->subscription->resume();
  if (one->worker) one->worker->wake();
  return {};
}

void Subscriptions::start() {
  {
    std::lock_guard guard{mutex_};
    if (started_) return;
    started_ = true;
    stopped_ = false;
    for (const auto& [id, one] : running_) run(*one);
  }
  notified_ = store_->notify([this](Position) {
    std::lock_guard guard{mutex_};
    for (const auto& [id, one] : running_) {
      if (one->worker) one->worker->wake();
    }
  });
  std::lock_guard guard{mutex_};
  for (const auto& [id, one] : running_) {
    if (one->worker) one->worker->wake();
  }
}

void Subscriptions::stop() {
  notified_ = {};
  std::map<std::uint64_t, std::shared_ptr<Running>> ending;
  {
    std::lock_guard guard{mutex_};
    started_ = false;
    stopped_ = true;
    ending.swap(running_);
  }
  for (const auto& [id, one] : ending) one->subscription->interrupt();
  for (const auto& [id, one] : ending) {
    one->worker.reset();
    // A position that cannot be kept makes records come again, which is promised.
    (void)one->subscription->checkpoint();
  }
}

Result<bool> Subscriptions::step(std::uint64_t id) {
  RECOURSE_TRY_ASSIGN(const auto one, find(id));
  return one->subscription->step();
}

std::vector<SubscriptionStatus> Subscriptions::status() const {
  std::lock_guard guard{mutex_};
  std::vector<SubscriptionStatus> all;
  for (const auto& [id, one] : running_) {
    all.push_back(one->subscription->status());
    all.back().id = id;
  }
  return all;
}

}  // namespace recourse::core
