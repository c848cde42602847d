// Blind index: in which streams the same person stands, found by keyed hashes of what he is known
// by, and by nothing that whoever reads the rows could try guesses against.
//
//     BlindIndex::add(rows, *ring, "case/1", Subject::reporter, "phone", "13912345678", value);
//     BlindIndex::find(*snapshot, *ring, "phone", "13912345678")      → streams and their values
//     BlindIndex::remove(rows, "case/1", Subject::reporter);           // he was erased
//
//     'p' hash (16 bytes) stream          →  value: the caller's own, and nothing personal
//     's' subject (1 byte) stream         →  the hashes of that person in that stream
//
// For projections that open what a log has sealed; the rows of somebody who was erased go with his
// keys. Thread-safety: as TableWriter and TableSnapshot; no state of its own.
#pragma once

#include <recourse/core/projection.hpp>
#include <recourse/trust/keyring.hpp>

namespace recourse::trust {

class BlindIndex {
 public:
  /// A stream in which the person stands.
  struct Found {
    std::string stream;
    std::string value;
  };

  /// Adds what a person is known by: `kind` tells telephone numbers from names. `text` should be
  /// brought into one form before. Nothing is added for an empty text. Errors: those of the table.
  static Result<void> add(core::TableWriter& rows, const Keyring& ring, std::string_view stream,
                          describe::Subject subject, std::string_view kind, std::string_view text,
                          std::string_view value);
  /// Takes a person of a stream out. Errors: those of the table.
  static Result<void> remove(core::TableWriter& rows, std::string_view stream,
                             describe::Subject subject);
  /// In the order of the streams' names. Errors: those of the table.
  static Result<std::vector<Found>> find(const core::TableSnapshot& rows, const Keyring& ring,
                                         std::string_view kind, std::string_view text);
};

}  // namespace recourse::trust
