// Teller: tells one case from beginning to end, keeping its own time. What script_of is made of.
//
// Parts: teller.cpp keeps time and begins a case, courses.cpp handles it at the station,
// escalation.cpp takes it to the departments, aftermath.cpp ends it. Each wait moves the teller's
// clock, each `give` adds a command at that time.
//
// Invariants: commands are given at strictly increasing times; people act within working days,
// timers at midnight; every way leads to archived, withdrawn or merged.
#pragma once

#include <recourse/casework/common/norms.hpp>

#include "cast.hpp"
#include "script.hpp"

namespace recourse::cli {

class Teller {
 public:
  Teller(const Plan& plan, std::size_t index);

  std::vector<Action> tell() &&;

 private:
  // Time.
  LocalDay today() const { return day_of(now_); }
  LocalDay in_days(std::int64_t n) const { return working_day_after(today(), n); }
  void wait_minutes(std::int64_t least, std::int64_t most);
  /// To the counter's hours of the n-th working day from here; 0: some minutes on the same day.
  void wait_days(std::int64_t n);
  /// The same for a number of working days in [least, most].
  void wait_days(std::int64_t least, std::int64_t most) { wait_days(dice_.between(least, most)); }
  /// Past the end of `day`, when its timers fire.
  void wait_past(LocalDay day) { now_ = midnight_after(day); }
  /// After a timer: to the counter's next hours, which may be today's.
  void wait_for_counter() { now_ = counter_moment(in_days(0), dice_); }

  void give(core::Actor actor, casework::complaint::Command command);
  bool has(Twist twist) const { return case_.twist == twist; }

  // The beginning.
  void report();
  void accept();
  void contact();

  // At the station. Each begins in the phase `accepted`, unless it says otherwise.
  void handle();
  void decide_scope();
  core::Actor handler() const;
  void on_spot();
  void next_day();
  void explain(bool understood);
  void give_up_explaining();
  void expedite(std::int64_t within);
  void expedite_with_twists();
  void expedite_late();
  void verify();
  void accept_lacking(bool kept);
  void issue_notice(bool brought);
  /// Now and then the counter asks at the second visit for what it had not named (R14).
  void may_demand_more(const std::vector<casework::complaint::NoticeItem>& named);
  void refer();
  void take_up_complaint();
  /// The timer ends what was promised or told in writing and did not come.
  void lapse();
  /// The timer that reminds of what lapses after `last`.
  void remind_before(LocalDay last);
  void withdraw();
  void merge();
  /// In the phase `expedited`.
  void finish_matter();

  // With the departments.
  void escalate(bool to_city);
  void answer_late(const core::Actor& department, LocalDay asked);
  void ask_station_for_facts(const core::Actor& department, bool city);
  casework::complaint::AnswerKind answer(const core::Actor& department);
  void carry_out(casework::complaint::AnswerKind kind, const core::Actor& department);

  // The end.
  void close(const core::Actor& by, casework::complaint::Outcome outcome,
             std::optional<casework::complaint::LateReason> why_late = std::nullopt);
  void close_late(casework::complaint::LateReason why, casework::complaint::Outcome outcome);
  void answer_for_lateness(const core::Actor& unit, casework::complaint::LateReason why);
  /// The unit answers for a cause, and on the next working day that is found enough.
  void answer_supervision(const core::Actor& unit, casework::complaint::SupervisionCause cause);
  void ended(casework::complaint::Outcome outcome);
  /// In the phase `closed`, from here to the archive.
  void archive();
  LocalDay last_day_to_rate() const;
  void call_back();
  void reopen(const core::Actor& by, std::string reason);
  void review();
  bool decide_review(bool city);
  void rate();
  bool care(bool unsolved);
  /// After a bad rating: to whoever gave it, and what it was about.
  void find_out(bool policy);
  /// Then: put right, said, and time for it to show.
  void make_good(bool policy);
  void enter_rating(casework::complaint::Grade grade);
  casework::complaint::Grade service_beside(casework::complaint::Grade policy) const;
  casework::complaint::Grade draw_grade();

  casework::Line department_line() const;
  std::string reference(std::string_view prefix) const;

  const Plan& plan_;
  const PlannedCase& case_;
  Cast cast_;
  Random dice_;
  casework::Norms norms_ = casework::Norms::shanghai();
  Timestamp now_;
  std::vector<Action> actions_;
  casework::complaint::Outcome outcome_{};
  LocalDay closed_on_{};
  bool reopened_ = false;
  bool escalated_ = false;  ///< A department's answer is carried out before closing.
};

}  // namespace recourse::cli
