// Working days by China's published notices.
//
//     const Calendar& c = Calendar::china();
//     c.add_working_days(2023-04-28, 1)  →  {2023-05-04, provisional: false}
//
// Rules (police procedure rules, art 35): the start day is not counted; the n-th working day after
// it is the last day of the limit; a day that a notice marks as a make-up day works although it is
// a weekend. A year without a published notice is computed from its weekends alone, and every
// result that touches it is *provisional*: it must be computed again when the notice appears.
// Immutable after construction; safe to share between threads.
#pragma once

#include <recourse/base/time.hpp>
#include <span>
#include <string>
#include <vector>

namespace recourse {

/// One day of a notice: off although it would work, or (a make-up day) the other way round.
struct NoticeDay {
  int year;
  unsigned month;
  unsigned day;
  bool is_off;
};

/// A year that the calendar knows, and whether its notice is published.
struct NoticeYear {
  int year;
  bool published;
};

class Calendar {
 public:
  /// A day that a computation arrived at.
  struct Due {
    LocalDay day;
    bool provisional;  ///< It reaches into a year without a published notice.
    friend bool operator==(const Due&, const Due&) = default;
  };
  /// A count that a computation arrived at.
  struct Count {
    std::int64_t days;
    bool provisional;
    friend bool operator==(const Count&, const Count&) = default;
  };

  /// The built-in notices 2010–2027. The reference stays valid for the life of the process.
  static const Calendar& china();

  /// `days` in any order; a day twice: the later one wins. invalid_argument if a day does not exist
  /// or its year is not in `years`.
  static Result<Calendar> from_notices(std::string edition, std::span<const NoticeYear> years,
                                       std::span<const NoticeDay> days);

  /// The same calendar with the notice of one more year, or with a later notice in place of the
  /// year's earlier one. A notice names days of its year, and may name days of the December before:
  /// New Year has begun there in several years. Years between the last known one and this are
  /// unpublished. The edition says which notices came to it: "cn-2026-0a1b+2027", and after a
  /// corrected notice "cn-2026-0a1b+2027.2".
  /// Errors: invalid_argument (the year is not published, lies before the calendar's first one or
  /// behind 9999, a day does not exist or lies elsewhere).
  Result<Calendar> amended(NoticeYear year, std::span<const NoticeDay> days) const;

  /// Names the set of notices; stored in events, so that a result can be traced.
  const std::string& edition() const noexcept { return edition_; }
  /// The years that it knows, in order.
  std::vector<NoticeYear> years() const;

  bool is_working_day(LocalDay day) const;
  /// True if the day lies in a year without a published notice (or outside the known years).
  bool is_provisional(LocalDay day) const;

  /// The n-th working day after `start`; n = 0 gives `start` itself, or the next working day if it
  /// is a day off. invalid_argument unless 0 ≤ n ≤ limits::kWorkingDaysMax.
  Result<Due> add_working_days(LocalDay start, std::int64_t n) const;

  /// Working days in (from, to]: the start day is not counted, the end day is. 0 if to ≤ from.
  Count working_days_between(LocalDay from, LocalDay to) const;

 private:
  struct Year {
    bool published = false;
    std::vector<NoticeDay> own;       // what its own notice says of it
    std::vector<NoticeDay> next;      // what the notice of the next year says of its December
    std::vector<bool> off;            // by day of the year, from 0
    std::vector<std::uint16_t> sums;  // working days before day i; one entry more than days
  };

  Calendar() = default;
  const Year* find(int year) const;
  Year* find(int year);
  static Year weekends_only(int year);
  static void work_out(int number, Year& year);
  static void add_up(Year& year);
  static Result<void> check(const NoticeDay& day, int first, int last);

  std::string edition_;
  int first_year_ = 0;
  std::vector<Year> years_;
};

}  // namespace recourse
