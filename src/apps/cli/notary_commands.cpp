#include "apps/cli/notary_commands.hpp"

#include <fmt/format.h>

#include <recourse/notary/base64.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using notary::Algorithm;
using notary::PrivateKey;
using notary::PublicKey;

// --- the workflow --------------------------------------------------------------------------------

const core::WorkflowPort& port_of(const Office& office) {
  return *office.engine().workflow(notary::NotaryDecider::kKind);
}

Result<notary::State> state_of(const Office& office) {
  const auto found = port_of(office).find_any(notary::stream(), Version{~std::uint64_t{0}});
  if (found) return *static_cast<const notary::State*>(found->state.get());
  if (found.error().code() == Errc::not_found) return notary::State{};
  return found.error();
}

Result<core::Outcome> handle(const Office& office, const notary::Command& command,
                             const std::string& actor) {
  return office.handle_any(port_of(office), notary::stream(), &command,
                           office.context(actor_of(actor)));
}

void add_actor(CommandLine& command, std::string& to) {
  command
      .add_option("--as", to,
                  "Who acts: administrator:id, say administrator:a1 (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
}

// --- keys ----------------------------------------------------------------------------------------

struct KeyArguments {
  std::string file;
  std::string name;
  std::string algorithm = "ed25519";
  std::string actor;
};

std::string text_of(const PublicKey& key) {
  return fmt::format("key {} ({})\n{}\n{}", notary::to_string(key.id()),
                     describe::enum_name(key.algorithm()), key.verifier(), key.pem());
}

/// Adds a key to the log, and tells of it.
Exit register_key(const Session& session, const Office& office, const PrivateKey& key,
                  const KeyArguments& a) {
  const auto& of = key.public_key();
  const auto outcome = handle(
      office, notary::AddKey{of.name(), of.algorithm(), notary::base64(of.bytes())}, a.actor);
  if (!outcome) return fail(session, outcome.error());
  if (outcome->refused()) return refuse(session, outcome->refusal());
  auto item = to_json(of);
  item["file"] = a.file;
  return answered(print(session, item_answer(outcome->appended().last, std::move(item)),
                        text_of(of) + fmt::format("The private key is in {}: keep it out of the "
                                                  "database, and a copy of it safe.\n",
                                                  a.file)));
}

Exit run_create(const Session& session, const KeyArguments& a) {
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto name = a.name.empty() ? notary::key_name_of((*office)->store().identity().id) : a.name;
  Algorithm algorithm{};
  (void)describe::enum_from_name(a.algorithm, algorithm);  // the parser let nothing else through
  const auto key = PrivateKey::generate(name, algorithm);
  if (!key) return fail(session, of_argument("--name", key.error()));
  if (const auto written = key->write(a.file); !written) return fail(session, written.error());
  return register_key(session, **office, *key, a);
}

Exit run_add(const Session& session, const KeyArguments& a) {
  const auto key = PrivateKey::read(a.file);
  if (!key) return fail(session, key.error());
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  return register_key(session, **office, *key, a);
}

Exit run_show(const Session& session, const KeyArguments& a) {
  const auto key = PrivateKey::read(a.file);
  if (!key) return fail(session, key.error());
  const auto& of = key->public_key();
  return answered(print(session, item_answer(to_json(of)), text_of(of)));
}

Exit run_list(const Session& session) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->engine().follow();
  if (!head) return fail(session, head.error());
  const auto state = state_of(**office);
  if (!state) return fail(session, state.error());
  array items;
  std::string text;
  for (const auto& key : state->keys) {
    const auto verifier = notary::public_key_of(key);
    if (!verifier) return fail(session, verifier.error());
    auto item = to_json(*verifier);
    item["added_at"] = string{to_string(key.added_at)};
    item["retired_at"] = nullptr;
    if (key.retired_at) item["retired_at"] = string{to_string(*key.retired_at)};
    item["reason"] = key.reason;
    items.push_back(std::move(item));
    text += text_of(*verifier);
    text += fmt::format("added {}", local_time(key.added_at));
    if (key.retired_at) {
      text += fmt::format(", retired {}: {}", local_time(*key.retired_at), key.reason);
    }
    text += "\n\n";
  }
  if (items.empty()) text = "no key was added yet: recourse notary key create FILE\n";
  return answered(print(session, list_answer(*head, std::move(items)), text));
}

