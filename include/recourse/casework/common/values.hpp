// Values that more than one workflow of the casework holds: levels of departments, grades, due
// times.
//
// The numbers are on disk and never reused.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/base/time.hpp>
#include <recourse/casework/common/labels.hpp>

namespace recourse::casework {

/// A level of escalation (R15).
enum class Level : std::uint8_t {
  station = 1,
  district = 2,
  city = 3,
};
BOOST_DESCRIBE_ENUM(Level, station, district, city)
constexpr auto recourse_labels(const Level*) {
  return describe::labels<Level>({
      {Level::station, "派出所"},
      {Level::district, "分局"},
      {Level::city, "市局"},
  });
}

/// The five grades of GB/T 39734 and 39735. There is no default grade.
enum class Grade : std::uint8_t {
  very_satisfied = 1,
  satisfied = 2,
  basically_satisfied = 3,
  dissatisfied = 4,
  very_dissatisfied = 5,
};
BOOST_DESCRIBE_ENUM(Grade, very_satisfied, satisfied, basically_satisfied, dissatisfied,
                    very_dissatisfied)
constexpr auto recourse_labels(const Grade*) {
  return describe::labels<Grade>({
      {Grade::very_satisfied, "非常满意"},
      {Grade::satisfied, "满意"},
      {Grade::basically_satisfied, "基本满意"},
      {Grade::dissatisfied, "不满意"},
      {Grade::very_dissatisfied, "非常不满意"},
  });
}

/// The last moment of a limit.
struct Due {
  Timestamp at{};
  bool provisional = false;
  std::optional<LocalDay> from{};  ///< Nothing: it counts no working days, as a named day.
  std::uint32_t days = 0;
  friend bool operator==(const Due&, const Due&) = default;
};
BOOST_DESCRIBE_STRUCT(Due, (), (at, provisional, from, days))
constexpr auto recourse_spec(const Due*) {
  return describe::spec("case.due", 2, "The last moment of a limit.",
                        {{"at", 1, "Last millisecond of the last day.", describe::Access::open},
                         {"provisional", 1, "It reaches into a year without a published notice.",
                          describe::Access::open},
                         {"from", 2,
                          "The day after which its working days are counted; none if "
                          "a day was named.",
                          describe::Access::open},
                         {"days", 2, "How many working days it has.", describe::Access::open}});
}

}  // namespace recourse::casework
