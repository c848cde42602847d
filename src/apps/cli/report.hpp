// `recourse report`: the figures, counted from the events.
#pragma once

#include <recourse/office/loop.hpp>

#include "apps/cli/session.hpp"

namespace recourse::cli {

struct ReportArguments {
  std::string station;
  std::string district;
  std::string line;
  std::string channel;
  std::uint64_t as_of = 0;  ///< Position; 0: now.
};

Exit run_report(const Session& session, const ReportArguments& arguments);

/// The figures as a person reads them, and as JSON.
std::string figures_text(const casework::complaint::Figures& figures);
boost::json::object figures_json(const casework::complaint::Figures& figures);
/// The loop beside the cases likewise; empty text where nothing of it was begun.
std::string loop_text(const LoopFigures& loop);

}  // namespace recourse::cli
