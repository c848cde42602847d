// What can be recorded of an order of the hotline.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/hotline/values.hpp>
#include <variant>

namespace recourse::casework::hotline {

/// An order came in that is about a case for certain.
struct Linked {
  OrderFacts facts{};
  Candidate match{};
  friend bool operator==(const Linked&, const Linked&) = default;
};
BOOST_DESCRIBE_STRUCT(Linked, (), (facts, match))
constexpr auto recourse_spec(const Linked*) {
  return describe::spec("hotline.linked", 1,
                        "An order came in that is about a case for certain (R27).",
                        {{"facts", 1, "What the order says.", kOpen},
                         {"match", 1, "The case, and how well it fits."}});
}
constexpr std::string_view recourse_zh(const Linked*) { return "关联工单"; }

/// An order came in that may be about one of several cases.
struct Suggested {
  OrderFacts facts{};
  std::vector<Candidate> candidates{};
  Due until{};
  friend bool operator==(const Suggested&, const Suggested&) = default;
};
BOOST_DESCRIBE_STRUCT(Suggested, (), (facts, candidates, until))
constexpr auto recourse_spec(const Suggested*) {
  return describe::spec("hotline.suggested", 1,
                        "An order came in that may be about one of several cases (R27).",
                        {{"facts", 1, "What the order says.", kOpen},
                         {"candidates", 1, "The cases, the best first."},
                         {"until", 1, "Until when somebody must say which it is.", kOpen}});
}
constexpr std::string_view recourse_zh(const Suggested*) { return "提示疑似事项"; }

/// Somebody said which case an order is about.
struct Confirmed {
  std::string by{};
  Candidate match{};
  friend bool operator==(const Confirmed&, const Confirmed&) = default;
};
BOOST_DESCRIBE_STRUCT(Confirmed, (), (by, match))
constexpr auto recourse_spec(const Confirmed*) {
  return describe::spec(
      "hotline.confirmed", 1, "Somebody said which case an order is about (R27).",
      {{"by", 1, "Staff number of who said it."}, {"match", 1, "The case, and how well it fits."}});
}
constexpr std::string_view recourse_zh(const Confirmed*) { return "确认关联"; }

/// Somebody said that an order is about none of the cases.
struct Dismissed {
  std::string by{};
  std::string reason{};
  std::optional<Due> until{};
  friend bool operator==(const Dismissed&, const Dismissed&) = default;
};
BOOST_DESCRIBE_STRUCT(Dismissed, (), (by, reason, until))
constexpr auto recourse_spec(const Dismissed*) {
  return describe::spec(
      "hotline.dismissed", 2, "Somebody said that an order is about none of the cases (R27).",
      {{"by", 1, "Staff number of who said it."},
       {"reason", 1, "Why."},
       {"until", 2, "Until when an import is to open a case for it; none: not said.", kOpen}});
}
constexpr std::string_view recourse_zh(const Dismissed*) { return "均不对应"; }

/// A case was opened for an order.
struct Opened {
  OrderFacts facts{};
  std::string stream{};
  friend bool operator==(const Opened&, const Opened&) = default;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (facts, stream))
constexpr auto recourse_spec(const Opened*) {
  return describe::spec("hotline.opened", 1, "A case was opened for an order (R27).",
                        {{"facts", 1, "What the order says.", kOpen}, {"stream", 1, "The case."}});
}
constexpr std::string_view recourse_zh(const Opened*) { return "工单立案"; }

/// Nobody said in time which case an order is about; it stays to be said.
struct ConfirmationMissed {
  friend bool operator==(const ConfirmationMissed&, const ConfirmationMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(ConfirmationMissed, (), ())
constexpr auto recourse_spec(const ConfirmationMissed*) {
  return describe::spec("hotline.confirmation_missed", 1,
                        "Nobody said in time which case an order is about; it stays to be said.");
}
constexpr std::string_view recourse_zh(const ConfirmationMissed*) { return "逾期未确认"; }

/// A limit passed, and something stood against recording it.
struct LimitDeclined {
  std::string limit{};
  std::string reason{};
  friend bool operator==(const LimitDeclined&, const LimitDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitDeclined, (), (limit, reason))
constexpr auto recourse_spec(const LimitDeclined*) {
  return describe::spec("hotline.limit_declined", 1,
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
  return describe::spec("hotline.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using Event = std::variant<Linked, Suggested, Confirmed, Dismissed, Opened, ConfirmationMissed,
                           LimitDeclined, LimitsRecomputed>;

}  // namespace recourse::casework::hotline
