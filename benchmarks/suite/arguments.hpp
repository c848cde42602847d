// The command line of recourse-bench, read into one struct.
//
//     const auto arguments = read_arguments({"run", "--only", "append", "--runs", "3"}).value();
//
// Whatever is not understood is an error that names it and says what there is. Pure.
#pragma once

#include <filesystem>
#include <recourse/base/result.hpp>
#include <string>
#include <vector>

namespace recourse::bench {

enum class Verb : std::uint8_t { run, list, compare, report, measure, help };

struct Arguments {
  Verb verb = Verb::run;
  std::string only;  ///< Patterns between commas, as of `matches`; empty: everything.
  std::size_t runs = 5;
  double seconds = 2;              ///< Of one run.
  std::uint64_t events = 600'000;  ///< Of the logs that are read.
  /// Where data is written; a folder of its own is made in it. Must be on a disk.
  std::filesystem::path directory = "/var/tmp/recourse-bench";
  std::filesystem::path json;  ///< Empty: not written. Likewise:
  std::filesystem::path markdown;
  std::filesystem::path plot;
  std::filesystem::path against;  ///< Folder of an earlier build's programs.
  /// Where benchmarks/peers/setup.sh put the packages of rivals.
  std::filesystem::path peers;
  bool rivals = true;
  double margin = 0.05;
  std::vector<std::filesystem::path> files;  ///< Of compare and report.
  bool as_markdown = false;                  ///< Of report: its table for a README.
  std::string operation;                     ///< Of measure.
  std::string server;                        ///< Of measure: where a rival listens.
};

/// Without the program's name. Errors: invalid_argument.
Result<Arguments> read_arguments(const std::vector<std::string>& words);
std::string usage();

/// Whether a name is meant: `pattern` is a part of it, or with * and ? a form of the whole;
/// several between commas, any of which suffices. An empty pattern means every name.
bool matches(std::string_view pattern, std::string_view name);
/// Those names that are meant. invalid_argument, listing what there is, if there are none.
Result<std::vector<std::string>> select(std::string_view pattern,
                                        const std::vector<std::string>& names);

}  // namespace recourse::bench
