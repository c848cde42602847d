// The forms that people fill in, and the scenario over the rules of a case, compiled once.
#include "tests/golden/scenarios/people.hpp"

#include <recourse/testing/gtest.hpp>

#ifndef __clang__
template class recourse::test::Scenario<recourse::casework::complaint::ComplaintDecider>;
#endif

namespace recourse::casework::complaint::scenarios {

Case::Case(std::string_view start, ComplaintDecider rules)
    : Scenario(std::move(rules), test::to_gtest()) {
  zone(kShanghaiOffset).at(start);
}
Case::~Case() = default;

LocalDay day(std::string_view text) { return parse_day(text).value(); }

Timestamp moment(std::string_view text) { return parse_timestamp(text, kShanghaiOffset).value(); }

Sealed<std::string> words(std::string text) { return Sealed<std::string>{std::move(text)}; }

Report a_report() {
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

Report at_the_window(Report form) {
  form.present = true;
  return form;
}

Report a_traffic_matter() {
  auto form = at_the_window();
  form.matter = "JJ01";
  form.reason = "M1";
  return form;
}

Report a_complaint_about(Accused accused) {
  auto form = a_report();
  form.category = Category::attitude;
  form.reason = "A1";
  form.accused = {std::move(accused)};
  return form;
}

RouteExplain an_explanation() {
  RouteExplain form;
  form.law = "户口登记条例第十条";
  form.explanation = words("已说明迁入条件。");
  form.understood = true;
  return form;
}

RouteExpedite a_hurry(std::string_view needed_by) {
  RouteExpedite form;
  form.why = "子女入学报名";
  form.needed_by = day(needed_by);
  form.application = "HZ-7";
  return form;
}

RouteLacking a_promise(std::string_view until, std::string code) {
  RouteLacking form;
  form.missing = {{std::move(code), "", ""}};
  form.main_papers_complete = true;
  form.exclusion_checked = true;
  form.promise = "按期补交";
  form.signature = "CN-1";
  form.promise_day = day(until);
  return form;
}

std::vector<NoticeItem> papers(const std::vector<std::string>& codes) {
  std::vector<NoticeItem> items;
  for (const auto& code : codes) items.push_back({code, "", ""});
  return items;
}

RouteNotice a_notice(const std::vector<std::string>& codes) {
  RouteNotice form;
  form.items = papers(codes);
  form.basis = "道路交通安全法";
  form.place = "反映窗口，工作日九时至十七时";
  form.contact = "当班民警";
  form.remedy = "可向分局交警部门提出异议";
  form.acknowledged = true;
  return form;
}

Escalate an_escalation() {
  Escalate form;
  form.question = words("身份信息不一致能否更正？");
  form.tried = words("已核对原始档案。");
  return form;
}

AnswerAsDepartment an_answer(AnswerKind kind) {
  AnswerAsDepartment form;
  form.kind = kind;
  form.solution = words("按原始档案更正。");
  form.wording = "可以办理，请携带原件。";
  form.internal_basis = "内部工作规范第三条";
  return form;
}

Close a_closing(Outcome outcome) {
  Close form;
  form.outcome = outcome;
  form.reply = words("已答复。");
  form.told = Told::in_person;
  if (outcome != Outcome::done) form.next_step = "可向分局申请复查";
  if (outcome == Outcome::cannot_by_law) form.basis = "户口登记条例第十条";
  return form;
}

Close a_late_closing() {
  auto form = a_closing();
  form.why_late = LateReason::department_waited;
  return form;
}

Rate a_rating(Grade grade) {
  Rate form;
  form.way = RatingWay::code;
  form.grade = grade;
  return form;
}

std::string due(const Scenario& c, DeadlineKind limit) {
  for (const auto& one : due_times(c.state())) {
    if (one.kind != limit || one.met_at) continue;
    return to_string(local_day(one.due.at, kShanghaiOffset)) +
           (one.due.provisional ? ", provisional" : "");
  }
  return "none";
}

std::string owner(const Scenario& c) { return owner_of(c.state()); }

std::string phase(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.stage)};
}

std::string clock_of(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.clock)};
}

std::string follow_up(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.rating_follow_up)};
}

std::string supervision(const Scenario& c) {
  return std::string{describe::enum_name(c.state().phases.supervision)};
}

std::string loops(const Scenario& c) {
  std::string text;
  for (const auto loop : loops_of(c.state())) {
    text.append(text.empty() ? "" : ", ").append(describe::enum_name(loop));
  }
  return text;
}

}  // namespace recourse::casework::complaint::scenarios
