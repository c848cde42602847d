// Round: what a decider makes of commands upon the streams as they stand. No store, no clock.
//
//     core::Round<Locker> round{locker, [&](const StreamId& id) { return workflow.current(id); }};
//     auto decision = round.decide(stream, Open{"A1"}, {now, actor, command_id});
//     for (const auto& touched : round.touched()) append(touched.stream, touched.events);
//
// A round finds the streams that a command concerns, lets the decider decide, encodes its events,
// reads them back as whoever replays them will, and folds what was read; several commands are
// decided one after the other, each upon what the ones before it leave. What comes out is, for each
// stream, the new events, the version that they expect and the state after them: to be appended at
// once, or dropped. Workflow, scenarios and the upgrade check decide through this and nothing
// else, so that they agree.
//
// Passed timers come first: before a command is decided, every timer of its stream, and of those
// that it concerns, whose due time lies before the command's moment fires, in the order of due
// times, each at its own moment and as the timers' actor. What a limit's end brings so does not
// depend on whether the timers' thread or a person was faster. Where one cannot be fired (a hook
// throws), a command that would be refused anyway is refused; another ends with that error.
//
// What a decision must be the first of (Decision::unless_tagged) is asked of the events of the same
// round at once, and of the log by the append's conditions.
//
// With a sealer, events are folded as they were decided, and go into the append sealed
// (core/sealer.hpp).
//
// Invariants: a stream is loaded once in a round. Its state is copied once, when the first event is
// decided for it, and what was loaded is never changed. After an error or a refusal the round is of
// no more use: part of a decision may have been taken.
//
// Thread-safety: a round belongs to one thread. Ownership: borrows the decider.
#pragma once

#include <functional>
#include <memory>
#include <recourse/core/event_store.hpp>
#include <recourse/core/fold.hpp>

namespace recourse::core {

/// What became of a timer.
enum class Firing : std::uint8_t {
  fired,     ///< Its command took effect.
  declined,  ///< The decider refused, and that was recorded.
  stale,     ///< It does not run in this generation, or has fired: nothing happened.
  early,     ///< Its due time has not passed: nothing happened.
};

template <Decider D>
class Round {
 public:
  using State = typename D::State;
  using Command = typename D::Command;
  using Event = typename D::Event;
  /// A stream as it stands; of version 0 if it does not exist. Shared, so that a cached state is
  /// not copied for a command that changes nothing.
  using LoadedState = std::shared_ptr<const Loaded<State>>;
  /// Asked once for each stream. What it captures should fit a pointer: then nothing is allocated.
  using Load = std::function<Result<LoadedState>(const StreamId&)>;

  /// A stream that the commands read or wrote.
  struct Touched {
    StreamId stream;
    LoadedState found;                       ///< As it was loaded.
    std::shared_ptr<Loaded<State>> changed;  ///< After the events; null if nothing concerned it.
    std::vector<NewEvent> events;            ///< In order; none if it was only read.

    const Loaded<State>& now() const { return changed ? *changed : *found; }
    ExpectedVersion expected() const { return ExpectedVersion::exactly(found->version); }
  };

  /// What firing a timer came to.
  struct Fired {
    Firing firing = Firing::stale;
    Timestamp at{};                          ///< When its command takes place.
    CommandId command_id{};                  ///< Of its command.
    std::optional<CommandId> correlation{};  ///< Inherited from the command that armed it.
    std::optional<CommandId> causation{};    ///< That command.
    std::optional<Command> command{};        ///< Nothing if it is stale or early.
    std::optional<Refusal> refusal{};        ///< The decider's, where it was declined by one.
    std::vector<Event> events{};             ///< What was decided for its own stream.
    /// And for others.
    std::vector<typename Decision<Event>::RelatedEvents> elsewhere{};
  };

  /// A timer that had passed, as a command found it.
  struct Passed {
    StreamId stream;
    std::string timer;
    Version generation;
  };

