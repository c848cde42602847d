#include "feeds.hpp"

#include "arguments.hpp"
#include "event_reader.hpp"
#include "inbox.hpp"
#include "positions.hpp"
#include "results.hpp"

namespace recourse::python {
namespace {

using Types = Typed<"collections.abc.Sequence[str]">;
using Handler = Typed<"collections.abc.Callable[[recourse.LogEvent], None]">;

struct Which {
  core::LogRange range;
  core::Viewer viewer;
  std::size_t most;
};

std::vector<std::string> types_of(const Types& types) {
  return parameter("types", [&] { return list_of_texts("a list of event types", types); });
}

/// A page of events: reads until `most` were shown, or the log ends.
struct Page {
  py::object events;  // a list; made, grown and dropped with the GIL
  Position next;
  Position head;
};

Result<void> fill(const Engine& engine, const Which& which, Page& page) {
  RECOURSE_TRY_ASSIGN(page.head, engine.follow());
  page.next = std::max(which.range.from, page.head.next());
  if (which.range.from > page.head) return {};
  auto range = which.range;
  range.to = page.head;
  EventReader reader{engine, which.viewer};
  RECOURSE_TRY_ASSIGN(const auto cursor, engine.store().read_all(std::move(range)));
  std::size_t shown = 0;
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return {};
    if (shown >= which.most || is_abandoned()) break;
    RECOURSE_TRY(reader.show(cursor->record(), [&](py::object event) {
      py::cast<py::list>(page.events).append(std::move(event));
      ++shown;
    }));
  }
  page.next = cursor->record().position;
  return {};
}

template <class S>
Typed<"recourse.EventPage"> read_events(S& session, const ActorObject& actor, const Text& purpose,
                                        const Text& kind, const Types& types, std::uint64_t from,
                                        std::size_t most) {
  constexpr std::size_t kMost = 1000;
  if (from == 0) raise(Error{Errc::invalid_argument, "from_: positions begin at 1"});
  if (most == 0 || most > kMost) {
    raise(Error{Errc::invalid_argument, "most: a page has from 1 to 1000 events"});
  }
  const Which which{{.from = Position{from},
                     .stream_kind = parameter("kind", [&] { return text_of(kind); }),
                     .types = types_of(types)},
                    viewer_of(actor, purpose),
                    most};
  Page page{py::list{}, {}, {}};
  value_of(session.use([&](const auto& e) { return fill(engine_of(e), which, page); }));
  return event_page(py::cast<py::list>(page.events), page.next, page.head);
}

Typed<"recourse.Tail"> tail(const py::object& office, const ActorObject& actor, const Text& purpose,
                            const Text& kind, const Types& types, std::uint64_t from, bool follow) {
  return package_attribute("recourse.feeds", "Tail")(
      office, py::arg("actor") = actor, py::arg("purpose") = purpose, py::arg("kind") = kind,
      py::arg("types") = types, py::arg("from_") = from, py::arg("follow") = follow);
}

Typed<"recourse.Subscription"> subscribe(const py::object& office, const Text& name,
                                         const ActorObject& actor, const Text& purpose,
                                         const Text& kind, const Types& types, std::uint64_t from,
                                         bool follow) {
  return package_attribute("recourse.feeds", "Subscription")(
      office, name, py::arg("actor") = actor, py::arg("purpose") = purpose, py::arg("kind") = kind,
      py::arg("types") = types, py::arg("from_") = from, py::arg("follow") = follow);
}

/// The position that a view is waited for to come to: what this office has written, if none is
/// given.
template <class S>
Position wanted(const S& session, const OptionalNumber& position) {
  return position_given("position", position).value_or(session.written());
}

template <class S>
void wait_for_view(S& session, const Text& view, const OptionalNumber& position,
                   const OptionalSeconds& timeout) {
  const auto name = parameter("view", [&] { return text_of(view); });
  const auto at = wanted(session, position);
  const auto came = wait_here<Result<void>>(timeout, "the view", [&](auto done) {
    const auto pending = session.use(
        [&](const auto& e) { return engine_of(e).async_wait_for(name, at, std::move(done)); });
    return [pending] {
      if (pending) pending->cancel();
    };
  });
  value_of(came);
}

template <class S>
Typed<"collections.abc.Coroutine[Any, Any, None]"> wait_for_view_async(
    S& session, const Text& view, const OptionalNumber& position) {
  const auto name = parameter("view", [&] { return text_of(view); });
  const auto at = wanted(session, position);
  const auto inbox = Inbox::of_running_loop();
  auto future = inbox->new_future();
  const auto pending = session.use([&](const auto& e) {
    return engine_of(e).async_wait_for(
        name, at, [inbox, promise = Promise{future}](Result<void> came) mutable {
          inbox->put(std::move(promise), [came](py::object* out) {
            value_of(came);
            *out = py::none();
          });
        });
  });
  future.attr("add_done_callback")(py::cpp_function([pending](const py::args&) {
    if (pending) pending->cancel();
  }));
  return future;
}

// Subscribers.

/// What a handler raised, in one line.
std::string text_of_raised(py::error_already_set& raised) {
  const auto object = exception_of(raised);
  const auto type = text_of(py::type::handle_of(object).attr("__name__"));
  const auto text = py::reinterpret_steal<py::object>(PyObject_Str(object.ptr()));
  const auto bytes = py::reinterpret_steal<py::object>(
      text ? PyUnicode_AsEncodedString(text.ptr(), "utf-8", "backslashreplace") : nullptr);
  if (bytes) return type + ": " + std::string{py::reinterpret_borrow<py::bytes>(bytes)};
  PyErr_Clear();
  return type + ": <exception str() failed>";
}

/// Hands records over to a function of Python. On the subscription's thread.
class Delivery {
 public:
  Delivery(const Engine& engine, core::Viewer viewer, py::object handler)
      : reader_(engine, std::move(viewer)), handler_(std::move(handler)) {}

