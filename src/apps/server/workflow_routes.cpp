// Streams of whatever workflow: as they stand, their history, commands.
#include <recourse/base/text.hpp>
#include <recourse/core/workflow_json.hpp>
#include <recourse/office/answer_json.hpp>
#include <recourse/office/begin_stream.hpp>

#include "apps/server/forms.hpp"
#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"
#include "apps/server/stream_list.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

constexpr std::size_t kIdempotencyBytesMax = 128;

/// A workflow that the path names by kind or name. not_found.
Result<const core::WorkflowPort*> port_of(const Office& office, std::string_view kind) {
  const auto* const port = office.engine().workflow(kind);
  if (port != nullptr) return port;
  return Error{Errc::not_found, "there is no workflow '" + std::string{kind} + "'"};
}

struct Named {
  const core::WorkflowPort* port;
  StreamId stream;
};

/// The stream that the path's first two places name.
Result<Named> stream_of(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto* port, port_of(office, call.places[0]));
  const auto& info = port->info();
  if (!info.key.empty() && call.places[1] != info.key) {
    return Error{Errc::not_found, std::string{info.kind} + " has one stream alone: " +
                                      std::string{info.kind} + "/" + std::string{info.key}};
  }
  RECOURSE_TRY_ASSIGN(auto stream, StreamId::of(info.kind, call.places[1]));
  return Named{port, std::move(stream)};
}

std::string etag_of(Version version) { return "\"" + std::to_string(version.value) + "\""; }

array next_json(const core::WorkflowPort& port, const core::AnyState& now,
                const core::Actor& actor) {
  array names;
  const auto next = port.next(now.state.get(), &actor);
  for (const auto name : next.value_or(std::vector<std::string_view>{})) {
    names.push_back(string{name});
  }
  return names;
}

/// A look that was taken, as an answer.
Result<Reply> shown(const Office& office, const Named& named, const core::Look& look,
                    const core::Actor& actor, std::optional<array> events = {}) {
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  auto item = stream_json(*named.port, named.stream, look.now, look.visibility);
  item["next"] = next_json(*named.port, look.now, actor);
  if (events) item["history"] = std::move(*events);
  auto reply = json_reply(item_answer(head, std::move(item)));
  reply.headers.emplace_back("ETag", etag_of(look.now.version));
  return reply;
}

Result<Reply> find(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto named, stream_of(office, call));
  RECOURSE_TRY_ASSIGN(const auto version,
                      number(call, "version", 1, ~std::uint64_t{0} >> 1U, ~std::uint64_t{0}));
  RECOURSE_TRY_ASSIGN(const auto seen,
                      office.engine().look(named.stream, viewer_of(call), Version{version}));
  if (const auto* no = core::refused(seen)) return problem(*no);
  return shown(office, named, std::get<core::Look>(seen), call.actor());
}

Result<Reply> streams(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto* port, port_of(office, call.places[0]));
  StreamQuery query;
  RECOURSE_TRY_ASSIGN(query.page_size, number(call, "page_size", 1, kStreamsLookedAtMost, 100));
  RECOURSE_TRY_ASSIGN(query.after, page_token(call, "after"));
  RECOURSE_TRY_ASSIGN(const auto page, list_streams(office, *port, query, viewer_of(call)));
  array items;
  for (const auto& one : page.streams) {
    auto item = stream_json(*port, one.stream, one.now, one.visibility);
    item["next"] = next_json(*port, one.now, call.actor());
    item["changed_at"] = to_string(one.changed_at);
    items.push_back(std::move(item));
  }
  return json_reply(list_answer(page.position, std::move(items), page.next));
}

Result<Reply> history(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto named, stream_of(office, call));
  RECOURSE_TRY_ASSIGN(const auto seen, office.engine().look(named.stream, viewer_of(call)));
  if (const auto* no = core::refused(seen)) return problem(*no);
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  RECOURSE_TRY_ASSIGN(
      auto entries, history_json(*named.port, named.stream, std::get<core::Look>(seen).visibility));
  return json_reply(list_answer(head, std::move(entries)));
}

Result<Reply> look(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto named, stream_of(office, call));
  RECOURSE_TRY_ASSIGN(const auto viewer, viewer_in_clear(call));
  RECOURSE_TRY_ASSIGN(const auto seen, office.engine().look(named.stream, viewer));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& taken = std::get<core::Look>(seen);
  // What was looked at is the whole of it: what its events say, too.
  RECOURSE_TRY_ASSIGN(auto events, history_json(*named.port, named.stream, taken.visibility));
  return shown(office, named, taken, call.actor(), std::move(events));
}

