#include "apps/cli/workflow_queries.hpp"

#include <fmt/format.h>

#include <recourse/describe/schema.hpp>
#include <recourse/office/answer_json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using describe::TypeInfo;

using Rows = std::vector<std::vector<std::string>>;

// --- show ----------------------------------------------------------------------------------------

Exit show(const Session& session, const Served& served, const std::string& key,
          std::uint64_t version, const ViewerArguments& given) {
  const auto stream = stream_of(served, key);
  if (!stream) return fail(session, stream.error());
  const auto viewer = viewer_of(session, given);
  if (!viewer) return fail(session, viewer.error());
  const auto office = open_to_look(session);
  if (!office) return fail(session, office.error());
  const auto seen =
      find(**office, served, *stream, *viewer, version == 0 ? kLatest : Version{version});
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& found = std::get<Found>(*seen);
  const auto json = item_answer(found.position, item_of(found.shown));
  return answered(print(session, json, text_of(served, found.shown)));
}

void add_show(CommandLine& parent, const Served& served, Session& session,
              std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto version = std::make_shared<std::uint64_t>(0);
  const auto viewer = std::make_shared<ViewerArguments>();
  auto* command = parent.add_subcommand("show", "Shows a stream as it stands.");
  add_key(*command, served, *key);
  command->add_option("--version", *version, "As it stood after this event.")
      ->check(whole_number(1));
  add_viewer(*command, *viewer);
  command->callback([&session, &chosen, served, key, version, viewer] {
    chosen = [&session, served, key, version, viewer] {
      return show(session, served, *key, *version, *viewer);
    };
  });
}

// --- history -------------------------------------------------------------------------------------

std::string history_text(const Served& served, const array& entries) {
  Rows rows;
  for (const auto& entry : entries) {
    const std::string type{entry.at("event").at("type").as_string()};
    const auto& events = *served.info->events;
    const auto place = events.find(type);
    const auto zh = place < events.types.size() ? events.types[place]->zh : std::string_view{};
    const auto at = parse_timestamp(std::string{entry.at("occurred_at").as_string()});
    rows.push_back({std::to_string(entry.at("version").to_number<std::uint64_t>()),
                    at ? local_time(*at) : "", std::string{entry.at("actor").as_string()}, type,
                    std::string{zh}});
  }
  return table(rows, "><<<<");
}

Exit history(const Session& session, const Served& served, const std::string& key,
             const ViewerArguments& given) {
  const auto stream = stream_of(served, key);
  if (!stream) return fail(session, stream.error());
  const auto viewer = viewer_of(session, given);
  if (!viewer) return fail(session, viewer.error());
  const auto office = open_to_look(session);
  if (!office) return fail(session, office.error());
  const auto seen = find(**office, served, *stream, *viewer);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& found = std::get<Found>(*seen);
  auto entries = history_json(found.shown.port, *stream, found.shown.visibility);
  if (!entries) return fail(session, entries.error());
  const auto text = history_text(served, *entries);
  return answered(print(session, list_answer(found.position, std::move(*entries)), text));
}

void add_history(CommandLine& parent, const Served& served, Session& session,
                 std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto viewer = std::make_shared<ViewerArguments>();
  auto* command = parent.add_subcommand("history", "Lists a stream's events.");
  add_key(*command, served, *key);
  add_viewer(*command, *viewer);
  command->callback([&session, &chosen, served, key, viewer] {
    chosen = [&session, served, key, viewer] { return history(session, served, *key, *viewer); };
  });
}

// --- looks and copy ------------------------------------------------------------------------------

/// A workflow's kind and a key of it, as "case/S001-1".
struct Named {
  Served served;
  StreamId stream;
};

Result<Named> named_stream(const std::string& text) {
  const auto slash = text.find('/');
  const auto kind = text.substr(0, slash);
  for (const auto& workflow : office_workflows()) {
    if (workflow.info->kind != kind) continue;
    const auto one = served(workflow);
    const auto key = slash == std::string::npos ? std::string{} : text.substr(slash + 1);
    RECOURSE_TRY_ASSIGN(auto stream, stream_of(one, key));
    return Named{one, std::move(stream)};
  }
  return Error{Errc::invalid_argument,
               fmt::format("'{}' names no stream: KIND/KEY, where a kind is one of {}", text,
                           fmt::join(workflow_kinds(), ", "))};
}

struct StreamArguments {
  std::string stream;
  ViewerArguments viewer;
};

std::string looks_text(const std::vector<core::LookTaken>& looks) {
  if (looks.empty()) return "nobody has seen it in clear\n";
  Rows rows;
  for (const auto& one : looks) rows.push_back({local_time(one.at), one.actor, one.purpose});
  return table(rows, "<<<");
}

/// Who saw a stream in clear. For staff who may see it.
Exit looks(const Session& session, const StreamArguments& a) {
  const auto named = named_stream(a.stream);
  if (!named) return fail(session, named.error());
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = open_to_look(session);
  if (!office) return fail(session, office.error());
  const auto seen = find(**office, named->served, named->stream, *viewer);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& found = std::get<Found>(*seen);
  if (!found.shown.visibility.sees(describe::Access::internal)) {
    return refuse(session, core::not_to_be_seen(found.shown.visibility, *viewer));
  }
  const auto taken = core::looks_of(found.shown.port, named->stream);
  if (!taken) return fail(session, taken.error());
  return answered(
      print(session, list_answer(found.position, looks_json(*taken)), looks_text(*taken)));
}

