// What can be asked about a thing that was found.
#pragma once

#include <recourse/base/time.hpp>
#include <recourse/describe/sealed.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <variant>

namespace recourse::casework::lost_property {

/// Registers what somebody found.
struct HandIn {
  std::string what{};
  std::string place{};
  Sealed<std::string> finder{};
  friend bool operator==(const HandIn&, const HandIn&) = default;
};
BOOST_DESCRIBE_STRUCT(HandIn, (), (what, place, finder))
constexpr auto recourse_spec(const HandIn*) {
  return describe::spec("lost_property.hand_in", 1, "Registers what somebody found.",
                        {{"what", 1, "The thing."},
                         {"place", 1, "Where it was found."},
                         {"finder", 1, "Who found it.", describe::Access::identity}});
}
constexpr std::string_view recourse_zh(const HandIn*) { return "拾得物移交"; }

/// Notes marks by which an owner can prove it is theirs.
struct Describe {
  std::string marks{};
  friend bool operator==(const Describe&, const Describe&) = default;
};
BOOST_DESCRIBE_STRUCT(Describe, (), (marks))
constexpr auto recourse_spec(const Describe*) {
  return describe::spec("lost_property.describe", 1,
                        "Notes marks by which an owner can prove it is theirs.",
                        {{"marks", 1, "What only the owner knows."}});
}
constexpr std::string_view recourse_zh(const Describe*) { return "登记特征"; }

/// Announces the finding for a year.
struct Announce {
  std::string where{};
  friend bool operator==(const Announce&, const Announce&) = default;
};
BOOST_DESCRIBE_STRUCT(Announce, (), (where))
constexpr auto recourse_spec(const Announce*) {
  return describe::spec("lost_property.announce", 1, "Announces the finding for a year.",
                        {{"where", 1, "Where the announcement is to be read."}});
}
constexpr std::string_view recourse_zh(const Announce*) { return "发布招领公告"; }

/// Keeps the thing elsewhere.
struct Move {
  std::string to{};
  friend bool operator==(const Move&, const Move&) = default;
};
BOOST_DESCRIBE_STRUCT(Move, (), (to))
constexpr auto recourse_spec(const Move*) {
  return describe::spec("lost_property.move", 1, "Keeps the thing elsewhere.",
                        {{"to", 1, "Station or store."}});
}
constexpr std::string_view recourse_zh(const Move*) { return "变更保管地点"; }

/// Says that it is one's own.
struct Claim {
  Sealed<std::string> claimant{};
  std::string marks{};
  friend bool operator==(const Claim&, const Claim&) = default;
};
BOOST_DESCRIBE_STRUCT(Claim, (), (claimant, marks))
constexpr auto recourse_spec(const Claim*) {
  return describe::spec(
      "lost_property.claim", 1, "Says that it is one's own.",
      {{"claimant", 1, "Who.", describe::Access::identity}, {"marks", 1, "The marks."}});
}
constexpr std::string_view recourse_zh(const Claim*) { return "认领申请"; }

/// Refuses a claim that was not proved.
struct RefuseClaim {
  std::string reason{};
  friend bool operator==(const RefuseClaim&, const RefuseClaim&) = default;
};
BOOST_DESCRIBE_STRUCT(RefuseClaim, (), (reason))
constexpr auto recourse_spec(const RefuseClaim*) {
  return describe::spec("lost_property.refuse_claim", 1, "Refuses a claim that was not proved.",
                        {{"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const RefuseClaim*) { return "认领未通过"; }

/// Takes a claim back.
struct WithdrawClaim {
  std::string reason{};
  friend bool operator==(const WithdrawClaim&, const WithdrawClaim&) = default;
};
BOOST_DESCRIBE_STRUCT(WithdrawClaim, (), (reason))
constexpr auto recourse_spec(const WithdrawClaim*) {
  return describe::spec("lost_property.withdraw_claim", 1, "Takes a claim back.",
                        {{"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const WithdrawClaim*) { return "撤回认领"; }

/// Gives it back.
struct Return {
  std::string receipt{};
  friend bool operator==(const Return&, const Return&) = default;
};
BOOST_DESCRIBE_STRUCT(Return, (), (receipt))
constexpr auto recourse_spec(const Return*) {
  return describe::spec("lost_property.return", 1, "Gives it back.",
                        {{"receipt", 1, "Number of the receipt."}});
}
constexpr std::string_view recourse_zh(const Return*) { return "返还失主"; }

/// Tells and thanks the finder.
struct ThankFinder {
  std::string how{};
  friend bool operator==(const ThankFinder&, const ThankFinder&) = default;
};
BOOST_DESCRIBE_STRUCT(ThankFinder, (), (how))
constexpr auto recourse_spec(const ThankFinder*) {
  return describe::spec("lost_property.thank_finder", 1, "Tells and thanks the finder.",
                        {{"how", 1, "Letter, reward, nothing wanted."}});
}
constexpr std::string_view recourse_zh(const ThankFinder*) { return "答谢拾得人"; }

/// Ends the year in which it can be claimed. The timer's.
struct Forfeit {
  friend bool operator==(const Forfeit&, const Forfeit&) = default;
};
BOOST_DESCRIBE_STRUCT(Forfeit, (), ())
constexpr auto recourse_spec(const Forfeit*) {
  return describe::spec("lost_property.forfeit", 1,
                        "Ends the year in which it can be claimed. The timer's.");
}
constexpr std::string_view recourse_zh(const Forfeit*) { return "归国家所有"; }

using Command = std::variant<HandIn, Describe, Announce, Move, Claim, RefuseClaim, WithdrawClaim,
                             Return, ThankFinder, Forfeit>;

}  // namespace recourse::casework::lost_property
