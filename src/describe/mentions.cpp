#include <recourse/describe/json.hpp>
#include <recourse/describe/mentions.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace recourse::describe {
namespace {

constexpr std::size_t kNumberDigitsMin = 7;

/// A character of a text: where it stands, and what it is to whoever compares. ASCII letters are
/// small ones, full-width digits and dashes plain ones.
struct Character {
  std::size_t at;
  std::size_t bytes;
  std::string_view is;
};

std::size_t bytes_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (wanted > text.size()) return 1;
  for (std::size_t i = 1; i < wanted; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 1;
  }
  return wanted;
}

std::string_view plain(std::string_view character) {
  static constexpr std::string_view kPlain = "0123456789abcdefghijklmnopqrstuvwxyz";
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (character.size() == 1) {
    const auto letter = kLetters.find(character.front());
    return letter == std::string_view::npos ? character : kPlain.substr(10 + letter, 1);
  }
  // U+FF10 to U+FF19: full-width digits.
  if (character.size() == 3 && character.substr(0, 2) == "\xEF\xBC") {
    const auto last = static_cast<unsigned char>(character[2]);
    if (last >= 0x90 && last <= 0x99) return kPlain.substr(last - 0x90u, 1);
  }
  return character;
}

std::vector<Character> characters_of(std::string_view text) {
  std::vector<Character> all;
  for (std::size_t at = 0; at < text.size();) {
    const auto bytes = bytes_of(text.substr(at));
    all.push_back({at, bytes, plain(text.substr(at, bytes))});
    at += bytes;
  }
  return all;
}

bool is_digit(const Character& c) { return c.is.size() == 1 && c.is[0] >= '0' && c.is[0] <= '9'; }

/// What people put between the characters of a name.
bool is_blank(const Character& c) {
  return c.is == " " || c.is == "\t" || c.is == "\xC2\xA0" || c.is == "\xE3\x80\x80";
}

/// What people put between the digits of a number: blanks, dashes of all sorts, a dot.
bool is_between_digits(const Character& c) {
  static constexpr std::string_view kDashes[]{"-",
                                              ".",
                                              "\xE2\x80\x90",
                                              "\xE2\x80\x91",
                                              "\xE2\x80\x92",
                                              "\xE2\x80\x93",
                                              "\xE2\x80\x94",
                                              "\xE2\x88\x92",
                                              "\xEF\xBC\x8D"};
  return is_blank(c) || std::ranges::find(kDashes, c.is) != std::end(kDashes);
}

/// What is masked: characters from `first` to before `end`, and what stands there instead.
struct Mention {
  std::size_t first;
  std::size_t end;
  std::string mask;
};

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const auto& c : characters_of(text)) {
    if (is_digit(c)) digits.append(c.is);
  }
  return digits;
}

/// The digits of a known number, without the country code; nothing: it is no number.
std::optional<std::string> number_of(std::string_view name) {
  const auto all = characters_of(name);
  const bool number = std::ranges::all_of(all, [](const Character& c) {
    return is_digit(c) || is_between_digits(c) || c.is == "+" || c.is == "(" || c.is == ")" ||
           c.is == "x";
  });
  auto digits = digits_of(name);
  if (!number || digits.size() < kNumberDigitsMin) return std::nullopt;
  if (digits.size() == 13 && digits.starts_with("861")) digits.erase(0, 2);
  return digits;
}

/// Digits in a row, with what stands between them.
struct Row {
  std::string digits;
  std::vector<std::size_t> places;  ///< Of each digit among the characters.
};

std::optional<Row> row_at(const std::vector<Character>& text, std::size_t at) {
  Row row;
  for (auto i = at, gap = std::size_t{0}; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      row.digits.append(text[i].is);
      row.places.push_back(i);
      gap = 0;
    } else if (!is_between_digits(text[i]) || ++gap > 3) {
      break;
    }
  }
  if (row.digits.size() < kNumberDigitsMin) return std::nullopt;
  return row;
}

/// Masks as describe::masked does, whatever stood between the digits.
Mention mention_of(const Row& row, std::size_t from, std::size_t count, std::size_t behind) {
  return {row.places[from], row.places[from + count - 1] + 1 + behind,
          row.digits.substr(from, 3) + "****" + row.digits.substr(from + count - 4, 4)};
}

/// A known number, or one of a mobile telephone's or an identity number's form, in a row of digits.
std::optional<Mention> number_in(const std::vector<Character>& text, const Row& row,
                                 const std::vector<std::string>& numbers) {
  for (const auto& number : numbers) {
    const auto at = row.digits.find(number);
    if (at != std::string::npos) return mention_of(row, at, number.size(), 0);
  }
  // Numbers that stand in a row, blanks between them, are taken one after the other.
  const auto ends_at = [&](std::size_t count) {
    return count <= row.digits.size() &&
           (count == row.digits.size() || row.places[count] != row.places[count - 1] + 1);
  };
  const auto x_behind = [&](std::size_t count) {
    const auto next = row.places[count - 1] + 1;
    return next < text.size() && text[next].is == "x";
  };
  const auto mobile = [&](std::size_t at) {
    return row.digits[at] == '1' && row.digits[at + 1] >= '3';
  };
  if (ends_at(17) && x_behind(17)) return mention_of(row, 0, 17, 1);
  if (ends_at(18)) return mention_of(row, 0, 18, 0);
  if (ends_at(13) && row.digits.starts_with("86") && mobile(2)) return mention_of(row, 2, 11, 0);
  if (ends_at(11) && mobile(0)) return mention_of(row, 0, 11, 0);
  return std::nullopt;
}

/// A name that begins here, blanks between its characters or not.
std::optional<Mention> name_at(const std::vector<Character>& text, std::size_t at,
                               std::string_view name) {
  std::size_t i = at;
  bool first = true;
  for (const auto& wanted : characters_of(name)) {
    if (is_blank(wanted)) continue;
    while (!first && i < text.size() && is_blank(text[i])) ++i;
    if (i == text.size() || text[i].is != wanted.is) return std::nullopt;
    ++i;
    first = false;
  }
  return Mention{at, i, masked(name)};
}

std::optional<Mention> mention_at(const std::vector<Character>& text, std::size_t at,
                                  std::span<const std::string> names,
                                  const std::vector<std::string>& numbers) {
  const bool row_begins = is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]));
  if (row_begins) {
    if (const auto row = row_at(text, at)) {
      if (auto found = number_in(text, *row, numbers)) return found;
    }
  }
  std::optional<Mention> longest;
  for (const auto& name : names) {
    const auto characters = characters_of(name);
    if (std::ranges::count_if(characters, [](const Character& c) { return !is_blank(c); }) < 2) {
      continue;
    }
    auto found = name_at(text, at, name);
    if (found && (!longest || found->end > longest->end)) longest = std::move(found);
  }
  return longest;
}

}  // namespace

std::string mask_mentions(std::string_view text, std::span<const std::string> names) {
  std::vector<std::string> numbers;
  for (const auto& name : names) {
    if (auto number = number_of(name)) numbers.push_back(std::move(*number));
  }
  const auto characters = characters_of(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < characters.size();) {
    const auto found = mention_at(characters, i, names, numbers);
    const auto end = found ? found->first : i + 1;
    for (; i < end; ++i) out.append(text.substr(characters[i].at, characters[i].bytes));
    if (!found) continue;
    out.append(found->mask);
    i = found->end;
  }
  return out;
}

}  // namespace recourse::describe
