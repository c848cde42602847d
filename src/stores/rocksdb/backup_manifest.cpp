#include "stores/rocksdb/backup_manifest.hpp"

#include <xxhash.h>

#include <charconv>
#include <recourse/base/bytes.hpp>

namespace recourse::stores::rocks {
namespace {

constexpr std::string_view kTitle = "recourse backup\n";
constexpr std::uint64_t kFormat = 2;
constexpr std::string_view kCheck = "check ";

std::string hex(XXH128_hash_t hash) {
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, hash);
  return base::hex({reinterpret_cast<const char*>(bytes.digest), sizeof bytes.digest});
}

Error damaged(std::string_view what) {
  return Error{Errc::corruption, "the manifest " + std::string{what}};
}

/// Takes one line after the other, each a word and its value.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  Result<std::string_view> take(std::string_view word) {
    const auto end = rest_.find('\n');
    auto line = rest_.substr(0, end);
    if (end == std::string_view::npos || !line.starts_with(word) ||
        line.substr(word.size(), 1) != " ") {
      return damaged("has no line '" + std::string{word} + "' where it belongs");
    }
    rest_.remove_prefix(end + 1);
    return line.substr(word.size() + 1);
  }

  Result<std::uint64_t> number(std::string_view word) {
    RECOURSE_TRY_ASSIGN(const auto value, take(word));
    std::uint64_t n = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), n);
    if (read.ec != std::errc{} || read.ptr != value.data() + value.size()) {
      return damaged("has no number in its line '" + std::string{word} + "'");
    }
    return n;
  }

  Result<Timestamp> time(std::string_view word) {
    RECOURSE_TRY_ASSIGN(const auto value, take(word));
    const auto t = parse_timestamp(value);
    if (!t) return damaged("has no time in its line '" + std::string{word} + "'");
    return *t;
  }

  Result<std::string> hash(std::string_view word) {
    RECOURSE_TRY_ASSIGN(const auto value, take(word));
    return std::string{value};
  }

 private:
  std::string_view rest_;
};

/// Whether the last line is the hash of all lines before it: so in every form, also later ones.
bool proves_itself(std::string_view text) {
  const auto at = text.rfind(kCheck);
  if (at == std::string_view::npos || at == 0 || text[at - 1] != '\n') return false;
  return text.substr(at) == std::string{kCheck} + hash128(text.substr(0, at)) + "\n";
}

Result<void> read_info(Lines& lines, Manifest& m) {
  auto& info = m.info;
  RECOURSE_TRY_ASSIGN(info.number, lines.number("number"));
  RECOURSE_TRY_ASSIGN(const auto log, lines.take("log"));
  const auto id = LogId::parse(log);
  if (!id) return damaged("has no log id in its line 'log'");
  RECOURSE_TRY_ASSIGN(const auto incarnation, lines.number("incarnation"));
  info.identity = {*id, Incarnation{incarnation}};
  RECOURSE_TRY_ASSIGN(const auto key, lines.take("fingerprint_key"));
  const auto known = FingerprintKey::parse(key);
  if (!known) return damaged("has no key in its line 'fingerprint_key'");
  m.fingerprint_key = *known;
  RECOURSE_TRY_ASSIGN(const auto first, lines.number("first"));
  RECOURSE_TRY_ASSIGN(const auto last, lines.number("last"));
  info.first = Position{first};
  info.last = Position{last};
  RECOURSE_TRY_ASSIGN(info.taken_at, lines.time("taken_at"));
  RECOURSE_TRY_ASSIGN(info.recorded_at, lines.time("recorded_at"));
  RECOURSE_TRY_ASSIGN(info.bytes, lines.number("bytes"));
  if (first == 0 || last < first) return damaged("names no positions");
  return {};
}

}  // namespace

struct Hash128::State {
  XXH3_state_t xxh;
};

Hash128::Hash128() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->xxh); }
Hash128::~Hash128() = default;
void Hash128::add(std::string_view bytes) {
  XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size());
}
std::string Hash128::digits() const { return hex(XXH3_128bits_digest(&state_->xxh)); }

std::string hash128(std::string_view bytes) {
  return hex(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string encode_manifest(const Manifest& m) {
  std::string text{kTitle};
  const auto line = [&](std::string_view word, const std::string& value) {
    text.append(word).append(" ").append(value).append("\n");
  };
  line("format", std::to_string(kFormat));
  line("number", std::to_string(m.info.number));
  line("log", m.info.identity.id.to_string());
  line("incarnation", std::to_string(m.info.identity.incarnation.value));
  line("fingerprint_key", m.fingerprint_key.to_string());
  line("first", std::to_string(m.info.first.value));
  line("last", std::to_string(m.info.last.value));
  line("taken_at", to_string(m.info.taken_at));
  line("recorded_at", to_string(m.info.recorded_at));
  line("bytes", std::to_string(m.info.bytes));
  line("segment", m.segment_hash);
  line("end", m.end_hash);
  line("previous", m.previous_hash);
  return text + std::string{kCheck} + hash128(text) + "\n";
}

Result<Manifest> decode_manifest(std::string_view text) {
  if (!text.starts_with(kTitle)) return damaged("has no title");
  if (!proves_itself(text)) return damaged("is not what was written: its check does not match");
  Lines lines{text.substr(kTitle.size())};
  RECOURSE_TRY_ASSIGN(const auto format, lines.number("format"));
  if (format > kFormat) {
    return Error{Errc::format_too_new, "the manifest has format " + std::to_string(format) +
                                           ", this build knows format " + std::to_string(kFormat)};
  }
  if (format < kFormat) {
    return Error{Errc::format_too_old, "the manifest has format " + std::to_string(format) +
                                           ", this build reads format " + std::to_string(kFormat) +
                                           ": restore it with the build that made it"};
  }
  Manifest m;
  RECOURSE_TRY(read_info(lines, m));
  RECOURSE_TRY_ASSIGN(m.segment_hash, lines.hash("segment"));
  RECOURSE_TRY_ASSIGN(m.end_hash, lines.hash("end"));
  RECOURSE_TRY_ASSIGN(m.previous_hash, lines.hash("previous"));
  if (encode_manifest(m) != text) return damaged("is not in the one form that it may have");
  return m;
}

}  // namespace recourse::stores::rocks
