// Fold: how a stream's events become its state, with the timers that run in it.
//
//     core::Fold<Locker> fold{locker};
//     core::Loaded<Locker::State> now;
//     fold.take(now, record);                 // for each record of the stream, in order
//
// Workflow, views and tests fold through this and nothing else, so that they agree.
// Thread-safety: all members are const. Ownership: borrows the decider.
#pragma once

#include <recourse/core/record.hpp>
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
};

template <Decider D>
class Fold {
 public:
  using State = typename D::State;
  using Event = typename D::Event;

  explicit Fold(const D& decider) : decider_(&decider) {}

  /// Reads a record's event; errors name the stream and the version.
  static Result<Event> event_of(const RecordView& record) {
    auto event = describe::decode_as<Event>(record.type, record.schema_version, record.payload);
    if (!event) return std::move(event).error().within(place(record));
    return event;
  }

  /// Adds the stream's next record.
  /// Errors: corruption, unknown_event, format_too_new, malformed, user_code_failed, each naming
  /// stream and version.
  Result<void> take(Loaded<State>& loaded, const RecordView& record) const {
    if (record.version != loaded.version.next()) {
      return Error{Errc::corruption,
                   place(record) + " follows version " + std::to_string(loaded.version.value)};
    }
    if (record.definition > D::kDefinition) {
      return Error{Errc::format_too_new, place(record) + ": written by definition " +
                                             std::to_string(record.definition) +
                                             ", this build has " + std::to_string(D::kDefinition)};
    }
    if (loaded.version.value == 0) loaded.definition = record.definition;
    RECOURSE_TRY_ASSIGN(const auto event, event_of(record));
    loaded.bytes += record.payload.size();
    const bool by_timer = record.actor.starts_with(kTimerPrefix);
    return evolve(loaded, event,
                  {record.stream, record.occurred_at, by_timer ? &record.command_id : nullptr});
  }

  /// Where an event that has just been decided comes from.
  struct Origin {
    std::string_view stream;
    Timestamp occurred_at;
    const CommandId* timer_command;  ///< Null: no timer gave the command.
  };

  /// Adds an event that has just been decided.
  Result<void> evolve(Loaded<State>& loaded, const Event& event, const Origin& origin) const {
    loaded.version = loaded.version.next();
    loaded.at = origin.occurred_at;
    return guarded("evolve", [&]() -> Result<void> {
      decider_->evolve(loaded.state, event,
                       Facts{loaded.version, origin.occurred_at, loaded.definition});
      if constexpr (TimedDecider<D>) {
        if (origin.timer_command) spend(loaded.timers, origin.stream, *origin.timer_command);
        rearm(loaded.timers, decider_->timers(std::as_const(loaded.state)), loaded.version);
      }
      return {};
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
    } catch (...) {
      return Error{Errc::user_code_failed,
                   std::string{D::kKind} + "." + std::string{what} + " threw what is no exception"};
    }
  }

  static std::string place(const RecordView& r) {
    return "stream " + std::string{r.stream} + " version " + std::to_string(r.version.value);
  }

 private:
  static constexpr std::string_view kTimerPrefix = "timer:";
  const D* decider_;
};

}  // namespace recourse::core
