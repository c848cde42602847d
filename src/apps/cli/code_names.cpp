#include "apps/cli/code_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/nearest.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {
namespace {

/// Codes that a message names.
constexpr std::size_t kNamed = 12;

constexpr CodeKind kMatter{"matter", "recourse matters"};
constexpr CodeKind kReason{"failure reason", "recourse reasons"};
constexpr CodeKind kDistrict{"district", "recourse districts"};

std::vector<Coded> coded(const CodeKind& kind, const casework::Catalogue& catalogue,
                         const casework::Norms& norms) {
  std::vector<Coded> all;
  if (kind.what == kMatter.what) {
    for (const auto& one : catalogue.matters()) all.push_back({one.code, one.zh});
  } else if (kind.what == kReason.what) {
    for (const auto& one : catalogue.reasons()) all.push_back({one.code, one.zh});
  } else {
    for (const auto& one : norms.district_list()) all.push_back({one.code, one.name});
  }
  return all;
}

/// Those whose name holds what was typed come first, then the nearest codes.
std::vector<Coded> nearest_coded(std::string_view typed, std::vector<Coded> all) {
  std::ranges::stable_sort(all, {}, [&](const Coded& one) { return distance(typed, one.code); });
  const auto holds = [&](const Coded& one) { return one.zh.find(typed) != std::string::npos; };
  std::stable_partition(all.begin(), all.end(), holds);
  return all;
}

}  // namespace

std::optional<CodeKind> code_kind(const describe::FieldInfo& field) {
  if (field.value->shape != describe::Shape::text) return std::nullopt;
  if (field.name == "matter") return kMatter;
  if (field.name == "district") return kDistrict;
  if (field.name == "reason" && field.doc.starts_with("Code ")) return kReason;
  return std::nullopt;
}

std::vector<std::string> built_in_codes(const CodeKind& kind) {
  std::vector<std::string> codes;
  for (auto& one : coded(kind, casework::Catalogue::builtin(), casework::Norms::shanghai())) {
    codes.push_back(std::move(one.code));
  }
  return codes;
}

const Coded* find_coded(const std::vector<Coded>& all, std::string_view typed) {
  const auto by_code = std::ranges::find(all, typed, &Coded::code);
  if (by_code != all.end()) return &*by_code;
  const auto by_name = std::ranges::find(all, typed, &Coded::zh);
  return by_name == all.end() ? nullptr : &*by_name;
}

Usage no_such_code(const CodeKind& kind, std::string_view typed, const std::vector<Coded>& all,
                   std::string_view option) {
  const auto near = nearest_coded(typed, all);
  std::string named;
  for (std::size_t i = 0; i < std::min(near.size(), kNamed); ++i) {
    named += (i > 0 ? ", " : "") + near[i].code + " " + near[i].zh;
  }
  std::vector<std::string> codes;
  std::vector<std::string> by_name;
  for (const auto& one : near) {
    codes.push_back(one.code);
    if (one.zh.find(typed) != std::string::npos) by_name.push_back(one.code);
  }
  constexpr std::size_t kOffered = 3;
  if (by_name.size() > kOffered) by_name.resize(kOffered);
  return {fmt::format("{}: '{}' is no {}; the nearest: {}; `{}` lists all", option, typed,
                      kind.what, named, kind.lists),
          by_name.empty() ? meant(typed, codes) : by_name};
}

std::optional<Usage> read_codes(const Office& office, const describe::TypeInfo& type,
                                boost::json::value& fields) {
  for (const auto& field : type.fields) {
    const auto kind = code_kind(field);
    if (!kind) continue;
    auto* const value = fields.as_object().if_contains(field.name);
    if (value == nullptr || !value->is_string() || value->as_string().empty()) continue;
    const auto all = coded(*kind, office.catalogues().current(), office.decider().norms);
    if (all.empty()) continue;  // norms without a list of districts take any
    const std::string typed{std::string_view{value->as_string()}};
    const auto* const found = find_coded(all, typed);
    if (found == nullptr) {
      return no_such_code(*kind, typed, all, "--" + dashed(field.name));
    }
    *value = boost::json::string{found->code};
  }
  return std::nullopt;
}

}  // namespace recourse::cli
