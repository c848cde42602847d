// recourse.Log: the log alone, for those who bring an event-sourcing library of their own.
#include <recourse/stores/open.hpp>

#include "backups.hpp"
#include "clock.hpp"
#include "fields.hpp"
#include "life.hpp"
#include "module.hpp"
#include "positions.hpp"
#include "results.hpp"
#include "store_uri.hpp"
#include "verbs.hpp"

namespace recourse::python {
namespace {

struct Opened {
  ClockHolder clock;
  std::unique_ptr<core::EventStore> log;
};

struct OpenLog {
  std::unique_ptr<core::EventStore> log;
  core::EventStore& store() const { return *log; }
};

class Log final : public Held<OpenLog> {
 public:
  explicit Log(ClockHolder clock) : Held("log"), clock_(std::move(clock)) {}
  ~Log() override { finish(); }

  const Clock& clock() const {
    if (clock_) return *clock_;
    return SystemClock::instance();
  }
  void opened(std::unique_ptr<core::EventStore> log, const std::shared_ptr<Log>& self) {
    held_ = std::make_unique<OpenLog>(OpenLog{std::move(log)});
    remember(self);
  }

 private:
  void end_waits() override {}

  ClockHolder clock_;  // behind the log, which borrows it
};

using Logs = std::shared_ptr<Log>;
using Binding = py::class_<Log, Logs>;
using OptionalPath = Typed<"str | os.PathLike[str] | None">;
using OptionalClock = Typed<"recourse.ManualClock | None">;
using Streams = Typed<"collections.abc.Sequence[recourse.StreamEvents]">;
using Conditions = Typed<"collections.abc.Sequence[recourse.TagCondition]">;
using Types = Typed<"collections.abc.Sequence[str]">;
using Records = Typed<"list[recourse.Record]">;

Logs open(const OptionalPath& directory, const Text& store, bool create, const OptionalClock& clock,
          std::size_t memory_bytes) {
  const auto name = parameter("store", [&] { return text_of(store); });
  check_place(name, !directory.is_none() || stores::is_store_uri(name), create);
  std::filesystem::path where;
  if (!directory.is_none()) where = path_of("directory", directory);
  const auto held = clock.is_none() ? nullptr : clock_of(clock);
  auto log = make_held<Log>(held);
  // Who is interrupted leaves a log that is being opened, with the clock that it borrows.
  auto opened = value_of(freely([held, name, where, create, memory_bytes]() -> Result<Opened> {
    const Clock& source = held ? static_cast<const Clock&>(*held) : SystemClock::instance();
    RECOURSE_TRY_ASSIGN(
        auto opening,
        stores::open_store(
            {.store = name, .directory = where, .create = create, .memory_bytes = memory_bytes},
            source));
    return Opened{held, std::move(opening)};
  }));
  log->opened(std::move(opened.log), log);
  return log;
}

/// An attribute of a recourse class, read; what does not fit names it.
template <class F>
auto attribute(py::handle object, const char* name, F&& read) {
  return parameter(name, [&] { return read(py::object{object.attr(name)}); });
}
std::string text_in(py::handle object, const char* name) {
  return attribute(object, name, [](const py::object& o) { return text_of(o); });
}
void require(py::handle object, const char* type) {
  if (py::isinstance(object, package_attribute("recourse.results", type))) return;
  wrong_type(std::string{"a recourse."} + type, object);
}
/// The members of a sequence, each read by `one`.
template <class F>
void each(const char* name, py::handle list, F&& one) {
  parameter(name, [&] {
    if (PyUnicode_Check(list.ptr()) || !py::isinstance<py::sequence>(list)) {
      wrong_type("a list", list);
    }
    for (const auto item : py::reinterpret_borrow<py::sequence>(list)) one(item);
    return 0;
  });
}

core::NewEvent new_event_of(py::handle object, Timestamp now) {
  require(object, "NewEvent");
  core::NewEvent event{
      .type = text_in(object, "type"),
      .schema_version = attribute(
          object, "schema_version",
          [](const py::object& o) { return static_cast<std::uint16_t>(natural_of(o, 0xFFFF)); }),
      .occurred_at =
          attribute(object, "occurred_at",
                    [&](const py::object& o) { return o.is_none() ? now : moment_of(o); }),
      .payload = attribute(object, "payload", [](const py::object& o) { return bytes_of(o); })};
  each("tags", py::object{object.attr("tags")},
       [&](py::handle tag) { event.tags.push_back(text_of(tag)); });
  std::ranges::sort(event.tags);
  return event;
}

core::StreamEvents stream_events_of(py::handle object, Timestamp now) {
  require(object, "StreamEvents");
  const auto expected = attribute(object, "expected", [](const py::object& o) {
    return o.is_none() ? core::ExpectedVersion::any()
                       : core::ExpectedVersion::exactly(Version{number_of(o)});
  });
  core::StreamEvents events{.stream = value_of(StreamId::parse(text_in(object, "stream"))),
                            .expected = expected,
                            .events = {}};
  each("events", py::object{object.attr("events")},
       [&](py::handle one) { events.events.push_back(new_event_of(one, now)); });
  return events;
}

core::Append append_of(const Log& log, const Streams& streams, const Text& actor,
                       const OptionalText& command_id, const Conditions& unless) {
  core::Append append;
  const auto identity = if_given("command_id", command_id, text_of);
  append.command_id = identity ? value_of(CommandId::parse(*identity)) : random_command_id();
  append.actor = parameter("actor", [&] { return text_of(actor); });
  const auto now = log.clock().now();
  each("streams", streams,
       [&](py::handle one) { append.streams.push_back(stream_events_of(one, now)); });
  each("unless", unless, [&](py::handle one) {
    require(one, "TagCondition");
    append.conditions.push_back({.type = text_in(one, "type"),
                                 .tag = text_in(one, "tag"),
                                 .since = Position{attribute(one, "since", [](const py::object& o) {
                                   return number_of(o);
                                 })}});
  });
  return append;
}

Typed<"recourse.Appended"> append(Log& log, const Streams& streams, const Text& actor,
                                  const OptionalText& command_id, const Conditions& unless) {
  auto what = append_of(log, streams, actor, command_id, unless);
  const auto id = what.command_id;
  auto appended = [&] {
    try {
      return log.wait([what = std::move(what)](const OpenLog& open_log) mutable {
        return open_log.store().append(std::move(what));
      });
    } catch (py::error_already_set& interrupted) {
      add_command_id(interrupted, id);
      throw;
    }
  }();
  return to_python(value_of(std::move(appended)));
}

Typed<"collections.abc.Coroutine[Any, Any, recourse.Appended]"> append_async(
    Log& log, const Streams& streams, const Text& actor, const OptionalText& command_id,
    const Conditions& unless) {
  auto what = append_of(log, streams, actor, command_id, unless);
  const auto inbox = Inbox::of_running_loop();
  auto pass = log.enter();
  auto future = inbox->new_future();
  log.held().store().async_append(
      std::move(what), [inbox, promise = Promise{future},
                        pass = std::move(pass)](Result<core::Appended> appended) mutable {
        inbox->put(std::move(promise), [appended = std::move(appended)](py::object* out) {
          *out = to_python(value_of(appended));
        });
      });
  return future;
}

py::object record_to_python(const core::RecordView& record) {
  return Fields{}
      .put("position", record.position)
      .put("stream", record.stream)
      .put("version", record.version)
      .put("type", record.type)
      .put("schema_version", std::uint64_t{record.schema_version})
      .put("payload", py::bytes(record.payload.data(), record.payload.size()))
      .put("tags", tuple_of(record.tags.list(), text_to_python))
      .put("occurred_at", record.occurred_at)
      .put("recorded_at", record.recorded_at)
      .put("actor", record.actor)
      .put("command_id", record.command_id.to_string())
      .as("Record");
}

/// Records copied out of a cursor: their canonical bytes.
using Copies = std::vector<std::string>;

Result<void> copy_out(core::Cursor& cursor, std::size_t most, Copies& copies) {
  while (copies.size() < most) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more || is_abandoned()) return {};
    copies.emplace_back(cursor.bytes());
  }
  return {};
}

