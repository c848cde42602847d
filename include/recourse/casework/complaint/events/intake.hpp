// How a case begins: registered, accepted, declined, or sent to another body (R9, R10).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// A matter was registered at a window (R9).
struct Received {
  std::string station{};
  std::string station_name{};
  std::string district{};
  Category category{};
  Channel channel{};
  Line line{};
  std::string matter{};
  std::string reason{};
  ApplicantKind applicant{};
  std::optional<Sealed<std::string>> name{};
  std::optional<Sealed<std::string>> phone{};
  std::optional<Sealed<std::string>> address{};
  std::optional<Sealed<std::string>> narrative{};
  bool by_proxy = false;
  std::vector<CounterFault> counter_did{};
  std::uint32_t earlier_trips = 0;
  std::string reference{};
  Timestamp reported_at{};
  bool historical = false;
  Due resolution_deadline{};
  std::optional<Due> contact{};
  std::string profile{};
  std::uint32_t profile_version = 0;
  std::string calendar{};
  std::string catalogue{};
  std::string by{};
  std::optional<Representation> representation{};
  bool confidential = false;
  std::string application{};
  std::vector<Accused> accused{};
  bool licence = false;
  std::optional<Due> notice{};
  std::string inquiry{};
  std::uint32_t name_mark = 0;
  Demand demand = Demand::unspecified;
  Urgency urgency = Urgency::ordinary;
  std::optional<Due> receipt{};
  friend bool operator==(const Received&, const Received&) = default;
};
BOOST_DESCRIBE_STRUCT(Received, (),
                      (station, station_name, district, category, channel, line, matter, reason,
                       applicant, name, phone, address, narrative, by_proxy, counter_did,
                       earlier_trips, reference, reported_at, historical, resolution_deadline,
                       contact, profile, profile_version, calendar, catalogue, by, representation,
                       confidential, application, accused, licence, notice, inquiry, name_mark,
                       demand, urgency, receipt))
