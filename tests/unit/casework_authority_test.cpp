// Who may what: the tables against the reference, and `decide` against the tables, for every phase,
// every command and every role.
#include <algorithm>
#include <fstream>
#include <map>
#include <recourse/casework/complaint/authority.hpp>
#include <set>
#include <sstream>

#include "casework/complaint/lifecycle_regions.hpp"
#include "tests/support/fill.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

std::map<std::string, std::vector<std::string>> reference() {
  std::ifstream file{std::string{RECOURSE_SOURCE_DIR} + "/tests/golden/casework/authority.tsv"};
  EXPECT_TRUE(file);
  std::map<std::string, std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    auto cells = split(line, '\t');
    const auto name = cells.front();
    rows[name] = {cells.begin() + 1, cells.end()};
  }
  return rows;
}

/// The columns of the reference, in its order.
constexpr Role kColumns[] = {Role::citizen,       Role::window_officer,   Role::counter_lead,
                             Role::station_chief, Role::district_officer, Role::city_officer,
                             Role::liaison,       Role::supervisor,       Role::administrator};

/// The rows of the reference that are about cases → our commands.
const std::map<std::string, std::vector<std::string>> kRows{
    {"report 登记", {"case.report"}},
    {"accept 受理", {"case.accept"}},
    {"decline 不予受理", {"case.decline"}},
    {"review a decline", {"case.uphold_decline", "case.overturn_decline"}},
    {"refer 转送", {"case.refer"}},
    {"triage, retriage",
     {"case.route_on_spot", "case.route_explain", "case.route_expedite", "case.retriage"}},
    {"accept_lacking, notice", {"case.route_lacking", "case.route_notice"}},
    {"escalate 上报", {"case.escalate", "case.forward_to_city"}},
    {"ask_support 求援", {"case.ask_support"}},
    {"answer, consult, return, wrong_line",
     {"case.answer_as_department", "case.consult", "case.return_for_facts", "case.object_to_line"}},
    {"reassign in station", {"case.reassign"}},
    {"pause", {"case.pause"}},
    {"extend", {"case.extend"}},
    {"close 办结", {"case.close"}},
    {"withdraw 撤回", {"case.withdraw"}},
    {"merge / unmerge", {"case.merge", "case.unmerge"}},
    {"rate 评价", {"case.rate"}},
    {"contact after bad rating", {"case.contact_rater"}},
    {"revisit 回访", {"case.revisit"}},
    {"exclude a rating", {"case.verify_rating", "case.decide_exclusion"}},
    {"reopen", {"case.reopen"}},
    {"ask review / decide review",
     {"case.request_review_1", "case.request_review_2", "case.uphold_on_review",
      "case.overturn_on_review"}},
    {"supervise 督办", {"case.supervise"}},
    {"erase / legal hold", {"case.place_hold", "case.lift_hold"}},
};

/// Cells where we differ, each on purpose.
struct Deviation {
  std::string row;
  Role role;
  std::string why;
};
const std::vector<Deviation> kDeviations{
    {"answer, consult, return, wrong_line", Role::liaison, "a draft is no command of a case"},
    {"extend", Role::window_officer, "asking is a message to the chief, no command"},
    {"extend", Role::counter_lead, "as above"},
    {"exclude a rating", Role::window_officer,
     "asking is to verify it as mistaken, not by handlers"},
    {"exclude a rating", Role::district_officer, "whoever contacted the rater verifies too"},
    {"erase / legal hold", Role::citizen, "erasure is not decided by the case"},
    {"erase / legal hold", Role::administrator, "as above"},
    {"merge / unmerge", Role::supervisor,
     "cases of one person at two stations are merged above both"},
    {"merge / unmerge", Role::district_officer, "as above, within the district"},
    {"withdraw 撤回", Role::window_officer, "records what a citizen at the desk has signed"},
    {"reopen", Role::window_officer, "as above, for one who comes back"},
    {"ask review / decide review", Role::window_officer, "as above"},
    {"triage, retriage", Role::city_officer, "the answering department may change the route"},
    {"contact after bad rating", Role::city_officer,
     "where the station and the district handled it, somebody else is needed"},
};

bool deviates(const std::string& row, Role role) {
  return std::ranges::any_of(kDeviations,
                             [&](const auto& one) { return one.row == row && one.role == role; });
}

