// The single appender of a log: a queue, a committer thread that makes groups of it, and an
// answerer thread that gives the answers.
//
// Several groups may be under way on one connection: the server works them off in order, and a
// group whose predecessor failed fails by the head that it has seen. Whatever goes wrong ends the
// session; a new one settles what became of the groups (session.hpp), and those that are not in are
// sent again, until `patience` is over.
//
// Invariants, the committer's: under_way_ are in the order of positions, each begins where the one
// before ends, the first at head_; known_ holds whatever they change. An append is answered after
// the COMMIT of its group and of all groups before.
//
// Thread-safety: all public members.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <recourse/base/metrics.hpp>
#include <recourse/core/listeners.hpp>
#include <recourse/stores/postgres.hpp>
#include <thread>

#include "stores/postgres/pool.hpp"
#include "stores/postgres/session.hpp"

namespace recourse::stores::pg {

class Appender {
 public:
  Appender(const PostgresOptions& options, Appending who, const LogRow& row, Pool& pool,
           const Clock& clock);
  ~Appender();
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  /// Takes the log and starts. Errors: as Session::take_over.
  Result<void> start();

  Result<core::Appended> append(core::Append append);
  void async_append(core::Append append, Done done);
  Result<void> drain();
  core::Health health() const;
  core::Listeners& listeners() { return listeners_; }
  const LogId& owner() const { return who_.owner; }

 private:
  /// What was put into the pipeline and not answered.
  struct Sent {
    std::unique_ptr<Group> group;  ///< Null: a notification.
    Deadline sent_at{};
    std::size_t appends = 0;  ///< That it writes.
    int results = 0;
  };

  Result<void> admit(core::Append append, Done& done, bool wait);
  bool answering() const { return std::this_thread::get_id() == answerer_.get_id(); }

  void run_committer();
  bool step();
  std::vector<Request> take_batch();
  void put_back(std::vector<Request> batch);
  bool send_group();
  void stage(std::vector<Request> batch);
  void transmit(std::unique_ptr<Group> group);
  void collect();
  void on_result(const Rows& rows);
  void complete(Group& group);
  void tell_followers();
  void wait_for_news();

  void recover();
  bool settled(std::unique_ptr<Session> session);
  bool deposed(Session& session);
  void send_again();
  void give_up(const Error& cause);
  /// Answers whatever waits.
  void refuse_queue(const Error& cause);
  bool stopped() const;
  std::size_t waiting() const;
  std::size_t largest_under_way() const;
  bool may_end();
  void refuse_if_late(const Error& cause);
  void fail_under_way(const Error& cause);
  void stop(const Error& cause);
  void fault(Error error, std::string_view sqlstate = {});

  void hand_over(std::vector<Answer> answers);
  void run_answerer();

  const PostgresOptions options_;
  const Appending who_;
  Pool* pool_;
  const Clock* clock_;
  const FingerprintKey fingerprint_key_;
  const std::string channel_;
  const int wake_;  // eventfd: the queue has got something, or is closed
  std::atomic<std::uint64_t> head_;
  std::atomic<bool> clock_is_behind_{false};

  mutable std::mutex queue_mutex_;
  std::condition_variable queue_drained_;
  std::deque<Request> queue_;
  std::size_t queue_bytes_ = 0;
  bool closed_ = false;
  std::uint64_t admitted_ = 0;
  std::uint64_t completed_ = 0;
  std::string stop_reason_;   // not empty: no more writes
  std::string pause_reason_;  // not empty: no connection just now
  base::Histogram commits_;

  // The committer's.
  std::unique_ptr<Session> session_;
  std::deque<Sent> under_way_;
  Known known_;
  std::uint64_t assigned_;  // the last position that was given out
  bool head_is_known_ = true;
  Timestamp last_time_;
  std::size_t groups_since_turn_ = 0;
  std::optional<Error> fault_;
  bool fault_is_final_ = false;           // the same would fail again
  std::optional<Deadline> trouble_ends_;  // from the first fault that somebody waits behind
  bool told_ = true;                      // followers know of all that was committed
  Deadline told_at_{};

  std::mutex answers_mutex_;
  std::condition_variable answers_filled_;
  std::condition_variable answers_drained_;
  std::vector<Answer> answers_;
  bool answers_ended_ = false;

  core::Listeners listeners_;
  std::thread committer_;
  std::thread answerer_;
};

/// On which channel followers of a log are woken.
std::string channel_of(const LogId& id);

}  // namespace recourse::stores::pg
