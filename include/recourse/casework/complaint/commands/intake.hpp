// Commands that begin a case (R9, R10). One `Report` with `present` registers and accepts.
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Registers a matter at a window; with `present`, accepts it too (R9).
struct Report {
  std::string station{};
  std::string station_name{};
  std::string district{};
  std::optional<Category> category{};
  std::optional<Channel> channel{};
  std::optional<Line> line{};
  std::string matter{};
  std::string reason{};
  std::optional<ApplicantKind> applicant{};
  std::optional<Sealed<std::string>> name{};
  std::optional<Sealed<std::string>> phone{};
  std::optional<Sealed<std::string>> address{};
  std::optional<Sealed<std::string>> narrative{};
  bool by_proxy = false;
  std::vector<CounterFault> counter_did{};
  std::uint32_t earlier_trips = 0;
  std::string reference{};
  std::optional<Timestamp> reported_at{};
  bool historical = false;
  bool present = false;
  std::optional<Representation> representation{};
  bool confidential = false;
  std::string application{};
  std::vector<Accused> accused{};
  std::string inquiry_code{};
  std::optional<Demand> demand{};
  std::optional<Urgency> urgency{};
  friend bool operator==(const Report&, const Report&) = default;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (station, station_name, district, category, channel, line, matter, reason,
                       applicant, name, phone, address, narrative, by_proxy, counter_did,
                       earlier_trips, reference, reported_at, historical, present, representation,
                       confidential, application, accused, inquiry_code, demand, urgency))
