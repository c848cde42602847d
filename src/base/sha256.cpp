#include <sodium/crypto_hash_sha256.h>

#include <recourse/base/bytes.hpp>
#include <recourse/base/sha256.hpp>

namespace recourse {

Sha256 sha256(std::string_view content) {
  Sha256 hash;
  static_assert(sizeof hash == crypto_hash_sha256_BYTES);
  // It has no failure: the function always answers 0.
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size());
  return hash;
}

std::string sha256_hex(std::string_view content) {
  const auto hash = sha256(content);
  return base::hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace recourse
