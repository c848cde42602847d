#include "verbs.hpp"

#include <algorithm>
#include <string>

#include "held.hpp"
#include "raise.hpp"
#include "workers.hpp"

namespace recourse::python {
namespace {

/// A call with what it takes. Made, called and destroyed with the GIL.
struct PyCall {
  py::object function;
  py::tuple arguments;
  py::dict named;

  py::object operator()() const { return function(*arguments, **named); }
};

/// What a call gave: its result, or what it raised. May be held without the GIL.
struct PyOutcome {
  Reference object;
  bool raised;
};

/// With the GIL.
PyOutcome outcome_of(const PyCall& call) {
  try {
    return {Reference{call()}, false};
  } catch (py::error_already_set& error) {
    return {Reference{exception_of(error)}, true};
  }
}

/// The result, or throws what was raised. With the GIL.
py::object result_of(PyOutcome outcome) {
  auto object = outcome.object.take();
  if (!outcome.raised) return object;
  PyErr_SetObject(py::type::handle_of(object).ptr(), object.ptr());
  throw py::error_already_set();
}

/// The call runs on a worker, with the GIL, and ends there too: it may hold the last reference.
/// `abandoned` is what is_abandoned looks at; null: somebody waits to the end. `then` keeps it.
template <class Then>
void begin(PyCall call, const std::atomic<bool>* abandoned, Then then) {
  auto* const owned = new PyCall{std::move(call)};
  workers().post([owned, abandoned, then = std::move(then)](std::monostate) mutable {
    const detail::AbandonScope scope{abandoned};
    const py::gil_scoped_acquire held;
    auto outcome = outcome_of(*owned);
    delete owned;
    then(std::move(outcome));
  });
}

/// Whether a member takes a command's id that may be left out, by its documentation.
bool takes_command_id(const std::string& doc) {
  const auto signature = doc.substr(0, doc.find('\n'));
  return signature.find(" command_id: str | None = None") != std::string::npos;
}

/// The id that a command is given under: a fresh one where there is none yet. Nothing: what was
/// given is no id, which the member says.
std::optional<CommandId> command_id_in(py::dict& named) {
  static const char* const kName = "command_id";
  if (named.contains(kName) && !py::object{named[kName]}.is_none()) {
    const py::object given = named[kName];
    try {
      const auto known = CommandId::parse(text_of(given));
      return known ? std::optional{*known} : std::nullopt;
    } catch (const Misfit&) {
      return std::nullopt;
    }
  }
  const auto fresh = random_command_id();
  named = py::dict{named.attr("copy")()};  // it may be the caller's
  named[kName] = text_to_python(fresh.to_string());
  return fresh;
}

/// On the main thread. What was interrupted goes on, and its result is thrown away. `id`: of the
/// command, which who is interrupted learns.
py::object call_interruptibly(PyCall call, const std::optional<CommandId>& id) {
  const auto waited = std::make_shared<Waited<PyOutcome>>();
  begin(std::move(call), &waited->abandoned, [waited](PyOutcome outcome) {
    std::lock_guard guard{waited->mutex};
    waited->result.emplace(std::move(outcome));
    waited->changed.notify_all();
  });
  try {
    wait_for(*waited);
  } catch (py::error_already_set& interrupted) {
    if (id) add_command_id(interrupted, *id);
    throw;
  }
  return result_of(std::move(*waited->result));
}

/// A look that is recorded first waits for the disk.
bool records(const py::dict& named) {
  static PyObject* const name = PyUnicode_InternFromString("purpose");
  PyObject* const purpose = PyDict_GetItem(named.ptr(), name);
  return purpose != nullptr && PyObject_IsTrue(purpose) == 1;
}

std::string doc_of(py::handle member) {
  const auto doc = py::getattr(member, "__doc__", py::none());
  return doc.is_none() ? std::string{} : py::cast<std::string>(doc);
}

py::object member_of(py::handle type, const char* name, const std::string& doc,
                     std::function<py::object(py::args, py::kwargs)> f) {
  py::options options;
  options.disable_function_signatures();
  return py::cpp_function(std::move(f), py::name(name), py::is_method(type), py::doc(doc.c_str()));
}

}  // namespace

py::object call_async(py::object function, py::tuple arguments, py::dict named) {
  const auto inbox = Inbox::of_running_loop();
  auto future = inbox->new_future();
  begin({std::move(function), std::move(arguments), std::move(named)}, nullptr,
        [inbox, promise = Promise{future}](PyOutcome outcome) mutable {
          inbox->put(std::move(promise), [outcome = std::move(outcome)](py::object* out) mutable {
            *out = result_of(std::move(outcome));
          });
        });
  return future;
}

std::string twin_doc(const std::string& name, const std::string& doc) {
  const auto line = doc.substr(0, doc.find('\n'));
  const auto arrow = line.rfind(" -> ");
  const auto bracket = line.find('(');
  if (arrow == std::string::npos || bracket == std::string::npos) return doc;
  return name + "_async" + line.substr(bracket, arrow - bracket) +
         " -> collections.abc.Coroutine[Any, Any, " + line.substr(arrow + 4) + "]\n\n`" + name +
         "` for event loops: to be awaited. Who is cancelled does not undo it.\n";
}

void add_twin(py::handle type, const char* name, Waits waits) {
  const py::object member = type.attr(name);
  const auto doc = doc_of(member);
  const bool always = waits == Waits::always;
  const bool commands = takes_command_id(doc);
  type.attr((std::string{name} + "_async").c_str()) =
      member_of(type, (std::string{name} + "_async").c_str(), twin_doc(name, doc),
                [member](py::args arguments, py::kwargs named) {
                  return call_async(member, std::move(arguments), std::move(named));
                });
  type.attr(name) = member_of(
      type, name, doc,
      [member, always, commands](py::args arguments, py::kwargs named) -> py::object {
        // A handler's thread is known by what it holds up: the call stays on it.
        const bool hands_over = (always || records(named)) && on_main_thread() && !within_handler();
        if (!hands_over) return member(*arguments, **named);
        py::dict given = std::move(named);
        const auto id = commands ? command_id_in(given) : std::nullopt;
        return call_interruptibly({member, std::move(arguments), std::move(given)}, id);
      });
}

void add_opening(py::handle type) {
  const py::object member = type.attr("open");
  const auto line = doc_of(member).substr(0, doc_of(member).find('\n'));
  const auto bracket = line.find('(');
  const auto name = py::cast<std::string>(type.attr("__name__"));
  const auto doc = "open_async" + line.substr(bracket, line.rfind(" -> ") - bracket) +
                   " -> recourse.feeds.Opening[" + name +
                   "]\n\n`open` for event loops: to be awaited, or entered by `async with`, which "
                   "closes it too.\n";
  py::options options;
  options.disable_function_signatures();
  type.attr("open_async") = py::staticmethod(py::cpp_function(
      [member](py::args arguments, py::kwargs named) -> py::object {
        const auto begin = [member, arguments, named] {
          return call_async(member, arguments, named);
        };
        return package_attribute("recourse.feeds", "Opening")(py::cpp_function(begin));
      },
      py::name("open_async"), py::doc(doc.c_str())));
}

void add_twins(py::handle type, const std::vector<std::string_view>& but,
               const std::vector<std::string_view>& seldom) {
  const auto among = [](const std::vector<std::string_view>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<std::string> names;
  for (const auto& item : py::dict(type.attr("__dict__"))) {
    if (PyInstanceMethod_Check(item.second.ptr()) == 0) continue;  // static, or a property
    names.push_back(py::cast<std::string>(item.first));
  }
  for (const auto& name : names) {
    if (name.starts_with('_') || name.ends_with("_async") || among(but, name)) continue;
    add_twin(type, name.c_str(), among(seldom, name) ? Waits::seldom : Waits::always);
  }
}

}  // namespace recourse::python
