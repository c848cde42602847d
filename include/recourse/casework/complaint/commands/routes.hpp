// Commands that choose and leave a route (R11, R12, R14).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Handles it on the spot.
struct RouteOnSpot {
  std::string application{};
  std::optional<Sealed<std::string>> explanation{};
  std::optional<Told> told{};
  friend bool operator==(const RouteOnSpot&, const RouteOnSpot&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteOnSpot, (), (application, explanation, told))
constexpr auto recourse_spec(const RouteOnSpot*) {
  return describe::spec(
      "case.route_on_spot", 2, "Handles it on the spot.",
      {{"application", 1, "Reference of the application."},
       {"explanation", 1,
        "What was explained (R12); empty: the route's own words, if the citizen is told.",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"told", 2,
        "How the citizen is told of it; missing: not yet, and nothing is written that says so."}});
}
constexpr std::string_view recourse_zh(const RouteOnSpot*) { return "当场处理"; }

/// Explains law and reason.
struct RouteExplain {
  std::string standard_reply{};
  std::uint32_t standard_reply_version = 0;
  std::string law{};
  std::optional<Sealed<std::string>> explanation{};
  std::optional<bool> understood{};
  std::string next_step{};
  std::optional<Told> told{};
  friend bool operator==(const RouteExplain&, const RouteExplain&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteExplain, (),
                      (standard_reply, standard_reply_version, law, explanation, understood,
                       next_step, told))
constexpr auto recourse_spec(const RouteExplain*) {
  return describe::spec(
      "case.route_explain", 3, "Explains law and reason.",
      {{"standard_reply", 1, "Standard reply that was given."},
       {"standard_reply_version", 1, "Its version."},
       {"law", 1, "Law or rule that was cited."},
       {"explanation", 1, "What was explained to the citizen (R12).", describe::Access::identity,
        describe::Subject::reporter, describe::Access::words},
       {"understood", 1, "Whether the citizen understood."},
       {"next_step", 2, "What is offered next; needed if it was not understood."},
       {"told", 3,
        "How the citizen is told of it; missing: not yet, and nothing is written that says so."}});
}
constexpr std::string_view recourse_zh(const RouteExplain*) { return "释法说理"; }

/// Hurries it.
struct RouteExpedite {
  std::string why{};
  std::optional<LocalDay> needed_by{};
  std::optional<LocalDay> promised{};
  std::string application{};
  std::optional<Sealed<std::string>> explanation{};
  std::optional<Told> told{};
  friend bool operator==(const RouteExpedite&, const RouteExpedite&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteExpedite, (), (why, needed_by, promised, application, explanation, told))
constexpr auto recourse_spec(const RouteExpedite*) {
  return describe::spec(
      "case.route_expedite", 2, "Hurries it.",
      {describe::needed({"why", 1, "Why it is urgent."}),
       describe::needed({"needed_by", 1, "When the citizen needs it."}),
       {"promised", 1, "When it was promised."},
       {"application", 1, "Reference of the application."},
       {"explanation", 1,
        "What was explained (R12); empty: the route's own words, if the citizen is told.",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"told", 2,
        "How the citizen is told of it; missing: not yet, and nothing is written that says so."}});
}
constexpr std::string_view recourse_zh(const RouteExpedite*) { return "急事急办"; }

/// Accepts it with secondary papers lacking, against a promise.
struct RouteLacking {
  std::vector<NoticeItem> missing{};
  bool main_papers_complete = false;
  std::string promise{};
  std::optional<LocalDay> promise_day{};
  std::optional<Sealed<std::string>> explanation{};
  std::string signature{};
  bool exclusion_checked = false;
  std::optional<Told> told{};
  std::optional<DemandGround> ground{};
  friend bool operator==(const RouteLacking&, const RouteLacking&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteLacking, (),
                      (missing, main_papers_complete, promise, promise_day, explanation, signature,
                       exclusion_checked, told, ground))
constexpr auto recourse_spec(const RouteLacking*) {
  return describe::spec(
      "case.route_lacking", 3, "Accepts it with secondary papers lacking, against a promise.",
      {describe::needed({"missing", 1, "What is lacking."}),
       describe::needed({"main_papers_complete", 1, "The main papers are complete."}),
       describe::needed({"promise", 1, "Text of the promise."}),
       describe::needed({"promise_day", 1, "Until when it will be supplied."}),
       {"explanation", 1,
        "What was explained (R12); empty: the route's own words, if the citizen is told.",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       describe::needed({"signature", 2, "Reference of the signed promise."}),
       describe::needed({"exclusion_checked", 2,
                         "The citizen is not excluded: no broken promise, no false paper before."}),
       {"told", 3,
        "How the citizen is told of it; missing: not yet, and nothing is written that says so."},
       {"ground", 3,
        "What allows to ask again for what was brought, or for what was not listed."}});
}
constexpr std::string_view recourse_zh(const RouteLacking*) { return "容缺受理"; }

/// Issues the written notice of what is lacking.
struct RouteNotice {
  std::string number{};
  std::vector<NoticeItem> items{};
  std::string basis{};
  std::string place{};
  std::string contact{};
  std::string remedy{};
  bool acknowledged = false;
  std::string witness{};
  std::optional<LocalDay> supplement_by{};
  std::optional<Sealed<std::string>> explanation{};
  std::string seal{};
  std::optional<DemandGround> ground{};
  std::optional<Told> told{};
  std::string draft{};
  friend bool operator==(const RouteNotice&, const RouteNotice&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteNotice, (),
                      (number, items, basis, place, contact, remedy, acknowledged, witness,
                       supplement_by, explanation, seal, ground, told, draft))
constexpr auto recourse_spec(const RouteNotice*) {
  return describe::spec(
      "case.route_notice", 4, "Issues the written notice of what is lacking.",
      {{"number", 1, "Number on the notice."},
       describe::needed({"items", 1, "What is lacking, completely."}),
       describe::needed({"basis", 1, "Law or rule that requires it."}),
       describe::needed({"place", 1, "Where and when to bring it."}),
       describe::needed({"contact", 1, "Whom to ask."}),
       describe::needed({"remedy", 1, "Where to object."}),
       {"acknowledged", 1, "The citizen signed for it."},
       {"witness", 1, "Who saw that the citizen would not sign."},
       {"supplement_by", 1, "Until when to bring it; missing: by the norm."},
       {"explanation", 1,
        "What was explained (R12); empty: the route's own words, if the citizen is told.",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"seal", 2, "Number of the seal on the notice."},
       {"ground", 3, "What allows a second notice in a round; without one it is a breach."},
       {"told", 4, "How it was handed over; missing: in person, as it was signed."},
       {"draft", 4,
        "Digest of the draft that was printed and signed: it must say what this says."}});
}
constexpr std::string_view recourse_zh(const RouteNotice*) { return "书面告知"; }

/// Asks the higher department.
struct Escalate {
  std::optional<Line> line{};
  std::string department{};
  std::optional<Sealed<std::string>> question{};
  std::optional<Sealed<std::string>> tried{};
  std::vector<std::string> attachments{};
  std::optional<Sealed<std::string>> explanation{};
  std::optional<Told> told{};
  friend bool operator==(const Escalate&, const Escalate&) = default;
};
BOOST_DESCRIBE_STRUCT(Escalate, (),
                      (line, department, question, tried, attachments, explanation, told))
constexpr auto recourse_spec(const Escalate*) {
  return describe::spec(
      "case.escalate", 2, "Asks the higher department.",
      {{"line", 1, "Line of the department; missing: that of the case."},
       {"department", 1, "The department; empty: named after district and line."},
       describe::needed({"question", 1, "What the department must answer.",
                         describe::Access::identity, describe::Subject::reporter,
                         describe::Access::internal}),
       describe::needed({"tried", 1, "What the station tried.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::internal}),
       {"attachments", 1, "References of documents."},
       {"explanation", 1,
        "What was explained (R12); empty: the route's own words, if the citizen is told.",
        describe::Access::identity, describe::Subject::reporter, describe::Access::words},
       {"told", 2,
        "How the citizen is told of it; missing: not yet, and nothing is written that says so."}});
}
constexpr std::string_view recourse_zh(const Escalate*) { return "上报"; }

/// Gives the route up for another.
struct Retriage {
  std::string reason{};
  friend bool operator==(const Retriage&, const Retriage&) = default;
};
BOOST_DESCRIBE_STRUCT(Retriage, (), (reason))
constexpr auto recourse_spec(const Retriage*) {
  return describe::spec("case.retriage", 1, "Gives the route up for another.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Retriage*) { return "改办理方式"; }

/// Timer: the day of handling on the spot is over.
struct EndDay {
  friend bool operator==(const EndDay&, const EndDay&) = default;
};
BOOST_DESCRIBE_STRUCT(EndDay, (), ())
constexpr auto recourse_spec(const EndDay*) {
  return describe::spec("case.end_day", 1, "Timer: the day of handling on the spot is over.");
}
constexpr std::string_view recourse_zh(const EndDay*) { return "当日未结"; }

/// Records that the explanation did not settle it.
struct MarkNotUnderstood {
  std::string next_step{};
  std::string code{};
  friend bool operator==(const MarkNotUnderstood&, const MarkNotUnderstood&) = default;
};
BOOST_DESCRIBE_STRUCT(MarkNotUnderstood, (), (next_step, code))
constexpr auto recourse_spec(const MarkNotUnderstood*) {
  return describe::spec("case.mark_not_understood", 2,
                        "Records that the explanation did not settle it.",
                        {describe::needed({"next_step", 1, "What is offered next."}),
                         {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const MarkNotUnderstood*) { return "仍不认可"; }

/// Records that the matter itself is done.
struct MarkMatterDone {
  std::string application{};
  friend bool operator==(const MarkMatterDone&, const MarkMatterDone&) = default;
};
BOOST_DESCRIBE_STRUCT(MarkMatterDone, (), (application))
constexpr auto recourse_spec(const MarkMatterDone*) {
  return describe::spec("case.mark_matter_done", 1, "Records that the matter itself is done.",
                        {describe::needed({"application", 1, "Reference of the application."})});
}
constexpr std::string_view recourse_zh(const MarkMatterDone*) { return "业务办成"; }

/// Brings some of the items on the notice.
struct SupplementPart {
  std::vector<std::string> items{};
  std::string code{};
  friend bool operator==(const SupplementPart&, const SupplementPart&) = default;
};
BOOST_DESCRIBE_STRUCT(SupplementPart, (), (items, code))
constexpr auto recourse_spec(const SupplementPart*) {
  return describe::spec("case.supplement_part", 2, "Brings some of the items on the notice.",
                        {describe::needed({"items", 1, "Codes of the items."}),
                         {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const SupplementPart*) { return "部分补正"; }

/// Brings everything that was lacking.
struct SupplementAll {
  std::string code{};
  std::optional<LocalDay> received_on{};
  friend bool operator==(const SupplementAll&, const SupplementAll&) = default;
};
BOOST_DESCRIBE_STRUCT(SupplementAll, (), (code, received_on))
constexpr auto recourse_spec(const SupplementAll*) {
  return describe::spec(
      "case.supplement_all", 2, "Brings everything that was lacking.",
      {{"code", 2, kCodeDoc, describe::Access::secret},
       {"received_on", 2,
        "The day on which it came, if that was before today; in time, it undoes a "
        "lapse that was recorded meanwhile."}});
}
constexpr std::string_view recourse_zh(const SupplementAll*) { return "补齐"; }

/// Demands something that was not on the notice.
struct DemandMore {
  std::vector<NoticeItem> items{};
  std::optional<DemandGround> ground{};
  std::string draft{};
  friend bool operator==(const DemandMore&, const DemandMore&) = default;
};
BOOST_DESCRIBE_STRUCT(DemandMore, (), (items, ground, draft))
constexpr auto recourse_spec(const DemandMore*) {
  return describe::spec(
      "case.demand_more", 2, "Demands something that was not on the notice.",
      {describe::needed({"items", 1, "What is demanded."}),
       {"ground", 1, "What allows it; without one it is a breach."},
       {"draft", 2,
        "Digest of the draft that was printed and signed: it must say what this says."}});
}
constexpr std::string_view recourse_zh(const DemandMore*) { return "追加材料"; }

/// Timer: what was lacking was not brought in time.
struct Lapse {
  friend bool operator==(const Lapse&, const Lapse&) = default;
};
BOOST_DESCRIBE_STRUCT(Lapse, (), ())
constexpr auto recourse_spec(const Lapse*) {
  return describe::spec("case.lapse", 1, "Timer: what was lacking was not brought in time.");
}
constexpr std::string_view recourse_zh(const Lapse*) { return "逾期未补"; }

}  // namespace recourse::casework::complaint