constexpr auto recourse_spec(const Received*) {
  return describe::spec(
      "case.received", 4, "A matter was registered at a window (R9).",
      {{"station", 1, "Code of the station that owns the case (R16).", describe::Access::open},
       {"station_name", 1, "Its name.", describe::Access::open},
       {"district", 1, "Code of its district bureau.", describe::Access::open},
       {"category", 1, "Intake category (R9).", describe::Access::open},
       {"channel", 1, "How it came in.", describe::Access::open},
       {"line", 1, "Business line.", describe::Access::open},
       {"matter", 1, "Code of the matter in the catalogue; may be empty.", describe::Access::open},
       {"reason", 1, "Code of the failure reason in the catalogue; may be empty.",
        describe::Access::open},
       {"applicant", 1, "Who asks.", describe::Access::open},
       {"name", 1, "Name of the citizen or enterprise.", describe::Access::identity},
       {"phone", 1, "Telephone number.", describe::Access::identity},
       {"address", 1, "Postal address.", describe::Access::identity},
       {"narrative", 1, "What happened, in their words.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::words},
       {"by_proxy", 1, "Someone else reports for the person concerned.", describe::Access::open},
       {"counter_did", 1, "What the counter did before.", describe::Access::open},
       {"earlier_trips", 1, "Trips that were made in vain before.", describe::Access::open},
       {"reference", 1, "Number in the system that it came from, such as the hotline.",
        describe::Access::open},
       {"reported_at", 1, "When the citizen reported it; the clock starts here.",
        describe::Access::open},
       {"historical", 1, "Told afterwards by an import: no limit fires."},
       {"resolution_deadline", 1, "Deadline for resolution.", describe::Access::open},
       {"contact", 1, "Contact limit; an anonymous report has none.", describe::Access::open},
       {"profile", 1, "Name of the norms that computed the limits."},
       {"profile_version", 1, "Their version."},
       {"calendar", 1, "Edition of the calendar that computed the limits."},
       {"catalogue", 1, "Version of the catalogue of the codes."},
       {"by", 1, "Staff number or account of who registered it."},
       {"representation", 2, "For whom somebody speaks; none in old cases.",
        describe::Access::open},
       {"confidential", 2, "The name stays within the window.", describe::Access::open},
       {"application", 2, "Reference of the application that failed.", describe::Access::open},
       {"accused", 2, "Whom the citizen complains about.", describe::Access::accused},
       {"licence", 2, "The matter is a licence: silence accepts it (R14).", describe::Access::open},
       {"notice", 2, "Until when it must be accepted, or told what is lacking.",
        describe::Access::open},
       {"inquiry", 2, "Digest of the inquiry code; empty if there is none.",
        describe::Access::secret},
       {"name_mark", 3, "Not written any more: 0. Was sixteen bits of the name's hash.",
        describe::Access::secret},
       {"demand", 4, "The kind of the demand (R35).", describe::Access::open},
       {"urgency", 4, "How soon it must be taken in hand (R36).", describe::Access::open},
       {"receipt", 4, "Until when a unit must take it in hand; none: there is no such limit.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Received*) { return "登记"; }

/// The station took the matter on.
struct Accepted {
  std::string by{};
  bool present = false;
  std::optional<Demand> demand{};
  std::optional<Due> resolution_deadline{};
  std::optional<Due> scope{};
  friend bool operator==(const Accepted&, const Accepted&) = default;
};
BOOST_DESCRIBE_STRUCT(Accepted, (), (by, present, demand, resolution_deadline, scope))
constexpr auto recourse_spec(const Accepted*) {
  return describe::spec(
      "case.accepted", 3, "The station took the matter on.",
      {{"by", 1, "Staff number or account of who did it."},
       {"present", 1, "The citizen stood at the window, which meets the contact limit.",
        describe::Access::open},
       {"demand", 2, "The kind of the demand, if the report had another (R35).",
        describe::Access::open},
       {"resolution_deadline", 2, "Deadline for resolution by that kind.", describe::Access::open},
       {"scope", 3, "Until when the scope must be said back (R44); none: no such limit.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Accepted*) { return "受理"; }

/// The matter was found out of scope; a review follows.
struct Declined {
  std::string by{};
  DeclineGround ground{};
  std::string reason{};
  std::string remedy{};
  std::string body{};
  Told told{};
  Due review{};
  std::string draft{};
  std::string basis{};
  friend bool operator==(const Declined&, const Declined&) = default;
};
BOOST_DESCRIBE_STRUCT(Declined, (), (by, ground, reason, remedy, body, told, review, draft, basis))
constexpr auto recourse_spec(const Declined*) {
  return describe::spec(
      "case.declined", 3, "The matter was found out of scope; a review follows.",
      {{"by", 1, "Staff number or account of who did it."},
       {"ground", 1, "Ground of the closed list.", describe::Access::open},
       {"reason", 1, "Why the ground applies.", describe::Access::open},
       {"remedy", 1, "What the citizen can do instead.", describe::Access::open},
       {"body", 1, "Which body is responsible.", describe::Access::open},
       {"told", 1, "How the citizen was told.", describe::Access::open},
       {"review", 1, "Until when it must be reviewed.", describe::Access::open},
       {"draft", 3, "Digest of the draft that was printed and signed; empty: none was."},
       {"basis", 3, "Law and article; empty: the one that goes with the ground.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Declined*) { return "不予受理"; }

/// A reviewer found that declining was right.
struct DeclineUpheld {
  std::string by{};
  std::string reason{};
  Resolution resolution{};
  Due rating{};
  friend bool operator==(const DeclineUpheld&, const DeclineUpheld&) = default;
};
BOOST_DESCRIBE_STRUCT(DeclineUpheld, (), (by, reason, resolution, rating))
constexpr auto recourse_spec(const DeclineUpheld*) {
  return describe::spec("case.decline_upheld", 1, "A reviewer found that declining was right.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"reason", 1, "Why.", describe::Access::open},
                         {"resolution", 1, "How it ended.", describe::Access::open},
                         {"rating", 1, "Until when it can be rated.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const DeclineUpheld*) { return "审核维持"; }

/// A reviewer found that declining was wrong; nothing is reset.
struct DeclineOverturned {
  std::string by{};
  std::string reason{};
  friend bool operator==(const DeclineOverturned&, const DeclineOverturned&) = default;
};
BOOST_DESCRIBE_STRUCT(DeclineOverturned, (), (by, reason))
constexpr auto recourse_spec(const DeclineOverturned*) {
  return describe::spec("case.decline_overturned", 1,
                        "A reviewer found that declining was wrong; nothing is reset.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"reason", 1, "Why.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const DeclineOverturned*) { return "审核撤销"; }

/// Nobody reviewed the declining in time; it counts as overturned.
struct ReviewLapsed {
  friend bool operator==(const ReviewLapsed&, const ReviewLapsed&) = default;
};
BOOST_DESCRIBE_STRUCT(ReviewLapsed, (), ())
constexpr auto recourse_spec(const ReviewLapsed*) {
  return describe::spec("case.review_lapsed", 1,
                        "Nobody reviewed the declining in time; it counts as overturned.");
}
constexpr std::string_view recourse_zh(const ReviewLapsed*) { return "审核超时视同撤销"; }

/// The matter was sent to another body; it stays ours until that body confirms.
struct Referred {
  std::string by{};
  ReferKind kind{};
  std::string to{};
  std::string reason{};
  Due answer{};
  friend bool operator==(const Referred&, const Referred&) = default;
};
BOOST_DESCRIBE_STRUCT(Referred, (), (by, kind, to, reason, answer))
constexpr auto recourse_spec(const Referred*) {
  return describe::spec(
      "case.referred", 1,
      "The matter was sent to another body; it stays ours until that body confirms.",
      {{"by", 1, "Staff number or account of who did it."},
       {"kind", 1, "Why it goes there.", describe::Access::open},
       {"to", 1, "Which body.", describe::Access::open},
       {"reason", 1, "Why, in words.", describe::Access::open},
       {"answer", 1, "Until when the body must answer.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Referred*) { return "转送督察/纪检/他单位"; }

/// The other body confirmed that it has the matter.
struct ReferralConfirmed {
  std::string receiver{};
  LocalDay received_on{};
  Told told{};
  Resolution resolution{};
  Due rating{};
  friend bool operator==(const ReferralConfirmed&, const ReferralConfirmed&) = default;
};
BOOST_DESCRIBE_STRUCT(ReferralConfirmed, (), (receiver, received_on, told, resolution, rating))
constexpr auto recourse_spec(const ReferralConfirmed*) {
  return describe::spec("case.referral_confirmed", 1,
                        "The other body confirmed that it has the matter.",
                        {{"receiver", 1, "Who received it there.", describe::Access::open},
                         {"received_on", 1, "When.", describe::Access::open},
                         {"told", 1, "How the citizen was told.", describe::Access::open},
                         {"resolution", 1, "How it ended.", describe::Access::open},
                         {"rating", 1, "Until when it can be rated.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ReferralConfirmed*) { return "对方接收"; }

/// The other body refused, or kept silent too long.
struct ReferralRefused {
  std::string reason{};
  bool silent = false;
  friend bool operator==(const ReferralRefused&, const ReferralRefused&) = default;
};
BOOST_DESCRIBE_STRUCT(ReferralRefused, (), (reason, silent))
constexpr auto recourse_spec(const ReferralRefused*) {
  return describe::spec(
      "case.referral_refused", 1, "The other body refused, or kept silent too long.",
      {{"reason", 1, "Its reason; empty if it kept silent.", describe::Access::open},
       {"silent", 1, "It kept silent.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ReferralRefused*) { return "对方不接收"; }

}  // namespace recourse::casework::complaint
