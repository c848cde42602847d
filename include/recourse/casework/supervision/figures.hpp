// What is counted of inspections, unit by unit (R23, R24).
//
//     UnitFigures figures;
//     for each inspection of the unit: add(figures, state);
//
// Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/supervision/state.hpp>
#include <span>

namespace recourse::casework::supervision {

struct UnitFigures {
  std::uint64_t inspections = 0;  ///< But for those that were cancelled.
  std::uint64_t open = 0;
  std::uint64_t clean = 0;
  std::uint64_t findings = 0;   ///< That no ruling struck.
  std::uint64_t circulars = 0;  ///< Repeated ones counted again.
  std::uint64_t repeated = 0;   ///< Of these.
  std::uint64_t missed = 0;     ///< Limits that passed.
  std::uint64_t refusals = 0;   ///< Refusals at the counter that were reported (不予收件).
  std::uint64_t refusals_without_ground = 0;  ///< Of these, found so; the rest is open, or clean.
  friend bool operator==(const UnitFigures&, const UnitFigures&) = default;
};

void add(UnitFigures& figures, const State& state);

/// The stations without a case of a period (R24): those of `stations`, sorted and each once, that
/// are not among `reported`.
std::vector<std::string> silent_stations(std::vector<std::string> stations,
                                         std::vector<std::string> reported);

/// Key of the inspection that a station's silence opens: the same for the same period.
std::string silence_key(std::string_view station, LocalDay from, LocalDay to);
/// Key of the inspection that a refusal at the counter opens: the same for the same case.
std::string refusal_key(std::string_view case_key);

}  // namespace recourse::casework::supervision
