// The notice of a year: what is believed, and what becomes of the limits that waited for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <recourse/casework/calendar/holiday_cn.hpp>
#include <sstream>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint {
namespace {

using namespace testing;
using calendar::CalendarDecider;
using calendar::PublishYear;
using calendar::YearPublished;

constexpr const char* kAdministrator = "administrator:a1";

calendar::Day off(std::string_view date) { return {day(date), true, "元旦"}; }
calendar::Day works(std::string_view date) { return {day(date), false, "元旦"}; }

/// As a notice may be: New Year is a Friday, and the Monday after it is off as well.
PublishYear a_year() { return {2027, {off("2027-01-04"), off("2027-01-01")}, "gov.cn"}; }

// --- the workflow --------------------------------------------------------------------------------

/// The stream of the notices, without a store.
struct Notices {
  CalendarDecider decider;
  calendar::State state;
  std::uint64_t version = 0;

  core::Decision<calendar::Event> decide(const PublishYear& c, std::string_view actor) const {
    const core::Context context{Timestamp{}, core::Actor::parse(actor), CommandId{}};
    return decider.decide(state, calendar::Command{c}, context);
  }
  std::string refusal(const PublishYear& c, std::string_view actor = kAdministrator) const {
    const auto decision = decide(c, actor);
    if (!decision.is_refusal()) return {};
    EXPECT_EQ(decision.refusal().rule, "calendar");
    EXPECT_FALSE(decision.refusal().en.empty());
    EXPECT_FALSE(decision.refusal().zh.empty());
    return decision.refusal().name;
  }
  YearPublished publish(const PublishYear& c) {
    const auto decision = decide(c, kAdministrator);
    EXPECT_FALSE(decision.is_refusal()) << decision.refusal().en;
    decider.evolve(state, decision.events().at(0), {Version{++version}, Timestamp{}, 1});
    return std::get<YearPublished>(decision.events().at(0));
  }
};

TEST(CalendarNotices, ANoticeIsRecordedInOrderAndByWhom) {
  Notices notices;
  const auto event = notices.publish(a_year());
  EXPECT_EQ(event.days, (std::vector{off("2027-01-01"), off("2027-01-04")}));
  EXPECT_EQ(event.by, "a1");
  EXPECT_EQ(event.source, "gov.cn");
  ASSERT_NE(calendar::find(notices.state, 2027), nullptr);
  EXPECT_EQ(calendar::find(notices.state, 2027)->notices, 1u);
  EXPECT_EQ(calendar::find(notices.state, 2028), nullptr);
}

TEST(CalendarNotices, OnlyAnAdministratorPublishes) {
  const Notices notices;
  for (const auto* actor : {kOfficer, kSupervisor, kTimer, "a1", ""}) {
    EXPECT_EQ(notices.refusal(a_year(), actor), "not_your_role") << actor;
  }
  EXPECT_EQ(notices.refusal(a_year(), "administrator: "), "no_actor");
}

TEST(CalendarNotices, ANoticeThatCannotBeRightIsRefused) {
  const Notices notices;
  const auto with = [&](std::vector<calendar::Day> days) {
    return notices.refusal({2027, std::move(days), ""});
  };
  EXPECT_EQ(notices.refusal({2009, {off("2009-01-01")}, ""}), "year_out_of_range");
  EXPECT_EQ(notices.refusal({2101, {off("2101-01-03")}, ""}), "year_out_of_range");
  EXPECT_EQ(with({}), "empty_notice");
  EXPECT_EQ(with({off("2028-01-01")}), "day_outside_year");
  EXPECT_EQ(with({off("2026-11-30")}), "day_outside_year");
  EXPECT_EQ(with({off("2026-12-31")}), "");
  EXPECT_EQ(with({off("2027-01-01"), works("2027-01-09"), off("2027-01-01")}), "day_twice");
  EXPECT_EQ(with({off("2027-01-01"), works("2027-01-06")}), "works_anyway");
  EXPECT_EQ(with({off("2027-01-01"), works("2027-01-09")}), "");
  EXPECT_EQ(with({off("2027-01-01"), off("2027-01-02"), off("2027-01-03")}), "") << "a weekend";
  EXPECT_EQ(with({off("2027-01-03"), works("2027-01-04")}), "") << "the end of a holiday, named";
}

TEST(CalendarNotices, ALaterNoticeTakesThePlaceOfTheEarlierAndTheSameIsRefused) {
  Notices notices;
  notices.publish(a_year());
  EXPECT_EQ(notices.refusal(a_year()), "already_published");
  const PublishYear corrected{2027, {off("2027-01-01")}, "gov.cn, corrected"};
  notices.publish({2028, {off("2028-01-03")}, ""});
  notices.publish(corrected);
  const auto* const holds = calendar::find(notices.state, 2027);
  ASSERT_NE(holds, nullptr);
  EXPECT_EQ(holds->notices, 2u);
  EXPECT_EQ(holds->days, corrected.days);
  EXPECT_EQ(notices.state.years.size(), 2u);
  EXPECT_EQ(notices.refusal(corrected), "already_published");
  EXPECT_EQ(notices.refusal(a_year()), "") << "a correction may be taken back";
}

// --- the form of holiday-cn ----------------------------------------------------------------------

std::string built_in(int year) {
  std::ifstream file{RECOURSE_SOURCE_DIR "/src/base/calendar/" + std::to_string(year) + ".json"};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(HolidayCn, EveryBuiltInNoticeReadsAndSaysWhatTheCalendarKnows) {
  const Notices notices;
  for (int year = 2010; year <= 2027; ++year) {
    auto read = calendar::read_holiday_cn(built_in(year));
    ASSERT_TRUE(read) << year << ": " << read.error().message();
    EXPECT_EQ(read->year, static_cast<std::uint32_t>(year));
    const bool out = Calendar::china().years().at(static_cast<std::size_t>(year - 2010)).published;
    EXPECT_EQ(notices.refusal(*read), out ? "already_published" : "empty_notice") << year;
    if (!out) continue;
    EXPECT_TRUE(read->source.starts_with("http")) << year;
    const auto holiday = std::ranges::find_if(read->days, [](const calendar::Day& d) {
      return d.off && std::chrono::weekday{d.date}.iso_encoding() < 6;
    });
    ASSERT_NE(holiday, read->days.end()) << year;
    read->days.erase(holiday);
    EXPECT_EQ(notices.refusal(*read), "") << year << ": a day less is another notice";
  }
}

TEST(HolidayCn, ErrorsNameThePlace) {
  const auto error = [](std::string_view text) {
    const auto read = calendar::read_holiday_cn(text);
    return read ? std::string{"read"} : read.error().message();
  };
  EXPECT_EQ(error(R"({"year":2027,"days":[{"date":"2027-01-01","isOffDay":true}]})"), "read");
  const std::pair<const char*, const char*> wrong[] = {
      {R"([])", "/: an object is wanted here"},
      {R"({"days":[]})", "/year: missing"},
      {R"({"year":"2027","days":[]})", "/year: a year is wanted here"},
      {R"({"year":2027})", "/days: missing"},
      {R"({"year":2027,"days":{}})", "/days: a list is wanted here"},
      {R"({"year":2027,"papers":[1],"days":[]})", "/papers: "},
      {R"({"year":2027,"days":[7]})", "/days/0: an object is wanted here"},
      {R"({"year":2027,"days":[{"isOffDay":true}]})", "/days/0/date: missing"},
      {R"({"year":2027,"days":[{"date":"2027-02-30","isOffDay":true}]})", "/days/0/date: "},
      {R"({"year":2027,"days":[{"date":"2027-01-01","isOffDay":1}]})", "/days/0/isOffDay: "},
      {R"({"year":2027,"days":[{"date":"2027-01-01","isOffDay":true,"name":1}]})",
       "/days/0/name: "},
  };
  for (const auto& [text, at] : wrong) EXPECT_TRUE(error(text).starts_with(at)) << error(text);
}

// --- the cases -----------------------------------------------------------------------------------

/// A scene whose calendar can be turned.
struct Turning : Scene {
  std::shared_ptr<CurrentCalendar> current_calendar =
      std::make_shared<CurrentCalendar>(Calendar::china());

  explicit Turning(std::string_view start) : Scene(start) {
    decider.current_calendar = current_calendar;
  }
  void publish(const PublishYear& notice = a_year()) {
    const YearPublished event{notice.year, notice.days, notice.source, "a1"};
    current_calendar->publish(calendar::amended_by(current_calendar->current(), event).value());
  }
  LimitsRecomputed recompute() {
    const auto events = accepts(kAdministrator, RecomputeLimits{});
    if (events.size() != 1) return {};
    return std::get<LimitsRecomputed>(events[0]);
  }
  /// Nothing is computed again, and nothing has changed.
  void stays(std::string_view name = "nothing_to_recompute") {
    const auto before = state;
    EXPECT_EQ(refusal(kAdministrator, RecomputeLimits{}), name);
    EXPECT_EQ(state, before);
  }
};

/// When a limit ends; from where it was counted is not looked at.
struct Ends {
  Timestamp at;
  bool provisional;

  friend bool operator==(const std::optional<Due>& due, const Ends& ends) {
    return due && due->at == ends.at && due->provisional == ends.provisional;
  }
};

Ends ends(std::string_view date, bool provisional = false) {
  return {end_of(day(date), kShanghaiOffset), provisional};
}

constexpr const char* kMonday = "2026-12-28T09:00:00+08:00";

TEST(RecomputedLimits, ALimitIntoTheNextYearMovesAsItsNoticeSays) {
  Turning scene{kMonday};
  scene.received();
  ASSERT_EQ(scene.state.deadlines.resolution, ends("2027-01-04", true));
  EXPECT_FALSE(scene.decider.recomputes(scene.state, scene.now)) << "no notice yet";
  scene.stays();
  scene.publish();
  EXPECT_TRUE(scene.decider.recomputes(scene.state, scene.now));
  scene.at("2026-12-29T09:00:00+08:00");
  const auto event = scene.recompute();
  EXPECT_EQ(event.resolution, ends("2027-01-06"));
  EXPECT_EQ(event.contact, std::nullopt) << "that one ended in the old year";
  EXPECT_EQ(event.calendar, Calendar::china().edition() + "+2027");
  EXPECT_EQ(event.by, "a1");
  EXPECT_EQ(scene.state.deadlines.resolution, ends("2027-01-06"));
  EXPECT_EQ(scene.state.phases, (Phases{Phase::received, ClockPhase::running}));
  EXPECT_EQ(scene.decider.timers(scene.state).at(0).due, ends("2027-01-06").at);
  EXPECT_FALSE(scene.decider.recomputes(scene.state, scene.now));
  scene.stays();
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(RecomputedLimits, WhatIsReportedNextIsComputedByTheNotice) {
  Turning scene{kMonday};
  scene.publish();
  scene.received();
  EXPECT_EQ(scene.state.deadlines.resolution, ends("2027-01-06"));
  EXPECT_EQ(scene.state.intake.calendar, Calendar::china().edition() + "+2027");
}

TEST(RecomputedLimits, TheyAreAsIfTheNoticeHadBeenKnown) {
  const PublishYear notice{2027,
                           {off("2026-12-31"), off("2027-01-01"), works("2027-01-09"),
                            off("2027-02-08"), off("2027-02-09"), works("2027-02-20")},
                           ""};
  const auto end = parse_timestamp("2027-03-01T00:00:00+08:00").value();
  for (Turning first{"2026-12-01T09:00:00+08:00"}; first.now < end;
       first.later(std::chrono::hours{24})) {
    Turning scene{kMonday};
    scene.now = first.now;
    scene.received();
    Turning knowing{kMonday};
    knowing.now = first.now;
    knowing.publish(notice);
    knowing.received();
    scene.publish(notice);
    if (scene.decider.recomputes(scene.state, scene.now)) scene.recompute();
    const auto& made = scene.state.deadlines;
    const auto& wanted = knowing.state.deadlines;
    // A limit that ends in the old year is not provisional, and a notice does not reach it.
    const auto year_begins = parse_timestamp("2027-01-01T00:00:00+08:00").value();
    if (made.resolution->at > year_begins) {
      EXPECT_EQ(made.resolution, wanted.resolution) << to_string(scene.now);
    }
    if (made.contact->at > year_begins) {
      EXPECT_EQ(made.contact, wanted.contact) << to_string(scene.now);
    }
  }
}

TEST(RecomputedLimits, AnOverdueCaseKeepsTheLimitThatPassed) {
  Turning scene{kMonday};
  scene.received();
  scene.at("2027-01-05T00:01:00+08:00");
  scene.publish();
  scene.stays();  // Nobody has said so yet.
  scene.accepts(kTimer, GoOverdue{});
  scene.stays();
  EXPECT_EQ(scene.state.deadlines.resolution, ends("2027-01-04", true));
}

TEST(RecomputedLimits, AFinishedCaseTakesNothing) {
  Turning scene{kMonday};
  scene.closed();
  scene.publish();
  scene.stays();
}

TEST(RecomputedLimits, TheCareAfterABadRatingGoesOnAndMoves) {
  Turning scene{kMonday};
  scene.rated_badly();
  scene.accepts(kLead, ContactRater{.how = Told::phone, .reached = true});
  scene.accepts(kLead, VerifyRating{.cause = RatingCause::service, .finding = personal("属实")});
  ASSERT_EQ(scene.state.deadlines.rating_follow_up, ends("2027-01-04", true));
  scene.publish();
  EXPECT_TRUE(scene.decider.recomputes(scene.state, scene.now));
  EXPECT_EQ(scene.recompute().rating_follow_up, ends("2027-01-06"));
  EXPECT_EQ(scene.state.deadlines.rating_follow_up, ends("2027-01-06"));
  EXPECT_EQ(scene.state.phases.stage, Phase::rated);
  scene.stays();
}

TEST(RecomputedLimits, TheSupervisionOfACaseThatHasEndedMoves) {
  Turning scene{kMonday};
  scene.explained();
  scene.at("2026-12-30T09:00:00+08:00");
  scene.accepts("supervisor:v9", Supervise{.reason = "抽查"});
  scene.accepts(kOfficer, Scene::a_closing());
  ASSERT_EQ(supervision_deadline(scene.state), ends("2027-01-04", true));
  scene.publish();
  EXPECT_EQ(scene.recompute().supervision.at(0), ends("2027-01-06"));
}

TEST(RecomputedLimits, ANoticeThatComesLateGivesTheDaysBackThatWereOff) {
  Turning scene{kMonday};
  scene.received();
  scene.publish();
  scene.at("2027-01-04T09:00:00+08:00");
  EXPECT_EQ(scene.recompute().resolution, ends("2027-01-06"));
}

TEST(RecomputedLimits, ALimitNeverEndsInThePast) {
  Turning scene{kMonday};
  scene.received();
  scene.publish({2027, {works("2027-01-02")}, ""});
  scene.at("2027-01-04T09:00:00+08:00");
  EXPECT_EQ(scene.recompute().resolution, ends("2027-01-04")) << "by the notice it was the 2nd";
}

TEST(RecomputedLimits, ANamedDayStays) {
  Turning scene{kMonday};
  scene.accepted();
  scene.accepts(kSupervisor, Extend{day("2027-01-08"), "需核实", Told::phone});
  scene.publish();
  scene.stays();
  EXPECT_EQ(scene.state.deadlines.resolution, ends("2027-01-08"));
}

TEST(RecomputedLimits, AClockThatRestsHasTheSameDaysLeft) {
  Turning scene{kMonday};
  scene.accepted();
  scene.at("2026-12-30T09:00:00+08:00");
  scene.accepts(kOfficer, Pause{PauseGround::citizens_papers, "补充材料", Told::phone});
  const auto cap =
      scene.current_calendar->current().add_working_days(day("2026-12-30"), 30).value();
  ASSERT_EQ(scene.state.deadlines.pause_cap, ends(to_string(cap.day), true));
  scene.publish();
  const auto event = scene.recompute();
  EXPECT_EQ(event.resolution, std::nullopt) << "what was left is left";
  const auto new_cap =
      scene.current_calendar->current().add_working_days(day("2026-12-30"), 30).value();
  EXPECT_EQ(event.pause_cap, ends(to_string(new_cap.day)));
  EXPECT_NE(cap.day, new_cap.day);
  scene.at("2027-01-11T09:00:00+08:00");
  scene.accepts(kOfficer, Resume{"材料已到"});
  EXPECT_EQ(scene.state.deadlines.resolution, ends("2027-01-14")) << "three days were left";
}

TEST(RecomputedLimits, AClockThatGoesOnHasTheDaysThatAreLeft) {
  Turning scene{kMonday};
  scene.accepted();
  scene.accepts(kOfficer, Pause{PauseGround::citizens_papers, "补充材料", Told::phone});
  scene.at("2026-12-31T09:00:00+08:00");
  scene.accepts(kOfficer, Resume{"材料已到"});
  ASSERT_EQ(scene.state.deadlines.resolution, ends("2027-01-07", true));
  scene.publish();
  EXPECT_EQ(scene.recompute().resolution, ends("2027-01-11"));
}

TEST(RecomputedLimits, AClockMayRestBeyondTheDayOfItsLimit) {
  Turning scene{kMonday};
  scene.accepted();
  scene.at("2026-12-30T09:00:00+08:00");
  scene.accepts(kOfficer, Pause{PauseGround::citizens_papers, "补充材料", Told::phone});
  scene.publish();
  scene.at("2027-01-20T09:00:00+08:00");
  EXPECT_EQ(scene.recompute().resolution, std::nullopt);
  scene.accepts(kOfficer, Resume{"材料已到"});
  EXPECT_EQ(scene.state.deadlines.resolution, ends("2027-01-25")) << "three days were left";
}

TEST(RecomputedLimits, ACorrectedNoticeMovesALimitThatIsNotProvisionalAnyMore) {
  Turning scene{kMonday};
  scene.publish();
  scene.received();
  ASSERT_EQ(scene.state.deadlines.resolution, ends("2027-01-06"));
  scene.stays();
  scene.publish(
      {2027, {off("2027-01-01"), off("2027-01-04"), off("2027-01-05"), off("2027-01-06")}, ""});
  EXPECT_TRUE(scene.decider.recomputes(scene.state, scene.now));
  EXPECT_EQ(scene.recompute().resolution, ends("2027-01-08"));
  scene.publish({2027, {off("2027-01-01")}, ""});
  EXPECT_EQ(scene.recompute().resolution, ends("2027-01-05")) << "and back";
}

TEST(RecomputedLimits, WhatWasLeftBeforeACorrectionIsLeftAfterIt) {
  Turning scene{"2027-04-26T09:00:00+08:00"};
  scene.publish({2027, {off("2027-05-01")}, ""});
  scene.accepted();
  ASSERT_EQ(scene.state.deadlines.resolution, ends("2027-05-03"));
  scene.accepts(kOfficer, Pause{PauseGround::outside_verification, "外省核实", Told::phone});
  EXPECT_EQ(scene.state.deadlines.days_left, 5u);
  scene.publish({2027,
                 {works("2027-04-25"), off("2027-05-01"), off("2027-05-02"), off("2027-05-03"),
                  off("2027-05-04"), off("2027-05-05"), works("2027-05-08")},
                 ""});
  scene.at("2027-04-30T09:00:00+08:00");
  scene.accepts(kOfficer, Resume{"已核实"});
  EXPECT_EQ(scene.state.deadlines.resolution, ends("2027-05-11")) << "the 6th to the 8th, 10, 11";
}

TEST(RecomputedLimits, DaysOffDuringARestAreNotGivenBack) {
  for (const bool rests_again : {false, true}) {
    Turning scene{kMonday};
    scene.accepted();
    scene.at("2026-12-30T09:00:00+08:00");
    scene.accepts(kOfficer, Pause{PauseGround::citizens_papers, "补充材料", Told::phone});
    scene.at("2027-01-05T09:00:00+08:00");
    scene.accepts(kOfficer, Resume{"材料已到"});
    ASSERT_EQ(scene.state.deadlines.resolution, ends("2027-01-08", true));
    scene.at("2027-01-06T09:00:00+08:00");
    if (rests_again) {
      scene.accepts(kOfficer, Pause{PauseGround::citizens_papers, "补充材料", Told::phone});
      scene.at("2027-01-07T09:00:00+08:00");
    }
    scene.publish();
    const auto again = scene.recompute().resolution;
    if (rests_again) {
      EXPECT_EQ(again, std::nullopt) << "what is left is left";
    } else {
      EXPECT_EQ(again, ends("2027-01-08"));
    }
  }
}

// A notice that comes out during a rest moves what goes on afterwards, however short the rest was.
TEST(RecomputedLimits, ANoticeDuringARestMovesWhatGoesOn) {
  const Due of_the_other{end_of(day("2027-01-04"), kShanghaiOffset), true, day("2026-12-28"), 5};
  for (const auto& [resumed, end] :
       {std::pair{"2026-12-28T16:00:00+08:00", "2027-01-06"},  // nothing has rested
        std::pair{"2026-12-29T15:00:00+08:00", "2027-01-07"}}) {
    Turning scene{kMonday};
    scene.accepted();
    ASSERT_EQ(scene.state.deadlines.resolution, of_the_other);
    scene.happens(Absorbed{.source = "case/C", .from = scene.now, .limit = of_the_other});
    scene.at("2026-12-28T14:00:00+08:00");
    scene.accepts(kOfficer, Pause{.ground = PauseGround::outside_verification,
                                  .reason = "向民政局核实",
                                  .told = Told::phone});
    scene.publish();
    scene.recompute();
    scene.at(resumed);
    scene.accepts(kOfficer, Resume{.reason = "已核实"});
    EXPECT_EQ(scene.state.deadlines.resolution, ends(end));
    EXPECT_EQ(scene.state.ending.absorbed.at(0).limit, ends(end));
    EXPECT_FALSE(scene.decider.recomputes(scene.state, scene.now));
  }
}

// What stands in a merged case comes back when it is taken out, and a unit that was asked answers
// there meanwhile.
TEST(RecomputedLimits, ThoseOfAMergedCaseMove) {
  Turning scene{"2026-12-31T09:00:00+08:00"};
  scene.received();
  scene.accepts(kCitizen, Message{.text = personal("请尽快")});
  scene.accepts(kOfficer, Accept{});
  scene.accepts(kOfficer, SetDifficult{.reason = "涉及多个部门"});
  scene.accepts(kOfficer, AskUnit{.unit = "PD.JJ", .question = personal("是否一致？")});
  const auto before = scene.state;
  ASSERT_EQ(before.deadlines.contact, ends("2027-01-01", true));
  ASSERT_EQ(before.deadlines.attention, ends("2027-01-01", true));
  ASSERT_TRUE(before.work.assisting.at(0).due.provisional);
  scene.happens(Merged{.by = "w1", .target = "case/B", .reason = "同一事项"});
  scene.publish();
  const auto event = scene.recompute();
  EXPECT_EQ(event.contact, ends("2027-01-05"));
  EXPECT_EQ(event.attention, ends("2027-01-05"));
  ASSERT_EQ(event.assisting.size(), 1u);
  EXPECT_FALSE(event.assisting[0].provisional);
  EXPECT_EQ(scene.state.work.assisting.at(0).due, event.assisting[0]);
  EXPECT_FALSE(scene.decider.recomputes(scene.state, scene.now));
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(RecomputedLimits, OneThatPassedOrWasMetStaysBesideOneThatRuns) {
  Turning scene{"2026-12-31T09:00:00+08:00"};
  scene.escalated();
  ASSERT_EQ(scene.state.deadlines.contact, ends("2027-01-01", true));
  ASSERT_EQ(scene.state.deadlines.answer, ends("2027-01-07", true));
  scene.publish();
  scene.at("2027-01-08T09:00:00+08:00");
  const auto event = scene.recompute();
  EXPECT_EQ(event.answer, std::nullopt) << "it passed";
  EXPECT_EQ(event.contact, std::nullopt) << "it was met";
  EXPECT_TRUE(event.resolution.has_value());
  EXPECT_EQ(scene.state.deadlines.answer, ends("2027-01-07", true));

  Turning met{"2026-12-31T09:00:00+08:00"};
  met.accepted();
  met.publish();
  EXPECT_EQ(met.recompute().contact, std::nullopt) << "it was met, and has not passed";
}

TEST(RecomputedLimits, AnAnswerThatWasSentBackHasItsOwnStart) {
  Turning scene{kMonday};
  scene.answered();
  scene.at("2027-01-05T09:00:00+08:00");
  scene.accepts(kOfficer, ReturnAnswer{.reason = "无法办理"});
  ASSERT_EQ(scene.state.deadlines.answer, ends("2027-01-12", true));
  scene.publish();
  EXPECT_EQ(scene.recompute().answer, ends("2027-01-12"));
}

TEST(RecomputedLimits, TheDepartmentsAnswerWaitsForTheNoticeToo) {
  Turning scene{kMonday};
  scene.escalated();
  ASSERT_EQ(scene.state.deadlines.answer, ends("2027-01-04", true));
  scene.publish();
  scene.at("2027-01-04T09:00:00+08:00");
  const auto event = scene.recompute();
  EXPECT_EQ(event.answer, ends("2027-01-06"));
  EXPECT_EQ(
      event.resolution,
      ends(to_string(
          scene.current_calendar->current().add_working_days(day("2026-12-28"), 15).value().day)));
}

TEST(RecomputedLimits, SoDoTheCitysAnswerANoticesItemsAReviewAndTheGraceOfAPromise) {
  Turning city{kMonday};
  city.escalated();
  city.at("2026-12-29T09:00:00+08:00");
  city.accepts(kDistrict, ForwardToCity{.opinion = "请市局答复"});
  ASSERT_EQ(city.state.deadlines.answer, ends("2027-01-05", true));
  city.publish();
  EXPECT_EQ(city.recompute().answer, ends("2027-01-07"));

  Turning notice{kMonday};
  notice.notice_issued();
  const auto was = *notice.state.deadlines.supplement;
  notice.publish();
  EXPECT_EQ(notice.recompute().supplement->at - was.at, std::chrono::days{2});

  Turning declined{"2026-12-31T09:00:00+08:00"};
  declined.received();
  declined.accepts(kOfficer,
                   Decline{DeclineGround::court, "已立案", "向法院申请", "法院", Told::in_person});
  ASSERT_EQ(declined.state.deadlines.review, ends("2027-01-04", true));
  declined.publish();
  EXPECT_EQ(declined.recompute().review, ends("2027-01-06"));

  Turning lacking{kMonday};
  lacking.accepted();
  auto promise = Scene::a_lacking();
  promise.promise_day = day("2027-01-12");
  lacking.accepts(kOfficer, promise);
  ASSERT_EQ(lacking.state.deadlines.resolution, ends("2027-01-14", true));
  lacking.publish();
  EXPECT_EQ(lacking.recompute().resolution, ends("2027-01-14"))
      << "two days after the promised one";
}

TEST(RecomputedLimits, OnlyAdministratorAndTimerAskForIt) {
  Turning scene{kMonday};
  scene.received();
  scene.publish();
  for (const auto* actor : {kCitizen, kOfficer, kChief, kSupervisor, kImporter}) {
    EXPECT_EQ(scene.refusal(actor, RecomputeLimits{}), "not_your_role") << actor;
  }
  EXPECT_EQ(scene.refusal(kTimer, RecomputeLimits{}), "");
}

TEST(RecomputedLimits, ACaseToldAfterwardsHasNone) {
  Turning scene{kMonday};
  auto report = a_report();
  report.station = "PD01";
  report.historical = true;
  scene.accepts(kImporter, report);
  scene.publish();
  EXPECT_FALSE(scene.decider.recomputes(scene.state, scene.now));
  scene.stays();
}

}  // namespace
}  // namespace recourse::casework::complaint
