#include "effort.hpp"

#include <fmt/format.h>

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/round.hpp>
#include <recourse/describe/spec.hpp>
#include <vector>

#include "page.hpp"

namespace recourse::docgen {
namespace {

using namespace casework;
using namespace casework::complaint;
using Text = Sealed<std::string>;

/// What somebody must give by hand: words that are typed, and things that are picked or ticked.
struct Fields {
  std::size_t typed = 0;
  std::size_t picked = 0;
};

/// A text that is typed: an optional one only if it is personal.
bool is_text(const describe::ValueInfo& info) {
  using describe::Shape;
  return info.shape == Shape::text ||
         (info.shape == Shape::optional && info.element->shape == Shape::sealed &&
          info.element->element->shape == Shape::text);
}

/// Whether two values of one type have the same form.
bool same(const void* a, const void* b, const describe::ValueInfo& info) {
  std::string bytes[2];
  describe::WireWriter{bytes[0]}.write(a, info);
  describe::WireWriter{bytes[1]}.write(b, info);
  return bytes[0] == bytes[1];
}

/// Codes of a list are picked, although they are texts.
bool is_code(std::string_view field) {
  return field == "matter" || field == "reason" || field == "standard_reply";
}

/// Counts the fields that differ from those of `nothing`.
void count(const void* command, const void* nothing, const describe::TypeInfo& type,
           Fields& fields) {
  for (const auto& field : type.fields) {
    if (field.value->object == &describe::type_info<Report>) {
      count(field.at(command), field.at(nothing), *field.value->object, fields);
    } else if (!same(field.at(command), field.at(nothing), *field.value)) {
      ++(is_text(*field.value) && !is_code(field.name) ? fields.typed : fields.picked);
    }
  }
}

void count(const Command& command, Fields& fields) {
  const auto& set = describe::set_info<Command>();
  const auto nothing = describe::make_alternative<Command>(command.index());
  count(set.get(&command), set.get(&nothing), set.type_of(&command), fields);
}

/// One command of a life, and who gives it. What a system gives costs nobody anything.
struct Step {
  const char* actor;
  Command command;
  bool by_hand = true;
};
struct Life {
  std::string name;
  std::vector<Step> steps;
};

constexpr const char* kOfficer = "window_officer:w1@PD01";
constexpr const char* kDistrict = "district_officer:d1@PD.RK";
constexpr const char* kSystem = "importer:business-system";

/// What is picked at intake: the rest is known from the actor, the catalogue and the clock.
Report a_report(std::string matter) {
  Report report;
  report.district = "PD";
  report.category = Category::not_accepted;
  report.matter = std::move(matter);
  report.reason = "M1";
  return report;
}
Report present(std::string matter) {
  auto report = a_report(std::move(matter));
  report.present = true;
  return report;
}
Close done() {
  Close close;
  close.outcome = Outcome::done;
  close.reply = Text{"已办结。"};
  close.told = Told::in_person;
  return close;
}

Life escalated() {
  Escalate ask;
  ask.question = Text{"能否办理？"};
  ask.tried = Text{"已核对档案。"};
  AnswerAsDepartment answer;
  answer.kind = AnswerKind::do_it_so;
  answer.wording = "可以办理。";
  auto close = done();
  close.applied = true;
  return {"escalated 上报",
          {{kOfficer, present("RK10")}, {kOfficer, ask}, {kDistrict, answer}, {kOfficer, close}}};
}

Life lacking() {
  RouteLacking route;
  route.missing = {{"6", "", ""}};
  route.main_papers_complete = true;
  route.exclusion_checked = true;
  route.promise = "按期补交";
  route.promise_day = parse_day("2024-01-10").value();
  route.signature = "CN-1";
  return {"papers lacking 容缺受理",
          {{kOfficer, present("RK10")},
           {kOfficer, route},
           {kOfficer, SupplementAll{}},
           {kSystem, MarkMatterDone{"A1"}, false},
           {kOfficer, done()}}};
}

Life noticed() {
  RouteNotice route;
  route.items = {{"1", "", ""}, {"2", "", ""}};
  route.basis = "道路交通安全法";
  route.place = "反映窗口";
  route.contact = "当班民警";
  route.remedy = "可提出异议";
  route.acknowledged = true;
  return {"written notice 书面告知",
          {{kOfficer, present("JJ01")},
           {kOfficer, route},
           {kOfficer, SupplementAll{}},
           {kOfficer, RouteOnSpot{}},
           {kOfficer, done()}}};
}

std::vector<Life> lives() {
  FinishOnSpot on_spot;
  on_spot.report = a_report("RK20");
  on_spot.outcome = Outcome::done;
  auto explained = on_spot;
  explained.outcome = Outcome::answered;
  explained.standard_reply = "KJ-RK20-M1";
  explained.next_step = "补齐后随时来窗口";
  RouteExpedite hurry;
  hurry.why = "入学报名在即";
  hurry.needed_by = parse_day("2024-01-08").value();
  return {{"on the spot, at once 当场办结", {{kOfficer, on_spot}}},
          {"explained, at once 释法说理", {{kOfficer, explained}}},
          {"on the spot, step by step 当场处理",
           {{kOfficer, present("RK20")}, {kOfficer, RouteOnSpot{}}, {kOfficer, done()}}},
          {"expedited 急事急办",
           {{kOfficer, present("RK20")},
            {kOfficer, hurry},
            {kSystem, MarkMatterDone{"A1"}, false},
            {kOfficer, done()}}},
          lacking(),
          noticed(),
          escalated()};
}

using Standing = core::Round<ComplaintDecider>::LoadedState;

/// Lives it by the rules; the fields of what was given by hand.
Fields live(const Life& life) {
  const ComplaintDecider rules;
  const auto stream = StreamId::parse("case/A").value();
  Standing state = std::make_shared<const core::Loaded<State>>();
  Fields fields;
  auto now = parse_timestamp("2024-01-05T09:00:00+08:00").value();
  for (const auto& step : life.steps) {
    core::Round<ComplaintDecider> round{rules, [&state](const StreamId&) -> Result<Standing> {
                                          return state;  // no step concerns another case
                                        }};
    auto command = step.command;
    if (auto* report = std::get_if<Report>(&command)) report->district = "PD";
    const auto decision =
        round.decide(stream, command, {now, core::Actor::parse(step.actor), CommandId{}}).value();
    if (decision.is_refusal()) {
      throw std::runtime_error(life.name + ": " + decision.refusal().name + ": " +
                               decision.refusal().en);
    }
    if (const auto& own = round.touched().front(); own.changed) state = own.changed;
    if (step.by_hand) count(step.command, fields);
    now += std::chrono::minutes{5};
  }
  if (state->state.phases.stage != Phase::closed)
    throw std::runtime_error(life.name + " does not end");
  return fields;
}

}  // namespace

std::string effort_page() {
  std::string text{kNote};
  text +=
      "# Effort\n\nWhat each route takes, from the citizen's report to the reply (R20). Counted on "
      "lives that the rules accept: commands\nthat a person gives, words that are typed, things "
      "that are picked or ticked. What is known from the actor, the\ncatalogue, the norms and the "
      "clock is not given, nor what the business system says.\n\n"
      "| route | commands | typed | picked |\n|---|---|---|---|\n";
  for (const auto& life : lives()) {
    const auto fields = live(life);
    std::size_t commands = 0;
    for (const auto& step : life.steps) commands += step.by_hand ? 1u : 0u;
    text +=
        fmt::format("| {} | {} | {} | {} |\n", life.name, commands, fields.typed, fields.picked);
  }
  return text +
         "\nThe three picks of a report are its category, its matter and its reason. A reply "
         "that is given orally is the outcome\nitself: `case.finish_on_spot` writes it.\n";
}

}  // namespace recourse::docgen
