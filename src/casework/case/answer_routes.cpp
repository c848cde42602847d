// The five routes and what leaves them (R11, R12, R14).
#include <algorithm>

#include "casework/case/desk.hpp"
#include "casework/catalogue/catch_all.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> check_itemised(const std::vector<NoticeItem>& items) {
  const auto nameless = [](const NoticeItem& i) { return blank(i.code) || blank(i.material); };
  if (items.empty() || std::any_of(items.begin(), items.end(), nameless)) {
    return refuse<refusals::notice_items_missing>();
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (is_catch_all(items[i].material)) {
      return refuse<refusals::catch_all_item>(Put<"material">{items[i].material});
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
std::optional<core::Refusal> check_day_not_passed(const Desk& desk, LocalDay day) {
  if (day >= desk.today()) return std::nullopt;
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

SupplementedAll supplemented(const Desk& desk) {
  SupplementedAll e{desk.by(), 0, std::nullopt};
  if (desk.state.phases.clock == ClockPhase::paused) {
    e.paused_days = desk.paused_days_now();
    e.finish = desk.finish_after_pause();
  }
  return e;
}

}  // namespace

Answer answer(const Desk& desk, const RouteOnSpot& c) {
  return Answer::of(RoutedOnSpot{desk.by(), c.application,
                                 explained(c.explanation, "已告知当场办理。"),
                                 desk.end_of_day(desk.today())});
}

Answer answer(const Desk& desk, const RouteExplain& c) {
  if (blank(c.law) && blank(c.standard_reply) && blank(c.explanation)) {
    return refuse<refusals::explanation_missing>();
  }
  // Not understood leads on: the window is the last stop.
  if (c.understood == false && blank(c.next_step)) {
    return refuse<refusals::explaining_next_step_missing>();
  }
  auto result = Answer::of(RoutedExplain{desk.by(), c.standard_reply, c.standard_reply_version,
                                         c.law, c.explanation, c.understood});
  if (c.understood == false) result.events().push_back(NotUnderstood{desk.by(), c.next_step});
  return result;
}

namespace {

Answer expedited(const Desk& desk, const RouteExpedite& c) {
  if (blank(c.why)) return refuse<refusals::why_missing>();
  if (!c.needed_by) return refuse<refusals::needed_by_missing>();
  if (auto no = check_day_not_passed<refusals::needed_by_passed>(desk, *c.needed_by)) return *no;
  const Due limit = desk.state.limits.finish.value_or(desk.limit());
  // The day of need is a fact, not a limit: it does not move off a day off.
  const Due finish = desk.finish_or(earlier(limit, desk.end_of_day(*c.needed_by)));
  auto told =
      explained(c.explanation, "已告知急办，办理期限至" + to_string(desk.day_of(finish.at)) + "。");
  return Answer::of(RoutedExpedite{desk.by(), c.why, *c.needed_by, c.promised, c.application,
                                   std::move(told), finish});
}

/// What is lacking and was not on the first list of the round (R14).
std::vector<NoticeItem> not_listed(const State& state, std::vector<NoticeItem> items) {
  const auto& listed = state.work.listed;
  if (listed.empty()) return {};
  std::erase_if(items, [&](const NoticeItem& item) {
    return std::ranges::find(listed, item.code) != listed.end();
  });
  return items;
}

/// A later demand after `answer`: a breach, unless something on the closed list allows it.
Answer demanded(const Desk& desk, Answer answer, std::vector<NoticeItem> items,
                std::optional<DemandGround> ground) {
  if (items.empty()) return answer;
  const bool breach = !ground.has_value();
  answer.events().push_back(NewDemandMade{desk.by(), std::move(items), ground, breach,
                                          desk.context.actor.unit, std::nullopt});
  return breach ? supervised(desk, std::move(answer), SupervisionCause::breach) : answer;
}

/// Whether the matter may be accepted with these papers lacking (R11).
std::optional<core::Refusal> check_may_lack(const Desk& desk, const RouteLacking& c) {
  const Matter* matter = desk.rules.catalogue->matter(desk.state.intake.matter);
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
std::optional<core::Refusal> check_promise_in_time(const Desk& desk, LocalDay day) {
  const Matter* matter = desk.rules.catalogue->matter(desk.state.intake.matter);
  if (matter != nullptr && matter->limit_days) {
    const LocalDay end = desk.day_of(desk.limit_of(*matter->limit_days).at);
    if (day <= end) return std::nullopt;
    return refuse<refusals::promise_beyond_limit>(Put<"end">{to_string(end)});
  }
  const LocalDay last = desk.day_of(desk.after(desk.today(), desk.norms().supplement).at);
  if (day <= last) return std::nullopt;
  return refuse<refusals::promise_beyond_notice>(Put<"end">{to_string(last)});
}

std::optional<core::Refusal> check_promise_complete(const Desk& desk, const RouteLacking& c) {
  if (blank(c.promise)) return refuse<refusals::promise_missing>();
  if (blank(c.signature)) {
    return refuse<refusals::signature_missing>();
  }
  if (!c.promise_day) {
    return refuse<refusals::promise_day_missing>();
  }
  if (auto no = check_day_not_passed<refusals::promised_day_is_past>(desk, *c.promise_day))
    return no;
  return check_promise_in_time(desk, *c.promise_day);
}

/// The catalogue's list for the matter of the case; nullptr if there is none to go by.
const Matter* listed_matter(const Desk& desk) {
  const Matter* matter = desk.rules.catalogue->matter(desk.state.intake.matter);
  return matter != nullptr && !matter->materials.empty() ? matter : nullptr;
}

/// The items with what the catalogue knows of those that were named by their code alone.
std::vector<NoticeItem> filled_in(const Desk& desk, std::vector<NoticeItem> items) {
  const Matter* matter = listed_matter(desk);
  if (matter == nullptr) return items;
  for (auto& item : items) {
    const auto* material = matter->material(item.code);
    if (material == nullptr) continue;
    if (blank(item.material)) item.material = material->zh;
    if (blank(item.requirement)) item.requirement = material->requirement_zh;
  }
  return items;
}

/// What the catalogue does not list is no item.
std::optional<core::Refusal> check_in_catalogue(const Desk& desk,
                                                const std::vector<NoticeItem>& items) {
  const Matter* matter = listed_matter(desk);
  if (matter == nullptr) return std::nullopt;
  for (const auto& item : items) {
    if (matter->material(item.code) != nullptr) continue;
    return refuse<refusals::item_not_in_catalogue>(Put<"code">{item.code},
                                                   Put<"matter">{matter->code});
  }
  return std::nullopt;
}

}  // namespace

namespace {

Answer lacking_accepted(const Desk& desk, const RouteLacking& c) {
  auto lacking = filled_in(desk, c.missing);
  if (auto no = check_may_lack(desk, c)) return *no;
  if (auto no = check_in_catalogue(desk, lacking)) return *no;
  if (auto no = check_itemised(lacking)) return *no;
  if (auto no = check_promise_complete(desk, c)) return *no;
  const Due end = desk.last_day(*c.promise_day);
  const Due grace = desk.after(*c.promise_day, desk.norms().promise_grace);
  const Due limit = desk.state.limits.finish.value_or(desk.limit());
  auto told = explained(c.explanation, "已告知所缺次要材料，承诺于" +
                                           to_string(desk.day_of(end.at)) + "前补齐，逾期失效。");
  auto later_ones = not_listed(desk.state, lacking);
  auto result = Answer::of(RoutedLacking{desk.by(), std::move(lacking), c.promise, *c.promise_day,
                                         std::move(told), end, desk.finish_or(later(limit, grace)),
                                         c.signature, desk.ahead_of(end, desk.norms().reminder)});
  return demanded(desk, std::move(result), std::move(later_ones), std::nullopt);
}

}  // namespace

// Both name a day: what rested goes on first, so that the day stays where it was put.
Answer answer(const Desk& desk, const RouteExpedite& c) {
  return going_on(desk, [&](const Desk& now) { return expedited(now, c); });
}
Answer answer(const Desk& desk, const RouteLacking& c) {
  return going_on(desk, [&](const Desk& now) { return lacking_accepted(now, c); });
}

namespace {

/// A notice rests the clock, so that its day has the cap of a pause.
std::optional<core::Refusal> check_supplement_day(const Desk& desk, LocalDay day) {
  if (auto no = check_day_not_passed<refusals::supplement_by_passed>(desk, day)) return no;
  const auto left = desk.norms().pause_cap - desk.state.limits.paused_days;
  const auto days = std::max<std::int64_t>(left, desk.norms().supplement);
  const LocalDay last = desk.day_of(desk.after(desk.today(), days).at);
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

Answer answer(const Desk& desk, const RouteNotice& c) {
  if (desk.state.intake.line != Line::traffic && !desk.norms().notice_for_every_line) {
    return refuse<refusals::notice_for_traffic_only>();
  }
  auto items = filled_in(desk, c.items);
  if (auto no = check_in_catalogue(desk, items)) return *no;
  if (auto no = check_itemised(items)) return *no;
  if (auto no = check_notice_complete(c)) return *no;
  Due until = desk.after(desk.today(), desk.norms().supplement);
  if (c.supplement_by) {
    if (auto no = check_supplement_day(desk, *c.supplement_by)) return *no;
    until = desk.last_day(*c.supplement_by);
  }
  std::optional<Due> cap;
  if (desk.state.phases.clock == ClockPhase::running) {
    cap = desk.after(desk.today(), desk.norms().pause_cap - desk.state.limits.paused_days);
  }
  // Prefilled: a notice is numbered after its case.
  const auto& stream = desk.context.stream;
  auto number = blank(c.number) ? "GZ-" + stream.substr(stream.find('/') + 1) : c.number;
  auto later_ones = not_listed(desk.state, items);
  auto result = Answer::of(RoutedNotice{
      desk.by(), std::move(number), items, c.basis, c.place, c.contact, c.remedy, c.acknowledged,
      c.witness, explained(c.explanation, "已书面一次性告知所缺材料、依据和异议渠道。"), until,
      c.seal, desk.ahead_of(until, desk.norms().reminder), cap});
  return demanded(desk, std::move(result), std::move(later_ones), c.ground);
}

Answer answer(const Desk& desk, const Escalate& c) {
  const Line line = c.line.value_or(desk.state.intake.line.value_or(Line::other));
  if (line == Line::other) {
    return refuse<refusals::escalation_line_missing>();
  }
  if (blank(c.question)) {
    return refuse<refusals::escalation_question_missing>();
  }
  if (blank(c.tried)) return refuse<refusals::tried_missing>();
  const auto& limits = desk.state.limits;
  const Due current = limits.finish.value_or(desk.limit());
  // The longer limit is for those who saw the difficulty before the ordinary one ran out.
  const bool in_time = desk.state.phases.clock != ClockPhase::overdue &&
                       desk.clock_day() < desk.day_of(desk.limit_of(desk.norms().ordinary).at);
  const bool difficult = limits.difficult || in_time;
  Due finish = current;
  if (difficult) finish = desk.finish_or(later(current, desk.limit_of(desk.norms().difficult)));
  if (blank(c.department) && blank(desk.state.intake.district)) {
    return refuse<refusals::department_missing>();
  }
  auto department = blank(c.department)
                        ? department_of(Level::district, desk.state.intake.district, line)
                        : c.department;
  if (auto no = check_is_department(desk, Level::district, line, department)) return *no;
  auto told = explained(c.explanation, "已告知上报" + department + "，办理期限至" +
                                           to_string(desk.day_of(finish.at)) + "。");
  return Answer::of(Escalated{desk.by(), line, std::move(department), c.question, c.tried,
                              c.attachments, std::move(told), difficult, finish,
                              desk.after(desk.today(), desk.norms().department_answer)});
}

Answer answer(const Desk& desk, const Retriage& c) {
  if (blank(c.reason)) return refuse<refusals::retriage_reason_missing>();
  std::optional<Due> finish;
  if (desk.state.phases.life == Phase::expedited) {
    // The day on which it was needed was a limit of that route only.
    finish = desk.finish_or(later(desk.state.limits.finish.value_or(Due{}), desk.limit()));
  } else if (desk.state.phases.life == Phase::accepted_lacking &&
             desk.state.limits.extensions == 0) {
    finish = desk.finish_or(desk.limit());  // Nor was the time that a promise gave.
  }
  return Answer::of(Retriaged{desk.by(), c.reason, finish});
}

Answer answer(const Desk& desk, const EndDay&) {
  if (!desk.passed(desk.state.limits.day_end)) return not_due_yet(desk, desk.state.limits.day_end);
  return Answer::of(DayEnded{});
}

Answer answer(const Desk& desk, const MarkNotUnderstood& c) {
  if (blank(c.next_step)) return refuse<refusals::not_understood_next_step_missing>();
  return Answer::of(NotUnderstood{desk.by(), c.next_step});
}

Answer answer(const Desk& desk, const MarkMatterDone& c) {
  if (blank(c.application)) {
    return refuse<refusals::application_missing>();
  }
  return Answer::of(MatterDone{desk.by(), c.application});
}

Answer answer(const Desk& desk, const SupplementPart& c) {
  if (c.items.empty()) return refuse<refusals::supplement_items_missing>();
  if (auto no = check_on_the_list(desk.state, c.items)) return *no;
  const auto brought = [&](const NoticeItem& item) {
    return std::find(c.items.begin(), c.items.end(), item.code) != c.items.end();
  };
  const auto& list = desk.state.work.outstanding;
  if (std::all_of(list.begin(), list.end(), brought)) return Answer::of(supplemented(desk));
  return Answer::of(SupplementedPart{desk.by(), c.items});
}

Answer answer(const Desk& desk, const SupplementAll&) {
  if (desk.state.phases.life == Phase::accepted_lacking && desk.passed(desk.state.limits.promise)) {
    return refuse<refusals::promise_day_passed>();
  }
  return Answer::of(supplemented(desk));
}

Answer answer(const Desk& desk, const DemandMore& c) {
  // A demand that no list knows is taken as well: the worst breach must not go unrecorded.
  auto items = filled_in(desk, c.items);
  if (auto no = check_itemised(items)) return *no;
  if (auto no = check_not_on_the_list(desk.state, items)) return *no;
  const bool breach = !c.ground.has_value();
  // The citizen gets the time that a notice gives, from now on.
  std::optional<Due> supplement;
  if (const auto& current = desk.state.limits.supplement) {
    supplement = later(*current, desk.after(desk.today(), desk.norms().supplement));
  }
  auto result = Answer::of(NewDemandMade{desk.by(), std::move(items), c.ground, breach,
                                         desk.context.actor.unit, supplement});
  if (desk.state.phases.life == Phase::accepted_lacking) {
    const Due end = later(desk.state.limits.promise.value_or(Due{}),
                          desk.after(desk.today(), desk.norms().supplement));
    const Due grace = desk.after(desk.day_of(end.at), desk.norms().promise_grace);
    const Due finish = desk.finish_or(later(desk.state.limits.finish.value_or(grace), grace));
    result.events().push_back(PromiseExtended{desk.by(), "补交材料增加", end, finish,
                                              desk.ahead_of(end, desk.norms().reminder)});
  }
  if (!breach) return result;
  return supervised(desk, std::move(result), SupervisionCause::breach);
}

Answer answer(const Desk& desk, const Lapse&) {
  const auto& limits = desk.state.limits;
  const bool notice = desk.state.phases.life == Phase::notice_issued;
  const auto& due = notice ? limits.supplement : limits.promise;
  if (!desk.passed(due)) return not_due_yet(desk, due);
  return Answer::of(Lapsed{desk.finish(Outcome::lapsed), desk.rating_end()});
}

Answer answer(const Desk& desk, const DeemAccepted&) {
  const auto& due = desk.state.limits.notice;
  if (!desk.state.intake.licence || !desk.passed(due)) return not_due_yet(desk, due);
  return Answer::of(DeemedAccepted{*due});
}

Answer answer(const Desk& desk, const MissNotice&) {
  const auto& due = desk.state.limits.notice;
  if (desk.state.intake.licence || !desk.passed(due)) return not_due_yet(desk, due);
  return supervised(desk, Answer::of(NoticeMissed{desk.state.intake.station, *due}),
                    SupervisionCause::notice_missed);
}

Answer answer(const Desk& desk, const ExtendPromise& c) {
  if (blank(c.reason)) {
    return refuse<refusals::promise_extension_reason_missing>();
  }
  if (!c.until) return refuse<refusals::promise_extension_until_missing>();
  const auto& limits = desk.state.limits;
  if (desk.passed(limits.promise)) {
    return refuse<refusals::promise_day_passed>();
  }
  if (auto no = check_promise_in_time(desk, *c.until)) return *no;
  const Due end = desk.last_day(*c.until);
  if (limits.promise && end.at <= limits.promise->at) {
    return refuse<refusals::not_an_extension_of_the_promise>();
  }
  const Due grace = desk.after(*c.until, desk.norms().promise_grace);
  const Due finish = desk.finish_or(later(limits.finish.value_or(grace), grace));
  return Answer::of(
      PromiseExtended{desk.by(), c.reason, end, finish, desk.ahead_of(end, desk.norms().reminder)});
}

Answer answer(const Desk& desk, const Remind&) {
  const auto& limits = desk.state.limits;
  if (!desk.passed(limits.reminder)) return not_due_yet(desk, limits.reminder);
  const bool notice = desk.state.phases.life == Phase::notice_issued;
  const auto& end = notice ? limits.supplement : limits.promise;
  return Answer::of(Reminded{notice ? Limit::supplement : Limit::promise, end.value_or(Due{})});
}

}  // namespace recourse::casework
