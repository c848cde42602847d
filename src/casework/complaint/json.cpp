#include <recourse/casework/complaint/json.hpp>
#include <recourse/casework/complaint/summary.hpp>
#include <recourse/describe/schema.hpp>

namespace recourse::casework::complaint {
Result<Command> command_from_json(std::string_view type, const boost::json::value& fields) {
  return describe::from_json_as<Command>(type, fields, describe::JsonReading::lenient);
}

Result<Event> event_from_json(std::string_view type, const boost::json::value& fields) {
  return describe::from_json_as<Event>(type, fields);
}

boost::json::value to_json(const Command& command, JsonOptions options) {
  return describe::to_json(command, options);
}

boost::json::value to_json(const Event& event, JsonOptions options) {
  return describe::to_json(event, options);
}

boost::json::value to_json(const State& state, JsonOptions options) {
  auto value = describe::to_json(state, options);
  auto summary = describe::to_json(summarize(state), options);
  for (auto& member : summary.as_object()) {
    value.as_object()[member.key()] = std::move(member.value());
  }
  return value;
}

boost::json::object command_schema() {
  return describe::json_schema_of_set<Command>(describe::JsonReading::lenient);
}

boost::json::object event_schema() { return describe::json_schema_of_set<Event>(); }

}  // namespace recourse::casework::complaint
