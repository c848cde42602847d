// Upgrade: new code looks at every stream that older code wrote, and changes nothing.
//
//     auto report = core::check_upgrade(store, Permit{}, {.against = older_baseline});
//     if (!report->ok()) for (auto& f : report->examples) show(f);
//
// Folding proves that the streams can be read. What else the new code would do to them it says by
// itself, as far as the decider answers these questions; each is optional, pure, and const:
//
//     /// Why no stream may be in this state (its phase is not in the lifecycle); nothing: it may.
//     std::optional<std::string> state_error(const State&) const;
//     /// The lifecycle takes this event in this state.
//     bool accepts(const State& before, const Event&, const core::Facts&) const;
//     /// Nothing remains to be done: what was recorded is not judged again.
//     bool finished(const State&) const;
//     /// Names of the commands that the state takes, whoever may give them.
//     std::vector<std::string_view> next(const State&) const;
//
// The timers of a TimedDecider are tried dry: what each would give one millisecond after its due
// time is decided, and evolved on a copy.
//
// What the older code made of a stream is known from a baseline: it is saved by the older build and
// held against by the new one. A baseline is text, one JSON object a line
// (docs/format/baseline.md). A stream that went on since is compared as it was at the baseline's
// version. State must be described to be compared; what only one of the two builds has of it is
// left out.
//
// Cost: one pass over the headers of the log, and one read of each stream. Memory holds one stream
// at a time (and the ones that its timers' commands relate to), whatever the log's length.
// Thread-safety: a check belongs to one thread; the store may be written meanwhile.
#pragma once

#include <array>
#include <recourse/core/baseline.hpp>
#include <recourse/core/round.hpp>

namespace recourse::core {

/// What may be wrong with a stream under new code. The names stand in the command's answers.
enum class UpgradeProblem : std::uint8_t {
  fold_failed = 1,        ///< A record is not understood, or evolve or a hook throws on it.
  unreachable_state = 2,  ///< The decider objects to the state.
  step_refused = 3,       ///< A recorded event, or a timer's command, is not taken.
  step_lost = 4,          ///< The baseline's code took a command here that this code does not take.
  state_differs = 5,      ///< The same events come to something else than in the baseline.
  stream_missing = 6,     ///< The baseline has it, or more of it, and the log does not.
};
BOOST_DESCRIBE_ENUM(UpgradeProblem, fold_failed, unreachable_state, step_refused, step_lost,
                    state_differs, stream_missing)
inline constexpr std::size_t kUpgradeProblems = 6;

/// One stream that is not compatible with the new code.
struct UpgradeFinding {
  UpgradeProblem problem{};
  std::string stream{};
  Version version{};             ///< Of the stream, where it shows.
  Position position{};           ///< Of that record in the log.
  std::uint32_t definition = 0;  ///< That the stream is pinned to.
  std::string step{};            ///< Event, timer or commands concerned; empty: none.
  std::string what{};
};
BOOST_DESCRIBE_STRUCT(UpgradeFinding, (),
                      (problem, stream, version, position, definition, step, what))
constexpr auto recourse_spec(const UpgradeFinding*) {
  return describe::spec("core.upgrade_finding", 1, "Where new code is not compatible.",
                        {{"problem", 1, "Which kind."},
                         {"stream", 1, "The stream."},
                         {"version", 1, "Of the stream, where it shows."},
                         {"position", 1, "Of that record in the log."},
                         {"definition", 1, "That the stream is pinned to."},
                         {"step", 1, "Event, timer or commands concerned."},
                         {"what", 1, "What is wrong."}});
}

/// A finding as one line of JSON, without the newline.
std::string to_json_line(const UpgradeFinding& finding);

struct UpgradeReport {
  Position head;                               ///< Checked up to here.
  std::uint64_t streams = 0;                   ///< Of the decider's kind.
  std::uint64_t events = 0;                    ///< Records that were folded.
  std::uint64_t unfinished = 0;                ///< Streams that may go on.
  std::uint64_t timers = 0;                    ///< That were tried.
  std::uint64_t saved = 0;                     ///< Streams in the baseline that was saved.
  std::uint64_t compared = 0;                  ///< Streams held against the baseline.
  std::uint64_t behind = 0;                    ///< Not compared: a restore cut them off.
  std::vector<std::string> not_compared = {};  ///< Members of State that are no more.
  std::array<std::uint64_t, kUpgradeProblems> counts{};  ///< Findings, listed or not.
  std::vector<UpgradeFinding> examples = {};             ///< The first ones of each problem.

