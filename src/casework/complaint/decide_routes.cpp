// The five routes and what leaves them (R11, R12, R14).
#include <algorithm>
#include <recourse/casework/complaint/documents.hpp>

#include "casework/common/catalogue/catch_all.hpp"
#include "casework/common/choice.hpp"
#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

std::optional<core::Refusal> check_itemised(const std::vector<NoticeItem>& items) {
  const auto nameless = [](const NoticeItem& i) { return blank(i.code) || blank(i.material); };
  if (items.empty() || std::any_of(items.begin(), items.end(), nameless)) {
    return refuse<refusals::notice_items_missing>();
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const auto* words : {&items[i].material, &items[i].requirement}) {
      if (is_catch_all(*words)) return refuse<refusals::catch_all_item>(Put<"material">{*words});
    }
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      if (items[i].code == items[j].code) {
        return refuse<refusals::item_twice>(Put<"code">{items[i].code});
      }
    }
  }
  return std::nullopt;
}

/// The day, which the row names as {day}, is not over.
template <const core::RefusalInfo& Passed>
std::optional<core::Refusal> check_day_not_passed(const DecisionContext& ctx, LocalDay day) {
  if (day >= ctx.today()) return std::nullopt;
  return refuse<Passed>(Put<"day">{to_string(day)});
}

