// Classes of failures: what is found, what is not, and how often a city's noise is taken for one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <random>
#include <recourse/casework/rectification/classes.hpp>

namespace recourse::casework::rectification {
namespace {

using std::chrono::days;
using std::chrono::hours;

const LocalDay kFirst = *parse_day("2023-07-01");

Timestamp noon(LocalDay day) {
  return Timestamp{day.time_since_epoch()} + hours{12} - kShanghaiOffset;
}

CaseSample sample(std::string matter, std::string reason, std::string station, int day) {
  static int number = 0;
  return {std::move(matter),
          std::move(reason),
          station,
          station.substr(0, 2),
          Line::population,
          noon(kFirst + days{day}),
          "case/" + station + "-" + std::to_string(++number)};
}

/// The month behind the first 90 days.
ClassRules rules(int length = 30) {
  return {.period = {kFirst + days{90}, kFirst + days{89 + length}},
          .before = {kFirst, kFirst + days{89}}};
}

/// Other matters at ten stations of two districts, five a day, over both periods.
std::vector<CaseSample> ordinary_days(int length = 120) {
  std::vector<CaseSample> samples;
  for (int day = 0; day < length; ++day) {
    for (int i = 0; i < 5; ++i) {
      const int station = (day * 5 + i) % 10;
      const int matter = (i + day / 2) % 5;  // each matter at each station
      samples.push_back(sample("RK0" + std::to_string(matter), "M1",
                               (station < 5 ? "PD0" : "HP0") + std::to_string(station % 5), day));
    }
  }
  return samples;
}

TEST(Classes, NothingIsFoundWhereEveryDayIsAsTheOther) {
  const auto report = find_classes(ordinary_days(), rules()).value();
  EXPECT_EQ(report.cases, 150U);
  EXPECT_EQ(report.cases_before, 450U);
  EXPECT_GT(report.tests, 0U);
  EXPECT_TRUE(report.classes.empty());
}

TEST(Classes, ARiseAtOneStationIsFoundWithItsCasesItsDayAndItsDirection) {
  auto samples = ordinary_days();
  for (int day = 100; day < 120; day += 2) samples.push_back(sample("ZA03", "K2", "PD01", day));
  samples.push_back(sample("ZA03", "K2", "HP01", 95));
  const auto report = find_classes(samples, rules()).value();
  ASSERT_EQ(report.classes.size(), 1U);
  const auto& one = report.classes[0];
  EXPECT_EQ(one.matter + one.reason, "ZA03K2");
  EXPECT_EQ(one.count, 11U);
  EXPECT_EQ(one.overall, 161U);
  EXPECT_EQ(one.began, kFirst + days{95}) << "over the city, where one came five days before";
  EXPECT_LE(*one.began_earliest, *one.began);
  EXPECT_GE(*one.began_latest, *one.began);
  EXPECT_EQ(one.direction, Direction::rising);
  ASSERT_TRUE(one.per_week);
  EXPECT_GT(*one.per_week_lower, 1);
  const auto station = std::ranges::find_if(one.findings, [](const ClassFinding& f) {
    return f.unit == "PD01" && f.against == ComparedWith::past;
  });
  ASSERT_NE(station, one.findings.end());
  EXPECT_EQ(station->count, 10U);
  EXPECT_EQ(station->overall, 25U);
  EXPECT_EQ(station->expected, 0);
  EXPECT_FALSE(station->ratio) << "there was none before";
  EXPECT_FALSE(station->upper);
  // Ten of ten in the 25 cases of the period out of 70: (25/70)^10.
  EXPECT_NEAR(station->p, std::pow(25.0 / 70, 10), 1e-9);
  EXPECT_GT(station->q, station->p);
}

TEST(Classes, AStationThatFailsMoreThanTheOthersIsFoundThoughItAlwaysDid) {
  auto samples = ordinary_days();
  for (int day = 0; day < 120; day += 2) {
    samples.push_back(sample("ZA03", "K2", "PD01", day));
    if (day % 8 == 0) samples.push_back(sample("ZA03", "K2", "HP01", day));
  }
  const auto report = find_classes(samples, rules()).value();
  ASSERT_EQ(report.classes.size(), 1U);
  const auto& one = report.classes[0];
  for (const auto& finding : one.findings) EXPECT_EQ(finding.against, ComparedWith::elsewhere);
  EXPECT_EQ(one.stations, std::vector<std::string>{"PD01"});
  EXPECT_EQ(one.cases.size(), 15U);
  EXPECT_FALSE(one.began);
  EXPECT_EQ(one.direction, Direction::unclear);
}

TEST(Classes, SeveralStationsOfADistrictAreFoundTogether) {
  auto samples = ordinary_days();
  for (int i = 0; i < 8; ++i) {
    samples.push_back(sample("ZA03", "K2", "PD0" + std::to_string(i % 4), 91 + 3 * i));
  }
  for (int day = 3; day < 120; day += 15) samples.push_back(sample("ZA03", "K2", "HP02", day));
  const auto report = find_classes(samples, rules()).value();
  ASSERT_EQ(report.classes.size(), 1U);
  EXPECT_EQ(report.classes[0].findings[0].scope, ClassScope::district);
  EXPECT_EQ(report.classes[0].findings[0].unit, "PD");
  EXPECT_EQ(report.classes[0].stations, (std::vector<std::string>{"PD00", "PD01", "PD02", "PD03"}));
}

TEST(Classes, ARiseOfEverythingIsNoClass) {
  auto samples = ordinary_days();
  for (auto more : ordinary_days()) {
    if (more.reported_at >= noon(kFirst + days{90})) samples.push_back(std::move(more));
  }
  EXPECT_TRUE(find_classes(samples, rules()).value().classes.empty());
}

TEST(Classes, FewCasesOrASmallRiseAreNone) {
  auto samples = ordinary_days();
  for (int day = 91; day < 95; ++day) samples.push_back(sample("ZA03", "K2", "PD01", day));
  EXPECT_TRUE(find_classes(samples, rules()).value().classes.empty()) << "four cases";
  auto fewer = rules();
  fewer.count_least = 3;
  EXPECT_EQ(find_classes(samples, fewer).value().classes.size(), 1U);

  samples = ordinary_days();
  const auto anywhere = [](int i) {
    return (i / 120 % 2 == 0 ? "PD0" : "HP0") + std::to_string(i / 240 % 5);
  };
  for (int i = 0; i < 4800; ++i) samples.push_back(sample("ZA03", "K2", anywhere(i), i % 120));
  for (int i = 0; i < 9600; ++i) samples.push_back(sample("ZA04", "K2", anywhere(i), i % 120));
  for (int i = 0; i < 300; ++i) {
    samples.push_back(sample("ZA03", "K2", anywhere(i * 4), 90 + i % 30));
  }
  EXPECT_TRUE(find_classes(samples, rules()).value().classes.empty()) << "a quarter more";
  auto smaller = rules();
  smaller.ratio_least = 1;
  EXPECT_FALSE(find_classes(samples, smaller).value().classes.empty());
}

TEST(Classes, CasesWithoutAMatterCountAmongAllCasesOnly) {
  auto samples = ordinary_days();
  for (int day = 91; day < 119; ++day) samples.push_back(sample("", "M1", "PD01", day));
  const auto report = find_classes(samples, rules()).value();
  EXPECT_EQ(report.unnamed, 28U);
  EXPECT_EQ(report.cases, 178U);
  EXPECT_TRUE(report.classes.empty());
}

TEST(Classes, WithoutATimeBeforeNothingIsComparedWithIt) {
  std::vector<CaseSample> samples;
  for (int day = 91; day < 119; ++day) samples.push_back(sample("RK01", "M1", "PD01", day));
  const auto report = find_classes(samples, rules()).value();
  EXPECT_EQ(report.tests, 0U);
  EXPECT_TRUE(report.classes.empty());
}

TEST(Classes, AClosedStationIsNotComparedWithItsPast) {
  auto samples = ordinary_days();
  const auto before = find_classes(samples, rules()).value().tests;
  for (int day = 0; day < 90; day += 2) samples.push_back(sample("ZA03", "K2", "PD09", day));
  const auto report = find_classes(samples, rules()).value();
  EXPECT_EQ(report.tests, before + 2) << "over the city and in the district";
  EXPECT_TRUE(report.classes.empty());
}

TEST(Classes, AStationOrADistrictThatIsNotKnownIsNoUnit) {
  auto samples = ordinary_days();
  for (int day = 95; day < 120; day += 2) samples.push_back(sample("ZA03", "K2", "", day));
  const auto report = find_classes(samples, rules()).value();
  ASSERT_EQ(report.classes.size(), 1U);
  const auto& one = report.classes[0];
  for (const auto& finding : one.findings) EXPECT_EQ(finding.scope, ClassScope::city);
  EXPECT_TRUE(one.stations.empty());
  EXPECT_EQ(one.cases.size(), 13U);
}

TEST(Classes, TheLineIsThatOfMostCasesAndNotOfTheFirst) {
  auto samples = ordinary_days();
  for (int day = 96; day < 120; day += 2) {
    samples.push_back(sample("ZA03", "K2", "PD01", day));
    samples.back().line = day < 100 ? Line::other : Line::public_order;
  }
  const auto report = find_classes(samples, rules()).value();
  ASSERT_EQ(report.classes.size(), 1U);
  EXPECT_EQ(report.classes[0].line, Line::public_order);
}

TEST(Classes, RulesThatContradictThemselvesAreRefused) {
  const auto error = [](ClassRules wrong) {
    const auto report = find_classes({}, wrong);
    return report ? std::string{} : report.error().message();
  };
  auto r = rules();
  r.before.to = r.period.from;
  EXPECT_TRUE(error(r).starts_with("before: "));
  r = rules();
  std::swap(r.period.from, r.period.to);
  EXPECT_TRUE(error(r).starts_with("period: "));
  r = rules();
  r.false_discovery = 0;
  EXPECT_TRUE(error(r).starts_with("false_discovery: "));
  r = rules();
  r.ratio_least = 0.5;
  EXPECT_TRUE(error(r).starts_with("ratio_least: "));
  r = rules();
  r.count_least = 0;
  EXPECT_TRUE(error(r).starts_with("count_least: "));
  EXPECT_EQ(error(rules()), "");
}

// --- a city's noise ------------------------------------------------------------------------------

/// 311 stations of 16 districts, 70 matters × 26 reasons by Zipf, a season of the week; stations
/// differ in their volumes.
class City {
 public:
  City(double a_day, std::uint64_t seed) : a_day_(a_day), random_(seed) {
    std::vector<double> stations;
    for (int i = 0; i < 311; ++i) stations.push_back(1 / std::pow(i % 97 + 10, 0.7));
    std::vector<double> classes;
    for (int matter = 0; matter < 70; ++matter) {
      for (int reason = 0; reason < 26; ++reason) {
        classes.push_back(1 / (std::pow(matter + 1, 1.1) * (reason + 1)));
      }
    }
    const double sum = std::accumulate(classes.begin(), classes.end(), 0.0);
    for (const auto weight : classes) shares_.push_back(weight / sum);
    stations_ = {stations.begin(), stations.end()};
    classes_ = {classes.begin(), classes.end()};
  }

