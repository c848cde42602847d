// After the end: rating, archive, reopening, review (R17, and the norms on ratings and reviews).
#include <recourse/casework/case/inquiry.hpp>

#include "casework/case/desk.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> involved(const Desk& desk) {
  if (!desk.is_handler()) return std::nullopt;
  return refuse("reviewer_is_involved", "review", "A review is done by someone uninvolved.",
                "复核应由未参与办理的人员进行。");
}

std::optional<core::Refusal> wrong_way(const Desk& desk, const Rate& c) {
  const bool callback = desk.role == Role::supervisor;
  if (callback != (*c.way == RatingWay::callback) && desk.role != Role::importer) {
    return refuse(
        "wrong_way", "R17",
        "The citizen rates by code or tablet; a third party enters what a call-back gave.",
        "群众通过查询码或评价器评价；第三方只录入回访结果。");
  }
  const auto& inquiry = desk.state.access.inquiry;
  if (*c.way != RatingWay::code || inquiry.empty()) return std::nullopt;
  if (inquiry_digest(desk.context.stream, c.code) == inquiry) return std::nullopt;
  return refuse("wrong_code", "R17", "The inquiry code is not that of this case.",
                "查询码与本事项不符。");
}

/// What a bad rating asks for comes before the archive.
std::optional<core::Refusal> care_is_open(const Desk& desk) {
  if (is_settled(desk.state.phases.care)) return std::nullopt;
  return refuse("care_open", "R17", "What the bad rating asks for is not done yet.",
                "差评整改尚未完成，不能归档。");
}

Due round_limit(const Desk& desk) { return desk.after(desk.today(), desk.norms().ordinary); }

}  // namespace

Answer answer(const Desk& desk, const Rate& c) {
  if (desk.is_handler()) {
    return refuse("handler_may_not_rate", "R17", "Who handled a case never enters its rating.",
                  "承办人不得录入评价。");
  }
  if (!c.way) return missing("way", "R17", "how the rating came in", "评价方式");
  if (auto no = wrong_way(desk, c)) return *no;
  if (!c.grade) {
    return missing("grade", "R17", "one of the five grades; there is no default",
                   "评价等级（不设默认）");
  }
  const auto& intake = desk.state.intake;
  const bool follow_up =
      is_bad(*c.grade) && intake.applicant != ApplicantKind::anonymous && !intake.historical;
  std::optional<Due> contact;
  if (follow_up) contact = desk.after(desk.today(), desk.norms().care_contact);
  return Answer::of(
      Rated{desk.by(), *c.way, *c.grade, c.service, c.policy, c.comment,
            desk.end_of_day(desk.today() + std::chrono::days{desk.norms().settling_days}),
            follow_up, contact});
}

Answer answer(const Desk& desk, const EndRating&) {
  if (!desk.passed(desk.state.limits.rating)) return not_due_yet(desk, desk.state.limits.rating);
  if (auto no = care_is_open(desk)) return *no;
  return Answer::of(RatingEnded{});
}

Answer answer(const Desk& desk, const Settle&) {
  if (!desk.passed(desk.state.limits.settling)) {
    return not_due_yet(desk, desk.state.limits.settling);
  }
  if (auto no = care_is_open(desk)) return *no;
  return Answer::of(Settled{});
}

Answer answer(const Desk& desk, const Reopen& c) {
  if (blank(c.reason)) return missing("reason", "R13", "why it is taken up again", "重新办理理由");
  const auto& state = desk.state;
  // Who withdrew, or did not bring what was lacking, may return at any time.
  const bool may_return =
      state.phases.life == Phase::withdrawn || state.ending.outcome == Outcome::lapsed;
  if (!may_return && !c.new_facts && state.ending.closed_at) {
    const LocalDay last = desk.day_of(desk.last_day(desk.day_of(*state.ending.closed_at) +
                                                    std::chrono::days{desk.norms().reopening_days})
                                          .at);
    if (desk.today() > last) {
      return refuse("too_late_to_reopen", "R13",
                    "It could be reopened until " + to_string(last) + "; later only new facts do.",
                    "重新办理期限至" + to_string(last) + "，逾期须有新的事实。");
    }
  }
  return Answer::of(
      Reopened{desk.by(), c.reason, c.new_facts, state.ending.rounds + 1, round_limit(desk)});
}

Answer answer(const Desk& desk, const RequestReview1& c) {
  if (desk.state.ending.reviews > 0) {
    return refuse("review_1_used", "review",
                  "The first review has been decided; ask for the second.",
                  "一级复核已作出，可申请二级复核。");
  }
  return Answer::of(ReviewRequested1{c.reason, desk.in_days(desk.norms().review_days)});
}

Answer answer(const Desk& desk, const RequestReview2& c) {
  if (desk.state.ending.reviews == 0) {
    return refuse("review_1_first", "review", "The first review comes before the second.",
                  "应先申请一级复核。");
  }
  if (desk.state.ending.reviews > 1) {
    return refuse("review_2_used", "review", "Both reviews have been decided.",
                  "两级复核均已作出。");
  }
  return Answer::of(ReviewRequested2{c.reason, desk.in_days(desk.norms().review_days)});
}

Answer answer(const Desk& desk, const UpholdOnReview& c) {
  if (auto no = involved(desk)) return *no;
  if (blank(c.reason)) return missing("reason", "review", "why it is upheld", "维持理由");
  if (blank(c.remedy)) return missing("remedy", "review", "the remedy by law", "法定救济途径");
  if (auto no = not_told(desk, c.told, "review")) return *no;
  return Answer::of(ReviewUpheld{desk.by(), c.reason, c.remedy, *c.told});
}

Answer answer(const Desk& desk, const OverturnOnReview& c) {
  if (auto no = involved(desk)) return *no;
  if (blank(c.reason)) return missing("reason", "review", "why it is overturned", "撤销理由");
  if (blank(c.must_change))
    return missing("must_change", "review", "what must change", "应改正事项");
  return Answer::of(ReviewOverturned{desk.by(), c.reason, c.must_change,
                                     desk.state.ending.rounds + 1, round_limit(desk)});
}

}  // namespace recourse::casework
