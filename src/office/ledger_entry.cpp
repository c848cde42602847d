#include <recourse/office/ledger_entry.hpp>

namespace recourse {
namespace {

using casework::complaint::State;

void take_intake(LedgerEntry& row, const State& state) {
  const auto& i = state.intake;
  row.station = i.station;
  row.station_name = i.station_name;
  row.district = i.district;
  row.line = i.line;
  row.matter = i.matter;
  row.reason = i.reason;
  row.category = i.category;
  row.channel = i.channel;
  row.demand = i.demand;
  row.urgency = i.urgency;
  row.confidential = i.confidential;
  row.counter_did = i.counter_did;
  row.earlier_trips = i.earlier_trips;
  row.reference = i.reference;
  row.reported_at = i.reported_at;
  row.historical = i.historical;
  row.reporter = i.name;
}

void take_work(LedgerEntry& row, const State& state) {
  row.phase = state.phases.stage;
  row.clock = state.phases.clock;
  row.loops = casework::complaint::loops_of(state);
  row.unit = casework::complaint::owner_of(state);
  row.department = state.escalation.department;
  row.route = casework::complaint::route_of(state);
  row.accepted_at = state.work.accepted_at;
  row.contacted_at = state.deadlines.contacted_at;
  if (const auto due = casework::complaint::resolution_deadline(state)) row.due = due->at;
  row.difficult = state.deadlines.difficult;
  row.overdue = state.deadlines.overdue;
  row.escalated = state.escalation.escalated;
  row.repeated_trips = state.work.repeated_trips;
  row.breaches = state.work.breaches;
  row.assigned_to = state.work.assigned_to;
  row.missed = 0;
  for (const auto& one : state.missed) {
    *row.missed += one.times;
    row.missed_limits.push_back(one.kind);
  }
}

void take_ending(LedgerEntry& row, const State& state) {
  const auto& e = state.ending;
  row.closed_at = e.closed_at;
  row.working_days = e.working_days;
  row.on_time = e.on_time;
  row.same_day = e.same_day;
  row.rounds = e.rounds;
  row.reopened = e.rounds > 0 ? e.rounds - 1 : 0;
  row.reviews = e.reviews;
  row.outcome = e.outcome;
  row.rating = e.rating;
  row.service = e.service;
  row.policy = e.policy;
  row.rated_at = e.rated_at;
  row.on_account = e.account.has_value();
  row.why_late = e.why_late;
  row.merged_into = e.merged_into;
}

}  // namespace

LedgerEntry ledger_entry(std::string number, const State& state) {
  LedgerEntry row;
  row.number = std::move(number);
  take_intake(row, state);
  take_work(row, state);
  take_ending(row, state);
  return row;
}

}  // namespace recourse
