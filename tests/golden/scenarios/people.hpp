// The people of the scenarios, the forms that they fill in, and what can be seen of a case.
//
//     Case c;                                              // Thursday, 1 June 2023, 09:00
//     c.actor(kOfficer).when(at_the_window());
//     EXPECT_EQ(due(c, Limit::finish), "2023-06-08");
//     c.when(a_notice({"1"})).then_refused("notice_for_traffic_only", "R11");
//
// June 2023: the 1st is a Thursday; the 22nd to 24th are the Dragon Boat days, and Sunday the 25th
// is worked instead. Working days after the 1st: 5 end on the 8th, 15 on the 25th.
#pragma once

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <string>
#include <vector>

// Compiled once, in people.cpp: it is most of what a file of scenarios would take to compile.
// Not by Clang 14, which instantiates members too whose constraints do not hold.
#ifndef __clang__
extern template class recourse::test::Scenario<recourse::casework::complaint::ComplaintDecider>;
#endif

namespace recourse::casework::complaint::scenarios {

using Scenario = test::Scenario<ComplaintDecider>;

// --- People: role, number, unit ------------------------------------------------------------------

inline constexpr const char* kCitizen = "citizen:zhang";
inline constexpr const char* kOfficer = "window_officer:p1@PD01";
inline constexpr const char* kColleague = "window_officer:p2@PD01";
inline constexpr const char* kLead = "counter_lead:l1@PD01";
inline constexpr const char* kChief = "station_chief:s1@PD01";
inline constexpr const char* kOtherStation = "window_officer:q1@PD02";
inline constexpr const char* kDistrict = "district_officer:d1@PD.RK";
inline constexpr const char* kDistrictToo = "district_officer:d2@PD.RK";
inline constexpr const char* kDistrictTraffic = "district_officer:d3@PD.JJ";
inline constexpr const char* kDistrictOrder = "district_officer:d4@PD.ZA";
inline constexpr const char* kLiaison = "liaison:n1@PD.RK";
inline constexpr const char* kCity = "city_officer:m1@city.RK";
inline constexpr const char* kCityToo = "city_officer:m2@city.RK";
inline constexpr const char* kSupervisor = "supervisor:v1";
inline constexpr const char* kAdministrator = "administrator:a1";
inline constexpr const char* kBusinessSystem = "importer:i1";
inline constexpr const char* kOtherBody = "receiver:r1@区房管局";
inline constexpr const char* kCivilian = "civilian:w7@PD01";
inline constexpr const char* kAuxiliary = "auxiliary:x7@PD01";

// --- The scene -----------------------------------------------------------------------------------

/// One case at station PD01 in Shanghai's time; each failure is reported at its line.
struct Case : Scenario {
  explicit Case(std::string_view start = "2023-06-01 09:00", ComplaintDecider rules = {});
  ~Case();
};

LocalDay day(std::string_view text);
Timestamp moment(std::string_view text);
Sealed<std::string> words(std::string text);

// --- Forms, filled in as usual -------------------------------------------------------------------

/// Zhang cannot move his registration in: the data disagree.
Report a_report();
Report at_the_window(Report form = a_report());
/// A traffic violation, with papers missing.
Report a_traffic_matter();
Report a_complaint_about(Accused accused);
RouteExplain an_explanation();
RouteExpedite a_hurry(std::string_view needed_by);
/// RK10 may lack proof of marital status, its only secondary paper.
RouteLacking a_promise(std::string_view until, std::string code = "6");
/// The catalogue names the papers of these codes.
std::vector<NoticeItem> papers(const std::vector<std::string>& codes);
RouteNotice a_notice(const std::vector<std::string>& codes);
Escalate an_escalation();
AnswerAsDepartment an_answer(AnswerKind kind = AnswerKind::do_it_so);
Close a_closing(Outcome outcome = Outcome::done);
/// Of a late case, by the chief.
Close a_late_closing();
Rate a_rating(Grade grade);

// --- What can be seen ----------------------------------------------------------------------------

/// The last day of a limit that runs: "2023-06-08"; "none" if it does not run or has been met.
std::string due(const Scenario& c, DeadlineKind limit);
/// Who owns it: "PD01", "PD.RK".
std::string owner(const Scenario& c);
std::string phase(const Scenario& c);
std::string clock_of(const Scenario& c);
std::string follow_up(const Scenario& c);
std::string supervision(const Scenario& c);
/// "same_day, escalated".
std::string loops(const Scenario& c);
/// What was recorded last of a kind, on any stream.
template <class E>
const E& last(const Scenario& c) {
  const auto& all = c.events();
  for (auto i = all.rbegin(); i != all.rend(); ++i) {
    if (const auto* event = std::get_if<E>(&i->event)) return *event;
  }
  throw std::logic_error{"no " + std::string{describe::spec_of<E>.type} + " was recorded"};
}

}  // namespace recourse::casework::complaint::scenarios
