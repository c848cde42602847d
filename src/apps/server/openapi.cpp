#include "apps/server/openapi.hpp"

#include <algorithm>
#include <recourse/office/begin_stream.hpp>

#include "apps/server/api_schemas.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using core::WorkflowInfo;

using Workflows = std::span<const WorkflowInfo* const>;

constexpr std::string_view kList = "/v1/{kind}";
constexpr std::string_view kStream = "/v1/{kind}/{key}";
constexpr std::string_view kHistory = "/v1/{kind}/{key}/history";
constexpr std::string_view kLook = "/v1/{kind}/{key}/look";
constexpr std::string_view kLooks = "/v1/{kind}/{key}/looks";
constexpr std::string_view kCommand = "/v1/{kind}/{key}/commands/{name}";
constexpr std::string_view kBegin = "/v1/{kind}/commands/{name}";

/// What an operation is about: of a route that is written out, the workflow and the command.
struct Subject {
  const WorkflowInfo* workflow = nullptr;
  const describe::TypeInfo* command = nullptr;
};

std::string replaced(std::string text, std::string_view place, std::string_view with) {
  const auto at = text.find(place);
  return at == std::string::npos ? text : text.replace(at, place.size(), with);
}

std::string path_of(const Route& route, const Subject& of) {
  auto path = route.path;
  if (of.workflow != nullptr) path = replaced(std::move(path), "{kind}", of.workflow->kind);
  if (of.command != nullptr) {
    path = replaced(std::move(path), "{name}", short_name(of.command->type));
  }
  return path;
}

std::string method_of(Method method) {
  std::string name{name_of(method)};
  for (auto& c : name) c = static_cast<char>(c - 'A' + 'a');
  return name;
}

bool is_safe(Method method) {
  return method == Method::get || method == Method::head || method == Method::options;
}

std::string id_of(const Route& route, const Subject& of) {
  if (of.workflow == nullptr) return route.id;
  const std::string kind{of.workflow->kind};
  if (of.command == nullptr) return route.id + "_" + kind;
  const auto name = kind + "_" + std::string{short_name(of.command->type)};
  return route.path == kBegin ? "begin_" + name : name;
}

// --- parameters ----------------------------------------------------------------------------------

struct PlaceDoc {
  std::string_view name;
  std::string_view doc;
};
constexpr PlaceDoc kPlaces[] = {
    {"kind", "Kind of the workflow."}, {"key", "Key of the stream."}, {"name", "Name."},
    {"list", "Which list."},           {"paper", "Which document."},  {"id", "Id."},
};

std::string_view doc_of_place(std::string_view name) {
  const auto* const found = std::ranges::find(kPlaces, name, &PlaceDoc::name);
  return found == std::end(kPlaces) ? name : found->doc;
}

object place_schema(std::string_view name, const Subject& of, Workflows workflows) {
  object schema{{"type", "string"}};
  if (name == "key" && of.workflow != nullptr && !of.workflow->key.empty()) {
    schema["const"] = string{of.workflow->key};
  }
  if (name == "kind") {
    array kinds;
    for (const auto* const workflow : workflows) kinds.push_back(string{workflow->kind});
    schema["enum"] = std::move(kinds);
  }
  return schema;
}

/// A parameter of a row: its name as it is sent, and where its schema is said, that schema.
object query_parameter(const Parameter& parameter) {
  boost::json::value schema = object{{"type", "string"}};
  if (!parameter.schema.empty()) schema = boost::json::parse(parameter.schema);
  if (parameter.repeated) schema = object{{"type", "array"}, {"items", std::move(schema)}};
  return {{"name", string{parameter.name}},
          {"in", "query"},
          {"description", string{parameter.doc}},
          {"required", parameter.required},
          {"schema", std::move(schema)}};
}

object parameter_ref(std::string_view name) {
  return {{"$ref", "#/components/parameters/" + std::string{name}}};
}

bool has_place(const Route& route, std::string_view name) {
  return route.path.find("{" + std::string{name} + "}") != std::string::npos;
}

array parameters_of(const Route& route, const Subject& of, Workflows workflows) {
  array all;
  const auto path = path_of(route, of);
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    const auto name = path.substr(open + 1, path.find('}', open) - open - 1);
    all.push_back(object{{"name", string{name}},
                         {"in", "path"},
                         {"description", string{doc_of_place(name)}},
                         {"required", true},
                         {"schema", place_schema(name, of, workflows)}});
  }
  for (const auto& parameter : route.query) {
    const bool common = of.command != nullptr && parameter.name == "dry_run";
    if (!common) all.push_back(query_parameter(parameter));
  }
  if (of.command == nullptr) return all;
  all.push_back(parameter_ref("Idempotency-Key"));
  if (!has_place(route, "key")) return all;  // it is not known yet, nor its version
  all.push_back(parameter_ref("If-Match"));
  all.push_back(parameter_ref("dry_run"));
  return all;
}

