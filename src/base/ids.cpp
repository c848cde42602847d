#include <pthread.h>
#include <sys/random.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <recourse/base/bytes.hpp>
#include <recourse/base/ids.hpp>
#include <recourse/base/limits.hpp>
#include <system_error>

namespace recourse {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Bytes of the operating system's generator, fetched for many ids at once: one system call for
/// each costs more than deciding a command. A forked child must not give out its parent's bytes
/// again.
class RandomBytes {
 public:
  std::array<std::uint8_t, 16> take() {
    if (left_ == 0 || forks_seen_ != forks()) fetch();
    std::array<std::uint8_t, 16> bytes{};
    std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>((--left_) * bytes.size()),
                bytes.size(), bytes.begin());
    return bytes;
  }

 private:
  static constexpr std::size_t kIds = 16;  // getrandom gives up to 256 bytes, whole or not at all

  static std::atomic<std::uint64_t>& forks() {
    static std::atomic<std::uint64_t> count{0};
    static const int watched = ::pthread_atfork(nullptr, nullptr, [] { forks().fetch_add(1); });
    (void)watched;
    return count;
  }
  void fetch() {
    forks_seen_ = forks();
    left_ = kIds;
    for (;;) {
      const auto got = ::getrandom(buffer_.data(), buffer_.size(), 0);
      if (got == static_cast<ssize_t>(buffer_.size())) return;
      if (got < 0 && errno != EINTR) {
        throw std::system_error{errno, std::generic_category(), "getrandom"};
      }
    }
  }

  std::array<std::uint8_t, 16 * kIds> buffer_{};
  std::size_t left_ = 0;
  std::uint64_t forks_seen_ = 0;
};

std::array<std::uint8_t, 16> random_bytes() {
  thread_local RandomBytes source;
  return source.take();
}

/// splitmix64's finaliser: spreads every input bit over the whole word.
std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9u;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == ':' || c == '~' || c == '-';
}

bool is_kind_char(char c, bool first) {
  return (c >= 'a' && c <= 'z') || (!first && ((c >= '0' && c <= '9') || c == '_'));
}

std::string shown(char c) {
  if (c > 0x20 && c < 0x7f) return std::string{"'"} + c + "'";
  return "byte 0x" + base::hex({&c, 1});
}

}  // namespace

template <class Tag>
std::string Id128<Tag>::to_string() const {
  return base::hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

template <class Tag>
Result<Id128<Tag>> Id128<Tag>::parse(std::string_view text) {
  Id128 id;
  std::size_t digits = 0;
  for (char c : text) {
    if (c == '-') continue;
    const int v = hex_value(c);
    if (v < 0) return Error{Errc::malformed, "an id has 32 hexadecimal digits, found " + shown(c)};
    if (digits < 32) {
      auto& b = id.bytes[digits / 2];
      b = static_cast<std::uint8_t>((b << 4) | v);
    }
    ++digits;
  }
  if (digits != 32) {
    return Error{Errc::malformed,
                 "an id has 32 hexadecimal digits, found " + std::to_string(digits)};
  }
  return id;
}

template struct Id128<struct CommandIdTag>;
template struct Id128<struct LogIdTag>;
template struct Id128<struct FingerprintKeyTag>;
template struct Id128<struct KeyIdTag>;

CommandId random_command_id() { return CommandId{random_bytes()}; }
LogId random_log_id() { return LogId{random_bytes()}; }
FingerprintKey random_fingerprint_key() { return FingerprintKey{random_bytes()}; }

CommandId derived_command_id(std::string_view text) {
  // Two independent 64-bit streams over the bytes, length included. Collisions among honest inputs
  // are what matters here; the id is not a secret.
  std::uint64_t a = 0x9E3779B97F4A7C15u ^ text.size();
  std::uint64_t b = 0xC2B2AE3D27D4EB4Fu + text.size();
  for (char c : text) {
    const auto u = static_cast<unsigned char>(c);
    a = mix(a ^ u) + 0x9E3779B97F4A7C15u;
    b = mix(b + u * 0x165667B19E3779F9u);
  }
  CommandId id;
  boost::endian::store_little_u64(id.bytes.data(), a);
  boost::endian::store_little_u64(id.bytes.data() + 8, b);
  return id;
}

std::string stream_id_fault(std::string_view text) {
  if (text.size() > limits::kStreamIdBytesMax) {
    return "a stream id has at most " + std::to_string(limits::kStreamIdBytesMax) +
           " bytes, this one has " + std::to_string(text.size());
  }
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return "a stream id has the form kind/key; '/' is missing";
  if (slash == 0) return "a stream id has the form kind/key; the kind is empty";
  if (slash + 1 == text.size()) return "a stream id has the form kind/key; the key is empty";
  for (std::size_t i = 0; i < slash; ++i) {
    if (!is_kind_char(text[i], i == 0)) {
      return "a stream's kind is [a-z][a-z0-9_]*, found " + shown(text[i]);
    }
  }
  for (char c : text.substr(slash + 1)) {
    if (!is_key_char(c)) return "a stream's key is [A-Za-z0-9._:~-]+, found " + shown(c);
  }
  return {};
}

Result<StreamId> StreamId::parse(std::string_view text) {
  if (auto fault = stream_id_fault(text); !fault.empty()) {
    return Error{Errc::invalid_argument, std::move(fault)};
  }
  return StreamId{std::string{text}, static_cast<std::uint8_t>(text.find('/'))};
}

Result<StreamId> StreamId::of(std::string_view kind, std::string_view key) {
  std::string text{kind};
  text.append("/").append(key);
  return parse(text);
}

}  // namespace recourse
