// Reads a year's notice in the form of the project holiday-cn, which puts each notice of the State
// Council into a file:
//
//     {"year": 2027, "papers": ["https://www.gov.cn/…"],
//      "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}, …]}
//
// `isOffDay` false is a day that is worked to make up for another. The list of a year whose notice
// is not out yet is empty; it is read, and refused when it is published.
#pragma once

#include <recourse/casework/calendar/decider.hpp>

namespace recourse::casework::calendar {

/// Errors: malformed with a JSON pointer ("/days/3/date: …"), limit_exceeded. Members that it does
/// not know are left alone.
Result<PublishYear> read_holiday_cn(std::string_view text);

}  // namespace recourse::casework::calendar
