#include <algorithm>
#include <functional>
#include <recourse/casework/complaint/commands.hpp>
#include <recourse/casework/complaint/state.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {

namespace {

/// The name of the next step after a bad rating, as a limit.
DeadlineKind follow_up_kind(FollowUpPhase phase) {
  switch (phase) {
    case FollowUpPhase::verify_due:
    case FollowUpPhase::exclusion_asked:
      return DeadlineKind::follow_up_verify;
    case FollowUpPhase::correction_due:
      return DeadlineKind::follow_up_correction;
    case FollowUpPhase::feedback_due:
      return DeadlineKind::follow_up_feedback;
    case FollowUpPhase::revisit_due:
      return DeadlineKind::follow_up_revisit;
    default:
      return DeadlineKind::follow_up_contact;
  }
}

}  // namespace

namespace {

/// Collects limits: those that are set, with the command of their timer.
class Limiter {
 public:
  explicit Limiter(const State& state) : state_(&state) {}

  void add(DeadlineKind limit, const std::optional<Due>& due, std::string_view command = {},
           std::optional<Timestamp> met_at = std::nullopt) {
    if (!due) return;
    list_.push_back({limit, *due, met_at, state_->intake.historical ? "" : command});
  }
  /// One whose passing is recorded, once, and leads to the next rung.
  void add_owed(DeadlineKind limit, const std::optional<Due>& due,
                std::optional<Timestamp> met_at = std::nullopt) {
    const bool fires = due && !met_at && !is_missed(*state_, limit, *due);
    add(limit, due, fires ? describe::spec_of<MissLimit>.type : std::string_view{}, met_at);
  }
  std::vector<DueTime> list() && { return std::move(list_); }