Records records_of(const Copies& copies) {
  py::list list;
  for (const auto& bytes : copies) {
    list.append(record_to_python(value_of(core::decode_record(bytes))));
  }
  return py::object{std::move(list)};
}

/// The last `most` records of a range, the last first: read by windows from its end.
Result<Copies> read_back(const core::EventStore& store, core::LogRange range, std::size_t most) {
  constexpr std::uint64_t kWindow = 1024;
  RECOURSE_TRY_ASSIGN(const auto head, store.head());
  auto end = std::min(range.to, head);
  Copies found;
  while (end >= range.from && end.value > 0 && found.size() < most) {
    auto window = range;
    window.to = end;
    window.from =
        std::max(range.from, Position{end.value >= kWindow ? end.value - kWindow + 1 : 1});
    RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all(window));
    Copies copies;
    RECOURSE_TRY(copy_out(*cursor, kWindow, copies));
    for (auto it = copies.rbegin(); it != copies.rend() && found.size() < most; ++it) {
      found.push_back(std::move(*it));
    }
    if (window.from.value == 1) break;
    end = Position{window.from.value - 1};
  }
  return found;
}

std::size_t limit_of(std::size_t most) {
  if (most > 0) return most;
  raise(Error{Errc::invalid_argument, "most: from 1 on"});
}

