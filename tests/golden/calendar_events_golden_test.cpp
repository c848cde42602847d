// Golden: the bytes of the calendar's event, at every version there ever was. They are never
// changed; a new version adds some.
#include <gtest/gtest.h>

#include <recourse/casework/calendar/decider.hpp>

#include "tests/support/fill.hpp"
#include "tests/support/hex.hpp"

namespace recourse {
namespace {

using casework::calendar::YearPublished;

constexpr const char* kVersion1 =
    "01020a01f4a8020104e69687330a01f8a8020104e696873504e696873604e6968737";

TEST(CalendarEventsGolden, TheEventHasTheBytesItAlwaysHad) {
  test::Filler filler;
  const auto notice = filler.make<YearPublished>();
  EXPECT_EQ(test::hex(describe::encode(notice)), kVersion1);
  const auto read = describe::decode<YearPublished>(test::unhex(kVersion1), 1);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, notice);
}

}  // namespace
}  // namespace recourse
