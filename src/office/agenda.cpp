// What a unit must do: the open duties of every workflow in one list.
#include <algorithm>
#include <recourse/casework/common/roles.hpp>
#include <recourse/office.hpp>

namespace recourse {
namespace {

/// Staff learn what the own unit owes, and what is owed by whoever may; who supervises others,
/// what any unit owes.
bool may_ask(const casework::AgendaQuery& query, const core::Viewer& viewer) {
  using casework::Role;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role)) return false;
  switch (role) {
    case Role::district_officer:
    case Role::city_officer:
    case Role::supervisor:
      return true;
    case Role::window_officer:
    case Role::counter_lead:
    case Role::station_chief:
    case Role::liaison:
      return query.unit.empty() || query.unit == viewer.actor.unit;
    default:
      return false;
  }
}

}  // namespace

Result<casework::Agenda> Office::agenda(const casework::AgendaQuery& query,
                                        Position at_least) const {
  RECOURSE_TRY(casework::check_query(query));
  casework::Agenda all;
  bool first = true;
  for (const auto& workflow : office_workflows()) {
    if (workflow.agenda == nullptr) continue;
    RECOURSE_TRY_ASSIGN(const auto rows, engine().rows(workflow.agenda_view, at_least));
    RECOURSE_TRY_ASSIGN(auto part, workflow.agenda(*rows, query));
    all.entries.insert(all.entries.end(), std::make_move_iterator(part.entries.begin()),
                       std::make_move_iterator(part.entries.end()));
    all.more = all.more || part.more;
    all.position = first ? part.position : std::min(all.position, part.position);
    first = false;
  }
  casework::order(all, query.most);
  return all;
}

Result<core::Seen<casework::Agenda>> Office::agenda(const casework::AgendaQuery& query,
                                                    const core::Viewer& viewer,
                                                    Position at_least) const {
  using Answer = core::Seen<casework::Agenda>;
  if (!may_ask(query, viewer)) return Answer{core::not_to_be_seen({.rule = "R16"}, viewer)};
  RECOURSE_TRY(casework::check_query(query));
  auto whole = query;
  whole.most = limits::kListPageMax;  // what may not be seen takes nobody's place
  RECOURSE_TRY_ASSIGN(auto agenda, this->agenda(whole, at_least));
  std::vector<casework::AgendaEntry> kept;
  for (auto& entry : agenda.entries) {
    RECOURSE_TRY_ASSIGN(const auto stream, StreamId::parse(entry.stream));
    const auto* workflow = engine().workflow(stream.kind());
    if (workflow == nullptr) continue;  // a view knows streams of workflows alone
    RECOURSE_TRY_ASSIGN(const auto visibility, core::glance(*workflow, stream, viewer));
    if (visibility.listed()) kept.push_back(std::move(entry));
  }
  agenda.entries = std::move(kept);
  casework::order(agenda, query.most);
  return Answer{std::move(agenda)};
}

}  // namespace recourse
