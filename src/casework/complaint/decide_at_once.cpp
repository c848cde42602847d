// The case that is finished while the citizen stands there: one command (R9, R20).
#include <recourse/casework/complaint/decider.hpp>

#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

/// Answers one after the other, each on what the ones before it have brought. The first refusal
/// ends them: then nothing happens at all.
class Sequence {
 public:
  explicit Sequence(const DecisionContext& ctx) : ctx_(ctx), state_(ctx.state) {}

  template <class C>
  Sequence& then(const C& command) {
    if (refusal_) return *this;
    auto result = decide(ctx_.over(state_), command);
    if (result.is_refusal()) {
      refusal_ = result.refusal();
      return *this;
    }
    take(std::move(result.events()));
    return *this;
  }
  /// What was reported long ago may be late when it is registered.
  Sequence& late_if_passed() {
    const DecisionContext now = ctx_.over(state_);
    if (!refusal_ && now.passed(state_.deadlines.resolution)) take(overdue_events(now));
    return *this;
  }

  Decision answered() && {
    if (refusal_) return std::move(*refusal_);
    return Decision{std::move(events_)};
  }

 private:
  void take(std::vector<Event> events) {
    for (auto& event : events) {
      const core::Facts facts{Version{state_.version + 1u}, ctx_.now(), ctx_.context.definition};
      ctx_.rules.evolve(state_, event, facts);
      events_.push_back(std::move(event));
    }
  }

  const DecisionContext& ctx_;
  State state_;
  std::vector<Event> events_;
  std::optional<core::Refusal> refusal_;
};

/// What was said orally, as the outcome has it; an answer that is none needs its own words.
std::optional<Sealed<std::string>> reply_of(const FinishOnSpot& c) {
  if (!blank(c.reply)) return c.reply;
  if (c.outcome == Outcome::done) return Sealed<std::string>{"当场办结，已口头答复。"};
  if (!blank(c.standard_reply))
    return Sealed<std::string>{"已按统一口径" + c.standard_reply + "答复。"};
  return std::nullopt;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const FinishOnSpot& c) {
  auto report = c.report;
  report.present = true;
  for (const auto& one : report.accused) {
    if (blank(one.staff)) {
      return refuse<refusals::accused_unidentified_at_once>();
    }
  }
  const bool explained = !blank(c.standard_reply) || !blank(c.law);
  Close close;
  close.outcome = c.outcome;
  close.reply = reply_of(c);
  close.standard_reply = c.standard_reply;
  close.told = Told::in_person;
  close.next_step = c.next_step;
  close.why_late = c.why_late;
  close.basis = c.law;
  Sequence sequence{ctx};
  sequence.then(report).late_if_passed();
  if (explained) {
    sequence.then(RouteExplain{c.standard_reply, c.standard_reply_version, c.law, c.explanation,
                               std::nullopt, "", Told::in_person});
  } else {
    sequence.then(RouteOnSpot{c.application, c.explanation, Told::in_person});
  }
  return std::move(sequence.then(close)).answered();
}

}  // namespace recourse::casework::complaint
