// Workflow: runs a Decider on a store. Load, look the command id up, decide, append; again on
// conflict.
//
//     core::Workflow<Locker> lockers{store, Locker{}};
//     auto outcome = lockers.handle(stream, Open{"A1"}, context);
//     if (!outcome) …                             // an error: nothing was appended
//     if (outcome->refused()) explain(outcome->refusal());
//     else at(outcome->appended().last);
//
// A repeated command id returns the first answer, also where the new state would refuse; with other
// content it is command_id_reused. Refusals and decisions without events are not remembered.
//
// Thread-safety: handle, handle_all and load may be called from any thread. Ownership: borrows the
// store, which must outlive it; owns the decider.
#pragma once

#include <recourse/base/limits.hpp>
#include <recourse/core/decider.hpp>
#include <recourse/core/event_store.hpp>
#include <recourse/describe/check.hpp>
#include <thread>

namespace recourse::core {

/// What became of a command that did not fail: events were appended, or it was refused, or there
/// was nothing to do.
class Outcome {
 public:
  explicit Outcome(Appended appended) : appended_(appended) {}
  explicit Outcome(Refusal refusal) : refusal_(std::move(refusal)) {}
  static Outcome nothing() { return Outcome{Appended{}}; }

  bool refused() const noexcept { return refusal_.has_value(); }
  /// Accepted without a single event: the state already was as asked.
  bool nothing_to_do() const noexcept { return !refused() && appended_.last.value == 0; }
  /// Requires: refused().
  const Refusal& refusal() const { return *refusal_; }
  /// Requires: !refused(). All zeros if there was nothing to do.
  const Appended& appended() const noexcept { return appended_; }

 private:
  Appended appended_{};
  std::optional<Refusal> refusal_;
};

/// A stream's state at a version.
template <class State>
struct Loaded {
  State state{};
  Version version{};             ///< 0: the stream does not exist.
  std::uint32_t definition = 0;  ///< As pinned by the first event.
};

/// One command of a composite, with its own time and actor.
template <Decider D>
struct Step {
  typename D::Command command;
  Timestamp at;
  Actor actor;
};

template <Decider D>
class Workflow {
 public:
  using State = typename D::State;
  using Command = typename D::Command;
  using Event = typename D::Event;

  Workflow(EventStore& store, D decider) : store_(&store), decider_(std::move(decider)) {}

  const D& decider() const noexcept { return decider_; }

  /// Decides `command` for `stream` and appends what it decided.
  /// Errors: invalid_argument (wrong kind of stream, nil command id), malformed and limit_exceeded
  /// (text that is not UTF-8 or too long), command_id_reused, version_conflict (after
  /// limits::kDecideAttemptsMax attempts), user_code_failed, and those of the store.
  Result<Outcome> handle(const StreamId& stream, const Command& command,
                         const Context& context) const {
    const Step<D> step{command, context.now, context.actor};
    return handle_all(stream, std::span{&step, 1}, context.command_id);
  }

  /// Decides several commands one after the other, each on the state that the ones before it leave,
  /// and appends all their events at once: all or nothing. The first refusal refuses the whole. The
  /// append's actor is the first step's.
  Result<Outcome> handle_all(const StreamId& stream, std::span<const Step<D>> steps,
                             CommandId command_id) const {
    RECOURSE_TRY(check_call(stream, steps, command_id));
    const std::uint64_t fingerprint = fingerprint_of_steps(stream, steps);
    for (int attempt = 1;; ++attempt) {
      RECOURSE_TRY_ASSIGN(const auto known, store_->find(command_id));
      if (known) {
        if (known->fingerprint == fingerprint) return Outcome{known->appended};
        return command_id_reused(command_id, known->appended.first);
      }
      auto outcome = attempt_all(stream, steps, command_id, fingerprint);
      if (!outcome || outcome->refused() || outcome->nothing_to_do()) {
        // The same command may have taken effect meanwhile, and have made the state refuse it.
        RECOURSE_TRY_ASSIGN(const auto since, store_->find(command_id));
        if (since && since->fingerprint == fingerprint) return Outcome{since->appended};
      }
      const bool again = outcome.has_error() && outcome.error().code() == Errc::version_conflict &&
                         attempt < limits::kDecideAttemptsMax;
      if (!again) return outcome;
      std::this_thread::yield();  // whoever was faster is likely to be on the way still
    }
  }

