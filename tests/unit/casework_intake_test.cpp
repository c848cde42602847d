// The one command of a simple case, case numbers, inquiry codes, what may be seen, what is printed.
#include <algorithm>
#include <cctype>
#include <recourse/casework/complaint/documents.hpp>
#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/casework/complaint/json.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

FinishOnSpot a_simple_case() {
  FinishOnSpot command;
  command.report = a_report();
  command.outcome = Outcome::done;
  return command;
}

TEST(CaseAtOnce, OneCommandTellsTheWholeOfASimpleCase) {
  Scene scene;
  const auto events = scene.accepts(kOfficer, a_simple_case());
  ASSERT_EQ(events.size(), 4u);
  EXPECT_TRUE(std::holds_alternative<Received>(events[0]));
  EXPECT_TRUE(std::holds_alternative<Accepted>(events[1]));
  EXPECT_TRUE(std::holds_alternative<RoutedOnSpot>(events[2]));
  EXPECT_EQ(std::get<Closed>(events[3]).told, Told::in_person);
  EXPECT_EQ(scene.state.phases.stage, Phase::closed);
  EXPECT_EQ(loops_of(scene.state), std::vector{Loop::same_day});
  EXPECT_EQ(scene.state, scene.replayed());
}

TEST(CaseAtOnce, AStandardReplyMakesItAnExplanation) {
  Scene scene;
  auto command = a_simple_case();
  command.outcome = Outcome::answered;
  command.standard_reply = "KJ-7";
  EXPECT_EQ(scene.refusal(kOfficer, command), "next_step_missing");
  command.next_step = "补齐后再来";
  const auto events = scene.accepts(kOfficer, command);
  EXPECT_EQ(std::get<RoutedExplain>(events.at(2)).standard_reply, "KJ-7");
  EXPECT_EQ(route_of(scene.state), Route::explain);
}

TEST(CaseAtOnce, ARefusalOfOneStepLeavesNothingOfTheOthers) {
  Scene scene;
  auto command = a_simple_case();
  command.outcome.reset();
  EXPECT_EQ(scene.refusal(kOfficer, command), "outcome_missing");
  command = a_simple_case();
  command.report.category = Category::attitude;
  EXPECT_EQ(scene.refusal(kOfficer, command), "attitude_needs_chief");
  EXPECT_EQ(scene.refusal(kChief, command), "");
  EXPECT_EQ(scene.refusal(kCitizen, a_simple_case()), "not_your_role");
  scene.accepts(kOfficer, a_simple_case());
  EXPECT_EQ(scene.refusal(kOfficer, a_simple_case()), "already_reported");
}

TEST(CaseNumbers, HaveStationDaySerialAndACheckLetter) {
  const auto number = make_case_number("PD01", day("2024-01-05"), 7).value();
  EXPECT_EQ(number.substr(0, number.size() - 1), "PD01-20240105-0007-");
  EXPECT_TRUE(check_case_number(number));
  EXPECT_EQ(make_case_number("PD01", day("2024-01-05"), 12345).value().substr(14, 5), "12345");
  EXPECT_TRUE(make_case_number("P D", day("2024-01-05"), 1).has_error());
  EXPECT_TRUE(make_case_number("PD01", day("2024-01-05"), 0).has_error());
}

TEST(CaseNumbers, EveryWrongSignAndEverySwapOfNeighboursIsFound) {
  const auto number = make_case_number("PD01", day("2024-01-05"), 7).value();
  std::size_t tried = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] == '-') continue;
    for (const char c : std::string_view{"0123456789"}) {
      auto wrong = number;
      if (c == number[i] || (i + 1 == number.size() && c < 'A')) continue;
      wrong[i] = c;
      ++tried;
      EXPECT_TRUE(check_case_number(wrong).has_error()) << wrong;
    }
    if (i + 1 < number.size() && number[i + 1] != '-' && number[i] != number[i + 1]) {
      auto swapped = number;
      std::swap(swapped[i], swapped[i + 1]);
      EXPECT_TRUE(check_case_number(swapped).has_error()) << swapped;
    }
  }
  EXPECT_GT(tried, 100u);
  EXPECT_TRUE(check_case_number("S001-1")) << "other keys are no numbers";
  EXPECT_TRUE(check_case_number("A"));
}

