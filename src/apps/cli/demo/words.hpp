// Words: the texts of the demonstration. Every one is made up, and says so where it could be taken
// for a person's.
#pragma once

#include <recourse/casework/complaint/values.hpp>

#include "plan.hpp"

namespace recourse::cli::words {

using Text = Sealed<std::string>;

/// A surname and a filler.
Text name(const PlannedCase& planned);
/// Eleven digits that begin with 12: no such numbers are given out.
Text phone(const PlannedCase& planned);
/// What the citizen says at the window.
Text narrative(const PlannedCase& planned);

std::string_view law(casework::Line line);
Text explanation(const PlannedCase& planned);
Text question(const PlannedCase& planned);
Text tried(const PlannedCase& planned);
Text solution(casework::complaint::AnswerKind kind);
std::string_view wording(casework::complaint::AnswerKind kind);
Text reply(casework::complaint::Outcome outcome);
std::string_view next_step(casework::complaint::Outcome outcome);
std::string_view urgency(Random& dice);
/// One to three different things, numbered from 1.
std::vector<casework::complaint::NoticeItem> lacking(const PlannedCase& planned, bool secondary,
                                                     Random& dice);
/// A paper that was not named before.
casework::complaint::NoticeItem another(const PlannedCase& planned,
                                        const std::vector<casework::complaint::NoticeItem>& named);
/// Empty more often than not; a bad grade says what about.
std::optional<Text> comment(casework::complaint::Grade grade, Random& dice);

}  // namespace recourse::cli::words
