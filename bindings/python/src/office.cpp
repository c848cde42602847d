// recourse.Office: opened, closed, and put together of its parts.
#include <recourse/office.hpp>

#include "arguments.hpp"
#include "backups.hpp"
#include "clock.hpp"
#include "feeds.hpp"
#include "figures.hpp"
#include "life.hpp"
#include "mining.hpp"
#include "module.hpp"
#include "notary.hpp"
#include "office_parts.hpp"
#include "operations.hpp"
#include "own_failures.hpp"
#include "raise.hpp"
#include "receipts.hpp"
#include "store_uri.hpp"
#include "verbs.hpp"
#include "workers.hpp"
#include "workflow.hpp"

namespace recourse::python {
namespace {

using OptionalPath = Typed<"str | os.PathLike[str] | None">;
using NormsList = Typed<"collections.abc.Sequence[str | os.PathLike[str]]">;
using OptionalClock = Typed<"recourse.ManualClock | None">;

std::vector<casework::Norms> profiles_of(const NormsList& norms) {
  // A text is a sequence as well, of letters.
  if (PyUnicode_Check(norms.ptr()) || !py::isinstance<py::sequence>(norms)) {
    wrong_type("a list of profiles", norms);
  }
  std::vector<casework::Norms> profiles;
  for (const auto one : norms) profiles.push_back(value_of(load_norms(path_of(one).string())));
  return profiles;
}

LogLevel level_of(const std::string& name) {
  if (name == "off") return LogLevel::off;
  if (name == "error") return LogLevel::error;
  if (name == "warning") return LogLevel::warning;
  if (name == "info") return LogLevel::info;
  if (name == "debug") return LogLevel::debug;
  raise(Error{Errc::invalid_argument, "there is no log level '" + name +
                                          "'; there are off, error, warning, info and debug"});
}

std::chrono::milliseconds patience_of(double seconds) {
  constexpr double kDay = 24 * 60 * 60;
  if (!(seconds >= 0 && seconds <= kDay)) {
    raise(Error{Errc::invalid_argument, "view_patience: it is from 0 to 86400 seconds"});
  }
  return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

using Offices = std::shared_ptr<Session>;

Offices open(const OptionalPath& directory, const Text& store, bool create,
             const OptionalClock& clock, std::size_t memory_bytes, bool views, bool timers,
             const OptionalPath& log_file, const Text& log_level, const NormsList& norms,
             double view_patience, const OptionalPath& master_key, const OptionalPath& keys,
             const OwnWorkflowList& workflows, const ProjectionList& projections,
             const ReactionList& reactions, const SubscriberList& subscribers, bool debug) {
  OfficeOptions options;
  options.store = parameter("store", [&] { return text_of(store); });
  const bool in_memory = options.store == "memory";
  check_place(options.store, !directory.is_none(), create);
  if (!in_memory) options.directory = path_of("directory", directory);
  options.create = create;
  options.memory_bytes = memory_bytes;
  options.view_patience = patience_of(view_patience);
  options.services = {.views = views, .timers = timers, .reactions = timers};
  if (!log_file.is_none()) options.log.file = path_of("log_file", log_file);
  options.log.level = level_of(parameter("log_level", [&] { return text_of(log_level); }));
  options.profiles = parameter("norms", [&] { return profiles_of(norms); });
  if (!options.profiles.empty()) options.norms = options.profiles.front();
  if (!master_key.is_none()) {
    options.sealing = SealingOptions{
        .master = value_of(trust::read_master_key(path_of("master_key", master_key)))};
    if (!keys.is_none()) options.sealing->keys = path_of("keys", keys);
    if (in_memory && keys.is_none()) options.sealing->files = trust::memory_key_files();
  } else if (!keys.is_none()) {
    raise(Error{Errc::invalid_argument, "keys need a master_key: without it they open nothing"});
  }
  open_by_uri(options);
  auto parts = OwnParts::of({workflows, projections, reactions, debug});
  auto session = Session::open(std::move(options), clock.is_none() ? nullptr : clock_of(clock),
                               std::move(parts));
  const auto pass = session->enter();
  add_subscribers(session->held().engine(), session->parts()->workflows(), subscribers);
  return session;
}

/// office.complaint: its commands as methods.
Typed<"recourse.Commands"> commands_of(const py::object& office, const Text& name) {
  const auto text = parameter("name", [&] { return text_of(name); });
  const auto session = py::cast<Offices>(office);
  if (!text.starts_with('_') && !session->closed()) {
    for (auto& one : Workflow::all(session)) {
      if (one.info().name != text) continue;
      return package_attribute("recourse.facade", "commands_of")(py::cast(std::move(one)));
    }
  }
  const auto says = "'Office' object has no attribute '" + text + "'";
  PyErr_SetString(PyExc_AttributeError, says.c_str());
  throw py::error_already_set();
}

/// Its members, and the names of the workflows.
Typed<"list[str]"> names_in(const py::object& office) {
  py::list names = py::module_::import("builtins").attr("dir")(py::type::of(office));
  const auto session = py::cast<Offices>(office);
  if (session->closed()) return py::object{names};
  for (const auto& one : Workflow::all(session)) names.append(text_to_python(one.info().name));
  return py::object{names};
}

/// Rows of a projection that was written in Python.
Typed<"list[tuple[str, Any]]"> rows(Session& session,
                                    const Typed<"recourse.define.Projection | str">& view,
                                    const std::string& start, const std::string& end,
                                    const OptionalNumber& at_least) {
  const auto name = parameter("view", [&] {
    return text_of(PyUnicode_Check(view.ptr()) ? py::object{view} : py::object{view.attr("name")});
  });
  const auto position = position_given("at_least", at_least).value_or(session.written());
  return rows_to_python(answer_of(session.use([&](const Office& e) {
    return own_rows(e.engine(), session.parts(), name, start, end, position);
  })));
}

Typed<"Workflow"> workflow(const Offices& session, const Text& name) {
  const auto text = parameter("name", [&] { return text_of(name); });
  return py::cast(Workflow::called(session, text));
}

Typed<"list[Workflow]"> workflows(const Offices& session) {
  py::list list;
  for (auto& one : Workflow::all(session)) list.append(py::cast(std::move(one)));
  return py::object{std::move(list)};
}

using Binding = OfficeBinding;

void bind_open(Binding& binding) {
  binding.def_static("open", &open, py::arg("directory") = py::none(), py::kw_only(),
                     py::arg("store") = "rocksdb", py::arg("create") = true,
                     py::arg("clock") = py::none(),
                     py::arg("memory_bytes") = std::size_t{256} << 20, py::arg("views") = true,
                     py::arg("timers") = false, py::arg("log_file") = py::none(),
                     py::arg("log_level") = "info", py::arg("norms") = py::tuple(),
                     py::arg("view_patience") = 30.0, py::arg("master_key") = py::none(),
                     py::arg("keys") = py::none(), py::arg("workflows") = py::tuple(),
                     py::arg("projections") = py::tuple(), py::arg("reactions") = py::tuple(),
                     py::arg("subscribers") = py::tuple(), py::arg("debug") = false, R"(
Opens a store with the casework on top.

directory: where the store lives; none for the store "memory"; of a log in PostgreSQL its tables and
    keys alone.
store: "rocksdb" (durable), "rocksdb-reader" (beside the process that writes; takes no commands),
    "memory" (for tests), or a log in PostgreSQL: "postgresql://user@host/database?log=name", with
    "&role=reader" to read beside the process that writes.
create: make a new store if the directory is missing or empty; else NotAStoreError. The memory store
    is always a new one.
clock: source of time; None: the machine's.
memory_bytes: for caches and buffers together, from 32 MiB.
views: keep the case list, the limits and the figures up to date all the time; else they are
    brought up to date when they are asked.
timers: act when limits pass, and do what follows from what was recorded (reactions). One process
    that runs for long should.
log_file: where the office's own log goes; None: nowhere. Never personal data.
log_level: "off", "error", "warning", "info" or "debug".
norms: the deployment's numbers, each the name of a built-in profile ("shanghai", "jiangsu"
    and others) or a TOML file. New cases are pinned to the first one; the others are for older
    cases. Empty: Shanghai's.
view_patience: seconds that a query waits for a position; then TimedOutError.
master_key: file of the key (64 hexadecimal digits, for its owner alone to read) that wraps those of
    persons. A new log is sealed then, from its first record on; None: personal data is stored in
    clear form, and what is sealed stays so.
keys: folder of the persons' keys; None: `keys` in the store's directory.
workflows, projections, reactions, subscribers: what recourse.define made: workflows of one's own
    beside the office's, on the same log; `office.workflow` has them, and `office.<kind>` their
    commands. Views, reactions and subscribers see events of both.
debug: rules written in Python are called twice and compared: UserCodeFailedError if they are not
    pure.

Raises InvalidArgumentError, KeysUnavailableError, NotAStoreError, StoreLockedError,
FormatTooNewError, CorruptionError, AcknowledgedLossError, IoError.)");
}

void bind_workflows(Binding& binding) {
  binding
      .def("workflow", &workflow, py::arg("name"), R"(
A workflow of the office, by its name ("complaint") or the kind of its streams ("case").
InvalidArgumentError, which lists what there is, if there is none.)")
      .def("workflows", &workflows, R"(
All workflows of the office, the complaint first.)")
      .def("rows", &rows, py::arg("view"), py::arg("start") = "", py::arg("end") = "",
           py::kw_only(), py::arg("at_least") = py::none(), R"(
Rows of a projection (`projections=`) with start ≤ key < end, in order; an empty end: to the last.
at_least: as in `cases`. Raises InvalidArgumentError for another view, ViewStoppedError,
TimedOutError.)")
      .def("__getattr__", &commands_of, py::arg("name"))
      .def("__dir__", &names_in);
}

}  // namespace

void bind_office(py::module_& module) {
  Binding binding(module, "Office", R"(
A store with the casework on top, for one process.

What `handle` has answered is durable. Every member may be called from any thread; while one waits,
other Python threads run. Use it with `with`, or close it. After a fork only the parent may use
it.)");
  bind_open(binding);
  bind_life<Typed<"Office">, Typed<"collections.abc.Awaitable[Office]">>(binding);
  bind_now(binding);
  bind_cases(binding);
  bind_workflows(binding);
  bind_duties(binding);
  bind_views(binding);
  bind_acts(binding);
  bind_figures(binding);
  bind_mining(binding);
  bind_ledger(binding);
  bind_lists(binding);
  bind_receipts(module, binding);
  bind_notary(module);
  bind_feeds(binding);
  bind_operations(module, binding);
}

void finish_office(py::module_& module) {
  // What is quick, and what has a twin of its own.
  add_opening(module.attr("Office"));
  add_twins(
      module.attr("Office"),
      {"open",           "closed",        "now",    "timers",    "clock_moved", "workflow",
       "workflows",      "handle",        "tail",   "subscribe", "wait_until",  "wait_for_view",
       "add_subscriber", "subscribers",   "health", "metrics",   "views",       "reactions",
       "kept_position",  "kept_positions"},
      {"head", "state", "find_case", "history", "document", "draft_document", "next", "due_times",
       "looks", "receipt", "position_at", "read_events", "refused_intents"});
  add_twins(module.attr("Workflow"),
            {"kind", "name", "doc", "key", "commands", "events", "schema", "class_of", "handle"},
            {"state", "history", "next", "due", "version"});
  add_twins(module.attr("Notary"), {}, {"keys"});
  // Threads of an office must not outlive the interpreter's end.
  py::module_::import("atexit").attr("register")(py::cpp_function([] {
    Holder::close_all();
    stop_workers();
  }));
}

}  // namespace recourse::python