TEST(CaseNumbers, ACodeIsComparedByItsDigestHoweverItIsTyped) {
  const auto code = inquiry_code_from(0x123456789AULL);
  EXPECT_EQ(code.size(), 9u);
  const auto digest = inquiry_digest("case/A", code);
  EXPECT_EQ(digest.size(), 32u);
  auto typed = code;
  std::ranges::transform(typed, typed.begin(), [](char c) { return c == '-' ? ' ' : c; });
  for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  EXPECT_EQ(inquiry_digest("case/A", typed), digest);
  EXPECT_NE(inquiry_digest("case/B", code), digest);
  EXPECT_NE(inquiry_digest("case/A", inquiry_code_from(0x123456789BULL)), digest);
}

TEST(CaseNumbers, WithACodeOnlyTheCodeRatesAndWithdraws) {
  Scene scene;
  auto report = a_report();
  report.inquiry_code = "7K3M-9QXR";
  const auto events = scene.accepts(kOfficer, report);
  EXPECT_EQ(std::get<Received>(events.at(0)).inquiry, inquiry_digest("case/A", "7K3M-9QXR"));
  scene.accepts(kOfficer, Accept{.present = true});
  EXPECT_EQ(scene.refusal(kCitizen, Withdraw{.proof = WithdrawProof::code, .reference = "X"}),
            "wrong_code");
  const auto withdrawn =
      scene.decide(kCitizen, Withdraw{.proof = WithdrawProof::code, .reference = "7k3m 9qxr"});
  EXPECT_EQ(std::get<Withdrawn>(withdrawn.events().at(0)).reference, "inquiry");
  scene.accepts(kOfficer, RouteExplain{.law = "l"});
  scene.accepts(kOfficer, Scene::a_closing());
  Rate rate{.way = RatingWay::code, .grade = Grade::satisfied};
  EXPECT_EQ(scene.refusal(kCitizen, rate), "code_missing");
  rate.code = "7K3M9QXR";
  EXPECT_EQ(scene.refusal(kCitizen, rate), "");
}

TEST(CaseNumbers, SecretsAreNoPartOfWhatMakesACommandTheSame) {
  auto report = a_report();
  EXPECT_FALSE(ComplaintDecider::without_secrets(report));
  report.inquiry_code = "7K3M-9QXR";
  const auto open = ComplaintDecider::without_secrets(report);
  ASSERT_TRUE(open);
  EXPECT_EQ(std::get<Report>(*open), a_report());
  const Withdraw by_code{.proof = WithdrawProof::code, .reference = "7K3M-9QXR"};
  ASSERT_TRUE(ComplaintDecider::without_secrets(by_code));
  EXPECT_EQ(std::get<Withdraw>(*ComplaintDecider::without_secrets(by_code)).reference, "");
  const Withdraw signed_paper{.proof = WithdrawProof::signature, .reference = "CN-7"};
  EXPECT_FALSE(ComplaintDecider::without_secrets(signed_paper)) << "a paper's number is no secret";
}

TEST(CaseIntake, AnonymousReportsHoldNoNameAndConfidentialOnesDo) {
  Scene scene;
  auto report = a_report();
  report.applicant = ApplicantKind::anonymous;
  EXPECT_EQ(scene.refusal(kOfficer, report), "anonymous_with_name");
  report = a_report();
  report.confidential = true;
  report.representation = Representation::guardian;
  scene.accepts(kOfficer, report);
  EXPECT_TRUE(scene.state.intake.confidential);
  EXPECT_TRUE(scene.state.intake.by_proxy);
}

TEST(CaseSight, StationsSeeTheirOwnDepartmentsTheirLineTheAccusedNothing) {
  Scene scene;
  scene.escalated();
  const auto sees = [&](const char* actor) {
    return read_permissions_of(scene.state, core::Actor::parse(actor));
  };
  EXPECT_TRUE(sees(kOfficer).any);
  EXPECT_EQ(sees("window_officer:w1@PD02").why, "R16");
  EXPECT_TRUE(sees(kDistrict).any);
  EXPECT_FALSE(sees("district_officer:d@XH.RK").any);
  EXPECT_FALSE(sees("district_officer:d@PD.ZA").any);
  EXPECT_TRUE(sees("city_officer:c@city.RK").any);
  EXPECT_TRUE(sees(kSupervisor).any);
  EXPECT_FALSE(sees("administrator:a1").any);
  EXPECT_TRUE(sees(kOfficer).may_unmask);
  EXPECT_FALSE(sees(kOther).may_unmask);
  EXPECT_FALSE(sees(kCitizen).internal_basis);
  EXPECT_FALSE(sees(kOfficer).rater);
  scene.accepts(kChief, Recuse{.staff = "w1", .reason = "r"});
  EXPECT_EQ(sees(kOfficer).why, "bars");
}

