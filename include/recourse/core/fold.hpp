// Fold: how a stream's events become its state, with the timers that run in it.
//
//     core::Fold<Locker> fold{locker};
//     core::Loaded<Locker::State> now;
//     fold.take(now, record);                 // for each record of the stream, in order
//
// Workflow, views and tests fold through this and nothing else, so that they agree.
//
// A record is an event, or one that no code writes any more and that the decider upcasts to one or
// several (core/decider.hpp). `each_event` and `events_of` read both. `event_of` is there only for
// deciders that retire none: whoever reads records by it, or chooses them by type, does not compile
// any more once a type retires, and must say what becomes of it.
//
// With a sealer (core/sealer.hpp) it opens personal data before it is folded; without one what is
// sealed in a record stays so.
//
// Thread-safety: all members are const. Ownership: borrows the decider and the sealer.
#pragma once

#include <recourse/core/record.hpp>
#include <recourse/core/rule_scope.hpp>
#include <recourse/core/sealer.hpp>
#include <recourse/core/shared_event.hpp>
#include <recourse/core/timer.hpp>

namespace recourse::core {

/// A stream's state at a version.
template <class State>
struct Loaded {
  State state{};
  Version version{};                    ///< 0: the stream does not exist.
  std::uint32_t definition = 0;         ///< As pinned by the first event.
  Timestamp at{};                       ///< occurred_at of the last event.
  std::vector<ArmedTimer> timers = {};  ///< Those that run; none for a decider without timers.
  std::uint64_t bytes = 0;              ///< Of the payloads that went into it.
  SubjectKeys keys = {};                ///< That its records name, in streams that are sealed.
  std::uint64_t destructions = 0;       ///< Sealer::destructions when it was opened.
};

namespace detail {
/// Which alternatives of a set may hold personal data.
template <describe::EventSet V>
bool holds_sealed(std::size_t alternative) {
  static const auto known = [] {
    std::vector<bool> all;
    for (const auto* type : describe::set_info<V>().types) {
      all.push_back(describe::holds_sealed(*type));
    }
    return all;
  }();
  return known[alternative];
}
}  // namespace detail

template <Decider D>
class Fold {
 public:
  using State = typename D::State;
  using Event = typename D::Event;

  explicit Fold(const D& decider, const Sealer* sealer = nullptr)
      : decider_(&decider), sealer_(sealer) {}

  /// Reads a record's event; errors name the stream and the version.
  static Result<Event> event_of(const RecordView& record) requires(!UpcastingDecider<D>) {
    return decode(record);
  }

  /// Calls f(event) for each event that a record means today, in order: one, unless it is retired.
  /// The first error of `f` ends it. Errors: unknown_event, format_too_new, malformed, corruption
  /// (sealed bytes that are not what was sealed there), user_code_failed (upcast threw, or gave
  /// none), each naming stream and version.
  template <class F>
  Result<void> each_event(const RecordView& record, F&& f) const {
    return each_event(record, nullptr, f);
  }

  /// Calls f(event) with the event of a record that is no retired one, decoded by this or by
  /// whoever read the same copy before. Errors: as each_event.
  template <class F>
  static Result<void> with_event(const RecordView& record, F&& f) {
    if (record.shared != nullptr) {
      if (const auto* known = record.shared->template get<Event>()) return f(*known);
    }
    auto event = decode(record);
    if (!event) return std::move(event).error();
    if (record.shared != nullptr) {
      if (const auto* kept = record.shared->offer(std::move(*event))) return f(*kept);
    }
    return f(std::as_const(*event));
  }

  /// Decodes a record into what its readers share, if it is no retired one. Errors: as each_event.
  static Result<void> decode_shared(const RecordView& record) {
    if constexpr (UpcastingDecider<D>) {
      if (is_retired(record.type)) return {};
    }
    return with_event(record, [](const Event&) { return Result<void>{}; });
  }

  /// The same as a list.
  Result<std::vector<Event>> events_of(const RecordView& record) const {
    std::vector<Event> events;
    RECOURSE_TRY(each_event(record, [&events](const Event& event) -> Result<void> {
      events.push_back(event);
      return {};
    }));
    return events;
  }

  /// Looks at nothing.
  struct Blind {
    void operator()(const State&, const Event&, const Facts&) const {}
  };

