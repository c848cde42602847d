// Names of places and matters by which a command asks for cases.
#pragma once

#include <optional>
#include <recourse/office.hpp>
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

  /// Those of a dimension or column; null: it is of neither places nor matters.
  std::vector<std::string>* of(std::string_view dimension) {
    if (dimension == "station") return &stations;
    if (dimension == "district") return &districts;
    if (dimension == "department") return &departments;
    return dimension == "matter" ? &matters : nullptr;
  }
};

/// A misspelt name must not pass for a place without cases: the first that neither a case has nor
/// the catalogue, with the choice. Errors: those of the store.
Result<std::optional<Usage>> unknown_place(const Office& office, const PlaceNames& asked);

}  // namespace recourse::cli
