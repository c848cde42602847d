// Scene, compiled once: the round of decisions is most of what a file of rules would take.
#include "tests/unit/casework_scene.hpp"

#include <recourse/describe/check.hpp>

namespace recourse::casework::complaint::testing {

Report a_report() {
  Report report;
  report.district = "PD";
  report.category = Category::difficult;
  report.matter = "RK10";
  report.reason = "D1";
  report.name = Sealed<std::string>{"张三"};
  report.narrative = Sealed<std::string>{"三次未能办成迁入。"};
  return report;
}

NoticeItem item(std::string code) { return {std::move(code), "房产证", "原件"}; }

LocalDay day(std::string_view text) { return parse_day(text).value(); }

Sealed<std::string> personal(std::string text) { return Sealed<std::string>{std::move(text)}; }

Scene::Scene(std::string_view start) { at(start); }
Scene::Scene(const Scene&) = default;
Scene& Scene::operator=(const Scene&) = default;
Scene::~Scene() = default;

void Scene::at(std::string_view moment) { now = parse_timestamp(moment).value(); }

void Scene::later(std::chrono::minutes by) { now += by; }

namespace {

/// What is described as needed is never missing in what was taken.
void expect_needed(const core::Decision<Event>& decision, const Command& command) {
  if (decision.is_refusal()) return;
  const auto* const missing = describe::missing_field(command);
  EXPECT_EQ(missing, nullptr) << describe::type_of(command) << " was taken without "
                              << missing->name;
}

}  // namespace

core::Decision<Event> Scene::decide(std::string_view actor, const Command& command) const {
  auto round = new_round();
  auto decision = round.decide(own(), command, context(actor)).value();
  expect_needed(decision, command);
  return decision;
}

std::string Scene::refusal(std::string_view actor, const Command& command) const {
  const auto decision = decide(actor, command);
  if (!decision.is_refusal()) return {};
  const auto& no = decision.refusal();
  EXPECT_FALSE(no.rule.empty()) << no.name;
  EXPECT_FALSE(no.en.empty()) << no.name;
  EXPECT_FALSE(no.zh.empty()) << no.name;
  return no.name;
}

std::vector<Event> Scene::accepts(std::string_view actor, const Command& command) {
  auto round = new_round();
  const auto take = [this](const StreamId& stream, const Event& event,
                           const core::Loaded<State>& after) {
    if (stream != own()) return;
    log.emplace_back(event, core::Facts{after.version, after.at, after.definition});
    state = after.state;
  };
  const auto decision = round.decide(own(), command, context(actor), take).value();
  expect_needed(decision, command);
  if (decision.is_refusal()) {
    ADD_FAILURE() << describe::type_of(command) << ": " << decision.refusal().name << ": "
                  << decision.refusal().en;
    return {};
  }
  elsewhere = decision.related_events();
  return decision.events();
}

void Scene::happens(const Event& event) {
  const core::Facts facts{Version{log.size() + 1}, now, ComplaintDecider::kDefinition};
  log.emplace_back(event, facts);
  decider.evolve(state, event, facts);
}

State Scene::replayed() const {
  State again;
  for (const auto& [event, facts] : log) decider.evolve(again, event, facts);
  return again;
}

Scene& Scene::received(Report report) {
  accepts(kOfficer, report);
  return *this;
}

Scene& Scene::accepted(Report report) {
  received(std::move(report));
  accepts(kOfficer, Accept{.present = true});
  return *this;
}

Scene& Scene::escalated() {
  accepted();
  accepts(kOfficer, an_escalation());
  return *this;
}

Scene& Scene::answered() {
  escalated();
  accepts(kDistrict, AnswerAsDepartment{.kind = AnswerKind::do_it_so, .wording = "可以办理"});
  return *this;
}

Scene& Scene::overdue() {
  accepted();
  now = state.deadlines.resolution->at + std::chrono::milliseconds{1};
  accepts(kTimer, GoOverdue{});
  return *this;
}

Scene& Scene::rated_badly() {
  closed();
  accepts(kCitizen, Rate{.way = RatingWay::tablet, .grade = Grade::dissatisfied});
  return *this;
}

Scene& Scene::explained(Report report) {
  accepted(std::move(report));
  accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
  return *this;
}

Scene& Scene::closed() {
  explained();
  accepts(kOfficer, a_closing());
  return *this;
}

Scene& Scene::notice_issued() {
  accepted(a_traffic_report());
  accepts(kOfficer, a_notice({item("1"), item("2")}));
  return *this;
}

Scene& Scene::lacking() {
  accepted();
  accepts(kOfficer, a_lacking());
  return *this;
}

Report Scene::a_traffic_report() {
  auto report = a_report();
  report.matter = "JJ01";
  return report;
}

Escalate Scene::an_escalation() {
  Escalate command;
  command.question = personal("身份信息不一致能否更正？");
  command.tried = personal("已核对原始档案。");
  return command;
}

Close Scene::a_late_closing() {
  auto command = a_closing();
  command.why_late = LateReason::system_waited;
  return command;
}

Close Scene::a_closing() {
  Close command;
  command.outcome = Outcome::done;
  command.reply = personal("已办结。");
  command.told = Told::in_person;
  return command;
}

RouteNotice Scene::a_notice(std::vector<NoticeItem> items) {
  RouteNotice command;
  command.items = std::move(items);
  command.basis = "道路交通安全法";
  command.place = "反映窗口，工作日九时至十七时";
  command.contact = "当班民警";
  command.remedy = "可向分局交警部门提出异议";
  command.acknowledged = true;
  return command;
}

RouteLacking Scene::a_lacking() {
  RouteLacking command;
  command.missing = {{"6", "", ""}};  // RK10's only secondary paper, named by its code.
  command.main_papers_complete = true;
  command.exclusion_checked = true;
  command.promise = "三日内补交";
  command.signature = "CN-1";
  command.promise_day = day("2023-06-06");
  return command;
}

StreamId Scene::own() { return StreamId::parse("case/A").value(); }

core::Context Scene::context(std::string_view actor) const {
  return {now, core::Actor::parse(actor), CommandId{}};
}

core::Round<ComplaintDecider> Scene::new_round() const {
  return core::Round<ComplaintDecider>{decider,
                                       [this](const StreamId& stream) { return load(stream); }};
}

Result<core::Round<ComplaintDecider>::LoadedState> Scene::load(const StreamId& stream) const {
  core::Loaded<State> loaded{.definition = ComplaintDecider::kDefinition};
  if (stream == own()) {
    loaded.state = state;
    loaded.version = Version{log.size()};
    if (!log.empty()) loaded.at = log.back().second.occurred_at;
    core::rearm(loaded.timers, decider.timers(state), {loaded.version, {}, {}});
  } else if (const auto other = std::ranges::find(related, stream, &core::Related<State>::stream);
             other != related.end()) {
    loaded.state = other->state;
    loaded.version = other->version;
  }
  return std::make_shared<const core::Loaded<State>>(std::move(loaded));
}

}  // namespace recourse::casework::complaint::testing
