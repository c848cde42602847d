// The drill of a way back: a newer build has written, and the older one opens the log again. What
// it can read it goes on with; what it cannot it refuses by name, and leaves as it is.
#include <gtest/gtest.h>

#include <fstream>
#include <recourse/engine.hpp>

#include "tests/contract/stores.hpp"
#include "tests/support/permit.hpp"

namespace recourse::contract {
namespace {

using Older = permit::before::Permit;
using Newer = permit::after::Permit<2>;

StreamId permit_of(std::string_view key) { return StreamId::of("permit", key).value(); }

class RollbackDrill : public testing::Test {
 protected:
  /// One build at work: an engine with this decider on the folder.
  template <class D>
  struct Build {
    explicit Build(RollbackDrill& drill)
        : engine(Engine::open({.directory = drill.directory.path(),
                               .clock = &drill.clock,
                               .view_patience = std::chrono::milliseconds{5000}})
                     .value()),
          permits(&engine->add(D{})),
          now(&drill.clock) {
      engine->start().value();
    }
    Result<core::Outcome> give(std::string_view key, typename D::Command command) {
      now->advance(std::chrono::minutes{1});
      return permits->handle(permit_of(key), command, engine->context({"me", "tester", "lab"}));
    }
    /// The view's position is the log's end, or why it is not.
    std::string trouble_of_the_view() {
      const auto rows = engine->rows("permit", engine->store().head().value());
      return rows ? std::string{}
                  : std::string{info(rows.error().code()).name} + ": " + rows.error().message();
    }
    std::unique_ptr<Engine> engine;
    Hosted<D>* permits;
    ManualClock* now;
  };

  void SetUp() override {
    Build<Older> older{*this};
    for (const auto* key : {"old", "kept"}) {
      ASSERT_FALSE(older.give(key, permit::Ask{})->refused());
      ASSERT_FALSE(older.give(key, permit::Grant{})->refused());
    }
    ASSERT_EQ(older.trouble_of_the_view(), "");
  }

  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
};

TEST_F(RollbackDrill, WhileTheNewerBuildBeganNothingTheOlderOneGoesOnWithAll) {
  {
    Build<Newer> newer{*this};
    EXPECT_EQ(newer.trouble_of_the_view(), "") << "its view was built anew by itself";
    ASSERT_FALSE(newer.give("old", permit::Use{})->refused());
  }
  Build<Older> older{*this};
  EXPECT_EQ(older.trouble_of_the_view(), "") << "and back again";
  EXPECT_FALSE(older.give("old", permit::Close{})->refused());
  EXPECT_FALSE(older.give("kept", permit::Use{})->refused());
  EXPECT_TRUE(older.engine->verify()->ok());
}

TEST_F(RollbackDrill, StreamsOfANewerDefinitionAreRefusedByNameAndTheOthersServed) {
  {
    Build<Newer> newer{*this};
    ASSERT_FALSE(newer.give("new", permit::Ask{})->refused());
  }
  Build<Older> older{*this};
  const auto head = older.engine->store().head().value();
  const auto no = older.give("new", permit::Grant{});
  ASSERT_TRUE(no.has_error());
  EXPECT_EQ(no.error().code(), Errc::format_too_new);
  EXPECT_NE(no.error().message().find("permit/new version 1: written by definition 2"),
            std::string::npos)
      << no.error().message();
  EXPECT_EQ(older.engine->store().head().value(), head) << "it is left as it is";
  EXPECT_FALSE(older.give("kept", permit::Use{})->refused());
  EXPECT_FALSE(older.give("fresh", permit::Ask{})->refused());
  // What needs every stream stops, and says at which.
  EXPECT_NE(older.trouble_of_the_view().find("view_stopped: view permit"), std::string::npos);
  EXPECT_NE(older.trouble_of_the_view().find("definition 2"), std::string::npos);
  EXPECT_FALSE(older.engine->health().ok());
  // And the newer build, when it comes again, has lost nothing.
  older.engine.reset();
  Build<Newer> newer{*this};
  EXPECT_EQ(newer.trouble_of_the_view(), "");
  EXPECT_FALSE(newer.give("new", permit::Grant{100})->refused());
  EXPECT_FALSE(newer.give("kept", permit::Close{})->refused());
  EXPECT_TRUE(newer.engine->verify()->ok());
}

TEST_F(RollbackDrill, AnEventInANewerVersionStopsItsStreamAlone) {
  {
    Build<Newer> newer{*this};
    ASSERT_FALSE(newer.give("half", permit::Ask{})->refused());
  }
  {
    // The same without a new definition: what a careless change would write.
    Build<permit::after::Permit<1>> careless{*this};
    ASSERT_FALSE(careless.give("worse", permit::Ask{})->refused());
    ASSERT_FALSE(careless.give("worse", permit::Grant{100})->refused());
  }
  Build<Older> older{*this};
  const auto no = older.give("worse", permit::Use{});
  ASSERT_TRUE(no.has_error());
  EXPECT_EQ(no.error().code(), Errc::format_too_new);
  EXPECT_NE(no.error().message().find("permit/worse version 2"), std::string::npos)
      << no.error().message();
  EXPECT_FALSE(older.give("kept", permit::Use{})->refused());
}

TEST_F(RollbackDrill, AFolderOfALaterFormIsNotOpened) {
  const auto marker = directory.path() / "recourse.store";
  std::ifstream in{marker};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto place = text.find("format 2");
  ASSERT_NE(place, std::string::npos) << text;
  for (const auto& [form, code] :
       {std::pair{'3', Errc::format_too_new}, std::pair{'1', Errc::format_too_old}}) {
    text[place + 7] = form;
    std::ofstream{marker} << text;
    const auto opened = Engine::open({.directory = directory.path(), .clock = &clock});
    ASSERT_TRUE(opened.has_error());
    EXPECT_EQ(opened.error().code(), code) << opened.error().message();
  }
  text[place + 7] = '2';
  std::ofstream{marker} << text;
  Build<Older> older{*this};
  EXPECT_FALSE(older.give("kept", permit::Use{})->refused()) << "nothing was changed by trying";
}

}  // namespace
}  // namespace recourse::contract