Records read(const Log& log, std::uint64_t from, const OptionalNumber& to, const Text& kind,
             const Types& types, bool backward, std::size_t most) {
  core::LogRange range{
      .from = Position{std::max<std::uint64_t>(from, 1)},
      .to = Position{if_given("to", to, number_of).value_or(~std::uint64_t{0})},
      .stream_kind = parameter("kind", [&] { return text_of(kind); }),
      .types = parameter("types", [&] { return list_of_texts("a list of types", types); })};
  const auto limit = limit_of(most);
  return records_of(value_of(log.use([&](const OpenLog& open_log) -> Result<Copies> {
    RECOURSE_TRY(open_log.store().refresh());
    if (backward) return read_back(open_log.store(), std::move(range), limit);
    RECOURSE_TRY_ASSIGN(const auto cursor, open_log.store().read_all(std::move(range)));
    Copies copies;
    RECOURSE_TRY(copy_out(*cursor, limit, copies));
    return copies;
  })));
}

Records read_stream(const Log& log, const Text& stream, std::uint64_t from,
                    const OptionalNumber& to, bool backward, std::size_t most) {
  const auto id = value_of(StreamId::parse(parameter("stream", [&] { return text_of(stream); })));
  const core::StreamRange range{
      .from = Version{std::max<std::uint64_t>(from, 1)},
      .to = Version{if_given("to", to, number_of).value_or(~std::uint64_t{0})},
      .backward = backward};
  const auto limit = limit_of(most);
  return records_of(value_of(log.use([&](const OpenLog& open_log) -> Result<Copies> {
    RECOURSE_TRY(open_log.store().refresh());
    RECOURSE_TRY_ASSIGN(const auto cursor, open_log.store().read_stream(id, range));
    Copies copies;
    RECOURSE_TRY(copy_out(*cursor, limit, copies));
    return copies;
  })));
}

std::uint64_t head(const Log& log) {
  return value_of(log.use([](const OpenLog& o) { return o.store().refresh(); })).value;
}

std::uint64_t version(const Log& log, const Text& stream) {
  const auto id = value_of(StreamId::parse(parameter("stream", [&] { return text_of(stream); })));
  return value_of(log.use([&](const OpenLog& o) { return o.store().version_of(id); })).value;
}

Typed<"recourse.Appended | None"> find(const Log& log, const Text& command_id) {
  const auto id =
      value_of(CommandId::parse(parameter("command_id", [&] { return text_of(command_id); })));
  const auto known = value_of(log.use([&](const OpenLog& o) { return o.store().find(id); }));
  return known ? to_python(known->appended) : py::object{py::none()};
}

std::uint64_t last_tagged(const Log& log, const Text& type, const Text& tag) {
  const auto name = parameter("type", [&] { return text_of(type); });
  const auto text = parameter("tag", [&] { return text_of(tag); });
  return value_of(log.use([&](const OpenLog& o) { return o.store().last_tagged(name, text); }))
      .value;
}

Typed<"recourse.VerifyReport"> verify(const Log& log) {
  const auto& gate = log.gate();
  return to_python(value_of(log.use([&](const OpenLog& o) {
    return core::verify(
        o.store(), {.progress = [&](Position, Position) { return goes_on() && !gate->closed(); }});
  })));
}

Typed<"recourse.BackupMade"> backup(const Log& log, const Path& folder) {
  const auto where = path_of("folder", folder);
  const auto& gate = log.gate();
  return to_python(value_of(log.use([&](const OpenLog& o) {
    return stores::create_backup(
        o.store(), where, {.clock = &log.clock(), .progress = [&](std::uint64_t, std::uint64_t) {
                             return goes_on() && !gate->closed();
                           }});
  })));
}

Typed<"recourse.LogTail"> tail(const py::object& log, std::uint64_t from, const Text& kind,
                               const Types& types, bool follow) {
  return package_attribute("recourse.feeds", "LogTail")(
      log, py::arg("from_") = from, py::arg("kind") = kind, py::arg("types") = types,
      py::arg("follow") = follow);
}

Typed<"recourse.LogSubscription"> subscribe(const py::object& log, const Text& name,
                                            std::uint64_t from, const Text& kind,
                                            const Types& types, bool follow) {
  return package_attribute("recourse.feeds", "LogSubscription")(
      log, name, py::arg("from_") = from, py::arg("kind") = kind, py::arg("types") = types,
      py::arg("follow") = follow);
}

void bind_open(Binding& binding) {
  binding.def_static("open", &open, py::arg("directory") = py::none(), py::kw_only(),
                     py::arg("store") = "rocksdb", py::arg("create") = true,
                     py::arg("clock") = py::none(),
                     py::arg("memory_bytes") = std::size_t{256} << 20,
                     R"(
Opens a log. What it takes, and raises, is as of Office.open. A log in PostgreSQL needs no
directory.)");
}

