#include "columns_batch.hpp"

#include <cassert>
#include <numeric>

namespace recourse::python {

std::size_t width_of(ColumnType type) {
  switch (type) {
    case ColumnType::truth:
      return 1;
    case ColumnType::natural32:
    case ColumnType::word:
      return 4;
    default:
      return 8;
  }
}

Column::Column(const ColumnForm& form) : form_(&form) {
  if (is_text(form.type)) offsets_.push_back(0);
}

void Column::add_whole(std::int64_t value) {
  switch (form_->type) {
    case ColumnType::truth:
      return put(static_cast<std::uint8_t>(value != 0));
    case ColumnType::natural32:
      return put(static_cast<std::uint32_t>(value));
    default:
      assert(width_of(form_->type) == 8);
      return put(value);
  }
}

void Column::add_text(std::string_view text) {
  assert(is_text(form_->type));
  text_.append(text);
  offsets_.push_back(static_cast<std::int32_t>(text_.size()));
  missing_.push_back(0);
}

void Column::add_word(std::uint64_t number) {
  const auto* const word = form_->words->find(number);
  if (word == nullptr) return add_missing();
  put(static_cast<std::int32_t>(word - form_->words->words.data()));
}

void Column::put_nothing() {
  switch (form_->type) {
    case ColumnType::moment:
      return put(kNoMoment);
    case ColumnType::word:
      return put(std::int32_t{-1});
    case ColumnType::real:
      return put(std::numeric_limits<double>::quiet_NaN());
    case ColumnType::text:
    case ColumnType::long_text:
      return add_text({});
    default:
      return add_whole(0);
  }
}

void Column::add_missing() {
  put_nothing();
  missing_.back() = 1;
  ++missing_count_;
}

bool Batch::full(std::size_t most_rows) const {
  if (rows >= most_rows) return true;
  const auto bytes = std::accumulate(
      columns.begin(), columns.end(), std::size_t{0},
      [](std::size_t sum, const Column& column) { return sum + column.text().size(); });
  return bytes >= kBatchTextBytes;
}

}  // namespace recourse::python
