#include "own_rules.hpp"

#include <mutex>
#include <recourse/core/fold.hpp>
#include <recourse/engine.hpp>
#include <set>

#include "arguments.hpp"
#include "classes.hpp"
#include "held.hpp"
#include "raise.hpp"
#include "typed.hpp"

namespace recourse::python {
namespace {

/// References whose last holder had no GIL.
struct Late {
  std::mutex mutex;
  std::vector<PyObject*> objects;
};
Late& late() {
  static auto* const all = new Late;
  return *all;
}

thread_local PyObject* last_failure = nullptr;

/// The GIL, for a hook. Throws while the interpreter ends: then it is not to be had.
class Gil {
 public:
  Gil() {
    if (Py_IsInitialized() == 0 || _Py_IsFinalizing() != 0) {
      throw std::runtime_error("the interpreter has ended; close the engine before");
    }
    state_ = PyGILState_Ensure();
    give_back_late();
  }
  ~Gil() { PyGILState_Release(state_); }
  Gil(const Gil&) = delete;
  Gil& operator=(const Gil&) = delete;

 private:
  PyGILState_STATE state_;
};

[[noreturn]] void failed(const std::string& what, py::error_already_set& error) {
  const py::object value = error.value();
  if (error.trace()) PyException_SetTraceback(value.ptr(), error.trace().ptr());
  const auto text = text_of(package_attribute("recourse.define", "_text_of_failure")(value));
  if (last_failure != nullptr) Py_DECREF(last_failure);
  last_failure = py::object{value}.release().ptr();
  throw std::runtime_error(what + " raised " + text);
}

/// Runs Python with the GIL; what it raises names `what`.
template <class F>
auto call(const std::string& what, F&& f) -> decltype(f()) {
  const HandlerScope scope{HandlerScope::Of::rule};
  const Gil gil;
  try {
    return f();
  } catch (py::error_already_set& error) {
    failed(what, error);
  } catch (const Misfit& misfit) {
    misfit.set_python_error();
    py::error_already_set error;
    failed(what, error);
  }
}

core::Refusal refusal_of(py::handle object) {
  const auto text = [&](const char* name) { return text_of(py::object{object.attr(name)}); };
  core::Refusal refusal{text("name"), text("rule"), text("en"), text("zh"), {}};
  refusal.kind = word_of<core::RefusalKind>("Refusal.kind", text("kind"));
  for (const auto one : py::reinterpret_borrow<py::sequence>(py::object{object.attr("allowed")})) {
    refusal.allowed.push_back(text_of(one));
  }
  return refusal;
}

/// A class of the package, found once. Held for the life of the process.
py::handle package_class(const char* module, const char* name) {
  return package_attribute(module, name).release();
}
py::handle actor_class() {
  static const py::handle found = package_class("recourse.results", "Actor");
  return found;
}
py::handle context_class() {
  static const py::handle found = package_class("recourse.define", "Context");
  return found;
}
py::handle facts_class() {
  static const py::handle found = package_class("recourse.define", "Facts");
  return found;
}
py::handle refusal_class() {
  static const py::handle found = package_class("recourse.define", "Refusal");
  return found;
}

py::handle decision_class() {
  static const py::handle found = package_class("recourse.define", "Decision");
  return found;
}
py::handle related_class() {
  static const py::handle found = package_class("recourse.define", "Related");
  return found;
}
py::handle visibility_class() {
  static const py::handle found = package_class("recourse.define", "Visibility");
  return found;
}
py::handle viewer_class() {
  static const py::handle found = package_class("recourse.define", "Viewer");
  return found;
}
py::handle record_class() {
  static const py::handle found = package_class("recourse.define", "Record");
  return found;
}

py::object actor_to_python(const core::Actor& actor) {
  return actor_class()(text_to_python(actor.id), text_to_python(actor.role),
                       text_to_python(actor.unit));
}

py::object context_to_python(const core::Context& context) {
  return context_class()(moment_to_python(context.now), actor_to_python(context.actor),
                         text_to_python(context.command_id.to_string()),
                         text_to_python(context.stream), py::int_(context.definition));
}

py::object borrowed(const std::shared_ptr<const void>& of) {
  return py::reinterpret_borrow<py::object>(
      const_cast<PyObject*>(static_cast<const PyObject*>(of.get())));
}

/// The rules that a workflow names, which live for ever: so many, and no longer ones.
constexpr std::size_t kRulesMost = 1024;
constexpr std::size_t kRuleBytesMost = 100;
/// Told in place of those that are more.
constexpr std::string_view kOtherRule = "sees";

/// With the GIL, which guards `known`.
std::string_view rule_of(const std::string& text, std::set<std::string_view>& known) {
  if (text.size() > kRuleBytesMost) {
    wrong_value("a name of at most " + std::to_string(kRuleBytesMost) + " bytes, not " +
                std::to_string(text.size()));
  }
  if (const auto found = known.find(text); found != known.end()) return *found;
  if (known.size() >= kRulesMost) return kOtherRule;
  return *known.insert(core::dynamic::interned(text)).first;
}

/// A recourse.define.Visibility. `rules`: those that its workflow has named.
core::Visibility visibility_of(const py::object& object, std::set<std::string_view>& rules) {
  if (!py::isinstance(object, visibility_class())) {
    wrong_type("a recourse.define.Visibility", object);
  }
  const auto part = [&](const char* name, auto&& read) {
    const auto of = std::string{"Visibility."} + name;
    return parameter(of.c_str(), [&] { return read(py::object{object.attr(name)}); });
  };
  const auto texts = [](const py::object& list) { return list_of_texts("a list of texts", list); };
  core::Visibility seen{.any = part("any", truth_of), .clear = part("clear", truth_of)};
  for (const auto& one : part("classes", texts)) {
    seen.classes.add(word_of<describe::Access>("Visibility.classes", one));
  }
  seen.rule = part("rule", [&](const py::object& rule) { return rule_of(text_of(rule), rules); });
  seen.names = part("names", texts);
  const auto subject = [](const py::object& only) { return if_given("", only, text_of); };
  if (const auto only = part("only", subject)) {
    seen.only = word_of<describe::Subject>("Visibility.only", *only);
  }
  seen.named_only = part("named_only", truth_of);
  return seen;
}

class Rules final : public core::DynamicRules {
 public:
  explicit Rules(const OwnWorkflow& of)
      : of_(&of),
        decide_(held(of.hook("_decide"))),
        evolve_(held(of.hook("_evolve"))),
        due_(held(of.hook("_due"))),
        upcast_(held(of.hook("_upcast"))),
        next_(held(of.hook("_next"))),
        tags_(held(of.hook("_tags"))),
        related_(held(of.hook("_related"))),
        sees_(held(of.hook("_sees"))),
        tagged_(truth_of(of.hook("tagged"))),
        relates_(truth_of(of.hook("relates"))),
        judges_(truth_of(of.hook("judges"))) {}

