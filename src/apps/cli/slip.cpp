#include "apps/cli/slip.hpp"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>
#include <recourse/base/text.hpp>
#include <string_view>
#include <vector>

namespace recourse::cli {
namespace {

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

/// A square of dark and light modules, with the quiet zone that readers need around it.
class Code {
 public:
  static Result<Code> of(std::string_view content) {
    constexpr int kSmallestThatFits = 0;
    const std::unique_ptr<QRcode, Free> code{QRcode_encodeData(
        static_cast<int>(content.size()), reinterpret_cast<const unsigned char*>(content.data()),
        kSmallestThatFits, QR_ECLEVEL_L)};
    if (code) return Code{*code};
    return Error{Errc::limit_exceeded,
                 fmt::format("a proof of {} bytes does not fit a QR code", content.size())};
  }

  std::size_t size() const { return width_ + 2 * kQuiet; }
  bool is_dark(std::size_t x, std::size_t y) const {
    if (x < kQuiet || y < kQuiet || x >= width_ + kQuiet || y >= width_ + kQuiet) return false;
    return dark_[(y - kQuiet) * width_ + x - kQuiet];
  }

 private:
  static constexpr std::size_t kQuiet = 4;
  explicit Code(const QRcode& code) : width_(static_cast<std::size_t>(code.width)) {
    dark_.reserve(width_ * width_);
    for (std::size_t i = 0; i < width_ * width_; ++i) dark_.push_back((code.data[i] & 1) != 0);
  }
  std::size_t width_;
  std::vector<bool> dark_;
};

/// Two rows of modules a line, drawn for a light ground.
std::string to_blocks(const Code& code) {
  std::string text;
  for (std::size_t y = 0; y < code.size(); y += 2) {
    for (std::size_t x = 0; x < code.size(); ++x) {
      const bool above = code.is_dark(x, y);
      const bool below = y + 1 < code.size() && code.is_dark(x, y + 1);
      text += above ? (below ? "█" : "▀") : (below ? "▄" : " ");
    }
    text += "\n";
  }
  return text;
}

std::string to_path(const Code& code) {
  std::string path;
  for (std::size_t y = 0; y < code.size(); ++y) {
    for (std::size_t x = 0; x < code.size(); ++x) {
      if (code.is_dark(x, y)) path += fmt::format("M{} {}h1v1h-1z", x, y);
    }
  }
  return path;
}

std::vector<std::string> lines_of(const Slip& s) {
  return {fmt::format("受理存证回执 Receipt   {}", s.key),
          fmt::format("{}, {}", s.what, s.recorded),
          fmt::format("position {} of the {} records signed in", s.position, s.size),
          s.origin,
          "SHA-256 of the record (leaf):",
          s.leaf.substr(0, 32),
          s.leaf.substr(32)};
}

const std::vector<std::string>& how_to_verify() {
  static const std::vector<std::string> lines{
      "核验：二维码为存证证明（C2SP tlog-proof），不含诉求内容。",
      "请向受理窗口索取记录文件，以公布的公钥核验：",
      "To verify: the code is the proof; the office gives out the record.",
      "recourse receipt verify PROOF --record RECORD --key PUBLIC-KEY",
      "or any other tool that docs/receipts.md names."};
  return lines;
}

}  // namespace

Result<std::string> slip_text(const Slip& slip) {
  RECOURSE_TRY_ASSIGN(const auto code, Code::of(slip.proof));
  std::string text;
  for (const auto& line : lines_of(slip)) text += line + "\n";
  text += to_blocks(code);
  for (const auto& line : how_to_verify()) text += line + "\n";
  return text;
}

Result<std::string> slip_svg(const Slip& slip) {
  RECOURSE_TRY_ASSIGN(const auto code, Code::of(slip.proof));
  // In tenths of a millimetre: a strip of 105 mm, as receipt paper and half of A5 are.
  constexpr int kWidth = 1050;
  constexpr int kMargin = 50;
  constexpr int kLine = 48;
  constexpr int kSide = kWidth - 2 * kMargin;
  std::string body;
  int y = kMargin;
  const auto write = [&](std::string_view line) {
    y += kLine;
    body +=
        fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", kMargin, y, base::escaped_markup(line));
  };
  for (const auto& line : lines_of(slip)) write(line);
  y += kLine / 2;
  body += fmt::format(
      "<path transform=\"translate({} {}) scale({:.4f})\" shape-rendering=\"crispEdges\" "
      "d=\"{}\"/>\n",
      kMargin, y, static_cast<double>(kSide) / static_cast<double>(code.size()), to_path(code));
  y += kSide;
  for (const auto& line : how_to_verify()) write(line);
  y += kMargin;
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" "
      "viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"30\">\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n{}</svg>\n",
      kWidth / 10, y / 10, kWidth, y, body);
}

}  // namespace recourse::cli