std::optional<core::Refusal> check_on_the_list(const State& state,
                                               const std::vector<std::string>& codes) {
  for (const auto& code : codes) {
    const auto& list = state.work.outstanding;
    const auto listed = [&](const NoticeItem& item) { return item.code == code; };
    if (std::none_of(list.begin(), list.end(), listed)) {
      return refuse<refusals::not_on_the_list>(Put<"code">{code});
    }
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_not_on_the_list(const State& state,
                                                   const std::vector<NoticeItem>& items) {
  for (const auto& item : items) {
    const auto& list = state.work.outstanding;
    if (std::ranges::find(list, item.code, &NoticeItem::code) == list.end()) continue;
    return refuse<refusals::already_on_the_list>(Put<"code">{item.code});
  }
  return std::nullopt;
}

/// The catalogue's list for the matter of the case; nullptr if there is none to go by.
const Matter* listed_matter(const DecisionContext& ctx) {
  const Matter* matter = ctx.catalogue.matter(ctx.state.intake.matter);
  return matter != nullptr && !matter->materials.empty() ? matter : nullptr;
}

/// The item is one of these: of the same name, whatever code it was given; of the same code where
/// the catalogue gives the codes.
bool is_among(const DecisionContext& ctx, const std::vector<NoticeItem>& list,
              const NoticeItem& item) {
  const bool by_code = listed_matter(ctx) != nullptr;
  const auto name = without_spaces(item.material);
  return std::ranges::any_of(list, [&](const NoticeItem& one) {
    return (by_code && one.code == item.code) || without_spaces(one.material) == name;
  });
}

/// What was brought is not asked for again, unless something on the closed list allows it (R14).
std::optional<core::Refusal> check_not_brought(const DecisionContext& ctx,
                                               const std::vector<NoticeItem>& items,
                                               const std::optional<DemandGround>& ground) {
  if (ground) return std::nullopt;
  const auto brought = papers_brought(ctx.state);
  for (const auto& item : items) {
    if (!is_among(ctx, brought, item)) continue;
    return refuse<refusals::brought_already>(Put<"material">{item.material});
  }
  return std::nullopt;
}

/// What came on that day, if it was another, ends the rest of that day.
SupplementedAll supplemented(const DecisionContext& ctx, std::optional<LocalDay> received_on) {
  SupplementedAll e{ctx.by(), 0, std::nullopt, {}};
  e.received_on = received_on;
  if (ctx.state.phases.clock == ClockPhase::paused) {
    core::Context moment = ctx.context;
    if (received_on) moment.now = ctx.received(*received_on);
    auto rest = ctx.at(moment).rest_over();
    e.paused_days = rest.days;
    e.resolution_deadline = rest.resolution;
    e.absorbed = std::move(rest.absorbed);
  }
  return e;
}

}  // namespace

namespace {

Decision handled_on_spot(const DecisionContext& ctx, const RouteOnSpot& c) {
  if (auto no = check_told_if_said(ctx, c.told)) return *no;
  return Decision::of(RoutedOnSpot{ctx.by(), c.application,
                                   explained(c.explanation, c.told, "当场办理。"),
                                   ctx.end_of_day(ctx.today()), c.told});
}

Decision explained_to(const DecisionContext& ctx, const RouteExplain& c) {
  if (blank(c.law) && blank(c.standard_reply) && blank(c.explanation)) {
    return refuse<refusals::explanation_missing>();
  }
  // Not understood leads on: the window is the last stop.
  if (c.understood == false && blank(c.next_step)) {
    return refuse<refusals::explaining_next_step_missing>();
  }
  if (auto no = check_told_if_said(ctx, c.told)) return *no;
  auto result = Decision::of(RoutedExplain{ctx.by(), c.standard_reply, c.standard_reply_version,
                                           c.law, c.explanation, c.understood, c.told});
  if (c.understood == false) result.events().push_back(NotUnderstood{ctx.by(), c.next_step});
  return result;
}

Decision expedited(const DecisionContext& ctx, const RouteExpedite& c) {
  if (blank(c.why)) return refuse<refusals::why_missing>();
  if (!c.needed_by) return refuse<refusals::needed_by_missing>();
  if (auto no = check_day_not_passed<refusals::needed_by_passed>(ctx, *c.needed_by)) return *no;
  if (auto no = check_not_too_far(ctx, std::max(*c.needed_by, c.promised.value_or(*c.needed_by))))
    return *no;
  if (auto no = check_told_if_said(ctx, c.told)) return *no;
  const Due limit = ctx.state.deadlines.resolution.value_or(ctx.limit());
  // The day of need is a fact, not a limit: it does not move off a day off.
  const Due finish = ctx.resolution_deadline_or(earlier(limit, ctx.end_of_day(*c.needed_by)));
  auto told = explained(c.explanation, c.told,
                        "急办，办理期限至" + to_string(ctx.day_of(finish.at)) + "。");
  return Decision::of(RoutedExpedite{ctx.by(), c.why, *c.needed_by, c.promised, c.application,
                                     std::move(told), finish, c.told});
}

/// What is demanded a second time, or beyond the first list of the round (R14).
std::vector<NoticeItem> demanded_later(const DecisionContext& ctx, std::vector<NoticeItem> items) {
  const auto brought = papers_brought(ctx.state);
  const auto listed = papers_listed(ctx.state);
  std::erase_if(items, [&](const NoticeItem& item) {
    if (is_among(ctx, brought, item)) return false;
    return listed.empty() || is_among(ctx, listed, item);
  });
  return items;
}

/// A later demand after `answer`: a breach, unless something on the closed list allows it.
Decision demanded(const DecisionContext& ctx, Decision decision, std::vector<NoticeItem> items,
                  std::optional<DemandGround> ground) {
  if (items.empty()) return decision;
  const bool breach = !ground.has_value();
  decision.events().push_back(NewDemandMade{ctx.by(), std::move(items), ground, breach,
                                            ctx.context.actor.unit, std::nullopt, std::nullopt,
                                            ""});
  return breach ? supervised(ctx, std::move(decision), SupervisionCause::breach) : decision;
}

/// Whether the matter may be accepted with these papers lacking (R11).
std::optional<core::Refusal> check_may_lack(const DecisionContext& ctx, const RouteLacking& c) {
  const Matter* matter = ctx.catalogue.matter(ctx.state.intake.matter);
  if (matter == nullptr || !matter->lacking) {
    return refuse<refusals::matter_not_listed>();
  }
  for (const auto& item : c.missing) {
    const auto* material = matter->material(item.code);
    if (material != nullptr && material->main) {
      return refuse<refusals::main_paper_missing>(Put<"material">{material->en, material->zh});
    }
  }
  if (!c.main_papers_complete) {
    return refuse<refusals::main_papers_missing>();
  }
  if (!c.exclusion_checked) {
    return refuse<refusals::exclusion_checked_missing>();
  }
  return std::nullopt;
}

/// Papers are promised within the matter's own limit; where the catalogue knows none, for as long
/// as a notice waits for them.
std::optional<core::Refusal> check_promise_in_time(const DecisionContext& ctx, LocalDay day) {
  const Matter* matter = ctx.catalogue.matter(ctx.state.intake.matter);
  if (matter != nullptr && matter->limit_days) {
    const LocalDay end = ctx.day_of(ctx.limit_of(*matter->limit_days).at);
    if (day <= end) return std::nullopt;
    return refuse<refusals::promise_beyond_limit>(Put<"end">{to_string(end)});
  }
  const LocalDay last = ctx.day_of(ctx.after(ctx.today(), ctx.norms().supplement).at);
  if (day <= last) return std::nullopt;
  return refuse<refusals::promise_beyond_notice>(Put<"end">{to_string(last)});
}

std::optional<core::Refusal> check_promise_complete(const DecisionContext& ctx,
                                                    const RouteLacking& c) {
  if (blank(c.promise)) return refuse<refusals::promise_missing>();
  if (blank(c.signature)) {
    return refuse<refusals::signature_missing>();
  }
  if (!c.promise_day) {
    return refuse<refusals::promise_day_missing>();
  }
  if (auto no = check_day_not_passed<refusals::promised_day_is_past>(ctx, *c.promise_day))
    return no;
  return check_promise_in_time(ctx, *c.promise_day);
}

/// The items as the catalogue calls them: its name stands for the code, whatever was typed beside
/// it. What it must be like may be said more closely for this citizen.
std::vector<NoticeItem> filled_in(const DecisionContext& ctx, std::vector<NoticeItem> items) {
  const Matter* matter = listed_matter(ctx);
  if (matter == nullptr) return items;
  for (auto& item : items) {
    const auto* material = matter->material(item.code);
    if (material == nullptr) continue;
    item.material = material->zh;
    if (blank(item.requirement)) item.requirement = material->requirement_zh;
  }
  return items;
}

/// Nor does a name that the catalogue will replace pretend to be one.
std::optional<core::Refusal> check_as_typed(const std::vector<NoticeItem>& items) {
  for (const auto& item : items) {
    if (!is_catch_all(item.material)) continue;
    return refuse<refusals::catch_all_item>(Put<"material">{item.material});
  }
  return std::nullopt;
}

/// What the catalogue does not list is no item.
std::optional<core::Refusal> check_in_catalogue(const DecisionContext& ctx,
                                                const std::vector<NoticeItem>& items) {
  const Matter* matter = listed_matter(ctx);
  if (matter == nullptr) return std::nullopt;
  for (const auto& item : items) {
    const bool unnamed = blank(item.code);  // check_itemised says so
    if (unnamed || matter->material(item.code) != nullptr) continue;
    const auto all = choice_of(matter->materials);
    return refuse<refusals::item_not_in_catalogue>(
        Put<"code">{item.code}, Put<"matter">{matter->code}, Put<"papers">{all.en, all.zh});
  }
  return std::nullopt;
}

}  // namespace

namespace {

Decision lacking_accepted(const DecisionContext& ctx, const RouteLacking& c) {
  auto lacking = filled_in(ctx, c.missing);
  if (auto no = check_may_lack(ctx, c)) return *no;
  if (auto no = check_in_catalogue(ctx, lacking)) return *no;
  if (auto no = check_as_typed(c.missing)) return *no;
  if (auto no = check_itemised(lacking)) return *no;
  if (auto no = check_not_brought(ctx, lacking, c.ground)) return *no;
  if (auto no = check_promise_complete(ctx, c)) return *no;
  if (auto no = check_told_if_said(ctx, c.told)) return *no;
  const Due end = ctx.last_day(*c.promise_day);
  // A promised day that is off ends on the next working day; the grace comes after that.
  const Due grace = ctx.after(ctx.day_of(end.at), ctx.norms().promise_grace);
  const Due limit = ctx.state.deadlines.resolution.value_or(ctx.limit());
  auto told =
      explained(c.explanation, c.told,
                "所缺次要材料，承诺于" + to_string(ctx.day_of(end.at)) + "前补齐，逾期失效。");
  auto later_ones = demanded_later(ctx, lacking);
  auto result = Decision::of(RoutedLacking{
      ctx.by(), std::move(lacking), c.promise, *c.promise_day, std::move(told), end,
      ctx.resolution_deadline_or(later(limit, grace)), c.signature, ctx.reminder_of(end), c.told});
  return demanded(ctx, std::move(result), std::move(later_ones), c.ground);
}

}  // namespace

// Work ends a rest: its days count.
Decision decide(const DecisionContext& ctx, const RouteOnSpot& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return handled_on_spot(now, c); });
}
Decision decide(const DecisionContext& ctx, const RouteExplain& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return explained_to(now, c); });
}
Decision decide(const DecisionContext& ctx, const RouteExpedite& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return expedited(now, c); });
}
Decision decide(const DecisionContext& ctx, const RouteLacking& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return lacking_accepted(now, c); });
}

