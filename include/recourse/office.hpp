// Office: the complaint window as an application on an engine (engine.hpp), for one process.
//
//     auto office = Office::open({.directory = "var/window"}).value();
//     auto id = StreamId::of("case", "S001-1").value();
//     auto officer = core::Actor{"w7", "window_officer", "S001"};
//     auto context = office->context(officer);
//     casework::complaint::Report report{.station = "S001", .district = "PD",
//                                        .category = casework::complaint::Category::difficult,
//                                        .line = casework::Line::population, .present = true};
//     auto outcome = office->handle(id, report, context);
//     if (outcome->refused()) return explain(outcome->refusal());
//     auto page = office->cases({.station = "S001"}, outcome->appended().last).value();
//
// What an acknowledgement promises is written in core/event_store.hpp: nothing acknowledged is
// lost. A refusal is a value (`outcome->refused()`), an error is a Result's error; after an error
// nothing half-done stays.
//
// Thread-safety: every member may be called from any thread. Destroying the office waits for what
// was accepted, then closes the store.
#pragma once

#include <recourse/casework/calendar/decider.hpp>
#include <recourse/casework/common/profiles.hpp>
#include <recourse/casework/complaint/documents.hpp>
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>
#include <recourse/casework/complaint/views/persons_view.hpp>
#include <recourse/engine.hpp>
#include <recourse/office_workflows.hpp>

namespace recourse {

struct OfficeOptions {
  /// Where the store lives. Not used by the memory store.
  std::filesystem::path directory = {};
  /// "rocksdb" (default, durable), "rocksdb-reader" (beside the process that writes; takes no
  /// commands), or "memory" (for tests).
  std::string store = "rocksdb";
  /// As EngineOptions::open_store.
  core::StoreFactory open_store = {};
  /// Make a new store if the directory is missing or empty; else not_a_store.
  bool create = true;
  /// Source of time; must outlive the office.
  const Clock* clock = &SystemClock::instance();
  /// The deployment's numbers: new cases are pinned to them.
  casework::Norms norms = casework::Norms::shanghai();
  /// Norms that older cases are pinned to, say earlier versions. The built-in ones are known
  /// anyway.
  std::vector<casework::Norms> profiles = {};
  /// Bytes for caches and buffers together, from 32 MiB.
  std::size_t memory_bytes = std::size_t{256} << 20;
  LogOptions log = {};
  Services services = {};
  /// As EngineOptions::sealing.
  std::optional<SealingOptions> sealing = {};
  /// As EngineOptions::executor.
  core::Executor* executor = nullptr;
  /// How long a query waits for a view that is to be true at a later position.
  std::chrono::milliseconds view_patience{30'000};
};

/// The norms of a TOML file. Errors: invalid_argument or io_error (it cannot be read), and those of
/// Norms::from_toml, within the path.
Result<casework::Norms> read_norms(const std::string& path);
/// The built-in profile of that name, in its newest version; else as read_norms. invalid_argument
/// if there is neither.
Result<casework::Norms> load_norms(const std::string& name_or_file);

/// A case as it stands.
using CaseView = StreamView<casework::complaint::State>;
/// One event of a case, with where and when it was recorded.
using HistoryEntry = Recorded<casework::complaint::Event>;

/// What is held about the person whose case it is, in clear.
struct CaseCopy {
  CaseView now;
  std::vector<HistoryEntry> history;
  std::vector<core::LookTaken> looks;  ///< Who saw it in clear; the last one made the copy.
  /// Classes that are the person's and that whoever made the copy may not see: they are left out,
  /// and somebody else makes a copy with them.
  core::AccessSet left_out;
};

/// A paper that is not recorded yet, or why it would not be.
using DraftedDocument = std::variant<casework::complaint::Document, core::Refusal>;

/// What became of the limits that waited for a year's notice.
struct RecomputeReport {
  std::uint64_t looked_at = 0;   ///< Cases with a limit that waits for a notice.
  std::uint64_t recomputed = 0;  ///< Of these, those whose limits were computed again.
  std::uint64_t moved = 0;       ///< Of these, those of which a limit ends on another day now.
  /// Those, of any workflow, that wait on, as their notice is not published, or in which nothing is
  /// to be computed any more after what had passed.
  std::uint64_t refused = 0;
  std::uint64_t others = 0;  ///< Streams of other workflows whose limits were computed again.
  friend bool operator==(const RecomputeReport&, const RecomputeReport&) = default;
};

/// What became of personal data whose term has run out.
struct RetentionReport {
  std::vector<StreamId> cases = {};  ///< Whose term has run out, and that are not held.
  std::uint64_t erased = 0;          ///< Of these, those in which something was left to erase.
};

/// A case that was just begun: what the citizen is given.
struct OpenedCase {
  StreamId id;               ///< "case/PD01-20240105-0007-R"; its key is the number of the case.
  std::string inquiry_code;  ///< "7K3M-9QXR"; empty if the command had taken effect before.
  core::Outcome outcome;     ///< If it is refused, there is no such case.
  /// Of the same person in the same matter within kRepeatedDays, as far as the view `persons` has
  /// come (R45); none in a log that is not sealed.
  std::vector<casework::complaint::EarlierCase> earlier = {};
};

/// Application service of the case. The workflow `calendar` of the years' notices is on the same
/// engine.
class Office {
 public:
  /// Errors: invalid_argument (unknown store name, too little memory, norms out of range or of one
  /// name and version with two sets of numbers) and those of stores::open_rocksdb.
  static Result<std::unique_ptr<Office>> open(OfficeOptions options);
  /// The same with workflows and views of one's own beside the casework, on the same log: `with`
  /// adds them before anything runs, and its error is the answer.
  static Result<std::unique_ptr<Office>> open(OfficeOptions options,
                                              const std::function<Result<void>(Engine&)>& with);
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  /// The present moment, this actor, and a fresh random command id.
  core::Context context(core::Actor actor) const;
  /// The same for an adapter of another system: Engine::import_context.
  core::Context import_context(std::string id, std::string unit = {}) const;

