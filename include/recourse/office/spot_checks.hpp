// Spot checks over the log: the population of a sample, its drawing, and its verification (R23).
//
//     auto outcome = draw_sample(*office, stream, seed, context).value();
//     SampleCheck check = verify_sample(*office, stream).value();      // anybody, at any time
//     check.same()                                                     // → true
//
// The population follows from the log's records up to one position: the one at which the seed was
// shown. So nobody chooses it, and everybody who has the log can count it again. The office draws
// by itself (the reaction `spot_checks`) when a seed is shown; draw_sample does both in one.
//
// Requires of all that name an inspection: the office serves the workflow `supervision`, as it does
// unless a program links a shorter list of its own. Thread-safety: as Office.
#pragma once

#include <recourse/casework/supervision/state.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// Keys of the cases that ended within the rule's period, sorted, as the records up to a position
/// tell it; of the inspection's unit or district. In whatever way they ended, and whatever became
/// of them later. Errors: those of the store, and of records that cannot be read.
Result<std::vector<std::string>> sample_population(const core::EventStore& store,
                                                   const casework::supervision::State& inspection,
                                                   UtcOffset offset, Position position);

/// Shows the seed as the context's actor and has the engine draw. Refusals: those of
/// supervision.draw_sample. Errors: as Office::handle. If it fails between the two, the reaction
/// draws, or the same call again.
Result<core::Outcome> draw_sample(const Office& office, const StreamId& stream, std::string seed,
                                  const core::Context& context);

/// A sample as it was recorded, and as it is drawn again from the log.
struct SampleCheck {
  casework::supervision::SampleEntry recorded;
  bool seed_fits = false;      ///< The seed's SHA-256 is what was committed.
  bool position_fits = false;  ///< The population is that of the record which shows the seed.
  std::vector<std::string> population = {};
  std::string digest = {};
  std::vector<std::string> cases = {};
  bool same() const {
    return seed_fits && position_fits && population.size() == recorded.population &&
           digest == recorded.digest && cases == recorded.cases;
  }
};
/// Draws it again. not_found if there is no such inspection; invalid_argument if nothing was drawn.
Result<SampleCheck> verify_sample(const Office& office, const StreamId& stream);

}  // namespace recourse
