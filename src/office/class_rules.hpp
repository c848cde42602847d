// What a question for classes, or for phrases, means in days; and who may ask.
#pragma once

#include <recourse/office/classes.hpp>

namespace recourse {

/// Errors: invalid_argument, naming the member.
Result<casework::rectification::ClassRules> class_rules_of(const ClassQuery& query, LocalDay today,
                                                           UtcOffset offset);
/// The viewer's role, if such a one sees classes.
std::optional<casework::Role> class_viewer_role(const core::Viewer& viewer);

}  // namespace recourse
