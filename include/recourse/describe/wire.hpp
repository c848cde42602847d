// The wire format: described values as bytes, the same on every machine and for ever.
//
//     std::string bytes = encode(event);
//     Result<Opened> again = decode<Opened>(bytes, spec_of<Opened>.version);
//
// Boost.Serialization's `serialize(archive, value, version)` is the way in, generic over the
// description; the archives are ours: deterministic, bounds-checked, without type ids or pointers.
// They walk the type's table (describe/type_info.hpp), so that no code is compiled per type.
// docs/format/wire.md has the grammar; tests/golden keeps bytes of every version.
//
//   bool            1 byte, 0 or 1
//   unsigned, enum  varint (LEB128, shortest form only)
//   signed, time    zigzag varint (Timestamp: milliseconds; LocalDay: days since 1970-01-01)
//   double          8 bytes, little-endian IEEE 754
//   string, bytes   varint length, then the bytes; a string is UTF-8
//   optional        1 byte, 0 or 1, then the value
//   list            varint count, then the values
//   id              its 16 bytes
//   nested struct   varint length of the rest, varint version, then its fields in order
//   Sealed<T>       varint form (0 clear, 1 sealed), varint length, then the form's bytes
//
// A reader never trusts a length, never reads past the end, and reports the field it failed at.
// Thread-safety: an archive belongs to one thread.
#pragma once

#include <boost/serialization/serialization.hpp>
#include <limits>
#include <recourse/base/limits.hpp>
#include <recourse/describe/type_info.hpp>

namespace recourse::describe {

/// Writes described values. Grows `out`; cannot fail.
class WireWriter {
 public:
  using is_saving = std::true_type;
  using is_loading = std::false_type;

  explicit WireWriter(std::string& out) : out_(&out) {}

