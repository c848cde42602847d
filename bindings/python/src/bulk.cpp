#include "bulk.hpp"

#include <condition_variable>
#include <deque>
#include <map>

#include "arguments.hpp"
#include "results.hpp"
#include "workflow.hpp"

namespace recourse::python {
namespace {

using Items = Typed<"collections.abc.Iterable[recourse.bulk.Given]">;
using OutcomeObject = Typed<"recourse.Appended | recourse.Refused | Exception">;

constexpr std::size_t kChunk = 256;

/// What is not an Appended.
using Failure = std::variant<Error, core::Refusal>;

/// The answers, in the order of the items.
class Answers {
 public:
  /// A place for the next answer. Called by one thread.
  core::Appended* add() { return &appended_.emplace_back(); }
  std::size_t size() const { return appended_.size(); }

  void begin() {
    std::lock_guard guard{mutex_};
    ++under_way_;
  }
  /// On any thread. `place` is that of the item `index`.
  void take(std::size_t index, core::Appended* place, Result<core::Outcome> outcome) {
    std::optional<Failure> failure;
    if (!outcome) {
      failure = std::move(outcome).error();
    } else if (outcome->refused()) {
      failure = outcome->refusal();
    } else {
      *place = outcome->appended();
    }
    std::lock_guard guard{mutex_};
    if (failure) {
      failures_.emplace(index, std::move(*failure));
    } else {
      last_ = std::max(last_, place->last);
    }
    if (--under_way_ == awaited_) fewer_.notify_all();
  }
  /// Waits until at most so many are under way: each is answered once. Without the GIL.
  void wait(std::size_t most) {
    std::unique_lock lock{mutex_};
    awaited_ = most;
    fewer_.wait(lock, [&] { return under_way_ <= most; });
  }
  std::size_t under_way() {
    std::lock_guard guard{mutex_};
    return under_way_;
  }

  // Once nothing is under way, or beside it.

  core::Appended appended(std::size_t index) const { return appended_[index]; }
  std::optional<Failure> failure(std::size_t index) {
    std::lock_guard guard{mutex_};
    const auto found = failures_.find(index);
    return found == failures_.end() ? std::nullopt : std::optional{found->second};
  }
  std::vector<std::size_t> failed() {
    std::lock_guard guard{mutex_};
    std::vector<std::size_t> indexes;
    for (const auto& [index, failure] : failures_) indexes.push_back(index);
    return indexes;
  }
  Position last() {
    std::lock_guard guard{mutex_};
    return last_;
  }

 private:
  std::deque<core::Appended> appended_;  // elements stay where they are
  std::mutex mutex_;
  std::condition_variable fewer_;
  std::size_t under_way_ = 0;
  std::size_t awaited_ = 0;
  Position last_{};
  std::map<std::size_t, Failure> failures_;
};

py::object instance_of(const Failure& failure) {
  try {
    std::visit([](const auto& one) { raise(one); }, failure);
  } catch (py::error_already_set& raised) {
    return exception_of(raised);
  }
  return py::none();  // not reached: both raise
}

/// What became of each item. With the GIL held.
class Outcomes {
 public:
  explicit Outcomes(std::shared_ptr<Answers> answers) : answers_(std::move(answers)) {}

  Answers& answers() { return *answers_; }
  /// Of an item that was none: what is wrong with it.
  void set_problem(std::size_t index, py::object exception) {
    problems_[index] = std::move(exception);
  }
  std::size_t size() const { return answers_->size(); }

  py::object at(std::size_t index) const {
    if (auto failed = failure(index)) return *failed;
    return to_python(answers_->appended(index));
  }
  /// The exception of an item; nothing: it was taken.
  std::optional<py::object> failure(std::size_t index) const {
    const auto problem = problems_.find(index);
    if (problem != problems_.end()) return problem->second;
    if (auto failure = answers_->failure(index)) return instance_of(*failure);
    return std::nullopt;
  }
  /// Indexes of the items that were not taken, in order.
  std::vector<std::size_t> failed() const {
    auto indexes = answers_->failed();
    for (const auto& [index, problem] : problems_) indexes.push_back(index);
    std::sort(indexes.begin(), indexes.end());
    return indexes;
  }

