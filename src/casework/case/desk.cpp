#include "casework/case/desk.hpp"

#include <algorithm>
#include <recourse/base/limits.hpp>

namespace recourse::casework {

Due earlier(Due a, Due b) { return b.at < a.at ? b : a; }
Due later(Due a, Due b) { return a.at < b.at ? b : a; }

Due Desk::after(LocalDay start, std::int64_t n) const {
  // Norms are numbers that somebody configured; beyond the calendar's range the nearest end holds.
  const auto days = std::clamp<std::int64_t>(n, 0, limits::kWorkingDaysMax);
  const auto due = rules.calendar->add_working_days(start, days);
  if (!due) return end_of_day(start);
  return {end_of(due->day, norms().utc_offset), due->provisional};
}

Due Desk::end_of_day(LocalDay day) const { return {end_of(day, norms().utc_offset), false}; }

std::uint32_t Desk::working_days(LocalDay from, LocalDay to) const {
  return static_cast<std::uint32_t>(rules.calendar->working_days_between(from, to).days);
}

Due Desk::limit_of(std::int64_t n) const {
  return after(day_of(state.limits.from), n + state.limits.paused_days);
}

Due Desk::limit() const {
  return limit_of(state.limits.difficult ? norms().difficult : norms().ordinary);
}

Due Desk::finish_or(Due other) const {
  const bool late = state.phases.clock == ClockPhase::overdue;
  return late && state.limits.finish ? *state.limits.finish : other;
}

std::uint32_t Desk::paused_days_now() const {
  if (!state.limits.paused_at) return 0;
  return working_days(day_of(*state.limits.paused_at), today());
}

Due Desk::finish_after_pause() const {
  const Due finish = state.limits.finish.value_or(limit());
  if (!state.limits.paused_at) return finish;
  const LocalDay rested = day_of(*state.limits.paused_at);
  // A clock that rested less than a day has not moved; else the days that were left are left.
  if (rested == today()) return finish;
  return after(today(), working_days(rested, day_of(finish.at)));
}

Finish Desk::finish(Outcome outcome) const {
  const auto& limits = state.limits;
  const Timestamp stood = limits.stopped_at.value_or(limits.paused_at.value_or(now()));
  const bool late = limits.overdue || (limits.finish && stood > limits.finish->at);
  const LocalDay reported = day_of(std::min(state.intake.reported_at, limits.from));
  const auto count = rules.calendar->working_days_between(reported, today());
  return {outcome, !late, static_cast<std::uint32_t>(count.days), count.provisional,
          reported == today()};
}

std::string Desk::target_stream(const std::string& named) {
  if (named.find('/') != std::string::npos) return named;
  return std::string{CaseDecider::kKind} + "/" + named;
}

bool Desk::is_handler() const {
  const auto& handlers = state.work.handlers;
  return std::find(handlers.begin(), handlers.end(), by()) != handlers.end();
}

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool blank(const std::optional<Sealed<std::string>>& text) {
  return !text || (text->is_clear() && blank(text->clear()));
}

core::Refusal refuse(std::string_view name, std::string_view rule, std::string en, std::string zh) {
  return {std::string{name}, std::string{rule}, std::move(en), std::move(zh), {}};
}

core::Refusal missing(std::string_view what, std::string_view rule, std::string_view en,
                      std::string_view zh) {
  return refuse(std::string{what} + "_missing", rule, "Say " + std::string{en} + ".",
                "请填写" + std::string{zh} + "。");
}

core::Refusal not_due_yet(const Desk& desk, const std::optional<Due>& due) {
  if (!due) {
    return refuse("not_due_yet", "timers", "No such limit is running.", "没有正在计算的该时限。");
  }
  const auto at = to_string(due->at, desk.norms().utc_offset);
  return refuse("not_due_yet", "timers", "The limit runs until " + at + ".",
                "时限至 " + at + " 才届满。");
}

}  // namespace recourse::casework
