// expect: has more than 3 characters and ends
// What is said of a field without a full stop at its end: the message says which rule it is.
#include <recourse/describe/type_info.hpp>
#include <string>

namespace shop {
struct Sold {
  std::string what;
};
BOOST_DESCRIBE_STRUCT(Sold, (), (what))
constexpr auto recourse_spec(const Sold*) {
  return recourse::describe::spec("shop.sold", 1, "It was sold.",
#ifndef MUST_FAIL_CONTROL
                                  {{"what", 1, "What"}}
#else
                                  {{"what", 1, "What."}}
#endif
  );
}
inline std::size_t fields_of_sold() { return recourse::describe::type_info<Sold>.fields.size(); }
}  // namespace shop
