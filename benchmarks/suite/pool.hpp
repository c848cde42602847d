// Pool: connections that threads take and give back, so that a warmed-up phase opens none.
//
//     const auto lent = pool.take();      // one that is free, or a new one
//     lent->run("…");                     // given back when `lent` goes
//
// Thread-safety: any thread. Ownership: the pool must outlive what it lent.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace recourse::bench {

template <class Connection>
class Pool {
 public:
  using Make = std::function<std::unique_ptr<Connection>()>;
  explicit Pool(Make make) : make_(std::move(make)) {}

  class Lent {
   public:
    Lent(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    ~Lent() {
      const std::lock_guard lock{pool_->mutex_};
      pool_->free_.push_back(std::move(connection_));
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  Lent take() {
    std::unique_ptr<Connection> connection;
    {
      const std::lock_guard lock{mutex_};
      if (!free_.empty()) {
        connection = std::move(free_.back());
        free_.pop_back();
      }
    }
    if (!connection) connection = make_();
    return {*this, std::move(connection)};
  }

 private:
  Make make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace recourse::bench
