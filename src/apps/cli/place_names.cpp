#include "apps/cli/place_names.hpp"

#include <algorithm>
#include <iterator>
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>
#include <recourse/casework/complaint/views/places.hpp>

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
Result<std::optional<Usage>> unlisted(const Office& office, const Kind& kind, const Names& asked,
                                      const Names& others = {}) {
  std::optional<Usage> nothing;
  const bool asks = std::ranges::any_of(asked, [&](const auto& name) {
    return !name.empty() && std::ranges::find(others, name) == others.end();
  });
  if (!asks) return nothing;
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(kind.view, head));
  RECOURSE_TRY_ASSIGN(const auto known, kind.list(*rows));
  Names all;
  auto sorted = others;
  std::ranges::sort(sorted);
  std::ranges::set_union(known, sorted, std::back_inserter(all));
  for (const auto& name : asked) {
    if (name.empty() || std::ranges::binary_search(all, name)) continue;
    return std::optional{no_such_name(kind.what, name, all)};
  }
  return nothing;
}

}  // namespace

Result<std::optional<Usage>> unknown_place(const Office& office, const PlaceNames& asked) {
  RECOURSE_TRY_ASSIGN(auto unknown, unlisted(office, kStation, asked.stations));
  if (unknown) return unknown;
  RECOURSE_TRY_ASSIGN(unknown, unlisted(office, kDistrict, asked.districts));
  if (unknown) return unknown;
  RECOURSE_TRY_ASSIGN(unknown, unlisted(office, kDepartment, asked.departments));
  if (unknown) return unknown;
  Names matters;
  for (const auto& one : office.catalogues().current().matters()) matters.push_back(one.code);
  return unlisted(office, kMatter, asked.matters, matters);
}

}  // namespace recourse::cli
