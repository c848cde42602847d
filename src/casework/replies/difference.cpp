#include <algorithm>
#include <array>
#include <recourse/casework/replies/difference.hpp>

namespace recourse::casework::replies {
namespace {

using Sentences = std::vector<std::string_view>;

/// Where the first sentence of a text ends.
std::size_t end_of_sentence(std::string_view text) {
  constexpr std::array<std::string_view, 8> kEnds{"。", "！", "？", "；", "!", "?", ";", "\n"};
  auto end = text.size();
  for (const auto mark : kEnds) {
    const auto found = text.find(mark);
    if (found != text.npos) end = std::min(end, found + mark.size());
  }
  return end;
}

/// lengths[i][j]: of the longest common subsequence of a from i on and b from j on.
std::vector<std::vector<std::uint32_t>> common_lengths(const Sentences& a, const Sentences& b) {
  std::vector<std::vector<std::uint32_t>> lengths(a.size() + 1,
                                                  std::vector<std::uint32_t>(b.size() + 1, 0));
  for (auto i = a.size(); i-- > 0;) {
    for (auto j = b.size(); j-- > 0;) {
      lengths[i][j] =
          a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

}  // namespace

std::vector<std::string_view> sentences_of(std::string_view text) {
  Sentences all;
  while (!text.empty()) {
    const auto end = end_of_sentence(text);
    all.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return all;
}

std::vector<SentenceChange> difference(std::string_view before, std::string_view after) {
  const auto a = sentences_of(before);
  const auto b = sentences_of(after);
  const auto lengths = common_lengths(a, b);
  std::vector<SentenceChange> changes;
  const auto note = [&](Change change, std::string_view text) {
    changes.push_back({change, std::string{text}});
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      note(Change::kept, a[i]);
      ++i, ++j;
    } else if (i < a.size() && (j == b.size() || lengths[i + 1][j] >= lengths[i][j + 1])) {
      note(Change::removed, a[i++]);
    } else {
      note(Change::added, b[j++]);
    }
  }
  return changes;
}

}  // namespace recourse::casework::replies
