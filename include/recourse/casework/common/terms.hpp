// Terms: what a text is found by, in whatever language it mixes: pairs of neighbouring Chinese
// characters, and whole words of letters and digits, width and case folded.
//
//     terms_of("户口Move-in")        → "户口", "move", "in"
//     folded("ＡＢＣ，Été")          → "abc,été"
//     number_key(" ＳＨ-1")          → "sh-1"
//
// Blanks, signs and line ends part terms. A Chinese character that stands alone between them is in
// no term. Kana and Hangul count as Chinese characters do. No dictionary and no model: a word of
// two characters is one term, a longer one is a row of pairs, each of which a text must hold.
//
// Pure; safe from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework {

/// The text with full-width forms as ASCII and capitals of Latin, Greek and Cyrillic letters as
/// small ones. What is not UTF-8 becomes blanks.
std::string folded(std::string_view text);

/// By which two numbers of the same order, file or letter are the same, however they were typed:
/// folded, without the blanks around them.
std::string number_key(std::string_view number);

/// In their order, each as often as it stands there.
std::vector<std::string> terms_of(std::string_view text);

/// What stands together in a text: neighbouring Chinese characters, or neighbouring words.
struct Run {
  bool chinese = false;
  std::vector<std::string> parts{};  ///< Characters, or words, folded.
};
/// In their order. Signs and line ends part runs, and so do words with a digit, which are in none:
/// a number means nobody's matter but its owner's.
std::vector<Run> runs_of(std::string_view text);

/// The parts between blanks, folded: what a search wants all of, wherever they stand.
std::vector<std::string> words_of(std::string_view text);

}  // namespace recourse::casework
