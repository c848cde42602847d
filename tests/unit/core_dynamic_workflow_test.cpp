// DynamicWorkflow: a workflow that is described by data runs as one of C++ types does.
#include <gtest/gtest.h>

#include <recourse/core/dynamic_workflow.hpp>
#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/any.hpp>
#include <recourse/engine.hpp>

namespace recourse {
namespace {

using core::DynamicSet;
using core::DynamicState;
namespace dynamic = core::dynamic;

const core::DynamicStruct* described(core::StructDescription description) {
  return dynamic::describe_struct(std::move(description)).value();
}

/// The same as the dynamic event below, in C++.
struct Deposited {
  std::string parcel;
  std::uint32_t grams = 0;
  std::optional<std::string> note;
  std::vector<std::string> labels;
  Timestamp until{};
};
BOOST_DESCRIBE_STRUCT(Deposited, (), (parcel, grams, note, labels, until))
constexpr auto recourse_spec(const Deposited*) {
  return describe::spec("box.deposited", 2, "A parcel was put in.",
                        {{"parcel", 1, "Which."},
                         {"grams", 1, "Its weight."},
                         {"note", 1, "What was said."},
                         {"labels", 1, "What it bears."},
                         {"until", 2, "When it goes back."}});
}

core::StructDescription deposited() {
  return {.type = "box.deposited",
          .version = 2,
          .doc = "A parcel was put in.",
          .class_name = "Deposited",
          .fields = {{.name = "parcel", .value = &dynamic::text()},
                     {.name = "grams", .value = &dynamic::natural(4)},
                     {.name = "note", .value = &dynamic::optional_of(dynamic::text())},
                     {.name = "labels", .value = &dynamic::list_of(dynamic::text())},
                     {.name = "until", .value = &dynamic::moment(), .since = 2}}};
}

template <class T>
T& at(core::DynamicObject& object, std::size_t field) {
  return *static_cast<T*>(object.at(field));
}
template <class T>
const T& at(const core::DynamicObject& object, std::size_t field) {
  return *static_cast<const T*>(object.at(field));
}

core::DynamicDescription box() {
  static const auto* const state =
      described({.type = "box.state",
                 .class_name = "State",
                 .fields = {{.name = "parcel", .value = &dynamic::text()},
                            {.name = "until", .value = &dynamic::optional_of(dynamic::moment())}}});
  static const auto* const deposit =
      described({.type = "box.deposit",
                 .class_name = "Deposit",
                 .fields = {{.name = "parcel", .value = &dynamic::text()},
                            {.name = "until", .value = &dynamic::moment()}}});
  static const auto* const give_back = described({.type = "box.give_back", .class_name = "Back"});
  static const auto* const event = described(deposited());
  static const auto* const gone = described({.type = "box.emptied", .class_name = "Emptied"});
  static const auto* const old =
      described({.type = "box.put",
                 .class_name = "Put",
                 .fields = {{.name = "parcel", .value = &dynamic::text()}}});
  return {.kind = "box",
          .state = state,
          .commands = {deposit, give_back},
          .events = {event, gone},
          .retired = {old},
          .timed = true};
}

class Rules final : public core::DynamicRules {
 public:
  explicit Rules(const core::DynamicWorkflow& of) : of_(&of) {}
  core::Decision<DynamicSet> decide(const DynamicState& s, const DynamicSet& command,
                                    const core::Context&) const override {
    const auto& parcel = at<std::string>(s, 0);
    if (command.type() == "box.give_back") {
      if (parcel == "stuck") return core::Refusal{"stuck", "box", "It is stuck.", "卡住了。", {}};
      return core::Decision<DynamicSet>::of(DynamicSet{of_->events(), 1});
    }
    const auto& wanted = at<std::string>(command.object(), 0);
    if (wanted == "bomb") throw std::runtime_error("boom");
    if (!parcel.empty()) return core::Refusal{"full", "box", "It is full.", "已满。", {}};
    DynamicSet event{of_->events(), 0};
    at<std::string>(event.object(), 0) =
        wanted == "moody" ? wanted + std::to_string(++calls_) : wanted;
    at<Timestamp>(event.object(), 4) = at<Timestamp>(command.object(), 1);
    return core::Decision<DynamicSet>::of(event);
  }
  void evolve(DynamicState& s, const DynamicSet& event, const core::Facts&) const override {
    auto& until = at<core::DynamicList>(s, 1);
    until.items.clear();
    at<std::string>(s, 0).clear();
    if (event.type() == "box.emptied") return;
    at<std::string>(s, 0) = at<std::string>(event.object(), 0);
    until.items.emplace_back(dynamic::moment());
    *static_cast<Timestamp*>(until.items[0].address()) = at<Timestamp>(event.object(), 4);
  }
  std::vector<core::DynamicTimer> timers(const DynamicState& s) const override {
    const auto& until = at<core::DynamicList>(s, 1);
    if (until.items.empty()) return {};
    return {{"pick_up", *static_cast<const Timestamp*>(until.items[0].address())}};
  }
  DynamicSet on_timer(const DynamicState&, std::string_view) const override {
    return DynamicSet{of_->commands(), 1};
  }
  std::vector<DynamicSet> current(const DynamicSet& retired) const override {
    DynamicSet event{of_->events(), 0};
    at<std::string>(event.object(), 0) = at<std::string>(retired.object(), 0);
    return {event};
  }
  std::vector<std::string_view> next(const DynamicState& s, const core::Context*) const override {
    if (at<std::string>(s, 0).empty()) return {"box.deposit"};
    return {"box.give_back"};
  }

