// Mentions: who somebody is, found again in what was written.
//
//     mask_mentions("张三（138-0000-1234）说…", {"张三"})           // "张*（138****1234）说…"
//
// For a text that may be read by somebody who may not learn who it is about. Names are masked where
// they stand, blanks between their characters or not; a known number where its digits stand, with
// blanks, dashes or a country code between and before them, in full-width digits too. What has the
// form of a mobile number or of a resident's identity number is masked whosesoever it is.
//
// It finds what is written as it is known. A nickname, a surname with a title, a mistyped name
// stay: a mask for reading, no proof of anonymity. Pure; safe from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace recourse::describe {

/// `text` with each of `names` in it masked as describe::masked does, and each number that is known
/// or has the form of one. A name is a name, or a number of at least 7 digits; of one character or
/// none it is ignored. Text that is not UTF-8 is taken byte by byte.
std::string mask_mentions(std::string_view text, std::span<const std::string> names);

}  // namespace recourse::describe
