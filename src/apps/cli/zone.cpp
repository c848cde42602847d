#include "apps/cli/zone.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <recourse/casework/common/profiles.hpp>

namespace recourse::cli {
namespace {

/// The most that any place on earth is away from UTC.
constexpr UtcOffset kFarthest{14 * 60};

UtcOffset& chosen() {
  static UtcOffset offset = casework::Profiles::default_profile().utc_offset;
  return offset;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

UtcOffset zone() { return chosen(); }
void set_zone(UtcOffset offset) { chosen() = offset; }

Result<UtcOffset> parse_zone(std::string_view text) {
  if (text == "Z" || text == "z") return UtcOffset{0};
  const bool formed = text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':' &&
                      is_digit(text[1]) && is_digit(text[2]) && is_digit(text[4]) &&
                      is_digit(text[5]);
  if (formed) {
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const UtcOffset offset{two(1) * 60 + two(4)};
    if (two(4) < 60 && offset <= kFarthest) return text[0] == '-' ? -offset : offset;
  }
  return Error{Errc::invalid_argument, fmt::format("'{}' is no zone; say +08:00, -03:30 or Z, at "
                                                   "most 14 hours from UTC",
                                                   text)};
}

std::string zone_name() {
  const auto minutes = zone().count();
  if (minutes == 0) return "UTC";
  const auto away = std::abs(minutes);
  return fmt::format("UTC{}{:02}:{:02}", minutes < 0 ? '-' : '+', away / 60, away % 60);
}

}  // namespace recourse::cli
