#include <recourse/casework/rectification/catalogue_change.hpp>

namespace recourse::casework::rectification {

std::string next_version(std::string_view version) {
  const auto plus = version.rfind('+');
  std::uint64_t changes = 0;
  if (plus != std::string_view::npos) {
    for (const char c : version.substr(plus + 1)) {
      changes = changes * 10 + static_cast<std::uint64_t>(c - '0');
    }
  }
  return std::string{version.substr(0, plus)} + "+" + std::to_string(changes + 1);
}

bool is_empty(const CatalogueChange& change) {
  return change.added.empty() && change.removed.empty() && change.reworded.empty() &&
         change.notice.empty();
}

}  // namespace recourse::casework::rectification
