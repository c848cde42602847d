// Limits that waited for a year's notice, computed again over all cases.
#include <recourse/engine.hpp>

namespace recourse {
namespace {

using casework::State;
using Case = core::Loaded<State>;

/// The same while the case has not moved on: a run that is repeated gives no command twice.
CommandId id_of(const StreamId& stream, const std::string& edition, Version version) {
  return derived_command_id("recompute_limits " + stream.text() + " " + edition + " " +
                            std::to_string(version.value));
}

bool ends_otherwise(const State& before, const State& after) {
  const auto ends_of = [](const State& s) {
    std::vector<std::pair<casework::Limit, Timestamp>> ends;
    for (const auto& limit : casework::due_times(s)) ends.emplace_back(limit.limit, limit.due.at);
    // A limit that rests is not among them.
    if (s.limits.finish) ends.emplace_back(casework::Limit::finish, s.limits.finish->at);
    return ends;
  };
  return ends_of(before) != ends_of(after);
}

Result<void> recompute(const Engine& engine, const StreamId& stream, const Case& now,
                       const core::Actor& actor, RecomputeReport& report) {
  ++report.looked_at;
  const core::Context context{engine.clock().now(), actor,
                              id_of(stream, engine.calendar().edition(), now.version)};
  RECOURSE_TRY_ASSIGN(const auto outcome,
                      engine.handle(stream, casework::RecomputeLimits{}, context));
  if (outcome.refused()) {
    ++report.refused;
    return {};
  }
  ++report.recomputed;
  RECOURSE_TRY_ASSIGN(const auto after, engine.find_case(stream));
  if (ends_otherwise(now.state, after.state)) ++report.moved;
  return {};
}

}  // namespace

Result<RecomputeReport> Engine::recompute_limits(const core::Actor& actor) const {
  RecomputeReport report;
  RECOURSE_TRY_ASSIGN(const auto rows, host().rows(casework::CasesView::kName, store().head()));
  // Those that have ended too: the care after a rating, and a supervision, go on.
  casework::CaseQuery query{.limit = limits::kListPageMax};
  for (;;) {
    // All pages of one snapshot: what is recomputed meanwhile moves to another place in the list.
    RECOURSE_TRY_ASSIGN(const auto page, casework::list_cases(*rows, query));
    for (const auto& entry : page.cases) {
      RECOURSE_TRY_ASSIGN(const auto found, core::state_in<State>(*rows, entry.id.text()));
      if (!found || !casework::waits_for_notice(found->state)) continue;
      auto done = recompute(*this, entry.id, *found, actor, report);
      if (!done) return std::move(done).error().within(entry.id.text());
    }
    if (page.next.empty()) return report;
    query.after = page.next;
  }
}

}  // namespace recourse
