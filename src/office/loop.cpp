#include <algorithm>
#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/rectification/recurrence.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/registry/overlay.hpp>
#include <recourse/casework/registry/stability.hpp>
#include <recourse/casework/replies/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/figures.hpp>
#include <recourse/casework/training/decider.hpp>
#include <recourse/office/loop.hpp>

#include "office/each_state.hpp"
#include "office/fold_log.hpp"

namespace recourse {
namespace {

namespace liaison = casework::liaison;
namespace rectification = casework::rectification;
namespace registry = casework::registry;
namespace replies = casework::replies;
namespace supervision = casework::supervision;
namespace training = casework::training;

/// A count that only grows, between two moments; what was taken back meanwhile takes nothing away.
std::uint64_t between(std::uint64_t before, std::uint64_t at_end) {
  return at_end > before ? at_end - before : 0;
}

void add(WindowFigures& to, const registry::State* before, const registry::State& state,
         Timestamp moment) {
  using registry::Phase;
  if (state.kind == registry::PlaceKind::station) ++to.stations;
  const auto phase = state.phases.window;
  if (phase == Phase::open) ++to.open;
  if (phase == Phase::suspended || phase == Phase::moved) ++to.suspended;
  if (phase == Phase::closed) ++to.closed;
  if (phase != Phase::closed) {
    if (state.form == registry::WindowForm::independent) ++to.independent;
    if (state.form == registry::WindowForm::overlaid) ++to.overlaid;
    const auto load = registry::overlay_load(state).value_or(0);
    to.overlay_load += load;
    to.overlay_most = std::max(to.overlay_most, load);
  }
  const auto stability = registry::stability_at(state, moment);
  to.served += stability.served;
  to.through += stability.through;
  to.officers += registry::roster_of(state).size();
  to.changes += between(before != nullptr ? before->swapped.size() : 0, state.swapped.size());
  if (state.room) ++to.rooms;
  const auto matters = [](const registry::State* one) -> std::uint64_t {
    return one != nullptr && one->room_use ? one->room_use->matters : 0;
  };
  to.room_matters += between(matters(before), matters(&state));
}

InspectionFigures figures_of(const supervision::State& state) {
  supervision::UnitFigures one;
  supervision::add(one, state);
  InspectionFigures figures;
  figures.findings = one.findings;
  figures.circulars = one.circulars;
  figures.repeated = one.repeated;
  figures.refusals = one.refusals;
  figures.refusals_without_ground = one.refusals_without_ground;
  if (state.kind == supervision::InspectionKind::counter_refusal) return figures;
  figures.inspections = one.inspections;
  figures.clean = one.clean;
  figures.open = one.open;
  figures.samples = state.sample.digest.empty() ? 0 : 1;
  return figures;
}

void add(InspectionFigures& to, const supervision::State* before, const supervision::State& state) {
  const auto had = before != nullptr ? figures_of(*before) : InspectionFigures{};
  const auto has = figures_of(state);
  to.inspections += between(had.inspections, has.inspections);
  to.clean += between(had.clean, has.clean);
  to.findings += between(had.findings, has.findings);
  to.circulars += between(had.circulars, has.circulars);
  to.repeated += between(had.repeated, has.repeated);
  to.open += has.open;
  to.samples += between(had.samples, has.samples);
  to.refusals += between(had.refusals, has.refusals);
  to.refusals_without_ground += between(had.refusals_without_ground, has.refusals_without_ground);
}

void add(LiaisonFigures& to, const liaison::State* before, const liaison::State& state) {
  const auto had = before != nullptr ? *before : liaison::State{};
  ++(state.post == liaison::Post::served ? to.posts : to.vacant);
  to.collected += between(had.collected, state.collected);
  to.digests += between(had.digest, state.digest);
  to.solved += between(had.solved, state.solved);
  to.next_steps += between(had.next_steps, state.next_steps);
  to.late += between(had.late, state.late);
  to.open += state.matters.size();
}

RectificationFigures figures_of(std::string_view key, const rectification::State& state,
                                const rectification::Limits& limits) {
  RectificationFigures f;
  f.key = key;
  f.matter = state.matter;
  f.reason = state.reason;
  f.month = state.month;
  f.closed = state.phase == rectification::Phase::closed;
  if (state.recurrences.empty()) return f;
  const auto& last = state.recurrences.back();
  f.before = last.before;
  f.before_all = last.before_all;
  f.after = last.after;
  f.after_all = last.after_all;
  f.ratio = last.ratio;
  f.lower = last.lower;
  f.upper = last.upper;
  f.proved = rectification::is_proved(last, limits);
  return f;
}

bool was_held(training::Phase phase) {
  return phase >= training::Phase::held && phase <= training::Phase::closed;
}

void add_training(LoopFigures& to, const training::State* before, const training::State& state) {
  const bool held_before = before != nullptr && was_held(before->phase);
  if (held_before || !was_held(state.phase)) return;
  ++to.trainings;
  to.trained += state.attendees.size();
  to.passed += training::passed(state);
}

/// Counts every workflow of the loop. `each` calls f(key, before, state) for each stream of a
/// workflow: as it stood before the period (null: it was not there), and as it stands.
template <class Each>
Result<LoopFigures> counted(const Office& office, Timestamp moment, Each&& each) {
  LoopFigures loop;
  RECOURSE_TRY(each.template operator()<registry::RegistryDecider>(
      [&](auto, const registry::State* before, const registry::State& state) {
        add(loop.windows, before, state, moment);
      }));
  RECOURSE_TRY(each.template operator()<supervision::SupervisionDecider>(
      [&](auto, const supervision::State* before, const supervision::State& state) {
        add(loop.inspections, before, state);
      }));
  RECOURSE_TRY(each.template operator()<liaison::LiaisonDecider>(
      [&](auto, const liaison::State* before, const liaison::State& state) {
        add(loop.liaisons, before, state);
      }));
  const auto day = local_day(moment, office.decider().norms.utc_offset);
  RECOURSE_TRY(each.template operator()<replies::RepliesDecider>(
      [&](auto, const replies::State* before, const replies::State& state) {
        if (replies::valid_on(state, day) != nullptr) ++loop.replies;
        loop.reply_uses += between(before != nullptr ? before->uses : 0, state.uses);
      }));
  RECOURSE_TRY(each.template operator()<training::TrainingDecider>(
      [&](auto, const training::State* before, const training::State& state) {
        add_training(loop, before, state);
      }));
  const auto* const served = dynamic_cast<const Hosted<rectification::RectificationDecider>*>(
      office.engine().workflow(rectification::RectificationDecider::kKind));
  const auto limits = served != nullptr ? served->decider().limits : rectification::Limits{};
  RECOURSE_TRY(each.template operator()<rectification::RectificationDecider>(
      [&](std::string_view key, const rectification::State* before,
          const rectification::State& state) {
        const bool over = before != nullptr && before->phase == rectification::Phase::closed;
        if (!over) loop.rectifications.push_back(figures_of(key, state, limits));
      }));
  return loop;
}

/// A stream before a period and at its end.
template <class State>
struct Span {
  std::optional<State> before{};
  std::optional<State> at_end{};
};

/// As `counted` has it, of the moments before `start` and up to `end`.
template <class D, class F>
Result<void> each_between(const Office& office, Position to, Timestamp start, Timestamp end,
                          F&& f) {
  using State = typename D::State;
  std::map<std::string, Span<State>, std::less<>> spans;
  const auto look = [&](std::string_view stream, const core::Loaded<State>& until, Timestamp at) {
    if (until.version.value == 0 || at < start) return;
    auto& span = spans[std::string{stream}];
    if (!span.before && until.at < start) span.before = until.state;
    if (!span.at_end && until.at <= end && at > end) span.at_end = until.state;
  };
  RECOURSE_TRY_ASSIGN(const auto streams, fold_log<D>(office, to, look));
  for (const auto& one : streams) {
    const auto& last = one.second;
    auto& span = spans[one.first];
    if (!span.before && last.at < start) span.before = last.state;
    if (!span.at_end && last.at <= end) span.at_end = last.state;
    if (!span.at_end) continue;  // it began later
    f(std::string_view{one.first}.substr(D::kKind.size() + 1),
      span.before ? &*span.before : nullptr, *span.at_end);
  }
  return {};
}

}  // namespace

Result<LoopFigures> loop_figures(const Office& office, const LoopQuery& query) {
  if (query.from.has_value() != query.to.has_value()) {
    return Error{Errc::invalid_argument, "a period has a first and a last day"};
  }
  const auto offset = office.decider().norms.utc_offset;
  const auto start = query.from ? start_of(*query.from, offset) : Timestamp::min();
  const auto end = query.to ? end_of(*query.to, offset) : Timestamp::max();
  const auto now = office.clock().now();
  const auto moment = std::min({query.moment.value_or(now), end, now});
  RECOURSE_TRY_ASSIGN(auto loop, counted(office, moment, [&]<class D>(auto&& f) {
                        return each_between<D>(office, query.position, start, end, f);
                      }));
  loop.from = query.from;
  loop.to = query.to;
  return loop;
}

Result<LoopFigures> loop_figures(const Office& office, Position at_least) {
  return counted(office, office.clock().now(), [&]<class D>(auto&& f) {
    return each_state<D>(office, at_least,
                         [&](std::string_view key, const typename D::State& state) {
                           f(key, static_cast<const typename D::State*>(nullptr), state);
                         });
  });
}

}  // namespace recourse
