// Actors as texts: each text is one actor's alone.
#include <gtest/gtest.h>

#include <recourse/core/actor.hpp>

namespace recourse::core {
namespace {

TEST(Actors, WhatIsWrittenIsReadBackAsItWas) {
  for (const auto& actor :
       {Actor{"w7", "window_officer", "S001"}, Actor{"w7", "window_officer", ""},
        Actor{"w7", "", "S001"}, Actor{"w7", "", ""}, Actor{}, Actor{"urn:x:7", "officer", "S001"},
        Actor{"张三", "officer", "a:b@c"}}) {
    EXPECT_TRUE(check_actor(actor, {}).has_value()) << actor.to_string();
    EXPECT_EQ(Actor::parse(actor.to_string()), actor);
  }
}

TEST(Actors, WhoWouldBeReadBackAsAnotherOneIsRefused) {
  for (const auto& actor : {Actor{"w7@S001", "officer", ""}, Actor{"a@b", "officer", "S001"},
                            Actor{"officer:w7", "", "S001"}, Actor{"x", "a:b", ""},
                            Actor{"w7", "", "S:1"}, Actor{"timer:timer", "", ""}}) {
    EXPECT_EQ(check_actor(actor, {}).error().code(), Errc::invalid_argument) << actor.to_string();
  }
  const auto refused = check_actor({"w7@S001", "officer", ""}, {});
  EXPECT_NE(refused.error().message().find("unit 'S001'"), std::string::npos)
      << refused.error().message();
}

TEST(Actors, HaveNoControlCharacters) {
  for (const auto* id : {"a\nb", "a\tb", "\x1b[0m", "a\x7f"}) {
    const auto refused = check_actor({id, "officer", ""}, {});
    EXPECT_EQ(refused.error().code(), Errc::invalid_argument);
    EXPECT_EQ(refused.error().message().find(id), std::string::npos) << "it is not repeated";
  }
  EXPECT_TRUE(check_actor({"a", "officer", "S\n1"}, {}).has_error());
  EXPECT_TRUE(check_actor({"a", "offi\ncer", ""}, {}).has_error());
}

TEST(Actors, AReservedRoleIsRefusedAsBefore) {
  EXPECT_EQ(check_actor({"x", "timer", ""}, {}).error().code(), Errc::invalid_argument);
  EXPECT_TRUE(check_actor({"x", "timer", ""}, StandingOf::engine()).has_value());
}

}  // namespace
}  // namespace recourse::core
