// Scenario: given, when, then for any decider: no store, no threads, time that moves when told.
//
//     test::Scenario locker{Locker{}};
//     locker.at("2026-03-02 09:00").given(Deposited{"4711"});
//     locker.when(Open{"1234"}).then_refused("wrong_code");
//     locker.until("2026-03-05 12:00").then(Reminded{});       // timers that are due have fired
//     locker.when(Open{"4711"}).then(Opened{});
//     if (!locker.ok()) std::cerr << locker.report();          // works with any test framework
//
// `given` records events, `when` gives a command, `until` lets time pass; `then…` looks at what
// the last of these did. What was otherwise than expected is kept as a Failure and the scenario
// goes on. A refusal or an error that no `then` asked for is a failure too, so that no mistaken
// step passes in silence: `ok`, `failures` and `report` find the last one. So is a state that a
// view could not read back, and a command that was taken without a field that its description calls
// needed.
//
// Commands and events go the way they go in the engine: the same checks of text, the same decisions
// (core/round.hpp), events stored and read back. Timers fire as the engine's do when it keeps up:
// in the order of their due times, each at the first moment after its own (or at the stream's last
// event, if that was later), and a refusal becomes the event of `timer_declined`. `at` sets the
// clock and fires nothing; a command given then lets what has passed in its stream fire first, as
// the engine does.
//
// With GoogleTest: testing/gtest.hpp. Not thread-safe. Owns the decider and all streams.
#pragma once

#include <deque>
#include <map>
#include <recourse/core/round.hpp>
#include <recourse/describe/check.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/testing/failure.hpp>
#include <set>
#include <tuple>

namespace recourse::test {

/// An event of a scenario, and where and when it was recorded.
template <class Event>
struct Happened {
  StreamId stream;
  Version version;
  Timestamp at;
  core::Actor actor;
  CommandId command_id;  ///< Nil if it was given.
  Event event;
};

namespace detail {
template <class D>
struct RetiredEvents {
  using type = std::monostate;
};
template <core::UpcastingDecider D>
struct RetiredEvents<D> {
  using type = typename D::Retired;
};
}  // namespace detail

template <core::Decider D>
class Scenario {
 public:
  using State = typename D::State;
  using Command = typename D::Command;
  using Event = typename D::Event;
  /// Events that no code writes any more; std::monostate for a decider without them.
  using Retired = typename detail::RetiredEvents<D>::type;

  /// How many timers one `until` fires before it takes them for endless.
  static constexpr std::size_t kFiringsMax = 100'000;

  /// Begins on 2026-01-01 00:00 UTC, on the stream "<kind>/1", with the actor "tester".
  explicit Scenario(D decider, FailureSink sink = {})
      : decider_(std::move(decider)), sink_(std::move(sink)) {}
  /// Tells the sink, if there is one, of a last refusal that nothing asked for.
  ~Scenario() { settle(); }
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;

  // --- The scene -------------------------------------------------------------------------------

  /// Sets the clock, forward or backward; no timer fires.
  Scenario& at(Timestamp now) {
    now_ = now;
    return *this;
  }
  /// The same from text: "2026-03-02 09:00", as parse_timestamp reads it, in the scenario's zone.
  Scenario& at(Here<std::string_view> text) {
    if (const auto moment = read(text)) now_ = *moment;
    return *this;
  }
  /// The zone of texts without one, from now on. At first UTC.
  Scenario& zone(UtcOffset offset) {
    offset_ = offset;
    return *this;
  }
  /// Who acts from now on.
  Scenario& actor(core::Actor actor) {
    actor_ = std::move(actor);
    return *this;
  }
  /// The same as "role:id@unit".
  Scenario& actor(std::string_view text) { return actor(core::Actor::parse(text)); }
  /// The stream that everything is about from now on, by its key.
  Scenario& on(Here<std::string_view> key) {
    const auto stream = StreamId::of(D::kKind, key.value);
    if (stream) {
      stream_ = *stream;
    } else {
      fail(key.place, "on: " + stream.error().to_string());
    }
    return *this;
  }
  /// Streams that begin from now on are of this definition, and stay so: their law is the older.
  /// Requires: at most D::kDefinition.
  Scenario& definition(std::uint32_t definition, Place place = Place::here()) {
    if (definition > D::kDefinition) {
      fail(place, "definition " + std::to_string(definition) + " is newer than the decider's " +
                      std::to_string(D::kDefinition));
    } else {
      definition_ = definition;
    }
    return *this;
  }

  // --- What happens ----------------------------------------------------------------------------

