// What the station understood, said back at acceptance and corrected once (R44).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// The station said back what it understood and what is wanted.
struct ScopeStated {
  std::string by{};
  std::optional<Sealed<std::string>> understood{};
  std::optional<Sealed<std::string>> wanted{};
  std::uint32_t number = 0;
  friend bool operator==(const ScopeStated&, const ScopeStated&) = default;
};
BOOST_DESCRIBE_STRUCT(ScopeStated, (), (by, understood, wanted, number))
constexpr auto recourse_spec(const ScopeStated*) {
  return describe::spec(
      "case.scope_stated", 1, "The station said back what it understood and what is wanted.",
      {{"by", 1, "Staff number or account of who did it."},
       {"understood", 1, "What happened, as the station understood it.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::words},
       {"wanted", 1, "What is wanted.", describe::Access::identity, describe::Subject::reporter,
        describe::Access::words},
       {"number", 1, "Which statement of the round: a second one follows a correction.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ScopeStated*) { return "诉求认定"; }
/// The citizen corrected what was said back.
struct ScopeCorrected {
  std::string by{};
  std::optional<Sealed<std::string>> text{};
  Due attention{};
  friend bool operator==(const ScopeCorrected&, const ScopeCorrected&) = default;
};
BOOST_DESCRIBE_STRUCT(ScopeCorrected, (), (by, text, attention))
constexpr auto recourse_spec(const ScopeCorrected*) {
  return describe::spec(
      "case.scope_corrected", 1, "The citizen corrected what was said back.",
      {{"by", 1, "Staff number of who recorded it at the desk; empty: the citizen wrote it."},
       {"text", 1, "What is right.", describe::Access::identity, describe::Subject::reporter,
        describe::Access::words},
       {"attention", 1, "Until when the station must react.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ScopeCorrected*) { return "诉求更正"; }

}  // namespace recourse::casework::complaint
