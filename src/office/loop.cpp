#include <algorithm>
#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/rectification/recurrence.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/replies/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/figures.hpp>
#include <recourse/casework/training/decider.hpp>
#include <recourse/office/loop.hpp>

#include "office/each_state.hpp"

namespace recourse {
namespace {

namespace liaison = casework::liaison;
namespace rectification = casework::rectification;
namespace registry = casework::registry;
namespace replies = casework::replies;
namespace supervision = casework::supervision;
namespace training = casework::training;

void add(WindowFigures& to, const registry::State& state) {
  using registry::Phase;
  if (state.kind == registry::PlaceKind::station) ++to.stations;
  const auto phase = state.phases.window;
  if (phase == Phase::open) ++to.open;
  if (phase == Phase::suspended || phase == Phase::moved) ++to.suspended;
  if (phase == Phase::closed) ++to.closed;
  if (phase != Phase::closed) {
    if (state.form == registry::WindowForm::independent) ++to.independent;
    if (state.form == registry::WindowForm::overlaid) ++to.overlaid;
  }
  to.officers += registry::roster_of(state).size();
  to.changes += state.swapped.size();
  if (state.room) ++to.rooms;
  if (state.room_use) to.room_matters += state.room_use->matters;
}

void add(InspectionFigures& to, const supervision::State& state) {
  supervision::UnitFigures one;
  supervision::add(one, state);
  to.findings += one.findings;
  to.circulars += one.circulars;
  to.repeated += one.repeated;
  to.refusals += one.refusals;
  to.refusals_without_ground += one.refusals_without_ground;
  if (state.kind == supervision::InspectionKind::counter_refusal) return;
  to.inspections += one.inspections;
  to.clean += one.clean;
  to.open += one.open;
  if (!state.sample.digest.empty()) ++to.samples;
}

void add(LiaisonFigures& to, const liaison::State& state) {
  ++(state.post == liaison::Post::served ? to.posts : to.vacant);
  to.collected += state.collected;
  to.digests += state.digest;
  to.solved += state.solved;
  to.next_steps += state.next_steps;
  to.late += state.late;
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

}  // namespace

Result<LoopFigures> loop_figures(const Office& office, Position at_least) {
  LoopFigures loop;
  RECOURSE_TRY((each_state<registry::RegistryDecider>(
      office, at_least, [&](auto, const auto& state) { add(loop.windows, state); })));
  RECOURSE_TRY((each_state<supervision::SupervisionDecider>(
      office, at_least, [&](auto, const auto& state) { add(loop.inspections, state); })));
  RECOURSE_TRY((each_state<liaison::LiaisonDecider>(
      office, at_least, [&](auto, const auto& state) { add(loop.liaisons, state); })));
  const auto today = local_day(office.clock().now(), office.decider().norms.utc_offset);
  RECOURSE_TRY((
      each_state<replies::RepliesDecider>(office, at_least, [&](auto, const replies::State& state) {
        if (replies::valid_on(state, today) != nullptr) ++loop.replies;
        loop.reply_uses += state.uses;
      })));
  RECOURSE_TRY((each_state<training::TrainingDecider>(office, at_least,
                                                      [&](auto, const training::State& state) {
                                                        if (!was_held(state.phase)) return;
                                                        ++loop.trainings;
                                                        loop.trained += state.attendees.size();
                                                        loop.passed += training::passed(state);
                                                      })));
  const auto* const served = dynamic_cast<const Hosted<rectification::RectificationDecider>*>(
      office.engine().workflow(rectification::RectificationDecider::kKind));
  const auto limits = served != nullptr ? served->decider().limits : rectification::Limits{};
  RECOURSE_TRY((each_state<rectification::RectificationDecider>(
      office, at_least, [&](std::string_view key, const rectification::State& state) {
        loop.rectifications.push_back(figures_of(key, state, limits));
      })));
  return loop;
}

}  // namespace recourse
