#include "office/difficult_matters.hpp"

#include <recourse/casework/liaison/decider.hpp>

namespace recourse {
namespace {

using casework::Line;
using casework::complaint::ComplaintDecider;
using casework::complaint::DifficultySet;
using casework::complaint::Escalated;
using casework::liaison::Collect;
using casework::liaison::LiaisonDecider;

/// What the liaison is told; what the citizen said stays in the case.
struct Difficulty {
  std::optional<Line> line;  ///< Nothing: the case's own.
  std::string what;
};

template <class Event>
Difficulty difficulty_in(const Event& event) {
  if (const auto* const e = std::get_if<Escalated>(&event)) {
    return {e->line, "上报" + e->department};
  }
  return {std::nullopt, "定为疑难：" + std::get<DifficultySet>(event).reason};
}

}  // namespace

core::ReactionSpec LiaisonsCollectDifficultCases::spec() const {
  return {.name = "difficult_matters",
          .stream_kind = std::string{ComplaintDecider::kKind},
          .types = {std::string{describe::spec_of<Escalated>.type},
                    std::string{describe::spec_of<DifficultySet>.type}}};
}

Result<std::vector<core::Intent>> LiaisonsCollectDifficultCases::react(
    const core::RecordView& record) const {
  RECOURSE_TRY_ASSIGN(const auto event, core::Fold<ComplaintDecider>::event_of(record));
  const auto difficulty = difficulty_in(event);
  RECOURSE_TRY_ASSIGN(const auto found, find_case_(record.stream, record.position));
  const auto line = difficulty.line ? difficulty.line : found.intake.line;
  std::vector<core::Intent> asked;
  if (!line || *line == Line::other) return asked;
  const auto liaison =
      StreamId::of(LiaisonDecider::kKind, casework::liaison::post_key(*line, found.intake.station));
  // A station whose code cannot stand in a key has no such stream.
  if (!liaison) return asked;
  RECOURSE_TRY_ASSIGN(const bool exists, exists_(*liaison));
  if (!exists) return asked;
  asked.push_back(core::intent<LiaisonDecider>(
      *liaison, Collect{difficulty.what, std::string{record.stream}, found.intake.matter}));
  return asked;
}

}  // namespace recourse
