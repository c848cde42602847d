// Inbox: what was answered to those who await it on one event loop.
//
//     const auto inbox = Inbox::of_running_loop();
//     py::object future = inbox->new_future();
//     begin([inbox, promise = Promise{future}](Result<…> r) mutable {       // on any thread
//       inbox->put(std::move(promise), [r](py::object* out) { *out = …; });
//     });
//     return future;
//
// There is one eventfd a loop, which the loop watches. Answers gather until the loop comes to look:
// it takes all of them at once, and turns them into objects there, with the GIL that it has anyway.
// Whoever puts one in takes neither the GIL nor a lock that is held for long. An answer that nobody
// awaits any more (its future was cancelled) is dropped, unseen.
//
// Thread-safety: `put` from any thread, without the GIL; the rest on the loop's thread, with it.
// Ownership: shared by the loop and by what is under way; the loop need not outlive it.
#pragma once

#include <memory>
#include <mutex>
#include <recourse/base/completion.hpp>
#include <vector>

#include "convert.hpp"

namespace recourse::python {

/// A reference that whoever has not the GIL may hold and drop: it is given back with the GIL.
class Reference {
 public:
  explicit Reference(py::object object) : object_(object.release().ptr()) {}
  Reference(Reference&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Reference& operator=(Reference&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  ~Reference();

  /// With the GIL.
  py::object take() { return py::reinterpret_steal<py::object>(std::exchange(object_, nullptr)); }
  py::handle get() const { return object_; }

 private:
  PyObject* object_;
};

/// A future that is answered later.
using Promise = Reference;

/// Makes the object that answers, or throws what is raised. With the GIL, on the loop's thread.
using Answer = base::Completion<py::object*>;

class Inbox : public std::enable_shared_from_this<Inbox> {
 public:
  /// That of the loop that runs on this thread; RuntimeError if none does.
  static std::shared_ptr<Inbox> of_running_loop();
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  py::object new_future() const;
  void put(Promise promise, Answer answer);
  /// Answers all futures whose answers are here.
  void deliver();

 private:
  struct Item {
    Promise promise;
    Answer answer;
  };
  explicit Inbox(py::object loop);

  py::object loop_;  // a weak reference
  int event_;
  std::mutex mutex_;
  std::vector<Item> items_;
};

/// Sets the result that `answer` makes, or the exception that it throws, unless the future is done.
void settle(const py::object& future, Answer answer);

}  // namespace recourse::python
