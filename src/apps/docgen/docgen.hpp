// What the program recourse_docgen does: everything but its main, so that a test can link it with
// another list of workflows.
#pragma once

#include <filesystem>
#include <recourse/base/result.hpp>
#include <vector>

#include "page.hpp"

namespace recourse::docgen {

/// Every page of docs/reference: those of each of office_workflows(), and the common ones.
std::vector<Page> all_pages();

/// Writes them below `directory`, whose folders it makes. io_error names the file.
Result<void> write_pages(const std::vector<Page>& pages, const std::filesystem::path& directory);

}  // namespace recourse::docgen
