// The wire format: described values as bytes, the same on every machine and for ever.
//
//     std::string bytes = encode(event);
//     Result<Opened> again = decode<Opened>(bytes, spec_of<Opened>.version);
//
// Boost.Serialization is the traversal (`serialize(archive, value, version)`, generic over the
// description); the archives are ours: deterministic, bounds-checked, without type ids or pointers.
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

#include <array>
#include <bit>
#include <boost/serialization/serialization.hpp>
#include <cstring>
#include <limits>
#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/base/time.hpp>
#include <recourse/describe/sealed.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace recourse::describe {

/// Writes described values. Grows `out`; cannot fail.
class WireWriter {
 public:
  using is_saving = std::true_type;
  using is_loading = std::false_type;

  explicit WireWriter(std::string& out) : out_(&out) {}

  template <class T>
  WireWriter& operator&(const T& value) {
    write(value);
    return *this;
  }
  template <class T>
  WireWriter& operator<<(const T& value) {
    return *this & value;
  }

  void varint(std::uint64_t v);
  void raw(std::string_view bytes) { out_->append(bytes); }

 private:
  void write(bool v) { out_->push_back(v ? '\1' : '\0'); }
  template <class T>
  requires(std::is_integral_v<T>&& std::is_unsigned_v<T>) void write(T v) { varint(v); }
  template <class T>
  requires(std::is_integral_v<T>&& std::is_signed_v<T>) void write(T v) { zigzag(v); }
  template <DescribedEnum T>
  void write(T v) {
    static_assert(std::is_unsigned_v<std::underlying_type_t<T>>, "stored enums are unsigned");
    varint(static_cast<std::uint64_t>(v));
  }
  void write(double v);
  void write(Timestamp t) { zigzag(t.time_since_epoch().count()); }
  void write(LocalDay d) { zigzag(d.time_since_epoch().count()); }
  void write(const std::string& s) { prefixed(s); }
  void write(const StreamId& id) { write(id.text()); }
  template <class Tag>
  void write(Number<Tag> n) {
    varint(n.value);
  }
  template <class Tag>
  void write(const Id128<Tag>& id) {
    out_->append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
  }
  template <class T>
  void write(const std::optional<T>& v) {
    write(v.has_value());
    if (v) write(*v);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    varint(list.size());
    for (const auto& item : list) write(item);
  }
  template <class T>
  void write(const Sealed<T>& v) {
    if (!v.is_clear()) return sealed(v.bytes());
    std::string body;
    WireWriter{body}.write(v.clear());
    varint(0);
    prefixed(body);
  }
  template <Described T>
  void write(const T& nested) {
    std::string body;
    WireWriter inner{body};
    inner.varint(spec_of<T>.version);
    inner.fields(nested);
    prefixed(body);
  }
  // Not templates, so compiled once (src/describe/wire.cpp).
  void zigzag(std::int64_t v);
  void prefixed(std::string_view bytes);
  void sealed(const SealedBytes& s);

 public:
  /// The fields of a top-level value, without length or version.
  template <Described T>
  void fields(const T& value) {
    // Boost.Serialization's signature takes a non-const reference for both directions.
    boost::serialization::serialize_adl(*this, const_cast<T&>(value), spec_of<T>.version);
  }

 private:
  std::string* out_;
};

/// Reads described values. After the first failure every read yields a default and changes nothing.
class WireReader {
 public:
  using is_saving = std::false_type;
  using is_loading = std::true_type;

  explicit WireReader(std::string_view bytes, int depth = 0) : rest_(bytes), depth_(depth) {}

  template <class T>
  WireReader& operator&(T& value) {
    if (ok()) read(value);
    return *this;
  }
  template <class T>
  WireReader& operator>>(T& value) {
    return *this & value;
  }

  /// A field, if `version` has it; a failure in it names it.
  template <class T>
  void field(const Field& description, unsigned version, T& value) {
    if (description.since > version || !ok()) return;
    read(value);
    if (!ok()) fail_within(description.name);
  }

  bool ok() const noexcept { return fault_.empty(); }
  bool at_end() const noexcept { return rest_.empty(); }
  /// What went wrong first; empty if nothing did.
  const std::string& fault() const noexcept { return fault_; }
  /// Records the first failure.
  void fail(std::string reason);
  /// Puts the field's name in front of the failure.
  void fail_within(std::string_view name);

  std::uint64_t varint();
  /// The next `n` bytes; fails if there are fewer.
  std::string_view raw(std::uint64_t n);
  /// A varint length, then that many bytes.
  std::string_view prefixed();
  /// Everything that is left, without using it up.
  std::string_view rest() const noexcept { return rest_; }

  /// The fields of a top-level value written at `version`. Requires: version ≤ the current one.
  template <Described T>
  void fields(T& value, unsigned version) {
    boost::serialization::serialize_adl(*this, value, version);
  }