object common_parameters() {
  return {
      {"dry_run",
       {{"name", "dry_run"},
        {"in", "query"},
        {"description", "What it would come to; nothing is recorded."},
        {"schema", {{"type", "boolean"}, {"default", false}}}}},
      {"Idempotency-Key",
       {{"name", "Idempotency-Key"},
        {"in", "header"},
        {"description",
         "Id of the command: given again with the same id, it takes effect once. Missing: a "
         "fresh one."},
        {"schema", {{"type", "string"}, {"minLength", 1}, {"maxLength", 128}}}}},
      {"If-Match",
       {{"name", "If-Match"},
        {"in", "header"},
        {"description", "The version that is expected, as the ETag has it; at another one 412."},
        {"schema", {{"type", "string"}, {"pattern", "^\"[0-9]+\"$"}}}}}};
}

// --- answers -------------------------------------------------------------------------------------

object position_schema() { return {{"type", "integer"}, {"minimum", 0}}; }

object item_answer(object item, object more = {}) {
  object properties{{"position", position_schema()}, {"item", std::move(item)}};
  array required{"position", "item"};
  for (auto& member : more) {
    properties[member.key()] = std::move(member.value());
    required.push_back(string{member.key()});
  }
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

object list_answer(object item) {
  return {
      {"type", "object"},
      {"properties",
       {{"position", position_schema()},
        {"items", {{"type", "array"}, {"items", std::move(item)}}},
        {"next", {{"type", "string"}, {"description", "Where it goes on; give it as `after`."}}}}},
      {"required", array{"position", "items"}}};
}

/// The schema of what comes back; null: any JSON.
boost::json::value result_of(const Route& route, const Subject& of) {
  if (of.workflow == nullptr) return route.result;
  const std::string kind{of.workflow->kind};
  const auto stream = schema_ref(kind + ".Stream");
  if (route.path == kList) return list_answer(stream);
  if (route.path == kStream && route.method == Method::get) return item_answer(stream);
  if (route.path == kLook) return item_answer(stream);
  if (route.path == kHistory) return list_answer(schema_ref(kind + ".Entry"));
  if (route.path == kLooks) return list_answer(schema_ref("Look"));
  return route.result;
}

object header(std::string_view doc) {
  return {{"description", string{doc}}, {"schema", {{"type", "string"}}}};
}

bool is_json(std::string_view type) {
  return type.starts_with("application/") && type.find("json") != std::string_view::npos;
}

object content_of(const Route& route, const Subject& of) {
  object content;
  if (!route.produces.empty()) {
    boost::json::value schema = is_json(route.produces)
                                    ? result_of(route, of)
                                    : boost::json::value(object{{"type", "string"}});
    if (schema.is_null()) schema = object{};
    content[route.produces] = object{{"schema", std::move(schema)}};
  }
  if (route.live) content["text/event-stream"] = object{{"schema", {{"type", "string"}}}};
  return content;
}

/// What a command came to: the stream, or its key alone to who may not see it.
object done_schema(const WorkflowInfo& workflow) {
  object key{{"type", "object"},
             {"properties", {{"key", {{"type", "string"}}}}},
             {"required", array{"key"}}};
  object item{{"anyOf", array{schema_ref(std::string{workflow.kind} + ".Stream"), std::move(key)}}};
  return item_answer(std::move(item), {{"outcome", schema_ref("Outcome")}});
}

/// What it would come to.
object rehearsed_schema(const WorkflowInfo& workflow) {
  object events{{"type", "array"}, {"items", schema_ref(std::string{workflow.kind} + ".Event")}};
  return item_answer(
      {{"type", "object"},
       {"properties",
        {{"dry_run", {{"type", "boolean"}, {"const", true}}}, {"events", std::move(events)}}},
       {"required", array{"dry_run", "events"}}});
}

object json_answer(std::string_view doc, object schema, object headers = {}) {
  object answer{{"description", string{doc}}};
  if (!headers.empty()) answer["headers"] = std::move(headers);
  answer["content"] = object{{"application/json", {{"schema", std::move(schema)}}}};
  return answer;
}

constexpr std::string_view kETag = "The version, in quotation marks.";

/// What a command that was taken answers with: 201 where a stream began; 200 else, and for what it
/// would come to.
object taken_answers(const Route& route, const Subject& of) {
  auto done = done_schema(*of.workflow);
  auto rehearsed = rehearsed_schema(*of.workflow);
  object headers{{"ETag", header(kETag)}};
  if (!of.workflow->begins_stream(of.command->type)) {
    object either{{"anyOf", array{std::move(done), std::move(rehearsed)}}};
    return {{"200", json_answer("Taken; with dry_run, what it would come to.", std::move(either),
                                std::move(headers))}};
  }
  headers["Location"] = header("Path of the stream that began.");
  object answers;
  if (has_place(route, "key")) {
    answers["200"] = json_answer("What it would come to.", std::move(rehearsed));
  }
  answers["201"] = json_answer("The stream began.", std::move(done), std::move(headers));
  return answers;
}

object success_of(const Route& route, const Subject& of) {
  object answer{{"description", route.success == 201   ? "Created."
                                : route.success == 204 ? "Done."
                                                       : "The answer."}};
  const bool of_stream =
      (route.path == kStream && route.method == Method::get) || route.path == kLook;
  if (of_stream) answer["headers"] = object{{"ETag", header(kETag)}};
  if (route.success != 204) answer["content"] = content_of(route, of);
  return answer;
}

struct No {
  int status;
  std::string_view name;
  std::string_view doc;
};
constexpr No kNoes[] = {
    {400, "Malformed", "What was sent cannot be read."},
    {401, "NotSignedIn", "Nobody is signed in."},
    {403, "Forbidden", "The actor may not."},
    {404, "NotFound", "There is none."},
    {409, "Conflict", "The state does not take it; `allowed` says what it takes."},
    {412, "OtherVersion", "The stream is at another version than If-Match says."},
    {422, "Invalid", "The command itself is wrong."},
    {429, "TooMany", "Too many tries; Retry-After says when the next one counts."},
    {503, "Unavailable", "Not now; Retry-After says when to try again."},
};

bool can_answer(const No& no, const Route& route, const Subject& of) {
  switch (no.status) {
    case 401:
    case 403:
      return route.who != Who::everybody;
    case 404:
      return route.path.find('{') != std::string::npos;
    case 409:
    case 422:
      return !is_safe(route.method);
    case 412:
      return of.command != nullptr && has_place(route, "key");
    case 429:
      return route.who == Who::everybody && !is_safe(route.method);
    default:
      return true;
  }
}

object problem_answer(const No& no) {
  object answer{{"description", string{no.doc}}};
  if (no.status == 429 || no.status == 503) {
    answer["headers"] = object{{"Retry-After", header("In seconds.")}};
  }
  answer["content"] = object{{"application/problem+json", {{"schema", schema_ref("Problem")}}}};
  return answer;
}

object answers_of(const Route& route, const Subject& of) {
  object all;
  if (of.command != nullptr) {
    all = taken_answers(route, of);
  } else {
    all[std::to_string(route.success)] = success_of(route, of);
  }
  if (!route.errors.is_null()) {
    all["default"] = json_answer("It is refused, or failed.", route.errors.as_object());
    return all;
  }
  for (const auto& no : kNoes) {
    if (!can_answer(no, route, of)) continue;
    all[std::to_string(no.status)] =
        object{{"$ref", "#/components/responses/" + std::string{no.name}}};
  }
  return all;
}

// --- operations ----------------------------------------------------------------------------------

/// Who may call it: a session, whose unsafe methods need the CSRF token as well; or a token.
array security_of(const Route& route) {
  if (route.who == Who::everybody) return {};
  object session{{"session", array{}}};
  if (!is_safe(route.method)) session["csrf"] = array{};
  static constexpr std::pair<Scope, std::string_view> kScopes[] = {{Scope::read, "read"},
                                                                   {Scope::write, "write"},
                                                                   {Scope::feed, "feed"},
                                                                   {Scope::operate, "operate"}};
  array scopes;
  for (const auto& [scope, name] : kScopes) {
    if (scope == route.scope) scopes.push_back(string{name});
  }
  return {std::move(session), object{{"token", std::move(scopes)}}};
}

std::string summary_of(const Route& route, const Subject& of) {
  if (of.command == nullptr) return route.summary;
  return std::string{of.command->doc};
}

object operation(const Route& route, const Subject& of, Workflows workflows) {
  object made{
      {"operationId", id_of(route, of)},
      {"tags", array{of.workflow != nullptr ? string{of.workflow->kind} : string{route.tag}}},
      {"summary", summary_of(route, of)}};
  if (of.command != nullptr && !of.command->zh.empty()) {
    made["description"] = string{of.command->zh};
  }
  if (auto parameters = parameters_of(route, of, workflows); !parameters.empty()) {
    made["parameters"] = std::move(parameters);
  }
  boost::json::value body = route.body;
  if (of.command != nullptr) body = schema_ref(of.command->type);
  if (!body.is_null()) {
    const auto* const type = route.form ? "application/x-www-form-urlencoded" : "application/json";
    made["requestBody"] =
        object{{"required", true}, {"content", {{type, {{"schema", std::move(body)}}}}}};
  }
  made["responses"] = answers_of(route, of);
  made["security"] = security_of(route);
  return made;
}

/// The workflow makes the key, or has one stream alone.
bool begins_without_key(const WorkflowInfo& workflow, std::string_view command) {
  const bool only = !workflow.key.empty() && workflow.begins_stream(command);
  return only || makes_key(workflow, command);
}

/// Whether it is of whatever workflow.
bool is_generic(const Route& route) { return (route.path + "/").starts_with("/v1/{kind}/"); }

/// What a route is written out for: itself, each workflow, or each command.
std::vector<Subject> subjects_of(const Route& route, Workflows workflows) {
  if (!is_generic(route)) return {Subject{}};
  std::vector<Subject> subjects;
  for (const auto* const workflow : workflows) {
    if (route.path != kCommand && route.path != kBegin) {
      subjects.push_back({workflow, nullptr});
      continue;
    }
    for (const auto* const command : workflow->commands->types) {
      if (route.path == kBegin && !begins_without_key(*workflow, command->type)) continue;
      subjects.push_back({workflow, command});
    }
  }
  return subjects;
}

object paths_of(std::span<const Route> routes, Workflows workflows) {
  object paths;
  for (const auto& route : routes) {
    for (const auto& subject : subjects_of(route, workflows)) {
      auto& path = paths[path_of(route, subject)];
      if (path.is_null()) path = object{};
      auto made = operation(route, subject, workflows);
      const auto method = method_of(route.method);
      // A route of its own goes before the same path of a generic one.
      if (subject.workflow == nullptr) {
        path.as_object()[method] = std::move(made);
      } else {
        path.as_object().emplace(method, std::move(made));
      }
    }
  }
  return paths;
}

// --- the document --------------------------------------------------------------------------------

object security_schemes() {
  return {{"session",
           {{"type", "apiKey"},
            {"in", "cookie"},
            {"name", "recourse_session"},
            {"description", "The cookie that POST /v1/session sets."}}},
          {"csrf",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-CSRF-Token"},
            {"description", "What signing in answered with as `csrf`; for unsafe methods."}}},
          {"token",
           {{"type", "http"},
            {"scheme", "bearer"},
            {"description", "A token of POST /v1/tokens, for its scopes."}}}};
}

