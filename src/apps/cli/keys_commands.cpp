#include "apps/cli/keys_commands.hpp"

#include <fmt/format.h>

#include <recourse/describe/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

/// What a command says where the log is not sealed, or its keys were not named.
Error no_keys(const Session& session, const Office& office) {
  if (office.engine().sealer() == nullptr) return {Errc::not_sealed, "this log has no keys"};
  return {Errc::keys_unavailable,
          session.master_key.empty()
              ? "say by which master key the keys open: --master-key, or RECOURSE_MASTER_KEY_FILE"
              : "this log has no keys"};
}

Exit run_create(const Session& session, const std::string& file) {
  const auto made = trust::create_master_key(file);
  if (!made) return fail(session, made.error());
  return answered(print(session, item_answer(object{{"file", file}}),
                        "made " + file +
                            "; keep a copy where neither the log nor its backups lie: without it "
                            "nothing that is sealed opens again\n"));
}

Exit tell_status(const Session& session, const Office& office) {
  const auto& ring = office.engine().keyring();
  if (!ring) return fail(session, no_keys(session, office));
  const auto s = ring->status();
  array unreached;
  for (const auto& copy : s.unreached) unreached.push_back(string{copy.string()});
  const auto head = office.store().head();
  if (!head) return fail(session, head.error());
  std::string text =
      fmt::format("folder     {}\nkeys made  {}\n", ring->folder().string(), grouped(s.keys));
  for (const auto& copy : s.unreached) {
    text += fmt::format("UNREACHED  {}: keys of erased persons lie there still\n", copy.string());
  }
  const bool told = print(session,
                          item_answer(*head, object{{"folder", ring->folder().string()},
                                                    {"keys", s.keys},
                                                    {"unreached", std::move(unreached)}}),
                          text);
  return s.unreached.empty() ? answered(told) : Exit::problems;
}

Exit run_status(const Session& session) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  return tell_status(session, **office);
}

Exit run_copy(const Session& session, const std::string& to) {
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto& ring = (*office)->engine().keyring();
  if (!ring) return fail(session, no_keys(session, **office));
  const auto copied = ring->copy_to(std::filesystem::absolute(to).lexically_normal());
  if (!copied) return fail(session, copied.error());
  return tell_status(session, **office);
}

Exit run_rotate(const Session& session, const std::string& to) {
  const auto next = trust::read_master_key(to);
  if (!next) return fail(session, next.error().within("--to"));
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto& ring = (*office)->engine().keyring();
  if (!ring) return fail(session, no_keys(session, **office));
  const auto rotated = ring->rotate(*next);
  if (!rotated) return fail(session, rotated.error());
  return answered(print(session, item_answer(object{{"folder", ring->folder().string()}}),
                        "from now on the keys open by " + to +
                            " alone; copies of them open by the master key that they were made "
                            "under: make them anew\n"));
}

// --- erase ---------------------------------------------------------------------------------------

struct EraseArguments {
  std::string stream;
  std::string subject = "reporter";
  std::string ground = "request";
  std::string reason;
  std::string actor;
  std::string command_id;
  bool prove = false;
  bool past_retention = false;
  bool dry_run = false;
};