namespace {

/// A notice rests the clock, so that its day has the cap of a pause.
std::optional<core::Refusal> check_supplement_day(const DecisionContext& ctx, LocalDay day) {
  if (auto no = check_day_not_passed<refusals::supplement_by_passed>(ctx, day)) return no;
  const auto left = ctx.norms().pause_cap - ctx.state.deadlines.paused_days;
  const auto days = std::max<std::int64_t>(left, ctx.norms().supplement);
  const LocalDay last = ctx.day_of(ctx.after(ctx.today(), days).at);
  if (day <= last) return std::nullopt;
  return refuse<refusals::supplement_beyond_cap>(Put<"end">{to_string(last)});
}

/// What the printed notice must say besides its items.
std::optional<core::Refusal> check_notice_complete(const RouteNotice& c) {
  if (blank(c.basis)) return refuse<refusals::basis_missing>();
  if (blank(c.place)) return refuse<refusals::place_missing>();
  if (blank(c.contact)) return refuse<refusals::contact_missing>();
  if (blank(c.remedy)) return refuse<refusals::notice_remedy_missing>();
  if (!c.acknowledged && blank(c.witness)) {
    return refuse<refusals::witness_missing>();
  }
  return std::nullopt;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const RouteNotice& c) {
  if (ctx.state.intake.line != Line::traffic && !ctx.norms().notice_for_every_line) {
    return refuse<refusals::notice_for_traffic_only>();
  }
  auto items = filled_in(ctx, c.items);
  if (auto no = check_in_catalogue(ctx, items)) return *no;
  if (auto no = check_as_typed(c.items)) return *no;
  if (auto no = check_itemised(items)) return *no;
  if (auto no = check_not_brought(ctx, items, c.ground)) return *no;
  if (auto no = check_notice_complete(c)) return *no;
  // Whoever signs for it, or will not before a witness, stands there.
  const Told told = c.told.value_or(Told::in_person);
  if (auto no = check_told_if_said(ctx, told)) return *no;
  Due until = ctx.after(ctx.today(), ctx.norms().supplement);
  if (c.supplement_by) {
    if (auto no = check_supplement_day(ctx, *c.supplement_by)) return *no;
    until = ctx.last_day(*c.supplement_by);
  }
  std::optional<Due> cap;
  std::optional<std::uint32_t> left;
  if (ctx.state.phases.clock == ClockPhase::running) {
    cap = ctx.after(ctx.today(), ctx.norms().pause_cap - ctx.state.deadlines.paused_days);
    left = ctx.days_left();
  }
  // Prefilled: a notice is numbered after its case.
  const auto& stream = ctx.context.stream;
  auto number = blank(c.number) ? "GZ-" + stream.substr(stream.find('/') + 1) : c.number;
  auto later_ones = demanded_later(ctx, items);
  RoutedNotice notice{
      ctx.by(),
      std::move(number),
      items,
      c.basis,
      c.place,
      c.contact,
      c.remedy,
      c.acknowledged,
      c.witness,
      explained(c.explanation, told, "所缺材料、依据和异议渠道，并交付书面告知书。"),
      until,
      c.seal,
      ctx.reminder_of(until),
      cap,
      told,
      c.draft,
      left};
  if (auto no = check_as_signed(c.draft, draft_of(notice))) return *no;
  auto result = Decision::of(std::move(notice));
  return demanded(ctx, std::move(result), std::move(later_ones), c.ground);
}

namespace {

/// The line of a case whose escalation names none: what rulings have made of its matter (R41). What
/// was said of the line in the case itself goes before that, and a case of the past keeps its own.
Line line_to_escalate_to(const DecisionContext& ctx) {
  const auto& intake = ctx.state.intake;
  const auto& escalation = ctx.state.escalation;
  const Line own = intake.line.value_or(Line::other);
  const bool said = escalation.line_decided || escalation.objections > 0;
  return said || intake.historical ? own : ctx.dispatch().line(intake.matter, own);
}

Decision escalated(const DecisionContext& ctx, const Escalate& c) {
  const Line line = c.line.value_or(line_to_escalate_to(ctx));
  if (line == Line::other) {
    return refuse<refusals::escalation_line_missing>();
  }
  if (blank(c.question)) {
    return refuse<refusals::escalation_question_missing>();
  }
  if (blank(c.tried)) return refuse<refusals::tried_missing>();
  const auto& deadlines = ctx.state.deadlines;
  const Due current = deadlines.resolution.value_or(ctx.limit());
  // The longer limit is for those who saw the difficulty before the ordinary one ran out.
  const bool in_time = ctx.state.phases.clock != ClockPhase::overdue &&
                       ctx.clock_day() < ctx.day_of(ctx.limit_of(ctx.ordinary_days()).at);
  const bool difficult = deadlines.difficult || in_time;
  Due finish = current;
  if (difficult)
    finish = ctx.resolution_deadline_or(later(current, ctx.limit_of(ctx.difficult_days())));
  if (blank(c.department) && blank(ctx.state.intake.district)) {
    return refuse<refusals::department_missing>();
  }
  auto department = blank(c.department)
                        ? department_of(Level::district, ctx.state.intake.district, line)
                        : c.department;
  if (auto no = check_is_department(ctx, Level::district, line, department)) return *no;
  if (auto no = check_told_if_said(ctx, c.told)) return *no;
  const auto version = ctx.state.intake.historical ? 0U : ctx.dispatch().version();
  // Found difficult now, the longer limit is that of the cases inside, too.
  const bool replaces = difficult && !deadlines.difficult;
  const Due holds =
      replaces ? finish : earlier(finish, resolution_deadline(ctx.state).value_or(finish));
  auto told = explained(c.explanation, c.told,
                        "上报上级业务部门（" + std::string{zh(line)} + "条线），办理期限至" +
                            to_string(ctx.day_of(finish.at)) + "。");
  return Decision::of(Escalated{ctx.by(), line, std::move(department), c.question, c.tried,
                                c.attachments, std::move(told), difficult, finish,
                                ctx.department_limit(holds), c.told, version});
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Escalate& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return escalated(now, c); });
}