  std::vector<CaseSample> days_of_noise(int length) {
    constexpr double kWeek[] = {1.3, 1.1, 1.1, 1.1, 1.2, 0.8, 0.4};
    std::vector<CaseSample> samples;
    for (int day = 0; day < length; ++day) {
      std::poisson_distribution<int> volume{a_day_ * kWeek[day % 7]};
      for (int n = volume(random_); n > 0; --n) {
        samples.push_back(make(classes_(random_), stations_(random_), day));
      }
    }
    return samples;
  }
  /// A class of which so many cases are to be expected in a month at least, and at most.
  int a_class(double least, double most) {
    for (;;) {
      const auto found = std::uniform_int_distribution<int>{0, 70 * 26 - 1}(random_);
      const double expected = shares_[static_cast<std::size_t>(found)] * a_day_ * 30;
      if (least <= expected && expected <= most) return found;
    }
  }
  int station() { return stations_(random_); }
  /// So many of a class more, evenly over the month behind the first 90 days. `spread`: 1 at one
  /// station; 5 at five of one district; 311 anywhere.
  void plant(std::vector<CaseSample>& samples, int the_class, int size, int spread) {
    const int first = station();
    for (int i = 0; i < size; ++i) {
      const int place = spread == 311 ? station() : (first + 16 * (i % spread)) % 311;
      samples.push_back(make(the_class, place, 90 + i * 30 / size));
    }
  }
  static std::string matter_of(int the_class) { return "T" + std::to_string(the_class / 26); }
  static std::string reason_of(int the_class) { return "R" + std::to_string(the_class % 26); }

