#include "words.hpp"

#include <algorithm>

namespace recourse::cli::words {
namespace {

using casework::Line;
using casework::complaint::AnswerKind;
using casework::complaint::Grade;
using casework::complaint::NoticeItem;
using casework::complaint::Outcome;

constexpr std::string_view kSurnames[] = {"王", "李", "张", "陈", "刘", "杨", "黄", "赵",
                                          "周", "吴", "徐", "孙", "朱", "沈", "陆", "顾"};

std::string matter_of(const PlannedCase& planned) {
  return casework::Catalogue::builtin().matter(planned.matter)->zh;
}
std::string reason_of(const PlannedCase& planned) {
  return casework::Catalogue::builtin().reason(planned.reason)->zh;
}

}  // namespace

Text name(const PlannedCase& planned) {
  Random dice{planned.person};
  const std::string surname{dice.pick(kSurnames)};
  if (planned.applicant == casework::complaint::ApplicantKind::enterprise) {
    return Text{surname + "记商行（模拟）"};
  }
  return Text{surname + "某某"};
}

Text phone(const PlannedCase& planned) {
  Random dice{planned.person, 1};
  auto digits = std::to_string(dice.below(1'000'000'000));
  return Text{"12" + std::string(9 - digits.size(), '0') + digits};
}

Text narrative(const PlannedCase& planned) {
  return Text{"来办“" + matter_of(planned) + "”，没有办成，窗口说是“" + reason_of(planned) +
              "”，请帮助解决。（模拟）"};
}

std::string_view law(Line line) {
  switch (line) {
    case Line::population:
      return "《中华人民共和国户口登记条例》";
    case Line::public_order:
      return "《中华人民共和国治安管理处罚法》";
    case Line::criminal:
      return "《公安机关办理犯罪记录查询工作规定》";
    case Line::traffic:
      return "《中华人民共和国道路交通安全法》";
    case Line::exit_entry:
      return "《中华人民共和国出境入境管理法》";
    case Line::other:
      break;
  }
  return "《上海市优化营商环境条例》";
}

Text explanation(const PlannedCase& planned) {
  return Text{"已就“" + matter_of(planned) + "”说明依据、流程和所需材料。（模拟）"};
}
Text question(const PlannedCase& planned) {
  return Text{"“" + matter_of(planned) + "”遇“" + reason_of(planned) + "”，可否办理、如何办理？"};
}
Text tried(const PlannedCase&) { return Text{"已核对窗口系统和纸质档案，并联系原登记单位。"}; }

Text solution(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::do_it_so:
      return Text{"凭现有材料和核查结论办理，留存情况说明。"};
    case AnswerKind::authorised:
      return Text{"同意个案办理，由分局备案。"};
    case AnswerKind::cannot_by_law:
      return Text{"现行规定不允许，做好解释，指明其他途径。"};
    case AnswerKind::policy_gap:
      return Text{"现行规定未涵盖，先行登记，待规定明确后主动联系。"};
  }
  return {};
}

std::string_view wording(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::do_it_so:
      return "您的情况可以办理，请到窗口办结手续。";
    case AnswerKind::authorised:
      return "经研究，您的情况可以作为个案办理。";
    case AnswerKind::cannot_by_law:
      return "依照现行规定不能办理，我们为您说明其他可行的办法。";
    case AnswerKind::policy_gap:
      return "目前尚无明确规定，我们已登记，一有规定即与您联系。";
  }
  return {};
}

Text reply(Outcome outcome) {
  switch (outcome) {
    case Outcome::done:
      return Text{"您反映的事项已经办成。"};
    case Outcome::cannot_by_law:
      return Text{"您反映的事项依法不能办理，依据已向您说明。"};
    default:
      return Text{"您反映的事项已经答复。"};
  }
}

std::string_view next_step(Outcome outcome) {
  switch (outcome) {
    case Outcome::done:
      return "";
    case Outcome::cannot_by_law:
      return "对不予办理不服的，可以依法申请行政复议或者提起行政诉讼。";
    default:
      return "条件具备后可凭本次登记直接到反映窗口办理，无需重新排队。";
  }
}

std::string_view urgency(Random& dice) {
  static constexpr std::string_view kWhy[] = {"子女入学报名在即", "购房签约需要",
                                              "出行在即",         "单位入职截止",
                                              "医保参保需要",     "反复来窗口多次未果"};
  return dice.pick(kWhy);
}

std::vector<NoticeItem> lacking(const PlannedCase& planned, bool secondary, Random& dice) {
  // The catalogue knows what the papers are called.
  std::vector<NoticeItem> items;
  for (const auto& material : casework::Catalogue::builtin().matter(planned.matter)->materials) {
    if (!secondary || !material.main) items.push_back({material.code, "", ""});
  }
  const auto wanted = std::min<std::size_t>(items.size(), 1 + dice.below(3));
  const auto first = dice.below(items.size());
  std::rotate(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(first), items.end());
  items.resize(wanted);
  return items;
}

NoticeItem another(const PlannedCase& planned, const std::vector<NoticeItem>& named) {
  for (const auto& material : casework::Catalogue::builtin().matter(planned.matter)->materials) {
    const bool again = std::ranges::find(named, material.code, &NoticeItem::code) != named.end();
    if (!again && !material.main) return {material.code, "", ""};
  }
  return {"Z1", "房屋产权人身份证复印件", ""};
}

std::optional<Text> comment(Grade grade, Random& dice) {
  static constexpr std::string_view kGood[] = {"民警很耐心。", "比预想的快。", "讲得清楚。"};
  static constexpr std::string_view kBad[] = {"规定不合理。", "等得太久。", "跑了好几趟。"};
  if (!dice.percent(casework::complaint::is_bad(grade) ? 70 : 25)) return std::nullopt;
  return Text{std::string{casework::complaint::is_bad(grade) ? dice.pick(kBad) : dice.pick(kGood)}};
}

}  // namespace recourse::cli::words
