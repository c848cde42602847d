// Brings a permit office's log into the engine, as commands of the workflow, each at the moment at
// which it happened.
//
//     auto done = import_cases(permits, cases).value();      // twice: the second adds nothing
//
// Each command's id follows from the case and the task (derived_command_id), so importing again,
// or going on after a crash, takes effect once. Nothing else is kept about the import.
#pragma once

#include <functional>
#include <recourse/engine.hpp>

#include "permit.hpp"
#include "xes.hpp"

namespace permit {

/// A command out of the log.
struct Told {
  Command command;
  recourse::core::Context context;
};

/// The commands of a case in their order: filed, then steps and end by their time. The order of
/// steps in the log holds; where the office ended a case while steps were still to come, so does
/// the stream. malformed for an activity that is none of the office's.
recourse::Result<std::vector<Told>> commands_of(const XesCase& from);

/// The case's stream.
recourse::Result<recourse::StreamId> stream_of(const XesCase& from);

struct ImportReport {
  std::uint64_t cases = 0;
  std::uint64_t steps = 0;                 ///< Events of the log.
  std::uint64_t recorded = 0;              ///< Commands that took effect now.
  std::uint64_t known = 0;                 ///< Commands that had taken effect before.
  std::uint64_t refused = 0;               ///< Commands that the workflow refused.
  std::vector<std::string> refusals = {};  ///< The first of them, to read.
};

/// Hands in all cases without waiting for each, and waits for all answers. The first error ends
/// it; what was recorded stays, and is known when it is tried again.
recourse::Result<ImportReport> import_cases(recourse::Hosted<Permit>& permits,
                                            const std::vector<XesCase>& cases);

/// What the log says of lateness, counted without the workflow; and what the workflow says.
struct Lateness {
  std::uint64_t ended = 0;
  std::uint64_t log_late = 0;       ///< enddate > deadline, both out of the log.
  std::uint64_t flow_late = 0;      ///< The case's event says so.
  std::uint64_t agree = 0;          ///< Cases of which both say the same.
  std::uint64_t unlawful = 0;       ///< Ended after the statutory term of eight weeks.
  std::uint64_t unlawful_only = 0;  ///< Of them, in time by the log's deadline.
  std::uint64_t late_only = 0;      ///< Late by the log's deadline, within the statutory term.
  std::uint64_t open = 0;
  std::uint64_t log_overdue = 0;   ///< Open, deadline before `now`.
  std::uint64_t flow_overdue = 0;  ///< Open, and the timer has said so.
  std::uint64_t open_agree = 0;
  std::uint64_t term_statutory = 0;  ///< The log's deadline falls on the statutory term's last day.
  std::uint64_t term_longer = 0;
  std::uint64_t term_shorter = 0;
  std::vector<std::string> differ = {};  ///< Cases of which they do not say the same.
};

/// Compares case by case. not_found for a case that was not imported.
recourse::Result<Lateness> compare(const recourse::Hosted<Permit>& permits,
                                   const std::vector<XesCase>& cases, recourse::Timestamp now);

}  // namespace permit