Decision decide(const DecisionContext& ctx, const Retriage& c) {
  if (blank(c.reason)) return refuse<refusals::retriage_reason_missing>();
  std::optional<Due> finish;
  if (ctx.state.phases.stage == Phase::expedited) {
    // The day on which it was needed was a limit of that route only.
    finish = ctx.resolution_deadline_or(
        later(ctx.state.deadlines.resolution.value_or(Due{}), ctx.limit()));
  } else if (ctx.state.phases.stage == Phase::accepted_lacking &&
             ctx.state.deadlines.extensions == 0) {
    finish = ctx.resolution_deadline_or(ctx.limit());  // Nor was the time that a promise gave.
  }
  return Decision::of(Retriaged{ctx.by(), c.reason, finish});
}

Decision decide(const DecisionContext& ctx, const EndDay&) {
  if (!ctx.passed(ctx.state.deadlines.day_end))
    return not_due_yet(ctx, ctx.state.deadlines.day_end);
  return Decision::of(DayEnded{});
}

Decision decide(const DecisionContext& ctx, const MarkNotUnderstood& c) {
  if (blank(c.next_step)) return refuse<refusals::not_understood_next_step_missing>();
  return Decision::of(NotUnderstood{ctx.by(), c.next_step});
}

Decision decide(const DecisionContext& ctx, const MarkMatterDone& c) {
  if (blank(c.application)) {
    return refuse<refusals::application_missing>();
  }
  return Decision::of(MatterDone{ctx.by(), c.application});
}

