// What the figures count, and what they are shares of (R31, R33, R34).
#include <gtest/gtest.h>

#include <recourse/casework/complaint/views/figure_query.hpp>
#include <recourse/core/memory_table.hpp>
#include <recourse/describe/event_set.hpp>
#include <set>

namespace recourse::casework::complaint {
namespace {

/// Events of cases as the view sees them, without what decided them.
class Book {
 public:
  void add(const std::string& stream, const Event& event, std::chrono::minutes later = {}) {
    auto& version = versions_[stream];
    const auto& info = describe::set_info<Event>();
    std::string payload;
    describe::encode_alternative(event, payload);
    core::RecordView record;
    record.position = Position{++position_};
    record.version = Version{++version};
    record.stream = stream;
    record.type = info.type_of(&event).type;
    record.schema_version = static_cast<std::uint16_t>(info.type_of(&event).version);
    record.occurred_at = kStart + later;
    record.actor = "window_officer:w1@S001";
    record.payload = payload;
    view_.apply(record, rows_).value();
  }
  std::unique_ptr<core::TableSnapshot> rows() {
    view_.finish(rows_).value();
    rows_.commit({{}, Position{position_}}).value();
    return table_.snapshot().value();
  }
  Figures figures(const TallyFilter& filter = {}) {
    return FiguresView::read(*rows(), filter, Position{position_}).value();
  }
  FigureTable table(const FigureQuery& query) {
    return figure_table(*rows(), query, Position{position_}).value();
  }
  std::uint64_t position() const { return position_; }

