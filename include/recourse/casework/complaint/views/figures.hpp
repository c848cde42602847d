// Figures: what is known of many cases together, in one piece (R31, R32, R34).
//
//     auto figures = FiguresView::read(rows, {.station = "S001"}, as_of).value();
//
// Each of them is one of views/figure_list.hpp, which says how it is counted. Values.
#pragma once

#include <array>
#include <recourse/casework/complaint/views/case_facts.hpp>

namespace recourse::casework::complaint {

/// Which cases are counted. Empty members take in all.
struct TallyFilter {
  std::string station = {};
  std::string district = {};
  std::optional<Line> line = {};
  std::optional<Channel> channel = {};
};

/// Whole working days from report to the end, over the concluded cases.
struct WorkingDays {
  std::uint64_t cases = 0;
  std::uint32_t median = 0;  ///< Nearest rank, as all percentiles here.
  std::uint32_t p90 = 0;
  std::uint32_t most = 0;
  std::uint64_t within_1 = 0;
  std::uint64_t within_5 = 0;
  std::uint64_t within_10 = 0;
  std::uint64_t within_15 = 0;
  friend bool operator==(const WorkingDays&, const WorkingDays&) = default;
};

/// Counts of one business line.
struct LineFigures {
  Line line{};
  std::uint64_t cases = 0;
  std::uint64_t closed = 0;
  std::uint64_t done = 0;
  std::uint64_t concluded = 0;  ///< Closed, but for duplicates and withdrawals.
  friend bool operator==(const LineFigures&, const LineFigures&) = default;
};

struct Figures {
  std::uint64_t cases = 0;
  std::uint64_t open = 0;
  std::uint64_t closed = 0;     ///< Ended, in whatever way.
  std::uint64_t concluded = 0;  ///< Of those: by handling them; duplicates and withdrawals are out.
  std::uint64_t done = 0;       ///< Of these: the matter was really done (办成, R8).
  std::uint64_t on_time = 0;    ///< Of these: the deadline for resolution was kept.
  std::uint64_t same_day = 0;   ///< Of these: on the day of the report (R13).
  std::uint64_t duplicates = 0;  ///< Merged into another case, and counted there.
  std::uint64_t withdrawn = 0;   ///< Taken back by the citizen.
  std::uint64_t open_overdue =
      0;                        ///< Open, and past the deadline for resolution once: not on time.
  std::uint64_t escalated = 0;  ///< Ever escalated to a department.
  std::uint64_t overdue = 0;    ///< Ever past the deadline for resolution.
  std::uint64_t reopened = 0;   ///< Taken up again at least once.
  std::uint64_t historical = 0;
  std::size_t stations = 0;
  std::size_t districts = 0;
  std::optional<LocalDay> first_report;  ///< Day of the earliest report, and of the latest.
  std::optional<LocalDay> last_report;
  std::array<LineFigures, 6> lines{};       ///< In the order of Line.
  std::array<std::uint64_t, 8> outcomes{};  ///< By Outcome, from `done`.
  std::array<std::uint64_t, 5> grades{};    ///< By Grade, from `very_satisfied`.
  std::uint64_t rated = 0;
  std::array<std::uint64_t, 5> services{};  ///< Grades of the service, likewise (R17).
  std::array<std::uint64_t, 5> policies{};  ///< Grades of the policy, likewise (R17).
  std::uint64_t rated_badly = 0;  ///< One of the two lowest, as a whole or for the service.
  std::uint64_t missed = 0;       ///< Limits that passed unmet.
  WorkingDays working_days;
  friend bool operator==(const Figures&, const Figures&) = default;
};

/// What the cases on time are a share of: those concluded, and those open that cannot be any more.
std::uint64_t timed(const Figures& figures);

}  // namespace recourse::casework::complaint