  /// Folds a stream's events up to `to`, inclusive.
  /// Errors: corruption, unknown_event, format_too_new, malformed, each naming stream and version.
  Result<Loaded<State>> load(const StreamId& stream, Version to = Version{~0ULL}) const {
    Loaded<State> loaded;
    RECOURSE_TRY_ASSIGN(const auto cursor, store_->read_stream(stream, {.to = to}));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return loaded;
      RECOURSE_TRY(fold(loaded, cursor->record()));
    }
  }

  /// Reads a record's event; errors name the stream and the version.
  static Result<Event> event_of(const RecordView& record) {
    auto event = describe::decode_as<Event>(record.type, record.schema_version, record.payload);
    if (!event) return std::move(event).error().within(place(record));
    return event;
  }

 private:
  /// A stream that the command reads or writes, with what has been decided for it so far.
  struct Work {
    StreamId stream;
    Version base;  ///< As loaded: the expected version.
    Loaded<State> now;
    std::vector<NewEvent> events;
  };

  static std::string place(const RecordView& r) {
    return "stream " + std::string{r.stream} + " version " + std::to_string(r.version.value);
  }

  static Result<void> check_call(const StreamId& stream, std::span<const Step<D>> steps,
                                 const CommandId& command_id) {
    if (stream.kind() != D::kKind) {
      return Error{Errc::invalid_argument,
                   "stream " + stream.text() + " is not of kind '" + std::string{D::kKind} + "'"};
    }
    if (command_id.is_nil()) {
      return Error{Errc::invalid_argument, "a command needs an id that is not all zeros"};
    }
    if (steps.empty()) return Error{Errc::invalid_argument, "there is no command to handle"};
    for (const auto& step : steps) {
      if (auto ok = describe::check_text(step.command); !ok) {
        return ok.error().within(describe::type_of(step.command));
      }
    }
    return {};
  }

  static std::uint64_t fingerprint_of_steps(const StreamId& stream,
                                            std::span<const Step<D>> steps) {
    std::string content = stream.text();
    for (const auto& step : steps) {
      content.push_back('\0');
      content.append(describe::type_of(step.command)).push_back('\0');
      content.append(step.actor.to_string()).push_back('\0');
      describe::encode_alternative(step.command, content);
    }
    const auto hash = core::fingerprint_of(content);
    return hash == 0 ? 1 : hash;
  }

  Result<void> fold(Loaded<State>& loaded, const RecordView& record) const {
    if (record.definition > D::kDefinition) {
      return Error{Errc::format_too_new, place(record) + ": written by definition " +
                                             std::to_string(record.definition) +
                                             ", this build has " + std::to_string(D::kDefinition)};
    }
    if (loaded.version.value == 0) loaded.definition = record.definition;
    RECOURSE_TRY_ASSIGN(const auto event, event_of(record));
    return evolve(loaded, event, record.occurred_at);
  }

  Result<void> evolve(Loaded<State>& loaded, const Event& event, Timestamp occurred_at) const {
    loaded.version = loaded.version.next();
    return guarded("evolve", [&] {
      decider_.evolve(loaded.state, event, Facts{loaded.version, occurred_at, loaded.definition});
      return Result<void>{};
    });
  }

  /// User code may throw; the engine does not.
  template <class F>
  static auto guarded(std::string_view what, F&& f) -> decltype(f()) {
    try {
      return f();
    } catch (const std::exception& e) {
      return Error{Errc::user_code_failed,
                   std::string{D::kKind} + "." + std::string{what} + " threw: " + e.what()};
    }
  }

