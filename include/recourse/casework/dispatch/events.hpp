// What can be recorded of the dispatch catalogue.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/dispatch/values.hpp>
#include <variant>

namespace recourse::casework::dispatch {

/// A change of where a matter goes was proposed.
struct Proposed {
  std::uint32_t number = 0;
  std::string by{};
  std::string from_case{};
  DispatchEntry entry{};
  std::string reason{};
  Due until{};
  std::string ruled_by{};
  friend bool operator==(const Proposed&, const Proposed&) = default;
};
BOOST_DESCRIBE_STRUCT(Proposed, (), (number, by, from_case, entry, reason, until, ruled_by))
constexpr auto recourse_spec(const Proposed*) {
  return describe::spec("dispatch.proposed", 2,
                        "A change of where a matter goes was proposed (R41).",
                        {{"number", 1, "Its number, from 1.", kOpen},
                         {"by", 1, "Account of who proposed it."},
                         {"from_case", 1, "Stream of the case whose ruling it comes from."},
                         {"entry", 1, "Where the matter is to go.", kOpen},
                         {"reason", 1, "Why, in words."},
                         {"until", 1, "Until when it is to be decided."},
                         {"ruled_by", 2, "Account of who ruled in the case; empty: not said."}});
}
constexpr std::string_view recourse_zh(const Proposed*) { return "提出派单目录变更"; }

/// A change was adopted; the catalogue has another version.
struct Adopted {
  std::uint32_t number = 0;
  std::string by{};
  std::uint32_t version = 0;
  DispatchEntry entry{};
  friend bool operator==(const Adopted&, const Adopted&) = default;
};
BOOST_DESCRIBE_STRUCT(Adopted, (), (number, by, version, entry))
constexpr auto recourse_spec(const Adopted*) {
  return describe::spec("dispatch.adopted", 1,
                        "A change was adopted; the catalogue has another version (R41).",
                        {{"number", 1, "Number of the proposal.", kOpen},
                         {"by", 1, "Account of who adopted it."},
                         {"version", 1, "Version of the catalogue from here, from 1.", kOpen},
                         {"entry", 1, "Where the matter goes.", kOpen}});
}
constexpr std::string_view recourse_zh(const Adopted*) { return "采纳派单目录变更"; }

/// A change was rejected.
struct Rejected {
  std::uint32_t number = 0;
  std::string by{};
  std::string reason{};
  friend bool operator==(const Rejected&, const Rejected&) = default;
};
BOOST_DESCRIBE_STRUCT(Rejected, (), (number, by, reason))
constexpr auto recourse_spec(const Rejected*) {
  return describe::spec("dispatch.rejected", 1, "A change was rejected.",
                        {{"number", 1, "Number of the proposal.", kOpen},
                         {"by", 1, "Account of who rejected it."},
                         {"reason", 1, "Why, in words."}});
}
constexpr std::string_view recourse_zh(const Rejected*) { return "不予采纳"; }

/// A proposal was taken back.
struct Withdrawn {
  std::uint32_t number = 0;
  std::string by{};
  std::string reason{};
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (number, by, reason))
constexpr auto recourse_spec(const Withdrawn*) {
  return describe::spec("dispatch.withdrawn", 1, "A proposal was taken back.",
                        {{"number", 1, "Number of the proposal.", kOpen},
                         {"by", 1, "Account of who proposed it."},
                         {"reason", 1, "Why, in words."}});
}
constexpr std::string_view recourse_zh(const Withdrawn*) { return "撤回变更建议"; }

/// A proposal was not decided in time; it stays to be decided.
struct DecisionMissed {
  std::uint32_t number = 0;
  friend bool operator==(const DecisionMissed&, const DecisionMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(DecisionMissed, (), (number))
constexpr auto recourse_spec(const DecisionMissed*) {
  return describe::spec("dispatch.decision_missed", 1,
                        "A proposal was not decided in time; it stays to be decided.",
                        {{"number", 1, "Number of the proposal.", kOpen}});
}
constexpr std::string_view recourse_zh(const DecisionMissed*) { return "逾期未审定"; }

/// A limit passed, and something stood against recording it.
struct LimitDeclined {
  std::string limit{};
  std::string reason{};
  friend bool operator==(const LimitDeclined&, const LimitDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitDeclined, (), (limit, reason))
constexpr auto recourse_spec(const LimitDeclined*) {
  return describe::spec("dispatch.limit_declined", 1,
                        "A limit passed, and something stood against recording it.",
                        {{"limit", 1, "Which limit."}, {"reason", 1, "Name of the refusal."}});
}
constexpr std::string_view recourse_zh(const LimitDeclined*) { return "时限未记录"; }

/// Limits were counted again by the notices that are published by now.
struct LimitsRecomputed {
  std::string calendar{};
  std::vector<RecountedLimit> limits{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (), (calendar, limits))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec("dispatch.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using Event = std::variant<Proposed, Adopted, Rejected, Withdrawn, DecisionMissed, LimitDeclined,
                           LimitsRecomputed>;

}  // namespace recourse::casework::dispatch
