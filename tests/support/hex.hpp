// Bytes as hexadecimal digits and back, for golden files.
#pragma once

#include <string>
#include <string_view>

namespace recourse::test {

inline std::string hex(std::string_view bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto u = static_cast<unsigned char>(c);
    text.push_back(kHex[u >> 4]);
    text.push_back(kHex[u & 15]);
  }
  return text;
}

inline std::string unhex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string{text.substr(i, 2)}, nullptr, 16)));
  }
  return bytes;
}

}  // namespace recourse::test