 private:
  static CaseSample make(int the_class, int station, int day) {
    return {matter_of(the_class),
            reason_of(the_class),
            "S" + std::to_string(station),
            "D" + std::to_string(station % 16),
            Line::population,
            noon(kFirst + days{day}),
            "case/1"};
  }

  double a_day_;
  std::mt19937_64 random_;
  std::discrete_distribution<int> stations_;
  std::discrete_distribution<int> classes_;
  std::vector<double> shares_;
};

int rounds(int otherwise) {
  const auto* given = std::getenv("RECOURSE_CLASS_ROUNDS");
  return given == nullptr ? otherwise : std::atoi(given);
}

/// So many of these may have a false finding: 0.05 of them, and three standard deviations.
double false_most(int months) { return 0.05 * months + 3 * std::sqrt(0.05 * 0.95 * months); }

/// Reports in which noise alone made a finding must be as rare as the rules say.
void expect_few_false_alarms(double a_day, int months) {
  City city{a_day, 20231201};
  int alarms = 0;
  int findings = 0;
  std::uint64_t tests = 0;
  for (int month = 0; month < months; ++month) {
    const auto report = find_classes(city.days_of_noise(120), rules()).value();
    if (!report.classes.empty()) ++alarms;
    findings += static_cast<int>(report.classes.size());
    tests += report.tests;
  }
  std::printf("%5.0f a month: %d months, %d with a false class (%.1f %%), %d classes, %.0f tests\n",
              a_day * 30, months, alarms, 100.0 * alarms / months, findings,
              static_cast<double>(tests) / months);
  EXPECT_LE(alarms, false_most(months));
}

TEST(ClassesInNoise, AMonthWithoutAClassSeldomShowsOne) {
  expect_few_false_alarms(18, rounds(60));
  expect_few_false_alarms(100, rounds(10));
}

struct Planted {
  int size;
  int spread;
  int found = 0;
  int with_false = 0;
  int delay = 0;
};

/// Looked at each week, over the days since the class began, until it is found; for other classes,
/// which are false, over the whole month in any case.
void look(City& city, Planted& p, double least, double most) {
  auto samples = city.days_of_noise(120);
  const int the_class = city.a_class(least, most);
  city.plant(samples, the_class, p.size, p.spread);
  const auto is_it = [&](const FoundClass& c) {
    return c.matter == City::matter_of(the_class) && c.reason == City::reason_of(the_class);
  };
  bool found = false;
  for (const int length : {7, 14, 21, 30}) {
    if (found && length < 30) continue;
    const auto report = find_classes(samples, rules(length)).value();
    if (length == 30 && !std::ranges::all_of(report.classes, is_it)) ++p.with_false;
    if (found || !std::ranges::any_of(report.classes, is_it)) continue;
    found = true;
    ++p.found;
    p.delay += length;
  }
}

TEST(ClassesInNoise, PlantedClassesAreFoundBySizeAndSpread) {
  const int each = rounds(5);
  for (const double a_day : each > 5 ? std::vector{18.0, 100.0} : std::vector{18.0}) {
    City city{a_day, 4711};
    for (const int spread : {1, 5, 311}) {
      for (const int size : {5, 8, 12, 20, 40}) {
        Planted planted{size, spread};
        for (int i = 0; i < each; ++i) look(city, planted, 0.2, 3);
        const double share = static_cast<double>(planted.found) / each;
        std::printf("%5.0f a month, %2d more at %3d stations: found %3.0f %%, after %4.1f days\n",
                    a_day * 30, size, spread, 100 * share,
                    planted.found == 0 ? 0.0 : static_cast<double>(planted.delay) / planted.found);
        if (size >= 20) {
          EXPECT_GE(share, 0.8) << size << " at " << spread;
        }
        EXPECT_LE(planted.with_false, false_most(each)) << size << " at " << spread;
      }
    }
  }
}

}  // namespace
}  // namespace recourse::casework::rectification
