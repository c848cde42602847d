#include "apps/cli/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace recourse::cli {
namespace {

/// Code points of the wide blocks that we print: CJK, kana, full-width forms.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
         (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, width_of(text)), ' ');
  return right ? blanks + text : text + blanks;
}

}  // namespace

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  char32_t point = 0;
  int left = 0;
  for (const char raw : text) {
    const auto byte = static_cast<unsigned char>(raw);
    if (byte < 0x80) {
      ++width;
    } else if ((byte & 0xC0) == 0x80) {
      point = (point << 6) | (byte & 0x3Fu);
      if (--left == 0) width += is_wide(point) ? 2 : 1;
    } else {
      left = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
      point = byte & (0x3Fu >> left);
    }
  }
  return width;
}

std::string table(const std::vector<std::vector<std::string>>& rows, std::string_view align) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool right = i < align.size() && align[i] == '>';
      line.append(i == 0 ? "" : "  ").append(padded(row[i], widths[i], right));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text.append(line).append("\n");
  }
  return text;
}

std::string share(std::uint64_t part, std::uint64_t whole, int digits) {
  if (whole == 0) return "–";
  return fmt::format("{:.{}f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole),
                     digits);
}

std::string grouped(std::uint64_t n) {
  auto digits = std::to_string(n);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), ",");
  }
  return digits;
}

Progress::Progress(std::string what)
    : what_(std::move(what)),
      terminal_(::isatty(STDERR_FILENO) == 1),
      begun_(Steady::now()),
      last_(begun_) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::uint64_t done, std::uint64_t total, std::optional<double> seconds_left) {
  if (!terminal_ || total == 0) return;
  const auto now = Steady::now();
  if (drawn_ && now - last_ < std::chrono::milliseconds{100}) return;
  last_ = now;
  drawn_ = true;
  constexpr std::size_t kBar = 24;
  const double part = static_cast<double>(done) / static_cast<double>(total);
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const double by_now = done == 0 ? 0 : seconds / part - seconds;
  const auto full = static_cast<std::size_t>(part * kBar);
  fmt::print(stderr, "\r\033[K{} [{}{}] {} of {}, {:.0f} s left", what_, std::string(full, '#'),
             std::string(kBar - std::min(full, kBar), ' '), grouped(done), grouped(total),
             seconds_left.value_or(by_now));
  std::fflush(stderr);
}

}  // namespace recourse::cli
