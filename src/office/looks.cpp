// What is shown to somebody: the office's queries with a Viewer.
#include <recourse/office.hpp>

namespace recourse {

Result<core::Seen<CaseView>> Office::find_case(const StreamId& id, const core::Viewer& viewer,
                                               Version at) const {
  return cases_workflow().find(id, viewer, at);
}

Result<core::Seen<std::vector<HistoryEntry>>> Office::history(const StreamId& id,
                                                              const core::Viewer& viewer) const {
  return cases_workflow().history(id, viewer);
}

Result<core::Seen<casework::complaint::Document>> Office::document(
    const StreamId& id, casework::complaint::DocumentKind kind, const core::Viewer& viewer) const {
  using Answer = core::Seen<casework::complaint::Document>;
  RECOURSE_TRY_ASSIGN(const auto entries, history(id, viewer));
  if (const auto* no = core::refused(entries)) return Answer{*no};
  RECOURSE_TRY_ASSIGN(auto paper, document_upon(id, std::get<0>(entries), kind));
  return Answer{std::move(paper)};
}

Result<core::Seen<std::vector<casework::complaint::DueTime>>> Office::due_times(
    const StreamId& id, const core::Viewer& viewer) const {
  using Answer = core::Seen<std::vector<casework::complaint::DueTime>>;
  RECOURSE_TRY_ASSIGN(const auto seen, engine().look(id, viewer));
  if (const auto* no = core::refused(seen)) return Answer{*no};
  RECOURSE_TRY_ASSIGN(auto running, due_times(id));
  return Answer{std::move(running)};
}

Result<core::Seen<std::vector<core::LookTaken>>> Office::looks(const StreamId& id,
                                                               const core::Viewer& viewer) const {
  using Answer = core::Seen<std::vector<core::LookTaken>>;
  RECOURSE_TRY_ASSIGN(const auto visibility, core::glance(cases_workflow(), id, viewer));
  if (!visibility.sees(describe::Access::internal)) {
    return Answer{core::not_to_be_seen(visibility, viewer)};
  }
  RECOURSE_TRY_ASSIGN(auto looks, core::looks_of(cases_workflow(), id));
  return Answer{std::move(looks)};
}

Result<core::Seen<CaseCopy>> Office::copy(const StreamId& id, const core::Viewer& viewer) const {
  using Answer = core::Seen<CaseCopy>;
  RECOURSE_TRY_ASSIGN(const auto seen, engine().look(id, viewer));
  if (const auto* no = core::refused(seen)) return Answer{*no};
  const auto& of_viewer = std::get<core::Look>(seen).visibility;
  if (!of_viewer.clear) return Answer{core::not_in_clear(of_viewer, viewer)};
  const auto visibility = core::for_the_person(of_viewer);
  RECOURSE_TRY_ASSIGN(auto now, find_case(id));
  core::redact(now.state, visibility);
  RECOURSE_TRY_ASSIGN(auto entries, history(id));
  redact(entries, visibility);
  RECOURSE_TRY_ASSIGN(auto looks, core::looks_of(cases_workflow(), id));
  return Answer{CaseCopy{std::move(now), std::move(entries), std::move(looks),
                         core::kOfThePerson - of_viewer.classes}};
}

template <class Entry>
Result<void> Office::keep_seen(std::vector<Entry>& entries, const core::Viewer& viewer) const {
  std::vector<Entry> kept;
  for (auto& entry : entries) {
    RECOURSE_TRY_ASSIGN(const auto visibility, core::glance(cases_workflow(), entry.id, viewer));
    if (visibility.listed()) kept.push_back(std::move(entry));
  }
  entries = std::move(kept);
  return {};
}

Result<casework::complaint::CasePage> Office::cases(const casework::complaint::CaseQuery& query,
                                                    const core::Viewer& viewer,
                                                    Position at_least) const {
  RECOURSE_TRY_ASSIGN(auto page, cases(query, at_least));
  RECOURSE_TRY(keep_seen(page.cases, viewer));
  return page;
}

Result<casework::complaint::DeadlineList> Office::deadlines(
    const casework::complaint::DeadlineQuery& query, const core::Viewer& viewer,
    Position at_least) const {
  RECOURSE_TRY_ASSIGN(auto list, deadlines(query, at_least));
  RECOURSE_TRY(keep_seen(list.deadlines, viewer));
  return list;
}

Result<DraftedDocument> Office::draft_document(const StreamId& id,
                                               casework::complaint::Command command,
                                               const core::Context& context,
                                               const core::Viewer& viewer) const {
  RECOURSE_TRY_ASSIGN(const auto entries, history(id, viewer));
  if (const auto* no = core::refused(entries)) return DraftedDocument{*no};
  return draft_upon(id, std::get<0>(entries), std::move(command), context);
}

Result<core::Seen<std::vector<casework::complaint::EarlierCase>>> Office::earlier_cases(
    const casework::complaint::PersonQuery& query, const core::Viewer& viewer,
    Position at_least) const {
  using casework::Role;
  Role role{};
  const bool known = describe::enum_from_name(viewer.actor.role, role);
  const bool outside = role == Role::administrator || role == Role::receiver ||
                       role == Role::civilian || role == Role::auxiliary;
  if (!known || !casework::is_staff(role) || outside) {
    return core::Seen<std::vector<casework::complaint::EarlierCase>>{
        core::not_to_be_seen({.rule = "R45"}, viewer)};
  }
  RECOURSE_TRY_ASSIGN(auto found, earlier_cases(query, at_least));
  return core::Seen<std::vector<casework::complaint::EarlierCase>>{std::move(found)};
}

}  // namespace recourse
