#include "permit.hpp"

namespace permit {
namespace {

using recourse::core::Context;
using Decision = Permit::Decision;

std::vector<std::string> names_of(const std::vector<Step>& steps) {
  std::vector<std::string> names;
  for (const auto step : steps) names.emplace_back(recourse::describe::enum_name(step));
  return names;
}

Decision refuse(std::string name, std::string en, std::vector<std::string> allowed = {}) {
  return recourse::core::Refusal{
      std::move(name), "lifecycle", std::move(en), {}, std::move(allowed)};
}

/// The event, if the lifecycle takes it; else the refusal.
Decision unless_refused(const State& s, Event event, std::string name, std::string en) {
  if (!follow(s.phases, event)) {
    return refuse(std::move(name), std::move(en), names_of(next_steps(s.phases)));
  }
  return Decision::of(std::move(event));
}

Timestamp lawful_until(Timestamp filed) {
  const auto offset = dutch_offset(filed);
  const auto last = recourse::local_day(filed, offset) + Permit::kStatutoryTerm;
  // The last day's own offset: a term that begins in summer may end in winter.
  return recourse::end_of(last, dutch_offset(recourse::start_of(last, offset)));
}

Decision answer(const State& s, const File& c, const Context& context) {
  const auto lawful = lawful_until(context.now);
  Filed filed{c.channel, c.department, c.group, c.responsible, c.deadline.value_or(lawful), lawful};
  return unless_refused(s, std::move(filed), "filed_before", "This application was filed before.");
}

Decision answer(const State& s, const Do& c, const Context&) {
  const auto name = recourse::describe::enum_name(c.step);
  if (name.empty()) return refuse("unknown_step", "There is no such step.");
  const bool advice = c.step == Step::draft_advice || c.step == Step::take_advice;
  if (c.number.has_value() != advice) {
    return refuse("number", advice ? "Advice needs the number of its aspect or party."
                                   : "Only advice has a number.");
  }
  return unless_refused(s, StepDone{c.step, c.number}, "not_now",
                        std::string{name} + " cannot follow what was done so far.");
}

Decision answer(const State& s, const End&, const Context& context) {
  return unless_refused(s, Ended{context.now > s.deadline, context.now > s.lawful_until},
                        "not_open", "The case is not open.");
}

Decision answer(const State& s, const PassDeadline&, const Context& context) {
  if (context.now <= s.deadline) return refuse("too_early", "The deadline has not passed.");
  return unless_refused(s, DeadlinePassed{}, "not_open", "The case is not open.");
}

std::chrono::sys_days last_sunday(std::chrono::year year, std::chrono::month month) {
  return year / month / std::chrono::Sunday[std::chrono::last];
}

}  // namespace

recourse::UtcOffset dutch_offset(Timestamp t) {
  using namespace std::chrono;
  const auto year = year_month_day{floor<days>(t)}.year();
  const bool summer =
      t >= last_sunday(year, March) + hours{1} && t < last_sunday(year, October) + hours{1};
  return hours{summer ? 2 : 1};
}

Decision Permit::decide(const State& s, const Command& command, const Context& context) const {
  return std::visit([&](const auto& c) { return answer(s, c, context); }, command);
}

void Permit::evolve(State& s, const Event& event, const recourse::core::Facts& facts) const {
  // What was recorded has happened: an event that the table does not know leaves the phases alone.
  s.phases = follow(s.phases, event).value_or(s.phases);
  if (const auto* filed = std::get_if<Filed>(&event)) {
    s.channel = filed->channel;
    s.department = filed->department;
    s.group = filed->group;
    s.responsible = filed->responsible;
    s.filed_at = facts.occurred_at;
    s.deadline = filed->deadline;
    s.lawful_until = filed->lawful_until;
  } else if (std::holds_alternative<StepDone>(event)) {
    ++s.steps;
  } else if (const auto* ended = std::get_if<Ended>(&event)) {
    s.ended_at = facts.occurred_at;
    s.late = ended->late;
    s.unlawful = ended->unlawful;
  }
}

}  // namespace permit
