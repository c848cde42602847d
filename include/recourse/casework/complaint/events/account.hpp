// The open account (挂账销号): answered, and done when it can be (R39).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// What cannot be done now was put on account.
struct AccountOpened {
  std::string by{};
  std::string unit{};
  AccountReason reason{};
  std::string condition{};
  Due review{};
  friend bool operator==(const AccountOpened&, const AccountOpened&) = default;
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (by, unit, reason, condition, review))
constexpr auto recourse_spec(const AccountOpened*) {
  return describe::spec(
      "case.account_opened", 1, "What cannot be done now was put on account.",
      {{"by", 1, "Staff number or account of who did it."},
       {"unit", 1, "The unit that keeps it.", describe::Access::open},
       {"reason", 1, "What it waits for.", describe::Access::open},
       {"condition", 1, "What must change, in words.", describe::Access::open},
       {"review", 1, "Until when it is looked at again.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const AccountOpened*) { return "挂账"; }
/// What is on account was looked at again, and kept.
struct AccountKept {
  std::string by{};
  std::string finding{};
  Due review{};
  friend bool operator==(const AccountKept&, const AccountKept&) = default;
};
BOOST_DESCRIBE_STRUCT(AccountKept, (), (by, finding, review))
constexpr auto recourse_spec(const AccountKept*) {
  return describe::spec(
      "case.account_kept", 1, "What is on account was looked at again, and kept.",
      {{"by", 1, "Staff number or account of who did it."},
       {"finding", 1, "Why it still cannot be done.", describe::Access::basis},
       {"review", 1, "Until when it is looked at the next time.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const AccountKept*) { return "挂账复核"; }
/// It was struck off the account; what can be done now is taken up again.
struct AccountStruck {
  std::string by{};
  StrikeGround ground{};
  std::string reason{};
  Told told{};
  friend bool operator==(const AccountStruck&, const AccountStruck&) = default;
};
BOOST_DESCRIBE_STRUCT(AccountStruck, (), (by, ground, reason, told))
constexpr auto recourse_spec(const AccountStruck*) {
  return describe::spec("case.account_struck", 1,
                        "It was struck off the account; what can be done now is taken up again.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"ground", 1, "Why.", describe::Access::open},
                         {"reason", 1, "Why, in words.", describe::Access::open},
                         {"told", 1, "How the citizen was told.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const AccountStruck*) { return "销号"; }

}  // namespace recourse::casework::complaint
