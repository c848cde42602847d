// Decider: how a workflow says what happens. The main extension point of recourse.
//
//     struct Locker {
//       using State = …; using Command = std::variant<…>; using Event = std::variant<…>;
//       static constexpr std::string_view kKind = "locker";      // its streams are "locker/<key>"
//       static constexpr std::uint32_t kDefinition = 1;   // pinned by a stream's first event
//       core::Decision<Event> decide(const State&, const Command&, const core::Context&) const;
//       void evolve(State&, const Event&, const core::Facts&) const;
//     };
//
// `decide` and `evolve` are pure: no clock, no I/O, no randomness; time, actor and identities come
// in by the context. `decide` answers with events, or with a Refusal, which is a value and never an
// error. `evolve` must accept every event that was ever recorded; it decides nothing.
//
// A command that concerns other streams of the same kind (a merge) names them by
// `related(command)`; their states are handed to `decide`, and its decision may add events to them,
// which are appended atomically with the rest.
//
// Code changes while streams live on that older code wrote. Three things keep both right:
//
// - A stream's first event pins kDefinition, for the stream's whole life. When the law changes for
//   new streams only, raise kDefinition and keep the old rows beside the new ones:
//
//     void evolve(State& s, const Event& e, const core::Facts& facts) const {
//       s.definition = facts.definition;       // so that timers(s) and next(s) know it too
//       …
//     }
//     core::Decision<Event> decide(const State&, const Command& c, const core::Context& at) const {
//       const Table& law = at.definition < 2 ? kTable1 : kTable2;   // as the stream began
//       …
//     }
//
//   A row that was released is never taken away from the definitions that had it, nor narrowed.
//   kDefinition is what new streams pin; streams of older definitions must fold and go on, those
//   of a newer one are refused (format_too_new): an older build does not touch them.
//
// - An event that gains a field says since which version and by which default (describe/spec.hpp);
//   evolve must take the default.
//
// - An event that no code writes any more is retired: its type leaves Event and joins Retired, and
//   `upcast` says what it means today. What is stored stays as it is. One record stays one version,
//   also where it means several events.
//
//     using Retired = std::variant<Moved>;
//     std::vector<Event> upcast(const Retired& old) const {       // pure, as evolve is
//       return {Emptied{std::get<Moved>(old).from}, Filled{std::get<Moved>(old).to}};
//     }
//
// - What `evolve` makes of events is kept by views. Whoever lets the same events make another state
//   raises kFoldVersion (1 if it is not there): the views are then built anew by themselves.
//
//     static constexpr std::uint32_t kFoldVersion = 2;
//
// core/upgrade.hpp checks new code against all streams of a log before it is deployed.
//
// What people call its streams' view, a decider says by `static constexpr core::Label kLabel`.
//
// Thread-safety: deciders are called concurrently through const references.
#pragma once

#include <concepts>
#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/base/time.hpp>
#include <recourse/core/actor.hpp>
#include <recourse/core/label.hpp>
#include <recourse/core/refusal.hpp>
#include <recourse/describe/event_set.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recourse::core {

/// What a decision may know besides state and command.
struct Context {
  /// When the command takes place; becomes the events' occurred_at. The caller says it, so that
  /// what happened before can be told afterwards; no clock is asked. What has passed before it
  /// fires first, also where the command is refused: a moment that has not come yet ends limits
  /// that run still. Engine::context gives the clock's; whoever takes a moment from outside must
  /// hold it against it.
  Timestamp now;
  Actor actor;           ///< Who gives it.
  CommandId command_id;  ///< Its identity; the same id never takes effect twice.
  /// The command's own stream. Set by Workflow; callers need not.
  std::string stream = {};
  /// The definition that the stream's first event pinned; kDefinition if there is none yet. Set by
  /// Workflow.
  std::uint32_t definition = 0;
  /// Of what kind the actor is; a caller's is a person's.
  Standing standing = {};
  /// The first command of the chain that this one belongs to; nothing: this one begins it. What
  /// timers and reactions do because of it inherits it.
  std::optional<CommandId> correlation = {};
  /// The command because of which this one is given; nothing: none that is known.
  std::optional<CommandId> causation = {};
  /// The version that the stream must be at when the command is decided; else version_conflict with
  /// the one that it is at. A timer that has passed by then does not count unless it was recorded.
  /// Nothing: whatever it is at.
  std::optional<Version> expected = {};

