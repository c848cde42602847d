// Periods, bands, reports, and who may count (R31, R33, R43, R46).
#include <gtest/gtest.h>

#include <recourse/office/report.hpp>

namespace recourse {
namespace {

using casework::complaint::FigureRow;
using casework::complaint::FigureValue;

std::string text_of(const Result<std::pair<LocalDay, LocalDay>>& period) {
  if (!period) return "none";
  return to_string(period->first) + " " + to_string(period->second);
}

TEST(Periods, AreWrittenAsPeopleWriteThem) {
  EXPECT_EQ(text_of(parse_period("2023")), "2023-01-01 2023-12-31");
  EXPECT_EQ(text_of(parse_period("2023H2")), "2023-07-01 2023-12-31");
  EXPECT_EQ(text_of(parse_period("2023Q1")), "2023-01-01 2023-03-31");
  EXPECT_EQ(text_of(parse_period("2024-02")), "2024-02-01 2024-02-29");
  EXPECT_EQ(text_of(parse_period("2023-06-01")), "2023-06-01 2023-06-01");
  EXPECT_EQ(text_of(parse_period("2023-06-01..2023-11-30")), "2023-06-01 2023-11-30");
  for (const auto* wrong : {"", "23", "0000", "2023H3", "2023Q5", "2023Q0", "2023-13", "2023-1",
                            "2023-02-30", "2023-06-02..2023-06-01", "2023..2024", "2023x"}) {
    EXPECT_EQ(text_of(parse_period(wrong)), "none") << wrong;
  }
}

TEST(Periods, HaveOneBeforeThemAndOneAYearBefore) {
  EXPECT_EQ(text_of(period_before("2023")), "2022-01-01 2022-12-31");
  EXPECT_EQ(text_of(period_before("2023H1")), "2022-07-01 2022-12-31");
  EXPECT_EQ(text_of(period_before("2023Q1")), "2022-10-01 2022-12-31");
  EXPECT_EQ(text_of(period_before("2024-03")), "2024-02-01 2024-02-29");
  EXPECT_EQ(text_of(period_before("2023-06-10..2023-06-19")), "2023-05-31 2023-06-09");
  EXPECT_EQ(text_of(year_before(parse_period("2025-02").value())), "2024-02-01 2024-02-29");
  EXPECT_EQ(text_of(year_before(parse_period("2024-02-29").value())), "2023-02-28 2023-02-28");
  EXPECT_EQ(text_of(year_before(parse_period("2023H2").value())), "2022-07-01 2022-12-31");
  EXPECT_EQ(text_of(year_before(parse_period("2025H1").value())), "2024-01-01 2024-06-30");
}

// 同比: the last day of February 2025 was compared with two days, the leap day being one of them.
TEST(Periods, OfDaysAreAsManyAYearBefore) {
  const auto of = [](const char* period) {
    return text_of(year_before(parse_period(period).value()));
  };
  EXPECT_EQ(of("2025-02-28"), "2024-02-28 2024-02-28");
  EXPECT_EQ(of("2025-02-20..2025-02-28"), "2024-02-20 2024-02-28");
  EXPECT_EQ(of("2024-02-20..2024-02-29"), "2023-02-20 2023-02-28");
  EXPECT_EQ(of("2024-02-29..2025-02-28"), "2023-02-28 2024-02-28");
  EXPECT_EQ(of("2025-02-01..2025-02-28"), "2024-02-01 2024-02-29");
}

/// Stations with so many matters, so many of them done.
FigureTable stations(const std::vector<std::pair<std::int64_t, std::int64_t>>& list) {
  FigureTable table{.by = {"station"}, .figures = {"cases", "done_rate", "escalation_rate"}};
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto [all, done] = list[i];
    table.rows.push_back({{"S" + std::to_string(i)}, {{all, 0}, {done, all}, {done, all}}});
  }
  return table;
}

std::vector<Band> bands(const std::vector<std::pair<std::int64_t, std::int64_t>>& list) {
  std::vector<Band> found;
  for (const auto& one : bands_of(stations(list))) {
    EXPECT_EQ(one.figure, "done_rate") << "of an escalation neither more nor less is better";
    found.push_back(one.band);
  }
  return found;
}

// R43
TEST(Bands, AreWhatChanceDoesNotExplain) {
  using enum Band;
  // All of one size, so one class: 85 % on the whole.
  EXPECT_EQ(bands({{100, 85}, {100, 88}, {100, 60}, {100, 100}, {19, 0}}),
            (std::vector{usual, usual, worse, better, too_few}));
  EXPECT_EQ(bands({}), std::vector<Band>{});
  EXPECT_EQ(bands({{100, 0}}), std::vector{usual}) << "alone in its class";
}

// R43
TEST(Bands, NoneAndAllAreUsualWhereAllAreAlike) {
  using enum Band;
  for (std::int64_t n = 20; n <= 200; ++n) {
    const auto all = bands({{n, n}, {n, n}, {n, n}});
    EXPECT_EQ(all, (std::vector{usual, usual, usual})) << n;
    const auto none = bands({{n, 0}, {n, 0}, {n, 0}});
    EXPECT_EQ(none, (std::vector{usual, usual, usual})) << n;
  }
}

// R43
TEST(Bands, CompareUnitsOfASize) {
  const auto all =
      bands_of(stations({{20, 18}, {21, 18}, {200, 120}, {210, 125}, {900, 500}, {950, 530}}));
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0].size, SizeClass::small);
  EXPECT_EQ(all[2].size, SizeClass::medium);
  EXPECT_EQ(all[5].size, SizeClass::large);
  EXPECT_EQ(all[2].band, Band::usual) << "small stations that do better say nothing of it";
  EXPECT_EQ(all[2].class_of, 410);
}

