// The asynchronous calls for Boost.Asio: with callbacks, futures and coroutines alike.
//
//     auto& lockers = engine->add(Locker{});
//     auto answer = async_handle(lockers, a1, Open{"4711"}, context, boost::asio::use_future);
//     auto outcome = co_await async_handle(lockers, a1, std::move(open), context, use_awaitable);
//     co_await async_wait_for(*engine, "locker", outcome->appended().last, use_awaitable);
//
// GCC 12 destroys some temporaries of a co_await expression twice: an aggregate that is made within
// it, with a member that owns memory (`co_await async_handle(lockers, a1, Open{"4711"}, …)` with a
// long text). Make such arguments before the expression and move them in, as above.
//
// A token is completed with one Result, so that errors come with their text: a future holds a
// Result<core::Outcome>, co_await gives one, nothing is thrown. A handler is called on its
// associated executor, never within the initiating call; a handler without one on the engine's
// executor. The handler's executor counts as having work until then.
//
// Cancellation: through the handler's cancellation slot, of any type. Whatever has not taken effect
// is answered `cancelled`, and nothing was appended; a command that has reached the store takes its
// course and is answered with what became of it.
//
//     AsioExecutor executor{io.get_executor()};                 // must outlive the engine
//     auto engine = Engine::open({.directory = d, .executor = &executor});
//
// decides commands on threads of the caller's own. Include this in few files: Asio is large.
// Thread-safety: as the objects that are handed in, which must outlive the operation.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <memory>
#include <mutex>
#include <recourse/engine.hpp>

namespace recourse {

/// An executor of Asio, as the executor of an engine.
class AsioExecutor final : public core::Executor {
 public:
  explicit AsioExecutor(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  void post(core::Task task) override {
    boost::asio::post(executor_, [task = std::move(task)]() mutable { task(std::monostate{}); });
  }

 private:
  boost::asio::any_io_executor executor_;
};

namespace detail {

/// Between a cancellation slot, which speaks on the handler's executor, and an operation, which is
/// known a moment after it has begun.
class CancelLink {
 public:
  void connect(std::shared_ptr<core::Pending> pending) {
    std::unique_lock guard{mutex_};
    if (!cancelled_) {
      pending_ = std::move(pending);
      return;
    }
    guard.unlock();
    pending->cancel();
  }
  void cancel() {
    std::unique_lock guard{mutex_};
    cancelled_ = true;
    const auto pending = pending_.lock();
    guard.unlock();
    if (pending) pending->cancel();
  }

 private:
  std::mutex mutex_;
  bool cancelled_ = false;
  std::weak_ptr<core::Pending> pending_;
};

/// Calls a handler with `R` on its executor.
template <class R, class Handler>
class Delivery {
 public:
  using Executor = boost::asio::associated_executor_t<Handler>;

  Delivery(core::Executor& fallback, Handler handler)
      : fallback_(&fallback),
        work_(boost::asio::get_associated_executor(handler)),
        handler_(std::move(handler)) {}

  void operator()(R result) {
    auto call = [handler = std::move(handler_), result = std::move(result)]() mutable {
      auto slot = boost::asio::get_associated_cancellation_slot(handler);
      if (slot.is_connected()) slot.clear();
      std::move(handler)(std::move(result));
    };
    if constexpr (std::is_same_v<Executor, boost::asio::system_executor>) {
      fallback_->post([call = std::move(call)](std::monostate) mutable { call(); });
    } else {
      boost::asio::post(work_.get_executor(), std::move(call));
    }
  }

