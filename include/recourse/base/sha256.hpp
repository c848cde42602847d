// sha256: SHA-256 (FIPS 180-4) of content, for whoever proves something to somebody else by it.
//
//     sha256("abc")[0]        → 0xba
//     sha256_hex("abc")       → "ba7816bf…f20015ad", 64 small hexadecimal digits
//
// For commitments and samples, in rooms that see no OpenSSL (docs/adr/0039-sha-256-in-base.md).
// Pure; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace recourse {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view content);
std::string sha256_hex(std::string_view content);

}  // namespace recourse
