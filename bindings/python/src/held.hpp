// Held<T>: an office or a log as Python holds it, which can be closed under its callers' feet.
//
//     held.use([](const T& it) { … });              // at once, on this thread
//     held.wait([q](const T& it) { … });            // the same; Ctrl-C ends the waiting
//     auto pass = held.enter();                     // for an answer that comes later
//
// Closing lets nobody in any more, waits for those inside, and destroys what is held. What waits in
// there for something that may never come (a view, the log's end) is ended first, and answers
// ClosedError. After a fork only the parent may use it.
//
// Thread-safety: all members from any thread, with the GIL held. They let it go around what they
// are given, and so do closing and destroying. Ownership: owns what is held.
#pragma once

#include <atomic>
#include <cstdint>
#include <recourse/base/ids.hpp>
#include <vector>

#include "gate.hpp"
#include "head_watch.hpp"
#include "raise.hpp"
#include "workers.hpp"

namespace recourse::python {

/// What this process's caller has appended, as far as it was answered. Answers that come later
/// share it.
class Written {
 public:
  void note(Position last) {
    auto known = last_.load();
    while (known < last.value && !last_.compare_exchange_weak(known, last.value)) continue;
  }
  Position last() const { return Position{last_.load()}; }

 private:
  std::atomic<std::uint64_t> last_{0};
};

class Holder;

/// A rule, a view or a handler of Python's runs on this thread as long as it lives. They nest.
class HandlerScope {
 public:
  /// A rule's work is under way while others wait for it; a handler comes after what it handles.
  enum class Of : std::uint8_t { rule, handler };
  explicit HandlerScope(Of of);
  ~HandlerScope();
  HandlerScope(const HandlerScope&) = delete;
  HandlerScope& operator=(const HandlerScope&) = delete;

 private:
  friend class Holder;
  const Of of_;
  HandlerScope* const before_;
  std::vector<std::weak_ptr<Holder>> opened_;  // within it: may be closed there
};
bool within_handler();
/// InvalidArgumentError within one: it would wait for itself.
void refuse_within_handler(const char* what);

/// The part of Held that does not know what is held.
class Holder {
 public:
  virtual ~Holder() = default;
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  /// Lets an answer be inside that comes later. ClosedError, RuntimeError as `use`.
  Gate::Pass enter() const;
  /// Waits for the calls that are inside; later ones get ClosedError. Again: waits, nothing else.
  /// InvalidArgumentError within a handler, unless it was opened there.
  void close();
  bool closed() const { return !here() || gate_->closed(); }
  /// For the last who holds it, with the GIL: deletes it; within a handler on a worker, as that
  /// would wait for itself.
  static void let_go(Holder* one);
  /// InvalidArgumentError within a rule, unless it was opened there: a command given by a rule may
  /// be for the stream whose command is being decided, and would wait for itself.
  void refuse_commands_of_rules() const;
  /// Closing has begun: long work may end.
  const std::shared_ptr<Gate>& gate() const { return gate_; }
  /// What was opened and is still open: closed before the interpreter ends.
  static void close_all();

 protected:
  explicit Holder(const char* what);
  /// Ends what waits in there and may wait for long. Without the GIL.
  virtual void end_waits() = 0;
  /// Destroys what is held. Without the GIL.
  virtual void destroy() = 0;
  /// Gives up what is held without touching it.
  virtual void leak() = 0;
  /// For the destructor of the class that implements them.
  void finish();
  bool here() const;
  void check_process() const;
  static void remember(std::weak_ptr<Holder> one);

 private:
  void close_here();
  bool opened_in_handler() const;
  bool opened_within(const HandlerScope& scope) const;

  const char* what_;
  const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  std::mutex closing_;  // who closes second waits for the first
  int process_;
};

/// Shared by those who hold it; the last lets it go.
template <class H, class... Args>
std::shared_ptr<H> make_held(Args&&... args) {
  return {new H{std::forward<Args>(args)...}, &Holder::let_go};
}

/// T has a `store()`, a core::EventStore.
template <class T>
class Held : public Holder {
 public:
  /// f(it), without the GIL. ClosedError if it is closed, RuntimeError in a forked process.
  template <class F>
  decltype(auto) use(F&& f) const {
    const auto pass = enter();
    py::gil_scoped_release released;
    return f(std::as_const(*held_));
  }

  /// The same for what may take long: on the main thread a signal ends the waiting, and what its
  /// handler raised is thrown. The work goes on then; so `f` owns what it uses.
  template <class F>
  auto wait(F f) const {
    if (!on_main_thread()) return use(f);
    return on_worker([pass = enter(), held = held_.get(), f = std::move(f)]() mutable {
      return f(std::as_const(*held));
    });
  }

  /// What is held. Requires: a pass.
  const T& held() const { return *held_; }

  /// Who waits for the log's end. Begins when it is first wanted.
  std::shared_ptr<HeadWatch> head_watch() const {
    return use([&](const T& it) {
      std::lock_guard guard{watching_};
      if (!watch_) watch_ = std::make_shared<HeadWatch>(it.store());
      return watch_;
    });
  }

 protected:
  using Holder::Holder;
  void destroy() override {
    if (watch_) watch_->end();
    held_.reset();
  }
  void leak() override {
    // Its threads are in the other process.
    if (watch_) (void)new std::shared_ptr<HeadWatch>{std::move(watch_)};
    (void)held_.release();
  }

  std::unique_ptr<T> held_;

 private:
  mutable std::mutex watching_;
  /// Shared with those who wait, who may go behind what is held.
  mutable std::shared_ptr<HeadWatch> watch_;
};

}  // namespace recourse::python