void add_key_commands(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  auto* keys = parent.add_subcommand("key", "The notary's keys, in files outside the database.");
  keys->require_subcommand(1);
  const auto add = [&session, &chosen, keys](const char* name, const char* help, bool acts,
                                             Exit (*run)(const Session&, const KeyArguments&)) {
    const auto a = std::make_shared<KeyArguments>();
    auto* command = keys->add_subcommand(name, help);
    command->add_option("file", a->file, "The file of the private key.")->required();
    if (acts) add_actor(*command, a->actor);
    command->callback(
        [&session, &chosen, a, run] { chosen = [&session, a, run] { return run(session, *a); }; });
    return std::pair{command, a};
  };
  const auto [create, a] =
      add("create", "Makes a key, writes it to a new file of mode 0600, and adds it to the log.",
          true, run_create);
  create->add_option("--algorithm", a->algorithm, "ed25519 for tlog-proofs, es256 for COSE.")
      ->among("algorithm", {"ed25519", "es256"})
      ->capture_default_str();
  create->add_option("--name", a->name, "Its name; missing: recourse/<log id>.")
      ->check(not_empty());
  add("add", "Adds a key that is there already to the log.", true, run_add);
  add("show", "Prints the public key of a file.", false, run_show);
  auto* list = keys->add_subcommand("list", "Prints the public keys that the log knows.");
  list->callback([&session, &chosen] { chosen = [&session] { return run_list(session); }; });
}

// --- heads ---------------------------------------------------------------------------------------

struct SignArguments {
  std::vector<std::string> keys;
  std::string actor;
};

object to_json(const notary::TreeHead& head) {
  return {
      {"origin", head.origin}, {"size", head.size.value}, {"root", notary::root_text(head.root)}};
}

Result<std::vector<PrivateKey>> read_keys(const std::vector<std::string>& files) {
  std::vector<PrivateKey> keys;
  for (const auto& file : files) {
    RECOURSE_TRY_ASSIGN(auto key, PrivateKey::read(file));
    keys.push_back(std::move(key));
  }
  return keys;
}

Exit told_head(const Session& session, Position position, const notary::HeadSigned& event,
               const notary::State& state, bool repeated) {
  const auto read = notary::read_head(event, state);
  if (!read) return fail(session, read.error());
  const auto note = notary::to_note({read->head, read->note});
  auto item = to_json(read->head);
  item["checkpoint"] = note;
  item["new"] = !repeated;
  const auto text = repeated ? "nothing new since the last head:\n" + note : note;
  return answered(print(session, item_answer(position, std::move(item)), text));
}

Exit run_sign(const Session& session, const SignArguments& a) {
  const auto keys = read_keys(a.keys);
  if (!keys) return fail(session, keys.error());
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto now = look_at_notary(**office);
  if (!now) return fail(session, now.error());
  const notary::TileTree tree{*now->rows};
  if (!notary::has_something_to_sign(now->state, tree.size())) {
    const auto last = notary::last_head((*office)->store(), tree);
    if (!last) return fail(session, last.error());
    if (*last) return told_head(session, now->rows->position(), **last, now->state, true);
  }
  const auto head = notary::make_head(tree, (*office)->store().identity(), *keys);
  if (!head) return fail(session, head.error());
  const auto outcome = handle(**office, *head, a.actor);
  if (!outcome) return fail(session, outcome.error());
  if (outcome->refused()) return refuse(session, outcome->refusal());
  return told_head(session, outcome->appended().last,
                   {head->origin, head->size, head->root, head->signatures}, now->state, false);
}

void add_sign(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<SignArguments>();
  auto* sign = parent.add_subcommand(
      "sign", "Signs the head of the log's Merkle tree, once, and records it.");
  sign->add_option("--key", a->keys, "File of a private key; again for more of them.")
      ->allow_extra_args(false)
      ->check(not_empty())
      ->envname("RECOURSE_NOTARY_KEY")
      ->required();
  add_actor(*sign, a->actor);
  sign->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_sign(session, *a); }; });
}

