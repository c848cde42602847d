// What commands need: their descriptions say it to forms and programs, the deciders refuse it. (The
// scenarios of all deciders besides find a command that was taken without something needed.)
#include <gtest/gtest.h>

#include <functional>
#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/check.hpp>
#include <recourse/office.hpp>
#include <recourse/office_workflows.hpp>
#include <set>

namespace recourse {
namespace {

using boost::json::object;
using describe::FieldInfo;
using describe::Shape;
using describe::TypeInfo;
using describe::ValueInfo;

boost::json::value json(std::string_view text) { return describe::parse_json(text).value(); }

const ValueInfo& inside(const ValueInfo& value) {
  const bool wraps = value.shape == Shape::optional || value.shape == Shape::sealed;
  return wraps ? inside(*value.element) : value;
}

/// The structs that a type is made of, itself first.
void collect(const TypeInfo& type, std::set<const TypeInfo*>& all) {
  if (!all.insert(&type).second) return;
  for (const auto& field : type.fields) {
    const auto* value = &inside(*field.value);
    if (value->shape == Shape::list) value = &inside(*value->element);
    if (value->shape == Shape::object) collect(*value->object, all);
  }
}

TEST(NeededFields, CanBeMissing) {
  std::size_t commands = 0;
  for (const auto& workflow : office_workflows()) {
    for (const auto* const command : workflow.info->commands->types) {
      std::set<const TypeInfo*> types;
      collect(*command, types);
      bool needs = false;
      for (const auto* const type : types) {
        for (const auto& field : type->fields) {
          if (!field.needed) continue;
          needs = true;
          const auto shape = field.value->shape;
          const bool can_lack = shape == Shape::optional || shape == Shape::text ||
                                shape == Shape::list || shape == Shape::natural ||
                                shape == Shape::boolean || shape == Shape::object;
          EXPECT_TRUE(can_lack) << type->type << "." << field.name << " is always there";
        }
      }
      commands += needs ? 1 : 0;
    }
  }
  EXPECT_GT(commands, 90u);
}

TEST(NeededFields, StandInNoEvent) {
  for (const auto& workflow : office_workflows()) {
    for (const auto* const event : workflow.info->events->types) {
      for (const auto& field : event->fields) {
        EXPECT_FALSE(field.needed)
            << event->type << "." << field.name << ": an event is recorded, nobody refuses it";
      }
    }
  }
}

/// A command that is taken where it stands in its row.
struct Step {
  std::string_view kind;
  std::string_view key;
  std::string_view actor;
  std::string_view command;
  std::string_view fields;
};

constexpr std::string_view kOfficer = "window_officer:w1@PD01";
constexpr std::string_view kChief = "station_chief:s1@PD01";
constexpr std::string_view kDistrict = "district_officer:d1@PD.RK";
constexpr std::string_view kCity = "city_officer:m1@city.RK";
constexpr std::string_view kSupervisor = "supervisor:v1@city.ZA";

const Step kSteps[] = {
    {"case", "PD01-1", kOfficer, "case.report",
     R"({"category": "difficult", "district": "PD", "matter": "RK10"})"},
    {"case", "PD01-1", kOfficer, "case.accept", "{}"},
    {"case", "PD01-1", kOfficer, "case.state_scope",
     R"({"understood": "迁不进", "wanted": "迁入"})"},
    {"case", "PD01-1", "citizen:c1", "case.correct_scope", R"({"text": "是迁出"})"},
    {"case", "PD01-1", "citizen:c1", "case.message", R"({"text": "何时办好？"})"},
    {"case", "PD01-1", kOfficer, "case.contact", R"({"how": "phone", "reached": true})"},
    {"case", "PD01-1", kOfficer, "case.assist", R"({"kind": "guided"})"},
    {"case", "PD01-1", kOfficer, "case.ask_support", R"({"question": "如何办？"})"},
    {"case", "PD01-1", kDistrict, "case.answer_support", R"({"answer": "按规定办"})"},
    {"case", "PD01-1", kChief, "case.set_difficult", R"({"reason": "涉及外省"})"},
    {"case", "PD01-1", kChief, "case.reassign", R"({"to": "w2", "reason": "休假"})"},
    {"case", "PD01-1", kOfficer, "case.pause",
     R"({"ground": "outside_verification", "reason": "发函", "told": "phone"})"},
    {"case", "PD01-1", kOfficer, "case.resume", "{}"},
    {"case", "PD01-1", kOfficer, "case.escalate", R"({"question": "能否办？", "tried": "查档"})"},
    {"case", "PD01-1", kDistrict, "case.answer_as_department",
     R"({"kind": "do_it_so", "wording": "可以办理"})"},
    {"case", "PD01-1", kOfficer, "case.close",
     R"({"outcome": "done", "reply": "已办", "told": "in_person", "applied": true})"},
    {"case", "PD01-2", kOfficer, "case.finish_on_spot",
     R"({"report": {"category": "difficult", "district": "PD", "matter": "RK10"},
         "outcome": "done"})"},
    {"case", "PD01-3", kOfficer, "case.report",
     R"({"category": "difficult", "district": "PD", "matter": "RK10"})"},
    {"case", "PD01-3", kOfficer, "case.decline",
     R"({"ground": "court", "reason": "已立案", "remedy": "向法院提出", "body": "法院",
         "told": "in_person"})"},
    {"calendar", "cn", "administrator:a1", "calendar.publish_year",
     R"({"year": 2027, "days": [{"date": "2027-01-01", "off": true, "name": "元旦"}]})"},
    {"replies", "KJ-0001", "supervisor:v1", "replies.propose",
     R"({"matter": "RK01", "cases": 5, "from": "2023-01-01", "to": "2023-03-31"})"},
    {"training", "1", kDistrict, "training.plan",
     R"({"topic": "一次告知", "day": "2023-06-08",
         "cases": [{"number": "PD01-1", "retelling": "多次补材料"}]})"},
    {"training", "1", kDistrict, "training.announce", R"({"place": "三楼", "invited": ["w1"]})"},
    {"supervision", "1", kDistrict, "supervision.plan",
     R"({"unit": "PD01", "kind": "routine", "day": "2023-06-09"})"},
    {"supervision", "1", kDistrict, "supervision.record_findings",
     R"({"findings": [{"kind": "sign", "weight": "ordinary", "what": "被遮挡", "rule": "R4"}]})"},
    {"supervision", "1", kDistrict, "supervision.issue_circular", R"({"text": "限期整改"})"},
    {"supervision", "1", kChief, "supervision.report_correction", R"({"text": "已移除"})"},
    {"rectification", "ZG-2023-0001", kSupervisor, "rectification.open",
     R"({"matter": "RK01", "reason": "M1", "period": "2023Q1", "stations": ["PD01"], "found": 4,
         "overall": 90})"},
    {"rectification", "ZG-2023-0001", kCity, "rectification.analyse", R"({"cause": "不一致"})"},
    {"rectification", "ZG-2023-0001", kCity, "rectification.propose",
     R"({"kind": "training", "text": "培训", "owner": "PD01", "due": "2023-06-20"})"},
    {"liaison", "population.JA012", "district_officer:d1@JA.RK", "liaison.appoint",
     R"({"staff": "x1", "stand_in": "x2"})"},
    {"dispatch", "catalogue", kCity, "dispatch.propose",
     R"({"from_case": "PD01-1", "matter": "RK01", "line": "public_order", "reason": "裁定"})"},
    {"dispatch", "catalogue", kSupervisor, "dispatch.adopt", R"({"proposal": 1})"},
    {"registry", "PD01", "station_chief:s1@PD01", "registry.register",
     R"({"district": "PD", "name": "陆家嘴派出所"})"},
    {"registry", "PD01", kChief, "registry.plan", R"({"form": "independent", "place": "一楼"})"},
    {"registry", "PD01", kChief, "registry.check_sign",
     R"({"place": "入口", "clear_position": true, "unobstructed": true})"},
    {"registry", "PD01", kChief, "registry.add_officer",
     R"({"staff": "w1", "kind": "sworn", "rank": "supervisor_3", "years": 12})"},
};

