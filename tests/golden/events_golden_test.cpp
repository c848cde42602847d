// Golden: the bytes of every event of every workflow, at every version there ever was. A line of
// tests/golden/wire/<kind>_events.txt is never changed or removed; a new event or version adds one:
//
//     RECOURSE_ADD_GOLDEN=1 build/dev/bin/golden_tests --gtest_filter='EventsGolden.*'
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <recourse/office_workflows.hpp>

#include "tests/support/errand.hpp"
#include "tests/support/golden_events.hpp"
#include "tests/support/permit.hpp"

namespace recourse {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const fs::path kFolder{RECOURSE_SOURCE_DIR "/tests/golden/wire"};

TEST(EventsGolden, EveryEventOfEveryWorkflowHasTheBytesItAlwaysHad) {
  for (const auto& workflow : office_workflows()) {
    const auto use = test::golden_from_environment();
    EXPECT_THAT(test::golden_faults(*workflow.info, kFolder, use), IsEmpty());
  }
}

TEST(EventsGolden, EveryFileThereIsBelongsToAWorkflow) {
  for (const auto& entry : fs::directory_iterator{kFolder}) {
    auto name = entry.path().stem().string();
    if (name == "bytes") continue;  // those of wire_golden_test.cpp
    for (const auto* end : {"_events", "_words"}) {
      if (name.ends_with(end)) name.resize(name.size() - std::string_view{end}.size());
    }
    EXPECT_NE(office_workflow(name), nullptr) << entry.path() << " is of no workflow";
  }
}

/// The check itself, on a folder of its own, with the small workflow that lives through changes.
class GoldenCheck : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder = fs::path{testing::TempDir()} / (std::string{"golden_"} + test->name());
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  template <class D>
  std::vector<std::string> faults(test::Golden use = test::Golden::compare) {
    return test::golden_faults(core::workflow_info<D>(), folder, use);
  }
  std::string text(const char* file) const {
    std::ifstream in{folder / file};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void write(const char* file, const std::string& to) const { std::ofstream{folder / file} << to; }

  fs::path folder;
};

TEST_F(GoldenCheck, ATypeWithoutBytesFailsAndSaysHowToAddThem) {
  const auto all = faults<permit::before::Permit>();
  ASSERT_EQ(all.size(), 9u);
  EXPECT_THAT(all.front(), HasSubstr("permit.asked 1 has no golden bytes in "));
  EXPECT_THAT(all.front(), HasSubstr("RECOURSE_ADD_GOLDEN=1"));
  EXPECT_THAT(faults<permit::before::Permit>(test::Golden::add), IsEmpty());
  EXPECT_THAT(faults<permit::before::Permit>(), IsEmpty());
}

TEST_F(GoldenCheck, ANewVersionAddsALineAndARetiredTypeKeepsItsOwn) {
  faults<permit::before::Permit>(test::Golden::add);
  const auto old = text("permit_events.txt");
  EXPECT_THAT(faults<permit::after::Permit<2>>(),
              ElementsAre(HasSubstr("permit.granted 2 has no golden bytes")));
  EXPECT_THAT(faults<permit::after::Permit<2>>(test::Golden::add), IsEmpty());
  EXPECT_EQ(text("permit_events.txt").substr(0, old.size()), old);
  EXPECT_THAT(faults<permit::after::Permit<2>>(), IsEmpty());
}

TEST_F(GoldenCheck, BytesOfATypeThatIsGoneFail) {
  faults<permit::before::Permit>(test::Golden::add);
  EXPECT_THAT(faults<permit::after::Forgetful>(),
              ElementsAre(HasSubstr("the workflow has no such type")));
}

TEST_F(GoldenCheck, OtherBytesFailAndAVersionThatIsNotKnown) {
  faults<permit::before::Permit>(test::Golden::add);
  auto changed = text("permit_events.txt");
  const auto at = changed.find("permit.noted 1 ") + 15;
  changed.replace(at, changed.find('\n', at) - at, "0141");
  write("permit_events.txt", changed + "permit.used 2\n");
  const auto all = faults<permit::before::Permit>();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_THAT(all[0], HasSubstr("permit.noted 1 is written as "));
  EXPECT_THAT(all[1], HasSubstr("permit.used 2 is not read any more"));
}

TEST_F(GoldenCheck, AnEnumerationThatHasGrownIsFilledWithTheWordThatTheBytesHold) {
  faults<errand::Errand>(test::Golden::add);
  EXPECT_THAT(faults<errand::Errand>(), IsEmpty());
  write("errand_words.txt", "Manner once\n");
  EXPECT_THAT(faults<errand::Errand>(), ElementsAre(HasSubstr("errand.begun 1 is written as ")));
  write("errand_words.txt", "Colour red\n");
  EXPECT_THAT(faults<errand::Errand>(),
              ElementsAre(HasSubstr("names an enumeration that no event holds")));
}

}  // namespace
}  // namespace recourse
