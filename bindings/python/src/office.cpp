// recourse.Office.
#include <recourse/describe/typed_words.hpp>
#include <recourse/office.hpp>
#include <recourse/office/classes.hpp>
#include <recourse/office/ledger.hpp>
#include <recourse/office/loop.hpp>
#include <recourse/office/similar.hpp>

#include "arguments.hpp"
#include "clock.hpp"
#include "complaint.hpp"
#include "convert.hpp"
#include "figures.hpp"
#include "json.hpp"
#include "mining.hpp"
#include "module.hpp"
#include "raise.hpp"
#include "receipts.hpp"
#include "results.hpp"
#include "session.hpp"
#include "workflow.hpp"

namespace recourse::python {
namespace {

using Bool = Typed<"bool">;
using Case = Typed<"str">;
using Bytes = Typed<"bytes">;
using OptionalPath = Typed<"str | os.PathLike[str] | None">;
using NormsList = Typed<"collections.abc.Sequence[str | os.PathLike[str]]">;
using Conditions = Typed<"collections.abc.Sequence[str]">;
using OptionalClock = Typed<"recourse.ManualClock | None">;
using OptionalLine = Typed<"recourse.complaint.Line | None">;
using OptionalChannel = Typed<"recourse.complaint.Channel | None">;
using OptionalPhase = Typed<"recourse.complaint.Phase | None">;
using OptionalDeadlineKind = Typed<"recourse.complaint.DeadlineKind | None">;
using CommandObject = Typed<"recourse.complaint.Command">;

std::filesystem::path path_of(py::handle object) {
  PyObject* bytes = nullptr;
  if (PyUnicode_FSConverter(object.ptr(), &bytes) == 0) throw py::error_already_set();
  return std::string{py::reinterpret_steal<py::bytes>(bytes)};
}

std::vector<casework::Norms> profiles_of(const NormsList& norms) {
  // A text is a sequence as well, of letters.
  if (PyUnicode_Check(norms.ptr()) || !py::isinstance<py::sequence>(norms)) {
    wrong_type("a list of profiles", norms);
  }
  std::vector<casework::Norms> profiles;
  for (const auto one : norms) profiles.push_back(value_of(load_norms(path_of(one).string())));
  return profiles;
}

std::string bytes_of(py::handle object) {
  if (!PyBytes_Check(object.ptr())) wrong_type("bytes", object);
  return py::reinterpret_borrow<py::bytes>(object);
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
             double view_patience, const OptionalPath& master_key, const OptionalPath& keys) {
  OfficeOptions options;
  options.store = parameter("store", [&] { return text_of(store); });
  const bool in_memory = options.store == "memory";
  if (in_memory != directory.is_none()) {
    raise(Error{Errc::invalid_argument,
                in_memory ? "the store 'memory' has no directory: leave it out"
                          : "the store '" + options.store + "' needs a directory"});
  }
  if (in_memory && !create) {
    raise(Error{Errc::invalid_argument, "the store 'memory' is always a new one: create=True"});
  }
  if (!in_memory) options.directory = path_of(directory);
  options.create = create;
  options.memory_bytes = memory_bytes;
  options.view_patience = patience_of(view_patience);
  options.services = {.views = views, .timers = timers, .reactions = timers};
  if (!log_file.is_none()) options.log.file = path_of(log_file);
  options.log.level = level_of(parameter("log_level", [&] { return text_of(log_level); }));
  options.profiles = parameter("norms", [&] { return profiles_of(norms); });
  if (!options.profiles.empty()) options.norms = options.profiles.front();
  if (!master_key.is_none()) {
    options.sealing =
        SealingOptions{.master = value_of(trust::read_master_key(path_of(master_key)))};
    if (!keys.is_none()) options.sealing->keys = path_of(keys);
    if (in_memory && keys.is_none()) options.sealing->files = trust::memory_key_files();
  } else if (!keys.is_none()) {
    raise(Error{Errc::invalid_argument, "keys need a master_key: without it they open nothing"});
  }
  return Session::open(std::move(options), clock.is_none() ? nullptr : clock_of(clock));
}

Typed<"recourse.Appended"> handle(Session& session, const Case& name, const CommandObject& object,
                                  const ActorObject& actor, const OptionalMoment& at,
                                  const OptionalText& command_id) {
  const auto id = stream_of(name);
  const auto command = command_of(object);
  const Circumstances given{actor, at, command_id};
  const auto outcome = value_of(session.use(
      [&](const Office& office) { return office.handle(id, command, given.in(office)); }));
  if (outcome.refused()) raise(outcome.refusal());
  session.wrote(outcome.appended().last);
  return to_python(outcome.appended());
}

Typed<"recourse.OpenedCase"> open_case(Session& session, const CommandObject& object,
                                       const ActorObject& actor, const OptionalText& name,
                                       const OptionalMoment& at, const OptionalText& command_id) {
  const auto command = command_of(object);
  const auto under =
      if_given("case", name, [](const py::handle& key) { return stream_of(py::cast<Case>(key)); });
  const Circumstances given{actor, at, command_id};
  const auto opened = value_of(session.use(
      [&](const Office& office) { return office.open_case(command, given.in(office), under); }));
  if (opened.outcome.refused()) raise(opened.outcome.refusal());
  session.wrote(opened.outcome.appended().last);
  return to_python(opened);
}

/// What was seen; raises Refused if it was not to be.
template <class T>
T seen_of(core::Seen<T> seen) {
  if (const auto* no = core::refused(seen)) raise(*no);
  return std::get<T>(std::move(seen));
}

CaseView find(Session& session, const Case& name, const ActorObject& actor, const Text& purpose,
              const OptionalNumber& at_version) {
  const auto id = stream_of(name);
  const auto viewer = viewer_of(actor, purpose);
  const Version at{if_given("at_version", at_version, number_of).value_or(~std::uint64_t{0})};
  return seen_of(value_of(
      session.use([&](const Office& office) { return office.find_case(id, viewer, at); })));
}

Typed<"recourse.CaseView"> find_case(Session& session, const Case& name, const ActorObject& actor,
                                     const Text& purpose, const OptionalNumber& at_version) {
  return to_python(find(session, name, actor, purpose, at_version));
}

Typed<"recourse.complaint.State"> state(Session& session, const Case& name,
                                        const ActorObject& actor, const Text& purpose,
                                        const OptionalNumber& at_version) {
  return to_python(find(session, name, actor, purpose, at_version).state);
}

template <class T>
py::object list_of(const std::vector<T>& items, py::object (*one)(const T&)) {
  py::list list(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) list[i] = one(items[i]);
  return py::object{std::move(list)};
}

Typed<"list[recourse.HistoryEntry]"> history(Session& session, const Case& name,
                                             const ActorObject& actor, const Text& purpose) {
  const auto id = stream_of(name);
  const auto viewer = viewer_of(actor, purpose);
  const auto entries =
      seen_of(value_of(session.use([&](const Office& e) { return e.history(id, viewer); })));
  return list_of<HistoryEntry>(entries, &to_python);
}

casework::complaint::DocumentKind document_kind_of(const Text& kind) {
  const auto name = parameter("kind", [&] { return text_of(kind); });
  const auto& words = describe::enum_info<casework::complaint::DocumentKind>;
  const auto* word = describe::find_typed(words, name);
  if (word != nullptr) return static_cast<casework::complaint::DocumentKind>(word->value);
  raise(Error{
      Errc::invalid_argument,
      "there is no document '" + name + "'; there are notice, acceptance, refusal and supplement"});
}

Typed<"recourse.Document"> document(Session& session, const Case& name, const Text& kind,
                                    const ActorObject& actor, const Text& purpose) {
  const auto id = stream_of(name);
  const auto which = document_kind_of(kind);
  const auto viewer = viewer_of(actor, purpose);
  return to_python(seen_of(
      value_of(session.use([&](const Office& e) { return e.document(id, which, viewer); }))));
}

Typed<"recourse.Document"> draft_document(Session& session, const Case& name,
                                          const CommandObject& object, const ActorObject& actor,
                                          const Text& purpose, const OptionalMoment& at) {
  const auto id = stream_of(name);
  const auto command = command_of(object);
  const Circumstances given{actor, at, OptionalText{py::object{py::none()}}};
  const auto viewer = viewer_of(actor, purpose);
  const auto drafted = value_of(session.use(
      [&](const Office& e) { return e.draft_document(id, command, given.in(e), viewer); }));
  if (const auto* no = std::get_if<core::Refusal>(&drafted)) raise(*no);
  return to_python(std::get<casework::complaint::Document>(drafted));
}

Typed<"list[str]"> next(Session& session, const Case& name, const ActorObject& actor) {
  const auto id = stream_of(name);
  const auto who = actor_of(actor);
  const auto names = value_of(session.use([&](const Office& e) { return e.next(id, who); }));
  return list_of<std::string_view>(names,
                                   [](const std::string_view& one) { return text_to_python(one); });
}

Typed<"list[recourse.DueTime]"> due_times(Session& session, const Case& name,
                                          const ActorObject& actor) {
  const auto id = stream_of(name);
  const core::Viewer viewer{actor_of(actor)};
  const auto running =
      seen_of(value_of(session.use([&](const Office& e) { return e.due_times(id, viewer); })));
  return list_of<casework::complaint::DueTime>(running, &to_python);
}

Typed<"recourse.Figures"> report(Session& session, const Text& station, const Text& district,
                                 const OptionalLine& line, const OptionalChannel& channel,
                                 const OptionalNumber& as_of) {
  casework::complaint::TallyFilter filter{
      .station = parameter("station", [&] { return text_of(station); }),
      .district = parameter("district", [&] { return text_of(district); }),
      .line = if_given("line", line, line_of),
      .channel = if_given("channel", channel, channel_of)};
  const auto number = if_given("as_of", as_of, number_of);
  const auto position = number ? std::optional{Position{*number}} : std::nullopt;
  return to_python(value_of(
      session.use([&](const Office& e) { return e.report(std::move(filter), position); })));
}

/// Without a number, where this office's own writes are read.
Position position_of(const Session& session, const OptionalNumber& at_least) {
  const auto given = if_given("at_least", at_least, number_of);
  return given ? Position{*given} : session.written();
}

Typed<"dict[str, Any]"> loop(Session& session, const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto figures =
      value_of(session.use([&](const Office& e) { return loop_figures(e, position); }));
  return value_to_dict(&figures, describe::type_info<LoopFigures>);
}

/// A day as Python's text has it: "2023-10-01".
std::optional<LocalDay> day_of(const char* name, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto day = parse_day(text);
  if (day) return *day;
  raise(Error{Errc::invalid_argument,
              std::string{name} + ": '" + text + "' is no day; write 2023-10-01"});
}

Typed<"dict[str, Any]"> classes(Session& session, const ActorObject& actor, const Text& from,
                                const Text& to, std::int64_t before_days, const Text& district,
                                const Text& station, const OptionalLine& line,
                                std::uint64_t count_least, const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = viewer_of(actor, Text{py::str{}});
  ClassQuery query;
  query.from = day_of("from_", parameter("from_", [&] { return text_of(from); }));
  query.to = day_of("to", parameter("to", [&] { return text_of(to); }));
  query.before_days = before_days;
  query.district = parameter("district", [&] { return text_of(district); });
  query.station = parameter("station", [&] { return text_of(station); });
  query.line = if_given("line", line, line_of);
  query.count_least = count_least;
  const auto found = seen_of(value_of(
      session.use([&](const Office& e) { return find_classes(e, query, viewer, position); })));
  return value_to_dict(&found.report, describe::type_info<casework::rectification::ClassReport>);
}

Typed<"recourse.CasePage"> cases(Session& session, const ActorObject& actor, const Text& station,
                                 const Text& unit, const OptionalPhase& phase,
                                 const OptionalMoment& due_by, bool open_only,
                                 std::size_t page_size, const Bytes& after,
                                 const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const core::Viewer viewer{actor_of(actor)};
  const casework::complaint::CaseQuery query{
      .station = parameter("station", [&] { return text_of(station); }),
      .unit = parameter("unit", [&] { return text_of(unit); }),
      .phase = if_given("phase", phase, phase_of),
      .due_by = if_given("due_by", due_by, moment_of),
      .open_only = open_only,
      .page_size = page_size,
      .after = parameter("after", [&] { return bytes_of(after); })};
  return to_python(
      value_of(session.use([&](const Office& e) { return e.cases(query, viewer, position); })));
}

Typed<"recourse.DeadlineList"> deadlines(Session& session, const ActorObject& actor,
                                         const OptionalMoment& from, const OptionalMoment& to,
                                         const Text& station, const Text& unit,
                                         const OptionalDeadlineKind& kind, bool firing_only,
                                         std::size_t page_size, const Bytes& after,
                                         const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const core::Viewer viewer{actor_of(actor)};
  casework::complaint::DeadlineQuery query;
  query.from = if_given("from_", from, moment_of).value_or(query.from);
  query.to = if_given("to", to, moment_of).value_or(query.to);
  query.station = parameter("station", [&] { return text_of(station); });
  query.unit = parameter("unit", [&] { return text_of(unit); });
  query.kind = if_given("kind", kind, deadline_kind_of);
  query.firing_only = firing_only;
  query.page_size = page_size;
  query.after = parameter("after", [&] { return bytes_of(after); });
  return to_python(
      value_of(session.use([&](const Office& e) { return e.deadlines(query, viewer, position); })));
}

Typed<"recourse.Agenda"> agenda(Session& session, const ActorObject& actor, const Text& unit,
                                const OptionalMoment& until, std::size_t page_size,
                                const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = viewer_of(actor, Text{py::str{}});
  const casework::AgendaQuery query{.unit = parameter("unit", [&] { return text_of(unit); }),
                                    .until = if_given("until", until, moment_of),
                                    .most = page_size};
  return to_python(seen_of(
      value_of(session.use([&](const Office& e) { return e.agenda(query, viewer, position); }))));
}

Typed<"list[recourse.EarlierCase]"> earlier_cases(Session& session, const ActorObject& actor,
                                                  const Text& name, const Text& phone,
                                                  const Text& address, const Text& matter,
                                                  const OptionalMoment& until, std::uint32_t days,
                                                  const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  casework::complaint::PersonQuery query;
  query.name = parameter("name", [&] { return text_of(name); });
  query.phone = parameter("phone", [&] { return text_of(phone); });
  query.address = parameter("address", [&] { return text_of(address); });
  query.matter = parameter("matter", [&] { return text_of(matter); });
  query.until = if_given("until", until, moment_of);
  query.days = days;
  const auto viewer = viewer_of(actor, Text{py::str{}});
  py::list list;
  for (const auto& one : seen_of(value_of(session.use(
           [&](const Office& e) { return e.earlier_cases(query, viewer, position); })))) {
    list.append(to_python(one));
  }
  return py::object{std::move(list)};
}

Typed<"dict[str, Any]"> ledger_page(Session& session, const ActorObject& actor,
                                    const Conditions& where, const Text& text, bool verify,
                                    const Text& sort, bool descending, std::size_t page_size,
                                    const Bytes& after, const OptionalNumber& as_of,
                                    const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const core::Viewer viewer{actor_of(actor)};
  LedgerQuery query;
  const auto conditions =
      parameter("where", [&] { return list_of_texts("a list of texts", where); });
  for (const auto& one : conditions) {
    query.where.push_back(value_of(ledger_condition(one)));
  }
  query.text = parameter("text", [&] { return text_of(text); });
  query.verify = verify;
  query.sort = parameter("sort", [&] { return text_of(sort); });
  query.descending = descending;
  query.page_size = page_size;
  query.after = parameter("after", [&] { return bytes_of(after); });
  if (const auto at = if_given("as_of", as_of, number_of)) query.as_of = Position{*at};
  const auto page =
      value_of(session.use([&](const Office& e) { return ledger(e, query, viewer, position); }));
  py::list rows;
  for (const auto& row : page.rows) {
    rows.append(value_to_dict(&row, describe::type_info<LedgerEntry>));
  }
  py::dict answer;
  answer["rows"] = std::move(rows);
  answer["next"] = py::bytes{page.next};
  answer["position"] = page.position.value;
  answer["probable"] = page.probable;
  return py::object{std::move(answer)};
}

Typed<"dict[str, Any]"> similar(Session& session, const ActorObject& actor, const Text& text,
                                const Text& name, const Text& matter, const Text& reason,
                                std::size_t most, const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = viewer_of(actor, Text{py::str{}});
  const SimilarQuery query{.text = parameter("text", [&] { return text_of(text); }),
                           .number = parameter("case", [&] { return text_of(name); }),
                           .matter = parameter("matter", [&] { return text_of(matter); }),
                           .reason = parameter("reason", [&] { return text_of(reason); }),
                           .most = most};
  const auto found = seen_of(value_of(
      session.use([&](const Office& e) { return similar_cases(e, query, viewer, position); })));
  return value_to_dict(&found, describe::type_info<SimilarCases>);
}

template <class E>
E word_of(std::string_view what, const std::string& name) {
  E value{};
  if (describe::enum_from_name(name, value)) return value;
  std::string known;
  for (const auto& word : describe::enum_info<E>.words) {
    known.append(known.empty() ? "" : ", ").append(word.name);
  }
  raise(Error{Errc::invalid_argument,
              "'" + name + "' is no " + std::string{what} + "; there are: " + known});
}

Typed<"recourse.ErasureProof"> prove_erasure(Session& session, const Case& name) {
  const auto id = stream_of(name);
  return to_python(value_of(
      session.use([&](const Office& office) { return office.engine().prove_erasure(id); })));
}

Typed<"recourse.Appended"> erase(Session& session, const Case& name, const ActorObject& actor,
                                 const Text& subject, const Text& ground, const Text& reason,
                                 const OptionalMoment& at, const OptionalText& command_id) {
  const ErasureRequest request{
      .stream = stream_of(name),
      .subject = word_of<describe::Subject>("subject",
                                            parameter("subject", [&] { return text_of(subject); })),
      .ground = word_of<trust::ErasureGround>("ground",
                                              parameter("ground", [&] { return text_of(ground); })),
      .reason = parameter("reason", [&] { return text_of(reason); })};
  const Circumstances given{actor, at, command_id};
  const auto outcome = value_of(session.use(
      [&](const Office& office) { return office.engine().erase(request, given.in(office)); }));
  if (outcome.refused()) raise(outcome.refusal());
  session.wrote(outcome.appended().last);
  return to_python(outcome.appended());
}

Typed<"recourse.TimersStatus"> fire_due(Session& session) {
  return to_python(value_of(session.use([](const Office& e) { return e.fire_due(); })));
}

Typed<"recourse.TimersStatus"> timers(Session& session) {
  return to_python(session.use([](const Office& e) { return e.timers(); }));
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

using Binding = py::class_<Session, Offices>;

void bind_life(Binding& binding) {
  binding
      .def_static("open", &open, py::arg("directory") = py::none(), py::kw_only(),
                  py::arg("store") = "rocksdb", py::arg("create") = true,
                  py::arg("clock") = py::none(), py::arg("memory_bytes") = std::size_t{256} << 20,
                  py::arg("views") = true, py::arg("timers") = false,
                  py::arg("log_file") = py::none(), py::arg("log_level") = "info",
                  py::arg("norms") = py::tuple(), py::arg("view_patience") = 30.0,
                  py::arg("master_key") = py::none(), py::arg("keys") = py::none(), R"(
Opens a store with the casework on top.

directory: where the store lives; none for the store "memory".
store: "rocksdb" (durable), "rocksdb-reader" (beside the process that writes; takes no commands), or
    "memory" (for tests).
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

Raises InvalidArgumentError, KeysUnavailableError, NotAStoreError, StoreLockedError,
FormatTooNewError, CorruptionError, AcknowledgedLossError, IoError.)")
      .def("close", &Session::close, R"(
Waits for the calls that other threads have begun, then closes the store. Calls that come later
raise ClosedError. Closing again does nothing.)")
      .def_property_readonly(
          "closed", [](Session& session) -> Bool { return py::bool_(session.closed()); },
          "True once `close` was called.")
      .def(
          "__enter__", [](py::object self) -> Typed<"Office"> { return self; })
      .def("__exit__", [](Session& session, const py::args&) { session.close(); })
      .def(
          "now", [](Session & session) -> Typed<"datetime.datetime"> {
            return moment_to_python(session.use([](const Office& e) { return e.clock().now(); }));
          },
          "\nThe present moment, as the office's clock has it; in UTC.")
      .def(
          "head",
          [](Session& session) {
            return value_of(session.use([](const Office& e) { return e.engine().follow(); })).value;
          },
          R"(
Position of the last event of the log; 0 while it is empty. Beside the process that writes, of what
it has written by now.)");
}

void bind_cases(Binding& binding) {
  binding
      .def("handle", &handle, py::arg("case"), py::arg("command"), py::kw_only(), py::arg("actor"),
           py::arg("at") = py::none(), py::arg("command_id") = py::none(), R"(
Decides a command for a case and appends what was decided; returns when it is durable.

case: its key, "S001-1", or its whole stream, "case/S001-1".
actor: who gives it.
at: when it takes place; None: now.
command_id: 32 hexadecimal digits or a UUID's text. The same id with the same content takes effect
    once and gets the first answer again (`repeated`); None: a fresh one.

Raises Refused if the domain says no. TypeError or ValueError, with class and field, if the command
is not of its types. InvalidArgumentError, MalformedError, LimitExceededError, CommandIdReusedError,
VersionConflictError, and those of the store; then nothing was appended.)")
      .def("open_case", &open_case, py::arg("command"), py::kw_only(), py::arg("actor"),
           py::arg("case") = py::none(), py::arg("at") = py::none(),
           py::arg("command_id") = py::none(), R"(
Begins a case by a Report or FinishOnSpot: gives it the next number of the station's day, or the
key `case`, and an inquiry code for the citizen, of which the log holds a digest only. Repeated with
the same `command_id` it answers with the same case, without the code; so does an order of the
hotline, or of another system, that comes again under its reference.

Raises as `handle`; InvalidArgumentError for another command, or a station that cannot stand in a
number.)")
      .def("state", &state, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("at_version") = py::none(), R"(
The state of a case, now or after its event `at_version`, as somebody may see it.

actor: who looks. What is not theirs to see is empty; Refused (not_to_be_seen) if that is all.
purpose: for what personal data is wanted in clear: the look is recorded before anything is shown,
    or Refused. Empty: it comes masked, "张*", and nothing is recorded.

NotFoundError if there is no such case.)")
      .def("find_case", &find_case, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("at_version") = py::none(), R"(
The same with its version and definition.)")
      .def("history", &history, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", R"(
All events of a case, in order, as somebody may see them; as `state`.)")
      .def("document", &document, py::arg("case"), py::arg("kind") = "notice", py::kw_only(),
           py::arg("actor"), py::arg("purpose") = "", R"(
The paper of that kind that was recorded last: "notice", "acceptance", "refusal" or "supplement".
The name on it is masked without a purpose; as `state`. NotFoundError if there is none.)")
      .def("draft_document", &draft_document, py::arg("case"), py::arg("command"), py::kw_only(),
           py::arg("actor"), py::arg("purpose") = "", py::arg("at") = py::none(), R"(
The paper that an Accept, Decline, RouteNotice or DemandMore would lead to, to be printed and signed
before that command records it with the paper's `draft`. Nothing is recorded. Raises Refused if the
command would be refused, but for the signature; InvalidArgumentError for other commands.)")
      .def("next", &next, py::arg("case"), py::arg("actor"), R"(
Names of the commands that would be taken from `actor` now if they are filled in rightly. Never a
timer's. NotFoundError if there is no such case.)")
      .def("due_times", &due_times, py::arg("case"), py::kw_only(), py::arg("actor"), R"(
The limits that it is under, for whoever may see the case; else Refused. NotFoundError if there is
no such case.)");
}

void bind_workflows(Binding& binding) {
  binding
      .def("workflow", &workflow, py::arg("name"), R"(
A workflow of the office, by its name ("complaint") or the kind of its streams ("case").
InvalidArgumentError, which lists what there is, if there is none.)")
      .def("workflows", &workflows, R"(
All workflows of the office, the complaint first.)");
}

void bind_duties(Binding& binding) {
  binding
      .def("agenda", &agenda, py::kw_only(), py::arg("actor"), py::arg("unit"),
           py::arg("until") = py::none(), py::arg("page_size") = std::size_t{1000},
           py::arg("at_least") = py::none(), R"(
What `unit` must do, of every workflow, the most urgent first (R16): open duties due by `until`,
and those without a limit; without `until` all. An empty `unit`: what whoever may has to take up.
`actor`: staff of the unit, a department, or the supervisor. page_size: from 1 to 1000.
at_least: as in `cases`.
Raises Refused (not_to_be_seen), InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("classes", &classes, py::kw_only(), py::arg("actor"), py::arg("from_") = "",
           py::arg("to") = "", py::arg("before_days") = 91, py::arg("district") = "",
           py::arg("station") = "", py::arg("line") = py::none(), py::arg("count_least") = 5,
           py::arg("at_least") = py::none(), R"(
Classes of failures of a period (R28): what fails for one reason more often than in the
`before_days` before, or more often at a unit than elsewhere; with counts, intervals and cases.
actor: supervisors see all, a department its line, a station's staff theirs.
from_, to: days as "2023-10-01", inclusive; empty: the last month that is over.
district, station, line: only classes with them. count_least: the fewest cases of a finding.
at_least: as in `cases`.
Raises Refused (not_to_be_seen), InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("loop", &loop, py::kw_only(), py::arg("at_least") = py::none(), R"(
The loop beside the cases in figures (R19): windows, inspections, replies, trainings,
rectifications. at_least: as in `cases`. Raises ViewStoppedError, TimedOutError.)");
}

void bind_ledger(Binding& binding) {
  binding
      .def("ledger", &ledger_page, py::kw_only(), py::arg("actor"), py::arg("where") = py::tuple(),
           py::arg("text") = "", py::arg("verify") = true, py::arg("sort") = "number",
           py::arg("descending") = false, py::arg("page_size") = std::size_t{100},
           py::arg("after") = py::bytes{}, py::arg("as_of") = py::none(),
           py::arg("at_least") = py::none(), R"(
A page of the ledger of all cases (R26): rows, next, position, probable.

actor: who looks; cases and columns that are not theirs are left out, personal columns masked.
where: conditions, all of which must hold: "matter=RK01", "reported_at>=2023-07-01",
    "outcome=done,explained", "accepted_at=" (empty). Days are Shanghai's.
text: words that the citizen's text holds, all of them; the log must be sealed.
verify: open the text of each hit; else they are probable.
sort, descending: by which column.
after: `next` of the page before; it answers as of the first page's position.
as_of: a position: the ledger as recorded up to there.
at_least: as in `cases`. Raises InvalidArgumentError, KeysUnavailableError, LimitExceededError,
ViewStoppedError, TimedOutError.)")
      .def("similar", &similar, py::kw_only(), py::arg("actor"), py::arg("text") = "",
           py::arg("case") = "", py::arg("matter") = "", py::arg("reason") = "",
           py::arg("most") = std::size_t{5}, py::arg("at_least") = py::none(), R"(
The closest earlier cases to a text or to a case's report, and what came of them (R20, R22): cases,
position. matter and reason bring cases nearer. Of a case whose text is not theirs to read there is
neither score nor overlap. at_least: as in `cases`. Raises Refused, InvalidArgumentError,
NotFoundError, KeysUnavailableError, ViewStoppedError, TimedOutError.)");
}

void bind_views(Binding& binding) {
  binding
      .def("report", &report, py::kw_only(), py::arg("station") = "", py::arg("district") = "",
           py::arg("line") = py::none(), py::arg("channel") = py::none(),
           py::arg("as_of") = py::none(), R"(
The figures of the cases that the filter takes in: as they stand, or counted from the events up to
the position `as_of`. Raises ViewStoppedError, TimedOutError.)")
      .def("cases", &cases, py::kw_only(), py::arg("actor"), py::arg("station") = "",
           py::arg("unit") = "", py::arg("phase") = py::none(), py::arg("due_by") = py::none(),
           py::arg("open_only") = false, py::arg("page_size") = std::size_t{100},
           py::arg("after") = py::bytes(""), py::arg("at_least") = py::none(), R"(
Cases by station, owning unit, phase and the end of their earliest limit, of those that `actor` may
see: a page may have fewer than `page_size`, and be followed by another.

page_size: entries of a page, from 1 to 1000.
after: `next` of the page before.
at_least: the list is true at this position or later; None: at whatever this office has written.
    TimedOutError if the log does not come so far in time.

Raises InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("deadlines", &deadlines, py::kw_only(), py::arg("actor"), py::arg("from_") = py::none(),
           py::arg("to") = py::none(), py::arg("station") = "", py::arg("unit") = "",
           py::arg("kind") = py::none(), py::arg("firing_only") = false,
           py::arg("page_size") = std::size_t{100}, py::arg("after") = py::bytes(""),
           py::arg("at_least") = py::none(), R"(
Limits, of cases that `actor` may see, by when they end, `from_` and `to` inclusive; a page has at
most `page_size`, from 1 to 1000.
after: `next` of the page before. at_least: as in `cases`.
Raises InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("earlier_cases", &earlier_cases, py::kw_only(), py::arg("actor"), py::arg("name") = "",
           py::arg("phone") = "", py::arg("address") = "", py::arg("matter") = "",
           py::arg("until") = py::none(), py::arg("days") = casework::complaint::kRepeatedDays,
           py::arg("at_least") = py::none(), R"(
Earlier cases of the same person, the latest first: by telephone number, or by name and address
together (R45). In a sealed log only, and with its keys. actor: who looks; staff of the window, of
departments and supervisors alone.
matter: code; empty: in whatever matter. until, days: reported in so many days before that moment;
None, or 0 days: however early. at_least: as in `cases`.
Raises Refused, KeysUnavailableError, ViewStoppedError, TimedOutError.)")
      .def("erase", &erase, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("subject") = "reporter", py::arg("ground") = "request", py::arg("reason") = "",
           py::arg("at") = py::none(), py::arg("command_id") = py::none(), R"(
Erases a person's data in a case (or stream: "kind/key"), for ever: recorded, then the keys are
destroyed. What they sealed opens nowhere any more; figures and proofs stay.
subject: "reporter", "accused" or "third_party". ground: "request", "retention" or "order".
reason: in words, without personal data.
Raises Refused (the case is held or goes on, or there is nothing), NotFoundError,
KeysUnavailableError, IoError.)")
      .def("prove_erasure", &prove_erasure, py::arg("case"), R"(
What is left of what was erased in a case: tries to open what is sealed in its records, and looks
through every view. Raises NotFoundError, KeysUnavailableError.)")
      .def("fire_due", &fire_due, R"(
Fires every limit that has passed, and waits until nothing more is due. Answers with what was done
since the office was opened. InvalidArgumentError if the timers run by themselves.)")
      .def("timers", &timers, "\nWhat the timers did since the office was opened.")
      .def(
          "clock_moved",
          [](Session& session) { session.use([](const Office& e) { e.clock_moved(); }); },
          "\nThe clock was set, or moved by hand: timers look again at once.");
}

}  // namespace

void bind_office(py::module_& module) {
  Binding binding(module, "Office", R"(
A store with the casework on top, for one process.

What `handle` has answered is durable. Every member may be called from any thread; while one waits,
other Python threads run. Use it with `with`, or close it. After a fork only the parent may use
it.)");
  bind_life(binding);
  bind_cases(binding);
  bind_workflows(binding);
  bind_duties(binding);
  bind_views(binding);
  bind_figures(binding);
  bind_mining(binding);
  bind_ledger(binding);
  bind_receipts(module, binding);
  // Threads of an office must not outlive the interpreter's end.
  py::module_::import("atexit").attr("register")(py::cpp_function(&Session::close_all));
}

}  // namespace recourse::python
