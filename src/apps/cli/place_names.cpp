#include "apps/cli/place_names.hpp"

#include <algorithm>
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>
#include <recourse/casework/complaint/views/places.hpp>
#include <set>

namespace recourse::cli {
namespace {

using namespace casework::complaint;
using Names = std::vector<std::string>;

/// A kind of name, and where those that have a case are listed.
struct Kind {
  const char* what;
  std::string_view view;
  Result<Names> (*list)(const core::TableSnapshot&);
};

constexpr Kind kStation{"station with a case", CasesView::kName, listed_stations};
constexpr Kind kDistrict{"district with a case", FiguresView::kName, counted_districts};
constexpr Kind kDepartment{"department with a case", FiguresView::kName, counted_departments};
constexpr Kind kMatter{"matter", FiguresView::kName, counted_matters};

/// The first that is neither listed nor among the `others`. An empty one asks for nothing.
Result<std::optional<Usage>> unlisted(std::span<const Office* const> offices, const Kind& kind,
                                      const Names& asked, const Names& others = {}) {
  std::optional<Usage> nothing;
  std::set<std::string> all{others.begin(), others.end()};
  const auto is_unknown = [&](const std::string& name) {
    return !name.empty() && !all.contains(name);
  };
  if (std::ranges::none_of(asked, is_unknown)) return nothing;
  for (const auto* office : offices) {
    RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
    RECOURSE_TRY_ASSIGN(const auto rows, office->engine().rows(kind.view, head));
    RECOURSE_TRY_ASSIGN(const auto known, kind.list(*rows));
    all.insert(known.begin(), known.end());
  }
  const auto unknown = std::ranges::find_if(asked, is_unknown);
  if (unknown == asked.end()) return nothing;
  return std::optional{no_such_name(kind.what, *unknown, {all.begin(), all.end()})};
}

}  // namespace

PlaceNames names_in(const std::vector<LedgerCondition>& conditions) {
  PlaceNames names;
  for (const auto& condition : conditions) {
    auto* const list = names.of(condition.column->name);
    if (list == nullptr || condition.op != LedgerCondition::Operator::equal) continue;
    // A text stands behind a byte that says that there is one.
    for (const auto& value : condition.values) list->push_back(value.from.substr(1));
  }
  return names;
}

Result<std::optional<Usage>> unknown_place(std::span<const Office* const> offices,
                                           const PlaceNames& asked) {
  RECOURSE_TRY_ASSIGN(auto unknown, unlisted(offices, kStation, asked.stations));
  if (unknown) return unknown;
  RECOURSE_TRY_ASSIGN(unknown, unlisted(offices, kDistrict, asked.districts));
  if (unknown) return unknown;
  RECOURSE_TRY_ASSIGN(unknown, unlisted(offices, kDepartment, asked.departments));
  if (unknown) return unknown;
  Names matters;
  for (const auto* office : offices) {
    for (const auto& one : office->catalogues().current().matters()) matters.push_back(one.code);
  }
  return unlisted(offices, kMatter, asked.matters, matters);
}

}  // namespace recourse::cli