 private:
  static constexpr Timestamp kStart{
      std::chrono::milliseconds{1'685'581'200'000}};  // 2023-06-01 09:00
  core::MemoryTable table_;
  core::TableWriter rows_{table_};
  FiguresView view_{ComplaintDecider{}};
  std::map<std::string, std::uint64_t> versions_;
  std::uint64_t position_ = 0;
};

Received a_report(const std::string& station = "S001") {
  Received e;
  e.station = station;
  e.district = "PD";
  e.line = Line::population;
  e.category = Category::difficult;
  e.channel = Channel::window;
  e.applicant = ApplicantKind::person;
  e.matter = "RK01";
  e.reason = "M1";
  e.reported_at = Timestamp{std::chrono::milliseconds{1'685'581'200'000}};
  return e;
}

Resolution ended(Outcome outcome, std::uint32_t days, bool on_time = true) {
  return {outcome, on_time, days, false, days == 0};
}

Closed closed(std::uint32_t days, bool on_time = true) {
  Closed e;
  e.told = Told::in_person;
  e.resolution = ended(Outcome::done, days, on_time);
  return e;
}

/// One done in four days, one merged into it, one withdrawn, one open.
struct OneOfEach : Book {
  OneOfEach() {
    for (const auto* stream : {"case/A", "case/B", "case/C", "case/D"}) add(stream, a_report());
    Merged merged;
    merged.resolution = ended(Outcome::duplicate, 0);
    add("case/B", merged);
    Withdrawn withdrawn;
    withdrawn.proof = WithdrawProof::code;
    withdrawn.resolution = ended(Outcome::withdrawn, 0);
    add("case/C", withdrawn);
    add("case/A", closed(4));
  }
};

TEST(Figures, DuplicatesAndWithdrawalsAreCountedApartAndInNoRate) {
  const auto f = OneOfEach{}.figures();
  EXPECT_EQ(f.cases, 4u);
  EXPECT_EQ(f.closed, 3u);
  EXPECT_EQ(f.concluded, 1u);
  EXPECT_EQ(f.duplicates, 1u);
  EXPECT_EQ(f.withdrawn, 1u);
  EXPECT_EQ(f.done, 1u);
  EXPECT_EQ(f.on_time, 1u);
  EXPECT_EQ(f.same_day, 0u) << "a merge on the same day does nothing for anybody";
  EXPECT_EQ(f.working_days.cases, 1u);
  EXPECT_EQ(f.working_days.median, 4u);
  EXPECT_EQ(f.lines[0].concluded, 1u);
  EXPECT_EQ(f.lines[0].done, 1u);
  EXPECT_EQ(f.stations, 1u);
  EXPECT_EQ(f.districts, 1u);
  EXPECT_EQ(to_string(f.first_report.value()), "2023-06-01");
}

TEST(Figures, WhatIsOpenAndLateIsNotOnTime) {
  OneOfEach book;
  EXPECT_EQ(timed(book.figures()), 1u) << "what is open and may be in time counts nowhere yet";
  book.add("case/D", WentOverdue{});
  EXPECT_EQ(book.figures().open_overdue, 1u);
  EXPECT_EQ(timed(book.figures()), 2u);
  book.add("case/D", closed(9, false));
  const auto f = book.figures();
  EXPECT_EQ(f.open_overdue, 0u);
  EXPECT_EQ(timed(f), 2u) << "it is counted once, open or closed";
  EXPECT_EQ(f.on_time, 1u);
}

TEST(Figures, ACaseThatWasLateByAnotherAloneIsNoneWhenThatHasLeft) {
  OneOfEach book;
  book.add("case/D", WentOverdue{});
  Released released;
  released.in_time = true;
  book.add("case/D", released);
  EXPECT_EQ(book.figures().open_overdue, 0u);
  EXPECT_EQ(book.figures().overdue, 0u);
}

TEST(Figures, ServiceAndPolicyAreGradedApartAndABadServiceIsABadRating) {
  OneOfEach book;
  Rated rated;
  rated.way = RatingWay::tablet;
  rated.grade = Grade::satisfied;
  rated.service = Grade::very_dissatisfied;
  rated.policy = Grade::dissatisfied;
  book.add("case/A", rated);
  auto f = book.figures();
  EXPECT_EQ(f.rated, 1u);
  EXPECT_EQ(f.grades[1], 1u);
  EXPECT_EQ(f.services[4], 1u);
  EXPECT_EQ(f.policies[3], 1u);
  EXPECT_EQ(f.rated_badly, 1u);
  rated.service = Grade::satisfied;
  book.add("case/A", rated);
  EXPECT_EQ(book.figures().rated_badly, 0u) << "a policy that is disliked is no bad service";
  rated.grade = Grade::dissatisfied;
  book.add("case/A", rated);
  ExclusionDecided excluded;
  excluded.excluded = true;
  book.add("case/A", excluded);
  f = book.figures();
  EXPECT_EQ(f.rated, 0u);
  EXPECT_EQ(f.rated_badly, 0u);
  EXPECT_EQ(f.services, (std::array<std::uint64_t, 5>{}));
}

TEST(Figures, LimitsThatPassedUnmetAreCounted) {
  OneOfEach book;
  book.add("case/D", LimitMissed{.kind = DeadlineKind::contact});
  book.add("case/D", SupervisionRaised{});
  EXPECT_EQ(book.figures().missed, 2u);
}

TEST(Figures, AreAsTheyWereAtAnyPosition) {
  OneOfEach book;
  const auto then = book.position();
  const auto before = book.figures();
  book.add("case/D", closed(2));
  book.add("case/E", a_report("S002"));
  EXPECT_EQ(book.figures().done, 2u);
  EXPECT_EQ(FiguresView::read(*book.rows(), {}, Position{then}).value(), before);
  EXPECT_EQ(FiguresView::read(*book.rows(), {}, Position{0}).value().cases, 0u);
}

TEST(FigureTables, TimesRunFromTheReport) {
  Book book;
  using std::chrono::minutes;
  book.add("case/A", a_report());
  Contacted contacted;
  contacted.how = Told::phone;
  contacted.reached = false;
  book.add("case/A", contacted, minutes{5});
  EXPECT_EQ(book.table({.figures = {"contact_rate"}}).rows[0].values[0], (FigureValue{0, 1}));
  RoutedExplain explained;
  explained.told = Told::phone;
  book.add("case/A", explained, minutes{30});
  book.add("case/A", closed(0), minutes{90});
  const auto table =
      book.table({.figures = {"contact_median", "answer_p90", "close_median", "trips_each"}});
  EXPECT_EQ(table.rows[0].values, (std::vector<FigureValue>{{30, 1}, {30, 1}, {90, 1}, {0, 1}}));
}

TEST(FigureTables, GroupsAreSortedAndNameTheirCases) {
  Book book;
  book.add("case/1", a_report("S010"));
  book.add("case/2", a_report("S002"));
  book.add("case/3", a_report("S010"));
  book.add("case/3", closed(3));
  const FigureQuery query{.by = {"station", "outcome"}, .figures = {"cases", "done_rate"}};
  const auto table = book.table(query);
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0].keys, (std::vector<std::string>{"S002", ""}));
  EXPECT_EQ(table.rows[2].keys, (std::vector<std::string>{"S010", "done"}));
  EXPECT_EQ(table.rows[2].values, (std::vector<FigureValue>{{1, 0}, {1, 1}}));
  const auto rows = book.rows();
  const auto at = Position{book.position()};
  const auto open = figure_cases(*rows, query, {"S010", ""}, "cases", at).value();
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(stream_of(*rows, open[0]).value(), "case/1");
  EXPECT_EQ(subject_of(*rows, "case/1").value(), open[0]);
  EXPECT_EQ(subject_of(*rows, "case/9").error().code(), Errc::not_found);
  const auto all = figure_cases(*rows, {}, {}, "cases", at).value();
  EXPECT_EQ(all.size(), 3u);
  EXPECT_TRUE(std::ranges::is_sorted(all));
}

