// Figures: what is known of many cases together (R31, R32, R34), and how sums become figures.
//
//     FigureSums sums{{.station = "S001"}};
//     for each group of cases: sums.add(group, counts);
//     Figures f = sums.figures();
//
// Values; not thread-safe.
#pragma once

#include <array>
#include <map>
#include <recourse/casework/complaint/views/counts.hpp>
#include <set>

namespace recourse::casework::complaint {

/// Which cases a tally takes in. Empty members take in all.
struct TallyFilter {
  std::string station = {};
  std::string district = {};
  std::optional<Line> line = {};
  std::optional<Channel> channel = {};
};

/// Whole working days from report to the end, over the closed cases.
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
  friend bool operator==(const LineFigures&, const LineFigures&) = default;
};

struct Figures {
  std::uint64_t cases = 0;
  std::uint64_t open = 0;
  std::uint64_t closed = 0;     ///< Ended, in whatever way.
  std::uint64_t done = 0;       ///< Of those: the matter was really done (办成, R8).
  std::uint64_t on_time = 0;    ///< Of those: the deadline for resolution was kept.
  std::uint64_t same_day = 0;   ///< Of those: on the day of the report (R13).
  std::uint64_t escalated = 0;  ///< Ever escalated to a department.
  std::uint64_t overdue = 0;    ///< Ever past the deadline for resolution.
  std::uint64_t reopened = 0;   ///< Taken up again at least once.
  std::uint64_t historical = 0;
  std::size_t stations = 0;
  std::size_t districts = 0;
  std::optional<Timestamp> first_report;
  std::optional<Timestamp> last_report;
  std::array<LineFigures, 6> lines{};       ///< In the order of Line.
  std::array<std::uint64_t, 8> outcomes{};  ///< By Outcome, from `done`.
  std::array<std::uint64_t, 5> grades{};    ///< By Grade, from `very_satisfied`.
  std::uint64_t rated = 0;
  WorkingDays working_days;
  friend bool operator==(const Figures&, const Figures&) = default;
};

/// Which cases are summed up together.
struct CountGroup {
  std::string district = {};
  std::string station = {};
  Line line{};
  Channel channel{};
  friend auto operator<=>(const CountGroup&, const CountGroup&) = default;
};
CountGroup group_of(const CaseFacts& facts);

/// Adds groups up to figures.
class FigureSums {
 public:
  explicit FigureSums(TallyFilter filter = {}) : filter_(std::move(filter)) {}
  bool takes_in(const CountGroup& group) const;
  /// A group that the filter does not take in is passed over.
  void add(const CountGroup& group, const Counts& counts);
  Figures figures() const;

 private:
  TallyFilter filter_;
  Figures sums_;
  std::set<std::string> stations_;
  std::set<std::string> districts_;
  std::map<std::uint32_t, std::uint64_t> days_;  // working days → cases
};

}  // namespace recourse::casework::complaint
