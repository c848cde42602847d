#include "apps/cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <recourse/casework/complaint/views/places.hpp>
#include <recourse/describe/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using namespace casework;
using namespace casework::complaint;

using Rows = std::vector<std::vector<std::string>>;

std::string lines_text(const Figures& f) {
  Rows rows{{"条线 line", "", "matters", "share", "closed", "done 办成"}};
  for (const auto& line : f.lines) {
    rows.push_back({std::string{zh(line.line)}, std::string{en(line.line)}, grouped(line.cases),
                    share(line.cases, f.cases, 0), grouped(line.closed),
                    share(line.done, line.concluded)});
  }
  rows.push_back({"合计", "total", grouped(f.cases), share(f.cases, f.cases, 0), grouped(f.closed),
                  share(f.done, f.concluded)});
  return table(rows, "<<>>>>");
}

std::string endings_text(const Figures& f) {
  // Duplicates and withdrawals are in none of the three; what is open and late cannot be on time.
  Rows rows{{"done rate 办成率", share(f.done, f.concluded),
             grouped(f.done) + " of " + grouped(f.concluded) + " concluded"},
            {"on time 按时率", share(f.on_time, timed(f)),
             grouped(f.on_time) + " of " + grouped(timed(f)) + ", " + grouped(f.open_overdue) +
                 " of them open and late"},
            {"same day 当日办结", share(f.same_day, f.concluded), grouped(f.same_day)},
            {"duplicates 并案", share(f.duplicates, f.cases), grouped(f.duplicates)},
            {"withdrawn 撤回", share(f.withdrawn, f.cases), grouped(f.withdrawn)},
            {"escalated 上报", share(f.escalated, f.cases), grouped(f.escalated)},
            {"ever overdue 超期", share(f.overdue, f.cases), grouped(f.overdue)},
            {"reopened 重新办理", share(f.reopened, f.cases), grouped(f.reopened)},
            {"limits missed 逾期未办", "", grouped(f.missed)},
            {"still open 在办", share(f.open, f.cases), grouped(f.open)}};
  return table(rows, "<>>");
}

std::string days_text(const WorkingDays& w) {
  if (w.cases == 0) return "working days to close: no case is closed\n";
  return fmt::format(
      "working days from report to close (start day not counted), {} cases:\n"
      "  median {}, 90th percentile {}, at most {}\n"
      "  within 1 day {}, within 5 days {}, within 10 days {}, within 15 days {}\n",
      grouped(w.cases), w.median, w.p90, w.most, grouped(w.within_1), grouped(w.within_5),
      grouped(w.within_10), grouped(w.within_15));
}

void add_grades(Rows& rows, std::string heading, const std::array<std::uint64_t, 5>& grades,
                std::uint64_t of) {
  const auto rated = std::accumulate(grades.begin(), grades.end(), std::uint64_t{0});
  rows.push_back({std::move(heading), share(rated, of), grouped(rated)});
  for (std::size_t i = 0; i < grades.size(); ++i) {
    rows.push_back({"  " + std::string{zh(static_cast<Grade>(i + 1))}, share(grades[i], rated),
                    grouped(grades[i])});
  }
}

std::string ratings_text(const Figures& f) {
  Rows rows;
  add_grades(rows, "rated 评价率", f.grades, f.concluded);
  rows.push_back(
      {"  badly, or the service 差评", share(f.rated_badly, f.rated), grouped(f.rated_badly)});
  add_grades(rows, "service 服务评价", f.services, f.rated);
  add_grades(rows, "policy 政策评价", f.policies, f.rated);
  return table(rows, "<>>");
}

/// Figures, and where they are true.
struct Counted {
  Figures figures;
  Position position;
};

TallyFilter filter_of(const ReportArguments& a) {
  return {.station = a.station,
          .district = a.district,
          .line = named<Line>(a.line),
          .channel = named<Channel>(a.channel)};
}

Result<Counted> count(const Office& office, const ReportArguments& a) {
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  const auto as_of = a.as_of == 0 ? head : std::min(head, Position{a.as_of});
  RECOURSE_TRY_ASSIGN(auto figures, office.report(filter_of(a), as_of));
  return Counted{std::move(figures), as_of};
}

/// Whether the figures are empty because station or district is a name that nobody knows.
Result<std::optional<Usage>> unknown_place(const Office& office, const ReportArguments& a) {
  std::optional<Usage> nothing;
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  if (!a.station.empty()) {
    RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(CasesView::kName, head));
    RECOURSE_TRY_ASSIGN(const auto stations, listed_stations(*rows));
    if (!std::ranges::binary_search(stations, a.station)) {
      return std::optional{no_such_name("station with a case", a.station, stations)};
    }
  }
  if (!a.district.empty()) {
    RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(FiguresView::kName, head));
    RECOURSE_TRY_ASSIGN(const auto districts, counted_districts(*rows));
    if (!std::ranges::binary_search(districts, a.district)) {
      return std::optional{no_such_name("district with a case", a.district, districts)};
    }
  }
  return nothing;
}

}  // namespace

std::string figures_text(const Figures& f) {
  std::string text = fmt::format("{} matters from {} stations in {} districts", grouped(f.cases),
                                 grouped(f.stations), grouped(f.districts));
  if (f.first_report) {
    text +=
        fmt::format(", reported {} to {}", local_time(*f.first_report), local_time(*f.last_report));
  }
  if (f.historical > 0) text += fmt::format("; {} of them imported", grouped(f.historical));
  text += "\n\n" + lines_text(f) + "\n" + endings_text(f) + "\n" + days_text(f.working_days);
  return text + "\n" + ratings_text(f);
}

