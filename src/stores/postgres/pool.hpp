// Connections that callers' threads borrow to ask something.
//
//     RECOURSE_TRY_ASSIGN(const auto rows, pool.ask(sql, Parameters{}.int4(1)));
//
// A question that meets a broken connection is asked once more over a new one: what is asked here
// changes nothing, or the same thing again. `forget` makes all that are open now be closed: after a
// change of server they may lead to the old one.
//
// Thread-safety: all members. Ownership: must outlive the borrowed.
#pragma once

#include <condition_variable>
#include <mutex>

#include "stores/postgres/connection.hpp"

namespace recourse::stores::pg {

class Pool {
 public:
  Pool(Target target, std::size_t most, std::chrono::milliseconds patience)
      : target_(std::move(target)), most_(most), patience_(patience) {}

  /// Errors: io_error, timed_out (all are lent).
  Result<Rows> ask(const std::string& sql, const Parameters& parameters);
  /// The same for what changes something: also io_error if it was not replicated.
  Result<Rows> change(const std::string& sql, const Parameters& parameters);
  void forget();

 private:
  struct Lent {
    std::unique_ptr<Connection> connection;
    std::uint64_t generation = 0;
    bool fresh = false;
  };
  Result<Lent> take();
  void give_back(Lent lent);
  template <class F>
  auto with(F&& use) -> decltype(use(std::declval<Connection&>(), Deadline{}));

  const Target target_;
  const std::size_t most_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Lent> idle_;
  std::size_t lent_ = 0;
  std::uint64_t generation_ = 0;
};

}  // namespace recourse::stores::pg
