// How a case ends: closed, withdrawn, merged (R8, R13).
#include <algorithm>

#include <recourse/casework/case/inquiry.hpp>

#include "casework/case/desk.hpp"

namespace recourse::casework {
namespace {

bool is_for_closing(Outcome outcome) {
  return outcome == Outcome::done || outcome == Outcome::answered ||
         outcome == Outcome::cannot_by_law;
}

/// What the phase that it is closed from asks for besides.
std::optional<core::Refusal> phase_forbids(const Desk& desk, const Close& c) {
  const auto& state = desk.state;
  if (state.phases.life == Phase::notice_issued && blank(c.waiver)) {
    return missing("waiver", "R14", "the citizen's written word that he will not go on",
                   "群众书面表示不再继续办理的凭证");
  }
  if (state.phases.life == Phase::accepted_lacking && !c.promise_kept &&
      !desk.passed(state.limits.promise)) {
    return refuse("promise_is_open", "R11", "The promise is neither kept nor over.",
                  "承诺尚未兑现也未逾期，不能办结。");
  }
  const bool done = c.outcome == Outcome::done;
  if (state.phases.life == Phase::expedited && done && !state.work.matter_done &&
      !state.intake.historical) {
    return refuse(
        "matter_not_done", "R11",
        "A hurried matter is done when the business system says so: case.mark_matter_done.",
        "急事急办须业务系统办成（而非仅受理）后方可以“办成”办结。");
  }
  const auto kind = state.ladder.answer_kind;
  if (kind == AnswerKind::cannot_by_law && done) {
    return refuse("answer_says_otherwise", "R15",
                  "The department answered that the law forbids it; if that has changed, escalate "
                  "it again.",
                  "部门答复为依法不能办，不得以“办成”办结；情况有变的，请再次上报。");
  }
  // Another route does not make the answer undone.
  const bool to_apply = kind == AnswerKind::do_it_so || kind == AnswerKind::authorised;
  const bool gives_up = state.phases.life == Phase::notice_issued;
  if (to_apply && !c.applied && !gives_up) {
    return refuse("answer_not_applied", "R15",
                  "What the department answered is carried out before the case is closed; say so "
                  "with `applied`, or send the answer back.",
                  "部门答复应先落实（applied）再办结，无法落实的可退回。");
  }
  const bool below_chief = desk.role == Role::window_officer || desk.role == Role::counter_lead;
  if (state.intake.category == Category::attitude && below_chief) {
    return refuse("attitude_needs_chief", "R9",
                  "A complaint about attitude is closed by the chief or above.",
                  "态度作风类事项须由派出所领导以上办结。");
  }
  if (state.phases.clock != ClockPhase::overdue || state.intake.historical) return std::nullopt;
  if (below_chief) {
    return refuse("late_needs_chief", "R13", "A late case is closed by the chief or above.",
                  "超期事项须由派出所领导以上办结。");
  }
  if (!c.why_late) return missing("why_late", "R13", "why it is late", "超期原因");
  return std::nullopt;
}

const core::Related<State>* find(const Desk& desk, const std::string& stream) {
  const auto& all = desk.related;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& r) { return r.stream.text() == stream; });
  return found != all.end() && found->version.value > 0 ? &*found : nullptr;
}

bool counts(const State& target) {
  return target.phases.clock == ClockPhase::running || target.phases.clock == ClockPhase::paused;
}

/// The target takes the earlier start, and with it the earlier limit; one that has passed stands,
/// whether or not its timer has said so.
Absorbed absorbed(const Desk& desk, const State& target, const std::string& source) {
  Absorbed e{source, desk.state.limits.from, std::nullopt};
  if (!counts(target) || e.from >= target.limits.from) return e;
  // What the citizen was promised, or was told of an extension, stays.
  const bool promised = target.limits.extensions > 0 || target.limits.promise.has_value();
  if (promised) return e;
  if (desk.passed(target.limits.finish)) return e;
  State moved = target;
  moved.limits.from = e.from;
  const Due limit = desk.over(moved).limit();
  const Due now = target.limits.finish.value_or(limit);
  if (limit.at < now.at) e.finish = limit;
  return e;
}

