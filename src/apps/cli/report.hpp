// `recourse report`: what was done in a period, as text, JSON, CSV or a page (R31, R32, R46).
#pragma once

#include <functional>
#include <recourse/office/loop.hpp>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

struct ReportArguments {
  std::string station;
  std::string district;
  std::string line;
  std::string channel;
  std::string department;
  std::string period;
  std::string as_of;     ///< Position or moment; empty: now.
  std::string html;      ///< Where the page goes.
  std::string language;  ///< Of the page; empty: zh.
  bool csv = false;
  bool bom = false;
};

Exit run_report(const Session& session, const ReportArguments& arguments);
void add_report_command(CommandLine& app, Session& session, std::function<Exit()>& chosen);

/// The figures as a person reads them, and as JSON.
std::string figures_text(const casework::complaint::Figures& figures);
boost::json::object figures_json(const casework::complaint::Figures& figures);
/// A line of the loop beside the cases: what, how many, and the rest in words.
struct LoopLine {
  std::string zh;
  std::string en;
  std::string value;
  std::string more_zh;
  std::string more_en;
};
/// None where nothing of it was begun.
std::vector<LoopLine> loop_lines(const LoopFigures& loop);
/// The lines under a heading that names the period; empty where there are none.
std::string loop_text(const LoopFigures& loop);

}  // namespace recourse::cli
