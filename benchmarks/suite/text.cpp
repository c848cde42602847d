#include "benchmarks/suite/text.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdio>

namespace recourse::bench {
namespace {

std::string with_commas(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string escaped(std::string_view cell) {
  std::string text;
  for (const char c : cell) {
    if (c == '|') text += '\\';
    text += c;
  }
  return text;
}

}  // namespace

std::string decimal(double value, int places) {
  std::array<char, 64> text{};
  const auto length = std::snprintf(text.data(), text.size(), "%.*f", places, value);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string figure(double value) {
  const auto size = std::abs(value);
  if (size >= 100 || size == 0) return with_commas(decimal(value, 0));
  if (size >= 10) return decimal(value, 1);
  if (size >= 1) return decimal(value, 2);
  return decimal(value, 2 - static_cast<int>(std::floor(std::log10(std::max(size, 1e-9)))));
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Table::Table(std::vector<std::string> heads, std::vector<Align> aligns)
    : aligns_(std::move(aligns)) {
  assert(heads.size() == aligns_.size());
  rows_.push_back(std::move(heads));
}

void Table::add(std::vector<std::string> cells) {
  assert(cells.size() == aligns_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths(aligns_.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string room(widths[i] - width_of(row[i]), ' ');
      if (i > 0) line += "  ";
      line += aligns_[i] == Align::left ? row[i] + room : room + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string Table::markdown() const {
  std::string text;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    text += "|";
    for (const auto& cell : rows_[r]) text += " " + escaped(cell) + " |";
    text += "\n";
    if (r > 0) continue;
    text += "|";
    for (const auto align : aligns_) text += align == Align::left ? "---|" : "---:|";
    text += "\n";
  }
  return text;
}

}  // namespace recourse::bench
