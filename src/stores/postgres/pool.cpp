#include "stores/postgres/pool.hpp"

namespace recourse::stores::pg {

Result<Pool::Lent> Pool::take() {
  const auto deadline = after(patience_);
  std::uint64_t generation = 0;
  {
    std::unique_lock lock{mutex_};
    const bool room = returned_.wait_until(lock, deadline, [&] { return lent_ < most_; });
    if (!room) {
      return Error{Errc::timed_out,
                   "all " + std::to_string(most_) + " connections for reads are in use"};
    }
    ++lent_;
    if (!idle_.empty()) {
      auto lent = std::move(idle_.back());
      idle_.pop_back();
      return lent;
    }
    generation = generation_;
  }
  auto opened = Connection::open(target_, deadline);
  if (opened) return Lent{std::move(*opened), generation, true};
  {
    std::lock_guard lock{mutex_};
    --lent_;
  }
  returned_.notify_one();
  return std::move(opened).error();
}

void Pool::give_back(Lent lent) {
  lent.fresh = false;
  {
    std::lock_guard lock{mutex_};
    --lent_;
    if (!lent.connection->broken() && lent.generation == generation_) {
      idle_.push_back(std::move(lent));
    }
  }
  returned_.notify_one();
}

void Pool::forget() {
  std::vector<Lent> old;
  std::lock_guard lock{mutex_};
  ++generation_;
  old.swap(idle_);
}

template <class F>
auto Pool::with(F&& use) -> decltype(use(std::declval<Connection&>(), Deadline{})) {
  for (;;) {
    RECOURSE_TRY_ASSIGN(auto lent, take());
    auto answer = use(*lent.connection, after(patience_));
    const bool again = !answer && lent.connection->broken() && !lent.fresh;
    give_back(std::move(lent));
    if (!again) return answer;
  }
}

Result<Rows> Pool::ask(const std::string& sql, const Parameters& parameters) {
  return with([&](Connection& c, Deadline deadline) { return c.ask(sql, parameters, deadline); });
}

Result<Rows> Pool::change(const std::string& sql, const Parameters& parameters) {
  return with([&](Connection& c, Deadline deadline) -> Result<Rows> {
    (void)c.warnings();  // of earlier questions
    auto answer = c.ask(sql, parameters, deadline);
    const auto warned = c.warnings();
    if (!answer || warned.empty()) return answer;
    return Error{Errc::io_error, "it may not outlive the server: " + warned.front()};
  });
}

}  // namespace recourse::stores::pg
