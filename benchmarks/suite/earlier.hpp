// Earlier: the programs of an earlier build, run as a rival of this one.
//
//     const auto earlier = Earlier::find("/builds/old/bin").value();
//     auto measured = earlier.measure(operation, setting, log);
//
// It has recourse-bench, which measures the same operations one by one; or only bench_store and
// bench_engine, whose printed tables are read. Those print all rows of a table at once: they are
// run anew with each operation all the same, so that runs alternate.
//
// Thread-safety: one thread.
#pragma once

#include <optional>

#include "benchmarks/suite/operation.hpp"

namespace recourse::bench {

/// The figure of a row in a printed table: the first number of the line that begins with `row`,
/// after the line that begins with `title` and before the next blank one. Nothing if there is none.
std::optional<double> figure_in(std::string_view text, std::string_view title,
                                std::string_view row);

class Earlier {
 public:
  /// io_error if none of the programs is in the folder, or in its folder bin.
  static Result<Earlier> find(const std::filesystem::path& folder);

  /// Errors: not_found (it does not measure this), io_error, timed_out, malformed.
  Result<Measured> measure(const Operation& operation, const Setting& setting,
                           const std::filesystem::path& log) const;
  const std::filesystem::path& folder() const { return folder_; }

 private:
  explicit Earlier(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

/// Words of the command that measures one operation once, in a process of its own.
std::vector<std::string> words_to_measure(const std::filesystem::path& program,
                                          const Operation& operation, const Setting& setting);

}  // namespace recourse::bench