/// The target gets back the limit that it had before, unless another has taken its place since.
Released released(const Desk& desk, const State& target, const std::string& source) {
  Released e{source, std::nullopt};
  const auto& all = target.ending.absorbed;
  const auto gone = std::ranges::find(all, source, &Absorption::source);
  if (gone == all.end() || !gone->moved || gone->round != target.ending.rounds) return e;
  const bool stands = counts(target) && target.limits.finish == gone->moved;
  if (!stands) return e;
  e.finish = gone->before;
  // Another case that is still inside may have started earlier, too.
  State left = target;
  std::erase_if(left.ending.absorbed, [&](const auto& one) { return one.source == source; });
  left.limits.from = round_start(left);
  if (left.limits.from < left.limits.own_from && e.finish) {
    e.finish = earlier(*e.finish, desk.over(left).limit());
  }
  return e;
}

/// Same person and same matter: the first the officer has seen, the second the cases say.
std::optional<core::Refusal> not_one_matter(const Desk& desk, const Merge& c, const State& target) {
  if (!c.same_person) {
    return missing("same_person", "R16", "that you have seen that it is the same person",
                   "确认为同一反映人");
  }
  const auto& own = desk.state.intake;
  const bool one_is_attitude =
      (own.category == Category::attitude) != (target.intake.category == Category::attitude);
  if (one_is_attitude) {
    return refuse(
        "not_the_same_category", "R9",
        "A complaint about attitude is not merged into another matter, nor the other way.",
        "态度作风类事项不得与其他类别事项并案。");
  }
  if (own.station != target.intake.station) {
    return refuse("not_the_same_station", "R16",
                  "The other case belongs to " + target.intake.station + ".",
                  "目标事项归属" + target.intake.station + "，不能并案。");
  }
  const bool both = !own.matter.empty() && !target.intake.matter.empty();
  if (both ? own.matter == target.intake.matter : own.line == target.intake.line) {
    return std::nullopt;
  }
  return refuse(
      "not_the_same_matter", "R16",
      "The other case is about " + target.intake.matter + ", this one about " + own.matter + ".",
      "目标事项为“" + target.intake.matter + "”，本事项为“" + own.matter + "”，不是同一事项。");
}

/// Whoever is barred from the other case has no hand in it by way of this one.
std::optional<core::Refusal> barred_there(const Desk& desk, const State& target) {
  return barred(desk.over(target));
}

/// Bars that the target does not have yet.
std::vector<Event> bars_for(const Desk& desk, const State& target) {
  std::vector<Event> events;
  for (const auto& one : desk.state.access.barred) {
    const bool known = std::ranges::any_of(target.access.barred, [&](const BarredPerson& there) {
      if (!one.staff.empty()) return there.staff == one.staff && (there.role || !one.role);
      return there.described == one.described;
    });
    if (known) continue;
    events.push_back(Barred{desk.by(), one, "并入事项中应回避"});
  }
  return events;
}

}  // namespace

Answer answer(const Desk& desk, const Close& c) {
  if (auto no = phase_forbids(desk, c)) return *no;
  if (!c.outcome) return missing("outcome", "R8", "what came of it", "办理结果");
  if (!is_for_closing(*c.outcome)) {
    return refuse("outcome_not_by_closing", "R8",
                  "Closing ends in done, answered or cannot_by_law; other outcomes have their own "
                  "commands.",
                  "办结结果只能是办成、已答复或依法不能办，其他结果由相应操作产生。");
  }
  if (blank(c.reply)) return missing("reply", "R13", "what the citizen was told", "答复内容");
  if (auto no = not_told(desk, c.told, "R13")) return *no;
  if (*c.outcome != Outcome::done && blank(c.next_step)) {
    return missing("next_step", "R8", "what the citizen can do next, as it was not done",
                   "下一步办法（未办成时必填）");
  }
  return Answer::of(
      Closed{desk.by(), c.reply, c.standard_reply, *c.told, c.next_step, c.late_reason, c.waiver,
             desk.finish(*c.outcome), desk.rating_end(), c.applied, c.why_late,
             desk.working_days(desk.day_of(desk.state.limits.own_from), desk.today())});
}

