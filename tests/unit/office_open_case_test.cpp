// Beginning a case: the number that it gets, and the code that the citizen gets once.
#include <gtest/gtest.h>

#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/office.hpp>
#include <set>
#include <thread>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework;
using namespace casework::complaint;
using casework::complaint::testing::a_report;

class OfficeOpenCaseTest : public ::testing::Test {
 protected:
  OpenedCase begin(const Command& command = a_report(),
                   const core::Actor& actor = {"w1", "window_officer", "PD01"}) const {
    return office->open_case(command, office->context(actor)).value();
  }

  ManualClock clock{parse_timestamp("2024-01-05T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
};

TEST_F(OfficeOpenCaseTest, NumbersTheCasesOfAStationsDayFromOne) {
  EXPECT_TRUE(begin().id.text().starts_with("case/PD01-20240105-0001-"));
  EXPECT_TRUE(begin().id.text().starts_with("case/PD01-20240105-0002-"));
  auto elsewhere = a_report();
  elsewhere.station = "PD02";
  const auto other = begin(elsewhere, {"q1", "window_officer", "PD02"});
  EXPECT_TRUE(other.id.text().starts_with("case/PD02-20240105-0001-"));
  clock.advance(std::chrono::hours{24});
  EXPECT_TRUE(begin().id.text().starts_with("case/PD01-20240106-0001-"));
}

TEST_F(OfficeOpenCaseTest, TheCodeIsGivenAndOnlyItsDigestIsKept) {
  const auto opened = begin();
  ASSERT_EQ(opened.inquiry_code.size(), 9u);
  const auto kept = office->find_case(opened.id)->state.access.inquiry;
  EXPECT_EQ(kept, inquiry_digest(opened.id.text(), opened.inquiry_code));
  EXPECT_NE(begin().inquiry_code, opened.inquiry_code);
}

TEST_F(OfficeOpenCaseTest, WhatIsRefusedTakesNoNumber) {
  auto form = a_report();
  form.category.reset();
  const auto refused = begin(form);
  ASSERT_TRUE(refused.outcome.refused());
  EXPECT_EQ(refused.outcome.refusal().name, "category_missing");
  EXPECT_TRUE(begin().id.text().starts_with("case/PD01-20240105-0001-"));
}

TEST_F(OfficeOpenCaseTest, GoesOnBehindWhatTheLogHas) {
  for (std::uint64_t serial = 1; serial <= 5; ++serial) {
    const LocalDay day = local_day(clock.now(), kShanghaiOffset);
    const auto key = make_case_number("PD01", day, serial).value();
    const auto context = office->context({"w1", "window_officer", "PD01"});
    ASSERT_FALSE(office->handle(StreamId::of("case", key).value(), a_report(), context)->refused());
  }
  EXPECT_TRUE(begin().id.text().starts_with("case/PD01-20240105-0006-"));
}

TEST_F(OfficeOpenCaseTest, OfManyCallsWithOneIdOneBeginsTheCase) {
  const auto context = office->context({"w1", "window_officer", "PD01"});
  constexpr std::size_t kCallers = 8;
  std::vector<OpenedCase> answers;
  std::mutex mutex;
  std::vector<std::jthread> callers;
  for (std::size_t i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] {
      auto opened = office->open_case(a_report(), context);
      const std::lock_guard lock{mutex};
      ASSERT_TRUE(opened) << opened.error().message();
      answers.push_back(std::move(*opened));
    });
  }
  callers.clear();
  ASSERT_EQ(answers.size(), kCallers);
  std::set<std::string> ids;
  std::size_t codes = 0;
  for (const auto& one : answers) {
    ids.insert(one.id.text());
    if (!one.inquiry_code.empty()) ++codes;
  }
  EXPECT_EQ(ids.size(), 1u);
  EXPECT_EQ(codes, 1u);
  EXPECT_EQ(office->store().head().value().value, 1u) << "one report, once";
  // And again later: the same case, without the code.
  const auto again = office->open_case(a_report(), context).value();
  EXPECT_EQ(again.id.text(), *ids.begin());
  EXPECT_TRUE(again.inquiry_code.empty());
}

TEST_F(OfficeOpenCaseTest, AKeyOfOnesOwnHasACodeTooWhichIsGivenOnce) {
  const auto own = StreamId::of("case", "OLD-77").value();
  const auto context = office->context({"w1", "window_officer", "PD01"});
  const auto opened = office->open_case(a_report(), context, own).value();
  EXPECT_EQ(opened.id, own);
  EXPECT_EQ(opened.inquiry_code.size(), 9u);
  const auto again = office->open_case(a_report(), context, own).value();
  EXPECT_TRUE(again.outcome.appended().repeated);
  EXPECT_EQ(again.inquiry_code, "");
  const auto taken =
      office->open_case(a_report(), office->context({"w1", "window_officer", "PD01"}), own);
  EXPECT_TRUE(taken->outcome.refused()) << "another report under a key that has a case";
  EXPECT_EQ(taken->inquiry_code, "");
  const auto stranger =
      office->handle(own, casework::complaint::Message{Sealed<std::string>{"再问"}, ""},
                     office->context({"c9", "citizen", ""}));
  EXPECT_TRUE(stranger->refused()) << "the code is asked for";
}

TEST_F(OfficeOpenCaseTest, AnIdThatBeganAnotherCaseIsAnError) {
  const auto context = office->context({"w1", "window_officer", "PD01"});
  (void)office->open_case(a_report(), context).value();
  auto other = a_report();
  other.reason = "M1";
  const auto reused = office->open_case(other, context);
  ASSERT_FALSE(reused);
  EXPECT_EQ(reused.error().code(), Errc::command_id_reused);
}

TEST_F(OfficeOpenCaseTest, OnlyWhatBeginsACaseAndAStationThatFitsIntoANumber) {
  const auto context = office->context({"w1", "window_officer", "PD01"});
  EXPECT_EQ(office->open_case(Accept{}, context).error().code(), Errc::invalid_argument);
  auto form = a_report();
  form.station = "PD-01";
  const auto no = office->open_case(form, office->context({"i1", "importer", ""}));
  ASSERT_FALSE(no);
  EXPECT_EQ(no.error().code(), Errc::invalid_argument);
}

}  // namespace
}  // namespace recourse
