// Who may act at all (R5), and who must not act on this case.
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

const Recuse kRecuseTheChief{"s1", "", Role::station_chief, "被反映人"};

TEST(Rules, R5_CivilianAndAuxiliaryStaffDecideNothing) {
  for (const auto* who : {kCivilian, kAuxiliary}) {
    Case c;
    c.actor(who).when(at_the_window()).then_refused("not_sworn", "R5");
    c.when(FinishOnSpot{}).then_refused("not_sworn", "R5");
    c.actor(kOfficer).when(a_report());
    c.actor(who).when(Accept{}).then_refused("not_sworn", "R5");
    c.actor(kOfficer).when(Accept{}).when(an_explanation());
    c.actor(who).when(a_closing()).then_refused("not_sworn", "R5");
    c.when(Contact{Told::phone, true}).then_refused("not_sworn", "R5");
  }
}

TEST(Norms, Bars_NobodyActsWithoutARoleAndAName) {
  Case c;
  c.actor("nobody:n1@PD01").when(a_report()).then_refused("unknown_role", "authority");
  c.actor("window_officer:@PD01").when(a_report()).then_refused("no_actor", "authority");
}

TEST(Norms, Bars_ThePersonComplainedAboutHasNoHandInTheCase) {
  Case c;
  const auto form = a_complaint_about({"p1", ""});
  c.actor(kOfficer).when(form).then_refused("barred", "bars");
  c.actor(kColleague).when(form).then_types({"case.received"});
  c.actor(kOfficer).when(Accept{}).then_refused("barred", "bars");
  c.when(Contact{Told::phone, true}).then_refused("barred", "bars");
  c.when(Unmask{"核对"}).then_refused("barred", "bars");
  c.actor(kColleague).when(Accept{}).actor(kOfficer);
  c.when(an_explanation()).then_refused("barred", "bars");
  c.actor(kColleague).when(an_explanation()).then_types({"case.routed_explain"});
}

TEST(Norms, Bars_KnownByDescriptionOnlyItMayBeAnybodyAtTheDesk) {
  Case c;
  const std::string described = "三号窗口，周二上午";
  c.actor(kOfficer).when(at_the_window(a_complaint_about({"", described})));
  c.then_types({"case.received", "case.contacted"});
  EXPECT_EQ(due(c, DeadlineKind::contact), "none") << "whoever stands there is met";
  for (const auto* who : {kOfficer, kColleague, kLead}) {
    c.actor(who).when(Accept{}).then_refused("accused_unidentified", "bars");
  }
  c.actor(kChief).when(Accept{}).then_types({"case.accepted"});
  c.when(Recuse{"p1", described, {}, "已查明"}).then_types({"case.barred"});
  c.actor(kOfficer).when(an_explanation()).then_refused("barred", "bars");
  c.actor(kColleague).when(an_explanation()).then_types({"case.routed_explain"});
}

TEST(Norms, Bars_ADescribedChiefIsNotTheChiefsToHandle) {
  Case c;
  const std::string described = "所领导，姓名不详";
  c.actor(kOfficer).when(a_complaint_about({"", described}));
  c.actor(kDistrict).when(Recuse{"", described, Role::station_chief, "反映的是所领导"});
  c.then_types({"case.barred"});
  c.actor(kChief).when(Accept{}).then_refused("accused_unidentified", "bars");
  c.actor(kOfficer).when(Accept{}).then_types({"case.accepted"});
  c.when(an_explanation()).when(a_closing()).then_refused("attitude_needs_chief", "R9");
  c.actor(kChief).when(a_closing()).then_refused("accused_unidentified", "bars");
  c.actor(kDistrict).when(a_closing()).then_types({"case.closed"});
}

TEST(Norms, Bars_AtTheDeskOnesOwnBarOnlyAboveAnybodys) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.when(Recuse{"p2", "", {}, "亲属"}).then_refused("bars_only_himself", "bars");
  c.when(Recuse{"p1", "", {}, ""}).then_refused("reason_missing", "bars");
  c.when(Recuse{"p1", "", {}, "亲属"}).then_types({"case.barred"});
  c.when(an_explanation()).then_refused("barred", "bars");
  c.actor(kChief).when(Recuse{"p2", "", {}, "亲属"}).then_types({"case.barred"});
  c.when(Recuse{"p2", "", {}, "亲属"}).then_refused("barred_already", "bars");
  c.when(Reinstate{"p2", "", "有误"}).then_types({"case.unbarred"});
  c.actor(kColleague).when(an_explanation()).then_types({"case.routed_explain"});
}

TEST(Norms, Bars_WhereTheChiefIsBarredHisOwnDistrictStandsIn) {
  Case c;
  auto form = at_the_window();
  form.category = Category::attitude;
  c.actor(kOfficer).when(form).when(an_explanation());
  c.actor(kDistrict).when(a_closing()).then_refused("not_your_role", "authority");
  c.actor(kSupervisor).when(kRecuseTheChief).then_types({"case.barred"});
  c.actor(kChief).when(a_closing()).then_refused("barred", "bars");
  c.actor(kOfficer).when(a_closing()).then_refused("attitude_needs_chief", "R9");
  c.actor("district_officer:y1@XH.RK").when(a_closing());
  c.then_refused("not_your_role", "authority");
  c.actor(kDistrict).when(a_closing()).then_types({"case.closed"});
  EXPECT_EQ(owner(c), "PD.RK");
}

TEST(Norms, Bars_FoundToBeTheChiefHimselfTheDistrictTakesOver) {
  Case c;
  const std::string described = "值班领导";
  c.actor(kOfficer).when(a_complaint_about({"", described}));
  c.actor(kSupervisor).when(Recuse{"s1", described, Role::station_chief, "已查明"});
  c.actor(kChief).when(Accept{}).then_refused("barred", "bars");
  c.actor(kDistrict).when(Accept{}).then_types({"case.accepted"});
  EXPECT_EQ(owner(c), "PD.RK");
}

TEST(Norms, Bars_ADepartmentsOfficerIsBarredToo) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_escalation());
  c.actor(kSupervisor).when(Recuse{"d1", "", {}, "亲属"});
  c.actor(kDistrict).when(an_answer()).then_refused("barred", "bars");
  c.actor(kDistrictToo).when(an_answer()).then_types({"case.department_answered"});
}

TEST(Norms, Personal_EachLookIsForAPurposeAndRecorded) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.when(Unmask{}).then_refused("purpose_missing", "personal_data");
  c.when(Unmask{"回访"}).then_types({"case.unmasked"});
  EXPECT_EQ(last<Unmasked>(c).by, "p1");
  c.actor(kColleague).when(Unmask{"好奇"}).then_refused("not_your_case", "R16");
  c.actor(kDistrict).when(Unmask{"好奇"}).then_refused("not_escalated_to_you", "R15");
  EXPECT_EQ(c.state().access.unmaskings, 1u);
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
