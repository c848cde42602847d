// Commands of the open account (R39).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Puts what cannot be done now on account.
struct OpenAccount {
  std::optional<AccountReason> reason{};
  std::string condition{};
  std::string unit{};
  std::optional<LocalDay> review_on{};
  friend bool operator==(const OpenAccount&, const OpenAccount&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenAccount, (), (reason, condition, unit, review_on))
constexpr auto recourse_spec(const OpenAccount*) {
  return describe::spec(
      "case.open_account", 1, "Puts what cannot be done now on account.",
      {describe::needed({"reason", 1, "What it waits for."}),
       describe::needed({"condition", 1, "What must change, in words."}),
       {"unit", 1, "The station or a department of the line that keeps it; missing: the station."},
       {"review_on", 1, "When it is looked at again; missing: as late as the norms allow."}});
}
constexpr std::string_view recourse_zh(const OpenAccount*) { return "挂账"; }
/// Keeps it on account after a look.
struct KeepOnAccount {
  std::string finding{};
  std::optional<LocalDay> review_on{};
  friend bool operator==(const KeepOnAccount&, const KeepOnAccount&) = default;
};
BOOST_DESCRIBE_STRUCT(KeepOnAccount, (), (finding, review_on))
constexpr auto recourse_spec(const KeepOnAccount*) {
  return describe::spec(
      "case.keep_on_account", 1, "Keeps it on account after a look.",
      {describe::needed({"finding", 1, "Why it still cannot be done."}),
       {"review_on", 1, "When it is looked at again; missing: as late as the norms allow."}});
}
constexpr std::string_view recourse_zh(const KeepOnAccount*) { return "挂账复核"; }
/// Strikes it off the account.
struct StrikeOff {
  std::optional<StrikeGround> ground{};
  std::string reason{};
  std::optional<Told> told{};
  friend bool operator==(const StrikeOff&, const StrikeOff&) = default;
};
BOOST_DESCRIBE_STRUCT(StrikeOff, (), (ground, reason, told))
constexpr auto recourse_spec(const StrikeOff*) {
  return describe::spec(
      "case.strike_off", 1, "Strikes it off the account.",
      {describe::needed({"ground", 1, "Why."}), describe::needed({"reason", 1, "Why, in words."}),
       describe::needed({"told", 1, "How the citizen was told."})});
}
constexpr std::string_view recourse_zh(const StrikeOff*) { return "销号"; }

}  // namespace recourse::casework::complaint
