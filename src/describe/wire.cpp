// The wire format: two walks over type tables, one that writes and one that reads.
#include <bit>
#include <boost/endian/conversion.hpp>
#include <cstring>
#include <recourse/base/text.hpp>
#include <recourse/describe/event_set.hpp>
#include <utility>

namespace recourse::describe {
namespace {

// Years 1 to 9999: beyond them neither text forms nor offsets can be computed.
constexpr std::int64_t kMillisMin = -62'135'596'800'000;
constexpr std::int64_t kMillisMax = 253'402'300'799'999;
constexpr std::int64_t kDaysMin = -719'162;
constexpr std::int64_t kDaysMax = 2'932'896;

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}
template <class T>
T& as(void* value) {
  return *static_cast<T*>(value);
}

using Id = Id128<struct CommandIdTag>;  // All of them are 16 bytes, whatever their tag.

}  // namespace

void WireWriter::long_varint(std::uint64_t v) {
  char buffer[10];
  std::size_t n = 0;
  while (v >= 0x80) {
    buffer[n++] = static_cast<char>(v | 0x80);
    v >>= 7;
  }
  buffer[n++] = static_cast<char>(v);
  out_->append(buffer, n);
}

void WireWriter::real(double v) {
  char bytes[8];
  boost::endian::endian_store<std::uint64_t, 8, boost::endian::order::little>(
      reinterpret_cast<unsigned char*>(bytes), std::bit_cast<std::uint64_t>(v));
  out_->append(bytes, sizeof bytes);
}

void WireWriter::prefix_since(std::size_t from) {
  const auto size = out_->size() - from - 1;  // one byte was left free for a short length
  if (size < 0x80) {
    (*out_)[from] = static_cast<char>(size);
    return;
  }
  std::string length;
  WireWriter{length}.varint(size);
  out_->replace(from, 1, length);
}

void WireWriter::sealed(const SealedBytes& s) {
  varint(1);
  varint(s.key_id.bytes.size() + s.nonce.size() + s.ciphertext.size());
  out_->append(reinterpret_cast<const char*>(s.key_id.bytes.data()), s.key_id.bytes.size());
  out_->append(reinterpret_cast<const char*>(s.nonce.data()), s.nonce.size());
  out_->append(s.ciphertext);
}

void WireWriter::container(const void* value, const ValueInfo& info) {
  const auto& inside = *info.inside;
  const auto count = inside.size(value);
  if (info.shape == Shape::sealed) {
    if (count == 0) return sealed(inside.sealed_bytes(value));
    varint(0);
    const auto from = out_->size();
    out_->push_back('\0');
    write(inside.first(value), *info.element);
    return prefix_since(from);
  }
  varint(count);  // An optional's 0 or 1 is a byte; so is a small count.
  if (count == 0) return;
  const auto* element = static_cast<const char*>(inside.first(value));
  for (std::size_t i = 0; i < count; ++i, element += inside.stride) write(element, *info.element);
}

void WireWriter::write(const void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      return out_->push_back(as<bool>(value) ? '\1' : '\0');
    case Shape::real:
      return real(as<double>(value));
    case Shape::natural:
    case Shape::enumeration:
      return varint(load_number(value, info));
    case Shape::whole:
      return zigzag(static_cast<std::int64_t>(load_number(value, info)));
    case Shape::text:
      return prefixed(as<std::string>(value));
    case Shape::timestamp:
      return zigzag(as<Timestamp>(value).time_since_epoch().count());
    case Shape::day:
      return zigzag(as<LocalDay>(value).time_since_epoch().count());
    case Shape::stream_id:
      return prefixed(as<StreamId>(value).text());
    case Shape::id128:
      return raw({reinterpret_cast<const char*>(as<Id>(value).bytes.data()), 16});
    case Shape::optional:
    case Shape::list:
    case Shape::sealed:
      return container(value, info);
    case Shape::object: {
      const auto from = out_->size();
      out_->push_back('\0');
      varint(info.object->version);
      fields(value, *info.object);
      return prefix_since(from);
    }
  }
}

