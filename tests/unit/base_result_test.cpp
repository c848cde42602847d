#include <gtest/gtest.h>

#include <recourse/base/completion.hpp>
#include <recourse/base/deadline.hpp>
#include <recourse/base/exceptions.hpp>
#include <set>

namespace recourse {
namespace {

std::vector<Errc> all_codes() {
  return {
#define RECOURSE_ERROR(number, code, Exception, http, retryable, meaning, cure) Errc::code,
#include <recourse/base/errors.def>
#undef RECOURSE_ERROR
  };
}

TEST(ErrorTable, NumbersAndNamesAreUniqueAndSentencesEnd) {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const auto code : all_codes()) {
    const auto& row = info(code);
    EXPECT_TRUE(numbers.insert(static_cast<int>(code)).second) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(row.meaning.back(), '.') << row.name;
    EXPECT_EQ(row.cure.back(), '.') << row.name;
    EXPECT_GE(row.http_status, 400) << row.name;
  }
}

TEST(ErrorTable, EachCodeThrowsItsOwnExceptionWithTheMessageAndTheCure) {
  for (const auto code : all_codes()) {
    const Result<int> failed = Error{code, "what happened"};
    try {
      (void)failed.value();
      FAIL() << info(code).name;
    } catch (const Exception& e) {
      EXPECT_EQ(e.error().code(), code);
      EXPECT_NE(std::string{e.what()}.find("what happened. "), std::string::npos);
      EXPECT_NE(std::string{e.what()}.find(info(code).cure), std::string::npos);
    }
  }
  EXPECT_THROW((void)Result<int>(Error{Errc::version_conflict, ""}).value(), VersionConflict);
  EXPECT_THROW((void)Result<void>(Error{Errc::not_found, ""}).value(), NotFound);
}

Result<int> half(int n) {
  if (n % 2 != 0) return Error{Errc::invalid_argument, std::to_string(n) + " is odd"};
  return n / 2;
}
Result<int> quarter(int n) {
  RECOURSE_TRY_ASSIGN(const int once, half(n));
  return half(once);
}

TEST(Result, TryPassesValuesOnAndErrorsUp) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message(), "3 is odd");
  EXPECT_EQ(quarter(6).error().within("line 7").message(), "line 7: 3 is odd");
}

/// An `else` behind the macro is the `if`'s in front of it.
Result<int> half_or_none(bool there, int n) {
  int none = 0;
  if (there)
    RECOURSE_TRY(half(n));
  else
    none = 1;
  return none;
}

TEST(Result, TryIsOneStatement) {
  EXPECT_EQ(half_or_none(true, 8).value(), 0);
  EXPECT_EQ(half_or_none(true, 7).error().message(), "7 is odd");
  EXPECT_EQ(half_or_none(false, 7).value(), 1);
}

TEST(Deadline, ForEverIsNoMomentThatHasPassed) {
  using std::chrono::milliseconds;
  using Clock = std::chrono::steady_clock;
  const auto now = Clock::now();
  EXPECT_EQ(base::deadline_after(milliseconds{5}, now), now + milliseconds{5});
  EXPECT_EQ(base::deadline_after(milliseconds{-5}, now), now);
  EXPECT_EQ(base::deadline_after(milliseconds::min(), now), now);
  EXPECT_EQ(base::deadline_after(milliseconds::max(), now), Clock::time_point::max());
  EXPECT_EQ(base::deadline_after(milliseconds::max() / 1'000'000, now), Clock::time_point::max());
}

TEST(Completion, CallsItsTargetOnceAndThenIsEmpty) {
  int sum = 0;
  base::Completion<int> done = [&sum](int n) { sum += n; };
  base::Completion<int> moved = std::move(done);
  EXPECT_FALSE(done);  // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_TRUE(moved);
  moved(3);
  EXPECT_FALSE(moved);
  EXPECT_EQ(sum, 3);
}

TEST(Completion, TakesTargetsThatOnlyMoveAndTargetsThatAreLarge) {
  auto owned = std::make_shared<int>(0);
  {
    base::Completion<int> small = [p = std::make_unique<int>(1), owned](int n) {
      *owned += *p + n;
    };
    std::array<char, 200> ballast{};
    base::Completion<int> large = [ballast, owned](int n) {
      *owned += static_cast<int>(ballast.size()) + n;
    };
    base::Completion<int> never = [ballast, owned](int) {
      *owned = -static_cast<int>(ballast.size());
    };
    base::Completion<int> elsewhere = std::move(large);
    small(1);
    elsewhere(1);
  }
  EXPECT_EQ(*owned, 203);
  EXPECT_EQ(owned.use_count(), 1) << "a target that was never called is destroyed all the same";
}

}  // namespace
}  // namespace recourse
