// expect: static( assertion failed|_assert failed).*
// A description that forgets a field, or dates one before its neighbour, is not well formed.
#include <recourse/describe/spec.hpp>
#include <string>

namespace shop {
struct Sold {
  std::string what;
  int price = 0;
};
BOOST_DESCRIBE_STRUCT(Sold, (), (what, price))
constexpr auto recourse_spec(const Sold*) {
  return recourse::describe::spec("shop.sold", 2, "It was sold.",
#ifndef MUST_FAIL_CONTROL
                                  {{"what", 2, "What."}, {"price", 1, "Cents."}}
#else
                                  {{"what", 1, "What."}, {"price", 2, "Cents."}}
#endif
  );
}
static_assert(recourse::describe::well_formed<Sold>());
}  // namespace shop