object components_of(Workflows workflows) {
  object schemas;
  add_common_components(schemas);
  for (const auto* const workflow : workflows) add_components(*workflow, schemas);
  object responses;
  for (const auto& no : kNoes) responses[no.name] = problem_answer(no);
  return {{"schemas", std::move(schemas)},
          {"responses", std::move(responses)},
          {"parameters", common_parameters()},
          {"securitySchemes", security_schemes()}};
}

/// The routes' own tags, then the workflows; each once.
array tags_of(std::span<const Route> routes, Workflows workflows) {
  array tags;
  std::vector<std::string_view> seen;
  const auto add = [&](std::string_view name, std::string_view doc) {
    if (name.empty() || std::ranges::find(seen, name) != seen.end()) return;
    seen.push_back(name);
    object tag{{"name", string{name}}};
    if (!doc.empty()) tag["description"] = string{doc};
    tags.push_back(std::move(tag));
  };
  for (const auto* const workflow : workflows) add(workflow->kind, workflow->doc);
  for (const auto& route : routes) {
    if (!is_generic(route)) add(route.tag, {});
  }
  return tags;
}

}  // namespace

std::string_view short_name(std::string_view command) {
  const auto dot = command.find('.');
  return dot == std::string_view::npos ? command : command.substr(dot + 1);
}

object openapi(std::span<const Route> routes, Workflows workflows, std::string_view version) {
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "recourse"},
            {"version", string{version}},
            {"description", "Cases that a window could not resolve, and what became of them."},
            {"license", {{"name", "Apache 2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema"},
          {"servers", array{object{{"url", "/"}}}},
          {"tags", tags_of(routes, workflows)},
          {"paths", paths_of(routes, workflows)},
          {"components", components_of(workflows)}};
}

}  // namespace recourse::server
