// The random sample: committed before its period ends, shown and drawn afterwards (R23).
#include <algorithm>
#include <recourse/casework/supervision/sample.hpp>

#include "casework/supervision/decide.hpp"

namespace recourse::casework::supervision {
namespace {

bool is_digest(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<core::Refusal> check_period(const Deciding& d, LocalDay from, LocalDay to) {
  if (to < from) return refuse<refusals::period_backward>();
  // On its last day the period still runs.
  if (to < d.today()) return refuse<refusals::period_over>(Put<"day">{to_string(to)});
  const LocalDay limit = d.days.day_of(d.state.due->at);
  if (to < limit) return std::nullopt;
  return refuse<refusals::period_too_late>(Put<"day">{to_string(to)});
}

}  // namespace

Decision Deciding::operator()(const CommitSample& c) const {
  if (state.kind != InspectionKind::ledger) return refuse<refusals::not_a_spot_check>();
  if (!c.from || !c.to) return refuse<refusals::period_missing>();
  if (auto no = check_period(*this, *c.from, *c.to)) return *no;
  if (c.size == 0 || c.size > rules.limits.sample) {
    return refuse<refusals::sample_size>(Put<"most">{std::to_string(rules.limits.sample)});
  }
  if (!is_digest(c.commitment)) return refuse<refusals::commitment_malformed>();
  return Decision::of(
      SampleCommitted{by(), {c.scope.value_or(Scope::unit), *c.from, *c.to, c.size, c.commitment}});
}

Decision Deciding::operator()(const DrawSample& c) const {
  const auto& rule = *state.sample.rule;
  if (today() <= rule.to) return refuse<refusals::period_runs>(Put<"day">{to_string(rule.to)});
  const auto found = commitment_of(c.seed);
  if (found != rule.commitment) return refuse<refusals::wrong_seed>(Put<"found">{found});
  return Decision::of(SeedRevealed{by(), c.seed});
}

Decision Deciding::operator()(const RecordSample& c) const {
  const auto population = unpacked(c.population);
  if (!population) return refuse<refusals::population_malformed>();
  return Decision::of(SampleDrawn{c.position, population->size(), digest_of(*population),
                                  drawn(state.sample.seed, *population, state.sample.rule->size)});
}

}  // namespace recourse::casework::supervision
