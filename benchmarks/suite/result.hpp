// What a benchmark run found, as a file: machine, build, options, and for each operation all runs.
//
//     Report report = read_report("before.json").value();
//     write_report(report, "copy.json").value();
//
// The file is JSON; docs/performance.md documents each member. Reading refuses a file of another
// schema, or one in which a member is missing or of another type, and names it.
//
// Thread-safety: values. Ownership: values.
#pragma once

#include <filesystem>
#include <optional>
#include <recourse/base/result.hpp>
#include <string>
#include <vector>

#include "benchmarks/suite/histogram.hpp"

namespace recourse::bench {

inline constexpr std::string_view kSchema = "recourse-bench/1";

/// One run of an operation.
struct Run {
  double value = 0;         ///< In the operation's unit.
  double processor_us = 0;  ///< Processor time an operation took, this process; 0: not measured.
  double peak_mib = 0;      ///< Most memory that the process had resident; 0: not measured.
  double load = 0;          ///< Load average of the machine over a minute, as the run began.
  friend bool operator==(const Run&, const Run&) = default;
};

/// Latencies of all runs together, in microseconds.
struct Latency {
  std::string loop;  ///< "closed", or "open, 1000/s".
  std::uint64_t count = 0;
  double p50 = 0;
  double p90 = 0;
  /// Nothing where fewer than one value lies beyond: it would be the largest under another name.
  std::optional<double> p99;
  std::optional<double> p999;
  double max = 0;
  friend bool operator==(const Latency&, const Latency&) = default;
};
/// Nothing if there are no latencies.
std::optional<Latency> latency_of(const Histogram& nanoseconds, std::string loop);

/// All runs of one operation.
struct Measurement {
  std::string operation;  ///< "append/64", "postgres/append/64".
  std::string subject;    ///< Who did it: "recourse", "limit", "earlier", "postgres".
  std::string work;       ///< What rivals share: "append/64".
  std::string counts;     ///< What one operation is.
  std::string unit;       ///< "events/s".
  bool more_is_better = true;
  std::uint64_t payload_bytes = 0;
  std::string durability;
  std::string load;  ///< "64 clients that wait", "1,024 unanswered".
  std::vector<Run> runs;
  std::optional<Latency> latency;
  friend bool operator==(const Measurement&, const Measurement&) = default;

  std::vector<double> values() const;
};

/// An operation that was wanted and not measured.
struct LeftOut {
  std::string operation;
  std::string why;
  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

/// What a rival is, and how it was set up.
struct RivalNote {
  std::string name;
  std::string version;
  std::string settings;
  friend bool operator==(const RivalNote&, const RivalNote&) = default;
};

/// Name and value of something that holds for the whole run.
using Fact = std::pair<std::string, std::string>;

struct Report {
  std::vector<Fact> build;    ///< Commit, compiler, flags, libraries.
  std::vector<Fact> machine;  ///< Processor, memory, disk, kernel.
  std::vector<Fact> options;  ///< Runs, seconds, directory.
  std::vector<Measurement> measurements;
  std::vector<RivalNote> rivals;
  std::vector<LeftOut> left_out;
  friend bool operator==(const Report&, const Report&) = default;

  const Measurement* find(std::string_view operation, std::string_view subject) const;
};

std::string to_json(const Report& report);
/// Errors: malformed, naming the member.
Result<Report> report_of_json(std::string_view text);
/// Errors: io_error, and of reading malformed.
Result<Report> read_report(const std::filesystem::path& file);
Result<void> write_text(const std::filesystem::path& file, std::string_view text);

}  // namespace recourse::bench
