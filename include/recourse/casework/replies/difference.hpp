// The difference between two texts, sentence by sentence: what a new version of a reply changes.
//
//     difference("须持身份证。当日办结。", "须持身份证。三日内办结。")
//       → kept "须持身份证。"  removed "当日办结。"  added "三日内办结。"
//
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework::replies {

/// What became of a sentence.
enum class Change : std::uint8_t { kept, removed, added };

struct SentenceChange {
  Change change;
  std::string text;
  friend bool operator==(const SentenceChange&, const SentenceChange&) = default;
};

/// The sentences of a text, in order; together they are the text. A sentence ends behind 。！？；
/// (and the same in ASCII but for the full stop, which stands in numbers) and behind a line end.
std::vector<std::string_view> sentences_of(std::string_view text);

/// The shortest way from one text to the other: a longest common subsequence of sentences is kept.
/// What was removed stands before what was added in its place. Time and memory grow with the
/// product of the sentences that differ; texts of limits::kShortTextBytesMax have few.
std::vector<SentenceChange> difference(std::string_view before, std::string_view after);

}  // namespace recourse::casework::replies
