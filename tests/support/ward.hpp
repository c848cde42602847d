// A small workflow with personal data of two persons, for tests of sealing: a hospital's ward.
#pragma once

#include <recourse/trust/sealing.hpp>

namespace ward {

using recourse::Sealed;
using recourse::describe::Access;
using recourse::describe::spec;
using recourse::describe::Subject;

/// Something brought along.
struct Thing {
  std::string what;
  std::optional<Sealed<std::string>> engraved;
  friend bool operator==(const Thing&, const Thing&) = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (what, engraved))
constexpr auto recourse_spec(const Thing*) {
  return spec(
      "ward.thing", 1, "Something brought along.",
      {{"what", 1, "What it is."}, {"engraved", 1, "What is engraved on it.", Access::identity}});
}

struct Admitted {
  std::string bed;
  Sealed<std::string> name;
  std::optional<Sealed<std::string>> phone;
  std::optional<Sealed<std::string>> visitor;
  std::vector<Thing> things;
  friend bool operator==(const Admitted&, const Admitted&) = default;
};
BOOST_DESCRIBE_STRUCT(Admitted, (), (bed, name, phone, visitor, things))
constexpr auto recourse_spec(const Admitted*) {
  return spec("ward.admitted", 1, "Somebody came in.",
              {{"bed", 1, "Which bed."},
               {"name", 1, "Who.", Access::identity},
               {"phone", 1, "Whom to call.", Access::identity},
               {"visitor", 1, "Who came along.", Access::identity, Subject::third_party},
               {"things", 1, "What was brought along."}});
}
struct Moved {
  std::string bed;
  Sealed<std::uint32_t> age;
  friend bool operator==(const Moved&, const Moved&) = default;
};
BOOST_DESCRIBE_STRUCT(Moved, (), (bed, age))
constexpr auto recourse_spec(const Moved*) {
  return spec("ward.moved", 1, "To another bed.",
              {{"bed", 1, "Which bed."}, {"age", 1, "Years.", Access::identity}});
}
struct Left {
  friend bool operator==(const Left&, const Left&) = default;
};
BOOST_DESCRIBE_STRUCT(Left, (), ())
constexpr auto recourse_spec(const Left*) { return spec("ward.left", 1, "Went home."); }

using Event = std::variant<Admitted, Moved, Left>;

struct Admit {
  std::string bed;
  Sealed<std::string> name;
  std::optional<Sealed<std::string>> phone;
  std::optional<Sealed<std::string>> visitor;
  std::vector<Thing> things;
};
BOOST_DESCRIBE_STRUCT(Admit, (), (bed, name, phone, visitor, things))
constexpr auto recourse_spec(const Admit*) {
  return spec("ward.admit", 1, "Somebody comes in.",
              {{"bed", 1, "Which bed."},
               {"name", 1, "Who.", Access::identity},
               {"phone", 1, "Whom to call.", Access::identity},
               {"visitor", 1, "Who came along.", Access::identity, Subject::third_party},
               {"things", 1, "What was brought along."}});
}
/// Refused unless the name is the one that was given: decides upon what is sealed.
struct Move {
  std::string bed;
  Sealed<std::string> name;
  std::uint32_t age = 0;
};
BOOST_DESCRIBE_STRUCT(Move, (), (bed, name, age))
constexpr auto recourse_spec(const Move*) {
  return spec(
      "ward.move", 1, "To another bed.",
      {{"bed", 1, "Which bed."}, {"name", 1, "Who.", Access::identity}, {"age", 1, "Years."}});
}
struct Leave {};
BOOST_DESCRIBE_STRUCT(Leave, (), ())
constexpr auto recourse_spec(const Leave*) { return spec("ward.leave", 1, "Goes home."); }

using Command = std::variant<Admit, Move, Leave>;

struct State {
  std::string bed;
  Sealed<std::string> name;
  bool in = false;
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (bed, name, in))
constexpr auto recourse_spec(const State*) {
  return spec(
      "ward.state", 1, "Somebody in a bed.",
      {{"bed", 1, "Which bed."}, {"name", 1, "Who.", Access::identity}, {"in", 1, "Still there."}});
}

struct Ward {
  using State = ward::State;
  using Command = ward::Command;
  using Event = ward::Event;
  static constexpr std::string_view kKind = "ward";
  static constexpr std::uint32_t kDefinition = 1;

  recourse::core::Decision<Event> decide(const State& state, const Command& command,
                                         const recourse::core::Context&) const {
    using Decision = recourse::core::Decision<Event>;
    if (const auto* c = std::get_if<Admit>(&command)) {
      if (state.in) return recourse::core::Refusal{"in_bed", "test", "In bed.", "已入院。", {}};
      return Decision::of(Admitted{c->bed, c->name, c->phone, c->visitor, c->things});
    }
    if (const auto* c = std::get_if<Move>(&command)) {
      if (!state.name.is_clear() || state.name != c->name) {
        return recourse::core::Refusal{"other_name", "test", "Another name.", "姓名不符。", {}};
      }
      return Decision::of(Moved{c->bed, c->age});
    }
    return Decision::of(Left{});
  }
  void evolve(State& state, const Event& event, const recourse::core::Facts&) const {
    if (const auto* e = std::get_if<Admitted>(&event)) state = {e->bed, e->name, true};
    if (const auto* e = std::get_if<Moved>(&event)) state.bed = e->bed;
    if (std::holds_alternative<Left>(event)) state.in = false;
  }
  /// Nobody is erased who lies there.
  std::optional<recourse::core::Refusal> check_erasure(const State& state, Subject,
                                                       recourse::trust::ErasureGround,
                                                       const recourse::core::Context&) const {
    if (!state.in) return std::nullopt;
    return recourse::core::Refusal{"in_bed", "test", "In bed.", "已入院。", {}};
  }
};
static_assert(recourse::core::SingleStreamDecider<Ward>);
static_assert(recourse::trust::ErasureJudgingDecider<Ward>);

}  // namespace ward
