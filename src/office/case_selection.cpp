#include <recourse/office/case_selection.hpp>
#include <recourse/office/position_at.hpp>
#include <set>

namespace recourse {
namespace {

using casework::complaint::ComplaintDecider;
using casework::complaint::Received;

/// Up to which record, and when that was.
Result<void> set_position(const Office& office, const CaseSelection& selection, SelectedCases& to) {
  RECOURSE_TRY_ASSIGN(to.position, office.store().head());
  to.moment = office.clock().now();
  if (!selection.as_of) return {};
  const auto wanted = *selection.as_of;
  if (wanted.value == 0) {
    return Error{Errc::invalid_argument, "as_of: nothing was recorded by then"};
  }
  RECOURSE_TRY(reached(office, wanted));
  RECOURSE_TRY_ASSIGN(const auto cursor, office.store().read_all({.from = wanted, .to = wanted}));
  RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
  if (!there) return Error{Errc::corruption, "a record of the log is missing"};
  to.position = wanted;
  to.moment = cursor->record().recorded_at;
  return {};
}

bool takes(const CaseSelection& s, const std::set<std::string, std::less<>>& keys,
           const StreamId& id, const Received& e) {
  const bool place = (s.station.empty() || e.station == s.station) &&
                     (s.district.empty() || e.district == s.district);
  const bool what = (!s.line || e.line == *s.line) && (s.matter.empty() || e.matter == s.matter);
  const bool when = (!s.from || e.reported_at >= *s.from) && (!s.to || e.reported_at <= *s.to);
  return place && what && when && (keys.empty() || keys.contains(id.key()));
}

}  // namespace

Result<SelectedCases> select_cases(const Office& office, const CaseSelection& selection,
                                   const core::Viewer& viewer) {
  if (selection.from && selection.to && *selection.from > *selection.to) {
    return Error{Errc::invalid_argument, "the period begins behind its end"};
  }
  SelectedCases found;
  RECOURSE_TRY(set_position(office, selection, found));
  const std::set<std::string, std::less<>> keys{selection.keys.begin(), selection.keys.end()};
  auto unknown = keys;
  RECOURSE_TRY_ASSIGN(
      const auto cursor,
      office.store().read_all({.to = found.position,
                               .stream_kind = std::string{ComplaintDecider::kKind},
                               .types = {std::string{describe::spec_of<Received>.type}}}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY_ASSIGN(const auto event, core::Fold<ComplaintDecider>::event_of(cursor->record()));
    RECOURSE_TRY_ASSIGN(auto id, StreamId::parse(cursor->record().stream));
    unknown.erase(std::string{id.key()});
    const auto* received = std::get_if<Received>(&event);
    const bool taken = received != nullptr && takes(selection, keys, id, *received);
    if (!taken) continue;
    RECOURSE_TRY_ASSIGN(auto seen, core::glance(office.cases_workflow(), id, viewer));
    if (!seen.listed()) continue;
    seen.clear = false;
    found.cases.push_back({std::move(id), std::move(seen)});
  }
  if (unknown.empty()) return found;
  return Error{Errc::not_found, "there was no case " + *unknown.begin() + " up to position " +
                                    std::to_string(found.position.value)};
}

Result<void> each_record_of(const Office& office, const StreamId& id, Position position,
                            const SeeRecord& see) {
  RECOURSE_TRY_ASSIGN(const auto cursor, office.store().read_stream(id, {}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more || cursor->record().position > position) return {};
    RECOURSE_TRY(see(cursor->record()));
  }
}

}  // namespace recourse
