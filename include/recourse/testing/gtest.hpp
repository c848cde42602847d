// The scenario's failures as GoogleTest's, each at its line of the test.
//
//     test::Scenario locker{Locker{}, test::to_gtest()};
//     locker.when(Open{"1234"}).then_refused("wrong_code");     // nothing else to ask
//
// The only header here that includes GoogleTest; link it yourself.
#pragma once

#include <gtest/gtest.h>

#include <recourse/testing/failure.hpp>

namespace recourse::test {

inline FailureSink to_gtest() {
  return [](const Failure& failure) { ADD_FAILURE_AT(failure.file, failure.line) << failure.text; };
}

}  // namespace recourse::test
