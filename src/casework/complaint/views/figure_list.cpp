#include <algorithm>
#include <recourse/casework/complaint/views/figure_list.hpp>

namespace recourse::casework::complaint {
namespace {

using core::ColumnCondition;
using core::ColumnCounter;

ColumnCondition is(Fact fact, std::int64_t from, std::int64_t to) {
  return {.column = column_of(fact), .from = from, .to = to, .any_of = {}};
}
ColumnCondition is(Fact fact, std::int64_t value = 1) { return is(fact, value, value); }
ColumnCondition some(Fact fact) { return is(fact, 1, std::int64_t{1} << 62); }
ColumnCondition known(Fact fact) { return is(fact, 0, std::int64_t{1} << 62); }
template <class E>
ColumnCondition is(Fact fact, E value) {
  return is(fact, static_cast<std::int64_t>(value), static_cast<std::int64_t>(value));
}

ColumnCounter rows(std::vector<ColumnCondition> where = {}) { return {std::move(where), {}}; }
ColumnCounter sum(Fact fact) { return {{some(fact)}, column_of(fact)}; }
ColumnCounter values(Fact fact) { return {{known(fact)}, column_of(fact)}; }

/// The three upper grades: very satisfied, satisfied, basically satisfied.
ColumnCondition pleased(Fact fact) { return is(fact, 1, 3); }

using F = FigureForm;

void add_counts(std::vector<FigureInfo>& list) {
  const auto add = [&](std::string_view name, std::string_view en, std::string_view zh,
                       std::string_view rule, std::string_view sentence, ColumnCounter over,
                       Better better = Better::neither) {
    list.push_back({name,
                    en,
                    zh,
                    rule,
                    name,
                    sentence,
                    over.sum ? "" : "cases",
                    F::count,
                    better,
                    false,
                    std::move(over),
                    {}});
  };
  add("cases", "matters", "登记事项", "R31", "All that were reported, duplicates too.", rows());
  list.back().headline = true;
  add("open", "still open", "在办", "R31", "Not ended, or taken up again.",
      rows({is(Fact::closed, 0)}));
  add("closed", "ended", "已结束", "R31", "Ended in whatever way.", rows({is(Fact::closed)}));
  add("concluded", "concluded", "已办结", "R8",
      "Ended by handling them: neither merged into another nor withdrawn.",
      rows({is(Fact::concluded)}));
  add("done", "done", "办成", "R8", "The matter was really done.",
      rows({is(Fact::outcome, Outcome::done)}), Better::more);
  add("duplicates", "duplicates", "并案", "R45", "Merged into another case, and counted there.",
      rows({is(Fact::outcome, Outcome::duplicate)}));
  add("withdrawn", "withdrawn", "撤回", "R31", "Taken back by the citizen.",
      rows({is(Fact::outcome, Outcome::withdrawn)}));
  add("open_overdue", "open and late", "超期在办", "R13",
      "Open, and past the deadline for resolution once: it cannot be on time any more.",
      rows({is(Fact::open_overdue)}), Better::less);
  add("escalated", "escalated", "上报", "R15", "Ever escalated to a department.",
      rows({is(Fact::escalated)}));
  add("overdue", "ever overdue", "超期", "R13", "Ever past the deadline for resolution.",
      rows({is(Fact::overdue)}), Better::less);
  add("reopened", "taken up again", "重新办理", "R31", "Taken up again at least once.",
      rows({some(Fact::reopened)}), Better::less);
  add("historical", "imported", "历史导入", "R27", "Told afterwards; no limit fired.",
      rows({is(Fact::historical)}));
  add("rated", "rated", "已评价", "R17", "With a grade that is scored.", rows({some(Fact::grade)}));
  add("rated_badly", "rated badly", "差评", "R17",
      "One of the two lowest grades, for the whole or for the service.",
      rows({is(Fact::rated_badly)}), Better::less);
  add("on_account", "on account", "挂账", "R39", "Answered, but not done: on an open account.",
      rows({some(Fact::account)}));
}

void add_sums(std::vector<FigureInfo>& list) {
  const auto add = [&](std::string_view name, std::string_view en, std::string_view zh,
                       std::string_view rule, std::string_view sentence, Fact fact,
                       std::string_view unit, Better better = Better::less) {
    list.push_back(
        {name, en, zh, rule, name, sentence, unit, F::count, better, false, sum(fact), {}});
  };
  add("repeated_trips", "repeated trips", "反复跑", "R14",
      "Demands for papers that the one-time notice did not name, without a ground.",
      Fact::repeated_trips, "trips");
  add("breaches", "breaches of the notice", "违反一次性告知", "R14",
      "Repeated trips, and notices that did not come in time.", Fact::breaches, "breaches");
  add("earlier_trips", "trips before the report", "此前跑空次数", "R9",
      "Trips in vain to the counter, as the citizen told them.", Fact::earlier_trips, "trips");
  add("missed", "limits missed", "逾期未办", "R16",
      "Limits other than the deadline for resolution that passed unmet.", Fact::missed, "limits");
  add("urgings", "urgings", "催办", "R38", "Rungs of the urging ladder that were reached.",
      Fact::urged, "rungs");
  add("supervisions", "supervisions", "督办", "R20", "Supervisions that were opened.",
      Fact::supervised, "supervisions");
  add("support_calls", "calls for support", "实时支援", "R18",
      "Calls to a department while the citizen was present.", Fact::supported, "calls",
      Better::neither);
  add("repeats_merged", "repeated demands merged", "重复诉求并入", "R45",
      "Cases that were merged into these and stayed there.", Fact::absorbed, "cases",
      Better::neither);
  add("redos", "done again", "返工重办", "R37",
      "Times that a case was done again by the unit's own fault.", Fact::redos, "times");
  add("reopenings", "reopenings", "重新办理次数", "R31", "Times that a case was taken up again.",
      Fact::reopened, "times");
}

void add_rates(std::vector<FigureInfo>& list) {
  const auto add = [&](std::string_view name, std::string_view en, std::string_view zh,
                       std::string_view rule, std::string_view formula, std::string_view sentence,
                       ColumnCounter over, ColumnCounter of, Better better) {
    list.push_back({name, en, zh, rule, formula, sentence, over.sum && !of.sum ? "a case" : "%",
                    over.sum && !of.sum ? F::mean : F::share, better, false, std::move(over),
                    std::move(of)});
  };
  const auto concluded = rows({is(Fact::concluded)});
  add("done_rate", "done rate", "办成率", "R8, R34", "done / concluded",
      "The first headline figure: what was really done, of what was concluded.",
      rows({is(Fact::outcome, Outcome::done)}), concluded, Better::more);
  list.back().headline = true;
  add("on_time_rate", "on time", "按时率", "R31", "on time / (concluded + open and late)",
      "The deadline for resolution was kept; what is open and late counts as not.",
      rows({is(Fact::on_time)}), rows({is(Fact::timed)}), Better::more);
  add("same_day_rate", "same day", "当日办结率", "R13",
      "ended on the day of the report / concluded", "Concluded on the day of the report.",
      rows({is(Fact::same_day)}), concluded, Better::more);
  add("overdue_rate", "ever overdue", "超期率", "R13", "overdue / cases",
      "Past the deadline for resolution once, of all that were reported.",
      rows({is(Fact::overdue)}), rows(), Better::less);
  add("escalation_rate", "escalated", "上报率", "R15", "escalated / cases",
      "Escalated to a department once.", rows({is(Fact::escalated)}), rows(), Better::neither);
  add("reopening_rate", "taken up again", "重新办理率", "R31", "reopened / cases",
      "Taken up again once, of all that were reported.", rows({some(Fact::reopened)}), rows(),
      Better::less);
  add("repeated_trip_rate", "with a repeated trip", "反复跑率", "R14, R34",
      "cases with a repeated trip / cases", "We made the citizen come again without a ground.",
      rows({some(Fact::repeated_trips)}), rows(), Better::less);
  list.back().headline = true;
  add("trips_each", "repeated trips a case", "人均反复跑", "R14", "repeated trips / cases",
      "How often, on average.", sum(Fact::repeated_trips), rows(), Better::less);
  add("contact_rate", "spoken with", "联系率", "R12", "contacted / cases",
      "The citizen was spoken with, in person or by telephone.",
      rows({known(Fact::contact_minutes)}), rows(), Better::more);
  add("rating_rate", "rated", "评价率", "R17", "rated / concluded",
      "With a grade that is scored, of what was concluded.",
      rows({is(Fact::concluded), some(Fact::grade)}), concluded, Better::more);
  add("satisfaction", "satisfied", "满意率", "R17, R34", "three upper grades / rated",
      "Very satisfied, satisfied or basically satisfied with the whole.",
      rows({pleased(Fact::grade)}), rows({some(Fact::grade)}), Better::more);
  list.back().headline = true;
  add("service_satisfaction", "satisfied with the service", "服务满意率", "R17",
      "three upper grades / service rated", "The same of the service alone.",
      rows({pleased(Fact::service)}), rows({some(Fact::service)}), Better::more);
  add("policy_satisfaction", "satisfied with the policy", "政策满意率", "R17",
      "three upper grades / policy rated", "The same of the policy, which the officer executes.",
      rows({pleased(Fact::policy)}), rows({some(Fact::policy)}), Better::more);
  add("bad_rating_rate", "badly rated", "差评率", "R17", "rated badly / rated",
      "One of the two lowest grades, for the whole or for the service.",
      rows({is(Fact::rated_badly)}), rows({some(Fact::grade)}), Better::less);
  add("callback_contact_rate", "reached by call-back", "回访接通率", "R37",
      "call-backs reached / call-backs of the draw",
      "The citizen was reached; each round counts for itself.", sum(Fact::calls_reached),
      sum(Fact::calls), Better::more);
  add("callback_solved_rate", "solved, as they say", "解决率", "R37", "solved / call-backs reached",
      "What citizens say of it, beside what the station says.", sum(Fact::calls_solved),
      sum(Fact::calls_reached), Better::more);
  add("callback_satisfied_rate", "satisfied, as they say", "回访满意率", "R37",
      "satisfied / call-backs reached",
      "Of the citizens whom a call-back reached, those who say that they are satisfied.",
      sum(Fact::calls_satisfied), sum(Fact::calls_reached), Better::more);
}

void add_times(std::vector<FigureInfo>& list) {
  const auto add = [&](std::string_view name, std::string_view en, std::string_view zh,
                       std::string_view rule, std::string_view sentence, std::string_view unit,
                       Fact fact, FigureForm form) {
    list.push_back({name,
                    en,
                    zh,
                    rule,
                    form == F::median ? "median" : "90th percentile",
                    sentence,
                    unit,
                    form,
                    Better::less,
                    false,
                    values(fact),
                    {}});
  };
  const std::string_view days = "Whole working days from the report to the end, of the concluded.";
  add("days_median", "working days to close, median", "办结工作日中位数", "R31", days,
      "working days", Fact::working_days, F::median);
  add("days_p90", "working days to close, 90 %", "办结工作日九成", "R31", days, "working days",
      Fact::working_days, F::p90);
  const std::string_view contact = "From the report until the citizen was spoken with.";
  add("contact_median", "time to contact, median", "首次联系时长中位数", "R31", contact, "minutes",
      Fact::contact_minutes, F::median);
  add("contact_p90", "time to contact, 90 %", "首次联系时长九成", "R31", contact, "minutes",
      Fact::contact_minutes, F::p90);
  const std::string_view answer =
      "From the report until a route, a declining or an end was told first.";
  add("answer_median", "time to first answer, median", "首次答复时长中位数", "R31", answer,
      "minutes", Fact::answer_minutes, F::median);
  add("answer_p90", "time to first answer, 90 %", "首次答复时长九成", "R31", answer, "minutes",
      Fact::answer_minutes, F::p90);
  const std::string_view close = "From the report to the end, by the clock; of the concluded.";
  add("close_median", "time to close, median", "办结时长中位数", "R31", close, "minutes",
      Fact::close_minutes, F::median);
  add("close_p90", "time to close, 90 %", "办结时长九成", "R31", close, "minutes",
      Fact::close_minutes, F::p90);
}

std::vector<FigureInfo> make_figures() {
  std::vector<FigureInfo> list;
  add_counts(list);
  add_rates(list);
  add_sums(list);
  add_times(list);
  return list;
}

template <class E>
std::string name_of(std::int64_t value) {
  return value == 0 ? std::string{} : std::string{describe::enum_name(static_cast<E>(value))};
}
template <class E>
std::string zh_of(std::int64_t value) {
  return value == 0 ? std::string{} : std::string{describe::label_zh(static_cast<E>(value))};
}

template <class E, class Column>
DimensionInfo named(std::string_view name, std::string_view en, std::string_view zh, Column column,
                    std::string_view sentence) {
  std::int64_t greatest = 0;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto one) { greatest = std::max(greatest, static_cast<std::int64_t>(one.value)); });
  return {name,     en,          zh,       sentence, DimensionForm::named, column_of(column),
          greatest, &name_of<E>, &zh_of<E>};
}

