#include <algorithm>
#include <charconv>
#include <recourse/base/bytes.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/core/table.hpp>

namespace recourse::core {
namespace {

constexpr std::size_t kCheckpointBytes = 32;
constexpr std::size_t kIdentityBytes = 8;

/// A number from 1 in the one spelling that to_string gives it.
template <class T>
bool read_number(std::string_view text, T& into) {
  if (text.empty() || text.front() == '0') return false;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), into);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

}  // namespace

Result<void> check_name(std::string_view name, bool dots) {
  const auto wrong = [&](const std::string& why) {
    return Error{Errc::malformed, "the name '" + base::excerpt(name, 80) + "' " + why};
  };
  if (name.empty()) return wrong("is empty");
  if (name.size() > limits::kNameBytesMax) {
    return wrong("has " + std::to_string(name.size()) + " bytes, at most " +
                 std::to_string(limits::kNameBytesMax) + " are accepted");
  }
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (!is_letter(name.front())) return wrong("does not begin with a letter from a to z");
  const auto is_good = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || (dots && (c == '.' || c == '-'));
  };
  const auto bad = std::ranges::find_if_not(name, is_good);
  if (bad == name.end()) return {};
  return wrong("has byte " + std::to_string(bad - name.begin()) + " outside a-z, 0-9, " +
               (dots ? "_, . and -" : "and _"));
}

std::string TableName::to_string() const {
  return view + "." + std::to_string(version) + "." + std::to_string(build);
}

Result<TableName> TableName::parse(std::string_view text) {
  const auto wrong = [&](std::string_view why) {
    return Error{Errc::malformed,
                 "the table name '" + base::excerpt(text, 120) + "' " + std::string{why}};
  };
  const auto second = text.rfind('.');
  const auto first = second == std::string_view::npos || second == 0 ? std::string_view::npos
                                                                     : text.rfind('.', second - 1);
  if (first == std::string_view::npos) return wrong("is not of the form view.version.build");
  TableName name{std::string{text.substr(0, first)}};
  if (auto checked = check_name(name.view); !checked) return wrong(checked.error().message());
  if (!read_number(text.substr(first + 1, second - first - 1), name.version) ||
      !read_number(text.substr(second + 1), name.build)) {
    return wrong("has a version or a build that is not a number from 1");
  }
  return name;
}

std::string Checkpoint::encode() const {
  std::string bytes(log.id.bytes.begin(), log.id.bytes.end());
  base::append_be64(bytes, log.incarnation.value);
  base::append_be64(bytes, position.value);
  if (rows != RowsIdentity{}) {
    base::append_be64(bytes, (std::uint64_t{rows.layout} << 32) | rows.meaning);
  }
  return bytes;
}

std::optional<Checkpoint> Checkpoint::decode(std::string_view bytes) {
  const bool said = bytes.size() == kCheckpointBytes + kIdentityBytes;
  if (bytes.size() != kCheckpointBytes && !said) return std::nullopt;
  Checkpoint at;
  std::copy_n(bytes.begin(), at.log.id.bytes.size(), at.log.id.bytes.begin());
  at.log.incarnation = Incarnation{base::read_be64(bytes.data() + 16)};
  at.position = Position{base::read_be64(bytes.data() + 24)};
  if (said) {
    const auto rows = base::read_be64(bytes.data() + kCheckpointBytes);
    at.rows = {static_cast<std::uint32_t>(rows >> 32), static_cast<std::uint32_t>(rows)};
  }
  return at;
}

}  // namespace recourse::core
