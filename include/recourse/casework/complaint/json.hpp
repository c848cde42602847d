// JSON of cases: state, events, commands, and their schemas.
//
//     command_from_json("case.accept", parse_json(R"({"present": true})").value())
//
// Heavy include (Boost.JSON): keep it in few translation units.
#pragma once

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/describe/json.hpp>

namespace recourse::casework::complaint {

using describe::JsonOptions;

/// Reads the fields of the command called `type`. A text, number, truth value, list or optional
/// that is missing takes its default, as Command says; an unknown member is an error. unknown_event
/// if there is no such command, malformed with a JSON pointer for anything else.
Result<Command> command_from_json(std::string_view type, const boost::json::value& fields);
/// Reads an event's fields; nothing but optionals and lists may be missing.
Result<Event> event_from_json(std::string_view type, const boost::json::value& fields);

/// The fields, led by "type"; personal data masked unless options.reveal.
boost::json::value to_json(const Command& command, JsonOptions options = {});
boost::json::value to_json(const Event& event, JsonOptions options = {});
/// The state's groups, and beside them what follows from them: "phase_zh", "owner", "loops",
/// "limits_now", "allowed".
boost::json::value to_json(const State& state, JsonOptions options = {});

/// JSON Schema (draft 2020-12) of all commands, and of all events.
boost::json::object command_schema();
boost::json::object event_schema();

}  // namespace recourse::casework::complaint
