// Orders of the 12345 hotline in the office: matched to cases, taken in, told back, trended (R27).
//
//     const auto plans = plan_hotline(*office, orders, context).value();   // nothing is recorded
//     for (i …) import_order(*office, orders[i], plans[i], context);
//     hotline_statuses(*office, viewer)   → what the hotline is told of its orders
//     hotline_trends(*office, viewer)     → orders beside our own cases, by month and line
//
// How well an order fits a case: casework/hotline/matching.hpp. The same person is known by keyed
// hashes, in a sealed log whose keys are there; elsewhere nobody's name is compared.
//
// Free functions over an office; thread-safety: as the office. Requires: the office serves the
// workflow `hotline`.
#pragma once

#include <recourse/casework/hotline/decider.hpp>
#include <recourse/casework/hotline/map.hpp>
#include <recourse/core/look.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// What is to become of an order. The numbers are not on disk.
enum class HotlineStep : std::uint8_t {
  known = 1,   ///< It was taken in before, and nothing is to be done.
  linked = 2,  ///< It is about a case for certain.
  likely = 3,  ///< It may be about one; somebody must say.
  fresh = 4,   ///< A case is opened.
};
BOOST_DESCRIBE_ENUM(HotlineStep, known, linked, likely, fresh)
constexpr auto recourse_labels(const HotlineStep*) {
  return describe::labels<HotlineStep>({{HotlineStep::known, "已导入"},
                                        {HotlineStep::linked, "关联"},
                                        {HotlineStep::likely, "待确认"},
                                        {HotlineStep::fresh, "立案"}});
}

/// A case that an order of a list may be about: one that there is, or one that another order of the
/// list opens.
struct HotlineCandidate {
  std::string stream{};
  std::string order{};
  std::uint32_t score = 0;
  bool by_order = false;
  friend bool operator==(const HotlineCandidate&, const HotlineCandidate&) = default;
};
BOOST_DESCRIBE_STRUCT(HotlineCandidate, (), (stream, order, score, by_order))
constexpr auto recourse_spec(const HotlineCandidate*) {
  using describe::Access;
  return describe::spec(
      "office.hotline_candidate", 1, "A case that an order of a list may be about (R27).",
      {{"stream", 1, "The case; empty: it is not open yet."},
       {"order", 1, "Number of the earlier order of the list that opens it; empty: it is open.",
        Access::open},
       {"score", 1, "How well it fits, of 100.", Access::open},
       {"by_order", 1, "It has the order's number.", Access::open}});
}

/// What is to become of an order, and why.
struct HotlinePlan {
  std::string order{};
  HotlineStep step = HotlineStep::fresh;
  std::vector<HotlineCandidate> candidates{};
  std::string refusal{};
  friend bool operator==(const HotlinePlan&, const HotlinePlan&) = default;
};
BOOST_DESCRIBE_STRUCT(HotlinePlan, (), (order, step, candidates, refusal))
constexpr auto recourse_spec(const HotlinePlan*) {
  using describe::Access;
  return describe::spec(
      "office.hotline_plan", 1, "What is to become of an order of the hotline (R27).",
      {{"order", 1, "Its number.", Access::open},
       {"step", 1, "What is to be done.", Access::open},
       {"candidates", 1, "Cases that it may be about, the best first."},
       {"refusal", 1, "Why no case can be opened for it; empty: one can, or none need be.",
        Access::open}});
}

/// Looks at all of them before any is taken in; nothing is recorded. In the order of `orders`: one
/// that fits an earlier one for which a case is to be opened is likely. An order whose number
/// cannot be a key, or whose station cannot stand in the number of a case, has a refusal.
/// `context`: Office::import_context. Errors: invalid_argument for a number that is there twice;
/// those of the views and the store.
Result<std::vector<HotlinePlan>> plan_hotline(const Office& office,
                                              std::span<const casework::hotline::Order> orders,
                                              const core::Context& context);

