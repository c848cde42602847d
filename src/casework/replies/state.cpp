#include <recourse/casework/replies/state.hpp>

namespace recourse::casework::replies {

const PublishedVersion* valid_on(const State& state, LocalDay day) {
  if (state.ended_from && day >= *state.ended_from) return nullptr;
  for (auto version = state.versions.rbegin(); version != state.versions.rend(); ++version) {
    if (day < version->valid_from) continue;
    return !version->valid_until || day <= *version->valid_until ? &*version : nullptr;
  }
  return nullptr;
}

const PublishedVersion* version_of(const State& state, std::uint32_t number) {
  for (const auto& version : state.versions) {
    if (version.number == number) return &version;
  }
  return nullptr;
}

const PublishedVersion* last_version(const State& state) {
  return state.versions.empty() ? nullptr : &state.versions.back();
}

std::optional<Due> next_look(const State& state) {
  std::optional<Due> next;
  for (const auto& one : state.look_again) {
    if (!one.missed && (!next || one.due.at < next->at)) next = one.due;
  }
  return next;
}

bool is_over(const State& state) {
  return state.standing == Standing::superseded || state.standing == Standing::withdrawn;
}

}  // namespace recourse::casework::replies
