// Receipts for somebody: proof that a record is in the log, and the record with it where whoever
// asks may have it as it is written.
//
//     auto seen = issue_receipt(*office, {.stream = id, .version = Version{1}}, viewer);
//     if (const auto* no = core::refused(*seen)) return refuse(*no);
//     const auto& issued = std::get<IssuedReceipt>(*seen);
//     save(notary::to_tlog_proof(issued.receipt));   // without its record, if issued.withheld
//
// A record is given out whole or not at all: its bytes are what the head was signed over. So it
// goes along only where nothing of its event is closed or masked for the viewer
// (core::sees_whole); else the receipt is the proof alone, and verifies with the record beside it.
// With a purpose it is a look in clear: recorded in the stream before anything is given out, and
// refused where the record would stay closed all the same. What the viewer may not see at all has
// no receipt for him. Of a stream that no workflow describes everybody gets the proof alone.
//
// notary::receipt_of makes receipts without asking who wants them: for code inside the process.
//
// A free function over an office; thread-safety: as the office.
#pragma once

#include <recourse/notary/keys.hpp>
#include <recourse/notary/receipt.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// Which record is meant, and in which way its head is to be signed.
struct ReceiptQuery {
  std::optional<StreamId> stream = {};
  Version version{1};   ///< Of the stream.
  Position position{};  ///< Where no stream is named.
  notary::Algorithm algorithm = notary::Algorithm::ed25519;
};

/// A receipt as somebody may have it.
struct IssuedReceipt {
  Position head;            ///< Where the log ended.
  notary::Receipt receipt;  ///< Its `record` is empty if it is withheld.
  bool withheld = false;    ///< Something of the record is closed to the viewer, or masked.
  std::string stream;
  std::string type;
  Timestamp recorded_at{};
  notary::Hash leaf{};  ///< Hash of the record.
};

/// Refusals: as Engine::look; not_to_be_seen also for a look in clear at a record that would stay
/// closed. Errors: invalid_argument for a version or position 0; not_found, saying what is missing,
/// if there is no such record or no head covers it; those of Engine::look and notary::receipt_of.
Result<core::Seen<IssuedReceipt>> issue_receipt(const Office& office, const ReceiptQuery& query,
                                                const core::Viewer& viewer);

}  // namespace recourse
