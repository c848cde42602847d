#include "apps/cli/report.hpp"

#include <fmt/format.h>

#include <recourse/describe/json.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"

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
                    share(line.done, line.closed)});
  }
  rows.push_back({"合计", "total", grouped(f.cases), share(f.cases, f.cases, 0), grouped(f.closed),
                  share(f.done, f.closed)});
  return table(rows, "<<>>>>");
}

std::string endings_text(const Figures& f) {
  Rows rows{{"done rate 办成率", share(f.done, f.closed),
             grouped(f.done) + " of " + grouped(f.closed) + " closed"},
            {"on time 按时率", share(f.on_time, f.closed), grouped(f.on_time)},
            {"same day 当日办结", share(f.same_day, f.closed), grouped(f.same_day)},
            {"escalated 上报", share(f.escalated, f.cases), grouped(f.escalated)},
            {"ever overdue 超期", share(f.overdue, f.cases), grouped(f.overdue)},
            {"reopened 重新办理", share(f.reopened, f.cases), grouped(f.reopened)},
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

std::string ratings_text(const Figures& f) {
  Rows rows{{"rated 评价率", share(f.rated, f.closed), grouped(f.rated)}};
  for (std::size_t i = 0; i < f.grades.size(); ++i) {
    rows.push_back({"  " + std::string{zh(static_cast<Grade>(i + 1))}, share(f.grades[i], f.rated),
                    grouped(f.grades[i])});
  }
  return table(rows, "<>>");
}

Result<Figures> count(const Session& session, const ReportArguments& arguments) {
  TallyFilter filter{.station = arguments.station, .district = arguments.district};
  RECOURSE_TRY_ASSIGN(filter.line, named<Line>("line", arguments.line));
  RECOURSE_TRY_ASSIGN(filter.channel, named<Channel>("channel", arguments.channel));
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  const Position as_of{arguments.as_of == 0 ? ~std::uint64_t{0} : arguments.as_of};
  return office->report(std::move(filter), as_of);
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

boost::json::object figures_json(const Figures& f) {
  boost::json::object lines;
  for (const auto& l : f.lines) {
    lines[describe::enum_name(l.line)] =
        boost::json::object{{"cases", l.cases}, {"closed", l.closed}, {"done", l.done}};
  }
  boost::json::object outcomes;
  for (std::size_t i = 0; i < f.outcomes.size(); ++i) {
    outcomes[describe::enum_name(static_cast<Outcome>(i + 1))] = f.outcomes[i];
  }
  boost::json::object grades;
  for (std::size_t i = 0; i < f.grades.size(); ++i) {
    grades[describe::enum_name(static_cast<Grade>(i + 1))] = f.grades[i];
  }
  const auto& w = f.working_days;
  return {{"cases", f.cases},
          {"open", f.open},
          {"closed", f.closed},
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
          {"grades", std::move(grades)},
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

Exit run_report(const Session& session, const ReportArguments& arguments) {
  const auto figures = count(session, arguments);
  if (!figures) return fail(session, figures.error());
  return answered(print(session, figures_json(*figures), figures_text(*figures)));
}

}  // namespace recourse::cli
