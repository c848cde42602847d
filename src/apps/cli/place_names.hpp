// Names of places, matters and reasons by which a command asks for cases.
#pragma once

#include <optional>
#include <recourse/office.hpp>
#include <recourse/office/ledger.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/usage.hpp"

namespace recourse::cli {

/// Empty ones ask for nothing.
struct PlaceNames {
  std::vector<std::string> stations = {};
  std::vector<std::string> districts = {};
  std::vector<std::string> departments = {};
  std::vector<std::string> matters = {};
  std::vector<std::string> reasons = {};

  /// Those of a dimension or column; null: it is of none of these.
  std::vector<std::string>* of(std::string_view dimension) {
    if (dimension == "station") return &stations;
    if (dimension == "district") return &districts;
    if (dimension == "department") return &departments;
    if (dimension == "matter") return &matters;
    return dimension == "reason" ? &reasons : nullptr;
  }
};

/// What the conditions of a ledger want to be equal to.
PlaceNames names_in(const std::vector<LedgerCondition>& conditions);

/// A misspelt name must not pass for a place without cases: the first that neither a case of any of
/// these logs has nor a catalogue, with the choice. Errors: those of the store.
Result<std::optional<Usage>> unknown_place(std::span<const Office* const> offices,
                                           const PlaceNames& asked);
inline Result<std::optional<Usage>> unknown_place(const Office& office, const PlaceNames& asked) {
  const Office* const only = &office;
  return unknown_place({&only, 1}, asked);
}

}  // namespace recourse::cli