Exit run_publish(const Session& session, const std::string& folder) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto now = look_at_notary(**office);
  if (!now) return fail(session, now.error());
  const notary::TileTree tree{*now->rows};
  const auto done = notary::publish((*office)->store(), tree, now->state, folder);
  if (!done) return fail(session, done.error());
  auto item = to_json(done->head);
  item["tiles"] = done->tiles;
  item["new"] = !done->repeated;
  const auto text = done->repeated
                        ? fmt::format("nothing new: {} holds the head of {} records\n", folder,
                                      grouped(done->head.size.value))
                        : fmt::format("{} holds the head of {} records now; {} tiles written\n",
                                      folder, grouped(done->head.size.value), grouped(done->tiles));
  return answered(print(session, item_answer(now->rows->position(), std::move(item)), text));
}

void add_publish(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto folder = std::make_shared<std::string>();
  auto* publish = parent.add_subcommand(
      "publish", "Puts the last signed head and its tiles into a folder, as static files.");
  publish->add_option("folder", *folder, "The folder, made if it is missing.")->required();
  publish->callback([&session, &chosen, folder] {
    chosen = [&session, folder] { return run_publish(session, *folder); };
  });
}

// --- audit ---------------------------------------------------------------------------------------

object to_json(const notary::AuditReport& r) {
  array findings;
  for (const auto& f : r.findings) {
    findings.push_back(object{{"position", f.position.value}, {"what", f.what}});
  }
  return {{"ok", r.ok()},
          {"size", r.size.value},
          {"root", notary::root_text(r.root)},
          {"heads", r.heads},
          {"consistent", r.consistent},
          {"covered", r.covered.value},
          {"problems", r.problems},
          {"findings", std::move(findings)}};
}

std::string to_text(const notary::AuditReport& r) {
  auto text = fmt::format(
      "{} records read; {} signed heads, {} pairs of them consistent; {} records are covered\n",
      grouped(r.size.value), grouped(r.heads), grouped(r.consistent), grouped(r.covered.value));
  for (const auto& f : r.findings) {
    text += f.position.value == 0 ? fmt::format("  {}\n", f.what)
                                  : fmt::format("  position {}: {}\n", f.position.value, f.what);
  }
  return text + (r.ok() ? "everything agrees\n"
                        : fmt::format("{} problems. Keep the directory as it is, and compare with "
                                      "receipts and published heads.\n",
                                      grouped(r.problems)));
}

Exit run_audit(const Session& session) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto now = look_at_notary(**office);
  if (!now) return fail(session, now.error());
  std::optional<Progress> progress{"audit"};
  const auto report = notary::audit((*office)->store(), notary::TileTree{*now->rows},
                                    [&](Position at, Position head) {
                                      progress->show(at.value, head.value);
                                      return true;
                                    });
  progress.reset();
  if (!report) return fail(session, report.error());
  const bool told =
      print(session, item_answer(Position{report->size.value}, to_json(*report)), to_text(*report));
  return report->ok() ? answered(told) : Exit::problems;
}

}  // namespace

Result<NotaryView> look_at_notary(const Office& office) {
  RECOURSE_TRY_ASSIGN(const auto head, office.engine().follow());
  RECOURSE_TRY_ASSIGN(auto rows, office.engine().rows(notary::kTreeView, head));
  RECOURSE_TRY_ASSIGN(auto state, state_of(office));
  return NotaryView{std::move(state), std::move(rows)};
}

object to_json(const PublicKey& key) {
  return {{"id", notary::to_string(key.id())},
          {"name", key.name()},
          {"algorithm", string{describe::enum_name(key.algorithm())}},
          {"verifier", key.verifier()},
          {"pem", key.pem()}};
}

WorkflowExtension notary_extension() {
  WorkflowExtension extension{notary::NotaryDecider::kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    add_key_commands(parent, session, chosen);
    add_sign(parent, session, chosen);
    add_publish(parent, session, chosen);
  };
  return extension;
}

void add_audit(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  auto* audit = app.add_subcommand(
      "audit", "Makes the Merkle tree anew of the log, and compares it with every signed head.");
  audit->callback([&session, &chosen] { chosen = [&session] { return run_audit(session); }; });
}

}  // namespace recourse::cli
