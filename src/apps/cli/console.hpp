// What people see on a terminal: columns that line up also where Chinese and Latin mix, and
// progress bars that appear only on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::cli {

/// Columns that `text` takes on a terminal: Chinese characters take two. Requires: UTF-8.
std::size_t width_of(std::string_view text);

/// Rows of cells as lines, each column as wide as its widest cell. A column whose name in `align`
/// is '>' is aligned to the right; two blanks stand between columns.
std::string table(const std::vector<std::vector<std::string>>& rows, std::string_view align);

/// "89.5 %", with that many digits after the point; "–" if `whole` is 0.
std::string share(std::uint64_t part, std::uint64_t whole, int digits = 1);
/// "3,254".
std::string grouped(std::uint64_t n);

/// A bar on standard error, if that is a terminal; silent otherwise. The remaining time follows
/// from what was done so far, unless it is known better.
class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::uint64_t done, std::uint64_t total, std::optional<double> seconds_left = {});

 private:
  using Steady = std::chrono::steady_clock;
  std::string what_;
  bool terminal_;
  bool drawn_ = false;
  Steady::time_point begun_;
  Steady::time_point last_;
};

}  // namespace recourse::cli