void WireWriter::fields(const void* object, const TypeInfo& type) {
  for (const auto& field : type.fields) write(field.at(object), *field.value);
}

void WireReader::fail(std::string reason) {
  if (fault_.empty()) fault_ = std::move(reason);
}

void WireReader::fail_within(std::string_view name) { fault_ = std::string{name} + ": " + fault_; }

std::uint64_t WireReader::long_varint() {
  const std::string_view bytes = rest_;
  std::uint64_t value = 0;
  std::size_t n = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (n == bytes.size()) return fail("the bytes end inside a number"), 0;
    const auto byte = static_cast<std::uint8_t>(bytes[n++]);
    if (shift == 63 && byte > 1) return fail("a number is larger than 64 bits"), 0;
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) != 0) continue;
    if (byte == 0 && shift != 0) return fail("a number is not in its shortest form"), 0;
    rest_.remove_prefix(n);
    return value;
  }
}

void WireReader::fail_too_large() { fail("a number is too large for its field"); }

void WireReader::fail_short(std::uint64_t n) {
  fail("a length of " + std::to_string(n) + " with " + std::to_string(rest_.size()) +
       " bytes left");
}

void WireReader::boolean(bool& v) {
  if (rest_.empty()) return fail_short(1);
  const auto byte = static_cast<unsigned char>(rest_.front());
  if (byte > 1) return fail("a truth value is neither 0 nor 1");
  rest_.remove_prefix(1);
  v = byte == 1;
}

void WireReader::real(double& v) {
  const auto bytes = raw(8);
  if (!ok()) return;
  v = std::bit_cast<double>(
      boost::endian::endian_load<std::uint64_t, 8, boost::endian::order::little>(
          reinterpret_cast<const unsigned char*>(bytes.data())));
}

void WireReader::text(std::string& s) {
  const auto bytes = prefixed();
  if (!ok()) return;
  if (const auto bad = base::first_invalid_utf8(bytes)) {
    return fail("byte " + std::to_string(*bad) + " of a text is not UTF-8");
  }
  s.assign(bytes);
}

void WireReader::stream_id(StreamId& id) {
  const auto bytes = prefixed();
  if (!ok()) return;
  auto parsed = StreamId::parse(bytes);
  if (!parsed) return fail(parsed.error().message());
  id = std::move(*parsed);
}

void WireReader::word(void* value, const ValueInfo& info) {
  const auto wide = varint();
  if (!ok()) return;
  if (wide > natural_max(info) || info.words->find(wide) == nullptr) {
    return fail("the value " + std::to_string(wide) + " has no name in its enumeration");
  }
  store_number(value, info, wide);
}

void WireReader::optional(void* value, const ValueInfo& info) {
  bool present = false;
  boolean(present);
  if (!ok()) return;
  if (!present) return info.inside->clear(value);
  read(info.inside->add(value), *info.element);
}

void WireReader::list(void* value, const ValueInfo& info) {
  const auto count = varint();
  // Every element takes at least one byte: a count beyond that is a lie.
  if (ok() && count > rest_.size()) {
    return fail("a list of " + std::to_string(count) + " with " + std::to_string(rest_.size()) +
                " bytes left");
  }
  info.inside->clear(value);
  for (std::uint64_t i = 0; i < count && ok(); ++i) read(info.inside->add(value), *info.element);
}

void WireReader::sealed_bytes(std::uint64_t form, std::string_view body, SealedBytes& s) {
  const std::size_t head = s.key_id.bytes.size() + s.nonce.size();
  if (form != 1) return fail("a sealed value has form 0 or 1, not " + std::to_string(form));
  if (body.size() < head + 16) return fail("a sealed value is shorter than key, nonce and tag");
  std::memcpy(s.key_id.bytes.data(), body.data(), s.key_id.bytes.size());
  std::memcpy(s.nonce.data(), body.data() + s.key_id.bytes.size(), s.nonce.size());
  s.ciphertext.assign(body.substr(head));
}

