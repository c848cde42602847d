#include "casework/common/catalogue/catch_all.hpp"

#include <algorithm>
#include <cctype>
#include <span>
#include <vector>

namespace recourse::casework {
namespace {

using Words = std::span<const std::string_view>;

/// White space that is not ASCII: ideographic, no-break, zero-width.
constexpr std::string_view kSpaces[] = {"　", "\u00a0", "\u200b", "\ufeff"};
constexpr std::string_view kMarks[] = {"，", "。", "；", "、", "：", "（", "）", "(", ")",  ",",
                                       ";",  ".",  ":",  "/",  "【", "】", "[",  "]", "《", "》"};
/// Papers in general: they name none.
constexpr std::string_view kPapers[] = {"证明文件", "证明材料", "证据材料", "书面材料", "文件材料",
                                        "申请材料", "材料",     "文件",     "证明",     "证据",
                                        "资料",     "手续",     "证件",     "凭证",     "单据",
                                        "票据",     "情况",     "东西",     "附件"};
/// As many of them as somebody likes, before or behind: "一切材料", "材料若干".
constexpr std::string_view kAnyNumber[] = {"一切", "若干", "各种", "各类", "全部", "所有",
                                           "任何", "相应", "部分", "有效", "合法"};
/// Whoever asks, or is asked for it, in place of what it is: "民警要求的材料", "相关部门证明".
constexpr std::string_view kBodies[] = {"部门", "单位", "机关", "机构", "方面"};
/// What may stand between "其他" or "要求" and such a paper without naming anything.
constexpr std::string_view kFillers[] = {"相关", "有关", "必要", "必需", "必须", "需要", "所需",
                                         "要求", "规定", "应当", "认为", "提供", "提交", "补充",
                                         "补交", "出具", "出示", "携带", "证明", "书面", "其他",
                                         "其它", "合法", "有效", "指定", "通知", "的",   "所"};
constexpr std::string_view kOthers[] = {"其他", "其它", "其余"};
/// "有关手续", but not "监护关系证明": only before a paper in general.
constexpr std::string_view kRelated[] = {"相关", "有关", "必要", "所需", "必需"};
/// Somebody's wish in place of a list.
constexpr std::string_view kWishes[] = {"要求", "认为", "需要", "指定", "通知", "规定", "应当"};
/// Words that end in 等, or begin with it, and mean no "and so on".
constexpr std::string_view kBefore[] = {"高", "中", "初", "平", "同", "对", "相", "上",
                                        "优", "均", "特", "头", "一", "二", "三"};
constexpr std::string_view kAfter[] = {"级", "额", "同", "待", "候", "值", "比", "次"};
/// Where to look instead of what to bring, at the beginning of a phrase.
constexpr std::string_view kElsewhere[] = {"详见", "参见", "见附",   "见目录", "见清单",
                                           "另行", "口头", "以实际", "视情",   "酌情"};
constexpr std::string_view kAnywhere[] = {"为准", "不限于", "等等"};
constexpr std::string_view kEnglish[] = {"other",    "others",   "any other",
                                         "further",  "relevant", "necessary",
                                         "required", "related",  "additional"};
constexpr std::string_view kEnglishPapers[] = {"paper",     "papers",      "document", "documents",
                                               "material",  "materials",   "proof",    "evidence",
                                               "formality", "formalities", "things",   "items"};
constexpr std::string_view kEnglishAnywhere[] = {
    "etc", "and so on", "and so forth", "as required", "as needed", "if required", "whatever"};

bool starts_with_any(std::string_view text, Words words) {
  return std::ranges::any_of(words, [&](auto word) { return text.starts_with(word); });
}
bool ends_with_any(std::string_view text, Words words) {
  return std::ranges::any_of(words, [&](auto word) { return text.ends_with(word); });
}

/// Takes one of the words off the front, the longest first if they are so ordered.
bool take(std::string_view& text, Words words) {
  for (const auto word : words) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    return true;
  }
  return false;
}

/// Nothing but fillers and at most one paper in general.
bool names_nothing(std::string_view text) {
  while (take(text, kFillers)) {
  }
  return text.empty() || std::ranges::find(kPapers, text) != std::end(kPapers);
}

template <class Found>
bool any_place(std::string_view text, std::string_view word, Found found) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (found(text.substr(0, at), text.substr(at + word.size()))) return true;
  }
  return false;
}

/// "户口簿等", "户口簿等材料", "户口簿等能证明身份的材料".
bool and_so_on(std::string_view phrase) {
  return any_place(phrase, "等", [](auto before, auto after) {
    if (ends_with_any(before, kBefore) || starts_with_any(after, kAfter)) return false;
    return after.empty() || ends_with_any(after, kPapers);
  });
}