 private:
  const State* state_;
  std::vector<DueTime> list_;
};

/// Something happens when its limit has passed.
bool runs(const SupervisionEntry& one) {
  return one.phase != SupervisionPhase::none && !one.missed;
}

/// A rung of the ladder is to come, and the clock runs towards it or has passed its limit.
bool urges(const State& state) {
  const auto clock = state.phases.clock;
  const bool counts = clock == ClockPhase::running || clock == ClockPhase::overdue;
  return counts && !state.deadlines.urging.empty();
}

/// Those that run beside the phase.
void add_beside(Limiter& to, const State& state) {
  const auto& deadlines = state.deadlines;
  const bool open = is_open(state.phases.stage);
  if (state.phases.clock == ClockPhase::running) {
    to.add(DeadlineKind::resolution, resolution_deadline(state), describe::spec_of<GoOverdue>.type);
  }
  if (urges(state)) {
    to.add(DeadlineKind::urging, deadlines.urging.front().due, describe::spec_of<Urge>.type);
  }
  const auto contact = open ? contact_deadline(state) : std::nullopt;
  if (contact) {
    to.add_owed(DeadlineKind::contact, contact);
  } else if (deadlines.contacted_at) {
    to.add_owed(DeadlineKind::contact, deadlines.contact, deadlines.contacted_at);
  }
  if (open) {
    to.add_owed(DeadlineKind::attention, attention_deadline(state));
    to.add_owed(DeadlineKind::scope, deadlines.scope);
    if (state.phases.clock == ClockPhase::overdue) to.add_owed(DeadlineKind::plan, deadlines.plan);
  }
  if (waits_for_units(state)) {
    const auto& units = state.work.assisting;
    const bool waits = std::ranges::any_of(units, std::not_fn(&AssistingRequest::missed));
    to.add(DeadlineKind::assisting, assisting_deadline(state),
           waits ? describe::spec_of<MissLimit>.type : std::string_view{});
  }
  // These go on when the case has ended.
  if (state.ending.account) to.add_owed(DeadlineKind::account, state.ending.account->review);
  if (!open) to.add_owed(DeadlineKind::callback, state.ending.callback.due);
  const bool asked = std::ranges::any_of(state.work.support, std::not_fn(&SupportRequest::missed));
  to.add(DeadlineKind::support, support_deadline(state),
         asked ? describe::spec_of<MissLimit>.type : std::string_view{});
  if (!follow_up_closed(state.phases.rating_follow_up)) {
    to.add_owed(follow_up_kind(state.phases.rating_follow_up), deadlines.rating_follow_up);
  }
  const bool supervised = std::ranges::any_of(state.supervision, &runs);
  to.add(DeadlineKind::supervision, supervision_deadline(state),
         supervised ? describe::spec_of<RaiseSupervision>.type : std::string_view{});
}

/// Those of the phase.
void add_of_phase(Limiter& to, const State& state) {
  const auto& deadlines = state.deadlines;
  switch (state.phases.stage) {
    case Phase::received:
      to.add_owed(DeadlineKind::receipt, deadlines.receipt);
      to.add(DeadlineKind::notice, deadlines.notice,
             state.intake.licence ? describe::spec_of<DeemAccepted>.type
                                  : describe::spec_of<MissNotice>.type);
      break;
    case Phase::handled_on_spot:
      to.add(DeadlineKind::day_end, deadlines.day_end, describe::spec_of<EndDay>.type);
      break;
    // These two rest with the clock.
    case Phase::escalated_district:
    case Phase::escalated_city:
      if (state.phases.clock != ClockPhase::paused) {
        to.add_owed(DeadlineKind::answer, deadlines.answer);
      }
      break;
    case Phase::facts_wanted:
      if (state.phases.clock != ClockPhase::paused) {
        to.add_owed(DeadlineKind::facts, deadlines.facts);
      }
      break;
    case Phase::notice_issued:
      to.add(DeadlineKind::reminder, deadlines.reminder, describe::spec_of<Remind>.type);
      to.add(DeadlineKind::supplement, deadlines.supplement, describe::spec_of<Lapse>.type);
      break;
    case Phase::accepted_lacking:
      to.add(DeadlineKind::reminder, deadlines.reminder, describe::spec_of<Remind>.type);
      to.add(DeadlineKind::promise, deadlines.promise, describe::spec_of<Lapse>.type);
      break;
    case Phase::declined:
      to.add(DeadlineKind::decline_review, deadlines.review, describe::spec_of<LapseReview>.type);
      break;
    case Phase::referred:
      to.add(DeadlineKind::referral, deadlines.answer, describe::spec_of<RefuseReferral>.type);
      break;
    case Phase::rated:
      // What a bad rating asks for comes before the archive.
      if (follow_up_closed(state.phases.rating_follow_up)) {
        to.add(DeadlineKind::archive, deadlines.archive, describe::spec_of<Archive>.type);
      }
      break;
    case Phase::review_1:
    case Phase::review_2:
      to.add_owed(DeadlineKind::review, deadlines.review);
      break;
    case Phase::closed:
    case Phase::archived:  // After a review that was asked for before the rating.
      to.add(DeadlineKind::rating, deadlines.rating,
             follow_up_closed(state.phases.rating_follow_up) ? describe::spec_of<EndRating>.type
                                                             : std::string_view{});
      break;
    default:
      break;
  }
}

}  // namespace

std::vector<DueTime> due_times(const State& state) {
  Limiter limiter{state};
  if (state.phases.stage == Phase::none) return {};
  add_beside(limiter, state);
  add_of_phase(limiter, state);
  if (state.phases.clock == ClockPhase::paused) {
    limiter.add(DeadlineKind::pause_cap, state.deadlines.pause_cap,
                describe::spec_of<ReachCap>.type);
  }
  return std::move(limiter).list();
}

SupervisionPhase summary_of(const std::vector<SupervisionEntry>& supervision) {
  auto summary = SupervisionPhase::none;
  for (const auto& one : supervision) {
    if (one.phase == SupervisionPhase::supervised) return one.phase;
    if (one.phase == SupervisionPhase::answered) summary = one.phase;
  }
  return summary;
}

namespace {

/// The earliest due time of the ones that run; else of those whose limit has passed and that are
/// open all the same.
template <class List, class Open, class Runs>
std::optional<Due> earliest_of(const List& list, Open open, Runs runs) {
  std::optional<Due> first;
  bool first_runs = false;
  for (const auto& one : list) {
    if (!open(one)) continue;
    const bool now = runs(one);
    const bool sooner = !first || (now != first_runs ? now : one.due.at < first->at);
    if (!sooner) continue;
    first = one.due;
    first_runs = now;
  }
  return first;
}

}  // namespace

std::optional<Due> supervision_deadline(const State& state) {
  return earliest_of(
      state.supervision, [](const auto& one) { return one.phase != SupervisionPhase::none; }, runs);
}

std::optional<Due> assisting_deadline(const State& state) {
  return earliest_of(
      state.work.assisting, [](const auto&) { return true; },
      [](const auto& one) { return !one.missed; });
}

