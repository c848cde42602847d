// A page of the log: up to about 16 KiB of adjacent records under the position of its first. The
// same bytes in every store that keeps pages, so that a record's proof holds wherever it lies.
//
//     page   = u8 1 | record …
//     record = u32 LE length | u32 LE checksum | canonical bytes        (docs/format/log.md)
//
// The checksum is the low half of XXH3-64 over the canonical bytes. Positions in a page are
// gapless, so the record of position p is the (p - first)-th of its page.
//
// A store may keep where a run of records lies in a page and read only that: their frames are what
// PageReader::frames walks.
//
// Thread-safety: values. Ownership: a reader borrows its page.
#pragma once

#include <recourse/core/record.hpp>

namespace recourse::core {

/// Appends one record to a page. Starts the page if it is empty.
/// Requires: `assigned` and `body` together are canonical bytes.
void add_to_page(std::string& page, std::string_view assigned, std::string_view body);

/// Walks the records of one page.
class PageReader {
 public:
  explicit PageReader(std::string_view page) : page_(page) {}
  /// Walks records that were taken out of a page, frames and all, without its format byte.
  static PageReader frames(std::string_view bytes);

  /// The next record's canonical bytes, checksum proved; an empty view at the end of the page.
  /// Errors: corruption, format_too_new.
  Result<std::string_view> next();
  /// Passes over `count` records without proving them.
  Result<void> skip(std::uint64_t count);

 private:
  Result<std::string_view> take(bool prove);
  std::string_view page_;
  std::size_t at_ = 0;
  bool begun_ = false;  // the format byte was read, or is not there
};

}  // namespace recourse::core