Decision decide(const DecisionContext& ctx, const SupplementPart& c) {
  if (c.items.empty()) return refuse<refusals::supplement_items_missing>();
  if (auto no = check_on_the_list(ctx.state, c.items)) return *no;
  const auto brought = [&](const NoticeItem& item) {
    return std::find(c.items.begin(), c.items.end(), item.code) != c.items.end();
  };
  const auto& list = ctx.state.work.outstanding;
  if (std::all_of(list.begin(), list.end(), brought)) {
    return Decision::of(supplemented(ctx, std::nullopt));
  }
  return Decision::of(SupplementedPart{ctx.by(), c.items});
}

namespace {

std::optional<core::Refusal> check_received(const DecisionContext& ctx, LocalDay day) {
  // Where the clock rests, it does since the papers were asked for.
  const auto& asked = ctx.state.deadlines.paused_at;
  const LocalDay first = ctx.day_of(asked.value_or(ctx.state.intake.reported_at));
  if (day >= first && day <= ctx.today()) return std::nullopt;
  return refuse<refusals::papers_received_out_of_range>(Put<"begin">{to_string(first)});
}

/// The limit passed before anybody could record what had come: the case goes on as if it had been
/// recorded then.
Decision supplemented_after_lapse(const DecisionContext& ctx, const SupplementAll& c) {
  const auto& ending = ctx.state.ending;
  if (!ending.lapsed_limit || !ending.lapsed_from) return refuse<refusals::nothing_lapsed>();
  if (!c.received_on) return refuse<refusals::papers_received_on_missing>();
  if (auto no = check_received(ctx, *c.received_on)) return *no;
  const LocalDay last = ctx.day_of(ending.lapsed_limit->at);
  if (*c.received_on > last) {
    return refuse<refusals::received_after_the_limit>(Put<"day">{to_string(*c.received_on)},
                                                      Put<"end">{to_string(last)});
  }
  State before = ctx.state;
  if (before.deadlines.paused_at) before.phases.clock = ClockPhase::paused;
  auto e = supplemented(ctx.over(before), c.received_on);
  e.lapsed_from = *ending.lapsed_from;
  e.late = ending.lapsed_late;
  return Decision::of(std::move(e));
}

}  // namespace