  /// What must not be in the log, and the answer if it is.
  using Unless = typename Decision<Event>::Unless;

  /// Sees each event after it was folded: look(stream, event, now), `now` being the stream's
  /// Loaded<State>, or look(stream, event, now, by), `by` the context of the command that gave it:
  /// a timer's, for one that had passed. This one looks at nothing.
  struct Blind {
    void operator()(const StreamId&, const Event&, const Loaded<State>&) const {}
  };

  /// Streams that begin in this round pin `definition`. Without a sealer personal data goes into
  /// the append in clear form.
  Round(const D& decider, Load load, std::uint32_t definition, Sealer* sealer = nullptr)
      : decider_(&decider), load_(std::move(load)), definition_(definition), sealer_(sealer) {}
  /// The same with the decider's own definition, and without a sealer.
  Round(const D& decider, Load load) : Round(decider, std::move(load), definition_of(decider)) {}

  /// Decides a command for its stream and takes the events. Of the context, `stream` and
  /// `definition` are set here. The first command's actor is the append's, and so the one that the
  /// fold goes by. A refusal is a value: nothing of its command was taken.
  /// Errors: user_code_failed (a hook threw, events for a stream that `related` did not name, an
  /// event that cannot be read back, limits::kTimersOfARoundMax timers and no end), and those of
  /// `load` and of the sealer.
  template <class Look = Blind>
  Result<Decision<Event>> decide(const StreamId& stream, const Command& command, Context context,
                                 const Look& look = {}) {
    RECOURSE_TRY_ASSIGN(const auto own, find_or_load(stream));
    const auto fired = fire_passed(command, context, look);
    if (!fired && fired.error().code() != Errc::user_code_failed) return fired.error();
    RECOURSE_TRY_ASSIGN(auto decision, ask(own, command, context));
    if (decision.is_refusal()) return decision;
    if (!fired) return fired.error();
    for (const auto& unless : decision.unless()) {
      if (holds(unless.type, unless.tag)) return Decision<Event>{unless.refusal};
      unless_.push_back(unless);
    }
    decided_ = decided_ || !decision.events().empty() || !decision.related_events().empty();
    RECOURSE_TRY(take_all(own, decision, source_of(context, "decide"), look));
    return decision;
  }

  /// Fires a timer: its command, at the first moment after its due time (or at the stream's last
  /// event, if that was later). Where the decider refuses or gives no events for the stream, the
  /// event of `timer_declined` takes their place. Errors: as decide.
  template <class Look = Blind>
  Result<Fired> fire(const StreamId& stream, std::string_view timer, Version generation,
                     Timestamp now, const Look& look = {}) requires TimedDecider<D> {
    RECOURSE_TRY_ASSIGN(const auto own, find_or_load(stream));
    const auto& loaded = touched_[own].now();
    const auto armed = std::ranges::find(loaded.timers, timer, &ArmedTimer::name);
    if (armed == loaded.timers.end() || armed->generation != generation || armed->spent ||
        !armed->fires) {
      return Fired{.firing = Firing::stale};
    }
    if (now <= armed->due) return Fired{.firing = Firing::early};
    return fire_due(own, ArmedTimer{*armed}, look);
  }

  /// Takes events that nobody decides: they happened. Errors: as decide.
  template <class Look = Blind>
  Result<void> record(const StreamId& stream, const std::vector<Event>& events,
                      const Context& context, const Look& look = {}) {
    RECOURSE_TRY_ASSIGN(const auto own, find_or_load(stream));
    return take(own, events, source_of(context, {}), look);
  }

  /// What the log must not hold yet for the events to be appended.
  const std::vector<Unless>& unless() const noexcept { return unless_; }
  /// A command gave events. Without, timers that had passed fire on their own account.
  bool decided() const noexcept { return decided_; }
  /// The timer of a stream that passed first before a moment; null: none has.
  static const ArmedTimer* first_passed(const Loaded<State>& loaded, Timestamp now) {
    const ArmedTimer* first = nullptr;
    for (const auto& timer : loaded.timers) {
      if (!timer.fires || timer.spent || now <= timer.due) continue;
      if (first == nullptr || std::tie(timer.due, timer.name) < std::tie(first->due, first->name)) {
        first = &timer;
      }
    }
    return first;
  }