Result<Reply> looks(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto named, stream_of(office, call));
  const auto viewer = viewer_of(call);
  RECOURSE_TRY_ASSIGN(const auto seen, office.engine().look(named.stream, viewer));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& visibility = std::get<core::Look>(seen).visibility;
  if (!visibility.sees(describe::Access::internal)) {
    return problem(core::not_to_be_seen(visibility, viewer));
  }
  RECOURSE_TRY_ASSIGN(const auto taken, core::looks_of(*named.port, named.stream));
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  return json_reply(list_answer(head, looks_json(taken)));
}

// --- commands ------------------------------------------------------------------------------------

/// The command of that name, "accept" or "case.accept". not_found.
Result<const describe::TypeInfo*> command_of(const core::WorkflowInfo& info,
                                             const std::string& name) {
  const auto full =
      name.find('.') == std::string::npos ? std::string{info.kind} + "." + name : name;
  for (const auto* type : info.commands->types) {
    const auto after_dot = type->type.substr(type->type.find('.') + 1);
    if (type->type == full || after_dot == name) return type;
  }
  return Error{Errc::not_found,
               std::string{info.kind} + " has no command '" + base::excerpt(name, 60) + "'"};
}

/// The id of a command: the one that Idempotency-Key says; else a fresh one. A text that is no id
/// makes one of its own for each account and whoever acts under it.
Result<CommandId> command_id_of(const Call& call) {
  if (call.request.headers.count("Idempotency-Key") == 0) return random_command_id();
  const auto key = call.request.header("Idempotency-Key");
  if (key.empty() || key.size() > kIdempotencyBytesMax) {
    return Error{Errc::invalid_argument, "Idempotency-Key: one header of 1 to 128 bytes"};
  }
  if (auto id = CommandId::parse(key)) return *id;
  const auto& who = *call.principal;
  return derived_command_id("http\n" + who.account + "\n" + who.stream + "\n" +
                            who.actor.to_string() + "\n" + std::string{key});
}

/// The version that If-Match expects; nothing: none. invalid_argument.
Result<std::optional<Version>> expected_of(const Request& request) {
  if (request.headers.count("If-Match") == 0) return std::optional<Version>{};
  auto tag = request.header("If-Match");
  const bool quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  if (quoted) tag = tag.substr(1, tag.size() - 2);
  const bool digits =
      quoted && tag.size() <= 18 && tag.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) {
    return Error{Errc::invalid_argument,
                 "If-Match: the ETag of the stream, a version in quotes: \"4\""};
  }
  return std::optional{Version{std::stoull(std::string{tag})}};
}

/// The command's fields. A citizen shows by his session whose case it is: where the command wants
/// the inquiry code and none is given, it is that of the session (R18).
Result<object> fields_of(const Call& call, const describe::TypeInfo& type) {
  RECOURSE_TRY_ASSIGN(auto fields, json_body(call.request));
  if (!call.principal->is_citizen()) return fields;
  for (const auto& field : type.fields) {
    if (field.name != std::string_view{"code"} || fields.contains("code")) continue;
    fields["code"] = string{call.principal->inquiry_code};
  }
  return fields;
}

/// What a command came to, with the stream as its giver may see it, masked.
Result<Reply> told(const Office& office, const core::WorkflowPort& port, const BegunStream& done,
                   const core::Context& context, bool begun) {
  if (done.outcome.refused()) return problem(done.outcome.refusal());
  RECOURSE_TRY_ASSIGN(auto outcome, outcome_json(office, done, context.command_id));
  RECOURSE_TRY_ASSIGN(const auto seen,
                      office.engine().look(done.stream, core::Viewer{context.actor}));
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  object item{{"key", string{done.stream.key()}}};
  if (const auto* look = std::get_if<core::Look>(&seen)) {
    item = stream_json(port, done.stream, look->now, look->visibility);
    item["next"] = next_json(port, look->now, context.actor);
  }
  const auto version = outcome.at("version").to_number<std::uint64_t>();
  auto json = item_answer(head, std::move(item));
  json["outcome"] = std::move(outcome);
  auto reply = json_reply(json, begun ? 201 : 200);
  reply.headers.emplace_back("ETag", etag_of(Version{version}));
  if (begun) {
    reply.headers.emplace_back("Location", "/v1/" + std::string{done.stream.kind()} + "/" +
                                               percent_encoded(done.stream.key()));
  }
  return reply;
}

