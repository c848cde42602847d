#include "tests/support/fuzz_workflow.hpp"

#include <recourse/describe/any.hpp>
#include <recourse/describe/check.hpp>
#include <recourse/describe/json.hpp>

#include "tests/support/fill.hpp"
#include "tests/support/golden_events.hpp"

namespace recourse::test {
namespace {

using describe::JsonReading;

std::string hold(bool holds, std::string_view type, const char* otherwise) {
  return holds ? std::string{} : std::string{type} + ": " + otherwise;
}

/// A set of a workflow, and how to make values of it.
struct Set {
  const describe::SetInfo& info;
  std::shared_ptr<void> (*make)();
};

std::string bytes_of(const Set& set, const void* value) {
  std::string bytes;
  describe::encode_alternative(value, set.info, bytes);
  return bytes;
}

Tried try_bytes(const Set& set, const describe::TypeInfo& type, unsigned version,
                std::string_view bytes) {
  const auto value = set.make();
  if (!describe::decode_as(type.type, version, bytes, value.get(), set.info)) return {};
  const auto again = bytes_of(set, value.get());
  // A struct inside may be of an older version than the whole: what it has not is written then.
  const bool older_inside = again.size() > bytes.size();
  if (version == type.version && !older_inside) {
    return {true, hold(again == bytes, type.type, "is written with other bytes")};
  }
  const auto same = set.make();
  const auto read = describe::decode_as(type.type, type.version, again, same.get(), set.info);
  if (!read) return {true, std::string{type.type} + ": " + read.error().message()};
  return {true, hold(bytes_of(set, same.get()) == again, type.type, "is read as another")};
}

/// JSON of a set: as it is read from outside, then both of its forms.
Tried try_set_json(const Set& set, const describe::TypeInfo& type, JsonReading reading,
                   std::string_view text) {
  const auto json = describe::parse_json(text);
  if (!json) return {};
  const auto value = set.make();
  if (!describe::read_json_as(type.type, *json, value.get(), set.info, reading)) return {};
  const auto written = describe::to_json(value.get(), set.info, {.reveal = true});
  const auto parsed = describe::parse_json(boost::json::serialize(written));
  if (!parsed) return {true, std::string{type.type} + ": " + parsed.error().message()};
  const auto same = set.make();
  const auto read = describe::read_json_as(type.type, *parsed, same.get(), set.info);
  if (!read) return {true, std::string{type.type} + ": " + read.error().message()};
  if (!describe::equal_alternatives(value.get(), same.get(), set.info)) {
    return {true, hold(false, type.type, "is another after JSON")};
  }
  // What is not fit for a record is refused before it becomes one.
  if (!describe::check_text(set.info.get(value.get()), type)) return {true};
  auto tried = try_bytes(set, type, type.version, bytes_of(set, value.get()));
  if (!tried.read) tried.fault = hold(false, type.type, "is not read after it was written");
  return {true, std::move(tried.fault)};
}

Tried try_state_json(const core::WorkflowInfo& workflow, std::string_view text) {
  const auto& type = *workflow.state;
  const auto json = describe::parse_json(text);
  if (!json) return {};
  const auto value = workflow.new_state();
  if (!describe::read_json(*json, value.get(), type)) return {};
  const auto written = describe::to_json(value.get(), type, {.reveal = true});
  const auto parsed = describe::parse_json(boost::json::serialize(written));
  if (!parsed) return {true, std::string{type.type} + ": " + parsed.error().message()};
  const auto same = workflow.new_state();
  const auto read = describe::read_json(*parsed, same.get(), type);
  if (!read) return {true, std::string{type.type} + ": " + read.error().message()};
  return {true,
          hold(describe::equal(value.get(), same.get(), type), type.type, "is another after JSON")};
}

const describe::TypeInfo& chosen(const describe::SetInfo& set, std::uint8_t which) {
  return *set.types[which % set.types.size()];
}

}  // namespace

Tried try_workflow(std::span<const core::WorkflowInfo* const> workflows, std::string_view input) {
  constexpr std::size_t kHead = 4;
  if (input.size() < kHead) return {};
  const auto head = [&](std::size_t i) { return static_cast<std::uint8_t>(input[i]); };
  const auto& workflow = *workflows[head(0) % workflows.size()];
  const auto rest = input.substr(kHead);
  switch (static_cast<InputKind>(head(1) % kInputKinds)) {
    case InputKind::event_bytes: {
      const auto& type = chosen(*workflow.events, head(2));
      return try_bytes({*workflow.events, workflow.new_event}, type, 1u + head(3) % type.version,
                       rest);
    }
    case InputKind::retired_bytes: {
      if (workflow.retired == nullptr) return {};
      const auto& type = chosen(*workflow.retired, head(2));
      return try_bytes({*workflow.retired, workflow.new_retired}, type, 1u + head(3) % type.version,
                       rest);
    }
    case InputKind::command_json:
      return try_set_json({*workflow.commands, workflow.new_command},
                          chosen(*workflow.commands, head(2)), JsonReading::lenient, rest);
    case InputKind::event_json:
      return try_set_json({*workflow.events, workflow.new_event}, chosen(*workflow.events, head(2)),
                          JsonReading::strict, rest);
    case InputKind::state_json:
      break;
  }
  return workflow.state == nullptr ? Tried{} : try_state_json(workflow, rest);
}

namespace {

/// JSON of each alternative, filled.
void add_json(std::vector<std::string>& inputs, std::size_t workflow, InputKind kind,
              const Set& set) {
  const auto value = set.make();
  for (std::size_t i = 0; i < set.info.types.size(); ++i) {
    const auto& type = *set.info.types[i];
    Filler{}.fill(set.info.emplace(value.get(), i), type);
    const auto json = describe::to_json(value.get(), set.info, {.reveal = true});
    inputs.push_back(workflow_input(workflow, kind, i, 1, boost::json::serialize(json)));
  }
}

/// The golden bytes of each event and version there ever was.
void add_golden(std::vector<std::string>& inputs, std::size_t workflow,
                const core::WorkflowInfo& info, const std::filesystem::path& folder) {
  for (const auto& line : golden_lines(info, folder)) {
    const auto kind = info.events->find(line.type) < info.events->types.size()
                          ? InputKind::event_bytes
                          : InputKind::retired_bytes;
    const auto& set = kind == InputKind::event_bytes ? *info.events : *info.retired;
    inputs.push_back(workflow_input(workflow, kind, set.find(line.type), line.version, line.bytes));
  }
}

}  // namespace

std::vector<std::string> workflow_inputs(std::span<const core::WorkflowInfo* const> workflows,
                                         const std::filesystem::path& golden) {
  std::vector<std::string> inputs;
  for (std::size_t w = 0; w < workflows.size(); ++w) {
    const auto& info = *workflows[w];
    add_golden(inputs, w, info, golden);
    add_json(inputs, w, InputKind::command_json, {*info.commands, info.new_command});
    add_json(inputs, w, InputKind::event_json, {*info.events, info.new_event});
    if (info.state == nullptr) continue;
    const auto state = info.new_state();
    Filler{}.fill(state.get(), *info.state);
    const auto json = describe::to_json(state.get(), *info.state, {.reveal = true});
    inputs.push_back(workflow_input(w, InputKind::state_json, 0, 1, boost::json::serialize(json)));
  }
  return inputs;
}

std::string workflow_input(std::size_t workflow, InputKind kind, std::size_t type, unsigned version,
                           std::string_view rest) {
  std::string input;
  for (const auto byte :
       {workflow, static_cast<std::size_t>(kind), type, std::size_t{version} - 1}) {
    input += static_cast<char>(static_cast<std::uint8_t>(byte));
  }
  return input.append(rest);
}

}  // namespace recourse::test
