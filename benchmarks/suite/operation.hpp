// Operation: one thing that is measured. All of them stand in the table of operations.cpp.
//
//     for (const auto& operation : operations()) …
//     const auto measured = operation.measure(operation, {.seconds = 2, .directory = folder});
//
// Thread-safety: the table is constant. Ownership: values.
#pragma once

#include <filesystem>
#include <recourse/base/result.hpp>
#include <string>
#include <vector>

#include "benchmarks/suite/histogram.hpp"

namespace recourse::bench {

/// What a run is given.
struct Setting {
  double seconds = 2;
  std::uint64_t events = 600'000;   ///< Of the logs that are read.
  std::filesystem::path directory;  ///< This operation's own; logs in it are used again.
  std::string server;               ///< Where a rival listens.
};

/// What a run found.
struct Measured {
  double value = 0;         ///< In the operation's unit.
  double processor_us = 0;  ///< Processor time an operation took; 0: not measured.
  Histogram latency;
};
/// One line of JSON, by which a run in a process of its own is told.
std::string to_line(const Measured& measured);
/// Errors: malformed.
Result<Measured> measured_of_line(std::string_view line);

struct Operation;
using Measure = Result<Measured> (*)(const Operation&, const Setting&);

enum class Loop : std::uint8_t {
  none,    ///< No latencies.
  closed,  ///< Clients wait, or a fixed number is unanswered.
  open,    ///< `rate` a second, each counted from when it was due.
};

struct Operation {
  std::string name;     ///< "append/64", "postgres/append/64".
  std::string subject;  ///< "recourse", "limit", or a rival.
  std::string work;     ///< What rivals share: "append/64".
  std::string counts;   ///< What one operation is.
  std::string unit;
  bool more_is_better = true;
  std::uint64_t payload_bytes = 0;
  std::string durability;
  std::uint64_t clients = 1;  ///< That wait, or operations unanswered at a time.
  Loop loop = Loop::closed;
  double rate = 0;   ///< Of an open loop, a second.
  std::string load;  ///< In words.
  /// In a process of this program; nullptr: the rival's driver does it.
  Measure measure = nullptr;
};

const std::vector<Operation>& operations();
const Operation* find_operation(std::string_view name);
/// "open, 1000/s"; "closed"; "" of none.
std::string loop_of(const Operation& operation);

}  // namespace recourse::bench
