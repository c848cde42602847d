// Values of the dispatch catalogue: proposed changes. The numbers are on disk and never reused.
#pragma once

#include <recourse/casework/common/dispatch_catalogue.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <vector>

namespace recourse::casework::dispatch {

inline constexpr auto kOpen = describe::Access::open;

/// Where a proposed change is.
enum class ProposalStatus : std::uint8_t {
  proposed = 1,
  adopted = 2,
  rejected = 3,
  withdrawn = 4,
};
BOOST_DESCRIBE_ENUM(ProposalStatus, proposed, adopted, rejected, withdrawn)
constexpr auto recourse_labels(const ProposalStatus*) {
  return describe::labels<ProposalStatus>({
      {ProposalStatus::proposed, "待审定"},
      {ProposalStatus::adopted, "已采纳"},
      {ProposalStatus::rejected, "未采纳"},
      {ProposalStatus::withdrawn, "已撤回"},
  });
}

/// A proposed change of where a matter goes.
struct Proposal {
  std::uint32_t number = 0;
  ProposalStatus status = ProposalStatus::proposed;
  std::string by{};
  std::string from_case{};
  DispatchEntry entry{};
  std::string reason{};
  Due until{};
  bool late = false;
  std::uint32_t version = 0;
  std::string ending{};
  std::string ruled_by{};
  friend bool operator==(const Proposal&, const Proposal&) = default;
};
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (number, status, by, from_case, entry, reason, until, late, version, ending,
                       ruled_by))
constexpr auto recourse_spec(const Proposal*) {
  return describe::spec(
      "dispatch.proposal", 1, "A proposed change of where a matter goes.",
      {{"number", 1, "Its number, from 1.", kOpen},
       {"status", 1, "Where it is.", kOpen},
       {"by", 1, "Account of who proposed it."},
       {"from_case", 1, "Stream of the case whose ruling it comes from."},
       {"entry", 1, "Where the matter is to go.", kOpen},
       {"reason", 1, "Why, in words."},
       {"until", 1, "Until when it is to be decided."},
       {"late", 1, "That limit has passed."},
       {"version", 1, "Version of the dispatch catalogue that it became; 0: none.", kOpen},
       {"ending", 1, "Why it was rejected or withdrawn."},
       {"ruled_by", 1, "Account of who ruled in the case; empty: not said."}});
}

}  // namespace recourse::casework::dispatch
