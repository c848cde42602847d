#include <cstring>
#include <recourse/base/bytes.hpp>
#include <recourse/trust/page_token.hpp>

#include "trust/crypto.hpp"

namespace recourse::trust {
namespace {

/// Places are filled up to a multiple of it.
constexpr std::size_t kBlockBytes = 128;
constexpr std::size_t kLengthBytes = 8;

crypto::Key key_of(const FingerprintKey& key) {
  crypto::Key long_key{};
  std::memcpy(long_key.data(), key.bytes.data(), key.bytes.size());
  return crypto::mac(long_key, "recourse page token 1");
}

}  // namespace

std::string page_token(const FingerprintKey& key, std::string_view list, std::string_view place) {
  if (place.empty()) return {};
  std::string clear;
  base::append_le64(clear, place.size());
  clear.append(place);
  clear.resize((clear.size() + kBlockBytes - 1) / kBlockBytes * kBlockBytes, '\0');
  const auto nonce = crypto::random_nonce();
  std::string token{reinterpret_cast<const char*>(nonce.data()), nonce.size()};
  return token.append(crypto::encrypt(key_of(key), nonce, list, clear));
}

Result<std::string> place_in(const FingerprintKey& key, std::string_view list,
                             std::string_view token) {
  if (token.empty()) return std::string{};
  const Error wrong{Errc::invalid_argument, "`after` does not come from a page of this list"};
  crypto::Nonce nonce;
  if (token.size() < nonce.size() + crypto::kTagBytes) return wrong;
  std::memcpy(nonce.data(), token.data(), nonce.size());
  std::string clear;
  if (!crypto::decrypt(key_of(key), nonce, list, token.substr(nonce.size()), clear)) return wrong;
  const auto length = base::read_le64(clear.data());
  return clear.substr(kLengthBytes, length);
}

}  // namespace recourse::trust
