// Workflow: runs a Decider on a store. Take the state, decide, append; again on conflict.
//
//     core::Workflow<Locker> lockers{store, Locker{}};
//     auto outcome = lockers.handle(stream, Open{"A1"}, context);
//     if (!outcome) …                             // an error: nothing was appended
//     if (outcome->refused()) explain(outcome->refusal());
//     else at(outcome->appended().last);
//
// A repeated command id returns the first answer, also where the new state would refuse; with other
// content it is command_id_reused. The store proves an id new when it appends; only where nothing
// is to be appended is it looked up. Refusals and decisions without events are not remembered; what
// they found passed (core/round.hpp) fires all the same, in appends of its own, by `handle`: where
// nobody runs the timers, the log says what the refusal went by.
//
// The states of the streams used last stay in memory: a hot stream is decided without reading its
// events. Each time the store is asked for the stream's version first, so a state that somebody
// else has moved on is never decided upon: what is missing is folded onto it.
//
// With a sealer (core/sealer.hpp) personal data is sealed on its way into the log, and clear where
// the decider looks. The fingerprint of a command then holds of personal data what only the
// person's key can compute: after that was destroyed, nobody can confirm a guess by it, and the
// same command given again is command_id_reused.
//
// Thread-safety: all members may be called from any thread. Ownership: borrows the store and the
// sealer, which must outlive it; owns the decider. Completions of async_commit must have come
// before it ends.
#pragma once

#include <recourse/core/command_meter.hpp>
#include <recourse/core/round.hpp>
#include <recourse/core/state_cache.hpp>
#include <recourse/describe/check.hpp>
#include <thread>

namespace recourse::core {

/// One command of a composite, with its own time and actor.
template <Decider D>
struct Step {
  typename D::Command command;
  Timestamp at;
  Actor actor;
  Standing standing = {};  ///< As Context::standing.
};

/// Why a command is given, as the log keeps it.
struct Causes {
  std::optional<CommandId> correlation = {};  ///< As Context::correlation.
  std::optional<CommandId> causation = {};    ///< As Context::causation.
  std::optional<Version> expected = {};       ///< As Context::expected.
};

/// What a command comes to, before it is committed.
template <Decider D>
struct Draft {
  std::optional<Refusal> refusal = {};
  std::optional<Append> append = {};  ///< Neither: there is nothing to do.
  /// The streams as they are once it is committed.
  std::vector<std::pair<StreamId, std::shared_ptr<const Loaded<typename D::State>>>> after = {};
  /// What `append` asks the log for, and the answer where it is not so.
  std::vector<typename Round<D>::Unless> unless = {};
  /// The timers that it found passed, in their order: where nothing is appended they fire alone.
  std::vector<typename Round<D>::Passed> passed = {};
};

/// What firing a timer comes to, before it is committed.
template <Decider D>
struct FiringDraft {
  Firing firing = Firing::stale;
  Draft<D> draft = {};
};

/// What a workflow works with besides the store and the decider.
struct WorkflowOptions {
  StateCacheOptions cache = {};
  Sealer* sealer = nullptr;  ///< Null: personal data is stored in clear form.
};

template <Decider D>
class Workflow {
 public:
  using State = typename D::State;
  using Command = typename D::Command;
  using Event = typename D::Event;

  Workflow(EventStore& store, D decider, WorkflowOptions options = {})
      : store_(&store),
        sealer_(options.sealer),
        decider_(std::move(decider)),
        cache_(std::make_unique<StateCache<State>>(options.cache)),
        meter_(std::make_unique<CommandMeter>()) {}

  const D& decider() const noexcept { return decider_; }
  EventStore& store() const noexcept { return *store_; }
  /// Null: there is none.
  Sealer* sealer() const noexcept { return sealer_; }
  /// Folds with this workflow's decider; opens what is sealed, if there is a sealer.
  Fold<D> fold() const { return Fold<D>{decider_, sealer_}; }
  StateCacheStatus cache() const { return cache_->status(); }
  /// What became of the commands; whoever runs drafts by himself counts them here.
  CommandMeter& meter() const noexcept { return *meter_; }

