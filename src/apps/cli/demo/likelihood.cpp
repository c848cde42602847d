#include "likelihood.hpp"

#include <algorithm>

namespace recourse::cli {
namespace {

using casework::Line;
using casework::complaint::ApplicantKind;
using casework::complaint::Category;
using casework::complaint::Channel;

struct MatterWeight {
  std::string_view code;
  std::uint32_t weight;
};
/// Matters that are not listed weigh 1.
constexpr MatterWeight kMatters[] = {
    {"RK01", 10}, {"RK10", 12}, {"RK11", 4}, {"RK12", 4},  {"RK13", 3},  {"RK15", 3}, {"RK16", 7},
    {"RK17", 4},  {"RK18", 4},  {"RK19", 9}, {"RK20", 14}, {"RK21", 12}, {"RK22", 4}, {"RK23", 20},
    {"RK24", 9},  {"RK25", 4},  {"RK26", 9}, {"RK27", 5},  {"RK29", 7},  {"RK30", 8}, {"RK31", 4},
    {"RK32", 5},  {"RK33", 4},  {"RK34", 6}, {"RK35", 7},  {"RK36", 8},  {"RK37", 6}, {"RK38", 3},
    {"ZA01", 6},  {"ZA05", 4},  {"ZA06", 4}, {"ZA08", 3},  {"XZ01", 12}, {"XZ04", 3}, {"XZ05", 4},
    {"XZ06", 5},  {"XZ07", 3},  {"JJ01", 7}, {"JJ02", 6},  {"JJ03", 2},  {"JJ04", 4}, {"JJ05", 4},
    {"JJ06", 6},  {"QT01", 12}, {"QT02", 4}, {"QT03", 5},  {"QT04", 8},  {"QT05", 4}, {"QT06", 3}};

/// Courses by weight, in the order of Course.
using Mix = std::array<std::uint32_t, kCourses>;

struct Share {
  Course course;
  std::uint32_t weight;
};
template <std::size_t N>
constexpr Mix mix(const Share (&shares)[N]) {
  Mix result{};
  for (const auto& share : shares) result[static_cast<std::size_t>(share.course)] = share.weight;
  return result;
}

using C = Course;
constexpr Mix kQuick =
    mix({{C::on_spot, 80}, {C::next_day, 4}, {C::explained, 2}, {C::expedited, 14}});
constexpr Mix kPapers = mix({{C::on_spot, 50},
                             {C::next_day, 2},
                             {C::expedited, 25},
                             {C::lacking, 21},
                             {C::promise_lapsed, 2}});
constexpr Mix kForms = mix({{C::on_spot, 66},
                            {C::next_day, 2},
                            {C::expedited, 20},
                            {C::lacking, 11},
                            {C::promise_lapsed, 1}});
constexpr Mix kNoticed =
    mix({{C::on_spot, 18}, {C::expedited, 10}, {C::notice, 58}, {C::notice_lapsed, 14}});
constexpr Mix kExplain = mix({{C::on_spot, 10},
                              {C::explained, 74},
                              {C::not_understood, 10},
                              {C::expedited, 4},
                              {C::declined, 1},
                              {C::decline_overturned, 1}});
constexpr Mix kHard = mix({{C::on_spot, 8},
                           {C::next_day, 2},
                           {C::expedited, 38},
                           {C::verified, 4},
                           {C::escalated, 37},
                           {C::escalated_city, 11}});
constexpr Mix kVerify = mix({{C::on_spot, 4},
                             {C::explained, 2},
                             {C::expedited, 20},
                             {C::verified, 42},
                             {C::escalated, 22},
                             {C::escalated_city, 4},
                             {C::referred, 6}});
constexpr Mix kSlow = mix({{C::on_spot, 24}, {C::next_day, 2}, {C::expedited, 74}});
constexpr Mix kNotOurs = mix({{C::explained, 42},
                              {C::not_understood, 4},
                              {C::declined, 34},
                              {C::decline_overturned, 6},
                              {C::referred, 14}});
constexpr Mix kManner = mix({{C::attitude, 94}, {C::referred, 6}});

struct ReasonWeight {
  std::string_view code;
  Category category;
  std::array<std::uint32_t, 5> weight;  ///< Population, order, criminal, traffic, other.
  const Mix& mix;
};
constexpr ReasonWeight kReasons[] = {{"M1", Category::not_accepted, {26, 24, 14, 34, 4}, kPapers},
                                     {"M2", Category::not_accepted, {10, 10, 6, 14, 2}, kForms},
                                     {"M3", Category::difficult, {3, 2, 2, 1, 1}, kHard},
                                     {"M4", Category::other, {3, 5, 8, 4, 14}, kExplain},
                                     {"P1", Category::policy, {5, 8, 8, 5, 8}, kExplain},
                                     {"P2", Category::policy, {4, 6, 5, 6, 18}, kExplain},
                                     {"P3", Category::difficult, {2, 2, 2, 2, 3}, kHard},
                                     {"P4", Category::policy, {1, 1, 3, 1, 2}, kExplain},
                                     {"P5", Category::policy, {1, 2, 3, 1, 14}, kNotOurs},
                                     {"D1", Category::difficult, {7, 2, 4, 3, 0}, kHard},
                                     {"D2", Category::difficult, {3, 0, 1, 1, 0}, kHard},
                                     {"D3", Category::difficult, {1, 0, 0, 0, 0}, kHard},
                                     {"D4", Category::difficult, {1, 1, 0, 0, 0}, kHard},
                                     {"X1", Category::difficult, {3, 5, 5, 3, 4}, kVerify},
                                     {"X2", Category::difficult, {2, 2, 6, 2, 0}, kVerify},
                                     {"X3", Category::difficult, {2, 4, 5, 2, 1}, kHard},
                                     {"S1", Category::other, {6, 4, 5, 4, 3}, kQuick},
                                     {"S2", Category::not_accepted, {11, 8, 8, 6, 7}, kQuick},
                                     {"S3", Category::other, {5, 2, 3, 3, 7}, kQuick},
                                     {"A1", Category::attitude, {1, 1, 1, 1, 3}, kManner},
                                     {"A2", Category::attitude, {1, 1, 1, 1, 2}, kManner},
                                     {"A3", Category::attitude, {1, 1, 1, 1, 2}, kManner},
                                     {"A4", Category::not_accepted, {4, 3, 2, 2, 2}, kQuick},
                                     {"H1", Category::policy, {1, 0, 0, 0, 0}, kExplain},
                                     {"H2", Category::difficult, {6, 2, 3, 1, 1}, kSlow},
                                     {"Z9", Category::other, {3, 3, 3, 2, 6}, kQuick}};

std::size_t column_of(Line line) {
  switch (line) {
    case Line::population:
      return 0;
    case Line::public_order:
      return 1;
    case Line::criminal:
      return 2;
    case Line::traffic:
      return 3;
    case Line::exit_entry:
    case Line::other:
      break;
  }
  return 4;
}

const std::string& draw_matter(Line line, Random& dice) {
  std::vector<const std::string*> codes;
  std::vector<std::uint32_t> weights;
  for (const auto& matter : casework::Catalogue::builtin().matters()) {
    if (matter.line != line) continue;
    const auto listed = std::ranges::find(kMatters, matter.code, &MatterWeight::code);
    codes.push_back(&matter.code);
    weights.push_back(listed == std::ranges::end(kMatters) ? 1 : listed->weight);
  }
  return *codes[dice.weighted(std::span{weights})];
}

/// Some matters hold their reason already.
const ReasonWeight& draw_reason(const PlannedCase& planned, Random& dice) {
  const auto called = [](std::string_view code) -> const ReasonWeight& {
    return *std::ranges::find(kReasons, code, &ReasonWeight::code);
  };
  if (planned.matter == "QT02") return called(dice.percent(50) ? "A1" : "A2");
  if (planned.matter == "QT03") return called("P5");
  if (planned.matter == "JJ04") return called("M1");
  if (planned.matter == kClassMatter && dice.percent(45)) return called(kClassReason);
  std::array<std::uint32_t, std::size(kReasons)> weights{};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = kReasons[i].weight[column_of(planned.line)];
  }
  return kReasons[dice.weighted(std::span{weights})];
}

/// Only these courses leave room for being late: the others end at once or rest the clock.
bool may_be_late(Course course) {
  return course == Course::expedited || course == Course::escalated ||
         course == Course::escalated_city;
}
bool may_be_reopened(Course course) {
  return course == Course::on_spot || course == Course::expedited || course == Course::lacking ||
         course == Course::escalated;
}
bool may_be_reviewed(Course course) {
  return course == Course::explained || course == Course::not_understood ||
         course == Course::promise_lapsed || course == Course::attitude;
}

Twist draw_twist(Course course, Random& dice) {
  if (may_be_late(course) && dice.percent(9)) return Twist::late;
  if (may_be_reopened(course) && dice.permille(14)) return Twist::reopened;
  if (may_be_reviewed(course) && dice.permille(25)) return Twist::reviewed;
  if (may_be_reviewed(course) && dice.permille(8)) return Twist::reviewed_twice;
  return Twist::none;
}

/// A matter that is declined was registered, not accepted: the officer looks at it first.
bool declines(Course course) {
  return course == Course::declined || course == Course::decline_overturned;
}

}  // namespace

