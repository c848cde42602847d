#include <recourse/core/page.hpp>

#include <xxhash.h>

#include <recourse/base/bytes.hpp>

namespace recourse::core {
namespace {

constexpr char kPageFormat = 1;
constexpr std::size_t kFrameBytes = 8;

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(XXH3_64bits(bytes.data(), bytes.size()));
}

}  // namespace

void add_to_page(std::string& page, std::string_view assigned, std::string_view body) {
  if (page.empty()) page.push_back(kPageFormat);
  const std::size_t frame = page.size();
  page.append(kFrameBytes, '\0');
  page.append(assigned).append(body);
  const auto bytes = std::string_view{page}.substr(frame + kFrameBytes);
  base::write_le32(page.data() + frame, static_cast<std::uint32_t>(bytes.size()));
  base::write_le32(page.data() + frame + 4, checksum(bytes));
}

PageReader PageReader::frames(std::string_view bytes) {
  PageReader reader{bytes};
  reader.begun_ = true;
  return reader;
}

Result<std::string_view> PageReader::take(bool prove) {
  if (!begun_) {
    if (page_.empty()) return Error{Errc::corruption, "a page of the log is empty"};
    if (page_.front() != kPageFormat) {
      return Error{Errc::format_too_new, "a page of the log has format " +
                                             std::to_string(static_cast<std::uint8_t>(page_[0])) +
                                             ", this build knows format 1"};
    }
    at_ = 1;
    begun_ = true;
  }
  if (at_ == page_.size()) return std::string_view{};
  if (page_.size() - at_ < kFrameBytes) {
    return Error{Errc::corruption, "a page of the log ends inside a record's frame"};
  }
  const auto length = base::read_le32(page_.data() + at_);
  const auto expected = base::read_le32(page_.data() + at_ + 4);
  if (length == 0 || length > page_.size() - at_ - kFrameBytes) {
    return Error{Errc::corruption,
                 "a record in a page claims " + std::to_string(length) + " bytes, " +
                     std::to_string(page_.size() - at_ - kFrameBytes) + " are left"};
  }
  const auto bytes = page_.substr(at_ + kFrameBytes, length);
  at_ += kFrameBytes + length;
  if (prove && checksum(bytes) != expected) {
    return Error{Errc::corruption, "a record's checksum does not match its bytes"};
  }
  return bytes;
}

Result<std::string_view> PageReader::next() { return take(true); }

Result<void> PageReader::skip(std::uint64_t count) {
  for (; count > 0; --count) {
    RECOURSE_TRY_ASSIGN(const auto bytes, take(false));
    if (bytes.empty()) return Error{Errc::corruption, "a page holds fewer records than its index"};
  }
  return {};
}

}  // namespace recourse::core
