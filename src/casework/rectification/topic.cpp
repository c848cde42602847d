#include <recourse/casework/rectification/topic.hpp>

namespace recourse::casework::rectification {
namespace {

bool is_settled(const Measure& one) {
  return one.status == MeasureStatus::adopted || one.status == MeasureStatus::carried_out;
}

/// The version of the catalogue that a round's publication made; empty: it made none, or has not
/// been yet. A round publishes once, and every round but the last one has.
std::string version_of_round(const State& state, std::uint32_t round) {
  std::size_t version = 0;
  for (std::uint32_t r = 1; r <= state.round; ++r) {
    bool changes = false;
    for (const auto& one : state.measures) {
      changes = changes || (one.round == r && is_settled(one) && changes_catalogue(one.kind));
    }
    if (!changes) continue;
    if (r == round) return version < state.catalogues.size() ? state.catalogues[version] : "";
    ++version;
  }
  return {};
}

void add(Topic& topic, const std::string& key, const State& state) {
  topic.figures.push_back(
      {key, state.matter, state.reason, state.line, state.phase, state.round, state.found,
       state.overall,
       state.recurrences.empty() ? std::nullopt : std::optional{state.recurrences.back()}});
  topic.responsible.push_back({key, 0, state.lead, state.until});
  for (const auto& one : state.measures) {
    if (one.status == MeasureStatus::rejected) continue;
    topic.tasks.push_back({key, one.number, one.kind, one.text, one.status, one.late});
    topic.responsible.push_back({key, one.number, one.owner, one.due});
    if (!is_settled(one) || one.kind == MeasureKind::training) continue;
    const bool of_catalogue = changes_catalogue(one.kind);
    topic.policy.push_back({key, one.number, one.kind, one.text, one.decided_by,
                            of_catalogue ? version_of_round(state, one.round) : std::string{}});
  }
}

}  // namespace

Topic topic_of(std::string_view month, const std::vector<Keyed>& rectifications) {
  Topic topic;
  topic.month = month;
  for (const auto& [key, state] : rectifications) {
    if (state.month == month) add(topic, key, state);
  }
  return topic;
}

}  // namespace recourse::casework::rectification
