#include <recourse/casework/complaint/documents.hpp>
#include <vector>

namespace recourse::casework::complaint {
namespace {

constexpr std::string_view kTitle = "不能当场受理事项书面告知";

/// One line of the paper.
struct Entry {
  std::string label;
  std::string value;
};

std::string clear_of(const std::optional<Sealed<std::string>>& text) {
  return text && text->is_clear() ? text->clear() : std::string{"____________"};
}

/// "户口迁移（RK10）"; the code alone if the catalogue of today does not know it.
std::string named(std::string_view zh, const std::string& code) {
  if (zh.empty()) return code;
  return std::string{zh} + "（" + code + "）";
}

std::string matter_of(const Received& e) {
  // A report need not name the matter; it names the line then.
  if (e.matter.empty()) return std::string{zh(e.line)} + "业务";
  const auto* matter = Catalogue::builtin().matter(e.matter);
  return named(matter != nullptr ? matter->zh : std::string{}, e.matter);
}

std::string reason_of(const Received& e) {
  if (e.reason.empty()) return "材料不齐，所缺材料如下";
  const auto* reason = Catalogue::builtin().reason(e.reason);
  return named(reason != nullptr ? reason->zh : std::string{}, e.reason);
}

std::string signed_by(const RoutedNotice& e) {
  if (e.acknowledged) return "当事人已签收";
  return "当事人拒绝签收，见证人：" + e.witness;
}

std::vector<Entry> lines_of(const Notice& notice) {
  const auto& e = notice.issued;
  const auto& r = notice.received;
  const auto day = [&](Timestamp t) { return to_string(local_day(t, notice.utc_offset)); };
  std::vector<Entry> lines{
      {"告知书编号", e.number},
      {"事项编号", std::string{notice.case_number}},
      {"派出所", r.station_name.empty() ? r.station : r.station_name + "（" + r.station + "）"},
      {"当事人", clear_of(r.name)},
      {"申请事项", matter_of(r)},
      {"不能当场受理的原因", reason_of(r)}};
  for (std::size_t i = 0; i < e.items.size(); ++i) {
    const auto& item = e.items[i];
    auto text = item.code + "．" + item.material;
    if (!item.requirement.empty()) text += "（" + item.requirement + "）";
    lines.push_back({i == 0 ? "需一次性补齐的材料" : "", std::move(text)});
  }
  lines.insert(lines.end(), {{"依据", e.basis},
                             {"补交时间和地点", e.place},
                             {"补交期限", day(e.supplement.at)},
                             {"联系人", e.contact},
                             {"异议和救济途径", e.remedy},
                             {"经办民警", e.by},
                             {"印章", e.seal.empty() ? "____________" : e.seal},
                             {"告知日期", day(notice.at)},
                             {"签收", signed_by(e)}});
  return lines;
}

void escape(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out.push_back(c);
    }
  }
}

}  // namespace

std::string notice_text(const Notice& notice) {
  std::string text{kTitle};
  text += "\n\n";
  for (const auto& line : lines_of(notice)) {
    text += line.label.empty() ? "    " : line.label + "：";
    text += line.value + "\n";
  }
  return text + "\n告知书所列材料之外，不再要求补充其他材料。\n";
}

std::string notice_html(const Notice& notice) {
  std::string html =
      "<!doctype html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\">\n<title>" +
      std::string{kTitle} +
      "</title>\n<style>@page{size:A4;margin:25mm}body{font-family:serif}h1{text-align:center}"
      "th{text-align:left;vertical-align:top;padding-right:1em;white-space:nowrap}</style>\n"
      "</head><body>\n<h1>" +
      std::string{kTitle} + "</h1>\n<table>\n";
  for (const auto& line : lines_of(notice)) {
    html += "<tr><th>";
    escape(html, line.label);
    html += "</th><td>";
    escape(html, line.value);
    html += "</td></tr>\n";
  }
  return html + "</table>\n<p>告知书所列材料之外，不再要求补充其他材料。</p>\n</body></html>\n";
}

}  // namespace recourse::casework::complaint
