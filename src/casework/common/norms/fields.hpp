// What the reader and the writer of norms share beside the list of fields.
#pragma once

#include <optional>
#include <recourse/casework/common/profiles.hpp>

namespace recourse::casework {

/// What is wrong with a value of the right type; empty if nothing is.
std::string fault_of(const NormField& field, const NormValue& value);

/// The type that a value must have: "a whole number".
std::string_view wanted_type(const NormField& field);

/// Requires: the value has the field's type, and fault_of finds nothing.
void assign(Norms& norms, const NormField& field, const NormValue& value);

/// Two numbers that cannot both be meant.
struct Contradiction {
  std::string_view smaller;  ///< The key that must not be above the other.
  std::string_view larger;
  std::string what;
};
std::optional<Contradiction> contradiction_in(const Norms& norms);

/// As Norms::from_toml, with these profiles as bases; nullptr: no base is allowed.
Result<Norms> read_norms(std::string_view text, const Profiles* bases);

}  // namespace recourse::casework
