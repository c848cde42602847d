// Words that pretend to name a paper (R14), within wording and as a whole.
#include <gtest/gtest.h>

#include <recourse/casework/common/catalogue.hpp>

#include "casework/common/catalogue/catch_all.hpp"

namespace recourse::casework {
namespace {

TEST(CatchAll, IsFoundWithinWording) {
  for (const auto* vague : {"其他",
                            "其它材料",
                            "等",
                            "其他证明文件",
                            "派出所认为需要的其他材料",
                            "户口簿等材料",
                            "户口簿、身份证等",
                            "户口簿等能证明身份的材料",
                            "民警要求的材料",
                            "窗口要求提供的证明",
                            "身份证明等",
                            "身份证明等证件",
                            "有关手续",
                            "相关材料",
                            "详见目录",
                            "以窗口告知为准",
                            "按规定需要提交的材料",
                            "原件及其他相关材料",
                            "及民警要求的其他材料",
                            "其 他 材 料",
                            "其他　材料",
                            "身份证、其他",
                            "材料",
                            "一切证明材料",
                            "全部证明",
                            "若干材料",
                            "材料若干",
                            "有效证件",
                            "相关部门证明",
                            "有关单位出具的材料",
                            "根据情况补充的材料",
                            "根据实际需要提供的材料",
                            "办案民警要求提供的其他证据材料",
                            "见附件",
                            "口头告知",
                            "other documents",
                            "Others",
                            "ID card, etc.",
                            "any other papers as required"}) {
    EXPECT_TRUE(is_catch_all(vague)) << vague;
  }
}

TEST(CatchAll, APartOfAWordIsNone) {
  for (const auto* name : {"",
                           "出生医学证明",
                           "高等学校毕业证书",
                           "中等职业学校学生证",
                           "平等协商协议",
                           "等级证书",
                           "其他共有人居民身份证",
                           "监护关系证明",
                           "法律规定的监护人证明",
                           "变更理由的证明",
                           "可核实本人身份的证件",
                           "学校要求的书面声明",
                           "需要公证的委托书",
                           "原件，在有效期内",
                           "有效的居民身份证",
                           "全部家庭成员的居民身份证",
                           "相关部门颁发的营业执照",
                           "情况说明",
                           "单位介绍信",
                           "附件一：委托书",
                           "申请表",
                           "依法取得的住所合法证明",
                           "Marriage certificate of the other parent"}) {
    EXPECT_FALSE(is_catch_all(name)) << name;
  }
}

TEST(CatchAll, TheCatalogueHasNone) {
  for (const auto& matter : Catalogue::builtin().matters()) {
    for (const auto& paper : matter.materials) {
      for (const auto* words :
           {&paper.zh, &paper.en, &paper.requirement_zh, &paper.requirement_en}) {
        EXPECT_FALSE(is_catch_all(*words)) << matter.code << ": " << *words;
      }
    }
  }
}

TEST(CatchAll, WhiteSpaceMakesNoOtherName) { EXPECT_EQ(without_spaces(" 户口　簿\t "), "户口簿"); }

}  // namespace
}  // namespace recourse::casework
