// What if, over whatever anybody does to a case. Goal: under the same norms both columns are what
// the log says, and so each limit is counted from facts as the rules had counted it. Method: random
// walks (walk.hpp) of one case and of three that merge, all timers fired; each case's log goes
// through the replay once as it was recorded and once with every limit counted again. So under
// Shanghai's norms and under others, with limits that those do not have.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "office/limit_replay.hpp"
#include "tests/property/walk.hpp"

namespace recourse::property {
namespace {

using namespace casework::complaint;
using casework::Norms;

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
  const auto& rules = walk.rules();
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

/// With the limits that Shanghai's norms do not have.
Norms with_all_limits() {
  Norms norms;
  norms.name = "all_limits";
  norms.receive_ordinary = 1;
  norms.receive_danger = 15;
  norms.receive_supply = 30;
  norms.scope = 3;
  norms.review_working = 4;
  norms.callback_share = 100;
  return norms;
}

/// Tianjin's numbers, in whatever district.
Norms of_tianjin() {
  auto norms = *casework::Profiles::builtin().newest("tianjin");
  norms.name = "tianjin_anywhere";
  norms.districts.clear();
  return norms;
}

/// Answers with how many of the cases were looked at.
std::size_t holds(std::size_t cases, const Norms& norms = Norms::shanghai()) {
  const auto start = parse_timestamp(*rc::gen::element<std::string>("2023-06-01T09:00:00+08:00",
                                                                    "2023-09-27T16:30:00+08:00"))
                         .value();
  ComplaintDecider rules;
  rules.norms = norms;
  Walk walk{kNone, cases, start, std::move(rules)};
  walk.take(*steps());
  walk.wait_until(walk.now() + std::chrono::days{200});
  std::size_t looked_at = 0;
  for (const auto& life : walk.lives()) {
    // No limit of a case that was told afterwards fires: its log does not say so.
    if (life.state.intake.historical) continue;
    is_as_recorded(walk, life, false);
    is_as_recorded(walk, life, true);
    looked_at += life.log.empty() ? 0u : 1u;
  }
  return looked_at;
}

TEST(WhatIf, OfOneCaseUnderTheSameNormsIsWhatItsLogSays) {
  EXPECT_TRUE(rc::check("what if, alone", [] { holds(1); }));
}

TEST(WhatIf, OfCasesThatMergeUnderTheSameNormsIsWhatTheirLogsSay) {
  EXPECT_TRUE(rc::check("what if, with others", [] { holds(3); }));
}

TEST(WhatIf, UnderOtherNormsThatHoldIsWhatTheLogSays) {
  for (const auto& norms : {of_tianjin(), with_all_limits()}) {
    ASSERT_TRUE(norms.check()) << norms.check().error().message();
    std::size_t looked_at = 0;
    const auto of = [&](std::size_t cases) { looked_at += holds(cases, norms); };
    EXPECT_TRUE(rc::check("what if, alone, " + norms.name, [&] { of(1); }));
    EXPECT_TRUE(rc::check("what if, with others, " + norms.name, [&] { of(3); }));
    EXPECT_GT(looked_at, 100u) << "reports under these norms are refused";
  }
}

}  // namespace
}  // namespace recourse::property
