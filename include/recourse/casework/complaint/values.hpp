// The words of a case: closed lists, each with permanent numbers and a Chinese label.
//
//     zh(Route::explain)                  → "释法说理"
//     describe::enum_name(Route::explain) → "explain", its name in JSON
//
// The numbers are on disk and never reused; a value without a name is refused when it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/base/time.hpp>
#include <recourse/casework/common/demand.hpp>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/common/values.hpp>
#include <recourse/describe/sealed.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework::complaint {

// Beside the labels of the complaint's own words, declared here and there, stand those of the kit.
using casework::en;
using casework::zh;

/// What kind of failure brought the citizen to the window (R9).
enum class Category : std::uint8_t {
  not_accepted = 1,  ///< An application was filed and not accepted or not approved.
  attitude = 2,      ///< Bad manner, slowness, inaction of staff.
  difficult = 3,     ///< The counter could not do it.
  policy = 4,        ///< The policy in force is not understood.
  other = 5,         ///< Anything else that concerns police services.
};
BOOST_DESCRIBE_ENUM(Category, not_accepted, attitude, difficult, policy, other)
constexpr auto recourse_labels(const Category*) {
  return describe::labels<Category>({
      {Category::not_accepted, "申请未受理或未审批"},
      {Category::attitude, "态度作风问题"},
      {Category::difficult, "窗口未能办成的疑难杂症"},
      {Category::policy, "对现行政策不理解"},
      {Category::other, "其他政务服务问题和合理诉求"},
  });
}

/// How a matter came in (R7).
enum class Channel : std::uint8_t {
  window = 1,
  phone = 2,
  online = 3,
  hotline = 4,
  inspection = 5,
  imported = 6,
};
BOOST_DESCRIBE_ENUM(Channel, window, phone, online, hotline, inspection, imported)
constexpr auto recourse_labels(const Channel*) {
  return describe::labels<Channel>({
      {Channel::window, "窗口"},
      {Channel::phone, "电话"},
      {Channel::online, "网上"},
      {Channel::hotline, "12345 热线"},
      {Channel::inspection, "检查发现"},
      {Channel::imported, "系统导入"},
  });
}

/// For whom the window works (R7).
enum class ApplicantKind : std::uint8_t {
  person = 1,
  enterprise = 2,
  anonymous = 3,
};
BOOST_DESCRIBE_ENUM(ApplicantKind, person, enterprise, anonymous)
constexpr auto recourse_labels(const ApplicantKind*) {
  return describe::labels<ApplicantKind>({
      {ApplicantKind::person, "个人"},
      {ApplicantKind::enterprise, "企业"},
      {ApplicantKind::anonymous, "匿名"},
  });
}

/// What the counter did before the citizen came here (R9): 拖、等、放、推.
enum class CounterFault : std::uint8_t {
  refused = 1,
  delayed = 2,
  passed_on = 3,
  pushed_away = 4,
};
BOOST_DESCRIBE_ENUM(CounterFault, refused, delayed, passed_on, pushed_away)
constexpr auto recourse_labels(const CounterFault*) {
  return describe::labels<CounterFault>({
      {CounterFault::refused, "不予收件"},
      {CounterFault::delayed, "拖延"},
      {CounterFault::passed_on, "转手搁置"},
      {CounterFault::pushed_away, "推诿"},
  });
}

/// How a matter is handled (R11).
enum class Route : std::uint8_t {
  on_spot = 1,
  explain = 2,
  expedite = 3,
  lacking = 4,
  notice = 5,
  escalate = 6,
};
BOOST_DESCRIBE_ENUM(Route, on_spot, explain, expedite, lacking, notice, escalate)
constexpr auto recourse_labels(const Route*) {
  return describe::labels<Route>({
      {Route::on_spot, "当场处理"},
      {Route::explain, "释法说理"},
      {Route::expedite, "急事急办"},
      {Route::lacking, "容缺受理"},
      {Route::notice, "书面告知"},
      {Route::escalate, "上报"},
  });
}