template <class F>
void WireReader::nested(std::string_view body, F&& f) {
  if (depth_ + 1 > limits::kNestingMax) return fail("values are nested too deeply");
  const auto outer = std::exchange(rest_, body);
  ++depth_;
  f();
  if (ok() && !at_end()) fail("bytes are left over");
  --depth_;
  rest_ = outer;
}

void WireReader::sealed(void* value, const ValueInfo& info) {
  const auto form = varint();
  const auto body = prefixed();
  if (!ok()) return;
  if (form == 0) return nested(body, [&] { read(info.inside->add(value), *info.element); });
  SealedBytes s;
  sealed_bytes(form, body, s);
  if (ok()) info.inside->seal(value, std::move(s));
}

void WireReader::object(void* value, const TypeInfo& type) {
  const auto body = prefixed();
  if (!ok()) return;
  nested(body, [&] {
    const auto version = varint();
    if (!ok()) return;
    if (version < 1 || version > type.version) {
      return fail(std::string{type.type} + " version " + std::to_string(version) +
                  " is not known here");
    }
    fields(value, type, static_cast<unsigned>(version));
  });
}

void WireReader::read(void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      return boolean(as<bool>(value));
    case Shape::real:
      return real(as<double>(value));
    case Shape::natural:
      return store_number(value, info, number(natural_max(info)));
    case Shape::whole:
      return store_number(value, info,
                          static_cast<std::uint64_t>(zigzag(whole_min(info), whole_max(info))));
    case Shape::enumeration:
      return word(value, info);
    case Shape::text:
      return text(as<std::string>(value));
    case Shape::timestamp:
      as<Timestamp>(value) = Timestamp{std::chrono::milliseconds{zigzag(kMillisMin, kMillisMax)}};
      return;
    case Shape::day:
      as<LocalDay>(value) =
          LocalDay{std::chrono::days{static_cast<std::int32_t>(zigzag(kDaysMin, kDaysMax))}};
      return;
    case Shape::stream_id:
      return stream_id(as<StreamId>(value));
    case Shape::id128:
      return id128(as<Id>(value).bytes.data());
    case Shape::optional:
      return optional(value, info);
    case Shape::list:
      return list(value, info);
    case Shape::sealed:
      return sealed(value, info);
    case Shape::object:
      return object(value, *info.object);
  }
}

void WireReader::fields(void* object, const TypeInfo& type, unsigned version) {
  for (const auto& field : type.fields) {
    if (field.since > version) continue;
    read(field.at(object), *field.value);
    if (!ok()) return fail_within(field.name);
  }
}

namespace detail {

Result<void> check_version(const TypeInfo& type, unsigned version) {
  if (version > type.version) {
    return Error{Errc::format_too_new, std::string{type.type} + " has schema version " +
                                           std::to_string(version) + ", this build knows up to " +
                                           std::to_string(type.version)};
  }
  if (version < 1) {
    return Error{Errc::malformed,
                 std::string{type.type} + " has schema version 0; they begin at 1"};
  }
  return {};
}

Result<void> finish(WireReader& reader, const TypeInfo& type) {
  if (reader.ok() && !reader.at_end()) reader.fail("bytes are left over");
  if (!reader.ok()) return Error{Errc::malformed, std::string{type.type} + ": " + reader.fault()};
  return {};
}

Error unknown_type(std::string_view type) {
  return {Errc::unknown_event, "the event type '" + std::string{type} + "' is not defined"};
}

void encode_alternative(const void* set, const SetInfo& info, std::string& out) {
  WireWriter{out}.fields(info.get(set), info.type_of(set));
}

Result<void> decode_fields(void* value, const TypeInfo& type, unsigned version,
                           std::string_view bytes) {
  RECOURSE_TRY(check_version(type, version));
  WireReader reader{bytes};
  reader.fields(value, type, version);
  return finish(reader, type);
}

}  // namespace detail
}  // namespace recourse::describe
