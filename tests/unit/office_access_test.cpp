// Looking at cases through the office: what a viewer gets, and what a look in clear leaves behind.
#include <gtest/gtest.h>

#include <recourse/office.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework::complaint;
using casework::complaint::testing::a_report;
using casework::complaint::testing::personal;

class OfficeAccess : public ::testing::Test {
 protected:
  void SetUp() override {
    auto report = a_report();
    report.present = true;
    report.name = personal("蒋五");
    report.phone = personal("13700000000");
    report.narrative = personal("蒋五来过三次");
    report.accused = {{"w3", ""}};
    handle(report, "window_officer:w1@PD01");
  }
  void handle(const Command& command, std::string_view actor) {
    const auto context = office->context(core::Actor::parse(actor));
    ASSERT_FALSE(office->handle(id, command, context).value().refused());
  }
  static core::Viewer viewer(std::string_view actor, std::string purpose = {}) {
    return {core::Actor::parse(actor), std::move(purpose)};
  }
  std::uint32_t looks() const { return office->find_case(id)->state.access.unmaskings; }
  template <class T>
  static T seen(Result<core::Seen<T>> answer) {
    return std::get<T>(std::move(answer).value());
  }
  template <class T>
  static std::string refusal(const Result<core::Seen<T>>& answer) {
    const auto* no = core::refused(*answer);
    return no != nullptr ? no->name : "";
  }

  static const auto& list_of(const CasePage& page) { return page.cases; }
  static const auto& list_of(const DeadlineList& page) { return page.deadlines; }