/// How a matter ended (R8).
enum class Outcome : std::uint8_t {
  done = 1,
  answered = 2,
  cannot_by_law = 3,
  referred = 4,
  withdrawn = 5,
  duplicate = 6,
  lapsed = 7,
  declined = 8,
};
BOOST_DESCRIBE_ENUM(Outcome, done, answered, cannot_by_law, referred, withdrawn, duplicate, lapsed,
                    declined)
constexpr auto recourse_labels(const Outcome*) {
  return describe::labels<Outcome>({
      {Outcome::done, "办成"},
      {Outcome::answered, "已答复"},
      {Outcome::cannot_by_law, "依法不能办"},
      {Outcome::referred, "转送"},
      {Outcome::withdrawn, "撤回"},
      {Outcome::duplicate, "合并办理"},
      {Outcome::lapsed, "逾期失效"},
      {Outcome::declined, "不予受理"},
  });
}

using casework::Grade;

/// What a department's answer comes to (R15).
enum class AnswerKind : std::uint8_t {
  do_it_so = 1,
  authorised = 2,
  cannot_by_law = 3,
  policy_gap = 4,  ///< Opens a hint for the analysis of classes.
};
BOOST_DESCRIBE_ENUM(AnswerKind, do_it_so, authorised, cannot_by_law, policy_gap)
constexpr auto recourse_labels(const AnswerKind*) {
  return describe::labels<AnswerKind>({
      {AnswerKind::do_it_so, "可以办，照此办理"},
      {AnswerKind::authorised, "特别授权办理"},
      {AnswerKind::cannot_by_law, "依法不能办"},
      {AnswerKind::policy_gap, "政策空白"},
  });
}

/// The closed list of grounds on which a matter is out of scope.
enum class DeclineGround : std::uint8_t {
  court = 1,
  petition = 2,
  private_dispute = 3,
  not_police_business = 4,
};
BOOST_DESCRIBE_ENUM(DeclineGround, court, petition, private_dispute, not_police_business)
constexpr auto recourse_labels(const DeclineGround*) {
  return describe::labels<DeclineGround>({
      {DeclineGround::court, "已由法院、仲裁处理"},
      {DeclineGround::petition, "属信访事项"},
      {DeclineGround::private_dispute, "属民事纠纷"},
      {DeclineGround::not_police_business, "依法不属公安机关办理"},
  });
}

/// The closed list of grounds on which the clock may rest. Asking one's own department is none.
enum class PauseGround : std::uint8_t {
  citizens_papers = 1,
  outside_verification = 2,
  force_majeure = 3,
};
BOOST_DESCRIBE_ENUM(PauseGround, citizens_papers, outside_verification, force_majeure)
constexpr auto recourse_labels(const PauseGround*) {
  return describe::labels<PauseGround>({
      {PauseGround::citizens_papers, "等待群众补充材料"},
      {PauseGround::outside_verification, "外单位协查"},
      {PauseGround::force_majeure, "不可抗力"},
  });
}

/// When a demand beyond the one-time notice is no breach (R14).
enum class DemandGround : std::uint8_t {
  law_changed = 1,
  facts_changed = 2,
  authenticity_doubted = 3,
};
BOOST_DESCRIBE_ENUM(DemandGround, law_changed, facts_changed, authenticity_doubted)
constexpr auto recourse_labels(const DemandGround*) {
  return describe::labels<DemandGround>({
      {DemandGround::law_changed, "法律政策变化"},
      {DemandGround::facts_changed, "事实情况变化"},
      {DemandGround::authenticity_doubted, "材料真实性存疑"},
  });
}

/// Why a matter goes to another body.
enum class ReferKind : std::uint8_t {
  misconduct = 1,
  other_body = 2,
};
BOOST_DESCRIBE_ENUM(ReferKind, misconduct, other_body)
constexpr auto recourse_labels(const ReferKind*) {
  return describe::labels<ReferKind>({
      {ReferKind::misconduct, "涉嫌违纪违法"},
      {ReferKind::other_body, "属其他单位职责"},
  });
}