 private:
  std::shared_ptr<Answers> answers_;
  std::map<std::size_t, py::object> problems_;
};

/// An item, read.
struct Given {
  std::size_t index = 0;
  core::Appended* place = nullptr;
  const core::WorkflowInfo* workflow = nullptr;
  std::optional<StreamId> stream = {};
  std::shared_ptr<void> command = {};
  std::shared_ptr<const Circumstances> circumstances = {};
  std::optional<Version> expected = {};
};

/// The parts of an item, as they were given; what was not is None.
struct Parts {
  py::object key = py::none();
  py::object command = py::none();
  py::object fields = py::none();
  py::object workflow = py::none();
  py::object actor = py::none();
  py::object at = py::none();
  py::object command_id = py::none();
  py::object expected = py::none();

  py::object* find(std::string_view name) {
    if (name == "key") return &key;
    if (name == "command") return &command;
    if (name == "fields") return &fields;
    if (name == "workflow") return &workflow;
    if (name == "actor") return &actor;
    if (name == "at") return &at;
    if (name == "command_id") return &command_id;
    return name == "expected" ? &expected : nullptr;
  }
};

constexpr const char* kParts[]{"key",   "command", "fields",     "workflow",
                               "actor", "at",      "command_id", "expected"};

Parts parts_of_tuple(const py::tuple& tuple) {
  if (tuple.size() != 2 && tuple.size() != 3) {
    wrong_value("(key, command) or (key, command, fields) is wanted, not " +
                std::to_string(tuple.size()) + " parts");
  }
  Parts parts{.key = tuple[0], .command = tuple[1]};
  if (tuple.size() == 3) parts.fields = tuple[2];
  return parts;
}

Parts parts_of_mapping(py::handle mapping) {
  Parts parts;
  const auto items = checked(PyMapping_Items(mapping.ptr()));
  for (const auto item : items) {
    const auto pair = py::reinterpret_borrow<py::tuple>(item);
    const auto name = text_of(pair[0]);
    auto* const part = parts.find(name);
    if (part == nullptr) wrong_value("an item has no '" + name + "'");
    *part = pair[1];
  }
  return parts;
}

/// Turns items into commands. With the GIL held.
class ItemReader {
 public:
  ItemReader(const std::shared_ptr<Session>& session, const OptionalActor& actor,
             const Text& workflow)
      : item_class_(package_attribute("recourse.bulk", "Item")),
        actor_(actor),
        workflows_(workflows_of(*session)) {
    default_ =
        &workflow_called(workflows_, parameter("workflow", [&] { return text_of(workflow); }));
    if (!actor_.is_none()) (void)circumstances_of(Parts{});
  }

  Given read(py::handle item) {
    const auto parts = parts_of(item);
    Given given;
    given.workflow = workflow_of(parts);
    given.stream = stream_of(*given.workflow, parts.key);
    given.command = command_of(*given.workflow, parts.command, parts.fields);
    given.circumstances = circumstances_of(parts);
    if (const auto version = if_given("expected", parts.expected, number_of)) {
      given.expected = Version{*version};
    }
    return given;
  }

 private:
  Parts parts_of(py::handle item) const {
    if (PyTuple_Check(item.ptr())) return parts_of_tuple(py::reinterpret_borrow<py::tuple>(item));
    if (PyDict_Check(item.ptr())) return parts_of_mapping(item);
    if (!py::isinstance(item, item_class_)) {
      wrong_type("a recourse.bulk.Item, a tuple or a dict", item);
    }
    Parts parts;
    for (const auto* name : kParts) *parts.find(name) = item.attr(name);
    return parts;
  }

  /// The workflow that is named, or that of a whole stream, or the default.
  const core::WorkflowInfo* workflow_of(const Parts& parts) const {
    if (const auto name = if_given("workflow", parts.workflow, text_of)) {
      return &workflow_called(workflows_, *name);
    }
    const auto key = if_given("key", parts.key, text_of);
    const auto slash = key ? key->find('/') : std::string::npos;
    return slash == std::string::npos ? default_
                                      : &workflow_called(workflows_, key->substr(0, slash));
  }

