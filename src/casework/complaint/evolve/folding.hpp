// Folding: what an event does to a case's state, in parts that several events share.
//
//     Folding fold{state, facts.occurred_at, …};
//     fold.on(event);                      // evolve/<topic>.cpp, beside events/<topic>.hpp
//
// It decides nothing. What an event means stands in one function: one whose meaning must stay for
// what was recorded before a fold version is kept beside the new one, under a name of its own.
// A value for one event; borrows the state.
#pragma once

#include <recourse/casework/complaint/decider.hpp>

namespace recourse::casework::complaint {

struct Folding {
  State& s;
  Timestamp at;             ///< When the event happened.
  ClockPhase clock_before;  ///< How the clock was before it.
  bool open_before;         ///< The case was open before it.

  void handled_by(const std::string& who);
  void took(Route route, const std::string& who);
  void clock_rests(const std::optional<Due>& cap, std::optional<std::uint32_t> left);
  void clock_goes_on();
  void clock_resumed(std::uint32_t paused_days, const std::optional<Due>& deadline,
                     const std::vector<Due>& absorbed);
  /// New limits of the cases inside, in the order of those that have one.
  void absorbed_limits(const std::vector<Due>& limits);
  /// A new deadline was told, or the matter found difficult: that is said of the whole matter.
  void absorbed_limits_replaced();
  void extended_to(const Due& deadline);
  /// Whoever is contacted is so for the cases inside, too: they are of the same person.
  void contacted_with_absorbed(Timestamp when);
  void clock_stopped();
  void ended(const Resolution& resolution);
  void resolved(const Resolution& resolution);
  /// Taken up again with nothing reset.
  void taken_up_again();
  /// The same, and nobody rates it yet.
  void end_undone();
  /// A new round: its own clock and its own rating; the total goes on, lateness stays.
  void new_round(std::uint32_t round, const Due& deadline);
  static void add_new(std::vector<NoticeItem>& to, const std::vector<NoticeItem>& items);
  void listed(const std::vector<NoticeItem>& items);
  /// Spoken with the citizen, for whatever reason: the duty to contact is met (R12).
  void told(const std::optional<Told>& how);
  /// The duty to accept, or to tell what is lacking, is met or broken.
  void notice_duty_met();
  /// A unit has the report in hand (R36).
  void taken_in_hand();
  /// It is accepted although nobody accepted it: what would have kept it out is over.
  void accepted_after_all();
  void reacted();
  void transferred_to(const std::string& department);
  void asked_until(const std::optional<Due>& answer);
  /// The clock goes on for whoever has to answer, too.
  void departments_go_on(const std::optional<Due>& answer, const std::optional<Due>& facts);
  /// A supervision of the case by its number; null if there is none.
  SupervisionEntry* supervision(std::uint32_t number);
  void missed(DeadlineKind kind, const Due& due);
  /// Who has it, while its clock runs. Of one that goes on in another case nothing is noted.
  void note_custody();
  void facts_supplied(const std::optional<Due>& answer, const std::string& by);

  // Access.
  void on(const Recused& e);
  void on(const Reinstated& e);
  void on(const Unmasked& e);
  void on(const HoldPlaced& e);
  void on(const HoldLifted& e);

  // Account.
  void on(const AccountOpened& e);
  void on(const AccountKept& e);
  void on(const AccountStruck& e);

  // Assisting.
  void on(const UnitAsked& e);
  void on(const UnitAnswered& e);

  // Callback.
  void on(const CallbackDrawn& e);
  void on(const OutcomeConfirmed& e);

  // Scope.
  void on(const ScopeStated& e);
  void on(const ScopeCorrected& e);

  // Clock.
  void on(const Paused& e);
  void on(const Resumed& e);
  void on(const CapReached& e);
  void on(const Extended& e);
  void on(const WentOverdue& e);
  void on(const Contacted& e);
  void on(const DifficultySet& e);
  void on(const Reassigned& e);
  void on(const Messaged& e);
  void on(const TimerDeclined& e);
  void on(const LimitsRecomputed& e);

  // Closing.
  void on(const Closed& e);
  void on(const Withdrawn& e);
  void on(const Merged& e);
  void on(const Unmerged& e);
  void on(const Absorbed& e);
  void on(const Released& e);

  // Department.
  void on(const DepartmentAnswered& e);
  void on(const ForwardedToCity& e);
  void on(const LineObjected& e);
  void on(const Consulted& e);
  void on(const ReturnedForFacts& e);
  void on(const FactsSuppliedDistrict& e);
  void on(const FactsSuppliedCity& e);
  void on(const CouldNotApply& e);

  // Intake.
  void on(const Received& e);
  void on(const Accepted& e);
  void on(const Declined& e);
  void on(const DeclineUpheld& e);
  void on(const DeclineOverturned& e);
  void on(const ReviewLapsed& e);
  void on(const Referred& e);
  void on(const ReferralConfirmed& e);
  void on(const ReferralRefused& e);

  // Notice.
  void on(const DeemedAccepted& e);
  void on(const NoticeMissed& e);
  void on(const PromiseExtended& e);
  void on(const Reminded& e);

  // Rating follow up.
  void on(const RaterContacted& e);
  void on(const RatingVerified& e);
  void on(const CorrectionPlanned& e);
  void on(const Corrected& e);
  void on(const FedBack& e);
  void on(const Revisited& e);
  void on(const ExclusionDecided& e);

  // Review.
  void on(const Rated& e);
  void on(const RatingEnded& e);
  void on(const Archived& e);
  void on(const Reopened& e);
  void on(const ReviewRequested1& e);
  void on(const ReviewRequested2& e);
  void on(const ReviewUpheld& e);
  void on(const ReviewOverturned& e);

  // Routes.
  void on(const RoutedOnSpot& e);
  void on(const RoutedExplain& e);
  void on(const RoutedExpedite& e);
  void on(const RoutedLacking& e);
  void on(const RoutedNotice& e);
  void on(const Escalated& e);
  void on(const Retriaged& e);
  void on(const DayEnded& e);
  void on(const NotUnderstood& e);
  void on(const MatterDone& e);
  void on(const SupplementedPart& e);
  void on(const SupplementedAll& e);
  void on(const NewDemandMade& e);
  void on(const Lapsed& e);

  // Supervision.
  void on(const Supervised& e);
  void on(const SupervisionRaised& e);
  void on(const SupervisionAnswered& e);
  void on(const SupervisionVerified& e);
  void on(const LimitMissed& e);
  void on(const Planned& e);
  void on(const UrgingSet& e);
  void on(const Urged& e);

  // Support.
  void on(const ConsultationAnswered& e);
  void on(const SupportAsked& e);
  void on(const SupportAnswered& e);
  void on(const Assisted& e);
};

}  // namespace recourse::casework::complaint