array names_of(core::AccessSet classes) {
  array names;
  for (const auto& word : describe::enum_info<describe::Access>.words) {
    if (classes.contains(static_cast<describe::Access>(word.value))) {
      names.push_back(string{word.name});
    }
  }
  return names;
}

/// What a member says, for people; empty for what is not there, or not theirs.
std::string member_text(const boost::json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string{value.get_string()};
  if (value.is_array() && value.get_array().empty()) return {};
  return boost::json::serialize(value);
}

/// Each event with what it says, then who saw it in clear, and what is left out.
std::string copy_text(const Served& served, const object& item) {
  auto text = fmt::format("{} {}\n", served.info->kind, std::string{item.at("key").as_string()});
  for (const auto& entry : item.at("events").as_array()) {
    const auto& event = entry.at("event").as_object();
    const auto& events = *served.info->events;
    const auto& type = *events.types[events.find(std::string{event.at("type").as_string()})];
    const auto at = parse_timestamp(std::string{entry.at("occurred_at").as_string()});
    text += fmt::format("\n{}  {} {}\n", at ? local_time(*at) : "", type.zh, type.type);
    Rows rows;
    for (const auto& field : type.fields) {
      auto said = member_text(event.at(field.name));
      if (!said.empty()) rows.push_back({"  " + std::string{field.name}, std::move(said)});
    }
    text += table(rows, "<<");
  }
  text += "\nseen in clear by\n";
  for (const auto& one : item.at("looks").as_array()) {
    const auto at = parse_timestamp(std::string{one.at("at").as_string()});
    text += fmt::format("  {}  {}  {}\n", at ? local_time(*at) : "", member_text(one.at("actor")),
                        member_text(one.at("purpose")));
  }
  const auto& left_out = item.at("left_out").as_array();
  if (left_out.empty()) return text;
  std::string names;
  for (const auto& name : left_out) {
    names.append(names.empty() ? "" : ", ").append(name.as_string());
  }
  return text + "left out, for another to copy: " + names + "\n";
}

/// What is held about the person whose stream it is, in clear, to be given to that person.
Exit copy(const Session& session, const StreamArguments& a) {
  const auto named = named_stream(a.stream);
  if (!named) return fail(session, named.error());
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  if (!viewer->wants_clear()) {
    return fail(session, Error{Errc::invalid_argument,
                               "a copy is in clear: --reveal, and --purpose for what it is made"});
  }
  const auto office = open_to_look(session);
  if (!office) return fail(session, office.error());
  auto seen = find(**office, named->served, named->stream, *viewer);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  auto& found = std::get<Found>(*seen);
  const auto left_out = names_of(core::kOfThePerson - found.shown.visibility.classes);
  found.shown.visibility = core::for_the_person(found.shown.visibility);
  auto events = history_json(found.shown.port, named->stream, found.shown.visibility);
  if (!events) return fail(session, events.error());
  const auto taken = core::looks_of(found.shown.port, named->stream);
  if (!taken) return fail(session, taken.error());
  auto item = item_of(found.shown);
  item["events"] = std::move(*events);
  item["looks"] = looks_json(*taken);
  item["left_out"] = left_out;
  const auto text = copy_text(named->served, item);
  return answered(print(session, item_answer(found.position, std::move(item)), text));
}

void add_stream_report(CommandLine& app, const char* name, const char* help, Session& session,
                       std::function<Exit()>& chosen,
                       Exit (*run)(const Session&, const StreamArguments&)) {
  const auto a = std::make_shared<StreamArguments>();
  auto* command = app.add_subcommand(name, help);
  command->add_option("stream", a->stream, "Which: KIND/KEY, say case/S001-1.")->required();
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a, run] { chosen = [&session, a, run] { return run(session, *a); }; });
}

// --- next ----------------------------------------------------------------------------------------

/// What a stream takes now; of a workflow's only stream also before it has begun.
struct NextSteps {
  Position position;
  std::vector<std::string_view> commands;
};

Result<core::Seen<NextSteps>> next_of(const Session& session, const Served& served,
                                      const StreamId& stream, const core::Viewer& viewer) {
  using Answer = core::Seen<NextSteps>;
  RECOURSE_TRY_ASSIGN(const auto office, open_to_look(session));
  const auto seen = find(*office, served, stream, viewer);
  if (!seen) {
    if (seen.error().code() != Errc::not_found || !served.has_one_stream()) return seen.error();
    RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
    const auto fresh = served.info->new_state();
    const auto first = served.port(*office).next(fresh.get(), &viewer.actor);
    return Answer{NextSteps{head, first.value_or(served.info->beginning)}};
  }
  if (const auto* no = core::refused(*seen)) {
    // Whoever may not see it may do something to it all the same: an officer recuses himself.
    if (!no->is(core::refusals::not_to_be_seen)) return Answer{*no};
  }
  const auto& port = served.port(*office);
  RECOURSE_TRY_ASSIGN(const auto now, port.find_any(stream));
  RECOURSE_TRY_ASSIGN(const auto head, port.store().head());
  const auto next = port.next(now.state.get(), &viewer.actor);
  // Where the workflow does not say, any may come next: as for a stream that has not begun.
  return Answer{NextSteps{head, next.value_or(served.info->beginning)}};
}

