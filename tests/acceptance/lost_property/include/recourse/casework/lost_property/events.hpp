// What can be recorded of a thing that was found.
#pragma once

#include <recourse/base/time.hpp>
#include <recourse/describe/sealed.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <variant>

namespace recourse::casework::lost_property {

/// Somebody handed in what they found.
struct HandedIn {
  std::string what{};
  std::string place{};
  Sealed<std::string> finder{};
  std::string station{};
  friend bool operator==(const HandedIn&, const HandedIn&) = default;
};
BOOST_DESCRIBE_STRUCT(HandedIn, (), (what, place, finder, station))
constexpr auto recourse_spec(const HandedIn*) {
  return describe::spec("lost_property.handed_in", 1, "Somebody handed in what they found.",
                        {{"what", 1, "The thing."},
                         {"place", 1, "Where it was found."},
                         {"finder", 1, "Who found it.", describe::Access::identity},
                         {"station", 1, "The station that keeps it."}});
}
constexpr std::string_view recourse_zh(const HandedIn*) { return "拾得物移交"; }

/// Marks were noted by which an owner can prove it is theirs.
struct Described {
  std::string marks{};
  friend bool operator==(const Described&, const Described&) = default;
};
BOOST_DESCRIBE_STRUCT(Described, (), (marks))
constexpr auto recourse_spec(const Described*) {
  return describe::spec("lost_property.described", 1,
                        "Marks were noted by which an owner can prove it is theirs.",
                        {{"marks", 1, "What only the owner knows."}});
}
constexpr std::string_view recourse_zh(const Described*) { return "登记特征"; }

/// The finding was announced.
struct Announced {
  std::string where{};
  Timestamp until{};
  friend bool operator==(const Announced&, const Announced&) = default;
};
BOOST_DESCRIBE_STRUCT(Announced, (), (where, until))
constexpr auto recourse_spec(const Announced*) {
  return describe::spec("lost_property.announced", 1, "The finding was announced.",
                        {{"where", 1, "Where the announcement is to be read."},
                         {"until", 1, "End of the year in which it can be claimed."}});
}
constexpr std::string_view recourse_zh(const Announced*) { return "发布招领公告"; }

/// The thing is kept elsewhere now.
struct Moved {
  std::string to{};
  friend bool operator==(const Moved&, const Moved&) = default;
};
BOOST_DESCRIBE_STRUCT(Moved, (), (to))
constexpr auto recourse_spec(const Moved*) {
  return describe::spec("lost_property.moved", 1, "The thing is kept elsewhere now.",
                        {{"to", 1, "Station or store."}});
}
constexpr std::string_view recourse_zh(const Moved*) { return "变更保管地点"; }

/// Somebody says that it is theirs.
struct Claimed {
  Sealed<std::string> claimant{};
  std::string marks{};
  friend bool operator==(const Claimed&, const Claimed&) = default;
};
BOOST_DESCRIBE_STRUCT(Claimed, (), (claimant, marks))
constexpr auto recourse_spec(const Claimed*) {
  return describe::spec("lost_property.claimed", 1, "Somebody says that it is theirs.",
                        {{"claimant", 1, "Who.", describe::Access::identity},
                         {"marks", 1, "The marks that they name."}});
}
constexpr std::string_view recourse_zh(const Claimed*) { return "认领申请"; }

/// The claim was not proved.
struct ClaimRefused {
  std::string reason{};
  friend bool operator==(const ClaimRefused&, const ClaimRefused&) = default;
};
BOOST_DESCRIBE_STRUCT(ClaimRefused, (), (reason))
constexpr auto recourse_spec(const ClaimRefused*) {
  return describe::spec("lost_property.claim_refused", 1, "The claim was not proved.",
                        {{"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const ClaimRefused*) { return "认领未通过"; }

/// The owner has it again.
struct Returned {
  std::string receipt{};
  friend bool operator==(const Returned&, const Returned&) = default;
};
BOOST_DESCRIBE_STRUCT(Returned, (), (receipt))
constexpr auto recourse_spec(const Returned*) {
  return describe::spec("lost_property.returned", 1, "The owner has it again.",
                        {{"receipt", 1, "Number of the receipt."}});
}
constexpr std::string_view recourse_zh(const Returned*) { return "返还失主"; }

/// The finder was told and thanked.
struct FinderThanked {
  std::string how{};
  friend bool operator==(const FinderThanked&, const FinderThanked&) = default;
};
BOOST_DESCRIBE_STRUCT(FinderThanked, (), (how))
constexpr auto recourse_spec(const FinderThanked*) {
  return describe::spec("lost_property.finder_thanked", 1, "The finder was told and thanked.",
                        {{"how", 1, "Letter, reward, nothing wanted."}});
}
constexpr std::string_view recourse_zh(const FinderThanked*) { return "答谢拾得人"; }

/// Nobody claimed it within the year: it is the state's.
struct Forfeited {
  Timestamp ended{};
  friend bool operator==(const Forfeited&, const Forfeited&) = default;
};
BOOST_DESCRIBE_STRUCT(Forfeited, (), (ended))
constexpr auto recourse_spec(const Forfeited*) {
  return describe::spec("lost_property.forfeited", 1,
                        "Nobody claimed it within the year: it is the state's.",
                        {{"ended", 1, "When the year ended."}});
}
constexpr std::string_view recourse_zh(const Forfeited*) { return "归国家所有"; }

/// The year ended, and something stood against it.
struct ForfeitDeclined {
  std::string reason{};
  friend bool operator==(const ForfeitDeclined&, const ForfeitDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(ForfeitDeclined, (), (reason))
constexpr auto recourse_spec(const ForfeitDeclined*) {
  return describe::spec("lost_property.forfeit_declined", 1,
                        "The year ended, and something stood against it.",
                        {{"reason", 1, "Name of the refusal."}});
}
constexpr std::string_view recourse_zh(const ForfeitDeclined*) { return "未归国家所有"; }

using Event = std::variant<HandedIn, Described, Announced, Moved, Claimed, ClaimRefused, Returned,
                           FinderThanked, Forfeited, ForfeitDeclined>;

}  // namespace recourse::casework::lost_property
