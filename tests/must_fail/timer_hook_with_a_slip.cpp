// expect: a decider with limits has timers, on_timer and timer_declined
// A timer hook that cannot be called would leave the streams without limits, and nobody would know.
#include <recourse/core/fold.hpp>

namespace shop {
struct Opened {};
BOOST_DESCRIBE_STRUCT(Opened, (), ())
constexpr auto recourse_spec(const Opened*) {
  return recourse::describe::spec("shop.opened", 1, "It was opened.");
}
struct Shop {
  struct State {};
  using Event = std::variant<Opened>;
  using Command = std::variant<Opened>;
  static constexpr std::string_view kKind = "shop";
  static constexpr std::uint32_t kDefinition = 1;
  void evolve(State&, const Event&, const recourse::core::Facts&) const {}
#ifndef MUST_FAIL_CONTROL
  std::vector<recourse::core::Timer> timers(const State&) { return {}; }  // not const
#else
  std::vector<recourse::core::Timer> timers(const State&) const { return {}; }
#endif
  Command on_timer(const State&, std::string_view) const { return Opened{}; }
  Event timer_declined(const recourse::core::ArmedTimer&, const recourse::core::Refusal&) const {
    return Opened{};
  }
};
}  // namespace shop

shop::Shop decider;
recourse::core::Fold<shop::Shop> fold{decider};