  /// Adds the stream's next record. `look(state, event, facts)` sees each event before it is
  /// evolved, and the state as it was then.
  /// Errors: corruption, unknown_event, format_too_new, malformed, user_code_failed, each naming
  /// stream and version. After an error `loaded` is of no use.
  template <class Look = Blind>
  Result<void> take(Loaded<State>& loaded, const RecordView& record, Look&& look = {}) const {
    if (record.version != loaded.version.next()) {
      return Error{Errc::corruption,
                   place(record) + " follows version " + std::to_string(loaded.version.value)};
    }
    if (record.definition > definition_of(*decider_)) {
      return Error{Errc::format_too_new,
                   place(record) + ": written by definition " + std::to_string(record.definition) +
                       ", this build has " + std::to_string(definition_of(*decider_))};
    }
    if (loaded.version.value == 0) loaded.definition = record.definition;
    loaded.bytes += record.payload.size();
    begin(loaded, record.occurred_at);
    const Facts facts{loaded.version, record.occurred_at, loaded.definition};
    if (loaded.version.value == 1 && sealer_ != nullptr) {
      loaded.destructions = sealer_->destructions();
    }
    RECOURSE_TRY(each_event(record, &loaded.keys, [&](const Event& event) -> Result<void> {
      auto evolved = guarded("evolve", [&]() -> Result<void> {
        look(std::as_const(loaded.state), event, facts);
        decider_->evolve(loaded.state, event, facts);
        return {};
      });
      if (!evolved) return std::move(evolved).error().within(place(record));
      return evolved;
    }));
    auto timed = rearm_timers(loaded, {record.stream, record.occurred_at, record.giver(),
                                       record.chain(), record.actor_kind == ActorKind::engine});
    if (!timed) return std::move(timed).error().within(place(record));
    return timed;
  }

  /// Reads an event's payload. Errors: as describe::decode_as.
  Result<Event> read(std::string_view type, unsigned version, std::string_view payload) const {
    if constexpr (DescribedAtRunTime<D>) {
      return decider_->read(type, version, payload);
    } else {
      return describe::decode_as<Event>(type, version, payload);
    }
  }

  /// Where an event that has just been decided comes from.
  struct Origin {
    std::string_view stream;
    Timestamp occurred_at;
    CommandId giver;         ///< The command that decided it.
    CommandId chain;         ///< The first of that one's chain.
    bool by_engine = false;  ///< A timer's or a reaction's.
  };

  /// Adds an event that has just been decided.
  Result<void> evolve(Loaded<State>& loaded, const Event& event, const Origin& origin) const {
    begin(loaded, origin.occurred_at);
    RECOURSE_TRY(guarded("evolve", [&]() -> Result<void> {
      decider_->evolve(loaded.state, event,
                       Facts{loaded.version, origin.occurred_at, loaded.definition});
      return {};
    }));
    return rearm_timers(loaded, origin);
  }

  /// User code may throw; the engine does not.
  template <class F>
  static auto guarded(std::string_view what, F&& f) -> decltype(f()) {
    const RuleScope within;
    try {
      return f();
    } catch (const std::exception& e) {
      return Error{Errc::user_code_failed,
                   std::string{kind_name<D>()} + "." + std::string{what} + " threw: " + e.what()};
    } catch (...) {
      return Error{Errc::user_code_failed, std::string{kind_name<D>()} + "." + std::string{what} +
                                               " threw what is no exception"};
    }
  }

  static std::string place(const RecordView& r) {
    return "stream " + std::string{r.stream} + " version " + std::to_string(r.version.value);
  }

 private:
  static_assert(
      times_soundly<D>(),
      "a decider with limits has timers, on_timer and timer_declined, all three const and "
      "of the types that TimedDecider (core/timer.hpp) names");
  static_assert(tags_soundly<D>(), "tags is const and gives std::vector<std::string>");
  static_assert(upcasts_soundly<D>(),
                "Retired and upcast come together, and no type is in both Event and Retired");

