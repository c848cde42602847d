// expect: sees is const, of the types that core/viewer.hpp names
// A hook that is not called would leave a workflow open that was written to be shut.
#include <recourse/core/viewer.hpp>

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
  recourse::core::Visibility sees(const State&, const recourse::core::Actor&) const { return {}; }
#else
  recourse::core::Visibility sees(const State&, const recourse::core::Viewer&) const { return {}; }
#endif
};
}  // namespace shop

recourse::core::Visibility seen(const shop::Shop& shop) {
  return recourse::core::visibility_of(shop, {}, {});
}