  /// The first command of the chain.
  const CommandId& chain() const { return correlation ? *correlation : command_id; }
};

/// What evolve may know besides state and event: where and when it was recorded.
struct Facts {
  Version version;           ///< The event's place in its stream, from 1.
  Timestamp occurred_at;     ///< When it happened.
  std::uint32_t definition;  ///< The definition version that the stream's first event pinned.
};

/// A command's answer: events for its own stream (and others), or a refusal.
/// An accepted decision without events is legal: nothing needs to happen.
template <class Event>
class Decision {
 public:
  /// Events for a related stream.
  struct RelatedEvents {
    StreamId stream;
    std::vector<Event> events;
  };

  Decision(std::vector<Event> events)  // NOLINT(google-explicit-constructor)
      : events_(std::move(events)) {}
  Decision(Refusal refusal)  // NOLINT(google-explicit-constructor)
      : refusal_(std::move(refusal)) {}

  static Decision nothing() { return Decision{std::vector<Event>{}}; }
  template <class... E>
  static Decision of(E&&... events) {
    std::vector<Event> list;
    list.reserve(sizeof...(E));
    (list.emplace_back(std::forward<E>(events)), ...);
    return Decision{std::move(list)};
  }

  /// Adds events to a related stream; that stream must be among `related(command)`.
  Decision&& append_to(StreamId stream, std::vector<Event> events) && {
    related_events_.push_back({std::move(stream), std::move(events)});
    return std::move(*this);
  }

  /// What must not be in the log yet for the events to be recorded.
  struct Unless {
    std::string type;
    std::string tag;
    Refusal refusal;  ///< The answer if it is.
  };
  /// Refuses the command if an event of this type carries this tag already, in whatever stream: the
  /// log proves it when it appends (core/event_store.hpp), so that of two at once one is refused.
  /// The decider's `tags` gives events their tags.
  Decision&& unless_tagged(std::string type, std::string tag, Refusal refusal) && {
    unless_.push_back({std::move(type), std::move(tag), std::move(refusal)});
    return std::move(*this);
  }

  bool is_refusal() const noexcept { return refusal_.has_value(); }
  /// Requires: is_refusal().
  const Refusal& refusal() const { return *refusal_; }
  const std::vector<Event>& events() const noexcept { return events_; }
  std::vector<Event>& events() noexcept { return events_; }
  const std::vector<RelatedEvents>& related_events() const noexcept { return related_events_; }
  const std::vector<Unless>& unless() const noexcept { return unless_; }

 private:
  std::vector<Event> events_;
  std::vector<RelatedEvents> related_events_;
  std::vector<Unless> unless_;
  std::optional<Refusal> refusal_;
};

/// The state of a related stream, as `decide` may look at it.
template <class State>
struct Related {
  StreamId stream;
  Version version;  ///< 0: the stream does not exist.
  State state;
  std::uint32_t definition = 0;  ///< As Context::definition, of this stream.
};

/// A decider that was described at run time: what others say by their types it says by members
/// (core/dynamic_workflow.hpp has the one there is).
template <class D>
concept DescribedAtRunTime = requires(const D& d, const typename D::Event& event,
                                      std::string_view text, unsigned number) {
  { d.kind() } -> std::convertible_to<std::string_view>;
  { d.definition() } -> std::same_as<std::uint32_t>;
  { d.fold_version() } -> std::same_as<std::uint32_t>;
  /// How a State looks, as an object.
  { d.state_value() } -> std::same_as<const describe::ValueInfo&>;
  /// An event as it was written, retired or not: type, schema version, payload.
  { d.read(text, number, text) } -> std::same_as<Result<typename D::Event>>;
  { d.is_retired(event) } -> std::same_as<bool>;
  /// What a retired one means today.
  { d.current(event) } -> std::same_as<std::vector<typename D::Event>>;
};
namespace detail {
template <class D>
concept DescribedByConstants = requires {
  { D::kKind } -> std::convertible_to<std::string_view>;
  { D::kDefinition } -> std::convertible_to<std::uint32_t>;
};
}  // namespace detail

