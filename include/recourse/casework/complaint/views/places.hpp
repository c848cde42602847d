// Places: whom the lists know, to offer a choice, or to tell a name that is none from an empty
// list.
//
//     auto rows = engine.rows(CasesView::kName, engine.store().head()).value();
//     listed_stations(*rows)  → "JA01", "PD01", …
//
// Each name costs one seek, whatever its number of cases. Pure functions of a snapshot; from any
// thread.
#pragma once

#include <recourse/core/table.hpp>
#include <string>
#include <vector>

namespace recourse::casework::complaint {

/// The stations that have a case, sorted. `rows` are of the view `cases`.
/// Errors: corruption, and those of the table.
Result<std::vector<std::string>> listed_stations(const core::TableSnapshot& rows);
/// The units that own a case now, likewise.
Result<std::vector<std::string>> listed_units(const core::TableSnapshot& rows);
/// The districts of which a matter was counted, sorted. `rows` are of the view `figures`.
Result<std::vector<std::string>> counted_districts(const core::TableSnapshot& rows);
/// The departments that have or had a case, likewise.
Result<std::vector<std::string>> counted_departments(const core::TableSnapshot& rows);
/// The matters that have or had a case, likewise.
Result<std::vector<std::string>> counted_matters(const core::TableSnapshot& rows);

}  // namespace recourse::casework::complaint
