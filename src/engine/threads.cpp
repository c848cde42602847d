#include "engine/threads.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <mutex>
#include <optional>
#include <thread>

namespace recourse::engine {

struct Threads::Pool {
  std::once_flag begun;
  std::optional<boost::asio::thread_pool> threads;
};

Threads::Threads(core::Executor* given) : given_(given), pool_(std::make_unique<Pool>()) {}

Threads::~Threads() {
  if (pool_->threads) pool_->threads->join();
}

void Threads::post(core::Task task) {
  if (given_ != nullptr) return given_->post(std::move(task));
  std::call_once(pool_->begun, [this] {
    pool_->threads.emplace(std::max(1U, std::thread::hardware_concurrency()));
  });
  boost::asio::post(*pool_->threads,
                    [task = std::move(task)]() mutable { task(std::monostate{}); });
}

}  // namespace recourse::engine
