// The effect of a training: how a share changed, and how sure that is (R25).
//
//     change_of({30, 200}, {15, 210})      // → -786 (7.86 % fewer), from -1411 to -178
//
// The interval is Newcombe's (1998, method 10): of the two Wilson intervals, at 95 %. It is honest
// with few cases, and never leaves −100 % to 100 %. An interval that holds 0 shows no effect.
// Pure functions, the same on every machine that has IEEE 754; safe from any thread.
#pragma once

#include <recourse/casework/training/values.hpp>

namespace recourse::casework::training {

/// So many of so many.
struct Share {
  std::uint32_t part = 0;
  std::uint32_t whole = 0;
};

/// Nothing if one of them is a share of nothing. Requires: part ≤ whole.
std::optional<Change> change_of(Share before, Share after);

/// What is wrong with counts: more repeated trips, ratings or bad ones than there can be, or a
/// period that ends before it begins. False: nothing.
bool contradicts_itself(const Counts& counts);

/// The periods that are compared: so many days before and behind the day of a training.
Counts period_before(LocalDay held_on, std::int64_t days);
Counts period_after(LocalDay held_on, std::int64_t days);

}  // namespace recourse::casework::training
