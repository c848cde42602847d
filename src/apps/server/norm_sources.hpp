// Where the numbers of the norms come from, in Chinese: norm_fields() says it in English.
//
//     norm_source_zh("our inference")     → "推定"
//
// Constants; safe from any thread.
#pragma once

#include <string_view>

namespace recourse::server {

/// Empty: it has none.
std::string_view norm_source_zh(std::string_view source);

/// Whether a source says that the city's own rules have no such number.
bool is_not_in_rules(std::string_view source);

}  // namespace recourse::server
