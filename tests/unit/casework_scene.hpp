// Scene: one case, a clock that the test moves, and the actors. For the tests of casework.
//
//     Scene scene{"2023-06-01T09:00:00+08:00"};
//     scene.accepts("window_officer:w1@PD01", Report{…});
//     EXPECT_EQ(scene.refusal("citizen:c", Accept{}), "not_your_role");
#pragma once

#include <gtest/gtest.h>

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/round.hpp>
#include <string>
#include <vector>

namespace recourse::casework::complaint::testing {

inline constexpr const char* kCitizen = "citizen:c1";
inline constexpr const char* kOfficer = "window_officer:w1@PD01";
inline constexpr const char* kOther = "window_officer:w2@PD01";
inline constexpr const char* kLead = "counter_lead:l1@PD01";
inline constexpr const char* kChief = "station_chief:s1@PD01";
inline constexpr const char* kDistrict = "district_officer:d1@PD.RK";
inline constexpr const char* kCity = "city_officer:m1@city.RK";
inline constexpr const char* kSupervisor = "supervisor:v1";
inline constexpr const char* kTimer = "timer:timer";
inline constexpr const char* kImporter = "importer:i1";
inline constexpr const char* kReceiver = "receiver:r1";

/// A report as the window makes it, complete and dull.
inline Report a_report() {
  Report report;
  report.district = "PD";
  report.category = Category::difficult;
  report.matter = "RK10";
  report.reason = "D1";
  report.name = Sealed<std::string>{"张三"};
  report.narrative = Sealed<std::string>{"三次未能办成迁入。"};
  return report;
}

inline NoticeItem item(std::string code) { return {std::move(code), "房产证", "原件"}; }

inline LocalDay day(std::string_view text) { return parse_day(text).value(); }

inline Sealed<std::string> personal(std::string text) {
  return Sealed<std::string>{std::move(text)};
}

class Scene {
 public:
  ComplaintDecider decider;
  State state;
  Timestamp now;
  std::vector<std::pair<Event, core::Facts>> log;
  std::vector<core::Related<State>> related;

  explicit Scene(std::string_view start = "2023-06-01T09:00:00+08:00") { at(start); }

  void at(std::string_view moment) { now = parse_timestamp(moment).value(); }
  void later(std::chrono::minutes by) { now += by; }

  core::Decision<Event> decide(std::string_view actor, const Command& command) const {
    auto round = new_round();
    return round.decide(own(), command, context(actor)).value();
  }
  /// The refusal's name; empty if the command is accepted. Changes nothing.
  std::string refusal(std::string_view actor, const Command& command) const {
    const auto decision = decide(actor, command);
    if (!decision.is_refusal()) return {};
    const auto& no = decision.refusal();
    EXPECT_FALSE(no.rule.empty()) << no.name;
    EXPECT_FALSE(no.en.empty()) << no.name;
    EXPECT_FALSE(no.zh.empty()) << no.name;
    return no.name;
  }
  /// Decides and evolves; a refusal fails the test.
  std::vector<Event> accepts(std::string_view actor, const Command& command) {
    auto round = new_round();
    const auto take = [this](const StreamId& stream, const Event& event,
                             const core::Loaded<State>& after) {
      if (stream != own()) return;
      log.emplace_back(event, core::Facts{after.version, after.at, after.definition});
      state = after.state;
    };
    const auto decision = round.decide(own(), command, context(actor), take).value();
    if (decision.is_refusal()) {
      ADD_FAILURE() << describe::type_of(command) << ": " << decision.refusal().name << ": "
                    << decision.refusal().en;
      return {};
    }
    elsewhere = decision.related_events();
    return decision.events();
  }
  void happens(const Event& event) {
    const core::Facts facts{Version{log.size() + 1}, now, ComplaintDecider::kDefinition};
    log.emplace_back(event, facts);
    decider.evolve(state, event, facts);
  }
  State replayed() const {
    State again;
    for (const auto& [event, facts] : log) decider.evolve(again, event, facts);
    return again;
  }

  std::vector<core::Decision<Event>::RelatedEvents> elsewhere;

