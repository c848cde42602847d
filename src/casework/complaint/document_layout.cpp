// How the papers look: as text, and as one page of HTML.
#include <array>
#include <recourse/base/text.hpp>
#include <recourse/casework/complaint/documents.hpp>

namespace recourse::casework::complaint {
namespace {

constexpr std::string_view kIndent = "　　";
constexpr std::string_view kRight = "　　　　　　　　　　　　　　　　　　　　";
constexpr std::string_view kCut =
    "－－－－－－－－－－－－－－－－存根－－－－－－－－－－－－－－－－";

constexpr std::array<std::string_view, 10> kDigits = {"〇", "一", "二", "三", "四",
                                                      "五", "六", "七", "八", "九"};

/// "三", "十二", "三十一".
std::string numeral(unsigned number) {
  std::string text;
  if (number >= 20) text += kDigits[number / 10];
  if (number >= 10) text += "十";
  if (number % 10 != 0) text += kDigits[number % 10];
  return text;
}

std::string seal_of(const Document& paper) {
  return paper.seal.empty() ? "（印章）" : "（印章：" + paper.seal + "）";
}

/// Of a draft: nobody has signed yet.
std::string signed_of(const Document& paper, const Document::Entry& one) {
  const bool open = !paper.recorded && one.label == "当事人签收";
  return open ? "____________　　　年　月　日" : one.value;
}

/// What stays with the station.
std::vector<Document::Entry> stub_of(const Document& paper) {
  std::vector<Document::Entry> lines{
      {"文书", paper.title},       {"编号", paper.number}, {"事项编号", paper.case_number},
      {"当事人", paper.addressee}, {"事项", paper.matter}, {"签发日期", chinese_date(paper.day)}};
  for (const auto& one : paper.signatures) lines.push_back({one.label, signed_of(paper, one)});
  return lines;
}

std::string draft_line(const Document& paper) {
  const auto code = paper.draft.empty() ? std::string{} : "；校验码：" + paper.draft;
  return "（文书稿，签字后登记" + code + "）";
}

std::string paragraph(std::string_view text, std::string_view style = {}) {
  std::string html = "<p";
  if (!style.empty()) html += " class=\"" + std::string{style} + "\"";
  return html + ">" + base::escaped_markup(text) + "</p>\n";
}

constexpr std::string_view kHead =
    "<!doctype html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\">\n<title>";
constexpr std::string_view kStyle =
    "</title>\n<style>@page{size:A4;margin:25mm}body{font-family:serif;line-height:1.6}"
    "h1{text-align:center}p{text-indent:2em;margin:.3em 0}.plain{text-indent:0}"
    ".right{text-align:right;text-indent:0}.stub{border-top:1px dashed;margin-top:2em}"
    "</style>\n</head><body>\n";

}  // namespace

std::string chinese_date(LocalDay day) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{day.time_since_epoch()}};
  std::string text;
  for (const char c : std::to_string(static_cast<int>(ymd.year()))) {
    text += kDigits[static_cast<std::size_t>(c - '0')];
  }
  return text + "年" + numeral(static_cast<unsigned>(ymd.month())) + "月" +
         numeral(static_cast<unsigned>(ymd.day())) + "日";
}

std::string document_text(const Document& paper) {
  std::string text;
  const auto line = [&](std::string_view indent, std::string_view words) {
    text.append(indent).append(words).append("\n");
  };
  line("　　　　　　　　", paper.organ);
  line("　　　　　　　　", paper.title);
  line(kRight, paper.number);
  line(kRight, "事项编号：" + paper.case_number);
  if (!paper.recorded) line("", draft_line(paper));
  text += "\n";
  line("", paper.addressee + "：");
  for (const auto& one : paper.body) line(kIndent, one);
  if (!paper.items.empty()) line(kIndent, "材料：");
  for (const auto& one : paper.items) line("　　　　", one);
  for (const auto& [label, value] : paper.details) line(kIndent, label + "：" + value);
  for (const auto& one : paper.remedies) line(kIndent, one);
  text += "\n";
  for (const auto& one : paper.signatures) {
    line(kIndent, one.label + "：" + signed_of(paper, one));
  }
  line(kRight, paper.organ + seal_of(paper));
  line(kRight, chinese_date(paper.day));
  text += "\n";
  line("", kCut);
  for (const auto& [label, value] : stub_of(paper)) line("", label + "：" + value);
  return text;
}

std::string document_html(const Document& paper) {
  std::string html{kHead};
  html += base::escaped_markup(paper.title);
  html += kStyle;
  html += paragraph(paper.organ, "plain") + "<h1>" + base::escaped_markup(paper.title) + "</h1>\n";
  html += paragraph(paper.number, "right") + paragraph("事项编号：" + paper.case_number, "right");
  if (!paper.recorded) html += paragraph(draft_line(paper), "plain");
  html += paragraph(paper.addressee + "：", "plain");
  for (const auto& one : paper.body) html += paragraph(one);
  if (!paper.items.empty()) html += paragraph("材料：");
  for (const auto& one : paper.items) html += paragraph(one);
  for (const auto& [label, value] : paper.details) html += paragraph(label + "：" + value);
  for (const auto& one : paper.remedies) html += paragraph(one);
  for (const auto& one : paper.signatures) {
    html += paragraph(one.label + "：" + signed_of(paper, one));
  }
  html += paragraph(paper.organ + seal_of(paper), "right");
  html += paragraph(chinese_date(paper.day), "right");
  html += "<div class=\"stub\">\n" + paragraph("存根", "plain");
  for (const auto& [label, value] : stub_of(paper)) {
    html += paragraph(label + "：" + value, "plain");
  }
  return html + "</div>\n</body></html>\n";
}

}  // namespace recourse::casework::complaint
