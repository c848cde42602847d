#include <recourse/office/ledger_export.hpp>

#include "columns_sources.hpp"

namespace recourse::python {
namespace {

using describe::FieldInfo;
using describe::Shape;
using describe::ValueInfo;

ColumnType type_of(const ValueInfo& info) {
  switch (info.shape) {
    case Shape::optional:
      return type_of(*info.element);
    case Shape::boolean:
      return ColumnType::truth;
    case Shape::natural:
      return info.bytes == 8 ? ColumnType::natural64 : ColumnType::natural32;
    case Shape::enumeration:
      return ColumnType::word;
    case Shape::timestamp:
      return ColumnType::moment;
    default:
      return ColumnType::text;
  }
}

ColumnForm form_of(const FieldInfo& field) {
  const auto& info = *field.value;
  const auto& held = info.shape == Shape::optional ? *info.element : info;
  const bool always = info.shape == Shape::boolean || info.shape == Shape::natural;
  return {std::string{field.name}, type_of(info), !always, held.words};
}

/// Adds what an entry has in a column; what is empty there is missing.
void add_cell(const LedgerEntry& row, const FieldInfo& field, Column& column) {
  const void* value = field.at(&row);
  const auto* info = field.value;
  if (info->shape == Shape::optional) {
    if (info->inside->size(value) == 0) return column.add_missing();
    value = info->inside->first(value);
    info = info->element;
  }
  switch (info->shape) {
    case Shape::boolean:
      return column.add_whole(*static_cast<const bool*>(value) ? 1 : 0);
    case Shape::natural:
      return column.add_whole(static_cast<std::int64_t>(describe::load_number(value, *info)));
    case Shape::enumeration:
      return column.add_word(describe::load_number(value, *info));
    case Shape::timestamp: {
      const auto moment = *static_cast<const Timestamp*>(value);
      if (moment == Timestamp{}) return column.add_missing();
      return column.add_whole(moment.time_since_epoch().count());
    }
    case Shape::text: {
      const auto& text = *static_cast<const std::string*>(value);
      if (text.empty()) return column.add_missing();
      return column.add_text(text);
    }
    default: {
      const auto text = ledger_cell(row, field, UtcOffset{0});
      if (!text) return column.add_missing();
      return column.add_text(*text);
    }
  }
}

/// Page after page, each as of the position of the first.
class LedgerRows final : public RowSource {
 public:
  LedgerRows(LedgerQuery query, core::Viewer viewer, LedgerColumns columns)
      : query_(std::move(query)), viewer_(std::move(viewer)), columns_(std::move(columns)) {}

  Result<core::Seen<bool>> fill(const Office& office, Batch& batch,
                                std::size_t most_rows) override {
    while (!ended_ && !batch.full(most_rows)) {
      query_.page_size = std::min(most_rows - batch.rows, limits::kListPageMax);
      RECOURSE_TRY_ASSIGN(auto page, ledger(office, query_, viewer_));
      for (const auto& row : page.rows) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
          add_cell(row, *columns_[i], batch.columns[i]);
        }
        ++batch.rows;
      }
      query_.after = std::move(page.next);
      ended_ = query_.after.empty();
    }
    return core::Seen<bool>{!ended_};
  }

 private:
  LedgerQuery query_;
  core::Viewer viewer_;
  LedgerColumns columns_;
  bool ended_ = false;
};

}  // namespace

Result<TableSource> ledger_source(LedgerQuery query, core::Viewer viewer, std::string_view columns,
                                  Position position) {
  RECOURSE_TRY_ASSIGN(auto chosen, ledger_columns(columns));
  query.as_of = position;
  TableSource source;
  source.position = position;
  for (const auto* field : chosen) source.forms.push_back(form_of(*field));
  source.begin = [query = std::move(query), viewer = std::move(viewer),
                  chosen = std::move(chosen)]() -> std::unique_ptr<RowSource> {
    return std::make_unique<LedgerRows>(query, viewer, chosen);
  };
  return source;
}

}  // namespace recourse::python
