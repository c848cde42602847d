// A small workflow for tests of everything below casework: a parcel locker, with every kind of
// field.
#pragma once

#include <algorithm>
#include <recourse/core/decider.hpp>
#include <stdexcept>

namespace locker {

using recourse::describe::spec;

enum class Size : std::uint8_t { small = 1, large = 2 };
BOOST_DESCRIBE_ENUM(Size, small, large)

struct Parcel {
  std::string label;
  std::uint32_t grams = 0;
  friend bool operator==(const Parcel&, const Parcel&) = default;
};
BOOST_DESCRIBE_STRUCT(Parcel, (), (label, grams))
constexpr auto recourse_spec(const Parcel*) {
  return spec("locker.parcel", 1, "A parcel.",
              {{"label", 1, "What is written on it."}, {"grams", 1, "Its weight."}});
}

/// One field of each kind that the wire format knows.
struct Filled {
  bool paid = false;
  std::uint64_t number = 0;
  std::int32_t balance = 0;
  double price = 0;
  Size size = Size::small;
  std::string door;
  recourse::Timestamp at{};
  recourse::LocalDay until{};
  recourse::CommandId ticket{};
  std::optional<std::string> note;
  std::vector<Parcel> parcels;
  recourse::Sealed<std::string> phone;
  std::optional<std::uint32_t> floor;  // since version 2
  friend bool operator==(const Filled&, const Filled&) = default;
};
BOOST_DESCRIBE_STRUCT(Filled, (),
                      (paid, number, balance, price, size, door, at, until, ticket, note, parcels,
                       phone, floor))
constexpr auto recourse_spec(const Filled*) {
  return spec("locker.filled", 2, "A door was filled.",
              {{"paid", 1, "Paid in advance."},
               {"number", 1, "Running number."},
               {"balance", 1, "Cents, may be negative."},
               {"price", 1, "Euros."},
               {"size", 1, "Size of the door."},
               {"door", 1, "Label of the door."},
               {"at", 1, "When."},
               {"until", 1, "Last day."},
               {"ticket", 1, "Random id."},
               {"note", 1, "A note, if any."},
               {"parcels", 1, "What was put in."},
               {"phone", 1, "Whom to call.", recourse::describe::Access::identity},
               {"floor", 2, "Floor, if known."}});
}

struct Emptied {
  std::string door;
  friend bool operator==(const Emptied&, const Emptied&) = default;
};
BOOST_DESCRIBE_STRUCT(Emptied, (), (door))
constexpr auto recourse_spec(const Emptied*) {
  return spec("locker.emptied", 1, "A door was emptied.", {{"door", 1, "Label of the door."}});
}

using Event = std::variant<Filled, Emptied>;

struct Fill {
  std::string door;
};
BOOST_DESCRIBE_STRUCT(Fill, (), (door))
constexpr auto recourse_spec(const Fill*) {
  return spec("locker.fill", 1, "Fill a door.", {{"door", 1, "Label of the door."}});
}
struct Empty {
  std::string door;
};
BOOST_DESCRIBE_STRUCT(Empty, (), (door))
constexpr auto recourse_spec(const Empty*) {
  return spec("locker.empty", 1, "Empty a door.", {{"door", 1, "Label of the door."}});
}
/// Moves what is in a door to another locker: concerns two streams.
struct MoveTo {
  std::string door;
  std::string other;
};
BOOST_DESCRIBE_STRUCT(MoveTo, (), (door, other))
constexpr auto recourse_spec(const MoveTo*) {
  return spec("locker.move_to", 1, "Move to another locker.",
              {{"door", 1, "Label of the door."}, {"other", 1, "Key of the other locker."}});
}
/// What a broken decider does.
struct Misbehave {
  std::string how;
};
BOOST_DESCRIBE_STRUCT(Misbehave, (), (how))
constexpr auto recourse_spec(const Misbehave*) {
  return spec("locker.misbehave", 1, "Break the contract.", {{"how", 1, "In which way."}});
}

using Command = std::variant<Fill, Empty, MoveTo, Misbehave>;

inline Filled filled(std::string door) {
  Filled e;
  e.door = std::move(door);
  return e;
}

struct Locker {
  struct State {
    std::vector<std::string> full;  // doors, in the order in which they were filled
    bool has(const std::string& door) const {
      return std::find(full.begin(), full.end(), door) != full.end();
    }
  };
  using Command = locker::Command;
  using Event = locker::Event;
  static constexpr std::string_view kKind = "locker";
  static constexpr std::uint32_t kDefinition = 3;

  std::vector<recourse::StreamId> related(const Command& command) const {
    if (const auto* move = std::get_if<MoveTo>(&command)) {
      return {recourse::StreamId::of(kKind, move->other).value()};
    }
    return {};
  }

  recourse::core::Decision<Event> decide(
      const State& state, const Command& command, const recourse::core::Context&,
      std::span<const recourse::core::Related<State>> related) const {
    using Decision = recourse::core::Decision<Event>;
    const auto refuse = [](std::string name) {
      return Decision{recourse::core::Refusal{std::move(name), "test", "No.", "不行。", {}}};
    };
    if (const auto* fill = std::get_if<Fill>(&command)) {
      if (state.has(fill->door)) return refuse("door_is_full");
      return Decision::of(filled(fill->door));
    }
    if (const auto* empty = std::get_if<Empty>(&command)) {
      if (!state.has(empty->door)) return Decision::nothing();
      return Decision::of(Emptied{empty->door});
    }
    if (const auto* move = std::get_if<MoveTo>(&command)) {
      if (related[0].state.has(move->door)) return refuse("other_door_is_full");
      return Decision::of(Emptied{move->door})
          .append_to(related[0].stream, {Event{filled(move->door)}});
    }
    const auto& how = std::get<Misbehave>(command).how;
    if (how == "throw") throw std::runtime_error{"the decider is broken"};
    if (how == "throw nothing") throw 42;
    if (how == "unreadable") return Decision::of(filled("\xff"));
    if (how == "endless") return std::vector<Event>(2000, Event{filled("x")});
    return Decision::of(filled("x"))
        .append_to(recourse::StreamId::of(kKind, "unnamed").value(), {Event{filled("y")}});
  }

  void evolve(State& state, const Event& event, const recourse::core::Facts&) const {
    if (const auto* f = std::get_if<Filled>(&event)) {
      if (f->door == "poison") throw std::runtime_error{"evolve is broken"};
      state.full.push_back(f->door);
    } else {
      std::erase(state.full, std::get<Emptied>(event).door);
    }
  }
};
static_assert(recourse::core::MultiStreamDecider<Locker>);

}  // namespace locker