  Result<std::size_t> find_or_load(std::vector<Work>& work, const StreamId& stream) const {
    for (std::size_t i = 0; i < work.size(); ++i) {
      if (work[i].stream == stream) return i;
    }
    RECOURSE_TRY_ASSIGN(auto loaded, load(stream));
    if (loaded.version.value == 0) loaded.definition = D::kDefinition;
    const Version base = loaded.version;
    work.push_back(Work{stream, base, std::move(loaded), {}});
    return work.size() - 1;
  }

  Result<Outcome> attempt_all(const StreamId& stream, std::span<const Step<D>> steps,
                              const CommandId& command_id, std::uint64_t fingerprint) const {
    std::vector<Work> work;
    RECOURSE_TRY(find_or_load(work, stream));
    for (const auto& step : steps) {
      const Context context{step.at, step.actor, command_id, stream.text()};
      RECOURSE_TRY_ASSIGN(auto decision, decide(work, step.command, context));
      if (decision.is_refusal()) return Outcome{decision.refusal()};
      RECOURSE_TRY(take(work, 0, decision.events(), step.at));
      for (const auto& elsewhere : decision.elsewhere()) {
        RECOURSE_TRY_ASSIGN(const auto i, find_decided(work, elsewhere.stream));
        RECOURSE_TRY(take(work, i, elsewhere.events, step.at));
      }
    }
    return append(work, steps.front().actor, command_id, fingerprint);
  }

  Result<Decision<Event>> decide(std::vector<Work>& work, const Command& command,
                                 const Context& context) const {
    if constexpr (MultiStreamDecider<D>) {
      std::vector<Related<State>> related;
      RECOURSE_TRY_ASSIGN(const auto streams, guarded("related", [&] {
                            return Result<std::vector<StreamId>>{decider_.related(command)};
                          }));
      for (const auto& id : streams) {
        RECOURSE_TRY_ASSIGN(const auto i, find_or_load(work, id));
        related.push_back({id, work[i].now.version, work[i].now.state});
      }
      return guarded("decide", [&] {
        return Result<Decision<Event>>{decider_.decide(work[0].now.state, command, context,
                                                       std::span{std::as_const(related)})};
      });
    } else {
      return guarded("decide", [&] {
        return Result<Decision<Event>>{decider_.decide(work[0].now.state, command, context)};
      });
    }
  }

  static Result<std::size_t> find_decided(const std::vector<Work>& work, const StreamId& stream) {
    for (std::size_t i = 0; i < work.size(); ++i) {
      if (work[i].stream == stream) return i;
    }
    return Error{Errc::user_code_failed, std::string{D::kKind} + ".decide gave events to stream " +
                                             stream.text() + ", which related() did not name"};
  }

  Result<void> take(std::vector<Work>& work, std::size_t i, const std::vector<Event>& events,
                    Timestamp at) const {
    for (const auto& event : events) {
      NewEvent made{std::string{describe::type_of(event)}, describe::version_of(event), at, {}};
      describe::encode_alternative(event, made.payload);
      work[i].events.push_back(std::move(made));
      RECOURSE_TRY(evolve(work[i].now, event, at));
    }
    return {};
  }

  Result<Outcome> append(std::vector<Work>& work, const Actor& actor, const CommandId& command_id,
                         std::uint64_t fingerprint) const {
    Append request{.command_id = command_id, .actor = actor.to_string(), .streams = {}};
    request.fingerprint = fingerprint;
    for (auto& w : work) {
      if (w.events.empty()) continue;
      request.streams.push_back({std::move(w.stream), ExpectedVersion::exactly(w.base),
                                 w.now.definition, std::move(w.events)});
    }
    if (request.streams.empty()) return Outcome::nothing();
    RECOURSE_TRY_ASSIGN(const auto appended, store_->append(std::move(request)));
    return Outcome{appended};
  }

  EventStore* store_;
  D decider_;
};

}  // namespace recourse::core
