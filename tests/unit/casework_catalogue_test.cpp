// The catalogue that travels inside, and catalogues from outside.
#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/base/limits.hpp>
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

std::string fault(const std::string& text) {
  const auto c = Catalogue::from_json(text);
  EXPECT_FALSE(c) << text;
  if (c) return {};
  EXPECT_EQ(c.error().code(), Errc::malformed);
  return c.error().message();
}

TEST(CaseCatalogue, AFaultIsNamedByItsPlace) {
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

/// A list of one matter, A7, that has these members beside the ones it must have.
std::string one_matter(const std::string& members) {
  return with(R"([{"code":"A7","zh":"甲","en":"a","line":"RK",)" + members + "}]");
}

/// Its materials: a good one, and one with these members.
std::string one_material(const std::string& members) {
  return one_matter(R"("materials":[{"code":"1","zh":"子","en":"i","main":true},{)" + members +
                    "}]");
}

TEST(CaseCatalogue, ADeploymentsOwnNeedNotSayWhatIsHandedIn) {
  const auto bare = Catalogue::from_json(with(R"([{"code":"A","zh":"甲","en":"a","line":"RK"}])"));
  ASSERT_TRUE(bare) << bare.error().message();
  const auto& matter = bare->matters()[0];
  EXPECT_TRUE(matter.materials.empty());
  EXPECT_FALSE(matter.licence);
  EXPECT_FALSE(matter.lacking);
  EXPECT_EQ(matter.limit_days, std::nullopt);
}

TEST(CaseCatalogue, ADeploymentsOwnSaysIt) {
  const auto full = Catalogue::from_json(one_matter(R"(
      "licence":true,"lacking":true,"limit_days":20,"materials":[
        {"code":"b","zh":"丑","en":"second","requirement_zh":"原件","requirement_en":"original",
         "main":false},
        {"code":"a","zh":"子","en":"first","main":true}])"));
  ASSERT_TRUE(full) << full.error().message();
  const auto& matter = full->matters()[0];
  EXPECT_TRUE(matter.licence);
  EXPECT_TRUE(matter.lacking);
  EXPECT_EQ(matter.limit_days, 20);
  ASSERT_EQ(matter.materials.size(), 2u);
  EXPECT_EQ(matter.materials[0].code, "b");  // Their order is the one people are told.
  EXPECT_EQ(matter.material("b")->requirement_zh, "原件");
  EXPECT_EQ(matter.material("b")->requirement_en, "original");
  EXPECT_TRUE(matter.material("a")->main);
  EXPECT_EQ(matter.material("a")->requirement_zh, "");
}

TEST(CaseCatalogue, AFaultInAMaterialNamesMatterAndMember) {
  const auto place = [](const std::string& member) {
    return "/matters/0/materials/1/" + member + ": ";
  };
  for (const auto& [members, member] : std::vector<std::pair<std::string, std::string>>{
           {R"("zh":"丑","en":"ii","main":true)", "code"},
           {R"("code":" ","zh":"丑","en":"ii","main":true)", "code"},
           {R"("code":"2","en":"ii","main":true)", "zh"},
           {R"("code":"2","zh":" ","en":"ii","main":true)", "zh"},
           {R"("code":"2","zh":"其他材料","en":"ii","main":true)", "zh"},
           {R"("code":"2","zh":"等","en":"ii","main":true)", "zh"},
           {R"("code":"2","zh":"丑","main":true)", "en"},
           {R"("code":"2","zh":"丑","en":"others","main":true)", "en"},
           {R"("code":"2","zh":"丑","en":"ii","requirement_zh":7,"main":true)", "requirement_zh"},
           {R"("code":"2","zh":"丑","en":"ii","requirement_en":[],"main":true)", "requirement_en"},
           {R"("code":"2","zh":"丑","en":"ii")", "main"},
           {R"("code":"2","zh":"丑","en":"ii","main":1)", "main"}}) {
    const auto message = fault(one_material(members));
    EXPECT_EQ(message.find(place(member)), 0u) << message;
    EXPECT_NE(message.find("(A7)"), std::string::npos) << message;
  }
  const auto twice = fault(one_material(R"("code":"1","zh":"丑","en":"ii","main":true)"));
  EXPECT_EQ(twice, "/matters/0/materials: the code 1 is taken twice (A7)");
  EXPECT_EQ(fault(one_matter(R"("materials":[7])")),
            "/matters/0/materials/0: an object is wanted here (A7)");
  EXPECT_EQ(fault(one_matter(R"("materials":{})")),
            "/matters/0/materials: a list is wanted here (A7)");
}

TEST(CaseCatalogue, AFlagOrALimitOfAnotherTypeIsAFault) {
  EXPECT_EQ(fault(one_matter(R"("licence":"yes")")),
            "/matters/0/licence: true or false is wanted here (A7)");
  EXPECT_EQ(fault(one_matter(R"("lacking":null)")),
            "/matters/0/lacking: true or false is wanted here (A7)");
  const auto over = std::to_string(limits::kWorkingDaysMax + 1);
  const std::vector<std::string> wrong{"0", "-1", "2.5", "\"5\"", over, "18446744073709551615"};
  for (const auto& days : wrong) {
    EXPECT_EQ(fault(one_matter("\"limit_days\":" + days)).find("/matters/0/limit_days: "), 0u)
        << days;
  }
  EXPECT_TRUE(Catalogue::from_json(
      one_matter("\"limit_days\":" + std::to_string(limits::kWorkingDaysMax))));
}

}  // namespace
}  // namespace recourse::casework
