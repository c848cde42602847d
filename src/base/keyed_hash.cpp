#include <sodium/crypto_shorthash_siphash24.h>

#include <boost/endian/conversion.hpp>
#include <recourse/base/keyed_hash.hpp>

namespace recourse {

std::uint64_t keyed_hash(const FingerprintKey& key, std::string_view content) {
  static_assert(sizeof(key.bytes) == crypto_shorthash_siphash24_KEYBYTES);
  unsigned char hash[crypto_shorthash_siphash24_BYTES];
  crypto_shorthash_siphash24(hash, reinterpret_cast<const unsigned char*>(content.data()),
                             content.size(), key.bytes.data());
  return boost::endian::load_little_u64(hash);
}

}  // namespace recourse
