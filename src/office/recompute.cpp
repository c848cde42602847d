// Limits that a published or corrected notice moves, counted again over all streams.
#include "office/recompute.hpp"

#include <algorithm>
#include <iterator>
#include <recourse/office_workflows.hpp>

#include "office/each_case.hpp"

namespace recourse {
namespace {

using casework::complaint::State;

/// The same while the case has not moved on: a run that is repeated gives no command twice.
CommandId id_of(const StreamId& stream, const std::string& edition, Version version) {
  return derived_command_id("recompute_limits " + stream.text() + " " + edition + " " +
                            std::to_string(version.value));
}

bool ends_otherwise(const State& before, const State& after) {
  const auto ends_of = [](const State& s) {
    std::vector<std::pair<casework::complaint::DeadlineKind, Timestamp>> ends;
    for (const auto& limit : casework::complaint::due_times(s))
      ends.emplace_back(limit.kind, limit.due.at);
    // One that stands is not among them.
    if (const auto deadline = casework::complaint::resolution_deadline(s))
      ends.emplace_back(casework::complaint::DeadlineKind::resolution, deadline->at);
    return ends;
  };
  return ends_of(before) != ends_of(after);
}

Result<void> recompute(const Office& office, const StreamId& stream,
                       const std::optional<core::Actor>& actor, RecomputeReport& report) {
  ++report.looked_at;
  RECOURSE_TRY_ASSIGN(const auto before, office.find_case(stream));
  const core::Context context{
      .now = office.clock().now(),
      .actor = actor.value_or(core::Actor{"recompute_limits", "engine", ""}),
      .command_id = id_of(stream, office.calendar().edition(), before.version),
      .standing = actor ? core::Standing{} : core::StandingOf::engine()};
  RECOURSE_TRY_ASSIGN(const auto outcome,
                      office.handle(stream, casework::complaint::RecomputeLimits{}, context));
  if (outcome.refused()) {
    ++report.refused;
    return {};
  }
  ++report.recomputed;
  RECOURSE_TRY_ASSIGN(const auto after, office.find_case(stream));
  if (ends_otherwise(before.state, after.state)) ++report.moved;
  return {};
}

/// In a workflow that leaves it to the engine.
Result<void> recompute(const Office& office, const core::Intent& asked, RecomputeReport& report) {
  const auto* const workflow = office.engine().workflow(asked.stream.kind());
  RECOURSE_TRY_ASSIGN(const auto version, office.store().version_of(asked.stream));
  const core::Context context{
      .now = office.clock().now(),
      .actor = {"recompute_limits", "engine", ""},
      .command_id = id_of(asked.stream, office.calendar().edition(), version),
      .standing = core::StandingOf::engine()};
  RECOURSE_TRY_ASSIGN(const auto outcome,
                      office.handle_any(*workflow, asked.stream, asked.command.get(), context));
  ++(outcome.refused() ? report.refused : report.others);
  return {};
}

}  // namespace

Result<std::vector<StreamId>> cases_to_recompute(const core::TableSnapshot& rows,
                                                 const casework::complaint::ComplaintDecider& rules,
                                                 Timestamp now) {
  // Those that have ended too: the care after a rating, and a supervision, go on.
  return cases_where(rows, [&](const State& state) { return rules.recomputes(state, now); });
}

core::ReactionSpec LimitsFollowTheCalendar::spec() const {
  return {.name = "calendar_limits",
          .stream_kind = std::string{casework::calendar::CalendarDecider::kKind},
          .types = {std::string{describe::spec_of<casework::calendar::YearPublished>.type}}};
}

Result<std::vector<core::Intent>> LimitsFollowTheCalendar::react(
    const core::RecordView& record) const {
  return asked_(record.position);
}

Result<std::vector<core::Intent>> limits_to_recompute(const Engine& engine, Position at) {
  std::vector<core::Intent> asked;
  for (const auto& workflow : office_workflows()) {
    if (workflow.recompute == nullptr) continue;
    RECOURSE_TRY_ASSIGN(auto part, workflow.recompute(engine, at));
    std::ranges::move(part, std::back_inserter(asked));
  }
  return asked;
}

Result<RecomputeReport> Office::recompute_limits(const std::optional<core::Actor>& actor) const {
  RecomputeReport report;
  RECOURSE_TRY_ASSIGN(const auto head, store().head());
  RECOURSE_TRY_ASSIGN(const auto rows, engine().rows(casework::complaint::CasesView::kName, head));
  RECOURSE_TRY_ASSIGN(const auto cases, cases_to_recompute(*rows, decider(), clock().now()));
  for (const auto& stream : cases) {
    auto done = recompute(*this, stream, actor, report);
    if (!done) return std::move(done).error().within(stream.text());
  }
  RECOURSE_TRY_ASSIGN(const auto others, limits_to_recompute(engine(), head));
  for (const auto& one : others) {
    auto done = recompute(*this, one, report);
    if (!done) return std::move(done).error().within(one.stream.text());
  }
  return report;
}

}  // namespace recourse
