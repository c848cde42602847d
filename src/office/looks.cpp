// What is shown to somebody: the office's queries with a Viewer.
#include <algorithm>
#include <iterator>
#include <recourse/office.hpp>
#include <recourse/trust/page_token.hpp>

namespace recourse {
namespace {

/// So often a list is read on for one page that still has room: who may see little is not made to
/// wait for all that he may not.
constexpr int kReadOnMost = 8;

/// A page as somebody may have it: filled with what is his to see, as far as kReadOnMost goes, and
/// with a token that tells nothing of the entry that it ends at. `read` reads of one snapshot.
template <class Page, class Query, class Entry, class Read, class Keep>
Result<Page> page_for(const FingerprintKey& key, std::string_view list, Query query,
                      std::vector<Entry> Page::*entries, Read read, Keep keep) {
  RECOURSE_TRY_ASSIGN(query.after, trust::place_in(key, list, query.after));
  const auto most = query.page_size;
  RECOURSE_TRY_ASSIGN(Page page, read(query));
  RECOURSE_TRY(keep(page.*entries));
  for (int i = 0; i < kReadOnMost && !page.next.empty() && (page.*entries).size() < most; ++i) {
    query.after = page.next;
    query.page_size = most - (page.*entries).size();
    RECOURSE_TRY_ASSIGN(Page more, read(query));
    RECOURSE_TRY(keep(more.*entries));
    std::ranges::move(more.*entries, std::back_inserter(page.*entries));
    page.next = std::move(more.next);
    if constexpr (requires { page.more; }) page.more = more.more;
  }
  page.next = trust::page_token(key, list, page.next);
  return page;
}

}  // namespace

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
  using casework::complaint::CasePage;
  RECOURSE_TRY_ASSIGN(const auto rows,
                      engine().rows(casework::complaint::CasesView::kName, at_least));
  return page_for(
      store().fingerprint_key(), "cases", query, &CasePage::cases,
      [&](const auto& asked) { return casework::complaint::list_cases(*rows, asked); },
      [&](auto& entries) { return keep_seen(entries, viewer); });
}

Result<casework::complaint::DeadlineList> Office::deadlines(
    const casework::complaint::DeadlineQuery& query, const core::Viewer& viewer,
    Position at_least) const {
  using casework::complaint::DeadlineList;
  RECOURSE_TRY_ASSIGN(const auto rows,
                      engine().rows(casework::complaint::CasesView::kName, at_least));
  return page_for(
      store().fingerprint_key(), "deadlines", query, &DeadlineList::deadlines,
      [&](const auto& asked) { return casework::complaint::list_deadlines(*rows, asked); },
      [&](auto& entries) { return keep_seen(entries, viewer); });
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
