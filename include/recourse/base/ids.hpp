// Strong identifiers: two integers of different meaning never mix by accident.
//
//     Position p{17};  Version v{3};
//     p = v;                       // does not compile
//     StreamId::parse("case/7K3M") // Result: checks length and alphabet
//
// Values; no shared state. Text forms are stable and appear in files.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse {

/// An unsigned 64-bit number with a meaning. `Tag` keeps the kinds apart.
template <class Tag>
struct Number {
  std::uint64_t value = 0;

  constexpr Number() = default;
  constexpr explicit Number(std::uint64_t v) : value(v) {}

  constexpr Number next() const { return Number{value + 1}; }
  friend constexpr auto operator<=>(Number, Number) = default;
};

/// Place of a record in the whole log: gapless, from 1; 0 means "before the first".
using Position = Number<struct PositionTag>;
/// Place of a record in its stream: gapless, from 1; 0 means "the stream is empty".
using Version = Number<struct VersionTag>;
/// Tells the lives of a log apart: 1 at creation, higher after each restore.
using Incarnation = Number<struct IncarnationTag>;

/// 128 bits, written as 32 hexadecimal digits.
template <class Tag>
struct Id128 {
  std::array<std::uint8_t, 16> bytes{};

  constexpr bool is_nil() const { return bytes == std::array<std::uint8_t, 16>{}; }
  std::string to_string() const;
  /// Exactly 32 hexadecimal digits, hyphens anywhere ignored (a UUID is accepted); else malformed.
  static Result<Id128> parse(std::string_view text);
  friend constexpr auto operator<=>(const Id128&, const Id128&) = default;
};

/// Names a command for ever: the same id with the same content takes effect once.
using CommandId = Id128<struct CommandIdTag>;
/// Names one log, so that derived data and receipts cannot be taken for another log's.
using LogId = Id128<struct LogIdTag>;

/// Key of a log's keyed hashes (base/keyed_hash.hpp): whoever has it can try guesses.
using FingerprintKey = Id128<struct FingerprintKeyTag>;

/// Names the key of one person's data in one stream (core/sealer.hpp); says nothing of the key.
using KeyId = Id128<struct KeyIdTag>;

extern template struct Id128<struct CommandIdTag>;
extern template struct Id128<struct LogIdTag>;
extern template struct Id128<struct FingerprintKeyTag>;
extern template struct Id128<struct KeyIdTag>;

/// A fresh random id from the operating system. Not for use inside decide or evolve.
CommandId random_command_id();
LogId random_log_id();
FingerprintKey random_fingerprint_key();

/// A deterministic id: the same text always gives the same id (for imports, timers, replays).
CommandId derived_command_id(std::string_view text);

/// `kind/key`: at most 128 bytes; kind is [a-z][a-z0-9_]*, key is [A-Za-z0-9._:~-]+. Immutable.
class StreamId {
 public:
  /// invalid_argument, naming the character at fault, if `text` is not of that form.
  static Result<StreamId> parse(std::string_view text);
  /// The same for the two parts.
  static Result<StreamId> of(std::string_view kind, std::string_view key);

  const std::string& text() const noexcept { return text_; }
  std::string_view kind() const noexcept { return std::string_view{text_}.substr(0, slash_); }
  std::string_view key() const noexcept { return std::string_view{text_}.substr(slash_ + 1u); }

  friend bool operator==(const StreamId& a, const StreamId& b) { return a.text_ == b.text_; }
  friend auto operator<=>(const StreamId& a, const StreamId& b) { return a.text_ <=> b.text_; }

 private:
  StreamId(std::string text, std::uint8_t slash) : text_(std::move(text)), slash_(slash) {}
  std::string text_;
  std::uint8_t slash_;
};

/// Checks a stream id's form without making one. An empty string: it is well formed.
std::string stream_id_fault(std::string_view text);

}  // namespace recourse

template <class Tag>
struct std::hash<recourse::Number<Tag>> {
  std::size_t operator()(recourse::Number<Tag> n) const noexcept {
    return std::hash<std::uint64_t>{}(n.value);
  }
};

template <class Tag>
struct std::hash<recourse::Id128<Tag>> {
  std::size_t operator()(const recourse::Id128<Tag>& id) const noexcept {
    // Ids may count in any of their bytes: both halves reach every bit.
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::memcpy(&low, id.bytes.data(), 8);
    std::memcpy(&high, id.bytes.data() + 8, 8);
    std::uint64_t h = low * 0x9E3779B97F4A7C15u;
    h = (h ^ (h >> 32) ^ high) * 0xFF51AFD7ED558CCDu;
    h ^= h >> 29;
    return h;
  }
};

template <>
struct std::hash<recourse::StreamId> {
  std::size_t operator()(const recourse::StreamId& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