  /// Decides a command for a case and appends what was decided; waits until it is durable.
  /// Errors: as core::Workflow::handle.
  Result<core::Outcome> handle(const StreamId& id, const casework::complaint::Command& command,
                               const core::Context& context) const;
  /// Begins a case by a Report or FinishOnSpot: gives it the next number of the station's day
  /// (casework/complaint/inquiry.hpp) and an inquiry code, of which the log holds a digest only.
  /// Repeated with the same command id it answers with the same case, without the code; so does an
  /// order of the hotline, or of another system, that comes again under its reference. With `under`
  /// the case gets that key, which may be of any form, instead of a number.
  /// Errors: as handle; invalid_argument for another command, or a station that cannot stand in a
  /// number.
  Result<OpenedCase> open_case(casework::complaint::Command command, const core::Context& given,
                               const std::optional<StreamId>& under = std::nullopt) const;
  /// The same without waiting; core/command_queue.hpp says when and where `done` is called.
  /// recourse/asio.hpp has it for futures, coroutines and executors.
  std::shared_ptr<core::Pending> async_handle(StreamId id, casework::complaint::Command command,
                                              core::Context context,
                                              base::Completion<Result<core::Outcome>> done) const;
  /// Several commands as one: decided one after the other, appended all or nothing.
  Result<core::Outcome> handle_all(
      const StreamId& id, std::span<const core::Step<casework::complaint::ComplaintDecider>> steps,
      CommandId command_id) const;

  // What is asked without a Viewer is whole and in clear: for code that decides. Whatever is shown
  // to somebody is asked with one (core/viewer.hpp): what he may not see is empty, personal data
  // masked; with a purpose it is clear, and the look is recorded before it is taken. Refusals of
  // these: not_to_be_seen, not_in_clear, and those of Unmask; errors besides: those of `handle`.

  Result<core::Seen<CaseView>> find_case(const StreamId& id, const core::Viewer& viewer,
                                         Version at = Version{~0ULL}) const;
  Result<core::Seen<std::vector<HistoryEntry>>> history(const StreamId& id,
                                                        const core::Viewer& viewer) const;
  Result<core::Seen<casework::complaint::Document>> document(const StreamId& id,
                                                             casework::complaint::DocumentKind kind,
                                                             const core::Viewer& viewer) const;
  /// A paper to be printed and signed. A draft shows the name in clear only with a purpose.
  Result<DraftedDocument> draft_document(const StreamId& id, casework::complaint::Command command,
                                         const core::Context& context,
                                         const core::Viewer& viewer) const;
  Result<core::Seen<std::vector<casework::complaint::DueTime>>> due_times(
      const StreamId& id, const core::Viewer& viewer) const;
  /// Only the cases that the viewer may see: a page may have fewer entries than page_size and be
  /// followed by another. `after` and `next` are tokens that tell nothing of what was left out;
  /// those of the list without a viewer are others.
  Result<casework::complaint::CasePage> cases(const casework::complaint::CaseQuery& query,
                                              const core::Viewer& viewer,
                                              Position at_least = {}) const;
  /// Likewise.
  Result<casework::complaint::DeadlineList> deadlines(
      const casework::complaint::DeadlineQuery& query, const core::Viewer& viewer,
      Position at_least = {}) const;
  /// Who saw the case in clear, when and for what, from its events. For staff who may see it.
  Result<core::Seen<std::vector<core::LookTaken>>> looks(const StreamId& id,
                                                         const core::Viewer& viewer) const;
  /// A copy of what is held about the person concerned, to be given to that person: a look in
  /// clear, recorded as such. not_in_clear without a purpose.
  Result<core::Seen<CaseCopy>> copy(const StreamId& id, const core::Viewer& viewer) const;

