#include "own_engine.hpp"

#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/schema.hpp>

#include "feeds.hpp"
#include "life.hpp"
#include "operations.hpp"
#include "own_failures.hpp"
#include "positions.hpp"
#include "results.hpp"
#include "store_uri.hpp"
#include "verbs.hpp"
#include "workers.hpp"

namespace recourse::python {

void raise_with_cause(const Error& error, Reference cause) {
  const auto object = cause.take();
  const bool speaks_of_it = [&] {
    if (!object || error.code() != Errc::user_code_failed) return false;
    const auto text = text_of(package_attribute("recourse.define", "_text_of_failure")(object));
    return error.message().find(text) != std::string::npos;
  }();
  try {
    raise(error);
  } catch (py::error_already_set& raised) {
    if (!speaks_of_it) throw;
    const py::object value = raised.value();
    PyException_SetCause(value.ptr(), py::object{object}.release().ptr());
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(value.ptr())), value.ptr());
    throw py::error_already_set();
  }
}

Answered answered(Written& writing, Result<core::Outcome> outcome) {
  if (outcome && !outcome->refused()) writing.note(outcome->appended().last);
  return {std::move(outcome), failure_here()};
}

py::object appended_of(Answered answer) {
  const auto outcome = answer_of(std::move(answer.outcome), std::move(answer.cause));
  if (outcome.refused()) raise(outcome.refusal());
  return to_python(outcome.appended());
}

StreamId OwnEngine::stream(const std::string& text) const {
  const auto& all = workflows().all();
  if (text.find('/') != std::string::npos || all.size() != 1) {
    return value_of(StreamId::parse(text));
  }
  return value_of(StreamId::of(all.front().decider.kind(), text));
}

const OwnWorkflows::One& OwnEngine::of(const StreamId& id) const {
  if (const auto* const one = workflows().find(id.kind())) return *one;
  std::vector<std::string_view> names;
  for (const auto& known : workflows().all()) names.push_back(known.decider.kind());
  raise_no_such(Errc::invalid_argument, "workflow of this engine", std::string{id.kind()}, names);
}

namespace {

using Any = Typed<"Any">;
using Baselines = Typed<"dict[str, list[str]]">;

EngineOptions options_of(const py::object& given) {
  EngineOptions options;
  const auto part = [&](const char* name, auto&& read) {
    return parameter(name, [&] { return read(py::object{given.attr(name)}); });
  };
  const py::object directory = given.attr("directory");
  options.store = part("store", text_of);
  if (!directory.is_none()) options.directory = path_of("directory", directory);
  options.create = part("create", truth_of);
  check_place(options.store, !directory.is_none(), options.create);
  options.memory_bytes = part("memory_bytes", number_of);
  const bool runs = part("services", truth_of);
  options.services = {.views = true, .timers = runs, .reactions = runs};
  const py::object key = given.attr("master_key");
  if (!key.is_none()) {
    options.sealing =
        SealingOptions{.master = value_of(trust::read_master_key(path_of("master_key", key)))};
    if (options.store == "memory") options.sealing->files = trust::memory_key_files();
  }
  open_by_uri(options);
  return options;
}

/// An engine with the clock that it borrows: nobody may wait for it any more once it runs.
struct Opened {
  ClockHolder clock;
  std::unique_ptr<Engine> engine;
};

Result<Opened> open_engine(EngineOptions options, ClockHolder clock, OwnParts& parts) {
  RECOURSE_TRY_ASSIGN(auto engine, Engine::open(std::move(options)));
  RECOURSE_TRY(parts.add_to(*engine));
  RECOURSE_TRY(engine->start());
  return Opened{std::move(clock), std::move(engine)};
}

}  // namespace

std::shared_ptr<OwnEngine> OwnEngine::open(const py::object& given) {
  auto options = options_of(given);
  const py::object clock = given.attr("clock");
  ClockHolder holder = clock.is_none() ? nullptr : clock_of(clock);
  if (holder) options.clock = holder.get();
  auto engine = make_held<OwnEngine>(holder);
  engine->parts_ = OwnParts::of({given.attr("workflows"), given.attr("projections"),
                                 given.attr("reactions"), truth_of(given.attr("debug"))});
  auto opened = value_of(freely(
      [options = std::move(options), holder = std::move(holder), parts = engine->parts_]() mutable {
        return open_engine(std::move(options), std::move(holder), *parts);
      }));
  engine->held_ = std::move(opened.engine);
  remember(engine);
  add_subscribers(*engine->held_, engine->parts_->workflows(), given.attr("subscribers"));
  return engine;
}