constexpr auto recourse_spec(const Report*) {
  return describe::spec(
      "case.report", 3, "Registers a matter at a window; with `present`, accepts it too (R9).",
      {{"station", 1, "Code of the station; empty: the actor's own."},
       {"station_name", 1, "Its name."},
       {"district", 1, "Code of its district bureau."},
       describe::needed({"category", 1, "Intake category."}),
       {"channel", 1, "How it came in; missing: the window."},
       {"line", 1, "Business line; missing: that of the matter."},
       {"matter", 1, "Code in the catalogue; may be empty if the line is given."},
       {"reason", 1, "Code of the failure reason; may be empty."},
       {"applicant", 1, "Who asks; missing: a person."},
       {"name", 1, "Name of the citizen or enterprise.", describe::Access::identity},
       {"phone", 1, "Telephone number.", describe::Access::identity},
       {"address", 1, "Postal address.", describe::Access::identity},
       {"narrative", 1, "What happened, in their words.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::words},
       {"by_proxy", 1, "Someone else reports for the person concerned."},
       {"counter_did", 1, "What the counter did before."},
       {"earlier_trips", 1, "Trips that were made in vain before."},
       {"reference", 1, "Number in the system that it came from."},
       {"reported_at", 1, "When the citizen reported it, if not now."},
       {"historical", 1, "An import of the past: no limit fires."},
       {"present", 1, "The citizen stands here: accept at once."},
       {"representation", 2,
        "For whom somebody speaks; missing: for themselves, or a proxy if by_proxy."},
       {"confidential", 2, "The name stays within the window."},
       {"application", 2, "Reference of the application that failed."},
       {"accused", 2, "Whom the citizen complains about.", describe::Access::accused},
       {"inquiry_code", 2, "The code that is given to the citizen; only a digest is stored.",
        describe::Access::secret},
       {"demand", 3,
        "The kind of the demand, by which its limit goes (R35); missing: unspecified."},
       {"urgency", 3, "How soon it must be taken in hand (R36); missing: ordinary."}});
}
constexpr std::string_view recourse_zh(const Report*) { return "登记"; }

/// A case from report to reply in one command, for what is finished while the citizen stands there
/// (R20).
struct FinishOnSpot {
  Report report{};
  std::optional<Outcome> outcome{};
  std::string application{};
  std::string standard_reply{};
  std::uint32_t standard_reply_version = 0;
  std::string law{};
  std::optional<Sealed<std::string>> explanation{};
  std::optional<Sealed<std::string>> reply{};
  std::string next_step{};
  std::optional<LateReason> why_late{};
  friend bool operator==(const FinishOnSpot&, const FinishOnSpot&) = default;
};
BOOST_DESCRIBE_STRUCT(FinishOnSpot, (),
                      (report, outcome, application, standard_reply, standard_reply_version, law,
                       explanation, reply, next_step, why_late))
constexpr auto recourse_spec(const FinishOnSpot*) {
  return describe::spec(
      "case.finish_on_spot", 2,
      "A case from report to reply in one command, for what is finished while the citizen stands "
      "there (R20).",
      {describe::needed({"report", 1, "As for a report; `present` is understood."}),
       describe::needed({"outcome", 1, "What came of it; there is no default."}),
       {"application", 1, "Reference of the application that was done."},
       {"standard_reply", 1, "Standard reply that was given; then the matter was explained."},
       {"standard_reply_version", 1, "Its version."},
       {"law", 1, "Law or rule that was cited; then the matter was explained."},
       {"explanation", 1, "What was explained to the citizen (R12).", describe::Access::identity,
        describe::Subject::reporter, describe::Access::words},
       {"reply", 1, "What the citizen was told; missing: orally, as the outcome says.",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"next_step", 1, "What the citizen can do next; needed unless it was done."},
       {"why_late", 2, "Why it is late, if it was reported long ago."}});
}
constexpr std::string_view recourse_zh(const FinishOnSpot*) { return "当场办结"; }

/// Takes the matter on.
struct Accept {
  bool present = false;
  std::optional<Demand> demand{};
  std::optional<Sealed<std::string>> understood{};
  std::optional<Sealed<std::string>> wanted{};
  friend bool operator==(const Accept&, const Accept&) = default;
};
BOOST_DESCRIBE_STRUCT(Accept, (), (present, demand, understood, wanted))
constexpr auto recourse_spec(const Accept*) {
  return describe::spec(
      "case.accept", 3, "Takes the matter on.",
      {{"present", 1, "The citizen stands at the window."},
       {"demand", 2, "The kind of the demand, if the report has another (R35)."},
       {"understood", 3, "Says back what was understood (R44); then say `wanted`, too.",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"wanted", 3, "Says back what is wanted.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::words}});
}
constexpr std::string_view recourse_zh(const Accept*) { return "受理"; }

/// Declines what is out of scope.
struct Decline {
  std::optional<DeclineGround> ground{};
  std::string reason{};
  std::string remedy{};
  std::string body{};
  std::optional<Told> told{};
  std::string draft{};
  std::string basis{};
  friend bool operator==(const Decline&, const Decline&) = default;
};
BOOST_DESCRIBE_STRUCT(Decline, (), (ground, reason, remedy, body, told, draft, basis))
constexpr auto recourse_spec(const Decline*) {
  return describe::spec(
      "case.decline", 2, "Declines what is out of scope.",
      {describe::needed({"ground", 1, "Ground of the closed list."}),
       describe::needed({"reason", 1, "Why the ground applies."}),
       describe::needed({"remedy", 1, "What the citizen can do instead."}),
       describe::needed({"body", 1, "Which body is responsible."}),
       describe::needed({"told", 1, "How the citizen was told."}),
       {"draft", 2, "Digest of the draft that was printed and signed: it must say what this says."},
       {"basis", 2, "Law and article; missing: the one that goes with the ground."}});
}
constexpr std::string_view recourse_zh(const Decline*) { return "不予受理"; }

/// Confirms that declining was right.
struct UpholdDecline {
  std::string reason{};
  friend bool operator==(const UpholdDecline&, const UpholdDecline&) = default;
};
BOOST_DESCRIBE_STRUCT(UpholdDecline, (), (reason))
constexpr auto recourse_spec(const UpholdDecline*) {
  return describe::spec("case.uphold_decline", 1, "Confirms that declining was right.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const UpholdDecline*) { return "审核维持"; }

/// Finds that declining was wrong.
struct OverturnDecline {
  std::string reason{};
  friend bool operator==(const OverturnDecline&, const OverturnDecline&) = default;
};
BOOST_DESCRIBE_STRUCT(OverturnDecline, (), (reason))
constexpr auto recourse_spec(const OverturnDecline*) {
  return describe::spec("case.overturn_decline", 1, "Finds that declining was wrong.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const OverturnDecline*) { return "审核撤销"; }

/// Timer: nobody reviewed the declining in time.
struct LapseReview {
  friend bool operator==(const LapseReview&, const LapseReview&) = default;
};
BOOST_DESCRIBE_STRUCT(LapseReview, (), ())
constexpr auto recourse_spec(const LapseReview*) {
  return describe::spec("case.lapse_review", 1, "Timer: nobody reviewed the declining in time.");
}
constexpr std::string_view recourse_zh(const LapseReview*) { return "审核超时视同撤销"; }

/// Sends the matter to another body.
struct Refer {
  std::optional<ReferKind> kind{};
  std::string to{};
  std::string reason{};
  friend bool operator==(const Refer&, const Refer&) = default;
};
BOOST_DESCRIBE_STRUCT(Refer, (), (kind, to, reason))
constexpr auto recourse_spec(const Refer*) {
  return describe::spec(
      "case.refer", 1, "Sends the matter to another body.",
      {describe::needed({"kind", 1, "Why it goes there."}),
       describe::needed({"to", 1, "Which body."}), describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Refer*) { return "转送督察/纪检/他单位"; }

/// Records that the other body has it.
struct ConfirmReferral {
  std::string receiver{};
  std::optional<LocalDay> received_on{};
  std::optional<Told> told{};
  friend bool operator==(const ConfirmReferral&, const ConfirmReferral&) = default;
};
BOOST_DESCRIBE_STRUCT(ConfirmReferral, (), (receiver, received_on, told))
constexpr auto recourse_spec(const ConfirmReferral*) {
  return describe::spec("case.confirm_referral", 1, "Records that the other body has it.",
                        {describe::needed({"receiver", 1, "Who received it there."}),
                         describe::needed({"received_on", 1, "When."}),
                         describe::needed({"told", 1, "How the citizen was told."})});
}
constexpr std::string_view recourse_zh(const ConfirmReferral*) { return "对方接收"; }

/// Records that the other body refused; from the timer: that it kept silent.
struct RefuseReferral {
  std::string reason{};
  friend bool operator==(const RefuseReferral&, const RefuseReferral&) = default;
};
BOOST_DESCRIBE_STRUCT(RefuseReferral, (), (reason))
constexpr auto recourse_spec(const RefuseReferral*) {
  return describe::spec("case.refuse_referral", 1,
                        "Records that the other body refused; from the timer: that it kept silent.",
                        {{"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const RefuseReferral*) { return "对方不接收"; }

}  // namespace recourse::casework::complaint
