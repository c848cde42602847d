// Emerging phrases: what is a phrase, what is found, and how often in error.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/rectification/phrases.hpp>

namespace recourse::casework::rectification {
namespace {

const Period kOctober{parse_day("2023-10-01").value(), parse_day("2023-10-31").value()};
const Period kSummer{parse_day("2023-07-02").value(), parse_day("2023-09-30").value()};

PhraseRules rules() { return {.period = kOctober, .before = kSummer}; }

Timestamp noon(LocalDay day) { return start_of(day, kShanghaiOffset) + std::chrono::hours{12}; }

/// Texts of the two times: `now` of the period, the others of the time before, one a day.
std::vector<TextSample> samples_of(const std::vector<std::string>& now,
                                   const std::vector<std::string>& before) {
  std::vector<TextSample> samples;
  const auto add = [&](const std::vector<std::string>& texts, const Period& period,
                       const char* name) {
    const auto days = (period.to - period.from).count() + 1;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto day = period.from + std::chrono::days{static_cast<std::int64_t>(i) % days};
      samples.push_back({texts[i], noon(day), name + std::to_string(100 + i)});
    }
  };
  add(now, kOctober, "N");
  add(before, kSummer, "B");
  return samples;
}

std::vector<std::string> texts_of(const PhraseReport& report) {
  std::vector<std::string> texts;
  for (const auto& one : report.phrases) texts.push_back(one.text);
  return texts;
}

TEST(Runs, AreCharactersOrWordsThatStandTogetherWithoutNumbers) {
  const auto told = [](std::string_view text) {
    std::string all;
    for (const auto& run : runs_of(text)) {
      all += run.chinese ? "[" : "(";
      for (const auto& part : run.parts) all += part + (run.chinese ? "" : " ");
      all += run.chinese ? "]" : ")";
    }
    return all;
  };
  EXPECT_EQ(told("学区划转，Move in"), "[学区划转](move in )");
  EXPECT_EQ(told("学区 划转"), "[学区][划转]") << "a blank between characters parts them";
  EXPECT_EQ(told("no stamp. again"), "(no stamp )(again )");
  EXPECT_EQ(told("call 13900000000 now"), "(call )(now )") << "a number is in no phrase";
  EXPECT_EQ(told("证号310101A去"), "[证号][去]");
  EXPECT_EQ(told("ＡＢＣ证"), "(abc )[证]");
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told("\xff\xfe。"), "");
}

TEST(Phrases, OneThatComesUpIsFoundWithItsCasesAndThePartsOfItAreNot) {
  std::vector<std::string> before(300, "窗口排队太久");
  std::vector<std::string> now(100, "窗口排队太久");
  for (std::size_t i = 0; i < 12; ++i) now[i] = "学区划转后户口迁不进";
  const auto report = find_phrases(samples_of(now, before), rules()).value();
  EXPECT_EQ(report.cases, 100u);
  EXPECT_EQ(report.cases_before, 300u);
  ASSERT_FALSE(report.phrases.empty());
  const auto& one = report.phrases[0];
  EXPECT_EQ(one.count, 12u);
  EXPECT_EQ(one.count_before, 0u);
  EXPECT_FALSE(one.ratio.has_value()) << "no case held it before";
  EXPECT_EQ(one.expected, 0.0);
  EXPECT_NEAR(one.p, std::pow(0.25, 12), 1e-12);
  EXPECT_EQ(one.cases.size(), 12u);
  EXPECT_EQ(one.cases.front(), "N100");
  EXPECT_EQ(one.cases.back(), "N111");
  for (const auto& text : texts_of(report)) {
    EXPECT_EQ(std::string{"学区划转后户口迁不进"}.find(text) == std::string::npos, false) << text;
    EXPECT_GE(text.size(), 6 * 3u) << "the longest that the cases share: six characters";
  }
}