  ManualClock clock{parse_timestamp("2024-01-05T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  StreamId id = StreamId::of("case", "PD01-1").value();
  const std::string chief = "station_chief:s1@PD01";
};

TEST_F(OfficeAccess, WithoutAPurposePersonalDataIsMaskedAndNothingIsRecorded) {
  const auto entries = seen(office->history(id, viewer(chief)));
  const auto& received = std::get<Received>(entries.front().event);
  EXPECT_EQ(received.name->clear(), "蒋*");
  EXPECT_EQ(received.phone->clear(), "137****0000");
  EXPECT_EQ(received.inquiry, "");
  EXPECT_EQ(seen(office->find_case(id, viewer(chief))).state.intake.name->clear(), "蒋*");
  EXPECT_EQ(looks(), 0u);
}

TEST_F(OfficeAccess, ALookInClearIsRecordedBeforeItIsTaken) {
  const auto entries = seen(office->history(id, viewer(chief, "回访")));
  EXPECT_EQ(std::get<Received>(entries.front().event).name->clear(), "蒋五");
  EXPECT_EQ(std::get<Unmasked>(entries.back().event).purpose, "回访") << "this very look";
  EXPECT_EQ(looks(), 1u);
  const auto taken = seen(office->looks(id, viewer(chief)));
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken[0].actor, chief);
  EXPECT_EQ(taken[0].purpose, "回访");
  EXPECT_EQ(taken[0].at, clock.now());
}

TEST_F(OfficeAccess, WhatIsRefusedIsNeitherShownNorRecorded) {
  EXPECT_EQ(refusal(office->history(id, viewer("window_officer:w9@PD01", "好奇"))),
            "not_your_case");
  EXPECT_EQ(refusal(office->find_case(id, viewer("citizen:c1", "好奇"))), "no_inquiry_code");
  EXPECT_EQ(refusal(office->find_case(id, viewer("liaison:x1@PD.RK", "好奇"))), "not_your_role");
  EXPECT_EQ(refusal(office->history(id, viewer("window_officer:w1@PD02"))), "not_to_be_seen");
  EXPECT_EQ(refusal(office->history(id, viewer("timer:engine"))), "not_to_be_seen");
  EXPECT_EQ(refusal(office->history(id, viewer(""))), "not_to_be_seen");
  EXPECT_EQ(refusal(office->looks(id, viewer("citizen:c1"))), "not_to_be_seen");
  EXPECT_EQ(refusal(office->copy(id, viewer(chief))), "not_in_clear");
  EXPECT_EQ(looks(), 0u);
  EXPECT_EQ(office->history(StreamId::of("case", "none").value(), viewer(chief)).error().code(),
            Errc::not_found);
}

TEST_F(OfficeAccess, AStreamThatRecordsNoLooksIsNotShownInClear) {
  casework::calendar::PublishYear notice{.year = 2099, .source = "test"};
  notice.days = {{.date = parse_day("2099-01-01").value(), .off = true, .name = "元旦"}};
  ASSERT_FALSE(
      office->publish_year(notice, office->context({"a1", "administrator", ""})).value().refused());
  const auto stream = casework::calendar::stream();
  EXPECT_EQ(refusal(office->engine().look(stream, viewer(chief, "核对"))), "looks_not_recorded");
  EXPECT_EQ(refusal(office->engine().look(stream, viewer(chief))), "");
}

TEST_F(OfficeAccess, AVersionThatIsNotThereIsNotFoundAndNoLookIsRecorded) {
  const auto last = office->store().version_of(id).value();
  EXPECT_EQ(refusal(office->find_case(id, viewer(chief), last)), "");
  const auto beyond = office->find_case(id, viewer(chief, "回访"), last.next());
  ASSERT_TRUE(beyond.has_error());
  EXPECT_EQ(beyond.error().code(), Errc::not_found);
  EXPECT_NE(beyond.error().message().find("its last is " + std::to_string(last.value)),
            std::string::npos);
  EXPECT_EQ(looks(), 0u);
}

TEST_F(OfficeAccess, APaperNamesNobodyInClearToNobodyInParticular) {
  const auto masked = seen(office->document(id, DocumentKind::acceptance, viewer(chief)));
  EXPECT_EQ(document_text(masked).find("蒋五"), std::string::npos);
  EXPECT_EQ(looks(), 0u);
  const auto clear = seen(office->document(id, DocumentKind::acceptance, viewer(chief, "打印")));
  EXPECT_NE(document_text(clear).find("蒋五"), std::string::npos);
  EXPECT_EQ(looks(), 1u);
}

TEST_F(OfficeAccess, AsItStoodBeforeIsJudgedByHowItStandsNow) {
  handle(Recuse{.staff = "s1", .reason = "r"}, "supervisor:v1");
  EXPECT_EQ(refusal(office->find_case(id, viewer(chief), Version{1})), "not_to_be_seen");
  const auto early = seen(office->find_case(id, viewer("supervisor:v1"), Version{1}));
  EXPECT_EQ(early.version, Version{1});
}

TEST_F(OfficeAccess, ListsHaveWhatIsTheViewers) {
  const auto listed = [&](const char* actor) {
    return office->cases({}, viewer(actor), office->store().head().value())->cases.size();
  };
  EXPECT_EQ(listed("station_chief:s1@PD01"), 1u);
  EXPECT_EQ(listed("supervisor:v1"), 1u);
  EXPECT_EQ(listed("station_chief:s1@PD02"), 0u);
  EXPECT_EQ(listed("administrator:a1"), 0u);
  const auto due = [&](const char* actor) {
    return office->deadlines({}, viewer(actor), office->store().head().value())->deadlines.empty();
  };
  EXPECT_FALSE(due("station_chief:s1@PD01"));
  EXPECT_TRUE(due("station_chief:s1@PD02"));
  EXPECT_FALSE(seen(office->due_times(id, viewer(chief))).empty());
}

// A page ended at a case that was left out, and its token was that case's key and limit.
TEST_F(OfficeAccess, AListsTokenTellsNothingOfWhatWasLeftOut) {
  const auto report_at = [&](const std::string& station, int number) {
    id = StreamId::of("case", station + "-" + std::to_string(number)).value();
    handle(a_report(), "window_officer:w1@" + station);
  };
  for (int n = 2; n < 30; ++n) report_at("PD01", n);
  for (int n = 1; n < 4; ++n) report_at("PD02", n);
  const auto head = office->store().head().value();
  const auto pages_of = [&](std::string_view actor, auto query, auto read) {
    std::vector<std::string> keys;
    do {
      const auto page = read(query, viewer(actor));
      EXPECT_EQ(page.next.find("case/"), std::string::npos);
      EXPECT_EQ(page.next.find("PD0"), std::string::npos);
      for (const auto& one : list_of(page)) keys.push_back(one.id.text());
      query.after = page.next;
    } while (!query.after.empty());
    return keys;
  };
  const auto cases = [&](const CaseQuery& query, const core::Viewer& who) {
    return office->cases(query, who, head).value();
  };
  const auto limits = [&](const DeadlineQuery& query, const core::Viewer& who) {
    return office->deadlines(query, who, head).value();
  };
  const CaseQuery by_two{.page_size = 2};
  EXPECT_EQ(pages_of("citizen:c1", by_two, cases).size(), 0u);
  EXPECT_EQ(pages_of("window_officer:w1@PD02", by_two, cases).size(), 3u);
  EXPECT_EQ(pages_of("window_officer:w1@PD01", by_two, cases).size(), 29u);
  const DeadlineQuery limits_by_two{.page_size = 2};
  EXPECT_EQ(pages_of("citizen:c1", limits_by_two, limits).size(), 0u);
  EXPECT_GE(pages_of("window_officer:w1@PD02", limits_by_two, limits).size(), 3u);
  // A page is filled with what is the viewer's, as far as that is not far.
  EXPECT_EQ(cases({.page_size = 3}, viewer("window_officer:w1@PD01")).cases.size(), 3u);
  auto forged = cases(by_two, viewer("citizen:c1")).next;
  ASSERT_FALSE(forged.empty());
  forged.back() = static_cast<char>(forged.back() ^ 1);
  EXPECT_EQ(office->cases({.after = forged}, viewer("citizen:c1")).error().code(),
            Errc::invalid_argument);
  EXPECT_EQ(
      office->cases({.after = office->cases(by_two, head)->next}, viewer(chief)).error().code(),
      Errc::invalid_argument)
      << "nor is a token of the list without a viewer taken";
}

TEST_F(OfficeAccess, ACopyIsThePersonsAndSaysWhatItLacks) {
  const auto copy = seen(office->copy(id, viewer(chief, "本人申请")));
  const auto& received = std::get<Received>(copy.history.front().event);
  EXPECT_EQ(received.name->clear(), "蒋五");
  EXPECT_EQ(received.narrative->clear(), "蒋五来过三次");
  EXPECT_TRUE(received.accused.empty());
  EXPECT_EQ(received.by, "");
  EXPECT_EQ(copy.now.state.intake.name->clear(), "蒋五");
  ASSERT_EQ(copy.looks.size(), 1u);
  EXPECT_EQ(copy.looks[0].purpose, "本人申请");
  EXPECT_EQ(copy.left_out, (core::AccessSet{describe::Access::rater, describe::Access::comment}));
  EXPECT_EQ(seen(office->copy(id, viewer("supervisor:v1", "p"))).left_out, core::AccessSet{});
}

}  // namespace
}  // namespace recourse
