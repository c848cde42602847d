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

/// Codes of the catalogues in force.
struct Codes {
  Names matters;
  Names reasons;
};

Codes codes_of(std::span<const Office* const> offices) {
  Codes codes;
  for (const auto* office : offices) {
    const auto& catalogue = office->catalogues().current();
    for (const auto& one : catalogue.matters()) codes.matters.push_back(one.code);
    for (const auto& one : catalogue.reasons()) codes.reasons.push_back(one.code);
  }
  return codes;
}

/// The first that is no reason. No deployment has reasons of its own: no case has another.
std::optional<Usage> unknown_reason(const Names& asked, const Names& known) {
  for (const auto& name : asked) {
    if (!name.empty() && std::ranges::find(known, name) == known.end()) {
      const std::set<std::string> all{known.begin(), known.end()};
      return no_such_name("reason", name, {all.begin(), all.end()});
    }
  }
  return std::nullopt;
}

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
  const auto codes = codes_of(offices);
  RECOURSE_TRY_ASSIGN(unknown, unlisted(offices, kMatter, asked.matters, codes.matters));
  if (unknown) return unknown;
  return unknown_reason(asked.reasons, codes.reasons);
}

}  // namespace recourse::cli
