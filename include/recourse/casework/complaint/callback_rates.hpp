// The three rates of the call-back programme (三率, R37): contacted, solved, satisfied.
//
//     const auto rates = callback_rates(states);
//     percent(rates.contacted, rates.finished);     // 回访率
//     percent(rates.solved, rates.contacted);       // 解决率
//     percent(rates.satisfied, rates.contacted);    // 满意率
//
// They stand beside the done rate, which is what the stations say themselves. What was found not
// solved and done again counts as not solved: each round is counted for itself. Pure functions;
// safe from any thread.
#pragma once

#include <recourse/casework/complaint/state.hpp>
#include <span>

namespace recourse::casework::complaint {

struct CallbackRates {
  std::uint64_t finished = 0;   ///< Call-backs that came to an end, those that reached nobody too.
  std::uint64_t contacted = 0;  ///< Of these: the citizen was reached.
  std::uint64_t solved = 0;     ///< Of those reached.
  std::uint64_t satisfied = 0;  ///< Of those reached.
  friend bool operator==(const CallbackRates&, const CallbackRates&) = default;
};

/// Which call-backs are counted.
enum class Counted : std::uint8_t {
  all,    ///< Those that somebody made of their own accord, too.
  drawn,  ///< What the draw chose: a sample that nobody picked.
};

CallbackRates callback_rates(std::span<const State> cases, Counted which = Counted::drawn);

}  // namespace recourse::casework::complaint
