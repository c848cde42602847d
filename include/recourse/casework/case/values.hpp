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
#include <recourse/casework/catalogue.hpp>
#include <recourse/describe/sealed.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework {

/// What kind of failure brought the citizen to the window (R9).
enum class Category : std::uint8_t {
  not_accepted = 1,  ///< An application was filed and not accepted or not approved.
  attitude = 2,      ///< Bad manner, slowness, inaction of staff.
  difficult = 3,     ///< The counter could not do it.
  policy = 4,        ///< The policy in force is not understood.
  other = 5,         ///< Anything else that concerns police services.
};
BOOST_DESCRIBE_ENUM(Category, not_accepted, attitude, difficult, policy, other)
constexpr std::string_view zh(Category value) {
  switch (value) {
    case Category::not_accepted:
      return "申请未受理或未审批";
    case Category::attitude:
      return "态度作风问题";
    case Category::difficult:
      return "窗口未能办成的疑难杂症";
    case Category::policy:
      return "对现行政策不理解";
    case Category::other:
      return "其他政务服务问题和合理诉求";
  }
  return {};
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
constexpr std::string_view zh(Channel value) {
  switch (value) {
    case Channel::window:
      return "窗口";
    case Channel::phone:
      return "电话";
    case Channel::online:
      return "网上";
    case Channel::hotline:
      return "12345 热线";
    case Channel::inspection:
      return "检查发现";
    case Channel::imported:
      return "系统导入";
  }
  return {};
}

/// For whom the window works (R7).
enum class ApplicantKind : std::uint8_t {
  person = 1,
  enterprise = 2,
  anonymous = 3,
};
BOOST_DESCRIBE_ENUM(ApplicantKind, person, enterprise, anonymous)
constexpr std::string_view zh(ApplicantKind value) {
  switch (value) {
    case ApplicantKind::person:
      return "个人";
    case ApplicantKind::enterprise:
      return "企业";
    case ApplicantKind::anonymous:
      return "匿名";
  }
  return {};
}

/// What the counter did before the citizen came here (R9): 拖、等、放、推.
enum class CounterFault : std::uint8_t {
  refused = 1,
  delayed = 2,
  passed_on = 3,
  pushed_away = 4,
};
BOOST_DESCRIBE_ENUM(CounterFault, refused, delayed, passed_on, pushed_away)
constexpr std::string_view zh(CounterFault value) {
  switch (value) {
    case CounterFault::refused:
      return "不予收件";
    case CounterFault::delayed:
      return "拖延";
    case CounterFault::passed_on:
      return "转手搁置";
    case CounterFault::pushed_away:
      return "推诿";
  }
  return {};
}

/// Who may act. The names are those of core::Actor::role.
enum class Role : std::uint8_t {
  citizen = 1,
  window_officer = 2,
  counter_lead = 3,
  station_chief = 4,
  district_officer = 5,
  city_officer = 6,
  liaison = 7,
  supervisor = 8,
  administrator = 9,
  timer = 10,      ///< The engine, when a limit is over.
  importer = 11,   ///< An interface: the business system, the hotline, a migration.
  receiver = 12,   ///< The body to which a matter was referred.
  civilian = 13,   ///< Civilian staff; may do nothing here (R5).
  auxiliary = 14,  ///< Auxiliary police; may do nothing here (R5).
};
BOOST_DESCRIBE_ENUM(Role, citizen, window_officer, counter_lead, station_chief, district_officer,
                    city_officer, liaison, supervisor, administrator, timer, importer, receiver,
                    civilian, auxiliary)
constexpr std::string_view zh(Role value) {
  switch (value) {
    case Role::citizen:
      return "群众、企业";
    case Role::window_officer:
      return "反映窗口民警";
    case Role::counter_lead:
      return "综合窗口负责人";
    case Role::station_chief:
      return "派出所领导";
    case Role::district_officer:
      return "分局业务部门";
    case Role::city_officer:
      return "市局业务部门";
    case Role::liaison:
      return "对接专人";
    case Role::supervisor:
      return "治安总队督导";
    case Role::administrator:
      return "科技部门";
    case Role::timer:
      return "系统计时";
    case Role::importer:
      return "业务系统";
    case Role::receiver:
      return "接收单位";
    case Role::civilian:
      return "文职";
    case Role::auxiliary:
      return "辅警";
  }
  return {};
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
constexpr std::string_view zh(Route value) {
  switch (value) {
    case Route::on_spot:
      return "当场处理";
    case Route::explain:
      return "释法说理";
    case Route::expedite:
      return "急事急办";
    case Route::lacking:
      return "容缺受理";
    case Route::notice:
      return "书面告知";
    case Route::escalate:
      return "上报";
  }
  return {};
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
constexpr std::string_view zh(Outcome value) {
  switch (value) {
    case Outcome::done:
      return "办成";
    case Outcome::answered:
      return "已答复";
    case Outcome::cannot_by_law:
      return "依法不能办";
    case Outcome::referred:
      return "转送";
    case Outcome::withdrawn:
      return "撤回";
    case Outcome::duplicate:
      return "并案";
    case Outcome::lapsed:
      return "逾期失效";
    case Outcome::declined:
      return "不予受理";
  }
  return {};
}

/// The five grades of GB/T 39734 and 39735. There is no default grade.
enum class Grade : std::uint8_t {
  very_satisfied = 1,
  satisfied = 2,
  basically_satisfied = 3,
  dissatisfied = 4,
  very_dissatisfied = 5,
};
BOOST_DESCRIBE_ENUM(Grade, very_satisfied, satisfied, basically_satisfied, dissatisfied,
                    very_dissatisfied)
constexpr std::string_view zh(Grade value) {
  switch (value) {
    case Grade::very_satisfied:
      return "非常满意";
    case Grade::satisfied:
      return "满意";
    case Grade::basically_satisfied:
      return "基本满意";
    case Grade::dissatisfied:
      return "不满意";
    case Grade::very_dissatisfied:
      return "非常不满意";
  }
  return {};
}

/// What a department's answer comes to (R15).
enum class AnswerKind : std::uint8_t {
  do_it_so = 1,
  authorised = 2,
  cannot_by_law = 3,
  policy_gap = 4,  ///< Opens a hint for the analysis of classes.
};
BOOST_DESCRIBE_ENUM(AnswerKind, do_it_so, authorised, cannot_by_law, policy_gap)
constexpr std::string_view zh(AnswerKind value) {
  switch (value) {
    case AnswerKind::do_it_so:
      return "可以办，照此办理";
    case AnswerKind::authorised:
      return "特别授权办理";
    case AnswerKind::cannot_by_law:
      return "依法不能办";
    case AnswerKind::policy_gap:
      return "政策空白";
  }
  return {};
}

/// The closed list of grounds on which a matter is out of scope.
enum class DeclineGround : std::uint8_t {
  court = 1,
  petition = 2,
  private_dispute = 3,
  not_police_business = 4,
};
BOOST_DESCRIBE_ENUM(DeclineGround, court, petition, private_dispute, not_police_business)
constexpr std::string_view zh(DeclineGround value) {
  switch (value) {
    case DeclineGround::court:
      return "已由法院、仲裁处理";
    case DeclineGround::petition:
      return "属信访事项";
    case DeclineGround::private_dispute:
      return "属民事纠纷";
    case DeclineGround::not_police_business:
      return "依法不属公安机关办理";
  }
  return {};
}

/// The closed list of grounds on which the clock may rest. Asking one's own department is none.
enum class PauseGround : std::uint8_t {
  citizens_papers = 1,
  outside_verification = 2,
  force_majeure = 3,
};
BOOST_DESCRIBE_ENUM(PauseGround, citizens_papers, outside_verification, force_majeure)
constexpr std::string_view zh(PauseGround value) {
  switch (value) {
    case PauseGround::citizens_papers:
      return "等待群众补充材料";
    case PauseGround::outside_verification:
      return "外单位协查";
    case PauseGround::force_majeure:
      return "不可抗力";
  }
  return {};
}

/// When a demand beyond the one-time notice is no breach (R14).
enum class DemandGround : std::uint8_t {
  law_changed = 1,
  facts_changed = 2,
  authenticity_doubted = 3,
};
BOOST_DESCRIBE_ENUM(DemandGround, law_changed, facts_changed, authenticity_doubted)
constexpr std::string_view zh(DemandGround value) {
  switch (value) {
    case DemandGround::law_changed:
      return "法律政策变化";
    case DemandGround::facts_changed:
      return "事实情况变化";
    case DemandGround::authenticity_doubted:
      return "材料真实性存疑";
  }
  return {};
}

/// Why a matter goes to another body.
enum class ReferKind : std::uint8_t {
  misconduct = 1,
  other_body = 2,
};
BOOST_DESCRIBE_ENUM(ReferKind, misconduct, other_body)
constexpr std::string_view zh(ReferKind value) {
  switch (value) {
    case ReferKind::misconduct:
      return "涉嫌违纪违法";
    case ReferKind::other_body:
      return "属其他单位职责";
  }
  return {};
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
constexpr std::string_view zh(Told value) {
  switch (value) {
    case Told::in_person:
      return "当面";
    case Told::phone:
      return "电话";
    case Told::sms:
      return "短信";
    case Told::online:
      return "网上";
    case Told::letter:
      return "书面";
    case Told::attempted:
      return "多次联系未果";
  }
  return {};
}

/// What shows that the citizen himself withdraws.
enum class WithdrawProof : std::uint8_t {
  code = 1,
  signature = 2,
};
BOOST_DESCRIBE_ENUM(WithdrawProof, code, signature)
constexpr std::string_view zh(WithdrawProof value) {
  switch (value) {
    case WithdrawProof::code:
      return "查询码";
    case WithdrawProof::signature:
      return "签名";
  }
  return {};
}

/// How a rating came in.
enum class RatingWay : std::uint8_t {
  code = 1,
  tablet = 2,
  callback = 3,
};
BOOST_DESCRIBE_ENUM(RatingWay, code, tablet, callback)
constexpr std::string_view zh(RatingWay value) {
  switch (value) {
    case RatingWay::code:
      return "查询码";
    case RatingWay::tablet:
      return "窗口评价器";
    case RatingWay::callback:
      return "第三方回访";
  }
  return {};
}

/// A rung of the ladder (R15).
enum class Level : std::uint8_t {
  station = 1,
  district = 2,
  city = 3,
};
BOOST_DESCRIBE_ENUM(Level, station, district, city)
constexpr std::string_view zh(Level value) {
  switch (value) {
    case Level::station:
      return "派出所";
    case Level::district:
      return "分局";
    case Level::city:
      return "市局";
  }
  return {};
}

/// The closed loops (R13). They may overlap.
enum class Loop : std::uint8_t {
  ordinary = 1,
  same_day = 2,
  escalated = 3,
  overdue = 4,
};
BOOST_DESCRIBE_ENUM(Loop, ordinary, same_day, escalated, overdue)
constexpr std::string_view zh(Loop value) {
  switch (value) {
    case Loop::ordinary:
      return "一般环";
    case Loop::same_day:
      return "当日办结环";
    case Loop::escalated:
      return "上报环";
    case Loop::overdue:
      return "超期环";
  }
  return {};
}

/// The limits that a case can be under. Each is a row of the due-time index.
enum class Limit : std::uint8_t {
  finish = 1,
  contact = 2,
  day_end = 3,
  answer = 4,
  supplement = 5,
  promise = 6,
  decline_review = 7,
  referral = 8,
  pause_cap = 9,
  rating = 10,
  settling = 11,
  review = 12,
  notice = 13,
  reminder = 14,
  attention = 15,
  support = 16,
  supervision = 17,
  plan = 18,
  care_contact = 19,
  care_verify = 20,
  care_correction = 21,
  care_feedback = 22,
  care_revisit = 23,
};
BOOST_DESCRIBE_ENUM(Limit, finish, contact, day_end, answer, supplement, promise, decline_review,
                    referral, pause_cap, rating, settling, review, notice, reminder, attention,
                    support, supervision, plan, care_contact, care_verify, care_correction,
                    care_feedback, care_revisit)
constexpr std::string_view zh(Limit value) {
  switch (value) {
    case Limit::finish:
      return "办结时限";
    case Limit::contact:
      return "联系时限";
    case Limit::day_end:
      return "当日时限";
    case Limit::answer:
      return "部门答复时限";
    case Limit::supplement:
      return "补正时限";
    case Limit::promise:
      return "承诺时限";
    case Limit::decline_review:
      return "不予受理复核时限";
    case Limit::referral:
      return "转送接收时限";
    case Limit::pause_cap:
      return "暂停上限";
    case Limit::rating:
      return "评价期";
    case Limit::settling:
      return "归档期";
    case Limit::review:
      return "复核时限";
    case Limit::notice:
      return "一次性告知时限";
    case Limit::reminder:
      return "催补提醒";
    case Limit::attention:
      return "追问回应时限";
    case Limit::support:
      return "支援时限";
    case Limit::supervision:
      return "督办反馈时限";
    case Limit::plan:
      return "超期计划日期";
    case Limit::care_contact:
      return "差评联系时限";
    case Limit::care_verify:
      return "差评核实时限";
    case Limit::care_correction:
      return "整改时限";
    case Limit::care_feedback:
      return "反馈时限";
    case Limit::care_revisit:
      return "回访时限";
  }
  return {};
}

/// The last moment of a limit.
struct Due {
  Timestamp at{};
  bool provisional = false;
  friend bool operator==(const Due&, const Due&) = default;
};
BOOST_DESCRIBE_STRUCT(Due, (), (at, provisional))
constexpr auto recourse_spec(const Due*) {
  return describe::spec("case.due", 1, "The last moment of a limit.",
                        {{"at", 1, "Last millisecond of the last day."},
                         {"provisional", 1, "It reaches into a year without a published notice."}});
}
static_assert(describe::well_formed<Due>());

/// One thing that is lacking, named so that the citizen can bring it (R14).
struct NoticeItem {
  std::string code{};
  std::string material{};
  std::string requirement{};
  friend bool operator==(const NoticeItem&, const NoticeItem&) = default;
};
BOOST_DESCRIBE_STRUCT(NoticeItem, (), (code, material, requirement))
constexpr auto recourse_spec(const NoticeItem*) {
  return describe::spec("case.notice_item", 1,
                        "One thing that is lacking, named so that the citizen can bring it (R14).",
                        {{"code", 1, "Short name of the item in its list, such as 1 or A."},
                         {"material", 1, "What is lacking."},
                         {"requirement", 1, "What it must be like."}});
}
static_assert(describe::well_formed<NoticeItem>());

/// How and when a case ended, computed once and for ever.
struct Finish {
  Outcome outcome{};
  bool on_time = false;
  std::uint32_t working_days = 0;
  bool provisional = false;
  bool same_day = false;
  friend bool operator==(const Finish&, const Finish&) = default;
};
BOOST_DESCRIBE_STRUCT(Finish, (), (outcome, on_time, working_days, provisional, same_day))
constexpr auto recourse_spec(const Finish*) {
  return describe::spec(
      "case.finish", 1, "How and when a case ended, computed once and for ever.",
      {{"outcome", 1, "What came of it."},
       {"on_time", 1, "The finish limit was kept."},
       {"working_days", 1,
        "Whole working days from the report; the day of the report is not counted."},
       {"provisional", 1, "Counted over a year without a published notice."},
       {"same_day", 1, "It ended on the calendar day of the report (R13)."}});
}
static_assert(describe::well_formed<Finish>());

/// One station on the way of a case.
struct RouteTaken {
  Route route{};
  Timestamp at{};
  std::string by{};
  friend bool operator==(const RouteTaken&, const RouteTaken&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteTaken, (), (route, at, by))
constexpr auto recourse_spec(const RouteTaken*) {
  return describe::spec(
      "case.route_taken", 1, "One station on the way of a case.",
      {{"route", 1, "Which route."}, {"at", 1, "When it was chosen."}, {"by", 1, "Who chose it."}});
}
static_assert(describe::well_formed<RouteTaken>());

/// A case that this one has taken in.
struct Absorption {
  std::string source{};
  Timestamp from{};
  std::uint32_t round = 0;
  std::optional<Due> before{};
  std::optional<Due> moved{};
  friend bool operator==(const Absorption&, const Absorption&) = default;
};
BOOST_DESCRIBE_STRUCT(Absorption, (), (source, from, round, before, moved))
constexpr auto recourse_spec(const Absorption*) {
  return describe::spec("case.absorption", 2, "A case that this one has taken in.",
                        {{"source", 1, "Stream of the merged case."},
                         {"from", 1, "Where its clock had started."},
                         {"round", 2, "In which round."},
                         {"before", 2, "Finish limit before it."},
                         {"moved", 2, "Finish limit that it brought; none if it moved nothing."}});
}
static_assert(describe::well_formed<Absorption>());

/// A set of roles, one bit each.
using RoleSet = std::uint32_t;

constexpr RoleSet role_bit(Role role) { return RoleSet{1} << static_cast<unsigned>(role); }
constexpr bool contains(RoleSet set, Role role) { return (set & role_bit(role)) != 0; }

/// The two lowest of five: a bad rating.
constexpr bool is_bad(Grade grade) {
  return grade == Grade::dissatisfied || grade == Grade::very_dissatisfied;
}

/// The Chinese name that stands beside an event or command.
template <class T>
inline constexpr std::string_view zh_name_of = recourse_zh(static_cast<const T*>(nullptr));

}  // namespace recourse::casework
