#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const RaterContacted& e) {
  s.rating_follow_up.attempts = e.attempt;
  s.rating_follow_up.attempt_days = e.days;
  s.rating_follow_up.last_attempt = at;
  if (e.verify) s.deadlines.rating_follow_up = e.verify;
}

void Folding::on(const RatingVerified& e) {
  s.rating_follow_up.cause = e.cause;
  s.deadlines.rating_follow_up = e.due;
}

void Folding::on(const CorrectionPlanned& e) { s.deadlines.rating_follow_up = e.until; }

void Folding::on(const Corrected& e) { s.deadlines.rating_follow_up = e.due; }

void Folding::on(const FedBack& e) { s.deadlines.rating_follow_up = e.due; }

void Folding::on(const Revisited& e) {
  s.deadlines.rating_follow_up = e.contact;
  s.rating_follow_up.attempts = 0;
  s.rating_follow_up.attempt_days = 0;
  s.rating_follow_up.last_attempt.reset();
}

void Folding::on(const ExclusionDecided& e) {
  s.rating_follow_up.excluded = e.excluded && !e.superseded;
  s.deadlines.rating_follow_up = e.due;
}

}  // namespace recourse::casework::complaint
