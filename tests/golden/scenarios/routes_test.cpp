// The five routes, each with its limits and refusals (R11), and what is explained on them (R12).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

struct OpenCase : Case {
  explicit OpenCase(const Report& form = at_the_window()) { actor(kOfficer).when(form); }
};

TEST(Rules, R11_1_OnTheSpotEndsWithTheDayAndThenLeadsOnByItself) {
  OpenCase c;
  c.when(RouteOnSpot{"HZ-7", words("当场办理。")}).then_types({"case.routed_on_spot"});
  EXPECT_EQ(due(c, DeadlineKind::day_end), "2023-06-01");
  c.until("2023-06-01 23:59:59.999").then_nothing();
  c.until("2023-06-02 00:00").then_types({"case.day_ended"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.when(an_explanation()).when(a_closing());
  EXPECT_EQ(loops(c), "ordinary") << "it has left the same-day loop";
}

TEST(Rules, R11_2_PolicyIsExplainedWithLawAndStandardReply) {
  OpenCase c;
  c.when(RouteExplain{}).then_refused("explanation_missing", "R12");
  auto form = an_explanation();
  form.standard_reply = "KJ-12";
  form.standard_reply_version = 3;
  c.when(form).then_types({"case.routed_explain"});
  EXPECT_EQ(last<RoutedExplain>(c).standard_reply_version, 3u);
  EXPECT_EQ(last<RoutedExplain>(c).understood, true);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
}

TEST(Rules, R11_2_NotUnderstoodLeadsToANextStep) {
  OpenCase c;
  auto form = an_explanation();
  form.understood = false;
  c.when(form).then_refused("next_step_missing", "R8");
  form.next_step = "上报分局";
  c.when(form).then_types({"case.routed_explain", "case.not_understood"});
  EXPECT_EQ(phase(c), "accepted");
  c.when(an_explanation()).actor(kCitizen).when(MarkNotUnderstood{});
  c.then_refused("next_step_missing", "R8");
  c.when(MarkNotUnderstood{"申请复核"}).then_types({"case.not_understood"});
  EXPECT_EQ(phase(c), "accepted");
}

TEST(Rules, R12_WhoWasToldWasToldInTheRoutesOwnWordsAtLeast) {
  const auto wording = [](const auto& event) { return event.explanation.value().clear(); };
  const auto told = [](auto form, Told how) {
    form.told = how;
    return form;
  };
  OpenCase spot;
  spot.when(told(RouteOnSpot{}, Told::in_person));
  EXPECT_EQ(wording(last<RoutedOnSpot>(spot)), "已当面告知当场办理。");
  spot.when(Retriage{"需请示"}).when(told(an_escalation(), Told::phone));
  EXPECT_EQ(wording(last<Escalated>(spot)),
            "已电话告知上报上级业务部门（人口条线），办理期限至2023-06-25。");
  OpenCase hurry;
  hurry.when(told(a_hurry("2023-06-06"), Told::sms));
  EXPECT_EQ(wording(last<RoutedExpedite>(hurry)), "已短信告知急办，办理期限至2023-06-06。");
  OpenCase promise;
  promise.when(told(a_promise("2023-06-06"), Told::in_person));
  EXPECT_EQ(wording(last<RoutedLacking>(promise)),
            "已当面告知所缺次要材料，承诺于2023-06-06前补齐，逾期失效。");
  Case notice;
  notice.actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1"}));
  EXPECT_EQ(wording(last<RoutedNotice>(notice)),
            "已当面告知所缺材料、依据和异议渠道，并交付书面告知书。")
      << "whoever signs for it stands there";
  OpenCase own;
  auto form = an_escalation();
  form.explanation = words("需分局核查，已说明。");
  own.when(form);
  EXPECT_EQ(wording(last<Escalated>(own)), "需分局核查，已说明。") << "what was typed stands";
}

TEST(Rules, R11_3a_AnUrgentMatterIsDueWhenItIsNeeded) {
  OpenCase c;
  auto form = a_hurry("2023-06-06");
  form.why.clear();
  c.when(form).then_refused("why_missing", "R11");
  (form = a_hurry("2023-06-06")).needed_by.reset();
  c.when(form).then_refused("needed_by_missing", "R11");
  c.when(a_hurry("2023-05-31")).then_refused("needed_by_passed", "R11");
  c.when(a_hurry("2023-06-06")).then_types({"case.routed_expedite"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-06");
  c.actor(kBusinessSystem).when(MarkMatterDone{"HZ-7"});
  c.actor(kOfficer).when(a_closing()).then_types({"case.closed"});
}

TEST(Rules, R11_3a_NeededLateItIsDueByTheNormAllTheSame) {
  OpenCase c;
  c.when(a_hurry("2023-06-20"));
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
}

TEST(Rules, R11_3b_OnlyAListedMatterWithItsMainPapersIsAcceptedLacking) {
  auto adoption = at_the_window();
  adoption.matter = "RK03";
  OpenCase other{adoption};
  other.when(a_promise("2023-06-06", "4")).then_refused("matter_not_listed", "R11");
  OpenCase c;
  c.when(a_promise("2023-06-06", "4")).then_refused("main_paper_missing", "R11");
  auto form = a_promise("2023-06-06");
  form.main_papers_complete = false;
  c.when(form).then_refused("main_papers_missing", "R11");
  (form = a_promise("2023-06-06")).exclusion_checked = false;
  c.when(form).then_refused("exclusion_checked_missing", "R11");
  (form = a_promise("2023-06-06")).missing.clear();
  c.when(form).then_refused("items_missing", "R14");
}

TEST(Rules, R11_3b_ThePromiseIsWrittenSignedDatedAndWithinTheMattersOwnLimit) {
  OpenCase c;
  auto form = a_promise("2023-06-06");
  form.promise.clear();
  c.when(form).then_refused("promise_missing", "R11");
  (form = a_promise("2023-06-06")).signature.clear();
  c.when(form).then_refused("signature_missing", "R11");
  (form = a_promise("2023-06-06")).promise_day.reset();
  c.when(form).then_refused("promise_day_missing", "R11");
  c.when(a_promise("2023-05-31")).then_refused("promise_day_passed", "R11");
  auto dog_licence = at_the_window();
  dog_licence.matter = "ZA01";
  OpenCase ten_days{dog_licence};
  ten_days.when(a_promise("2023-06-16", "4")).then_refused("promise_beyond_limit", "R11");
  ten_days.when(a_promise("2023-06-15", "4")).then_types({"case.routed_lacking"});
}

TEST(Rules, R11_3b_KeptThePromiseLeadsToTheResultAndTheCitizenSuppliesHimself) {
  OpenCase c;
  c.when(a_promise("2023-06-12")).then_types({"case.routed_lacking"});
  EXPECT_EQ(phase(c), "accepted_lacking");
  EXPECT_EQ(due(c, DeadlineKind::promise), "2023-06-12");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-14")
      << "two working days after the promised day";
  EXPECT_EQ(last<RoutedLacking>(c).missing.at(0).material, "婚姻状况证件");
  c.when(a_closing()).then_refused("promise_is_open", "R11");
  c.until("2023-06-12 17:00").actor(kCitizen).when(SupplementAll{});
  c.then_types({"case.supplemented_all"});
  EXPECT_EQ(phase(c), "expedited");
}

TEST(Rules, R11_3b_LateThePromiseLapsesAfterAReminder) {
  OpenCase c;
  c.when(a_promise("2023-06-12"));
  c.until("2023-06-07 23:59:59.999").then_nothing();
  c.until("2023-06-12 23:59:59.999").then_types({"case.reminded"});
  c.until("2023-06-13 00:00").then_types({"case.lapsed"});
  EXPECT_EQ(phase(c), "closed");
  EXPECT_EQ(c.state().ending.outcome, Outcome::lapsed);
}

TEST(Rules, R11_4_TheWrittenNoticeIsForTrafficMatters) {
  OpenCase c;
  c.when(a_notice({"1"})).then_refused("notice_for_traffic_only", "R11");
  OpenCase traffic{a_traffic_matter()};
  traffic.when(a_notice({"2", "3"})).then_types({"case.routed_notice"});
  EXPECT_EQ(phase(traffic), "notice_issued");
  EXPECT_EQ(owner(traffic), "PD01");
}

TEST(Rules, R11_5_ADifficultMatterIsEscalatedWithQuestionAndWhatWasTried) {
  OpenCase c;
  auto form = an_escalation();
  form.question.reset();
  c.when(form).then_refused("question_missing", "R15");
  (form = an_escalation()).tried.reset();
  c.when(form).then_refused("tried_missing", "R15");
  c.when(an_escalation()).then_types({"case.escalated"});
  EXPECT_EQ(owner(c), "PD.RK");
  EXPECT_EQ(due(c, DeadlineKind::answer), "2023-06-08");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25");
}

TEST(Rules, R11_5_AnotherQueryHasNoDepartmentSoTheLineIsChosen) {
  auto query = at_the_window();
  query.matter.clear();
  query.line = Line::other;
  OpenCase c{query};
  c.when(an_escalation()).then_refused("line_missing", "R15");
  auto form = an_escalation();
  form.line = Line::traffic;
  c.when(form).then_types({"case.escalated"});
  EXPECT_EQ(owner(c), "PD.JJ");
}

TEST(Rules, R12_OnEveryRouteWhatWasExplainedIsRecorded) {
  const auto said = words("已向群众说明办理方式。");
  const auto recorded = [&](auto form, const Report& report, auto event) {
    OpenCase c{report};
    form.explanation = said;
    c.when(form);
    EXPECT_EQ(last<decltype(event)>(c).explanation, said);
  };
  recorded(RouteOnSpot{}, at_the_window(), RoutedOnSpot{});
  recorded(RouteExplain{}, at_the_window(), RoutedExplain{});
  recorded(a_hurry("2023-06-06"), at_the_window(), RoutedExpedite{});
  recorded(a_promise("2023-06-06"), at_the_window(), RoutedLacking{});
  recorded(a_notice({"1"}), a_traffic_matter(), RoutedNotice{});
  recorded(an_escalation(), at_the_window(), Escalated{});
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
