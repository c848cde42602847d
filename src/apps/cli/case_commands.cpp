#include "apps/cli/case_commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <recourse/base/limits.hpp>
#include <recourse/casework/complaint/documents.hpp>
#include <recourse/casework/complaint/json.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;

/// The schema of a value, without the "or null" of an optional.
const object& required_form(const object& schema) {
  const auto* any = schema.if_contains("anyOf");
  return any != nullptr ? any->as_array().at(0).as_object() : schema;
}

std::string_view type_in(const object& schema) {
  const auto* type = schema.if_contains("type");
  return type != nullptr ? std::string_view{type->as_string()} : std::string_view{};
}

/// One field of one command, as an option.
struct FieldOption {
  std::string name;
  object schema;
  bool flag = false;
  std::vector<std::string> given;
};

/// What was given for one command.
struct Given {
  std::string type;  // "case.accept"
  std::string id;
  std::string actor;
  std::string command_id;
  std::string input;
  std::vector<std::unique_ptr<FieldOption>> fields;
};

/// A text from the command line as the JSON value that the schema wants. What does not fit stays a
/// text: reading the command then says what is wrong, with its place.
Result<boost::json::value> value_of(std::string_view field, const object& schema,
                                    const std::string& text) {
  const auto& form = required_form(schema);
  const auto type = type_in(form);
  if (type == "boolean" && (text == "true" || text == "false"))
    return boost::json::value(text == "true");
  if (type == "integer") {
    boost::json::error_code ec;
    auto number = boost::json::parse(text, ec);
    if (!ec && number.is_number()) return number;
  }
  if (type == "object") {
    auto parsed = describe::parse_json(text);
    if (!parsed) return parsed.error().within("--" + dashed(field));
    return parsed;
  }
  const auto* format = form.if_contains("format");
  if (format != nullptr && format->as_string() == "date-time") {
    // People at a counter write local time.
    const auto t = parse_timestamp(text, kShanghaiOffset);
    if (!t) return t.error().within("--" + dashed(field));
    return boost::json::value(string{to_string(*t)});
  }
  return boost::json::value(string{text});
}

Result<casework::complaint::Command> command_of(const Given& given) {
  boost::json::value fields = object{};
  if (!given.input.empty()) {
    RECOURSE_TRY_ASSIGN(const auto text, read_input(given.input));
    RECOURSE_TRY_ASSIGN(fields, describe::parse_json(text));
    if (!fields.is_object()) return Error{Errc::malformed, "/: an object is wanted here"};
  }
  for (const auto& field : given.fields) {
    if (field->flag) {
      fields.as_object()[field->name] = true;
      continue;
    }
    if (field->given.empty()) continue;
    const auto& form = required_form(field->schema);
    if (type_in(form) != "array") {
      RECOURSE_TRY_ASSIGN(fields.as_object()[field->name],
                          value_of(field->name, field->schema, field->given[0]));
      continue;
    }
    boost::json::array list;
    for (const auto& item : field->given) {
      RECOURSE_TRY_ASSIGN(auto value, value_of(field->name, form.at("items").as_object(), item));
      list.push_back(std::move(value));
    }
    fields.as_object()[field->name] = std::move(list);
  }
  return casework::complaint::command_from_json(given.type, fields);
}

std::string due_text(const std::vector<casework::complaint::DueTime>& dues) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& d : dues) {
    std::string note = d.due.provisional ? "provisional" : "";
    if (d.met_at) note = "met " + local_time(*d.met_at);
    rows.push_back({"  " + std::string{zh(d.kind)}, std::string{describe::enum_name(d.kind)},
                    local_time(d.due.at), note});
  }
  return table(rows, "<<<<");
}

std::string names_of(const std::vector<std::string_view>& commands) {
  std::string text;
  for (const auto name : commands) {
    if (!text.empty()) text.append(", ");
    text.append(verb_of(name));
  }
  return text.empty() ? "nothing" : text;
}

std::string case_text(const CaseView& view) {
  const auto& s = view.state;
  std::string text = fmt::format("{}  {} {}\n", view.id.key(), zh(s.phases.stage),
                                 describe::enum_name(s.phases.stage));
  text += fmt::format("  clock {} {}, owner {}\n", zh(s.phases.clock),
                      describe::enum_name(s.phases.clock), casework::complaint::owner_of(s));
  text += due_text(casework::complaint::due_times(s));
  return text +
         fmt::format("  next: {}\n", names_of(casework::complaint::allowed_commands(s.phases)));
}

object case_json(const Session& session, const CaseView& view) {
  return {{"case", string{view.id.key()}},
          {"version", view.version.value},
          {"definition", view.definition},
          {"state", casework::complaint::to_json(view.state, {.reveal = session.reveal})}};
}

