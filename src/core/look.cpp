#include <recourse/core/look.hpp>

namespace recourse::core {
namespace {

/// The workflow's command that records a look. Requires: it has one.
std::shared_ptr<void> look_command(const WorkflowInfo& info, const Viewer& viewer) {
  auto command = info.new_command();
  const auto at = info.commands->find(info.look);
  auto* const fields = info.commands->emplace(command.get(), at);
  const auto& type = *info.commands->types[at];
  *static_cast<std::string*>(type.find("purpose")->at(fields)) = viewer.purpose;
  const auto* const code = type.find("code");
  if (code != nullptr && code->value->shape == describe::Shape::text) {
    *static_cast<std::string*>(code->at(fields)) = viewer.proof;
  }
  return command;
}

const std::string& purpose_of(const describe::TypeInfo& event, const void* fields) {
  return *static_cast<const std::string*>(event.find("purpose")->at(fields));
}

constexpr Version kNow{~std::uint64_t{0}};

Error no_such_version(const StreamId& stream, Version last, Version asked) {
  return {Errc::not_found, stream.text() + " has no version " + std::to_string(asked.value) +
                               ": its last is " + std::to_string(last.value)};
}

}  // namespace

Result<std::vector<std::string>> names_of(const WorkflowPort& workflow, const StreamId& stream) {
  std::vector<std::string> names;
  const auto& events = *workflow.info().events;
  RECOURSE_TRY_ASSIGN(const auto cursor, workflow.store().read_stream(stream));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return names;
    RECOURSE_TRY(workflow.each_event(cursor->record(), [&](const void* event) -> Result<void> {
      add_names(events.get(event), events.type_of(event), names);
      return {};
    }));
  }
}

Result<Seen<Look>> look(const WorkflowPort& workflow, const StreamId& stream, const Viewer& viewer,
                        const Context& record, Version at) {
  const auto& info = workflow.info();
  RECOURSE_TRY_ASSIGN(auto now, workflow.find_any(stream));
  RECOURSE_TRY_ASSIGN(auto visibility, workflow.sees(now.state.get(), viewer));
  if (!visibility.any) return Seen<Look>{not_to_be_seen(visibility, viewer)};
  if (at != kNow && now.version < at) return no_such_version(stream, now.version, at);
  if (viewer.wants_clear()) {
    if (info.look.empty()) {
      return Seen<Look>{refuse<refusals::looks_not_recorded>(Put<"kind">{std::string{info.kind}})};
    }
    // Asked even where the answer is clear: the command's own refusal says why.
    const auto command = look_command(info, viewer);
    RECOURSE_TRY_ASSIGN(const auto outcome, workflow.handle(stream, command.get(), record));
    if (outcome.refused()) return Seen<Look>{outcome.refusal()};
    if (!visibility.clear) return Seen<Look>{not_in_clear(visibility, viewer)};
    RECOURSE_TRY_ASSIGN(now, workflow.find_any(stream));
  }
  if (visibility.clear && !visibility.sees(describe::Access::identity)) {
    RECOURSE_TRY_ASSIGN(visibility.names, names_of(workflow, stream));
  }
  if (at < now.version) {
    RECOURSE_TRY_ASSIGN(now, workflow.find_any(stream, at));
  }
  return Seen<Look>{Look{std::move(now), std::move(visibility)}};
}

Result<Visibility> glance(const WorkflowPort& workflow, const StreamId& stream,
                          const Viewer& viewer) {
  RECOURSE_TRY_ASSIGN(const auto now, workflow.find_any(stream));
  RECOURSE_TRY_ASSIGN(auto visibility, workflow.sees(now.state.get(), viewer));
  visibility.clear = false;
  return visibility;
}

std::string actor_of(const WorkflowPort& workflow, const RecordView& record,
                     const Visibility& visibility) {
  const auto& info = workflow.info();
  for (const auto* set : {info.events, info.retired}) {
    if (set == nullptr) continue;
    const auto at = set->find(record.type);
    if (at < set->types.size() && hides_actor(*set->types[at], visibility)) return "-";
  }
  return std::string{record.actor};
}

Result<std::vector<LookTaken>> looks_of(const WorkflowPort& workflow, const StreamId& stream) {
  const auto& info = workflow.info();
  std::vector<LookTaken> looks;
  RECOURSE_TRY_ASSIGN(const auto now, workflow.find_any(stream));
  RECOURSE_TRY_ASSIGN(const auto cursor, workflow.store().read_stream(stream));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return looks;
    const auto& r = cursor->record();
    RECOURSE_TRY(workflow.each_event(r, [&](const void* event) -> Result<void> {
      const auto& type = info.events->type_of(event);
      if (type.type != info.looked) return {};
      looks.push_back({r.position, r.version, r.occurred_at, std::string{r.actor},
                       purpose_of(type, info.events->get(event))});
      return {};
    }));
  }
}

}  // namespace recourse::core
