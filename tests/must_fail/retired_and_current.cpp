// expect: Retired and upcast come together
// An event that code writes still is not retired: which of the two would a record be?
#include <recourse/core/fold.hpp>

namespace shop {
struct Opened {};
BOOST_DESCRIBE_STRUCT(Opened, (), ())
constexpr auto recourse_spec(const Opened*) {
  return recourse::describe::spec("shop.opened", 1, "It was opened.");
}
struct OpenedOnce {};
BOOST_DESCRIBE_STRUCT(OpenedOnce, (), ())
constexpr auto recourse_spec(const OpenedOnce*) {
#ifndef MUST_FAIL_CONTROL
  return recourse::describe::spec("shop.opened", 1, "It was opened.");
#else
  return recourse::describe::spec("shop.opened_once", 1, "It was opened.");
#endif
}
struct Shop {
  struct State {};
  using Event = std::variant<Opened>;
  using Command = std::variant<Opened>;
  using Retired = std::variant<OpenedOnce>;
  static constexpr std::string_view kKind = "shop";
  static constexpr std::uint32_t kDefinition = 1;
  std::vector<Event> upcast(const Retired&) const { return {Opened{}}; }
  void evolve(State&, const Event&, const recourse::core::Facts&) const {}
};
}  // namespace shop

shop::Shop decider;
recourse::core::Fold<shop::Shop> fold{decider};
