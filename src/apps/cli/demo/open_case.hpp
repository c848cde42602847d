// OpenCase: the script of one case of the open work, written act by act.
//
//     OpenCase one{plan, first, reported, 1, 7};
//     one.report();
//     one.escalate({6, 15, 0}, "…");               // on day 6, at 15:00
//     scripts.push_back(std::move(one).finish());
//
// Who acts follows from the case (cast.hpp). One thread; the plan must outlive it.
#pragma once

#include <recourse/casework/complaint/decider.hpp>

#include "cast.hpp"
#include "open_work.hpp"

namespace recourse::cli {

/// A day of the scripts, from 0, and a time: 14:05.
struct When {
  int day;
  int hour;
  int minute;
};
/// `first`: day 0.
Timestamp moment_of(LocalDay first, When when);

struct Reported {
  std::string_view station;
  When when;
  casework::complaint::Channel channel;
  casework::complaint::Category category;
  std::string_view matter;
  std::string_view reason;
  std::string_view narrative;
};

class OpenCase {
 public:
  /// `serial`: of the station's day; `person`: each has another.
  OpenCase(const Plan& plan, LocalDay first, const Reported& reported, int serial,
           std::uint64_t person);

  /// What the counter did before, and how often the citizen came.
  void after_trips(std::uint32_t trips, std::vector<casework::complaint::CounterFault> faults = {});
  /// The inquiry code, which else is nobody's: the log holds its digest alone.
  void with_code(std::string_view code);
  void give(When when, core::Actor actor, casework::complaint::Command command);
  /// A few minutes after whatever was done last.
  void then(core::Actor actor, casework::complaint::Command command);
  void report();
  /// Asks the department of the case's line.
  void escalate(When when, std::string question);
  void close(When when, casework::complaint::Outcome outcome);
  void expedite(When when, int needed_by);
  void on_spot(When when);

  Cast cast() const { return {plan_, case_}; }
  const PlannedCase& planned() const { return case_; }
  const Station& station() const { return plan_.stations[case_.station]; }
  OpenScript finish() && { return std::move(script_); }

 private:
  const Plan& plan_;
  LocalDay first_;
  PlannedCase case_;
  casework::complaint::Report report_;
  OpenScript script_;
};

}  // namespace recourse::cli
