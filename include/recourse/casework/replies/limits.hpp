// The numbers of the standard replies. Each is a member of the decider, so that a deployment may
// set it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace recourse::casework::replies {

/// Units and sources stand beside the numbers; all but one are our inference.
struct Limits {
  // Working days.
  /// A proposal is drafted or abandoned. Our inference.
  std::int64_t draft = 10;
  /// A draft, or one that was sent back, is submitted. Our inference.
  std::int64_t submit = 10;
  /// A submitted draft is reviewed. Our inference.
  std::int64_t review = 3;
  /// A reviewed draft is approved or sent back. Our inference.
  std::int64_t approve = 3;
  /// An approved draft is published. Our inference.
  std::int64_t publish = 3;
  /// So long before the end of its validity a reply is to be looked through. Our inference.
  std::int64_t look_through = 10;
  /// A reply whose validity has ended is revised or withdrawn. Our inference.
  std::int64_t renewal = 5;
  /// The cases that cite a reply which was revised or withdrawn are looked at again. Our inference.
  std::int64_t look_again = 5;

  // Characters.
  /// A run of so many characters of the internal basis must not stand in the wording (R22). Our
  /// inference: shorter runs are common phrases.
  std::uint32_t basis_run = 12;

  friend bool operator==(const Limits&, const Limits&) = default;
};

/// Citing cases that a reply's state keeps, the latest: enough for those that may still be open.
/// All uses are counted. Part of the fold: a change of it is a new fold version.
inline constexpr std::size_t kCitingMax = 500;

}  // namespace recourse::casework::replies
