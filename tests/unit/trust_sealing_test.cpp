// What is recorded of the keys of a log: by the engine alone, and once.
#include <gtest/gtest.h>

#include <recourse/trust/sealing.hpp>

namespace recourse::trust {
namespace {

core::Context by(core::Standing standing) {
  core::Context context{Timestamp{}, {"sealing", "engine", ""}, CommandId{}};
  context.standing = standing;
  return context;
}

TEST(Sealing, IsRecordedByTheEngineAlone) {
  const auto answer = SealingDecider{}.decide({}, Begin{}, by({}));
  ASSERT_TRUE(answer.is_refusal());
  EXPECT_EQ(answer.refusal().name, "not_the_engine");
  EXPECT_FALSE(SealingDecider{}.decide({}, Begin{}, by(core::StandingOf::engine())).is_refusal());
}

TEST(Sealing, BeginsOnce) {
  State state;
  state.begun = true;
  const auto answer = SealingDecider{}.decide(state, Begin{}, by(core::StandingOf::engine()));
  ASSERT_TRUE(answer.is_refusal());
  EXPECT_EQ(answer.refusal().name, "begun_already");
}

}  // namespace
}  // namespace recourse::trust