  core::Decision<core::DynamicSet> decide(const core::DynamicState& state,
                                          const core::DynamicSet& command,
                                          const core::Context& context) const override {
    return decide_among(state, command, context, {});
  }

  std::vector<StreamId> related(const core::DynamicSet& command) const override {
    if (!relates_) return {};
    return call(name("related", command), [&] {
      std::vector<StreamId> all;
      for (const auto one : list(borrowed(related_)(of_->to_python(command)))) {
        all.push_back(value_of(StreamId::parse(text_of(one))));
      }
      return all;
    });
  }

  core::Decision<core::DynamicSet> decide_among(
      const core::DynamicState& state, const core::DynamicSet& command,
      const core::Context& context,
      std::span<const core::Related<core::DynamicState>> related) const override {
    return call(name("decide", command), [&]() -> core::Decision<core::DynamicSet> {
      py::tuple others(related.size());
      for (std::size_t i = 0; i < related.size(); ++i) {
        others[i] = related_class()(text_to_python(related[i].stream.text()),
                                    related[i].version.value, state_of(related[i].state));
      }
      const auto answer = borrowed(decide_)(state_of(state), of_->to_python(command),
                                            context_to_python(context), others);
      if (py::isinstance(answer, refusal_class())) return refusal_of(answer);
      if (py::isinstance(answer, decision_class())) return decision_of(answer);
      return events_of(answer);
    });
  }

  core::Visibility sees(const core::DynamicState& state,
                        const core::Viewer& viewer) const override {
    if (!judges_) return core::DynamicRules::sees(state, viewer);
    return call(of_->kind() + ".sees", [&] {
      const auto who = viewer_class()(actor_to_python(viewer.actor), text_to_python(viewer.purpose),
                                      text_to_python(viewer.proof));
      return visibility_of(borrowed(sees_)(state_of(state), who), rules_);
    });
  }

  void evolve(core::DynamicState& state, const core::DynamicSet& event,
              const core::Facts& facts) const override {
    call(name("evolve", event), [&] {
      const auto known =
          facts_class()(py::int_(facts.version.value), moment_to_python(facts.occurred_at),
                        py::int_(facts.definition));
      const py::object next = borrowed(evolve_)(state_of(state), of_->to_python(event), known);
      core::DynamicState made{from_python(next, of_->state())};
      made.native = held(next);
      state = std::move(made);
    });
  }