Decision decide(const DecisionContext& ctx, const SupplementAll& c) {
  if (ctx.state.phases.stage == Phase::closed) return supplemented_after_lapse(ctx, c);
  if (c.received_on) {
    if (auto no = check_received(ctx, *c.received_on)) return *no;
  }
  return Decision::of(supplemented(ctx, c.received_on));
}

Decision decide(const DecisionContext& ctx, const DemandMore& c) {
  // A demand that no list knows is taken as well: the worst breach must not go unrecorded.
  auto items = filled_in(ctx, c.items);
  if (auto no = check_as_typed(c.items)) return *no;
  if (auto no = check_itemised(items)) return *no;
  if (auto no = check_not_on_the_list(ctx.state, items)) return *no;
  const bool breach = !c.ground.has_value();
  // The citizen gets the time that a notice gives, from now on.
  std::optional<Due> supplement;
  std::optional<Due> reminder;
  if (const auto& current = ctx.state.deadlines.supplement) {
    supplement = later(*current, ctx.after(ctx.today(), ctx.norms().supplement));
    reminder = ctx.reminder_of(*supplement);
  }
  NewDemandMade made{ctx.by(),   std::move(items), c.ground, breach, ctx.context.actor.unit,
                     supplement, reminder,         c.draft};
  if (auto no = check_as_signed(c.draft, draft_of(made))) return *no;
  auto result = Decision::of(std::move(made));
  if (ctx.state.phases.stage == Phase::accepted_lacking) {
    const Due end = later(ctx.state.deadlines.promise.value_or(Due{}),
                          ctx.after(ctx.today(), ctx.norms().supplement));
    const Due grace = ctx.after(ctx.day_of(end.at), ctx.norms().promise_grace);
    const Due finish =
        ctx.resolution_deadline_or(later(ctx.state.deadlines.resolution.value_or(grace), grace));
    result.events().push_back(
        PromiseExtended{ctx.by(), "补交材料增加", end, finish, ctx.reminder_of(end)});
  }
  if (!breach) return result;
  return supervised(ctx, std::move(result), SupervisionCause::breach);
}

