// Registering, accepting, declining, referring (R9, R10, and the norms on refusals).
#include <algorithm>
#include <recourse/casework/case/inquiry.hpp>

#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> wrong_reporter(const Desk& desk, const Report& c) {
  if (c.historical && desk.role != Role::importer) {
    return refuse("not_your_role", "R27", "Only an importer may tell of the past.",
                  "只有系统导入可以登记历史事项。");
  }
  if (c.present && !is_station(desk.role) && !c.historical) {
    return refuse("not_your_role", "R9", "Only the station can say that the citizen is present.",
                  "只有派出所可以确认群众在场。");
  }
  if (is_station(desk.role) && !c.station.empty() && c.station != desk.context.actor.unit) {
    return refuse(
        "not_your_station", "R16",
        "You register for " + c.station + " but belong to " + desk.context.actor.unit + ".",
        "您属于" + desk.context.actor.unit + "，不能为" + c.station + "登记。");
  }
  return std::nullopt;
}

std::optional<core::Refusal> unknown_code(const Desk& desk, const Report& c) {
  const auto& catalogue = *desk.rules.catalogue;
  const Matter* matter = catalogue.matter(c.matter);
  if (!c.matter.empty() && matter == nullptr) {
    return refuse("unknown_matter", "catalogue", "There is no matter " + c.matter + ".",
                  "事项目录中没有" + c.matter + "。");
  }
  if (!c.reason.empty() && catalogue.reason(c.reason) == nullptr) {
    return refuse("unknown_reason", "catalogue", "There is no failure reason " + c.reason + ".",
                  "原因目录中没有" + c.reason + "。");
  }
  if (matter != nullptr && c.line && *c.line != matter->line) {
    return refuse(
        "line_and_matter_differ", "catalogue",
        "Matter " + c.matter + " belongs to the line " + std::string{en(matter->line)} + ".",
        "事项" + c.matter + "属于" + std::string{zh(matter->line)} + "条线。");
  }
  return std::nullopt;
}

std::optional<core::Refusal> wrong_people(const Desk& desk, const Report& c) {
  const bool anonymous = c.applicant == ApplicantKind::anonymous;
  if (anonymous && (!blank(c.name) || !blank(c.phone))) {
    return refuse("anonymous_with_name", "R9",
                  "An anonymous report holds neither name nor phone; a name that must stay within "
                  "the window is `confidential`.",
                  "匿名反映不得登记姓名和电话；需保密的请选择“保密”。");
  }
  for (const auto& one : c.accused) {
    if (blank(one.staff) && blank(one.described)) {
      return missing("accused", "bars", "whom: a staff number, or what is known", "被反映人");
    }
    const bool himself = !one.staff.empty() && one.staff == desk.by();
    if (himself && desk.role != Role::citizen) {
      return refuse("barred", "bars", "Who is complained about does not register the complaint.",
                    "被反映人不得登记针对自己的反映。");
    }
  }
  return std::nullopt;
}

/// A department, or its liaison, reports for its own line; below the city, for its district.
std::optional<core::Refusal> wrong_department(const Desk& desk, const Report& c) {
  const bool wants =
      condition_applies(describe::spec_of<Report>.type, desk.role, Condition::own_line);
  const Matter* matter = desk.rules.catalogue->matter(c.matter);
  const Line line = matter != nullptr ? matter->line : c.line.value_or(Line::other);
  const auto& unit = desk.context.actor.unit;
  if (!wants || is_of(line, c.district, desk.role, unit)) return std::nullopt;
  return refuse("not_your_line", rule_of(Condition::own_line),
                "A department reports for its own line and district; you belong to " +
                    (unit.empty() ? std::string{"no unit"} : unit) + ".",
                "业务部门只能登记本条线、本辖区的事项，您属于" +
                    (unit.empty() ? std::string{"（未注明单位）"} : unit) + "。");
}

Representation representation_of(const Report& c) {
  return c.representation.value_or(c.by_proxy ? Representation::proxy : Representation::self);
}

