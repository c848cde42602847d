// The loop beside the cases, in figures: windows, inspections, liaisons, replies, rectifications,
// trainings (R19).
//
//     const auto loop = loop_figures(*office).value();
//     loop.windows.open               → 311
//     loop.rectifications[0].ratio    → 0.41, of the rate before
//
//     const auto june = loop_figures(*office, {.from = june_1, .to = june_30, .position = head});
//     june->inspections.inspections   → 12, planned in June
//
// Over all time it is counted from the states that the workflows' views have, of a period or as of
// an earlier position from the log; each number follows from events. Of a period what happened in
// it counts, and what stands (windows, officers, posts, what is open) is told as of its end. What a
// program does not serve is left at nothing. Free functions over an office; thread-safety: as the
// office.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// The register of windows (R1 to R6).
struct WindowFigures {
  std::uint64_t stations = 0;      ///< Stations with a window of their own, or that share one.
  std::uint64_t open = 0;          ///< Windows that take cases; a centre's counts once.
  std::uint64_t suspended = 0;     ///< Shut until a day, or moved and not opened yet.
  std::uint64_t closed = 0;        ///< For good.
  std::uint64_t independent = 0;   ///< Of those that are not closed: with room of their own.
  std::uint64_t overlaid = 0;      ///< Of those that are not closed: on a counter.
  std::uint64_t officers = 0;      ///< Who serve now.
  std::uint64_t changes = 0;       ///< Changes of rosters that were approved.
  std::uint64_t rooms = 0;         ///< Separate rooms for slow matters (R3).
  std::uint64_t room_matters = 0;  ///< Matters that were moved there.
  std::uint64_t overlay_load = 0;  ///< Minutes of work a day on the counters that have a window.
  std::uint64_t overlay_most = 0;  ///< On the one of them that has the most.
  std::uint64_t served = 0;        ///< Officers who served at any time of the last 365 days (R6).
  std::uint64_t through = 0;       ///< Of these: in one service that lasted all of them.
  friend bool operator==(const WindowFigures&, const WindowFigures&) = default;
};
BOOST_DESCRIBE_STRUCT(WindowFigures, (),
                      (stations, open, suspended, closed, independent, overlaid, officers, changes,
                       rooms, room_matters, overlay_load, overlay_most, served, through))
constexpr auto recourse_spec(const WindowFigures*) {
  using describe::Access;
  return describe::spec(
      "office.window_figures", 1, "The register of windows in figures.",
      {{"stations", 1, "Stations in the register.", Access::open},
       {"open", 1, "Windows that take cases.", Access::open},
       {"suspended", 1, "Shut for a time, or moved.", Access::open},
       {"closed", 1, "Closed for good.", Access::open},
       {"independent", 1, "With room of their own.", Access::open},
       {"overlaid", 1, "On a counter of the hall.", Access::open},
       {"officers", 1, "Officers who serve.", Access::open},
       {"changes", 1, "Changes of rosters approved.", Access::open},
       {"rooms", 1, "Separate rooms for slow matters.", Access::open},
       {"room_matters", 1, "Matters that were moved there.", Access::open},
       {"overlay_load", 1, "Minutes of work a day on the counters that have a window.",
        Access::open},
       {"overlay_most", 1, "On the one that has the most.", Access::open},
       {"served", 1, "Officers who served in the last 365 days.", Access::open},
       {"through", 1, "Of these, through all of them.", Access::open}});
}

/// Inspections and circulars (R23, R24); refusals at the counter apart.
struct InspectionFigures {
  std::uint64_t inspections = 0;              ///< But for those that were cancelled.
  std::uint64_t clean = 0;                    ///< Nothing was found.
  std::uint64_t findings = 0;                 ///< That no ruling struck.
  std::uint64_t circulars = 0;                ///< Repeated ones counted again.
  std::uint64_t repeated = 0;                 ///< Of these.
  std::uint64_t open = 0;                     ///< Inspections that are under way.
  std::uint64_t samples = 0;                  ///< Spot checks that were drawn.
  std::uint64_t refusals = 0;                 ///< Refusals at the counter that were reported.
  std::uint64_t refusals_without_ground = 0;  ///< Of these, found so.
  friend bool operator==(const InspectionFigures&, const InspectionFigures&) = default;
};
BOOST_DESCRIBE_STRUCT(InspectionFigures, (),
                      (inspections, clean, findings, circulars, repeated, open, samples, refusals,
                       refusals_without_ground))