Decision decide(const DecisionContext& ctx, const Lapse&) {
  const auto& deadlines = ctx.state.deadlines;
  const bool notice = ctx.state.phases.stage == Phase::notice_issued;
  const auto& due = notice ? deadlines.supplement : deadlines.promise;
  if (!ctx.passed(due)) return not_due_yet(ctx, due);
  return Decision::of(Lapsed{ctx.resolution(Outcome::lapsed), ctx.rating_end()});
}

Decision decide(const DecisionContext& ctx, const DeemAccepted&) {
  const auto& due = ctx.state.deadlines.notice;
  if (!ctx.state.intake.licence || !ctx.passed(due)) return not_due_yet(ctx, due);
  return Decision::of(DeemedAccepted{*due});
}

Decision decide(const DecisionContext& ctx, const MissNotice&) {
  const auto& due = ctx.state.deadlines.notice;
  if (ctx.state.intake.licence || !ctx.passed(due)) return not_due_yet(ctx, due);
  return supervised(ctx, Decision::of(NoticeMissed{acting_station(ctx.state), *due}),
                    SupervisionCause::notice_missed);
}

Decision decide(const DecisionContext& ctx, const ExtendPromise& c) {
  if (blank(c.reason)) {
    return refuse<refusals::promise_extension_reason_missing>();
  }
  if (!c.until) return refuse<refusals::promise_extension_until_missing>();
  const auto& deadlines = ctx.state.deadlines;
  if (auto no = check_promise_in_time(ctx, *c.until)) return *no;
  const Due end = ctx.last_day(*c.until);
  if (deadlines.promise && end.at <= deadlines.promise->at) {
    return refuse<refusals::not_an_extension_of_the_promise>();
  }
  const Due grace = ctx.after(ctx.day_of(end.at), ctx.norms().promise_grace);
  const Due finish = ctx.resolution_deadline_or(later(deadlines.resolution.value_or(grace), grace));
  return Decision::of(PromiseExtended{ctx.by(), c.reason, end, finish, ctx.reminder_of(end)});
}

Decision decide(const DecisionContext& ctx, const Remind&) {
  const auto& deadlines = ctx.state.deadlines;
  if (!ctx.passed(deadlines.reminder)) return not_due_yet(ctx, deadlines.reminder);
  const bool notice = ctx.state.phases.stage == Phase::notice_issued;
  const auto& end = notice ? deadlines.supplement : deadlines.promise;
  return Decision::of(
      Reminded{notice ? DeadlineKind::supplement : DeadlineKind::promise, end.value_or(Due{})});
}

}  // namespace recourse::casework::complaint
