// Tally: the figures of the window, counted from the events (R31, R32, R34).
//
//     Tally tally;
//     for each record of kind "case": tally.apply(record.stream, event);
//     Figures f = tally.figures();
//     f.lines[Line::population].cases        → 2913
//
// It keeps a few bytes a case and nothing personal. Whole working days and "on time" are read from
// the events, never computed here: a figure does not change when a calendar does.
// Not thread-safe; copyable.
#pragma once

#include <array>
#include <recourse/casework/case/events.hpp>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace recourse::casework {

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
};

/// Counts of one business line.
struct LineFigures {
  Line line{};
  std::uint64_t cases = 0;
  std::uint64_t closed = 0;
  std::uint64_t done = 0;
};

struct Figures {
  std::uint64_t cases = 0;
  std::uint64_t open = 0;
  std::uint64_t closed = 0;     ///< Ended, in whatever way.
  std::uint64_t done = 0;       ///< Of those: the matter was really done (办成, R8).
  std::uint64_t on_time = 0;    ///< Of those: the finish limit was kept.
  std::uint64_t same_day = 0;   ///< Of those: on the day of the report (R13).
  std::uint64_t escalated = 0;  ///< Ever escalated to a department.
  std::uint64_t overdue = 0;    ///< Ever past the finish limit.
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
};

class Tally {
 public:
  explicit Tally(TallyFilter filter = {}) : filter_(std::move(filter)) {}

  /// The event types that it reads; others may be left out of the scan.
  static std::span<const std::string_view> event_types();

  /// Takes the next event of a case's stream. Events of one stream come in order.
  void apply(std::string_view stream, const Event& event);
  Figures figures() const;

 private:
  struct Entry {
    Timestamp reported_at;
    std::uint32_t station;
    std::uint32_t district;
    std::uint32_t working_days = 0;
    Line line;
    Outcome outcome{};  // 0 while open
    Grade grade{};      // 0 while unrated
    bool on_time = false;
    bool same_day = false;
    bool escalated = false;
    bool overdue = false;
    bool reopened = false;
    bool historical = false;
  };
  static void count(Figures& f, const Entry& e, std::vector<std::uint32_t>& days);
  bool takes_in(const Received& received) const;
  std::uint32_t number_of(const std::string& name);

  TallyFilter filter_;
  std::unordered_map<std::string, Entry> cases_;
  std::unordered_map<std::string, std::uint32_t> names_;  // stations and districts, numbered
};

}  // namespace recourse::casework