TEST(Phrases, WordsOfEnglishAreFoundToo) {
  std::vector<std::string> before(90, "The clerk asked for another stamp");
  std::vector<std::string> now(30, "The clerk asked for another stamp");
  for (std::size_t i = 0; i < 14; ++i) now[i] = "The Resident Card kiosk was broken";
  const auto report = find_phrases(samples_of(now, before), rules()).value();
  const auto texts = texts_of(report);
  EXPECT_NE(std::ranges::find(texts, "resident card kiosk"), texts.end());
  EXPECT_EQ(std::ranges::find(texts, "card"), texts.end()) << "told by the longer one";
  EXPECT_EQ(std::ranges::find(texts, "the clerk asked"), texts.end());
}

TEST(Phrases, WhatOnlyBecameMoreAsEverythingDidIsNone) {
  const std::vector<std::string> before(30, "户口迁移被拒");
  const std::vector<std::string> now(300, "户口迁移被拒");
  EXPECT_TRUE(find_phrases(samples_of(now, before), rules()).value().phrases.empty());
}

TEST(Phrases, FewCasesAndSmallRatiosAreNotTold) {
  std::vector<std::string> before(4000, "窗口排队太久");
  std::vector<std::string> now(100, "窗口排队太久");
  for (std::size_t i = 0; i < 4; ++i) now[i] = "学区划转";
  EXPECT_TRUE(find_phrases(samples_of(now, before), rules()).value().phrases.empty()) << "four";
  for (std::size_t i = 0; i < 5; ++i) now[i] = "学区划转";
  auto strict = rules();
  EXPECT_EQ(texts_of(find_phrases(samples_of(now, before), strict).value()),
            std::vector<std::string>{"学区划转"});
  for (std::size_t i = 0; i < 160; ++i) before[i] = "学区划转";  // 4 % before, 30 % now
  for (std::size_t i = 0; i < 30; ++i) now[i] = "学区划转";
  EXPECT_EQ(find_phrases(samples_of(now, before), strict).value().phrases.size(), 1u);
  strict.ratio_least = 10;
  EXPECT_TRUE(find_phrases(samples_of(now, before), strict).value().phrases.empty());
}

TEST(Phrases, ACaseCountsOnceHoweverOftenItSaysIt) {
  std::vector<std::string> before(300, "窗口排队太久");
  std::vector<std::string> now(100, "窗口排队太久");
  now[0] = "学区划转，学区划转，学区划转，学区划转，学区划转，学区划转，学区划转";
  EXPECT_TRUE(find_phrases(samples_of(now, before), rules()).value().phrases.empty());
}

TEST(Phrases, WithoutCasesOnOneSideNothingIsCompared) {
  EXPECT_TRUE(find_phrases({}, rules()).value().phrases.empty());
  const std::vector<std::string> now(30, "学区划转");
  EXPECT_TRUE(find_phrases(samples_of(now, {}), rules()).value().phrases.empty());
}

TEST(Phrases, RulesThatAreNoneAreNamed) {
  const auto member = [](const std::function<void(PhraseRules&)>& change) {
    auto wrong = rules();
    change(wrong);
    const auto found = find_phrases({}, wrong);
    EXPECT_EQ(found.error().code(), Errc::invalid_argument);
    const auto message = found.error().message();
    return message.substr(0, message.find(':'));
  };
  EXPECT_EQ(member([](PhraseRules& r) { r.before = r.period; }), "before");
  EXPECT_EQ(member([](PhraseRules& r) { std::swap(r.period.from, r.period.to); }), "period");
  EXPECT_EQ(member([](PhraseRules& r) { r.false_alarm = 0; }), "false_alarm");
  EXPECT_EQ(member([](PhraseRules& r) { r.ratio_least = 0.5; }), "ratio_least");
  EXPECT_EQ(member([](PhraseRules& r) { r.count_least = 1; }), "count_least");
}

// --- how often it errs ---------------------------------------------------------------------------

