// The five routes and what leaves them (R11, R12, R14).
#include <algorithm>

#include "casework/case/desk.hpp"
#include "casework/catalogue/catch_all.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> not_itemised(const std::vector<NoticeItem>& items) {
  const auto nameless = [](const NoticeItem& i) { return blank(i.code) || blank(i.material); };
  if (items.empty() || std::any_of(items.begin(), items.end(), nameless)) {
    return missing("items", "R14", "each item that is lacking, with code and material",
                   "所缺材料清单（逐项编号列明）");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (is_catch_all(items[i].material)) {
      return refuse("catch_all_item", "R14",
                    "A notice names each thing; \"" + items[i].material + "\" names nothing.",
                    "告知应逐项列明，不得使用“" + items[i].material + "”等兜底表述。");
    }
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      if (items[i].code == items[j].code) {
        return refuse("item_twice", "R14", "Two items have the code " + items[i].code + ".",
                      "清单中编号" + items[i].code + "重复。");
      }
    }
  }
  return std::nullopt;
}

std::optional<core::Refusal> day_passed(const Desk& desk, LocalDay day, std::string_view what,
                                        std::string_view zh) {
  if (day >= desk.today()) return std::nullopt;
  return refuse(std::string{what} + "_passed", "R11", to_string(day) + " has passed already.",
                std::string{zh} + "（" + to_string(day) + "）已过。");
}

std::optional<core::Refusal> not_on_the_list(const State& state,
                                             const std::vector<std::string>& codes) {
  for (const auto& code : codes) {
    const auto& list = state.work.outstanding;
    const auto listed = [&](const NoticeItem& item) { return item.code == code; };
    if (std::none_of(list.begin(), list.end(), listed)) {
      return refuse("not_on_the_list", "R14", "Item " + code + " is not outstanding.",
                    "编号" + code + "不在待补清单中。");
    }
  }
  return std::nullopt;
}

std::optional<core::Refusal> on_the_list(const State& state, const std::vector<NoticeItem>& items) {
  for (const auto& item : items) {
    const auto& list = state.work.outstanding;
    if (std::ranges::find(list, item.code, &NoticeItem::code) == list.end()) continue;
    return refuse("already_on_the_list", "R14", "Item " + item.code + " is outstanding already.",
                  "编号" + item.code + "已在待补清单中。");
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
    return missing("explanation", "R12", "the law, the standard reply, or what was explained",
                   "释法说理内容（法律依据、统一口径或说明）");
  }
  // Not understood leads on: the window is the last stop.
  if (c.understood == false && blank(c.next_step)) {
    return missing("next_step", "R8", "what is offered next, as it was not understood",
                   "下一步办法（群众不认可时必填）");
  }
  auto result = Answer::of(RoutedExplain{desk.by(), c.standard_reply, c.standard_reply_version,
                                         c.law, c.explanation, c.understood});
  if (c.understood == false) result.events().push_back(NotUnderstood{desk.by(), c.next_step});
  return result;
}