TEST(CaseSight, WhoMustAnswerSeesWhatHeMustAnswer) {
  Scene scene;
  scene.escalated();
  const auto sees = [&](const char* actor) {
    return read_permissions_of(scene.state, core::Actor::parse(actor));
  };
  EXPECT_FALSE(sees("district_officer:j1@PD.JJ").any);
  scene.accepts(kDistrict, Consult{.with = "PD.JJ", .question = "涉牌照，请出具意见"});
  EXPECT_TRUE(sees("district_officer:j1@PD.JJ").any);
  EXPECT_TRUE(sees("district_officer:j1@PD.JJ").internal_basis);
  EXPECT_FALSE(sees("district_officer:j1@PD.JJ").identity) << "nothing else";
  EXPECT_FALSE(sees("district_officer:z1@PD.ZA").any);

  Scene referred;
  referred.received();
  EXPECT_FALSE(read_permissions_of(referred.state, core::Actor::parse(kReceiver)).any);
  referred.accepts(kOfficer,
                   Refer{.kind = ReferKind::other_body, .to = "民政局", .reason = "属其职责"});
  const auto body = read_permissions_of(referred.state, core::Actor::parse(kReceiver));
  EXPECT_TRUE(body.any && body.identity);
  EXPECT_FALSE(body.internal_basis || body.rater || body.comment || body.may_unmask);
  const auto another = core::Actor::parse("receiver:r1@信访办");
  EXPECT_FALSE(read_permissions_of(referred.state, another).any);
}

TEST(CaseSight, WhoVerifiesABadRatingReadsItsWords) {
  Scene scene;
  scene.rated_badly();
  const auto sees = [&](const char* actor) {
    return read_permissions_of(scene.state, core::Actor::parse(actor));
  };
  EXPECT_TRUE(sees(kLead).comment);
  EXPECT_FALSE(sees(kLead).rater) << "but not whose they are";
  EXPECT_FALSE(sees(kOfficer).comment);
}

std::vector<DocumentEvent> paper_trail(const Scene& scene) {
  std::vector<DocumentEvent> events;
  for (const auto& [event, facts] : scene.log) events.push_back({&event, facts.occurred_at});
  return events;
}

Document paper_of(const Scene& scene, DocumentKind kind) {
  static const Norms norms;
  return document_of(kind, "PD01-20230601-0001-X", paper_trail(scene), {norms}).value();
}

