#include "apps/cli/list_names.hpp"

#include <algorithm>
#include <recourse/describe/typed_words.hpp>
#include <recourse/office/ledger_entry.hpp>

namespace recourse::cli {
namespace {

using casework::complaint::DimensionInfo;
using Names = std::vector<std::string>;

bool is_among(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::span<const DimensionInfo> dimensions(bool of_events) {
  using namespace casework::complaint;
  return of_events ? event_dimension_list() : dimension_list();
}

/// The words of a dimension that has them; empty: it has other values.
Names words_of(const DimensionInfo& dimension) {
  Names words;
  using casework::complaint::DimensionForm;
  if (dimension.form != DimensionForm::named || dimension.name_of == nullptr) return words;
  for (std::int64_t i = 0; i <= dimension.values; ++i) {
    if (auto word = dimension.name_of(i); !word.empty()) words.push_back(std::move(word));
  }
  return words;
}

std::optional<Usage> unknown_in_filter(const casework::complaint::FigureFilter& filter,
                                       bool of_events) {
  const auto all = dimensions(of_events);
  const auto found = std::ranges::find(all, filter.dimension, &DimensionInfo::name);
  if (found == all.end()) {
    return no_such_name("dimension", filter.dimension, dimension_names(of_events), "--where");
  }
  const auto words = words_of(*found);
  if (words.empty()) return std::nullopt;
  for (const auto& value : filter.values) {
    // An empty one and "none" ask for cases without it.
    if (value.empty() || value == "none" || is_among(words, value)) continue;
    return no_such_name(found->name, value, words, "--where");
  }
  return std::nullopt;
}

Names split(std::string_view text) {
  Names parts;
  for (;;) {
    const auto end = text.find(',');
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// The enumeration that a column holds, or has a list of; null: neither.
const describe::EnumInfo* words_of(const describe::FieldInfo& column) {
  const auto* at = column.value;
  while (at->element != nullptr) at = at->element;
  return at->shape == describe::Shape::enumeration ? at->words : nullptr;
}

std::optional<Usage> unknown_in_condition(std::string_view text) {
  const auto end = text.find_first_of("=!<>~");
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  const auto name = text.substr(0, end);
  const auto* const column = describe::type_info<LedgerEntry>.find(name);
  if (column == nullptr) return no_such_name("column", name, column_names(), "--where");
  const auto* const words = words_of(*column);
  if (words == nullptr) return std::nullopt;
  const auto values = text.substr(std::min(text.size(), text.find_first_not_of("=!<>~", end)));
  Names known;
  for (const auto& word : words->words) known.emplace_back(word.name);
  for (const auto& value : split(values)) {
    if (value.empty() || describe::find_typed(*words, value) != nullptr) continue;
    return no_such_name(column->name, value, known, "--where");
  }
  return std::nullopt;
}

}  // namespace

Names figure_names() {
  Names names;
  for (const auto& one : casework::complaint::figure_list()) names.emplace_back(one.name);
  return names;
}

Names dimension_names(bool of_events) {
  Names names;
  for (const auto& one : dimensions(of_events)) names.emplace_back(one.name);
  return names;
}

Names column_names() {
  Names names;
  for (const auto& field : describe::type_info<LedgerEntry>.fields) names.emplace_back(field.name);
  return names;
}

std::optional<Usage> unknown_in_figures(const FigureQuery& query, bool of_events) {
  const auto known = dimension_names(of_events);
  for (const auto& name : query.by) {
    if (!is_among(known, name)) return no_such_name("dimension", name, known, "--by");
  }
  const auto figures = figure_names();
  for (const auto& name : query.figures) {
    if (!is_among(figures, name)) return no_such_name("figure", name, figures, "--figure");
  }
  for (const auto& filter : query.where) {
    if (auto wrong = unknown_in_filter(filter, of_events)) return wrong;
  }
  return std::nullopt;
}

std::optional<Usage> unknown_in_ledger(const Names& where, const std::string& sort,
                                       const std::string& fields, const Names& orders) {
  for (const auto& text : where) {
    if (auto wrong = unknown_in_condition(text)) return wrong;
  }
  auto known = column_names();
  if (!fields.empty() && fields != "all") {
    for (const auto& name : split(fields)) {
      if (!is_among(known, name)) return no_such_name("column", name, known, "--fields");
    }
  }
  const auto order = sort.starts_with('-') ? sort.substr(1) : sort;
  if (!is_among(known, order) && !is_among(orders, order)) {
    known.insert(known.end(), orders.begin(), orders.end());
    return no_such_name("column", order, known, "--sort");
  }
  return std::nullopt;
}

}  // namespace recourse::cli