namespace {

Answer expedited(const Desk& desk, const RouteExpedite& c) {
  if (blank(c.why)) return missing("why", "R11", "why it is urgent", "紧急理由");
  if (!c.needed_by) return missing("needed_by", "R11", "when it is needed", "需用日期");
  if (auto no = day_passed(desk, *c.needed_by, "needed_by", "需用日期")) return *no;
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
std::optional<core::Refusal> may_not_lack(const Desk& desk, const RouteLacking& c) {
  const Matter* matter = desk.rules.catalogue->matter(desk.state.intake.matter);
  if (matter == nullptr || !matter->lacking) {
    return refuse("matter_not_listed", "R11",
                  "Only matters that the catalogue lists are accepted with papers lacking.",
                  "该事项不在容缺受理清单内。");
  }
  for (const auto& item : c.missing) {
    const auto* material = matter->material(item.code);
    if (material != nullptr && material->main) {
      return refuse("main_paper_missing", "R11", material->en + " is a main paper.",
                    "“" + material->zh + "”为主要材料，不得容缺。");
    }
  }
  if (!c.main_papers_complete) {
    return refuse("main_papers_missing", "R11",
                  "Only secondary papers may be lacking; the main ones must be complete.",
                  "容缺受理仅限次要材料，主要材料必须齐全。");
  }
  if (!c.exclusion_checked) {
    return missing("exclusion_checked", "R11",
                   "that the citizen is not excluded: no broken promise, no false paper before",
                   "已核查申请人无失信、虚假材料等排除情形");
  }
  return std::nullopt;
}

/// Papers are promised within the matter's own limit; where the catalogue knows none, for as long
/// as a notice waits for them.
std::optional<core::Refusal> promise_too_long(const Desk& desk, LocalDay day) {
  const Matter* matter = desk.rules.catalogue->matter(desk.state.intake.matter);
  if (matter != nullptr && matter->limit_days) {
    const LocalDay end = desk.day_of(desk.limit_of(*matter->limit_days).at);
    if (day <= end) return std::nullopt;
    return refuse("promise_beyond_limit", "R11",
                  "The matter's own limit ends on " + to_string(end) + ".",
                  "承诺日期不得超过该事项法定办理期限（" + to_string(end) + "）。");
  }
  const LocalDay last = desk.day_of(desk.after(desk.today(), desk.norms().supplement).at);
  if (day <= last) return std::nullopt;
  return refuse("promise_beyond_limit", "R11",
                "Papers are promised until " + to_string(last) + " at the latest.",
                "承诺补交日期最迟为" + to_string(last) + "。");
}

std::optional<core::Refusal> promise_incomplete(const Desk& desk, const RouteLacking& c) {
  if (blank(c.promise)) return missing("promise", "R11", "the text of the promise", "承诺内容");
  if (blank(c.signature)) {
    return missing("signature", "R11", "the reference of the signed promise", "签字承诺书编号");
  }
  if (!c.promise_day) {
    return missing("promise_day", "R11", "until when it will be supplied", "承诺补交日期");
  }
  if (auto no = day_passed(desk, *c.promise_day, "promise_day", "承诺补交日期")) return no;
  return promise_too_long(desk, *c.promise_day);
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
std::optional<core::Refusal> not_in_catalogue(const Desk& desk,
                                              const std::vector<NoticeItem>& items) {
  const Matter* matter = listed_matter(desk);
  if (matter == nullptr) return std::nullopt;
  for (const auto& item : items) {
    if (matter->material(item.code) != nullptr) continue;
    return refuse("item_not_in_catalogue", "R14",
                  "The catalogue lists no paper " + item.code + " for " + matter->code + ".",
                  "事项" + matter->code + "的材料目录中没有编号" + item.code + "。");
  }
  return std::nullopt;
}

}  // namespace

namespace {

Answer lacking_accepted(const Desk& desk, const RouteLacking& c) {
  auto lacking = filled_in(desk, c.missing);
  if (auto no = may_not_lack(desk, c)) return *no;
  if (auto no = not_in_catalogue(desk, lacking)) return *no;
  if (auto no = not_itemised(lacking)) return *no;
  if (auto no = promise_incomplete(desk, c)) return *no;
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
std::optional<core::Refusal> supplement_day_wrong(const Desk& desk, LocalDay day) {
  if (auto no = day_passed(desk, day, "supplement_by", "补正日期")) return no;
  const auto left = desk.norms().pause_cap - desk.state.limits.paused_days;
  const auto days = std::max<std::int64_t>(left, desk.norms().supplement);
  const LocalDay last = desk.day_of(desk.after(desk.today(), days).at);
  if (day <= last) return std::nullopt;
  return refuse("supplement_beyond_cap", "pauses",
                "The clock rests for what is lacking until " + to_string(last) + " at the latest.",
                "补正期间计时中止，补正日期最迟为" + to_string(last) + "。");
}

/// What the printed notice must say besides its items.
std::optional<core::Refusal> notice_incomplete(const RouteNotice& c) {
  if (blank(c.basis)) return missing("basis", "R14", "the rule that requires it", "告知依据");
  if (blank(c.place)) return missing("place", "R14", "where and when to bring it", "补交地点时间");
  if (blank(c.contact)) return missing("contact", "R14", "whom to ask", "联系人");
  if (blank(c.remedy)) return missing("remedy", "R14", "where to object", "异议渠道");
  if (!c.acknowledged && blank(c.witness)) {
    return missing("witness", "R14", "who saw that the citizen would not sign for it",
                   "拒签见证人");
  }
  return std::nullopt;
}

}  // namespace

Answer answer(const Desk& desk, const RouteNotice& c) {
  if (desk.state.intake.line != Line::traffic && !desk.norms().notice_for_every_line) {
    return refuse("notice_for_traffic_only", "R11",
                  "The written notice is for traffic matters; this profile does not widen it.",
                  "书面告知限交警业务，现行配置未扩大适用。");
  }
  auto items = filled_in(desk, c.items);
  if (auto no = not_in_catalogue(desk, items)) return *no;
  if (auto no = not_itemised(items)) return *no;
  if (auto no = notice_incomplete(c)) return *no;
  Due until = desk.after(desk.today(), desk.norms().supplement);
  if (c.supplement_by) {
    if (auto no = supplement_day_wrong(desk, *c.supplement_by)) return *no;
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
    return missing("line", "R15", "which line; other queries have no department",
                   "上报的业务条线（其他咨询无对应部门）");
  }
  if (blank(c.question)) {
    return missing("question", "R15", "what the department must answer", "请示问题");
  }
  if (blank(c.tried)) return missing("tried", "R15", "what the station tried", "已采取的措施");
  const auto& limits = desk.state.limits;
  const Due current = limits.finish.value_or(desk.limit());
  // The longer limit is for those who saw the difficulty before the ordinary one ran out.
  const bool in_time = desk.state.phases.clock != ClockPhase::overdue &&
                       desk.clock_day() < desk.day_of(desk.limit_of(desk.norms().ordinary).at);
  const bool difficult = limits.difficult || in_time;
  Due finish = current;
  if (difficult) finish = desk.finish_or(later(current, desk.limit_of(desk.norms().difficult)));
  if (blank(c.department) && blank(desk.state.intake.district)) {
    return missing("department", "R15", "which department; the report names no district",
                   "上报部门（登记时未填分局）");
  }
  auto department = blank(c.department)
                        ? department_of(Level::district, desk.state.intake.district, line)
                        : c.department;
  if (auto no = not_a_department(desk, Level::district, line, department)) return *no;
  auto told = explained(c.explanation, "已告知上报" + department + "，办理期限至" +
                                           to_string(desk.day_of(finish.at)) + "。");
  return Answer::of(Escalated{desk.by(), line, std::move(department), c.question, c.tried,
                              c.attachments, std::move(told), difficult, finish,
                              desk.after(desk.today(), desk.norms().department_answer)});
}

Answer answer(const Desk& desk, const Retriage& c) {
  if (blank(c.reason)) return missing("reason", "R10", "why the route changes", "改办理由");
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
  if (blank(c.next_step)) return missing("next_step", "R8", "what is offered next", "下一步办法");
  return Answer::of(NotUnderstood{desk.by(), c.next_step});
}

Answer answer(const Desk& desk, const MarkMatterDone& c) {
  if (blank(c.application)) {
    return missing("application", "R20", "the reference of the application", "业务系统受理号");
  }
  return Answer::of(MatterDone{desk.by(), c.application});
}

Answer answer(const Desk& desk, const SupplementPart& c) {
  if (c.items.empty()) return missing("items", "R14", "which items were brought", "补正项目");
  if (auto no = not_on_the_list(desk.state, c.items)) return *no;
  const auto brought = [&](const NoticeItem& item) {
    return std::find(c.items.begin(), c.items.end(), item.code) != c.items.end();
  };
  const auto& list = desk.state.work.outstanding;
  if (std::all_of(list.begin(), list.end(), brought)) return Answer::of(supplemented(desk));
  return Answer::of(SupplementedPart{desk.by(), c.items});
}

Answer answer(const Desk& desk, const SupplementAll&) {
  if (desk.state.phases.life == Phase::accepted_lacking && desk.passed(desk.state.limits.promise)) {
    return refuse("promise_day_passed", "R11", "The promised day has passed; the promise lapses.",
                  "承诺补交日期已过，容缺受理失效。");
  }
  return Answer::of(supplemented(desk));
}

Answer answer(const Desk& desk, const DemandMore& c) {
  // A demand that no list knows is taken as well: the worst breach must not go unrecorded.
  auto items = filled_in(desk, c.items);
  if (auto no = not_itemised(items)) return *no;
  if (auto no = on_the_list(desk.state, items)) return *no;
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
    return missing("reason", "R11", "which force majeure kept the papers away", "不可抗力情形");
  }
  if (!c.until) return missing("until", "R11", "the new day", "新的补交日期");
  const auto& limits = desk.state.limits;
  if (desk.passed(limits.promise)) {
    return refuse("promise_day_passed", "R11", "The promised day has passed; the promise lapses.",
                  "承诺补交日期已过，容缺受理失效。");
  }
  if (auto no = promise_too_long(desk, *c.until)) return *no;
  const Due end = desk.last_day(*c.until);
  if (limits.promise && end.at <= limits.promise->at) {
    return refuse("not_an_extension", "R11", "The new day is not after the old one.",
                  "新的补交日期不晚于原日期。");
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
