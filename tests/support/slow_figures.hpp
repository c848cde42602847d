// Figures counted the slow and obvious way: every case is folded from the log, and each figure asks
// its state and its events. What the view `figures` answers must be equal (R31, R33).
#pragma once

#include <functional>
#include <map>
#include <recourse/casework/complaint/views/figure_query.hpp>
#include <recourse/core/event_store.hpp>
#include <vector>

namespace recourse::casework::complaint::test {

/// A case as the log tells it up to a position.
struct SlowCase {
  struct Happened {
    Event event;
    Timestamp when;
    bool open_before;
  };
  State state;
  std::vector<Happened> events;

  template <class E>
  std::int64_t count() const {
    std::int64_t n = 0;
    for (const auto& one : events) n += std::holds_alternative<E>(one.event) ? 1 : 0;
    return n;
  }
};
using SlowCases = std::map<std::string, SlowCase>;

/// Every case of the log up to there.
SlowCases slow_cases(const core::EventStore& store, Position as_of);

/// As figure_table; filters by words and names alone.
FigureTable slow_table(const SlowCases& cases, const FigureQuery& query, Position as_of);
/// The streams of what figure_cases finds, sorted.
std::vector<std::string> slow_behind(const SlowCases& cases, const FigureQuery& query,
                                     const std::vector<std::string>& keys, std::string_view figure);

}  // namespace recourse::casework::complaint::test
