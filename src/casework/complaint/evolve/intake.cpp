#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const Received& e) {
  auto& i = s.intake;
  i.station = e.station;
  i.station_name = e.station_name;
  i.district = e.district;
  i.category = e.category;
  i.channel = e.channel;
  i.line = e.line;
  i.matter = e.matter;
  i.reason = e.reason;
  i.applicant = e.applicant;
  i.by_proxy = e.by_proxy;
  i.counter_did = e.counter_did;
  i.earlier_trips = e.earlier_trips;
  i.reference = e.reference;
  i.reported_at = e.reported_at;
  i.historical = e.historical;
  i.profile = e.profile;
  i.profile_version = e.profile_version;
  i.calendar = e.calendar;
  i.catalogue = e.catalogue;
  i.registered_by = e.by;
  i.representation = e.representation;
  i.confidential = e.confidential;
  i.application = e.application;
  i.licence = e.licence;
  i.demand = e.demand;
  i.urgency = e.urgency;
  if (!e.confidential) i.name = e.name;
  s.access.inquiry = e.inquiry;
  for (const auto& one : e.accused) s.access.recused.push_back({one.staff, one.described, {}});
  s.deadlines.notice = e.notice;
  s.deadlines.from = e.reported_at;
  s.deadlines.resolution = e.resolution_deadline;
  s.deadlines.contact = e.contact;
  s.deadlines.receipt = e.receipt;
  s.ending.rounds = 1;
}

void Folding::on(const Accepted& e) {
  s.work.accepted_by = e.by;
  s.work.accepted_at = at;
  s.work.assigned_to = e.by;
  if (e.demand) s.intake.demand = *e.demand;
  if (e.resolution_deadline) {
    s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.days_left.reset();  // Of a clock that rests they are counted anew.
  }
  if (s.work.scope.stated == 0) s.deadlines.scope = e.scope;
  taken_in_hand();
  notice_duty_met();
  // By whoever registered it, before anything else happened.
  s.work.at_counter = e.present && s.version == 1 && s.intake.registered_by == e.by;
  if (e.present) contacted_with_absorbed(at);
  if (e.present && !s.deadlines.contacted_at) s.deadlines.contacted_at = at;
  handled_by(e.by);
}

void Folding::on(const Declined& e) {
  s.work.silent_until.reset();
  s.work.declined_by = e.by;
  s.deadlines.review = e.review;
  taken_in_hand();
  notice_duty_met();
  handled_by(e.by);
  clock_stopped();
}

void Folding::on(const DeclineUpheld& e) {
  handled_by(e.by);
  s.deadlines.review.reset();
  s.deadlines.rating = e.rating;
  const auto stopped = s.deadlines.stopped_at;
  resolved(e.resolution);
  s.deadlines.stopped_at = stopped;  // The clock stood since the declining.
}

void Folding::on(const DeclineOverturned& e) {
  handled_by(e.by);
  taken_up_again();
  accepted_after_all();
}

void Folding::on(const ReviewLapsed&) {
  taken_up_again();
  accepted_after_all();
}

void Folding::on(const Referred& e) {
  s.deadlines.answer = e.answer;
  s.work.referred_to = e.to;
  s.work.silent_until.reset();
  taken_in_hand();
  notice_duty_met();
  handled_by(e.by);
}

void Folding::on(const ReferralConfirmed& e) {
  s.deadlines.answer.reset();
  s.work.silent_until.reset();
  // It was received in time, and known only after its limit.
  if (e.resolution.on_time) s.deadlines.overdue = false;
  s.deadlines.rating = e.rating;
  resolved(e.resolution);
}

void Folding::on(const ReferralRefused& e) {
  if (e.silent) s.work.silent_until = s.deadlines.answer;
  s.deadlines.answer.reset();
  accepted_after_all();
}

}  // namespace recourse::casework::complaint