  Result<void> operator()(const core::RecordView& record) {
    const HandlerScope scope{HandlerScope::Of::handler};
    std::vector<Reference> events;
    RECOURSE_TRY(
        reader_.show(record, [&](py::object event) { events.emplace_back(std::move(event)); }));
    for (auto& event : events) {
      const py::gil_scoped_acquire held;
      try {
        handler_.get()(event.take());
      } catch (py::error_already_set& raised) {
        return Error{Errc::user_code_failed, text_of_raised(raised)};
      }
    }
    return {};
  }

 private:
  EventReader reader_;
  Reference handler_;
};

template <class S>
std::uint64_t add_subscriber(S& session, const Text& name, const Handler& handler,
                             const ActorObject& actor, const Text& purpose, const Text& kind,
                             const Types& types, std::uint64_t from) {
  if (PyCallable_Check(handler.ptr()) == 0) {
    throw Misfit{Misfit::Kind::type, "handler: a function of one event is wanted"};
  }
  core::SubscriptionOptions options{.name = parameter("name", [&] { return text_of(name); }),
                                    .from = Position{from},
                                    .stream_kind = parameter("kind", [&] { return text_of(kind); }),
                                    .types = types_of(types)};
  const auto viewer = viewer_of(actor, purpose);
  const auto pass = session.enter();
  const auto delivery = std::make_shared<Delivery>(engine_of(session.held()), viewer, handler);
  return value_of(session.use([&](const auto& e) {
    return e.subscriptions().add(std::move(options),
                                 [delivery](const core::RecordView& r) { return (*delivery)(r); });
  }));
}

template <class S>
void remove_subscriber(S& session, std::uint64_t id) {
  refuse_within_handler("remove a subscriber");
  value_of(session.use([&](const auto& e) { return e.subscriptions().remove(id); }));
}

template <class S>
void resume_subscriber(S& session, std::uint64_t id) {
  value_of(session.use([&](const auto& e) { return e.subscriptions().resume(id); }));
}

template <class S>
Typed<"list[recourse.SubscriberStatus]"> subscribers(S& session) {
  return list_of(session.use([](const auto& e) { return e.subscriptions().status(); }), as_python);
}

template <class S, class Binding>
void bind_reading(Binding& binding) {
  const auto none = py::none();
  binding
      .def("read_events", &read_events<S>, py::kw_only(), py::arg("actor"), py::arg("purpose") = "",
           py::arg("kind") = "", py::arg("types") = py::tuple(),
           py::arg("from_") = std::uint64_t{1}, py::arg("most") = std::size_t{256}, R"(
A page of the log's events from position `from_` on, of whatever workflow, in order.

actor, purpose: as in `state`; events of streams that are not theirs to see are left out.
kind, types: only of that kind of stream, and of those types; empty: all.
most: events of a page, from 1 to 1000. `next` says where the next page begins.)")
      .def("tail", &tail, py::kw_only(), py::arg("actor"), py::arg("purpose") = "",
           py::arg("kind") = "", py::arg("types") = py::tuple(),
           py::arg("from_") = std::uint64_t{1}, py::arg("follow") = false, R"(
The log's events from position `from_` on, to be gone through by `for` or `async for`, page by page
as they are taken: a slow reader holds up nobody. follow: goes on with what comes, until the office
is closed. The rest as in `read_events`.)")
      .def("subscribe", &subscribe, py::arg("name"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("kind") = "", py::arg("types") = py::tuple(),
           py::arg("from_") = std::uint64_t{1}, py::arg("follow") = true, R"(
A tail that keeps its position in the store under `name`, and goes on behind it the next time; the
first time from `from_` on. An event is done with when the next one is asked for; the position is
kept at most every 0.2 seconds, where it has to wait, and when it ends: after a crash some events
come again. A name is for one reader at a time.)")
      .def("wait_for_view", &wait_for_view<S>, py::arg("view"), py::arg("position") = none,
           py::kw_only(), py::arg("timeout") = none, R"(
Waits until a view is true at `position` or later; None: at whatever this office has written.
Raises NotFoundError, ViewStoppedError, TimedOutError, ClosedError; InvalidArgumentError if nobody
keeps the views up to date (views=False).)")
      .def("wait_for_view_async", &wait_for_view_async<S>, py::arg("view"),
           py::arg("position") = none,
           R"(
`wait_for_view` for event loops: to be awaited. No thread waits.)");
}

template <class S, class Binding>
void bind_subscribers(Binding& binding) {
  binding
      .def("add_subscriber", &add_subscriber<S>, py::arg("name"), py::arg("handler"), py::kw_only(),
           py::arg("actor"), py::arg("purpose") = "", py::arg("kind") = "",
           py::arg("types") = py::tuple(), py::arg("from_") = std::uint64_t{1}, R"(
Calls `handler(event)` with each event from a kept position on, as `subscribe`, on a thread of the
office. What it raises stops it, visibly, before that event; `resume_subscriber` hands the same
event over again. Answers with its id. An empty name keeps no position.
The handler must not close the office, nor remove subscribers.)")
      .def("remove_subscriber", &remove_subscriber<S>, py::arg("id"), R"(
Ends one, after the event that it is at, and keeps its position. NotFoundError if there is none.)")
      .def("resume_subscriber", &resume_subscriber<S>, py::arg("id"), R"(
Lets one go on that has stopped. NotFoundError if there is none.)")
      .def("subscribers", &subscribers<S>, "\nThose that were added, and how they stand.");
}

}  // namespace

void bind_feeds(py::class_<Session, std::shared_ptr<Session>>& binding) {
  bind_reading<Session>(binding);
  bind_subscribers<Session>(binding);
  bind_positions(binding);
}

void bind_feeds(OwnBinding& binding) {
  bind_reading<OwnEngine>(binding);
  bind_subscribers<OwnEngine>(binding);
  bind_positions(binding);
}

}  // namespace recourse::python
