// Registering, accepting, declining, referring (R9, R10, and the norms on refusals).
#include <algorithm>
#include <recourse/casework/case/inquiry.hpp>

#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> check_reporter(const Desk& desk, const Report& c) {
  if (c.historical && desk.role != Role::importer) {
    return refuse<refusals::past_not_yours_to_tell>();
  }
  if (c.present && !is_station(desk.role) && !c.historical) {
    return refuse<refusals::presence_not_yours_to_say>();
  }
  if (is_station(desk.role) && !c.station.empty() && c.station != desk.context.actor.unit) {
    return refuse<refusals::not_your_station_to_register>(Put<"station">{c.station},
                                                          Put<"own">{desk.context.actor.unit});
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_codes_known(const Desk& desk, const Report& c) {
  const auto& catalogue = *desk.rules.catalogue;
  const Matter* matter = catalogue.matter(c.matter);
  if (!c.matter.empty() && matter == nullptr) {
    return refuse<refusals::unknown_matter>(Put<"matter">{c.matter});
  }
  if (!c.reason.empty() && catalogue.reason(c.reason) == nullptr) {
    return refuse<refusals::unknown_reason>(Put<"reason">{c.reason});
  }
  if (matter != nullptr && c.line && *c.line != matter->line) {
    return refuse<refusals::line_and_matter_differ>(
        Put<"matter">{c.matter}, Put<"line">{en(matter->line), zh(matter->line)});
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_people(const Desk& desk, const Report& c) {
  const bool anonymous = c.applicant == ApplicantKind::anonymous;
  if (anonymous && (!blank(c.name) || !blank(c.phone))) {
    return refuse<refusals::anonymous_with_name>();
  }
  for (const auto& one : c.accused) {
    if (blank(one.staff) && blank(one.described)) {
      return refuse<refusals::accused_missing>();
    }
    const bool himself = !one.staff.empty() && one.staff == desk.by();
    if (himself && desk.role != Role::citizen) {
      return refuse<refusals::barred_from_registering>();
    }
  }
  return std::nullopt;
}

/// A department, or its liaison, reports for its own line; below the city, for its district.
std::optional<core::Refusal> check_own_line(const Desk& desk, const Report& c) {
  const bool wants =
      condition_applies(describe::spec_of<Report>.type, desk.role, Condition::own_line);
  const Matter* matter = desk.rules.catalogue->matter(c.matter);
  const Line line = matter != nullptr ? matter->line : c.line.value_or(Line::other);
  const auto& unit = desk.context.actor.unit;
  if (!wants || is_of(line, c.district, desk.role, unit)) return std::nullopt;
  return refuse<refusals::not_your_line_to_report>(
      Put<"own">{(unit.empty() ? std::string{"no unit"} : unit),
                 (unit.empty() ? std::string{"（未注明单位）"} : unit)});
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
  if (auto no = check_reporter(desk, c)) return *no;
  if (blank(c.station) && (blank(desk.context.actor.unit) || !is_station(desk.role))) {
    return refuse<refusals::station_missing>();
  }
  if (!c.category) return refuse<refusals::category_missing>();
  if (auto no = check_codes_known(desk, c)) return *no;
  if (auto no = check_people(desk, c)) return *no;
  if (auto no = check_own_line(desk, c)) return *no;
  if (!c.line && c.matter.empty()) {
    return refuse<refusals::report_line_missing>();
  }
  if (c.reported_at && *c.reported_at > desk.now()) {
    return refuse<refusals::reported_in_future>();
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
    return refuse<refusals::decline_ground_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::decline_reason_missing>();
  if (blank(c.remedy)) {
    return refuse<refusals::decline_remedy_missing>();
  }
  if (blank(c.body)) return refuse<refusals::body_missing>();
  if (auto no = check_told(desk, c.told, "declining")) return *no;
  return Answer::of(Declined{desk.by(), *c.ground, c.reason, c.remedy, c.body, *c.told,
                             desk.after(desk.today(), desk.norms().decline_review),
                             desk.paused_days_now(), desk.rested_limit()});
}

namespace {

std::optional<core::Refusal> check_not_own_decline(const Desk& desk) {
  if (desk.by() != desk.state.work.declined_by) return std::nullopt;
  return refuse<refusals::reviewer_is_decliner>();
}

}  // namespace

Answer answer(const Desk& desk, const UpholdDecline& c) {
  if (auto no = check_not_own_decline(desk)) return *no;
  if (blank(c.reason)) return refuse<refusals::uphold_decline_reason_missing>();
  return Answer::of(
      DeclineUpheld{desk.by(), c.reason, desk.finish(Outcome::declined), desk.rating_end()});
}

Answer answer(const Desk& desk, const OverturnDecline& c) {
  if (auto no = check_not_own_decline(desk)) return *no;
  if (blank(c.reason)) return refuse<refusals::overturn_decline_reason_missing>();
  return Answer::of(DeclineOverturned{desk.by(), c.reason});
}

Answer answer(const Desk& desk, const LapseReview&) {
  if (!desk.passed(desk.state.limits.review)) return not_due_yet(desk, desk.state.limits.review);
  return Answer::of(ReviewLapsed{});
}

Answer answer(const Desk& desk, const Refer& c) {
  if (!c.kind) return refuse<refusals::referral_kind_missing>();
  if (blank(c.to)) return refuse<refusals::referral_receiver_missing>();
  if (blank(c.reason)) return refuse<refusals::referral_reason_missing>();
  return Answer::of(Referred{desk.by(), *c.kind, c.to, c.reason,
                             desk.after(desk.today(), desk.norms().referral)});
}

namespace {

std::optional<core::Refusal> check_is_receiver(const Desk& desk) {
  const auto& unit = desk.context.actor.unit;
  const auto& body = desk.state.work.referred_to;
  const bool other = !unit.empty() && !body.empty() && unit != body;
  if (desk.role != Role::receiver || !other) return std::nullopt;
  return refuse<refusals::not_the_receiver>(Put<"body">{body});
}

}  // namespace

Answer answer(const Desk& desk, const ConfirmReferral& c) {
  if (blank(c.receiver)) return refuse<refusals::confirmation_receiver_missing>();
  if (!c.received_on) return refuse<refusals::received_on_missing>();
  const LocalDay reported = desk.day_of(desk.state.intake.reported_at);
  if (*c.received_on < reported || *c.received_on > desk.today()) {
    return refuse<refusals::received_on_out_of_range>(Put<"begin">{to_string(reported)});
  }
  if (auto no = check_is_receiver(desk)) return *no;
  if (auto no = check_told(desk, c.told, "referral")) return *no;
  return Answer::of(ReferralConfirmed{c.receiver, *c.received_on, *c.told,
                                      desk.finish(Outcome::referred), desk.rating_end()});
}

Answer answer(const Desk& desk, const RefuseReferral& c) {
  if (desk.role != Role::timer) {
    if (auto no = check_is_receiver(desk)) return *no;
    if (blank(c.reason)) return refuse<refusals::referral_refusal_reason_missing>();
    return Answer::of(ReferralRefused{c.reason, false});
  }
  if (!desk.passed(desk.state.limits.answer)) return not_due_yet(desk, desk.state.limits.answer);
  return Answer::of(ReferralRefused{"", true});
}

}  // namespace recourse::casework
