#include "columns_whole.hpp"

#include <algorithm>

namespace recourse::python {
namespace {

template <class T>
void append_value(std::vector<std::byte>& data, T value) {
  const auto at = data.size();
  data.resize(at + sizeof(T));
  std::memcpy(data.data() + at, &value, sizeof(T));
}

std::string_view text_at(const Column& column, std::size_t row) {
  const auto begin = static_cast<std::size_t>(column.offsets()[row]);
  const auto end = static_cast<std::size_t>(column.offsets()[row + 1]);
  return std::string_view{column.text()}.substr(begin, end - begin);
}

void add_long_texts(const Column& from, WholeColumn& to) {
  for (std::size_t row = 0; row < from.rows(); ++row) to.texts.add(text_at(from, row));
}

/// Calls f(letter) for each letter of valid UTF-8.
template <class F>
void each_letter(std::string_view text, F&& f) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t letter = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      letter = (letter << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    }
    f(letter);
    i += length;
  }
}

}  // namespace

std::size_t WholeColumn::bytes() const {
  return missing.size() + data.size() + texts.text.size() +
         texts.offsets.size() * sizeof(std::int64_t);
}

WholeColumns::WholeColumns(const std::vector<ColumnForm>& forms) : places_(forms.size()) {
  for (const auto& form : forms) columns_.push_back({form});
}

void WholeColumns::add_texts(const Column& from, Places& places, WholeColumn& to) {
  std::string key;
  std::string_view last;
  std::int32_t last_place = -1;
  for (std::size_t row = 0; row < from.rows(); ++row) {
    if (from.missing()[row] != 0) {
      append_value(to.data, std::int32_t{-1});
      continue;
    }
    const auto text = text_at(from, row);
    if (last_place < 0 || text != last) {
      key.assign(text);
      const auto [place, fresh] =
          places.try_emplace(key, static_cast<std::int32_t>(to.texts.size()));
      if (fresh) to.texts.add(text);
      last = text;
      last_place = place->second;
    }
    append_value(to.data, last_place);
  }
}

void WholeColumns::add(const Batch& batch) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& from = batch.columns[i];
    auto& to = columns_[i];
    to.missing.insert(to.missing.end(), from.missing().begin(), from.missing().end());
    to.missing_count += from.missing_count();
    if (to.form.type == ColumnType::text) {
      add_texts(from, places_[i], to);
    } else if (to.form.type == ColumnType::long_text) {
      add_long_texts(from, to);
    } else {
      to.data.insert(to.data.end(), from.data().begin(), from.data().end());
    }
  }
  rows_ += batch.rows;
}

void WholeColumns::finish() { places_.clear(); }

const WholeColumn* WholeColumns::find(std::string_view name) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const auto& one) { return one.form.name == name; });
  return found == columns_.end() ? nullptr : &*found;
}

WideTexts widen(const TextList& texts) {
  WideTexts wide;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::size_t letters = 0;
    each_letter(texts.at(i), [&](std::uint32_t) { ++letters; });
    wide.width = std::max(wide.width, letters);
  }
  wide.letters.resize(texts.size() * wide.width);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto* to = wide.letters.data() + i * wide.width;
    each_letter(texts.at(i), [&](std::uint32_t letter) { *to++ = letter; });
  }
  return wide;
}

}  // namespace recourse::python
