#include <recourse/casework/common/terms.hpp>
#include <utility>

namespace recourse::casework {
namespace {

constexpr char32_t kBlank = U' ';

/// Bytes of the character that begins with this one; 0: none does.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

/// The next character, which is taken off the text; a blank for a byte that begins none.
char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const auto length = length_of(first);
  if (length <= 1 || length > text.size()) {
    text.remove_prefix(1);
    return length == 1 ? first : kBlank;
  }
  auto c = static_cast<char32_t>(first & (0x7fU >> length));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0U) != 0x80U) {
      text.remove_prefix(i);
      return kBlank;
    }
    c = (c << 6U) | (byte & 0x3fU);
  }
  text.remove_prefix(length);
  return c;
}

void append(std::string& out, char32_t c) {
  const auto tail = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80U | ((c >> shift) & 0x3fU)));
  };
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xc0U | (c >> 6U)));
    tail(0);
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xe0U | (c >> 12U)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xf0U | (c >> 18U)));
    tail(12);
    tail(6);
    tail(0);
  }
}

constexpr bool within(char32_t c, char32_t from, char32_t to) { return c >= from && c <= to; }

/// Capitals that stand before their small letters, one by one: even before odd, or odd before even.
char32_t small_of_extended(char32_t c) {
  const bool even = within(c, 0x100, 0x137) || within(c, 0x14a, 0x177) || within(c, 0x460, 0x481);
  const bool odd = within(c, 0x139, 0x148) || within(c, 0x179, 0x17e);
  if (even && c % 2 == 0) return c + 1;
  if (odd && c % 2 == 1) return c + 1;
  return c;
}

char32_t fold(char32_t c) {
  if (within(c, 0xff01, 0xff5e)) c -= 0xfee0;
  if (c == 0x3000 || c == 0xa0) return kBlank;
  if (within(c, U'A', U'Z')) return c + 32;
  if (c < 0xc0) return c;
  if (within(c, 0xc0, 0xde) && c != 0xd7) return c + 32;
  if (within(c, 0x391, 0x3a9) || within(c, 0x410, 0x42f)) return c + 32;
  if (within(c, 0x400, 0x40f)) return c + 80;
  return small_of_extended(c);
}

bool is_han(char32_t c) {
  return within(c, 0x4e00, 0x9fff) || within(c, 0x3400, 0x4dbf) || within(c, 0x20000, 0x323af) ||
         within(c, 0xf900, 0xfaff) || within(c, 0x3041, 0x30ff) || within(c, 0xac00, 0xd7a3) ||
         c == 0x3005 || c == 0x3007;
}

bool is_letter(char32_t c) {
  return within(c, U'a', U'z') || within(c, U'0', U'9') || (within(c, 0xdf, 0x24f) && c != 0xf7) ||
         within(c, 0x370, 0x3ff) || within(c, 0x400, 0x52f);
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) append(out, fold(take(text)));
  return out;
}

std::string number_key(std::string_view number) {
  const auto text = folded(number);
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string> terms_of(std::string_view text) {
  std::vector<std::string> terms;
  std::string word;
  char32_t before = 0;  // the Chinese character right before; 0: none
  const auto end_word = [&] {
    if (!word.empty()) terms.push_back(std::exchange(word, {}));
  };
  while (!text.empty()) {
    const auto c = fold(take(text));
    if (is_letter(c)) {
      append(word, c);
      before = 0;
      continue;
    }
    end_word();
    const bool han = is_han(c);
    if (han && before != 0) {
      std::string pair;
      append(pair, before);
      append(pair, c);
      terms.push_back(std::move(pair));
    }
    before = han ? c : 0;
  }
  end_word();
  return terms;
}

std::vector<Run> runs_of(std::string_view text) {
  std::vector<Run> runs;
  std::string word;
  bool together = false;  // what comes next may go on with the last run
  const auto add = [&](bool chinese, std::string part) {
    if (!together || runs.back().chinese != chinese) runs.push_back({chinese, {}});
    runs.back().parts.push_back(std::move(part));
    together = true;
  };
  const auto end_word = [&] {
    if (word.empty()) return;
    const bool numbered = word.find_first_of("0123456789") != std::string::npos;
    if (numbered) together = false;
    if (!numbered) add(false, word);
    word.clear();
  };
  while (!text.empty()) {
    const auto c = fold(take(text));
    if (is_letter(c)) {
      append(word, c);
      continue;
    }
    end_word();
    if (is_han(c)) {
      std::string character;
      append(character, c);
      add(true, std::move(character));
    } else if (c != kBlank || (together && runs.back().chinese)) {
      together = false;
    }
  }
  end_word();
  return runs;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : folded(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) word.push_back(c);
    if (blank && !word.empty()) words.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace recourse::casework
