// Reports of recourse-bench: written and read back, compared, shown; its arguments; and the tables
// that earlier builds printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "benchmarks/suite/arguments.hpp"
#include "benchmarks/suite/compare.hpp"
#include "benchmarks/suite/earlier.hpp"
#include "benchmarks/suite/operation.hpp"
#include "benchmarks/suite/present.hpp"
#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Measurement measured(const std::string& operation, const std::string& subject,
                     const std::vector<double>& values, bool more_is_better = true) {
  Measurement m{.operation = operation,
                .subject = subject,
                .work = "append/64",
                .counts = "one event",
                .unit = "events/s",
                .more_is_better = more_is_better,
                .payload_bytes = 200,
                .durability = "synced",
                .load = "64 clients",
                .runs = {},
                .latency = {}};
  // Twice, so that they are enough for a verdict.
  for (int i = 0; i < 2; ++i) {
    for (const double value : values) m.runs.push_back({value, 6.5, 120, 0.4});
  }
  return m;
}

Report report_of(std::vector<Measurement> measurements) {
  return {.build = {{"commit", "abc"}, {"compiler", "GCC 12"}},
          .machine = {{"processor", "x86 <fast>"}, {"kernel", "Linux 6"}},
          .options = {{"runs", "3"}},
          .measurements = std::move(measurements),
          .rivals = {{"sqlite", "3.40.1", "WAL"}},
          .left_out = {{"nats/append/1", "nats-server is not installed"}}};
}

TEST(BenchReport, WrittenAndReadBackItIsTheSame) {
  auto report = report_of({measured("append/64", "recourse", {1.5, 2.25, 1e6})});
  Histogram h;
  for (std::uint64_t v = 1; v <= 500; ++v) h.record(v * 1000);
  report.measurements[0].latency = latency_of(h, "open, 1000/s");
  const auto again = report_of_json(to_json(report));
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(*again, report);
  EXPECT_TRUE(again->measurements[0].latency->p99);
  EXPECT_FALSE(again->measurements[0].latency->p999);  // of 500 values none lies beyond
}

TEST(BenchReport, WhatIsNoReportIsNamed) {
  const auto fault = [](std::string_view text) { return report_of_json(text).error().message(); };
  EXPECT_THAT(fault("{"), HasSubstr("no JSON"));
  EXPECT_THAT(fault("[]"), HasSubstr("schema"));
  EXPECT_THAT(fault(R"({"schema":"recourse-bench/2"})"), HasSubstr("recourse-bench/2"));
  auto text = to_json(report_of({measured("append/1", "recourse", {1})}));
  const auto without = [&](const std::string& from, const std::string& to) {
    auto changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return fault(changed);
  };
  EXPECT_THAT(without("\"unit\":", "\"unti\":"), HasSubstr("'measurements[0].unit'"));
  EXPECT_THAT(without("\"peak_mib\":", "\"peak\":"),
              HasSubstr("'measurements[0].runs[0].peak_mib'"));
  EXPECT_THAT(without("\"payload_bytes\":200", "\"payload_bytes\":-1"), HasSubstr("payload_bytes"));
  EXPECT_THAT(without("\"why\":", "\"because\":"), HasSubstr("'left_out[0].why'"));
}

TEST(BenchReport, ARunsLineIsReadBack) {
  Measured measured;
  measured.value = 12.5;
  measured.processor_us = 3;
  measured.latency.record(1'234'567, 4);
  const auto again = measured_of_line(to_line(measured));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->value, 12.5);
  EXPECT_EQ(again->latency.count(), 4U);
  EXPECT_FALSE(measured_of_line(""));
  EXPECT_FALSE(measured_of_line(R"({"value":1})"));
  EXPECT_FALSE(measured_of_line(R"({"value":1,"processor_us":0,"latency":[[1]]})"));
  EXPECT_FALSE(measured_of_line(R"({"value":1,"processor_us":0,"latency":[[-1,2]]})"));
}

