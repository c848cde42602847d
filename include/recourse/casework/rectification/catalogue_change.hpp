// What a published change makes of the catalogue (R30).
//
//     next_version("2026-11-23")      → "2026-11-23+1"
//     next_version("2026-11-23+1")    → "2026-11-23+2"
//     amended_by(catalogue, published)  → the catalogue of that version
//
// A version is that of the built-in lists and the number of changes upon them. The log has each
// number once, by its tag: whoever has read the changes up to one finds the next one by it.
// Pure; safe from any thread.
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/rectification/events.hpp>

namespace recourse::casework::rectification {

/// The version of a catalogue with one more change.
std::string next_version(std::string_view version);
/// The number of changes behind a version: 2 of "2026-11-23+2", 0 of "2026-11-23".
std::uint64_t changes_in(std::string_view version);
/// The tag of the event that made the change of that number: "catalogue:2".
std::string change_tag(std::uint64_t number);

/// It changes no paper and no notice.
bool is_empty(const CatalogueChange& change);

/// The catalogue with one more change: the matter's papers and notice, and the next version. What a
/// later build's lists do not have any more is left out of it, and no fault. Requires: a change.
Catalogue amended_by(const Catalogue& catalogue, const Published& published);

}  // namespace recourse::casework::rectification