/// Complaints that are written of a stock of phrases by Zipf's law: what is said of a matter comes
/// in whole sentences, so that phrases overlap and hang together.
class Writers {
 public:
  explicit Writers(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < 400; ++i) {
      std::string clause;
      const auto length = 4 + random_() % 9;
      for (std::uint64_t c = 0; c < length; ++c) clause += character();
      clauses_.push_back(clause);
      weights_.push_back(1.0 / (i + 1));
    }
    pick_ = std::discrete_distribution<std::size_t>{weights_.begin(), weights_.end()};
  }
  std::string text() {
    std::string text;
    const auto clauses = 2 + random_() % 5;
    for (std::uint64_t i = 0; i < clauses; ++i) text += clauses_[pick_(random_)] + "，";
    return text;
  }
  std::vector<std::string> texts(std::size_t count) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(text());
    return all;
  }

 private:
  /// One of 600 characters, the first ones often.
  std::string character() {
    const auto roll = static_cast<double>(random_() % 10000) / 10000.0;
    const auto c = 0x4e00 + static_cast<unsigned>(600 * roll * roll);
    std::string bytes;
    bytes += static_cast<char>(0xe0U | (c >> 12U));
    bytes += static_cast<char>(0x80U | ((c >> 6U) & 0x3fU));
    bytes += static_cast<char>(0x80U | (c & 0x3fU));
    return bytes;
  }
  std::mt19937_64 random_;
  std::vector<std::string> clauses_;
  std::vector<double> weights_;
  std::discrete_distribution<std::size_t> pick_;
};

std::uint64_t rounds() {
  const char* const given = std::getenv("RECOURSE_PHRASE_ROUNDS");
  return given == nullptr ? 20 : std::strtoull(given, nullptr, 10);
}

/// Months of 540 cases in which nothing has changed, against the 91 days before.
TEST(PhrasesInNoise, AMonthInWhichNothingHasChangedMostlyShowsNone) {
  std::uint64_t wrong = 0;
  std::uint64_t tests = 0;
  for (std::uint64_t round = 0; round < rounds(); ++round) {
    Writers writers{4711 + round};
    const auto before = writers.texts(1640);
    const auto now = writers.texts(540);
    const auto report = find_phrases(samples_of(now, before), rules()).value();
    tests += report.phrases_tested;
    if (!report.phrases.empty()) ++wrong;
  }
  std::printf("%llu months, %llu with a false phrase, %.0f phrases tested a month\n",
              static_cast<unsigned long long>(rounds()), static_cast<unsigned long long>(wrong),
              static_cast<double>(tests) / static_cast<double>(rounds()));
  // What is promised is one in twenty; three standard deviations above it are chance.
  const auto n = static_cast<double>(rounds());
  EXPECT_LE(static_cast<double>(wrong), 0.05 * n + 3 * std::sqrt(0.05 * 0.95 * n));
  EXPECT_GT(tests, 0u);
}

/// So many cases of the month say something that nobody said before, or few did.
TEST(PhrasesInNoise, WhatIsPlantedIsFound) {
  const auto most = std::max<std::uint64_t>(1, rounds() / 4);
  std::printf("more cases, none before / 5 before: found of %llu months\n",
              static_cast<unsigned long long>(most));
  for (const std::size_t more : {8U, 12U, 20U, 40U}) {
    std::uint64_t found[2] = {0, 0};
    for (std::uint64_t round = 0; round < most; ++round) {
      for (const std::size_t there : {0U, 5U}) {
        Writers writers{99 + round};
        auto before = writers.texts(1640);
        auto now = writers.texts(540);
        for (std::size_t i = 0; i < there; ++i) before[i * 97] += "龘龘学区划转";
        for (std::size_t i = 0; i < more; ++i) now[i * 13] += "龘龘学区划转";
        const auto texts = texts_of(find_phrases(samples_of(now, before), rules()).value());
        if (std::ranges::find(texts, "龘龘学区划转") != texts.end()) ++found[there == 0 ? 0 : 1];
      }
    }
    std::printf("%zu: %llu / %llu\n", more, static_cast<unsigned long long>(found[0]),
                static_cast<unsigned long long>(found[1]));
    if (more >= 12) {
      EXPECT_EQ(found[0], most) << more;
    }
    if (more >= 40) {
      EXPECT_EQ(found[1], most) << more;
    }
  }
}

}  // namespace
}  // namespace recourse::casework::rectification