  /// Decides `command` for `stream` and appends what it decided.
  /// Errors: invalid_argument (wrong kind of stream, nil command id, an actor whose role is
  /// reserved or who would be read back as another one: check_actor), malformed and limit_exceeded
  /// (text that is not UTF-8 or too long), command_id_reused, version_conflict (Context::expected;
  /// after limits::kDecideAttemptsMax attempts), user_code_failed, outcome_unknown (after
  /// limits::kUnknownOutcomesMax: it may have taken effect; give it again under its id), and those
  /// of the store and of the sealer.
  Result<Outcome> handle(const StreamId& stream, const Command& command,
                         const Context& context) const {
    const Step<D> step{command, context.now, context.actor, context.standing};
    return handle_all(stream, std::span{&step, 1}, context.command_id,
                      {context.correlation, context.causation, context.expected});
  }

  /// Decides several commands one after the other, each on the state that the ones before it leave,
  /// and appends all their events at once: all or nothing. The first refusal refuses the whole. The
  /// append's actor is the first step's.
  Result<Outcome> handle_all(const StreamId& stream, std::span<const Step<D>> steps,
                             CommandId command_id, const Causes& causes = {}) const {
    const auto begun = std::chrono::steady_clock::now();
    auto outcome = handle_steps(stream, steps, command_id, causes);
    meter_->count(outcome, std::chrono::steady_clock::now() - begun);
    return outcome;
  }

  /// Checks a call before it is drafted. Errors: invalid_argument, malformed and limit_exceeded, as
  /// handle.
  Result<void> check_call(const StreamId& stream, std::span<const Step<D>> steps,
                          const CommandId& command_id) const {
    if (stream.kind() != kind_of(decider_)) return wrong_kind(stream);
    if (command_id.is_nil()) {
      return Error{Errc::invalid_argument, "a command needs an id that is not all zeros"};
    }
    if (steps.empty()) return Error{Errc::invalid_argument, "there is no command to handle"};
    for (const auto& step : steps) {
      RECOURSE_TRY(check_actor(step.actor, step.standing));
      auto ok = describe::check_text(step.command);
      if (ok) ok = check_clear(step.command);
      if (!ok) return ok.error().within(describe::type_of(step.command));
    }
    return {};
  }

  /// What commands come to upon the streams as they stand now. To be committed, or dropped.
  /// Requires: check_call found nothing. Errors: user_code_failed, and those of the store and of
  /// the sealer.
  Result<Draft<D>> draft(const StreamId& stream, std::span<const Step<D>> steps,
                         const CommandId& command_id, const Causes& causes = {}) const {
    auto round = begin();
    for (const auto& step : steps) {
      RECOURSE_TRY_ASSIGN(const auto decision, round.decide(stream, step.command,
                                                            {.now = step.at,
                                                             .actor = step.actor,
                                                             .command_id = command_id,
                                                             .standing = step.standing,
                                                             .correlation = causes.correlation,
                                                             .causation = causes.causation}));
      RECOURSE_TRY(check_expected(round, stream, causes.expected));
      if (decision.is_refusal()) {
        return Draft<D>{.refusal = decision.refusal(), .passed = round.passed()};
      }
    }
    if (!round.decided()) return Draft<D>{.passed = round.passed()};
    const auto& first = steps.front();
    // The stream's keys as they are with what is appended: so they are when it is given again.
    RECOURSE_TRY_ASSIGN(const auto fingerprint,
                        fingerprint_of(stream, steps, keys_of(round, stream)));
    return make_draft(std::move(round), {.command_id = command_id,
                                         .actor = first.actor.to_string(),
                                         .standing = first.standing,
                                         .correlation = causes.correlation,
                                         .causation = causes.causation,
                                         .fingerprint = fingerprint,
                                         .streams = {}});
  }

