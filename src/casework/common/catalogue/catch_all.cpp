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
                                        "申请材料", "证明文书", "材料",     "文件",     "证明",
                                        "证据",     "资料",     "手续",     "证件",     "凭证",
                                        "单据",     "票据",     "情况",     "东西",     "附件",
                                        "佐证",     "证照",     "文书",     "表格",     "单证"};
/// That name none behind "等", "其他", "相关" and "之类"; alone they say how a paper is to be.
constexpr std::string_view kForms[] = {
    "原件",       "复印件",   "材料原件",   "材料复印件", "证件原件",     "证件复印件", "文件原件",
    "文件复印件", "证明原件", "证明复印件", "原件复印件", "原件及复印件", "证书",       "证",
    "表",         "单",       "物",         "件",         "物品",         "两证",       "三证",
    "两项",       "几项",     "几样",       "若干",       "各项",         "多项"};
/// What a closing clause leaves open: "法律法规规定的其他条件".
constexpr std::string_view kClauses[] = {"条件", "情形", "事项", "内容"};
/// As many of them as somebody likes, before or behind: "一切材料", "材料若干".
constexpr std::string_view kAnyNumber[] = {"一切", "若干", "各种", "各类", "全部", "所有",
                                           "任何", "相应", "部分", "有效", "合法"};
/// The same, before it only: "材料齐全" says how they are to be.
constexpr std::string_view kAllOfThem[] = {"齐全", "齐备", "全套", "整套", "成套", "完整",
                                           "足够", "充分", "各项", "多种", "多项", "大量"};
/// Whoever asks, or is asked for it, in place of what it is: "民警要求的材料", "相关部门证明".
constexpr std::string_view kBodies[] = {"部门", "单位", "机关", "机构", "方面"};
/// What may stand between "其他" or "要求" and such a paper without naming anything.
constexpr std::string_view kFillers[] = {
    "相关", "有关", "必要", "必需", "必须",   "需要", "所需", "要求", "规定", "应当", "认为",
    "提供", "提交", "补充", "补交", "出具",   "出示", "携带", "证明", "书面", "其他", "其它",
    "合法", "有效", "指定", "通知", "进一步", "后续", "追加", "配套", "辅助", "佐证", "支撑",
    "支持", "告知", "交代", "准备", "的",     "所",   "需",   "须",   "应"};
constexpr std::string_view kOthers[] = {"其他", "其它", "其余", "另外"};
/// What they are for in place of what they are: "其他能够证明居住情况的材料".
constexpr std::string_view kAble[] = {"能够", "能", "可以", "可", "足以", "用以", "用于", "用来"};
constexpr std::string_view kProves[] = {"证明", "说明", "证实", "核实", "佐证", "反映", "表明"};
/// "有关手续", but not "监护关系证明": only before a paper in general.
constexpr std::string_view kRelated[] = {"相关", "有关", "必要", "所需", "必需"};
/// Somebody's wish in place of a list.
constexpr std::string_view kWishes[] = {"要求", "认为", "需要", "指定",
                                        "通知", "规定", "应当", "告知"};
/// Words that end in 等, or begin with it, and mean no "and so on".
constexpr std::string_view kBefore[] = {"高", "中", "初", "平", "同", "对", "相", "上", "优",
                                        "均", "特", "头", "一", "二", "三", "四", "五", "甲",
                                        "乙", "丙", "丁", "不", "劣", "次", "何"};
constexpr std::string_view kAfter[] = {"级", "额", "同", "待", "候", "值", "比",
                                       "次", "效", "价", "量", "距", "于", "离"};
/// "身份证之类", but not "车辆种类的证明", nor what is of the first class.
constexpr std::string_view kAlike[] = {"之类", "一类", "类的"};
constexpr std::string_view kBeforeAlike[] = {"第", "种", "分", "品", "门", "人"};
/// Where to look instead of what to bring, at the beginning of a phrase.
constexpr std::string_view kElsewhere[] = {"详见",   "参见", "见附", "见目录",
                                           "见清单", "另行", "视情", "酌情"};