namespace {

boost::json::object grades_json(const std::array<std::uint64_t, 5>& counts) {
  boost::json::object grades;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    grades[describe::enum_name(static_cast<Grade>(i + 1))] = counts[i];
  }
  return grades;
}

}  // namespace

boost::json::object figures_json(const Figures& f) {
  boost::json::object lines;
  for (const auto& l : f.lines) {
    lines[describe::enum_name(l.line)] = boost::json::object{
        {"cases", l.cases}, {"closed", l.closed}, {"concluded", l.concluded}, {"done", l.done}};
  }
  boost::json::object outcomes;
  for (std::size_t i = 0; i < f.outcomes.size(); ++i) {
    outcomes[describe::enum_name(static_cast<Outcome>(i + 1))] = f.outcomes[i];
  }
  const auto& w = f.working_days;
  return {{"cases", f.cases},
          {"open", f.open},
          {"closed", f.closed},
          {"concluded", f.concluded},
          {"duplicates", f.duplicates},
          {"withdrawn", f.withdrawn},
          {"open_overdue", f.open_overdue},
          {"done", f.done},
          {"on_time", f.on_time},
          {"same_day", f.same_day},
          {"escalated", f.escalated},
          {"overdue", f.overdue},
          {"reopened", f.reopened},
          {"historical", f.historical},
          {"stations", f.stations},
          {"districts", f.districts},
          {"lines", std::move(lines)},
          {"outcomes", std::move(outcomes)},
          {"rated", f.rated},
          {"grades", grades_json(f.grades)},
          {"services", grades_json(f.services)},
          {"policies", grades_json(f.policies)},
          {"rated_badly", f.rated_badly},
          {"missed", f.missed},
          {"working_days",
           {{"cases", w.cases},
            {"median", w.median},
            {"p90", w.p90},
            {"most", w.most},
            {"within_1", w.within_1},
            {"within_5", w.within_5},
            {"within_10", w.within_10},
            {"within_15", w.within_15}}}};
}

std::string loop_text(const LoopFigures& loop) {
  if (loop == LoopFigures{}) return {};
  const auto& w = loop.windows;
  const auto& i = loop.inspections;
  Rows rows{
      {"windows 窗口", grouped(w.open),
       fmt::format("open; {} stations, {} independent 独立, {} overlaid 叠加, {} shut for a "
                   "time, {} closed",
                   grouped(w.stations), grouped(w.independent), grouped(w.overlaid),
                   grouped(w.suspended), grouped(w.closed))},
      {"officers 值守", grouped(w.officers), grouped(w.changes) + " changes of rosters approved"},
      {"inspections 检查", grouped(i.inspections),
       fmt::format("{} clean, {} open, {} of them spot checks by a committed seed",
                   grouped(i.clean), grouped(i.open), grouped(i.samples))},
      {"circulars 通报", grouped(i.circulars),
       fmt::format("on {} findings; {} repeated", grouped(i.findings), grouped(i.repeated))},
      {"refusals 不予收件", grouped(i.refusals),
       grouped(i.refusals_without_ground) + " without a ground"},
      {"replies 口径", grouped(loop.replies),
       "hold; cited by " + grouped(loop.reply_uses) + " cases"},
      {"trainings 培训", grouped(loop.trainings),
       fmt::format("{} attended, {} passed", grouped(loop.trained), grouped(loop.passed))}};
  for (const auto& r : loop.rectifications) {
    const auto what = r.matter + (r.reason.empty() ? "" : " " + r.reason);
    auto effect = std::string{r.closed ? "closed" : "under way"};
    if (r.ratio) {
      effect = fmt::format(
          "{}; {} of {} before, {} of {} after: {:.2f} times the rate (95 % {:.2f} "
          "to {}){}",
          effect, grouped(r.before), grouped(r.before_all), grouped(r.after), grouped(r.after_all),
          *r.ratio, r.lower, r.upper ? fmt::format("{:.2f}", *r.upper) : "∞",
          r.proved ? ", proved" : "");
    }
    rows.push_back({"rectification 整改", r.key, what + ": " + effect});
  }
  return table(rows, "<><");
}

Exit run_report(const Session& session, const ReportArguments& arguments) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto counted = count(**office, arguments);
  if (!counted) return fail(session, counted.error());
  const auto& [figures, position] = *counted;
  if (figures.cases == 0) {
    const auto unknown = unknown_place(**office, arguments);
    if (!unknown) return fail(session, unknown.error());
    if (*unknown) return fail(session, **unknown);
  }
  auto json = figures_json(figures);
  auto text = figures_text(figures);
  // The loop is the whole city's, as it stands.
  const auto& a = arguments;
  const bool whole = a.station.empty() && a.district.empty() && a.line.empty() &&
                     a.channel.empty() && a.as_of == 0;
  if (whole) {
    const auto loop = loop_figures(**office, position);
    if (!loop) return fail(session, loop.error());
    json["loop"] = describe::to_json(*loop);
    if (const auto more = loop_text(*loop); !more.empty()) text += "\n" + more;
  }
  return answered(print(session, item_answer(position, std::move(json)), text));
}

}  // namespace recourse::cli
