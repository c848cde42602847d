#include <recourse/casework/case/commands.hpp>
#include <recourse/casework/case/state.hpp>

namespace recourse::casework {

std::vector<DueTime> due_times(const State& state) {
  const auto& limits = state.limits;
  const Phase at = state.phases.life;
  std::vector<DueTime> list;
  const auto add = [&](Limit limit, const std::optional<Due>& due, std::string_view command,
                       std::optional<Timestamp> met_at = std::nullopt) {
    if (!due) return;
    list.push_back({limit, *due, met_at, state.intake.historical ? "" : command});
  };
  if (state.phases.clock == ClockPhase::running) {
    add(Limit::finish, limits.finish, describe::spec_of<GoOverdue>.type);
  }
  if (is_open(at) || limits.contacted_at)
    add(Limit::contact, limits.contact, "", limits.contacted_at);
  switch (at) {
    case Phase::handled_on_spot:
      add(Limit::day_end, limits.day_end, describe::spec_of<EndDay>.type);
      break;
    case Phase::escalated_district:
    case Phase::escalated_city:
      add(Limit::answer, limits.answer, "");
      break;
    case Phase::notice_issued:
      add(Limit::supplement, limits.supplement, describe::spec_of<Lapse>.type);
      break;
    case Phase::accepted_lacking:
      add(Limit::promise, limits.promise, describe::spec_of<Lapse>.type);
      break;
    case Phase::declined:
      add(Limit::decline_review, limits.review, describe::spec_of<LapseReview>.type);
      break;
    case Phase::referred:
      add(Limit::referral, limits.answer, describe::spec_of<RefuseReferral>.type);
      break;
    case Phase::closed:
      add(Limit::rating, limits.rating, describe::spec_of<EndRating>.type);
      break;
    case Phase::rated:
      add(Limit::settling, limits.settling, describe::spec_of<Settle>.type);
      break;
    case Phase::review_1:
    case Phase::review_2:
      add(Limit::review, limits.review, "");
      break;
    default:
      break;
  }
  if (state.phases.clock == ClockPhase::paused) {
    add(Limit::pause_cap, limits.pause_cap, describe::spec_of<ReachCap>.type);
  }
  return list;
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
