#include "casework/replies/basis_check.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace recourse::casework::replies {
namespace {

constexpr std::size_t kShortestBasis = 4;

/// Characters, of which each is a piece of UTF-8.
using Characters = std::vector<std::string_view>;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool is_space(std::string_view c) {
  return c == " " || c == "\t" || c == "\n" || c == "\r" || c == "　";
}

Characters characters_of(std::string_view text) {
  Characters all;
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = begin + 1;
    while (end < text.size() && continues(text[end])) ++end;
    const auto one = text.substr(begin, end - begin);
    if (!is_space(one)) all.push_back(one);
    begin = end;
  }
  return all;
}

std::string joined(const Characters& text, std::size_t from, std::size_t count) {
  std::string run;
  for (auto i = from; i < from + count; ++i) run.append(text[i]);
  return run;
}

/// The text with titles of laws replaced by a line end, over which no run goes.
std::string without_laws(std::string_view text) {
  constexpr std::string_view kOpen = "《";
  constexpr std::string_view kClose = "》";
  std::string rest;
  while (true) {
    const auto open = text.find(kOpen);
    const auto close = open == text.npos ? text.npos : text.find(kClose, open);
    if (close == text.npos) return rest.append(text);
    const auto title = text.substr(open, close - open);
    const bool law = title.ends_with("法") || title.ends_with("条例");
    rest.append(text.substr(0, law ? open : close + kClose.size()));
    if (law) rest.push_back('\x1f');
    text.remove_prefix(close + kClose.size());
  }
}

}  // namespace

std::string common_run(std::string_view basis, std::string_view wording, std::size_t run) {
  const auto plain_basis = without_laws(basis);
  const auto plain_wording = without_laws(wording);
  const auto inner = characters_of(plain_basis);
  const auto outer = characters_of(plain_wording);
  const auto length = std::min(run, inner.size());
  if (length < kShortestBasis || outer.size() < length) return {};
  std::unordered_set<std::string> runs;
  for (std::size_t i = 0; i + length <= outer.size(); ++i) runs.insert(joined(outer, i, length));
  for (std::size_t i = 0; i + length <= inner.size(); ++i) {
    auto one = joined(inner, i, length);
    if (one.find('\x1f') == std::string::npos && runs.contains(one)) return one;
  }
  return {};
}

}  // namespace recourse::casework::replies