  std::uint64_t count(UpgradeProblem problem) const {
    return counts[static_cast<std::size_t>(problem) - 1];
  }
  std::uint64_t problems() const {
    std::uint64_t all = 0;
    for (const auto n : counts) all += n;
    return all;
  }
  bool ok() const { return problems() == 0; }
};

struct UpgradeOptions {
  /// Findings of each problem that the report lists; all are counted.
  std::size_t examples_max = 10;
  /// Called with each finding, listed or not.
  std::function<void(const UpgradeFinding&)> found = {};
  /// Takes a new baseline. An error ends the check.
  TakeLine save = {};
  /// Gives an older baseline. An error ends the check.
  GiveLine against = {};
  /// Called now and then with the position reached and the head; false ends the check.
  std::function<bool(Position at, Position head)> progress = {};
};

/// A decider that knows which states are in a phase of its lifecycle.
template <class D>
concept StateCheckingDecider = Decider<D> && requires(const D& d, const typename D::State& s) {
  { d.state_error(s) } -> std::same_as<std::optional<std::string>>;
};
/// A decider that knows which event its lifecycle takes where.
template <class D>
concept AcceptingDecider = Decider<D> &&
    requires(const D& d, const typename D::State& s, const typename D::Event& e, const Facts& f) {
  { d.accepts(s, e, f) } -> std::same_as<bool>;
};
/// A decider that knows when a stream is at its end.
template <class D>
concept FinishingDecider = Decider<D> && requires(const D& d, const typename D::State& s) {
  { d.finished(s) } -> std::same_as<bool>;
};
/// A decider that knows which commands a state takes.
template <class D>
concept SteppingDecider = Decider<D> && requires(const D& d, const typename D::State& s) {
  { d.next(s) } -> std::same_as<std::vector<std::string_view>>;
};

namespace detail {

template <class D>
concept NamesStateError = requires {
  &D::state_error;
};
template <class D>
concept NamesAccepts = requires {
  &D::accepts;
};
template <class D>
concept NamesFinished = requires {
  &D::finished;
};
template <class D>
concept NamesNext = requires {
  &D::next;
};
/// A hook of another form would not be called, and nobody would know.
template <class D>
constexpr bool asks_soundly() {
  return NamesStateError<D> == StateCheckingDecider<D> && NamesAccepts<D> == AcceptingDecider<D> &&
         NamesFinished<D> == FinishingDecider<D> && NamesNext<D> == SteppingDecider<D>;
}

/// Counts what is found, and keeps the two baselines. All that does not depend on the decider.
class UpgradeLedger {
 public:
  UpgradeLedger(const UpgradeOptions& options, const LogIdentity& identity)
      : options_(&options), identity_(identity) {}

  /// Opens the older baseline. Errors: as BaselineReader::open.
  Result<void> open(std::string_view kind);
  /// The older baseline's parts of the state; null without one.
  const std::vector<StatePart>* parts() const { return old_ ? &old_->head().parts : nullptr; }
  /// Begins the new baseline.
  Result<void> begin(std::string_view kind, std::uint32_t definition,
                     const std::vector<StatePart>& parts);

  /// The older baseline's line of the stream that begins there, if it has one. To be called in the
  /// order of the log; lines that are passed over are of streams that the log does not have.
  Result<std::optional<BaselineStream>> known(Position first, std::string_view stream);
  /// The log has less of a stream than the older baseline.
  void missing(const BaselineStream& stream, Version have);
  void found(UpgradeFinding finding);
  bool saves() const { return static_cast<bool>(options_->save); }
  Result<void> save(const BaselineStream& stream);
  /// Reads the older baseline to its end and ends the new one.
  Result<void> end();

