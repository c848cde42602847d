#include <recourse/casework/complaint/views/tally.hpp>

namespace recourse::casework::complaint {

void Tally::apply(std::string_view stream, const Event& event) {
  if (std::holds_alternative<Received>(event)) {
    CaseFacts facts;
    take(facts, event);
    if (FigureSums{filter_}.takes_in(group_of(facts))) {
      cases_.insert_or_assign(std::string{stream}, std::move(facts));
    }
    return;
  }
  const auto found = cases_.find(std::string{stream});
  if (found != cases_.end()) take(found->second, event);  // else it was filtered out
}

Figures Tally::figures() const {
  std::map<CountGroup, Counts> groups;
  for (const auto& [stream, facts] : cases_) add(groups[group_of(facts)], facts);
  FigureSums sums;
  for (const auto& [group, counts] : groups) sums.add(group, counts);
  return sums.figures();
}

}  // namespace recourse::casework::complaint
