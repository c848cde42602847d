// The words of the duties beside a case's life: representation, supervision, follow-up, recusal.
//
// As values.hpp: the numbers are on disk and never reused.
#pragma once

#include <recourse/casework/common/urging.hpp>
#include <recourse/casework/complaint/phases.hpp>
#include <recourse/casework/complaint/values.hpp>

namespace recourse::casework::complaint {

/// For whom someone speaks at the window.
enum class Representation : std::uint8_t {
  self = 1,
  proxy = 2,     ///< With a mandate.
  guardian = 3,  ///< Of a minor, or of somebody without full capacity.
};
BOOST_DESCRIBE_ENUM(Representation, self, proxy, guardian)
constexpr auto recourse_labels(const Representation*) {
  return describe::labels<Representation>({
      {Representation::self, "本人"},
      {Representation::proxy, "委托代理人"},
      {Representation::guardian, "监护人"},
  });
}

/// Why a case is under supervision (督办).
enum class SupervisionCause : std::uint8_t {
  overdue = 1,             ///< The deadline for resolution passed.
  wrong_line = 2,          ///< Two departments say that it is not theirs.
  breach = 3,              ///< Something was demanded that the notice did not list (R14).
  notice_missed = 4,       ///< No notice, no acceptance within the limit (R14).
  attitude_withdrawn = 5,  ///< A complaint about staff was withdrawn; the duty stays.
  ordered = 6,             ///< A department or the supervisor ordered it.
  contact_missed = 7,      ///< The citizen was not contacted in time (R12).
  attention_missed = 8,    ///< A message was not reacted to in time (R20).
  support_missed = 9,      ///< A call for support was not answered in time (R18).
  answer_missed = 10,      ///< A department did not answer in time (R15).
  facts_missed = 11,       ///< The station did not supply facts in time (R15).
  care_missed = 12,        ///< A step after a bad rating was not taken in time (R17).
  plan_missed = 13,        ///< A late case has no plan, or did not keep it (R13).
  review_missed = 14,      ///< A review was not decided in time.
  receipt_missed = 15,     ///< The report was not taken in hand in time (R36).
  scope_missed = 16,       ///< The scope was not said back in time (R44).
  assisting_missed = 17,   ///< An assisting unit did not answer in time (R40).
  account_missed = 18,     ///< What is on account was not reviewed on its day (R39).
  callback_missed = 19,    ///< A citizen who was drawn was not called back in time (R37).
};
BOOST_DESCRIBE_ENUM(SupervisionCause, overdue, wrong_line, breach, notice_missed,
                    attitude_withdrawn, ordered, contact_missed, attention_missed, support_missed,
                    answer_missed, facts_missed, care_missed, plan_missed, review_missed,
                    receipt_missed, scope_missed, assisting_missed, account_missed, callback_missed)
constexpr auto recourse_labels(const SupervisionCause*) {
  return describe::labels<SupervisionCause>({
      {SupervisionCause::overdue, "超期"},
      {SupervisionCause::wrong_line, "条线争议"},
      {SupervisionCause::breach, "违反一次性告知"},
      {SupervisionCause::notice_missed, "未按期一次性告知"},
      {SupervisionCause::attitude_withdrawn, "态度类事项撤回"},
      {SupervisionCause::ordered, "指定督办"},
      {SupervisionCause::contact_missed, "未按期联系"},
      {SupervisionCause::attention_missed, "未按期回应追问"},
      {SupervisionCause::support_missed, "未按期支援"},
      {SupervisionCause::answer_missed, "部门未按期答复"},
      {SupervisionCause::facts_missed, "未按期补充情况"},
      {SupervisionCause::care_missed, "差评整改逾期"},
      {SupervisionCause::plan_missed, "超期计划未订或未落实"},
      {SupervisionCause::review_missed, "复核逾期"},
      {SupervisionCause::receipt_missed, "未按期接办"},
      {SupervisionCause::scope_missed, "未按期认定诉求"},
      {SupervisionCause::assisting_missed, "协办单位未按期答复"},
      {SupervisionCause::account_missed, "挂账未按期复核"},
      {SupervisionCause::callback_missed, "未按期回访"},
  });
}

/// What a bad rating was about, as it was found (R17).
enum class RatingCause : std::uint8_t {
  service = 1,
  policy = 2,  ///< Goes to the analysis of classes; the officer only executed it.
  mixed = 3,
  mistaken = 4,  ///< The supervisor decides whether it counts.
};
BOOST_DESCRIBE_ENUM(RatingCause, service, policy, mixed, mistaken)
constexpr auto recourse_labels(const RatingCause*) {
  return describe::labels<RatingCause>({
      {RatingCause::service, "服务问题"},
      {RatingCause::policy, "政策问题"},
      {RatingCause::mixed, "服务与政策兼有"},
      {RatingCause::mistaken, "误评或恶意评价"},
  });
}

/// Why a case is late: a pick list, so that it takes one tap.
enum class LateReason : std::uint8_t {
  department_waited = 1,
  system_waited = 2,
  outside_verification = 3,
  papers_waited = 4,
  staff_short = 5,
  overlooked = 6,
  disputed = 7,
};
BOOST_DESCRIBE_ENUM(LateReason, department_waited, system_waited, outside_verification,
                    papers_waited, staff_short, overlooked, disputed)
constexpr auto recourse_labels(const LateReason*) {
  return describe::labels<LateReason>({
      {LateReason::department_waited, "等待部门答复"},
      {LateReason::system_waited, "业务系统流转"},
      {LateReason::outside_verification, "外单位协查"},
      {LateReason::papers_waited, "等待群众材料"},
      {LateReason::staff_short, "人手不足"},
      {LateReason::overlooked, "疏漏"},
      {LateReason::disputed, "职责争议"},
  });
}

/// Help for those who cannot manage the ordinary way.
enum class AssistKind : std::uint8_t {
  guided = 1,  ///< Somebody of the station does the errand with or for them.
  home_visit = 2,
  language = 3,
  priority = 4,
};
BOOST_DESCRIBE_ENUM(AssistKind, guided, home_visit, language, priority)
constexpr auto recourse_labels(const AssistKind*) {
  return describe::labels<AssistKind>({
      {AssistKind::guided, "帮办代办"},
      {AssistKind::home_visit, "上门服务"},
      {AssistKind::language, "语言、手语协助"},
      {AssistKind::priority, "优先办理"},
  });
}

/// Somebody the citizen complains about, by staff number or by what is known.
struct Accused {
  std::string staff{};
  std::string described{};
  friend bool operator==(const Accused&, const Accused&) = default;
};
BOOST_DESCRIBE_STRUCT(Accused, (), (staff, described))
constexpr auto recourse_spec(const Accused*) {
  return describe::spec(
      "case.accused", 1,
      "Somebody the citizen complains about, by staff number or by what is known.",
      {{"staff", 1, "Staff number; empty while it is not known.", describe::Access::accused},
       {"described", 1, "What is known, such as \"counter 3, Tuesday\".",
        describe::Access::accused}});
}

/// Somebody who must not handle the case, nor see who complained.
struct RecusedPerson {
  std::string staff{};
  std::string described{};
  std::optional<Role> role{};
  friend bool operator==(const RecusedPerson&, const RecusedPerson&) = default;
};
BOOST_DESCRIBE_STRUCT(RecusedPerson, (), (staff, described, role))
constexpr auto recourse_spec(const RecusedPerson*) {
  return describe::spec(
      "case.recused_person", 1, "Somebody who must not handle the case, nor see who complained.",
      {{"staff", 1, "Staff number; empty while only the description is known.",
        describe::Access::accused},
       {"described", 1, "What is known of the person.", describe::Access::accused},
       {"role", 1, "The role, if it matters: a barred chief is stood in for by the district.",
        describe::Access::accused}});
}

/// A case that this one has taken in. What it brought along is kept apart from what the case has of
/// its own, so that it goes back with it.
struct Absorption {
  std::string source{};
  Timestamp from{};
  std::uint32_t round = 0;
  Timestamp at{};
  std::optional<Due> limit{};
  std::optional<Due> attention{};
  std::vector<RecusedPerson> recused{};
  std::vector<NoticeItem> brought{};
  std::vector<NoticeItem> listed{};
  std::optional<Due> contact{};
  std::optional<Timestamp> contacted_at{};
  friend bool operator==(const Absorption&, const Absorption&) = default;
};
BOOST_DESCRIBE_STRUCT(Absorption, (),
                      (source, from, round, at, limit, attention, recused, brought, listed, contact,
                       contacted_at))
constexpr auto recourse_spec(const Absorption*) {
  return describe::spec(
      "case.absorption", 4, "A case that this one has taken in, and what came along with it.",
      {{"source", 1, "Stream of the merged case."},
       {"from", 1, "Where its clock had started."},
       {"round", 1, "In which round."},
       {"at", 3, "When it was merged."},
       {"limit", 3,
        "Its own deadline for resolution, as its citizen was told; none if it was late.",
        describe::Access::open},
       {"attention", 3, "Until when a message in it must be reacted to; none if none is open.",
        describe::Access::open},
       {"recused", 3, "Who was barred there and had not been barred here.",
        describe::Access::accused},
       {"brought", 4, "Papers that were brought there.", describe::Access::open},
       {"listed", 4, "Papers that a notice of its round had listed.", describe::Access::open},
       {"contact", 4, "Until when its citizen must be contacted; none if that had been done.",
        describe::Access::open},
       {"contacted_at", 4, "When the citizen was contacted first after the merge.",
        describe::Access::open}});
}

/// One supervision of a case: one cause, one unit that answers for it.
struct SupervisionEntry {
  std::uint32_t number = 0;
  SupervisionPhase phase = SupervisionPhase::none;
  SupervisionCause cause{};
  std::string unit{};
  Level level{};
  Timestamp since{};
  Due due{};
  bool missed = false;
  std::uint32_t times_missed = 0;
  std::optional<Timestamp> answered_at{};
  std::string answered_by{};
  std::optional<Timestamp> verified_at{};
  std::string verified_by{};
  std::optional<bool> accepted{};
  friend bool operator==(const SupervisionEntry&, const SupervisionEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(SupervisionEntry, (),
                      (number, phase, cause, unit, level, since, due, missed, times_missed,
                       answered_at, answered_by, verified_at, verified_by, accepted))
constexpr auto recourse_spec(const SupervisionEntry*) {
  return describe::spec(
      "case.supervision_entry", 1,
      "One supervision of a case: one cause, one unit that answers for it.",
      {{"number", 1, "Which of the case, from 1."},
       {"phase", 1, "supervised: the unit must answer; answered: to be verified; none: settled."},
       {"cause", 1, "Why."},
       {"unit", 1, "Unit that must answer."},
       {"level", 1, "Who supervises: the district, then the city."},
       {"since", 1, "When it began."},
       {"due", 1, "Until when it must be answered, or the answer verified."},
       {"missed", 1, "That limit has passed at the city's level, where no other is above."},
       {"times_missed", 1, "Limits of it that have passed."},
       {"answered_at", 1, "The last answer; none before the first."},
       {"answered_by", 1, "Who gave it."},
       {"verified_at", 1, "The last verification; none before the first."},
       {"verified_by", 1, "Who verified."},
       {"accepted", 1, "The answer was enough; none while nobody has said so."}});
}

/// A call for support that no department has answered (R18).
struct SupportRequest {
  Line line{};
  Timestamp asked_at{};
  Due due{};
  bool missed = false;
  friend bool operator==(const SupportRequest&, const SupportRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(SupportRequest, (), (line, asked_at, due, missed))
constexpr auto recourse_spec(const SupportRequest*) {
  return describe::spec("case.support_request", 1,
                        "A call for support that no department has answered (R18).",
                        {{"line", 1, "Line that was asked."},
                         {"asked_at", 1, "When."},
                         {"due", 1, "Until when the answer is wanted."},
                         {"missed", 1, "It did not come by then."}});
}

/// Since when a unit has had the case while its clock ran.
struct Custody {
  std::string unit{};
  Timestamp from{};
  friend bool operator==(const Custody&, const Custody&) = default;
};
BOOST_DESCRIBE_STRUCT(Custody, (), (unit, from))
constexpr auto recourse_spec(const Custody*) {
  return describe::spec("case.custody", 1,
                        "Since when a unit has had the case while its clock ran.",
                        {{"unit", 1, "The unit; empty: the clock did not run."},
                         {"from", 1, "Since when, until the next one."}});
}

/// How long a unit had the case while its clock ran.
struct UnitDays {
  std::string unit{};
  std::uint32_t working_days = 0;
  friend bool operator==(const UnitDays&, const UnitDays&) = default;
};
BOOST_DESCRIBE_STRUCT(UnitDays, (), (unit, working_days))
constexpr auto recourse_spec(const UnitDays*) {
  return describe::spec("case.unit_days", 1, "How long a unit had the case while its clock ran.",
                        {{"unit", 1, "The unit."}, {"working_days", 1, "Working days."}});
}

/// Limits of one kind that passed unmet.
struct MissedLimits {
  DeadlineKind kind{};
  std::uint32_t times = 0;
  Due last{};
  friend bool operator==(const MissedLimits&, const MissedLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(MissedLimits, (), (kind, times, last))
constexpr auto recourse_spec(const MissedLimits*) {
  return describe::spec("case.missed_limits", 1, "Limits of one kind that passed unmet.",
                        {{"kind", 1, "Which deadline."},
                         {"times", 1, "How often."},
                         {"last", 1, "The last of them."}});
}

/// What a matter waits for that is answered and on account (R39).
enum class AccountReason : std::uint8_t {
  rule_lacking = 1,       ///< No rule provides for it.
  condition_lacking = 2,  ///< What the rule asks is not there yet.
  others_decide = 3,      ///< Somebody outside the police has to decide first.
  system_lacking = 4,     ///< The systems cannot do it.
  means_lacking = 5,      ///< Money, rooms or staff.
};
BOOST_DESCRIBE_ENUM(AccountReason, rule_lacking, condition_lacking, others_decide, system_lacking,
                    means_lacking)
constexpr auto recourse_labels(const AccountReason*) {
  return describe::labels<AccountReason>({
      {AccountReason::rule_lacking, "政策依据不足"},
      {AccountReason::condition_lacking, "办理条件不具备"},
      {AccountReason::others_decide, "须外单位先行决定"},
      {AccountReason::system_lacking, "系统功能不支持"},
      {AccountReason::means_lacking, "经费、场所、人员不足"},
  });
}

/// Why a matter is struck off the account (R39).
enum class StrikeGround : std::uint8_t {
  rule_changed = 1,       ///< It can be done now: the case goes on.
  condition_met = 2,      ///< Likewise.
  settled_otherwise = 3,  ///< It was done in another way.
  not_wanted = 4,         ///< The citizen does not want it any more.
};
BOOST_DESCRIBE_ENUM(StrikeGround, rule_changed, condition_met, settled_otherwise, not_wanted)
constexpr auto recourse_labels(const StrikeGround*) {
  return describe::labels<StrikeGround>({
      {StrikeGround::rule_changed, "政策已调整"},
      {StrikeGround::condition_met, "条件已具备"},
      {StrikeGround::settled_otherwise, "已通过其他途径解决"},
      {StrikeGround::not_wanted, "群众不再要求"},
  });
}

/// What was said back of a matter, and whether the citizen has corrected it (R44).
struct ScopeStatement {
  std::uint32_t stated = 0;
  bool corrected = false;
  std::optional<Timestamp> stated_at{};
  friend bool operator==(const ScopeStatement&, const ScopeStatement&) = default;
};
BOOST_DESCRIBE_STRUCT(ScopeStatement, (), (stated, corrected, stated_at))
constexpr auto recourse_spec(const ScopeStatement*) {
  return describe::spec(
      "case.scope_statement", 1,
      "What was said back of a matter, and whether the citizen has corrected it (R44).",
      {{"stated", 1, "Times that it was said back in this round.", describe::Access::open},
       {"corrected", 1, "The citizen has corrected it.", describe::Access::open},
       {"stated_at", 1, "When it was said back last.", describe::Access::open}});
}

/// A question to an assisting unit that has not been answered (R40).
struct AssistingRequest {
  std::uint32_t number = 0;
  std::string unit{};
  Timestamp asked_at{};
  Due due{};
  bool missed = false;
  friend bool operator==(const AssistingRequest&, const AssistingRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(AssistingRequest, (), (number, unit, asked_at, due, missed))
constexpr auto recourse_spec(const AssistingRequest*) {
  return describe::spec("case.assisting_request", 1,
                        "A question to an assisting unit that has not been answered (R40).",
                        {{"number", 1, "Which question of the case, from 1."},
                         {"unit", 1, "The unit that was asked."},
                         {"asked_at", 1, "When."},
                         {"due", 1, "Until when the answer is wanted."},
                         {"missed", 1, "It did not come by then."}});
}

/// A matter on account: answered, and done when it can be (R39).
struct Account {
  std::string unit{};
  AccountReason reason{};
  Timestamp since{};
  Due review{};
  std::uint32_t reviews = 0;
  friend bool operator==(const Account&, const Account&) = default;
};
BOOST_DESCRIBE_STRUCT(Account, (), (unit, reason, since, review, reviews))
constexpr auto recourse_spec(const Account*) {
  return describe::spec("case.account", 1,
                        "A matter on account: answered, and done when it can be (R39).",
                        {{"unit", 1, "The unit that keeps it.", describe::Access::open},
                         {"reason", 1, "What it waits for.", describe::Access::open},
                         {"since", 1, "Since when.", describe::Access::open},
                         {"review", 1, "Until when it is looked at again.", describe::Access::open},
                         {"reviews", 1, "Times that it was, and kept.", describe::Access::open}});
}

/// A call-back of this round, as far as it has come (R37).
struct Callback {
  bool drawn = false;
  std::optional<Due> due{};
  std::uint32_t attempts = 0;
  std::uint32_t attempt_days = 0;
  std::optional<Timestamp> last_attempt{};
  bool finished = false;
  friend bool operator==(const Callback&, const Callback&) = default;
};
BOOST_DESCRIBE_STRUCT(Callback, (), (drawn, due, attempts, attempt_days, last_attempt, finished))
constexpr auto recourse_spec(const Callback*) {
  return describe::spec("case.callback", 1,
                        "A call-back of this round, as far as it has come (R37).",
                        {{"drawn", 1, "The draw chose it."},
                         {"due", 1, "Until when the citizen must be called; none: no duty."},
                         {"attempts", 1, "Calls that reached nobody."},
                         {"attempt_days", 1, "Different days of them."},
                         {"last_attempt", 1, "The last of them."},
                         {"finished", 1, "The citizen was asked, or given up."}});
}

/// What a citizen said when called back, or that nobody was reached (R37).
struct Confirmation {
  std::uint32_t round = 0;
  bool drawn = false;
  bool contacted = false;
  bool solved = false;
  bool satisfied = false;
  friend bool operator==(const Confirmation&, const Confirmation&) = default;
};
BOOST_DESCRIBE_STRUCT(Confirmation, (), (round, drawn, contacted, solved, satisfied))
constexpr auto recourse_spec(const Confirmation*) {
  return describe::spec(
      "case.confirmation", 1,
      "What a citizen said when called back, or that nobody was reached (R37).",
      {{"round", 1, "Of which round.", describe::Access::open},
       {"drawn", 1, "The draw chose it; else somebody called of their own accord."},
       {"contacted", 1, "The citizen was reached.", describe::Access::open},
       {"solved", 1, "It is solved.", describe::Access::open},
       {"satisfied", 1, "The citizen is satisfied.", describe::Access::open}});
}

/// A rung of the urging ladder that is still to come (R38).
struct UrgingDue {
  Rung rung{};
  Level receiver{};
  Due due{};
  friend bool operator==(const UrgingDue&, const UrgingDue&) = default;
};
BOOST_DESCRIBE_STRUCT(UrgingDue, (), (rung, receiver, due))
constexpr auto recourse_spec(const UrgingDue*) {
  return describe::spec("case.urging_due", 1,
                        "A rung of the urging ladder that is still to come (R38).",
                        {{"rung", 1, "Which rung."},
                         {"receiver", 1, "Who is urged then."},
                         {"due", 1, "When it is reached."}});
}

/// What commands of citizens say of the code that shows whose case it is.
inline constexpr std::string_view kCodeDoc =
    "The inquiry code, if the citizen acts from afar; only compared, never stored.";

}  // namespace recourse::casework::complaint
