// The plot of a report, written as SVG by hand: bars, a logarithmic axis, and text.
#include <algorithm>
#include <cmath>

#include "benchmarks/suite/present.hpp"
#include "benchmarks/suite/statistics.hpp"
#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

constexpr double kWidth = 820;
constexpr double kLeft = 210;   // where bars begin: names stand before it
constexpr double kRight = 110;  // figures stand behind the bars
constexpr double kBar = 22;     // height of a bar with its gap
constexpr double kPanelHead = 34;
constexpr double kPanelFoot = 26;

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string px(double value) { return decimal(value, 1); }

std::string text_at(double x, double y, std::string_view anchor, std::string_view text,
                    std::string_view style = "") {
  return "<text x=\"" + px(x) + "\" y=\"" + px(y) + "\" text-anchor=\"" + std::string{anchor} +
         "\"" + std::string{style} + ">" + escaped(text) + "</text>\n";
}

std::string line_at(double x1, double y1, double x2, double y2, std::string_view colour) {
  return "<line x1=\"" + px(x1) + "\" y1=\"" + px(y1) + "\" x2=\"" + px(x2) + "\" y2=\"" + px(y2) +
         "\" stroke=\"" + std::string{colour} + "\"/>\n";
}

/// Ours stands out, limits step back.
std::string_view colour_of(const Measurement& m) {
  if (m.subject == "recourse") return "#0b6e4f";
  if (m.subject == "earlier") return "#7fb69e";
  if (m.subject == "limit") return "#b9b9b9";
  return "#5b7db1";
}

std::string name_of(const Measurement& m) {
  if (m.subject == "limit") return m.operation;
  return m.subject == "earlier" ? "earlier build" : name_of_subject(m);
}

/// Whole powers of ten around all that a panel shows.
struct Scale {
  double low = 0;
  double high = 1;
  double x(double value) const {
    const auto share = (std::log10(value) - low) / (high - low);
    return kLeft + std::clamp(share, 0.0, 1.0) * (kWidth - kLeft - kRight);
  }
};

Scale scale_of(const std::vector<const Measurement*>& bars) {
  double least = INFINITY;
  double most = 0;
  for (const auto* bar : bars) {
    for (const double value : bar->values()) {
      least = std::min(least, value);
      most = std::max(most, value);
    }
  }
  Scale scale{std::floor(std::log10(least)) - 1, std::ceil(std::log10(most))};
  if (scale.high <= scale.low) scale.high = scale.low + 1;
  return scale;
}

std::string axis(const Scale& scale, double top, double bottom) {
  std::string text;
  for (double power = scale.low; power <= scale.high; power += 1) {
    const auto x = scale.x(std::pow(10, power));
    text += line_at(x, top, x, bottom, "#e3e3e3");
    text += text_at(x, bottom + 14, "middle", figure(std::pow(10, power)), " fill=\"#666\"");
  }
  return text;
}

std::string bar_at(const Measurement& m, const Scale& scale, double y) {
  const auto values = m.values();
  const auto middle = median_of(values);
  const auto [least, most] = std::ranges::minmax(values);
  const auto end = scale.x(middle);
  std::string text = text_at(kLeft - 8, y + 13, "end", name_of(m));
  text += "<rect x=\"" + px(kLeft) + "\" y=\"" + px(y + 2) + "\" width=\"" + px(end - kLeft) +
          "\" height=\"" + px(kBar - 6) + "\" fill=\"" + std::string{colour_of(m)} + "\"/>\n";
  const auto centre = y + kBar / 2 - 1;
  text += line_at(scale.x(least), centre, scale.x(most), centre, "#222");
  for (const double value : {least, most}) {
    text += line_at(scale.x(value), centre - 3, scale.x(value), centre + 3, "#222");
  }
  return text + text_at(std::max(end, scale.x(most)) + 6, y + 13, "start", figure(middle));
}

bool drawable(const Measurement& m) {
  return !m.runs.empty() && std::ranges::all_of(m.runs, [](const Run& r) { return r.value > 0; });
}

/// Works that several systems have, limits not counted.
std::vector<std::string> works_of(const Report& report) {
  std::vector<std::string> works;
  for (const auto& m : report.measurements) {
    if (m.subject == "recourse" || m.subject == "limit" || !drawable(m)) continue;
    if (std::ranges::find(works, m.work) == works.end()) works.push_back(m.work);
  }
  return works;
}

std::string panel(const Report& report, const std::string& work, double& y) {
  std::vector<const Measurement*> bars;
  for (const auto& m : report.measurements) {
    if (m.work == work && drawable(m)) bars.push_back(&m);
  }
  const bool more = bars.front()->more_is_better;
  std::ranges::stable_sort(bars, [&](const auto* a, const auto* b) {
    const auto one = median_of(a->values());
    const auto other = median_of(b->values());
    return more ? one > other : one < other;
  });
  const auto scale = scale_of(bars);
  std::string text =
      text_at(kLeft, y + 18, "start",
              work + ": " + bars.front()->unit + (more ? ", more is better" : ", less is better"),
              " font-weight=\"bold\"");
  const auto top = y + kPanelHead - 8;
  const auto bottom = y + kPanelHead + kBar * static_cast<double>(bars.size());
  text += axis(scale, top, bottom);
  y += kPanelHead;
  for (const auto* bar : bars) {
    text += bar_at(*bar, scale, y);
    y += kBar;
  }
  y += kPanelFoot;
  return text;
}

}  // namespace

std::string to_svg(const Report& report) {
  std::string body;
  double y = 6;
  for (const auto& work : works_of(report)) body += panel(report, work, y);
  if (body.empty()) {
    body = text_at(20, y + 18, "start", "No work was measured of several systems.");
    y += 30;
  }
  body += text_at(20, y + 12, "start",
                  "Bars are medians on a logarithmic scale, the line is the range of the runs.",
                  " fill=\"#666\"");
  const auto height = px(y + 24);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + px(kWidth) + "\" height=\"" +
         height + "\" viewBox=\"0 0 " + px(kWidth) + " " + height +
         "\" font-family=\"sans-serif\" font-size=\"12\">\n"
         "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n" +
         body + "</svg>\n";
}

}  // namespace recourse::bench
