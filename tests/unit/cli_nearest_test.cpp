// Which names somebody may have meant: the distance of words, and the messages made of it.
#include <gtest/gtest.h>

#include "apps/cli/nearest.hpp"

namespace recourse::cli {
namespace {

using Names = std::vector<std::string_view>;

TEST(Nearest, CountsLettersPutInTakenOutChangedOrExchanged) {
  EXPECT_EQ(distance("close", "close"), 0u);
  EXPECT_EQ(distance("clse", "close"), 1u);
  EXPECT_EQ(distance("closed", "close"), 1u);
  EXPECT_EQ(distance("clase", "close"), 1u);
  EXPECT_EQ(distance("colse", "close"), 1u);
  EXPECT_EQ(distance("", "close"), 5u);
  EXPECT_EQ(distance("kitten", "sitting"), 3u);
}

TEST(Nearest, TakesDashesAndCapitalsForWhatTheyMean) {
  EXPECT_EQ(distance("Route-On-Spot", "route_on_spot"), 0u);
}

TEST(Nearest, LongWordsAreCutAndCompareAllTheSame) {
  const std::string word(5000, 'x');
  EXPECT_EQ(distance(word, word + "y"), 0u);
  EXPECT_EQ(distance(word, ""), 64u);
}

TEST(Nearest, PutsTheNearestFirstAndKeepsTheOrderOfTheOthers) {
  EXPECT_EQ(nearest_first("calender", Names{"case", "calendar", "cast"}),
            (Names{"calendar", "case", "cast"}));
  EXPECT_EQ(nearest_first("zz", Names{"bb", "aa"}), (Names{"bb", "aa"}));
}

TEST(Nearest, NamesWhatThereIs) {
  EXPECT_EQ(no_such("kind", "cas", Names{"calendar", "case"}),
            "'cas' is no kind; there are: case, calendar");
  EXPECT_EQ(no_such("kind", "cas", {}), "'cas' is no kind; there is none");
  const auto many = no_such("event", "x", Names(15, "y"));
  EXPECT_TRUE(many.ends_with("y, y, and 3 more")) << many;
}

}  // namespace
}  // namespace recourse::cli
