#include "apps/cli/report_assets.hpp"

#include "embedded/chart_library.hpp"

namespace recourse::cli {

std::string_view chart_library() {
  return embedded::chart_library.substr(0, embedded::chart_library.rfind("\n//# sourceMappingURL"));
}

}  // namespace recourse::cli
