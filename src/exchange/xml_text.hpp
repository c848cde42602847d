// XML text: attributes' values and contents, escaped.
#pragma once

#include <string>
#include <string_view>

namespace recourse::exchange {

/// Appends `text` so that it can stand in an attribute's quotes, or between tags. Line ends and
/// tabs are written as references: in an attribute a reader would make blanks of them. What XML 1.0
/// cannot hold, and bytes that are not UTF-8, become U+FFFD.
void append_xml(std::string& to, std::string_view text);

}  // namespace recourse::exchange