template <class Column>
DimensionInfo word(std::string_view name, std::string_view en, std::string_view zh, Column column,
                   std::string_view sentence) {
  return {name, en, zh, sentence, DimensionForm::word, column_of(column)};
}

template <class Column>
DimensionInfo time(std::string_view name, std::string_view en, std::string_view zh,
                   DimensionForm form, Column column, std::string_view sentence) {
  return {name, en, zh, sentence, form, column_of(column)};
}

std::vector<DimensionInfo> make_event_dimensions() {
  using C = EventColumn;
  using D = DimensionForm;
  return {
      word("type", "type", "事件类型", C::type, "Type of the event."),
      word("unit", "unit", "单位", C::unit, "Unit of who acted; none: the citizen, the engine."),
      word("role", "role", "角色", C::role, "Role of who acted."),
      word("station", "station", "派出所", C::station, "Of the case."),
      word("district", "district", "分局", C::district, "Of the case."),
      word("matter", "matter", "事项", C::matter, "Of the case."),
      word("reason", "reason", "未办成原因", C::reason, "Of the case."),
      named<Line>("line", "line", "条线", C::line, "Of the case."),
      named<Category>("category", "category", "类别", C::category, "Of the case."),
      named<Channel>("channel", "channel", "渠道", C::channel, "Of the case."),
      named<Route>("route", "route", "办理路径", C::route, "Of the case after it."),
      named<Demand>("demand", "kind of demand", "诉求类型", C::demand, "Of the case after it."),
      named<Urgency>("urgency", "urgency", "紧急程度", C::urgency, "Of the case."),
      named<Outcome>("outcome", "outcome", "结果", C::outcome, "Of the case after it."),
      time("day", "day", "日", D::day, C::day, "On which it happened."),
      time("week", "week", "周", D::week, C::day, "In which it happened."),
      time("month", "month", "月", D::month, C::day, "In which it happened."),
      time("year", "year", "年", D::year, C::day, "In which it happened."),
      time("hour", "hour", "时", D::hour, C::minute, "Of the day."),
  };
}

