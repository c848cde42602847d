// SHA-256 for the room, over OpenSSL. Thread-safety: functions without shared state.
#pragma once

#include <initializer_list>
#include <recourse/notary/base64.hpp>
#include <recourse/notary/merkle.hpp>
#include <string>

namespace recourse::notary {

/// SHA-256 of the parts, one after the other.
Hash sha256(std::initializer_list<std::string_view> parts);

inline std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
/// Nothing unless there are 32 bytes.
std::optional<Hash> hash_from(std::string_view bytes);

}  // namespace recourse::notary
