// The parts of the wire format that are not templates: compiled once, and kept out of the code of
// every event.
#include <recourse/describe/wire.hpp>

namespace recourse::describe {

void WireWriter::varint(std::uint64_t v) {
  char buffer[10];
  std::size_t n = 0;
  while (v >= 0x80) {
    buffer[n++] = static_cast<char>(v | 0x80);
    v >>= 7;
  }
  buffer[n++] = static_cast<char>(v);
  out_->append(buffer, n);
}

void WireWriter::zigzag(std::int64_t v) {
  varint((static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63));
}

void WireWriter::prefixed(std::string_view bytes) {
  varint(bytes.size());
  raw(bytes);
}

void WireWriter::write(double v) {
  const auto bits = std::bit_cast<std::uint64_t>(v);
  for (int i = 0; i < 8; ++i) out_->push_back(static_cast<char>(bits >> (8 * i)));
}

void WireWriter::sealed(const SealedBytes& s) {
  varint(1);
  varint(s.key_id.size() + s.nonce.size() + s.ciphertext.size());
  out_->append(reinterpret_cast<const char*>(s.key_id.data()), s.key_id.size());
  out_->append(reinterpret_cast<const char*>(s.nonce.data()), s.nonce.size());
  out_->append(s.ciphertext);
}

void WireReader::fail(std::string reason) {
  if (fault_.empty()) fault_ = std::move(reason);
}

void WireReader::fail_within(std::string_view name) { fault_ = std::string{name} + ": " + fault_; }

void WireReader::fail_unnamed(std::uint64_t value) {
  fail("the value " + std::to_string(value) + " has no name in its enumeration");
}

void WireReader::fail_list(std::uint64_t count) {
  fail("a list of " + std::to_string(count) + " with " + std::to_string(rest_.size()) +
       " bytes left");
}

void WireReader::fail_version(std::string_view type, std::uint64_t version) {
  fail(std::string{type} + " version " + std::to_string(version) + " is not known here");
}

std::uint64_t WireReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    if (rest_.empty()) return fail("the bytes end inside a number"), 0;
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && byte > 1) return fail("a number is larger than 64 bits"), 0;
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) {
      if (byte == 0 && shift != 0) return fail("a number is not in its shortest form"), 0;
      return value;
    }
  }
  return fail("a number is larger than 64 bits"), 0;
}

std::uint64_t WireReader::number(std::uint64_t most) {
  const auto value = varint();
  if (value > most) return fail("a number is too large for its field"), 0;
  return value;
}

std::int64_t WireReader::zigzag(std::int64_t least, std::int64_t most) {
  const auto bits = varint();
  const auto value = static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
  if (value < least || value > most) return fail("a number is too large for its field"), 0;
  return value;
}

std::string_view WireReader::raw(std::uint64_t n) {
  if (n > rest_.size()) {
    fail("a length of " + std::to_string(n) + " with " + std::to_string(rest_.size()) +
         " bytes left");
    return {};
  }
  const auto bytes = rest_.substr(0, static_cast<std::size_t>(n));
  rest_.remove_prefix(static_cast<std::size_t>(n));
  return bytes;
}

std::string_view WireReader::prefixed() {
  const auto n = varint();
  return ok() ? raw(n) : std::string_view{};
}

void WireReader::read(bool& v) {
  const auto byte = raw(1);
  if (!ok()) return;
  if (byte[0] != 0 && byte[0] != 1) return fail("a truth value is neither 0 nor 1");
  v = byte[0] == 1;
}

void WireReader::read(double& v) {
  const auto bytes = raw(8);
  if (!ok()) return;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    bits |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(bytes[i])) << (8 * i);
  }
  v = std::bit_cast<double>(bits);
}

void WireReader::read(Timestamp& t) {
  // Years 1 to 9999: beyond them neither text forms nor offsets can be computed.
  const auto millis = zigzag(-62'135'596'800'000, 253'402'300'799'999);
  t = Timestamp{std::chrono::milliseconds{millis}};
}

void WireReader::read(LocalDay& d) {
  const auto days = static_cast<std::int32_t>(zigzag(-719'162, 2'932'896));
  d = LocalDay{std::chrono::days{days}};
}

void WireReader::read(std::string& s) {
  const auto bytes = prefixed();
  if (!ok()) return;
  if (const auto bad = base::first_invalid_utf8(bytes)) {
    return fail("byte " + std::to_string(*bad) + " of a text is not UTF-8");
  }
  s.assign(bytes);
}

void WireReader::read(StreamId& id) {
  const auto bytes = prefixed();
  if (!ok()) return;
  auto parsed = StreamId::parse(bytes);
  if (!parsed) return fail(parsed.error().message());
  id = std::move(*parsed);
}

void WireReader::sealed(std::uint64_t form, std::string_view body, SealedBytes& s) {
  const std::size_t head = s.key_id.size() + s.nonce.size();
  if (form != 1) return fail("a sealed value has form 0 or 1, not " + std::to_string(form));
  if (body.size() < head + 16) return fail("a sealed value is shorter than key, nonce and tag");
  std::memcpy(s.key_id.data(), body.data(), s.key_id.size());
  std::memcpy(s.nonce.data(), body.data() + s.key_id.size(), s.nonce.size());
  s.ciphertext.assign(body.substr(head));
}

namespace detail {

Result<void> check_version(std::string_view type, unsigned current, unsigned version) {
  if (version > current) {
    return Error{Errc::format_too_new, std::string{type} + " has schema version " +
                                           std::to_string(version) + ", this build knows up to " +
                                           std::to_string(current)};
  }
  if (version < 1) {
    return Error{Errc::malformed, std::string{type} + " has schema version 0; they begin at 1"};
  }
  return {};
}

Result<void> finish(WireReader& reader, std::string_view type) {
  if (reader.ok() && !reader.at_end()) reader.fail("bytes are left over");
  if (!reader.ok()) return Error{Errc::malformed, std::string{type} + ": " + reader.fault()};
  return {};
}

}  // namespace detail
}  // namespace recourse::describe
