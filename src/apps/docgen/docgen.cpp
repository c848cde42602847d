#include "docgen.hpp"

#include <fstream>

#include "common_pages.hpp"
#include "complaint_pages.hpp"
#include "workflow_pages.hpp"

namespace recourse::docgen {
namespace {

void append(std::vector<Page>& pages, std::vector<Page> more) {
  for (auto& page : more) pages.push_back(std::move(page));
}

}  // namespace

std::vector<Page> all_pages() {
  std::vector<Page> pages;
  for (const auto& workflow : office_workflows()) {
    append(pages, workflow_pages(*workflow.info));
    if (workflow.diagram != nullptr) {
      append(pages, {lifecycle_page(*workflow.info, workflow.diagram())});
    }
  }
  append(pages, complaint_pages());
  append(pages, common_pages());
  pages.push_back(index_page(office_workflows(), pages));
  return pages;
}

Result<void> write_pages(const std::vector<Page>& pages, const std::filesystem::path& directory) {
  for (const auto& page : pages) {
    const auto file = directory / page.path;
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    if (failed) {
      return Error{Errc::io_error,
                   "cannot make " + file.parent_path().string() + ": " + failed.message()};
    }
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << page.text;
    out.flush();
    if (!out) return Error{Errc::io_error, "cannot write " + file.string()};
  }
  return {};
}

}  // namespace recourse::docgen