  /// These events were recorded, now, whatever the decider thinks of it.
  template <class... More>
  Scenario& given(Here<Event> first, More&&... more) {
    std::vector<Event> events;
    events.reserve(1 + sizeof...(more));
    events.push_back(std::move(first.value));
    (events.emplace_back(std::forward<More>(more)), ...);
    begin(first.place, "given");
    std::vector<Happened<Event>> seen;
    auto round = new_round();
    core::Context context{now_, actor_, CommandId{}};
    context.standing = standing();
    auto done = round.record(stream_, events, context, into(seen));
    if (done) keep(round, seen);
    note(std::move(done));
    return *this;
  }

  /// These events were recorded by older code, now; the decider says what they mean today.
  template <class... More>
  Scenario& given_retired(Here<Retired> first, More&&... more) requires core::UpcastingDecider<D> {
    std::vector<Retired> events;
    events.reserve(1 + sizeof...(more));
    events.push_back(std::move(first.value));
    (events.emplace_back(std::forward<More>(more)), ...);
    begin(first.place, "given_retired");
    auto now = of(stream_);
    if (now.version.value == 0) now.definition = definition_;
    std::vector<Happened<Event>> seen;
    for (const auto& event : events) {
      note(read_back(now, event, seen));
      if (act_.error) return *this;
    }
    std::ranges::move(seen, std::back_inserter(events_));
    streams_.insert_or_assign(stream_.text(), std::move(now));
    return *this;
  }

  /// This command is given, now, by the actor.
  Scenario& when(Here<Command> command) {
    begin(command.place, "when " + std::string{describe::type_of(command.value)});
    const auto id = derived_command_id("scenario " + std::to_string(++commands_));
    note(give(command.value,
              {.now = now_, .actor = actor_, .command_id = id, .standing = standing()}));
    return *this;
  }

  /// Time passes up to and including this moment; the timers of all streams that become due fire.
  Scenario& until(Here<Timestamp> moment) {
    begin(moment.place, "until " + recourse::to_string(moment.value, offset_));
    if (moment.value < now_) {
      fail(moment.place, act_.what + ": time goes on; it is " + recourse::to_string(now_, offset_) +
                             " (at sets the clock back)");
      return *this;
    }
    if constexpr (core::TimedDecider<D>) fire_until(moment.value);
    now_ = moment.value;
    return *this;
  }
  Scenario& until(Here<std::string_view> text) {
    const auto moment = read(text);
    return moment ? until(Here<Timestamp>{*moment, text.place}) : *this;
  }
  /// The same for a while.
  Scenario& elapse(Here<std::chrono::milliseconds> time) {
    return until(Here<Timestamp>{now_ + time.value, time.place});
  }

  // --- What came of it -------------------------------------------------------------------------