/// version_conflict, as the command itself would have it.
Result<void> check_expected(const core::WorkflowPort& port, const StreamId& stream,
                            const core::Context& context) {
  if (!context.expected) return {};
  RECOURSE_TRY_ASSIGN(const auto actual, port.store().version_of(stream));
  if (actual == *context.expected) return {};
  return Error{Errc::version_conflict,
               "stream " + stream.text() + " is at version " + std::to_string(actual.value) +
                   ", expected " + std::to_string(context.expected->value),
               actual.value};
}

/// What a command would come to, as its giver may see it.
Result<Reply> rehearsed(const Office& office, const core::WorkflowPort& port,
                        const StreamId& stream, const void* command, const core::Context& context) {
  RECOURSE_TRY_ASSIGN(const auto found, port.rehearse_any(stream, command, context));
  if (found.refusal) return problem(*found.refusal);
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  core::Visibility visibility{.any = true, .classes = {describe::Access::open}};
  if (auto seen = core::glance(port, stream, core::Viewer{context.actor})) visibility = *seen;
  array events;
  for (const auto& event : found.events) {
    events.push_back(core::event_json(event.get(), *port.info().events, visibility));
  }
  return json_reply(item_answer(head, object{{"dry_run", true}, {"events", std::move(events)}}));
}

/// A version that is another is what If-Match asked for.
Reply conflict(const Error& error, bool expected) {
  const bool failed = expected && error.code() == Errc::version_conflict;
  return failed ? problem(error, 412) : problem(error);
}

Result<Reply> give(const Office& office, const Call& call, const core::WorkflowPort& port,
                   const std::optional<StreamId>& stream, const std::string& name) {
  RECOURSE_TRY_ASSIGN(const auto* type, command_of(port.info(), name));
  RECOURSE_TRY_ASSIGN(const auto fields, fields_of(call, *type));
  RECOURSE_TRY_ASSIGN(const auto dry_run, flag(call, "dry_run"));
  RECOURSE_TRY_ASSIGN(const auto command, core::command_from_json(port, type->type, fields));
  auto context = office.context(call.actor());
  RECOURSE_TRY_ASSIGN(context.command_id, command_id_of(call));
  RECOURSE_TRY_ASSIGN(context.expected, expected_of(call.request));
  if (dry_run && !stream) {
    return Error{Errc::invalid_argument,
                 "dry_run: a key is made only when the command is recorded; try it out under one: "
                 "POST /v1/" +
                     std::string{port.info().kind} + "/{key}/commands/" + name + "?dry_run=true"};
  }
  if (dry_run) {
    if (const auto same = check_expected(port, *stream, context); !same) {
      return conflict(same.error(), true);
    }
    return rehearsed(office, port, *stream, command.get(), context);
  }
  const bool begins = port.info().begins_stream(type->type);
  if (!stream && !makes_key(port.info(), type->type)) {
    return Error{Errc::invalid_argument,
                 std::string{type->type} + " is given to a stream: POST /v1/" +
                     std::string{port.info().kind} + "/{key}/commands/" + name};
  }
  auto done = begins ? begin_stream(office, port, stream, command.get(), context)
                     : [&]() -> Result<BegunStream> {
    RECOURSE_TRY_ASSIGN(auto outcome, office.handle_any(port, *stream, command.get(), context));
    return BegunStream{*stream, std::move(outcome)};
  }();
  if (!done) return conflict(done.error(), context.expected.has_value());
  return told(office, port, *done, context, begins && !done->outcome.refused());
}

Result<Reply> give_to(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto named, stream_of(office, call));
  return give(office, call, *named.port, named.stream, call.places[2]);
}

Result<Reply> begin(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto* port, port_of(office, call.places[0]));
  std::optional<StreamId> only;
  if (!port->info().key.empty()) {
    RECOURSE_TRY_ASSIGN(only, StreamId::of(port->info().kind, port->info().key));
  }
  return give(office, call, *port, only, call.places[1]);
}

// --- what workflows there are --------------------------------------------------------------------

std::vector<const core::WorkflowInfo*> infos_of(const Office& office) {
  std::vector<const core::WorkflowInfo*> infos;
  for (const auto* port : office.engine().workflows()) infos.push_back(&port->info());
  return infos;
}

std::function<Reply(const Call&)> of(const Office& of_all,
                                     Result<Reply> (*f)(const Office&, const Call&)) {
  return answering([office = &of_all, f](const Call& call) { return f(*office, call); });
}

