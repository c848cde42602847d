// ComplaintDecider: what may happen to a case, and what follows.
//
//     ComplaintDecider cases;                                 // China's calendar, Shanghai's norms
//     auto decision = cases.decide(state, Accept{.present = true}, context, {});
//     if (decision.is_refusal()) show(decision.refusal().zh);
//     for (const Event& e : decision.events()) cases.evolve(state, e, facts);
//
// A refusal names its rule and says in English and Chinese what is wrong; `allowed` lists the
// commands that the phase would take. Checks come in this order: is there such a case; are the
// norms that it is pinned to known; does the phase take it; may this role, at this unit, do it; are
// the facts complete.
//
// If the deadline for resolution has passed and its timer has not fired yet, the decision records
// that first: what a late timer finds never depends on how late it is.
//
// Pure: no clock, no I/O, no randomness. A decision sees one calendar from its beginning to its
// end, evolve sees none. Safe from any thread; calendar and catalogue must outlive the decider.
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/current_calendar.hpp>
#include <recourse/casework/common/profiles.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/complaint/commands.hpp>
#include <recourse/casework/complaint/summary.hpp>
#include <recourse/core/projection.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>
#include <recourse/trust/keyring.hpp>
#include <recourse/trust/sealing.hpp>

namespace recourse::core {
class TableSnapshot;
}  // namespace recourse::core
namespace recourse::casework {
struct Agenda;
struct AgendaQuery;
}  // namespace recourse::casework

namespace recourse::casework::complaint {

struct ComplaintDecider {
  using State = casework::complaint::State;
  using Command = casework::complaint::Command;
  using Event = casework::complaint::Event;

  using Summary = CaseSummary;

  static constexpr std::string_view kKind = "case";
  static constexpr std::string_view kName = "complaint";
  static constexpr std::string_view kDoc =
      "A matter that the counter could not get done, from report to rating.";
  static constexpr core::Label kLabel{"Cases", "诉求"};
  static constexpr std::uint32_t kDefinition = 1;
  /// Raised when the same events make another state: views are built anew, golden states added.
  static constexpr std::uint32_t kFoldVersion = 4;

  /// By which a look at personal data in clear is recorded (core/look.hpp).
  static constexpr std::string_view kLook = describe::spec_of<Unmask>.type;
  static constexpr std::string_view kLooked = describe::spec_of<Unmasked>.type;

  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins. Shared by every copy of the decider
  /// that an engine makes and by the office, which publishes the notices of years.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  const Catalogue* catalogue = &Catalogue::builtin();
  /// Null, or the catalogue that holds when a decision begins, and those before it (R30).
  std::shared_ptr<const CurrentCatalogue> current_catalogue = {};
  /// The deployment's numbers: new cases are pinned to them.
  Norms norms = Norms::shanghai();
  /// Where cases find the numbers that they are pinned to, if those are not `norms`.
  Profiles profiles = Profiles::builtin();
  /// Null, or the register of windows: a station takes cases at an open window only, by somebody on
  /// its roster (R1, R5).
  std::shared_ptr<const Windows> windows = {};
  /// Null, or the dispatch catalogue that holds when a decision begins: the line of an escalation
  /// that names none, and the level that decides (R41).
  std::shared_ptr<const CurrentDispatch> current_dispatch = {};

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();

  /// A decider of a deployment.
  static ComplaintDecider with(const Reference& reference);
  /// The view `cases` (views/cases_view.hpp), by which its timers fire, and `figures`.
  core::ProjectionFactory state_view() const;
  std::vector<core::ProjectionFactory> further_views() const;
  /// Of a log that is sealed: `persons` (views/persons_view.hpp).
  std::vector<core::ProjectionFactory> sealed_views(
      const std::shared_ptr<const trust::Keyring>& ring) const;

  /// The numbers that a case goes by: those that its first event named, or `norms` if it has none
  /// yet. nullptr if they are not known here; then every command is refused (profile_unknown).
  const Norms* norms_of(const State& state) const noexcept;

  /// The catalogue that a case goes by: the version that its first event named, or the one that
  /// holds now if it has none yet. So is a version that is not known here: one of the built-in
  /// lists of another build.
  const Catalogue& catalogue_of(const State& state) const noexcept;

  /// The command without inquiry codes; nothing if it holds none.
  static std::optional<Command> without_secrets(const Command& command);

  /// The target of a merge or unmerge; for other commands nothing.
  std::vector<StreamId> related(const Command& command) const;

  /// `related` holds the states of related(command), in any order.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context,
                               std::span<const core::Related<State>> related) const;

  /// The limits of due_times(state) that are not met, by the names of Limit. None fires for a case
  /// that was told afterwards (R27).
  std::vector<core::Timer> timers(const State& state) const;
  /// What the timer gives when the limit of that name has passed. Throws NotFound if the norms
  /// of the case are not known: a refusal would be recorded, and the timer spent. So nothing is
  /// recorded; the engine shows the timer as failing and tries again, until somebody opens it with
  /// the norms.
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const;

  /// Takes every event that was ever recorded.
  void evolve(State& state, const Event& event, const core::Facts& facts) const;

  /// What follows from a state, for whoever shows it.
  Summary summarize(const State& state) const { return casework::complaint::summarize(state); }

  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment. False for historical cases, and where the norms are not known.
  bool recomputes(const State& state, Timestamp now) const;

  /// Whether a person's data in the case may be erased (Engine::erase): not while it is held or
  /// goes on, for the ground of retention not before its term has run out, and at the request of an
  /// administrator, a supervisor or the engine alone. Refusals: erasure_not_yours,
  /// erasure_while_held, erasure_while_open, retention_runs.
  std::optional<core::Refusal> check_erasure(const State& state, describe::Subject subject,
                                             trust::ErasureGround ground,
                                             const core::Context& context) const;

  /// It has ended so long ago that its norms let personal data go, and nobody holds it. False where
  /// the norms are not known.
  bool is_past_retention(const State& state, Timestamp now) const;
  /// What a viewer may see of the case: read_permissions_of.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;

  /// The duties of a unit in all cases, from the view `cases`: list_case_duties.
  static constexpr std::string_view kAgendaView = "cases";
  static Result<Agenda> list_agenda(const core::TableSnapshot& rows, const AgendaQuery& query);

  // What a check of new code asks (core/upgrade.hpp).

  /// Phases that no row of the table leads to.
  std::optional<std::string> state_error(const State& state) const;
  /// As `advance`.
  bool accepts(const State& before, const Event& event, const core::Facts& facts) const;
  /// Closed, withdrawn, merged: what may still come is another round.
  bool finished(const State& state) const;
  /// As `allowed_commands`.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, what `decide` would take from the actor at that moment, if it is filled in rightly:
  /// phase, role, unit, bars and limits allow it. What another case decides, as with a merge, is
  /// not looked at.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
};

static_assert(core::Decider<ComplaintDecider>);
static_assert(core::MultiStreamDecider<ComplaintDecider>);
static_assert(core::TimedDecider<ComplaintDecider>);
static_assert(trust::ErasureJudgingDecider<ComplaintDecider>);
static_assert(core::ViewJudgingDecider<ComplaintDecider>);
static_assert(core::LookRecordingDecider<ComplaintDecider>);

using Decider = ComplaintDecider;

}  // namespace recourse::casework::complaint