  /// A case as it stands, or as it stood after version `at`. not_found if there is none.
  Result<CaseView> find_case(const StreamId& id, Version at = Version{~0ULL}) const;
  /// All its events. not_found if there is none.
  Result<std::vector<HistoryEntry>> history(const StreamId& id) const;
  /// The paper of that kind that was recorded last. not_found if there is none.
  Result<casework::complaint::Document> document(const StreamId& id,
                                                 casework::complaint::DocumentKind kind) const;
  /// The paper that the command would lead to, before it is signed and recorded: nothing is
  /// appended. The case's refusal if the command would be refused, but for the signature.
  /// invalid_argument if no paper goes with the command.
  Result<DraftedDocument> draft_document(const StreamId& id, casework::complaint::Command command,
                                         const core::Context& context) const;
  /// Names of the commands that its phase takes now, in their usual order; with an actor, those
  /// that would be taken from it (ComplaintDecider::next_for). Never a timer's. not_found likewise.
  Result<std::vector<std::string_view>> next(const StreamId& id,
                                             const std::optional<core::Actor>& actor = {}) const;
  /// The limits that it is under. not_found likewise.
  Result<std::vector<casework::complaint::DueTime>> due_times(const StreamId& id) const;

  /// The calendar that the next command is decided by: the built-in one, and upon it the notices
  /// in the log. Valid as long as the office. One that only reads has it as it was at open.
  const Calendar& calendar() const noexcept;
  /// The catalogue that the next case goes by, the built-in one and upon it the changes in the log
  /// (R30), and the versions before it: each case goes by the one that it began with. Valid as long
  /// as the office. What another process has published is seen when the next case begins, when a
  /// command for a rectification is given, and by the reactions.
  const casework::CurrentCatalogue& catalogues() const noexcept;
  /// The notices in the log. Errors: those of the store.
  Result<casework::calendar::State> notices() const;
  /// Decides a command of any workflow, as WorkflowPort::handle; and what the office makes of it:
  /// by a year's notice, and by a changed catalogue, further commands are decided at once.
  /// Requires: `workflow` is of engine().
  Result<core::Outcome> handle_any(const core::WorkflowPort& workflow, const StreamId& id,
                                   const void* command, const core::Context& context) const;
  /// Whether handle_any does more than the workflow does: then WorkflowPort::async_handle is not
  /// for its commands.
  bool follows_up(const core::WorkflowPort& workflow) const;
  /// Publishes the notice of a year, or a corrected one; commands from the next one on are decided
  /// by it. What was provisional stays so until recompute_limits. Errors: as
  /// core::Workflow::handle; if the calendar could not be read back, the notice holds from the next
  /// open on at the latest.
  Result<core::Outcome> publish_year(const casework::calendar::PublishYear& notice,
                                     const core::Context& context) const;
  /// Computes limits again that waited for a notice which is published by now, case by case, each
  /// durable; what had passed in it fires first. `actor`: who asked for it; nothing: the engine
  /// itself. The other workflows follow, always as the engine. After an error, or a crash, call it
  /// again: it goes on where it ended. Errors: as core::Workflow::handle, and those of the view
  /// `cases`.
  Result<RecomputeReport> recompute_limits(const std::optional<core::Actor>& actor = {}) const;

  /// Erases all persons of each case whose term of retention has run out (Norms::retention_days),
  /// as `by`, whose role must be let (ComplaintDecider::check_erasure); what is held stays. A dry
  /// run only finds them. After an error, or a crash, call it again. Errors: not_sealed,
  /// keys_unavailable, and
  /// those of Engine::erase and of the view `cases`.
  Result<RetentionReport> erase_past_retention(const core::Context& by, bool dry_run = false) const;

