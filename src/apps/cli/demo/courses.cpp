// What a station does about a case (R10–R14).
#include "teller.hpp"
#include "words.hpp"

namespace recourse::cli {

using namespace casework;
using namespace casework::complaint;

void Teller::handle() {
  wait_minutes(2, 12);
  switch (case_.course) {
    case Course::on_spot:
      return on_spot();
    case Course::next_day:
      return next_day();
    case Course::explained:
      return explain(true);
    case Course::not_understood:
      return give_up_explaining();
    case Course::expedited:
      return expedite_with_twists();
    case Course::verified:
      return verify();
    case Course::lacking:
    case Course::promise_lapsed:
      return accept_lacking(case_.course == Course::lacking);
    case Course::notice:
    case Course::notice_lapsed:
      return issue_notice(case_.course == Course::notice);
    case Course::escalated:
    case Course::escalated_city:
      return escalate(case_.course == Course::escalated_city);
    case Course::referred:
      return refer();
    case Course::attitude:
      return take_up_complaint();
    case Course::withdrawn:
      return withdraw();
    case Course::declined:
    case Course::decline_overturned:
    case Course::merged:
      break;  // told before anything is handled
  }
}

void Teller::decide_scope() {
  wait_minutes(5, 20);
  const bool court = dice_.percent(30);
  give(cast_.officer(),
       Decline{court ? DeclineGround::private_dispute : DeclineGround::not_police_business,
               "所反映的事项依法不由公安机关办理", "已告知有权处理的单位和申请方式",
               court ? "人民法院" : "区行政服务中心", Told::in_person});
  const bool upheld = case_.course == Course::declined;
  if (!upheld && dice_.percent(30)) {
    wait_past(in_days(norms_.decline_review));
    give(timer(), LapseReview{});
    wait_for_counter();
    return explain(true);
  }
  wait_days(1);
  if (upheld) {
    give(cast_.chief(), UpholdDecline{"经审核，不属公安机关职责，告知的途径正确"});
    return ended(Outcome::declined);
  }
  give(cast_.chief(), OverturnDecline{"经审核，其中一部分属派出所职责"});
  wait_days(0);
  explain(true);
}

core::Actor Teller::handler() const {
  // A complaint about manner is not closed below the chief.
  return case_.category == Category::attitude ? cast_.chief() : cast_.officer();
}

void Teller::on_spot() {
  give(handler(), RouteOnSpot{reference("YW-"), words::explanation(case_)});
  wait_minutes(6, 35);
  const bool complaint = case_.category == Category::attitude;
  close(handler(), complaint && dice_.percent(15) ? Outcome::answered : Outcome::done);
}

void Teller::next_day() {
  give(cast_.officer(), RouteOnSpot{reference("YW-"), words::explanation(case_)});
  wait_past(today());
  give(timer(), EndDay{});
  wait_for_counter();
  expedite(2);
  finish_matter();
}

void Teller::explain(bool understood) {
  RouteExplain route;
  route.law = words::law(case_.line);
  route.explanation = words::explanation(case_);
  // Who needs another day to think says so then.
  if (understood) route.understood = true;
  give(cast_.officer(), route);
  if (!understood) return;
  wait_minutes(6, 25);
  const bool query = case_.matter == "RK18" || case_.matter == "RK22" || case_.matter == "RK25" ||
                     case_.matter == "RK28";
  const bool unclear = case_.reason == "M4" && dice_.percent(60);
  const bool forbidden =
      (case_.reason == "P1" || case_.reason == "P5" || case_.reason == "H1") && dice_.percent(60);
  // Who came for an answer, and can go on with it, has been helped.
  if (query || unclear) return close(cast_.officer(), Outcome::done);
  close(cast_.officer(), forbidden ? Outcome::cannot_by_law : Outcome::answered);
}

void Teller::give_up_explaining() {
  explain(false);
  const bool by_citizen = dice_.percent(30);
  wait_days(by_citizen ? 1 : 0);
  give(by_citizen ? cast_.citizen() : cast_.officer(),
       MarkNotUnderstood{"由派出所上报上级业务部门研究"});
  wait_days(0);
  escalate(false);
}

void Teller::expedite(std::int64_t within) {
  RouteExpedite route;
  route.why = words::urgency(dice_);
  route.needed_by = in_days(within);
  route.promised = route.needed_by;
  route.application = reference("YW-");
  route.explanation = words::explanation(case_);
  give(handler(), route);
}

void Teller::finish_matter() {
  wait_days(0, 2);
  give(business_system(), MarkMatterDone{reference("YW-")});
  wait_minutes(3, 30);
  close(handler(), dice_.percent(97) ? Outcome::done : Outcome::answered);
}

void Teller::expedite_with_twists() {
  if (has(Twist::late)) return expedite_late();
  if (dice_.percent(3)) {
    // Seen to be difficult in time for the longer limit.
    give(cast_.officer(), SetDifficult{"需核对多年前的纸质档案"});
    wait_minutes(2, 10);
    expedite(norms_.difficult - 2);
    wait_days(6, 10);
  } else if (dice_.percent(4)) {
    // The chief may extend up to the norm: the day on which it was needed was earlier.
    expedite(2);
    wait_days(1);
    const auto last = working_day_after(day_of(case_.reported_at), norms_.ordinary);
    give(cast_.chief(), Extend{last, "原登记地回函未到", Told::phone});
  } else {
    expedite(dice_.between(2, 3));
  }
  finish_matter();
}

void Teller::expedite_late() {
  const auto last = working_day_after(day_of(case_.reported_at), norms_.ordinary);
  expedite(norms_.ordinary);
  wait_past(last);
  give(timer(), GoOverdue{});
  answer_for_lateness(cast_.chief(), LateReason::system_waited);
  wait_days(0, 2);
  give(business_system(), MarkMatterDone{reference("YW-")});
  wait_minutes(3, 30);
  close_late(LateReason::system_waited, Outcome::done);
}

/// Late: the unit under supervision answers, and the chief makes a plan that the citizen knows.
void Teller::answer_for_lateness(const core::Actor& unit, LateReason why) {
  wait_for_counter();
  give(cast_.chief(),
       casework::complaint::Plan{why, "逐日跟踪，办结后当日告知", "", in_days(3), Told::phone});
  wait_minutes(5, 40);
  answer_supervision(unit, SupervisionCause::overdue);
}

void Teller::answer_supervision(const core::Actor& unit, SupervisionCause cause) {
  give(unit, AnswerSupervision{"已查明原因，指定专人办理", cause});
  wait_days(1);
  give(supervisor(), VerifySupervision{true, "", cause, ""});
}

void Teller::verify() {
  wait_days(0, 1);
  give(cast_.officer(),
       Pause{PauseGround::outside_verification, "需外单位出具核实结论", Told::phone});
  wait_days(2, 9);
  give(cast_.officer(), Resume{"核实结论已收到"});
  wait_minutes(3, 30);
  // The day of need is a fact, which no rest moves: it is named when the rest is over.
  expedite(3);
  if (dice_.percent(85)) return finish_matter();
  wait_days(0);
  close(cast_.officer(), Outcome::cannot_by_law);
}

void Teller::accept_lacking(bool kept) {
  RouteLacking route;
  route.missing = words::lacking(case_, true, dice_);
  route.main_papers_complete = true;
  route.exclusion_checked = true;
  route.signature = reference("CN-");
  route.promise = "本人承诺在约定日期前补交所缺材料";
  const auto days = dice_.between(2, 6);
  route.promise_day = in_days(days);
  route.explanation = words::explanation(case_);
  const auto last = *route.promise_day;
  const auto named = route.missing;
  give(cast_.officer(), std::move(route));
  if (!kept) {
    remind_before(last);
    wait_past(last);
    return lapse();
  }
  wait_days(1, days);
  may_demand_more(named);
  give(dice_.percent(40) ? cast_.citizen() : cast_.officer(), SupplementAll{});
  finish_matter();
}

void Teller::may_demand_more(const std::vector<NoticeItem>& named) {
  // Once the officers were trained and the lists say it all, it is rarer.
  const bool before = today() < kTurned;
  const std::uint64_t often = is_of_class(case_) ? 80 : 55;
  Random counter{case_.seed, 7};
  if (!counter.percent(before ? often : 18)) return;
  give(cast_.officer(), DemandMore{{words::another(case_, named)}, {}, ""});
  wait_minutes(30, 90);
  answer_supervision(cast_.chief(), SupervisionCause::breach);
  wait_minutes(20, 60);
}

void Teller::remind_before(LocalDay last) {
  LocalDay day = last;
  const auto told = today();
  for (auto left = norms_.reminder; left > 0 && day > told;) {
    day -= std::chrono::days{1};
    if (Calendar::china().is_working_day(day)) --left;
  }
  wait_past(std::max(day, told));
  give(timer(), Remind{});
}

void Teller::lapse() {
  give(timer(), Lapse{});
  ended(Outcome::lapsed);
  wait_for_counter();
}

void Teller::issue_notice(bool brought) {
  RouteNotice route;
  route.number = reference("GZ-");
  route.items = words::lacking(case_, false, dice_);
  route.basis = words::law(case_.line);
  route.place = plan_.stations[case_.station].name + "反映窗口，工作日九时至十七时";
  route.contact = "反映窗口当班民警";
  route.remedy = "可向分局交警部门提出异议";
  route.acknowledged = dice_.percent(95);
  if (!route.acknowledged) route.witness = plan_.stations[case_.station].code + "-w3";
  route.explanation = words::explanation(case_);
  const auto items = route.items;
  give(cast_.officer(), std::move(route));
  if (!brought) {
    const auto last = in_days(norms_.supplement);
    remind_before(last);
    wait_past(last);
    return lapse();
  }
  wait_days(1, 4);
  if (items.size() > 1 && dice_.percent(40)) {
    give(cast_.officer(), SupplementPart{{items.front().code}});
    wait_days(1, 3);
  }
  may_demand_more(items);
  give(cast_.officer(), SupplementAll{});
  wait_minutes(2, 10);
  on_spot();
}

void Teller::refer() {
  const bool misconduct = case_.category == Category::attitude;
  const std::string body = misconduct ? "分局督察部门" : "区有关主管部门";
  give(cast_.chief(), Refer{misconduct ? ReferKind::misconduct : ReferKind::other_body, body,
                            misconduct ? "反映内容须由督察部门核查" : "属其他单位职责"});
  wait_days(1, 3);
  give(cast_.receiver(body), ConfirmReferral{"收文岗", today(), Told::phone});
  ended(Outcome::referred);
}

void Teller::take_up_complaint() {
  wait_days(0);
  if (dice_.percent(70)) return on_spot();
  expedite(2);
  finish_matter();
}

void Teller::withdraw() {
  expedite(3);
  wait_days(0, 2);
  give(cast_.citizen(), Withdraw{WithdrawProof::code, reference("CX-"), "已自行办妥"});
}

void Teller::merge() {
  wait_minutes(4, 15);
  const auto& target = plan_.cases[*case_.merges_into];
  give(cast_.officer(), Merge{stream_of(target).text(), "同一群众反映的同一事项", true});
}

}  // namespace recourse::cli