  std::vector<core::DynamicTimer> timers(const core::DynamicState& state) const override {
    return call(of_->kind() + ".due", [&] {
      std::vector<core::DynamicTimer> all;
      for (const auto one : list(borrowed(due_)(state_of(state)))) {
        all.push_back({text_of(py::object{one.attr("name")}), moment_of(py::object{one.attr("at")}),
                       !py::object{one.attr("command")}.is_none()});
      }
      return all;
    });
  }

  core::DynamicSet on_timer(const core::DynamicState& state,
                            std::string_view timer) const override {
    return call(of_->kind() + ".due", [&] {
      for (const auto one : list(borrowed(due_)(state_of(state)))) {
        if (text_of(py::object{one.attr("name")}) == timer) {
          return of_->command_of(py::object{one.attr("command")});
        }
      }
      wrong_value("the state has no timer '" + std::string{timer} + "' any more");
    });
  }

  std::vector<core::DynamicSet> current(const core::DynamicSet& retired) const override {
    return call(name("upcast", retired),
                [&] { return events_of(borrowed(upcast_)(of_->to_python(retired))); });
  }

  std::vector<std::string_view> next(const core::DynamicState& state,
                                     const core::Context* context) const override {
    return call(of_->kind() + ".next", [&] {
      const py::object actor = context == nullptr
                                   ? py::object{py::none()}
                                   : py::object{context_to_python(*context).attr("actor")};
      std::vector<std::string_view> names;
      for (const auto one : list(borrowed(next_)(state_of(state), actor))) {
        names.push_back(core::dynamic::interned(text_of(one)));
      }
      return names;
    });
  }

  std::vector<std::string> tags(const core::DynamicSet& event) const override {
    if (!tagged_) return {};
    return call(name("tags", event), [&] {
      std::vector<std::string> all;
      for (const auto one : list(borrowed(tags_)(of_->to_python(event))))
        all.push_back(text_of(one));
      return all;
    });
  }

 private:
  std::string name(const char* hook, const core::DynamicSet& of) const {
    return of_->kind() + "." + hook + " of " + std::string{of.type()};
  }
  static py::sequence list(const py::object& object) {
    if (!PyTuple_Check(object.ptr()) && !PyList_Check(object.ptr())) wrong_type("a list", object);
    return py::reinterpret_borrow<py::sequence>(object);
  }
  py::object state_of(const core::DynamicState& state) const {
    if (state.native) return borrowed(state.native);
    return python::to_python(state, of_->state());
  }
  /// A recourse.define.Decision, as `_decide` gives it.
  core::Decision<core::DynamicSet> decision_of(const py::object& answer) const {
    core::Decision<core::DynamicSet> decision{events_of(answer.attr("events"))};
    for (const auto one : list(answer.attr("also"))) {
      const auto pair = py::reinterpret_borrow<py::tuple>(one);
      auto stream = value_of(StreamId::parse(text_of(pair[0])));
      (void)std::move(decision).append_to(std::move(stream), events_of(pair[1]));
    }
    for (const auto one : list(answer.attr("unless"))) {
      const auto text = [&](const char* name) { return text_of(py::object{one.attr(name)}); };
      (void)std::move(decision).unless_tagged(text("type"), text("tag"),
                                              refusal_of(py::object{one.attr("refusal")}));
    }
    return decision;
  }
  std::vector<core::DynamicSet> events_of(const py::object& answer) const {
    std::vector<core::DynamicSet> events;
    for (const auto one : list(answer)) events.push_back(of_->event_of(one));
    return events;
  }

  const OwnWorkflow* of_;
  std::shared_ptr<const void> decide_, evolve_, due_, upcast_, next_, tags_, related_, sees_;
  bool tagged_, relates_, judges_;
  mutable std::set<std::string_view> rules_;  // that it has named
};

/// The rows of a view, for as long as a projection looks at a record.
class Rows {
 public:
  explicit Rows(core::TableWriter& rows) : rows_(&rows) {}
  void end() { rows_ = nullptr; }
  Typed<"bytes | None"> get(const std::string& key) {
    auto found = value_of(writer().get(key));
    return found ? py::object{py::bytes(found->data(), found->size())} : py::object{py::none()};
  }
  void put(const std::string& key, const std::string& value) { writer().put(key, value); }
  void erase(const std::string& key) { writer().erase(key); }