  /// The figures as of a position of the log, or of its end, from the view `figures`; by further
  /// dimensions and periods: office/figures.hpp. Errors: view_stopped, timed_out (also for a
  /// position that the log has not reached), and those of the store.
  Result<casework::complaint::Figures> report(casework::complaint::TallyFilter filter = {},
                                              std::optional<Position> as_of = {}) const;
  /// Cases by station, unit, phase and due time. The list is true at `at_least` or later, and says
  /// where: give it an append's `last` to find what you wrote. For several pages that are true at
  /// one position take Engine::rows of the view once, and complaint::list_cases of them.
  /// Errors: invalid_argument, view_stopped, timed_out (after OfficeOptions::view_patience; also
  /// for a position that the log has not reached), and those of the store.
  Result<casework::complaint::CasePage> cases(const casework::complaint::CaseQuery& query,
                                              Position at_least = {}) const;
  /// The same for somebody who looks: for those who register, answer or supervise cases, who learn
  /// that there are such cases and when, in whatever station. Refusal: not_to_be_seen.
  Result<core::Seen<std::vector<casework::complaint::EarlierCase>>> earlier_cases(
      const casework::complaint::PersonQuery& query, const core::Viewer& viewer,
      Position at_least = {}) const;
  /// Earlier cases of who is at the window, by keyed hashes (R45); the latest first. As `cases`;
  /// not_sealed, and keys_unavailable where the keys of a sealed log are not there.
  Result<std::vector<casework::complaint::EarlierCase>> earlier_cases(
      const casework::complaint::PersonQuery& query, Position at_least = {}) const;
  /// What a unit must do, of every workflow, the most urgent first (R16): open duties, each with
  /// until when. Each workflow's part is true at `at_least` or later; the position is that of the
  /// one that is furthest back. Errors: as `cases`.
  Result<casework::Agenda> agenda(const casework::AgendaQuery& query, Position at_least = {}) const;
  /// The same for somebody who looks: staff, for the own unit and for whoever may; departments and
  /// the supervisor for any. Refusal: not_to_be_seen.
  Result<core::Seen<casework::Agenda>> agenda(const casework::AgendaQuery& query,
                                              const core::Viewer& viewer,
                                              Position at_least = {}) const;
  /// Limits by when they end. As `cases`.
  Result<casework::complaint::DeadlineList> deadlines(
      const casework::complaint::DeadlineQuery& query, Position at_least = {}) const;
  /// View registry: `cases`, `figures` and those of other workflows.
  core::Views& views() const noexcept;
  /// Subscribers of the log; they run on threads of their own from when they are added.
  core::Subscriptions& subscriptions() const noexcept;

  /// Fires every limit that has passed, and waits until nothing more is due. Answers with what was
  /// done since the office was opened. invalid_argument if Services::timers does that already.
  Result<core::TimersStatus> fire_due() const;
  core::TimersStatus timers() const;
  /// The clock was set, or moved by hand: timers look again at once.
  void clock_moved() const;

  /// Reads and proves the whole log; see core/verify.hpp.
  Result<core::VerifyReport> verify(
      std::function<bool(Position at, Position head)> progress = {}) const;

  /// As Engine::health and Engine::metrics.
  EngineHealth health() const;
  base::Metrics metrics() const;

  /// Takes no more commands, and ends all services; reads go on. The destructor stops abruptly.
  void stop(Stop how) const;

  /// The engine below, and the case's workflow on it.
  Engine& engine() const noexcept;
  const Hosted<casework::complaint::ComplaintDecider>& cases_workflow() const noexcept;
  /// How often a command found the state that it needed in memory.
  core::StateCacheStatus state_cache() const;
  core::EventStore& store() const noexcept;
  const Clock& clock() const noexcept;
  const casework::complaint::ComplaintDecider& decider() const noexcept;

 private:
  struct Impl;
  /// As open_case, without earlier cases. Requires: the command begins a case.
  Result<OpenedCase> begin_case(casework::complaint::Command command, const core::Context& given,
                                const std::optional<StreamId>& under) const;
  /// The case that a command with this id began before; nothing if none did.
  Result<std::optional<OpenedCase>> begun(const casework::complaint::Command& command,
                                          const core::Context& context) const;
  /// Of a page: without the cases that the viewer may not see.
  template <class Entry>
  Result<void> keep_seen(std::vector<Entry>& entries, const core::Viewer& viewer) const;
  casework::complaint::DocumentSetting setting_of(const CaseView& found) const;
  /// As document and draft_document, made of these events of the case.
  Result<casework::complaint::Document> document_upon(const StreamId& id,
                                                      const std::vector<HistoryEntry>& entries,
                                                      casework::complaint::DocumentKind kind) const;
  Result<DraftedDocument> draft_upon(const StreamId& id, const std::vector<HistoryEntry>& entries,
                                     casework::complaint::Command command,
                                     const core::Context& context) const;
  /// The case that the order of another system began before, whatever it says now.
  Result<std::optional<OpenedCase>> begun_by_order(const core::Context& order) const;
  explicit Office(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Each is compiled once, in a file that the build writes (src/cmake/hosted.cpp.in).
extern template class Hosted<casework::complaint::ComplaintDecider>;
#ifndef __clang__  // Clang 14 instantiates members too whose constraints do not hold.
extern template class core::Round<casework::complaint::ComplaintDecider>;
extern template class core::Workflow<casework::complaint::ComplaintDecider>;
extern template class core::Round<casework::calendar::CalendarDecider>;
extern template class core::Workflow<casework::calendar::CalendarDecider>;
#endif
extern template class Hosted<casework::calendar::CalendarDecider>;

}  // namespace recourse