  /// The timers that fired before the commands, in this order.
  const std::vector<Passed>& passed() const noexcept { return passed_; }
  /// The streams of the round, the first command's own first.
  const std::vector<Touched>& touched() const& noexcept { return touched_; }
  std::vector<Touched> touched() && noexcept { return std::move(touched_); }

 private:
  /// Where the events of a decision come from.
  struct Source {
    Timestamp at;
    bool by_engine;         ///< A timer's or a reaction's command gave them.
    std::string_view hook;  ///< The member of the decider that gave them; empty: none did.
    const Context* by;      ///< Of the command that gave them.
    bool apart = false;     ///< They go into the append of another's command.
  };

  Source source_of(const Context& context, std::string_view hook) {
    // Of an append that is said to be the engine's: what its records say.
    if (!by_engine_) by_engine_ = context.standing.kind() == ActorKind::engine;
    return {context.now, *by_engine_, hook, &context};
  }

  /// Whether an event of this round carries a tag.
  bool holds(std::string_view type, std::string_view tag) const {
    return std::ranges::any_of(touched_, [&](const Touched& touched) {
      return std::ranges::any_of(touched.events, [&](const NewEvent& event) {
        return event.type == type && std::ranges::find(event.tags, tag) != event.tags.end();
      });
    });
  }

  static Loaded<State>& to_change(Touched& touched) {
    if (!touched.changed) touched.changed = std::make_shared<Loaded<State>>(*touched.found);
    return *touched.changed;
  }

  std::optional<std::size_t> find(const StreamId& stream) const {
    const auto found = std::ranges::find(touched_, stream, &Touched::stream);
    if (found == touched_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - touched_.begin());
  }

  Result<std::size_t> find_or_load(const StreamId& stream) {
    if (const auto known = find(stream)) return *known;
    RECOURSE_TRY_ASSIGN(auto found, load_(stream));
    touched_.push_back(Touched{stream, std::move(found), nullptr, {}});
    auto& added = touched_.back();
    if (added.found->version.value == 0) to_change(added).definition = definition_;
    return touched_.size() - 1;
  }

  Result<Decision<Event>> ask(std::size_t own, const Command& command, Context& context) {
    context.stream = touched_[own].stream.text();
    context.definition = touched_[own].now().definition;
    if constexpr (MultiStreamDecider<D>) {
      RECOURSE_TRY_ASSIGN(const auto streams, find_or_load_related(command));
      std::vector<Related<State>> related;
      for (const auto i : streams) {
        const auto& now = touched_[i].now();
        related.push_back({touched_[i].stream, now.version, now.state, now.definition});
      }
      return Fold<D>::guarded("decide", [&] {
        return Result<Decision<Event>>{
            decider_->decide(touched_[own].now().state, command, context, std::span{related})};
      });
    } else {
      return Fold<D>::guarded("decide", [&] {
        return Result<Decision<Event>>{
            decider_->decide(touched_[own].now().state, command, context)};
      });
    }
  }

  Result<std::vector<std::size_t>> find_or_load_related(const Command& command) requires
      MultiStreamDecider<D> {
    std::vector<std::size_t> related;
    RECOURSE_TRY_ASSIGN(const auto streams, Fold<D>::guarded("related", [&] {
                          return Result<std::vector<StreamId>>{decider_->related(command)};
                        }));
    for (const auto& id : streams) {
      RECOURSE_TRY_ASSIGN(const auto i, find_or_load(id));
      related.push_back(i);
    }
    return related;
  }

