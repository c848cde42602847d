// keyed_hash: a short hash of content that nobody without the key can compute, or try guesses by.
//
//     keyed_hash(key, "report\0…")       // 64 bits; the same on every machine
//
// Pure; thread-safe.
#pragma once

#include <cstdint>
#include <recourse/base/ids.hpp>
#include <string_view>

namespace recourse {

/// SipHash-2-4 of `content` under `key`, read as a little-endian number.
std::uint64_t keyed_hash(const FingerprintKey& key, std::string_view content);

}  // namespace recourse
