// Verify: reads a whole log and proves what can be proved from it.
//
//     auto report = core::verify(store, {.payload = decode_known_payloads});
//     if (!report->ok()) for (auto& f : report->findings) show(f);
//
// Checked: positions gapless from 1; versions gapless in every stream; each record's checksum and
// form; recorded_at never decreasing; appends complete and adjacent; each command id used once and
// found again by the index; each payload decodes under its declared schema (by the callback); and
// the stream index leads to the records that the log holds, for every stream.
#pragma once

#include <recourse/core/event_store.hpp>

namespace recourse::core {

/// One thing that is wrong.
struct Finding {
  Position position;  ///< Where; 0: not at one place.
  std::string what;
};

struct VerifyReport {
  Position head;  ///< Checked up to here.
  std::uint64_t records = 0;
  std::uint64_t streams = 0;
  std::uint64_t payloads_decoded = 0;
  std::uint64_t problems = 0;     ///< All of them, also those that are not listed.
  std::vector<Finding> findings;  ///< The first limits::kFindingsMax.
  bool ok() const { return problems == 0; }
};

struct VerifyOptions {
  /// Decodes a payload that it knows. True: known and good. False: a kind it does not know. An
  /// error is a finding.
  std::function<Result<bool>(const RecordView&)> payload = {};
  /// Called now and then with the position reached and the head; false ends the run early.
  std::function<bool(Position at, Position head)> progress = {};
};

/// An error only if the run itself could not be done (the store is closed, `progress` ended it:
/// closed). What is wrong with the log is in the report; after a record that cannot be read the
/// scan cannot go on, and says so.
Result<VerifyReport> verify(const EventStore& store, const VerifyOptions& options = {});

}  // namespace recourse::core
