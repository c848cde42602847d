// Chinese labels of fields, for forms: what stands before an input.
//
//     field_label("case.pause", "reason")     → "原因"
//     field_label("case.pause", "ground")     → "暂停事由"
//
// A word means the same in most types; where it does not, the type has its own. Constants; safe
// from any thread.
#pragma once

#include <string_view>

namespace recourse::server {

/// The label of a field of a type; empty: there is none, and the field's name stands for it.
std::string_view field_label(std::string_view type, std::string_view field);

}  // namespace recourse::server