  /// What a command would come to as the streams stand now; nothing is appended. `look` sees each
  /// event that it would record, those of passed timers first (Round::Blind says how).
  /// Errors: as draft.
  template <class Look>
  Result<Decision<Event>> rehearse(const StreamId& stream, const Command& command,
                                   const Context& context, const Look& look) const {
    if (stream.kind() != kind_of(decider_)) return wrong_kind(stream);
    RECOURSE_TRY(check_actor(context.actor, context.standing));
    // Nothing is appended, so nothing is sealed: no key is begun.
    return begin(nullptr).decide(stream, command, context, look);
  }

  /// The answer to a command whose draft appends nothing: the first one, if it has taken effect
  /// before. Otherwise the timers that it found passed fire alone, as of its own moment, and it is
  /// what it came to; one that is given again fires nothing. Waits until that is durable.
  /// Requires: `drafted` is an error, or has no append. Errors: its own, command_id_reused, those
  /// of `fire`, and those of the store.
  Result<Outcome> answer_without_append(const StreamId& stream, std::span<const Step<D>> steps,
                                        const CommandId& command_id,
                                        Result<Draft<D>> drafted) const {
    RECOURSE_TRY_ASSIGN(const auto known, store_->find(command_id));
    if (known) {
      RECOURSE_TRY_ASSIGN(const auto fingerprint, fingerprint_of_known(stream, steps));
      if (known->fingerprint == fingerprint) return Outcome{known->appended};
      return command_id_reused(command_id, known->appended.first);
    }
    if (!drafted) return std::move(drafted).error();
    RECOURSE_TRY(fire_passed(drafted->passed, steps.back().at));
    if (drafted->refusal) return Outcome{std::move(*drafted->refusal)};
    return Outcome::nothing();
  }

  /// Whether a command is decided anew after this error, the `attempt`th one: somebody else was
  /// faster, or the log's answer was lost, and giving it the same id again tells what became of it.
  static bool is_decided_anew(const Error& error, int attempt) {
    if (error.code() == Errc::outcome_unknown) return attempt < limits::kUnknownOutcomesMax;
    return error.code() == Errc::version_conflict && attempt < limits::kDecideAttemptsMax;
  }

  /// What firing a timer would append at the moment `now`. To be committed, or dropped.
  /// Errors: invalid_argument, user_code_failed, and those of the store.
  Result<FiringDraft<D>> draft_firing(const StreamId& stream, std::string_view timer,
                                      Version generation,
                                      Timestamp now) const requires TimedDecider<D> {
    if (stream.kind() != kind_of(decider_)) return wrong_kind(stream);
    auto round = begin();
    RECOURSE_TRY_ASSIGN(const auto fired, round.fire(stream, timer, generation, now));
    if (!fired.command) return FiringDraft<D>{fired.firing, {}};
    const Step<D> step{*fired.command, fired.at, timer_actor(), StandingOf::engine()};
    RECOURSE_TRY_ASSIGN(const auto fingerprint,
                        fingerprint_of(stream, std::span{&step, 1}, keys_of(round, stream)));
    return FiringDraft<D>{fired.firing,
                          make_draft(std::move(round), {.command_id = fired.command_id,
                                                        .actor = timer_actor().to_string(),
                                                        .standing = StandingOf::engine(),
                                                        .correlation = fired.correlation,
                                                        .causation = fired.causation,
                                                        .fingerprint = fingerprint,
                                                        .streams = {}})};
  }

  /// What a draft leaves behind for an answer, when its append has gone to the store.
  struct Remains {
    std::vector<typename Round<D>::Unless> unless = {};
    std::vector<typename Round<D>::Passed> passed = {};
    Timestamp moment{};  ///< The command's.
  };