void bind_care(Binding& binding) {
  binding
      .def(
          "health", [](Log & log) -> Typed<"recourse.StoreHealth"> {
            return to_python(log.use([](const OpenLog& o) { return o.store().health(); }));
          },
          "\nWhether it takes appends, and what it carries.")
      .def("verify", &verify, "\nReads the whole log and proves what can be proved from it.")
      .def("backup", &backup, py::arg("folder"), "\nAs Office.backup.");
}

void bind_writing(Binding& binding) {
  binding
      .def("append", &append, py::arg("streams"), py::kw_only(), py::arg("actor") = "",
           py::arg("command_id") = py::none(), py::arg("unless") = py::tuple(), R"(
Appends events to one or several streams, all or nothing; returns when they are durable.

streams: each a recourse.StreamEvents, with the version that the stream must be at.
command_id: 32 hexadecimal digits or a UUID's text. The same id with the same content takes effect
    once and gets the first answer again (`repeated`); None: a fresh one. If Ctrl-C ends the
    waiting, what is raised has it as `command_id`.
unless: each a recourse.TagCondition: an event that must not be there.

Raises VersionConflictError (`actual` is the stream's version), TagConflictError (`actual` is the
event's position), CommandIdReusedError, InvalidArgumentError, LimitExceededError,
StoreStoppedError, IoError.)")
      .def("append_async", &append_async, py::arg("streams"), py::kw_only(), py::arg("actor") = "",
           py::arg("command_id") = py::none(), py::arg("unless") = py::tuple(), R"(
`append` for event loops: to be awaited. No thread waits. Appends of one loop to one stream take
effect in the order of the calls. Raises QueueFullError too.)");
}

void bind_reading(Binding& binding) {
  const auto none = py::none();
  binding
      .def("read", &read, py::kw_only(), py::arg("from_") = std::uint64_t{1}, py::arg("to") = none,
           py::arg("kind") = "", py::arg("types") = py::tuple(), py::arg("backward") = false,
           py::arg("most") = std::size_t{1000}, R"(
Records with positions from `from_` to `to`, both inclusive, in order; backward: the last ones, the
last first. kind, types: of that kind of stream, and of those types; empty: all. most: at most so
many.)")
      .def("read_stream", &read_stream, py::arg("stream"), py::kw_only(),
           py::arg("from_") = std::uint64_t{1}, py::arg("to") = none, py::arg("backward") = false,
           py::arg("most") = std::size_t{1000}, R"(
Records of a stream with versions from `from_` to `to`, likewise; none if there is no such
stream.)")
      .def("head", &head, R"(
Position of the last record; 0 while it is empty. Beside the process that writes, of what it has
written by now.)")
      .def("version", &version, py::arg("stream"), R"(
The version of a stream's last record; 0 if there is no such stream.)")
      .def("find", &find, py::arg("command_id"), R"(
What became of a command id; None: nothing.)")
      .def("last_tagged", &last_tagged, py::arg("type"), py::arg("tag"), R"(
Position of the last event of a type with a tag; 0 if there is none.)")
      .def("tail", &tail, py::kw_only(), py::arg("from_") = std::uint64_t{1}, py::arg("kind") = "",
           py::arg("types") = py::tuple(), py::arg("follow") = false, R"(
Records from position `from_` on, to be gone through by `for` or `async for`; as Office.tail.)")
      .def("subscribe", &subscribe, py::arg("name"), py::kw_only(),
           py::arg("from_") = std::uint64_t{1}, py::arg("kind") = "",
           py::arg("types") = py::tuple(), py::arg("follow") = true, R"(
A tail that keeps its position in the log under `name`; as Office.subscribe.)");
}

}  // namespace

void bind_log(py::module_& module) {
  Binding binding(module, "Log", R"(
A log of events: streams with versions, positions over all, nothing acknowledged is lost.

For whoever brings an event-sourcing library of their own; an Office has one below it. Every member
may be called from any thread. Use it with `with` or `async with`, or close it. After a fork only
the parent may use it.)");
  bind_open(binding);
  bind_life<Typed<"Log">, Typed<"collections.abc.Awaitable[Log]">>(binding);
  bind_care(binding);
  bind_writing(binding);
  bind_reading(binding);
  bind_positions(binding);
  add_opening(binding);
  add_twins(binding,
            {"open", "closed", "append", "tail", "subscribe", "wait_until", "health",
             "kept_position", "kept_positions"},
            {"read", "read_stream", "head", "version", "find", "last_tagged"});
}

}  // namespace recourse::python
