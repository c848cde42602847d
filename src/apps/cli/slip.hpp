// A receipt's slip: on paper what a citizen takes home, with the proof as a QR code.
//
// The code holds a tlog-proof without its record (some 1.2 KB), so that no paper says what a case
// is about; the record is a file that the office gives out, and must fit the proof. Pure but for
// memory. Thread-safety: functions without shared state.
#pragma once

#include <recourse/base/result.hpp>
#include <string>

namespace recourse::cli {

/// What stands on it, as text.
struct Slip {
  std::string key;       ///< The case's number.
  std::string what;      ///< Type of the record.
  std::string recorded;  ///< When, as people read it.
  std::uint64_t position = 0;
  std::uint64_t size = 0;  ///< Records that the head covers.
  std::string origin;
  std::string leaf;   ///< Hash of the record, hexadecimal.
  std::string proof;  ///< What the code holds.
};

/// For a terminal or a receipt printer: UTF-8, the code in half blocks. Errors: limit_exceeded if
/// the proof is too long for a code.
Result<std::string> slip_text(const Slip& slip);
/// For paper: an SVG of 105 mm width. Errors: likewise.
Result<std::string> slip_svg(const Slip& slip);

}  // namespace recourse::cli
