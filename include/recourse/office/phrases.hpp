// Emerging phrases over the log: what people begin to write about (R28).
//
//     const auto seen = find_phrases(*office, {.district = "PD"}, viewer, head).value();
//     std::get<PhrasesFound>(seen).report.phrases[0].text      → "学区划转"
//
// find_phrases of casework/rectification/phrases.hpp says how phrases are compared. Whose words are
// looked at: reports of cases of both times whose text the viewer may read (docs/access.md), never
// of a case whose reporter's name stays within the window (`confidential`), whoever asks, and none
// whose text was erased. Names and numbers of persons are masked before anything is counted, and a
// phrase is told only if count_least cases hold it. So it is no look at a case, and none is
// recorded.
//
// Costs as much as both times have events: every one of these cases is read. Free function over an
// office; thread-safety: as the office.
#pragma once

#include <recourse/casework/rectification/phrases.hpp>
#include <recourse/office/classes.hpp>

namespace recourse {

/// What was found, and the position of the log at which it is true.
struct PhrasesFound {
  casework::rectification::PhraseReport report{};
  Position position{};
};

/// Of the query district, station and line say which cases are looked at, and false_discovery is
/// the chance of any false phrase. True at `at_least` or later. Refusal: not_to_be_seen.
/// Errors: as find_classes, and those of reading the log.
Result<core::Seen<PhrasesFound>> find_phrases(const Office& office, const ClassQuery& query,
                                              const core::Viewer& viewer, Position at_least = {});

}  // namespace recourse