 private:
  void read(bool& v);
  template <class T>
  requires(std::is_integral_v<T>&& std::is_unsigned_v<T>) void read(T& v) {
    v = static_cast<T>(number(std::numeric_limits<T>::max()));
  }
  template <class T>
  requires(std::is_integral_v<T>&& std::is_signed_v<T>) void read(T& v) {
    v = static_cast<T>(zigzag(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
  template <DescribedEnum T>
  void read(T& v) {
    const auto wide = varint();
    using Under = std::underlying_type_t<T>;
    const auto value = static_cast<T>(static_cast<Under>(wide));
    if (static_cast<std::uint64_t>(value) != wide || enum_name(value).empty()) {
      return fail_unnamed(wide);
    }
    v = value;
  }
  void read(double& v);
  void read(Timestamp& t);
  void read(LocalDay& d);
  void read(std::string& s);
  void read(StreamId& id);
  template <class Tag>
  void read(Number<Tag>& n) {
    n.value = varint();
  }
  template <class Tag>
  void read(Id128<Tag>& id) {
    const auto bytes = raw(id.bytes.size());
    if (ok()) std::memcpy(id.bytes.data(), bytes.data(), bytes.size());
  }
  template <class T>
  void read(std::optional<T>& v) {
    bool present = false;
    read(present);
    if (!ok()) return;
    if (!present) return v.reset();
    read(v.emplace());
  }
  template <class T>
  void read(std::vector<T>& list) {
    const auto count = varint();
    // Every element takes at least one byte: a count beyond that is a lie.
    if (ok() && count > rest_.size()) return fail_list(count);
    list.clear();
    for (std::uint64_t i = 0; i < count && ok(); ++i) read(list.emplace_back());
  }
  template <class T>
  void read(Sealed<T>& v) {
    const auto form = varint();
    const auto body = prefixed();
    if (!ok()) return;
    if (form == 0) {
      T clear{};
      nested(body, [&](WireReader& inner) { inner.read(clear); });
      if (ok()) v = Sealed<T>{std::move(clear)};
      return;
    }
    SealedBytes s;
    sealed(form, body, s);
    if (ok()) v = Sealed<T>{std::move(s)};
  }
  template <Described T>
  void read(T& value) {
    const auto body = prefixed();
    if (!ok()) return;
    nested(body, [&](WireReader& inner) {
      const auto version = inner.varint();
      if (!inner.ok()) return;
      if (version < 1 || version > spec_of<T>.version) {
        return inner.fail_version(spec_of<T>.type, version);
      }
      inner.fields(value, static_cast<unsigned>(version));
    });
  }
  /// Runs `f` on a reader of exactly `body`, which it must use up.
  template <class F>
  void nested(std::string_view body, F&& f) {
    if (depth_ + 1 > limits::kNestingMax) return fail("values are nested too deeply");
    WireReader inner{body, depth_ + 1};
    f(inner);
    if (inner.ok() && !inner.at_end()) inner.fail("bytes are left over");
    if (!inner.ok()) fail(inner.fault());
  }

  // Not templates, so compiled once (src/describe/wire.cpp).
  std::uint64_t number(std::uint64_t most);
  std::int64_t zigzag(std::int64_t least, std::int64_t most);
  void sealed(std::uint64_t form, std::string_view body, SealedBytes& s);
  void fail_unnamed(std::uint64_t value);
  void fail_list(std::uint64_t count);
  void fail_version(std::string_view type, std::uint64_t version);

  std::string_view rest_;
  std::string fault_;
  int depth_;
};

/// The one traversal: each field in order, as far as `version` has it. Found by Boost.Serialization
/// through the archive's namespace.
template <Described T>
void serialize(WireWriter& archive, T& value, const unsigned int) {
  for_each_field<T>([&](auto member, const Field&, std::size_t) { archive& value.*member; });
}
template <Described T>
void serialize(WireReader& archive, T& value, const unsigned int version) {
  for_each_field<T>([&](auto member, const Field& field, std::size_t) {
    archive.field(field, version, value.*member);
  });
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
Result<void> check_version(std::string_view type, unsigned current, unsigned version);
Result<void> finish(WireReader& reader, std::string_view type);
}  // namespace detail

/// Reads all of `bytes`, written at schema `version`. A field that is newer than `version` keeps
/// its default. format_too_new for a version beyond the current one; malformed, naming type and
/// field, for anything else that is wrong.
template <Described T>
Result<T> decode(std::string_view bytes, unsigned version) {
  if (auto known = detail::check_version(spec_of<T>.type, spec_of<T>.version, version); !known) {
    return std::move(known).error();
  }
  T value{};
  WireReader reader{bytes};
  reader.fields(value, version);
  if (auto whole = detail::finish(reader, spec_of<T>.type); !whole) return std::move(whole).error();
  return value;
}

}  // namespace recourse::describe
