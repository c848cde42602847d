#include "apps/cli/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace recourse::cli {
namespace {

/// Names that a message lists before it says how many more there are.
constexpr std::size_t kListed = 12;
/// Longer words are no slips of a finger; the table of the distance stays small.
constexpr std::size_t kWordMax = 64;

std::string plain(std::string_view word) {
  std::string text{word.substr(0, kWordMax)};
  for (auto& c : text) {
    if (c == '-') c = '_';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::size_t distance(std::string_view a, std::string_view b) {
  const auto from = plain(a);
  const auto to = plain(b);
  using Row = std::array<std::size_t, kWordMax + 1>;
  Row before{};
  Row above{};
  for (std::size_t j = 0; j <= to.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    Row row{};
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t changed = from[i - 1] == to[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + changed});
      const bool exchanged = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (exchanged) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[to.size()];
}

std::vector<std::string_view> nearest_first(std::string_view wanted,
                                            std::vector<std::string_view> names) {
  std::ranges::stable_sort(names, {},
                           [&](std::string_view name) { return distance(wanted, name); });
  return names;
}

std::string no_such(std::string_view what, std::string_view wanted,
                    std::vector<std::string_view> names) {
  if (names.empty()) return fmt::format("'{}' is no {}; there is none", wanted, what);
  const auto near = nearest_first(wanted, std::move(names));
  auto text = fmt::format("'{}' is no {}; there are: ", wanted, what);
  const auto listed = std::min(near.size(), kListed);
  for (std::size_t i = 0; i < listed; ++i) text += (i > 0 ? ", " : "") + std::string{near[i]};
  if (near.size() > listed) text += fmt::format(", and {} more", near.size() - listed);
  return text;
}

}  // namespace recourse::cli
