#include "tests/sim/model.hpp"

namespace recourse::sim {

using namespace core;

Result<Appended> Model::apply(const Append& append) {
  const auto fingerprint = content_fingerprint(FingerprintKey{}, append);
  if (const auto known = commands_.find(append.command_id); known != commands_.end()) {
    if (known->second.fingerprint != fingerprint) {
      return command_id_reused(append.command_id, known->second.appended.first);
    }
    auto again = known->second.appended;
    again.repeated = true;
    return again;
  }
  for (const auto& s : append.streams) {
    const auto found = versions_.find(s.stream.text());
    const Version actual{found == versions_.end() ? 0 : found->second};
    if (!s.expected.admits(actual)) return version_conflict(s.stream.text(), s.expected, actual);
  }
  for (const auto& c : append.conditions) {
    const auto found = tags_.find(c.tag);
    if (found == tags_.end() || Position{found->second} <= c.since) continue;
    return tag_conflict(c, Position{found->second});
  }
  Appended answer;
  answer.first = Position{log_.size() + 1};
  for (const auto& s : append.streams) {
    auto& version = versions_[s.stream.text()];
    for (const auto& e : s.events) {
      log_.push_back({s.stream.text(), ++version, e.type, e.payload, append.command_id});
      for (const auto& tag : e.tags) tags_[tag] = log_.size();
    }
    if (&s == &append.streams.front()) answer.version = Version{version};
  }
  answer.last = Position{log_.size()};
  commands_.emplace(append.command_id, Command{fingerprint, answer});
  return answer;
}

}  // namespace recourse::sim
