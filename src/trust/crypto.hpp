// Crypto: AES-256-GCM, HMAC-SHA-256 and random bytes, as OpenSSL has them.
//
// Where OpenSSL has no memory, or the system no randomness, they throw std::runtime_error.
//
// Thread-safety: any thread; each has contexts of its own.
#pragma once

#include <array>
#include <cstdint>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse::trust::crypto {

using Key = std::array<std::uint8_t, 32>;
using Nonce = std::array<std::uint8_t, 12>;
inline constexpr std::size_t kTagBytes = 16;

/// A key that is overwritten when it goes out of scope.
class KeyGuard {
 public:
  explicit KeyGuard(Key key) : key_(key) {}
  ~KeyGuard();
  KeyGuard(const KeyGuard&) = delete;
  KeyGuard& operator=(const KeyGuard&) = delete;
  const Key& operator*() const { return key_; }

 private:
  Key key_;
};

/// Overwrites memory, also where nobody reads it afterwards.
void wipe(void* memory, std::size_t bytes);

/// Random bytes of the operating system's generator.
void random(void* to, std::size_t bytes);

/// One that nobody has used: 96 random bits.
Nonce random_nonce();

/// Ciphertext with its tag at the end. `about` is bound to it and not in it.
std::string encrypt(const Key& key, const Nonce& nonce, std::string_view about,
                    std::string_view clear);
/// False if the bytes are not what was encrypted with this key, nonce and `about`.
bool decrypt(const Key& key, const Nonce& nonce, std::string_view about, std::string_view cipher,
             std::string& clear);

/// HMAC-SHA-256.
Key mac(const Key& key, std::string_view what);
/// SHA-256.
Key hash(std::string_view what);

}  // namespace recourse::trust::crypto
