#include <algorithm>
#include <recourse/base/ids.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/base/sha256.hpp>
#include <recourse/casework/supervision/sample.hpp>
#include <utility>

namespace recourse::casework::supervision {

std::string commitment_of(std::string_view seed) { return sha256_hex(seed); }

std::vector<std::string> packed(std::vector<std::string> keys) {
  std::ranges::sort(keys);
  std::vector<std::string> texts;
  for (auto& key : keys) {
    const bool fits =
        !texts.empty() && texts.back().size() + 1 + key.size() <= limits::kShortTextBytesMax;
    if (fits) {
      texts.back().append(" ").append(key);
    } else {
      texts.push_back(std::move(key));
    }
  }
  return texts;
}

std::optional<std::vector<std::string>> unpacked(const std::vector<std::string>& texts) {
  std::vector<std::string> keys;
  for (const auto& text : texts) {
    for (std::size_t at = 0; at <= text.size();) {
      const auto end = std::min(text.find(' ', at), text.size());
      keys.push_back(text.substr(at, end - at));
      if (!StreamId::of("case", keys.back())) return std::nullopt;
      at = end + 1;
    }
  }
  std::ranges::sort(keys);
  if (std::ranges::adjacent_find(keys) != keys.end()) return std::nullopt;
  return keys;
}

std::string digest_of(const std::vector<std::string>& population) {
  std::string lines;
  for (const auto& key : population) lines.append(key).append("\n");
  return sha256_hex(lines);
}

std::vector<std::string> drawn(std::string_view seed, const std::vector<std::string>& population,
                               std::uint32_t n) {
  std::vector<std::pair<Sha256, std::string>> hashed;
  hashed.reserve(population.size());
  for (const auto& key : population) hashed.emplace_back(sha256(std::string{seed} + key), key);
  std::ranges::sort(hashed);
  hashed.resize(std::min<std::size_t>(n, hashed.size()));
  std::vector<std::string> keys;
  for (auto& [hash, key] : hashed) keys.push_back(std::move(key));
  return keys;
}

}  // namespace recourse::casework::supervision
