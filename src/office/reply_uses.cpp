#include "office/reply_uses.hpp"

#include <algorithm>
#include <recourse/casework/replies/decider.hpp>

namespace recourse {
namespace {

using casework::complaint::Closed;
using casework::complaint::ComplaintDecider;
using casework::complaint::Rated;
using casework::complaint::RoutedExplain;
using casework::replies::NoteRating;
using casework::replies::NoteUse;
using casework::replies::RepliesDecider;

/// Which reply an event cites, and in which version.
struct Cited {
  std::string reply;
  std::uint32_t version = 0;  ///< 0: it does not say.
};

template <class Event>
std::optional<Cited> cited_in(const Event& event) {
  if (const auto* const e = std::get_if<RoutedExplain>(&event)) {
    return Cited{e->standard_reply, e->standard_reply_version};
  }
  if (const auto* const e = std::get_if<Closed>(&event)) return Cited{e->standard_reply, 0};
  return std::nullopt;
}

/// "KJ-0001", "replies/KJ-0001"; nothing for text that is no key.
std::optional<StreamId> reply_of(const std::string& named) {
  if (named.empty()) return std::nullopt;
  const bool whole = named.find('/') != std::string::npos;
  const auto stream = whole ? StreamId::parse(named) : StreamId::of(RepliesDecider::kKind, named);
  if (!stream || stream->kind() != RepliesDecider::kKind) return std::nullopt;
  return *stream;
}

}  // namespace

core::ReactionSpec RepliesKnowTheirUses::spec() const {
  return {.name = "reply_uses",
          .stream_kind = std::string{ComplaintDecider::kKind},
          .types = {std::string{describe::spec_of<RoutedExplain>.type},
                    std::string{describe::spec_of<Closed>.type},
                    std::string{describe::spec_of<Rated>.type}}};
}

Result<std::vector<core::Intent>> RepliesKnowTheirUses::react(
    const core::RecordView& record) const {
  if (record.type == describe::spec_of<Rated>.type) return of_rating(record);
  RECOURSE_TRY_ASSIGN(const auto event, core::Fold<ComplaintDecider>::event_of(record));
  std::vector<core::Intent> asked;
  const auto cited = cited_in(event);
  const auto reply = cited ? reply_of(cited->reply) : std::nullopt;
  if (!reply) return asked;
  asked.push_back(core::intent<RepliesDecider>(
      *reply, NoteUse{std::string{record.stream}, record.position, cited->version}));
  return asked;
}

Result<std::vector<core::Intent>> RepliesKnowTheirUses::of_rating(
    const core::RecordView& record) const {
  RECOURSE_TRY_ASSIGN(const auto event, core::Fold<ComplaintDecider>::event_of(record));
  const auto& rated = std::get<Rated>(event);
  RECOURSE_TRY_ASSIGN(const auto stream, StreamId::parse(record.stream));
  RECOURSE_TRY_ASSIGN(const auto history, history_(stream));
  std::vector<StreamId> replies;
  for (const auto& entry : history) {
    if (entry.version > record.version) break;
    const auto cited = cited_in(entry.event);
    const auto reply = cited ? reply_of(cited->reply) : std::nullopt;
    if (!reply || std::ranges::find(replies, *reply) != replies.end()) continue;
    replies.push_back(*reply);
  }
  std::vector<core::Intent> asked;
  for (const auto& reply : replies) {
    asked.push_back(core::intent<RepliesDecider>(
        reply, NoteRating{std::string{record.stream}, record.position, rated.grade}));
  }
  return asked;
}

}  // namespace recourse
