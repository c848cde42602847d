// Matters and digests: collected, issued, answered.
#include <algorithm>

#include "casework/liaison/deciding.hpp"

namespace recourse::casework::liaison {
namespace {

/// The limit of that kind that a timer watches; nothing: none does.
std::optional<Due> running(const State& state, LimitKind limit) {
  switch (limit) {
    case LimitKind::digest:
      return state.next_digest;
    case LimitKind::answer:
      return state.answer_missed ? std::nullopt : state.answer;
    case LimitKind::vacancy:
      return state.vacancy_missed ? std::nullopt : state.vacancy;
  }
  return std::nullopt;
}

/// Everything that has no answer, dated today. The next one is counted from the day on which this
/// one was due, so that the interval stays what it is.
DigestIssued digest(const Deciding& ctx, LocalDay due) {
  const auto& state = ctx.state;
  DigestIssued e{state.digest + 1, ctx.today(), state.unit, {}, std::nullopt, std::nullopt};
  for (const auto& one : state.matters) {
    e.matters.push_back({one.number, one.from_case, one.matter, one.what, one.digest != 0});
  }
  if (!e.matters.empty()) e.answer = ctx.in(ctx.rules.limits.answer);
  const bool goes_on = state.post == Post::served || !e.matters.empty();
  if (goes_on) e.next = ctx.days.after(due, ctx.rules.limits.digest);
  return e;
}

/// What of the last digest has no answer, but for one matter.
bool is_last_of_digest(const State& state, std::uint32_t number) {
  return std::ranges::none_of(state.matters, [&](const OpenMatter& one) {
    return one.digest != 0 && one.number != number;
  });
}

}  // namespace

Decision Deciding::operator()(const Collect& c) const {
  if (blank(c.what)) return refuse<refusals::what_missing>();
  if (!c.matter.empty() && rules.catalogue->matter(c.matter) == nullptr) {
    return refuse<refusals::no_such_matter>(Put<"code">{c.matter});
  }
  const bool known =
      !c.from_case.empty() &&
      std::ranges::find(state.matters, c.from_case, &OpenMatter::from_case) != state.matters.end();
  // Difficult, and escalated the day after: one matter.
  if (known) return Decision::nothing();
  Collected e{by(), state.collected + 1, c.from_case, c.matter, c.what, std::nullopt};
  // A post that is vacant and had nothing open issues no digests: now it does again.
  if (!state.next_digest) e.next = in(rules.limits.digest);
  return Decision::of(std::move(e));
}

Decision Deciding::operator()(const Answer& c) const {
  const auto* const matter = open_matter(state, c.number);
  if (matter == nullptr) {
    return refuse<refusals::not_open>(Put<"number">{std::to_string(c.number)});
  }
  if (blank(c.solution) && blank(c.next_step)) return refuse<refusals::answer_missing>();
  const bool late = matter->due && context.now > matter->due->at;
  auto decision = Decision::of(MatterAnswered{by(), c.number, matter->from_case,
                                              blank(c.solution) ? std::string{} : c.solution,
                                              c.next_step, late});
  const bool ends = state.collection == Collection::digest_open && matter->digest != 0 &&
                    is_last_of_digest(state, c.number);
  if (ends) {
    const bool digest_late = state.answer && context.now > state.answer->at;
    decision.events().emplace_back(DigestAnswered{state.digest, digest_late});
  }
  return decision;
}

Decision Deciding::operator()(const PassLimit& c) const {
  const auto due = running(state, c.limit);
  if (!due || context.now <= due->at) {
    return refuse<refusals::not_due_yet>(
        Put<"limit">{std::string{describe::enum_name(c.limit)}, zh(c.limit)});
  }
  if (c.limit == LimitKind::digest) return Decision::of(digest(*this, days.day_of(due->at)));
  LimitMissed missed{c.limit, state.unit, *due, {}};
  if (c.limit == LimitKind::answer) {
    for (const auto& one : state.matters) {
      if (one.digest != 0) missed.matters.push_back(one.number);
    }
  }
  return Decision::of(std::move(missed));
}

std::vector<core::Timer> LiaisonDecider::timers(const State& state) const {
  std::vector<core::Timer> all;
  for (const auto& word : describe::enum_info<LimitKind>.words) {
    const auto due = running(state, static_cast<LimitKind>(word.value));
    if (due) all.push_back({word.name, due->at});
  }
  return all;
}

Command LiaisonDecider::on_timer(const State&, std::string_view name) const {
  LimitKind limit{};
  describe::enum_from_name(name, limit);
  return PassLimit{limit};
}

Event LiaisonDecider::timer_declined(const core::ArmedTimer& timer,
                                     const core::Refusal& refusal) const {
  return TimerDeclined{timer.name, refusal.name};
}

}  // namespace recourse::casework::liaison
