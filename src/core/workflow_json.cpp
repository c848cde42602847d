#include <boost/algorithm/hex.hpp>
#include <boost/endian/conversion.hpp>
#include <iterator>
#include <recourse/core/workflow_json.hpp>

namespace recourse::core {

using boost::json::string;

namespace {

/// Sixteen hexadecimal digits.
string hex(std::uint64_t number) {
  unsigned char bytes[8];
  boost::endian::store_big_u64(bytes, number);
  std::string digits;
  boost::algorithm::hex_lower(std::begin(bytes), std::end(bytes), std::back_inserter(digits));
  return string{digits};
}

}  // namespace

Result<std::shared_ptr<void>> command_from_json(const WorkflowInfo& workflow,
                                                std::string_view command,
                                                const boost::json::value& fields) {
  auto made = workflow.new_command();
  RECOURSE_TRY(describe::read_json_as(command, fields, made.get(), *workflow.commands,
                                      describe::JsonReading::lenient));
  return made;
}

Result<Outcome> handle_json(const WorkflowPort& workflow, const StreamId& stream,
                            std::string_view command, const boost::json::value& fields,
                            const Context& context) {
  RECOURSE_TRY_ASSIGN(const auto made, command_from_json(workflow.info(), command, fields));
  return workflow.handle(stream, made.get(), context);
}

boost::json::object state_json(const WorkflowPort& workflow, const AnyState& state,
                               describe::JsonOptions options) {
  const auto& info = workflow.info();
  boost::json::object members;
  if (info.state != nullptr) members = describe::to_json(state.state.get(), *info.state, options);
  if (info.summary != nullptr) {
    const auto summary = workflow.summary(state.state.get());
    for (auto& member : describe::to_json(summary.get(), *info.summary, options)) {
      members[member.key()] = std::move(member.value());
    }
  }
  return members;
}

Result<boost::json::array> events_json(const WorkflowPort& workflow, const RecordView& record,
                                       describe::JsonOptions options) {
  boost::json::array events;
  RECOURSE_TRY(workflow.each_event(record, [&](const void* event) -> Result<void> {
    events.push_back(describe::to_json(event, *workflow.info().events, options));
    return {};
  }));
  return events;
}

boost::json::object record_json(const RecordView& r) {
  const auto or_null = [](const std::optional<CommandId>& id) {
    return id ? boost::json::value(string{id->to_string()}) : boost::json::value(nullptr);
  };
  boost::json::array tags;
  for (const auto tag : r.tags.list()) tags.push_back(string{tag});
  return {{"position", r.position.value},
          {"stream", string{r.stream}},
          {"version", r.version.value},
          {"type", string{r.type}},
          {"schema_version", r.schema_version},
          {"definition", r.definition},
          {"occurred_at", to_string(r.occurred_at)},
          {"recorded_at", to_string(r.recorded_at)},
          {"actor", string{r.actor}},
          {"actor_kind", string{describe::enum_name(r.actor_kind)}},
          {"command_id", r.command_id.to_string()},
          {"given_by", or_null(r.given_by)},
          {"correlation", or_null(r.correlation)},
          {"causation", or_null(r.causation)},
          {"fingerprint", hex(r.fingerprint)},
          {"index", r.index},
          {"count", r.count},
          {"tags", std::move(tags)}};
}

}  // namespace recourse::core
