// A stream whose limits a notice moves: what tests of all workflows say of it.
//
// After Monday 2026-12-28 the working days are 29, 30, 31 December, and, as long as 2027 has no
// notice, 1, 4, 5, 6, 7, 8, 11 January. The notice makes 1 and 4 January days off: then they are 5,
// 6, 7, 8, 11, 12, 13.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>

namespace recourse::casework::testing_support {

inline LocalDay day(std::string_view text) { return parse_day(text).value(); }
inline Timestamp end(std::string_view text) { return end_of(day(text), kShanghaiOffset); }
/// A limit of so many working days after a day; of 2027 it is provisional, or no longer.
inline Due due(std::string_view last, bool provisional, std::string_view from, std::uint32_t days) {
  return {end(last), provisional, day(from), days};
}
inline Calendar with_notice() {
  const NoticeDay off[] = {{2027, 1, 1, true}, {2027, 1, 4, true}};
  return Calendar::china().amended({2027, true}, off).value();
}

/// A stream of a workflow on Monday 2026-12-28; `publish` brings the notice of 2027.
template <RecomputingDecider D>
class Recounted {
 public:
  explicit Recounted(std::string_view key) : scene{rules(), test::to_gtest()} {
    scene.zone(kShanghaiOffset).on(key).at("2026-12-28 09:00");
  }
  void publish() { calendar->publish(with_notice()); }
  /// The engine moves exactly these, once.
  template <class Event>
  void expect_moved(std::vector<RecountedLimit> limits) {
    const typename D::Command again{typename D::Recompute{}};
    EXPECT_FALSE(scene.decider().recomputes(scene.state(), scene.now()));
    scene.actor("engine:calendar_limits").when(again).then_refused("nothing_to_recompute");
    publish();
    EXPECT_TRUE(scene.decider().recomputes(scene.state(), scene.now()));
    scene.actor("supervisor:v1@city.ZA").when(again).then_refused("not_your_role");
    scene.actor("engine:calendar_limits").when(again);
    scene.then(Event{calendar->current().edition(), std::move(limits)});
    scene.when(again).then_refused("nothing_to_recompute");
    for (const auto name : scene.decider().next(scene.state())) {
      EXPECT_EQ(name.find("recompute"), std::string_view::npos) << "it is the engine's alone";
    }
  }

 private:
  D rules() const {
    D decider;
    decider.current_calendar = calendar;
    return decider;
  }
  std::shared_ptr<CurrentCalendar> calendar = std::make_shared<CurrentCalendar>(Calendar::china());

 public:
  test::Scenario<D> scene;
};

inline const RecountedLimit kFive{due("2027-01-04", true, "2026-12-28", 5),
                                  due("2027-01-06", false, "2026-12-28", 5)};
inline const RecountedLimit kTen{due("2027-01-11", true, "2026-12-28", 10),
                                 due("2027-01-13", false, "2026-12-28", 10)};

}  // namespace recourse::casework::testing_support
