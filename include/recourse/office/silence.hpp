// Silence: the stations that reported nothing in a period although their window was open (R24).
//
//     const SilenceQuery query{.from = june_1, .to = june_30};
//     auto silence = silent_stations(*office, query).value();
//     silence.stations[0].station                        → "PD03"
//     open_silence(*office, silence, silence.stations[0], context);      // inspects it
//
// Which stations there are the register of windows tells: those whose own window took cases at any
// time of the period, by the events of the register. One that shares a centre's window has none of
// its own, and is not asked for. Without a register every station counts that ever had a case.
//
// Counted from the log. Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// A station that counts whatever the register says.
struct NamedStation {
  std::string station;
  std::string district;  ///< Empty: the register's, or that of its cases.
};

struct SilenceQuery {
  LocalDay from{};  ///< First day of the period.
  LocalDay to{};    ///< Last day of it; over by now.
  /// These alone, instead of those of the register.
  std::vector<NamedStation> stations = {};
};

struct SilentStation {
  std::string station;
  std::string district;  ///< Empty: nothing tells it.
  std::string key;       ///< Of the inspection that its silence opens.
  friend bool operator==(const SilentStation&, const SilentStation&) = default;
};
BOOST_DESCRIBE_STRUCT(SilentStation, (), (station, district, key))
constexpr auto recourse_spec(const SilentStation*) {
  using describe::Access;
  return describe::spec(
      "office.silent_station", 1, "A station without a case in a period.",
      {{"station", 1, "Code of the station.", Access::open},
       {"district", 1, "Code of its district bureau.", Access::open},
       {"key", 1, "Key of the inspection that its silence opens.", Access::open}});
}

struct Silence {
  LocalDay from{};
  LocalDay to{};
  bool registered = false;  ///< The register tells which stations there are.
  std::vector<SilentStation> stations;
  Position position{};
  friend bool operator==(const Silence&, const Silence&) = default;
};
BOOST_DESCRIBE_STRUCT(Silence, (), (from, to, registered, stations, position))
constexpr auto recourse_spec(const Silence*) {
  using describe::Access;
  return describe::spec(
      "office.silence", 1, "The stations without a case in a period.",
      {{"from", 1, "First day of the period.", Access::open},
       {"to", 1, "Last day of it.", Access::open},
       {"registered", 1, "The register tells which stations there are.", Access::open},
       {"stations", 1, "Those that reported nothing, by their codes.", Access::open},
       {"position", 1, "As of which position of the log.", Access::open}});
}

/// Errors: invalid_argument for a period that ends before it begins, or is not over: until then
/// nobody was silent in it; those of the store.
Result<Silence> silent_stations(const Office& office, const SilenceQuery& query);
/// The same for somebody who looks: departments and supervisors. Refusal: not_to_be_seen.
Result<core::Seen<Silence>> silent_stations(const Office& office, const SilenceQuery& query,
                                            const core::Viewer& viewer);

/// Opens an inspection with the finding that a station is silent, as the context's actor: planned
/// for today, and found. Given twice it takes effect once; nothing: it was open already. A refusal
/// is that of either command. Requires: the office serves the workflow `supervision`. Errors: as
/// Office::handle.
Result<std::optional<core::Outcome>> open_silence(const Office& office, const Silence& silence,
                                                  const SilentStation& station,
                                                  const core::Context& context);

}  // namespace recourse
