// The calendar as a workflow: each November the notice of the next year is published into the log,
// and a corrected notice when there is one.
//
//     calendar::PublishYear notice = calendar::read_holiday_cn(text).value();   // holiday_cn.hpp
//     engine->publish_year(notice, engine->context({"a1", "administrator", ""}));
//
// It has one stream, "calendar/cn". Its events, one after the other upon the built-in calendar,
// make the calendar that cases are decided by (amended_by). A later notice of a year takes the
// place of the earlier. A notice that cannot be right is refused, by the rule "calendar".
//
// Pure: no clock, no I/O, no randomness. Safe from any thread.
#pragma once

#include <recourse/base/calendar.hpp>
#include <recourse/core/decider.hpp>

namespace recourse::casework::calendar {

/// One day that a notice names.
struct Day {
  LocalDay date{};
  bool off = false;
  std::string name{};
  friend bool operator==(const Day&, const Day&) = default;
};
BOOST_DESCRIBE_STRUCT(Day, (), (date, off, name))
constexpr auto recourse_spec(const Day*) {
  return describe::spec(
      "calendar.day", 1, "One day that a notice names.",
      {{"date", 1, "The day.", describe::Access::open},
       {"off", 1, "It is off; else it is worked to make up for another.", describe::Access::open},
       {"name", 1, "The holiday that it belongs to.", describe::Access::open}});
}

/// The notice of a year was published, or a corrected one.
struct YearPublished {
  std::uint32_t year = 0;
  std::vector<Day> days{};
  std::string source{};
  std::string by{};
  friend bool operator==(const YearPublished&, const YearPublished&) = default;
};
BOOST_DESCRIBE_STRUCT(YearPublished, (), (year, days, source, by))
constexpr auto recourse_spec(const YearPublished*) {
  return describe::spec("calendar.year_published", 1,
                        "The notice of a year was published, or a corrected one.",
                        {{"year", 1, "The year that the notice is about.", describe::Access::open},
                         {"days", 1, "Every day that it names, in order.", describe::Access::open},
                         {"source", 1, "Where the notice is to be found.", describe::Access::open},
                         {"by", 1, "Account of who did it."}});
}
constexpr std::string_view recourse_zh(const YearPublished*) { return "公布年度节假日安排"; }

using Event = std::variant<YearPublished>;

/// Publishes the notice of a year.
struct PublishYear {
  std::uint32_t year = 0;
  std::vector<Day> days{};
  std::string source{};
  friend bool operator==(const PublishYear&, const PublishYear&) = default;
};
BOOST_DESCRIBE_STRUCT(PublishYear, (), (year, days, source))
constexpr auto recourse_spec(const PublishYear*) {
  return describe::spec(
      "calendar.publish_year", 1, "Publishes the notice of a year.",
      {describe::needed({"year", 1, "The year that the notice is about.", describe::Access::open}),
       describe::needed(
           {"days", 1, "Every day that it names, in any order.", describe::Access::open}),
       {"source", 1, "Where the notice is to be found.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const PublishYear*) { return "公布年度节假日安排"; }

using Command = std::variant<PublishYear>;

/// The notice of a year that holds.
struct Year {
  std::uint32_t year = 0;
  std::uint32_t notices = 0;
  std::vector<Day> days{};
  std::string source{};
  std::string by{};
  Timestamp at{};
  friend bool operator==(const Year&, const Year&) = default;
};
BOOST_DESCRIBE_STRUCT(Year, (), (year, notices, days, source, by, at))
constexpr auto recourse_spec(const Year*) {
  return describe::spec(
      "calendar.year", 1, "The notice of a year that holds.",
      {{"year", 1, "The year.", describe::Access::open},
       {"notices", 1, "Notices of it so far.", describe::Access::open},
       {"days", 1, "Every day that the last one names, in order.", describe::Access::open},
       {"source", 1, "Where it is to be found.", describe::Access::open},
       {"by", 1, "Account of who published it."},
       {"at", 1, "When.", describe::Access::open}});
}

/// What the log knows beyond the built-in calendar, by year.
struct State {
  std::vector<Year> years{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (years))
constexpr auto recourse_spec(const State*) {
  return describe::spec("calendar.state", 1, "What the log knows beyond the built-in calendar.",
                        {{"years", 1, "The notices that hold, by year.", describe::Access::open}});
}

/// The one stream of the workflow: "calendar/cn".
StreamId stream();

/// The notice of a year in a state; null if there is none.
const Year* find(const State& state, std::uint32_t year);

/// The calendar with one more notice. Errors: as Calendar::amended.
Result<Calendar> amended_by(const Calendar& calendar, const YearPublished& notice);

struct CalendarDecider {
  using State = calendar::State;
  using Command = calendar::Command;
  using Event = calendar::Event;

  static constexpr std::string_view kKind = "calendar";
  static constexpr std::string_view kKey = "cn";
  static constexpr std::string_view kDoc = "The notices of the years' holidays and working days.";
  static constexpr std::uint32_t kDefinition = 1;
  /// Years that a notice may be about, both inclusive.
  static constexpr std::uint32_t kFirstYear = 2010;
  static constexpr std::uint32_t kLastYear = 2100;

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();

  /// What holds without the log; must outlive the decider.
  const Calendar* builtin = &Calendar::china();

  /// Refusals: no_actor, not_your_role, year_out_of_range, empty_notice, day_outside_year,
  /// day_twice, works_anyway, already_published.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
  /// A notice can always be published, or corrected.
  std::vector<std::string_view> next(const State& state) const;
  /// By an administrator.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
};
static_assert(core::SingleStreamDecider<CalendarDecider>);

using Decider = CalendarDecider;

}  // namespace recourse::casework::calendar