TEST(CaseAuthority, IsThatOfTheReferenceCellByCell) {
  const auto rows = reference();
  std::size_t compared = 0;
  for (const auto& [row, commands] : kRows) {
    ASSERT_TRUE(rows.contains(row)) << row;
    const auto& cells = rows.at(row);
    for (std::size_t i = 0; i < std::size(kColumns); ++i) {
      const Role role = kColumns[i];
      const bool ours = std::ranges::any_of(
          commands, [&](const auto& command) { return contains(roles_anywhere(command), role); });
      if (deviates(row, role)) continue;
      EXPECT_EQ(ours, cells.at(i) != "-") << row << " by " << describe::enum_name(role);
      ++compared;
    }
  }
  EXPECT_EQ(compared, kRows.size() * std::size(kColumns) - kDeviations.size());
}

// Where the reference's condition is one that every role of the station has here: its own station,
// and not barred, which `decide` asks of everybody.
const std::set<std::string> kOwnStationIsAll{"accept 受理", "triage, retriage",
                                             "erase / legal hold"};

TEST(CaseAuthority, WhatTheReferenceGrantsOnConditionHasOneHere) {
  const auto rows = reference();
  std::size_t compared = 0;
  for (const auto& [row, commands] : kRows) {
    const auto& cells = rows.at(row);
    for (std::size_t i = 0; i < std::size(kColumns); ++i) {
      const Role role = kColumns[i];
      const bool station =
          role == Role::window_officer || role == Role::counter_lead || role == Role::station_chief;
      if (!cells.at(i).starts_with("c") || deviates(row, role)) continue;
      if (role == Role::supervisor || (station && kOwnStationIsAll.contains(row))) continue;
      ++compared;
      const bool conditional = std::ranges::any_of(commands, [&](const auto& command) {
        return contains(roles_anywhere(command), role) && !conditions_for(command, role).empty();
      });
      EXPECT_TRUE(conditional) << row << " by " << describe::enum_name(role);
    }
  }
  EXPECT_GT(compared, 30u);
}

TEST(CaseAuthority, EveryConditionHasWordsAndARule) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Condition>>([&](auto d) {
    EXPECT_FALSE(en(d.value).empty()) << d.name;
    EXPECT_FALSE(zh(d.value).empty()) << d.name;
    EXPECT_FALSE(rule_of(d.value).empty()) << d.name;
  });
  for (const auto& row : authority()) {
    EXPECT_NE(roles_anywhere(row.command) & row.roles, 0u) << row.command << " grants nobody";
    EXPECT_EQ(row.roles & ~roles_anywhere(row.command), 0u) << row.command << " grants too many";
  }
}

/// A case in that phase, under that clock, of PD01 and the line RK, with nobody barred.
State state_in(Phases phases) {
  State state;
  state.phases = phases;
  state.version = 7;
  state.intake.profile = "shanghai";
  state.intake.profile_version = 1;
  state.intake.station = "PD01";
  state.intake.district = "PD";
  state.intake.line = Line::population;
  state.intake.matter = "RK10";
  state.escalation.department = phases.stage == Phase::escalated_city ? "city.RK" : "PD.RK";
  state.escalation.district_department = "PD.RK";
  return state;
}

const char* actor_of(Role role) {
  switch (role) {
    case Role::citizen:
      return kCitizen;
    case Role::window_officer:
      return kOfficer;
    case Role::counter_lead:
      return kLead;
    case Role::station_chief:
      return kChief;
    case Role::district_officer:
      return kDistrict;
    case Role::city_officer:
      return kCity;
    case Role::liaison:
      return "liaison:n1@PD.RK";
    case Role::supervisor:
      return kSupervisor;
    case Role::administrator:
      return "administrator:a1";
    case Role::timer:
      return kTimer;
    case Role::importer:
      return kImporter;
    case Role::receiver:
      return kReceiver;
    case Role::civilian:
      return "civilian:x1@PD01";
    case Role::auxiliary:
      return "auxiliary:x2@PD01";
  }
  return "";
}

template <class F>
void for_each_combination(F&& f) {
  for (std::uint8_t stage = 1; stage <= 20; ++stage) {
    for (std::uint8_t clock = 1; clock <= 4; ++clock) {
      for (std::uint8_t care = 0; care <= 8; ++care) {
        // The supervision follows the care's number, so that all values meet all phases.
        f(Phases{static_cast<Phase>(stage), static_cast<ClockPhase>(clock),
                 static_cast<FollowUpPhase>(care), static_cast<SupervisionPhase>(care % 3)});
      }
    }
  }
}

/// The refusal's name, or "" for events.
std::string answer_of(const ComplaintDecider& decider, const State& state, const char* actor,
                      const Command& command) {
  const core::Context context{parse_timestamp("2023-06-01T09:00:00+08:00").value(),
                              core::Actor::parse(actor), CommandId{}, "case/A"};
  const auto decision = decider.decide(state, command, context, {});
  return decision.is_refusal() ? decision.refusal().name : "";
}

