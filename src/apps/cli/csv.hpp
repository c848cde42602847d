// The reader of CSV (base/csv_reader.hpp), by its name alone.
#pragma once

#include <recourse/base/csv_reader.hpp>

namespace recourse::cli {

using base::CsvRow;
using base::CsvTable;
using base::read_csv;

}  // namespace recourse::cli
