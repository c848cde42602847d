#include "stores/postgres/appender.hpp"

#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <recourse/base/limits.hpp>
#include <semaphore>

namespace recourse::stores::pg {

using namespace core;

namespace {

/// Followers are woken at most so often while groups come one after the other.
constexpr std::chrono::milliseconds kTellEvery{20};
/// Between two attempts to connect, at first and at most.
constexpr std::chrono::milliseconds kRetryFirst{20};
constexpr std::chrono::milliseconds kRetryMost{500};
/// The committer looks around, if nothing wakes it.
constexpr std::chrono::milliseconds kLookAround{1000};
constexpr std::size_t kTurnAt = limits::kHotEntriesMax;

/// The same transaction would fail again: what it breaks is not its moment.
bool is_final(std::string_view sqlstate) {
  const auto of_class = sqlstate.substr(0, 2);
  return of_class == "22" || of_class == "23" || of_class == "42" || of_class == "XX";
}

Error store_is_closed() { return Error{Errc::closed, "the store is closed"}; }

}  // namespace

std::string channel_of(const LogId& id) { return "recourse_" + id.to_string(); }

Appender::Appender(const PostgresOptions& options, Appending who, const LogRow& row, Pool& pool,
                   const Clock& clock)
    : options_(options),
      who_(std::move(who)),
      pool_(&pool),
      clock_(&clock),
      fingerprint_key_(row.fingerprint_key),
      channel_(channel_of(row.identity.id)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      head_(row.head.value),
      assigned_(row.head.value) {}

Appender::~Appender() {
  {
    std::lock_guard lock{queue_mutex_};
    closed_ = true;
  }
  queue_drained_.notify_all();
  if (wake_ >= 0) (void)eventfd_write(wake_, 1);
  if (committer_.joinable()) committer_.join();
  {
    std::lock_guard lock{answers_mutex_};
    answers_ended_ = true;
  }
  answers_filled_.notify_all();
  if (answerer_.joinable()) answerer_.join();
  if (wake_ >= 0) close(wake_);
}

Result<void> Appender::start() {
  if (wake_ < 0) return Error{Errc::io_error, "no more descriptors"};
  RECOURSE_TRY_ASSIGN(session_,
                      Session::take_over(who_, options_.takeover.wait, options_.takeover.depose,
                                         after(options_.patience)));
  head_ = assigned_ = session_->end().head.value;
  last_time_ = session_->end().recorded_at;
  clock_is_behind_ = assigned_ > 0 && clock_->now() < last_time_;
  committer_ = std::thread{[this] { run_committer(); }};
  answerer_ = std::thread{[this] { run_answerer(); }};
  return {};
}

// --- callers' threads ----------------------------------------------------------------------------

Result<Appended> Appender::append(Append append) {
  // Shared with the completion: release() may still touch it after we woke.
  struct Waiting {
    std::binary_semaphore ready{0};
    std::optional<Result<Appended>> answer;
  };
  const auto waiting = std::make_shared<Waiting>();
  Done done = [waiting](Result<Appended> answer) {
    waiting->answer.emplace(std::move(answer));
    waiting->ready.release();
  };
  if (answering()) {
    return Error{Errc::invalid_argument, "a completion must not wait for an append of its own"};
  }
  RECOURSE_TRY(admit(std::move(append), done, /*wait=*/true));
  waiting->ready.acquire();
  return std::move(*waiting->answer);
}

void Appender::async_append(Append append, Done done) {
  auto admitted = admit(std::move(append), done, /*wait=*/false);
  if (!admitted) done(std::move(admitted).error());
}

Result<void> Appender::admit(Append append, Done& done, bool wait) {
  RECOURSE_TRY(validate(append));
  Request request;
  request.fingerprint =
      append.fingerprint != 0 ? append.fingerprint : content_fingerprint(fingerprint_key_, append);
  encode_bodies(append, request.fingerprint, request.bodies);
  for (auto& s : append.streams) {
    for (auto& e : s.events) e.payload = {};  // it is in the bodies
  }
  request.append = std::move(append);
  std::unique_lock lock{queue_mutex_};
  const auto has_room = [&] {
    return queue_.size() < limits::kQueueRequestsMax && queue_bytes_ < limits::kQueueBytesMax;
  };
  if (wait) {
    queue_drained_.wait(lock, [&] { return has_room() || closed_ || !stop_reason_.empty(); });
  }
  if (closed_) return store_is_closed();
  if (!stop_reason_.empty()) {
    return Error{Errc::store_stopped, "no more writes since: " + stop_reason_};
  }
  if (!has_room()) {
    return Error{Errc::queue_full, std::to_string(queue_.size()) + " appends are waiting"};
  }
  request.done = std::move(done);
  queue_bytes_ += request.bodies.bytes.size();
  queue_.push_back(std::move(request));
  ++admitted_;
  if (queue_.size() == 1) (void)eventfd_write(wake_, 1);
  return {};
}

Result<void> Appender::drain() {
  std::unique_lock lock{queue_mutex_};
  const auto ticket = admitted_;  // what comes later is not waited for
  queue_drained_.wait(lock, [&] { return completed_ >= ticket; });
  if (stop_reason_.empty()) return {};
  return Error{Errc::store_stopped, stop_reason_};
}

Health Appender::health() const {
  Health h;
  h.head = h.indexed = Position{head_.load()};
  h.clock_is_behind = clock_is_behind_;
  h.commits = commits_.snapshot();
  std::lock_guard lock{queue_mutex_};
  h.queued = queue_.size();
  h.reason = stop_reason_.empty() ? pause_reason_ : stop_reason_;
  h.writable = h.reason.empty();
  return h;
}

// --- the committer -------------------------------------------------------------------------------

void Appender::run_committer() {
  pthread_setname_np(pthread_self(), "recourse-commit");
  while (step()) {
  }
  session_.reset();
}

bool Appender::step() {
  collect();
  if (stopped()) return false;  // everything was answered, and nothing is taken any more
  if (fault_ || !session_) {
    if (may_end()) return false;
    recover();
    return true;
  }
  if (send_group()) return true;
  if (may_end()) return false;
  if (under_way_.empty()) tell_followers();
  wait_for_news();
  return true;
}

bool Appender::may_end() {
  std::lock_guard lock{queue_mutex_};
  return closed_ && under_way_.empty() && queue_.empty();
}

std::size_t Appender::largest_under_way() const {
  std::size_t most = 0;
  for (const auto& sent : under_way_) most = std::max(most, sent.appends);
  return most;
}

std::size_t Appender::waiting() const {
  std::lock_guard lock{queue_mutex_};
  return queue_.size();
}

bool Appender::stopped() const {
  std::lock_guard lock{queue_mutex_};
  return !stop_reason_.empty();
}

std::vector<Request> Appender::take_batch() {
  std::vector<Request> batch;
  std::size_t bytes = 0;
  {
    std::lock_guard lock{queue_mutex_};
    while (!queue_.empty() && batch.size() < options_.tuning.group_appends &&
           bytes < limits::kGroupBytesMax) {
      bytes += queue_.front().bodies.bytes.size();
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    queue_bytes_ -= bytes;
  }
  queue_drained_.notify_all();
  return batch;
}

void Appender::put_back(std::vector<Request> batch) {
  std::lock_guard lock{queue_mutex_};
  for (auto it = batch.rbegin(); it != batch.rend(); ++it) {
    queue_bytes_ += it->bodies.bytes.size();
    queue_.push_front(std::move(*it));
  }
}

bool Appender::send_group() {
  const auto groups = std::count_if(under_way_.begin(), under_way_.end(),
                                    [](const Sent& sent) { return sent.group != nullptr; });
  if (static_cast<std::size_t>(groups) >= options_.tuning.groups_in_flight) return false;
  // Another one is worth its statements only if it is no smaller than what is under way.
  if (groups > 0 && waiting() < largest_under_way()) return false;
  auto batch = take_batch();
  if (batch.empty()) return false;
  // What a group under way has changed is used since the last turn, so it outlives the next one.
  if (++groups_since_turn_ > options_.tuning.groups_in_flight + 1) {
    groups_since_turn_ = 0;
    if (known_.versions.young() > kTurnAt) known_.versions.turn();
    if (known_.commands.young() > kTurnAt) known_.commands.turn();
    if (known_.tags.young() > kTurnAt) known_.tags.turn();
  }
  const auto deadline = after(options_.patience);
  auto found = session_->look_up(batch, known_, deadline);
  if (found) found = session_->ensure_room(assigned_, deadline);
  if (found) {
    stage(std::move(batch));
  } else {
    put_back(std::move(batch));
    fault(std::move(found).error());
  }
  return true;
}

void Appender::stage(std::vector<Request> batch) {
  last_time_ = std::max(last_time_, clock_->now());
  auto group = std::make_unique<Group>(assigned_, last_time_);
  for (auto& request : batch) group->take(std::move(request), known_);
  if (group->writes()) {
    assigned_ = group->head();
    group->finish(who_.log);
    transmit(std::move(group));
    return;
  }
  // Refusals and repetitions alone: they rest on what is under way.
  const auto last = std::find_if(under_way_.rbegin(), under_way_.rend(),
                                 [](const Sent& sent) { return sent.group != nullptr; });
  if (last == under_way_.rend()) return hand_over(std::move(group->answers()));
  auto& answers = last->group->answers();
  std::move(group->answers().begin(), group->answers().end(), std::back_inserter(answers));
}

void Appender::transmit(std::unique_ptr<Group> group) {
  const auto now = std::chrono::steady_clock::now();
  if (!group->begun_at) group->begun_at = now;
  auto sent = group->send(session_->writing(), *who_.sql, who_.log, session_->end().epoch);
  const auto appends = group->commands().size();
  under_way_.push_back({std::move(group), now, appends});
  if (sent && !told_ && passed(told_at_ + kTellEvery)) tell_followers();
  if (sent) {
    if (const auto flushed = session_->writing().flush(); !flushed) sent = flushed.error();
  }
  if (!sent) fault(std::move(sent).error());
}

void Appender::tell_followers() {
  if (told_ || !session_ || fault_) return;
  auto& writing = session_->writing();
  auto sent = writing.send(who_.sql->notify, Parameters{}.text(channel_));
  if (sent) sent = writing.sync();
  if (sent) {
    if (const auto flushed = writing.flush(); !flushed) sent = flushed.error();
  }
  told_ = true;
  told_at_ = std::chrono::steady_clock::now();
  under_way_.push_back({nullptr, told_at_});
  if (!sent) fault(std::move(sent).error());
}

void Appender::collect() {
  if (!session_ || fault_) return;
  auto& writing = session_->writing();
  if (auto read = writing.consume(); !read) return fault(std::move(read).error());
  while (!under_way_.empty() && !fault_) {
    const auto result = writing.take();
    if (!result) break;
    on_result(*result);
  }
  if (fault_) return;
  if (writing.broken()) return fault(writing.connection_error("reading"));
  // A notification too: what is behind it waits for its answer.
  if (!under_way_.empty() && passed(under_way_.front().sent_at + options_.patience)) {
    fault(Error{Errc::io_error, writing.server() + " does not answer"});
  }
}

void Appender::on_result(const Rows& rows) {
  auto& sent = under_way_.front();
  switch (rows.status()) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK: {
      ++sent.results;
      if (!sent.group || sent.results != sent.group->results()) return;
      const auto warned = session_->writing().warnings();
      if (rows.command() == "COMMIT" && warned.empty()) return;
      // Committed here, but a standby was not waited for; or rolled back.
      return fault(Error{Errc::io_error, warned.empty()
                                             ? "a COMMIT answered " + std::string{rows.command()}
                                             : warned.front()});
    }
    case PGRES_PIPELINE_SYNC: {
      auto ended = std::move(sent);
      under_way_.pop_front();
      if (ended.group) complete(*ended.group);
      return;
    }
    default:
      return fault(session_->writing().error_of(rows), rows.sqlstate());
  }
}

void Appender::complete(Group& group) {
  head_.store(group.head());
  trouble_ends_.reset();
  told_ = false;
  commits_.record(std::chrono::steady_clock::now() - *group.begun_at);
  hand_over(std::move(group.answers()));
}

void Appender::wait_for_news() {
  auto until = after(kLookAround);
  if (!under_way_.empty()) {
    until = std::min(until, under_way_.front().sent_at + options_.patience);
  }
  (void)session_->writing().wait_readable(wake_, until);
  eventfd_t ignored = 0;
  (void)eventfd_read(wake_, &ignored);
}

// --- when something went wrong -------------------------------------------------------------------

void Appender::fault(Error error, std::string_view sqlstate) {
  if (fault_) return;
  fault_is_final_ = is_final(sqlstate);
  if (!trouble_ends_) trouble_ends_ = after(options_.patience);
  fault_.emplace(std::move(error));
}

void Appender::recover() {
  const auto cause = fault_ ? *fault_ : Error{Errc::io_error, "there is no session"};
  session_.reset();
  fault_.reset();
  // What a notification was for is told by the next.
  std::erase_if(under_way_, [](const Sent& sent) { return sent.group == nullptr; });
  for (auto& sent : under_way_) sent.results = 0;
  {
    std::lock_guard lock{queue_mutex_};
    pause_reason_ = cause.message();
  }
  const auto deadline = after(options_.patience);
  auto why = cause;
  for (auto wait = kRetryFirst;; wait = std::min(wait * 2, kRetryMost)) {
    auto session = Session::go_on(who_, deadline);
    if (session && settled(std::move(*session))) return refuse_if_late(cause);
    if (stopped()) return;
    if (!session) why = session.error();
    if (passed(deadline) || may_end()) break;
    std::this_thread::sleep_for(wait);
  }
  give_up(why);
}

bool Appender::settled(std::unique_ptr<Session> session) {
  pool_->forget();
  if (!session->holds()) return deposed(*session);
  const auto end = session->end();
  last_time_ = std::max(last_time_, end.recorded_at);
  if (end.head.value < head_.load()) {
    stop(Error{Errc::acknowledged_loss, "the log ends at position " +
                                            std::to_string(end.head.value) + ", " +
                                            std::to_string(head_.load()) + " was acknowledged"});
    return false;
  }
  while (!under_way_.empty() && under_way_.front().group->head() <= end.head.value) {
    auto group = std::move(under_way_.front().group);
    under_way_.pop_front();
    complete(*group);
  }
  if (!head_is_known_) {
    // What was answered as unknown may be in.
    head_ = assigned_ = end.head.value;
    head_is_known_ = true;
  }
  const auto begins = under_way_.empty() ? assigned_ : under_way_.front().group->seen();
  if (begins != end.head.value) {
    stop(Error{Errc::corruption, "the log's head is " + std::to_string(end.head.value) +
                                     ", it was left at " + std::to_string(begins)});
    return false;
  }
  session_ = std::move(session);
  {
    std::lock_guard lock{queue_mutex_};
    pause_reason_.clear();
  }
  send_again();
  return true;
}

/// What was not in is known not to be in: it may be sent again, or refused.
void Appender::send_again() {
  if (under_way_.empty()) return;
  const bool late = passed(*under_way_.front().group->begun_at + options_.patience);
  if (late || fault_is_final_) {
    const Error cause{Errc::io_error, "the append is not in the log: the server failed at it"};
    fail_under_way(cause);
    known_.clear();
    assigned_ = head_.load();
    if (fault_is_final_) stop(Error{Errc::corruption, "the server refuses what must hold"});
    return;
  }
  auto again = std::exchange(under_way_, {});
  for (auto& sent : again) {
    if (fault_) {
      under_way_.push_back(std::move(sent));  // after the next settling
    } else {
      transmit(std::move(sent.group));
    }
  }
}

bool Appender::deposed(Session& session) {
  std::vector<CommandId> ids;
  for (auto& sent : under_way_) {
    const auto& of_group = sent.group->commands();
    ids.insert(ids.end(), of_group.begin(), of_group.end());
  }
  if (!ids.empty()) {
    const auto in = session.which_are_in(ids, after(options_.patience));
    if (!in) return false;  // asked again
    const auto is_in = [&](const CommandId& id) {
      return std::find(in->begin(), in->end(), id) != in->end();
    };
    // A group is wholly in, or wholly not.
    while (!under_way_.empty() && is_in(under_way_.front().group->commands().front())) {
      auto group = std::move(under_way_.front().group);
      under_way_.pop_front();
      complete(*group);
    }
  }
  stop(Error{Errc::store_stopped, "another appender has taken over the log " + who_.name});
  return false;
}

void Appender::give_up(const Error& cause) {
  if (!under_way_.empty()) {
    fail_under_way(Error{Errc::outcome_unknown,
                         "whether the append is in the log is not known: " + cause.message()});
    known_.clear();
    head_is_known_ = false;
  }
  trouble_ends_.reset();  // who comes from now on has waited for nothing yet
  refuse_queue(Error{Errc::io_error, "the append was not sent: " + cause.message()});
}

/// Connections that can be made and fail at the first use do not keep anybody waiting for ever.
void Appender::refuse_if_late(const Error& cause) {
  if (under_way_.empty() && waiting() == 0) trouble_ends_.reset();  // nobody waited
  if (!trouble_ends_ || !passed(*trouble_ends_)) return;
  trouble_ends_.reset();
  refuse_queue(Error{Errc::io_error, "the append was not sent: " + cause.message()});
}

void Appender::refuse_queue(const Error& cause) {
  for (auto batch = take_batch(); !batch.empty(); batch = take_batch()) {
    std::vector<Answer> answers;
    for (auto& request : batch) answers.push_back({std::move(request.done), cause});
    hand_over(std::move(answers));
  }
}

void Appender::fail_under_way(const Error& cause) {
  std::vector<Answer> answers;
  for (auto& sent : under_way_) {
    for (auto& answer : sent.group->answers()) answers.push_back({std::move(answer.done), cause});
  }
  under_way_.clear();
  hand_over(std::move(answers));
}

void Appender::stop(const Error& cause) {
  {
    std::lock_guard lock{queue_mutex_};
    if (stop_reason_.empty()) stop_reason_ = cause.message();
  }
  const Error answer{Errc::store_stopped, "no more writes since: " + cause.message()};
  fail_under_way(answer);
  refuse_queue(answer);
  queue_drained_.notify_all();
}

// --- the answerer --------------------------------------------------------------------------------

void Appender::hand_over(std::vector<Answer> answers) {
  if (answers.empty()) return;
  const auto count = answers.size();
  {
    std::unique_lock lock{answers_mutex_};
    std::move(answers.begin(), answers.end(), std::back_inserter(answers_));
    answers_filled_.notify_one();
    // Slow completions slow the committer rather than let answers pile up.
    answers_drained_.wait(lock, [&] { return answers_.size() < limits::kAnswersMax; });
  }
  {
    std::lock_guard lock{queue_mutex_};
    completed_ += count;
  }
  queue_drained_.notify_all();
}

void Appender::run_answerer() {
  pthread_setname_np(pthread_self(), "recourse-answer");
  std::vector<Answer> answers;
  auto told = head_.load();
  for (;;) {
    {
      std::unique_lock lock{answers_mutex_};
      answers_filled_.wait(lock, [&] { return !answers_.empty() || answers_ended_; });
      if (answers_.empty()) return;
      answers.swap(answers_);
    }
    answers_drained_.notify_one();
    for (auto& answer : answers) answer.done(std::move(answer.result));
    answers.clear();
    if (const auto head = head_.load(); head != told) listeners_.tell(Position{told = head});
  }
}

}  // namespace recourse::stores::pg
