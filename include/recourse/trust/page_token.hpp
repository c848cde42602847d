// A page's token: where a list goes on, for whoever may not know what stands there.
//
//     auto next = page_token(store.fingerprint_key(), "cases", place);          // given out
//     auto place = place_in(store.fingerprint_key(), "cases", next).value();    // taken back
//
// A list that leaves out what somebody may not see ends its pages anywhere, also at an entry that
// was left out: its key, or how its limits sort, must not be read from the token. AES-256-GCM under
// a key that is derived of the log's, so that a token outlives the process; its length tells
// nothing of short keys.
// Pure but for the nonce; thread-safe.
#pragma once

#include <recourse/base/ids.hpp>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse::trust {

/// `list` must be the same when it is taken back. Of an empty place: empty.
std::string page_token(const FingerprintKey& key, std::string_view list, std::string_view place);
/// invalid_argument: it was not made so.
Result<std::string> place_in(const FingerprintKey& key, std::string_view list,
                             std::string_view token);

}  // namespace recourse::trust
