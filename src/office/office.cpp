#include <algorithm>
#include <boost/endian/conversion.hpp>
#include <iterator>
#include <map>
#include <mutex>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/casework/complaint/refusals.hpp>
#include <recourse/casework/dispatch/decider.hpp>
#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/replies/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/office.hpp>
#include <recourse/office/position_at.hpp>

#include "office/catalogue.hpp"
#include "office/class_openings.hpp"
#include "office/counter_refusals.hpp"
#include "office/difficult_matters.hpp"
#include "office/dispatch_rulings.hpp"
#include "office/logged_cases.hpp"
#include "office/no_keys.hpp"
#include "office/recompute.hpp"
#include "office/reply_uses.hpp"
#include "office/spot_checks.hpp"
#include "office/windows.hpp"

namespace recourse {
namespace {

using casework::calendar::CalendarDecider;
using casework::complaint::CasesView;
using casework::complaint::ComplaintDecider;
using casework::complaint::FiguresView;

Result<casework::Reference> reference_of(const OfficeOptions& options) {
  casework::Reference reference{.norms = options.norms};
  RECOURSE_TRY_ASSIGN(reference.profiles, reference.profiles.with(options.norms));
  for (const auto& norms : options.profiles) {
    RECOURSE_TRY_ASSIGN(reference.profiles, reference.profiles.with(norms));
  }
  return reference;
}

/// A case is pinned to the catalogue when it begins: what another process has published by then
/// counts.
bool begins_case(const casework::complaint::Command& command) {
  return std::holds_alternative<casework::complaint::Report>(command) ||
         std::holds_alternative<casework::complaint::FinishOnSpot>(command);
}

/// What goes by the dispatch catalogue: what another process has adopted by then counts.
bool goes_by_dispatch(const casework::complaint::Command& command) {
  return std::holds_alternative<casework::complaint::Escalate>(command) ||
         std::holds_alternative<casework::complaint::AnswerAsDepartment>(command);
}

/// A workflow of the office by its type.
template <class D>
const Hosted<D>* typed(const Engine& engine) {
  const auto* port = engine.workflow(D::kKind);
  return dynamic_cast<const Hosted<D>*>(port);
}

/// What the office brings in line behind a command of a workflow.
enum class Brought : std::uint8_t { nothing, notices, catalogue, dispatch, windows };

Brought followed_by(const core::WorkflowPort& workflow) {
  const auto kind = workflow.info().kind;
  if (kind == CalendarDecider::kKind) return Brought::notices;
  if (kind == casework::rectification::RectificationDecider::kKind) return Brought::catalogue;
  if (kind == casework::dispatch::DispatchDecider::kKind) return Brought::dispatch;
  if (kind == casework::registry::RegistryDecider::kKind) return Brought::windows;
  return Brought::nothing;
}

}  // namespace

struct Office::Impl {
  Impl(std::unique_ptr<Engine> opened, std::shared_ptr<casework::CurrentCalendar> calendars,
       std::shared_ptr<casework::CurrentCatalogue> catalogues)
      : current_calendar(std::move(calendars)),
        current_catalogue(std::move(catalogues)),
        engine(std::move(opened)),
        cases(typed<ComplaintDecider>(*engine)),
        notices(typed<CalendarDecider>(*engine)) {}

  /// Brings the calendar in line with the notices in the log.
  Result<void> publish_notices() {
    std::lock_guard guard{publishing};
    const auto published = notices->history(casework::calendar::stream());
    if (!published && published.error().code() == Errc::not_found) return {};
    if (!published) return published.error();
    auto days = Calendar::china();
    for (const auto& entry : *published) {
      const auto& notice = std::get<casework::calendar::YearPublished>(entry.event);
      RECOURSE_TRY_ASSIGN(days, casework::calendar::amended_by(days, notice));
    }
    if (days.edition() != current_calendar->current().edition())
      current_calendar->publish(std::move(days));
    return {};
  }

  /// Brings the catalogue in line with the changes in the log.
  Result<void> publish_catalogue() {
    RECOURSE_TRY_ASSIGN(const bool more, has_changes(engine->store(), *current_catalogue));
    if (!more) return {};
    std::lock_guard guard{publishing};
    return publish_changes(engine->store(), *current_catalogue);
  }