  template <class T>
  WireWriter& operator&(const T& value) {
    if constexpr (std::is_integral_v<T> && std::is_unsigned_v<T> && !std::is_same_v<T, bool>) {
      varint(value);
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      zigzag(value);
    } else if constexpr (detail::IsNumber<T>::value) {
      varint(value.value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      prefixed(value);
    } else {
      write(&value, value_info<T>);
    }
    return *this;
  }
  template <class T>
  WireWriter& operator<<(const T& value) {
    return *this & value;
  }

  void varint(std::uint64_t v) {
    if (v < 0x80) return out_->push_back(static_cast<char>(v));  // as most are
    long_varint(v);
  }
  void raw(std::string_view bytes) { out_->append(bytes); }

  /// A value of the type that `info` tells of.
  void write(const void* value, const ValueInfo& info);
  /// The fields of a described value, without length or version.
  void fields(const void* object, const TypeInfo& type);
  /// The same, through Boost.Serialization.
  template <Described T>
  void fields(const T& value) {
    // Its signature takes a non-const reference for both directions.
    boost::serialization::serialize_adl(*this, const_cast<T&>(value), spec_of<T>.version);
  }

 private:
  void long_varint(std::uint64_t v);
  void zigzag(std::int64_t v) {
    varint((static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63));
  }
  void prefixed(std::string_view bytes) {
    varint(bytes.size());
    raw(bytes);
  }
  void real(double v);
  void container(const void* value, const ValueInfo& info);
  void sealed(const SealedBytes& s);
  /// Puts the length of what was written since `from` in front of it.
  void prefix_since(std::size_t from);

  std::string* out_;
};

/// Reads described values. After the first failure every read yields a default and changes nothing.
class WireReader {
 public:
  using is_saving = std::false_type;
  using is_loading = std::true_type;

  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  WireReader& operator&(T& value) {
    if (!ok()) return *this;
    if constexpr (std::is_integral_v<T> && std::is_unsigned_v<T> && !std::is_same_v<T, bool>) {
      value = static_cast<T>(number(std::numeric_limits<T>::max()));
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      value = static_cast<T>(zigzag(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    } else if constexpr (detail::IsNumber<T>::value) {
      value.value = varint();
    } else if constexpr (detail::IsId128<T>::value) {
      id128(value.bytes.data());
    } else {
      read(&value, value_info<T>);
    }
    return *this;
  }
  template <class T>
  WireReader& operator>>(T& value) {
    return *this & value;
  }

  bool ok() const noexcept { return fault_.empty(); }
  bool at_end() const noexcept { return rest_.empty(); }
  /// What went wrong first; empty if nothing did.
  const std::string& fault() const noexcept { return fault_; }
  /// Records the first failure.
  void fail(std::string reason);
  /// Puts the field's name in front of the failure.
  void fail_within(std::string_view name);

  std::uint64_t varint() {
    if (rest_.empty() || static_cast<unsigned char>(rest_.front()) >= 0x80) return long_varint();
    const auto value = static_cast<unsigned char>(rest_.front());  // as most are
    rest_.remove_prefix(1);
    return value;
  }
  /// The next `n` bytes; fails if there are fewer.
  std::string_view raw(std::uint64_t n) {
    if (n > rest_.size()) return fail_short(n), std::string_view{};
    const auto bytes = rest_.substr(0, static_cast<std::size_t>(n));
    rest_.remove_prefix(static_cast<std::size_t>(n));
    return bytes;
  }
  /// A varint length, then that many bytes.
  std::string_view prefixed() {
    const auto n = varint();
    return ok() ? raw(n) : std::string_view{};
  }
  /// Everything that is left, without using it up.
  std::string_view rest() const noexcept { return rest_; }

  /// A value of the type that `info` tells of. Requires: ok().
  void read(void* value, const ValueInfo& info);
  /// The fields that `version` has. Requires: version ≤ the type's.
  void fields(void* object, const TypeInfo& type, unsigned version);
  /// The same, through Boost.Serialization.
  template <Described T>
  void fields(T& value, unsigned version) {
    boost::serialization::serialize_adl(*this, value, version);
  }

 private:
  std::uint64_t long_varint();
  void fail_short(std::uint64_t n);
  void fail_too_large();
  std::uint64_t number(std::uint64_t most) {
    const auto value = varint();
    if (value > most) return fail_too_large(), 0;
    return value;
  }
  std::int64_t zigzag(std::int64_t least, std::int64_t most) {
    const auto bits = varint();
    const auto value = static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
    if (value < least || value > most) return fail_too_large(), 0;
    return value;
  }
  void id128(std::uint8_t* bytes) {
    const auto read = raw(16);
    if (ok()) std::memcpy(bytes, read.data(), read.size());
  }
  void boolean(bool& v);
  void real(double& v);
  void text(std::string& s);
  void stream_id(StreamId& id);
  void word(void* value, const ValueInfo& info);
  void optional(void* value, const ValueInfo& info);
  void list(void* value, const ValueInfo& info);
  void sealed(void* value, const ValueInfo& info);
  void sealed_bytes(std::uint64_t form, std::string_view body, SealedBytes& s);
  void object(void* value, const TypeInfo& type);
  /// Runs `f` on exactly `body`, which it must use up.
  template <class F>
  void nested(std::string_view body, F&& f);

  std::string_view rest_;
  std::string fault_;
  int depth_ = 0;
};

/// The one traversal: each field in order, as far as `version` has it. Found by Boost.Serialization
/// through the archive's namespace.
template <Described T>
void serialize(WireWriter& archive, T& value, const unsigned int) {
  archive.fields(&value, type_info<T>);
}
template <Described T>
void serialize(WireReader& archive, T& value, const unsigned int version) {
  archive.fields(&value, type_info<T>, version);
}

/// The wire bytes of a described value at its current version.
template <Described T>
void encode_to(const T& value, std::string& out) {
  WireWriter writer{out};
  writer.fields(value);
}
template <Described T>
std::string encode(const T& value) {
  std::string bytes;
  encode_to(value, bytes);
  return bytes;
}

namespace detail {
Result<void> check_version(const TypeInfo& type, unsigned version);
Result<void> finish(WireReader& reader, const TypeInfo& type);
}  // namespace detail

/// Reads all of `bytes`, written at schema `version`. A field that is newer than `version` keeps
/// its default. format_too_new for a version beyond the current one; malformed, naming type and
/// field, for anything else that is wrong.
template <Described T>
Result<T> decode(std::string_view bytes, unsigned version) {
  if (auto known = detail::check_version(type_info<T>, version); !known) {
    return std::move(known).error();
  }
  T value{};
  WireReader reader{bytes};
  reader.fields(value, version);
  if (auto whole = detail::finish(reader, type_info<T>); !whole) return std::move(whole).error();
  return value;
}

}  // namespace recourse::describe
