#include <algorithm>
#include <recourse/core/due_index.hpp>
#include <recourse/describe/wire.hpp>

namespace recourse::core {
namespace {

constexpr std::size_t kPrefixBytes = 2;
constexpr std::size_t kStreamAt = kPrefixBytes + 8;

std::string key_of(bool fires, Timestamp due) {
  auto bits = static_cast<std::uint64_t>(due.time_since_epoch().count()) ^ (std::uint64_t{1} << 63);
  std::string key(kStreamAt, '\0');
  key[0] = 'd';
  key[1] = fires ? 'f' : 'n';
  for (std::size_t i = kStreamAt; i-- > kPrefixBytes; bits >>= 8) key[i] = static_cast<char>(bits);
  return key;
}

Timestamp due_of(std::string_view key) {
  std::uint64_t bits = 0;
  for (std::size_t i = kPrefixBytes; i < kStreamAt; ++i) {
    bits = (bits << 8) | static_cast<std::uint8_t>(key[i]);
  }
  return Timestamp{
      std::chrono::milliseconds{static_cast<std::int64_t>(bits ^ (std::uint64_t{1} << 63))}};
}

}  // namespace

std::string due_key(std::string_view stream, const ArmedTimer& timer) {
  return key_of(timer.fires, timer.due).append(stream).append(1, '\0').append(timer.name);
}

std::string due_key(const DueRow& row) {
  return key_of(row.fires, row.due).append(row.stream).append(1, '\0').append(row.timer);
}

std::string due_value(const ArmedTimer& timer) {
  std::string value;
  describe::WireWriter{value}.varint(timer.generation.value);
  return value;
}

DueCursor::DueCursor(const TableSnapshot& rows, bool fires, Timestamp from, Timestamp to)
    : rows_(from > to ? nullptr : rows.scan(key_of(fires, from), key_of(fires, after(to)))) {
  row_.fires = fires;
}

std::string due_key_from(bool fires, Timestamp due) { return key_of(fires, due); }

std::optional<DueRow> due_row_of(std::string_view key) {
  const auto end = key.find('\0', std::min(kStreamAt, key.size()));
  const bool whole = key.starts_with("df") || key.starts_with("dn");
  if (!whole || end == std::string_view::npos) return std::nullopt;
  DueRow row;
  row.due = due_of(key);
  row.fires = key[1] == 'f';
  row.stream = key.substr(kStreamAt, end - kStreamAt);
  row.timer = key.substr(end + 1);
  return row;
}

DueCursor::DueCursor(const TableSnapshot& rows, bool fires, std::string_view from_key, Timestamp to)
    : rows_(from_key >= key_of(fires, after(to)) ? nullptr
                                                 : rows.scan(from_key, key_of(fires, after(to)))) {
  row_.fires = fires;
}

DueCursor::DueCursor(const TableSnapshot& rows, std::string_view from_key, Timestamp to)
    : rows_(rows.scan(from_key.empty() ? "df" : from_key, key_of(true, after(to)))) {}

Result<bool> DueCursor::next() {
  if (!rows_) return false;
  RECOURSE_TRY_ASSIGN(const bool more, rows_->next());
  if (!more) return false;
  const auto key = rows_->key();
  const auto end = key.find('\0', kStreamAt);
  describe::WireReader value{rows_->value()};
  if (end != std::string_view::npos) value& row_.generation;
  if (end == std::string_view::npos || !value.ok() || !value.at_end()) {
    return Error{Errc::corruption, "a row of the due-time index is unreadable; rebuild the view"};
  }
  row_.due = due_of(key);
  row_.stream = key.substr(kStreamAt, end - kStreamAt);
  row_.timer = key.substr(end + 1);
  return true;
}

}  // namespace recourse::core