/// "一切证明材料", "若干材料", "材料若干", "有效证件".
bool any_number(std::string_view phrase) {
  auto rest = phrase;
  if (take(rest, kAnyNumber)) return !rest.empty() && names_nothing(rest);
  return std::ranges::any_of(kAnyNumber, [&](auto word) {
    return phrase.ends_with(word) && names_nothing(phrase.substr(0, phrase.size() - word.size()));
  });
}

/// "相关部门证明", "有关单位出具的材料".
bool some_bodys(std::string_view phrase) {
  if (!take(phrase, kRelated) || !take(phrase, kBodies)) return false;
  return names_nothing(phrase);
}

/// "根据情况补充的材料", "按要求提供的证明": how, and not what.
bool by_circumstances(std::string_view phrase) {
  constexpr std::string_view kBy[] = {"根据", "依据", "按照", "按", "依"};
  constexpr std::string_view kCircumstances[] = {"情况", "需要", "要求", "规定", "实际"};
  if (!take(phrase, kBy) || !take(phrase, kCircumstances)) return false;
  while (take(phrase, kCircumstances)) {
  }
  return names_nothing(phrase);
}

/// "其他", "其他有关证明", "相关材料", "派出所认为需要提供的材料".
bool unnamed(std::string_view phrase) {
  const auto open = [](auto, auto after) { return names_nothing(after); };
  const auto papers = [](auto, auto after) { return !after.empty() && names_nothing(after); };
  return std::ranges::any_of(kOthers, [&](auto w) { return any_place(phrase, w, open); }) ||
         std::ranges::any_of(kRelated, [&](auto w) { return any_place(phrase, w, papers); }) ||
         std::ranges::any_of(kWishes, [&](auto w) { return any_place(phrase, w, papers); });
}

bool chinese(std::string_view phrase) {
  if (phrase.empty()) return false;
  const auto paper = std::ranges::find(kPapers, phrase) != std::end(kPapers);
  const auto anywhere = [&](auto w) { return phrase.find(w) != std::string_view::npos; };
  const auto vague = any_number(phrase) || some_bodys(phrase) || by_circumstances(phrase);
  return paper || vague || starts_with_any(phrase, kElsewhere) || and_so_on(phrase) ||
         unnamed(phrase) || std::ranges::any_of(kAnywhere, anywhere);
}

/// In small letters, with one space between words and around all.
std::string english_of(std::string_view words) {
  std::string text = " ";
  for (const char c : words) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isalnum(u) != 0 || u >= 0x80) {
      text.push_back(static_cast<char>(std::tolower(u)));
    } else if (text.back() != ' ') {
      text.push_back(' ');
    }
  }
  if (text.back() != ' ') text.push_back(' ');
  return text;
}

bool english(std::string_view words) {
  const auto text = english_of(words);
  const auto has = [&](const std::string& word) {
    return text.find(" " + word + " ") != std::string::npos;
  };
  for (const auto word : kEnglishAnywhere) {
    if (has(std::string{word})) return true;
  }
  for (const auto vague : kEnglish) {
    if (text == " " + std::string{vague} + " ") return true;
    for (const auto paper : kEnglishPapers) {
      if (has(std::string{vague} + " " + std::string{paper})) return true;
    }
  }
  return false;
}

/// What stands between punctuation marks, without the conjunction in front.
std::vector<std::string_view> phrases_of(std::string_view text) {
  std::vector<std::string_view> phrases;
  std::size_t begin = 0;
  std::size_t at = 0;
  const auto add = [&] { phrases.push_back(text.substr(begin, at - begin)); };
  while (at < text.size()) {
    const auto rest = text.substr(at);
    const auto mark = std::ranges::find_if(kMarks, [&](auto one) { return rest.starts_with(one); });
    if (mark == std::end(kMarks)) {
      ++at;
      continue;
    }
    add();
    at += mark->size();
    begin = at;
  }
  add();
  return phrases;
}

}  // namespace

std::string without_spaces(std::string_view words) {
  std::string text;
  while (!words.empty()) {
    if (take(words, kSpaces)) continue;
    if (std::isspace(static_cast<unsigned char>(words.front())) == 0) {
      text.push_back(words.front());
    }
    words.remove_prefix(1);
  }
  return text;
}

bool is_catch_all(std::string_view words) {
  const auto text = without_spaces(words);
  constexpr std::string_view kAnd[] = {"以及", "及", "和", "或", "并", "与"};
  for (auto phrase : phrases_of(text)) {
    take(phrase, kAnd);
    if (chinese(phrase)) return true;
  }
  return english(words);
}

}  // namespace recourse::casework
