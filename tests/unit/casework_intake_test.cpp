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
  EXPECT_EQ(scene.refusal(kCitizen, rate), "wrong_code");
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

TEST(CaseSight, WhatIsNotToBeSeenIsTakenOut) {
  DepartmentAnswered answered;
  answered.internal_basis = "内部意见";
  auto json = to_json(Event{answered});
  redact(json, read_permissions_of(State{}, core::Actor::parse(kCitizen)));
  EXPECT_TRUE(json.at("internal_basis").is_null());
  Rated rated;
  rated.by = "code-1";
  rated.grade = Grade::satisfied;
  auto shown = to_json(Event{rated});
  redact(shown, ReadPermissions{.any = true});
  EXPECT_TRUE(shown.at("by").is_null());
  EXPECT_EQ(shown.at("grade").as_string(), "satisfied");
  auto hidden = to_json(Event{rated});
  redact(hidden, ReadPermissions{});
  EXPECT_EQ(hidden.as_object().size(), 1u);
}

TEST(CaseDocuments, TheNoticeNamesEverythingAndEscapesWhatPeopleType) {
  Scene scene;
  scene.notice_issued();
  auto issued = std::get<RoutedNotice>(scene.log.at(2).first);
  issued.contact = "<b>当班</b>";
  const auto& received = std::get<Received>(scene.log.at(0).first);
  const Notice notice{"PD01-20230601-0001-X", received, issued, scene.now};
  const auto text = notice_text(notice);
  for (const auto* part : {"PD01-20230601-0001-X", "张三", "GZ-A", "房产证", "道路交通安全法",
                           "2023-06-25", "可向分局交警部门提出异议", "当事人已签收", "w1"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
  const auto html = notice_html(notice);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_NE(html.find("&lt;b&gt;当班"), std::string::npos);
  issued.acknowledged = false;
  issued.witness = "w2";
  EXPECT_NE(notice_text(notice).find("见证人：w2"), std::string::npos);
}

TEST(CaseDocuments, TheNoticeOfACaseWithALineOnlySaysThatLine) {
  Scene scene;
  scene.notice_issued();
  auto received = std::get<Received>(scene.log.at(0).first);
  received.matter.clear();
  received.reason.clear();
  const auto& issued = std::get<RoutedNotice>(scene.log.at(2).first);
  const auto text = notice_text({"PD01-20230601-0001-X", received, issued, scene.now});
  EXPECT_NE(text.find("交警业务"), std::string::npos) << text;
  EXPECT_NE(text.find("材料不齐"), std::string::npos) << text;
}

TEST(CaseSight, NobodySeesTheDigestAndCitizensNothingInternal) {
  Received received;
  received.inquiry = "0123";
  auto json = to_json(Event{received});
  redact(json, read_permissions_of(State{}, core::Actor::parse("supervisor:v1")));
  EXPECT_TRUE(json.at("inquiry").is_null());
  ForwardedToCity forwarded;
  forwarded.opinion = "内部意见";
  json = to_json(Event{forwarded});
  redact(json, read_permissions_of(State{}, core::Actor::parse(kCitizen)));
  EXPECT_TRUE(json.at("opinion").is_null());
  const Event recused = Recused{"s1", {"p9", "三号窗口", {}}, "被反映人"};
  json = to_json(recused);
  redact(json, read_permissions_of(State{}, core::Actor::parse(kCitizen)));
  EXPECT_TRUE(json.at("reason").is_null());
  EXPECT_TRUE(json.at("person").is_null());
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
