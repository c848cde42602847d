// Registering, accepting, declining, referring (R9, R10, and the norms on refusals).
#include <algorithm>
#include <recourse/casework/complaint/documents.hpp>
#include <recourse/casework/complaint/inquiry.hpp>

#include "casework/common/choice.hpp"
#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

std::optional<core::Refusal> check_reporter(const DecisionContext& ctx, const Report& c) {
  if (c.historical && ctx.role != Role::importer) {
    return refuse<refusals::past_not_yours_to_tell>();
  }
  if (c.present && !is_station(ctx.role) && !c.historical) {
    return refuse<refusals::presence_not_yours_to_say>();
  }
  if (is_station(ctx.role) && !c.station.empty() && c.station != ctx.context.actor.unit) {
    return refuse<refusals::not_your_station_to_register>(Put<"station">{c.station},
                                                          Put<"own">{ctx.context.actor.unit});
  }
  const bool from_afar =
      !c.channel || *c.channel == Channel::online || *c.channel == Channel::phone;
  if (ctx.role == Role::citizen && !from_afar) {
    return refuse<refusals::not_a_citizens_channel>(
        Put<"channel">{std::string{describe::enum_name(*c.channel)}, std::string{zh(*c.channel)}});
  }
  return std::nullopt;
}

/// A station takes cases at an open window, by somebody on its roster; the chief answers for it
/// himself (R1, R5). What others report for a station waits there until it is accepted.
std::optional<core::Refusal> check_window_open(const DecisionContext& ctx) {
  const auto& windows = ctx.rules.windows;
  const bool past = ctx.state.intake.historical;  // It was taken where and when it was.
  if (past || !is_station(ctx.own_role) || windows == nullptr) return std::nullopt;
  const auto& station = ctx.context.actor.unit;
  const auto found = windows->at(station, ctx.now());
  if (!found) return refuse<refusals::windows_unreadable>(Put<"error">{found.error().message()});
  if (!*found) {
    if (!windows->in_use()) return std::nullopt;
    return refuse<refusals::window_unknown>(Put<"station">{station});
  }
  const auto& window = **found;
  if (!window.open) {
    return refuse<refusals::window_not_open>(Put<"station">{window.station},
                                             Put<"why">{window.why_not, window.why_not_zh});
  }
  const bool serves = std::ranges::find(window.roster, ctx.by()) != window.roster.end();
  if (serves || ctx.own_role == Role::station_chief) return std::nullopt;
  return refuse<refusals::not_on_roster>(Put<"actor">{ctx.by()}, Put<"station">{window.station});
}

/// The district that a report leaves out is the one in which its station is registered; one that it
/// names is no other. Of the past is told what was.
std::optional<core::Refusal> complete_district(const DecisionContext& ctx, Report& c) {
  const auto& windows = ctx.rules.windows;
  const auto& station = c.station.empty() ? ctx.context.actor.unit : c.station;
  if (windows == nullptr || blank(station) || (c.historical && !blank(c.district))) {
    return std::nullopt;
  }
  const auto found = windows->district_of(station);
  if (!found) return refuse<refusals::windows_unreadable>(Put<"error">{found.error().message()});
  if (!*found) return std::nullopt;
  if (blank(c.district)) c.district = **found;
  if (c.district == **found) return std::nullopt;
  return refuse<refusals::district_differs>(Put<"station">{station}, Put<"district">{**found},
                                            Put<"named">{c.district});
}

/// The line that a matter goes to: what rulings have made of it, else the catalogue's (R41).
/// Rulings hold for what comes after them, so not for a case of the past.
Line line_of(const DecisionContext& ctx, const Matter& matter, const Report& c) {
  return c.historical ? matter.line : ctx.dispatch().line(matter.code, matter.line);
}

