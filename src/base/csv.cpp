#include <algorithm>
#include <array>
#include <recourse/base/csv.hpp>

namespace recourse::base {
namespace {

void append_cell(std::string& line, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    line.append(cell);
    return;
  }
  line.push_back('"');
  for (const char c : cell) line.append(c == '"' ? 2 : 1, c);
  line.push_back('"');
}

}  // namespace

std::string csv_line(std::span<const std::string> cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line.push_back(',');
    append_cell(line, cells[i]);
  }
  return line.append("\r\n");
}

std::string csv_text(std::string_view text) {
  constexpr std::array<std::string_view, 11> kActs{"=", "+",  "-",  "@",  "\t", "\r",
                                                   "'", "＝", "＋", "－", "＠"};
  const bool acts = std::any_of(kActs.begin(), kActs.end(),
                                [&](std::string_view one) { return text.starts_with(one); });
  return (acts ? "'" : "") + std::string{text};
}

}  // namespace recourse::base
