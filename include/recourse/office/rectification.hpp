// What the office does for rectifications: gives them their numbers, counts the cases of their
// classes, and lists the topic of a month.
//
//     auto opened = open_rectification(*office, Open{…}, context).value();
//     opened.id.key()      → "ZG-2023-0001"
//     auto counted = count_recurrence(*office, state).value();
//     counted.command      → the Assess that these counts make
//     counted.before       → the streams of the cases that were counted
//
// The counts depend on the log up to a position alone: whoever asks again with the same position
// has the same cases. Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/rectification/topic.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// A rectification that was just opened, or was not.
struct OpenedRectification {
  StreamId id;  ///< "rectification/ZG-2023-0001".
  core::Outcome outcome;
};
/// Takes up a class: gives it the next number of the year, or the key `under`. A refusal as
/// `already_open` names the one that the class has. Repeated with the same command id it answers
/// with the same one. Errors: as core::Workflow::handle.
Result<OpenedRectification> open_rectification(const Office& office,
                                               const casework::rectification::Open& command,
                                               const core::Context& context,
                                               const std::optional<StreamId>& under = std::nullopt);

/// Cases of a class in the periods before and after, and all cases of both.
struct RecurrenceCount {
  casework::rectification::Assess command;  ///< Says the counts, and as of which position.
  std::vector<StreamId> before;             ///< Cases of the class in the period before.
  std::vector<StreamId> after;              ///< Cases of the class in the observation.
};
/// Counts by the day on which a case was reported, at the place of the deployment; historical ones
/// too. Without `as_of` as of the log's end. Errors: timed_out for a position that the log has not
/// reached, and those of the store.
Result<RecurrenceCount> count_recurrence(const Office& office,
                                         const casework::rectification::State& state,
                                         std::optional<Position> as_of = std::nullopt);

/// The rectification that a class has for a period; nothing if it has none. Errors: those of the
/// store.
Result<std::optional<StreamId>> rectification_of(const Office& office, const std::string& tag);

/// The topic of a month, as of the log's end or later. Errors: those of the view `rectification`.
Result<casework::rectification::Topic> topic_of(const Office& office, std::string_view month);

// Compiled once, in a file that the build writes (src/cmake/hosted.cpp.in).
#ifndef __clang__  // Clang 14 instantiates members too whose constraints do not hold.
extern template class core::Round<casework::rectification::RectificationDecider>;
extern template class core::Workflow<casework::rectification::RectificationDecider>;
#endif
extern template class Hosted<casework::rectification::RectificationDecider>;

}  // namespace recourse