  /// As each_event; the keys that the record names are added to `keys`, unless it is null.
  template <class F>
  Result<void> each_event(const RecordView& record, SubjectKeys* keys, F&& f) const {
    if constexpr (UpcastingDecider<D>) {
      if (is_retired(record.type)) {
        RECOURSE_TRY_ASSIGN(const auto events, upcast(record, keys));
        for (const auto& event : events) RECOURSE_TRY(f(event));
        return {};
      }
    }
    if constexpr (DescribedAtRunTime<D>) {
      return each_read_event(record, keys, f);
    } else {
      if (sealer_ == nullptr) return with_event(record, f);
      RECOURSE_TRY_ASSIGN(auto event, decode(record));
      RECOURSE_TRY(open(event, record, keys));
      return f(std::as_const(event));
    }
  }

  /// The same where the decider reads.
  template <class F>
  Result<void> each_read_event(const RecordView& record, SubjectKeys* keys, F&& f) const {
    auto event = read(record.type, record.schema_version, record.payload);
    if (!event) return std::move(event).error().within(place(record));
    RECOURSE_TRY(open(*event, record, keys));
    if (!decider_->is_retired(*event)) return f(std::as_const(*event));
    auto events = guarded("upcast", [&] {
      return Result<std::vector<Event>>{decider_->current(std::as_const(*event))};
    });
    if (!events) return std::move(events).error().within(place(record));
    if (events->empty()) return gave_none(record);
    for (const auto& one : *events) RECOURSE_TRY(f(one));
    return {};
  }

  Error gave_none(const RecordView& record) const {
    return Error{Errc::user_code_failed, place(record) + ": " + std::string{kind_of(*decider_)} +
                                             ".upcast gave no event for '" +
                                             std::string{record.type} +
                                             "'; let it give one that changes nothing"};
  }

  /// Opens what is sealed in an event of a record.
  template <describe::EventSet V>
  Result<void> open(V& event, const RecordView& record, SubjectKeys* keys) const {
    if (sealer_ == nullptr || !detail::holds_sealed<V>(event.index())) return {};
    const auto& info = describe::set_info_of(event);
    auto* const fields = const_cast<void*>(info.get(&event));
    const auto& type = info.type_of(&event);
    if (keys != nullptr) note_keys(fields, type, *keys);
    auto opened = sealer_->open(fields, type, {record.stream, record.version, record.type});
    if (!opened) return std::move(opened).error().within(place(record));
    return opened;
  }

  static Result<Event> decode(const RecordView& record) {
    auto event = describe::decode_as<Event>(record.type, record.schema_version, record.payload);
    if (!event) return std::move(event).error().within(place(record));
    return event;
  }

  static bool is_retired(std::string_view type) requires UpcastingDecider<D> {
    using Retired = typename D::Retired;
    return describe::index_of<Retired>(type) != describe::detail::Alternatives<Retired>::kCount;
  }

  Result<std::vector<Event>> upcast(const RecordView& record,
                                    SubjectKeys* keys) const requires UpcastingDecider<D> {
    using Retired = typename D::Retired;
    auto old = describe::decode_as<Retired>(record.type, record.schema_version, record.payload);
    if (!old) return std::move(old).error().within(place(record));
    RECOURSE_TRY(open(*old, record, keys));
    auto events = guarded("upcast", [&] {
      return Result<std::vector<Event>>{decider_->upcast(std::as_const(*old))};
    });
    if (!events) return std::move(events).error().within(place(record));
    // Nothing would be a record that is gone without anybody having said so.
    if (events->empty()) return gave_none(record);
    return events;
  }

  static void begin(Loaded<State>& loaded, Timestamp occurred_at) {
    loaded.version = loaded.version.next();
    loaded.at = occurred_at;
  }

  /// Once a record: between the events that a retired one was split into nothing is armed.
  Result<void> rearm_timers(Loaded<State>& loaded, const Origin& origin) const {
    if constexpr (TimedDecider<D>) {
      return guarded("timers", [&]() -> Result<void> {
        if (origin.by_engine) spend(loaded.timers, origin.stream, origin.giver);
        const auto running = decider_->timers(std::as_const(loaded.state));
        RECOURSE_TRY(check_timers(kind_of(*decider_), running));
        rearm(loaded.timers, running, {loaded.version, origin.giver, origin.chain});
        return {};
      });
    } else {
      (void)loaded, (void)origin;
      return {};
    }
  }

  const D* decider_;
  const Sealer* sealer_;
};

}  // namespace recourse::core
