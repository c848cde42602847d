#include "apps/cli/workflow_queries.hpp"

#include <fmt/format.h>

#include <recourse/describe/schema.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using describe::TypeInfo;

using Rows = std::vector<std::vector<std::string>>;

// --- show ----------------------------------------------------------------------------------------

Exit show(const Session& session, const Served& served, const std::string& key,
          std::uint64_t version) {
  const auto stream = stream_of(served, key);
  if (!stream) return fail(session, stream.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto found =
      find(**office, served, *stream, Version{version == 0 ? ~std::uint64_t{0} : version});
  if (!found) return fail(session, found.error());
  return answered(print(session, item_answer(found->position, item_of(session, found->shown)),
                        text_of(served, found->shown)));
}

void add_show(CommandLine& parent, const Served& served, Session& session,
              std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto version = std::make_shared<std::uint64_t>(0);
  auto* command = parent.add_subcommand("show", "Shows a stream as it stands.");
  add_key(*command, served, *key);
  command->add_option("--version", *version, "As it stood after this event.")
      ->check(whole_number(1));
  command->callback([&session, &chosen, served, key, version] {
    chosen = [&session, served, key, version] { return show(session, served, *key, *version); };
  });
}

// --- history -------------------------------------------------------------------------------------

/// An entry for each event that a record means today.
Result<void> add_entries(const core::WorkflowPort& port, const core::RecordView& r,
                         const describe::JsonOptions& options, array& entries) {
  RECOURSE_TRY_ASSIGN(auto events, core::events_json(port, r, options));
  for (auto& event : events) {
    entries.push_back(object{{"position", r.position.value},
                             {"version", r.version.value},
                             {"occurred_at", to_string(r.occurred_at)},
                             {"recorded_at", to_string(r.recorded_at)},
                             {"actor", string{r.actor}},
                             {"command_id", r.command_id.to_string()},
                             {"event", std::move(event)}});
  }
  return {};
}

/// The events of a stream, and where the log ended when they were read.
struct History {
  Position position;
  array entries;
};

Result<History> read_history(const Session& session, const Served& served, const StreamId& stream,
                             const Redact& redact) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  const auto& port = served.port(*office);
  History history;
  RECOURSE_TRY_ASSIGN(history.position, port.store().head());
  RECOURSE_TRY_ASSIGN(const auto cursor, port.store().read_stream(stream));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY(add_entries(port, cursor->record(), {.reveal = session.reveal}, history.entries));
  }
  if (history.entries.empty()) {
    return Error{Errc::not_found,
                 fmt::format("there is no {} '{}'", served.info->kind, stream.key())};
  }
  for (auto& entry : history.entries) {
    if (redact) redact(entry.as_object());
  }
  return history;
}

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
             const Viewer& viewer) {
  const auto stream = stream_of(served, key);
  if (!stream) return fail(session, stream.error());
  Redact redact;
  if (served.more->look != nullptr) {
    auto seen = served.more->look(session, *stream, viewer);
    if (!seen) return fail(session, seen.error());
    if (const auto* no = std::get_if<core::Refusal>(&*seen)) return refuse(session, *no);
    redact = std::get<Redact>(std::move(*seen));
  }
  auto told = read_history(session, served, *stream, redact);
  if (!told) return fail(session, told.error());
  const auto text = history_text(served, told->entries);
  return answered(print(session, list_answer(told->position, std::move(told->entries)), text));
}

void add_history(CommandLine& parent, const Served& served, Session& session,
                 std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto viewer = std::make_shared<Viewer>();
  auto* command = parent.add_subcommand("history", "Lists a stream's events.");
  add_key(*command, served, *key);
  if (served.more->look != nullptr) {
    command->add_option("--as", viewer->actor,
                        "Who looks: what role:id@unit is not to see is left out. With --reveal the "
                        "look is recorded, or refused.");
    command->add_option("--purpose", viewer->purpose, "With --as and --reveal: for what.");
  }
  command->callback([&session, &chosen, served, key, viewer] {
    chosen = [&session, served, key, viewer] { return history(session, served, *key, *viewer); };
  });
}

// --- next ----------------------------------------------------------------------------------------

/// What a stream takes now; of a workflow's only stream also before it has begun.
struct NextSteps {
  Position position;
  std::vector<std::string_view> commands;
};

Result<NextSteps> next_of(const Session& session, const Served& served, const StreamId& stream,
                          const std::string& actor) {
  const auto who = actor_of(actor);
  if (!actor.empty() && served.more->check_actor != nullptr) {
    RECOURSE_TRY(served.more->check_actor(who));
  }
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  const auto found = find(*office, served, stream);
  if (!found) {
    if (found.error().code() != Errc::not_found || !served.has_one_stream()) return found.error();
    RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
    return NextSteps{head, served.info->beginning};
  }
  const auto& shown = found->shown;
  const auto next = shown.port.next(shown.now.state.get(), actor.empty() ? nullptr : &who);
  // Where the workflow does not say, any may come next: as for a stream that has not begun.
  return NextSteps{found->position, next.value_or(served.info->beginning)};
}

object type_json(const TypeInfo& type) {
  return {{"type", string{type.type}}, {"doc", string{type.doc}}, {"zh", string{type.zh}}};
}

Exit next(const Session& session, const Served& served, const std::string& key,
          const std::string& actor) {
  const auto stream = stream_of(served, key);
  if (!stream) return fail(session, stream.error());
  const auto steps = next_of(session, served, *stream, actor);
  if (!steps) return fail(session, steps.error());
  array items;
  Rows rows;
  const auto& commands = *served.info->commands;
  for (const auto name : steps->commands) {
    const auto& type = *commands.types[commands.find(name)];
    items.push_back(type_json(type));
    rows.push_back({verb_of(name), std::string{type.zh}});
  }
  std::string text = table(rows, "<<");
  if (rows.empty()) {
    text = actor.empty() ? "nothing: this has ended\n"
                         : "nothing from " + actor + " now; without --as: what anybody may do\n";
  }
  return answered(print(session, list_answer(steps->position, std::move(items)), text));
}

void add_next(CommandLine& parent, const Served& served, Session& session,
              std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto actor = std::make_shared<std::string>();
  auto* command = parent.add_subcommand("next", "Lists the commands that a stream takes now.");
  add_key(*command, served, *key);
  command->add_option("--as", *actor, "Only what this actor's role may give: role:id@unit.");
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

}  // namespace recourse::cli
