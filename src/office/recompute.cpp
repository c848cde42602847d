// Limits that a published or corrected notice moves, counted again over all cases.
#include <recourse/office.hpp>

namespace recourse {
namespace {

using casework::complaint::State;
using Case = core::Loaded<State>;

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

Result<void> recompute(const Office& office, const StreamId& stream, const Case& now,
                       const core::Actor& actor, RecomputeReport& report) {
  ++report.looked_at;
  const core::Context context{office.clock().now(), actor,
                              id_of(stream, office.calendar().edition(), now.version)};
  RECOURSE_TRY_ASSIGN(const auto outcome,
                      office.handle(stream, casework::complaint::RecomputeLimits{}, context));
  if (outcome.refused()) {
    ++report.refused;
    return {};
  }
  ++report.recomputed;
  RECOURSE_TRY_ASSIGN(const auto after, office.find_case(stream));
  if (ends_otherwise(now.state, after.state)) ++report.moved;
  return {};
}

}  // namespace

Result<RecomputeReport> Office::recompute_limits(const core::Actor& actor) const {
  RecomputeReport report;
  RECOURSE_TRY_ASSIGN(const auto rows,
                      engine().rows(casework::complaint::CasesView::kName, store().head()));
  // Those that have ended too: the care after a rating, and a supervision, go on.
  casework::complaint::CaseQuery query{.page_size = limits::kListPageMax};
  for (;;) {
    // All pages of one snapshot: what is recomputed meanwhile moves to another place in the list.
    RECOURSE_TRY_ASSIGN(const auto page, casework::complaint::list_cases(*rows, query));
    for (const auto& entry : page.cases) {
      RECOURSE_TRY_ASSIGN(const auto found, core::state_in<State>(*rows, entry.id.text()));
      if (!found || !decider().recomputes(found->state, clock().now())) continue;
      auto done = recompute(*this, entry.id, *found, actor, report);
      if (!done) return std::move(done).error().within(entry.id.text());
    }
    if (page.next.empty()) return report;
    query.after = page.next;
  }
}

}  // namespace recourse
