// Case numbers and inquiry codes: what a citizen is given for a case.
//
//     make_case_number("PD01", day, 7)            → "PD01-20240105-0007-R"
//     check_case_number("PD01-20240105-0070-R")   → invalid_argument: the check letter is N
//     inquiry_digest("case/PD01-…", "7K3M-9QXR")  → 32 hexadecimal digits, stored instead
//
// The check letter (ISO 7064, MOD 37-36) finds every wrong letter and nearly every exchange of
// neighbours. The code is drawn by the engine; the log holds its digest, bound to the stream.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <recourse/base/result.hpp>
#include <recourse/base/time.hpp>
#include <string>
#include <string_view>

namespace recourse::casework::complaint {

/// Station, local day, serial of that day (at least four digits) and check letter.
/// invalid_argument if the station has other signs than letters, digits, '.', '_' and ':', or the
/// serial is 0.
Result<std::string> make_case_number(std::string_view station, LocalDay day, std::uint64_t serial);

/// invalid_argument, saying what the check letter should be, if `number` has the form of a case
/// number and its check letter is wrong. Other keys pass: cases may be named otherwise.
Result<void> check_case_number(std::string_view number);

/// Eight letters and digits in two groups, from 40 random bits: "7K3M-9QXR". Letters that look
/// like digits are left out.
std::string inquiry_code_from(std::uint64_t random);

/// The digest that stands for a code in the log: SHA-1 over stream and code, 32 hexadecimal
/// digits. Case, spaces and hyphens of the code do not matter.
std::string inquiry_digest(std::string_view stream, std::string_view code);

}  // namespace recourse::casework::complaint
