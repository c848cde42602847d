// Who may: citizens by their code or at the desk, people in their own role, units that exist
// (R16, R17).
#include <algorithm>

#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

constexpr const char* kCode = "7K3M-9QXR";
constexpr const char* kStranger = "citizen:stranger";

/// Taken at the window; the citizen got a code.
struct WithCode : Case {
  explicit WithCode(Report form = at_the_window()) {
    form.inquiry_code = kCode;
    actor(kOfficer).when(form);
  }
};

template <class C>
C with_code(C command, std::string code) {
  command.code = std::move(code);
  return command;
}

/// Taken with the code only.
template <class C>
void expect_code(Case& c, const C& command, std::string_view type) {
  c.actor(kStranger).when(command).then_refused("code_missing", "R17");
  c.when(with_code(command, "7K3M-9QXS")).then_refused("wrong_code", "withdrawal");
  c.when(with_code(command, "7k3m 9qxr")).then_types({type});
}

core::Visibility seen_by(const Case& c, core::Viewer viewer) {
  return c.decider().sees(c.state(), viewer);
}

bool offers(const Scenario& c, std::string_view actor, std::string_view command) {
  const core::Context context{c.now(), core::Actor::parse(actor), derived_command_id("next")};
  const auto names = c.decider().next_for(c.state(), context);
  return std::ranges::find(names, command) != names.end();
}

TEST(Norms, Extension_IsOfferedOnlyToWhomADayIsLeft) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  EXPECT_FALSE(offers(c, kChief, "case.extend")) << "the limit is the norm's already";
  EXPECT_TRUE(offers(c, kDistrict, "case.extend"));
  c.when(an_escalation());
  EXPECT_FALSE(offers(c, kDistrict, "case.extend")) << "fifteen days are as far as it reaches";
  EXPECT_TRUE(offers(c, kSupervisor, "case.extend"));
  Case hurried;
  hurried.actor(kOfficer).when(at_the_window()).when(a_hurry("2023-06-06"));
  EXPECT_TRUE(offers(hurried, kChief, "case.extend")) << "up to the 8th";
  hurried.until("2023-06-06 00:00");
  EXPECT_FALSE(offers(hurried, kChief, "case.extend")) << "it is told before the due day";
}

TEST(Norms, Pauses_AreOfferedToADepartmentInItsOwnPartOnly) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_escalation());
  EXPECT_TRUE(offers(c, kDistrict, "case.pause"));
  c.actor(kDistrict).when(ReturnForFacts{{"档案"}});
  EXPECT_FALSE(offers(c, kDistrict, "case.pause"));
  EXPECT_TRUE(offers(c, kOfficer, "case.pause"));
  c.actor(kOfficer).when(SupplyFactsDistrict{words("附件")});
  EXPECT_TRUE(offers(c, kDistrict, "case.pause"));
  c.actor(kDistrict).when(an_answer());
  EXPECT_FALSE(offers(c, kDistrict, "case.pause"));
  c.actor(kOfficer).when(Pause{PauseGround::outside_verification, "外省核实", Told::phone});
  EXPECT_FALSE(offers(c, kDistrict, "case.resume"));
  EXPECT_TRUE(offers(c, kOfficer, "case.resume"));
}

TEST(Norms, Personal_ACitizenReadsWhatIsOfThemselvesByTheCode) {
  WithCode c;
  c.actor(kStranger).when(Unmask{"查看答复", ""}).then_refused("code_missing", "R17");
  c.when(Unmask{"查看答复", "7K3M-9QXS"}).then_refused("wrong_code", "withdrawal");
  c.when(Unmask{"", kCode}).then_refused("purpose_missing", "personal_data");
  c.when(Unmask{"查看答复", "7k3m 9qxr"}).then_types({"case.unmasked"});
  EXPECT_EQ(c.state().access.unmaskings, 1u);

  const auto citizen = core::Actor::parse(kStranger);
  EXPECT_FALSE(seen_by(c, {citizen}).clear);
  EXPECT_FALSE(seen_by(c, {.actor = citizen, .purpose = "查看答复"}).clear);
  const auto seen = seen_by(c, {.actor = citizen, .purpose = "查看答复", .proof = kCode});
  EXPECT_TRUE(seen.clear);
  EXPECT_EQ(seen.only, describe::Subject::reporter);
  EXPECT_FALSE(seen.listed());
}

TEST(Norms, Personal_WithoutACodeNobodyReadsACaseFromAfar) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.actor(kStranger)
      .when(Unmask{"查看答复", kCode})
      .then_refused("no_inquiry_code", "personal_data");
  const core::Viewer viewer{core::Actor::parse(kStranger), "查看答复", {}, kCode};
  EXPECT_FALSE(seen_by(c, viewer).clear);
}