  // Ways to a phase, each from an empty case.
  Scene& received(Report report = a_report()) {
    accepts(kOfficer, report);
    return *this;
  }
  Scene& accepted(Report report = a_report()) {
    received(std::move(report));
    accepts(kOfficer, Accept{.present = true});
    return *this;
  }
  Scene& escalated() {
    accepted();
    accepts(kOfficer, an_escalation());
    return *this;
  }
  Scene& answered() {
    escalated();
    accepts(kDistrict, AnswerAsDepartment{.kind = AnswerKind::do_it_so, .wording = "可以办理"});
    return *this;
  }
  /// Past the deadline for resolution, and the timer has said so.
  Scene& overdue() {
    accepted();
    now = state.deadlines.resolution->at + std::chrono::milliseconds{1};
    accepts(kTimer, GoOverdue{});
    return *this;
  }
  /// Rated badly by somebody who gave a name.
  Scene& rated_badly() {
    closed();
    accepts(kCitizen, Rate{.way = RatingWay::tablet, .grade = Grade::dissatisfied});
    return *this;
  }
  Scene& explained(Report report = a_report()) {
    accepted(std::move(report));
    accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
    return *this;
  }
  Scene& closed() {
    explained();
    accepts(kOfficer, a_closing());
    return *this;
  }
  Scene& notice_issued() {
    accepted(a_traffic_report());
    accepts(kOfficer, a_notice({item("1"), item("2")}));
    return *this;
  }
  Scene& lacking() {
    accepted();
    accepts(kOfficer, a_lacking());
    return *this;
  }

  static Report a_traffic_report() {
    auto report = a_report();
    report.matter = "JJ01";
    return report;
  }
  static Escalate an_escalation() {
    Escalate command;
    command.question = personal("身份信息不一致能否更正？");
    command.tried = personal("已核对原始档案。");
    return command;
  }
  /// Of a late case: by the chief, with the reason from the pick list.
  static Close a_late_closing() {
    auto command = a_closing();
    command.why_late = LateReason::system_waited;
    return command;
  }
  static Close a_closing() {
    Close command;
    command.outcome = Outcome::done;
    command.reply = personal("已办结。");
    command.told = Told::in_person;
    return command;
  }
  static RouteNotice a_notice(std::vector<NoticeItem> items) {
    RouteNotice command;
    command.items = std::move(items);
    command.basis = "道路交通安全法";
    command.place = "反映窗口，工作日九时至十七时";
    command.contact = "当班民警";
    command.remedy = "可向分局交警部门提出异议";
    command.acknowledged = true;
    return command;
  }
  static RouteLacking a_lacking() {
    RouteLacking command;
    command.missing = {{"6", "", ""}};  // RK10's only secondary paper, named by its code.
    command.main_papers_complete = true;
    command.exclusion_checked = true;
    command.promise = "三日内补交";
    command.signature = "CN-1";
    command.promise_day = day("2023-06-06");
    return command;
  }

 private:
  static StreamId own() { return StreamId::parse("case/A").value(); }
  core::Context context(std::string_view actor) const {
    return {now, core::Actor::parse(actor), CommandId{}};
  }
  /// Upon the case as it stands, and the related ones that the test has set.
  core::Round<ComplaintDecider> new_round() const {
    return core::Round<ComplaintDecider>{decider,
                                         [this](const StreamId& stream) { return load(stream); }};
  }
  Result<core::Round<ComplaintDecider>::LoadedState> load(const StreamId& stream) const {
    core::Loaded<State> loaded{.definition = ComplaintDecider::kDefinition};
    if (stream == own()) {
      loaded.state = state;
      loaded.version = Version{log.size()};
      if (!log.empty()) loaded.at = log.back().second.occurred_at;
    } else if (const auto other = std::ranges::find(related, stream, &core::Related<State>::stream);
               other != related.end()) {
      loaded.state = other->state;
      loaded.version = other->version;
    }
    return std::make_shared<const core::Loaded<State>>(std::move(loaded));
  }
};

}  // namespace recourse::casework::complaint::testing
