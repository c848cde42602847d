#include "apps/cli/workflow_commands.hpp"

#include <cstdio>
#include <recourse/describe/sealing.hpp>
#include <recourse/office/begin_stream.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/code_names.hpp"
#include "apps/cli/command_fields.hpp"
#include "apps/cli/earlier_cases.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/workflow_queries.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using describe::TypeInfo;

/// What was given for one command.
struct Given {
  Served served;
  const TypeInfo* type;
  std::unique_ptr<CommandFields> fields;
  std::string key = {};
  std::string actor = {};
  std::string interface_of = {};
  std::string command_id = {};
  std::string correlation = {};
  std::string causation = {};
  std::optional<std::uint64_t> expected_version = {};

  bool begins() const { return served.info->begins_stream(type->type); }
  /// The key of a new stream may be left out.
  bool makes_key() const { return recourse::makes_key(*served.info, type->type); }
};

Result<BegunStream> given_to(const Office& office, const Given& given,
                             const std::optional<StreamId>& stream, const void* command,
                             const core::Context& context) {
  const auto& port = given.served.port(office);
  if (given.makes_key()) return begin_stream(office, port, stream, command, context);
  RECOURSE_TRY_ASSIGN(auto outcome, port.handle(*stream, command, context));
  return BegunStream{*stream, std::move(outcome)};
}

/// What the citizen is given, and what is known of him, as lines of text.
std::string begun_text(const BegunStream& done) {
  std::string text;
  if (!done.inquiry_code.empty()) text = "  inquiry code 查询码: " + done.inquiry_code + "\n";
  if (done.earlier.empty()) return text;
  return text + "  the same person came before 同一人此前反映过:\n" + earlier_text(done.earlier);
}

Exit tell(const Session& session, const Office& office, const Given& given,
          const core::Context& context, const BegunStream& done) {
  // Masked: a look in clear is a command of its own. Whoever gives a command need not be one who
  // may see the stream: then the outcome is all.
  const auto seen = find(office, given.served, done.stream, {context.actor, {}, context.standing});
  if (!seen) return fail(session, seen.error());
  const auto* const found = std::get_if<Found>(&*seen);
  auto outcome = outcome_json(office, done, context.command_id);
  if (!outcome) return fail(session, outcome.error());
  if (!session.json && describe::holds_sealed(*given.type)) {
    note_unsealed(office.engine().sealer() != nullptr);
  }
  const auto head = office.store().head();
  if (!head) return fail(session, head.error());
  const auto item =
      found == nullptr ? object{{"key", string{done.stream.key()}}} : item_of(found->shown);
  const auto text = found == nullptr ? std::string{done.stream.key()} + "\n"
                                     : text_of(given.served, found->shown);
  auto json = item_answer(*head, item);
  json["outcome"] = *std::move(outcome);
  if (print(session, json, text + begun_text(done))) return Exit::ok;
  std::fprintf(stderr, "recourse: it took effect: %s, command id %s\n", done.stream.text().c_str(),
               context.command_id.to_string().c_str());
  return Exit::unavailable;
}

/// An id that was given by an option, if it was.
Result<std::optional<CommandId>> id_of(std::string_view option, const std::string& text) {
  if (text.empty()) return std::optional<CommandId>{};
  auto id = CommandId::parse(text);
  if (!id) return of_argument(option, id.error());
  return std::optional{*id};
}

/// Who gives the command, and why.
Result<core::Context> context_of(const Office& office, const Given& given) {
  const auto system = actor_of(given.interface_of);
  auto context = given.interface_of.empty() ? office.context(actor_of(given.actor))
                                            : office.import_context(system.id, system.unit);
  RECOURSE_TRY_ASSIGN(const auto id, id_of("--command-id", given.command_id));
  if (id) context.command_id = *id;
  RECOURSE_TRY_ASSIGN(context.correlation, id_of("--correlation", given.correlation));
  RECOURSE_TRY_ASSIGN(context.causation, id_of("--causation", given.causation));
  if (given.expected_version) context.expected = Version{*given.expected_version};
  return context;
}

