// The values of a training: typical cases, attendance, scores, and what changed afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/values.hpp>
#include <recourse/casework/training/lifecycle.hpp>
#include <string>
#include <vector>

namespace recourse::casework::training {

using casework::zh;

/// Which duty of a training has a limit.
enum class LimitKind : std::uint8_t {
  hold = 1,
  test = 2,
  evaluation = 3,
  make_up = 4,
};
BOOST_DESCRIBE_ENUM(LimitKind, hold, test, evaluation, make_up)
constexpr auto recourse_labels(const LimitKind*) {
  return describe::labels<LimitKind>({
      {LimitKind::hold, "开展培训"},
      {LimitKind::test, "录入考核"},
      {LimitKind::evaluation, "评估效果"},
      {LimitKind::make_up, "缺席补训"},
  });
}

/// A case that the training is built on, told without whom it was about (R25).
struct TypicalCase {
  std::string number{};
  std::string retelling{};
  friend bool operator==(const TypicalCase&, const TypicalCase&) = default;
};
BOOST_DESCRIBE_STRUCT(TypicalCase, (), (number, retelling))
constexpr auto recourse_spec(const TypicalCase*) {
  return describe::spec(
      "training.typical_case", 1,
      "A case that the training is built on, told without whom it was about (R25).",
      {describe::needed({"number", 1, "Number of the case."}),
       describe::needed({"retelling", 1, "What happened, without names and numbers of persons."})});
}

/// Somebody who was invited and did not come.
struct Absence {
  std::string staff{};
  std::string reason{};
  friend bool operator==(const Absence&, const Absence&) = default;
};
BOOST_DESCRIBE_STRUCT(Absence, (), (staff, reason))
constexpr auto recourse_spec(const Absence*) {
  return describe::spec(
      "training.absence", 1, "Somebody who was invited and did not come.",
      {describe::needed({"staff", 1, "Staff number."}), describe::needed({"reason", 1, "Why."})});
}

/// What somebody scored in the test.
struct Score {
  std::string staff{};
  std::uint32_t score = 0;
  friend bool operator==(const Score&, const Score&) = default;
};
BOOST_DESCRIBE_STRUCT(Score, (), (staff, score))
constexpr auto recourse_spec(const Score*) {
  return describe::spec(
      "training.score", 1, "What somebody scored in the test.",
      {describe::needed({"staff", 1, "Staff number."}), {"score", 1, "Of a hundred."}});
}

/// What is counted of the attendees' cases that ended within a period.
struct Counts {
  LocalDay from{};
  LocalDay to{};
  std::uint32_t cases = 0;
  std::uint32_t repeated = 0;
  std::uint32_t rated = 0;
  std::uint32_t bad = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (from, to, cases, repeated, rated, bad))
constexpr auto recourse_spec(const Counts*) {
  return describe::spec("training.counts", 1,
                        "What is counted of the attendees' cases that ended within a period.",
                        {{"from", 1, "First day of the period."},
                         {"to", 1, "Last day of it."},
                         {"cases", 1, "Cases."},
                         {"repeated", 1, "Of these, with a repeated trip (R14)."},
                         {"rated", 1, "Of these, rated."},
                         {"bad", 1, "Of the rated ones, badly: the whole or the service (R17)."}});
}

/// How a share changed, with an interval that holds the true change 95 times in 100.
struct Change {
  std::int32_t difference = 0;
  std::int32_t low = 0;
  std::int32_t high = 0;
  friend bool operator==(const Change&, const Change&) = default;
};
BOOST_DESCRIBE_STRUCT(Change, (), (difference, low, high))
constexpr auto recourse_spec(const Change*) {
  return describe::spec(
      "training.change", 1,
      "How a share changed, with an interval that holds the true change 95 times in 100.",
      {{"difference", 1, "After less before, in hundredths of a percent."},
       {"low", 1, "The interval's lower end."},
       {"high", 1, "Its upper end."}});
}

}  // namespace recourse::casework::training
