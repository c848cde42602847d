#include <cstdint>
#include <cstring>
#include <recourse/base/text.hpp>

namespace recourse::base {
namespace {

/// Length of the well-formed sequence at the front of `s`, or 0. Requires: `s` is not empty.
std::size_t sequence_length(std::string_view s) noexcept {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const auto is_tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return i < s.size() && at(i) >= low && at(i) <= high;
  };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return is_tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;   // overlong below
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;  // surrogates above
    return is_tail(1, low, high) && is_tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;   // overlong below
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;  // beyond U+10FFFF above
    return is_tail(1, low, high) && is_tail(2) && is_tail(3) ? 4 : 0;
  }
  return 0;
}

/// Whether the eight bytes there are ASCII.
bool eight_ascii(const char* at) noexcept {
  std::uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof eight);
  return (eight & 0x8080808080808080U) == 0;
}

/// Whether the three bytes there are a character of the ranges that need no second look: U+1000 to
/// U+CFFF and U+E000 to U+FFFF, most Chinese among them.
bool plain_three(const char* at) noexcept {
  const auto byte = [at](int i) { return static_cast<unsigned char>(at[i]); };
  const unsigned lead = byte(0) - 0xE1U;
  return lead <= 0xEFU - 0xE1U && lead != 0xEDU - 0xE1U &&
         ((byte(1) ^ 0x80U) | (byte(2) ^ 0x80U)) < 0x40U;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) noexcept {
  const auto* const begin = text.data();
  std::size_t i = 0;
  while (i < text.size()) {
    const auto left = text.size() - i;
    std::size_t n = 1;
    if (static_cast<unsigned char>(begin[i]) < 0x80) {
      if (left >= 8 && eight_ascii(begin + i)) n = 8;
    } else if (left >= 3 && plain_three(begin + i)) {
      n = 3;
    } else {
      n = sequence_length(text.substr(i));
      if (n == 0) return i;
    }
    i += n;
  }
  return std::nullopt;
}

std::string_view without_byte_order_mark(std::string_view text) noexcept {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

std::string excerpt(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string{text};
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string{text.substr(0, end)} + "…";
}

std::string escaped_markup(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

}  // namespace recourse::base