/// How the citizen was told.
enum class Told : std::uint8_t {
  in_person = 1,
  phone = 2,
  sms = 3,
  online = 4,
  letter = 5,
  attempted = 6,  ///< Three attempts on two days.
};
BOOST_DESCRIBE_ENUM(Told, in_person, phone, sms, online, letter, attempted)
constexpr auto recourse_labels(const Told*) {
  return describe::labels<Told>({
      {Told::in_person, "当面"},
      {Told::phone, "电话"},
      {Told::sms, "短信"},
      {Told::online, "网上"},
      {Told::letter, "书面"},
      {Told::attempted, "多次联系未果"},
  });
}

/// What shows that the citizen himself withdraws.
enum class WithdrawProof : std::uint8_t {
  code = 1,
  signature = 2,
};
BOOST_DESCRIBE_ENUM(WithdrawProof, code, signature)
constexpr auto recourse_labels(const WithdrawProof*) {
  return describe::labels<WithdrawProof>({
      {WithdrawProof::code, "查询码"},
      {WithdrawProof::signature, "签名"},
  });
}

/// How a rating came in.
enum class RatingWay : std::uint8_t {
  code = 1,
  tablet = 2,
  callback = 3,
};
BOOST_DESCRIBE_ENUM(RatingWay, code, tablet, callback)
constexpr auto recourse_labels(const RatingWay*) {
  return describe::labels<RatingWay>({
      {RatingWay::code, "查询码"},
      {RatingWay::tablet, "窗口评价器"},
      {RatingWay::callback, "第三方回访"},
  });
}

/// The closed loops (R13). They may overlap.
enum class Loop : std::uint8_t {
  ordinary = 1,
  same_day = 2,
  escalated = 3,
  overdue = 4,
};
BOOST_DESCRIBE_ENUM(Loop, ordinary, same_day, escalated, overdue)
constexpr auto recourse_labels(const Loop*) {
  return describe::labels<Loop>({
      {Loop::ordinary, "一般环"},
      {Loop::same_day, "当日办结环"},
      {Loop::escalated, "上报环"},
      {Loop::overdue, "超期环"},
  });
}

/// The limits that a case can be under. Each is a row of the due-time index.
enum class DeadlineKind : std::uint8_t {
  resolution = 1,
  contact = 2,
  day_end = 3,
  answer = 4,
  supplement = 5,
  promise = 6,
  decline_review = 7,
  referral = 8,
  pause_cap = 9,
  rating = 10,
  archive = 11,
  review = 12,
  notice = 13,
  reminder = 14,
  attention = 15,
  support = 16,
  supervision = 17,
  plan = 18,
  follow_up_contact = 19,
  follow_up_verify = 20,
  follow_up_correction = 21,
  follow_up_feedback = 22,
  follow_up_revisit = 23,
  facts = 24,
  receipt = 25,
  urging = 26,
  scope = 27,
  assisting = 28,
  account = 29,
  callback = 30,
};
BOOST_DESCRIBE_ENUM(DeadlineKind, resolution, contact, day_end, answer, supplement, promise,
                    decline_review, referral, pause_cap, rating, archive, review, notice, reminder,
                    attention, support, supervision, plan, follow_up_contact, follow_up_verify,
                    follow_up_correction, follow_up_feedback, follow_up_revisit, facts, receipt,
                    urging, scope, assisting, account, callback)