TEST(BenchCompare, EachOperationHasItsVerdict) {
  const auto before = report_of({measured("append/1", "recourse", {100, 101, 99}),
                                 measured("append/64", "recourse", {100, 101, 99}),
                                 measured("open/killed", "recourse", {10, 11, 10}, false),
                                 measured("gone", "recourse", {1, 1, 1})});
  const auto after = report_of({measured("append/1", "recourse", {80, 81, 79}),
                                measured("append/64", "recourse", {99, 102, 100}),
                                measured("open/killed", "recourse", {5, 5, 6}, false),
                                measured("new", "recourse", {1, 1, 1})});
  const auto compared = compare(before, after, 0.05);
  ASSERT_EQ(compared.rows.size(), 3U);
  EXPECT_EQ(compared.rows[0].verdict, Verdict::slower);
  EXPECT_DOUBLE_EQ(compared.rows[0].ratio.ratio, 0.8);
  EXPECT_EQ(compared.rows[1].verdict, Verdict::within_noise);
  EXPECT_EQ(compared.rows[2].verdict, Verdict::faster);
  EXPECT_THAT(compared.only_before, ElementsAre("gone"));
  EXPECT_THAT(compared.only_after, ElementsAre("new"));
  EXPECT_TRUE(compared.slower());
  EXPECT_FALSE(compare(before, before, 0.05).slower());
  EXPECT_THAT(to_text(compared), HasSubstr("slower"));
}

TEST(BenchCompare, OtherMachinesAreNoted) {
  const auto before = report_of({});
  auto after = before;
  after.machine[0].second = "another";
  EXPECT_THAT(compare(before, after, 0.05).warnings,
              ElementsAre("processor differs: x86 <fast> | another"));
}

TEST(BenchCompare, RunsBesideAnEarlierBuildAreComparedInPairs) {
  const auto report = report_of({measured("append/64", "recourse", {440, 330, 220}),
                                 measured("append/64", "earlier", {400, 300, 200})});
  const auto compared = compare_with_earlier(report, 0.05);
  ASSERT_EQ(compared.rows.size(), 1U);
  EXPECT_NEAR(compared.rows[0].ratio.ratio, 1.1, 1e-9);
  EXPECT_EQ(compared.rows[0].verdict, Verdict::faster);
}

TEST(BenchArguments, WhatIsNotUnderstoodIsNamedWithWhatThereIs) {
  const auto fault = [](const std::vector<std::string>& words) {
    return read_arguments(words).error().message();
  };
  EXPECT_THAT(fault({"walk"}), HasSubstr("'walk' is no verb; there are: run, list, compare"));
  EXPECT_THAT(fault({"run", "--rnus", "3"}), HasSubstr("'--rnus' is no option of run"));
  EXPECT_THAT(fault({"run", "--rnus", "3"}), HasSubstr("--runs"));
  EXPECT_THAT(fault({"run", "--runs"}), HasSubstr("--runs wants N"));
  EXPECT_THAT(fault({"run", "--runs", "0"}), HasSubstr("from 1 to 1000, not '0'"));
  EXPECT_THAT(fault({"run", "--runs", "3x"}), HasSubstr("'3x'"));
  EXPECT_THAT(fault({"run", "--seconds", "nan"}), HasSubstr("'nan'"));
  EXPECT_THAT(fault({"run", "--margin", "-1"}), HasSubstr("--margin"));
  EXPECT_THAT(fault({"run", "append"}), HasSubstr("'append'"));
  EXPECT_THAT(fault({"compare", "a.json"}), HasSubstr("BEFORE.json AFTER.json"));
  EXPECT_THAT(fault({"compare", "a", "b", "--runs", "3"}), HasSubstr("no option of compare"));
}

TEST(BenchArguments, WordsAreTaken) {
  const auto run =
      read_arguments({"--only", "append*", "--runs", "7", "--margin", "2.5", "--no-rivals"});
  ASSERT_TRUE(run);
  EXPECT_EQ(run->verb, Verb::run);
  EXPECT_EQ(run->only, "append*");
  EXPECT_EQ(run->runs, 7U);
  EXPECT_DOUBLE_EQ(run->margin, 0.025);
  EXPECT_FALSE(run->rivals);
  EXPECT_EQ(read_arguments({"--list"})->verb, Verb::list);
  EXPECT_EQ(read_arguments({"--help"})->verb, Verb::help);
  EXPECT_TRUE(read_arguments({"report", "a.json", "--markdown"})->as_markdown);
  EXPECT_EQ(read_arguments({"run", "--markdown", "a.md"})->markdown, "a.md");
}