Answer answer(const Desk& desk, const Withdraw& c) {
  if (!c.proof || blank(c.reference)) {
    return missing("proof", "withdrawal", "the code or the signature that shows it is the citizen",
                   "查询码或签名凭证");
  }
  const auto& inquiry = desk.state.access.inquiry;
  const bool by_code = *c.proof == WithdrawProof::code && !inquiry.empty();
  if (by_code && inquiry_digest(desk.context.stream, c.reference) != inquiry) {
    return refuse("wrong_code", "withdrawal", "The inquiry code is not that of this case.",
                  "查询码与本事项不符。");
  }
  const bool attitude = desk.state.intake.category == Category::attitude;
  // A code that was compared is not stored.
  auto result = Answer::of(Withdrawn{*c.proof, by_code ? std::string{"inquiry"} : c.reference,
                                     c.reason, attitude, desk.finish(Outcome::withdrawn)});
  if (!attitude) return result;
  return supervised(desk, std::move(result), SupervisionCause::attitude_withdrawn);
}

Answer answer(const Desk& desk, const Merge& c) {
  if (blank(c.reason)) return missing("reason", "R16", "why they are one matter", "并案理由");
  if (desk.context.stream == desk.target_stream(c.target)) {
    return refuse("merge_into_itself", "R16", "A case cannot be merged into itself.",
                  "不能并入自身。");
  }
  const auto* target = find(desk, desk.target_stream(c.target));
  if (target == nullptr) {
    return refuse("no_such_target", "R16", "There is no case " + c.target + ".",
                  "没有案件" + c.target + "。");
  }
  if (auto no = barred_there(desk, target->state)) return *no;
  if (auto no = not_one_matter(desk, c, target->state)) return *no;
  const Absorbed taken = absorbed(desk, target->state, desk.context.stream);
  if (!advance(target->state.phases, taken)) {
    return refuse("target_not_open", "R16",
                  "Case " + c.target + " is " +
                      std::string{describe::enum_name(target->state.phases.life)} +
                      "; only an open case takes another in.",
                  "案件" + c.target + "为“" + std::string{zh(target->state.phases.life)} +
                      "”，只能并入未办结案件。");
  }
  auto own =
      Answer::of(Merged{desk.by(), target->stream.text(), c.reason, desk.finish(Outcome::duplicate),
                        desk.paused_days_now(), desk.rested_limit()});
  std::vector<Event> there{taken};
  for (auto& bar : bars_for(desk, target->state)) there.push_back(std::move(bar));
  return std::move(own).also(target->stream, std::move(there));
}

Answer answer(const Desk& desk, const Unmerge& c) {
  if (blank(c.reason)) return missing("reason", "R16", "why they are two matters", "撤销并案理由");
  const auto& merged_into = desk.state.ending.merged_into;
  if (desk.target_stream(c.target) != merged_into) {
    return refuse("not_merged_into_that", "R16",
                  "It was merged into " + desk.state.ending.merged_into + ".",
                  "本案并入的是" + desk.state.ending.merged_into + "。");
  }
  // Back to triage: the day of need was a limit of the route that it left.
  std::optional<Due> limit;
  const auto& limits = desk.state.limits;
  if (route_of(desk.state) == Route::expedite && limits.finish && !limits.overdue) {
    limit = later(*limits.finish, desk.limit());
  }
  auto own = Answer::of(Unmerged{desk.by(), merged_into, c.reason, limit});
  const auto* target = find(desk, desk.target_stream(c.target));
  if (target == nullptr) return own;
  if (auto no = barred_there(desk, target->state)) return *no;
  const Released gone = released(desk, target->state, desk.context.stream);
  // A target that has ended keeps what it has: nothing runs there any more.
  if (!advance(target->state.phases, gone)) return own;
  return std::move(own).also(target->stream, {gone});
}

}  // namespace recourse::casework