 private:
  core::TableWriter& writer() {
    if (rows_ != nullptr) return *rows_;
    raise(Error{Errc::invalid_argument, "rows are there while `project` runs, not later"});
  }
  core::TableWriter* rows_;
};

std::vector<std::string> texts_of(const py::object& list) {
  std::vector<std::string> all;
  for (const auto one : py::reinterpret_borrow<py::sequence>(list)) all.push_back(text_of(one));
  return all;
}

class Projected final : public core::Projection {
 public:
  Projected(std::shared_ptr<const OwnWorkflows> workflows, core::ProjectionSpec spec,
            std::shared_ptr<const void> project)
      : workflows_(std::move(workflows)), spec_(std::move(spec)), project_(std::move(project)) {}
  core::ProjectionSpec spec() const override { return spec_; }
  Result<void> apply(const core::RecordView& record, core::TableWriter& writer) override {
    return each_own_event(*workflows_, record, "the view " + spec_.name,
                          [&](py::object known, py::object event) {
                            const auto rows = std::make_shared<Rows>(writer);
                            struct End {
                              Rows& rows;
                              ~End() { rows.end(); }
                            } const end{*rows};
                            borrowed(project_)(py::cast(rows), known, event);
                          });
  }

 private:
  std::shared_ptr<const OwnWorkflows> workflows_;
  core::ProjectionSpec spec_;
  std::shared_ptr<const void> project_;
};

class Reacting final : public core::Reaction {
 public:
  Reacting(std::shared_ptr<const OwnWorkflows> workflows, core::ReactionSpec spec,
           std::shared_ptr<const void> react)
      : workflows_(std::move(workflows)), spec_(std::move(spec)), react_(std::move(react)) {}
  core::ReactionSpec spec() const override { return spec_; }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override {
    std::vector<core::Intent> intents;
    RECOURSE_TRY(each_own_event(*workflows_, record, "the reaction " + spec_.name,
                                [&](py::object known, py::object event) {
                                  const py::object asked = borrowed(react_)(known, event);
                                  for (const auto one : py::reinterpret_borrow<py::sequence>(asked))
                                    intents.push_back(intent_of(one));
                                }));
    return intents;
  }

 private:
  core::Intent intent_of(py::handle object) const {
    const auto stream = value_of(StreamId::parse(text_of(py::object{object.attr("stream")})));
    const auto* const one = workflows_->find(stream.kind());
    if (one == nullptr) return other_intent_of(object, stream);
    auto command = std::make_shared<core::DynamicSet>(
        one->own->command_of(py::object{object.attr("command")}));
    const auto type = command->type();
    return timed(core::Intent{stream, std::move(command), type}, object);
  }
  /// Of a workflow that is not Python's.
  core::Intent other_intent_of(py::handle object, const StreamId& stream) const {
    const auto* const engine = workflows_->engine();
    const auto* const port = engine == nullptr ? nullptr : engine->workflow(stream.kind());
    if (port == nullptr) wrong_value("there is no workflow of the stream " + stream.text());
    const auto& info = port->info();
    auto command = info.new_command();
    Classes::of(info).set_from_python(py::object{object.attr("command")}, command.get(),
                                      *info.commands, "a command");
    const auto type = info.commands->type_of(command.get()).type;
    return timed(core::Intent{stream, std::move(command), type}, object);
  }
  static core::Intent timed(core::Intent intent, py::handle object) {
    const py::object at = object.attr("at");
    if (!at.is_none()) intent.at = moment_of(at);
    return intent;
  }

