// expect: ignoring return(ed)? value
// A Result that nobody looks at is a failure that nobody sees.
#include <recourse/base/ids.hpp>
#include <recourse/base/time.hpp>

void misuse() {
#ifndef MUST_FAIL_CONTROL
  recourse::parse_day("2023-11-30");
#endif
  (void)recourse::parse_day("2023-11-30");
}
