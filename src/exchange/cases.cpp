#include <recourse/exchange/cases.hpp>

#include "exchange/fields.hpp"

namespace recourse::exchange {
namespace {

using casework::complaint::ComplaintDecider;
using casework::complaint::Received;

/// Fields of the report that are said of the case as well.
constexpr std::string_view kOfCase[]{"station",  "district", "line",   "matter",  "reason",
                                     "category", "channel",  "demand", "urgency", "reported_at"};

std::vector<Attribute> of_case(const std::vector<Attribute>& report) {
  std::vector<Attribute> kept;
  for (const auto key : kOfCase) {
    for (const auto& one : report) {
      if (one.depth == 0 && one.key == key) kept.push_back(one);
    }
  }
  return kept;
}

bool begins(const describe::TypeInfo& type) {
  return type.type == describe::spec_of<Received>.type;
}

/// Without "case.".
std::string step_name(std::string_view type) {
  return std::string{type.substr(type.find('.') + 1)};
}

}  // namespace

Result<Trace> trace_of(const Office& office, const SelectedCase& chosen, Position position) {
  Trace trace{std::string{chosen.id.key()}, {}, {}};
  const auto& workflow = office.cases_workflow();
  RECOURSE_TRY(each_record_of(office, chosen.id, position, [&](const auto& record) {
    return each_shown(workflow, record, chosen.visibility, [&](ShownEvent shown) -> Result<void> {
      if (trace.events.empty() && begins(shown.type)) trace.attributes = of_case(shown.fields);
      Event event{.activity = std::string{shown.type.type},
                  .at = record.occurred_at,
                  .transition = "complete",
                  .resource = std::move(shown.actor.id),
                  .role = std::move(shown.actor.role),
                  .group = std::move(shown.actor.unit),
                  .attributes = std::move(shown.fields)};
      trace.events.push_back(std::move(event));
      return {};
    });
  }));
  return trace;
}

Result<Exported> export_xes(const Office& office, const CaseSelection& selection,
                            const core::Viewer& viewer, const Sink& sink) {
  RECOURSE_TRY_ASSIGN(const auto selected, select_cases(office, selection, viewer));
  Exported exported{selected.position, selected.cases.size(), 0};
  XesWriter xes{sink};
  auto head = standard_head();
  head.attributes.push_back({.key = "concept:name", .value = "recourse"});
  head.attributes.push_back({.type = AttributeType::integer,
                             .key = "position",
                             .value = std::to_string(selected.position.value)});
  RECOURSE_TRY(xes.begin(head));
  for (const auto& one : selected.cases) {
    RECOURSE_TRY_ASSIGN(const auto trace, trace_of(office, one, selected.position));
    exported.events += trace.events.size();
    RECOURSE_TRY(xes.write(trace));
  }
  RECOURSE_TRY(xes.end());
  return exported;
}

Result<Steps> steps_of(const Office& office, const CaseSelection& selection,
                       const core::Viewer& viewer) {
  RECOURSE_TRY_ASSIGN(const auto selected, select_cases(office, selection, viewer));
  const auto& workflow = office.cases_workflow();
  StepCounter counter{office.calendar(), office.decider().norms.utc_offset};
  for (const auto& one : selected.cases) {
    counter.begin();
    RECOURSE_TRY(each_record_of(office, one.id, selected.position, [&](const auto& record) {
      return workflow.each_event(record, [&](const void* event) -> Result<void> {
        const auto& type = workflow.info().events->type_of(event).type;
        if (type != ComplaintDecider::kLooked) counter.add(step_name(type), record.occurred_at);
        return {};
      });
    }));
    counter.finish();
  }
  return counter.steps();
}

Result<Steps> steps_of(const std::filesystem::path& file) {
  StepCounter counter;
  RECOURSE_TRY(read_xes(file, [&](const Trace& trace) -> Result<void> {
    counter.begin();
    for (const auto& event : trace.events) {
      if (event.activity.empty() || !event.at) {
        return Error{Errc::malformed, "an event of the trace '" + trace.name + "' has no " +
                                          (event.at ? "concept:name" : "time:timestamp")};
      }
      counter.add(event.activity, *event.at);
    }
    counter.finish();
    return {};
  }));
  return counter.steps();
}

}  // namespace recourse::exchange
