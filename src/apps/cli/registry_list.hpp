// A list of stations as CSV, read into the commands that its lines stand for. docs/registry.md has
// the columns.
//
//     auto list = read_registry_list(text);
//     list.faults   → {{4, "officers", "'w7:x:3': x is no rank"}}
//     list.orders   → registry/PD01: Register{…}, RecordCounter{…}, Plan{…}, AddOfficer{…}
//
// Pure; safe from any thread.
#pragma once

#include <recourse/base/ids.hpp>
#include <recourse/base/result.hpp>
#include <recourse/casework/registry/commands.hpp>
#include <string>
#include <vector>

namespace recourse::cli {

/// What is wrong with a line.
struct ListFault {
  std::size_t line;
  std::string column;
  std::string what;
};

/// A command that a line stands for.
struct ListOrder {
  std::size_t line;
  StreamId stream;
  casework::registry::Command command;
};

struct RegistryList {
  std::size_t places = 0;  ///< Lines.
  /// Centres first, then the others in the order of the lines.
  std::vector<ListOrder> orders;
  std::vector<ListFault> faults;
};

/// Errors: those of read_csv; malformed for a header with a column that there is not, twice, or
/// without one that is wanted. What is wrong in the lines is among the faults, all of it.
Result<RegistryList> read_registry_list(std::string_view text);

/// The column that a refusal of a line's command is about.
std::string column_of(const casework::registry::Command& command, std::string_view refusal);

}  // namespace recourse::cli