class Taken : public ::testing::Test {
 protected:
  Result<core::Outcome> give(const Step& step, const object& fields) const {
    const auto& port = *office->engine().workflow(step.kind);
    return core::handle_json(port, StreamId::of(step.kind, step.key).value(), step.command, fields,
                             office->context(core::Actor::parse(step.actor)));
  }
  static std::string text_of(const Result<core::Outcome>& done) {
    if (!done) return done.error().to_string();
    return done->refused() ? done->refusal().name + ": " + done->refusal().en : "taken";
  }
  /// Gives the command without each thing that it needs, at any depth; counts them.
  std::size_t try_without(const Step& step, const object& fields, const TypeInfo& type,
                          const std::function<object(const object&)>& whole) const {
    std::size_t tried = 0;
    for (const auto& field : type.fields) {
      const auto* const given = fields.if_contains(field.name);
      if (field.needed) {
        EXPECT_NE(given, nullptr) << step.command << " was to have " << field.name;
        auto without = fields;
        without.erase(field.name);
        const auto done = give(step, whole(without));
        // What is nested may have parts without a default: then it cannot be read.
        const bool no = done ? done->refused() : done.error().code() == Errc::malformed;
        EXPECT_TRUE(no) << step.command << " without " << field.name << ": " << text_of(done);
        ++tried;
      }
      const auto& value = inside(*field.value);
      if (given == nullptr || value.shape != Shape::object) continue;
      tried += try_without(step, given->as_object(), *value.object, [&](const object& inner) {
        auto outer = fields;
        outer[field.name] = inner;
        return whole(outer);
      });
    }
    return tried;
  }

  ManualClock clock{parse_timestamp("2023-06-01T09:30:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
};

TEST_F(Taken, WithAllThatIsNeededAndRefusedWithoutAnyOfIt) {
  std::size_t tried = 0;
  for (const auto& step : kSteps) {
    clock.advance(std::chrono::minutes{1});
    const auto& commands = *office->engine().workflow(step.kind)->info().commands;
    const auto place = commands.find(step.command);
    ASSERT_LT(place, commands.types.size()) << step.command;
    const auto fields = json(step.fields).as_object();
    tried +=
        try_without(step, fields, *commands.types[place], [](const object& all) { return all; });
    const auto done = give(step, fields);
    EXPECT_TRUE(done && !done->refused()) << step.command << ": " << text_of(done);
  }
  EXPECT_GE(tried, 70u);
}

TEST_F(Taken, EmptyIsAsGoodAsMissing) {
  const Step step{"case", "PD01-9", kOfficer, "case.report",
                  R"({"category": "difficult", "district": "PD", "matter": "RK10"})"};
  ASSERT_FALSE(give(step, json(step.fields).as_object()).value().refused());
  const Step hold{"case", "PD01-9", kSupervisor, "case.place_hold", R"({"reason": ""})"};
  const auto done = give(hold, json(hold.fields).as_object()).value();
  ASSERT_TRUE(done.refused());
  EXPECT_EQ(done.refusal().name, "reason_missing");
}

}  // namespace
}  // namespace recourse
