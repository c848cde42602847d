#include <recourse/base/csv.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/ledger_export.hpp>

#include "office/arrow_stream.hpp"
#include "office/ledger_values.hpp"

namespace recourse {
namespace {

using describe::FieldInfo;
using describe::Shape;
using describe::ValueInfo;

constexpr std::string_view kUsual =
    "number,station,line,matter,reason,channel,phase,unit,reported_at,due,closed_at,outcome,rating,"
    "overdue";

std::string text_of(const void* value, const ValueInfo& info, UtcOffset offset);

std::string list_of(const void* value, const ValueInfo& info, UtcOffset offset) {
  std::string text;
  describe::for_each_element(value, info, [&](const void* one, const ValueInfo& of) {
    text.append(text.empty() ? "" : ";").append(text_of(one, of, offset));
  });
  return text;
}

std::string text_of(const void* value, const ValueInfo& info, UtcOffset offset) {
  switch (info.shape) {
    case Shape::optional:
    case Shape::list:
      return list_of(value, info, offset);
    case Shape::sealed:
      return describe::masked(info.inside->size(value) == 0
                                  ? std::string{}
                                  : text_of(info.inside->first(value), *info.element, offset));
    case Shape::text:
      return *static_cast<const std::string*>(value);
    case Shape::boolean:
      return *static_cast<const bool*>(value) ? "true" : "false";
    case Shape::natural:
      return std::to_string(describe::load_number(value, info));
    case Shape::enumeration: {
      const auto* word = info.words->find(describe::load_number(value, info));
      return word == nullptr ? std::string{} : std::string{word->name};
    }
    case Shape::timestamp: {
      const auto moment = *static_cast<const Timestamp*>(value);
      return moment == Timestamp{} ? std::string{} : to_string(moment, offset);
    }
    default:
      return {};
  }
}

bool is_text(const FieldInfo& column) {
  const auto shape = inner(*column.value).shape;
  return shape == Shape::text || shape == Shape::sealed;
}

ArrowType arrow_type_of(const FieldInfo& column) {
  if (column.value->shape == Shape::list) return ArrowType::text;
  switch (inner(*column.value).shape) {
    case Shape::natural:
      return ArrowType::natural;
    case Shape::boolean:
      return ArrowType::truth;
    case Shape::timestamp:
      return ArrowType::moment;
    default:
      return ArrowType::text;
  }
}

/// The number that a column holds; nothing where it is empty.
std::optional<std::int64_t> number_in(const void* value, const ValueInfo& info) {
  if (info.shape == Shape::optional) {
    if (info.inside->size(value) == 0) return std::nullopt;
    return number_in(info.inside->first(value), *info.element);
  }
  if (info.shape == Shape::boolean) return *static_cast<const bool*>(value) ? 1 : 0;
  if (info.shape == Shape::natural) {
    return static_cast<std::int64_t>(describe::load_number(value, info));
  }
  const auto moment = *static_cast<const Timestamp*>(value);
  if (moment == Timestamp{}) return std::nullopt;
  return moment.time_since_epoch().count();
}

}  // namespace

Result<LedgerColumns> ledger_columns(std::string_view names) {
  LedgerColumns columns;
  if (names == "all") {
    for (const auto& field : describe::type_info<LedgerEntry>.fields) columns.push_back(&field);
    return columns;
  }
  auto rest = names.empty() ? kUsual : names;
  for (;;) {
    const auto comma = rest.find(',');
    RECOURSE_TRY_ASSIGN(const auto* column, ledger_column(rest.substr(0, comma)));
    for (const auto* other : columns) {
      if (other != column) continue;
      return Error{Errc::invalid_argument,
                   "the column " + std::string{column->name} + " is named twice: give each once"};
    }
    columns.push_back(column);
    if (comma == std::string_view::npos) return columns;
    rest.remove_prefix(comma + 1);
  }
}

std::optional<std::string> ledger_cell(const LedgerEntry& row, const FieldInfo& column,
                                       UtcOffset offset) {
  auto text = text_of(column.at(&row), *column.value, offset);
  if (text.empty()) return std::nullopt;
  return text;
}

std::string LedgerCsv::header() const {
  std::vector<std::string> cells;
  for (const auto* column : columns_) cells.emplace_back(column->name);
  return (byte_order_mark_ ? "\xEF\xBB\xBF" : "") + base::csv_line(cells);
}

std::string LedgerCsv::line(const LedgerEntry& row) const {
  std::vector<std::string> cells;
  for (const auto* column : columns_) {
    auto text = ledger_cell(row, *column, offset_).value_or(std::string{});
    cells.push_back(is_text(*column) ? base::csv_text(text) : std::move(text));
  }
  return base::csv_line(cells);
}

std::string LedgerArrow::schema() const {
  std::vector<ArrowField> fields;
  for (const auto* column : columns_) {
    fields.push_back({std::string{column->name}, arrow_type_of(*column)});
  }
  return schema_message(fields);
}

std::string LedgerArrow::batch(std::span<const LedgerEntry> rows) const {
  std::vector<ArrowColumn> columns;
  for (const auto* column : columns_) {
    ArrowColumn values{.type = arrow_type_of(*column)};
    for (const auto& row : rows) {
      if (values.type == ArrowType::text) {
        values.texts.push_back(ledger_cell(row, *column, UtcOffset{0}));
      } else {
        values.numbers.push_back(number_in(column->at(&row), *column->value));
      }
    }
    columns.push_back(std::move(values));
  }
  return batch_message(rows.size(), columns);
}

std::string LedgerArrow::end() { return end_message(); }

}  // namespace recourse
