#include <algorithm>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/casework/replies/decider.hpp>
#include <recourse/office/similar.hpp>

#include "office/no_keys.hpp"

namespace recourse {
namespace {

using casework::complaint::CasesView;
using casework::complaint::Closed;
using casework::complaint::ComplaintDecider;
using casework::complaint::NarrativesView;
using casework::complaint::ReadPermissions;
using casework::complaint::RoutedExplain;
using casework::complaint::State;
using casework::replies::RepliesDecider;
using Answer = core::Seen<SimilarCases>;

constexpr std::size_t kMost = 100;

Result<void> check(const SimilarQuery& query) {
  if (query.text.empty() == query.number.empty()) {
    return Error{Errc::invalid_argument,
                 "similar to what? Give a text, or the number of a case, one of both"};
  }
  if (query.most < 1 || query.most > kMost) {
    return Error{Errc::invalid_argument, "1 to " + std::to_string(kMost) +
                                             " similar cases can be asked for, not " +
                                             std::to_string(query.most)};
  }
  if (query.number.empty() && casework::terms_of(query.text).empty()) {
    return Error{Errc::invalid_argument,
                 "the text has nothing to compare: two Chinese characters side by side, or a word "
                 "of letters or digits"};
  }
  return {};
}

/// Staff who register, answer or supervise cases.
bool may_ask(const core::Viewer& viewer) {
  using casework::Role;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role) || !casework::is_staff(role)) return false;
  return role != Role::administrator && role != Role::receiver && role != Role::civilian &&
         role != Role::auxiliary;
}

/// Whether the viewer may learn that there is such a case.
bool may_learn_of(const State& state, const ReadPermissions& seen) {
  if (seen.why == "bars") return false;
  return !state.intake.confidential || seen.identity;
}

/// Whether the viewer reads the case's text, persons in it too: then a measure of it says nothing
/// new.
bool reads_text(const ReadPermissions& permissions) {
  const auto seen = casework::complaint::visibility_of(permissions);
  return seen.sees(describe::Access::words) && seen.sees(describe::Access::identity);
}

/// The text of a case's report; not_found if it does not open any more.
Result<std::string> narrative_of(const Office& office, const StreamId& id) {
  RECOURSE_TRY_ASSIGN(const auto entries, office.history(id));
  for (const auto& entry : entries) {
    const auto* received = std::get_if<casework::complaint::Received>(&entry.event);
    if (received == nullptr || !received->narrative || !received->narrative->is_clear()) continue;
    return received->narrative->clear();
  }
  return Error{Errc::not_found, "the narrative of " + std::string{id.key()} +
                                    " is not there, or was erased: there is nothing to compare"};
}

/// A question as the index takes it; or why it is not answered.
Result<core::Seen<casework::complaint::ClosenessQuery>> question_of(const Office& office,
                                                                    const SimilarQuery& query,
                                                                    const core::Viewer& viewer) {
  using Question = core::Seen<casework::complaint::ClosenessQuery>;
  casework::complaint::ClosenessQuery question{.text = query.text,
                                               .matter = query.matter,
                                               .reason = query.reason,
                                               .most = NarrativesView::kCandidates};
  if (query.number.empty()) return Question{std::move(question)};
  RECOURSE_TRY_ASSIGN(const auto id, StreamId::of(ComplaintDecider::kKind, query.number));
  RECOURSE_TRY_ASSIGN(const auto visibility, core::glance(office.cases_workflow(), id, viewer));
  if (!visibility.sees(describe::Access::words)) {
    return Question{core::not_to_be_seen(visibility, viewer)};
  }
  RECOURSE_TRY_ASSIGN(const auto found, office.find_case(id));
  RECOURSE_TRY_ASSIGN(question.text, narrative_of(office, id));
  const auto& intake = found.state.intake;
  if (question.matter.empty()) question.matter = intake.matter;
  if (question.reason.empty()) question.reason = intake.reason;
  question.leave_out = id.text();
  question.before = intake.reported_at;
  return Question{std::move(question)};
}

/// "KJ-0001", "replies/KJ-0001"; nothing for text that is no key.
std::optional<StreamId> reply_of(const std::string& named) {
  if (named.empty()) return std::nullopt;
  const bool whole = named.find('/') != std::string::npos;
  const auto stream = whole ? StreamId::parse(named) : StreamId::of(RepliesDecider::kKind, named);
  if (!stream || stream->kind() != RepliesDecider::kKind) return std::nullopt;
  return *stream;
}