  /// Errors: closed, if the caller's `progress` says so.
  Result<void> report_progress(Position at) const;

  UpgradeReport report{};

 private:
  const UpgradeOptions* options_;
  LogIdentity identity_;
  std::optional<BaselineReader> old_{};
};

/// Where a stream begins.
struct StreamBegin {
  Position first;
  StreamId stream;
};

/// The streams of a kind that begin at or behind `from`, in order, up to so many; and where to go
/// on. Nothing more once that is behind the head.
struct StreamBegins {
  std::vector<StreamBegin> streams;
  Position next;
};
Result<StreamBegins> streams_beginning(const EventStore& store, std::string_view kind,
                                       Position from, Position head);

template <Decider D>
class UpgradeCheck {
 public:
  using State = typename D::State;
  using Event = typename D::Event;
  using Command = typename D::Command;

  UpgradeCheck(const EventStore& store, const D& decider, const UpgradeOptions& options)
      : store_(&store), decider_(&decider), fold_(decider), ledger_(options, store.identity()) {
    make_print(saved_, nullptr);
  }

  Result<UpgradeReport> run() {
    auto& report = ledger_.report;
    RECOURSE_TRY_ASSIGN(report.head, store_->head());
    RECOURSE_TRY(ledger_.open(kind_of(*decider_)));
    if (ledger_.parts()) {
      make_print(compared_, ledger_.parts());
      report.not_compared = compared_->unknown();
    }
    RECOURSE_TRY(ledger_.begin(kind_of(*decider_), definition_of(*decider_), saved_->parts()));
    for (Position from{1}; from <= report.head;) {
      RECOURSE_TRY_ASSIGN(const auto begun,
                          streams_beginning(*store_, kind_of(*decider_), from, report.head));
      for (const auto& stream : begun.streams) {
        RECOURSE_TRY(check(stream));
        RECOURSE_TRY(ledger_.report_progress(stream.first));
      }
      from = begun.next;
    }
    RECOURSE_TRY(ledger_.end());
    RECOURSE_TRY(ledger_.report_progress(report.head));
    return std::move(report);
  }

 private:
  /// A stream while it is read.
  struct Reading {
    const StreamBegin* begin;
    std::optional<BaselineStream> known = {};
    Loaded<State> now = {};
    Position at = {};             ///< Of the record that it is at.
    UpgradeFinding refused = {};  ///< The first recorded event that was not taken.
    std::uint64_t refused_events = 0;
  };
  /// The record that a stream could not be folded over.
  struct Fault {
    Version version;
    std::string type;
    Error error;
  };

  void make_print(std::optional<StatePrint<State>>& print,
                  const std::vector<StatePart>* wanted) const {
    if constexpr (DescribedAtRunTime<D>) {
      print.emplace(wanted, &decider_->state_value());
    } else {
      print.emplace(wanted);
    }
  }

  Result<void> check(const StreamBegin& begin) {
    Reading r{&begin};
    ++ledger_.report.streams;
    RECOURSE_TRY_ASSIGN(r.known, ledger_.known(begin.first, begin.stream.text()));
    const auto look = [&](const State& s, const Event& e, const Facts& f) { judge(r, s, e, f); };
    const auto each = [&] {
      ++ledger_.report.events;
      if (r.known && r.known->version == r.now.version) compare(r);
    };
    RECOURSE_TRY_ASSIGN(const auto fault, read(begin.stream, r.now, r.at, look, each));
    if (fault) {
      r.now.version = fault->version;
      report(r, UpgradeProblem::fold_failed, fault->type, text_of(fault->error));
      return {};
    }
    if (r.known && r.known->version > r.now.version) ledger_.missing(*r.known, r.now.version);
    object(r);
    recall(r);
    RECOURSE_TRY_ASSIGN(auto declined, try_timers(r));
    if (!ledger_.saves()) return {};
    const auto next = next_of(r);
    return ledger_.save({begin.first,
                         begin.stream.text(),
                         r.now.version,
                         {next.begin(), next.end()},
                         std::move(declined),
                         (*saved_)(r.now)});
  }