// R31
TEST(Counts, AreForStaffAndForAdministrators) {
  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  const auto office = Office::open({.store = "memory", .clock = &clock}).value();
  const auto may = [&](const char* actor) {
    const auto seen = figures(*office, {}, core::Viewer{core::Actor::parse(actor)}).value();
    const auto also = make_report(*office, {}, core::Viewer{core::Actor::parse(actor)}).value();
    EXPECT_EQ(core::refused(seen) == nullptr, core::refused(also) == nullptr);
    return core::refused(seen) == nullptr;
  };
  for (const auto* actor : {"window_officer:w@S1", "supervisor:v", "administrator:a",
                            "city_officer:c@city.RK", "liaison:l@PD.RK"}) {
    EXPECT_TRUE(may(actor)) << actor;
  }
  for (const auto* actor : {"citizen:c", "civilian:c@S1", "auxiliary:a@S1", "receiver:r", "x:y"}) {
    EXPECT_FALSE(may(actor)) << actor;
  }
}

// R33
TEST(Moments, ComeToThePositionThatWasLastThen) {
  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  const auto office = Office::open({.store = "memory", .clock = &clock}).value();
  EXPECT_EQ(position_at(*office, clock.now()).value(), Position{0});
  std::vector<std::pair<Timestamp, Position>> written;
  for (int year = 2030; year < 2036; ++year) {
    clock.set(clock.now() + std::chrono::hours{1});
    casework::calendar::PublishYear notice;
    notice.year = static_cast<std::uint32_t>(year);
    notice.days = {{parse_day(std::to_string(year) + "-01-01").value(), true, "元旦"}};
    notice.source = "gov.cn";
    const auto done =
        office->publish_year(notice, office->context(core::Actor::parse("administrator:a")));
    ASSERT_TRUE(done) << done.error().to_string();
    ASSERT_FALSE(done->refused()) << done->refusal().en;
    written.emplace_back(clock.now(), done->appended().last);
  }
  ASSERT_EQ(written.size(), 6u);
  for (const auto& [when, position] : written) {
    EXPECT_EQ(position_at(*office, when).value(), position);
    EXPECT_EQ(position_at(*office, when - std::chrono::milliseconds{1}).value().value,
              position.value - 1);
  }
}

}  // namespace
}  // namespace recourse
