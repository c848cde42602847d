#include <boost/algorithm/hex.hpp>
#include <boost/endian/conversion.hpp>
#include <iterator>
#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/mentions.hpp>

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

namespace {

/// Walks the JSON of a value by the value's description.
class JsonRedactor {
 public:
  explicit JsonRedactor(const Visibility& visibility) : sees_(visibility) {}

  void object(boost::json::object& members, const describe::TypeInfo& type) const {
    for (const auto& field : type.fields) {
      auto* const member = members.if_contains(field.name);
      if (member == nullptr) continue;
      if (!sees_.sees(field)) {
        *member = nullptr;
      } else {
        within(*member, *field.value, field);
      }
    }
  }

 private:
  void within(boost::json::value& json, const describe::ValueInfo& info,
              const describe::FieldInfo& field) const {
    using describe::Shape;
    if (json.is_null()) return;
    if (info.shape == Shape::object) return object(json.as_object(), *info.object);
    if (info.shape == Shape::optional) return within(json, *info.element, field);
    if (info.shape == Shape::list) {
      for (auto& item : json.as_array()) within(item, *info.element, field);
      return;
    }
    const bool words = info.shape == Shape::sealed && field.besides != describe::Access::open;
    if (!words || !json.is_string() || sees_.sees(describe::Access::identity)) return;
    const auto& text = json.get_string();
    if (sees_.clear)
      json = string{describe::mask_mentions({text.data(), text.size()}, sees_.names)};
  }

  const Visibility& sees_;
};

}  // namespace

boost::json::object to_json(const void* object, const describe::TypeInfo& type,
                            const Visibility& visibility) {
  auto members = describe::to_json(object, type, {.reveal = visibility.clear});
  JsonRedactor{visibility}.object(members, type);
  return members;
}

boost::json::object state_json(const WorkflowPort& workflow, const AnyState& state,
                               const Visibility& visibility) {
  const auto& info = workflow.info();
  boost::json::object members;
  if (info.state != nullptr) members = to_json(state.state.get(), *info.state, visibility);
  if (info.summary != nullptr) {
    const auto summary = workflow.summary(state.state.get());
    for (auto& member : to_json(summary.get(), *info.summary, visibility)) {
      members[member.key()] = std::move(member.value());
    }
  }
  return members;
}

boost::json::object event_json(const void* event, const describe::SetInfo& events,
                               const Visibility& visibility) {
  const auto& type = events.type_of(event);
  boost::json::object json{{"type", string{type.type}}};
  for (auto& member : to_json(events.get(event), type, visibility)) {
    json[member.key()] = std::move(member.value());
  }
  return json;
}

Result<boost::json::array> events_json(const WorkflowPort& workflow, const RecordView& record,
                                       const Visibility& visibility) {
  boost::json::array events;
  RECOURSE_TRY(workflow.each_event(record, [&](const void* event) -> Result<void> {
    events.push_back(event_json(event, *workflow.info().events, visibility));
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
