// What people call views and reactions: said where they are, told where they are shown.
#include <gtest/gtest.h>

#include <recourse/engine.hpp>

#include "tests/support/errand.hpp"

namespace recourse {
namespace {

/// The errands, with a label of the decider.
struct Called : errand::Errand {
  static constexpr core::Label kLabel{"Errands", "差事"};
};

class Counted final : public core::Projection {
 public:
  core::ProjectionSpec spec() const override { return {"counted"}; }
  core::Label label() const override { return {"Counted", "计数"}; }
  Result<void> apply(const core::RecordView&, core::TableWriter&) override {
    return Error{Errc::corruption, "it cannot count"};
  }
};

/// It has a name in one language.
class Halved final : public core::Projection {
 public:
  core::ProjectionSpec spec() const override { return {"halved"}; }
  core::Label label() const override { return {"Halved", {}}; }
  Result<void> apply(const core::RecordView&, core::TableWriter&) override {
    return Error{Errc::corruption, "it cannot halve"};
  }
};

class Nameless final : public core::Projection {
 public:
  core::ProjectionSpec spec() const override { return {"nameless"}; }
  Result<void> apply(const core::RecordView&, core::TableWriter&) override { return {}; }
};

class Thanks final : public core::Reaction {
 public:
  core::ReactionSpec spec() const override {
    return {.name = "thanks", .start = core::ReactionStart::beginning};
  }
  core::Label label() const override { return {"Thanks are said", "致谢"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView&) const override {
    return Error{Errc::corruption, "it has no words"};
  }
};

TEST(LabelsTest, ViewsAndReactionsAreCalledAsTheySayAndTroubleNamesThemSo) {
  auto engine = Engine::open({.store = "memory"}).value();
  engine->add(Called{}, [] {
    return std::make_unique<core::StateView<Called>>(core::ProjectionSpec{"errand"}, Called{});
  });
  engine->add_view([] { return std::make_unique<Counted>(); });
  engine->add_view([] { return std::make_unique<Halved>(); });
  engine->add_view([] { return std::make_unique<Nameless>(); });
  engine->add_reaction(std::make_unique<Thanks>());
  EXPECT_EQ(engine->reaction_label("thanks").en, "Thanks are said") << "before it runs";
  ASSERT_TRUE(engine->start().has_value());
  const auto& views = engine->views();
  EXPECT_EQ(views.label("errand").en, "Errands");
  EXPECT_EQ(views.label("errand").zh, "差事");
  EXPECT_EQ(views.label("counted").zh, "计数");
  EXPECT_TRUE(views.label("nameless").empty());
  EXPECT_TRUE(views.label("no such view").empty());
  EXPECT_TRUE(engine->reaction_label("no such reaction").empty());

  core::Append append;
  append.command_id = random_command_id();
  append.actor = "clerk:k1";
  append.streams = {{StreamId::of("other", "o1").value(),
                     core::ExpectedVersion::none(),
                     0,
                     {core::NewEvent{"other.noted", 1, engine->clock().now(), {}}}}};
  const auto appended = engine->store().append(std::move(append)).value();
  EXPECT_FALSE(engine->rows("counted", appended.last).has_value());
  EXPECT_FALSE(engine->rows("halved", appended.last).has_value());
  EXPECT_FALSE(engine->react().has_value());
  EXPECT_EQ(engine->reaction_label("thanks").zh, "致谢") << "once it runs";
  const auto troubles = engine->health().troubles;
  ASSERT_EQ(troubles.size(), 3u);
  EXPECT_TRUE(troubles[0].starts_with("view_stopped counted: ")) << troubles[0];
  EXPECT_TRUE(troubles[0].ends_with(" (Counted, 计数)")) << troubles[0];
  EXPECT_TRUE(troubles[2].starts_with("reaction_stopped thanks: ")) << troubles[2];
  EXPECT_TRUE(troubles[2].ends_with(" (Thanks are said, 致谢)")) << troubles[2];
  EXPECT_TRUE(troubles[1].ends_with(" (Halved)")) << troubles[1];
}

}  // namespace
}  // namespace recourse
