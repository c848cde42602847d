// The random sample of a spot check (R23): reproducible by anybody, and by nobody to be chosen.
//
//     commitment = SHA-256(seed)                              // recorded before the period ends
//     sample     = the n keys with the smallest SHA-256(seed ‖ key), of all keys of the population
//
// Whoever has the seed, the keys and n gets the same sample. Every key is drawn as likely as every
// other, whatever the keys are called. Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework::supervision {

/// What is recorded of a seed before it may be seen: 64 hexadecimal digits.
std::string commitment_of(std::string_view seed);

/// Keys as `supervision.record_sample` has them: sorted, several in a text with blanks between, so
/// that a whole city's fit one command.
std::vector<std::string> packed(std::vector<std::string> keys);
/// And back; nothing if one cannot be the key of a case, or stands there twice.
std::optional<std::vector<std::string>> unpacked(const std::vector<std::string>& texts);

/// SHA-256 of the keys in order, each with a line end. Requires: sorted.
std::string digest_of(const std::vector<std::string>& population);

/// The n keys with the smallest hash, in the order of their hashes; all of them if there are fewer.
std::vector<std::string> drawn(std::string_view seed, const std::vector<std::string>& population,
                               std::uint32_t n);

}  // namespace recourse::casework::supervision
