#include <recourse/casework/case/commands.hpp>
#include <recourse/casework/case/state.hpp>

namespace recourse::casework {

namespace {

/// The name of the next step after a bad rating, as a limit.
Limit care_limit(CarePhase phase) {
  switch (phase) {
    case CarePhase::verify_due:
    case CarePhase::exclusion_asked:
      return Limit::care_verify;
    case CarePhase::correction_due:
      return Limit::care_correction;
    case CarePhase::feedback_due:
      return Limit::care_feedback;
    case CarePhase::revisit_due:
      return Limit::care_revisit;
    default:
      return Limit::care_contact;
  }
}

}  // namespace

namespace {

/// Collects limits: those that are set, with the command of their timer.
class Limiter {
 public:
  explicit Limiter(const State& state) : state_(&state) {}

  void add(Limit limit, const std::optional<Due>& due, std::string_view command = {},
           std::optional<Timestamp> met_at = std::nullopt) {
    if (!due) return;
    list_.push_back({limit, *due, met_at, state_->intake.historical ? "" : command});
  }
  std::vector<DueTime> list() && { return std::move(list_); }

 private:
  const State* state_;
  std::vector<DueTime> list_;
};

/// Those that run beside the phase.
void add_beside(Limiter& to, const State& state) {
  const auto& limits = state.limits;
  const bool open = is_open(state.phases.life);
  if (state.phases.clock == ClockPhase::running) {
    to.add(Limit::finish, limits.finish, describe::spec_of<GoOverdue>.type);
  }
  if (open || limits.contacted_at) {
    to.add(Limit::contact, limits.contact, {}, limits.contacted_at);
  }
  if (open) {
    to.add(Limit::attention, limits.attention);
    to.add(Limit::support, limits.support);
    if (state.phases.clock == ClockPhase::overdue) to.add(Limit::plan, limits.plan);
  }
  if (!is_settled(state.phases.care)) to.add(care_limit(state.phases.care), limits.care);
  if (state.phases.supervision != SupervisionPhase::none) {
    const bool raises = state.phases.supervision == SupervisionPhase::supervised &&
                        state.supervision.level != Level::city;
    to.add(Limit::supervision, limits.supervision,
           raises ? describe::spec_of<RaiseSupervision>.type : std::string_view{});
  }
}

/// Those of the phase.
void add_of_phase(Limiter& to, const State& state) {
  const auto& limits = state.limits;
  switch (state.phases.life) {
    case Phase::received:
      to.add(Limit::notice, limits.notice,
             state.intake.licence ? describe::spec_of<DeemAccepted>.type
                                  : describe::spec_of<MissNotice>.type);
      break;
    case Phase::handled_on_spot:
      to.add(Limit::day_end, limits.day_end, describe::spec_of<EndDay>.type);
      break;
    case Phase::escalated_district:
    case Phase::escalated_city:
      to.add(Limit::answer, limits.answer);
      break;
    case Phase::notice_issued:
      to.add(Limit::reminder, limits.reminder, describe::spec_of<Remind>.type);
      to.add(Limit::supplement, limits.supplement, describe::spec_of<Lapse>.type);
      break;
    case Phase::accepted_lacking:
      to.add(Limit::reminder, limits.reminder, describe::spec_of<Remind>.type);
      to.add(Limit::promise, limits.promise, describe::spec_of<Lapse>.type);
      break;
    case Phase::declined:
      to.add(Limit::decline_review, limits.review, describe::spec_of<LapseReview>.type);
      break;
    case Phase::referred:
      to.add(Limit::referral, limits.answer, describe::spec_of<RefuseReferral>.type);
      break;
    case Phase::closed:
      to.add(
          Limit::rating, limits.rating,
          is_settled(state.phases.care) ? describe::spec_of<EndRating>.type : std::string_view{});
      break;
    case Phase::rated:
      // What a bad rating asks for comes before the archive.
      if (is_settled(state.phases.care)) {
        to.add(Limit::settling, limits.settling, describe::spec_of<Settle>.type);
      }
      break;
    case Phase::review_1:
    case Phase::review_2:
      to.add(Limit::review, limits.review);
      break;
    default:
      break;
  }
}

}  // namespace

std::vector<DueTime> due_times(const State& state) {
  Limiter limiter{state};
  if (state.phases.life == Phase::none) return {};
  add_beside(limiter, state);
  add_of_phase(limiter, state);
  if (state.phases.clock == ClockPhase::paused) {
    limiter.add(Limit::pause_cap, state.limits.pause_cap, describe::spec_of<ReachCap>.type);
  }
  return std::move(limiter).list();
}

Timestamp round_start(const State& state) {
  Timestamp start = state.limits.own_from;
  for (const auto& one : state.ending.absorbed) {
    if (one.round == state.ending.rounds && one.from < start) start = one.from;
  }
  return start;
}

std::optional<Route> route_of(const State& state) {
  if (state.work.routes.empty()) return std::nullopt;
  return state.work.routes.back().route;
}

std::vector<Loop> loops_of(const State& state) {
  if (state.phases.life == Phase::none) return {};
  std::vector<Loop> loops;
  if (state.ending.same_day) loops.push_back(Loop::same_day);
  if (state.ladder.escalated) loops.push_back(Loop::escalated);
  if (state.limits.overdue) loops.push_back(Loop::overdue);
  if (loops.empty()) loops.push_back(Loop::ordinary);
  return loops;
}

std::string department_of(Level level, std::string_view district, Line line) {
  std::string unit{level == Level::city || district.empty() ? std::string_view{} : district};
  if (unit.empty()) unit = level == Level::city ? "city" : "district";
  return unit.append(".").append(code(line));
}

std::string owner_of(const State& state) {
  const auto& intake = state.intake;
  const Line line = intake.line.value_or(Line::other);
  switch (owner_of(state.phases.life)) {
    case OwnerKind::nobody:
      return {};
    case OwnerKind::station:
    case OwnerKind::other_than_decliner:
      return intake.station;
    case OwnerKind::district_department:
    case OwnerKind::city_department:
      return state.ladder.department;
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

}  // namespace recourse::casework