/// The standard reply that the case cites last, and its version if the case says it.
Result<void> add_reply(const Office& office, const StreamId& id, SimilarCase& to) {
  RECOURSE_TRY_ASSIGN(const auto entries, office.history(id));
  for (const auto& entry : entries) {
    if (const auto* e = std::get_if<RoutedExplain>(&entry.event); e && !e->standard_reply.empty()) {
      to.standard_reply = e->standard_reply;
      to.standard_reply_version = e->standard_reply_version;
    }
    if (const auto* e = std::get_if<Closed>(&entry.event); e && !e->standard_reply.empty()) {
      if (to.standard_reply != e->standard_reply) to.standard_reply_version = 0;
      to.standard_reply = e->standard_reply;
    }
  }
  return {};
}

/// In which words citizens were told it: those of the version, or of the one that held at the end.
Result<void> add_wording(const Office& office, SimilarCase& to) {
  const auto* replies =
      dynamic_cast<const Hosted<RepliesDecider>*>(office.engine().workflow(RepliesDecider::kKind));
  const auto stream = reply_of(to.standard_reply);
  if (replies == nullptr || !stream) return {};
  const auto found = replies->find(*stream);
  if (!found && found.error().code() == Errc::not_found) return {};
  if (!found) return found.error();
  const auto offset = office.decider().norms.utc_offset;
  const auto* version =
      to.standard_reply_version > 0
          ? casework::replies::version_of(found->state, to.standard_reply_version)
          : casework::replies::valid_on(found->state,
                                        local_day(to.closed_at.value_or(to.reported_at), offset));
  if (version != nullptr) to.wording = version->wording;
  return {};
}

SimilarCase entry_of(const casework::complaint::CloseNarrative& close, const State& state) {
  SimilarCase entry;
  entry.number = close.stream.substr(close.stream.find('/') + 1);
  entry.near_duplicate = close.overlap >= kNearDuplicate;
  entry.station = state.intake.station;
  entry.matter = state.intake.matter;
  entry.reason = state.intake.reason;
  entry.phase = state.phases.stage;
  entry.reported_at = state.intake.reported_at;
  entry.closed_at = state.ending.closed_at;
  entry.working_days = state.ending.working_days;
  entry.outcome = state.ending.outcome;
  entry.rating = state.ending.rating;
  return entry;
}

}  // namespace

Result<Answer> similar_cases(const Office& office, const SimilarQuery& query,
                             const core::Viewer& viewer, Position at_least) {
  RECOURSE_TRY(check(query));
  if (!may_ask(viewer)) return Answer{core::not_to_be_seen({.rule = "R45"}, viewer)};
  const auto& ring = office.engine().keyring();
  if (ring == nullptr) {
    return no_keys(office, "similar cases are found by an index of words");
  }
  RECOURSE_TRY_ASSIGN(const auto asked, question_of(office, query, viewer));
  if (const auto* no = core::refused(asked)) return Answer{*no};
  RECOURSE_TRY_ASSIGN(const auto index, office.engine().rows(NarrativesView::kName, at_least));
  RECOURSE_TRY_ASSIGN(const auto close, NarrativesView::closest(*index, *ring, std::get<0>(asked)));
  RECOURSE_TRY_ASSIGN(const auto cases, office.engine().rows(CasesView::kName, index->position()));
  SimilarCases answer{.position = index->position()};
  for (const auto& one : close) {
    if (answer.cases.size() == query.most) break;
    RECOURSE_TRY_ASSIGN(const auto now, core::state_in<State>(*cases, one.stream));
    if (!now) continue;
    const auto permissions = casework::complaint::read_permissions_of(now->state, viewer.actor);
    if (!may_learn_of(now->state, permissions)) continue;
    const bool reads = reads_text(permissions);
    if (!reads && one.overlap < kOverlapUnread) continue;
    auto entry = entry_of(one, now->state);
    if (reads) entry.score = one.score, entry.overlap = one.overlap;
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(one.stream));
    RECOURSE_TRY(add_reply(office, id, entry));
    RECOURSE_TRY(add_wording(office, entry));
    answer.cases.push_back(std::move(entry));
  }
  return Answer{std::move(answer)};
}

}  // namespace recourse