TEST(Rules, R17_EveryActOfACitizenShowsWhoseCaseItIs) {
  WithCode c;
  expect_code(c, Message{words("办得怎样了？")}, "case.messaged");
  c.actor(kOfficer).when(an_explanation());
  expect_code(c, MarkNotUnderstood{"上报"}, "case.not_understood");
  c.actor(kOfficer).when(an_explanation()).when(a_closing());
  expect_code(c, Reopen{"未解决"}, "case.reopened");
  c.actor(kOfficer).when(an_explanation()).when(a_closing());
  expect_code(c, RequestReview1{words("不服")}, "case.review_requested_1");
  c.actor(kDistrictToo).when(UpholdOnReview{"依据充分", "可申请复核", Told::phone});
  expect_code(c, RequestReview2{words("仍不服")}, "case.review_requested_2");
}

TEST(Rules, R17_WhatIsBroughtFromAfarNeedsTheCodeToo) {
  auto form = a_traffic_matter();
  WithCode c{form};
  c.actor(kOfficer).when(a_notice({"1", "2"}));
  SupplementPart part;
  part.items = {"1"};
  expect_code(c, part, "case.supplemented_part");
  expect_code(c, SupplementAll{}, "case.supplemented_all");
}

TEST(Rules, R17_WhoeverStandsAtTheDeskNeedsNone) {
  WithCode c;
  c.actor(kOfficer).when(Message{words("当面再问一句")}).then_types({"case.messaged"});
  c.when(Message{words("再问"), "AAAA-0000"}).then_refused("wrong_code", "withdrawal");
  c.when(an_explanation()).when(a_closing());
  c.when(RequestReview1{words("不服")}).then_types({"case.review_requested_1"});
  WithCode signed_there;
  const Withdraw paper{WithdrawProof::signature, "QM-1", "不办了"};
  signed_there.actor(kStranger).when(paper).then_refused("signed_from_afar", "withdrawal");
  signed_there.actor(kOtherStation).when(paper).then_refused("not_your_station", "R16");
  signed_there.actor(kOfficer).when(paper).then_types({"case.withdrawn"});
}

TEST(Rules, R17_TheTabletIsForTheClosingAtTheDesk) {
  auto tablet = a_rating(Grade::very_satisfied);
  tablet.way = RatingWay::tablet;
  auto by_phone = a_closing();
  by_phone.told = Told::phone;
  WithCode called;
  called.when(an_explanation()).when(by_phone);
  called.actor(kStranger).when(tablet).then_refused("tablet_after_the_closing", "R17");
  WithCode there;
  there.when(an_explanation()).when(a_closing());
  there.actor(kCitizen).when(tablet).then_types({"case.rated"});
  WithCode left;
  left.when(an_explanation()).when(a_closing()).until("2023-06-02 09:00");
  left.actor(kStranger).when(tablet).then_refused("tablet_after_the_closing", "R17");
  auto rating = a_rating(Grade::dissatisfied);
  rating.code = kCode;
  auto unsaid = rating;
  unsaid.code.clear();
  left.actor(kCitizen).when(unsaid).then_refused("code_missing", "R17");
  left.when(rating).then_types({"case.rated"});
}

TEST(Rules, R17_ACitizenIsNoOfficerOfThatNumber) {
  Case c;
  c.actor(kOfficer).when(a_complaint_about({"p2", ""}));
  c.actor(kChief).when(Accept{}).when(an_explanation()).when(a_closing());
  c.actor("citizen:s1").when(a_rating(Grade::satisfied)).then_types({"case.rated"});
  Case other;
  other.actor(kOfficer).when(a_complaint_about({"p2", ""}));
  other.actor("citizen:p2").when(Message{words("怎样了？")}).then_types({"case.messaged"});
  other.actor("district_officer:p2@PD.RK").when(Accept{}).then_refused("not_your_role");
  other.actor("counter_lead:p2@PD01").when(Accept{}).then_refused("barred", "bars");
}

TEST(Rules, R16_AReportNamesADistrictThatExists) {
  Case c;
  auto form = at_the_window();
  form.district.clear();
  c.actor(kOfficer).when(form).then_refused("district_missing", "R16");
  form.district = "XX";
  c.when(form).then_refused("unknown_district", "R16");
  form.district = "PD";
  c.when(form).then_types({"case.received", "case.accepted"});
}