bool begins_case(std::string_view type) {
  return type == "case.report" || type == "case.finish_on_spot";
}

/// A command for a case that has its key already.
Result<OpenedCase> handled(const Office& office, const Given& given,
                           const casework::complaint::Command& command,
                           const core::Context& context) {
  RECOURSE_TRY_ASSIGN(auto id, case_id(given.id));
  RECOURSE_TRY_ASSIGN(auto outcome, office.handle(id, command, context));
  return OpenedCase{std::move(id), {}, std::move(outcome)};
}

Exit give(const Session& session, const Given& given) {
  const auto command = command_of(given);
  if (!command) return fail(session, command.error());
  const bool begins = begins_case(given.type);
  const auto office = begins ? session.open_or_create() : session.open_existing();
  if (!office) return fail(session, office.error());
  auto context = (*office)->context(core::Actor::parse(given.actor));
  if (!given.command_id.empty()) {
    const auto id = CommandId::parse(given.command_id);
    if (!id) return fail(session, id.error().within("--command-id"));
    context.command_id = *id;
  }
  const auto given_to = begins && given.id.empty() ? (*office)->open_case(*command, context)
                                                   : handled(**office, given, *command, context);
  if (!given_to) return fail(session, given_to.error());
  const auto& [id, code, outcome] = *given_to;
  if (outcome.refused()) return refuse(session, outcome.refusal());
  const auto view = (*office)->find_case(id);
  if (!view) return fail(session, view.error());
  if (begins && !session.json) note_unsealed();
  auto json = case_json(session, *view);
  json["repeated"] = outcome.appended().repeated;
  json["position"] = outcome.appended().last.value;
  json["command_id"] = context.command_id.to_string();
  if (!code.empty()) json["inquiry_code"] = string{code};
  const auto text =
      code.empty() ? case_text(*view) : case_text(*view) + "  inquiry code 查询码: " + code + "\n";
  if (print(session, json, text)) return Exit::ok;
  std::fprintf(stderr, "recourse: it took effect: case %s, command id %s\n",
               std::string{id.key()}.c_str(), context.command_id.to_string().c_str());
  return Exit::unavailable;
}

Exit show(const Session& session, const std::string& key, std::uint64_t version) {
  const auto id = case_id(key);
  if (!id) return fail(session, id.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto view = (*office)->find_case(*id, Version{version == 0 ? ~std::uint64_t{0} : version});
  if (!view) return fail(session, view.error());
  return answered(print(session, case_json(session, *view), case_text(*view)));
}

/// Viewer and stated purpose.
struct Looker {
  std::string actor;
  std::string purpose;
};

/// What the looker may see. Whoever wants personal data in clear is recorded first.
Result<std::variant<casework::complaint::ReadPermissions, core::Refusal>> read_permissions_for(
    const Session& session, const StreamId& id, const Looker& looker) {
  if (looker.actor.empty())
    return casework::complaint::ReadPermissions{true, true, true, true, true, {}};
  const auto actor = core::Actor::parse(looker.actor);
  RECOURSE_TRY_ASSIGN(const auto office,
                      session.reveal ? session.open_existing() : session.open_to_read());
  RECOURSE_TRY_ASSIGN(const auto view, office->find_case(id));
  const auto permissions = casework::complaint::read_permissions_of(view.state, actor);
  if (!permissions.any) {
    return core::Refusal{"not_to_be_seen",
                         std::string{permissions.why},
                         "This case is not for " + looker.actor + " to see.",
                         "该人员无权查看本事项。",
                         {},
                         core::RefusalKind::forbidden};
  }
  if (session.reveal) {
    RECOURSE_TRY_ASSIGN(
        const auto outcome,
        office->handle(id, casework::complaint::Unmask{looker.purpose}, office->context(actor)));
    if (outcome.refused()) return outcome.refusal();
  }
  return permissions;
}

Exit history(const Session& session, const std::string& key, const Looker& looker) {
  const auto id = case_id(key);
  if (!id) return fail(session, id.error());
  const auto seen = read_permissions_for(session, *id, looker);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = std::get_if<core::Refusal>(&*seen)) return refuse(session, *no);
  const auto& permissions = std::get<casework::complaint::ReadPermissions>(*seen);
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto entries = (*office)->history(*id);
  if (!entries) return fail(session, entries.error());
  boost::json::array list;
  std::vector<std::vector<std::string>> rows;
  for (const auto& e : *entries) {
    auto event = casework::complaint::to_json(e.event, {.reveal = session.reveal});
    casework::complaint::redact(event, permissions);
    const bool rater = std::holds_alternative<casework::complaint::Rated>(e.event);
    const auto& actor = rater && !permissions.rater ? std::string{"-"} : e.actor;
    rows.push_back({std::to_string(e.version.value), local_time(e.occurred_at), actor,
                    std::string{describe::type_of(e.event)}});
    list.push_back(object{{"position", e.position.value},
                          {"version", e.version.value},
                          {"occurred_at", to_string(e.occurred_at)},
                          {"recorded_at", to_string(e.recorded_at)},
                          {"actor", actor},
                          {"command_id", e.command_id.to_string()},
                          {"event", std::move(event)}});
  }
  return answered(print(session, list, table(rows, "><<<")));
}