  /// Brings the dispatch catalogue in line with what was adopted in the log.
  Result<void> publish_dispatch() {
    const auto* const workflow = typed<casework::dispatch::DispatchDecider>(*engine);
    if (workflow == nullptr) return {};
    const auto stream = casework::dispatch::stream();
    RECOURSE_TRY_ASSIGN(const auto version, engine->store().version_of(stream));
    std::lock_guard guard{publishing};
    if (version == dispatch_seen) return {};
    RECOURSE_TRY_ASSIGN(const auto found, workflow->find(stream));
    if (found.state.version != current_dispatch->current().version()) {
      current_dispatch->publish(casework::dispatch::catalogue_of(found.state));
    }
    dispatch_seen = version;
    return {};
  }

  /// What the notices up to a position bring: limits that are to be counted again.
  Result<std::vector<core::Intent>> recounting(Position position) {
    RECOURSE_TRY(publish_notices());
    RECOURSE_TRY_ASSIGN(const auto rows, engine->rows(CasesView::kName, position));
    RECOURSE_TRY_ASSIGN(const auto found,
                        cases_to_recompute(*rows, cases->decider(), engine->clock().now()));
    RECOURSE_TRY_ASSIGN(auto others, limits_to_recompute(*engine, position));
    std::vector<core::Intent> asked;
    for (const auto& stream : found) {
      asked.push_back(
          core::intent<ComplaintDecider>(stream, casework::complaint::RecomputeLimits{}));
    }
    std::ranges::move(others, std::back_inserter(asked));
    return asked;
  }

  /// A case as it stands at a position, or later.
  Result<casework::complaint::State> case_at(std::string_view id, Position position) const {
    RECOURSE_TRY_ASSIGN(const auto rows, engine->rows(CasesView::kName, position));
    RECOURSE_TRY_ASSIGN(auto found, core::state_in<casework::complaint::State>(*rows, id));
    if (found) return std::move(found->state);
    return Error{Errc::corruption, "the view lacks " + std::string{id} + "; rebuild it"};
  }

  Result<bool> has_liaison(const StreamId& id) const {
    const auto found = typed<casework::liaison::LiaisonDecider>(*engine)->find(id);
    if (found) return true;
    if (found.error().code() == Errc::not_found) return false;
    return found.error();
  }

  std::shared_ptr<casework::CurrentCalendar> current_calendar;  // each copy of the decider reads it
  std::shared_ptr<casework::CurrentCatalogue> current_catalogue;  // likewise
  std::shared_ptr<RegisteredWindows> windows;                     // likewise
  std::shared_ptr<casework::CurrentDispatch> current_dispatch;    // likewise
  Version dispatch_seen{};  ///< Of its stream; guarded by `publishing`.
  std::mutex publishing;
  std::mutex numbering;
  struct Serial {
    LocalDay day{};
    std::uint64_t last = 0;  ///< 0: not known.
  };
  std::map<std::string, Serial, std::less<>> serials;  ///< By station: of its last day only.
  std::unique_ptr<Engine> engine;
  const Hosted<ComplaintDecider>* cases;
  const Hosted<CalendarDecider>* notices;

