// The phases of a training.
//
// The numbers are on disk and never reused.
#pragma once

#include <cstdint>
#include <recourse/casework/common/labels.hpp>

namespace recourse::casework::training {

/// Where a training is.
enum class Phase : std::uint8_t {
  none = 0,
  planned = 1,
  announced = 2,
  held = 3,       ///< The test is to be entered.
  tested = 4,     ///< Its effect is to be measured.
  evaluated = 5,  ///< Whoever was absent may still have to make up for it.
  closed = 6,
  cancelled = 7,
};
BOOST_DESCRIBE_ENUM(Phase, none, planned, announced, held, tested, evaluated, closed, cancelled)
constexpr auto recourse_labels(const Phase*) {
  return describe::labels<Phase>({
      {Phase::none, "未立项"},
      {Phase::planned, "已计划"},
      {Phase::announced, "已通知"},
      {Phase::held, "已开展待考核"},
      {Phase::tested, "已考核待评估"},
      {Phase::evaluated, "已评估"},
      {Phase::closed, "已办结"},
      {Phase::cancelled, "已取消"},
  });
}

}  // namespace recourse::casework::training
