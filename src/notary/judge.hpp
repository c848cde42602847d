// What a receipt of either form must be beyond its form. Pure.
#pragma once

#include <recourse/notary/receipt.hpp>

namespace recourse::notary {

/// Why the record is not the leaf's; empty if it is.
std::string fault_of_record(const Receipt& receipt);
/// Why the head is not of the origin that was asked for; empty if it is.
std::string fault_of_origin(const TreeHead& head, const PublicKey& key, const Trusted& trusted);

/// A key that has signed a note, and why it is not one of the note's origin.
struct OfOrigin {
  std::string key;    ///< Name and id.
  std::string fault;  ///< Empty if it is.
};
/// The first key whose origin the note is of; else the last that has signed it. Requires: fault_of
/// the note is nothing.
OfOrigin judge_origin(const SignedNote& note, const Trusted& trusted);

}  // namespace recourse::notary
