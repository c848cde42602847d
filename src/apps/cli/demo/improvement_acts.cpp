#include <algorithm>
#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/replies/decider.hpp>
#include <recourse/casework/training/decider.hpp>
#include <recourse/office.hpp>
#include <recourse/office/classes.hpp>
#include <recourse/office/rectification.hpp>
#include <recourse/office/training_effect.hpp>

#include "acts.hpp"
#include "cast.hpp"
#include "script.hpp"

namespace recourse::cli {
namespace {

using casework::Line;
using casework::rectification::RectificationDecider;
using casework::replies::RepliesDecider;
using casework::training::TrainingDecider;
using std::chrono::year;

/// A day of 2023.
LocalDay on(unsigned month, unsigned day) {
  return LocalDay{year{2023} / std::chrono::month{month} / std::chrono::day{day}};
}
Timestamp at(LocalDay day, int hour) {
  return start_of(day, kShanghaiOffset) + std::chrono::hours{hour};
}

core::Actor city(int desk) {
  return {"city.RK-" + std::to_string(desk), "city_officer", "city.RK"};
}
bool is_the_class(const casework::rectification::FoundClass& one) {
  return one.matter == kClassMatter && one.reason == kClassReason;
}
core::Actor another_supervisor() { return {"supervision-2", "supervisor", "city"}; }

/// The class in the month that it is found in.
struct Found {
  casework::rectification::Open opening;
  bool by_comparison = false;  ///< The finder finds it; else there are too few cases to tell.
};

casework::rectification::CaseSample sample_of(const Plan& plan, const PlannedCase& one) {
  const auto& station = plan.stations[one.station];
  return {one.matter, one.reason,      station.code,         station.district,
          one.line,   one.reported_at, stream_of(one).text()};
}

casework::rectification::ClassRules rules_of_july() {
  casework::rectification::ClassRules rules;
  const ClassQuery asked;
  rules.period = {kClassBegins, kClassFound};
  rules.before = {kClassBegins - std::chrono::days{asked.before_days},
                  kClassBegins - std::chrono::days{1}};
  return rules;
}

/// What the finder will say of the month, counted from the plan.
bool is_found(const Plan& plan) {
  std::vector<casework::rectification::CaseSample> samples;
  for (const auto& one : plan.cases) samples.push_back(sample_of(plan, one));
  const auto report = casework::rectification::find_classes(samples, rules_of_july());
  return report && std::ranges::any_of(report->classes, is_the_class);
}

Found find_class(const Plan& plan) {
  Found found;
  auto& open = found.opening;
  open.matter = kClassMatter;
  open.reason = kClassReason;
  open.period = to_string(kClassBegins) + ".." + to_string(kClassFound);
  for (const auto& one : plan.cases) {
    const auto day = day_of(one.reported_at);
    if (day < kClassBegins || day > kClassFound) continue;
    ++open.overall;
    if (!is_of_class(one)) continue;
    open.cases.push_back(one.key);
    open.stations.push_back(plan.stations[one.station].code);
  }
  open.found = open.cases.size();
  std::ranges::sort(open.stations);
  open.stations.erase(std::unique(open.stations.begin(), open.stations.end()), open.stations.end());
  found.by_comparison = is_found(plan);
  return found;
}

/// What `recourse classes --open` takes up on the first of August: the class of the month before.
Result<core::Intent> take_up_class(const Office& office, const StreamId& stream) {
  const ClassQuery asked{.from = kClassBegins, .to = kClassFound};
  RECOURSE_TRY_ASSIGN(const auto position, office.engine().follow());
  RECOURSE_TRY_ASSIGN(const auto found, find_classes(office, asked, position));
  const auto& classes = found.report.classes;
  const auto one = std::ranges::find_if(classes, is_the_class);
  if (one == classes.end()) return Error{Errc::user_code_failed, "the class was not found"};
  auto open = opening_of(found.report, *one);
  open.lead = "city.RK";
  return core::intent<RectificationDecider>(stream, std::move(open));
}

void add_rectification(const Found& found, std::vector<Act>& acts) {
  using namespace casework::rectification;
  const auto stream = StreamId::of(RectificationDecider::kKind, "ZG-2023-0001").value();
  const auto give = [&](Timestamp when, core::Actor who, casework::rectification::Command what) {
    acts.push_back(
        {when, std::move(who), core::intent<RectificationDecider>(stream, std::move(what))});
  };
  auto open = found.opening;
  open.lead = "city.RK";
  give(at(on(8, 1), 10), supervisor(), std::move(open));
  if (found.by_comparison) {
    acts.back().counted = [stream](const Office& office) { return take_up_class(office, stream); };
  }
  give(at(on(8, 1), 11), supervisor(), SetTopic{"2023-08"});
  give(at(on(8, 3), 10), city(1),
       Analyse{"清单只写“居住地址证明”，群众不知租房、单位宿舍、借住各带什么，往返补件。"});
  const auto propose = [&](int hour, MeasureKind kind, std::string text, LocalDay due) {
    give(at(on(8, 4), hour), city(1), Propose{kind, std::move(text), "city.RK", due});
  };
  propose(10, MeasureKind::material_list, "按居住方式分列居住地址证明。", on(8, 21));
  propose(11, MeasureKind::notice, "一次性告知单列明三种居住方式各带什么。", on(8, 21));
  propose(14, MeasureKind::training, "对窗口民警开展一次性告知培训。", on(8, 21));
  propose(15, MeasureKind::rule, "取消居住地址证明。", on(8, 31));
  give(at(on(8, 7), 10), city(2), Adopt{{1, 2, 3}});
  give(at(on(8, 7), 11), city(2), Reject{{4}, "居住登记条例另有规定，不能取消。"});
  give(at(on(8, 16), 10), city(1), CarryOut{1, "新清单已定稿。"});
  give(at(on(8, 16), 11), city(1), CarryOut{2, "告知单已换版。"});
  give(at(on(8, 17), 10), city(1), CarryOut{3, "培训已办。"});
  Publish publish;
  publish.how = "随新版清单和告知单下发全市窗口，并在网上公布。";
  publish.matter = kClassMatter;
  publish.reworded = {{"2", "居住地址证明（租赁备案、单位宿舍证明、产权人同意书之一）", "",
                       "按居住方式带一种即可。", "", true}};
  publish.notice = "租房带租赁备案凭证，住单位宿舍带单位证明，借住带产权人同意书和房产证复印件。";
  publish.observe_days = 61;
  give(at(kTurned - std::chrono::days{1}, 10), city(1), publish);
  // Somebody counts from the log who had no part in it.
  acts.push_back({at(on(10, 24), 10),
                  another_supervisor(),
                  core::intent<RectificationDecider>(stream, casework::rectification::Assess{}),
                  {},
                  [stream](const Office& office) -> Result<core::Intent> {
                    const auto* port = office.engine().workflow(RectificationDecider::kKind);
                    RECOURSE_TRY_ASSIGN(const auto now, port->find_any(stream));
                    const auto& state = *static_cast<const State*>(now.state.get());
                    RECOURSE_TRY_ASSIGN(auto count, count_recurrence(office, state));
                    return core::intent<RectificationDecider>(stream, std::move(count.command));
                  }});
  give(at(on(10, 26), 10), city(1),
       casework::rectification::Close{"重复发生明显减少，转日常巡查。"});
}

void add_reply(std::vector<Act>& acts) {
  using namespace casework::replies;
  const auto stream = StreamId::of(RepliesDecider::kKind, kClassReply).value();
  const auto give = [&](LocalDay day, core::Actor who, casework::replies::Command what) {
    acts.push_back(
        {at(day, 15), std::move(who), core::intent<RepliesDecider>(stream, std::move(what))});
  };
  Draft draft;
  draft.matter = kClassMatter;
  draft.reason = kClassReason;
  draft.wording =
      "您租房住的，带租赁备案凭证就行；住单位宿舍带单位证明；借住亲友家带产权人同意书。材料齐了当场"
      "受理。";
  draft.basis = "《居住证暂行条例》第九条；市局人口办2023年8月清单说明。";
  draft.valid_until = LocalDay{year{2025} / 12 / 31};
  give(on(8, 9), city(1), draft);
  give(on(8, 10), city(1), Submit{});
  give(on(8, 11), city(2), PassReview{"措辞清楚。"});
  give(on(8, 14), city(3), Approve{});
  give(on(8, 15), city(3), casework::replies::Publish{""});
}

void add_training(const Plan& plan, const Found& found, std::vector<Act>& acts) {
  using namespace casework::training;
  const auto stream = StreamId::of(TrainingDecider::kKind, "PX-2023-01").value();
  const auto give = [&](Timestamp when, core::Actor who, casework::training::Command what) {
    acts.push_back({when, std::move(who), core::intent<TrainingDecider>(stream, std::move(what))});
  };
  // Two officers of each of the stations with a case of the class, at most forty persons.
  std::vector<std::string> invited;
  for (const auto& station : found.opening.stations) {
    if (invited.size() == 40) break;
    for (const auto* suffix : {"-w1", "-w2"}) invited.push_back(station + suffix);
  }
  std::vector<TypicalCase> cases;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, found.opening.cases.size()); ++i) {
    cases.push_back(
        {found.opening.cases[i], "群众带了租房合同，柜台要租赁备案凭证，第二次来又要房东身份证。"});
  }
  const auto day = on(8, 15);
  give(at(on(7, 31), 9), city(1),
       casework::training::Plan{"一次性告知：居住证申领", {Line::population}, cases, day, 80u});
  give(at(on(8, 2), 9), city(1), Announce{"市局培训中心", invited});
  Hold hold;
  Random dice{plan.seed, 23};
  for (const auto& staff : invited) {
    if (dice.percent(8)) {
      hold.absent.push_back({staff, "当日值守"});
    } else {
      hold.attended.push_back(staff);
    }
  }
  give(at(day, 16), city(1), hold);
  EnterScores scores;
  for (const auto& staff : hold.attended) {
    scores.scores.push_back({staff, static_cast<std::uint32_t>(70 + dice.below(31))});
  }
  give(at(on(8, 17), 9), city(1), scores);
  if (!hold.absent.empty()) {
    MakeUp made_up;
    EnterScores late;
    for (const auto& one : hold.absent) {
      made_up.staff.push_back(one.staff);
      late.scores.push_back({one.staff, 85});
    }
    give(at(on(8, 25), 9), city(1), made_up);
    give(at(on(8, 28), 9), city(1), late);
  }
  acts.push_back({at(on(11, 16), 9),
                  city(1),
                  core::intent<TrainingDecider>(stream, casework::training::RecordEffect{}),
                  {},
                  [stream](const Office& office) -> Result<core::Intent> {
                    RECOURSE_TRY_ASSIGN(auto effect, training_effect(office, stream));
                    return core::intent<TrainingDecider>(stream, std::move(effect));
                  }});
  give(at(on(11, 17), 9), city(1), casework::training::Close{"并入年度培训。"});
}

}  // namespace

std::vector<Act> improvement_acts(const Plan& plan) {
  const auto found = find_class(plan);
  std::vector<Act> acts;
  // A plan of a few cases may hold none of the class: then nobody finds one.
  if (found.opening.cases.empty()) return acts;
  add_rectification(found, acts);
  add_reply(acts);
  add_training(plan, found, acts);
  return acts;
}

}  // namespace recourse::cli
