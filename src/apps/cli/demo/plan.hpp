// Plan: which matters come to which window, when, and what course each will take; from a seed
// alone.
//
//     const Plan plan = make_plan(20231130, 3254).value();
//     plan.cases[0].key         → "31011301-20230601-001"
//     plan.cases[0].course      → Course::on_spot
//
// The published numbers hold exactly: 311 stations, 3,254 matters, and how they spread over the
// business lines. Everything else is made up to look likely, and stands for nothing that happened.
// Other numbers of cases spread over the lines in the same shares, by largest remainder.
// Pure: the same seed and number give the same plan on every machine. Values; no shared state.
#pragma once

#include <array>
#include <optional>
#include <recourse/casework/complaint/values.hpp>

#include "stations.hpp"

namespace recourse::cli {

/// Raise it with every change that makes another plan or script of the same seed.
inline constexpr std::uint32_t kPlanVersion = 11;
/// What the half-year brought, as published.
inline constexpr std::uint64_t kPublishedCases = 3254;
/// In the order of casework::Line.
inline constexpr std::array<std::uint64_t, 6> kPublishedLines{2913, 99, 64, 33, 0, 145};
/// The plan and all its commands are kept in memory, some 6 KB a case.
inline constexpr std::uint64_t kCasesMax = 50'000;

/// The failure that the demonstration finds, and mends: from July on people are sent away in this
/// matter for this reason much more often than before, until its list and notice were changed.
inline constexpr const char* kClassMatter = "RK23";
inline constexpr const char* kClassReason = "M1";
/// The standard reply that is written for it.
inline constexpr const char* kClassReply = "KJ-0001";
/// It begins on this day; it is found in the cases from this day …
inline constexpr LocalDay kClassBegins{std::chrono::year{2023} / 7 / 1};
/// … up to this one.
inline constexpr LocalDay kClassFound{std::chrono::year{2023} / 7 / 31};
/// From this day on the changed list holds, and it recurs less.
inline constexpr LocalDay kTurned{std::chrono::year{2023} / 8 / 22};

/// The life of a case in outline. Which one is likely depends on the reason of the failure.
enum class Course : std::uint8_t {
  on_spot,             ///< Done while the citizen waits.
  next_day,            ///< Meant for the spot, not done that day, hurried the next.
  explained,           ///< Law and reason explained, and understood.
  not_understood,      ///< Explained in vain, then escalated.
  expedited,           ///< Hurried within the station's powers.
  verified,            ///< Waits for another body's verification; the clock rests.
  lacking,             ///< Accepted with secondary papers lacking; the promise is kept.
  promise_lapsed,      ///< The same; the promise is not kept.
  notice,              ///< Written notice of what is lacking; it is brought.
  notice_lapsed,       ///< The same; it is not brought.
  escalated,           ///< The district department answers.
  escalated_city,      ///< The district asks the city department.
  declined,            ///< Out of scope, and a reviewer agrees.
  decline_overturned,  ///< A reviewer, or nobody in time, takes it back; then explained.
  referred,            ///< Another body's affair.
  attitude,            ///< Complaint about manner: the chief takes it up and closes it.
  withdrawn,
  merged,  ///< A second report of the same; goes on inside the first.
};
inline constexpr std::size_t kCourses = 18;

/// What may happen besides. At most one a case.
enum class Twist : std::uint8_t { none, late, reopened, reviewed, reviewed_twice };

struct PlannedCase {
  std::string key;          ///< Of its stream: "<station>-<yyyymmdd>-<serial>".
  std::size_t station = 0;  ///< Index in Plan::stations.
  casework::Line line{};
  std::string matter;
  std::string reason;
  casework::complaint::Category category{};
  casework::complaint::Channel channel{};
  casework::complaint::ApplicantKind applicant{};
  bool present = false;  ///< The citizen stands at the window.
  Timestamp reported_at{};
  Course course{};
  Twist twist{};
  std::uint64_t seed = 0;    ///< Of all that its script draws.
  std::uint64_t person = 0;  ///< Of name and telephone number; a merged case has its target's.
  std::optional<std::size_t> merges_into;  ///< Index in Plan::cases.
};

bool is_of_class(const PlannedCase& planned);

struct Plan {
  std::uint64_t seed = 0;
  std::vector<Station> stations;
  std::vector<PlannedCase> cases;  ///< In the order of their reports.
};

/// How many of `cases` belong to each line.
std::array<std::uint64_t, 6> line_totals(std::uint64_t cases);

/// invalid_argument unless 1 ≤ cases ≤ kCasesMax. From 311 cases on, every station has one.
Result<Plan> make_plan(std::uint64_t seed, std::uint64_t cases);

}  // namespace recourse::cli