TEST(FigureTables, PeriodsAreOfTheReportOrOfTheEnd) {
  OneOfEach book;
  const auto day = [](const char* text) { return parse_day(text).value(); };
  FigureQuery query{.from = day("2023-06-01"), .to = day("2023-06-01"), .figures = {"cases"}};
  EXPECT_EQ(book.table(query).rows[0].values[0].value, 4);
  query.period_of = PeriodOf::closed;
  EXPECT_EQ(book.table(query).rows[0].values[0].value, 3) << "what is open has not ended";
  query.to = day("2023-05-31");
  const Position at{book.position()};
  EXPECT_FALSE(figure_table(*book.rows(), query, at));
  query.from.reset();
  EXPECT_EQ(book.table(query).rows[0].values[0].value, 0) << "no day is not a day before all";
  query.from = day("1970-01-01");
  query.to = day("1970-01-02");
  EXPECT_EQ(book.table(query).rows[0].values[0].value, 0) << "nor the day numbered 0";
  for (const auto& [by, key] :
       std::vector<std::pair<std::string, std::string>>{{"day", "2023-06-01"},
                                                        {"week", "2023-W22"},
                                                        {"month", "2023-06"},
                                                        {"quarter", "2023Q2"},
                                                        {"half", "2023H1"},
                                                        {"year", "2023"}}) {
    const auto table = book.table({.by = {by}, .figures = {"cases"}});
    ASSERT_EQ(table.rows.size(), 1u) << by;
    EXPECT_EQ(table.rows[0].keys[0], key);
    EXPECT_EQ(book.table({.where = {{by, {key}}}, .figures = {"cases"}}).rows[0].values[0].value,
              4);
    // As it is written, but long ago.
    const auto past = "1999" + key.substr(4);
    EXPECT_EQ(book.table({.where = {{by, {past}}}, .figures = {"cases"}}).rows[0].values[0].value,
              0);
    for (const auto& wrong : {key + "0", key.substr(1), "x" + key.substr(1)}) {
      const auto refused = figure_table(*book.rows(), {.where = {{by, {wrong}}}}, at);
      ASSERT_FALSE(refused) << wrong;
      EXPECT_EQ(refused.error().code(), Errc::invalid_argument);
      EXPECT_NE(refused.error().message().find(wrong), std::string::npos);
    }
  }
}

TEST(FigureTables, WhatIsUnknownIsNamedWithTheChoice) {
  OneOfEach book;
  const auto rows = book.rows();
  const auto says = [&](const FigureQuery& query) {
    const auto table = figure_table(*rows, query, Position{book.position()});
    EXPECT_FALSE(table);
    EXPECT_EQ(table.error().code(), Errc::invalid_argument);
    return table ? std::string{} : table.error().message();
  };
  EXPECT_NE(says({.by = {"statoin"}}).find("station"), std::string::npos);
  EXPECT_NE(says({.figures = {"done_ratio"}}).find("done_rate"), std::string::npos);
  EXPECT_NE(says({.where = {{"line", {"peoples"}}}}).find("population"), std::string::npos);
  EXPECT_NE(says({.by = {"line", "line"}}).find("twice"), std::string::npos);
  EXPECT_NE(says({.where = {{"line", {}}}}).find("names no value"), std::string::npos);
  EXPECT_FALSE(figure_cases(*rows, {.by = {"line"}}, {}, "cases", Position{1}));
}

TEST(FigureTables, EventsAreCountedByWhoActedAndWhat) {
  OneOfEach book;
  const auto rows = book.rows();
  const auto at = Position{book.position()};
  const auto table = event_table(*rows, {.by = {"type", "unit"}}, at).value();
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[2].keys, (std::vector<std::string>{"case.received", "S001"}));
  EXPECT_EQ(table.rows[2].values[0].value, 4);
  EXPECT_EQ(event_table(*rows, {.where = {{"outcome", {"done"}}}, .by = {"hour"}}, at)
                .value()
                .rows[0]
                .keys[0],
            "09");
  EXPECT_EQ(event_table(*rows, {}, Position{5}).value().rows[0].values[0].value, 5);
}

TEST(FigureList, EveryFigureIsDefinedOnceAndExplained) {
  std::set<std::string_view> names;
  for (const auto& one : figure_list()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_FALSE(one.sentence.empty() || one.zh.empty() || one.formula.empty() || one.rule.empty())
        << one.name;
    EXPECT_EQ(find_figure(one.name), &one);
  }
  EXPECT_EQ(find_figure("nothing"), nullptr);
}

}  // namespace
}  // namespace recourse::casework::complaint