TEST(Rules, R16_WhereTheChiefIsBarredTheDistrictOwnsItAndAnswers) {
  Case c;
  c.actor(kOfficer).when(a_complaint_about({"p2", ""}));
  EXPECT_EQ(owner(c), "PD01");
  c.actor(kSupervisor).when(Recuse{"s1", "", Role::station_chief, "所长被反映"});
  EXPECT_EQ(owner(c), "PD.RK");
  EXPECT_TRUE(offers(c, kDistrict, "case.accept"));
  EXPECT_FALSE(offers(c, kChief, "case.accept"));
  c.actor(kDistrict).when(Accept{}).then_types({"case.accepted"});
  c.until("2023-06-09 00:00");
  EXPECT_TRUE(c.state().deadlines.overdue);
  EXPECT_EQ(last<Supervised>(c).unit, "PD.RK") << "and not the chief who is complained about";
  c.actor(kChief).when(AnswerSupervision{"没问题"}).then_refused("barred", "bars");
  c.actor(kDistrict).when(AnswerSupervision{"已督促", SupervisionCause::overdue});
  c.then_types({"case.supervision_answered"});
  c.actor(kSupervisor).when(Reinstate{"s1", "", "查无此事"});
  EXPECT_EQ(owner(c), "PD01");
}

TEST(Rules, R16_TheDistrictAnswersForAStationWhoseChiefIsBarredSince) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).actor(kSupervisor).when(Supervise{"请尽快办理"});
  EXPECT_EQ(last<Supervised>(c).unit, "PD01");
  c.when(Recuse{"s1", "", Role::station_chief, "所长被反映"});
  c.actor(kChief).when(AnswerSupervision{"没问题"}).then_refused("barred", "bars");
  c.actor(kDistrict).when(AnswerSupervision{"已督促"}).then_types({"case.supervision_answered"});
}

TEST(Rules, R16_WhatIsOfNoLineIsTheBureaus) {
  Case c;
  auto form = at_the_window();
  form.matter = "QT05";
  c.actor(kOfficer).when(form).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(RequestReview1{words("不服")});
  EXPECT_EQ(owner(c), "PD");
  const UpholdOnReview kept{"依据充分", "可申请复核", Told::phone};
  c.actor("district_officer:h1@HP").when(kept).then_refused("not_your_department", "R16");
  c.actor("district_officer:d9@PD").when(kept).then_types({"case.review_upheld"});
}

TEST(Norms, Holds_NothingIsLiftedThatIsNotHeld) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).actor(kChief);
  c.when(LiftHold{"查明"}).then_refused("not_held");
  c.when(PlaceHold{}).then_refused("reason_missing");
  c.when(PlaceHold{"诉讼"}).when(PlaceHold{}).then_refused("held_already");
  c.when(LiftHold{}).then_refused("reason_missing");
  EXPECT_TRUE(offers(c, kChief, "case.lift_hold"));
}

TEST(Rules, R16_NextIsWhatWouldBeTaken) {
  Case c;
  c.actor(kOfficer).when(a_complaint_about({"p2", ""}));
  EXPECT_TRUE(offers(c, kOfficer, "case.accept"));
  EXPECT_FALSE(offers(c, kColleague, "case.accept")) << "the one who is complained about";
  EXPECT_FALSE(offers(c, kOtherStation, "case.accept"));
  EXPECT_FALSE(offers(c, kDistrict, "case.accept"));
  EXPECT_FALSE(offers(c, kOfficer, "case.miss_limit"));
  EXPECT_TRUE(offers(c, kCitizen, "case.withdraw"));
  EXPECT_FALSE(offers(c, kChief, "case.lift_hold")) << "nothing is held";
  c.actor(kChief).when(Accept{}).when(an_explanation());
  EXPECT_FALSE(offers(c, kOfficer, "case.close")) << "a complaint about attitude is the chief's";
  EXPECT_TRUE(offers(c, kChief, "case.close"));
  c.when(a_closing());
  EXPECT_TRUE(offers(c, kCitizen, "case.rate"));
  EXPECT_FALSE(offers(c, kChief, "case.rate"));
  const core::Context officer{c.now(), core::Actor::parse(kOfficer), derived_command_id("late")};
  const auto no = c.decider().decide(c.state(), Accept{}, officer, {}).refusal();
  EXPECT_EQ(no.name, "not_allowed_in_phase");
  EXPECT_EQ(std::ranges::find(no.allowed, "case.end_rating"), no.allowed.end());
  EXPECT_NE(std::ranges::find(no.allowed, "case.reopen"), no.allowed.end());
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