 private:
  const core::DynamicWorkflow* of_;
  mutable std::atomic<int> calls_{0};
};

core::DynamicDecider decider(core::DynamicOptions options = {}) {
  static const auto* const workflow = core::DynamicWorkflow::describe(box()).value();
  return {*workflow, std::make_shared<Rules>(*workflow), options};
}

class DynamicWorkflow : public testing::Test {
 protected:
  void open(core::DynamicOptions options = {}) {
    engine = Engine::open({.store = "memory", .clock = &clock}).value();
    const auto made = decider(options);
    boxes = &engine->add(made, core::dynamic_view(made));
    engine->start().value();
  }
  Result<core::Outcome> give(std::string_view command, const boost::json::value& fields) {
    return core::handle_json(*boxes, stream, command, fields,
                             engine->context({"c1", "courier", ""}));
  }
  Result<core::Outcome> deposit(std::string_view parcel) {
    return give("box.deposit", {{"parcel", parcel}, {"until", "2030-01-02T00:00:00Z"}});
  }
  boost::json::object state() {
    const core::Visibility staff{.any = true,
                                 .classes = {describe::Access::open, describe::Access::internal}};
    return core::state_json(*boxes, boxes->find_any(stream, Version{~0ULL}).value(), staff);
  }

  ManualClock clock{parse_timestamp("2030-01-01T00:00:00Z").value()};
  std::unique_ptr<Engine> engine;
  Hosted<core::DynamicDecider>* boxes = nullptr;
  StreamId stream = StreamId::of("box", "1").value();
};

TEST(DynamicTypes, WriteTheSameBytesAsTheCppStructOfThatDescription) {
  const auto set = dynamic::describe_set({described(deposited())}).value();
  DynamicSet event{*set};
  auto& object = event.object();
  at<std::string>(object, 0) = "4711";
  at<std::uint64_t>(object, 1) = 300;
  auto& note = object.type()->fields[2];
  *static_cast<std::string*>(note.value->inside->add(note.at(&object))) = "易碎";
  auto& labels = object.type()->fields[3];
  for (const auto* label : {"a", "bc"}) {
    *static_cast<std::string*>(labels.value->inside->add(labels.at(&object))) = label;
  }
  at<Timestamp>(object, 4) = parse_timestamp("2030-01-02T00:00:00Z").value();
  std::string bytes;
  describe::encode_alternative(event, bytes);
  const Deposited same{
      "4711", 300, "易碎", {"a", "bc"}, parse_timestamp("2030-01-02T00:00:00Z").value()};
  EXPECT_EQ(bytes, describe::encode(same));
  // Golden: what lies in logs never changes.
  std::string hex;
  for (const auto c : bytes) {
    constexpr auto kDigits = "0123456789abcdef";
    hex += kDigits[static_cast<unsigned char>(c) >> 4U];
    hex += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  EXPECT_EQ(hex, "0434373131ac020106e69893e7a28e02016102626380c0e0fe9b6e");
  DynamicSet again{*set};
  describe::decode_as("box.deposited", 2, bytes, &again, set->info()).value();
  EXPECT_EQ(again, event);
  at<std::uint64_t>(again.object(), 1) = 301;
  EXPECT_FALSE(again == event);
}

TEST(DynamicTypes, AFieldThatIsNewerThanARecordHasItsDefault) {
  auto description = deposited();
  core::DynamicValue initial{dynamic::moment()};
  *static_cast<Timestamp*>(initial.address()) = Timestamp{std::chrono::milliseconds{5}};
  description.fields[4].initial = initial;
  const auto set = dynamic::describe_set({described(std::move(description))}).value();
  DynamicSet event{*set};
  describe::decode_as("box.deposited", 1, std::string_view{"\x01x\x00\x00\x00", 5}, &event,
                      set->info())
      .value();
  EXPECT_EQ(at<std::string>(event.object(), 0), "x");
  EXPECT_EQ(at<Timestamp>(event.object(), 4).time_since_epoch().count(), 5);
}

TEST(DynamicTypes, RefuseADescriptionThatCouldNotBeKept) {
  auto twice = deposited();
  twice.fields[1].name = "parcel";
  EXPECT_EQ(dynamic::describe_struct(twice).error().code(), Errc::invalid_argument);
  auto back = deposited();
  back.fields[0].since = 2;
  EXPECT_NE(dynamic::describe_struct(back).error().message().find("box.deposited.grams"),
            std::string::npos);
  auto beyond = deposited();
  beyond.fields[4].since = 3;
  EXPECT_FALSE(dynamic::describe_struct(beyond));
  auto foreign = box();
  foreign.kind = "crate";
  EXPECT_EQ(core::DynamicWorkflow::describe(foreign).error().code(), Errc::invalid_argument);
  EXPECT_FALSE(dynamic::enumeration({"Size", {{"s", 1}, {"m", 1}}}));
  EXPECT_FALSE(dynamic::enumeration({"Size", {}}));
}

TEST_F(DynamicWorkflow, DecidesFoldsAndShowsItsState) {
  open();
  ASSERT_FALSE(deposit("4711").value().refused());
  EXPECT_EQ(state().at("parcel"), "4711");
  EXPECT_EQ(deposit("4712").value().refusal().name, "full");
  EXPECT_EQ(boxes->history(stream).value().size(), 1u);
  const auto now = boxes->find_any(stream, Version{~0ULL}).value();
  EXPECT_EQ(boxes->next(now.state.get(), nullptr)->front(), "box.give_back");
  EXPECT_EQ(give("box.open", {}).error().code(), Errc::unknown_event);
  EXPECT_EQ(give("box.deposit", {{"parcel", 3}}).error().code(), Errc::malformed);
}

TEST_F(DynamicWorkflow, WhatRulesThrowIsAnErrorAndNothingIsAppended) {
  open();
  const auto error = deposit("bomb").error();
  EXPECT_EQ(error.code(), Errc::user_code_failed);
  EXPECT_NE(error.message().find("boom"), std::string::npos);
  EXPECT_EQ(engine->store().head().value(), Position{0});
}

TEST_F(DynamicWorkflow, ATimerFiresOnceAndOneThatIsRefusedIsRecorded) {
  open();
  deposit("4711").value();
  clock.advance(std::chrono::hours{48});
  EXPECT_EQ(engine->fire_due().value().fired, 1u);
  EXPECT_EQ(state().at("parcel"), "");
  give("box.deposit", {{"parcel", "stuck"}, {"until", "2030-01-04T00:00:00Z"}}).value();
  clock.advance(std::chrono::hours{48});
  EXPECT_EQ(engine->fire_due().value().declined, 1u);
  const auto history = boxes->history(stream).value();
  ASSERT_EQ(history.size(), 4u);
  EXPECT_EQ(history[3].event.type(), "box.timer_declined");
  EXPECT_EQ(at<std::string>(history[3].event.object(), 1), "stuck");
  EXPECT_EQ(state().at("parcel"), "stuck");
}

TEST_F(DynamicWorkflow, ARetiredEventIsReadAsWhatItMeansToday) {
  open();
  core::Append append{.command_id = random_command_id(), .actor = "clerk:1", .streams = {}};
  append.streams.push_back(
      {stream,
       core::ExpectedVersion::exactly(Version{0}),
       1,
       {core::NewEvent{"box.put", 1, clock.now(), std::string{"\x03old", 4}}}});
  engine->store().append(std::move(append)).value();
  EXPECT_EQ(state().at("parcel"), "old");
  EXPECT_EQ(boxes->history(stream).value()[0].event.type(), "box.deposited");
}

TEST_F(DynamicWorkflow, AnEventThatNobodyDescribedIsAnErrorByName) {
  open();
  core::Append append{.command_id = random_command_id(), .actor = "clerk:1", .streams = {}};
  append.streams.push_back({stream,
                            core::ExpectedVersion::exactly(Version{0}),
                            1,
                            {core::NewEvent{"box.burnt", 1, clock.now(), std::string{}}}});
  engine->store().append(std::move(append)).value();
  const auto error = deposit("4711").error();
  EXPECT_EQ(error.code(), Errc::unknown_event);
  EXPECT_NE(error.message().find("box.burnt"), std::string::npos);
}

TEST_F(DynamicWorkflow, RulesThatAreNotPureAreFoundWhereThatIsAskedFor) {
  open();
  EXPECT_FALSE(deposit("moody").value().refused());
  open({.check_determinism = true});
  const auto error = deposit("moody").error();
  EXPECT_EQ(error.code(), Errc::user_code_failed);
  EXPECT_NE(error.message().find("not deterministic"), std::string::npos);
}

TEST_F(DynamicWorkflow, AnUpgradeIsHeldAgainstABaselineByField) {
  open();
  deposit("4711").value();
  std::vector<std::string> lines;
  core::UpgradeOptions saving;
  saving.save = [&](std::string_view line) -> Result<void> {
    lines.emplace_back(line);
    return {};
  };
  EXPECT_TRUE(boxes->check_upgrade(saving).value().ok());
  ASSERT_GT(lines.size(), 1u);
  core::UpgradeOptions against;
  std::size_t next = 0;
  against.against = [&]() -> Result<std::optional<std::string>> {
    if (next == lines.size()) return std::optional<std::string>{};
    return std::optional{lines[next++]};
  };
  const auto same = boxes->check_upgrade(against).value();
  EXPECT_TRUE(same.ok());
  EXPECT_EQ(same.compared, 1u);
}

}  // namespace
}  // namespace recourse