  /// What follows from one workflow's records in another, where both are served: a program may list
  /// fewer workflows than the office has.
  void add_reactions(const casework::Reference& reference);
  /// The next number of a station's day; an error of the store.
  Result<std::uint64_t> next_serial(const std::string& station, LocalDay day);
  /// A number that no case took, if nobody has got a later one meanwhile.
  void give_back(const std::string& station, LocalDay day, std::uint64_t serial) {
    const std::lock_guard lock{numbering};
    auto& known = serials[station];
    if (known.day == day && known.last == serial) --known.last;
  }
};

void Office::Impl::add_reactions(const casework::Reference& reference) {
  const auto serves = [this](std::string_view kind) { return engine->workflow(kind) != nullptr; };
  engine->add_reaction(std::make_unique<LimitsFollowTheCalendar>(
      [this](Position position) { return recounting(position); }));
  engine->add_reaction(
      std::make_unique<CatalogueFollowsPublications>([this] { return publish_catalogue(); }));
  if (serves(casework::replies::RepliesDecider::kKind)) {
    engine->add_reaction(std::make_unique<RepliesKnowTheirUses>(
        [this](const StreamId& id) { return cases->history(id); }));
  }
  if (serves(casework::liaison::LiaisonDecider::kKind)) {
    engine->add_reaction(std::make_unique<LiaisonsCollectDifficultCases>(
        [this](std::string_view id, Position at) { return case_at(id, at); },
        [this](const StreamId& id) { return has_liaison(id); }));
  }
  if (serves(casework::supervision::SupervisionDecider::kKind)) {
    engine->add_reaction(std::make_unique<RefusalsAreVerified>());
    engine->add_reaction(std::make_unique<SpotChecksAreDrawn>(*engine, reference.norms.utc_offset));
  }
  if (serves(casework::dispatch::DispatchDecider::kKind)) {
    engine->add_reaction(std::make_unique<RulingsAreProposed>(
        [this](std::string_view id, Position at) { return case_at(id, at); }));
    engine->add_reaction(
        std::make_unique<DispatchFollowsAdoptions>([this] { return publish_dispatch(); }));
  }
  if (reference.norms.open_classes &&
      serves(casework::rectification::RectificationDecider::kKind)) {
    engine->add_reaction(std::make_unique<ClassesAreOpened>(*engine, reference.norms.utc_offset));
  }
}

Office::Office(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Office::~Office() = default;

Result<std::unique_ptr<Office>> Office::open(OfficeOptions options) {
  return open(std::move(options), [](Engine&) { return Result<void>{}; });
}

Result<std::unique_ptr<Office>> Office::open(OfficeOptions options,
                                             const std::function<Result<void>(Engine&)>& with) {
  auto current_calendar = std::make_shared<casework::CurrentCalendar>(Calendar::china());
  auto current_catalogue =
      std::make_shared<casework::CurrentCatalogue>(casework::Catalogue::builtin());
  const auto windows = std::make_shared<RegisteredWindows>();
  RECOURSE_TRY_ASSIGN(auto reference, reference_of(options));
  reference.current_calendar = current_calendar;
  reference.current_catalogue = current_catalogue;
  reference.windows = windows;
  const auto known_cases = std::make_shared<LoggedCases>();
  reference.known_cases = known_cases;
  const auto current_dispatch = std::make_shared<casework::CurrentDispatch>();
  reference.current_dispatch = current_dispatch;
  RECOURSE_TRY_ASSIGN(auto engine, Engine::open({.directory = std::move(options.directory),
                                                 .store = std::move(options.store),
                                                 .open_store = std::move(options.open_store),
                                                 .create = options.create,
                                                 .clock = options.clock,
                                                 .memory_bytes = options.memory_bytes,
                                                 .log = std::move(options.log),
                                                 .services = options.services,
                                                 .sealing = std::move(options.sealing),
                                                 .executor = options.executor,
                                                 .view_patience = options.view_patience}));
  for (const auto& workflow : office_workflows()) workflow.add(*engine, reference);
  windows->serve(*engine);
  known_cases->serve(engine->store());
  auto impl = std::make_unique<Impl>(std::move(engine), std::move(current_calendar),
                                     std::move(current_catalogue));
  impl->windows = windows;
  impl->current_dispatch = current_dispatch;
  impl->add_reactions(reference);
  RECOURSE_TRY(with(*impl->engine));
  RECOURSE_TRY(impl->publish_notices());
  RECOURSE_TRY(impl->publish_catalogue());
  RECOURSE_TRY(impl->publish_dispatch());
  RECOURSE_TRY(impl->engine->start());
  return std::unique_ptr<Office>{new Office{std::move(impl)}};
}

core::Context Office::context(core::Actor actor) const {
  return impl_->engine->context(std::move(actor));
}

core::Context Office::import_context(std::string id, std::string unit) const {
  return impl_->engine->import_context(std::move(id), std::move(unit));
}

Result<core::Outcome> Office::handle(const StreamId& id,
                                     const casework::complaint::Command& command,
                                     const core::Context& context) const {
  if (begins_case(command)) RECOURSE_TRY(impl_->publish_catalogue());
  if (begins_case(command) || goes_by_dispatch(command)) RECOURSE_TRY(impl_->publish_dispatch());
  return impl_->cases->handle(id, command, context);
}

namespace {

/// The report that a command begins a case with; nullptr if it begins none.
casework::complaint::Report* report_in(casework::complaint::Command& command) {
  if (auto* report = std::get_if<casework::complaint::Report>(&command)) return report;
  if (auto* at_once = std::get_if<casework::complaint::FinishOnSpot>(&command))
    return &at_once->report;
  return nullptr;
}

/// Who reports, as far as the report says.
casework::complaint::PersonQuery person_of(const casework::complaint::Report& report,
                                           Timestamp now) {
  const auto clear = [](const std::optional<Sealed<std::string>>& text) {
    return text && text->is_clear() ? text->clear() : std::string{};
  };
  return {.name = clear(report.name),
          .phone = clear(report.phone),
          .address = clear(report.address),
          .matter = report.matter,
          .until = now};
}

std::uint64_t random_bits() {
  const auto id = random_command_id();
  return boost::endian::load_big_u64(id.bytes.data());
}

/// Of an order that another system sent: the id under which the case was, or will be, begun. The
/// same order is the same case, whoever sends it again, whenever, however its number was typed, and
/// with whatever changed in it.
std::optional<CommandId> order_id(const casework::complaint::Report& report,
                                  std::string_view role) {
  using casework::complaint::Channel;
  const auto number = casework::number_key(report.reference);
  if (number.empty()) return std::nullopt;
  const bool sent = role == describe::enum_name(casework::Role::importer);
  const auto channel = report.channel.value_or(sent ? Channel::imported : Channel::window);
  if (!sent && channel != Channel::hotline && channel != Channel::imported) return std::nullopt;
  return derived_command_id("order/" + std::string{describe::enum_name(channel)} + "/" + number);
}

/// The stream that a command id has taken effect on first.
Result<StreamId> stream_at(const core::EventStore& store, Position first) {
  RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all({.from = first, .to = first}));
  RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
  if (!there) return Error{Errc::corruption, "a command's first record is not in the log"};
  return StreamId::parse(cursor->record().stream);
}

Result<StreamId> numbered(const std::string& station, LocalDay day, std::uint64_t serial) {
  RECOURSE_TRY_ASSIGN(const auto number,
                      casework::complaint::make_case_number(station, day, serial));
  return StreamId::of(ComplaintDecider::kKind, number);
}

}  // namespace

Result<std::uint64_t> Office::Impl::next_serial(const std::string& station, LocalDay day) {
  const std::lock_guard lock{numbering};
  auto& given = serials[station];
  if (given.day == day && given.last > 0) return ++given.last;
  // Numbers are given without gaps but for what was refused: look for the end in steps that grow.
  const auto taken = [&](std::uint64_t serial) -> Result<bool> {
    RECOURSE_TRY_ASSIGN(const auto id, numbered(station, day, serial));
    RECOURSE_TRY_ASSIGN(const auto version, engine->store().version_of(id));
    return version.value > 0;
  };
  std::uint64_t known = 0;
  std::uint64_t step = 1;
  while (step > 0) {
    RECOURSE_TRY_ASSIGN(const bool there, taken(known + step));
    if (there) {
      known += step;
      step *= 2;
    } else {
      step /= 2;
    }
  }
  given = {day, known + 1};
  return given.last;
}

Result<std::optional<OpenedCase>> Office::begun(const casework::complaint::Command& command,
                                                const core::Context& context) const {
  RECOURSE_TRY_ASSIGN(const auto known, store().find(context.command_id));
  if (!known) return std::optional<OpenedCase>{};
  RECOURSE_TRY_ASSIGN(auto id, stream_at(store(), known->appended.first));
  RECOURSE_TRY_ASSIGN(auto outcome, handle(id, command, context));
  return std::optional{OpenedCase{std::move(id), {}, std::move(outcome)}};
}

Result<std::optional<OpenedCase>> Office::begun_by_order(const core::Context& order) const {
  RECOURSE_TRY_ASSIGN(auto known, store().find(order.command_id));
  if (!known) return std::optional<OpenedCase>{};
  RECOURSE_TRY_ASSIGN(auto id, stream_at(store(), known->appended.first));
  known->appended.repeated = true;
  return std::optional{OpenedCase{std::move(id), {}, core::Outcome{known->appended}}};
}

Result<OpenedCase> Office::open_case(casework::complaint::Command command,
                                     const core::Context& given,
                                     const std::optional<StreamId>& under) const {
  const auto* report = report_in(command);
  if (report == nullptr) {
    return Error{Errc::invalid_argument, std::string{describe::type_of(command)} +
                                             " begins no case; case.report and "
                                             "case.finish_on_spot do"};
  }
  const auto person = person_of(*report, given.now);
  RECOURSE_TRY_ASSIGN(auto opened, begin_case(std::move(command), given, under));
  if (opened.outcome.refused() || impl_->engine->keyring() == nullptr) return opened;
  // The case is recorded: a view that has stopped, which health tells, takes only the hint away.
  if (auto earlier = earlier_cases(person)) {
    std::erase_if(*earlier, [&](const auto& one) { return one.stream == opened.id.text(); });
    opened.earlier = std::move(*earlier);
  }
  return opened;
}

Result<OpenedCase> Office::begin_case(casework::complaint::Command command,
                                      const core::Context& given,
                                      const std::optional<StreamId>& under) const {
  auto* report = report_in(command);
  if (!under) {
    RECOURSE_TRY_ASSIGN(auto before, begun(command, given));
    if (before) return std::move(*before);
  }
  auto context = given;
  const auto order = order_id(*report, context.actor.role);
  if (order) {
    context.command_id = *order;
    RECOURSE_TRY_ASSIGN(auto same, begun_by_order(context));
    if (same) return std::move(*same);
  }
  if (report->inquiry_code.empty()) {
    report->inquiry_code = casework::complaint::inquiry_code_from(random_bits());
  }
  const auto code = report->inquiry_code;
  if (under) {
    RECOURSE_TRY_ASSIGN(auto outcome, handle(*under, command, context));
    // Of a report that is given again only the digest is known.
    const bool now = !outcome.refused() && !outcome.appended().repeated;
    return OpenedCase{*under, now ? code : std::string{}, std::move(outcome)};
  }
  // Without a station the case is refused, whatever its number.
  auto station = report->station.empty() ? context.actor.unit : report->station;
  if (station.empty()) station = "0";
  const auto day = local_day(context.now, decider().norms.utc_offset);
  for (;;) {
    RECOURSE_TRY_ASSIGN(const auto serial, impl_->next_serial(station, day));
    RECOURSE_TRY_ASSIGN(auto id, numbered(station, day, serial));
    auto outcome = handle(id, command, context);
    if (!outcome) {
      impl_->give_back(station, day, serial);
      if (outcome.error().code() != Errc::command_id_reused) return outcome.error();
      // The same call at the same time may have been quicker, and has another number.
      if (order) {
        RECOURSE_TRY_ASSIGN(auto same, begun_by_order(context));
        if (same) return std::move(*same);
      }
      RECOURSE_TRY_ASSIGN(auto other, begun(command, context));
      if (other) return std::move(*other);
      return outcome.error();
    }
    if (outcome->refused() &&
        outcome->refusal().is(casework::complaint::refusals::already_reported))
      continue;
    if (outcome->refused()) impl_->give_back(station, day, serial);
    return OpenedCase{std::move(id), code, std::move(*outcome)};
  }
}

std::shared_ptr<core::Pending> Office::async_handle(
    StreamId id, casework::complaint::Command command, core::Context context,
    base::Completion<Result<core::Outcome>> done) const {
  return impl_->cases->async_handle(std::move(id), std::move(command), std::move(context),
                                    std::move(done));
}

Result<core::Outcome> Office::handle_all(const StreamId& id,
                                         std::span<const core::Step<ComplaintDecider>> steps,
                                         CommandId command_id) const {
  return impl_->cases->handle_all(id, steps, command_id);
}

Result<CaseView> Office::find_case(const StreamId& id, Version at) const {
  return impl_->cases->find(id, at);
}

Result<std::vector<HistoryEntry>> Office::history(const StreamId& id) const {
  return impl_->cases->history(id);
}

namespace {

std::vector<casework::complaint::DocumentEvent> events_of(
    const std::vector<HistoryEntry>& entries) {
  std::vector<casework::complaint::DocumentEvent> events;
  for (const auto& entry : entries) events.push_back({&entry.event, entry.occurred_at});
  return events;
}

}  // namespace

casework::complaint::DocumentSetting Office::setting_of(const CaseView& found) const {
  const auto* norms = decider().norms_of(found.state);
  return {norms != nullptr ? *norms : decider().norms, decider().catalogue_of(found.state)};
}

Result<casework::complaint::Document> Office::document(
    const StreamId& id, casework::complaint::DocumentKind kind) const {
  RECOURSE_TRY_ASSIGN(const auto entries, history(id));
  return document_upon(id, entries, kind);
}

Result<casework::complaint::Document> Office::document_upon(
    const StreamId& id, const std::vector<HistoryEntry>& entries,
    casework::complaint::DocumentKind kind) const {
  RECOURSE_TRY_ASSIGN(const auto found, find_case(id));
  return document_of(kind, id.key(), events_of(entries), setting_of(found));
}

Result<DraftedDocument> Office::draft_document(const StreamId& id,
                                               casework::complaint::Command command,
                                               const core::Context& context) const {
  RECOURSE_TRY_ASSIGN(const auto entries, history(id));
  return draft_upon(id, entries, std::move(command), context);
}

Result<DraftedDocument> Office::draft_upon(const StreamId& id,
                                           const std::vector<HistoryEntry>& entries,
                                           casework::complaint::Command command,
                                           const core::Context& context) const {
  RECOURSE_TRY_ASSIGN(const auto found, find_case(id));
  const auto signed_one = casework::complaint::as_if_signed(std::move(command));
  RECOURSE_TRY_ASSIGN(const auto rehearsal, impl_->cases->rehearse(id, signed_one, context));
  if (rehearsal.refusal) return DraftedDocument{*rehearsal.refusal};
  std::vector<casework::complaint::DocumentEvent> coming;
  for (const auto& one : rehearsal.events) coming.push_back({&one.event, one.at});
  RECOURSE_TRY_ASSIGN(auto paper, casework::complaint::draft_of(id.key(), events_of(entries),
                                                                coming, setting_of(found)));
  return DraftedDocument{std::move(paper)};
}

Result<std::vector<std::string_view>> Office::next(const StreamId& id,
                                                   const std::optional<core::Actor>& actor) const {
  RECOURSE_TRY_ASSIGN(const auto found, find_case(id));
  if (actor) {
    auto context = this->context(*actor);
    context.stream = id.text();
    return decider().next_for(found.state, context);
  }
  return casework::complaint::allowed_commands(found.state.phases);
}

Result<std::vector<casework::complaint::DueTime>> Office::due_times(const StreamId& id) const {
  RECOURSE_TRY_ASSIGN(const auto found, find_case(id));
  return casework::complaint::due_times(found.state);
}

const Calendar& Office::calendar() const noexcept { return impl_->current_calendar->current(); }

const casework::CurrentCatalogue& Office::catalogues() const noexcept {
  return *impl_->current_catalogue;
}

Result<casework::calendar::State> Office::notices() const {
  auto found = impl_->notices->find(casework::calendar::stream());
  if (found) return std::move(found->state);
  if (found.error().code() == Errc::not_found) return casework::calendar::State{};
  return std::move(found).error();
}

Result<core::Outcome> Office::handle_any(const core::WorkflowPort& workflow, const StreamId& id,
                                         const void* command, const core::Context& context) const {
  if (&workflow == impl_->cases) {
    return handle(id, *static_cast<const casework::complaint::Command*>(command), context);
  }
  const auto brought = followed_by(workflow);
  if (brought == Brought::catalogue) RECOURSE_TRY(impl_->publish_dispatch());
  RECOURSE_TRY_ASSIGN(auto outcome, workflow.handle(id, command, context));
  switch (brought) {  // refused too: that another process has published may be why
    case Brought::nothing:
      break;
    case Brought::catalogue:
      RECOURSE_TRY(impl_->publish_catalogue());
      break;
    case Brought::dispatch:
      RECOURSE_TRY(impl_->publish_dispatch());
      break;
    case Brought::windows:
      if (!outcome.refused()) impl_->windows->keep();
      break;
    case Brought::notices:
      if (!outcome.refused()) RECOURSE_TRY(impl_->publish_notices());
      break;
  }
  return outcome;
}

bool Office::follows_up(const core::WorkflowPort& workflow) const {
  return followed_by(workflow) != Brought::nothing;
}

Result<core::Outcome> Office::publish_year(const casework::calendar::PublishYear& notice,
                                           const core::Context& context) const {
  const casework::calendar::Command command{notice};
  return handle_any(*impl_->notices, casework::calendar::stream(), &command, context);
}

Result<casework::complaint::Figures> Office::report(casework::complaint::TallyFilter filter,
                                                    std::optional<Position> as_of) const {
  RECOURSE_TRY_ASSIGN(const auto at, as_of ? reached(*this, *as_of) : impl_->engine->follow());
  RECOURSE_TRY_ASSIGN(const auto rows, impl_->engine->rows(FiguresView::kName, at));
  return FiguresView::read(*rows, filter, at);
}

Result<casework::complaint::CasePage> Office::cases(const casework::complaint::CaseQuery& query,
                                                    Position at_least) const {
  RECOURSE_TRY_ASSIGN(const auto rows, impl_->engine->rows(CasesView::kName, at_least));
  return casework::complaint::list_cases(*rows, query);
}

Result<std::vector<casework::complaint::EarlierCase>> Office::earlier_cases(
    const casework::complaint::PersonQuery& query, Position at_least) const {
  const auto& ring = impl_->engine->keyring();
  if (ring == nullptr) {
    return no_keys(*this, "who reported before is found by an index of persons");
  }
  RECOURSE_TRY_ASSIGN(const auto rows,
                      impl_->engine->rows(casework::complaint::PersonsView::kName, at_least));
  return casework::complaint::PersonsView::find(*rows, *ring, query);
}

Result<casework::complaint::DeadlineList> Office::deadlines(
    const casework::complaint::DeadlineQuery& query, Position at_least) const {
  RECOURSE_TRY_ASSIGN(const auto rows, impl_->engine->rows(CasesView::kName, at_least));
  return casework::complaint::list_deadlines(*rows, query);
}

Result<core::TimersStatus> Office::fire_due() const { return impl_->engine->fire_due(); }
core::TimersStatus Office::timers() const { return impl_->engine->timers(); }
void Office::clock_moved() const { impl_->engine->clock_moved(); }
core::Views& Office::views() const noexcept { return impl_->engine->views(); }
core::Subscriptions& Office::subscriptions() const noexcept {
  return impl_->engine->subscriptions();
}
core::StateCacheStatus Office::state_cache() const { return impl_->cases->cache(); }

Result<core::VerifyReport> Office::verify(
    std::function<bool(Position at, Position head)> progress) const {
  return impl_->engine->verify(std::move(progress));
}

EngineHealth Office::health() const { return impl_->engine->health(); }
base::Metrics Office::metrics() const { return impl_->engine->metrics(); }
void Office::stop(Stop how) const { impl_->engine->stop(how); }
Engine& Office::engine() const noexcept { return *impl_->engine; }
const Hosted<ComplaintDecider>& Office::cases_workflow() const noexcept { return *impl_->cases; }
core::EventStore& Office::store() const noexcept { return impl_->engine->store(); }
const Clock& Office::clock() const noexcept { return impl_->engine->clock(); }
const ComplaintDecider& Office::decider() const noexcept { return impl_->cases->decider(); }

}  // namespace recourse