void expect_parts(const std::string& text, std::initializer_list<const char*> parts) {
  for (const auto* part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << text;
}

TEST(CaseDocuments, TheNoticeNamesEverythingAndEscapesWhatPeopleType) {
  Scene scene;
  auto report = Scene::a_traffic_report();
  report.station_name = "陆家嘴派出所";
  scene.accepted(report);
  auto form = Scene::a_notice({{"1", "", ""}, {"2", "", "<b>原件</b>"}});
  form.seal = "沪公浦-7";
  scene.accepts(kOfficer, form);
  const auto paper = paper_of(scene, DocumentKind::notice);
  const auto text = document_text(paper);
  expect_parts(text, {"不能当场受理事项一次性书面告知书", "PD01-20230601-0001-X", "张三：", "GZ-A",
                      "机动车驾驶证", "道路交通安全法", "补交期限：2023年6月25日",
                      "可向分局交警部门提出异议", "行政复议", "60日内", "行政诉讼", "6个月内",
                      "当事人已签收", "经办民警：w1", "陆家嘴派出所（印章：沪公浦-7）",
                      "二〇二三年六月一日", "存根"});
  EXPECT_LT(text.find("（印章：沪公浦-7）"), text.find("二〇二三年六月一日"));
  EXPECT_EQ(text.find("JJ01"), std::string::npos) << "names, no codes";
  const auto html = document_html(paper);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_NE(html.find("&lt;b&gt;原件"), std::string::npos);
}

TEST(CaseDocuments, ANoticeThatWasNotSignedForNamesTheWitness) {
  Scene scene;
  scene.accepted(Scene::a_traffic_report());
  auto form = Scene::a_notice({{"1", "", ""}});
  form.acknowledged = false;
  form.witness = "w2";
  scene.accepts(kOfficer, form);
  expect_parts(document_text(paper_of(scene, DocumentKind::notice)), {"拒绝签收，见证人：w2"});
}

TEST(CaseDocuments, TheNoticeStaysAsItWasSignedAndTheSupplementSaysWhatIsLackingNow) {
  Scene scene;
  scene.accepted(Scene::a_traffic_report());
  scene.accepts(kOfficer, Scene::a_notice({{"1", "", ""}, {"4", "", ""}}));
  const auto first = document_text(paper_of(scene, DocumentKind::notice));
  scene.accepts(kOfficer, SupplementPart{{"1"}});
  scene.at("2023-06-09T09:00:00+08:00");
  scene.accepts(kOfficer, DemandMore{{{"1", "", ""}}, DemandGround::authenticity_doubted, ""});
  scene.at("2023-06-12T09:00:00+08:00");
  scene.accepts(kOfficer, DemandMore{{{"2", "", ""}}, DemandGround::law_changed, ""});
  EXPECT_EQ(document_text(paper_of(scene, DocumentKind::notice)), first);
  expect_parts(first, {"申请人居民身份证", "补交期限：2023年6月25日", "二〇二三年六月一日"});
  const auto extra = paper_of(scene, DocumentKind::supplement);
  ASSERT_EQ(extra.items.size(), 3u) << "all that is lacking, and nothing else";
  EXPECT_TRUE(extra.items[0].ends_with("〔此前已告知〕")) << extra.items[0];
  EXPECT_TRUE(extra.items[1].starts_with("1．申请人居民身份证")) << extra.items[1];
  EXPECT_TRUE(extra.items[1].ends_with("〔此前补充告知，因材料真实性存疑〕")) << extra.items[1];
  EXPECT_TRUE(extra.items[2].starts_with("2．机动车驾驶证")) << extra.items[2];
  EXPECT_TRUE(extra.items[2].ends_with("〔本次要求，因法律政策变化〕")) << extra.items[2];
  const auto text = document_text(extra);
  expect_parts(text, {"补充材料告知书", "GZ-A", "补交期限：2023年7月4日", "二〇二三年六月十二日"});
  EXPECT_EQ(text.find("当事人已签收"), std::string::npos) << "nobody has recorded that";
  scene.accepts(kOfficer, SupplementPart{{"2"}});
  EXPECT_EQ(document_text(paper_of(scene, DocumentKind::supplement)), text) << "nor does it change";
}

TEST(CaseDocuments, ADemandWithoutAGroundIsApologizedFor) {
  Scene scene;
  scene.accepted(Scene::a_traffic_report());
  scene.accepts(kOfficer, Scene::a_notice({{"1", "", ""}}));
  scene.accepts(kOfficer, DemandMore{{{"2", "", ""}}, {}, ""});
  expect_parts(document_text(paper_of(scene, DocumentKind::supplement)),
               {"因我单位原告知不完整", "谨致歉意", "〔本次要求，因我单位原告知不完整〕"});
}

TEST(CaseDocuments, TheReceiptNamesTheLimitThatHeldWhenItWasAccepted) {
  Scene scene;
  scene.decider.norms.finish_consultation = 2;
  scene.decider.norms.finish_complaint = 15;
  auto report = a_report();
  report.demand = Demand::consultation;
  scene.received(report);
  Accept accept;
  accept.demand = Demand::complaint;
  scene.accepts(kOfficer, accept);
  const auto told = resolution_deadline(scene.state);
  EXPECT_EQ(local_day(told->at, kShanghaiOffset), day("2023-06-25"));
  expect_parts(document_text(paper_of(scene, DocumentKind::acceptance)),
               {"2023年6月25日（含当日）前办结并答复"});
  scene.accepts(kSupervisor, Extend{day("2023-07-14"), "核查", Told::phone});
  expect_parts(document_text(paper_of(scene, DocumentKind::acceptance)), {"2023年6月25日（含"});

  Scene extended;
  extended.received();
  extended.accepts(kSupervisor, Extend{day("2023-06-14"), "核查", Told::phone});
  extended.accepts(kOfficer, Accept{});
  expect_parts(document_text(paper_of(extended, DocumentKind::acceptance)),
               {"2023年6月14日（含当日）前办结并答复"});
}

Decline to_the_court() {
  return {DeclineGround::court,
          "已由法院受理",
          "向法院申请执行",
          "浦东新区人民法院",
          Told::in_person,
          "",
          ""};
}

TEST(CaseDocuments, ADecliningThatDoesNotStandIsFollowedByAReceiptOfAcceptance) {
  Scene overturned;
  overturned.received();
  overturned.accepts(kOfficer, to_the_court());
  EXPECT_FALSE(
      document_of(DocumentKind::acceptance, "A", paper_trail(overturned), {Norms::shanghai()}));
  overturned.at("2023-06-02T09:00:00+08:00");
  overturned.accepts(kChief, OverturnDecline{"属公安职责"});
  expect_parts(document_text(paper_of(overturned, DocumentKind::acceptance)),
               {"受理通知书", "原决定予以撤销", "自2023年6月2日起予以受理", "经办民警：s1",
                "2023年6月8日（含当日）前办结并答复"});

  Scene lapsed;
  lapsed.received();
  lapsed.accepts(kOfficer, to_the_court());
  lapsed.happens(ReviewLapsed{});
  expect_parts(document_text(paper_of(lapsed, DocumentKind::acceptance)),
               {"逾期未经审核，视为撤销", "经办民警：____________"});

  Scene twice;  // Accepted at the window, declined after all, and taken on again.
  twice.accepted();
  twice.accepts(kOfficer, to_the_court());
  expect_parts(document_text(paper_of(twice, DocumentKind::acceptance)), {"属于我单位职责范围"});
  twice.accepts(kChief, OverturnDecline{"属公安职责"});
  expect_parts(document_text(paper_of(twice, DocumentKind::acceptance)), {"原决定予以撤销"});
}

TEST(CaseDocuments, WhatSilenceOrAnotherBodyLeavesAcceptedIsReceipted) {
  Scene silent;
  silent.received();
  silent.at("2023-06-09T00:01:00+08:00");
  silent.happens(DeemedAccepted{});
  expect_parts(document_text(paper_of(silent, DocumentKind::acceptance)),
               {"《中华人民共和国行政许可法》第三十二条第一款第四项",
                "自2023年6月1日（收到申请之日）起即为受理", "二〇二三年六月九日"});

  Scene refused;
  refused.received();
  refused.accepts(kOfficer,
                  Refer{.kind = ReferKind::other_body, .to = "民政局", .reason = "属其职责"});
  EXPECT_FALSE(
      document_of(DocumentKind::acceptance, "A", paper_trail(refused), {Norms::shanghai()}));
  refused.happens(ReferralRefused{"不属民政", false});
  expect_parts(document_text(paper_of(refused, DocumentKind::acceptance)),
               {"我单位已转送民政局，该单位不予接收"});
}

TEST(CaseDocuments, AcceptanceAndRefusalAreReceipted) {
  Scene scene;
  scene.accepted();
  expect_parts(document_text(paper_of(scene, DocumentKind::acceptance)),
               {"受理通知书", "SL-", "《信访工作条例》第二十三条",
                "2023年6月8日（含当日）前办结并答复", "请求上一级机关复查", "请求复核"});
  EXPECT_FALSE(document_of(DocumentKind::refusal, "A", paper_trail(scene), {Norms{}}));
  Scene declined;
  declined.received();
  declined.accepts(kOfficer, Decline{DeclineGround::court, "已由法院受理", "向法院申请执行",
                                     "浦东新区人民法院", Told::in_person, "", ""});
  expect_parts(document_text(paper_of(declined, DocumentKind::refusal)),
               {"不予受理通知书", "BSL-", "已由法院受理", "向法院申请执行", "浦东新区人民法院",
                "《信访工作条例》第三十一条第一项", "（含当日）前审核", "行政复议", "行政诉讼"});
}

TEST(CaseDocuments, WhatIsRecordedIsWhatWasSigned) {
  Scene scene;
  scene.accepted(Scene::a_traffic_report());
  auto form = Scene::a_notice({{"1", "", ""}});
  Scene printed{scene};
  printed.accepts(kOfficer, form);
  form.draft = draft_of(std::get<RoutedNotice>(printed.log.back().first));
  auto other = form;
  other.contact = "另一民警";
  EXPECT_EQ(scene.refusal(kOfficer, other), "not_what_was_signed");
  EXPECT_EQ(scene.refusal(kOfficer, form), "");
  form.seal = "沪公浦-7";
  EXPECT_EQ(scene.refusal(kOfficer, form), "") << "the seal comes after the print";
}

TEST(CaseDocuments, TheNoticeOfACaseWithALineOnlySaysThatLine) {
  Scene scene;
  auto report = a_report();
  report.matter.clear();
  report.reason.clear();
  report.line = Line::traffic;
  scene.accepted(report);
  scene.accepts(kOfficer, Scene::a_notice({item("1")}));
  expect_parts(document_text(paper_of(scene, DocumentKind::notice)), {"交警业务", "材料不齐"});
}

TEST(CaseDocuments, DatesAreWrittenOut) {
  EXPECT_EQ(chinese_date(day("2025-03-03")), "二〇二五年三月三日");
  EXPECT_EQ(chinese_date(day("2030-10-20")), "二〇三〇年十月二十日");
  EXPECT_EQ(chinese_date(day("2024-12-31")), "二〇二四年十二月三十一日");
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
