// What an office says that has no keys: of a sealed log they are somewhere else, of one that is not
// sealed there are none.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// not_sealed, or keys_unavailable. `how`: what needs them, "words are found by an index of words".
/// Requires: engine().keyring() is null.
inline Error no_keys(const Office& office, const std::string& how) {
  if (office.engine().sealer() == nullptr) {
    return {Errc::not_sealed, how + ", and this log, which is not sealed, keeps none"};
  }
  return {Errc::keys_unavailable, how + ", which opens by the keys of this log alone"};
}

}  // namespace recourse
