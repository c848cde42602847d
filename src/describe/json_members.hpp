// Members of one name in an object of JSON text. A parser keeps one of them and says nothing; what
// the writer meant is not known, so such text is refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::describe {

/// A member whose name its object has already.
struct RepeatedMember {
  std::string name;
  std::size_t offset = 0;  ///< Of the quote that ends the name.
};

/// The first of a text; nothing if there is none. Requires: the text is JSON.
std::optional<RepeatedMember> find_repeated_member(std::string_view text);

}  // namespace recourse::describe
