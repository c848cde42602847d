#include <recourse/casework/case/open_duties.hpp>
#include <recourse/casework/case/summary.hpp>

namespace recourse::casework {

CaseSummary summarize(const State& state) {
  CaseSummary now;
  now.phase_zh = zh(state.phases.life);
  now.owner = owner_of(state);
  now.loops = loops_of(state);
  for (const auto& due : due_times(state)) {
    now.limits_now.push_back({due.limit, due.due.at, due.due.provisional, due.met_at});
  }
  for (const auto& duty : open_duties(state)) {
    now.duties.push_back({std::string{duty.name}, std::string{duty.zh}, std::string{duty.rule},
                          duty.unit,
                          duty.due ? std::optional{duty.due->at} : std::optional<Timestamp>{}});
  }
  for (const auto name : allowed_commands(state.phases)) now.allowed.emplace_back(name);
  return now;
}

}  // namespace recourse::casework
