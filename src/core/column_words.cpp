#include <algorithm>
#include <numeric>
#include <recourse/base/bytes.hpp>
#include <recourse/core/column_words.hpp>

namespace recourse::core {
namespace {

std::string be32(std::uint32_t v) {
  std::string bytes;
  base::append_be32(bytes, v);
  return bytes;
}

Result<std::uint32_t> number_in(std::string_view bytes) {
  if (bytes.size() != 4) {
    return Error{Errc::corruption, "a word of the columns is unreadable; rebuild the view"};
  }
  return base::read_be32(bytes.data());
}

std::string key_of(char prefix, char kind, std::size_t column, std::string_view rest = {}) {
  std::string key{prefix, kind, static_cast<char>(column)};
  return key.append(rest);
}

}  // namespace

Result<std::int64_t> ColumnWords::number(std::size_t column, std::string_view word, Position at,
                                         TableWriter& rows) {
  if (word.empty()) return std::int64_t{0};
  auto& of = columns_[column];
  if (of.last == nullptr || of.last->first != word) {
    const auto found = of.known.find(word);
    of.last = found != of.known.end() ? &*found : nullptr;
  }
  if (of.last != nullptr) {
    const auto number = of.last->second;
    if (number < 0) {
      auto& fresh = of.fresh[static_cast<std::size_t>(-1 - number)];
      fresh.first = std::min(fresh.first, at);
    }
    return number;
  }
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(key_of(prefix_, 'v', column, word)));
  std::int64_t number = 0;
  if (bytes) {
    RECOURSE_TRY_ASSIGN(number, number_in(*bytes));
  } else {
    of.fresh.push_back({std::string{word}, at});
    number = -static_cast<std::int64_t>(of.fresh.size());
  }
  of.known.emplace(word, number);
  return number;
}

Result<void> ColumnWords::finish(TableWriter& rows) {
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    auto& of = columns_[column];
    of.given.assign(of.fresh.size(), 0);
    if (of.fresh.empty()) continue;
    std::vector<std::size_t> order(of.fresh.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return of.fresh[i].first; });
    const auto count_key = key_of(prefix_, 'n', column);
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(count_key));
    std::uint32_t count = 0;
    if (bytes) {
      RECOURSE_TRY_ASSIGN(count, number_in(*bytes));
    }
    for (const auto i : order) {
      const auto& word = of.fresh[i].word;
      of.given[i] = of.known[word] = ++count;
      rows.put(key_of(prefix_, 'w', column, be32(count)), word);
      rows.put(key_of(prefix_, 'v', column, word), be32(count));
    }
    rows.put(count_key, be32(count));
    of.fresh.clear();
  }
  return {};
}

void ColumnWords::forget() {
  for (auto& column : columns_) column = {};
}

Result<std::vector<std::string>> words_in(const TableSnapshot& rows, char prefix,
                                          std::size_t column) {
  std::vector<std::string> words(1);
  const auto from = key_of(prefix, 'w', column);
  const auto cursor = rows.scan(from, key_of(prefix, 'w', column + 1));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return words;
    RECOURSE_TRY_ASSIGN(const auto number, number_in(cursor->key().substr(from.size())));
    if (number != words.size()) {
      return Error{Errc::corruption, "a word of the columns is missing; rebuild the view"};
    }
    words.emplace_back(cursor->value());
  }
}

}  // namespace recourse::core
