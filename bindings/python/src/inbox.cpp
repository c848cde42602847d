#include "inbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include "raise.hpp"

namespace recourse::python {
namespace {

PyObject* interned(const char* text) {
  auto* const made = PyUnicode_InternFromString(text);
  if (made == nullptr) throw py::error_already_set();
  return made;
}

py::object call_method(py::handle object, PyObject* name) {
  return checked(PyObject_CallMethodNoArgs(object.ptr(), name));
}
py::object call_method(py::handle object, PyObject* name, py::handle argument) {
  return checked(PyObject_CallMethodOneArg(object.ptr(), name, argument.ptr()));
}

py::object running_loop() {
  static PyObject* const get = package_attribute("asyncio", "get_running_loop").release().ptr();
  return checked(PyObject_CallNoArgs(get));
}

/// Loops and their inboxes: the loop goes, its inbox goes. Guarded by the GIL.
py::handle inboxes() {
  static PyObject* const all = package_attribute("weakref", "WeakKeyDictionary")().release().ptr();
  return all;
}

/// What a loop calls when there is something: shares the inbox.
py::object watcher_of(const std::shared_ptr<Inbox>& inbox) {
  return py::cpp_function([inbox] { inbox->deliver(); });
}

void set_exception(const py::object& future, py::handle exception) {
  static PyObject* const name = interned("set_exception");
  call_method(future, name, exception);
}

}  // namespace

Reference::~Reference() {
  // At the very end nobody can give it back.
  if (object_ == nullptr || Py_IsInitialized() == 0) return;
  const py::gil_scoped_acquire held;
  Py_DECREF(object_);
}

Inbox::Inbox(py::object loop)
    : loop_(checked(PyWeakref_NewRef(loop.ptr(), nullptr))),
      event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_ < 0) {
    PyErr_SetFromErrno(PyExc_OSError);
    throw py::error_already_set();
  }
}

Inbox::~Inbox() {
  ::close(event_);
  if (Py_IsInitialized() == 0) {
    loop_.release();
    return;
  }
  const py::gil_scoped_acquire held;
  items_.clear();
  loop_ = {};
}

std::shared_ptr<Inbox> Inbox::of_running_loop() {
  const auto loop = running_loop();
  // The one that was used last on this thread mostly is the one.
  thread_local std::weak_ptr<Inbox> last;
  if (auto known = last.lock(); known && PyWeakref_GetObject(known->loop_.ptr()) == loop.ptr()) {
    return known;
  }
  const py::object held = inboxes().attr("get")(loop);
  if (!held.is_none()) {
    const auto* const known = static_cast<std::shared_ptr<Inbox>*>(
        py::reinterpret_borrow<py::capsule>(held).get_pointer());
    last = *known;
    return *known;
  }
  std::shared_ptr<Inbox> made{new Inbox{loop}};
  loop.attr("add_reader")(made->event_, watcher_of(made));
  const py::capsule kept{new std::shared_ptr<Inbox>{made},
                         [](void* inbox) { delete static_cast<std::shared_ptr<Inbox>*>(inbox); }};
  inboxes().attr("__setitem__")(loop, kept);
  last = made;
  return made;
}

py::object Inbox::new_future() const {
  static PyObject* const type = package_attribute("recourse._answer", "Answer").release().ptr();
  static PyObject* const names = py::make_tuple("loop").release().ptr();
  PyObject* const loop = PyWeakref_GetObject(loop_.ptr());
  return checked(PyObject_Vectorcall(type, &loop, 0, names));
}

void Inbox::put(Promise promise, Answer answer) {
  bool first = false;
  {
    std::lock_guard guard{mutex_};
    first = items_.empty();
    items_.push_back({std::move(promise), std::move(answer)});
  }
  if (!first) return;
  // It can only fail where 2^64 - 2 wakes were not looked at: the loop wakes anyhow.
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event_, &one, sizeof one);
}

void Inbox::deliver() {
  std::uint64_t wakes = 0;
  [[maybe_unused]] const auto read = ::read(event_, &wakes, sizeof wakes);
  std::vector<Item> items;
  {
    std::lock_guard guard{mutex_};
    items.swap(items_);
  }
  for (auto& item : items) settle(item.promise.take(), std::move(item.answer));
}

void settle(const py::object& future, Answer answer) {
  static PyObject* const done = interned("done");
  static PyObject* const set_result = interned("set_result");
  if (call_method(future, done).ptr() == Py_True) return;
  try {
    py::object result;
    answer(&result);
    call_method(future, set_result, result);
  } catch (py::error_already_set& raised) {
    set_exception(future, exception_of(raised));
  } catch (const std::exception& thrown) {
    set_exception(future, checked(PyObject_CallFunction(PyExc_RuntimeError, "s", thrown.what())));
  }
}

}  // namespace recourse::python
