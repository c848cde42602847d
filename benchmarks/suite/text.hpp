// Figures and tables as text: for a terminal, and as Markdown.
//
//     Table table{{"operation", "events/s"}, {Align::left, Align::right}};
//     table.add({"append/1", figure(2979.4)});        // "2,979"
//     table.text();  table.markdown();
//
// Pure functions; values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::bench {

enum class Align : std::uint8_t { left, right };

class Table {
 public:
  Table(std::vector<std::string> heads, std::vector<Align> aligns);
  /// Requires: as many cells as heads.
  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  std::string text() const;
  std::string markdown() const;

 private:
  std::vector<std::vector<std::string>> rows_;  // the first is the heads
  std::vector<Align> aligns_;
};

/// Three or more significant digits, thousands with commas: "62,704", "12.3", "0.0071".
std::string figure(double value);
std::string decimal(double value, int places);
/// Letters of a terminal that a text takes: its code points.
std::size_t width_of(std::string_view text);

}  // namespace recourse::bench
