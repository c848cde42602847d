// The standard base64 of RFC 4648, section 4, with padding: as notes, proofs and events have it.
//
// Thread-safety: functions without shared state.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recourse::notary {

std::string base64(std::string_view bytes);
/// Its bytes; nothing unless the text is exactly what base64 makes of them: no blanks, no other
/// padding, no bits that mean nothing.
std::optional<std::string> unbase64(std::string_view text);

}  // namespace recourse::notary