template <class D>
concept Decider = requires(const D& d, typename D::State& s, const typename D::State& cs,
                           const typename D::Command& c, const typename D::Event& e,
                           const Context& context, const Facts& facts) {
  requires describe::EventSet<typename D::Event>;
  requires describe::EventSet<typename D::Command>;
  requires std::default_initializable<typename D::State> && std::copyable<typename D::State>;
  requires detail::DescribedByConstants<D> || DescribedAtRunTime<D>;
  { d.evolve(s, e, facts) } -> std::same_as<void>;
};

/// A decider whose commands look at one stream only.
template <class D>
concept SingleStreamDecider = Decider<D> &&
    requires(const D& d, const typename D::State& s, const typename D::Command& c,
             const Context& context) {
  { d.decide(s, c, context) } -> std::same_as<Decision<typename D::Event>>;
};

/// A decider with commands that concern related streams.
template <class D>
concept MultiStreamDecider = Decider<D> &&
    requires(const D& d, const typename D::State& s, const typename D::Command& c,
             const Context& context, std::span<const Related<typename D::State>> related) {
  { d.related(c) } -> std::same_as<std::vector<StreamId>>;
  { d.decide(s, c, context, related) } -> std::same_as<Decision<typename D::Event>>;
};

/// The version of what a decider's evolve makes of events.
template <class D>
constexpr std::uint32_t fold_version() {
  if constexpr (requires { D::kFoldVersion; }) {
    return D::kFoldVersion;
  } else {
    return 1;
  }
}

/// The kind of a decider's streams.
template <class D>
constexpr std::string_view kind_of(const D& decider) {
  if constexpr (detail::DescribedByConstants<D>) {
    (void)decider;
    return D::kKind;
  } else {
    return decider.kind();
  }
}
/// The definition that new streams pin.
template <class D>
constexpr std::uint32_t definition_of(const D& decider) {
  if constexpr (detail::DescribedByConstants<D>) {
    (void)decider;
    return D::kDefinition;
  } else {
    return decider.definition();
  }
}
/// What errors call a decider where it is not at hand.
template <class D>
constexpr std::string_view kind_name() {
  if constexpr (detail::DescribedByConstants<D>) {
    return D::kKind;
  } else {
    return "workflow";
  }
}

namespace detail {
template <class Events, class... Old>
constexpr bool none_is_among(std::type_identity<std::variant<Old...>>) {
  constexpr auto none = describe::detail::Alternatives<Events>::kCount;
  return ((describe::index_of<Events>(describe::spec_of<Old>.type) == none) && ...);
}
template <class D>
concept NamesRetired = requires {
  typename D::Retired;
};
template <class D>
concept NamesUpcast = requires {
  &D::upcast;
};
}  // namespace detail

/// A decider some of whose recorded events no code writes any more.
template <class D>
concept UpcastingDecider = Decider<D> && requires(const D& d, const typename D::Retired& old) {
  requires describe::EventSet<typename D::Retired>;
  { d.upcast(old) } -> std::same_as<std::vector<typename D::Event>>;
};

/// Half an upcaster would leave events unread: Retired without upcast, or the other way round.
template <class D>
constexpr bool upcasts_soundly() {
  if constexpr (UpcastingDecider<D>) {
    return detail::none_is_among<typename D::Event>(
        std::type_identity<describe::SetOf<typename D::Retired>>{});
  } else {
    return !detail::NamesRetired<D> && !detail::NamesUpcast<D>;
  }
}

/// A decider whose commands may carry secrets (a code that is only compared): they are left out of
/// what tells a repeated command from another one, and so of the log.
///
///     static std::optional<Command> without_secrets(const Command&);   // nothing: it has none
template <class D>
concept DeciderWithSecrets = Decider<D> && requires(const typename D::Command& command) {
  { D::without_secrets(command) } -> std::same_as<std::optional<typename D::Command>>;
};

/// A decider whose events carry tags, by which the log finds the one of its kind:
///
///     std::vector<std::string> tags(const Event&) const;      // pure; in any order, each once
template <class D>
concept TaggingDecider = Decider<D> && requires(const D& d, const typename D::Event& event) {
  { d.tags(event) } -> std::same_as<std::vector<std::string>>;
};

namespace detail {
template <class D>
concept NamesTags = requires {
  &D::tags;
};
}  // namespace detail

/// A hook with a slip in it would leave events without their tags, and nobody would be told.
template <class D>
constexpr bool tags_soundly() {
  return TaggingDecider<D> || !detail::NamesTags<D>;
}

}  // namespace recourse::core
