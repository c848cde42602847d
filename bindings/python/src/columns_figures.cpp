#include <recourse/casework/complaint/views/figure_list.hpp>

#include "columns_sources.hpp"

namespace recourse::python {
namespace {

using casework::complaint::FigureForm;
using casework::complaint::FigureValue;

FigureForm form_of_figure(const std::string& name) {
  const auto* const info = casework::complaint::find_figure(name);
  return info == nullptr ? FigureForm::count : info->form;
}

bool is_quotient(FigureForm form) { return form == FigureForm::share || form == FigureForm::mean; }

void add_forms(const std::string& figure, std::vector<ColumnForm>& forms) {
  const auto form = form_of_figure(figure);
  if (form == FigureForm::count) {
    forms.push_back({figure, ColumnType::whole64, false});
    return;
  }
  forms.push_back({figure, is_quotient(form) ? ColumnType::real : ColumnType::whole64});
  if (is_quotient(form)) forms.push_back({figure + "_value", ColumnType::whole64, false});
  forms.push_back({figure + "_of", ColumnType::whole64, false});
}

/// Adds a figure's columns; answers with the first column behind them.
std::size_t add_value(FigureForm form, const FigureValue& value, Batch& batch, std::size_t at) {
  auto& columns = batch.columns;
  if (form == FigureForm::count) {
    columns[at].add_whole(value.value);
    return at + 1;
  }
  if (value.of == 0) {
    columns[at].add_missing();
  } else if (is_quotient(form)) {
    columns[at].add_real(static_cast<double>(value.value) / static_cast<double>(value.of));
  } else {
    columns[at].add_whole(value.value);
  }
  if (is_quotient(form)) columns[++at].add_whole(value.value);
  columns[++at].add_whole(value.of);
  return at + 1;
}

class FigureRows final : public RowSource {
 public:
  explicit FigureRows(std::shared_ptr<const FigureTable> table) : table_(std::move(table)) {}

  Result<core::Seen<bool>> fill(const Office& /*office*/, Batch& batch,
                                std::size_t most_rows) override {
    for (; next_ < table_->rows.size() && !batch.full(most_rows); ++next_) {
      add_row(table_->rows[next_], batch);
    }
    return core::Seen<bool>{next_ < table_->rows.size()};
  }

 private:
  void add_row(const casework::complaint::FigureRow& row, Batch& batch) const {
    std::size_t at = 0;
    for (const auto& key : row.keys) {
      auto& column = batch.columns[at++];
      key.empty() ? column.add_missing() : column.add_text(key);
    }
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      at = add_value(form_of_figure(table_->figures[i]), row.values[i], batch, at);
    }
    ++batch.rows;
  }

  std::shared_ptr<const FigureTable> table_;
  std::size_t next_ = 0;
};

}  // namespace

TableSource figures_source(FigureTable table) {
  TableSource source;
  source.position = table.position;
  for (const auto& name : table.by) source.forms.push_back({name, ColumnType::text});
  for (const auto& name : table.figures) add_forms(name, source.forms);
  source.begin = [held = std::make_shared<const FigureTable>(std::move(table))]()
      -> std::unique_ptr<RowSource> { return std::make_unique<FigureRows>(held); };
  return source;
}

}  // namespace recourse::python
