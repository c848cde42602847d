#include "apps/server/throttle.hpp"

#include <sodium/crypto_generichash.h>

#include <algorithm>

namespace recourse::server {
namespace {

using std::chrono::seconds;

/// After so many wrong tries beyond the free ones: 1 s, 2 s, 4 s, …
seconds wait_after(unsigned wrong) {
  if (wrong == 0) return seconds{0};
  constexpr unsigned kDoublings = 6;
  return std::min(Throttle::kWaitMax, seconds{1U << std::min(wrong - 1, kDoublings)});
}

}  // namespace

Throttle::Digest Throttle::digest_of(const std::string& name) {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(name.data()), name.size(), nullptr, 0);
  return digest;
}

Throttle::Entry& Throttle::touch(const Digest& key, Timestamp now) {
  const auto place = places_.find(key);
  if (place != places_.end()) {
    entries_.splice(entries_.end(), entries_, place->second);
    auto& entry = entries_.back();
    if (now - entry.last >= kForgottenAfter) entry = {key};
    return entry;
  }
  if (places_.size() >= kKeysMax) {
    places_.erase(entries_.front().key);
    entries_.pop_front();
  }
  entries_.push_back({key});
  places_.emplace(key, std::prev(entries_.end()));
  return entries_.back();
}

seconds Throttle::begin(std::span<const ThrottleKey> keys, Timestamp now) {
  const std::scoped_lock lock{mutex_};
  seconds wait{0};
  for (const auto& key : keys) {
    const auto place = places_.find(digest_of(key.name));
    // After a clock was set back nobody waits until it has come so far again.
    if (place == places_.end() || now < place->second->last) continue;
    wait = std::max(wait, std::chrono::ceil<seconds>(place->second->until - now));
  }
  if (wait > seconds{0}) return wait;
  for (const auto& key : keys) {
    auto& entry = touch(digest_of(key.name), now);
    ++entry.wrong;
    entry.last = now;
    entry.until = now + wait_after(entry.wrong - std::min(entry.wrong, key.free));
  }
  return seconds{0};
}

void Throttle::succeeded(std::span<const ThrottleKey> keys) {
  const std::scoped_lock lock{mutex_};
  for (const auto& key : keys) {
    const auto place = places_.find(digest_of(key.name));
    if (place == places_.end()) continue;
    auto& entry = *place->second;
    if (key.free > 0 && entry.wrong > 1) {
      --entry.wrong;
      entry.until = entry.last;
      continue;
    }
    entries_.erase(place->second);
    places_.erase(place);
  }
}

std::size_t Throttle::size() const {
  const std::scoped_lock lock{mutex_};
  return places_.size();
}

}  // namespace recourse::server