void draw_nature(PlannedCase& planned, Random& dice) {
  constexpr std::array<std::uint32_t, 4> kChannels{86, 5, 6, 3};
  planned.matter = draw_matter(planned.line, dice);
  const auto& reason = draw_reason(planned, dice);
  planned.reason = reason.code;
  planned.category = reason.category;
  planned.channel = static_cast<Channel>(dice.weighted(std::span{kChannels}) + 1);
  const bool papers = &reason.mix == &kPapers || &reason.mix == &kForms;
  const Mix& mix = planned.line == Line::traffic && papers ? kNoticed : reason.mix;
  planned.course = static_cast<Course>(dice.weighted(std::span{mix}));
  // Only listed matters are accepted with papers lacking.
  const bool lacks = planned.course == Course::lacking || planned.course == Course::promise_lapsed;
  if (lacks && !casework::Catalogue::builtin().matter(planned.matter)->lacking) {
    planned.course = Course::expedited;
  }
  if (dice.permille(20) && planned.course == Course::expedited) planned.course = Course::withdrawn;
  planned.applicant = dice.percent(planned.line == Line::public_order ? 30 : 4)
                          ? ApplicantKind::enterprise
                          : ApplicantKind::person;
  const bool unseen = planned.channel == Channel::online || planned.channel == Channel::hotline;
  if (unseen && planned.course == Course::attitude && dice.percent(30)) {
    planned.applicant = ApplicantKind::anonymous;
  }
  planned.present = planned.channel == Channel::window && !declines(planned.course);
  planned.twist = draw_twist(planned.course, dice);
}

}  // namespace recourse::cli
