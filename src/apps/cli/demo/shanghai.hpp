// The demonstration shanghai-2023: the half-year in which the city's 311 stations set up their
// windows and took 3,254 matters, played from a seed under a manual clock.
//
//     auto summary = run_shanghai_demo({.directory = "var/demo"});
//     summary->figures.cases      → 3254
//     summary->figures.lines[0]   → population, 2913
//
// It is a caller like any other: one Office, one blocking command after the other, each waiting
// until it is durable; commands over elapsed is therefore what a single client gets.
//
// It can be stopped at any moment and run again: command ids follow from seed, case and number, so
// that what was given before is answered with its first answer and adds nothing. A complete store
// run again stays as it is.
//
// All reports lie between 2023-06-01 and 2023-11-30, Shanghai time. What began then is played to
// its end, into the following months: late Novembers' closings, ratings, reviews and the archive.
// The published totals hold exactly; everything else is simulated and stands for nothing real.
//
// Behind its end, in the first days of January 2024, comes what is open (demo/open_work.hpp): cases
// of their own, which no figure of the half-year counts.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <recourse/base/ids.hpp>
#include <recourse/casework/complaint/views/figures.hpp>
#include <recourse/engine.hpp>
#include <recourse/office/loop.hpp>
#include <string>

namespace recourse::cli {

struct DemoOptions {
  /// Where the store lives; not used by the memory store.
  std::filesystem::path directory = {};
  /// The same seed gives the same log, but for the log's own id.
  std::uint64_t seed = 20231130;
  /// Only the default gives the published totals; others spread in the same shares.
  std::uint64_t cases = 3254;
  /// Goes on behind the half-year with work that is open, for whoever tries the desks.
  bool open_work = false;
  /// "rocksdb" or "memory".
  std::string store = "rocksdb";
  /// As OfficeOptions::open_store; `directory` is only named in errors then.
  core::StoreFactory open_store = {};
  LogOptions log = {};
  /// As OfficeOptions::sealing.
  std::optional<SealingOptions> sealing = {};
  /// Called after each command.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

struct DemoSummary {
  std::uint64_t commands = 0;  ///< Given to the engine, repeated ones too.
  std::uint64_t fresh = 0;     ///< Of those: took effect, and were not answered as repeated.
  std::uint64_t refused = 0;   ///< Of those: refused, as the script has it.
  std::chrono::duration<double> elapsed{};  ///< Giving them; without planning and opening.
  bool resumed = false;                     ///< The store held a part of it, or all, before.
  std::uint64_t open = 0;                   ///< Cases that were left open: DemoOptions::open_work.
  casework::complaint::Figures figures;     ///< Of the half-year, as Office::report() counts them.
  LoopFigures loop;                         ///< As loop_figures() counts them.
  Position head;                            ///< Of the log.
  std::uint64_t seed = 0;
};

/// Errors: invalid_argument (no or too many cases; a store that holds anything else than a part of
/// this very demonstration: nothing is changed), user_code_failed (a command was refused, with the
/// refusal's text, or taken that was to be refused), and those of Office::open and Office::handle.
Result<DemoSummary> run_shanghai_demo(const DemoOptions& options);

/// The same on an engine that is open already; `directory` and `store` are only named in errors.
/// Requires: `clock` is the engine's.
Result<DemoSummary> play_shanghai_demo(const Office& office, ManualClock& clock,
                                       const DemoOptions& options);

}  // namespace recourse::cli
