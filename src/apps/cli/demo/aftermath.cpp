// How a case ends, and what follows (R8, R13, R17).
#include <algorithm>

#include "teller.hpp"
#include "words.hpp"

namespace recourse::cli {

using namespace casework;
using namespace casework::complaint;

void Teller::close_late(LateReason why, Outcome outcome) { close(cast_.chief(), outcome, why); }

void Teller::close(const core::Actor& by, Outcome outcome, std::optional<LateReason> why_late) {
  Close close;
  close.outcome = outcome;
  close.reply = words::reply(outcome);
  const bool there = case_.present && today() == day_of(case_.reported_at);
  close.told = there ? Told::in_person : dice_.percent(70) ? Told::phone : Told::sms;
  close.next_step = words::next_step(outcome);
  if (outcome == Outcome::cannot_by_law) close.basis = words::law(case_.line);
  close.why_late = why_late;
  if (is_of_class(case_) && today() >= kTurned) close.standard_reply = kClassReply;
  close.applied = escalated_;
  give(by, std::move(close));
  ended(outcome);
}

void Teller::ended(Outcome outcome) {
  outcome_ = outcome;
  closed_on_ = today();
}

void Teller::archive() {
  if (has(Twist::reviewed) || has(Twist::reviewed_twice)) return review();
  if (has(Twist::reopened) && !reopened_) {
    now_ += std::chrono::days{dice_.between(2, 10)};
    wait_for_counter();
    return reopen(cast_.citizen(), "问题没有完全解决");
  }
  call_back();
  // A bad rating of the round before may have taken longer.
  const auto last = last_day_to_rate();
  const bool rates = case_.applicant != ApplicantKind::anonymous && dice_.percent(60);
  constexpr std::chrono::days kToThinkItOver{10};
  if (rates && today() + kToThinkItOver <= last) return rate();
  wait_past(std::max(today(), last));
  give(timer(), EndRating{});
}

LocalDay Teller::last_day_to_rate() const {
  return working_day_after(closed_on_ + std::chrono::days{norms_.rating_days}, 0);
}

/// Some are asked a day or two later whether it is solved (R37).
void Teller::call_back() {
  Random call{case_.seed, 5};
  const bool told = outcome_ == Outcome::done || outcome_ == Outcome::answered ||
                    outcome_ == Outcome::cannot_by_law;
  if (reopened_ || !told || case_.applicant == ApplicantKind::anonymous || !call.percent(8)) return;
  now_ = counter_moment(working_day_after(closed_on_, call.between(1, 2)), call);
  ConfirmOutcome asked{Told::phone, call.percent(90), {}, {}, {}, {}};
  if (*asked.contacted) {
    asked.solved = outcome_ == Outcome::done ? call.percent(97) : call.percent(55);
    asked.satisfied = *asked.solved ? call.percent(96) : call.percent(40);
    if (!*asked.solved) asked.own_cause = false;
  }
  give(supervisor(), std::move(asked));
}

void Teller::reopen(const core::Actor& by, std::string reason) {
  reopened_ = true;
  escalated_ = false;
  give(by, Reopen{std::move(reason), false});
  wait_days(0, 1);
  expedite(3);
  finish_matter();
  archive();
}

void Teller::review() {
  now_ += std::chrono::days{dice_.between(1, 9)};
  wait_for_counter();
  give(cast_.citizen(), RequestReview1{words::Text{"不认可办理结果，请求复查。"}});
  if (!decide_review(false) || !has(Twist::reviewed_twice)) return;
  now_ += std::chrono::days{dice_.between(1, 9)};
  wait_for_counter();
  give(cast_.citizen(), RequestReview2{words::Text{"不认可复查意见，请求复核。"}});
  decide_review(true);
}

/// True if the review leaves the result as it was, which settles the case.
bool Teller::decide_review(bool city) {
  wait_days(4, 12);
  auto reviewer = city ? cast_.city(department_line(), Desk::reviews)
                       : cast_.district(department_line(), Desk::reviews);
  if (city || has(Twist::reviewed_twice) || dice_.percent(70)) {
    give(std::move(reviewer), UpholdOnReview{"事实清楚，依据正确，程序妥当",
                                             "可以依法申请行政复议或者提起行政诉讼", Told::letter});
    return true;
  }
  give(std::move(reviewer), OverturnOnReview{"材料可以通过内部核查取得", "不再要求群众补交"});
  escalated_ = false;
  wait_days(1);
  expedite(3);
  finish_matter();
  rate();
  return false;
}

Grade Teller::draw_grade() {
  constexpr std::array<std::uint32_t, 5> kDone{58, 31, 8, 2, 1};
  constexpr std::array<std::uint32_t, 5> kAnswered{28, 41, 21, 7, 3};
  constexpr std::array<std::uint32_t, 5> kElse{12, 34, 31, 15, 8};
  const auto& weights = outcome_ == Outcome::done       ? kDone
                        : outcome_ == Outcome::answered ? kAnswered
                                                        : kElse;
  return static_cast<Grade>(dice_.weighted(std::span{weights}) + 1);
}

void Teller::rate() {
  const auto grade = draw_grade();
  enter_rating(grade);
  if (is_bad(grade) && !care(!reopened_ && dice_.percent(30))) return archive();
  wait_past(today() + std::chrono::days{norms_.settling_days});
  give(timer(), Archive{});
}

void Teller::find_out(bool policy) {
  give(cast_.lead(), ContactRater{Told::phone, true});
  wait_minutes(10, 60);
  give(cast_.lead(),
       VerifyRating{policy ? RatingCause::policy : RatingCause::service,
                    words::Text{policy ? "不满意的是政策规定。" : "等候时间过长，反馈不及时。"},
                    policy ? "政策依据和办理途径已再次说明。" : ""});
}

void Teller::make_good(bool policy) {
  if (!policy) {
    wait_days(1, 3);
    give(cast_.lead(), Correct{"已约谈承办人，调整叫号和告知流程"});
  }
  wait_days(0);
  give(cast_.lead(), FeedBack{words::Text{"核实和整改情况已告知。"}, Told::phone});
  wait_days(3, 8);
}

/// What a bad rating asks for, to its end. False if the case was taken up and closed again.
bool Teller::care(bool unsolved) {
  const bool policy = outcome_ != Outcome::done && !unsolved;
  wait_days(1);
  find_out(policy);
  make_good(policy);
  give(supervisor(), Revisit{!unsolved, unsolved ? "群众表示问题没有完全解决" : ""});
  if (!unsolved) return true;
  reopened_ = true;
  escalated_ = false;
  // The rater is contacted on the next working day, and the matter taken up with that.
  wait_days(0, 1);
  find_out(false);
  expedite(3);
  finish_matter();
  make_good(false);
  give(supervisor(), Revisit{true, ""});
  return false;
}

/// What somebody says of the service whose grade is for the policy.
Grade Teller::service_beside(Grade policy) const {
  Random service{case_.seed, 6};
  if (is_bad(policy)) {
    return service.percent(40) ? Grade::satisfied : Grade::basically_satisfied;
  }
  return service.percent(60) ? Grade::very_satisfied : Grade::satisfied;
}

void Teller::enter_rating(Grade grade) {
  Rate rate;
  rate.grade = grade;
  if (outcome_ != Outcome::done) {
    // What could not be done is the policy's doing more often than the officer's.
    rate.policy = grade;
    rate.service = service_beside(grade);
  } else if (is_bad(grade)) {
    rate.service = grade;
  }
  rate.comment = words::comment(grade, dice_);
  const bool there = case_.present && today() == day_of(case_.reported_at);
  if (there && dice_.percent(75)) {
    wait_minutes(1, 6);
    rate.way = RatingWay::tablet;
    return give(cast_.citizen(), std::move(rate));
  }
  if (dice_.percent(20)) {
    const auto asked = today();
    wait_days(1, 6);
    // A week of holidays may take it past the end.
    if (today() > last_day_to_rate()) now_ = counter_moment(working_day_after(asked, 1), dice_);
    rate.way = RatingWay::callback;
    return give(supervisor(), std::move(rate));
  }
  now_ += std::chrono::days{dice_.between(0, 9)};
  wait_minutes(20, 180);
  rate.way = RatingWay::code;
  give(cast_.citizen(), std::move(rate));
}

}  // namespace recourse::cli