constexpr std::string_view kLook[] = {"见",   "请见", "参照", "参看", "参考", "查看", "请看",
                                      "依照", "按照", "依据", "根据", "依",   "按"};
/// Where it is said to stand, and who is said to know.
constexpr std::string_view kSources[] = {
    "办事指南", "办理指南", "服务指南", "指南", "须知", "指引", "公示栏", "公告栏", "公示",
    "公告",     "告示",     "目录",     "清单", "窗口", "官网", "网站",   "民警",   "经办人"};
/// When somebody will say it: "必要时补充材料".
constexpr std::string_view kWhen[] = {"必要时",   "需要时",   "届时",     "到时",  "如需",
                                      "如有需要", "如有必要", "确有必要", "以实际"};
/// It is left open until then: "材料待定".
constexpr std::string_view kPending[] = {"待定",     "待通知",   "待告知",   "待确定",   "待补充",
                                         "另定",     "再定",     "另行通知", "另行告知", "口头告知",
                                         "口头通知", "口头要求", "口头说明", "口头交代", "口头"};
constexpr std::string_view kAnywhere[] = {"为准", "不限于", "等等", "诸如", "比如", "譬如",
                                          "都带", "带齐",   "备齐", "备全", "带全"};
constexpr std::string_view kEnglish[] = {
    "other",    "others",     "any other",     "further",    "relevant",     "necessary",
    "required", "related",    "additional",    "supporting", "various",      "appropriate",
    "suitable", "applicable", "miscellaneous", "sundry",     "supplementary"};
constexpr std::string_view kEnglishPapers[] = {"paper",     "papers",      "document", "documents",
                                               "material",  "materials",   "proof",    "evidence",
                                               "formality", "formalities", "things",   "items"};
/// Several of them, and who or what will say which: "documents needed".
constexpr std::string_view kEnglishSeveral[] = {"papers", "documents", "materials", "things",
                                                "items"};
constexpr std::string_view kEnglishWished[] = {
    "needed",         "required",      "requested",       "necessary",   "asked for",
    "as the officer", "the officer",   "as may be",       "that may be", "to be announced",
    "to be notified", "to be decided", "to be determined"};
constexpr std::string_view kEnglishAnywhere[] = {
    "etc",          "and so on",           "and so forth", "as required",
    "as needed",    "if required",         "if needed",    "whatever",
    "and the like", "or the like",         "or similar",   "officer requires",
    "officer asks", "officer may require", "tbd",          "tba"};

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

bool is_one_of(std::string_view text, Words words) {
  return std::ranges::find(words, text) != words.end();
}

/// Nothing but fillers and at most one paper in general, or one of `further`.
bool names_nothing(std::string_view text, Words further = {}) {
  while (!is_one_of(text, further) && take(text, kFillers)) {
  }
  return text.empty() || is_one_of(text, kPapers) || is_one_of(text, further);
}

template <class Found>
bool any_place(std::string_view text, std::string_view word, Found found) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (found(text.substr(0, at), text.substr(at + word.size()))) return true;
  }
  return false;
}

/// "户口簿等", "户口簿等材料", "户口簿等原件", "户口簿等能证明身份的材料".
bool and_so_on(std::string_view phrase) {
  return any_place(phrase, "等", [](auto before, auto after) {
    if (ends_with_any(before, kBefore) || starts_with_any(after, kAfter)) return false;
    return names_nothing(after, kForms) || ends_with_any(after, kPapers);
  });
}

/// "身份证之类的材料", "身份证类的证件".
bool and_the_like(std::string_view phrase) {
  return std::ranges::any_of(kAlike, [&](auto word) {
    return any_place(phrase, word, [&](auto before, auto after) {
      if (before.empty() || ends_with_any(before, kBeforeAlike)) return false;
      if (after.empty()) return word != "类的";
      return names_nothing(after, kForms);
    });
  });
}

