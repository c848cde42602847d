#include <recourse/casework/complaint/authority.hpp>
#include <recourse/casework/complaint/commands.hpp>

#include "casework/complaint/lifecycle_table.hpp"

namespace recourse::casework::complaint {
namespace {

using namespace table;
using On = Condition;

template <class C>
constexpr Grant grant(RoleSet roles, Condition condition) {
  return {describe::spec_of<C>.type, roles, condition};
}

struct Words {
  std::string_view rule;
  std::string_view en;
  std::string_view zh;
};

/// By the number of the condition.
constexpr Words kWords[] = {
    {"authority", "Always.", "无附加条件。"},
    {"R16", "The actor belongs to the case's station.", "本所人员。"},
    {"R15", "The actor's department is of the case's line.", "限本条线业务部门。"},
    {"R16", "The actor handled the case, or it is assigned to the actor.", "限本人承办的事项。"},
    {"declining", "The actor did not decline it.", "作出不予受理决定的人员除外。"},
    {"R17", "The actor did not handle the case.", "承办人除外。"},
    {"review", "The actor did not handle the case.", "限未参与办理的人员。"},
    {"R15", "The case is, or was, with the actor's department.", "限承办该事项的部门。"},
    {"R17", "The inquiry code; a rating by tablet at the closing.",
     "凭查询码，当面办结的可当场评价。"},
    {"lifecycle", "A ground of the closed list, with its facts.", "须符合法定情形并载明事实。"},
    {"extensions", "Not beyond what the role may extend to.", "不超过本级审批期限。"},
    {"bars", "The officer bars himself only.", "只能自行申请回避。"},
    {"R13", "Within the time for reopening, or with new facts.", "在期限内，或有新的事实。"},
    {"R16", "Same person, same matter, same station.", "同一反映人、同一事项、同一派出所。"},
    {"R15", "A department has objected to the line.", "部门已提出条线异议。"},
    {"R27", "An interface tells what others did.", "系统接口代为记录。"},
    {"R17", "The citizen stands at the desk and says so.", "群众当面提出。"},
};

constexpr Grant kGrants[] = {
    grant<Report>(kDepartments | kLiaison, On::own_line),
    grant<Report>(kImporter, On::as_interface),
    grant<Decline>(kStation, On::stated_ground),
    grant<UpholdDecline>(kLead | kChief, On::not_decliner),
    grant<UpholdDecline>(kDepartments, On::own_line),
    grant<OverturnDecline>(kLead | kChief, On::not_decliner),
    grant<OverturnDecline>(kDepartments, On::own_line),
    grant<Refer>(kCounterStaff, On::stated_ground),
    grant<Refer>(kDepartments, On::own_line),
    grant<Retriage>(kDepartments, On::escalated_to_them),
    grant<AnswerAsDepartment>(kDepartments, On::own_line),
    grant<ForwardToCity>(kDistrict, On::own_line),
    grant<ObjectToLine>(kDepartments, On::escalated_to_them),
    grant<ObjectToLine>(kSupervisor, On::after_objection),
    grant<Consult>(kDepartments, On::own_line),
    grant<ReturnForFacts>(kDepartments, On::own_line),
    grant<Pause>(kStation, On::stated_ground),
    grant<Pause>(kDepartments, On::escalated_to_them),
    grant<Resume>(kDepartments, On::escalated_to_them),
    grant<Contact>(kDepartments, On::escalated_to_them),
    grant<SetDifficult>(kDistrict, On::escalated_to_them),
    grant<Extend>(kChief, On::within_reach),
    grant<Extend>(kDepartments, On::own_line),
    grant<Close>(kCounterStaff, On::own_case),
    grant<Close>(kDepartments, On::escalated_to_them),
    grant<Withdraw>(kCitizen, On::citizens_proof),
    grant<Withdraw>(kOfficer, On::at_the_desk),
    grant<Message>(kCitizen, On::citizens_proof),
    grant<Message>(kOfficer, On::at_the_desk),
    grant<MarkNotUnderstood>(kCitizen, On::citizens_proof),
    grant<CorrectScope>(kCitizen, On::citizens_proof),
    grant<CorrectScope>(kOfficer, On::at_the_desk),
    grant<AskUnit>(kDepartments, On::escalated_to_them),
    grant<OpenAccount>(kDepartments, On::own_line),
    grant<ConfirmOutcome>(kDepartments, On::own_line),
    grant<ConfirmOutcome>(kDepartments | kSupervisor, On::not_handler),
    grant<SupplementPart>(kCitizen, On::citizens_proof),
    grant<SupplementAll>(kCitizen, On::citizens_proof),
    grant<Merge>(kStation, On::same_matter),
    grant<Rate>(kCitizen, On::citizens_proof),
    grant<Rate>(kSupervisor, On::uninvolved),
    grant<Reopen>(kCitizen | kOfficer, On::reopening_time),
    grant<Reopen>(kCitizen, On::citizens_proof),
    grant<Reopen>(kOfficer, On::at_the_desk),
    grant<RequestReview1>(kCitizen, On::citizens_proof),
    grant<RequestReview1>(kOfficer, On::at_the_desk),
    grant<RequestReview2>(kCitizen, On::citizens_proof),
    grant<RequestReview2>(kOfficer, On::at_the_desk),
    grant<Reopen>(kDepartments, On::own_line),
    grant<UpholdOnReview>(kDepartments | kSupervisor, On::uninvolved),
    grant<OverturnOnReview>(kDepartments | kSupervisor, On::uninvolved),
    grant<AskSupport>(kDistrict, On::escalated_to_them),
    grant<Supervise>(kDepartments, On::own_line),
    grant<VerifySupervision>(kDepartments, On::own_line),
    grant<ContactRater>(kLead | kChief | kDepartments, On::not_handler),
    grant<ContactRater>(kDepartments, On::own_line),
    grant<VerifyRating>(kLead | kChief | kDepartments, On::not_handler),
    grant<VerifyRating>(kDepartments, On::own_line),
    grant<PlanCorrection>(kDistrict, On::own_line),
    grant<Correct>(kDistrict, On::own_line),
    grant<FeedBack>(kDistrict, On::own_line),
    grant<Revisit>(kDepartments, On::own_line),
    grant<Revisit>(kDepartments | kSupervisor, On::not_handler),
    grant<DecideExclusion>(kCity | kSupervisor, On::not_handler),
    grant<Recuse>(kCounterStaff, On::own_recusal),
    grant<Recuse>(kDepartments, On::own_line),
    grant<Reinstate>(kDistrict, On::own_line),
    grant<Unmask>(kCounterStaff, On::own_case),
    grant<Unmask>(kDepartments, On::escalated_to_them),
    grant<Unmask>(kCitizen, On::citizens_proof),
};

const Words& words_of(Condition condition) {
  const auto i = static_cast<std::size_t>(condition);
  return kWords[i < std::size(kWords) ? i : 0];
}

}  // namespace

std::string_view en(Condition condition) { return words_of(condition).en; }
std::string_view zh(Condition condition) { return words_of(condition).zh; }
std::string_view rule_of(Condition condition) { return words_of(condition).rule; }

std::span<const Grant> authority() { return kGrants; }

std::vector<Condition> conditions_for(std::string_view command, Role role) {
  std::vector<Condition> all;
  for (const auto& row : kGrants) {
    if (row.command == command && contains(row.roles, role)) all.push_back(row.condition);
  }
  return all;
}

bool condition_applies(std::string_view command, Role role, Condition condition) {
  for (const auto& row : kGrants) {
    const bool same = row.command == command && row.condition == condition;
    if (same && contains(row.roles, role)) return true;
  }
  return false;
}

Verdict authority_for(Phase phase, std::string_view command, Role role) {
  if (!contains(roles_for(phase, command), role)) return {};
  return {true, conditions_for(command, role)};
}

RoleSet roles_anywhere(std::string_view command) {
  RoleSet roles = 0;
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(Phase::merged); ++i) {
    roles |= roles_for(static_cast<Phase>(i), command);
  }
  return roles;
}

}  // namespace recourse::casework::complaint
