// CBOR (RFC 8949), as much of it as a COSE receipt needs, in its deterministic encoding (section
// 4.2.1): shortest lengths, definite sizes.
//
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::notary::cbor {

/// Appends items to a text of bytes.
class Writer {
 public:
  Writer& number(std::int64_t value) {
    return value < 0 ? head(1, static_cast<std::uint64_t>(-(value + 1)))
                     : head(0, static_cast<std::uint64_t>(value));
  }
  Writer& bytes(std::string_view value) { return head(2, value.size()).raw(value); }
  Writer& text(std::string_view value) { return head(3, value.size()).raw(value); }
  /// So many items follow.
  Writer& array(std::uint64_t items) { return head(4, items); }
  /// So many pairs follow.
  Writer& map(std::uint64_t pairs) { return head(5, pairs); }
  Writer& tag(std::uint64_t number) { return head(6, number); }
  Writer& null() { return raw("\xf6"); }
  std::string take() { return std::move(out_); }

 private:
  Writer& head(unsigned major, std::uint64_t value);
  Writer& raw(std::string_view bytes) {
    out_.append(bytes);
    return *this;
  }
  std::string out_;
};

/// Reads items one after the other. Nothing, where the next item is another one or is cut off;
/// from then on always nothing. Encodings that are not the shortest are read: whoever must not take
/// them writes again and compares.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  std::optional<std::int64_t> number();
  std::optional<std::string_view> bytes() { return content(2); }
  std::optional<std::string_view> text() { return content(3); }
  std::optional<std::uint64_t> array() { return head(4); }
  /// True if the next item is this one.
  bool is_number(std::int64_t value) { return number() == value; }
  bool is_array(std::uint64_t items) { return array() == items; }
  bool is_map(std::uint64_t pairs) { return head(5) == pairs; }
  bool is_tag(std::uint64_t number) { return head(6) == number; }
  bool is_null();
  bool at_end() const { return rest_.empty() && !failed_; }

 private:
  std::optional<std::uint64_t> head(unsigned major);
  std::optional<std::string_view> content(unsigned major);
  std::optional<std::uint64_t> fail() {
    failed_ = true;
    rest_ = {};
    return std::nullopt;
  }
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace recourse::notary::cbor
