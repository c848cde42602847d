// The phases of an inspection: its own, those of the objection to it, and those of its sample.
//
// The numbers are on disk and never reused.
#pragma once

#include <cstdint>
#include <recourse/casework/common/labels.hpp>

namespace recourse::casework::supervision {

/// Where an inspection is.
enum class Phase : std::uint8_t {
  none = 0,
  planned = 1,
  under_way = 2,
  found = 3,      ///< There are findings; a circular must follow.
  clean = 4,      ///< Nothing was found.
  circular = 5,   ///< The unit must correct.
  corrected = 6,  ///< The unit says that it has; to be verified.
  closed = 7,
  cancelled = 8,
};
BOOST_DESCRIBE_ENUM(Phase, none, planned, under_way, found, clean, circular, corrected, closed,
                    cancelled)
constexpr auto recourse_labels(const Phase*) {
  return describe::labels<Phase>({
      {Phase::none, "未立项"},
      {Phase::planned, "已计划"},
      {Phase::under_way, "检查中"},
      {Phase::found, "发现问题"},
      {Phase::clean, "未发现问题"},
      {Phase::circular, "已通报待整改"},
      {Phase::corrected, "已整改待核实"},
      {Phase::closed, "已销号"},
      {Phase::cancelled, "已取消"},
  });
}

/// Where the inspected unit's objection is.
enum class ObjectionPhase : std::uint8_t {
  none = 0,
  raised = 1,
  ruled = 2,
};
BOOST_DESCRIBE_ENUM(ObjectionPhase, none, raised, ruled)
constexpr auto recourse_labels(const ObjectionPhase*) {
  return describe::labels<ObjectionPhase>({
      {ObjectionPhase::none, "无异议"},
      {ObjectionPhase::raised, "异议待裁定"},
      {ObjectionPhase::ruled, "异议已裁定"},
  });
}

/// Where the random sample of a spot check is.
enum class SamplePhase : std::uint8_t {
  none = 0,
  committed = 1,  ///< The seed is fixed, and nobody has seen it.
  revealed = 2,   ///< The seed is known; the engine draws.
  drawn = 3,
};
BOOST_DESCRIBE_ENUM(SamplePhase, none, committed, revealed, drawn)
constexpr auto recourse_labels(const SamplePhase*) {
  return describe::labels<SamplePhase>({
      {SamplePhase::none, "未设抽样"},
      {SamplePhase::committed, "种子已封存"},
      {SamplePhase::revealed, "种子已公开"},
      {SamplePhase::drawn, "已抽样"},
  });
}

/// All regions side by side.
struct Phases {
  Phase stage = Phase::none;
  ObjectionPhase objection = ObjectionPhase::none;
  SamplePhase sample = SamplePhase::none;
  friend bool operator==(const Phases&, const Phases&) = default;
};
BOOST_DESCRIBE_STRUCT(Phases, (), (stage, objection, sample))
constexpr auto recourse_spec(const Phases*) {
  return describe::spec("supervision.phases", 1, "All regions of an inspection side by side.",
                        {{"stage", 1, "Where the inspection is."},
                         {"objection", 1, "Where the unit's objection is."},
                         {"sample", 1, "Where the random sample is."}});
}

}  // namespace recourse::casework::supervision
