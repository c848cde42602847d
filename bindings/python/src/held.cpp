#include "held.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "own_rules.hpp"

namespace recourse::python {
namespace {

/// How long calls that are inside have until those of them that only wait are ended.
constexpr std::chrono::milliseconds kPatience{500};

/// What was opened; guarded by the GIL. Never destroyed: it is used until the end.
std::vector<std::weak_ptr<Holder>>& holders() {
  static auto* const all = new std::vector<std::weak_ptr<Holder>>;
  return *all;
}

thread_local HandlerScope* handling = nullptr;

/// How many are open in this process, or were in the parent when it forked.
std::atomic<int> open_count{0};

/// Ends a child whose parent had a store open at the fork: exit() would go on to what RocksDB has
/// to destroy, which waits for threads that are the parent's alone.
void leave(int status, void*) {
  std::fflush(nullptr);
  ::_exit(status);
}

/// What is registered last runs first at exit(), after Python has ended.
void prepare_child() {
  if (open_count.load() > 0) ::on_exit(&leave, nullptr);
}

}  // namespace

HandlerScope::HandlerScope(Of of) : of_(of), before_(std::exchange(handling, this)) {}
HandlerScope::~HandlerScope() { handling = before_; }

bool within_handler() { return handling != nullptr; }

void refuse_within_handler(const char* what) {
  if (!within_handler()) return;
  raise(Error{Errc::invalid_argument,
              std::string{"a rule or a handler cannot "} + what + ": it would wait for itself"});
}

Holder::Holder(const char* what) : what_(what), process_(getpid()) {
  [[maybe_unused]] static const int watched = pthread_atfork(nullptr, nullptr, &prepare_child);
  ++open_count;
}

void Holder::remember(std::weak_ptr<Holder> one) {
  std::erase_if(holders(), [](const auto& known) { return known.expired(); });
  if (within_handler()) handling->opened_.push_back(one);
  holders().push_back(std::move(one));
}

bool Holder::opened_in_handler() const {
  for (const auto* scope = handling; scope != nullptr; scope = scope->before_) {
    if (opened_within(*scope)) return true;
  }
  return false;
}

bool Holder::opened_within(const HandlerScope& scope) const {
  return std::any_of(scope.opened_.begin(), scope.opened_.end(),
                     [&](const auto& one) { return one.lock().get() == this; });
}

void Holder::refuse_commands_of_rules() const {
  for (const auto* scope = handling; scope != nullptr; scope = scope->before_) {
    if (opened_within(*scope)) return;
    if (scope->of_ != HandlerScope::Of::rule) continue;
    raise(Error{Errc::invalid_argument,
                "a rule cannot give a command, it might wait for itself: let a reaction or a "
                "subscriber give it"});
  }
}

Gate::Pass Holder::enter() const {
  check_process();
  auto pass = Gate::enter(gate_);
  if (!pass) raise(Error{Errc::closed, std::string{"the "} + what_ + " is closed"});
  return std::move(*pass);
}

bool Holder::here() const { return getpid() == process_; }

void Holder::check_process() const {
  if (here()) return;
  const auto text = std::string{"this "} + what_ +
                    " was opened before the process was forked; open one of your own "
                    "(beside the process that writes: store=\"rocksdb-reader\")";
  PyErr_SetString(PyExc_RuntimeError, text.c_str());
  throw py::error_already_set();
}

void Holder::close_here() {
  std::lock_guard guard{closing_};
  const bool first = gate_->shut();
  if (!gate_->empty_within(kPatience) && first) end_waits();
  gate_->wait_until_empty();
  if (!first) return;
  destroy();
  --open_count;
}

void Holder::close() {
  check_process();
  if (!opened_in_handler()) refuse_within_handler("close what calls it");
  {
    const py::gil_scoped_release released;
    close_here();
  }
  give_back_late();
}

void Holder::finish() {
  if (!here()) {
    // Its threads are in the other process: there is nobody to wait for, and the store is not ours.
    leak();
    return;
  }
  {
    const py::gil_scoped_release released;
    close_here();
  }
  give_back_late();
}

void Holder::let_go(Holder* one) {
  if (!within_handler()) {
    delete one;
    return;
  }
  workers().post([one](std::monostate) {
    const py::gil_scoped_acquire held;
    delete one;
  });
}

void Holder::close_all() {
  const auto all = holders();  // closing lets the GIL go: others may open and close meanwhile
  for (const auto& one : all) {
    const auto holder = one.lock();
    if (holder && holder->here()) holder->close();
  }
}

}  // namespace recourse::python
