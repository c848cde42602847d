// Uses the installed headers and libraries; says nothing and returns 0 when they work.
#if __has_include(<recourse/engine.hpp>)
#include <recourse/engine.hpp>
#endif
#include <recourse/base/time.hpp>

int main() { return recourse::parse_day("2023-11-30").has_value() ? 0 : 1; }
