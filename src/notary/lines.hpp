// Lines and numbers of the text forms, read strictly: one value has one text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace recourse::notary {

/// Lines of a text, each ended by U+000A.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  /// Nothing if no ended line is left.
  std::optional<std::string_view> next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  std::string_view rest() const { return rest_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// Decimal digits without leading zeros, at most 18 of them.
inline std::optional<std::uint64_t> whole_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 18 || (digits.size() > 1 && digits.front() == '0')) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

}  // namespace recourse::notary
