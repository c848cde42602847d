// The catalogue that travels inside, and catalogues from outside.
#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/casework/catalogue.hpp>

namespace recourse::casework {
namespace {

TEST(CaseCatalogue, TheBuiltInOneHasSixLinesSeventyMattersAndTwentySixReasons) {
  const auto& c = Catalogue::builtin();
  EXPECT_EQ(c.matters().size(), 70u);
  EXPECT_EQ(c.reasons().size(), 26u);
  EXPECT_FALSE(c.version().empty());
  for (std::uint8_t i = 1; i <= 6; ++i) {
    const auto line = static_cast<Line>(i);
    EXPECT_TRUE(std::ranges::any_of(c.matters(), [&](const auto& m) { return m.line == line; }))
        << zh(line);
  }
}

TEST(CaseCatalogue, LinesHaveNamesAndCodes) {
  EXPECT_EQ(zh(Line::population), "人口");
  EXPECT_EQ(en(Line::exit_entry), "Exit-entry");
  EXPECT_EQ(code(Line::population), "RK");
  EXPECT_EQ(code(Line::public_order), "ZA");
  EXPECT_EQ(code(Line::criminal), "XZ");
  EXPECT_EQ(code(Line::traffic), "JJ");
  EXPECT_EQ(code(Line::exit_entry), "CJ");
  EXPECT_EQ(code(Line::other), "QT");
  EXPECT_EQ(code(Line{}), "");
}

TEST(CaseCatalogue, EntriesAreFoundByTheirCodes) {
  const auto& c = Catalogue::builtin();
  ASSERT_NE(c.matter("RK17"), nullptr);
  EXPECT_EQ(c.matter("RK17")->line, Line::population);
  EXPECT_FALSE(c.matter("RK17")->limit.empty());
  EXPECT_TRUE(c.matter("RK17")->sourced);
  ASSERT_NE(c.reason("P5"), nullptr);
  EXPECT_EQ(c.reason("P5")->usual_route, "REFUSE with remedy");
  EXPECT_EQ(c.matter("RK99"), nullptr);
  EXPECT_EQ(c.matter(""), nullptr);
  EXPECT_EQ(c.reason("m1"), nullptr);
}

std::string with(const std::string& matters, const std::string& reasons = "[]") {
  return R"({"version":"1","matters":)" + matters + R"(,"reasons":)" + reasons + "}";
}

TEST(CaseCatalogue, AnotherOneIsReadInAnyOrder) {
  const auto c = Catalogue::from_json(with(R"([
      {"code":"B","zh":"乙","en":"b","line":"JJ"},
      {"code":"A","zh":"甲","en":"a","line":"RK"}])"));
  ASSERT_TRUE(c) << c.error().message();
  EXPECT_EQ(c->matters()[0].code, "A");
  EXPECT_EQ(c->matter("B")->line, Line::traffic);
}

TEST(CaseCatalogue, AFaultIsNamedByItsPlace) {
  const auto fault = [](const std::string& text) {
    const auto c = Catalogue::from_json(text);
    EXPECT_FALSE(c);
    if (c) return std::string{};
    EXPECT_EQ(c.error().code(), Errc::malformed);
    return c.error().message();
  };
  EXPECT_NE(fault("{").find("line 1"), std::string::npos);
  EXPECT_NE(fault("[]").find("object"), std::string::npos);
  EXPECT_NE(fault(R"({"version":"1"})").find("/matters"), std::string::npos);
  EXPECT_NE(fault(with("[7]")).find("/matters/0"), std::string::npos);
  EXPECT_NE(fault(with(R"([{"code":"A","zh":"甲","en":"a","line":"XX"}])")).find("/matters/0/line"),
            std::string::npos);
  EXPECT_NE(fault(with(R"([{"code":"A","en":"a","line":"RK"}])")).find("/matters/0/zh"),
            std::string::npos);
  EXPECT_NE(
      fault(with("[]", R"([{"code":"A","zh":"甲","en":"a"},{"code":"A","zh":"乙","en":"b"}])"))
          .find("A is taken twice"),
      std::string::npos);
}

}  // namespace
}  // namespace recourse::casework