/// Accepted, or told what is lacking, until then (R14). What is told afterwards has no such limit.
std::optional<Due> notice_limit(const Desk& desk, const Report& c, LocalDay start) {
  if (c.historical) return std::nullopt;
  return desk.after(start, desk.norms().notice);
}

Received received(const Desk& desk, const Report& c) {
  const auto& rules = desk.rules;
  const Matter* matter = rules.catalogue->matter(c.matter);
  Received e;
  e.station = c.station.empty() ? desk.context.actor.unit : c.station;
  e.station_name = c.station_name;
  e.district = c.district;
  e.category = *c.category;
  e.channel = c.channel.value_or(desk.role == Role::importer  ? Channel::imported
                                 : desk.role == Role::citizen ? Channel::online
                                                              : Channel::window);
  e.line = matter != nullptr ? matter->line : *c.line;
  e.matter = c.matter;
  e.reason = c.reason;
  e.applicant = c.applicant.value_or(ApplicantKind::person);
  e.name = c.name;
  e.phone = c.phone;
  e.address = c.address;
  e.narrative = c.narrative;
  e.counter_did = c.counter_did;
  e.earlier_trips = c.earlier_trips;
  e.reference = c.reference;
  e.reported_at = c.reported_at.value_or(desk.now());
  e.historical = c.historical;
  const LocalDay start = desk.day_of(e.reported_at);
  e.finish = desk.after(start, desk.norms().ordinary);
  if (e.applicant != ApplicantKind::anonymous) {
    e.contact = desk.after(start, desk.norms().contact);
  }
  e.profile = desk.norms().name;
  e.profile_version = desk.norms().version;
  e.calendar = desk.calendar.edition();
  e.catalogue = rules.catalogue->version();
  e.by = desk.by();
  e.representation = representation_of(c);
  e.by_proxy = e.representation != Representation::self;
  e.confidential = c.confidential;
  e.application = c.application;
  e.accused = c.accused;
  e.licence = matter != nullptr && matter->licence;
  e.notice = notice_limit(desk, c, start);
  if (!c.inquiry_code.empty()) e.inquiry = inquiry_digest(desk.context.stream, c.inquiry_code);
  return e;
}

}  // namespace

Answer answer(const Desk& desk, const Report& c) {
  if (auto no = wrong_reporter(desk, c)) return *no;
  if (blank(c.station) && (blank(desk.context.actor.unit) || !is_station(desk.role))) {
    return missing("station", "R16", "which station owns the case", "归属派出所");
  }
  if (!c.category)
    return missing("category", "R9", "which of the five categories it is", "情形类别");
  if (auto no = unknown_code(desk, c)) return *no;
  if (auto no = wrong_people(desk, c)) return *no;
  if (auto no = wrong_department(desk, c)) return *no;
  if (!c.line && c.matter.empty()) {
    return missing("line", "R9", "which line or matter it concerns", "业务条线或事项");
  }
  if (c.reported_at && *c.reported_at > desk.now()) {
    return refuse("reported_in_future", "R9", "It cannot have been reported later than now.",
                  "反映时间不能晚于现在。");
  }
  // Whoever may be the one complained about does not accept the matter; the chief does.
  const bool unknown =
      std::ranges::any_of(c.accused, [](const auto& one) { return one.staff.empty(); });
  const bool accepts = c.present && !(unknown && desk.role != Role::station_chief);
  if (!accepts && c.present) {
    // Not accepted yet, but met: whoever stands at the window need not be contacted.
    return Answer::of(received(desk, c), Contacted{desk.by(), Told::in_person, true, 1, true, 1});
  }
  if (!accepts) return Answer::of(received(desk, c));
  return Answer::of(received(desk, c), Accepted{desk.by(), true});
}

Answer answer(const Desk& desk, const Accept& c) {
  return Answer::of(Accepted{desk.by(), c.present});
}