  /// The answer to an append that the log refused by one of its conditions: the refusal of the one
  /// that does not hold; what had passed fires alone, as of the command's moment. Waits until that
  /// is durable. Errors: those of `fire` and of the store; tag_conflict if all hold now.
  Result<Outcome> answer_tag_conflict(const Remains& of, const Error& conflict) const {
    RECOURSE_TRY(fire_passed(of.passed, of.moment));
    for (const auto& one : of.unless) {
      RECOURSE_TRY_ASSIGN(const auto last, store_->last_tagged(one.type, one.tag));
      if (last.value > 0) return Outcome{one.refusal};
    }
    return conflict;
  }

  /// Fires a timer and waits until that is durable. Conflicts are met as in handle.
  Result<Firing> fire(const StreamId& stream, std::string_view timer, Version generation,
                      Timestamp now) const requires TimedDecider<D> {
    for (int attempt = 1;; ++attempt) {
      RECOURSE_TRY_ASSIGN(auto drafted, draft_firing(stream, timer, generation, now));
      if (!drafted.draft.append) return drafted.firing;
      const auto outcome = commit(std::move(drafted.draft));
      if (outcome) return drafted.firing;
      if (!is_decided_anew(outcome.error(), attempt)) return outcome.error();
      std::this_thread::yield();
    }
  }

  /// Appends a draft without waiting; `done` is called as EventStore::async_append says.
  /// Requires: draft.append.
  void async_commit(Draft<D> draft, base::Completion<Result<Appended>> done) const {
    auto append = std::move(*draft.append);
    store_->async_append(std::move(append),
                         [this, after = std::move(draft.after),
                          done = std::move(done)](Result<Appended> appended) mutable {
                           if (appended && !appended->repeated) keep(after);
                           done(std::move(appended));
                         });
  }

  /// A stream as it stands. Errors: as Fold::take, and those of the store.
  Result<std::shared_ptr<const Loaded<State>>> current(const StreamId& stream) const {
    RECOURSE_TRY_ASSIGN(const auto version, store_->version_of(stream));
    if (version.value == 0) return std::make_shared<const Loaded<State>>();
    auto known = cache_->find(stream.text());
    if (known) {
      RECOURSE_TRY_ASSIGN(const bool is_erased, holds_erased(*known));
      if (is_erased) cache_->drop(stream.text()), known = nullptr;
    }
    if (known && known->version == version) {
      cache_->count(&StateCacheStatus::hits);
      return known;
    }
    const bool usable = known && known->version < version;
    cache_->count(usable ? &StateCacheStatus::advanced : &StateCacheStatus::misses);
    auto loaded = std::make_shared<Loaded<State>>(usable ? *known : Loaded<State>{});
    RECOURSE_TRY(read_on(*loaded, stream, version));
    std::shared_ptr<const Loaded<State>> entry = std::move(loaded);
    cache_->put(stream.text(), entry);
    return entry;
  }

  /// Folds a stream's events up to `to`, inclusive. Errors: as current.
  Result<Loaded<State>> load(const StreamId& stream, Version to = Version{~0ULL}) const {
    if (to == Version{~0ULL}) {
      RECOURSE_TRY_ASSIGN(const auto now, current(stream));
      return *now;
    }
    Loaded<State> loaded;
    RECOURSE_TRY(read_on(loaded, stream, to));
    return loaded;
  }

  /// Fires every timer of a stream that has passed before a moment, in their order, each durable:
  /// for whoever looks at a state as a command would find it. Errors: those of `fire`;
  /// user_code_failed after limits::kTimersOfARoundMax of them.
  Result<void> settle(const StreamId& stream, Timestamp now) const {
    if constexpr (TimedDecider<D>) {
      for (std::size_t count = 0; count < limits::kTimersOfARoundMax; ++count) {
        RECOURSE_TRY_ASSIGN(const auto loaded, current(stream));
        const auto* const timer = Round<D>::first_passed(*loaded, now);
        if (timer == nullptr) return {};
        const ArmedTimer fired{*timer};
        RECOURSE_TRY(fire(stream, fired.name, fired.generation, now));
      }
      return Error{Errc::user_code_failed, std::string{kind_of(decider_)} +
                                               ".timers: timer after timer has passed already"};
    } else {
      (void)stream, (void)now;
      return {};
    }
  }