/// The written notice that was issued last, as it is handed to the citizen.
Exit notice(const Session& session, const std::string& key, bool html) {
  const auto id = case_id(key);
  if (!id) return fail(session, id.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto entries = (*office)->history(*id);
  if (!entries) return fail(session, entries.error());
  const casework::complaint::Received* received = nullptr;
  const HistoryEntry* issued = nullptr;
  for (const auto& e : *entries) {
    if (const auto* event = std::get_if<casework::complaint::Received>(&e.event)) received = event;
    if (std::holds_alternative<casework::complaint::RoutedNotice>(e.event)) issued = &e;
  }
  if (received == nullptr || issued == nullptr) {
    return fail(session, Error{Errc::not_found, key + " has no written notice"});
  }
  const casework::complaint::Notice paper{
      id->key(), *received, std::get<casework::complaint::RoutedNotice>(issued->event),
      issued->occurred_at, (*office)->decider().norms.utc_offset};
  const auto text =
      html ? casework::complaint::notice_html(paper) : casework::complaint::notice_text(paper);
  return answered(
      print(session, object{{"case", string{id->key()}}, {"notice", string{text}}}, text));
}

/// A form for the case that is finished at once, with everything filled in that is known.
Exit form(const Session& session, const std::string& actor, const std::string& matter,
          const std::string& district) {
  const auto who = core::Actor::parse(actor);
  const auto* known = casework::Catalogue::builtin().matter(matter);
  if (known == nullptr) {
    return fail(session, Error{Errc::invalid_argument, "--matter: there is no matter " + matter});
  }
  const object report{
      {"station", string{who.unit}}, {"district", string{district}},
      {"channel", "window"},         {"line", string{describe::enum_name(known->line)}},
      {"matter", string{matter}},    {"applicant", "person"},
      {"category", nullptr}};
  const object filled{{"report", report}, {"outcome", nullptr}};
  return answered(print(session, filled, boost::json::serialize(filled) + "\n"));
}

/// What the case takes now; with a role, only what that role may give.
Exit next(const Session& session, const std::string& key, const std::string& actor) {
  const auto id = case_id(key);
  if (!id) return fail(session, id.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto view = (*office)->find_case(*id);
  if (!view) return fail(session, view.error());
  boost::json::array names;
  std::string text;
  casework::Role role{};
  if (!actor.empty() && !describe::enum_from_name(core::Actor::parse(actor).role, role)) {
    return fail(session, Error{Errc::invalid_argument, "--as: '" + actor + "' names no role"});
  }
  for (const auto name : casework::complaint::allowed_commands(view->state.phases)) {
    const auto roles = casework::complaint::roles_for(view->state.phases.stage, name);
    if (role != casework::Role{} && !casework::contains(roles, role)) continue;
    names.push_back(string{name});
    text += verb_of(name) + "\n";
  }
  return answered(
      print(session, object{{"case", string{id->key()}}, {"next", std::move(names)}}, text));
}

/// How one item of a list is typed.
std::string item_help(const object& item) {
  std::string text = " Once for each.";
  if (type_in(item) != "object") return text;
  text += " A JSON object:";
  for (const auto& [member, form] : item.at("properties").as_object()) {
    text += " \"" + std::string{member} + "\"";
  }
  return text;
}

void add_field(CommandLine& command, Given& given, std::string_view name, const object& schema) {
  auto field = std::make_unique<FieldOption>();
  field->name = name;
  field->schema = schema;
  const auto& form = required_form(schema);
  std::string help{schema.at("description").as_string()};
  const auto* names = form.if_contains("enum");
  if (const auto* items = form.if_contains("items")) names = items->as_object().if_contains("enum");
  if (names != nullptr) {
    help += " One of:";
    for (const auto& n : names->as_array()) help += " " + std::string{n.as_string()};
  }
  if (const auto* items = form.if_contains("items")) help += item_help(items->as_object());
  const auto option = "--" + dashed(name);
  if (type_in(form) == "boolean" && &form == &schema) {
    command.add_flag(option, field->flag, help);
  } else {
    auto* added = command.add_option(option, field->given, help);
    const bool many = type_in(form) == "array";
    // Otherwise the parser takes "[a,b]" apart: a text must arrive as it was typed.
    added->allow_extra_args(false)->expected(1, many ? static_cast<int>(limits::kListItemsMax) : 1);
  }
  given.fields.push_back(std::move(field));
}

void add_command(CommandLine& parent, const object& schema, Session& session,
                 std::function<Exit()>& chosen) {
  const auto given = std::make_shared<Given>();
  given->type = std::string{schema.at("title").as_string()};
  auto* command = parent.add_subcommand(verb_of(given->type),
                                        std::string{schema.at("description").as_string()});
  const bool begins = begins_case(given->type);
  auto* id = command->add_option(begins ? "--id" : "case", given->id,
                                 begins ? "Key of the new case; missing: one is made."
                                        : "Key of the case, as `case report` printed it.");
  if (!begins) id->required();
  command
      ->add_option("--as", given->actor,
                   "Who acts: role:id@unit, say window_officer:w7@S001 (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  command
      ->add_option("--command-id", given->command_id,
                   "32 hexadecimal digits; the same id never takes effect twice.")
      ->check(not_empty());
  command
      ->add_option("--input", given->input,
                   "JSON file with the fields (- for standard input); options win over it.")
      ->check(not_empty());
  for (const auto& [name, field] : schema.at("properties").as_object()) {
    if (name != "type") add_field(*command, *given, name, field.as_object());
  }
  command->callback(
      [&session, &chosen, given] { chosen = [&session, given] { return give(session, *given); }; });
}

void add_history(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto looker = std::make_shared<Looker>();
  auto* told = parent.add_subcommand("history", "Lists a case's events.");
  told->add_option("case", *key, "Key of the case.")->required();
  told->add_option("--as", looker->actor,
                   "Who looks: what role:id@unit is not to see is left out. With --reveal the look "
                   "is recorded, or refused.");
  told->add_option("--purpose", looker->purpose, "With --as and --reveal: for what.");
  told->callback([&session, &chosen, key, looker] {
    chosen = [&session, key, looker] { return history(session, *key, *looker); };
  });
}

void add_papers(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto html = std::make_shared<bool>(false);
  auto* paper = parent.add_subcommand("notice", "Prints the written notice that was issued last.");
  paper->add_option("case", *key, "Key of the case.")->required();
  paper->add_flag("--html", *html, "As a page to print.");
  paper->callback([&session, &chosen, key, html] {
    chosen = [&session, key, html] { return notice(session, *key, *html); };
  });
  const auto actor = std::make_shared<std::string>();
  const auto matter = std::make_shared<std::string>();
  auto* filled = parent.add_subcommand(
      "form", "Prints a form for finish-on-spot, filled in as far as known, to give by --input.");
  filled->add_option("--as", *actor, "Who acts: role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  filled->add_option("--matter", *matter, "Code of the matter.")->required();
  const auto district = std::make_shared<std::string>();
  filled
      ->add_option("--district", *district,
                   "District bureau of the station (or RECOURSE_DISTRICT).")
      ->envname("RECOURSE_DISTRICT");
  filled->callback([&session, &chosen, actor, matter, district] {
    chosen = [&session, actor, matter, district] {
      return form(session, *actor, *matter, *district);
    };
  });
}

}  // namespace

void add_case_commands(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto version = std::make_shared<std::uint64_t>(0);
  auto* shown = parent.add_subcommand("show", "Shows a case as it stands.");
  shown->add_option("case", *key, "Key of the case.")->required();
  shown->add_option("--at-version", *version, "As it stood after this event.")
      ->check(whole_number(1));
  shown->callback([&session, &chosen, key, version] {
    chosen = [&session, key, version] { return show(session, *key, *version); };
  });
  add_history(parent, session, chosen);
  add_papers(parent, session, chosen);
  auto* allowed = parent.add_subcommand("next", "Lists the commands that the case takes now.");
  allowed->add_option("case", *key, "Key of the case.")->required();
  const auto actor = std::make_shared<std::string>();
  allowed->add_option("--as", *actor, "Only what this actor's role may give: role:id@unit.");
  allowed->callback([&session, &chosen, key, actor] {
    chosen = [&session, key, actor] { return next(session, *key, *actor); };
  });
  const auto schema = casework::complaint::command_schema();
  for (const auto& one : schema.at("oneOf").as_array()) {
    add_command(parent, one.as_object(), session, chosen);
  }
}

}  // namespace recourse::cli