  /// Folds a stream as far as the head; `at` is the record that it is at. Errors are the store's.
  template <class Look, class Each>
  Result<std::optional<Fault>> read(const StreamId& stream, Loaded<State>& loaded, Position& at,
                                    const Look& look, const Each& each) const {
    RECOURSE_TRY_ASSIGN(const auto cursor, store_->read_stream(stream));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more || cursor->record().position > ledger_.report.head) return std::optional<Fault>{};
      const auto& record = cursor->record();
      at = record.position;
      auto taken = fold_.take(loaded, record, look);
      if (!taken) {
        return std::optional{Fault{record.version, std::string{record.type}, taken.error()}};
      }
      each();
    }
  }

  static std::string text_of(const Error& error) {
    return std::string{info(error.code()).name} + ": " + error.message();
  }

  void report(const Reading& r, UpgradeProblem problem, std::string step, std::string what) {
    ledger_.found({problem, r.begin->stream.text(), r.now.version, r.at, r.now.definition,
                   std::move(step), std::move(what)});
  }

  /// Asks a hook; one that throws is a finding of its own, and the answer is `otherwise`.
  template <class T, class F>
  T ask(const Reading& r, std::string_view hook, T otherwise, F&& f) {
    auto answer = Fold<D>::guarded(hook, [&] { return Result<T>{f()}; });
    if (answer) return std::move(*answer);
    report(r, UpgradeProblem::fold_failed, {}, text_of(answer.error()));
    return otherwise;
  }

  /// What the lifecycle says of an event, before it is evolved.
  void judge(Reading& r, const State& before, const Event& event, const Facts& facts) const {
    if constexpr (AcceptingDecider<D>) {
      const auto accepted = Fold<D>::guarded(
          "accepts", [&] { return Result<bool>{decider_->accepts(before, event, facts)}; });
      if (accepted && *accepted) return;
      if (++r.refused_events > 1) return;
      r.refused = {UpgradeProblem::step_refused,
                   r.begin->stream.text(),
                   facts.version,
                   r.at,
                   facts.definition,
                   std::string{describe::type_of(event)},
                   accepted ? "it was recorded, and the lifecycle does not take it there"
                            : text_of(accepted.error())};
    } else {
      (void)r, (void)before, (void)event, (void)facts;
    }
  }

  void object(const Reading& r) {
    if constexpr (StateCheckingDecider<D>) {
      auto state_error = ask(r, "state_error", std::optional<std::string>{},
                             [&] { return decider_->state_error(r.now.state); });
      if (state_error) report(r, UpgradeProblem::unreachable_state, {}, std::move(*state_error));
    } else {
      (void)r;
    }
  }

  /// The recorded events that are not taken, unless the stream has come to its end anyway.
  void recall(Reading& r) {
    bool finished = false;
    if constexpr (FinishingDecider<D>) {
      finished = ask(r, "finished", false, [&] { return decider_->finished(r.now.state); });
    }
    if (finished) return;
    ++ledger_.report.unfinished;
    if (r.refused_events == 0) return;
    if (r.refused_events > 1) {
      r.refused.what += "; nor " + std::to_string(r.refused_events - 1) + " after it";
    }
    ledger_.found(std::move(r.refused));
  }

  std::vector<std::string_view> next_of(const Reading& r) {
    if constexpr (SteppingDecider<D>) {
      return ask(r, "next", std::vector<std::string_view>{},
                 [&] { return decider_->next(r.now.state); });
    } else {
      (void)r;
      return {};
    }
  }

