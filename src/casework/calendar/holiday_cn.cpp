#include <recourse/casework/calendar/holiday_cn.hpp>
#include <recourse/describe/json.hpp>

namespace recourse::casework::calendar {
namespace {

using boost::json::object;
using boost::json::value;

Error wanted(const std::string& at, std::string_view what) {
  return {Errc::malformed, at + ": " + std::string{what} + " is wanted here"};
}

/// A member that must be there.
Result<const value*> member(const object& in, const std::string& at, std::string_view name) {
  const auto* const found = in.if_contains(name);
  if (found == nullptr) return Error{Errc::malformed, at + "/" + std::string{name} + ": missing"};
  return found;
}

Result<Day> day_of(const value& json, const std::string& at) {
  const auto* const fields = json.if_object();
  if (fields == nullptr) return wanted(at, "an object");
  RECOURSE_TRY_ASSIGN(const auto* const date, member(*fields, at, "date"));
  RECOURSE_TRY_ASSIGN(const auto* const off, member(*fields, at, "isOffDay"));
  Day day;
  if (!date->is_string()) return wanted(at + "/date", "a day YYYY-MM-DD");
  const auto parsed = parse_day(std::string_view{date->get_string()});
  if (!parsed) return parsed.error().within(at + "/date");
  day.date = *parsed;
  if (!off->is_bool()) return wanted(at + "/isOffDay", "true or false");
  day.off = off->get_bool();
  if (const auto* const name = fields->if_contains("name")) {
    if (!name->is_string()) return wanted(at + "/name", "a text");
    day.name = name->get_string();
  }
  return day;
}

/// Its addresses, with blanks between.
Result<std::string> papers_of(const object& file) {
  std::string text;
  const auto* const papers = file.if_contains("papers");
  if (papers == nullptr) return text;
  if (!papers->is_array()) return wanted("/papers", "a list");
  for (const auto& paper : papers->get_array()) {
    if (!paper.is_string()) return wanted("/papers", "a list of texts");
    text.append(text.empty() ? "" : " ").append(std::string_view{paper.get_string()});
  }
  return text;
}

}  // namespace

Result<PublishYear> read_holiday_cn(std::string_view text) {
  RECOURSE_TRY_ASSIGN(const auto json, describe::parse_json(text));
  const auto* const file = json.if_object();
  if (file == nullptr) return wanted("/", "an object");
  PublishYear notice;
  RECOURSE_TRY_ASSIGN(const auto* const year, member(*file, "", "year"));
  const auto* const number = year->if_int64();
  if (number == nullptr || *number < 0 || *number > 9999) return wanted("/year", "a year");
  notice.year = static_cast<std::uint32_t>(*number);
  RECOURSE_TRY_ASSIGN(notice.source, papers_of(*file));
  RECOURSE_TRY_ASSIGN(const auto* const days, member(*file, "", "days"));
  if (!days->is_array()) return wanted("/days", "a list");
  for (const auto& day : days->get_array()) {
    const auto at = "/days/" + std::to_string(notice.days.size());
    RECOURSE_TRY_ASSIGN(auto read, day_of(day, at));
    notice.days.push_back(std::move(read));
  }
  return notice;
}

}  // namespace recourse::casework::calendar