std::vector<DimensionInfo> make_dimensions() {
  using D = DimensionForm;
  return {
      word("station", "station", "派出所", Fact::station, "Code of the station."),
      word("district", "district", "分局", Fact::district, "Code of its district bureau."),
      word("department", "department", "业务部门", Fact::department,
           "The department that has or had it; none: it was not escalated."),
      word("matter", "matter", "事项", Fact::matter, "Code in the catalogue, as reported."),
      word("reason", "reason", "未办成原因", Fact::reason, "Code of the failure reason."),
      named<Line>("line", "line", "条线", Fact::line, "Business line, as reported."),
      named<Category>("category", "category", "类别", Fact::category, "Intake category (R9)."),
      named<Channel>("channel", "channel", "渠道", Fact::channel, "How it came in."),
      named<ApplicantKind>("applicant", "applicant", "申请人", Fact::applicant, "Who asks."),
      named<Demand>("demand", "kind of demand", "诉求类型", Fact::demand, "As accepted (R35)."),
      named<Urgency>("urgency", "urgency", "紧急程度", Fact::urgency, "How urgent (R36)."),
      named<Route>("route", "route", "办理路径", Fact::route, "The route taken last (R11)."),
      named<Outcome>("outcome", "outcome", "结果", Fact::outcome, "None while it is open."),
      named<Grade>("grade", "grade", "评价", Fact::grade, "Of the whole; none: not rated."),
      named<Grade>("service_grade", "grade of the service", "服务评价", Fact::service,
                   "None: not rated."),
      named<Grade>("policy_grade", "grade of the policy", "政策评价", Fact::policy,
                   "None: not rated."),
      named<AccountReason>("account", "account", "挂账原因", Fact::account,
                           "Why it is on account (R39)."),
      time("day", "day", "日", D::day, Fact::reported_day, "Of the report."),
      time("week", "week", "周", D::week, Fact::reported_day, "Of the report, by ISO 8601."),
      time("month", "month", "月", D::month, Fact::reported_day, "Of the report."),
      time("quarter", "quarter", "季度", D::quarter, Fact::reported_day, "Of the report."),
      time("half", "half-year", "半年", D::half, Fact::reported_day, "Of the report."),
      time("year", "year", "年", D::year, Fact::reported_day, "Of the report."),
      time("closed_month", "month of the end", "办结月", D::month, Fact::closed_day,
           "None while it is open."),
  };
}

