// Bytes: numbers of a fixed width as bytes, and bytes as hexadecimal digits.
//
// Big-endian (be) where bytes must sort as the numbers do, in keys; little-endian (le) in formats.
// Reading and writing through a pointer requires that so many bytes are there.
// Thread-safety: values; no shared state.
#pragma once

#include <boost/endian/conversion.hpp>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::base {

namespace detail {
inline unsigned char* raw(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
inline const unsigned char* raw(const char* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}
}  // namespace detail

inline void append_be64(std::string& out, std::uint64_t v) {
  char bytes[8];
  boost::endian::store_big_u64(detail::raw(bytes), v);
  out.append(bytes, sizeof bytes);
}
inline std::uint64_t read_be64(const char* from) {
  return boost::endian::load_big_u64(detail::raw(from));
}

inline void append_be32(std::string& out, std::uint32_t v) {
  char bytes[4];
  boost::endian::store_big_u32(detail::raw(bytes), v);
  out.append(bytes, sizeof bytes);
}
inline std::uint32_t read_be32(const char* from) {
  return boost::endian::load_big_u32(detail::raw(from));
}

inline void append_le64(std::string& out, std::uint64_t v) {
  char bytes[8];
  boost::endian::store_little_u64(detail::raw(bytes), v);
  out.append(bytes, sizeof bytes);
}
inline std::uint64_t read_le64(const char* from) {
  return boost::endian::load_little_u64(detail::raw(from));
}

inline void write_le32(char* to, std::uint32_t v) {
  boost::endian::store_little_u32(detail::raw(to), v);
}
inline std::uint32_t read_le32(const char* from) {
  return boost::endian::load_little_u32(detail::raw(from));
}
inline std::uint16_t read_le16(const char* from) {
  return boost::endian::load_little_u16(detail::raw(from));
}

/// An unsigned number of any width, little-endian.
template <class T>
T read_le(const char* from) {
  T v{};
  std::memcpy(&v, from, sizeof v);
  return boost::endian::little_to_native(v);
}

/// The first 24 bytes of a key as numbers that compare as they do; shorter keys are filled up with
/// zeros. Where two are equal, the keys decide.
struct SortPrefix {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  std::uint64_t third = 0;
  friend auto operator<=>(const SortPrefix&, const SortPrefix&) = default;
};
inline SortPrefix sort_prefix(std::string_view key) {
  char bytes[24] = {};
  std::memcpy(bytes, key.data(), key.size() < sizeof bytes ? key.size() : sizeof bytes);
  return {read_be64(bytes), read_be64(bytes + 8), read_be64(bytes + 16)};
}

/// Two lower-case digits a byte.
std::string hex(std::string_view bytes);
/// The bytes of such digits, of either case; nothing unless all are, in pairs.
std::optional<std::string> unhex(std::string_view digits);

}  // namespace recourse::base
