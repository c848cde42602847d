// What a report asks for, and how urgent it is: dimensions of the norms beside ordinary and
// difficult (R35, R36).
//
// The numbers are on disk and never reused.
#pragma once

#include <cstdint>
#include <recourse/casework/common/labels.hpp>

namespace recourse::casework {

/// The kind of a demand (R35).
enum class Demand : std::uint8_t {
  unspecified = 0,  ///< Nobody said: the norms of ordinary and difficult matters hold.
  consultation = 1,
  help = 2,
  suggestion = 3,
  complaint = 4,
  report = 5,  ///< Of somebody's misconduct or of an offence.
};
BOOST_DESCRIBE_ENUM(Demand, unspecified, consultation, help, suggestion, complaint, report)
constexpr auto recourse_labels(const Demand*) {
  return describe::labels<Demand>({
      {Demand::unspecified, "未区分"},
      {Demand::consultation, "咨询"},
      {Demand::help, "求助"},
      {Demand::suggestion, "建议"},
      {Demand::complaint, "投诉"},
      {Demand::report, "举报"},
  });
}

/// How soon a unit must take a report in hand (R36).
enum class Urgency : std::uint8_t {
  ordinary = 1,
  danger = 2,  ///< To life or property.
  supply = 3,  ///< Water, power, heat, gas and what else people cannot be without.
};
BOOST_DESCRIBE_ENUM(Urgency, ordinary, danger, supply)
constexpr auto recourse_labels(const Urgency*) {
  return describe::labels<Urgency>({
      {Urgency::ordinary, "一般"},
      {Urgency::danger, "危及生命财产安全"},
      {Urgency::supply, "涉及基本保障"},
  });
}

}  // namespace recourse::casework