/// Takes an order in, as planned: links, suggests, or opens a case and notes it. Orders of a list
/// are taken in one after the other, as they were planned; where an earlier one has opened no case,
/// it is not suggested. Repeated it does nothing twice; after a crash between the two the case is
/// found by the order's number. Errors: as Office::handle; invalid_argument if it is refused.
Result<core::Outcome> import_order(const Office& office, const casework::hotline::Order& order,
                                   const HotlinePlan& plan, const core::Context& context);

/// What the hotline is told of an order. Nothing personal, nothing internal.
struct HotlineStatus {
  std::string order{};
  std::string state{};
  std::string outcome{};
  std::string reported_on{};
  std::string due_on{};
  std::string ended_on{};
  std::string wording{};
  friend bool operator==(const HotlineStatus&, const HotlineStatus&) = default;
};
BOOST_DESCRIBE_STRUCT(HotlineStatus, (),
                      (order, state, outcome, reported_on, due_on, ended_on, wording))
constexpr auto recourse_spec(const HotlineStatus*) {
  using describe::Access;
  return describe::spec(
      "office.hotline_status", 1, "What the hotline is told of an order (R27).",
      {{"order", 1, "Its number.", Access::open},
       {"state", 1,
        "The phase of its case, or of the one that it was merged into; likely or dismissed: it has "
        "none yet.",
        Access::open},
       {"outcome", 1, "What came of the case; empty: it goes on.", Access::open},
       {"reported_on", 1, "Day on which the case was reported; empty: it has none.", Access::open},
       {"due_on", 1, "Last day of its deadline for resolution; empty: none.", Access::open},
       {"ended_on", 1, "Day on which it ended; empty: it goes on.", Access::open},
       {"wording", 1, "The same in a sentence for the citizen.", Access::open}});
}
/// Of every order that was taken in, by number. Errors: those of the views.
Result<std::vector<HotlineStatus>> hotline_statuses(const Office& office, Position at_least = {});
/// The same for somebody who looks: supervisors, departments and the administrator. Refusal:
/// not_to_be_seen.
Result<core::Seen<std::vector<HotlineStatus>>> hotline_statuses(const Office& office,
                                                                const core::Viewer& viewer,
                                                                Position at_least = {});

/// A month of a line: the hotline's orders beside our own cases.
struct HotlineTrend {
  std::string month{};
  casework::Line line{};
  std::uint64_t orders = 0;
  std::uint64_t matched = 0;
  std::uint64_t opened = 0;
  std::uint64_t waiting = 0;
  std::uint64_t own = 0;
  friend bool operator==(const HotlineTrend&, const HotlineTrend&) = default;
};
BOOST_DESCRIBE_STRUCT(HotlineTrend, (), (month, line, orders, matched, opened, waiting, own))
constexpr auto recourse_spec(const HotlineTrend*) {
  using describe::Access;
  return describe::spec(
      "office.hotline_trend", 1, "A month of a line: the hotline's orders beside our own cases.",
      {{"month", 1, "The month, as 2023-11, of the call or the report.", Access::open},
       {"line", 1, "Business line.", Access::open},
       {"orders", 1, "Orders of the hotline that were taken in.", Access::open},
       {"matched", 1, "Of these, about a case that there was.", Access::open},
       {"opened", 1, "Of these, for which a case was opened.", Access::open},
       {"waiting", 1, "Of these, that wait for somebody's word or the next import.", Access::open},
       {"own", 1, "Cases that did not come in by the hotline.", Access::open}});
}
/// By month and line. Errors: those of the views.
Result<std::vector<HotlineTrend>> hotline_trends(const Office& office, Position at_least = {});
/// The same for somebody who looks; who that is: as hotline_statuses.
Result<core::Seen<std::vector<HotlineTrend>>> hotline_trends(const Office& office,
                                                             const core::Viewer& viewer,
                                                             Position at_least = {});

}  // namespace recourse