  /// Fires what has passed before the moment of a command, in the streams of the round.
  template <class Look>
  Result<void> fire_passed(const Command& command, const Context& context, const Look& look) {
    if constexpr (TimedDecider<D>) {
      if (context.actor.role == timer_actor().role) return {};
      if constexpr (MultiStreamDecider<D>) RECOURSE_TRY(find_or_load_related(command));
      for (std::size_t count = 0; count < limits::kTimersOfARoundMax; ++count) {
        const auto passed = first_passed(context.now);
        if (!passed) return {};
        const ArmedTimer timer{*passed->second};
        RECOURSE_TRY(fire_due(passed->first, timer, look, true));
        passed_.push_back({touched_[passed->first].stream, timer.name, timer.generation});
      }
      return Error{Errc::user_code_failed,
                   std::string{kind_of(*decider_)} +
                       ".timers: timer after timer has passed already; does "
                       "one arm itself anew with a due time that has passed?"};
    } else {
      (void)command, (void)context, (void)look;
      return {};
    }
  }

  /// The timer that passed first before a moment, and its stream.
  std::optional<std::pair<std::size_t, const ArmedTimer*>> first_passed(Timestamp now) const {
    std::optional<std::pair<std::size_t, const ArmedTimer*>> first;
    const auto key = [this](std::size_t of, const ArmedTimer& timer) {
      return std::tuple{timer.due, std::string_view{touched_[of].stream.text()}};
    };
    for (std::size_t i = 0; i < touched_.size(); ++i) {
      const auto* const timer = first_passed(touched_[i].now(), now);
      if (timer == nullptr) continue;
      if (!first || key(i, *timer) < key(first->first, *first->second)) first = {i, timer};
    }
    return first;
  }

  /// The timer's command, or the event that it was declined.
  template <class Look>
  Result<Fired> fire_due(std::size_t own, const ArmedTimer& timer, const Look& look,
                         bool apart = false) requires TimedDecider<D> {
    const auto& stream = touched_[own].stream.text();
    Context context{.now = std::max(after(timer.due), touched_[own].now().at),
                    .actor = timer_actor(),
                    .command_id = timer_command_id(stream, timer.name, timer.generation),
                    .standing = StandingOf::engine()};
    if (!timer.armed_by.is_nil()) context.causation = timer.armed_by;
    if (!timer.chain.is_nil()) context.correlation = timer.chain;
    RECOURSE_TRY_ASSIGN(
        auto command, Fold<D>::guarded("on_timer", [&] {
          return Result<Command>{decider_->on_timer(touched_[own].now().state, timer.name)};
        }));
    RECOURSE_TRY_ASSIGN(auto decision, ask(own, command, context));
    Fired fired{.firing = Firing::fired,
                .at = context.now,
                .command_id = context.command_id,
                .correlation = context.correlation,
                .causation = context.causation};
    Source source{context.now, true, "decide", &context, apart};
    if (decision.is_refusal() || decision.events().empty()) {
      fired.firing = Firing::declined;
      if (decision.is_refusal()) fired.refusal = decision.refusal();
      RECOURSE_TRY_ASSIGN(decision, decline(timer, fired.refusal));
      source.hook = "timer_declined";
    }
    RECOURSE_TRY(take_all(own, decision, source, look));
    fired.command = std::move(command);
    fired.elsewhere = decision.related_events();
    fired.events = std::move(decision.events());
    return fired;
  }

  Result<Decision<Event>> decline(const ArmedTimer& timer, const std::optional<Refusal>& refusal)
      const requires TimedDecider<D> {
    const Refusal nothing{"nothing_to_do", "timers", "There was nothing to do.", "无需处理。", {}};
    return Fold<D>::guarded("timer_declined", [&] {
      return Result<Decision<Event>>{Decision<Event>{
          std::vector<Event>{decider_->timer_declined(timer, refusal ? *refusal : nothing)}}};
    });
  }

