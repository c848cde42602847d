#include "apps/server/norm_sources.hpp"

#include <algorithm>
#include <iterator>

namespace recourse::server {
namespace {

struct Source {
  std::string_view en;
  std::string_view zh;
};

constexpr std::string_view kNotInRules = "not in its rules";

constexpr Source kSources[] = {
    {kNotInRules, "本市规定中没有"},
    {"China has one time zone", "全国使用同一时区"},
    {"Civil Code, art 188: claims lapse after three years", "民法典第188条：诉讼时效期间为三年"},
    {"Shanghai business-environment ordinance, art 30", "《上海市优化营商环境条例》第30条"},
    {"administrative licence act, art 32", "《行政许可法》第32条"},
    {"administrative litigation act, art 46", "《行政诉讼法》第46条"},
    {"administrative reconsideration act 2023, art 20", "《行政复议法》（2023年修订）第20条"},
    {"our inference", "推定"},
    {"our inference, a quarter", "推定，按一个季度"},
    {"our rule", "本系统规则"},
    {"our rule: an unlimited one would empty the overdue loop",
     "本系统规则：暂停若无上限，超期督促将落空"},
    {"our rule: plan after plan would be an extension without end",
     "本系统规则：计划一再顺延即等于无限延期"},
    {"our rule: the station has to carry the answer out", "本系统规则：派出所还须落实答复"},
    {"petition rules 2005, art 34 and 35", "《信访条例》（2005年）第34条、第35条"},
    {"several cities' rules", "多地规定"},
    {"the Jiangsu trial norm of 2023 has the review; the number is our inference",
     "江苏省2023年试行规范有复核要求，天数为推定"},
    {"the city's norm: three logged attempts", "本市规范：三次有记录的联系"},
    {"the city's windows have it for traffic", "本市窗口用于交警条线"},
    {"the city's “1、5、15”", "本市“1、5、15”要求"},
    {"the city's “1、5、15”; that 15 means difficult is our reading",
     "本市“1、5、15”要求，“15”理解为疑难事项"},
    {"the city's “1、5、15”; that 5 means ordinary is our reading",
     "本市“1、5、15”要求，“5”理解为一般事项"},
    {"the sixteen, by their letters and by their numbers of GB/T 2260",
     "本市十六个区，按字母代码和GB/T 2260数字代码"},
};

}  // namespace

std::string_view norm_source_zh(std::string_view source) {
  const auto* const found = std::find_if(std::begin(kSources), std::end(kSources),
                                         [&](const Source& one) { return one.en == source; });
  return found == std::end(kSources) ? std::string_view{} : found->zh;
}

bool is_not_in_rules(std::string_view source) { return source == kNotInRules; }

}  // namespace recourse::server
