// The shape of every answer as JSON: that of the office's (office/answer_json.hpp). A refusal is
// {"refusal": {…}}, an error {"error": {…}} (session.hpp, usage.hpp).
#pragma once

#include <recourse/office/answer_json.hpp>

namespace recourse::cli {

/// What people call a view or a reaction, in both languages; empty if they have no name for it.
inline std::string in_both_languages(const core::Label& label) {
  if (label.empty()) return {};
  return std::string{label.en}.append("  ").append(label.zh);
}

}  // namespace recourse::cli
