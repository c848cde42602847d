// expect: no match for .operator=|no viable overloaded .=|invalid operands
// A position in the log is not a version in a stream.
#include <recourse/base/ids.hpp>

void misuse(recourse::Position p, recourse::Version v) {
#ifndef MUST_FAIL_CONTROL
  p = v;
#endif
  (void)p;
  (void)v;
}
