// Which cases a command is about: --station, --district, --line, --matter, --case, --from, --to,
// --as-of; of those that the viewer may see.
//
//     add_selection(*command, a->selection);
//     const auto selection = selection_of(office, a->selection);
//     if (const auto* wrong = std::get_if<Usage>(&*selection)) return fail(session, *wrong);
//
// Thread-safety: none is needed.
#pragma once

#include <recourse/office/case_selection.hpp>
#include <variant>

#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {

struct SelectionArguments {
  CaseSelection selection = {};  ///< Station, district, matter and keys, as they were given.
  std::string line = {};
  std::string from = {};
  std::string to = {};
  std::string as_of = {};
  ViewerArguments viewer = {};
};

/// Adds the options, and those of the viewer.
void add_selection(CommandLine& command, SelectionArguments& to);

/// The selection, at the position that --as-of comes to; or what names nothing, with the choice: no
/// case has had such a station, district or matter, so that nothing would be selected. Errors:
/// invalid_argument, naming the option; those of as_of (figures_commands.hpp) and of the store.
Result<std::variant<CaseSelection, Usage>> selection_of(const Office& office,
                                                        const SelectionArguments& given);

/// Who looks. Nothing that is made of a selection shows personal data: --reveal is
/// invalid_argument, and so is nobody.
Result<core::Viewer> selector_of(const Session& session, const SelectionArguments& given);

}  // namespace recourse::cli
