// Throttle: makes guessing slow. After wrong tries for a key the next one waits, twice as long each
// time, up to a minute.
//
//     const ThrottleKey keys[] = {{"account w7", 0}, {"address 10.1.4.7", 10}};
//     if (auto wait = throttle.begin(keys, now); wait.count() > 0) return too_many(wait);
//     if (good) throttle.succeeded(keys);
//
// A try counts as wrong from its beginning, so that many at once are no way around; one that was
// right is taken back. Keys are kept as digests only: what was tried is written nowhere. A key
// without a try for an hour is forgotten, and beyond kKeysMax the one that was tried longest ago.
//
// Thread-safety: all members from any thread.
#pragma once

#include <array>
#include <list>
#include <map>
#include <mutex>
#include <recourse/base/time.hpp>
#include <span>
#include <string>

namespace recourse::server {

struct ThrottleKey {
  std::string name;
  unsigned free = 0;  ///< Wrong tries before the first wait.
};

class Throttle {
 public:
  static constexpr std::size_t kKeysMax = 10'000;
  static constexpr std::chrono::seconds kWaitMax{60};
  static constexpr std::chrono::hours kForgottenAfter{1};

  /// 0: try now. Else how long to wait, and nothing was counted.
  std::chrono::seconds begin(std::span<const ThrottleKey> keys, Timestamp now);
  /// The try that began with these keys was right: a key without free tries begins anew, the others
  /// (an address, from which others guess) lose this one alone.
  void succeeded(std::span<const ThrottleKey> keys);

  std::size_t size() const;

 private:
  using Digest = std::array<unsigned char, 16>;
  struct Entry {
    Digest key{};
    unsigned wrong = 0;
    Timestamp last{};
    Timestamp until{};  ///< No try before.
  };
  using Entries = std::list<Entry>;  // the one tried longest ago first

  static Digest digest_of(const std::string& name);
  /// The entry, last now; a fresh one if it is not there or was forgotten.
  Entry& touch(const Digest& key, Timestamp now);

  mutable std::mutex mutex_;
  Entries entries_;
  std::map<Digest, Entries::iterator> places_;
};

}  // namespace recourse::server
