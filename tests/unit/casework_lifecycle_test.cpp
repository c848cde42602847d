// The table of the case against the reference tables in tests/golden/casework, in both directions.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <recourse/casework/complaint/decider.hpp>
#include <set>
#include <sstream>

namespace recourse::casework::complaint {
namespace {

using Table = std::vector<std::map<std::string, std::string>>;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

Table read_table(const std::string& name) {
  std::ifstream file{std::string{RECOURSE_SOURCE_DIR} + "/tests/golden/casework/" + name};
  EXPECT_TRUE(file) << name;
  std::string line;
  std::getline(file, line);
  const auto head = split(line, '\t');
  Table rows;
  while (std::getline(file, line)) {
    const auto cells = split(line, '\t');
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < head.size() && i < cells.size(); ++i) row[head[i]] = cells[i];
  }
  return rows;
}

/// The reference's name of an event → ours.
const std::map<std::string, std::string> kNames{
    {"report", "received"},
    {"accept", "accepted"},
    {"decline", "declined"},
    {"decline_upheld", "decline_upheld"},
    {"decline_overturned", "decline_overturned"},
    {"review_lapsed", "review_lapsed"},
    {"refer", "referred"},
    {"referral_confirmed", "referral_confirmed"},
    {"referral_refused", "referral_refused"},
    {"route_on_spot", "routed_on_spot"},
    {"route_explain", "routed_explain"},
    {"route_expedite", "routed_expedite"},
    {"route_lacking", "routed_lacking"},
    {"route_notice", "routed_notice"},
    {"escalate", "escalated"},
    {"retriage", "retriaged"},
    {"day_ended", "day_ended"},
    {"not_understood", "not_understood"},
    {"matter_done", "matter_done"},
    {"supplement_part", "supplemented_part"},
    {"supplement_all", "supplemented_all"},
    {"new_demand", "new_demand_made"},
    {"lapse", "lapsed"},
    {"dept_answer", "department_answered"},
    {"forward_city", "forwarded_to_city"},
    {"wrong_line", "line_objected"},
    {"consult", "consulted"},
    {"return_for_facts", "returned_for_facts"},
    {"facts_supplied_district", "facts_supplied_district"},
    {"facts_supplied_city", "facts_supplied_city"},
    {"cannot_apply", "could_not_apply"},
    {"close", "closed"},
    {"withdraw", "withdrawn"},
    {"merge", "merged"},
    {"unmerge", "unmerged"},
    {"rate", "rated"},
    {"rating_ended", "rating_ended"},
    {"archive", "settled"},
    {"reopen", "reopened"},
    {"request_review_1", "review_requested_1"},
    {"request_review_2", "review_requested_2"},
    {"review_upheld", "review_upheld"},
    {"review_overturned", "review_overturned"},
};

std::string type_of_reference(const std::string& name) { return "case." + kNames.at(name); }

/// Every event, empty, by its type.
std::map<std::string, Event> all_events() {
  std::map<std::string, Event> events;
  const auto& set = describe::set_info<Event>();
  for (std::size_t i = 0; i < set.types.size(); ++i) {
    events.emplace(std::string{set.types[i]->type}, describe::make_alternative<Event>(i));
  }
  return events;
}

Phase phase_of(const std::string& name) {
  if (name == "-") return Phase::none;
  Phase phase{};
  EXPECT_TRUE(describe::enum_from_name(name, phase)) << name;
  return phase;
}

std::vector<Phase> all_phases() {
  std::vector<Phase> phases;
  for (std::uint8_t i = 0; i <= 20; ++i) phases.push_back(static_cast<Phase>(i));
  return phases;
}
std::vector<ClockPhase> all_clocks() {
  std::vector<ClockPhase> phases;
  for (std::uint8_t i = 0; i <= 4; ++i) phases.push_back(static_cast<ClockPhase>(i));
  return phases;
}

/// (from, event) → to, as the reference has it.
std::map<std::pair<Phase, std::string>, Phase> reference_cells() {
  std::map<std::pair<Phase, std::string>, Phase> cells;
  for (const auto& row : read_table("lifecycle.tsv")) {
    for (const auto& from : split(row.at("from"), ',')) {
      const auto& to = row.at("to") == "same" ? from : row.at("to");
      cells[{phase_of(from), type_of_reference(row.at("event"))}] = phase_of(to);
    }
  }
  return cells;
}

TEST(CaseLifecycle, PhasesAreThoseOfTheReferenceInItsOrder) {
  const auto rows = read_table("phases.tsv");
  ASSERT_EQ(rows.size(), 20u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto phase = static_cast<Phase>(i + 1);
    EXPECT_EQ(rows[i].at("phase"), describe::enum_name(phase));
    EXPECT_EQ(rows[i].at("zh"), zh(phase));
    EXPECT_EQ(rows[i].at("kind") == "open", is_open(phase)) << rows[i].at("phase");
  }
  EXPECT_FALSE(is_open(Phase::none));
}

TEST(CaseLifecycle, OwnersAreThoseOfTheReference) {
  const std::map<std::string, OwnerKind> kinds{
      {"station", OwnerKind::station},
      {"station until receipt confirmed", OwnerKind::station},
      {"station (rating open)", OwnerKind::station},
      {"district dept", OwnerKind::district_department},
      {"city dept", OwnerKind::city_department},
      {"other than decliner", OwnerKind::other_than_decliner},
      {"district dept, uninvolved", OwnerKind::uninvolved_district},
      {"city dept or lead, uninvolved", OwnerKind::uninvolved_city},
      {"target case", OwnerKind::target_case},
      {"archive", OwnerKind::archive},
  };
  for (const auto& row : read_table("phases.tsv")) {
    EXPECT_EQ(owner_of(phase_of(row.at("phase"))), kinds.at(row.at("owner"))) << row.at("phase");
  }
}

TEST(CaseLifecycle, EveryCellOfTheReferenceLeadsWhereItSaysUnderEveryClock) {
  const auto events = all_events();
  const auto cells = reference_cells();
  EXPECT_EQ(cells.size(), 89u);  // 88 from the phases, and the report from nothing.
  for (const auto& [cell, to] : cells) {
    for (const auto clock : all_clocks()) {
      const auto next = follow({cell.first, clock}, events.at(cell.second));
      ASSERT_TRUE(next) << describe::enum_name(cell.first) << " " << cell.second;
      EXPECT_EQ(next->stage, to) << describe::enum_name(cell.first) << " " << cell.second;
    }
  }
}

TEST(CaseLifecycle, EveryCellThatTheReferenceDoesNotListIsIllegalUnderEveryClock) {
  auto cells = reference_cells();
  // Ours: who accepted against a promise may demand more as well, and it is a breach there too.
  cells[{Phase::accepted_lacking, "case.new_demand_made"}] = Phase::accepted_lacking;
  // Ours: a walk-in is accepted in the tap that registers it, and can still be declined.
  cells[{Phase::accepted, "case.declined"}] = Phase::declined;
  // Ours: a review that was asked for before the rating does not take the right to rate (ADR 28).
  for (const auto phase : {Phase::review_1, Phase::review_2, Phase::archived}) {
    cells[{phase, "case.rated"}] = phase;
  }
  cells[{Phase::archived, "case.rating_ended"}] = Phase::archived;
  // Ours: what came in time and is recorded after the lapse, or the silence (ADR 27).
  cells[{Phase::accepted, "case.referral_confirmed"}] = Phase::closed;
  cells[{Phase::closed, "case.supplemented_all"}] = Phase::accepted;
  std::size_t illegal = 0;
  for (const auto& [name, type] : kNames) {
    const auto event = all_events().at("case." + type);
    for (const auto phase : all_phases()) {
      if (cells.contains({phase, "case." + type})) continue;
      ++illegal;
      for (const auto clock : all_clocks()) {
        EXPECT_FALSE(follow({phase, clock}, event)) << describe::enum_name(phase) << " " << name;
        EXPECT_FALSE(advance({phase, clock}, event)) << describe::enum_name(phase) << " " << name;
      }
    }
  }
  EXPECT_EQ(illegal, 43u * 21u - 97u);
}

TEST(CaseLifecycle, ItsNamesAreThoseOfTheReference) {
  const auto rows = transitions();
  for (const auto& row : read_table("lifecycle.tsv")) {
    const auto type = type_of_reference(row.at("event"));
    for (const auto& from : split(row.at("from"), ',')) {
      const auto found = std::ranges::find_if(
          rows, [&](const auto& r) { return r.event == type && r.from == phase_of(from); });
      ASSERT_NE(found, rows.end()) << type;
      EXPECT_EQ(found->zh, row.at("zh"));
      EXPECT_FALSE(found->command.empty()) << type;
    }
  }
}

// The clock region as the reference draws it; two cells are ours: a case that is declined or handed
// over while its clock rests must not leave a clock that rests for ever.
using Ticks = std::map<std::pair<ClockPhase, std::string>, ClockPhase>;
Ticks clock_cells() {
  using K = ClockPhase;
  Ticks cells{{{K::idle, "received"}, K::running},
              {{K::running, "paused"}, K::paused},
              {{K::running, "routed_notice"}, K::paused},
              {{K::paused, "resumed"}, K::running},
              {{K::paused, "supplemented_all"}, K::running},
              {{K::paused, "cap_reached"}, K::running},
              {{K::running, "extended"}, K::running},
              {{K::running, "went_overdue"}, K::overdue},
              {{K::overdue, "planned"}, K::overdue},
              {{K::stopped, "reopened"}, K::running},
              {{K::stopped, "review_overturned"}, K::running},
              {{K::stopped, "decline_overturned"}, K::running},
              {{K::stopped, "review_lapsed"}, K::running},
              {{K::stopped, "supplemented_all"}, K::running},
              {{K::stopped, "unmerged"}, K::running}};
  for (const auto from : {K::running, K::paused, K::overdue}) {
    for (const auto* name :
         {"closed", "declined", "withdrawn", "merged", "lapsed", "referral_confirmed"}) {
      cells[{from, name}] = K::stopped;
    }
  }
  return cells;
}

TEST(CaseLifecycle, TheClockMovesAsTheReferenceSaysAndIgnoresTheRest) {
  const auto cells = clock_cells();
  for (const auto& [type, event] : all_events()) {
    for (const auto stage : all_phases()) {
      for (const auto clock : all_clocks()) {
        const auto next = follow({stage, clock}, event);
        if (!next) continue;
        const auto cell = cells.find({clock, type.substr(5)});
        EXPECT_EQ(next->clock, cell == cells.end() ? clock : cell->second)
            << type << " " << describe::enum_name(clock);
      }
    }
  }
  // Beyond the reference: a case that is taken out of another goes on as it stood, and the other
  // is late no more if that made it late.
  const auto beyond = [](const ClockTransition& row) {
    return row.event == "case.released" ||
           ((row.event == "case.unmerged" || row.event == "case.supplemented_all") &&
            row.to == ClockPhase::overdue) ||
           (row.event == "case.unmerged" && row.to == ClockPhase::paused);
  };
  EXPECT_EQ(clock_transitions().size(), cells.size() + 8u);
  for (const auto& row : clock_transitions()) {
    if (beyond(row)) continue;
    EXPECT_EQ(cells.at({row.from, std::string{row.event.substr(5)}}), row.to);
  }
}

TEST(CaseLifecycle, WhatOnlyTheClockKnowsIsLegalIfTheClockTakesIt) {
  const auto cells = clock_cells();
  for (const auto* type :
       {"paused", "resumed", "cap_reached", "extended", "went_overdue", "planned"}) {
    const auto event = all_events().at(std::string{"case."} + type);
    for (const auto stage : all_phases()) {
      for (const auto clock : all_clocks()) {
        const auto next = follow({stage, clock}, event);
        const bool there = stage != Phase::none;
        EXPECT_EQ(next.has_value(), there && cells.contains({clock, type})) << type;
        if (next) {
          EXPECT_EQ(next->stage, stage) << type;
        }
      }
    }
  }
}

TEST(CaseLifecycle, AnOverdueClockTakesNeitherPauseNorExtension) {
  const Phases overdue{Phase::accepted, ClockPhase::overdue};
  EXPECT_FALSE(follow(overdue, Paused{}));
  EXPECT_FALSE(follow(overdue, Extended{}));
  EXPECT_EQ(follow(overdue, RoutedNotice{})->clock, ClockPhase::overdue);
}

TEST(CaseLifecycle, InternalEventsLeaveEveryOpenPhaseAndAreIllegalElsewhere) {
  const std::vector<Event> internal{Contacted{}, DifficultySet{}, Reassigned{}, Messaged{},
                                    Absorbed{}, SupportAsked{}, Assisted{},
                                    // Ours: urging, the scope, questions to assisting units.
                                    UrgingSet{}, Urged{}, ScopeStated{}, ScopeCorrected{},
                                    UnitAsked{}};
  for (const auto& event : internal) {
    for (const auto stage : all_phases()) {
      for (const auto clock : all_clocks()) {
        const Phases here{stage, clock};
        const auto next = follow(here, event);
        EXPECT_EQ(next.has_value(), is_open(stage)) << describe::type_of(event);
        if (next) {
          EXPECT_EQ(*next, here) << describe::type_of(event);
        }
      }
    }
  }
}

TEST(CaseLifecycle, BarsLooksHoldsAndRecomputedLimitsAreTakenFromTheFirstEventOn) {
  const std::vector<Event> anytime{Recused{}, Reinstated{}, Unmasked{}, HoldPlaced{}, HoldLifted{},
                                   LimitsRecomputed{},
                                   // Ours: they outlast the case that they came of (ADR 28).
                                   SupportAnswered{}, LimitMissed{}, UnitAnswered{}, AccountKept{},
                                   AccountStruck{}, CallbackDrawn{}};
  for (const auto& event : anytime) {
    for (const auto stage : all_phases()) {
      const Phases here{stage, ClockPhase::running};
      const auto next = follow(here, event);
      EXPECT_EQ(next.has_value(), stage != Phase::none) << describe::type_of(event);
      if (next) {
        EXPECT_EQ(*next, here) << describe::type_of(event);
      }
    }
  }
}

// The care and the supervision as the reference draws them.
struct DutyCell {
  std::string from, event, when, to;
  auto operator<=>(const DutyCell&) const = default;
};
std::set<DutyCell> cells_of(std::span<const DutyTransition> rows) {
  std::set<DutyCell> cells;
  for (const auto& row : rows) {
    cells.insert({std::string{row.from}, std::string{row.event.substr(5)}, std::string{row.when},
                  std::string{row.to}});
  }
  return cells;
}

TEST(CaseLifecycle, FollowUpAfterABadRatingGoesAsTheReferenceSays) {
  const std::set<DutyCell> cells{
      {"none", "rated", "follow_up", "contact_due"},
      {"done", "rated", "follow_up", "contact_due"},
      {"excluded", "rated", "follow_up", "contact_due"},
      // Ours: a bad rating of a later round begins anew, whatever the earlier one still asks for.
      {"contact_due", "rated", "follow_up", "contact_due"},
      {"verify_due", "rated", "follow_up", "contact_due"},
      {"correction_due", "rated", "follow_up", "contact_due"},
      {"feedback_due", "rated", "follow_up", "contact_due"},
      {"revisit_due", "rated", "follow_up", "contact_due"},
      {"exclusion_asked", "rated", "follow_up", "contact_due"},
      {"contact_due", "care_contacted", "attempt", "contact_due"},
      {"contact_due", "care_contacted", "discharged", "verify_due"},
      {"verify_due", "rating_verified", "service, mixed", "correction_due"},
      {"verify_due", "rating_verified", "policy", "feedback_due"},
      {"verify_due", "rating_verified", "mistaken", "exclusion_asked"},
      {"correction_due", "correction_planned", "", "correction_due"},
      {"correction_due", "corrected", "", "feedback_due"},
      {"feedback_due", "fed_back", "", "revisit_due"},
      {"revisit_due", "revisited", "solved", "done"},
      {"revisit_due", "revisited", "not solved", "contact_due"},
      {"exclusion_asked", "exclusion_decided", "excluded", "excluded"},
      {"exclusion_asked", "exclusion_decided", "counts", "verify_due"}};
  EXPECT_EQ(cells_of(follow_up_transitions()), cells);
}

// Ours: a case may be under several, and the region says what they come to (ADR 28). With one alone
// it goes as the reference says.
TEST(CaseLifecycle, SupervisionsComeToWhatTheEventsSay) {
  const std::set<DutyCell> cells{{"none", "supervised", "", "supervised"},
                                 {"answered", "supervised", "", "supervised"},
                                 {"supervised", "supervised", "", "supervised"},
                                 {"supervised", "supervision_raised", "", "supervised"},
                                 {"answered", "supervision_raised", "", "answered"},
                                 {"supervised", "supervision_answered", "supervised", "supervised"},
                                 {"supervised", "supervision_answered", "answered", "answered"},
                                 {"supervised", "supervision_verified", "supervised", "supervised"},
                                 {"answered", "supervision_verified", "none", "none"},
                                 {"answered", "supervision_verified", "answered", "answered"},
                                 {"answered", "supervision_verified", "supervised", "supervised"}};
  EXPECT_EQ(cells_of(supervision_transitions()), cells);
  const auto after = [](SupervisionPhase from, const Event& event) {
    return advance({Phase::closed, ClockPhase::stopped, FollowUpPhase::none, from}, event)
        ->supervision;
  };
  SupervisionVerified verified{.by = "v", .accepted = true};
  EXPECT_EQ(after(SupervisionPhase::answered, verified), SupervisionPhase::none);
  verified.accepted = false;
  EXPECT_EQ(after(SupervisionPhase::answered, verified), SupervisionPhase::supervised)
      << "whatever else it says";
}

TEST(CaseLifecycle, AnAnswerThatCannotBeCarriedOutGoesBackToWhoeverGaveIt) {
  const Phases answered{Phase::answered, ClockPhase::running};
  CouldNotApply e{.by = "w", .reason = "r", .department = "PD.RK"};
  e.level = Level::district;
  EXPECT_EQ(advance(answered, e)->stage, Phase::escalated_district);
  e.level = Level::city;
  EXPECT_EQ(advance(answered, e)->stage, Phase::escalated_city);
}

TEST(CaseLifecycle, DutiesAreTakenByTheirOwnRegionInEveryPhaseOfALifeAndMoveNothingElse) {
  const auto events = all_events();
  for (const auto stage : all_phases()) {
    for (std::uint8_t care = 0; care <= 8; ++care) {
      for (std::uint8_t supervision = 0; supervision <= 2; ++supervision) {
        const Phases here{stage, ClockPhase::running, static_cast<FollowUpPhase>(care),
                          static_cast<SupervisionPhase>(supervision)};
        const auto from = describe::enum_name(here.supervision);
        for (const auto* name : {"supervised", "supervision_raised", "supervision_answered"}) {
          const auto next = follow(here, events.at(std::string{"case."} + name));
          const bool expected = std::ranges::any_of(supervision_transitions(), [&](const auto& r) {
            return r.from == from && r.event.substr(5) == name;
          });
          EXPECT_EQ(next.has_value(), expected && stage != Phase::none) << name;
          if (next) {
            EXPECT_EQ(next->stage, here.stage);
            EXPECT_EQ(next->clock, here.clock);
            EXPECT_EQ(next->rating_follow_up, here.rating_follow_up);
          }
        }
      }
    }
  }
}

TEST(CaseLifecycle, ABadRatingWithANameBeginsTheCareAndNoOtherDoes) {
  const Phases closed{Phase::closed, ClockPhase::stopped};
  Rated rated;
  rated.grade = Grade::dissatisfied;
  EXPECT_EQ(advance(closed, rated)->rating_follow_up, FollowUpPhase::none);
  rated.follow_up = true;
  EXPECT_EQ(advance(closed, rated)->rating_follow_up, FollowUpPhase::contact_due);
  EXPECT_EQ(advance(closed, rated)->stage, Phase::rated);
}

TEST(CaseLifecycle, GuardsLookAtTheEventsFactsAndReplayDoesNot) {
  const Phases received{Phase::received, ClockPhase::running};
  const Phases explained{Phase::explained, ClockPhase::running};
  EXPECT_FALSE(advance(received, Declined{}));
  EXPECT_TRUE(follow(received, Declined{}));
  Declined declined;
  declined.reason = "r";
  declined.remedy = "m";
  declined.body = "b";
  EXPECT_TRUE(advance(received, declined));
  Closed closed;
  closed.resolution.outcome = Outcome::answered;
  EXPECT_FALSE(advance(explained, closed));
  closed.next_step = "可申请复核";
  EXPECT_TRUE(advance(explained, closed));
  EXPECT_FALSE(advance({Phase::closed, ClockPhase::stopped}, Rated{}));
}

TEST(CaseLifecycle, FollowAndAdvanceDifferInFactsOnly) {
  for (const auto& [type, event] : all_events()) {
    for (const auto stage : all_phases()) {
      for (const auto clock : all_clocks()) {
        const auto strict = advance({stage, clock}, event);
        if (strict) {
          EXPECT_EQ(strict, follow({stage, clock}, event)) << type;
        }
      }
    }
  }
}

TEST(CaseLifecycle, ANumberThatIsNoPhaseLeadsNowhere) {
  EXPECT_FALSE(advance({static_cast<Phase>(21), ClockPhase::running}, Accepted{}));
  EXPECT_FALSE(follow({static_cast<Phase>(255), ClockPhase::running}, Accepted{}));
  EXPECT_FALSE(follow({Phase::received, static_cast<ClockPhase>(5)}, Accepted{}));
}

Phase path(const std::vector<std::string>& names) {
  Phases at;
  for (const auto& name : names) {
    const auto next = follow(at, all_events().at(type_of_reference(name)));
    EXPECT_TRUE(next) << name;
    if (!next) return Phase::none;
    at = *next;
  }
  return at.stage;
}

TEST(CaseLifecycle, TheFiveGoldenLivesRun) {
  EXPECT_EQ(path({"report", "accept", "route_on_spot", "close", "rate", "archive"}),
            Phase::archived);
  EXPECT_EQ(path({"report", "accept", "route_on_spot", "day_ended", "escalate", "forward_city",
                  "return_for_facts", "facts_supplied_city", "dept_answer", "close"}),
            Phase::closed);
  EXPECT_EQ(path({"report", "accept", "route_notice", "new_demand", "supplement_all",
                  "route_expedite", "matter_done", "close"}),
            Phase::closed);
  EXPECT_EQ(path({"report", "accept", "route_lacking", "lapse", "reopen", "route_lacking",
                  "supplement_all", "close", "rating_ended", "request_review_1", "review_upheld",
                  "request_review_2", "review_overturned"}),
            Phase::accepted);
  EXPECT_EQ(path({"report", "decline", "review_lapsed", "route_explain", "not_understood",
                  "escalate", "dept_answer", "cannot_apply"}),
            Phase::escalated_district);
}

TEST(CaseLifecycle, AllowedCommandsAreThoseWhoseEventsLeadSomewhere) {
  for (const auto stage : all_phases()) {
    for (const auto clock : all_clocks()) {
      std::set<std::string> expected;
      for (const auto& row : transitions()) {
        if (row.from == stage) expected.emplace(row.command);
      }
      for (const auto& row : clock_transitions()) {
        if (row.from != clock || stage == Phase::none) continue;
        // The life knows the others, and has the last word on them.
        if (row.event == "case.paused") expected.insert("case.pause");
        if (row.event == "case.resumed") expected.insert("case.resume");
        if (row.event == "case.cap_reached") expected.insert("case.reach_cap");
        if (row.event == "case.extended") expected.insert("case.extend");
        if (row.event == "case.went_overdue") expected.insert("case.go_overdue");
        if (row.event == "case.planned") expected.insert("case.plan");
      }
      if (is_open(stage)) {
        expected.insert({"case.contact", "case.set_difficult", "case.reassign", "case.message",
                         "case.ask_support", "case.assist", "case.state_scope",
                         "case.correct_scope", "case.ask_unit", "case.urge"});
      }
      if (stage == Phase::none) expected.insert("case.finish_on_spot");
      if (stage != Phase::none) {
        expected.insert({"case.recuse", "case.reinstate", "case.unmask", "case.place_hold",
                         "case.lift_hold", "case.supervise", "case.recompute_limits",
                         "case.answer_support", "case.miss_limit", "case.answer_unit",
                         "case.keep_on_account", "case.strike_off"});
      }
      // What only a timer gives is nobody's next step.
      std::erase_if(expected, [&](const std::string& command) {
        return roles_for(stage, command) == role_bit(Role::timer);
      });
      const auto names = allowed_commands({stage, clock});
      EXPECT_EQ(std::set<std::string>(names.begin(), names.end()), expected)
          << describe::enum_name(stage) << " " << describe::enum_name(clock);
      EXPECT_EQ(names.size(), expected.size());
    }
  }
}

/// The reference's letters → roles.
RoleSet roles_of(const std::string& who) {
  const std::map<std::string, Role> letters{
      {"W", Role::window_officer},    {"L", Role::counter_lead},   {"S", Role::station_chief},
      {"D1", Role::district_officer}, {"D2", Role::city_officer},  {"V", Role::supervisor},
      {"C", Role::citizen},           {"T", Role::timer},          {"import", Role::importer},
      {"system", Role::importer},     {"receiver", Role::receiver}};
  RoleSet roles = 0;
  for (const auto& letter : split(who, ' ')) roles |= role_bit(letters.at(letter));
  return roles;
}

TEST(CaseLifecycle, WhoMayCauseATransitionIncludesEverybodyTheReferenceNames) {
  for (const auto& row : read_table("lifecycle.tsv")) {
    RoleSet ours = 0;
    for (const auto& transition : transitions()) {
      if (transition.event == type_of_reference(row.at("event"))) ours |= transition.roles;
    }
    const RoleSet reference = roles_of(row.at("who"));
    EXPECT_EQ(ours & reference, reference) << row.at("event");
  }
}

TEST(CaseLifecycle, TimersAloneCauseWhatTheReferenceLeavesToTimers) {
  for (const auto* command : {"case.lapse_review", "case.end_day", "case.lapse", "case.reach_cap",
                              "case.go_overdue", "case.end_rating", "case.archive"}) {
    for (const auto phase : all_phases()) {
      const auto roles = roles_for(phase, command);
      EXPECT_TRUE(roles == 0 || roles == role_bit(Role::timer)) << command;
    }
  }
}

TEST(CaseLifecycle, NobodyBelowMayDoWhatIsTheDepartments) {
  for (const auto phase : {Phase::escalated_district, Phase::escalated_city}) {
    for (const auto* command : {"case.answer_as_department", "case.consult",
                                "case.return_for_facts", "case.object_to_line"}) {
      const auto roles = roles_for(phase, command);
      EXPECT_NE(roles, 0u);
      EXPECT_FALSE(contains(roles, Role::window_officer));
      EXPECT_FALSE(contains(roles, Role::station_chief));
      EXPECT_FALSE(contains(roles, Role::administrator));
    }
  }
  EXPECT_EQ(roles_for(Phase::closed, "case.accept"), 0u);
  EXPECT_EQ(roles_for(Phase::closed, "case.nonsense"), 0u);
}

TEST(CaseLifecycle, TheDiagramsShowEveryRow) {
  const auto mermaid = lifecycle_mermaid();
  const auto plantuml = lifecycle_plantuml();
  // 89 of the reference; ours: licences that silence accepts, missed notices, promises that force
  // majeure moves, reminders, opinions from the side, later demands after a promise, walk-ins that
  // are declined, ratings beside a review, answers that go back to the city.
  // Nine more: a case taken out of another goes back to the phase that it was in.
  // Three more: what came in time and is recorded later.
  // Six more: after its end a case goes on account, and the citizen is called back (R37, R39).
  EXPECT_EQ(transitions().size(), 89u + 8u + 1u + 5u + 9u + 3u + 6u);
  for (const auto& row : transitions()) {
    const auto from = row.from == Phase::none ? "[*]" : describe::enum_name(row.from);
    const auto line = std::string{from} + " --> " + std::string{describe::enum_name(row.to)} +
                      " : " + std::string{row.event.substr(5)} + " " + std::string{row.zh};
    EXPECT_NE(mermaid.find(line), std::string::npos) << line;
    EXPECT_NE(plantuml.find(line), std::string::npos) << line;
  }
  EXPECT_TRUE(mermaid.starts_with("stateDiagram-v2\n"));
  EXPECT_TRUE(plantuml.starts_with("@startuml\n"));
  EXPECT_TRUE(plantuml.ends_with("@enduml\n"));
}

}  // namespace
}  // namespace recourse::casework::complaint