/// What is wrong with the options that say who acts; nothing if they are well.
std::optional<Usage> fault_of_actor(const Given& given) {
  if (given.actor.empty() && given.interface_of.empty()) return Usage{"--as is required"};
  if (given.interface_of.empty()) {
    const auto kind = core::kind_of_role(actor_of(given.actor).role);
    if (kind == core::ActorKind::importer) {
      return Usage{
          "--as: what another system sent is told with --interface NAME, not in the role "
          "'importer'"};
    }
    if (kind == core::ActorKind::engine) {
      return Usage{"--as: the role '" + actor_of(given.actor).role +
                   "' is kept for the engine itself: its limits act by themselves (timers fire)"};
    }
    return std::nullopt;
  }
  if (!actor_of(given.interface_of).role.empty()) {
    return Usage{"--interface: NAME or NAME@UNIT, without a role"};
  }
  return std::nullopt;
}

Exit give(const Session& session, const Given& given) {
  if (const auto fault = fault_of_actor(given)) return fail(session, *fault);
  auto fields = given.fields->read();
  if (!fields) return fail(session, fields.error());
  const auto& info = *given.served.info;
  auto command = core::command_from_json(info, given.type->type, *fields);
  if (!command) return fail(session, command.error());
  std::optional<StreamId> stream;
  if (!given.key.empty() || !given.makes_key()) {
    auto named = stream_of(given.served, given.key);
    if (!named) return fail(session, named.error());
    stream = std::move(*named);
  }
  const auto office = given.begins() ? session.open_or_create() : session.open_existing();
  if (!office) return fail(session, office.error());
  if (const auto wrong = read_codes(**office, *given.type, *fields)) return fail(session, *wrong);
  command = core::command_from_json(info, given.type->type, *fields);
  if (!command) return fail(session, command.error());
  const auto context = context_of(**office, given);
  if (!context) return fail(session, context.error());
  const auto done = given_to(**office, given, stream, command->get(), *context);
  if (!done) return fail(session, with_id(done.error(), context->command_id));
  if (done->outcome.refused()) return refuse(session, done->outcome.refusal());
  return tell(session, **office, given, *context, *done);
}

void add_command(CommandLine& parent, const Served& served, const TypeInfo& type, Session& session,
                 std::function<Exit()>& chosen) {
  const auto doc = std::string{type.doc} + (type.zh.empty() ? "" : " " + std::string{type.zh});
  auto* command = parent.add_subcommand(verb_of(type.type), doc);
  const auto given = std::make_shared<Given>(Given{served, &type, nullptr});
  if (given->makes_key()) {
    command->add_option("--id", given->key, "Key of the new stream; missing: one is made.");
  } else {
    add_key(*command, served, given->key);
  }
  command
      ->add_option("--as", given->actor,
                   "Who acts: role:id@unit, say window_officer:w7@S001 (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR");
  command
      ->add_option("--interface", given->interface_of,
                   "Instead of --as: the adapter of another system tells what that one sent; NAME "
                   "or NAME@UNIT.")
      ->check(not_empty());
  command
      ->add_option("--correlation", given->correlation,
                   "First command of the chain that this one belongs to; missing: it begins one.")
      ->check(not_empty());
  command
      ->add_option("--causation", given->causation,
                   "The command because of which this one is given.")
      ->check(not_empty());
  command
      ->add_option("--command-id", given->command_id,
                   "32 hexadecimal digits; the same id never takes effect twice.")
      ->check(not_empty());
  command
      ->add_option("--expected-version", given->expected_version,
                   "The version that the stream was seen at: nothing is done if it has gone on.")
      ->check(whole_number(0));
  given->fields = std::make_unique<CommandFields>(type, *command);
  command->callback(
      [&session, &chosen, given] { chosen = [&session, given] { return give(session, *given); }; });
}

}  // namespace

void add_workflow_commands(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  for (const auto& workflow : office_workflows()) {
    const auto one = served(workflow);
    auto* parent = app.add_subcommand(std::string{one.info->kind}, std::string{one.info->doc});
    parent->require_subcommand(1);
    add_workflow_queries(*parent, one, session, chosen);
    if (one.more->add_commands != nullptr) one.more->add_commands(*parent, session, chosen);
    for (const auto* type : one.info->commands->types) {
      add_command(*parent, one, *type, session, chosen);
    }
  }
}

}  // namespace recourse::cli