  /// Forgets a stream's state: the next command reads it anew.
  void forget(const StreamId& stream) const { cache_->drop(stream.text()); }

  /// Reads a record's event; errors name the stream and the version.
  /// Not for a decider that upcasts: Fold::events_of.
  static Result<Event> event_of(const RecordView& record) requires(!UpcastingDecider<D>) {
    return Fold<D>::event_of(record);
  }

 private:
  Round<D> begin() const { return begin(sealer_); }
  Round<D> begin(Sealer* sealer) const {
    return Round<D>{decider_, [this](const StreamId& stream) { return current(stream); },
                    definition_of(decider_), sealer};
  }

  Result<Outcome> handle_steps(const StreamId& stream, std::span<const Step<D>> steps,
                               const CommandId& command_id, const Causes& causes) const {
    RECOURSE_TRY(check_call(stream, steps, command_id));
    for (int attempt = 1;; ++attempt) {
      const auto moment = steps.back().at;
      auto drafted = draft(stream, steps, command_id, causes);
      if (!drafted || !drafted->append) {
        return answer_without_append(stream, steps, command_id, std::move(drafted));
      }
      const Remains remains{std::move(drafted->unless), std::move(drafted->passed), moment};
      auto appended = commit(std::move(*drafted));
      if (appended) return Outcome{*appended};
      if (appended.error().code() == Errc::tag_conflict) {
        return answer_tag_conflict(remains, appended.error());
      }
      if (!is_decided_anew(appended.error(), attempt)) return appended.error();
      if (appended.error().code() == Errc::version_conflict) meter_->count_conflict();
      std::this_thread::yield();  // whoever was faster is likely to be on the way still
    }
  }

  Result<void> fire_passed(const std::vector<typename Round<D>::Passed>& passed,
                           Timestamp now) const {
    if constexpr (TimedDecider<D>) {
      for (const auto& one : passed) {
        RECOURSE_TRY(fire(one.stream, one.timer, one.generation, now));
      }
    } else {
      (void)passed, (void)now;
    }
    return {};
  }

  /// version_conflict if the stream was at another version when it was looked at.
  static Result<void> check_expected(const Round<D>& round, const StreamId& stream,
                                     const std::optional<Version>& expected) {
    if (!expected) return {};
    for (const auto& touched : round.touched()) {
      if (touched.stream != stream || touched.found->version == *expected) continue;
      const auto actual = touched.found->version.value;
      return Error{Errc::version_conflict,
                   "stream " + stream.text() + " is at version " + std::to_string(actual) +
                       ", expected " + std::to_string(expected->value),
                   actual};
    }
    return {};
  }

  Error wrong_kind(const StreamId& stream) const {
    return Error{Errc::invalid_argument, "stream " + stream.text() + " is not of kind '" +
                                             std::string{kind_of(decider_)} + "'"};
  }

  /// Whoever gives a command gives its personal data in clear: ciphertext opens at its place alone.
  Result<void> check_clear(const Command& command) const {
    if (!is_to_be_sealed(command)) return {};
    const auto& info = describe::set_info_of(command);
    return describe::for_each_sealed(
        const_cast<void*>(info.get(&command)), info.type_of(&command),
        [](const describe::SealedField& field) -> Result<void> {
          if (field.is_clear()) return {};
          return Error{Errc::malformed, std::string{field.path} +
                                            " is sealed already; personal data is given in clear"};
        });
  }

  bool is_to_be_sealed(const Command& command) const {
    return sealer_ != nullptr && detail::holds_sealed<Command>(command.index());
  }

