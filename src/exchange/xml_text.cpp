#include "exchange/xml_text.hpp"

#include <cstdint>

namespace recourse::exchange {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Decoded {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  ///< 0: not UTF-8.
};

Decoded decode(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t first = at(0);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = first & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((at(i) & 0xC0u) != 0x80u) return {};
    code = (code << 6) | (at(i) & 0x3Fu);
  }
  const std::uint32_t least = bytes == 2 ? 0x80u : bytes == 3 ? 0x800u : 0x10000u;
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < least || code > 0x10FFFF || surrogate) return {};
  return {code, bytes};
}

bool holds(std::uint32_t code) { return code >= 0x20 && code != 0xFFFE && code != 0xFFFF; }

std::string_view escaped(std::uint32_t code) {
  switch (code) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

}  // namespace

void append_xml(std::string& to, std::string_view text) {
  while (!text.empty()) {
    const auto one = decode(text);
    const auto bytes = one.bytes == 0 ? 1 : one.bytes;
    const auto name = one.bytes == 0 ? std::string_view{} : escaped(one.code);
    if (!name.empty()) {
      to += name;
    } else if (one.bytes == 0 || !holds(one.code)) {
      to += kReplacement;
    } else {
      to += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
}

}  // namespace recourse::exchange