/// Everybody whose term has run out.
Exit run_past_retention(const Session& session, const EraseArguments& a) {
  if (a.actor.empty()) return fail(session, Usage{"--as is required"});
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto done =
      (*office)->erase_past_retention((*office)->context(actor_of(a.actor)), a.dry_run);
  if (!done) return fail(session, done.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  array cases;
  std::string text;
  for (const auto& stream : done->cases) {
    cases.push_back(string{stream.text()});
    text += stream.text() + "\n";
  }
  text += fmt::format("{} past their term, {} erased{}\n", grouped(done->cases.size()),
                      grouped(done->erased), a.dry_run ? " (dry run)" : "");
  auto json = list_answer(*head, std::move(cases));
  json["erased"] = done->erased;
  return answered(print(session, json, text));
}

object to_json(const StreamId& stream, const ErasureProof& proof) {
  array erasures;
  for (const auto& one : proof.erasures) {
    erasures.push_back(describe::to_json(&one, describe::type_info<trust::Erasure>, {}));
  }
  array usable;
  for (const auto& key : proof.usable) usable.push_back(string{key.to_string()});
  array unreached;
  for (const auto& copy : proof.unreached) unreached.push_back(string{copy.string()});
  return {{"stream", stream.text()},
          {"holds", proof.holds()},
          {"erasures", std::move(erasures)},
          {"fields", proof.fields},
          {"opening", proof.opening},
          {"later", proof.later},
          {"rows", proof.rows},
          {"usable", std::move(usable)},
          {"unreached", std::move(unreached)}};
}

std::string text_of(const StreamId& stream, const ErasureProof& proof) {
  std::string text;
  for (const auto& one : proof.erasures) {
    text += fmt::format("erased    {} of {}, {} ({})\n", describe::enum_name(one.subject),
                        stream.text(), local_time(one.at), describe::enum_name(one.ground));
  }
  if (proof.erasures.empty()) text += "nothing was erased in " + stream.text() + "\n";
  text += fmt::format("tried     {} sealed fields: {} open\n", grouped(proof.fields),
                      grouped(proof.opening));
  text += fmt::format("views     {} rows hold their ciphertext\n", grouped(proof.rows));
  if (proof.later > 0) {
    text += fmt::format("later     {} fields of the same persons were recorded since, and open\n",
                        grouped(proof.later));
  }
  for (const auto& key : proof.usable) text += "USABLE    key " + key.to_string() + "\n";
  for (const auto& copy : proof.unreached) text += "UNREACHED " + copy.string() + "\n";
  return text + (proof.holds() ? "holds: nothing of it opens\n" : "does not hold\n");
}

Exit tell_proof(const Session& session, const Office& office, const StreamId& stream) {
  const auto proof = office.engine().prove_erasure(stream);
  if (!proof) return fail(session, proof.error());
  const bool told = print(session, item_answer(proof->position, to_json(stream, *proof)),
                          text_of(stream, *proof));
  return proof->holds() ? answered(told) : Exit::problems;
}

Exit run_erase(const Session& session, const EraseArguments& a) {
  if (a.past_retention != a.stream.empty()) {
    return fail(session, Usage{"say a stream, or --past-retention, and not both"});
  }
  if (a.past_retention) return run_past_retention(session, a);
  const auto stream = StreamId::parse(a.stream);
  if (!stream) return fail(session, of_argument("stream", stream.error()));
  if (a.prove) {
    const auto office = session.open_to_read();
    if (!office) return fail(session, office.error());
    return tell_proof(session, **office, *stream);
  }
  if (a.actor.empty()) return fail(session, Usage{"--as is required"});
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  auto context = (*office)->context(actor_of(a.actor));
  if (!a.command_id.empty()) {
    const auto id = CommandId::parse(a.command_id);
    if (!id) return fail(session, of_argument("--command-id", id.error()));
    context.command_id = *id;
  }
  const auto done = (*office)->engine().erase({.stream = *stream,
                                               .subject = *named<describe::Subject>(a.subject),
                                               .ground = *named<trust::ErasureGround>(a.ground),
                                               .reason = a.reason},
                                              context);
  if (!done) return fail(session, with_id(done.error(), context.command_id));
  if (done->refused()) return refuse(session, done->refusal());
  return tell_proof(session, **office, *stream);
}

}  // namespace

void add_keys_commands(CommandLine& keys, const Session& session, std::function<Exit()>& chosen) {
  const auto made = std::make_shared<std::string>();
  auto* create = keys.add_subcommand("create", "Makes a master key in a new file.");
  create->add_option("file", *made, "The file; its owner alone may read it.")
      ->required()
      ->check(not_empty());
  create->callback([&session, &chosen, made] {
    chosen = [&session, made] { return run_create(session, *made); };
  });
  auto* status = keys.add_subcommand("status", "Where the keys lie, and how many there are.");
  status->callback([&session, &chosen] { chosen = [&session] { return run_status(session); }; });
  const auto to = std::make_shared<std::string>();
  auto* copy = keys.add_subcommand(
      "copy", "Copies the keys into a folder; who is erased later goes from it too.");
  copy->add_option("folder", *to, "Where to.")->required()->check(not_empty());
  copy->callback(
      [&session, &chosen, to] { chosen = [&session, to] { return run_copy(session, *to); }; });
  const auto next = std::make_shared<std::string>();
  auto* rotate =
      keys.add_subcommand("rotate", "Wraps the keys under another master key; the log stays.");
  rotate->add_option("--to", *next, "File of the new master key.")->required()->check(not_empty());
  rotate->callback([&session, &chosen, next] {
    chosen = [&session, next] { return run_rotate(session, *next); };
  });
}

void add_erase(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<EraseArguments>();
  auto* erase = app.add_subcommand(
      "erase", "Erases a person's data in a stream, for ever, and tries whether anything opens.");
  erase->add_option("stream", a->stream, "kind/key, say case/S001-1.")->check(not_empty());
  erase->add_flag("--past-retention", a->past_retention,
                  "Instead of a stream: everybody in the cases whose term has run out.");
  erase->add_flag("--dry-run", a->dry_run, "With --past-retention: finds them, and erases nobody.");
  erase->add_option("--subject", a->subject, "Whose data.")
      ->among("subject", describe::enum_info<describe::Subject>)
      ->capture_default_str();
  erase->add_option("--ground", a->ground, "Why.")
      ->among("ground", describe::enum_info<trust::ErasureGround>)
      ->capture_default_str();
  erase->add_option("--reason", a->reason, "Why, in words, without personal data.");
  erase->add_option("--as", a->actor, "Who acts: role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR");
  erase
      ->add_option("--command-id", a->command_id,
                   "32 hexadecimal digits; the same id never takes effect twice.")
      ->check(not_empty());
  erase->add_flag("--prove", a->prove, "Erases nothing: tries what is left of earlier erasures.");
  erase->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_erase(session, *a); }; });
}

}  // namespace recourse::cli
