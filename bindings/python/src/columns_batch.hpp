// Columns: rows as one array a column, as NumPy and Apache Arrow have them.
//
//     std::vector<ColumnForm> forms{{"number", ColumnType::text}, {"due", ColumnType::moment}};
//     Batch batch{forms};
//     batch.columns[0].add_text("S001-1");
//     batch.columns[1].add_missing();
//     ++batch.rows;
//
// A row source gives rows a batch at a time: a batch ends with kBatchRows rows, or with
// kBatchTextBytes of text, whichever comes first. That bounds what a reader holds, however long the
// table is.
//
// Values; no Python here. Thread-safety: none; a source is used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <recourse/core/look.hpp>
#include <recourse/describe/enums.hpp>
#include <recourse/office.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::python {

enum class ColumnType : std::uint8_t {
  truth,      ///< A byte a row, 0 or 1.
  natural32,  ///< Unsigned.
  natural64,
  whole64,  ///< Signed.
  real,
  moment,  ///< Milliseconds since 1970, UTC, signed 64 bits; kNoMoment where it is missing.
  word,    ///< Place among the words of a closed list, signed 32 bits; -1 where it is missing.
  text,
  long_text,  ///< Text of which hardly any two rows have the same.
};

/// What NumPy calls "not a time".
inline constexpr std::int64_t kNoMoment = std::numeric_limits<std::int64_t>::min();

struct ColumnForm {
  std::string name;
  ColumnType type{};
  bool nullable = true;                       ///< Some rows may have nothing there.
  const describe::EnumInfo* words = nullptr;  ///< Of a word.
};

inline bool is_text(ColumnType type) {
  return type == ColumnType::text || type == ColumnType::long_text;
}
/// Bytes of a value of fixed width. Requires: no text.
std::size_t width_of(ColumnType type);

/// The values of one column in a batch.
class Column {
 public:
  explicit Column(const ColumnForm& form);

  // Each adds one row. Requires: a column of that type; add_whole: of any type of whole numbers,
  // truths and moments.
  void add_whole(std::int64_t value);
  void add_real(double value) { put(value); }
  void add_text(std::string_view text);
  /// Missing if no word has that number.
  void add_word(std::uint64_t number);
  void add_missing();

  std::size_t rows() const { return missing_.size(); }
  /// A byte a row; 1: nothing there.
  const std::vector<std::uint8_t>& missing() const { return missing_; }
  std::size_t missing_count() const { return missing_count_; }
  /// Values of fixed width, one behind the other.
  const std::vector<std::byte>& data() const { return data_; }
  /// Of texts: where each begins in text(), and where the last one ends.
  const std::vector<std::int32_t>& offsets() const { return offsets_; }
  const std::string& text() const { return text_; }
  const ColumnForm& form() const { return *form_; }

 private:
  template <class T>
  void put(T value) {
    const auto at = data_.size();
    data_.resize(at + sizeof(T));
    std::memcpy(data_.data() + at, &value, sizeof(T));
    missing_.push_back(0);
  }
  void put_nothing();

  const ColumnForm* form_;
  std::vector<std::uint8_t> missing_;
  std::size_t missing_count_ = 0;
  std::vector<std::byte> data_;
  std::vector<std::int32_t> offsets_;
  std::string text_;
};

inline constexpr std::size_t kBatchRows = 16 * 1024;
inline constexpr std::size_t kBatchTextBytes = std::size_t{16} << 20;

/// Some rows of a table.
struct Batch {
  /// The forms must outlive the batch.
  explicit Batch(const std::vector<ColumnForm>& forms) : columns(forms.begin(), forms.end()) {}

  /// No row is to be added any more.
  bool full(std::size_t most_rows) const;

  std::vector<Column> columns;
  std::size_t rows = 0;
};

/// Rows of a table, from the first to the last, once.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// Adds rows to an empty batch until it is full; true: more may follow. A refusal or an error
  /// ends the source.
  virtual Result<core::Seen<bool>> fill(const Office& office, Batch& batch,
                                        std::size_t most_rows) = 0;
};

}  // namespace recourse::python
