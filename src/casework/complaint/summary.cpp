#include <recourse/casework/complaint/open_duties.hpp>
#include <recourse/casework/complaint/summary.hpp>

namespace recourse::casework::complaint {

CaseSummary summarize(const State& state) {
  CaseSummary now;
  now.phase_zh = zh(state.phases.stage);
  now.owner = owner_of(state);
  now.loops = loops_of(state);
  for (const auto& due : due_times(state)) {
    now.current_deadlines.push_back({due.kind, due.due.at, due.due.provisional, due.met_at});
  }
  for (const auto& duty : open_duties(state)) {
    now.duties.push_back({std::string{duty.name}, std::string{duty.zh}, std::string{duty.rule},
                          duty.unit,
                          duty.due ? std::optional{duty.due->at} : std::optional<Timestamp>{}});
  }
  return now;
}

}  // namespace recourse::casework::complaint
