// What is found again in a text of those whom it must not name.
#include <gtest/gtest.h>

#include <recourse/describe/mentions.hpp>
#include <vector>

namespace recourse::describe {
namespace {

using Names = std::vector<std::string>;

TEST(Mentions, NamesAreMaskedWhereverTheyStand) {
  const Names names{"张三", "欧阳娜娜"};
  EXPECT_EQ(mask_mentions("张三说，张三的户口没办成", names), "张*说，张*的户口没办成");
  EXPECT_EQ(mask_mentions("欧阳娜娜与张三同来", names), "欧*与张*同来");
  EXPECT_EQ(mask_mentions("没有谁", names), "没有谁");
  EXPECT_EQ(mask_mentions("", names), "");
}

TEST(Mentions, BlanksWithinANameHideItFromNobody) {
  EXPECT_EQ(mask_mentions("张 三来过", Names{"张三"}), "张*来过");
  EXPECT_EQ(mask_mentions("张　三来过", Names{"张三"}), "张*来过") << "an ideographic blank";
  EXPECT_EQ(mask_mentions("张三来过", Names{"张 三"}), "张*来过");
}

TEST(Mentions, LatinNamesAreFoundInAnyCase) {
  EXPECT_EQ(mask_mentions("ZHANG SAN called", Names{"Zhang San"}), "Z* called");
}

TEST(Mentions, TheLongestNameWins) {
  EXPECT_EQ(mask_mentions("张三丰来过", Names{"张三", "张三丰"}), "张*来过");
}

TEST(Mentions, ANameOfOneCharacterIsIgnored) {
  EXPECT_EQ(mask_mentions("张三来过", Names{"张", ""}), "张三来过");
}

TEST(Mentions, AKnownNumberIsFoundInWhateverFormItIsWritten) {
  const Names phone{"13800001234"};
  for (const auto* written : {"13800001234", "138 0000 1234", "138-0000-1234", "138–0000–1234",
                              "138.0000.1234", "１３８００００１２３４"}) {
    EXPECT_EQ(mask_mentions(std::string{"请打"} + written + "找我", phone), "请打138****1234找我")
        << written;
  }
  EXPECT_EQ(mask_mentions("+86 138 0000 1234", phone), "+86 138****1234");
  EXPECT_EQ(mask_mentions("021 5888 1234", Names{"021-58881234"}), "021****1234");
  EXPECT_EQ(mask_mentions("13800001234", Names{"+86 138-0000-1234"}), "138****1234");
}

TEST(Mentions, NumbersOfPersonsAreKnownByTheirForm) {
  EXPECT_EQ(mask_mentions("手机15912345678", {}), "手机159****5678");
  EXPECT_EQ(mask_mentions("15912345678 13912345678", {}), "159****5678 139****5678");
  EXPECT_EQ(mask_mentions("证号310101199001011234。", {}), "证号310****1234。");
  EXPECT_EQ(mask_mentions("证号31010119900101123X。", {}), "证号310****1123。");
  EXPECT_EQ(mask_mentions("证号310101 19900101 123x", {}), "证号310****1123");
}

TEST(Mentions, OtherNumbersStay) {
  for (const auto* text :
       {"2023-06-01", "编号 S001-20231201-0001", "110", "12345", "金额 1000000"}) {
    EXPECT_EQ(mask_mentions(text, Names{"张三", "13800001234"}), text);
  }
}

TEST(Mentions, BytesThatAreNoTextStayAsTheyAre) {
  const std::string broken{"\xE5\xBC\xFF\xC3"};
  EXPECT_EQ(mask_mentions(broken, Names{"张三"}), broken);
  EXPECT_EQ(mask_mentions(broken + "张三", Names{"张三"}), broken + "张*");
}

}  // namespace
}  // namespace recourse::describe
