// Which step follows which: counted by hand.
#include <gtest/gtest.h>

#include <recourse/exchange/steps.hpp>

namespace recourse::exchange {
namespace {

Timestamp at(std::string_view text) { return parse_timestamp(text, kShanghaiOffset).value(); }

const StepEdge& edge(const Steps& steps, std::string_view from, std::string_view to) {
  for (const auto& one : steps.edges) {
    if (one.from == from && one.to == to) return one;
  }
  ADD_FAILURE() << "no edge " << from << " → " << to;
  static const StepEdge none;
  return none;
}

TEST(StepCounter, CountsWhatFollowsWhatAndHowLongItTook) {
  StepCounter counter{Calendar::china(), kShanghaiOffset};
  for (int day = 1; day <= 10; ++day) {
    counter.begin();
    counter.add("a", at("2023-06-01 09:00"));
    counter.add("b", at("2023-06-01 09:00") + std::chrono::days{day});
    counter.finish();
  }
  counter.begin();
  counter.add("a", at("2023-06-02 09:00"));
  counter.add("a", at("2023-06-02 10:00"));
  counter.add("a", at("2023-06-02 09:30"));  // told with an earlier time
  counter.finish();
  counter.begin();
  counter.finish();  // a case without events is none
  const auto steps = counter.steps();
  EXPECT_EQ(steps.cases, 11u);
  EXPECT_EQ(steps.events, 23u);
  constexpr std::int64_t kDay = 86'400'000;
  const auto& ab = edge(steps, "a", "b");
  EXPECT_EQ(ab.count, 10u);
  EXPECT_EQ(ab.median_ms, 5 * kDay) << "nearest rank: the fifth of ten";
  EXPECT_EQ(ab.p90_ms, 9 * kDay);
  EXPECT_EQ(ab.most_ms, 10 * kDay);
  EXPECT_EQ(ab.total_ms, 55 * kDay);
  EXPECT_EQ(ab.median_days, 3u) << "the 6th: Friday, Monday, Tuesday";
  EXPECT_EQ(ab.p90_days, 6u) << "the 10th is a Saturday: up to Friday the 9th";
  const auto& aa = edge(steps, "a", "a");
  EXPECT_EQ(aa.count, 2u);
  EXPECT_EQ(aa.cases, 1u);
  EXPECT_EQ(aa.total_ms, 3'600'000) << "backwards is no time";
  EXPECT_EQ(steps.activities[0], (Activity{"a", 13, 11, 11, 1}));
  EXPECT_EQ(steps.activities[1], (Activity{"b", 10, 10, 0, 10}));
  EXPECT_EQ(steps.edges[0].to, "b") << "the most frequent first";
}

TEST(StepCounter, MarksWhereTimeGoesBy) {
  StepCounter counter;
  const auto pass = [&](const char* to, std::chrono::milliseconds time, int times) {
    for (int i = 0; i < times; ++i) {
      counter.begin();
      counter.add("start", {});
      counter.add(to, Timestamp{} + time);
      counter.finish();
    }
  };
  using std::chrono::hours;
  pass("often", hours{1}, 100);
  pass("slow", hours{90}, 3);
  pass("slower", hours{99}, 3);
  pass("fast", hours{0}, 50);
  pass("odd", hours{5000}, 1);
  pass("middle", hours{20}, 4);
  const auto steps = counter.steps();
  EXPECT_TRUE(edge(steps, "start", "odd").most_waiting) << "5,000 hours in one case are many";
  EXPECT_FALSE(edge(steps, "start", "odd").slowest) << "but one case is no rule";
  EXPECT_TRUE(edge(steps, "start", "slower").slowest);
  EXPECT_TRUE(edge(steps, "start", "slow").slowest);
  EXPECT_TRUE(edge(steps, "start", "middle").slowest);
  EXPECT_FALSE(edge(steps, "start", "often").slowest);
  EXPECT_FALSE(edge(steps, "start", "fast").most_waiting);
  const auto drawn = to_mermaid(steps, 3);
  EXPECT_TRUE(drawn.starts_with("flowchart TD\n"));
  EXPECT_NE(drawn.find("100 · 1 h · 90 % 1 h"), std::string::npos) << drawn;
  EXPECT_EQ(drawn.find("5000"), std::string::npos) << "too rare to be drawn";
  EXPECT_NE(drawn.find("linkStyle"), std::string::npos);
}

TEST(StepCounter, LabelsCannotBreakADiagram) {
  StepCounter counter;
  counter.begin();
  counter.add("a\"]\n--> b#<script>", {});
  counter.finish();
  const auto drawn = to_mermaid(counter.steps());
  EXPECT_NE(drawn.find("[\"a#quot;] --#gt; b#35;#lt;script#gt;<br/>1\"]"), std::string::npos)
      << drawn;
}

TEST(Duration, HasAtMostTwoUnits) {
  EXPECT_EQ(duration_text(0), "0 s");
  EXPECT_EQ(duration_text(999), "0 s");
  EXPECT_EQ(duration_text(61'000), "1 min 1 s");
  EXPECT_EQ(duration_text(86'400'000 + 60'000), "1 d");
  EXPECT_EQ(duration_text(3 * 86'400'000LL + 4 * 3'600'000 + 5), "3 d 4 h");
}

}  // namespace
}  // namespace recourse::exchange