TEST(BenchArguments, APatternIsAPartOrAFormOfTheName) {
  EXPECT_TRUE(matches("", "append/1"));
  EXPECT_TRUE(matches("append/1", "append/1024"));
  EXPECT_TRUE(matches("append*", "append/1"));
  EXPECT_FALSE(matches("append*", "sqlite/append/1"));
  EXPECT_TRUE(matches("*/append/?", "sqlite/append/1"));
  EXPECT_FALSE(matches("*/append/?", "sqlite/append/64"));
  EXPECT_TRUE(matches("scan,read", "read/cold"));
  EXPECT_FALSE(matches(",", "read/cold"));
  const auto none = select("nothing", {"append/1", "read/cold"});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message(), HasSubstr("append/1"));
}

TEST(BenchText, FiguresHaveThreeDigitsAndCommas) {
  EXPECT_EQ(figure(62704.4), "62,704");
  EXPECT_EQ(figure(1234567), "1,234,567");
  EXPECT_EQ(figure(999.6), "1,000");
  EXPECT_EQ(figure(12.34), "12.3");
  EXPECT_EQ(figure(1.234), "1.23");
  EXPECT_EQ(figure(0.00712), "0.00712");
  EXPECT_EQ(figure(0), "0");
}

TEST(BenchText, TablesAreAlignedByLettersAndEscapedInMarkdown) {
  Table table{{"a", "b"}, {Align::left, Align::right}};
  table.add({"–x", "1"});
  table.add({"y|z", "22"});
  EXPECT_EQ(table.text(), "a     b\n–x    1\ny|z  22\n");
  EXPECT_EQ(table.markdown(), "| a | b |\n|---|---:|\n| –x | 1 |\n| y\\|z | 22 |\n");
}

TEST(BenchPresent, RivalsStandBesideEachOtherAndTheLeftOutAreNamed) {
  const auto report = report_of({measured("append/64", "recourse", {100, 102, 101}),
                                 measured("sqlite/append/64", "sqlite", {10, 10, 10})});
  const auto page = to_markdown(report);
  EXPECT_THAT(page, HasSubstr("| recourse | 101 |"));
  EXPECT_THAT(page, HasSubstr("| sqlite | 10.0 |"));
  EXPECT_THAT(page, HasSubstr("nats/append/1 was left out: nats-server is not installed"));
  EXPECT_THAT(page, HasSubstr("load average"));
  const auto picture = to_svg(report);
  EXPECT_THAT(picture, HasSubstr("append/64: events/s, more is better"));
  EXPECT_THAT(picture, HasSubstr("</svg>"));
  EXPECT_LT(picture.find(">recourse<"), picture.find(">sqlite<"));
  EXPECT_THAT(to_svg(report_of({})), HasSubstr("No work was measured of several systems"));
}

TEST(BenchEarlier, AFigureIsFoundInAPrintedTable) {
  constexpr std::string_view kPrinted =
      "appends in flight, events/s until all indexes drained\n"
      "                                 recourse\n"
      "1                                    3075\n"
      "  us of processor an event         139.00\n"
      "1024                               256726\n"
      "\n"
      "reading one case of six events, cases/s\n"
      "cold, from the disk at first        12350\n";
  EXPECT_EQ(figure_in(kPrinted, "appends in flight", "1"), 3075);
  EXPECT_EQ(figure_in(kPrinted, "appends in flight", "1024"), 256726);
  EXPECT_EQ(figure_in(kPrinted, "appends in flight", "10"), std::nullopt);
  EXPECT_EQ(figure_in(kPrinted, "reading one case", "cold"), 12350);
  EXPECT_EQ(figure_in(kPrinted, "reading one case", "1024"), std::nullopt);
  EXPECT_EQ(figure_in(kPrinted, "blocked clients", "1"), std::nullopt);
  EXPECT_EQ(figure_in("", "x", "y"), std::nullopt);
}

}  // namespace
}  // namespace recourse::bench