object type_json(const TypeInfo& type) {
  return {{"type", string{type.type}}, {"doc", string{type.doc}}, {"zh", string{type.zh}}};
}

Exit next(const Session& session, const Served& served, const std::string& key,
          const std::string& actor) {
  const auto stream = stream_of(served, key);
  if (!stream) return fail(session, stream.error());
  const core::Viewer viewer{actor_of(actor)};
  if (viewer.actor.id.empty()) {
    return fail(session, Error{Errc::invalid_argument,
                               "--as: whose next steps: role:id@unit (or RECOURSE_ACTOR)"});
  }
  if (const auto known = check_role(viewer.actor); !known) return fail(session, known.error());
  const auto seen = next_of(session, served, *stream, viewer);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& steps = std::get<NextSteps>(*seen);
  array items;
  Rows rows;
  const auto& commands = *served.info->commands;
  for (const auto name : steps.commands) {
    const auto& type = *commands.types[commands.find(name)];
    items.push_back(type_json(type));
    rows.push_back({verb_of(name), std::string{type.zh}});
  }
  const auto text = rows.empty() ? "nothing from " + actor + " now\n" : table(rows, "<<");
  return answered(print(session, list_answer(steps.position, std::move(items)), text));
}

void add_next(CommandLine& parent, const Served& served, Session& session,
              std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto actor = std::make_shared<std::string>();
  auto* command =
      parent.add_subcommand("next", "Lists the commands that a stream takes from somebody now.");
  add_key(*command, served, *key);
  command->add_option("--as", *actor, "From whom: role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR");
  command->callback([&session, &chosen, served, key, actor] {
    chosen = [&session, served, key, actor] { return next(session, served, *key, *actor); };
  });
}

// --- schema --------------------------------------------------------------------------------------

/// A described type of a workflow, and what it is there.
struct NamedType {
  const TypeInfo* type;
  std::string_view of;
};

std::vector<NamedType> types_of(const core::WorkflowInfo& info) {
  std::vector<NamedType> all;
  for (const auto* type : info.commands->types) all.push_back({type, "command"});
  for (const auto* type : info.events->types) all.push_back({type, "event"});
  if (info.retired != nullptr) {
    for (const auto* type : info.retired->types) all.push_back({type, "retired event"});
  }
  if (info.state != nullptr) all.push_back({info.state, "state"});
  if (info.summary != nullptr) all.push_back({info.summary, "summary"});
  return all;
}

Exit list_types(const Session& session, const Served& served) {
  array items;
  Rows rows;
  for (const auto& [type, of] : types_of(*served.info)) {
    auto item = type_json(*type);
    item["of"] = string{of};
    item["version"] = type->version;
    items.push_back(std::move(item));
    rows.push_back(
        {std::string{type->type}, std::string{of}, std::string{type->zh}, std::string{type->doc}});
  }
  return answered(print(session, list_answer(std::move(items)), table(rows, "<<<<")));
}

Exit schema(const Session& session, const Served& served, const std::string& name) {
  if (name.empty()) return list_types(session, served);
  std::vector<std::string> known;
  for (const auto& [type, of] : types_of(*served.info)) {
    known.emplace_back(type->type);
    if (type->type != name) continue;
    const auto reading =
        of == "command" ? describe::JsonReading::lenient : describe::JsonReading::strict;
    const auto json = describe::json_schema(*type, reading);
    return answered(print(session, item_answer(json), describe::pretty(json)));
  }
  const auto what = fmt::format("type of {}", served.info->kind);
  return fail(session, no_such_name(what, name, known));
}

void add_schema(CommandLine& parent, const Served& served, Session& session,
                std::function<Exit()>& chosen) {
  const auto name = std::make_shared<std::string>();
  auto* command = parent.add_subcommand(
      "schema", "Prints the JSON Schema of a command, event or state; without a type, lists them.");
  command->add_option("type", *name, "Permanent name of the type.");
  command->callback([&session, &chosen, served, name] {
    chosen = [&session, served, name] { return schema(session, served, *name); };
  });
}

}  // namespace

void add_workflow_queries(CommandLine& parent, const Served& served, Session& session,
                          std::function<Exit()>& chosen) {
  add_show(parent, served, session, chosen);
  add_history(parent, served, session, chosen);
  add_next(parent, served, session, chosen);
  add_schema(parent, served, session, chosen);
}

void add_stream_reports(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  add_stream_report(app, "looks", "Lists who saw a stream in clear, when and for what.", session,
                    chosen, looks);
  add_stream_report(app, "copy",
                    "Prints what is held about the person whose case it is, for that person.",
                    session, chosen, copy);
}

}  // namespace recourse::cli