void add_command_routes(const Office& office, std::vector<Route>& routes) {
  const std::vector<Parameter> dry{{.name = "dry_run",
                                    .doc = "What it would come to; nothing is recorded.",
                                    .schema = R"({"type":"boolean"})"}};
  routes.push_back({.method = Method::post,
                    .path = "/v1/{kind}/{key}/commands/{name}",
                    .id = "command",
                    .summary = "Gives a command.",
                    .tag = "streams",
                    .who = Who::signed_in,
                    .scope = Scope::write,
                    .query = dry,
                    .answer = of(office, give_to)});
  routes.push_back({.method = Method::post,
                    .path = "/v1/{kind}/commands/{name}",
                    .id = "begin",
                    .summary = "Begins a stream under a key that the workflow makes.",
                    .tag = "streams",
                    .who = Who::staff,
                    .scope = Scope::write,
                    .query = dry,
                    .success = 201,
                    .answer = of(office, begin)});
}

void add_descriptions(const Office* office, std::vector<Route>& routes) {
  routes.push_back({.method = Method::get,
                    .path = "/v1/workflows",
                    .id = "list_workflows",
                    .summary = "The workflows that there are.",
                    .tag = "workflows",
                    .who = Who::signed_in,
                    .answer = [office](const Call&) {
                      return json_reply(list_answer(workflow_list(infos_of(*office))));
                    }});
  routes.push_back({.method = Method::get,
                    .path = "/v1/workflows/{kind}",
                    .id = "describe_workflow",
                    .summary = "A workflow's commands as forms, and its state.",
                    .tag = "workflows",
                    .who = Who::signed_in,
                    .answer = answering([office](const Call& call) -> Result<Reply> {
                      RECOURSE_TRY_ASSIGN(const auto* port, port_of(*office, call.places[0]));
                      return json_reply(item_answer(workflow_form(port->info())));
                    })});
}

}  // namespace

Result<core::Viewer> viewer_in_clear(const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto body, json_body(call.request));
  RECOURSE_TRY_ASSIGN(auto purpose, text_member(body, "purpose"));
  core::Viewer viewer{call.actor(), std::move(purpose)};
  if (call.principal->is_citizen()) viewer.proof = call.principal->inquiry_code;
  if (viewer.wants_clear()) return viewer;
  return Error{Errc::invalid_argument, "purpose: a look in clear needs one"};
}

void add_workflow_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* office = &sources.office;
  add_descriptions(office, routes);
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/{kind}",
       .id = "list",
       .summary = "Its streams, in the order of their keys; all pages as of one position.",
       .tag = "streams",
       .query = {{.name = "page_size",
                  .doc = "At most so many.",
                  .schema = R"({"type":"integer","minimum":1,"maximum":1000,"default":100})"},
                 {.name = "after", .doc = "Go on behind a page: its `next`."}},
       .live = true,
       .answer = of(*office, streams)});
  routes.push_back({.method = Method::get,
                    .path = "/v1/{kind}/{key}",
                    .id = "find",
                    .summary = "A stream as it stands, or stood.",
                    .tag = "streams",
                    .who = Who::signed_in,
                    .query = {{.name = "version",
                               .doc = "As it stood after this event.",
                               .schema = R"({"type":"integer","minimum":1})"}},
                    .live = true,
                    .answer = of(*office, find)});
  routes.push_back({.method = Method::get,
                    .path = "/v1/{kind}/{key}/history",
                    .id = "history",
                    .summary = "Its events.",
                    .tag = "streams",
                    .who = Who::signed_in,
                    .answer = of(*office, history)});
  routes.push_back({.method = Method::post,
                    .path = "/v1/{kind}/{key}/look",
                    .id = "look",
                    .summary = "The stream in clear; the look is recorded first.",
                    .tag = "streams",
                    .who = Who::signed_in,
                    .scope = Scope::write,
                    .body = {{"type", "object"},
                             {"properties", {{"purpose", {{"type", "string"}, {"minLength", 1}}}}},
                             {"required", array{"purpose"}},
                             {"additionalProperties", false}},
                    .answer = of(*office, look)});
  routes.push_back({.method = Method::get,
                    .path = "/v1/{kind}/{key}/looks",
                    .id = "looks",
                    .summary = "Who saw it in clear, when and for what.",
                    .tag = "streams",
                    .answer = of(*office, looks)});
  add_command_routes(*office, routes);
}

}  // namespace recourse::server
