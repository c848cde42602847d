// Positions of a log: waiting for one, and those that subscribers keep. For offices and bare logs.
//
// Thread-safety: with the GIL held; it is let go while a call waits.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>

#include "arguments.hpp"
#include "held.hpp"
#include "inbox.hpp"

namespace recourse::python {

using OptionalSeconds = Typed<"float | None">;

/// ValueError for what is no number.
inline double seconds_of(py::handle object) {
  const auto seconds = real_of(object);
  if (std::isnan(seconds)) wrong_value("a number of seconds is wanted, not nan");
  return seconds;
}

/// Waits, interruptibly, for what `begin` begins: it gets a completion, and answers with how to end
/// it early.
template <class R, class Begin>
R wait_here(const OptionalSeconds& timeout, const char* what, Begin begin) {
  const auto seconds = if_given("timeout", timeout, seconds_of);
  const auto until =
      std::chrono::steady_clock::now() +
      std::chrono::duration_cast<std::chrono::milliseconds>(
          std::chrono::duration<double>(std::clamp(seconds.value_or(1e9), 0.0, 1e9)));
  const auto waited = std::make_shared<Waited<R>>();
  const auto end = begin(base::Completion<R>{[waited](R answer) {
    std::lock_guard guard{waited->mutex};
    waited->result.emplace(std::move(answer));
    waited->changed.notify_all();
  }});
  try {
    wait_interruptibly(waited->mutex, waited->changed, [&] {
      return waited->done() || is_abandoned() || std::chrono::steady_clock::now() >= until;
    });
  } catch (...) {
    end();
    throw;
  }
  std::optional<R> answer;
  {
    std::lock_guard guard{waited->mutex};
    answer = waited->result;
  }
  end();  // it may answer `cancelled` now
  if (answer) return std::move(*answer);
  return Error{Errc::timed_out, std::string{what} + " did not come so far in time"};
}

/// Waits until the log has come to a position; answers with its end.
template <class S>
Position wait_for_log(S& session, Position position, const OptionalSeconds& timeout) {
  const auto watch = session.head_watch();
  const auto head =
      wait_here<Result<Position>>(timeout, "the log", [&](base::Completion<Result<Position>> done) {
        const auto ticket =
            session.use([&](const auto&) { return watch->wait_for(position, std::move(done)); });
        return [watch, ticket] { watch->forget(ticket); };
      });
  if (head || head.error().code() != Errc::timed_out) return value_of(head);
  const auto now = value_of(session.use([](const auto& it) { return it.store().head(); }));
  raise(Error{Errc::timed_out, "the log is at position " + std::to_string(now.value) +
                                   ", not yet at " + std::to_string(position.value)});
}

template <class S>
std::uint64_t wait_until(S& session, std::uint64_t position, const OptionalSeconds& timeout) {
  return wait_for_log(session, Position{position}, timeout).value;
}

template <class S>
Typed<"collections.abc.Coroutine[Any, Any, int]"> wait_until_async(S& session,
                                                                   std::uint64_t position) {
  const auto watch = session.head_watch();
  const auto inbox = Inbox::of_running_loop();
  auto future = inbox->new_future();
  const auto ticket = session.use([&](const auto&) {
    return watch->wait_for(
        Position{position}, [inbox, promise = Promise{future}](Result<Position> head) mutable {
          inbox->put(std::move(promise), [head = std::move(head)](py::object* out) {
            *out = py::int_(value_of(head).value);
          });
        });
  });
  // Who was cancelled is not to be told.
  future.attr("add_done_callback")(
      py::cpp_function([watch, ticket](const py::args&) { watch->forget(ticket); }));
  return future;
}

/// The position that a name has kept, or None. One of another incarnation of the log is no answer.
template <class S>
OptionalNumber kept_position(S& session, const Text& name) {
  const auto text = parameter("name", [&] { return text_of(name); });
  const auto kept =
      value_of(session.use([&](const auto& office) -> Result<std::optional<core::Checkpoint>> {
        RECOURSE_TRY_ASSIGN(const auto at, office.store().checkpoints().load(text));
        if (!at || at->log == office.store().identity()) return at;
        return Error{Errc::invalid_argument,
                     "the position of '" + text +
                         "' was kept before the log was restored; say where to go on: "
                         "keep_position"};
      }));
  return kept ? py::object{py::int_(kept->position.value)} : py::object{py::none()};
}

template <class S>
void keep_position(S& session, const Text& name, std::uint64_t position) {
  const auto text = parameter("name", [&] { return text_of(name); });
  value_of(session.use([&](const auto& office) -> Result<void> {
    auto& store = office.store();
    RECOURSE_TRY_ASSIGN(const auto head, store.head());
    if (Position{position} > head) {
      return Error{Errc::invalid_argument, "the log ends at " + std::to_string(head.value)};
    }
    return store.checkpoints().save(text, {store.identity(), Position{position}});
  }));
}

template <class S>
Typed<"dict[str, int]"> kept_positions(S& session) {
  const auto all =
      value_of(session.use([](const auto& office) { return office.store().checkpoints().list(); }));
  py::dict positions;
  for (const auto& one : all) positions[text_to_python(one.name)] = one.at.position.value;
  return py::object{std::move(positions)};
}

template <class S>
void forget_position(S& session, const Text& name) {
  const auto text = parameter("name", [&] { return text_of(name); });
  value_of(session.use([&](const auto& e) { return e.store().checkpoints().remove(text); }));
}

template <class S>
void bind_positions(py::class_<S, std::shared_ptr<S>>& binding) {
  binding
      .def("wait_until", &wait_until<S>, py::arg("position"), py::kw_only(),
           py::arg("timeout") = py::none(), R"(
Waits until the log has come to `position`, and answers with its end. Beside the process that writes
it looks ten times a second. timeout: seconds; None: however long. Raises TimedOutError, ClosedError
if it is closed meanwhile.)")
      .def("wait_until_async", &wait_until_async<S>, py::arg("position"), R"(
`wait_until` for event loops: to be awaited, with asyncio.timeout if it must end. No thread
waits.)")
      .def("kept_position", &kept_position<S>, py::arg("name"), R"(
The position that a subscriber has kept under its name; None: it has kept none. InvalidArgumentError
if that was before the log was restored.)")
      .def("kept_positions", &kept_positions<S>, "\nAll positions that are kept, by name.")
      .def("keep_position", &keep_position<S>, py::arg("name"), py::arg("position"), R"(
Keeps a position by hand: durable when it returns. InvalidArgumentError beyond the log's end.)")
      .def("forget_position", &forget_position<S>, py::arg("name"), R"(
Forgets what a name has kept. Nothing happens if there is nothing.)");
}

}  // namespace recourse::python
