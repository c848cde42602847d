// The people of the scenarios, the forms that they fill in, and what can be seen of a case.
//
//     Case c;                                              // Thursday, 1 June 2023, 09:00
//     c.actor(kOfficer).when(at_the_window());
//     EXPECT_EQ(due(c, Limit::finish), "2023-06-08");
//     c.when(a_notice({"1"})).then_refused("notice_for_traffic_only", "R11");
//
// June 2023: the 1st is a Thursday; the 22nd to 24th are the Dragon Boat days, and Sunday the 25th
// is worked instead. Working days after the 1st: 5 end on the 8th, 15 on the 25th.
#pragma once

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <string>
#include <vector>

namespace recourse::casework::complaint::scenarios {

using Scenario = test::Scenario<ComplaintDecider>;

// --- People: role, number, unit ------------------------------------------------------------------

inline constexpr const char* kCitizen = "citizen:zhang";
inline constexpr const char* kOfficer = "window_officer:p1@PD01";
inline constexpr const char* kColleague = "window_officer:p2@PD01";
inline constexpr const char* kLead = "counter_lead:l1@PD01";
inline constexpr const char* kChief = "station_chief:s1@PD01";
inline constexpr const char* kOtherStation = "window_officer:q1@PD02";
inline constexpr const char* kDistrict = "district_officer:d1@PD.RK";
inline constexpr const char* kDistrictToo = "district_officer:d2@PD.RK";
inline constexpr const char* kDistrictTraffic = "district_officer:d3@PD.JJ";
inline constexpr const char* kDistrictOrder = "district_officer:d4@PD.ZA";
inline constexpr const char* kLiaison = "liaison:n1@PD.RK";
inline constexpr const char* kCity = "city_officer:m1@city.RK";
inline constexpr const char* kCityToo = "city_officer:m2@city.RK";
inline constexpr const char* kSupervisor = "supervisor:v1";
inline constexpr const char* kAdministrator = "administrator:a1";
inline constexpr const char* kBusinessSystem = "importer:i1";
inline constexpr const char* kOtherBody = "receiver:r1";
inline constexpr const char* kCivilian = "civilian:w7@PD01";
inline constexpr const char* kAuxiliary = "auxiliary:x7@PD01";

// --- The scene -----------------------------------------------------------------------------------

/// One case at station PD01 in Shanghai's time; each failure is reported at its line.
struct Case : Scenario {
  explicit Case(std::string_view start = "2023-06-01 09:00", ComplaintDecider rules = {})
      : Scenario(std::move(rules), test::to_gtest()) {
    zone(kShanghaiOffset).at(start);
  }
};

inline LocalDay day(std::string_view text) { return parse_day(text).value(); }
inline Timestamp moment(std::string_view text) {
  return parse_timestamp(text, kShanghaiOffset).value();
}
inline Sealed<std::string> words(std::string text) { return Sealed<std::string>{std::move(text)}; }

// --- Forms, filled in as usual -------------------------------------------------------------------

/// Zhang cannot move his registration in: the data disagree.
inline Report a_report() {
  Report form;
  form.station = "PD01";
  form.district = "PD";
  form.category = Category::difficult;
  form.matter = "RK10";
  form.reason = "D1";
  form.name = words("张三");
  form.narrative = words("三次未能办成迁入。");
  return form;
}
inline Report at_the_window(Report form = a_report()) {
  form.present = true;
  return form;
}
/// A traffic violation, with papers missing.
inline Report a_traffic_matter() {
  auto form = at_the_window();
  form.matter = "JJ01";
  form.reason = "M1";
  return form;
}
inline Report a_complaint_about(Accused accused) {
  auto form = a_report();
  form.category = Category::attitude;
  form.reason = "A1";
  form.accused = {std::move(accused)};
  return form;
}
inline RouteExplain an_explanation() {
  RouteExplain form;
  form.law = "户口登记条例第十条";
  form.explanation = words("已说明迁入条件。");
  form.understood = true;
  return form;
}
inline RouteExpedite a_hurry(std::string_view needed_by) {
  RouteExpedite form;
  form.why = "子女入学报名";
  form.needed_by = day(needed_by);
  form.application = "HZ-7";
  return form;
}
/// RK10 may lack proof of marital status, its only secondary paper.
inline RouteLacking a_promise(std::string_view until, std::string code = "6") {
  RouteLacking form;
  form.missing = {{std::move(code), "", ""}};
  form.main_papers_complete = true;
  form.exclusion_checked = true;
  form.promise = "按期补交";
  form.signature = "CN-1";
  form.promise_day = day(until);
  return form;
}
/// The catalogue names the papers of these codes.
inline std::vector<NoticeItem> papers(const std::vector<std::string>& codes) {
  std::vector<NoticeItem> items;
  for (const auto& code : codes) items.push_back({code, "", ""});
  return items;
}
inline RouteNotice a_notice(const std::vector<std::string>& codes) {
  RouteNotice form;
  form.items = papers(codes);
  form.basis = "道路交通安全法";
  form.place = "反映窗口，工作日九时至十七时";
  form.contact = "当班民警";
  form.remedy = "可向分局交警部门提出异议";
  form.acknowledged = true;
  return form;
}
inline Escalate an_escalation() {
  Escalate form;
  form.question = words("身份信息不一致能否更正？");
  form.tried = words("已核对原始档案。");
  return form;
}
inline AnswerAsDepartment an_answer(AnswerKind kind = AnswerKind::do_it_so) {
  AnswerAsDepartment form;
  form.kind = kind;
  form.solution = words("按原始档案更正。");
  form.wording = "可以办理，请携带原件。";
  form.internal_basis = "内部工作规范第三条";
  return form;
}
inline Close a_closing(Outcome outcome = Outcome::done) {
  Close form;
  form.outcome = outcome;
  form.reply = words("已答复。");
  form.told = Told::in_person;
  if (outcome != Outcome::done) form.next_step = "可向分局申请复核";
  return form;
}
/// Of a late case, by the chief.
inline Close a_late_closing() {
  auto form = a_closing();
  form.why_late = LateReason::department_waited;
  return form;
}
inline Rate a_rating(Grade grade) {
  Rate form;
  form.way = RatingWay::tablet;
  form.grade = grade;
  return form;
}

// --- What can be seen ----------------------------------------------------------------------------

/// The last day of a limit that runs: "2023-06-08"; "none" if it does not run or has been met.
inline std::string due(const Scenario& c, DeadlineKind limit) {
  for (const auto& one : due_times(c.state())) {
    if (one.kind != limit || one.met_at) continue;
    return to_string(local_day(one.due.at, kShanghaiOffset)) +
           (one.due.provisional ? ", provisional" : "");
  }
  return "none";
}
/// Who owns it: "PD01", "PD.RK".
inline std::string owner(const Scenario& c) { return owner_of(c.state()); }
inline std::string phase(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.stage)};
}
inline std::string clock_of(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.clock)};
}
inline std::string follow_up(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.rating_follow_up)};
}
inline std::string supervision(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.supervision)};
}
/// "same_day, escalated".
inline std::string loops(const Scenario& c) {
  std::string text;
  for (const auto loop : loops_of(c.state())) {
    text.append(text.empty() ? "" : ", ").append(describe::enum_name(loop));
  }
  return text;
}
/// What was recorded last of a kind, on any stream.
template <class E>
const E& last(const Scenario& c) {
  const auto& all = c.events();
  for (auto i = all.rbegin(); i != all.rend(); ++i) {
    if (const auto* event = std::get_if<E>(&i->event)) return *event;
  }
  throw std::logic_error{"no " + std::string{describe::spec_of<E>.type} + " was recorded"};
}

}  // namespace recourse::casework::complaint::scenarios
