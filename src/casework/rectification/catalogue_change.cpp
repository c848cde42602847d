#include <algorithm>
#include <recourse/casework/rectification/catalogue_change.hpp>

namespace recourse::casework::rectification {
namespace {

Material material_of(const Paper& paper) {
  const auto or_chinese = [](const std::string& en, const std::string& zh) {
    return en.empty() ? zh : en;
  };
  return {paper.code,
          paper.name,
          or_chinese(paper.name_en, paper.name),
          paper.requirement,
          or_chinese(paper.requirement_en, paper.requirement),
          paper.main};
}

void put(std::vector<Material>& list, const Paper& paper) {
  const auto there = std::ranges::find(list, paper.code, &Material::code);
  if (there != list.end()) {
    *there = material_of(paper);
  } else {
    list.push_back(material_of(paper));
  }
}

}  // namespace

std::uint64_t changes_in(std::string_view version) {
  const auto plus = version.rfind('+');
  if (plus == std::string_view::npos) return 0;
  std::uint64_t changes = 0;
  for (const char c : version.substr(plus + 1)) {
    if (c < '0' || c > '9') return 0;
    changes = changes * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return changes;
}

std::string next_version(std::string_view version) {
  const auto base = version.substr(0, version.rfind('+'));
  return std::string{base} + "+" + std::to_string(changes_in(version) + 1);
}

std::string change_tag(std::uint64_t number) { return "catalogue:" + std::to_string(number); }

bool is_empty(const CatalogueChange& change) {
  return change.added.empty() && change.removed.empty() && change.reworded.empty() &&
         change.notice.empty();
}

Catalogue amended_by(const Catalogue& catalogue, const Published& published) {
  const auto& change = *published.change;
  const auto* known = catalogue.matter(change.matter);
  auto version = next_version(catalogue.version());
  // Lists of a later build may have another code for it: the change counts, and changes nothing.
  if (known == nullptr) return catalogue.with(std::move(version), std::nullopt);
  Matter matter = *known;
  for (const auto& code : change.removed) {
    std::erase_if(matter.materials, [&](const Material& one) { return one.code == code; });
  }
  for (const auto& paper : change.reworded) put(matter.materials, paper);
  for (const auto& paper : change.added) put(matter.materials, paper);
  if (!change.notice.empty()) matter.notice = change.notice;
  return catalogue.with(std::move(version), std::move(matter));
}

}  // namespace recourse::casework::rectification