core::ColumnTotals make_totals() {
  core::ColumnTotals totals;
  totals.counters.emplace_back();  // the cases
  const auto add = [](auto& list, auto one) {
    if (std::ranges::find(list, one) == list.end()) list.push_back(std::move(one));
  };
  for (const auto& figure : figure_list()) {
    if (is_percentile(figure)) {
      add(totals.spreads, core::ColumnSpread{figure.over.where, *figure.over.sum});
    } else {
      add(totals.counters, figure.over);
      add(totals.counters, figure.of);
    }
  }
  for (const auto fact :
       {Fact::station, Fact::district, Fact::department, Fact::line, Fact::matter, Fact::reason,
        Fact::category, Fact::channel, Fact::demand, Fact::route, Fact::outcome, Fact::grade}) {
    totals.by.push_back(column_of(fact));
  }
  return totals;
}

}  // namespace

const core::ColumnTotals& figure_totals() {
  static const auto totals = make_totals();
  return totals;
}

std::span<const FigureInfo> figure_list() {
  static const auto list = make_figures();
  return list;
}

const FigureInfo* find_figure(std::string_view name) {
  const auto found = std::ranges::find(figure_list(), name, &FigureInfo::name);
  return found == figure_list().end() ? nullptr : &*found;
}

std::span<const DimensionInfo> dimension_list() {
  static const auto list = make_dimensions();
  return list;
}

std::span<const DimensionInfo> event_dimension_list() {
  static const auto list = make_event_dimensions();
  return list;
}

const DimensionInfo* find_dimension(std::string_view name) {
  const auto found = std::ranges::find(dimension_list(), name, &DimensionInfo::name);
  return found == dimension_list().end() ? nullptr : &*found;
}

}  // namespace recourse::casework::complaint
