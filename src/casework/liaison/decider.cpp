// The order of the checks; duties, and who sees what.
#include <algorithm>
#include <recourse/casework/common/department.hpp>

#include "casework/liaison/deciding.hpp"

namespace recourse::casework::liaison {
namespace {

bool is_department(Role role) {
  return role == Role::district_officer || role == Role::city_officer;
}
bool is_station(Role role) {
  return role == Role::window_officer || role == Role::counter_lead || role == Role::station_chief;
}

/// The engine acts as its timers do, whether a limit or a reaction makes it act.
std::optional<Role> role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  Role role{};
  if (!describe::enum_from_name(context.actor.role, role)) return std::nullopt;
  return role;
}

core::Refusal not_now(const State& state) {
  auto no = refuse<refusals::not_now>(
      Put<"post">{std::string{describe::enum_name(state.post)}, zh(state.post)},
      Put<"collection">{std::string{describe::enum_name(state.collection)}, zh(state.collection)});
  for (const auto& step : steps()) {
    if (takes(state.post, state.collection, step.command)) no.allowed.emplace_back(step.command);
  }
  return no;
}

/// A stream begins with the first appointment: before it there is no department that would answer.
bool lets_phase(const State& state, std::string_view command) {
  const bool of_time = command == describe::spec_of<PassLimit>.type ||
                       command == describe::spec_of<RecomputeLimits>.type;
  if (of_time) return true;
  const bool begins = command == describe::spec_of<Appoint>.type;
  return (begins || !state.unit.empty()) && takes(state.post, state.collection, command);
}

std::optional<core::Refusal> check_role(const std::optional<Role>& role, const core::Actor& actor,
                                        std::string_view command) {
  if (role && may_give(command, *role)) return std::nullopt;
  const auto name = actor.role.empty() ? std::string{"nobody"} : actor.role;
  return refuse<refusals::not_your_role>(Put<"command">{std::string{command}},
                                         Put<"role">{name, role ? std::string{zh(*role)} : name});
}

/// The department of the post's line, later the one whose person it is; the post's own station.
std::optional<core::Refusal> check_unit(const State& state, const PostName& post, Role role,
                                        const core::Actor& actor) {
  const auto no = [&](const std::string& unit) {
    const auto& own = actor.unit;
    return refuse<refusals::not_your_post>(
        Put<"unit">{unit}, Put<"own">{own.empty() ? std::string{"none"} : own,
                                      own.empty() ? std::string{"未注明单位者"} : own});
  };
  if (is_station(role)) {
    return actor.unit == post.station ? std::nullopt : std::optional{no(post.station)};
  }
  if (!state.unit.empty()) {
    return actor.unit == state.unit ? std::nullopt : std::optional{no(state.unit)};
  }
  const bool own =
      is_department_of(role, actor.unit) && line_of_department(actor.unit) == post.line;
  const auto bureau = role == Role::city_officer ? kCityBureau : std::string_view{"district"};
  return own ? std::nullopt : std::optional{no(department_unit(bureau, post.line))};
}

/// Of the liaisons the one of that day acts.
std::optional<core::Refusal> check_on_duty(const State& state, Role role, const std::string& staff,
                                           LocalDay day) {
  const auto liaison = on_duty(state, day);
  if (role != Role::liaison || staff == liaison) return std::nullopt;
  return refuse<refusals::not_on_duty>(
      Put<"staff">{liaison.empty() ? std::string{"nobody"} : liaison,
                   liaison.empty() ? std::string{"空缺"} : liaison},
      Put<"own">{staff});
}

/// Of the two of the post each says when he is away, on whatever day.
bool says_own_absence(const State& state, std::string_view command, const std::string& staff) {
  return command == describe::spec_of<NoteAbsence>.type &&
         (staff == state.staff || staff == state.stand_in);
}

}  // namespace

LiaisonDecider LiaisonDecider::with(const Reference& reference) {
  LiaisonDecider decider;
  decider.current_calendar = reference.current_calendar;
  decider.utc_offset = reference.norms.utc_offset;
  return decider;
}

Decision LiaisonDecider::decide(const State& state, const Command& command,
                                const core::Context& context) const {
  const auto name = describe::type_of(command);
  const auto key = std::string_view{context.stream}.substr(context.stream.find('/') + 1);
  const auto post = post_name(key);
  if (!post) return refuse<refusals::no_such_post>(Put<"key">{std::string{key}});
  if (!lets_phase(state, name)) return not_now(state);
  const auto role = role_of(context);
  const auto& actor = context.actor;
  if (auto no = check_role(role, actor, name)) return *no;
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  if (*role != Role::timer) {
    if (blank(actor.id)) return refuse<refusals::no_actor>();
    if (auto no = check_unit(state, *post, *role, actor)) return *no;
    if (!says_own_absence(state, name, actor.id)) {
      const auto today = days.day_of(context.now);
      if (auto no = check_on_duty(state, *role, actor.id, today)) return *no;
    }
  }
  return std::visit(Deciding{*this, state, context, *role, *post, days}, command);
}

std::vector<Duty> LiaisonDecider::duties(const State& state) const {
  std::vector<Duty> all;
  if (state.vacancy) {
    all.push_back({"appoint_liaison", "任命对接专人", "R21", state.unit, state.vacancy});
  }
  if (state.answer) {
    all.push_back({"answer_digest", "答复疑难事项汇总", "R21", state.unit, state.answer});
  }
  return all;
}

std::vector<std::string_view> LiaisonDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto& step : steps()) {
    if (lets_phase(state, step.command)) names.push_back(step.command);
  }
  return names;
}

std::vector<std::string_view> LiaisonDecider::next_for(const State& state,
                                                       const core::Context& context) const {
  const auto role = role_of(context);
  const auto key = std::string_view{context.stream}.substr(context.stream.find('/') + 1);
  // Of a stream that has begun the state knows the post, wherever the caller asks.
  const auto named =
      state.unit.empty() ? post_name(key) : std::optional{PostName{state.line, state.station}};
  auto names = next(state);
  std::erase_if(names, [&](std::string_view name) {
    if (!named || check_role(role, context.actor, name)) return true;
    return *role != Role::timer && check_unit(state, *named, *role, context.actor).has_value();
  });
  return names;
}

core::Visibility LiaisonDecider::sees(const State& state, const core::Viewer& viewer) const {
  using describe::Access;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role)) return {.rule = "authority"};
  const core::Visibility staff{.any = true, .classes = {Access::open, Access::internal}};
  if (is_station(role)) {
    return viewer.actor.unit == state.station ? staff : core::Visibility{.rule = "R16"};
  }
  const bool all = is_department(role) || role == Role::liaison || role == Role::supervisor ||
                   role == Role::administrator || role == Role::timer;
  return all ? staff : core::Visibility{.rule = "R21"};
}

}  // namespace recourse::casework::liaison
