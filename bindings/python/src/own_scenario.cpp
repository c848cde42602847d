// recourse._core.OwnScenario: what recourse.testing.scenario stands on.
#include <map>
#include <recourse/base/limits.hpp>
#include <recourse/core/round.hpp>

#include "own_engine.hpp"
#include "own_failures.hpp"

namespace recourse::python {
namespace {

using Any = Typed<"Any">;
using List = Typed<"list[Any]">;
using Moment = Typed<"datetime.datetime">;

template <class F>
auto without_gil(F&& f) {
  const py::gil_scoped_release released;
  return f();
}

/// A stream without a store, and others beside it that commands concern: given events, commands
/// decided, time moved.
class OwnScenario {
 public:
  explicit OwnScenario(const OwnWorkflow& own)
      : own_(&own),
        decider_(own.core(), own_rules(own), {.check_determinism = true}),
        stream_(value_of(StreamId::of(own.kind(), "1"))) {}

  void given(const List& list, const Moment& at, const ActorObject& actor, const std::string& key) {
    std::vector<core::DynamicSet> events;
    for (const auto one : py::reinterpret_borrow<py::sequence>(list)) {
      events.push_back(own_->event_of(one));
    }
    const auto by = context(at, actor);
    const auto stream = value_of(StreamId::of(own_->kind(), key));
    auto round = begin();
    answer_of(without_gil([&] { return round.record(stream, events, by); }));
    keep(std::move(round));
  }

  /// A refusal as it is raised, or the events.
  List when(const Any& command, const Moment& at, const ActorObject& actor) {
    const auto made = own_->command_of(command);
    const auto by = context(at, actor);
    (void)take_failure();
    auto round = begin();
    std::vector<core::DynamicSet> events;
    const auto look = [&](const StreamId& of, const core::DynamicSet& event, const auto&) {
      if (of == stream_) events.push_back(event);
    };
    const auto decision =
        answer_of(without_gil([&] { return round.decide(stream_, made, by, look); }));
    if (decision.is_refusal()) raise(decision.refusal());
    keep(std::move(round));
    return to_list(events);
  }

  /// Fires what has passed by then, in order.
  List advance(const Moment& to) {
    const auto now = moment_of(to);
    std::vector<core::DynamicSet> events;
    for (std::size_t i = 0; i < limits::kTimersOfARoundMax; ++i) {
      const auto* const timer =
          core::Round<core::DynamicDecider>::first_passed(*loaded(stream_), now);
      if (timer == nullptr) break;
      const core::ArmedTimer passed{*timer};
      auto round = begin();
      const auto fired = answer_of(
          without_gil([&] { return round.fire(stream_, passed.name, passed.generation, now); }));
      events.insert(events.end(), fired.events.begin(), fired.events.end());
      keep(std::move(round));
    }
    return to_list(events);
  }

  Any state(const std::string& key) const {
    const auto now = loaded(value_of(StreamId::of(own_->kind(), key)));
    if (!now->state.begun()) {
      return to_python(core::DynamicObject{own_->core().state()}, own_->state());
    }
    return to_python(now->state, own_->state());
  }
  Typed<"dict[str, datetime.datetime]"> due() const {
    py::dict all;
    const auto now = loaded(stream_);
    for (const auto& timer : now->timers) {
      if (!timer.spent) all[text_to_python(timer.name)] = moment_to_python(timer.due);
    }
    return py::object{std::move(all)};
  }

 private:
  using Round = core::Round<core::DynamicDecider>;
  using Loaded = core::Loaded<core::DynamicState>;

  core::Context context(const py::object& at, const py::object& actor) {
    return {.now = moment_of(at),
            .actor = actor_of(actor),
            .command_id = derived_command_id("scenario " + std::to_string(++commands_))};
  }
  std::shared_ptr<const Loaded> loaded(const StreamId& stream) const {
    const auto known = streams_.find(stream.text());
    return known == streams_.end() ? std::make_shared<const Loaded>() : known->second;
  }
  Round begin() const {
    return Round{decider_, [this](const StreamId& stream) {
                   return Result<Round::LoadedState>{loaded(stream)};
                 }};
  }
  void keep(Round round) {
    for (auto& touched : std::move(round).touched()) {
      if (touched.changed && !touched.events.empty()) {
        streams_[touched.stream.text()] = std::move(touched.changed);
      }
    }
  }
  List to_list(const std::vector<core::DynamicSet>& events) const {
    py::list list;
    for (const auto& event : events) list.append(own_->to_python(event));
    return py::object{std::move(list)};
  }

  const OwnWorkflow* own_;
  core::DynamicDecider decider_;
  StreamId stream_;
  std::map<std::string, std::shared_ptr<const Loaded>> streams_;
  std::uint64_t commands_ = 0;
};

}  // namespace

void bind_scenario(py::module_& module) {
  py::class_<OwnScenario>(module, "OwnScenario", "What recourse.testing.scenario stands on.")
      .def(py::init([](const OwnWorkflow* own) { return std::make_unique<OwnScenario>(*own); }),
           py::arg("workflow"))
      .def("given", &OwnScenario::given, py::arg("events"), py::arg("at"), py::arg("actor"),
           py::arg("key") = "1")
      .def("when", &OwnScenario::when, py::arg("command"), py::arg("at"), py::arg("actor"))
      .def("advance", &OwnScenario::advance, py::arg("to"))
      .def("state", &OwnScenario::state, py::arg("key") = "1")
      .def("due", &OwnScenario::due);
}

}  // namespace recourse::python