  /// Adds a decision's events to the streams that it concerns.
  template <class Look>
  Result<void> take_all(std::size_t own, const Decision<Event>& decision, const Source& source,
                        const Look& look) {
    RECOURSE_TRY(take(own, decision.events(), source, look));
    for (const auto& elsewhere : decision.related_events()) {
      const auto i = find(elsewhere.stream);
      if (!i) return unnamed(elsewhere.stream);
      RECOURSE_TRY(take(*i, elsewhere.events, source, look));
    }
    return {};
  }

  template <class Look>
  Result<void> take(std::size_t i, const std::vector<Event>& events, const Source& source,
                    const Look& look) {
    const Fold<D> fold{*decider_};
    auto& touched = touched_[i];
    for (const auto& event : events) {
      auto& now = to_change(touched);
      NewEvent made{
          std::string{describe::type_of(event)}, describe::version_of(event), source.at, {}};
      describe::encode_alternative(event, made.payload);
      if (source.apart) made.given_by = given_by(*source.by);
      RECOURSE_TRY(tag(made, event));
      // What cannot be read back would make the stream unreadable for ever.
      const auto back = fold.read(made.type, made.schema_version, made.payload);
      if (!back) return unreadable(made, source.hook, back.error());
      RECOURSE_TRY(seal(made, *back, touched.stream, now));
      now.bytes += made.payload.size();
      touched.events.push_back(std::move(made));
      RECOURSE_TRY(fold.evolve(now, *back,
                               {touched.stream.text(), source.at, source.by->command_id,
                                source.by->chain(), source.by_engine}));
      if constexpr (std::is_invocable_v<Look, const StreamId&, const Event&, const Loaded<State>&,
                                        const Context&>) {
        look(std::as_const(touched.stream), *back, std::as_const(now), *source.by);
      } else {
        look(std::as_const(touched.stream), *back, std::as_const(now));
      }
    }
    return {};
  }

  /// Puts ciphertext into the payload of what is the next event of a stream.
  Result<void> seal(NewEvent& made, const Event& event, const StreamId& stream,
                    Loaded<State>& now) const {
    if (sealer_ == nullptr || !detail::holds_sealed<Event>(event.index())) return {};
    Event sealed{event};
    const auto& info = describe::set_info_of(sealed);
    if (now.version.value == 0) now.destructions = sealer_->destructions();
    RECOURSE_TRY(sealer_->seal(const_cast<void*>(info.get(&sealed)), info.type_of(&sealed),
                               {stream.text(), now.version.next(), made.type}, now.keys));
    made.payload.clear();
    describe::encode_alternative(sealed, made.payload);
    return {};
  }

  static GivenBy given_by(const Context& by) {
    return {by.actor.to_string(), by.standing, by.command_id, by.correlation, by.causation};
  }

  /// Gives an event its tags.
  Result<void> tag(NewEvent& made, const Event& event) const {
    if constexpr (TaggingDecider<D>) {
      RECOURSE_TRY_ASSIGN(made.tags, Fold<D>::guarded("tags", [&] {
                            return Result<std::vector<std::string>>{decider_->tags(event)};
                          }));
      std::ranges::sort(made.tags);
    }
    (void)made, (void)event;
    return {};
  }

  static Error unnamed(const StreamId& stream) {
    return Error{Errc::user_code_failed, std::string{kind_name<D>()} +
                                             ".decide gave events to stream " + stream.text() +
                                             ", which related() did not name"};
  }

  static Error unreadable(const NewEvent& made, std::string_view hook, const Error& why) {
    const auto giver =
        hook.empty() ? "there is" : std::string{kind_name<D>()} + "." + std::string{hook} + " gave";
    return Error{Errc::user_code_failed,
                 giver + " an event that cannot be read back: " + made.type + ": " + why.message()};
  }

  const D* decider_;
  Load load_;
  std::uint32_t definition_;
  Sealer* sealer_;
  std::vector<Touched> touched_;
  std::vector<Passed> passed_;
  bool decided_ = false;
  std::vector<Unless> unless_;
  std::optional<bool> by_engine_;  // the append is the engine's; nothing: no command yet
};

}  // namespace recourse::core
