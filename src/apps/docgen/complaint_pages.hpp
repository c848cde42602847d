// The pages of the complaint that no description holds: its lifecycle, who may do what, and what
// each route takes.
#pragma once

#include <vector>

#include "page.hpp"

namespace recourse::docgen {

std::vector<Page> complaint_pages();

}  // namespace recourse::docgen
