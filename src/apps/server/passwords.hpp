// Passwords: argon2id, by libsodium; and digests of secrets that are random already.
//
//     Passwords passwords{{.operations = 3, .memory = 64 << 20}};
//     auto hash = passwords.hash("correct horse").value();        // "$argon2id$v=19$m=65536,t=3,…"
//     passwords.matches(hash, "correct horse")                    → true
//
// At most kAtOnce are computed at a time: each takes its memory.
// Thread-safety: all members from any thread.
#pragma once

#include <condition_variable>
#include <mutex>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse::server {

struct PasswordCost {
  unsigned long long operations = 3;
  std::size_t memory = std::size_t{64} << 20;  ///< Bytes.
};

class Passwords {
 public:
  static constexpr std::ptrdiff_t kAtOnce = 4;
  static constexpr std::size_t kCharactersMin = 10;
  static constexpr std::size_t kBytesMax = 1024;

  explicit Passwords(PasswordCost cost) : cost_(cost) {}

  /// io_error: no memory, or a cost that is out of range.
  Result<std::string> hash(std::string_view password) const;
  /// In time that does not tell how near it was.
  bool matches(const std::string& hash, std::string_view password) const;
  /// The hash was made at another cost.
  bool is_outdated(const std::string& hash) const;

 private:
  PasswordCost cost_;
  // Not std::counting_semaphore: GCC 12's may sleep on although a turn is free.
  mutable std::mutex mutex_;
  mutable std::condition_variable one_is_free_;
  mutable std::ptrdiff_t free_ = kAtOnce;

  class Turn;
};

/// So many random bytes of the operating system, as hexadecimal digits.
std::string random_hex(std::size_t bytes);
/// 32 bytes of BLAKE2b as hexadecimal digits; of one purpose none is that of another.
std::string digest_of(std::string_view secret, std::string_view purpose);
/// In time that depends on the lengths alone.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace recourse::server
