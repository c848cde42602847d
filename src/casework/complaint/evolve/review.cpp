#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const Rated& e) {
  s.ending.rating = e.grade;
  s.ending.service = e.service;
  s.ending.policy = e.policy;
  s.ending.rated_at = at;
  s.deadlines.rating.reset();
  s.deadlines.archive = e.archive_deadline;
  if (!e.follow_up) return;
  s.deadlines.rating_follow_up = e.contact;
  s.rating_follow_up = {};
  s.rating_follow_up.rated_at = at;
}

void Folding::on(const RatingEnded&) { s.deadlines.rating.reset(); }

void Folding::on(const Archived&) { s.deadlines.archive.reset(); }

void Folding::on(const Reopened& e) {
  new_round(e.round, e.resolution_deadline);
  if (e.redo) ++s.ending.redos;
}

// Whoever asks for a review has said what he thinks of the outcome: no call-back is owed.
void Folding::on(const ReviewRequested1& e) {
  s.deadlines.review = e.review;
  s.ending.callback.due.reset();
}

void Folding::on(const ReviewRequested2& e) {
  s.deadlines.review = e.review;
  s.ending.callback.due.reset();
}

void Folding::on(const ReviewUpheld& e) {
  handled_by(e.by);
  ++s.ending.reviews;
  s.deadlines.review.reset();
  s.deadlines.rating = e.rating;
}

void Folding::on(const ReviewOverturned& e) {
  handled_by(e.by);
  ++s.ending.reviews;
  new_round(e.round, e.resolution_deadline);
}

}  // namespace recourse::casework::complaint
