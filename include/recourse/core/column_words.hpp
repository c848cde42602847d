// Column words: words as numbers of columns (core/columns.hpp), in the order of the log.
//
//     auto n = words.number(kStation, "S001", record.position, rows).value();   // negative: new
//     …
//     words.finish(rows);                              // in Projection::finish
//     writer.renumber(kStation, words.given(kStation));
//
// The empty word is 0; others are numbered from 1 by where they stand first in the log, whatever
// the order in which they were told. So the same log always makes the same numbers.
//
//     p 'n' u8 column           →  how many words there are
//     p 'w' u8 column be32 n    →  the word
//     p 'v' u8 column word      →  n
//
// Thread-safety: none of ColumnWords; `words_in` from any thread.
#pragma once

#include <recourse/core/projection.hpp>
#include <string>
#include <unordered_map>
#include <vector>

namespace recourse::core {

class ColumnWords {
 public:
  /// `prefix`: first byte of its rows; `columns`: how many have words, at most 100.
  ColumnWords(char prefix, std::size_t columns) : prefix_(prefix), columns_(columns) {}
  ColumnWords(const ColumnWords&) = delete;
  ColumnWords& operator=(const ColumnWords&) = delete;

  /// The number of a word that stands in the log at `at`; negative until finish if it is new.
  /// Errors: corruption, and those of the table.
  Result<std::int64_t> number(std::size_t column, std::string_view word, Position at,
                              TableWriter& rows);
  /// Numbers what is new, and writes it.
  Result<void> finish(TableWriter& rows);
  /// What became of the new words of a column at the last finish: that of -1 - i is at i.
  std::span<const std::int64_t> given(std::size_t column) const { return columns_[column].given; }
  void forget();

 private:
  struct New {
    std::string word;
    Position first;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view v) const noexcept {
      return std::hash<std::string_view>{}(v);
    }
  };
  using Known = std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>>;
  struct Column {
    Known known;
    const Known::value_type* last = nullptr;  // that was asked for: a case asks for its own again
    std::vector<New> fresh;
    std::vector<std::int64_t> given;
  };
  char prefix_;
  std::vector<Column> columns_;
};

/// The words of a column by number; the first is empty. Errors: corruption, and those of the table.
Result<std::vector<std::string>> words_in(const TableSnapshot& rows, char prefix,
                                          std::size_t column);

}  // namespace recourse::core
