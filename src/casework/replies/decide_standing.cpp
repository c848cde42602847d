// The published reply: publication, end, and what its limits bring.
#include <algorithm>

#include "casework/replies/deciding.hpp"

namespace recourse::casework::replies {
namespace {

std::string key_of(const StreamId& stream) {
  const auto& text = stream.text();
  return text.substr(text.find('/') + 1);
}

/// Whether a publication may take the place of that reply; nothing: it may.
std::optional<core::Refusal> check_replaced(const State& own, const core::Related<State>& other) {
  const auto& replaced = other.state;
  if (replaced.versions.empty()) {
    return refuse<refusals::no_such_reply>(Put<"key">{key_of(other.stream)});
  }
  const auto slot = slot_of(own.matter, own.reason, own.unit);
  if (slot_of(replaced.matter, replaced.reason, replaced.unit) != slot) {
    return refuse<refusals::other_matter>(Put<"key">{key_of(other.stream)},
                                          Put<"matter">{subject_of(replaced)},
                                          Put<"unit">{replaced.unit});
  }
  if (replaced.standing != Standing::superseded) return std::nullopt;
  return refuse<refusals::slot_taken>(Put<"matter">{subject_of(own)});
}

/// The version that is approved, as it is published today.
Published publication(const Deciding& ctx) {
  const auto& state = ctx.state;
  const auto& draft = state.draft;
  Published e;
  e.by = ctx.by();
  e.line = state.line, e.matter = state.matter, e.reason = state.reason, e.unit = state.unit;
  e.number = draft.number;
  e.wording = draft.wording, e.basis = draft.basis;
  e.valid_from = std::max(draft.valid_from.value_or(ctx.today()), ctx.today());
  e.valid_until = draft.valid_until;
  e.authors = draft.authors, e.reviewer = draft.reviewer, e.approver = draft.approver;
  if (e.valid_until) {
    e.validity = ctx.days.end_of_day(*e.valid_until);
    e.look_through = ctx.days.before(*e.valid_until, ctx.rules.limits.look_through);
  }
  e.look_again = ctx.look_limit(state);
  return e;
}

/// What a limit was for was not done.
Decision missed(LimitKind limit, const std::string& unit, const Due& due,
                std::vector<std::string> cases = {}) {
  return Decision::of(LimitMissed{limit, unit, due, std::move(cases)});
}

/// The limit of that kind that a timer watches; nothing: none does.
std::optional<Due> running(const State& state, LimitKind limit) {
  const bool stands = state.standing == Standing::published;
  switch (limit) {
    case LimitKind::step:
      return state.step_missed ? std::nullopt : state.step;
    case LimitKind::look_through:
      return stands && !state.looking_through ? state.look_through : std::nullopt;
    case LimitKind::validity:
      return stands ? state.validity : std::nullopt;
    case LimitKind::renewal:
      return state.renewal_missed ? std::nullopt : state.renewal;
    case LimitKind::look_again:
      return next_look(state);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Due> Deciding::look_limit(const State& of) const {
  if (of.citing.empty()) return std::nullopt;
  return in(rules.limits.look_again);
}

Decision Deciding::operator()(const Publish& c) const {
  auto e = publication(*this);
  if (e.valid_until && *e.valid_until < e.valid_from) {
    return refuse<refusals::day_over>(Put<"day">{to_string(*e.valid_until)});
  }
  const core::Related<State>* replaced = nullptr;
  if (!blank(c.replaces)) {
    for (const auto& one : related) {
      if (one.stream.text() != context.stream) replaced = &one;
    }
    if (replaced == nullptr) return refuse<refusals::no_such_reply>(Put<"key">{c.replaces});
    if (auto no = check_replaced(state, *replaced)) return *no;
    e.replaces = replaced->stream.text();
  }
  e.place = std::max(state.place, replaced == nullptr ? 0 : replaced->state.place) + 1;
  const auto tag = rules.tags(e).front();
  const auto from = e.valid_from;
  auto taken = refuse<refusals::slot_taken>(Put<"matter">{subject_of(state)});
  auto decision =
      Decision::of(std::move(e))
          .unless_tagged(std::string{describe::spec_of<Published>.type}, tag, std::move(taken));
  const bool ends = replaced != nullptr && !is_over(replaced->state);
  if (!ends) return decision;
  return std::move(decision).append_to(
      replaced->stream, {Superseded{context.stream, from, look_limit(replaced->state)}});
}

Decision Deciding::operator()(const Withdraw& c) const {
  if (blank(c.why)) return refuse<refusals::why_missing>();
  return Decision::of(Withdrawn{by(), c.why, today(), look_limit(state)});
}

Decision Deciding::operator()(const Renew& c) const {
  const auto* const version = last_version(state);
  if (!c.until) return refuse<refusals::until_missing>();
  const auto& authors = version->authors;
  if (std::ranges::find(authors, by()) != authors.end()) {
    return refuse<refusals::same_person>(Put<"who">{by()});
  }
  const auto from =
      std::max({version->valid_until.value_or(today()), today(), version->valid_from});
  if (*c.until <= from) {
    return refuse<refusals::days_reversed>(Put<"to">{to_string(*c.until)},
                                           Put<"from">{to_string(from)});
  }
  return Decision::of(Renewed{by(), *c.until, days.end_of_day(*c.until),
                              days.before(*c.until, rules.limits.look_through)});
}

Decision Deciding::operator()(const PassLimit& c) const {
  const auto due = running(state, c.limit);
  if (!due || context.now <= due->at) {
    return refuse<refusals::not_due_yet>(
        Put<"limit">{std::string{describe::enum_name(c.limit)}, zh(c.limit)});
  }
  switch (c.limit) {
    case LimitKind::look_through:
      return Decision::of(LookThroughBegan{state.validity.value_or(*due)});
    case LimitKind::validity: {
      const auto* const version = last_version(state);
      return Decision::of(Lapsed{version->number, in(rules.limits.renewal)});
    }
    case LimitKind::look_again: {
      std::vector<std::string> cases;
      for (const auto& one : state.look_again) {
        if (!one.missed && one.due.at <= due->at) cases.push_back(one.cited_in);
      }
      return missed(c.limit, state.unit, *due, std::move(cases));
    }
    default:
      return missed(c.limit, state.unit, *due);
  }
}

std::vector<core::Timer> RepliesDecider::timers(const State& state) const {
  std::vector<core::Timer> all;
  for (const auto& word : describe::enum_info<LimitKind>.words) {
    const auto due = running(state, static_cast<LimitKind>(word.value));
    if (due) all.push_back({word.name, due->at});
  }
  return all;
}

Command RepliesDecider::on_timer(const State&, std::string_view name) const {
  LimitKind limit{};
  describe::enum_from_name(name, limit);
  return PassLimit{limit};
}

Event RepliesDecider::timer_declined(const core::ArmedTimer& timer,
                                     const core::Refusal& refusal) const {
  return TimerDeclined{timer.name, refusal.name};
}

}  // namespace recourse::casework::replies
