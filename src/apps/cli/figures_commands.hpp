// `recourse figures`: figures by dimensions and period, as of any moment, and the cases behind them
// (R31, R33).
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/report_html.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

void add_figures_command(CommandLine& app, Session& session, std::function<Exit()>& chosen);

/// A position, or a moment as `moment` reads it: the last position written by then. Empty: nothing.
/// Errors: those of `reached` and `position_at` (office/position_at.hpp).
Result<std::optional<Position>> as_of(const Office& office, const std::string& text);
/// What an option for it takes: a number, or what begins as a day.
Check position_or_moment();

/// Matters and reasons by their names in the office's catalogue.
CodeNames code_names(const Office& office, bool chinese);

}  // namespace recourse::cli