 private:
  core::Executor* fallback_;
  boost::asio::executor_work_guard<Executor> work_;
  Handler handler_;
};

/// Begins `start(completion)`, which answers with what can be cancelled, or null.
template <class R, class Start, class Token>
auto initiate(core::Executor& fallback, Start start, Token&& token) {
  return boost::asio::async_initiate<Token, void(R)>(
      [&fallback](auto handler, Start begin) {
        using Handler = std::decay_t<decltype(handler)>;
        std::shared_ptr<CancelLink> link;
        if (auto slot = boost::asio::get_associated_cancellation_slot(handler);
            slot.is_connected()) {
          link = std::make_shared<CancelLink>();
          slot.assign([link](boost::asio::cancellation_type type) {
            if (type != boost::asio::cancellation_type::none) link->cancel();
          });
        }
        auto pending =
            begin(base::Completion<R>{Delivery<R, Handler>{fallback, std::move(handler)}});
        if (link && pending) link->connect(std::move(pending));
      },
      token, std::move(start));
}

/// A read that runs on the executor, unless it is cancelled before.
template <class R>
class Read final : public core::Pending {
 public:
  explicit Read(base::Completion<R> done) : done_(std::move(done)) {}
  bool cancel() override {
    if (over_.exchange(true)) return false;
    done_(Error{Errc::cancelled, "nobody waits for what was to be read"});
    return true;
  }
  template <class F>
  void run(const F& read) {
    if (!over_.exchange(true)) done_(read());
  }

 private:
  base::Completion<R> done_;
  std::atomic<bool> over_{false};
};

template <class R, class F, class Token>
auto initiate_read(core::Executor& executor, F read, Token&& token) {
  return initiate<R>(
      executor,
      [&executor, read = std::move(read)](base::Completion<R> done) mutable {
        auto pending = std::make_shared<Read<R>>(std::move(done));
        executor.post([pending, read = std::move(read)](std::monostate) { pending->run(read); });
        return std::shared_ptr<core::Pending>{std::move(pending)};
      },
      std::forward<Token>(token));
}

}  // namespace detail

/// Hosted::handle without waiting. Completes with Result<core::Outcome>.
/// Errors: as Hosted::handle; queue_full; closed; cancelled.
template <core::Decider D, class Token>
auto async_handle(const Hosted<D>& workflow, StreamId stream,
                  std::type_identity_t<typename D::Command> command, core::Context context,
                  Token&& token) {
  return detail::initiate<Result<core::Outcome>>(
      workflow.engine().executor(),
      [&workflow, stream = std::move(stream), command = std::move(command),
       context = std::move(context)](base::Completion<Result<core::Outcome>> done) mutable {
        return workflow.async_handle(std::move(stream), std::move(command), std::move(context),
                                     std::move(done));
      },
      std::forward<Token>(token));
}

/// Hosted::find without waiting. Completes with Result<StreamView<State>>.
template <core::Decider D, class Token>
auto async_find(const Hosted<D>& workflow, StreamId stream, Token&& token) {
  return detail::initiate_read<Result<StreamView<typename D::State>>>(
      workflow.engine().executor(),
      [&workflow, stream = std::move(stream)] { return workflow.find(stream); },
      std::forward<Token>(token));
}

/// Hosted::history without waiting. Completes with Result<std::vector<Recorded<Event>>>.
template <core::Decider D, class Token>
auto async_history(const Hosted<D>& workflow, StreamId stream, Token&& token) {
  return detail::initiate_read<Result<std::vector<Recorded<typename D::Event>>>>(
      workflow.engine().executor(),
      [&workflow, stream = std::move(stream)] { return workflow.history(stream); },
      std::forward<Token>(token));
}

/// Rows of a view as they are now, with the position at which they are true; first
/// async_wait_for, then this, to read what one wrote. Completes with
/// Result<std::unique_ptr<core::TableSnapshot>>.
template <class Token>
auto async_rows(const Engine& engine, std::string view, Token&& token) {
  return detail::initiate_read<Result<std::unique_ptr<core::TableSnapshot>>>(
      engine.executor(), [&engine, view = std::move(view)] { return engine.rows(view); },
      std::forward<Token>(token));
}

/// Waits, without a thread, until a view is true at `position` or later. Completes with
/// Result<void>. Errors: not_found; view_stopped; closed if the engine stops before; cancelled;
/// invalid_argument for an engine that does not keep its views up to date.
template <class Token>
auto async_wait_for(const Engine& engine, std::string view, Position position, Token&& token) {
  return detail::initiate<Result<void>>(
      engine.executor(),
      [&engine, view = std::move(view), position](base::Completion<Result<void>> done) {
        return engine.async_wait_for(view, position, std::move(done));
      },
      std::forward<Token>(token));
}

}  // namespace recourse
