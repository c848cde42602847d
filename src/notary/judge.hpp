// What a receipt of either form must be beyond its form. Pure.
#pragma once

#include <recourse/notary/receipt.hpp>

namespace recourse::notary {

/// Why the record is not the leaf's; empty if it is.
std::string fault_of_record(const Receipt& receipt);
/// Why the head is not of the origin that was asked for; empty if it is.
std::string fault_of_origin(const TreeHead& head, const PublicKey& key, const Trusted& trusted);

}  // namespace recourse::notary