namespace {

Typed<"str"> schema(const OwnWorkflow& workflow, const std::string& name) {
  const auto& info = workflow.core().info();
  std::vector<std::string_view> names;
  const auto find = [&](const describe::SetInfo* set) -> const describe::TypeInfo* {
    if (set == nullptr) return nullptr;
    for (const auto* type : set->types) {
      names.push_back(type->type);
      if (type->type == name) return type;
    }
    return nullptr;
  };
  const auto json = [](const boost::json::object& schema) {
    return text_to_python(boost::json::serialize(schema));
  };
  if (const auto* command = find(info.commands)) {
    return json(describe::json_schema(*command, describe::JsonReading::lenient));
  }
  for (const auto* set : {info.events, info.retired}) {
    if (const auto* event = find(set)) return json(describe::json_schema(*event));
  }
  if (info.state->type == name) return json(describe::json_schema(*info.state));
  names.push_back(info.state->type);
  raise_no_such(Errc::invalid_argument, "type of " + workflow.kind(), name, names);
}

/// Findings, each a dict, of all workflows; saves baselines, or holds against them.
Typed<"tuple[list[Any], dict[str, list[str]]]"> findings_of_upgrade(OwnEngine& engine,
                                                                    const Baselines& given) {
  const auto against = py::reinterpret_borrow<py::dict>(given);
  py::list findings;
  py::dict saved;
  for (const auto& one : engine.workflows().all()) {
    const std::string kind{one.decider.kind()};
    std::vector<std::string> older;
    const bool compares = against.contains(kind.c_str());
    if (compares) {
      for (const auto line : against[kind.c_str()].cast<py::list>()) older.push_back(text_of(line));
    }
    std::vector<std::string> lines;
    std::vector<core::UpgradeFinding> found;
    core::UpgradeOptions options;
    options.found = [&](const core::UpgradeFinding& finding) { found.push_back(finding); };
    options.save = [&](std::string_view line) -> Result<void> {
      lines.emplace_back(line);
      return {};
    };
    std::size_t at = 0;
    if (compares) {
      options.against = [&]() -> Result<std::optional<std::string>> {
        if (at == older.size()) return std::optional<std::string>{};
        return std::optional{older[at++]};
      };
    }
    answer_of(engine.use([&](const Engine& e) -> Result<void> {
      const auto report = e.workflow(kind)->check_upgrade(options);
      if (!report) return report.error();
      return {};
    }));
    for (const auto& finding : found) {
      findings.append(package_attribute("recourse.define", "Finding")(
          text_to_python(describe::enum_name(finding.problem)), text_to_python(finding.stream),
          finding.version.value, finding.position.value, text_to_python(finding.step),
          text_to_python(finding.what)));
    }
    py::list kept;
    for (const auto& line : lines) kept.append(text_to_python(line));
    saved[kind.c_str()] = kept;
  }
  return py::make_tuple(findings, saved);
}

void bind_engine(py::module_& module) {
  OwnBinding binding(module, "OwnEngine", "What recourse.Engine stands on.");
  binding.def(py::init([](const Any& options) { return OwnEngine::open(options); }),
              py::arg("options"));
  bind_life<Typed<"OwnEngine">, Typed<"collections.abc.Awaitable[OwnEngine]">>(binding);
  bind_own_verbs(binding);
  bind_acts(binding);
  bind_feeds(binding);
  bind_operations(binding);
  binding.def("findings_of_upgrade", &findings_of_upgrade, py::arg("against"), R"(
What Engine.check_upgrade and save_baseline stand on.)");
  add_twins(binding,
            {"closed", "now", "timers", "clock_moved", "handle", "tail", "subscribe", "wait_until",
             "wait_for_view", "add_subscriber", "subscribers", "health", "metrics", "views",
             "reactions", "kept_position", "kept_positions"},
            {"head", "state", "history", "next", "due", "version", "events", "refused_intents",
             "read_events"});
}

}  // namespace

void bind_own(py::module_& module) {
  py::class_<OwnWorkflow, std::unique_ptr<OwnWorkflow, py::nodelete>>(
      module, "OwnWorkflow", "A described workflow of recourse.define; it lives for ever.")
      .def_static(
          "describe", [](const Any& definition) { return &OwnWorkflow::describe(definition); },
          py::arg("definition"), py::return_value_policy::reference)
      .def("schema", &schema, py::arg("name"));
  bind_own_rows(module);
  bind_engine(module);
  bind_scenario(module);
  module.def(
      "call_async",
      [](const Typed<"collections.abc.Callable[[], Any]">& function)
          -> Typed<"collections.abc.Awaitable[Any]"> {
        return call_async(function, py::tuple{}, py::dict{});
      },
      py::arg("function"), R"(
Calls it on a thread of the package's own; to be awaited.)");
  // Threads of an engine must not outlive the interpreter's end.
  py::module_::import("atexit").attr("register")(py::cpp_function(&Holder::close_all));
}

}  // namespace recourse::python
