// Effort: how many commands and fields each route takes, counted on lives that the rules accept.
#pragma once

#include <string>

namespace recourse::docgen {

/// The page as Markdown. Throws if the rules refuse a life: then the page would be wrong.
std::string effort_page();

}  // namespace recourse::docgen
