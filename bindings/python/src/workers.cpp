#include "workers.hpp"

#include <unistd.h>

namespace recourse::python {
namespace {

thread_local const std::atomic<bool>* abandoned_flag = nullptr;

/// The workers of the process `process`; guarded by the GIL.
struct Owned {
  Workers* workers = nullptr;
  int process = 0;
};
Owned& owned() {
  static Owned one;
  return one;
}

}  // namespace

void Workers::post(core::Task task) {
  std::lock_guard guard{mutex_};
  tasks_.push_back(std::move(task));
  if (idle_ < tasks_.size() && threads_.size() < kMost) {
    threads_.emplace_back([this] { run(); });
  } else {
    posted_.notify_one();
  }
}

void Workers::run() {
  std::unique_lock lock{mutex_};
  for (;;) {
    ++idle_;
    posted_.wait(lock, [&] { return stopped_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) return;
    {
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task(std::monostate{});
    }
    lock.lock();
  }
}

void Workers::stop() {
  std::vector<std::thread> threads;
  {
    std::lock_guard guard{mutex_};
    stopped_ = true;
    threads = std::move(threads_);
  }
  posted_.notify_all();
  for (auto& thread : threads) thread.join();
}

Workers& workers() {
  auto& own = owned();
  if (own.workers == nullptr || own.process != getpid()) {
    // Those of a parent are its own: their threads are not here.
    own = {new Workers, getpid()};
  }
  return *own.workers;
}

void stop_workers() {
  auto& own = owned();
  if (own.workers == nullptr || own.process != getpid()) return;
  const std::unique_ptr<Workers> ended{std::exchange(own.workers, nullptr)};
  const py::gil_scoped_release released;
  ended->stop();
}

bool on_main_thread() {
  // Of the module `threading`, which follows a fork.
  static PyObject* const module = PyImport_ImportModule("threading");
  static PyObject* const name = PyUnicode_InternFromString("_main_thread");
  static PyObject* const ident = PyUnicode_InternFromString("ident");
  const auto thread = py::reinterpret_steal<py::object>(PyObject_GetAttr(module, name));
  if (!thread) throw py::error_already_set();
  const auto number = py::reinterpret_steal<py::object>(PyObject_GetAttr(thread.ptr(), ident));
  if (!number) throw py::error_already_set();
  return PyLong_AsUnsignedLong(number.ptr()) == PyThread_get_thread_ident();
}

bool is_abandoned() { return abandoned_flag != nullptr && *abandoned_flag; }

namespace detail {

AbandonScope::AbandonScope(const std::atomic<bool>* flag)
    : before_(std::exchange(abandoned_flag, flag)) {}
AbandonScope::~AbandonScope() { abandoned_flag = before_; }

void check_signals() {
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

}  // namespace detail
}  // namespace recourse::python