  std::shared_ptr<const OwnWorkflows> workflows_;
  core::ReactionSpec spec_;
  std::shared_ptr<const void> react_;
};

}  // namespace

void give_back(PyObject* object) noexcept {
  if (Py_IsInitialized() == 0) return;
  if (PyGILState_Check() != 0) {
    Py_DECREF(object);
    return;
  }
  std::lock_guard guard{late().mutex};
  late().objects.push_back(object);
}

void give_back_late() {
  std::vector<PyObject*> objects;
  {
    std::lock_guard guard{late().mutex};
    objects.swap(late().objects);
  }
  for (auto* const object : objects) Py_DECREF(object);
}

std::shared_ptr<const void> held(py::object object) {
  auto* const kept = object.release().ptr();
  return {static_cast<const void*>(kept), [kept](const void*) { give_back(kept); }};
}

py::object take_failure() {
  if (last_failure == nullptr) return py::none();
  auto taken = py::reinterpret_steal<py::object>(last_failure);
  last_failure = nullptr;
  return taken;
}

std::shared_ptr<const core::DynamicRules> own_rules(const OwnWorkflow& workflow) {
  return std::make_shared<Rules>(workflow);
}

const OwnWorkflows::One* OwnWorkflows::find(std::string_view kind) const {
  for (const auto& one : all_) {
    if (one.decider.kind() == kind) return &one;
  }
  return nullptr;
}

PyObject* release_failure() noexcept { return std::exchange(last_failure, nullptr); }

py::object record_to_python(const core::RecordView& r) { return record_to_python(r, r.actor); }
py::object record_to_python(const core::RecordView& r, std::string_view actor) {
  return record_class()(text_to_python(r.stream), py::int_(r.version.value),
                        py::int_(r.position.value), moment_to_python(r.occurred_at),
                        moment_to_python(r.recorded_at), text_to_python(actor),
                        text_to_python(r.command_id.to_string()), text_to_python(r.type));
}

namespace {

using SeeOwn = std::function<void(py::object record, py::object event)>;

/// With the GIL taken; what Python raises is user_code_failed.
template <class F>
Result<void> show(const core::RecordView& record, const std::string& what, const SeeOwn& see,
                  F&& to_python) {
  try {
    call(what + " at " + std::string{record.type},
         [&] { see(record_to_python(record), to_python()); });
    return {};
  } catch (const std::exception& error) {
    return Error{Errc::user_code_failed, error.what()};
  }
}

/// Of a workflow that is not Python's: none, if it has no classes.
Result<void> each_other_event(const OwnWorkflows& workflows, const core::RecordView& record,
                              const std::string& what, const SeeOwn& see) {
  const auto* const engine = workflows.engine();
  const auto* const port = engine == nullptr ? nullptr : engine->workflow(record.stream_kind());
  if (port == nullptr) return {};
  const auto& info = port->info();
  const bool typed = call(what, [&] { return Classes::of(info).exist(); });
  if (!typed) return {};
  return port->each_event(record, [&](const void* event) {
    return show(record, what, see,
                [&] { return Classes::of(info).set_to_python(event, *info.events); });
  });
}

}  // namespace

Result<void> each_own_event(const OwnWorkflows& workflows, const core::RecordView& record,
                            const std::string& what,
                            const std::function<void(py::object record, py::object event)>& see) {
  const auto* const one = workflows.find(record.stream_kind());
  if (one == nullptr) return each_other_event(workflows, record, what, see);
  const core::Fold<core::DynamicDecider> fold{one->decider};
  return fold.each_event(record, [&](const core::DynamicSet& event) {
    return show(record, what, see, [&] { return one->own->to_python(event); });
  });
}

core::ProjectionFactory own_projection(std::shared_ptr<const OwnWorkflows> workflows,
                                       const py::object& projection) {
  core::ProjectionSpec spec;
  spec.name = text_of(py::object{projection.attr("name")});
  spec.version =
      static_cast<std::uint32_t>(natural_of(py::object{projection.attr("version")}, 0xffffffff));
  spec.stream_kind = text_of(py::object{projection.attr("kind")});
  spec.types = texts_of(projection.attr("types"));
  return [workflows, spec, project = held(projection.attr("project"))] {
    return std::make_unique<Projected>(workflows, spec, project);
  };
}

std::unique_ptr<core::Reaction> own_reaction(std::shared_ptr<const OwnWorkflows> workflows,
                                             const py::object& reaction) {
  core::ReactionSpec spec;
  spec.name = text_of(py::object{reaction.attr("name")});
  spec.stream_kind = text_of(py::object{reaction.attr("kind")});
  spec.types = texts_of(reaction.attr("types"));
  if (truth_of(py::object{reaction.attr("from_beginning")})) {
    spec.start = core::ReactionStart::beginning;
  }
  return std::make_unique<Reacting>(std::move(workflows), std::move(spec),
                                    held(reaction.attr("_react")));
}

core::SubscriptionHandler own_subscriber(std::shared_ptr<const OwnWorkflows> workflows,
                                         std::string name, const py::object& handler) {
  return [workflows = std::move(workflows), what = "the subscriber " + name,
          kept = held(handler)](const core::RecordView& record) {
    return each_own_event(*workflows, record, what, [&](py::object known, py::object event) {
      borrowed(kept)(known, event);
    });
  };
}

void bind_own_rows(py::module_& module) {
  py::class_<Rows, std::shared_ptr<Rows>>(module, "OwnRows",
                                          "Rows of a view, as bytes; recourse.define.Rows.")
      .def("get", &Rows::get, py::arg("key"))
      .def(
          "put",
          [](Rows& rows, const std::string& key, const py::bytes& value) {
            rows.put(key, std::string{value});
          },
          py::arg("key"), py::arg("value"))
      .def("erase", &Rows::erase, py::arg("key"));
}

}  // namespace recourse::python