std::optional<core::Refusal> check_codes_known(const DecisionContext& ctx, const Report& c) {
  const auto& catalogue = ctx.catalogue;
  const Matter* matter = catalogue.matter(c.matter);
  if (!c.matter.empty() && matter == nullptr) {
    const auto all = choice_of_matters(catalogue);
    return refuse<refusals::unknown_matter>(Put<"matter">{c.matter},
                                            Put<"matters">{all.en, all.zh});
  }
  if (!c.reason.empty() && catalogue.reason(c.reason) == nullptr) {
    const auto all = choice_of_reasons(catalogue);
    return refuse<refusals::unknown_reason>(Put<"reason">{c.reason},
                                            Put<"reasons">{all.en, all.zh});
  }
  if (matter == nullptr || !c.line) return std::nullopt;
  const Line line = line_of(ctx, *matter, c);
  if (*c.line != line) {
    return refuse<refusals::line_and_matter_differ>(Put<"matter">{c.matter},
                                                    Put<"line">{en(line), zh(line)});
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_people(const DecisionContext& ctx, const Report& c) {
  const bool anonymous = c.applicant == ApplicantKind::anonymous;
  if (anonymous && (!blank(c.name) || !blank(c.phone))) {
    return refuse<refusals::anonymous_with_name>();
  }
  if (c.by_proxy && c.representation == Representation::self) {
    return refuse<refusals::speaks_for_whom>();
  }
  for (const auto& one : c.accused) {
    if (blank(one.staff) && blank(one.described)) {
      return refuse<refusals::accused_missing>();
    }
    const bool himself = !one.staff.empty() && one.staff == ctx.by();
    if (himself && is_staff(ctx.own_role)) {
      return refuse<refusals::barred_from_registering>();
    }
  }
  return std::nullopt;
}

/// A department, or its liaison, reports for its own line; below the city, for its district.
std::optional<core::Refusal> check_own_line(const DecisionContext& ctx, const Report& c) {
  const bool wants =
      condition_applies(describe::spec_of<Report>.type, ctx.role, Condition::own_line);
  const Matter* matter = ctx.catalogue.matter(c.matter);
  const Line line = matter != nullptr ? line_of(ctx, *matter, c) : c.line.value_or(Line::other);
  const auto& unit = ctx.context.actor.unit;
  if (!wants || unit_covers_line(line, c.district, ctx.role, unit)) return std::nullopt;
  return refuse<refusals::not_your_line_to_report>(
      Put<"own">{(unit.empty() ? std::string{"no unit"} : unit),
                 (unit.empty() ? std::string{"（未注明单位）"} : unit)});
}

/// Somebody owns it from the first day: a district that exists. Of the past is told what was.
std::optional<core::Refusal> check_district(const DecisionContext& ctx, const Report& c) {
  if (c.historical) return std::nullopt;
  if (blank(c.district)) return refuse<refusals::district_missing>();
  if (ctx.norms().knows_district(c.district)) return std::nullopt;
  const auto all = choice_of_districts(ctx.norms());
  return refuse<refusals::unknown_district>(Put<"district">{c.district},
                                            Put<"districts">{all.en, all.zh});
}

Representation representation_of(const Report& c) {
  return c.representation.value_or(c.by_proxy ? Representation::proxy : Representation::self);
}

/// Accepted, or told what is lacking, until then (R14). What is told afterwards has no such limit.
std::optional<Due> notice_limit(const DecisionContext& ctx, const Report& c, LocalDay start) {
  if (c.historical) return std::nullopt;
  return ctx.after(start, ctx.norms().notice);
}

/// Taken in hand until then (R36): minutes run around the clock, days are working days. What is
/// told afterwards has no such limit.
std::optional<Due> receipt_limit(const DecisionContext& ctx, const Received& e) {
  const auto& norms = ctx.norms();
  const auto minutes = e.urgency == Urgency::danger   ? norms.receive_danger
                       : e.urgency == Urgency::supply ? norms.receive_supply
                                                      : 0;
  if (e.historical) return std::nullopt;
  if (minutes > 0) return Due{e.reported_at + std::chrono::minutes{minutes}};
  if (norms.receive_ordinary == 0) return std::nullopt;
  return ctx.after(ctx.day_of(e.reported_at), norms.receive_ordinary);
}

Received received(const DecisionContext& ctx, const Report& c) {
  const Matter* matter = ctx.catalogue.matter(c.matter);
  Received e;
  e.station = c.station.empty() ? ctx.context.actor.unit : c.station;
  e.station_name = c.station_name;
  e.district = c.district;
  e.category = *c.category;
  e.channel = c.channel.value_or(ctx.role == Role::importer  ? Channel::imported
                                 : ctx.role == Role::citizen ? Channel::online
                                                             : Channel::window);
  e.line = matter != nullptr ? line_of(ctx, *matter, c) : *c.line;
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
  e.reported_at = c.reported_at.value_or(ctx.now());
  e.historical = c.historical;
  const LocalDay start = ctx.day_of(e.reported_at);
  e.demand = c.demand.value_or(Demand::unspecified);
  e.urgency = c.urgency.value_or(Urgency::ordinary);
  e.resolution_deadline = ctx.after(start, ctx.norms().ordinary_for(e.demand));
  e.receipt = receipt_limit(ctx, e);
  if (e.applicant != ApplicantKind::anonymous) {
    e.contact = ctx.after(start, ctx.norms().contact);
  }
  e.profile = ctx.norms().name;
  e.profile_version = ctx.norms().version;
  e.calendar = ctx.calendar.edition();
  e.catalogue = ctx.catalogue.version();
  e.by = ctx.by();
  e.representation = representation_of(c);
  e.by_proxy = e.representation != Representation::self;
  e.confidential = c.confidential;
  e.application = c.application;
  e.accused = c.accused;
  e.licence = matter != nullptr && matter->licence;
  e.notice = notice_limit(ctx, c, start);
  if (!c.inquiry_code.empty()) e.inquiry = inquiry_digest(ctx.context.stream, c.inquiry_code);
  return e;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Report& given) {
  auto c = given;
  if (auto no = check_reporter(ctx, c)) return *no;
  if (blank(c.station) && (blank(ctx.context.actor.unit) || !is_station(ctx.role))) {
    return refuse<refusals::station_missing>();
  }
  if (!c.historical) {
    if (auto no = check_window_open(ctx)) return *no;
  }
  if (auto no = complete_district(ctx, c)) return *no;
  if (!c.category) return refuse<refusals::category_missing>();
  if (auto no = check_codes_known(ctx, c)) return *no;
  if (auto no = check_people(ctx, c)) return *no;
  if (auto no = check_own_line(ctx, c)) return *no;
  if (!c.line && c.matter.empty()) {
    return refuse<refusals::report_line_missing>();
  }
  if (c.reported_at && *c.reported_at > ctx.now()) {
    return refuse<refusals::reported_in_future>();
  }
  const LocalDay oldest = ctx.today() - std::chrono::days{ctx.norms().days_back};
  if (c.reported_at && ctx.day_of(*c.reported_at) < oldest) {
    return refuse<refusals::reported_too_long_ago>(Put<"begin">{to_string(oldest)});
  }
  if (auto no = check_district(ctx, c)) return *no;
  // Whoever may be the one complained about does not accept the matter; the chief does.
  const bool unknown =
      std::ranges::any_of(c.accused, [](const auto& one) { return one.staff.empty(); });
  const bool accepts = c.present && !(unknown && ctx.role != Role::station_chief);
  if (!accepts && c.present) {
    // Not accepted yet, but met: whoever stands at the window need not be contacted.
    return Decision::of(received(ctx, c), Contacted{ctx.by(), Told::in_person, true, 1, true, 1});
  }
  if (!accepts) return Decision::of(received(ctx, c));
  return Decision::of(received(ctx, c), acceptance(ctx, true));
}

namespace {

/// The deadline by the kind that a matter turns out to be of. It counts from the report, as before;
/// one that would have ended by now ends today, and what the citizen was told of an extension
/// stays.
std::optional<Due> corrected_deadline(const DecisionContext& ctx, Demand demand) {
  const auto& deadlines = ctx.state.deadlines;
  if (deadlines.extensions > 0) return std::nullopt;
  State corrected = ctx.state;
  corrected.intake.demand = demand;
  Due due = ctx.over(corrected).limit();
  if (ctx.passed(due)) due.at = ctx.end_of_day(ctx.today()).at;
  return ctx.resolution_deadline_or(due);
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Accept& c) {
  if (auto no = check_window_open(ctx)) return *no;
  auto accepted = acceptance(ctx, c.present);
  if (c.demand && *c.demand != ctx.state.intake.demand) {
    accepted.demand = c.demand;
    accepted.resolution_deadline = corrected_deadline(ctx, *c.demand);
  }
  if (blank(c.understood) && blank(c.wanted)) return Decision::of(std::move(accepted));
  if (blank(c.understood)) return refuse<refusals::understood_missing>();
  if (blank(c.wanted)) return refuse<refusals::wanted_missing>();
  return Decision::of(std::move(accepted), ScopeStated{ctx.by(), c.understood, c.wanted, 1});
}

namespace {

/// A walk-in is registered and accepted in one step, before anybody has looked at the matter: that
/// acceptance may be taken back while a notice could still be given.
std::optional<core::Refusal> check_may_still_decline(const DecisionContext& ctx) {
  const auto& state = ctx.state;
  if (state.phases.stage == Phase::received) return std::nullopt;
  const Due end = ctx.after(ctx.day_of(state.intake.reported_at), ctx.norms().notice);
  const bool untouched = state.work.at_counter && state.work.routes.empty() &&
                         state.ending.rounds == 1 && state.work.declined_by.empty() &&
                         state.work.referred_to.empty() && state.ending.absorbed.empty();
  if (untouched && !ctx.passed(end)) return std::nullopt;
  return refuse<refusals::accepted_already>(Put<"end">{to_string(ctx.day_of(end.at))});
}

Decision declined(const DecisionContext& ctx, const Decline& c) {
  if (auto no = check_may_still_decline(ctx)) return *no;
  if (!c.ground) {
    return refuse<refusals::decline_ground_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::decline_reason_missing>();
  if (blank(c.remedy)) {
    return refuse<refusals::decline_remedy_missing>();
  }
  if (blank(c.body)) return refuse<refusals::body_missing>();
  if (auto no = check_told(ctx, c.told, "declining")) return *no;
  Declined declined{ctx.by(),
                    *c.ground,
                    c.reason,
                    c.remedy,
                    c.body,
                    *c.told,
                    ctx.after(ctx.today(), ctx.norms().decline_review),
                    c.draft,
                    c.basis};
  if (auto no = check_as_signed(c.draft, draft_of(declined))) return *no;
  return Decision::of(std::move(declined));
}

std::optional<core::Refusal> check_not_own_decline(const DecisionContext& ctx) {
  if (ctx.by() != ctx.state.work.declined_by) return std::nullopt;
  return refuse<refusals::reviewer_is_decliner>();
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Decline& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return declined(now, c); });
}

Decision decide(const DecisionContext& ctx, const UpholdDecline& c) {
  if (auto no = check_not_own_decline(ctx)) return *no;
  if (blank(c.reason)) return refuse<refusals::uphold_decline_reason_missing>();
  return Decision::of(
      DeclineUpheld{ctx.by(), c.reason, ctx.resolution(Outcome::declined), ctx.rating_end()});
}

Decision decide(const DecisionContext& ctx, const OverturnDecline& c) {
  if (auto no = check_not_own_decline(ctx)) return *no;
  if (blank(c.reason)) return refuse<refusals::overturn_decline_reason_missing>();
  return Decision::of(DeclineOverturned{ctx.by(), c.reason});
}

Decision decide(const DecisionContext& ctx, const LapseReview&) {
  if (!ctx.passed(ctx.state.deadlines.review)) return not_due_yet(ctx, ctx.state.deadlines.review);
  return Decision::of(ReviewLapsed{});
}

Decision decide(const DecisionContext& ctx, const Refer& c) {
  if (!c.kind) return refuse<refusals::referral_kind_missing>();
  if (blank(c.to)) return refuse<refusals::referral_receiver_missing>();
  if (blank(c.reason)) return refuse<refusals::referral_reason_missing>();
  return Decision::of(
      Referred{ctx.by(), *c.kind, c.to, c.reason, ctx.after(ctx.today(), ctx.norms().referral)});
}

namespace {

std::optional<core::Refusal> check_is_receiver(const DecisionContext& ctx) {
  const auto& unit = ctx.context.actor.unit;
  const auto& body = ctx.state.work.referred_to;
  if (ctx.role != Role::receiver || unit == body) return std::nullopt;
  return refuse<refusals::not_the_receiver>(Put<"body">{body});
}

}  // namespace

Decision decide(const DecisionContext& ctx, const ConfirmReferral& c) {
  const auto& silent_until = ctx.state.work.silent_until;
  const bool afterwards = ctx.state.phases.stage == Phase::accepted;
  if (afterwards && !silent_until) return refuse<refusals::nothing_referred>();
  if (auto no = check_is_receiver(ctx)) return *no;
  if (blank(c.receiver)) return refuse<refusals::confirmation_receiver_missing>();
  if (!c.received_on) return refuse<refusals::received_on_missing>();
  const LocalDay reported = ctx.day_of(ctx.state.intake.reported_at);
  if (*c.received_on < reported || *c.received_on > ctx.today()) {
    return refuse<refusals::received_on_out_of_range>(Put<"begin">{to_string(reported)});
  }
  if (afterwards && *c.received_on > ctx.day_of(silent_until->at)) {
    return refuse<refusals::received_after_the_limit>(
        Put<"day">{to_string(*c.received_on)}, Put<"end">{to_string(ctx.day_of(silent_until->at))});
  }
  if (auto no = check_told(ctx, c.told, "referral")) return *no;
  return Decision::of(ReferralConfirmed{c.receiver, *c.received_on, *c.told,
                                        ctx.resolution_on(Outcome::referred, *c.received_on),
                                        ctx.rating_end()});
}

namespace {

Decision referral_refused(const DecisionContext& ctx, const RefuseReferral& c) {
  if (ctx.role != Role::timer) {
    if (auto no = check_is_receiver(ctx)) return *no;
    if (blank(c.reason)) return refuse<refusals::referral_refusal_reason_missing>();
    return Decision::of(ReferralRefused{c.reason, false});
  }
  if (!ctx.passed(ctx.state.deadlines.answer)) return not_due_yet(ctx, ctx.state.deadlines.answer);
  return Decision::of(ReferralRefused{"", true});
}

}  // namespace

// The other body's answer, or its silence, ends a rest that waited for it.
Decision decide(const DecisionContext& ctx, const RefuseReferral& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return referral_refused(now, c); });
}

}  // namespace recourse::casework::complaint