Answer answer(const Desk& desk, const Decline& c) {
  if (!c.ground) {
    return missing("ground", "declining",
                   "the ground: court, petition, private_dispute or not_police_business",
                   "不予受理的法定情形");
  }
  if (blank(c.reason)) return missing("reason", "declining", "why the ground applies", "具体理由");
  if (blank(c.remedy)) {
    return missing("remedy", "declining", "what the citizen can do instead", "救济途径");
  }
  if (blank(c.body))
    return missing("body", "declining", "which body is responsible", "有权处理单位");
  if (auto no = not_told(desk, c.told, "declining")) return *no;
  return Answer::of(Declined{desk.by(), *c.ground, c.reason, c.remedy, c.body, *c.told,
                             desk.after(desk.today(), desk.norms().decline_review),
                             desk.paused_days_now(), desk.rested_limit()});
}

namespace {

std::optional<core::Refusal> own_decline(const Desk& desk) {
  if (desk.by() != desk.state.work.declined_by) return std::nullopt;
  return refuse("reviewer_is_decliner", "declining",
                "Who declined a matter does not review the declining.",
                "作出不予受理决定的人员不得复核该决定。");
}

}  // namespace

Answer answer(const Desk& desk, const UpholdDecline& c) {
  if (auto no = own_decline(desk)) return *no;
  if (blank(c.reason)) return missing("reason", "declining", "why it is upheld", "维持理由");
  return Answer::of(
      DeclineUpheld{desk.by(), c.reason, desk.finish(Outcome::declined), desk.rating_end()});
}

Answer answer(const Desk& desk, const OverturnDecline& c) {
  if (auto no = own_decline(desk)) return *no;
  if (blank(c.reason)) return missing("reason", "declining", "why it is overturned", "撤销理由");
  return Answer::of(DeclineOverturned{desk.by(), c.reason});
}

Answer answer(const Desk& desk, const LapseReview&) {
  if (!desk.passed(desk.state.limits.review)) return not_due_yet(desk, desk.state.limits.review);
  return Answer::of(ReviewLapsed{});
}

Answer answer(const Desk& desk, const Refer& c) {
  if (!c.kind) return missing("kind", "referral", "misconduct or other_body", "转送类型");
  if (blank(c.to)) return missing("receiver", "referral", "which body it goes to", "接收单位");
  if (blank(c.reason)) return missing("reason", "referral", "why it goes there", "转送理由");
  return Answer::of(Referred{desk.by(), *c.kind, c.to, c.reason,
                             desk.after(desk.today(), desk.norms().referral)});
}

namespace {

std::optional<core::Refusal> other_receiver(const Desk& desk) {
  const auto& unit = desk.context.actor.unit;
  const auto& body = desk.state.work.referred_to;
  const bool other = !unit.empty() && !body.empty() && unit != body;
  if (desk.role != Role::receiver || !other) return std::nullopt;
  return refuse("not_the_receiver", "referral", "It was referred to " + body + ".",
                "该事项已转送" + body + "。");
}

}  // namespace

Answer answer(const Desk& desk, const ConfirmReferral& c) {
  if (blank(c.receiver)) return missing("receiver", "referral", "who received it", "接收人");
  if (!c.received_on) return missing("received_on", "referral", "when it was received", "接收日期");
  const LocalDay reported = desk.day_of(desk.state.intake.reported_at);
  if (*c.received_on < reported || *c.received_on > desk.today()) {
    return refuse("received_on_out_of_range", "referral",
                  "It was received between " + to_string(reported) + " and today.",
                  "接收日期应在" + to_string(reported) + "至今日之间。");
  }
  if (auto no = other_receiver(desk)) return *no;
  if (auto no = not_told(desk, c.told, "referral")) return *no;
  return Answer::of(ReferralConfirmed{c.receiver, *c.received_on, *c.told,
                                      desk.finish(Outcome::referred), desk.rating_end()});
}

Answer answer(const Desk& desk, const RefuseReferral& c) {
  if (desk.role != Role::timer) {
    if (auto no = other_receiver(desk)) return *no;
    if (blank(c.reason)) return missing("reason", "referral", "why it is refused", "不接收理由");
    return Answer::of(ReferralRefused{c.reason, false});
  }
  if (!desk.passed(desk.state.limits.answer)) return not_due_yet(desk, desk.state.limits.answer);
  return Answer::of(ReferralRefused{"", true});
}

}  // namespace recourse::casework