  /// What makes a command the same command: all of it, but for its secrets, and of personal data
  /// what its person's key makes of it.
  Result<void> encode_content(const Command& command, const SubjectKeys& keys,
                              std::string& content) const {
    if constexpr (DeciderWithSecrets<D>) {
      if (auto open = D::without_secrets(command)) {
        return encode_digest(std::move(*open), keys, content);
      }
    }
    if (is_to_be_sealed(command)) return encode_digest(command, keys, content);
    describe::encode_alternative(command, content);
    return {};
  }
  Result<void> encode_digest(Command command, const SubjectKeys& keys, std::string& content) const {
    if (is_to_be_sealed(command)) {
      const auto& info = describe::set_info_of(command);
      RECOURSE_TRY(
          sealer_->digest(const_cast<void*>(info.get(&command)), info.type_of(&command), keys));
    }
    describe::encode_alternative(command, content);
    return {};
  }

  /// The hash of what commands ask, for a stream whose persons have these keys.
  Result<std::uint64_t> fingerprint_of(const StreamId& stream, std::span<const Step<D>> steps,
                                       const SubjectKeys& keys) const {
    std::string content = stream.text();
    for (const auto& step : steps) {
      content.push_back('\0');
      content.append(describe::type_of(step.command)).push_back('\0');
      content.append(step.actor.to_string()).push_back('\0');
      RECOURSE_TRY(encode_content(step.command, keys, content));
    }
    return core::fingerprint_of(store_->fingerprint_key(), content);
  }
  /// The same, for the stream as it stands.
  Result<std::uint64_t> fingerprint_of_known(const StreamId& stream,
                                             std::span<const Step<D>> steps) const {
    if (sealer_ == nullptr) return fingerprint_of(stream, steps, SubjectKeys{});
    RECOURSE_TRY_ASSIGN(const auto now, current(stream));
    return fingerprint_of(stream, steps, now->keys);
  }

  static const SubjectKeys& keys_of(const Round<D>& round, const StreamId& stream) {
    static const SubjectKeys none;
    for (const auto& touched : round.touched()) {
      if (touched.stream == stream) return touched.now().keys;
    }
    return none;
  }

  /// Whether a state was opened by a key that has been destroyed since.
  Result<bool> holds_erased(const Loaded<State>& known) const {
    if (sealer_ == nullptr || known.destructions == sealer_->destructions()) return false;
    for (const auto& key : known.keys) {
      RECOURSE_TRY_ASSIGN(const bool gone, sealer_->is_destroyed(key.id));
      if (gone) return true;
    }
    return false;
  }

  /// Folds what follows `loaded`, up to `to`.
  Result<void> read_on(Loaded<State>& loaded, const StreamId& stream, Version to) const {
    RECOURSE_TRY_ASSIGN(const auto cursor,
                        store_->read_stream(stream, {.from = loaded.version.next(), .to = to}));
    const auto opening = fold();
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return {};
      RECOURSE_TRY(opening.take(loaded, cursor->record()));
    }
  }

  void keep(const decltype(Draft<D>::after)& streams) const {
    for (const auto& [stream, state] : streams) cache_->put(stream.text(), state);
  }

  /// The draft of an append that has everything but its streams and conditions.
  static Draft<D> make_draft(Round<D> round, Append request) {
    Draft<D> draft;
    draft.unless = round.unless();
    draft.passed = round.passed();
    for (const auto& one : draft.unless) request.conditions.push_back({one.type, one.tag, {}});
    for (auto& touched : std::move(round).touched()) {
      if (touched.events.empty()) continue;
      request.streams.push_back({touched.stream, touched.expected(), touched.now().definition,
                                 std::move(touched.events)});
      draft.after.emplace_back(std::move(touched.stream), std::move(touched.changed));
    }
    if (!request.streams.empty()) draft.append = std::move(request);
    return draft;
  }

  Result<Appended> commit(Draft<D> draft) const {
    RECOURSE_TRY_ASSIGN(const auto appended, store_->append(std::move(*draft.append)));
    if (!appended.repeated) keep(draft.after);
    return appended;
  }

  EventStore* store_;
  Sealer* sealer_;
  D decider_;
  std::unique_ptr<StateCache<State>> cache_;
  std::unique_ptr<CommandMeter> meter_;
};

}  // namespace recourse::core
