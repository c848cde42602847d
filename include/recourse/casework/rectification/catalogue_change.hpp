// What a published change makes of the catalogue (R30).
//
//     next_version("2026-11-23")      → "2026-11-23+1"
//     next_version("2026-11-23+1")    → "2026-11-23+2"
//
// A version is that of the built-in lists and the number of changes upon them. Pure; safe from any
// thread.
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/rectification/values.hpp>

namespace recourse::casework::rectification {

/// The version of a catalogue with one more change.
std::string next_version(std::string_view version);

/// It changes no paper and no notice.
bool is_empty(const CatalogueChange& change);

}  // namespace recourse::casework::rectification