  /// Holds the stream, which is at the baseline's version, against the baseline.
  void compare(const Reading& r) {
    ++ledger_.report.compared;
    const auto next = next_of(r);
    std::string lost;
    for (const auto& name : r.known->next) {
      if (std::ranges::find(next, name) != next.end()) continue;
      lost.append(lost.empty() ? "" : ", ").append(name);
    }
    if (SteppingDecider<D> && !lost.empty()) {
      report(r, UpgradeProblem::step_lost, lost, "the code before took it here");
    }
    const auto state = (*compared_)(r.now);
    std::string other;
    for (std::size_t i = 0; i < compared_->parts().size(); ++i) {
      const auto digits = [i](std::string_view all) { return all.substr(i * 8, 8); };
      if (!compared_->whole(i) || digits(state) == digits(r.known->state)) continue;
      other.append(other.empty() ? "" : ", ").append(compared_->title(i));
    }
    if (other.empty()) return;
    report(r, UpgradeProblem::state_differs, {}, "the same events give another state: " + other);
  }

  /// The timers that run and whose command would not take effect. Errors are the store's.
  Result<std::vector<std::string>> try_timers(const Reading& r) {
    std::vector<std::string> declined;
    if constexpr (TimedDecider<D>) {
      for (const auto& timer : r.now.timers) {
        if (!timer.fires || timer.spent) continue;
        ++ledger_.report.timers;
        RECOURSE_TRY_ASSIGN(const auto why, objection_to(r, timer));
        if (why.empty()) continue;
        declined.push_back(timer.name);
        const bool as_before =
            r.known && r.known->version == r.now.version &&
            std::ranges::find(r.known->declined, timer.name) != r.known->declined.end();
        if (as_before) continue;
        report(r, UpgradeProblem::step_refused, timer.name,
               "when the timer is due at " + to_string(timer.due) + ": " + why);
      }
    } else {
      (void)r;
    }
    return declined;
  }

  /// Why a timer's command would not take effect; empty if it would. Errors are the store's.
  Result<std::string> objection_to(const Reading& r,
                                   const ArmedTimer& timer) const requires TimedDecider<D> {
    const auto& stream = r.begin->stream;
    std::optional<Error> stores;
    Round<D> round{*decider_, [&](const StreamId& id) {
                     return id == stream ? borrowed(r.now) : read_other(id, stores);
                   }};
    const auto fired = round.fire(stream, timer.name, timer.generation, after(timer.due));
    if (stores) return *std::move(stores);
    if (!fired) return text_of(fired.error());
    if (fired->firing == Firing::fired) return std::string{};
    const std::string name{describe::type_of(*fired->command)};
    if (!fired->refusal) return name + " comes to nothing";
    return name + " is refused: " + fired->refusal->name + ": " + fired->refusal->en;
  }

  using LoadedState = typename Round<D>::LoadedState;

  /// What outlives the round, without owning it.
  static Result<LoadedState> borrowed(const Loaded<State>& loaded) {
    return LoadedState{std::shared_ptr<void>{}, &loaded};
  }

  /// Another stream that a command concerns. Errors: what the decider failed with; those of the
  /// store, which are left in `stores`.
  Result<LoadedState> read_other(const StreamId& stream, std::optional<Error>& stores) const {
    auto other = std::make_shared<Loaded<State>>();
    Position at;
    auto fault = read(stream, *other, at, typename Fold<D>::Blind{}, [] {});
    if (!fault) return stores.emplace(std::move(fault).error());
    if (*fault) return std::move((*fault)->error);
    return LoadedState{std::move(other)};
  }

  const EventStore* store_;
  const D* decider_;
  Fold<D> fold_;
  UpgradeLedger ledger_;
  std::optional<StatePrint<State>> saved_ = {};
  std::optional<StatePrint<State>> compared_ = {};
};

}  // namespace detail

/// Reads every stream of the decider's kind and says what the decider does not do right by.
/// Writes nothing. What is appended meanwhile is not looked at.
/// Errors mean that the check could not be done: those of the store, of `save` and `against`,
/// malformed (the baseline, naming the line), invalid_argument (it is of another log or kind),
/// closed (`progress` ended it).
template <Decider D>
Result<UpgradeReport> check_upgrade(const EventStore& store, const D& decider,
                                    const UpgradeOptions& options = {}) {
  static_assert(detail::asks_soundly<D>(), "a hook of core/upgrade.hpp has another form there");
  return detail::UpgradeCheck<D>{store, decider, options}.run();
}

}  // namespace recourse::core
