// expect: two alternatives share a permanent name
// Two events of one workflow cannot share a permanent name.
#include <recourse/describe/event_set.hpp>

namespace shop {
struct Opened {};
BOOST_DESCRIBE_STRUCT(Opened, (), ())
constexpr auto recourse_spec(const Opened*) {
  return recourse::describe::spec("shop.opened", 1, "It was opened.");
}
struct Closed {};
BOOST_DESCRIBE_STRUCT(Closed, (), ())
constexpr auto recourse_spec(const Closed*) {
#ifndef MUST_FAIL_CONTROL
  return recourse::describe::spec("shop.opened", 1, "It was closed.");
#else
  return recourse::describe::spec("shop.closed", 1, "It was closed.");
#endif
}
}  // namespace shop

auto name() {
  return recourse::describe::type_of(std::variant<shop::Opened, shop::Closed>{shop::Opened{}});
}