constexpr auto recourse_labels(const DeadlineKind*) {
  return describe::labels<DeadlineKind>({
      {DeadlineKind::resolution, "办结时限"},
      {DeadlineKind::contact, "联系时限"},
      {DeadlineKind::day_end, "当日时限"},
      {DeadlineKind::answer, "部门答复时限"},
      {DeadlineKind::supplement, "补正时限"},
      {DeadlineKind::promise, "承诺时限"},
      {DeadlineKind::decline_review, "不予受理审核时限"},
      {DeadlineKind::referral, "转送接收时限"},
      {DeadlineKind::pause_cap, "暂停上限"},
      {DeadlineKind::rating, "评价期"},
      {DeadlineKind::archive, "归档期"},
      {DeadlineKind::review, "复查复核时限"},
      {DeadlineKind::notice, "一次性告知时限"},
      {DeadlineKind::reminder, "催补提醒"},
      {DeadlineKind::attention, "追问回应时限"},
      {DeadlineKind::support, "支援时限"},
      {DeadlineKind::supervision, "督办反馈时限"},
      {DeadlineKind::plan, "超期计划日期"},
      {DeadlineKind::follow_up_contact, "差评联系时限"},
      {DeadlineKind::follow_up_verify, "差评核实时限"},
      {DeadlineKind::follow_up_correction, "整改时限"},
      {DeadlineKind::follow_up_feedback, "反馈时限"},
      {DeadlineKind::follow_up_revisit, "回访时限"},
      {DeadlineKind::facts, "补充情况时限"},
      {DeadlineKind::receipt, "接办时限"},
      {DeadlineKind::urging, "催办时点"},
      {DeadlineKind::scope, "诉求认定时限"},
      {DeadlineKind::assisting, "协办答复时限"},
      {DeadlineKind::account, "挂账复核日"},
      {DeadlineKind::callback, "办结回访时限"},
  });
}

/// One thing that is lacking, named so that the citizen can bring it (R14).
struct NoticeItem {
  std::string code{};
  std::string material{};
  std::string requirement{};
  friend bool operator==(const NoticeItem&, const NoticeItem&) = default;
};
BOOST_DESCRIBE_STRUCT(NoticeItem, (), (code, material, requirement))
constexpr auto recourse_spec(const NoticeItem*) {
  return describe::spec(
      "case.notice_item", 1,
      "One thing that is lacking, named so that the citizen can bring it (R14).",
      {describe::needed({"code", 1, "Short name of the item in its list, such as 1 or A.",
                         describe::Access::open}),
       {"material", 1, "What is lacking.", describe::Access::open},
       {"requirement", 1, "What it must be like.", describe::Access::open}});
}

/// How and when a case ended, computed once and for ever.
struct Resolution {
  Outcome outcome{};
  bool on_time = false;
  std::uint32_t working_days = 0;
  bool provisional = false;
  bool same_day = false;
  friend bool operator==(const Resolution&, const Resolution&) = default;
};
BOOST_DESCRIBE_STRUCT(Resolution, (), (outcome, on_time, working_days, provisional, same_day))
constexpr auto recourse_spec(const Resolution*) {
  return describe::spec(
      "case.resolution", 1, "How and when a case ended, computed once and for ever.",
      {{"outcome", 1, "What came of it.", describe::Access::open},
       {"on_time", 1, "The deadline for resolution was kept.", describe::Access::open},
       {"working_days", 1,
        "Whole working days from the report; the day of the report is not counted.",
        describe::Access::open},
       {"provisional", 1, "Counted over a year without a published notice.",
        describe::Access::open},
       {"same_day", 1, "It ended on the calendar day of the report (R13).",
        describe::Access::open}});
}

/// One station on the way of a case.
struct RouteTaken {
  Route route{};
  Timestamp at{};
  std::string by{};
  friend bool operator==(const RouteTaken&, const RouteTaken&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteTaken, (), (route, at, by))
constexpr auto recourse_spec(const RouteTaken*) {
  return describe::spec("case.route_taken", 1, "One station on the way of a case.",
                        {{"route", 1, "Which route.", describe::Access::open},
                         {"at", 1, "When it was chosen.", describe::Access::open},
                         {"by", 1, "Who chose it."}});
}

/// The two lowest of five: a bad rating.
constexpr bool is_bad(Grade grade) {
  return grade == Grade::dissatisfied || grade == Grade::very_dissatisfied;
}

}  // namespace recourse::casework::complaint