std::optional<Due> support_deadline(const State& state) {
  return earliest_of(
      state.work.support, [](const auto&) { return true; },
      [](const auto& one) { return !one.missed; });
}

bool is_missed(const State& state, DeadlineKind kind, const Due& due) {
  return std::ranges::any_of(state.missed, [&](const MissedLimits& one) {
    return one.kind == kind && one.last.at == due.at;
  });
}

namespace {

/// To the other one, if that is earlier or the only one.
void lower(std::optional<Due>& deadline, const std::optional<Due>& other) {
  if (other && (!deadline || other->at < deadline->at)) deadline = other;
}

}  // namespace

bool holds_here(const State& state, const Absorption& absorbed) {
  return absorbed.round == state.ending.rounds && absorbed.limit.has_value();
}

std::vector<NoticeItem> papers_brought(const State& state) {
  auto all = state.work.brought;
  for (const auto& one : state.ending.absorbed) {
    all.insert(all.end(), one.brought.begin(), one.brought.end());
  }
  return all;
}

std::vector<NoticeItem> papers_listed(const State& state) {
  auto all = state.work.listed;
  for (const auto& one : state.ending.absorbed) {
    if (one.round != state.ending.rounds) continue;
    all.insert(all.end(), one.listed.begin(), one.listed.end());
  }
  return all;
}

std::optional<Due> contact_deadline(const State& state) {
  std::optional<Due> deadline;
  if (!state.deadlines.contacted_at) deadline = state.deadlines.contact;
  for (const auto& one : state.ending.absorbed) {
    if (!one.contacted_at) lower(deadline, one.contact);
  }
  return deadline;
}

std::optional<Due> attention_deadline(const State& state) {
  auto deadline = state.deadlines.attention;
  for (const auto& one : state.ending.absorbed) lower(deadline, one.attention);
  return deadline;
}

std::optional<Due> resolution_deadline(const State& state) {
  auto deadline = state.deadlines.resolution;
  if (!deadline) return deadline;
  for (const auto& one : state.ending.absorbed) {
    if (holds_here(state, one) && one.limit->at < deadline->at) deadline = one.limit;
  }
  return deadline;
}

std::optional<Route> route_of(const State& state) {
  if (state.work.routes.empty()) return std::nullopt;
  return state.work.routes.back().route;
}

std::vector<Loop> loops_of(const State& state) {
  if (state.phases.stage == Phase::none) return {};
  std::vector<Loop> loops;
  if (state.ending.same_day) loops.push_back(Loop::same_day);
  if (state.escalation.escalated) loops.push_back(Loop::escalated);
  if (state.deadlines.overdue) loops.push_back(Loop::overdue);
  if (loops.empty()) loops.push_back(Loop::ordinary);
  return loops;
}

std::string department_of(Level level, std::string_view district, Line line) {
  std::string unit{level == Level::city || district.empty() ? std::string_view{} : district};
  if (unit.empty()) unit = level == Level::city ? "city" : "district";
  // No department has the matters of no line; the bureau has.
  if (line == Line::other) return unit;
  return unit.append(".").append(code(line));
}

bool chief_is_recused(const State& state) {
  return std::ranges::any_of(state.access.recused, [](const RecusedPerson& one) {
    return one.role == Role::station_chief;
  });
}

std::string acting_station(const State& state) {
  const auto& intake = state.intake;
  if (!chief_is_recused(state) || intake.district.empty()) return intake.station;
  return department_of(Level::district, intake.district, intake.line.value_or(Line::other));
}

std::string owner_of(const State& state) {
  const auto& intake = state.intake;
  const Line line = intake.line.value_or(Line::other);
  switch (owner_of(state.phases.stage)) {
    case OwnerKind::nobody:
      return {};
    case OwnerKind::station:
    case OwnerKind::other_than_decliner:
      return acting_station(state);
    case OwnerKind::district_department:
    case OwnerKind::city_department:
      return state.escalation.department;
    case OwnerKind::uninvolved_district:
      return department_of(Level::district, intake.district, line);
    case OwnerKind::uninvolved_city:
      return department_of(Level::city, intake.district, line);
    case OwnerKind::target_case:
      return state.ending.merged_into;
    case OwnerKind::archive:
      return "archive";
  }
  return {};
}

}  // namespace recourse::casework::complaint