/// One of every command, empty, but for those that begin a case.
std::vector<Command> commands_of_a_case() {
  auto all = test::every<Command>();
  std::erase_if(all, [](const Command& one) {
    return std::holds_alternative<Report>(one) || std::holds_alternative<FinishOnSpot>(one);
  });
  return all;
}

std::vector<Role> every_role() {
  std::vector<Role> roles;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>(
      [&](auto d) { roles.push_back(d.value); });
  return roles;
}

void expect_the_tables_answer(std::string_view no, Phase phase, bool in_phase,
                              std::string_view command, Role role) {
  SCOPED_TRACE(std::string{describe::enum_name(phase)} + " " + std::string{command} + " by " +
               std::string{describe::enum_name(role)});
  if (role == Role::civilian || role == Role::auxiliary) {
    EXPECT_EQ(no, "not_sworn");
  } else if (!in_phase) {
    EXPECT_EQ(no, phase == Phase::merged ? "merged_into_another" : "not_allowed_in_phase");
  } else if (!authority_for(phase, command, role).allowed) {
    EXPECT_EQ(no, "not_your_role");
  } else {
    // Allowed, perhaps on condition, perhaps for want of facts; never for role or phase.
    EXPECT_NE(no, "not_allowed_in_phase");
    EXPECT_NE(no, "not_your_role");
  }
}

TEST(CaseAuthority, DecideAnswersAsTheTablesSayInEveryPhaseForEveryCommandAndRole) {
  const ComplaintDecider decider;
  const auto commands = commands_of_a_case();
  const auto roles = every_role();
  std::size_t combinations = 0;
  std::map<std::string, std::size_t> answers;
  for_each_combination([&](Phases phases) {
    if (!is_reachable({phases.stage, phases.clock})) return;
    const auto state = state_in(phases);
    for (const auto& command : commands) {
      const auto name = describe::type_of(command);
      const bool in_phase = takes_command(phases, name);
      for (const auto role : roles) {
        const auto no = answer_of(decider, state, actor_of(role), command);
        ++combinations;
        ++answers[no];
        expect_the_tables_answer(no, phases.stage, in_phase, name, role);
      }
    }
  });
  EXPECT_GT(combinations, 100'000u);
  EXPECT_GT(answers["not_your_case"], 0u);
  EXPECT_GT(answers["not_your_role"], 0u);
}

TEST(CaseAuthority, ConditionsThatNeedNoFactsRefuseByTheirRule) {
  const ComplaintDecider decider;
  const core::Context at{parse_timestamp("2023-06-01T09:00:00+08:00").value(), {}, {}, "case/A"};
  const auto rule = [&](State state, const char* actor, const Command& command) {
    auto context = at;
    context.actor = core::Actor::parse(actor);
    const auto decision = decider.decide(state, command, context, {});
    return decision.is_refusal() ? decision.refusal().name + " " + decision.refusal().rule : "";
  };
  auto explained = state_in({Phase::explained, ClockPhase::running});
  EXPECT_EQ(rule(explained, kOfficer, Close{}), "not_your_case R16");
  auto rated = state_in({Phase::rated, ClockPhase::stopped, FollowUpPhase::contact_due});
  rated.work.handlers = {"l1"};
  EXPECT_EQ(rule(rated, kLead, ContactRater{}), "handler_of_the_case R17");
  EXPECT_EQ(rule(rated, "district_officer:d@PD.ZA", ContactRater{}), "not_your_line R15");
  EXPECT_EQ(rule(rated, "district_officer:d@XH.RK", ContactRater{}), "not_your_line R15");
  // Two conditions of one role hold together.
  rated.work.handlers = {"d1"};
  EXPECT_EQ(rule(rated, kDistrict, ContactRater{}), "handler_of_the_case R17");
  EXPECT_EQ(rule(rated, "district_officer:d7@PD.RK", ContactRater{}), "how_missing R17");
  auto asked = state_in({Phase::rated, ClockPhase::stopped, FollowUpPhase::exclusion_asked});
  asked.work.handlers = {"m1"};
  EXPECT_EQ(rule(asked, kCity, DecideExclusion{}), "handler_of_the_case R17");
  auto answered = state_in({Phase::explained, ClockPhase::running});
  EXPECT_EQ(rule(answered, "district_officer:d@XH.RK", Unmask{}), "not_escalated_to_you R15");
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