  /// Most items come from one actor, at no moment of their own.
  std::shared_ptr<const Circumstances> circumstances_of(const Parts& parts) {
    const auto& actor = parts.actor.is_none() ? actor_ : parts.actor;
    if (actor.is_none()) {
      throw Misfit{Misfit::Kind::type, "actor: neither the item nor the call says who acts"};
    }
    const bool plain = parts.at.is_none() && parts.command_id.is_none();
    if (plain && known_ && actor.is(known_actor_)) return known_;
    auto made = std::make_shared<const Circumstances>(actor, OptionalMoment{parts.at},
                                                      OptionalText{parts.command_id});
    if (plain) {
      known_ = made;
      known_actor_ = actor;
    }
    return made;
  }

  py::object item_class_;
  py::object actor_;
  std::vector<const core::WorkflowInfo*> workflows_;
  const core::WorkflowInfo* default_ = nullptr;
  py::object known_actor_ = py::none();
  std::shared_ptr<const Circumstances> known_;
};

/// Gives commands to the engine, and waits where too many are under way.
class Giver {
 public:
  Giver(std::shared_ptr<Session> session, std::shared_ptr<Answers> answers, std::size_t in_flight)
      : session_(std::move(session)), answers_(std::move(answers)), in_flight_(in_flight) {}

  /// With the GIL held; lets it go. Throws if the office is closed.
  void give(std::vector<Given>& chunk) {
    session_->use([&](const Office& office) {
      for (auto& given : chunk) give_one(office, given);
    });
    chunk.clear();
  }
  /// Waits for all answers.
  void finish() {
    const py::gil_scoped_release released;
    answers_->wait(0);
  }

 private:
  void give_one(const Office& office, Given& given) {
    // Once there is no room, there is to be some for many.
    if (answers_->under_way() >= in_flight_) answers_->wait(in_flight_ - (in_flight_ + 3) / 4);
    auto context = given.circumstances->in(office);
    context.expected = given.expected;
    answers_->begin();
    auto take = [answers = answers_, place = given.place,
                 index = given.index](Result<core::Outcome> outcome) {
      answers->take(index, place, std::move(outcome));
    };
    given.place = nullptr;
    // What follows from other workflows (Office::handle_any) waits for its command.
    const auto& port = *office.engine().workflow(given.workflow->kind);
    if (&port != &office.cases_workflow()) {
      return take(office.handle_any(port, *given.stream, given.command.get(), context));
    }
    port.async_handle(std::move(*given.stream), std::move(given.command), std::move(context),
                      std::move(take));
  }

