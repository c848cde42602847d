// Whole columns: all rows of a table, one array a column, for NumPy.
//
//     WholeColumns whole{forms};
//     whole.add(batch);                         // as often as there are batches
//     whole.finish();
//     whole.find("station")->codes              // a place among `ends` for each row, -1: missing
//
// A text that many rows have is kept once. Values; no Python here. Thread-safety: once finished,
// reading is safe from any thread.
#pragma once

#include <deque>
#include <unordered_map>

#include "columns_batch.hpp"

namespace recourse::python {

/// Texts one behind the other: text i begins where i-1 ends.
struct TextList {
  std::vector<std::int64_t> offsets = {0};
  std::string text = {};

  std::size_t size() const { return offsets.size() - 1; }
  std::string_view at(std::size_t i) const {
    return std::string_view{text}.substr(static_cast<std::size_t>(offsets[i]),
                                         static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
  }
  void add(std::string_view one) {
    text.append(one);
    offsets.push_back(static_cast<std::int64_t>(text.size()));
  }
};

struct WholeColumn {
  ColumnForm form;
  std::vector<std::uint8_t> missing = {};  ///< A byte a row; 1: nothing there.
  std::size_t missing_count = 0;
  /// Values of fixed width; of a word and a text its place in the list, signed 32 bits.
  std::vector<std::byte> data = {};
  /// Of a text the different ones, in the order in which they came; of a long text one a row.
  TextList texts = {};

  std::size_t bytes() const;
};

class WholeColumns {
 public:
  explicit WholeColumns(const std::vector<ColumnForm>& forms);

  void add(const Batch& batch);
  /// Frees what only `add` needs.
  void finish();

  std::size_t rows() const { return rows_; }
  const std::vector<WholeColumn>& columns() const { return columns_; }
  /// Null: there is none of that name.
  const WholeColumn* find(std::string_view name) const;

 private:
  using Places = std::unordered_map<std::string, std::int32_t>;
  static void add_texts(const Column& from, Places& places, WholeColumn& to);

  std::vector<WholeColumn> columns_;
  std::vector<Places> places_;  // of each column's texts
  std::size_t rows_ = 0;
};

/// Texts as NumPy has them: each in UCS-4, padded with zeros to the longest.
struct WideTexts {
  std::vector<std::uint32_t> letters = {};
  std::size_t width = 1;  ///< Letters of each.
};
/// Requires: valid UTF-8.
WideTexts widen(const TextList& texts);

}  // namespace recourse::python
