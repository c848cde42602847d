// Scene: one case, a clock that the test moves, and the actors. For the tests of casework.
//
//     Scene scene{"2023-06-01T09:00:00+08:00"};
//     scene.accepts("window_officer:w1@PD01", Report{…});
//     EXPECT_EQ(scene.refusal("citizen:c", Accept{}), "not_your_role");
#pragma once

#include <gtest/gtest.h>

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/round.hpp>
#include <string>
#include <vector>

namespace recourse::casework::complaint::testing {

inline constexpr const char* kCitizen = "citizen:c1";
inline constexpr const char* kOfficer = "window_officer:w1@PD01";
inline constexpr const char* kOther = "window_officer:w2@PD01";
inline constexpr const char* kLead = "counter_lead:l1@PD01";
inline constexpr const char* kChief = "station_chief:s1@PD01";
inline constexpr const char* kDistrict = "district_officer:d1@PD.RK";
inline constexpr const char* kCity = "city_officer:m1@city.RK";
inline constexpr const char* kSupervisor = "supervisor:v1";
inline constexpr const char* kTimer = "timer:timer";
inline constexpr const char* kImporter = "importer:i1";
inline constexpr const char* kReceiver = "receiver:r1@民政局";

/// A report as the window makes it, complete and dull.
Report a_report();

NoticeItem item(std::string code);

LocalDay day(std::string_view text);

Sealed<std::string> personal(std::string text);

class Scene {
 public:
  ComplaintDecider decider;
  State state;
  Timestamp now;
  std::vector<std::pair<Event, core::Facts>> log;
  std::vector<core::Related<State>> related;

  explicit Scene(std::string_view start = "2023-06-01T09:00:00+08:00");
  Scene(const Scene&);
  Scene& operator=(const Scene&);
  ~Scene();

  void at(std::string_view moment);
  void later(std::chrono::minutes by);

  core::Decision<Event> decide(std::string_view actor, const Command& command) const;
  /// The refusal's name; empty if the command is accepted. Changes nothing.
  std::string refusal(std::string_view actor, const Command& command) const;
  /// Decides and evolves; a refusal fails the test.
  std::vector<Event> accepts(std::string_view actor, const Command& command);
  void happens(const Event& event);
  State replayed() const;

  std::vector<core::Decision<Event>::RelatedEvents> elsewhere;

  // Ways to a phase, each from an empty case.
  Scene& received(Report report = a_report());
  Scene& accepted(Report report = a_report());
  Scene& escalated();
  Scene& answered();
  /// Past the deadline for resolution, and the timer has said so.
  Scene& overdue();
  /// Rated badly by somebody who gave a name.
  Scene& rated_badly();
  Scene& explained(Report report = a_report());
  Scene& closed();
  Scene& notice_issued();
  Scene& lacking();

  static Report a_traffic_report();
  static Escalate an_escalation();
  /// Of a late case: by the chief, with the reason from the pick list.
  static Close a_late_closing();
  static Close a_closing();
  static RouteNotice a_notice(std::vector<NoticeItem> items);
  static RouteLacking a_lacking();

 private:
  static StreamId own();
  core::Context context(std::string_view actor) const;
  /// Upon the case as it stands, and the related ones that the test has set.
  core::Round<ComplaintDecider> new_round() const;
  Result<core::Round<ComplaintDecider>::LoadedState> load(const StreamId& stream) const;
};

}  // namespace recourse::casework::complaint::testing