  /// These events were recorded on the stream, no others, in this order.
  template <class... More>
  Scenario& then(Here<Event> first, More&&... more) {
    std::vector<Event> expected;
    expected.reserve(1 + sizeof...(more));
    expected.push_back(std::move(first.value));
    (expected.emplace_back(std::forward<More>(more)), ...);
    return then_events(expected, first.place);
  }
  /// The same for a list; an empty one: no events.
  Scenario& then_events(const std::vector<Event>& expected, Place place = Place::here()) {
    if (!succeeded(place, "then")) return *this;
    std::vector<Shown> left;
    std::vector<Shown> right;
    for (const auto& event : expected) left.push_back(shown(event));
    for (const auto* happened : here()) right.push_back(shown(happened->event));
    const auto text = difference(left, right);
    if (!text.empty()) fail(place, "then, after " + act_.what + ": " + text);
    return *this;
  }
  /// Events of these types were recorded on the stream, no others, in this order.
  Scenario& then_types(std::initializer_list<std::string_view> expected,
                       Place place = Place::here()) {
    if (!succeeded(place, "then_types")) return *this;
    std::vector<std::string_view> found;
    for (const auto* happened : here()) found.push_back(describe::type_of(happened->event));
    if (!std::ranges::equal(expected, found)) {
      fail(place, "then_types, after " + act_.what + ":\n  expected " +
                      joined(std::vector<std::string_view>{expected}) + "\n  found    " +
                      joined(found));
    }
    return *this;
  }
  /// Accepted, and no event was recorded on the stream; nor did a timer of it act.
  Scenario& then_nothing(Place place = Place::here()) { return then_events({}, place); }
  /// Refused, by this name.
  Scenario& then_refused(std::string_view name, Place place = Place::here()) {
    if (!began(place, "then_refused")) return *this;
    act_.looked_at = true;
    if (act_.error) {
      fail(place, "then_refused, after " + act_.what + ": " + act_.error->to_string());
    } else if (!act_.refusal) {
      fail(place, "then_refused, after " + act_.what + ": it was not refused" +
                      difference({}, shown_here()));
    } else if (act_.refusal->name != name) {
      fail(place, "then_refused, after " + act_.what + ":\n  expected " + std::string{name} +
                      "\n  found    " + told(*act_.refusal));
    }
    return *this;
  }
  /// The same, and the refusal names this rule: then_refused("no_such_case", "R9").
  Scenario& then_refused(std::string_view name, std::string_view rule,
                         Place place = Place::here()) {
    then_refused(name, place);
    if (!act_.refusal || act_.refusal->name != name || act_.refusal->rule == rule) return *this;
    fail(place, "then_refused, after " + act_.what + ":\n  expected the rule " + std::string{rule} +
                    "\n  found    " + told(*act_.refusal));
    return *this;
  }
  /// Ended with this error: a text that is too long, a decider that throws.
  Scenario& then_error(Errc code, Place place = Place::here()) {
    if (!began(place, "then_error")) return *this;
    act_.looked_at = true;
    if (!act_.error) {
      fail(place, "then_error, after " + act_.what + ": there was no error");
    } else if (act_.error->code() != code) {
      fail(place, "then_error, after " + act_.what + ":\n  expected " +
                      std::string{info(code).name} + "\n  found    " + act_.error->to_string());
    }
    return *this;
  }
  /// The stream's state: `look` takes it and answers whether it is right, or asserts by itself.
  template <class Look>
  Scenario& then_state(Look&& look, Place place = Place::here()) {
    if constexpr (std::is_void_v<std::invoke_result_t<Look, const State&>>) {
      look(state());
    } else if (!look(state())) {
      std::string text = "then_state, after " + act_.what + ": it is otherwise";
      if constexpr (describe::Described<State>) {
        text.append(":\n  ").append(serialize(describe::to_json(state(), {.reveal = true})));
      }
      fail(place, std::move(text));
    }
    return *this;
  }
  /// A timer of this name runs on the stream and has not fired; its last moment is this.
  Scenario& then_timer(std::string_view name, Here<Timestamp> due) {
    const auto armed = find_timer(name);
    if (!armed) {
      fail(due.place, "then_timer, after " + act_.what + ": " + std::string{name} +
                          " does not run" + (timers().empty() ? "" : "; there are" + listed()));
    } else if (armed->due != due.value) {
      fail(due.place, "then_timer, after " + act_.what + ": " + std::string{name} +
                          "\n  expected " + recourse::to_string(due.value, offset_) +
                          "\n  found    " + recourse::to_string(armed->due, offset_));
    }
    return *this;
  }
  Scenario& then_timer(std::string_view name, Here<std::string_view> due) {
    const auto moment = read(due);
    return moment ? then_timer(name, Here<Timestamp>{*moment, due.place}) : *this;
  }
  /// No timer of this name runs on the stream, or it has fired.
  Scenario& then_no_timer(std::string_view name, Place place = Place::here()) {
    if (find_timer(name)) {
      fail(place, "then_no_timer, after " + act_.what + ": there are" + listed());
    }
    return *this;
  }

  // --- To look at ------------------------------------------------------------------------------

  bool ok() { return failures().empty(); }
  /// All so far. Places and texts stay valid as long as the scenario.
  const std::deque<Failure>& failures() {
    settle();
    return failures_;
  }
  /// All failures, a line end after each; empty if there are none.
  std::string report() {
    std::string text;
    for (const auto& failure : failures()) text.append(to_string(failure)).append("\n");
    return text;
  }
  /// Of the present stream; as before the first event if there is none.
  const State& state() const { return loaded().state; }
  Version version() const { return loaded().version; }
  /// The timers of the present stream, those that have fired among them.
  const std::vector<core::ArmedTimer>& timers() const { return loaded().timers; }
  /// Everything that was recorded on all streams, in order.
  const std::vector<Happened<Event>>& events() const noexcept { return events_; }
  Timestamp now() const noexcept { return now_; }
  const D& decider() const noexcept { return decider_; }

 private:
  using Loaded = core::Loaded<State>;
  using Round = core::Round<D>;

  /// The last thing that happened: events, a refusal, or an error.
  struct Act {
    Place place{"", 0};
    std::string what;
    std::size_t first = 0;  // of its events
    std::optional<core::Refusal> refusal;
    std::optional<Error> error;
    bool looked_at = false;
  };

