// Tally: the figures of the window, counted from the events (R31, R32, R34).
//
//     Tally tally;
//     for each record of kind "case": tally.apply(record.stream, event);
//     Figures f = tally.figures();
//     f.lines[Line::population].cases        → 2913
//
// It keeps a few bytes a case and nothing personal. Whole working days and "on time" are read from
// the events, never computed here: a figure does not change when a calendar does. The view
// `figures` keeps the same sums up to date (views/figures_view.hpp).
// Not thread-safe; copyable.
#pragma once

#include <recourse/casework/complaint/views/figures.hpp>
#include <unordered_map>

namespace recourse::casework::complaint {

class Tally {
 public:
  explicit Tally(TallyFilter filter = {}) : filter_(std::move(filter)) {}

  /// The event types that it reads; others may be left out of the scan.
  static std::span<const std::string_view> event_types() { return counted_event_types(); }

  /// Takes the next event of a case's stream. Events of one stream come in order.
  void apply(std::string_view stream, const Event& event);
  Figures figures() const;

 private:
  TallyFilter filter_;
  std::unordered_map<std::string, CaseFacts> cases_;
};

}  // namespace recourse::casework::complaint
