#include "apps/server/passwords.hpp"

#include <sodium/crypto_generichash.h>
#include <sodium/crypto_pwhash.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include <array>
#include <recourse/base/bytes.hpp>

namespace recourse::server {

/// Holds one of the turns.
class Passwords::Turn {
 public:
  explicit Turn(const Passwords& of) : of_(of) {
    std::unique_lock lock{of_.mutex_};
    of_.one_is_free_.wait(lock, [&] { return of_.free_ > 0; });
    --of_.free_;
  }
  ~Turn() {
    const std::lock_guard lock{of_.mutex_};
    ++of_.free_;
    of_.one_is_free_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  const Passwords& of_;
};

Result<std::string> Passwords::hash(std::string_view password) const {
  const Turn turn{*this};
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int failed =
      crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.operations,
                            cost_.memory, crypto_pwhash_ALG_ARGON2ID13);
  if (failed == 0) return std::string{text.data()};
  return Error{Errc::io_error, "a password could not be hashed with " +
                                   std::to_string(cost_.memory) + " bytes of memory and " +
                                   std::to_string(cost_.operations) + " passes"};
}

bool Passwords::matches(const std::string& hash, std::string_view password) const {
  const Turn turn{*this};
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool Passwords::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.operations, cost_.memory) != 0;
}

std::string random_hex(std::size_t bytes) {
  std::string drawn(bytes, '\0');
  randombytes_buf(drawn.data(), drawn.size());
  return base::hex(drawn);
}

std::string digest_of(std::string_view secret, std::string_view purpose) {
  crypto_generichash_state state;
  std::array<char, crypto_generichash_BYTES> digest{};
  const auto add = [&state](std::string_view text) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                              text.size());
  };
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  add(purpose);
  add(std::string_view{"\0", 1});
  add(secret);
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(digest.data()), digest.size());
  return base::hex({digest.data(), digest.size()});
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace recourse::server
