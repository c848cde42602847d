#include <recourse/casework/complaint/callback_rates.hpp>

namespace recourse::casework::complaint {

CallbackRates callback_rates(std::span<const State> cases, Counted which) {
  CallbackRates rates;
  for (const auto& state : cases) {
    for (const auto& one : state.ending.confirmations) {
      if (which == Counted::drawn && !one.drawn) continue;
      ++rates.finished;
      if (!one.contacted) continue;
      ++rates.contacted;
      if (one.solved) ++rates.solved;
      if (one.satisfied) ++rates.satisfied;
    }
  }
  return rates;
}

}  // namespace recourse::casework::complaint
