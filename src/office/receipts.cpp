#include <recourse/core/record.hpp>
#include <recourse/notary/decider.hpp>
#include <recourse/notary/notary.hpp>
#include <recourse/notary/tree_view.hpp>
#include <recourse/office/receipts.hpp>

namespace recourse {
namespace {

using Answer = core::Seen<IssuedReceipt>;

/// Whether a record may be given out as it is written. What no table describes nobody can judge.
bool shows_whole(const core::WorkflowPort* port, const core::RecordView& record,
                 const core::Visibility& visibility) {
  if (port == nullptr) return false;
  const auto& info = port->info();
  for (const auto* set : {info.events, info.retired}) {
    if (set == nullptr) continue;
    const auto at = set->find(record.type);
    if (at >= set->types.size()) continue;
    const auto& type = *set->types[at];
    return record.schema_version <= type.version && core::sees_whole(type, visibility);
  }
  return false;
}

/// The stream that is named, or that of the record at the position.
Result<StreamId> stream_of(const core::EventLog& log, const ReceiptQuery& query) {
  if (query.stream) {
    if (query.version.value == 0) {
      return Error{Errc::invalid_argument, "version: the first record of a stream has version 1"};
    }
    RECOURSE_TRY_ASSIGN(const auto last, log.version_of(*query.stream));
    if (last.value != 0) return *query.stream;
    return Error{Errc::not_found, query.stream->text() + " has no record of version " +
                                      std::to_string(query.version.value)};
  }
  if (query.position.value == 0) {
    return Error{Errc::invalid_argument, "position: the first record of a log has position 1"};
  }
  RECOURSE_TRY_ASSIGN(const auto cursor,
                      log.read_all({.from = query.position, .to = query.position}));
  RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
  if (found) return StreamId::parse(cursor->record().stream);
  return Error{Errc::not_found,
               "there is no record at position " + std::to_string(query.position.value)};
}

Result<Position> position_of(const core::EventLog& log, const ReceiptQuery& query) {
  if (!query.stream) return query.position;
  RECOURSE_TRY_ASSIGN(const auto cursor,
                      log.read_stream(*query.stream, {.from = query.version, .to = query.version}));
  RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
  if (found) return cursor->record().position;
  return Error{Errc::not_found, query.stream->text() + " has no record of version " +
                                    std::to_string(query.version.value)};
}

/// The receipt with its record, whoever wants it.
Result<IssuedReceipt> make(const Office& office, const ReceiptQuery& query) {
  const auto& log = office.store();
  RECOURSE_TRY_ASSIGN(const auto head, office.engine().follow());
  RECOURSE_TRY_ASSIGN(const auto position, position_of(log, query));
  RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(notary::kTreeView, head));
  const auto* const workflow = office.engine().workflow(notary::NotaryDecider::kKind);
  const auto now = workflow->find_any(notary::stream());
  if (!now && now.error().code() != Errc::not_found) return now.error();
  const auto state = now ? *static_cast<const notary::State*>(now->state.get()) : notary::State{};
  IssuedReceipt made{.head = rows->position(), .receipt = {}, .stream = {}, .type = {}};
  RECOURSE_TRY_ASSIGN(made.receipt, notary::receipt_of(log, notary::TileTree{*rows}, state,
                                                       position, query.algorithm));
  return made;
}

/// What a viewer may see of a stream; in clear nothing, and nothing is recorded. Of streams that no
/// workflow describes everybody sees where their records lie, and nobody what they say.
Result<core::Visibility> glance(const Engine& engine, const StreamId& stream,
                                const core::Viewer& viewer) {
  const auto* const port = engine.workflow(stream.kind());
  if (port == nullptr) return core::Visibility{.any = true};
  return core::glance(*port, stream, viewer);
}

Result<core::Seen<core::Look>> look_in_clear(const Engine& engine, const StreamId& stream,
                                             const core::Viewer& viewer) {
  if (engine.workflow(stream.kind()) != nullptr) return engine.look(stream, viewer);
  return core::Seen<core::Look>{core::refuse<core::refusals::looks_not_recorded>(
      core::Put<"kind">{std::string{stream.kind()}})};
}

core::Refusal closed(core::Visibility visibility, const core::Viewer& viewer) {
  if (visibility.rule.empty()) visibility.rule = "authority";
  return core::not_to_be_seen(visibility, viewer);
}

}  // namespace

Result<core::Seen<IssuedReceipt>> issue_receipt(const Office& office, const ReceiptQuery& query,
                                                const core::Viewer& viewer) {
  const auto& engine = office.engine();
  RECOURSE_TRY(engine.follow());
  RECOURSE_TRY_ASSIGN(const auto stream, stream_of(office.store(), query));
  auto quiet = viewer;
  quiet.purpose.clear();
  RECOURSE_TRY_ASSIGN(auto visibility, glance(engine, stream, quiet));
  // A position is found by trying: what is only for whoever can name the stream is not his.
  if (!visibility.any || (!query.stream && !visibility.listed())) {
    return Answer{closed(visibility, viewer)};
  }
  RECOURSE_TRY_ASSIGN(auto made, make(office, query));
  RECOURSE_TRY_ASSIGN(const auto record, core::decode_record(made.receipt.record));
  const auto* const port = engine.workflow(stream.kind());
  if (viewer.wants_clear()) {
    auto in_clear = visibility;
    in_clear.clear = true;
    // A look that would show nothing is not taken; where none is recorded, its refusal says so.
    const bool recorded = port != nullptr && !port->info().look.empty();
    if (recorded && !shows_whole(port, record, in_clear)) return Answer{closed(visibility, viewer)};
    RECOURSE_TRY_ASSIGN(auto taken, look_in_clear(engine, stream, viewer));
    if (const auto* no = core::refused(taken)) return Answer{*no};
    visibility = std::get<core::Look>(std::move(taken)).visibility;
    if (!shows_whole(port, record, visibility)) return Answer{closed(visibility, viewer)};
  }
  made.stream = std::string{record.stream};
  made.type = std::string{record.type};
  made.recorded_at = record.recorded_at;
  made.leaf = notary::leaf_hash(made.receipt.record);
  made.withheld = !shows_whole(port, record, visibility);
  if (made.withheld) made.receipt.record.clear();
  return Answer{std::move(made)};
}

}  // namespace recourse