constexpr auto recourse_spec(const InspectionFigures*) {
  using describe::Access;
  return describe::spec(
      "office.inspection_figures", 1, "Inspections and circulars in figures.",
      {{"inspections", 1, "Inspections, refusals at the counter apart.", Access::open},
       {"clean", 1, "Of these, nothing was found.", Access::open},
       {"findings", 1, "Findings that stand.", Access::open},
       {"circulars", 1, "Circulars issued, repeated ones again.", Access::open},
       {"repeated", 1, "Of these, repeated ones.", Access::open},
       {"open", 1, "Inspections under way.", Access::open},
       {"samples", 1, "Spot checks drawn by a committed seed.", Access::open},
       {"refusals", 1, "Refusals at the counter (不予收件).", Access::open},
       {"refusals_without_ground", 1, "Of these, without a ground.", Access::open}});
}

/// The liaisons, and what they collect (R21).
struct LiaisonFigures {
  std::uint64_t posts = 0;       ///< Held now.
  std::uint64_t vacant = 0;      ///< Posts that wait for somebody.
  std::uint64_t collected = 0;   ///< Difficult matters.
  std::uint64_t digests = 0;     ///< Dated, whether or not something stood in them.
  std::uint64_t solved = 0;      ///< Matters answered with a solution.
  std::uint64_t next_steps = 0;  ///< Matters answered with a next step.
  std::uint64_t late = 0;        ///< Of the answered ones: behind the limit of their digest.
  std::uint64_t open = 0;        ///< Matters without an answer.
  friend bool operator==(const LiaisonFigures&, const LiaisonFigures&) = default;
};
BOOST_DESCRIBE_STRUCT(LiaisonFigures, (),
                      (posts, vacant, collected, digests, solved, next_steps, late, open))
constexpr auto recourse_spec(const LiaisonFigures*) {
  using describe::Access;
  return describe::spec("office.liaison_figures", 1, "Liaisons and difficult matters in figures.",
                        {{"posts", 1, "Posts that somebody holds.", Access::open},
                         {"vacant", 1, "Posts that wait for somebody.", Access::open},
                         {"collected", 1, "Difficult matters that were collected.", Access::open},
                         {"digests", 1, "Digests issued.", Access::open},
                         {"solved", 1, "Matters answered with a solution.", Access::open},
                         {"next_steps", 1, "Matters answered with a next step.", Access::open},
                         {"late", 1, "Answers behind their digest's limit.", Access::open},
                         {"open", 1, "Matters without an answer.", Access::open}});
}

/// A rectification and what it brought (R28 to R30).
struct RectificationFigures {
  std::string key{};     ///< "ZG-2023-0001".
  std::string matter{};  ///< Of its class; empty: a line's.
  std::string reason{};
  std::string month{};            ///< The topic of the month that it is part of; empty: none.
  bool closed = false;            ///< It has ended.
  bool proved = false;            ///< It recurs less, whatever chance did.
  std::uint64_t before = 0;       ///< Cases of the class in the period before it.
  std::uint64_t before_all = 0;   ///< All cases of that period.
  std::uint64_t after = 0;        ///< Cases of the class while it was observed.
  std::uint64_t after_all = 0;    ///< All cases of that time.
  std::optional<double> ratio{};  ///< Of the rates, after to before; none before it was judged.
  double lower = 0;               ///< Of its 95 % interval.
  std::optional<double> upper{};  ///< Likewise.
  friend bool operator==(const RectificationFigures&, const RectificationFigures&) = default;
};
BOOST_DESCRIBE_STRUCT(RectificationFigures, (),
                      (key, matter, reason, month, closed, proved, before, before_all, after,
                       after_all, ratio, lower, upper))
