// Wire and JSON forms of every event, command and of the state, filled with non-default values.
#include <gtest/gtest.h>

#include <recourse/casework/complaint/json.hpp>
#include <recourse/describe/check.hpp>
#include <set>

#include "tests/support/fill.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint {
namespace {

using test::every;
using test::every_filled;
using test::Filler;

/// Survives whole; cut anywhere, it is an error.
template <class Read, class T>
void expect_wire_round_trip(const Read& read, const T& value, const std::string& bytes,
                            std::string_view name) {
  SCOPED_TRACE(name);
  const Result<T> again = read(bytes);
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(*again, value);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_FALSE(read(std::string_view{bytes}.substr(0, n))) << "cut at " << n;
  }
}

template <class V>
void expect_each_survives_the_wire() {
  for (const auto& one : every_filled<V>()) {
    std::string bytes;
    describe::encode_alternative(one, bytes);
    const auto type = describe::type_of(one);
    const auto read = [&](std::string_view from) {
      return describe::decode_as<V>(type, describe::version_of(one), from);
    };
    expect_wire_round_trip(read, one, bytes, type);
  }
}

TEST(CaseForms, EveryEventAndCommandSurvivesTheWire) {
  expect_each_survives_the_wire<Event>();
  expect_each_survives_the_wire<Command>();
  const auto state = Filler{}.make<State>();
  const auto read = [](std::string_view from) {
    return describe::decode<State>(from, describe::spec_of<State>.version);
  };
  expect_wire_round_trip(read, state, describe::encode(state), "state");
}

TEST(CaseForms, EveryEventSurvivesJson) {
  for (const auto& event : every_filled<Event>()) {
    const auto type = describe::type_of(event);
    const auto json = to_json(event, {.reveal = true});
    EXPECT_EQ(json.at("type").as_string(), std::string{type});
    const auto again = event_from_json(type, json);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, event) << type;
  }
}

TEST(CaseForms, EveryCommandSurvivesJson) {
  for (const auto& command : every_filled<Command>()) {
    const auto type = describe::type_of(command);
    const auto json = to_json(command, {.reveal = true});
    const auto again = command_from_json(type, json);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, command) << type;
  }
}

TEST(CaseForms, ACommandMayLeaveEverythingOut) {
  for (const auto& command : every<Command>()) {
    const auto empty = command_from_json(describe::type_of(command), boost::json::object{});
    ASSERT_TRUE(empty) << empty.error().message();
    EXPECT_EQ(*empty, command) << describe::type_of(command);
  }
}

TEST(CaseForms, AnUnknownMemberOrCommandIsAnError) {
  const auto member = command_from_json("case.accept", {{"presnet", true}});
  ASSERT_FALSE(member);
  EXPECT_EQ(member.error().code(), Errc::malformed);
  EXPECT_NE(member.error().message().find("/presnet"), std::string::npos);
  const auto type = command_from_json("case.received", boost::json::object{});
  ASSERT_FALSE(type);
  EXPECT_EQ(type.error().code(), Errc::unknown_event);
  const auto list = command_from_json("case.accept", boost::json::array{});
  ASSERT_FALSE(list);
  const auto grade = command_from_json("case.rate", {{"grade", "excellent"}});
  ASSERT_FALSE(grade);
  EXPECT_NE(grade.error().message().find("very_satisfied"), std::string::npos);
}

TEST(CaseForms, PersonalDataIsMaskedUnlessRevealed) {
  Report report = testing::a_report();
  report.phone = Sealed<std::string>{"13812341234"};
  const Command command = report;
  EXPECT_EQ(to_json(command).at("name").as_string(), "张*");
  EXPECT_EQ(to_json(command).at("phone").as_string(), "138****1234");
  EXPECT_EQ(to_json(command, {.reveal = true}).at("phone").as_string(), "13812341234");
}

TEST(CaseForms, ANarrativeMayBeLongAShortTextMayNot) {
  Report report = testing::a_report();
  report.narrative = Sealed<std::string>{std::string(200 * 1024, 'x')};
  EXPECT_TRUE(describe::check_text(Command{report}));
  report.reference = std::string(5 * 1024, 'x');
  EXPECT_FALSE(describe::check_text(Command{report}));
}

TEST(CaseForms, TheStateTellsWhatFollowsFromIt) {
  testing::Scene scene;
  scene.escalated();
  const auto json = to_json(scene.state).as_object();
  EXPECT_EQ(json.at("phase_zh").as_string(), "上报分局");
  EXPECT_EQ(json.at("owner").as_string(), "PD.RK");
  EXPECT_EQ(json.at("loops").as_array().at(0).as_string(), "escalated");
  EXPECT_EQ(json.at("current_deadlines").as_array().size(), 3u);
  EXPECT_FALSE(json.contains("allowed")) << "that depends on who asks";
  EXPECT_EQ(json.at("intake").at("line").as_string(), "population");
}

TEST(CaseForms, SchemasHaveEveryAlternativeAndSayWhatACommandNeeds) {
  const auto events = event_schema();
  const auto commands = command_schema();
  EXPECT_EQ(events.at("oneOf").as_array().size(), std::variant_size_v<describe::SetOf<Event>>);
  EXPECT_EQ(commands.at("oneOf").as_array().size(), std::variant_size_v<describe::SetOf<Command>>);
  const auto& types = commands.at("$defs").as_object();
  EXPECT_EQ(types.size(), commands.at("oneOf").as_array().size());
  const auto needs = [&](std::string_view type) { return types.at(type).at("required"); };
  EXPECT_EQ(needs("case.accept"), (boost::json::array{"type"}));
  EXPECT_EQ(needs("case.report"), (boost::json::array{"type", "category"}));
  EXPECT_EQ(needs("case.close"), (boost::json::array{"type", "outcome", "reply", "told"}));
  EXPECT_EQ(needs("case.refuse_referral"), (boost::json::array{"type"}))
      << "its timer says nothing";
}

TEST(CaseForms, EveryEventAndCommandHasAChineseNameAndItsOwnType) {
  std::set<std::string_view> types;
  for (const auto* set : {&describe::set_info<Event>(), &describe::set_info<Command>()}) {
    for (const auto* type : set->types) {
      EXPECT_FALSE(type->zh.empty()) << type->type;
      EXPECT_TRUE(types.insert(type->type).second);
    }
  }
}

template <class E>
void expect_chinese_names() {
  std::set<std::string_view> names;
  for (const auto& word : describe::enum_info<E>.words) {
    EXPECT_FALSE(word.zh.empty()) << word.name;
    EXPECT_TRUE(names.insert(word.zh).second) << word.name;
  }
}

TEST(CaseForms, EveryValueHasAChineseNameOfItsOwn) {
  expect_chinese_names<Line>();
  expect_chinese_names<Phase>();
  expect_chinese_names<ClockPhase>();
  expect_chinese_names<Category>();
  expect_chinese_names<Channel>();
  expect_chinese_names<Role>();
  expect_chinese_names<Route>();
  expect_chinese_names<Outcome>();
  expect_chinese_names<Grade>();
  expect_chinese_names<AnswerKind>();
  expect_chinese_names<DeclineGround>();
  expect_chinese_names<PauseGround>();
  expect_chinese_names<DeadlineKind>();
  expect_chinese_names<Loop>();
}

}  // namespace
}  // namespace recourse::casework::complaint
