// Which cases a command is about: --station, --district, --line, --matter, --case, --from, --to,
// --as-of; of those that the viewer may see.
//
//     add_selection(*command, a->selection);
//     const auto selection = selection_of(a->selection);
//     const auto known = check_names(office, *selection);
//
// Thread-safety: none is needed.
#pragma once

#include <recourse/office/case_selection.hpp>

#include "apps/cli/viewer.hpp"

namespace recourse::cli {

struct SelectionArguments {
  CaseSelection selection = {};  ///< Station, district, matter and keys, as they were given.
  std::string line = {};
  std::string from = {};
  std::string to = {};
  std::optional<std::uint64_t> as_of = {};
  ViewerArguments viewer = {};
};

/// Adds the options, and those of the viewer.
void add_selection(CommandLine& command, SelectionArguments& to);

/// invalid_argument, naming the option.
Result<CaseSelection> selection_of(const SelectionArguments& given);

/// invalid_argument, with the choice: no case has had such a station, district or matter, so that
/// nothing would be selected. Other errors: those of the store.
Result<void> check_names(const Office& office, const CaseSelection& selection);

/// Who looks. Nothing that is made of a selection shows personal data: --reveal is
/// invalid_argument, and so is nobody.
Result<core::Viewer> selector_of(const Session& session, const SelectionArguments& given);

}  // namespace recourse::cli