  static Shown shown(const Event& event) {
    Shown shown;
    describe::encode_alternative(event, shown.bytes);
    shown.bytes.insert(0, std::string{describe::type_of(event)} + '\0');
    shown.value = describe::to_json(event, {.reveal = true});
    return shown;
  }
  static std::string told(const core::Refusal& refusal) {
    return refusal.name + (refusal.rule.empty() ? "" : " (" + refusal.rule + ")") + ": " +
           refusal.en;
  }
  static std::string joined(const std::vector<std::string_view>& names) {
    std::string text;
    for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text.empty() ? "nothing" : text;
  }

  void fail(Place place, std::string text) {
    failures_.push_back({place.file, place.line, std::move(text)});
    if (sink_) sink_(failures_.back());
  }
  /// What nobody looked at must have been right.
  void settle() {
    if (act_.looked_at) return;
    act_.looked_at = true;
    if (act_.refusal) {
      fail(act_.place,
           act_.what + " was refused, and nothing asked for it: " + told(*act_.refusal));
    } else if (act_.error) {
      fail(act_.place, act_.what + ": " + act_.error->to_string());
    }
  }
  void begin(Place place, std::string what) {
    settle();
    act_ = {.place = place,
            .what = std::move(what),
            .first = events_.size(),
            .refusal = {},
            .error = {}};
  }
  bool began(Place place, std::string_view what) {
    if (!act_.what.empty()) return true;
    fail(place, std::string{what} + ": nothing has happened yet (given, when, until)");
    return false;
  }
  /// Something happened, and it went well.
  bool succeeded(Place place, std::string_view what) {
    if (!began(place, what)) return false;
    act_.looked_at = true;
    if (act_.refusal) {
      fail(place,
           std::string{what} + ", after " + act_.what + ": it was refused: " + told(*act_.refusal));
    } else if (act_.error) {
      fail(place, std::string{what} + ", after " + act_.what + ": " + act_.error->to_string());
    }
    return !act_.refusal && !act_.error;
  }
  void note(Result<void> done) {
    if (!done && !act_.error) act_.error = std::move(done).error();
  }
  std::optional<Timestamp> read(const Here<std::string_view>& text) {
    const auto moment = parse_timestamp(text.value, offset_);
    if (moment) return *moment;
    fail(text.place, moment.error().to_string());
    return {};
  }

  const Loaded& of(const StreamId& stream) const {
    static const Loaded kNone{};
    const auto found = streams_.find(stream.text());
    return found == streams_.end() ? kNone : found->second;
  }
  const Loaded& loaded() const { return of(stream_); }
  /// What the last act recorded on the present stream.
  std::vector<const Happened<Event>*> here() const {
    std::vector<const Happened<Event>*> found;
    for (std::size_t i = act_.first; i < events_.size(); ++i) {
      if (events_[i].stream == stream_) found.push_back(&events_[i]);
    }
    return found;
  }
  std::vector<Shown> shown_here() const {
    std::vector<Shown> found;
    for (const auto* happened : here()) found.push_back(shown(happened->event));
    return found;
  }
  std::optional<core::ArmedTimer> find_timer(std::string_view name) const {
    for (const auto& timer : timers()) {
      if (timer.name == name && !timer.spent) return timer;
    }
    return {};
  }
  std::string listed() const {
    std::string text;
    for (const auto& timer : timers()) {
      text.append("\n  ").append(timer.name).append(" until ");
      text.append(recourse::to_string(timer.due, offset_));
      text.append(timer.spent ? ", fired" : timer.fires ? "" : ", which does nothing");
    }
    return text;
  }

  /// Who acts in a reserved role is what that role is kept for.
  core::Standing standing() const { return core::StandingOf::role(actor_.role); }

  // --- The engine's way, without a store -------------------------------------------------------

