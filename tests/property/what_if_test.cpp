// What if, over whatever anybody does to a case. Goal: under the same norms both columns are what
// the log says, and so each limit is counted from facts as the rules had counted it. Method: random
// walks (walk.hpp) of one case and of three that merge, all timers fired; each case's log goes
// through the replay once as it was recorded and once with every limit counted again.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "office/limit_replay.hpp"
#include "tests/property/walk.hpp"

namespace recourse::property {
namespace {

using namespace casework::complaint;

constexpr Check kNone{.name = "none"};
constexpr int kStepsMax = 120;
using Kinds = std::set<DeadlineKind>;

rc::Gen<std::vector<std::uint64_t>> steps() {
  const auto word =
      rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
  return rc::gen::resize(kStepsMax, rc::gen::container<std::vector<std::uint64_t>>(word));
}

Kinds late_by_the_log(const Life& life) {
  Kinds late;
  for (const auto& [event, facts] : life.log) {
    if (std::holds_alternative<WentOverdue>(event)) late.insert(DeadlineKind::resolution);
    const auto* released = std::get_if<Released>(&event);
    if (released != nullptr && released->in_time) late.erase(DeadlineKind::resolution);
    if (const auto* missed = std::get_if<LimitMissed>(&event)) late.insert(missed->kind);
    if (std::holds_alternative<NoticeMissed>(event)) late.insert(DeadlineKind::notice);
    if (std::holds_alternative<DeemedAccepted>(event)) late.insert(DeadlineKind::notice);
    if (std::holds_alternative<ReviewLapsed>(event)) late.insert(DeadlineKind::decline_review);
  }
  std::erase_if(late, [](auto kind) {
    return std::ranges::find(limit_kinds(), kind) == limit_kinds().end();
  });
  return late;
}

std::string names_of(const Kinds& kinds) {
  std::string text;
  for (const auto kind : kinds) text += std::string{describe::enum_name(kind)} + " ";
  return text;
}

void is_as_recorded(const Walk& walk, const Life& life, bool counts_all) {
  const ComplaintDecider rules{};
  LimitReplay replay{{&rules, &rules.norms, rules.calendar, rules.calendar, counts_all}};
  for (const auto& [event, facts] : life.log) {
    if (!replay.take(event, facts)) RC_FAIL("the norms are not known");
  }
  replay.judge_until(walk.now());
  Kinds now;
  Kinds then;
  for (const auto& [kind, found] : replay.found()) {
    if (found.late_now) now.insert(kind);
    if (found.late_then) then.insert(kind);
    if (found.due_now == found.due_then) continue;
    RC_LOG() << walk.transcript();
    RC_FAIL(life.stream.text() + " " + std::string{describe::enum_name(kind)} + ": recorded " +
            to_string(found.due_now.value_or(Timestamp{}), kShanghaiOffset) + ", counted " +
            to_string(found.due_then.value_or(Timestamp{}), kShanghaiOffset));
  }
  const auto log = late_by_the_log(life);
  if (log == now && log == then) return;
  RC_LOG() << walk.transcript();
  RC_FAIL(life.stream.text() + (counts_all ? " counted again" : "") + ": the log says late by " +
          names_of(log) + "; now " + names_of(now) + "; then " + names_of(then));
}

void holds(std::size_t cases) {
  const auto start = parse_timestamp(*rc::gen::element<std::string>("2023-06-01T09:00:00+08:00",
                                                                    "2023-09-27T16:30:00+08:00"))
                         .value();
  Walk walk{kNone, cases, start};
  walk.take(*steps());
  walk.wait_until(walk.now() + std::chrono::days{200});
  for (const auto& life : walk.lives()) {
    // No limit of a case that was told afterwards fires: its log does not say so.
    if (life.state.intake.historical) continue;
    is_as_recorded(walk, life, false);
    is_as_recorded(walk, life, true);
  }
}

TEST(WhatIf, OfOneCaseUnderTheSameNormsIsWhatItsLogSays) {
  EXPECT_TRUE(rc::check("what if, alone", [] { holds(1); }));
}

TEST(WhatIf, OfCasesThatMergeUnderTheSameNormsIsWhatTheirLogsSay) {
  EXPECT_TRUE(rc::check("what if, with others", [] { holds(3); }));
}

}  // namespace
}  // namespace recourse::property
