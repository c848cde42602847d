#include "notary/cbor.hpp"

namespace recourse::notary::cbor {
namespace {

constexpr unsigned kInlineMax = 23;  // greater numbers follow in 1, 2, 4 or 8 bytes

}  // namespace

Writer& Writer::head(unsigned major, std::uint64_t value) {
  const auto first = static_cast<unsigned char>(major << 5);
  if (value <= kInlineMax) {
    out_.push_back(static_cast<char>(first | value));
    return *this;
  }
  const unsigned power = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffffffff ? 2 : 3;
  out_.push_back(static_cast<char>(first | (kInlineMax + 1 + power)));
  for (unsigned left = 1u << power; left > 0; --left) {
    out_.push_back(static_cast<char>(value >> (8 * (left - 1))));
  }
  return *this;
}

std::optional<std::uint64_t> Reader::head(unsigned major) {
  if (rest_.empty()) return fail();
  const auto first = static_cast<unsigned char>(rest_.front());
  const unsigned low = first & 0x1f;
  if (first >> 5 != major || low > kInlineMax + 4) return fail();
  rest_.remove_prefix(1);
  if (low <= kInlineMax) return low;
  const std::size_t width = std::size_t{1} << (low - kInlineMax - 1);
  if (rest_.size() < width) return fail();
  std::uint64_t value = 0;
  for (const char byte : rest_.substr(0, width)) {
    value = value << 8 | static_cast<unsigned char>(byte);
  }
  rest_.remove_prefix(width);
  return value;
}

std::optional<std::int64_t> Reader::number() {
  const bool negative = !rest_.empty() && static_cast<unsigned char>(rest_.front()) >> 5 == 1;
  const auto value = head(negative ? 1 : 0);
  if (!value || *value > 0x7fffffffffffffffu) {
    fail();
    return std::nullopt;
  }
  const auto number = static_cast<std::int64_t>(*value);
  return negative ? -1 - number : number;
}

std::optional<std::string_view> Reader::content(unsigned major) {
  const auto length = head(major);
  if (!length || *length > rest_.size()) {
    fail();
    return std::nullopt;
  }
  const auto bytes = rest_.substr(0, *length);
  rest_.remove_prefix(*length);
  return bytes;
}

bool Reader::is_null() {
  if (!rest_.starts_with('\xf6')) return fail().has_value();
  rest_.remove_prefix(1);
  return true;
}

}  // namespace recourse::notary::cbor