  Round new_round() const {
    return Round{decider_,
                 [this](const StreamId& stream) -> Result<typename Round::LoadedState> {
                   return std::make_shared<const Loaded>(of(stream));
                 },
                 definition_};
  }
  /// Notes what a round takes, as the one who acts would have it recorded.
  static auto into(std::vector<Happened<Event>>& seen) {
    return [&seen](const StreamId& stream, const Event& event, const Loaded& now,
                   const core::Context& by) {
      seen.push_back({stream, now.version, now.at, by.actor, by.command_id, event});
    };
  }
  /// What older code stored, as the fold reads it today.
  Result<void> read_back(Loaded& now, const Retired& event, std::vector<Happened<Event>>& seen)
      const requires core::UpcastingDecider<D> {
    std::string bytes;
    describe::encode_alternative(event, bytes);
    core::RecordView stored;
    const auto actor = actor_.to_string();
    stored.stream = stream_.text();
    stored.version = now.version.next();
    stored.type = describe::type_of(event);
    stored.schema_version = describe::version_of(event);
    stored.definition = now.definition;
    stored.occurred_at = now_;
    stored.actor = actor;
    stored.actor_kind = standing().kind();
    stored.payload = bytes;
    return core::Fold<D>{decider_}.take(
        now, stored, [&](const State&, const Event& means, const core::Facts& facts) {
          seen.push_back({stream_, facts.version, now_, actor_, CommandId{}, means});
        });
  }
  /// All or nothing: called once everything has been decided and folded. A stream's events stand
  /// together, as an append has them.
  void keep(const Round& round, const std::vector<Happened<Event>>& seen) {
    for (const auto& touched : round.touched()) {
      if (touched.events.empty()) continue;
      for (const auto& happened : seen) {
        if (happened.stream == touched.stream) events_.push_back(happened);
      }
      const auto& kept = streams_.insert_or_assign(touched.stream.text(), touched.now());
      check_state(touched.stream, kept.first->second.state);
    }
  }
  /// A view keeps the state as bytes: an enumeration that has taken a value without a name, say, is
  /// written there and never read again.
  void check_state(const StreamId& stream, const State& state) {
    if constexpr (describe::Described<State>) {
      std::string bytes;
      describe::WireWriter w{bytes};
      w& state;
      State again;
      describe::WireReader r{bytes};
      r& again;
      if (r.ok() && r.at_end()) return;
      fail(act_.place, act_.what + ": the state of " + stream.text() +
                           " cannot be read back by a view: " + std::string{r.fault()});
    }
  }

  Result<void> give(const Command& command, const core::Context& context) {
    if (auto text = describe::check_text(command); !text) {
      return text.error().within(describe::type_of(command));
    }
    std::vector<Happened<Event>> seen;
    auto round = new_round();
    RECOURSE_TRY_ASSIGN(const auto decision, round.decide(stream_, command, context, into(seen)));
    if (decision.is_refusal()) {
      act_.refusal = decision.refusal();
      return {};
    }
    check_needed(command);
    keep(round, seen);
    return {};
  }
  /// Forms and programs are told that it is refused without them.
  void check_needed(const Command& command) {
    const auto* const field = describe::missing_field(command);
    if (field == nullptr) return;
    fail(act_.place, act_.what + " was taken without \"" + std::string{field->name} +
                         "\", which its description calls needed");
  }

  /// A timer that is due: it fires before those that compare greater.
  using Due = std::tuple<Timestamp, std::string, std::string, Version>;

  std::optional<Due> next_due(Timestamp now, const std::set<Due>& held) const {
    std::optional<Due> next;
    for (const auto& [stream, loaded] : streams_) {
      for (const auto& timer : loaded.timers) {
        if (!timer.fires || timer.spent || now <= timer.due) continue;
        Due due{timer.due, stream, timer.name, timer.generation};
        if (!held.contains(due) && (!next || due < *next)) next = std::move(due);
      }
    }
    return next;
  }
  void fire_until(Timestamp moment) {
    std::set<Due> held;  // could not be fired
    std::size_t fired = 0;
    while (const auto due = next_due(moment, held)) {
      if (++fired > kFiringsMax) {
        return note(Error{Errc::limit_exceeded,
                          "timer " + std::get<2>(*due) + " of " + std::get<1>(*due) +
                              " is due again and again: its due times lie in the past"});
      }
      now_ = std::max(now_, core::after(std::get<0>(*due)));
      const auto done = fire(*due);
      if (done) continue;
      note(done.error().within("timer " + std::get<2>(*due) + " of " + std::get<1>(*due)));
      held.insert(*due);
    }
  }
  Result<void> fire(const Due& due) {
    const auto& [at, key, timer, generation] = due;
    RECOURSE_TRY_ASSIGN(const auto stream, StreamId::parse(key));
    std::vector<Happened<Event>> seen;
    auto round = new_round();
    RECOURSE_TRY(round.fire(stream, timer, generation, core::after(at), into(seen)));
    keep(round, seen);
    return {};
  }

  D decider_;
  FailureSink sink_;
  Timestamp now_{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  UtcOffset offset_{0};
  core::Actor actor_{"tester", "", ""};
  StreamId stream_ = StreamId::of(D::kKind, "1").value();
  std::uint32_t definition_ = D::kDefinition;
  std::map<std::string, Loaded> streams_;
  std::vector<Happened<Event>> events_;
  std::uint64_t commands_ = 0;
  Act act_;
  std::deque<Failure> failures_;
};

}  // namespace recourse::test
