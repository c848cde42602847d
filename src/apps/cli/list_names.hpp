// Names in what figures and ledgers are asked for: dimensions, figures, columns, words. What is
// wrong is said before a store is opened, with what may have been meant.
//
//     if (const auto wrong = unknown_in_ledger(a.where, a.sort, a.fields)) return fail(…, *wrong);
//
// Thread-safety: pure.
#pragma once

#include <optional>
#include <recourse/office/figures.hpp>
#include <span>

#include "apps/cli/usage.hpp"

namespace recourse::cli {

/// Names of figure_list(), of dimension_list(), of the columns of the ledger.
std::vector<std::string> figure_names();
std::vector<std::string> dimension_names(bool of_events);
std::vector<std::string> column_names();

/// The first dimension, figure or word of a dimension that there is none of.
std::optional<Usage> unknown_in_figures(const FigureQuery& query, bool of_events);

/// The first column, or word of a column's enumeration, that there is none of. `orders` are those
/// besides the columns. What is wrong otherwise with a condition is left to ledger_condition.
std::optional<Usage> unknown_in_ledger(const std::vector<std::string>& where,
                                       const std::string& sort, const std::string& fields,
                                       const std::vector<std::string>& orders = {});

}  // namespace recourse::cli
