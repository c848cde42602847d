// What can be asked of an order of the hotline.
#pragma once

#include <recourse/casework/hotline/values.hpp>
#include <variant>

namespace recourse::casework::hotline {

/// Takes an order in that is about a case for certain.
struct Link {
  OrderFacts facts{};
  Candidate match{};
  friend bool operator==(const Link&, const Link&) = default;
};
BOOST_DESCRIBE_STRUCT(Link, (), (facts, match))
constexpr auto recourse_spec(const Link*) {
  return describe::spec("hotline.link", 1, "Takes an order in that is about a case for certain.",
                        {describe::needed({"facts", 1, "What the order says.", kOpen}),
                         describe::needed({"match", 1, "The case, and how well it fits."})});
}
constexpr std::string_view recourse_zh(const Link*) { return "关联工单"; }

/// Takes an order in that may be about one of several cases: somebody must say.
struct Suggest {
  OrderFacts facts{};
  std::vector<Candidate> candidates{};
  friend bool operator==(const Suggest&, const Suggest&) = default;
};
BOOST_DESCRIBE_STRUCT(Suggest, (), (facts, candidates))
constexpr auto recourse_spec(const Suggest*) {
  return describe::spec(
      "hotline.suggest", 1,
      "Takes an order in that may be about one of several cases: somebody must say.",
      {describe::needed({"facts", 1, "What the order says.", kOpen}),
       describe::needed({"candidates", 1, "The cases, the best first."})});
}
constexpr std::string_view recourse_zh(const Suggest*) { return "提示疑似事项"; }

/// Says which of the cases an order is about.
struct Confirm {
  std::string stream{};
  friend bool operator==(const Confirm&, const Confirm&) = default;
};
BOOST_DESCRIBE_STRUCT(Confirm, (), (stream))
constexpr auto recourse_spec(const Confirm*) {
  return describe::spec("hotline.confirm", 1, "Says which of the cases an order is about.",
                        {describe::needed({"stream", 1, "Number or stream of the case."})});
}
constexpr std::string_view recourse_zh(const Confirm*) { return "确认关联"; }

/// Says that an order is about none of the cases: the next import opens one.
struct Dismiss {
  std::string reason{};
  friend bool operator==(const Dismiss&, const Dismiss&) = default;
};
BOOST_DESCRIBE_STRUCT(Dismiss, (), (reason))
constexpr auto recourse_spec(const Dismiss*) {
  return describe::spec("hotline.dismiss", 1,
                        "Says that an order is about none of the cases: the next import opens one.",
                        {describe::needed({"reason", 1, "Why, in words, without personal data."})});
}
constexpr std::string_view recourse_zh(const Dismiss*) { return "均不对应"; }

/// Takes an order in for which a case was opened.
struct Open {
  OrderFacts facts{};
  std::string stream{};
  friend bool operator==(const Open&, const Open&) = default;
};
BOOST_DESCRIBE_STRUCT(Open, (), (facts, stream))
constexpr auto recourse_spec(const Open*) {
  return describe::spec("hotline.open", 1, "Takes an order in for which a case was opened.",
                        {describe::needed({"facts", 1, "What the order says.", kOpen}),
                         describe::needed({"stream", 1, "The case."})});
}
constexpr std::string_view recourse_zh(const Open*) { return "工单立案"; }

/// Records that nobody said in time which case it is. The timer's.
struct MissConfirmation {
  friend bool operator==(const MissConfirmation&, const MissConfirmation&) = default;
};
BOOST_DESCRIBE_STRUCT(MissConfirmation, (), ())
constexpr auto recourse_spec(const MissConfirmation*) {
  return describe::spec("hotline.miss_confirmation", 1,
                        "Records that nobody said in time which case it is. The timer's.");
}
constexpr std::string_view recourse_zh(const MissConfirmation*) { return "逾期未确认"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("hotline.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using Command =
    std::variant<Link, Suggest, Confirm, Dismiss, Open, MissConfirmation, RecomputeLimits>;

}  // namespace recourse::casework::hotline
