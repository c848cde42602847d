// A page of the log: up to about 16 KiB of adjacent records under the position of its first.
//
//     page   = u8 1 | record …
//     record = u32 LE length | u32 LE checksum | canonical bytes        (docs/format/log.md)
//
// The checksum is the low half of XXH3-64 over the canonical bytes. Positions in a page are
// gapless, so the record of position p is the (p - first)-th of its page.
#pragma once

#include <recourse/core/record.hpp>

namespace recourse::stores::rocks {

/// Appends one record to a page. Starts the page if it is empty.
/// Requires: `assigned` and `body` together are canonical bytes.
void add_to_page(std::string& page, std::string_view assigned, std::string_view body);

/// Walks the records of one page.
class PageReader {
 public:
  explicit PageReader(std::string_view page) : page_(page) {}

  /// The next record's canonical bytes, checksum proved; an empty view at the end of the page.
  /// Errors: corruption, format_too_new.
  Result<std::string_view> next();
  /// Passes over `count` records without proving them.
  Result<void> skip(std::uint64_t count);

 private:
  Result<std::string_view> take(bool prove);
  std::string_view page_;
  std::size_t at_ = 0;
};

}  // namespace recourse::stores::rocks
