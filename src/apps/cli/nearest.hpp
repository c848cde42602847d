// Which names somebody may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace recourse::cli {

/// Letters to put in, take out, change, or exchange with their neighbour (optimal string alignment)
/// to make one word of the other. Case, '-' and '_' do not matter.
std::size_t distance(std::string_view a, std::string_view b);

/// The names, the nearest to `wanted` first, those that are as near in their order.
std::vector<std::string_view> nearest_first(std::string_view wanted,
                                            std::vector<std::string_view> names);

/// "'case.close' is no event; there are: case.closed, …": the nearest are listed, the others
/// counted.
std::string no_such(std::string_view what, std::string_view wanted,
                    std::vector<std::string_view> names);

}  // namespace recourse::cli
