#include "benchmarks/suite/earlier.hpp"

#include <array>
#include <cstdlib>

#include "benchmarks/suite/process.hpp"
#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

/// Where an operation stands in what the programs before recourse-bench print.
struct Printed {
  std::string_view operation;
  std::string_view program;
  std::string_view only;
  std::string_view title;
  std::string_view row;
};
constexpr std::array<Printed, 12> kPrinted{{
    {"append/1", "bench_store", "blocked", "blocked clients", "1"},
    {"append/64", "bench_store", "blocked", "blocked clients", "64"},
    {"append/1024", "bench_store", "in flight", "appends in flight", "1024"},
    {"append-six/1024", "bench_store", "six events", "six events an append", "1024"},
    {"read/hot", "bench_store", "reading one case", "reading one case", "hot"},
    {"read/cold", "bench_store", "reading one case", "reading one case", "cold"},
    {"commands/1", "bench_engine", "commands", "commands in flight", "1"},
    {"commands/64", "bench_engine", "commands", "commands in flight", "64"},
    {"commands/1024", "bench_engine", "commands", "commands in flight", "1024"},
    {"commands-views/1", "bench_engine", "commands", "commands in flight", "1"},
    {"commands-views/64", "bench_engine", "commands", "commands in flight", "64"},
    {"commands-views/1024", "bench_engine", "commands", "commands in flight", "1024"},
}};

Error unknown(const Operation& operation) {
  return {Errc::not_found, "the earlier build does not measure " + operation.name};
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

Result<Measured> measure_printed(const fs::path& folder, const Operation& operation,
                                 const Setting& setting, const fs::path& log) {
  for (const auto& printed : kPrinted) {
    if (printed.operation != operation.name) continue;
    const bool store = printed.program == "bench_store";
    const auto* const way =
        operation.name.starts_with("commands-views") ? "engine + views" : "engine";
    const auto ended =
        run_to_end({.words = {(folder / printed.program).string(), "--only",
                              std::string{printed.only}, "--rounds", "1", "--seconds",
                              decimal(setting.seconds, 3), store ? "--sink" : "--way",
                              store ? "recourse" : way, "--directory", setting.directory.string()},
                    .log = log},
                   std::chrono::minutes{3});
    if (!ended) return ended.error();
    const auto figure = figure_in(ended->out, printed.title, printed.row);
    if (ended->exit_code != 0 || !figure) {
      return Error{Errc::malformed, std::string{printed.program} + " printed no figure of " +
                                        operation.name + ": " + tail_of(log)};
    }
    Measured measured;
    measured.value = *figure;
    return measured;
  }
  return unknown(operation);
}

}  // namespace

std::optional<double> figure_in(std::string_view text, std::string_view title,
                                std::string_view row) {
  bool within = false;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.starts_with(title)) {
      within = true;
      continue;
    }
    if (line.empty()) within = false;
    if (!within || !line.starts_with(row)) continue;
    // The label takes the first 28 columns; "1" must not find "1024".
    const auto label = trimmed(line.substr(0, 28));
    if (label != row && !label.starts_with(std::string{row} + ",")) continue;
    if (line.size() <= 28) return std::nullopt;
    const std::string rest{trimmed(line.substr(28))};
    char* after = nullptr;
    const double value = std::strtod(rest.c_str(), &after);
    if (after == rest.c_str()) return std::nullopt;
    return value;
  }
  return std::nullopt;
}

std::vector<std::string> words_to_measure(const fs::path& program, const Operation& operation,
                                          const Setting& setting) {
  std::vector<std::string> words{program.string(),
                                 "measure",
                                 operation.name,
                                 "--seconds",
                                 decimal(setting.seconds, 3),
                                 "--events",
                                 std::to_string(setting.events),
                                 "--directory",
                                 setting.directory.string()};
  if (!setting.server.empty()) words.insert(words.end(), {"--server", setting.server});
  return words;
}

Result<Earlier> Earlier::find(const fs::path& folder) {
  for (const auto& at : {folder, folder / "bin"}) {
    for (const auto* program : {"recourse-bench", "bench_store", "bench_engine"}) {
      if (fs::exists(at / program)) return Earlier{at};
    }
  }
  return Error{Errc::io_error, "neither recourse-bench nor bench_store is in " + folder.string() +
                                   " or its folder bin"};
}

Result<Measured> Earlier::measure(const Operation& operation, const Setting& setting,
                                  const fs::path& log) const {
  const auto program = folder_ / "recourse-bench";
  if (!fs::exists(program)) return measure_printed(folder_, operation, setting, log);
  RECOURSE_TRY_ASSIGN(
      const auto ended,
      run_to_end({.words = words_to_measure(program, operation, setting), .log = log},
                 std::chrono::minutes{20}));
  if (ended.exit_code == 2) return unknown(operation);
  if (ended.exit_code != 0) {
    return Error{Errc::io_error, "the earlier build failed: " + tail_of(log)};
  }
  return measured_of_line(ended.out);
}

}  // namespace recourse::bench
