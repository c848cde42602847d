#include <algorithm>
#include <recourse/casework/training/decider.hpp>
#include <recourse/casework/training/effect.hpp>
#include <recourse/office/training_effect.hpp>

#include "office/each_case.hpp"

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace training = casework::training;

bool is_theirs(const complaint::State& one, const training::State& held) {
  return std::ranges::any_of(one.work.handlers, [&](const std::string& staff) {
    return std::ranges::find(held.attendees, staff, &training::Attendee::staff) !=
           held.attendees.end();
  });
}

void count(training::Counts& counts, const complaint::State& one, LocalDay ended_on) {
  if (ended_on < counts.from || ended_on > counts.to) return;
  const auto& ending = one.ending;
  const auto is_bad = [](const std::optional<complaint::Grade>& grade) {
    return grade && complaint::is_bad(*grade);
  };
  ++counts.cases;
  if (one.work.repeated_trips > 0) ++counts.repeated;
  if (!ending.rating || one.rating_follow_up.excluded) return;
  ++counts.rated;
  if (is_bad(ending.rating) || is_bad(ending.service)) ++counts.bad;
}

}  // namespace

Result<training::RecordEffect> training_effect(const Office& office, const StreamId& stream) {
  const auto& engine = office.engine();
  const auto* port = engine.workflow(training::TrainingDecider::kKind);
  RECOURSE_TRY_ASSIGN(const auto found, port->find_any(stream));
  const auto& held = *static_cast<const training::State*>(found.state.get());
  if (!held.held_on) {
    return Error{Errc::invalid_argument, stream.text() + ": it was not held yet"};
  }
  // The deployment may have set it.
  const auto& rules = static_cast<const Hosted<training::TrainingDecider>&>(*port).decider();
  const auto days = rules.limits.period;
  auto before = training::period_before(*held.held_on, days);
  auto after = training::period_after(*held.held_on, days);
  RECOURSE_TRY_ASSIGN(const auto head, engine.follow());
  RECOURSE_TRY_ASSIGN(const auto rows, engine.rows(complaint::CasesView::kName, head));
  const auto offset = office.decider().norms.utc_offset;
  const auto counted = cases_where(*rows, [&](const complaint::State& one) {
    if (!one.ending.closed_at || !is_theirs(one, held)) return false;
    const auto day = local_day(*one.ending.closed_at, offset);
    count(before, one, day);
    count(after, one, day);
    return false;  // nothing is listed
  });
  if (!counted) return counted.error();
  return training::RecordEffect{before, after};
}

}  // namespace recourse
