// Limits in working days, counted again when a year's notice is published or corrected.
//
//     auto moved = recounted(limits_of(copy), days, now);   // at most one entry for each limit
//     recount(limits_of(state), moved);                     // in evolve, from what is on record
//
// Each limit keeps its first day and its number of days. One that a person named a day for stays,
// and so does one that has passed.
//
// Pure; safe from any thread.
#pragma once

#include <concepts>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/core/decider.hpp>
#include <vector>

namespace recourse::casework {

/// A limit, and what it is by the notices that are published by now.
struct RecountedLimit {
  Due before{};
  Due now{};
  friend bool operator==(const RecountedLimit&, const RecountedLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(RecountedLimit, (), (before, now))
constexpr auto recourse_spec(const RecountedLimit*) {
  return describe::spec("case.recounted_limit", 1,
                        "A limit, and what it is by the notices that are published by now.",
                        {{"before", 1, "What it was.", describe::Access::open},
                         {"now", 1, "What it is.", describe::Access::open}});
}

/// The limits that the calendar counts otherwise; of equal ones the first stands for all.
std::vector<RecountedLimit> recounted(const std::vector<Due*>& limits, const WorkingDays& days,
                                      Timestamp now);
/// Replaces each limit that is among those.
void recount(const std::vector<Due*>& limits, const std::vector<RecountedLimit>& moved);

/// A workflow whose limits follow the calendar: `Recompute` has something to do in a state that
/// `recomputes`.
template <class D>
concept RecomputingDecider = core::Decider<D> &&
    requires(const D& decider, const typename D::State& state, Timestamp now) {
  requires std::constructible_from<typename D::Command, typename D::Recompute>;
  { decider.recomputes(state, now) } -> std::same_as<bool>;
};

}  // namespace recourse::casework