/// "一切证明材料", "若干材料", "材料若干", "有效证件", "全套材料".
bool any_number(std::string_view phrase) {
  auto rest = phrase;
  if (take(rest, kAnyNumber) || take(rest, kAllOfThem)) {
    return !rest.empty() && names_nothing(rest);
  }
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

/// "见公示栏", "参照办事指南", "按窗口指引准备的材料": where it is said, and not what.
bool said_elsewhere(std::string_view phrase) {
  if (starts_with_any(phrase, kElsewhere)) return true;
  if (!take(phrase, kLook) || phrase.empty()) return false;
  if (ends_with_any(phrase, kSources)) return true;
  bool named = false;
  while (take(phrase, kSources)) named = true;
  return named && names_nothing(phrase);
}

/// "必要时提供的证明", "材料待定", "民警口头告知的材料", "另需补充的".
bool said_later(std::string_view phrase) {
  auto rest = phrase;
  if (take(rest, kWhen)) return names_nothing(rest);
  const auto open = [](auto, auto after) { return names_nothing(after); };
  if (std::ranges::any_of(kPending, [&](auto w) { return any_place(phrase, w, open); })) {
    return true;
  }
  constexpr std::string_view kFurther[] = {"另", "还"};
  return take(rest, kFurther) && !rest.empty() && names_nothing(rest);
}

/// Behind "其他": "能够证明居住情况的材料".
bool says_what_for(std::string_view text) {
  take(text, kAble);
  if (!take(text, kProves) || text.starts_with("人")) return false;
  return text.find("的") != std::string_view::npos && ends_with_any(text, kPapers);
}

/// "其他", "其他有关证明", "相关材料", "派出所认为需要提供的材料".
bool unnamed(std::string_view phrase) {
  const auto open = [](auto, auto after) {
    return names_nothing(after, kForms) || names_nothing(after, kClauses) || says_what_for(after);
  };
  const auto papers = [](auto, auto after) {
    return !after.empty() && names_nothing(after, kForms);
  };
  const auto wished = [](auto, auto after) { return !after.empty() && names_nothing(after); };
  return std::ranges::any_of(kOthers, [&](auto w) { return any_place(phrase, w, open); }) ||
         std::ranges::any_of(kRelated, [&](auto w) { return any_place(phrase, w, papers); }) ||
         std::ranges::any_of(kWishes, [&](auto w) { return any_place(phrase, w, wished); });
}

bool chinese(std::string_view phrase) {
  if (phrase.empty()) return false;
  const auto paper = ends_with_any(phrase, kPapers) && names_nothing(phrase);
  const auto anywhere = [&](auto w) { return phrase.find(w) != std::string_view::npos; };
  const auto vague = any_number(phrase) || some_bodys(phrase) || by_circumstances(phrase);
  const auto like = and_so_on(phrase) || and_the_like(phrase);
  const auto said = said_elsewhere(phrase) || said_later(phrase);
  return paper || vague || like || said || unnamed(phrase) ||
         std::ranges::any_of(kAnywhere, anywhere);
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
  for (const auto paper : kEnglishPapers) {
    if (text == " " + std::string{paper} + " ") return true;
  }
  for (const auto paper : kEnglishSeveral) {
    for (const auto wished : kEnglishWished) {
      if (has(std::string{paper} + " " + std::string{wished})) return true;
    }
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
  // Dots that go on where words end.
  constexpr std::string_view kDots[] = {"…", "...", "。。"};
  const auto dotted = [&](auto dots) { return text.find(dots) != std::string::npos; };
  if (std::ranges::any_of(kDots, dotted)) return true;
  constexpr std::string_view kAnd[] = {"以及", "及", "和", "或", "并", "与"};
  for (auto phrase : phrases_of(text)) {
    take(phrase, kAnd);
    if (chinese(phrase)) return true;
  }
  return english(words);
}

}  // namespace recourse::casework
