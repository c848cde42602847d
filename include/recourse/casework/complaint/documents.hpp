// Documents: what is printed and handed to the citizen (R11, R14).
//
//     const Notice notice{.case_number = "PD01-20240105-0007-R", .received = …, .issued = …,
//                         .at = …, .utc_offset = kShanghaiOffset};
//     print(notice_text(notice));         // or notice_html(notice): one page A4, no scripts
//
// A document shows the name that the citizen gave; a name that is sealed is left as a line to fill
// in. Texts are Chinese, as the citizen reads them. Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/complaint/events.hpp>
#include <string>
#include <string_view>

namespace recourse::casework::complaint {

/// What the written notice “不能当场受理事项书面告知” is made of. Borrows the events.
struct Notice {
  std::string_view case_number;
  const Received& received;    ///< Station, matter and who asks.
  const RoutedNotice& issued;  ///< Items, basis, where and when, remedy, seal.
  Timestamp at;                ///< When it was issued.
  UtcOffset utc_offset = kShanghaiOffset;
};

/// The notice as lines of text, each item on its own line with what it must be like.
std::string notice_text(const Notice& notice);
/// The same as a page of HTML; whatever people typed is escaped.
std::string notice_html(const Notice& notice);

}  // namespace recourse::casework::complaint