constexpr auto recourse_spec(const RectificationFigures*) {
  using describe::Access;
  return describe::spec("office.rectification_figures", 1, "A rectification and what it brought.",
                        {{"key", 1, "Its key.", Access::open},
                         {"matter", 1, "Matter of its class.", Access::open},
                         {"reason", 1, "Reason of its class.", Access::open},
                         {"month", 1, "Month whose topic it is part of.", Access::open},
                         {"closed", 1, "It has ended.", Access::open},
                         {"proved", 1, "It recurs less, whatever chance did.", Access::open},
                         {"before", 1, "Cases of the class before.", Access::open},
                         {"before_all", 1, "All cases before.", Access::open},
                         {"after", 1, "Cases of the class after.", Access::open},
                         {"after_all", 1, "All cases after.", Access::open},
                         {"ratio", 1, "Rate after to rate before.", Access::open},
                         {"lower", 1, "Lower end of its 95 % interval.", Access::open},
                         {"upper", 1, "Upper end of its 95 % interval.", Access::open}});
}

struct LoopFigures {
  WindowFigures windows{};
  InspectionFigures inspections{};
  std::uint64_t replies = 0;                           ///< Standard replies that hold (R22).
  std::uint64_t reply_uses = 0;                        ///< Cases that cite one.
  std::uint64_t trainings = 0;                         ///< Trainings that were held (R25).
  std::uint64_t trained = 0;                           ///< Who was there, of all trainings.
  std::uint64_t passed = 0;                            ///< Of these, passed the test.
  std::vector<RectificationFigures> rectifications{};  ///< By key.
  LiaisonFigures liaisons{};
  std::optional<LocalDay> from{};  ///< First day of the period; none: from the first record on.
  std::optional<LocalDay> to{};    ///< Last day of it.
  friend bool operator==(const LoopFigures&, const LoopFigures&) = default;
};
BOOST_DESCRIBE_STRUCT(LoopFigures, (),
                      (windows, inspections, replies, reply_uses, trainings, trained, passed,
                       rectifications, liaisons, from, to))
constexpr auto recourse_spec(const LoopFigures*) {
  using describe::Access;
  return describe::spec("office.loop_figures", 1, "The loop beside the cases in figures.",
                        {{"windows", 1, "The register of windows.", Access::open},
                         {"inspections", 1, "Inspections and circulars.", Access::open},
                         {"replies", 1, "Standard replies that hold.", Access::open},
                         {"reply_uses", 1, "Cases that cite one.", Access::open},
                         {"trainings", 1, "Trainings held.", Access::open},
                         {"trained", 1, "Who was there, of all trainings.", Access::open},
                         {"passed", 1, "Of these, who passed the test.", Access::open},
                         {"rectifications", 1, "Rectifications, by key.", Access::open},
                         {"liaisons", 1, "Liaisons and difficult matters.", Access::open},
                         {"from", 1, "First day of the period; none: of all time.", Access::open},
                         {"to", 1, "Last day of the period.", Access::open}});
}

/// What is counted. Without a period all that happened up to the position.
struct LoopQuery {
  std::optional<LocalDay> from = {};  ///< First day of the period.
  std::optional<LocalDay> to = {};    ///< Last day of it; both or neither.
  Position position = {};             ///< Of the records up to here.
  /// As of when is told what stands; none, or later than the period's end or now: as of those.
  std::optional<Timestamp> moment = {};
};

/// From the log. A rectification counts if it was under way at any time of the period. Errors:
/// invalid_argument for half a period, and those of the store.
Result<LoopFigures> loop_figures(const Office& office, const LoopQuery& query);
/// Of all time, from the views. True at `at_least` or later. Errors: view_stopped, timed_out, and
/// those of the store.
Result<LoopFigures> loop_figures(const Office& office, Position at_least = {});

}  // namespace recourse
