// A list of the hotline's orders, as a file has it, taken into the office (R27).
//
//     auto map = casework::hotline::HotlineMap::from_toml(map_text).value();
//     auto list = read_hotline_list(csv_text, map, kShanghaiOffset).value();
//     auto done = import_hotline(*office, std::move(list), {.dry_run = true}, context).value();
//     done.count(HotlineStep::linked)         // nothing is recorded yet
//
// What cannot be read, and an order for which no case can be opened, is a fault of its line. With
// any, nothing is taken in, unless faulty rows are to be passed over. The same list again does
// nothing twice.
//
// Free functions over an office; thread-safety: as the office.
#pragma once

#include <functional>
#include <recourse/office/hotline.hpp>

namespace recourse {

/// Something wrong with a row; column 0: with the row as a whole.
struct HotlineFault {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string what{};
  friend bool operator==(const HotlineFault&, const HotlineFault&) = default;
};
BOOST_DESCRIBE_STRUCT(HotlineFault, (), (line, column, what))
constexpr auto recourse_spec(const HotlineFault*) {
  using describe::Access;
  return describe::spec(
      "office.hotline_fault", 1, "Something wrong with a row of a list of orders (R27).",
      {{"line", 1, "In which line of the list it stands, from 1.", Access::internal},
       {"column", 1, "Number of the cell, from 1; 0: the row as a whole.", Access::internal},
       {"what", 1, "What is wrong.", Access::internal}});
}
/// "line 3, column 2: …"
std::string to_string(const HotlineFault& fault);

/// The orders of a list that can be read, the lines in which they stand, and what is wrong with the
/// others.
struct HotlineList {
  std::vector<casework::hotline::Order> orders;
  std::vector<std::size_t> lines;
  std::vector<HotlineFault> faults;
};

/// A row of another number of cells is a fault of its line. Errors: malformed: no CSV, or not the
/// columns of the map.
Result<HotlineList> read_hotline_list(std::string_view csv,
                                      const casework::hotline::HotlineMap& map, UtcOffset offset);

struct HotlineImportOptions {
  bool dry_run = false;      ///< Says what would be done; nothing is recorded.
  bool skip_faulty = false;  ///< Takes the good rows in; else none if one is faulty.
  /// Called behind each order that was taken in, with how many there are.
  std::function<void(std::size_t done, std::size_t all)> progress = {};
};

/// What an import came to.
struct HotlineImport {
  bool dry_run = false;
  std::uint64_t linked = 0;
  std::uint64_t likely = 0;
  std::uint64_t fresh = 0;
  std::uint64_t known = 0;
  std::vector<HotlinePlan> orders{};
  std::vector<HotlineFault> faults{};
  friend bool operator==(const HotlineImport&, const HotlineImport&) = default;
};
BOOST_DESCRIBE_STRUCT(HotlineImport, (), (dry_run, linked, likely, fresh, known, orders, faults))
constexpr auto recourse_spec(const HotlineImport*) {
  using describe::Access;
  return describe::spec(
      "office.hotline_import", 1, "What an import of a list of orders came to (R27).",
      {{"dry_run", 1, "Nothing was recorded.", Access::internal},
       {"linked", 1, "Orders that are about a case for certain.", Access::internal},
       {"likely", 1, "Orders that somebody must confirm.", Access::internal},
       {"fresh", 1, "Orders for which a case is opened.", Access::internal},
       {"known", 1, "Orders that were taken in before.", Access::internal},
       {"orders", 1, "What is to become of each order.", Access::internal},
       {"faults", 1, "What was not taken in, and why.", Access::internal}});
}

/// Errors: malformed, telling the faults, of a list with faulty rows that are not to be passed
/// over; those of plan_hotline and import_order, with the line.
Result<HotlineImport> import_hotline(const Office& office, HotlineList list,
                                     const HotlineImportOptions& options,
                                     const core::Context& context);

}  // namespace recourse
