// What a wrong command line may have meant, and the zone that its times are in.
#include <gtest/gtest.h>

#include "apps/cli/usage.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

using Names = std::vector<std::string>;

TEST(Usage, OffersTheNearestNamesAndAtMostThree) {
  EXPECT_EQ(meant("clsoe", {"accept", "close", "rate"}), Names{"close"});
  EXPECT_EQ(meant("s01", {"s011", "s012", "s013", "s014"}), (Names{"s011", "s012", "s013"}));
  EXPECT_EQ(meant("escalated", {"closed", "escalated_city"}), Names{"escalated_city"});
}

TEST(Usage, OffersNothingThatHasNothingInCommon) {
  EXPECT_EQ(meant("xyzzy", {"close", "rate"}), Names{});
  EXPECT_EQ(meant("ab", {"cd", "xy"}), Names{}) << "two slips would change every letter";
  EXPECT_EQ(meant("close", {}), Names{});
}

TEST(Usage, OffersNoOtherShortWord) {
  EXPECT_EQ(meant("--from", {"--bom"}), Names{}) << "dashes are no letters";
  EXPECT_EQ(meant("--line", {"--zone"}), Names{});
  EXPECT_EQ(meant("--level", {"--reveal"}), Names{});
  EXPECT_EQ(meant("nope", {"copy"}), Names{});
  EXPECT_EQ(meant("tcsh", {"bash", "zsh", "fish"}), Names{});
  EXPECT_EQ(meant("--statoin", {"--station"}), Names{"--station"});
}

TEST(Usage, SaysWhereTheNameWasGivenAndWhatThereIs) {
  const auto usage = no_such_name("phase", "closd", {"closed", "rated"}, "--phase");
  EXPECT_EQ(usage.message, "--phase: 'closd' is no phase; there are: closed, rated");
  EXPECT_EQ(usage.did_you_mean, Names{"closed"});
  EXPECT_EQ(no_such_name("view", "x", {}).message, "'x' is no view; there is none");
}

TEST(Zone, IsReadAsADistanceFromUtc) {
  EXPECT_EQ(parse_zone("+08:00").value(), UtcOffset{480});
  EXPECT_EQ(parse_zone("-03:30").value(), UtcOffset{-210});
  EXPECT_EQ(parse_zone("+14:00").value(), UtcOffset{840});
  EXPECT_EQ(parse_zone("Z").value(), UtcOffset{0});
  for (const auto* text : {"", "8", "08:00", "+8:00", "+08:60", "+14:01", "-15:00", "+0800",
                           "+08:00x", "+0a:00", "UTC"}) {
    const auto zone = parse_zone(text);
    ASSERT_FALSE(zone.has_value()) << text;
    EXPECT_EQ(zone.error().code(), Errc::invalid_argument);
  }
}

TEST(Zone, HasANameForPeople) {
  const auto before = zone();
  const auto named = [](int minutes) {
    set_zone(UtcOffset{minutes});
    return zone_name();
  };
  EXPECT_EQ(named(0), "UTC");
  EXPECT_EQ(named(480), "UTC+08:00");
  EXPECT_EQ(named(-210), "UTC-03:30");
  set_zone(before);
}

}  // namespace
}  // namespace recourse::cli
