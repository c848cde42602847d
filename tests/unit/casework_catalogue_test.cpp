// The catalogue that travels inside, and catalogues from outside.
#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/casework/common/catalogue.hpp>

namespace recourse::casework::complaint {
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

/// The codes of the matters that a member says yes to.
std::vector<std::string> those_with(bool Matter::*flag) {
  std::vector<std::string> codes;
  for (const auto& matter : Catalogue::builtin().matters()) {
    if (matter.*flag) codes.push_back(matter.code);
  }
  return codes;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(' ') == std::string::npos; }

TEST(CaseCatalogue, EachMatterNamesTheTwoToSixPapersOfItsOwnOrNone) {
  std::size_t papers = 0;
  std::size_t main = 0;
  std::vector<std::string> without;
  for (const auto& matter : Catalogue::builtin().matters()) {
    SCOPED_TRACE(matter.code);
    if (matter.materials.empty()) {
      without.push_back(matter.code);
      continue;
    }
    EXPECT_GE(matter.materials.size(), 2u);
    EXPECT_LE(matter.materials.size(), 6u);
    EXPECT_TRUE(std::ranges::any_of(matter.materials, &Material::main));
    papers += matter.materials.size();
    for (std::size_t i = 0; i < matter.materials.size(); ++i) {
      const auto& m = matter.materials[i];
      EXPECT_EQ(m.code, std::to_string(i + 1));
      EXPECT_FALSE(is_blank(m.zh) || is_blank(m.en)) << m.code;
      EXPECT_FALSE(is_blank(m.requirement_zh) || is_blank(m.requirement_en)) << m.code;
      EXPECT_EQ(m.zh.find("其他材料"), std::string::npos) << m.zh;
      EXPECT_FALSE(m.zh.ends_with("等")) << m.zh;
      EXPECT_EQ(std::ranges::count(matter.materials, m.zh, &Material::zh), 1) << m.zh;
      if (m.main) ++main;
    }
  }
  EXPECT_EQ(papers, 269u);
  EXPECT_EQ(main, 201u);
  const std::vector<std::string> questions{"QT01", "QT02", "QT03", "QT04", "QT05", "QT06", "RK28"};
  EXPECT_EQ(without, questions);
}

TEST(CaseCatalogue, LicencesAreNamedOneByOne) {
  const std::vector<std::string> licences{"CJ01", "CJ02", "CJ03", "JJ02", "JJ03",
                                          "JJ06", "ZA01", "ZA02", "ZA03", "ZA04"};
  EXPECT_EQ(those_with(&Matter::licence), licences);
}

TEST(CaseCatalogue, WhatMayBeLackingIsSecondaryAndNeverAQuestionOfIdentityOrSafety) {
  const auto lacking = those_with(&Matter::lacking);
  EXPECT_EQ(lacking.size(), 24u);
  for (const auto& code : lacking) {
    const auto& materials = Catalogue::builtin().matter(code)->materials;
    EXPECT_FALSE(std::ranges::all_of(materials, &Material::main)) << code;
  }
  // First entries and identity papers, names and birth dates, criminal records, safety, borders.
  for (const std::string_view code :
       {"RK01", "RK02", "RK03", "RK04", "RK05", "RK08", "RK09", "RK12", "RK13", "RK14",
        "RK19", "RK20", "RK21", "RK26", "RK27", "RK34", "RK36", "RK37", "ZA02", "ZA03",
        "ZA04", "XZ01", "XZ02", "XZ03", "XZ08", "JJ01", "JJ02", "CJ01", "CJ02", "CJ03"}) {
    ASSERT_NE(Catalogue::builtin().matter(code), nullptr) << code;
    EXPECT_FALSE(Catalogue::builtin().matter(code)->lacking) << code;
  }
}

TEST(CaseCatalogue, ALimitInWorkingDaysStandsWhereTheWordsSayOne) {
  const auto& c = Catalogue::builtin();
  EXPECT_EQ(c.matter("ZA01")->limit_days, 10);
  EXPECT_EQ(c.matter("XZ01")->limit_days, 3);
  EXPECT_EQ(c.matter("XZ02")->limit_days, 15);
  EXPECT_EQ(std::ranges::count_if(c.matters(), [](auto& m) { return m.limit_days.has_value(); }),
            3);
  // Calendar days, and two steps, are not one number of working days.
  EXPECT_EQ(c.matter("RK19")->limit_days, std::nullopt);
  EXPECT_EQ(c.matter("RK17")->limit_days, std::nullopt);
}

TEST(CaseCatalogue, AMaterialIsFoundByItsCode) {
  const auto& birth = *Catalogue::builtin().matter("RK01");
  ASSERT_NE(birth.material("1"), nullptr);
  EXPECT_EQ(birth.material("1")->zh, "出生医学证明");
  EXPECT_TRUE(birth.material("1")->main);
  EXPECT_FALSE(birth.material("5")->main);
  EXPECT_EQ(birth.material("6"), nullptr);
  EXPECT_EQ(birth.material(""), nullptr);
  EXPECT_EQ(Catalogue::builtin().matter("QT01")->material("1"), nullptr);
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
}  // namespace recourse::casework::complaint
