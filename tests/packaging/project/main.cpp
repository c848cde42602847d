// The least that a user of librecourse-dev writes: the working day after a holiday.
#include <recourse/base/calendar.hpp>

int main() {
  using namespace recourse;
  const auto due = Calendar::china().add_working_days(parse_day("2023-04-28").value(), 1).value();
  return to_string(due.day) == "2023-05-04" ? 0 : 1;
}
