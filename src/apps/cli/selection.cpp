#include "apps/cli/selection.hpp"

#include "apps/cli/arguments.hpp"
#include "apps/cli/figures_commands.hpp"
#include "apps/cli/place_names.hpp"

namespace recourse::cli {

void add_selection(CommandLine& command, SelectionArguments& to) {
  auto& s = to.selection;
  command.add_option("--station", s.station, "Only cases of this station.")->check(not_empty());
  command.add_option("--district", s.district, "Only cases of this district.")->check(not_empty());
  command.add_option("--line", to.line, "Only cases of this business line.")
      ->among("line", describe::enum_info<casework::Line>);
  command.add_option("--matter", s.matter, "Only cases of this matter, say RK10.")
      ->check(not_empty());
  command.add_option("--case", s.keys, "Only this case. Repeatable.")
      ->allow_extra_args(false)
      ->check(not_empty());
  command.add_option("--from", to.from, "Only cases reported from then on.")->check(not_empty());
  command.add_option("--to", to.to, "Only cases reported until then.")->check(not_empty());
  command.add_option("--as-of", to.as_of, "As recorded up to this position or moment.")
      ->check(position_or_moment());
  add_viewer(command, to.viewer);
}

Result<std::variant<CaseSelection, Usage>> selection_of(const Office& office,
                                                        const SelectionArguments& given) {
  using Answer = std::variant<CaseSelection, Usage>;
  auto selection = given.selection;
  selection.line = named<casework::Line>(given.line);
  RECOURSE_TRY_ASSIGN(selection.from, moment("--from", given.from, DayEdge::start));
  RECOURSE_TRY_ASSIGN(selection.to, moment("--to", given.to, DayEdge::end));
  RECOURSE_TRY_ASSIGN(
      auto unknown,
      unknown_place(office, {{selection.station}, {selection.district}, {}, {selection.matter}}));
  if (unknown) return Answer{std::move(*unknown)};
  RECOURSE_TRY_ASSIGN(selection.as_of, as_of(office, given.as_of));
  return Answer{std::move(selection)};
}

Result<core::Viewer> selector_of(const Session& session, const SelectionArguments& given) {
  if (session.reveal) {
    return Error{Errc::invalid_argument,
                 "--reveal: this shows no personal data; look at one case by `case show`"};
  }
  return viewer_of(session, given.viewer);
}

}  // namespace recourse::cli