  std::shared_ptr<Session> session_;
  std::shared_ptr<Answers> answers_;
  std::size_t in_flight_;
};

/// Of items that were not given to the engine, as the office was closed meanwhile.
void set_problems(const std::vector<Given>& chunk, Outcomes& outcomes,
                  const py::object& exception) {
  for (const auto& given : chunk) {
    if (given.place != nullptr) outcomes.set_problem(given.index, exception);
  }
}

void give_chunk(Giver& giver, std::vector<Given>& chunk, Outcomes& outcomes) {
  try {
    giver.give(chunk);
  } catch (py::error_already_set& raised) {
    if (!raised.matches(package_attribute("recourse.errors", "ClosedError"))) throw;
    set_problems(chunk, outcomes, exception_of(raised));
    chunk.clear();
  }
}

std::shared_ptr<Outcomes> handle_many(const std::shared_ptr<Session>& session, const Items& items,
                                      const OptionalActor& actor, const Text& workflow,
                                      std::size_t in_flight) {
  session->refuse_commands_of_rules();
  if (in_flight < 1 || in_flight > limits::kCommandsUnderWayMax) {
    raise(Error{Errc::invalid_argument, "in_flight: from 1 to " +
                                            std::to_string(limits::kCommandsUnderWayMax) +
                                            ", not " + std::to_string(in_flight)});
  }
  if (Py_TYPE(items.ptr())->tp_iter == nullptr && PySequence_Check(items.ptr()) == 0) {
    wrong_type("items: an iterable of commands", items);
  }
  ItemReader reader{session, actor, workflow};
  const auto answers = std::make_shared<Answers>();
  auto outcomes = std::make_shared<Outcomes>(answers);
  Giver giver{session, answers, in_flight};
  std::vector<Given> chunk;
  for (const auto item : checked(PyObject_GetIter(items.ptr()))) {
    if (is_abandoned()) return outcomes;  // what is not given yet stays so
    const auto index = answers->size();
    auto* const place = answers->add();
    try {
      chunk.push_back(reader.read(item));
      chunk.back().index = index;
      chunk.back().place = place;
    } catch (const Misfit& misfit) {
      misfit.set_python_error();
      py::error_already_set raised;
      outcomes->set_problem(index, exception_of(raised));
    } catch (py::error_already_set& raised) {
      if (!raised.matches(PyExc_Exception)) throw;  // Ctrl-C is nobody's answer
      outcomes->set_problem(index, exception_of(raised));
    }
    if (chunk.size() == kChunk) give_chunk(giver, chunk, *outcomes);
  }
  give_chunk(giver, chunk, *outcomes);
  giver.finish();
  session->wrote(answers->last());
  return outcomes;
}

// What Python sees.

std::size_t index_of(const Outcomes& outcomes, py::ssize_t index) {
  const auto size = static_cast<py::ssize_t>(outcomes.size());
  const auto from_front = index < 0 ? index + size : index;
  if (from_front < 0 || from_front >= size) throw py::index_error("there is no such item");
  return static_cast<std::size_t>(from_front);
}

OutcomeObject outcome_at(const Outcomes& outcomes, py::ssize_t index) {
  return outcomes.at(index_of(outcomes, index));
}

Typed<"collections.abc.Iterator[recourse.Appended | recourse.Refused | Exception]"> iterate(
    const py::object& outcomes) {
  return checked(PySeqIter_New(outcomes.ptr()));
}

Typed<"list[tuple[int, Exception]]"> failures(const Outcomes& outcomes) {
  py::list list;
  for (const auto index : outcomes.failed()) {
    list.append(py::make_tuple(index, *outcomes.failure(index)));
  }
  return py::object{std::move(list)};
}

void raise_first(const Outcomes& outcomes) {
  const auto failed = outcomes.failed();
  if (failed.empty()) return;
  const auto exception = *outcomes.failure(failed.front());
  PyErr_SetObject(py::type::handle_of(exception).ptr(), exception.ptr());
  throw py::error_already_set();
}

void bind_outcomes(py::module_& module) {
  py::class_<Outcomes, std::shared_ptr<Outcomes>>(module, "Outcomes", R"(
What became of the commands of Office.handle_many, a sequence in the order of the items: of each an
Appended, or the Refused or error that `handle` would have raised. An object is made when it is
looked at.)")
      .def("__len__", &Outcomes::size)
      .def("__getitem__", &outcome_at, py::arg("index"))
      .def("__iter__", &iterate)
      .def_property_readonly(
          "taken",
          [](const Outcomes& outcomes) { return outcomes.size() - outcomes.failed().size(); },
          "How many were taken.")
      .def("failures", &failures, "\n(index, exception) of those that were not taken, in order.")
      .def("raise_first", &raise_first, R"(
Raises the exception of the first item that was not taken; does nothing if all were.)");
}

}  // namespace

void bind_bulk(py::module_& module, py::class_<Session, std::shared_ptr<Session>>& office) {
  bind_outcomes(module);
  office.def("handle_many", &handle_many, py::arg("items"), py::kw_only(),
             py::arg("actor") = py::none(), py::arg("workflow") = "complaint",
             py::arg("in_flight") = std::size_t{1024}, R"(
Gives many commands, up to `in_flight` of them under way at once, and answers when each is durable,
refused or failed. What is wrong with one item is that item's answer, and stops no other.

items: (key, command), (key, name, fields), a dict, or a recourse.bulk.Item, which also hold a
    workflow, an actor, at, command_id, and the version that is expected. Commands for one stream
    are decided in their order.
actor: of those that name none.
workflow: of keys that are no whole streams. Commands of other workflows than the complaint are
    decided one at a time.
in_flight: from 1 to 16000.

Raises InvalidArgumentError, ClosedError, and what reading `items` raises; what was given before
takes its course then, as it does after Ctrl-C.)");
}

}  // namespace recourse::python
