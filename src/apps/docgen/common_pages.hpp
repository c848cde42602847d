// The pages that belong to no workflow: errors, norms, and the index of all pages.
#pragma once

#include <recourse/office_workflows.hpp>
#include <vector>

#include "page.hpp"

namespace recourse::docgen {

std::vector<Page> common_pages();

/// Lists the workflows, and of each the pages in its folder; and the pages in none.
Page index_page(std::span<const OfficeWorkflow> workflows, std::span<const Page> pages);

}  // namespace recourse::docgen
