#include "apps/cli/receipt_commands.hpp"

#include <fmt/format.h>

#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/any.hpp>
#include <recourse/notary/consistency.hpp>
#include <recourse/office/receipts.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/notary_commands.hpp"
#include "apps/cli/slip.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using notary::Algorithm;
using notary::PublicKey;

/// The record's bytes of a COSE receipt lie beside it under this ending.
constexpr std::string_view kRecordEnding = ".record";

struct ReceiptArguments {
  std::string key;
  std::optional<std::uint64_t> position;
  std::optional<std::uint64_t> version;
  std::string format = "tlog-proof";
  std::string out;
  ViewerArguments viewer;
};

// --- issuing -------------------------------------------------------------------------------------

/// "S001-1" is a case's; any other stream is given with its kind.
Result<StreamId> stream_named(const std::string& key) {
  if (key.find('/') != std::string::npos) return StreamId::parse(key);
  return StreamId::of(office_workflows().front().info->kind, key);
}

Result<core::Seen<IssuedReceipt>> issue(const Session& session, const ReceiptArguments& a,
                                        const core::Viewer& viewer, Algorithm algorithm) {
  ReceiptQuery query{.version = Version{a.version.value_or(1)}, .algorithm = algorithm};
  if (a.position) {
    query.position = Position{*a.position};
  } else {
    RECOURSE_TRY_ASSIGN(query.stream, stream_named(a.key));
  }
  RECOURSE_TRY_ASSIGN(const auto office, open_to_look(session));
  return issue_receipt(*office, query, viewer);
}

object to_json(const IssuedReceipt& issued, const ReceiptArguments& a) {
  const auto& r = issued.receipt;
  return {{"format", a.format},
          {"position", r.index.value + 1},
          {"origin", r.head.origin},
          {"size", r.head.size.value},
          {"path", r.path.size()},
          {"withheld", issued.withheld},
          {"file", a.out.empty() ? boost::json::value{nullptr} : boost::json::value{a.out}}};
}

std::optional<Usage> wrong_usage(const ReceiptArguments& a) {
  if (a.key.empty() == !a.position.has_value()) {
    return Usage{"give a stream's key, or --position"};
  }
  if (a.position && a.version) return Usage{"--version is of a stream: --position needs none"};
  if (a.format == "cose" && a.out.empty()) {
    return Usage{"a COSE receipt is bytes: say by --out into which file they go"};
  }
  return std::nullopt;
}

constexpr std::string_view kWithheld =
    "without its record, of which not everything is yours to see: --reveal --purpose asks for it\n";

/// Into files: the receipt, and beside a COSE receipt the record, unless that is withheld.
Exit put_receipt(const Session& session, const ReceiptArguments& a, const IssuedReceipt& issued,
                 const std::string& form) {
  const auto& receipt = issued.receipt;
  auto item = to_json(issued, a);
  if (const auto put = notary::put_file(a.out, form); !put) return fail(session, put.error());
  auto text = fmt::format("{}: position {}, in the tree of {} records of {}\n", a.out,
                          receipt.index.value + 1, receipt.head.size.value, receipt.head.origin);
  if (issued.withheld) {
    text += kWithheld;
  } else if (a.format == "cose") {
    const auto beside = a.out + std::string{kRecordEnding};
    if (const auto put = notary::put_file(beside, receipt.record); !put) {
      return fail(session, put.error());
    }
    item["record_file"] = beside;
    text += beside + ": the record that it is of\n";
  }
  return answered(print(session, item_answer(issued.head, std::move(item)), text));
}

Exit run_issue(const Session& session, const ReceiptArguments& a) {
  if (const auto usage = wrong_usage(a)) return tell(session.json, *usage);
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const bool cose = a.format == "cose";
  const auto seen = issue(session, a, *viewer, cose ? Algorithm::es256 : Algorithm::ed25519);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& issued = std::get<IssuedReceipt>(*seen);
  const auto form = cose ? notary::to_cose(issued.receipt) : notary::to_tlog_proof(issued.receipt);
  if (!a.out.empty()) return put_receipt(session, a, issued, form);
  auto item = to_json(issued, a);
  item["receipt"] = form;
  return answered(print(session, item_answer(issued.head, std::move(item)), form));
}

// --- a slip --------------------------------------------------------------------------------------

std::string key_of(std::string_view stream) {
  return std::string{stream.substr(stream.find('/') + 1)};
}

object to_json(const Slip& s) {
  return {{"key", s.key},       {"type", s.what}, {"position", s.position}, {"size", s.size},
          {"origin", s.origin}, {"leaf", s.leaf}, {"proof", s.proof}};
}

Slip slip_of(IssuedReceipt issued) {
  auto& receipt = issued.receipt;
  receipt.record.clear();
  return {.key = key_of(issued.stream),
          .what = issued.type,
          .recorded = local_time(issued.recorded_at),
          .position = receipt.index.value + 1,
          .size = receipt.head.size.value,
          .origin = receipt.head.origin,
          .leaf = hex({reinterpret_cast<const char*>(issued.leaf.data()), issued.leaf.size()}),
          .proof = notary::to_tlog_proof(receipt)};
}

Exit run_slip(const Session& session, const ReceiptArguments& a) {
  if (const auto usage = wrong_usage(a)) return tell(session.json, *usage);
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  if (viewer->wants_clear()) {
    return fail(session, Error{Errc::invalid_argument,
                               "--reveal: a slip holds no record, so nothing in clear"});
  }
  auto seen = issue(session, a, *viewer, Algorithm::ed25519);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto head = std::get<IssuedReceipt>(*seen).head;
  const auto slip = slip_of(std::get<IssuedReceipt>(*std::move(seen)));
  const auto form = a.out.ends_with(".svg") ? slip_svg(slip) : slip_text(slip);
  if (!form) return fail(session, form.error());
  const auto json = item_answer(head, to_json(slip));
  if (a.out.empty()) return answered(print(session, json, *form));
  if (const auto put = notary::put_file(a.out, *form); !put) return fail(session, put.error());
  return answered(print(session, json, a.out + ": the slip of " + slip.key + "\n"));
}

// --- verifying -----------------------------------------------------------------------------------

struct VerifyArguments {
  std::string file;
  std::vector<std::string> keys;
  std::string origin;
  std::string record;
};

/// A verifier key or PEM, as such or in a file. Errors: invalid_argument, malformed.
Result<PublicKey> public_key_from(const std::string& given) {
  if (auto key = PublicKey::parse(given)) return key;
  RECOURSE_TRY_ASSIGN(const auto text, read_input(given));
  auto key = PublicKey::parse(text);
  if (!key) return key.error().within(given);
  return key;
}

Result<std::vector<PublicKey>> public_keys_from(const std::vector<std::string>& given) {
  std::vector<PublicKey> keys;
  for (const auto& one : given) {
    RECOURSE_TRY_ASSIGN(auto key, public_key_from(one));
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<notary::Verdict> verdict_of(const VerifyArguments& a) {
  RECOURSE_TRY_ASSIGN(const auto keys, public_keys_from(a.keys));
  const notary::Trusted trusted{keys, a.origin};
  RECOURSE_TRY_ASSIGN(const auto form, read_input(a.file));
  const bool cose = !form.starts_with("c2sp.org/");
  std::string record;
  if (cose || !a.record.empty()) {
    const auto beside = a.record.empty() ? a.file + std::string{kRecordEnding} : a.record;
    RECOURSE_TRY_ASSIGN(record, read_input(beside));
  }
  auto verdict = cose ? notary::verify_cose(form, record, trusted)
                      : notary::verify_tlog_proof(form, trusted, record);
  if (!verdict) return verdict.error().within(a.file);
  return verdict;
}

/// What the record says: its head always, its event where a workflow of this build writes it.
object record_of(const Session& session, const core::RecordView& r) {
  auto json = core::record_json(r);
  const auto* const workflow = office_workflow(r.stream_kind());
  if (workflow == nullptr) return json;
  const auto event = workflow->info->new_event();
  const auto& events = *workflow->info->events;
  if (describe::decode_as(r.type, r.schema_version, r.payload, event.get(), events)) {
    json["event"] = describe::to_json(event.get(), events, {.reveal = session.reveal});
  }
  return json;
}

Exit run_verify_receipt(const Session& session, const VerifyArguments& a) {
  const auto verdict = verdict_of(a);
  if (!verdict) return fail(session, verdict.error());
  object item{{"proven", verdict->proven()}, {"fault", verdict->fault}};
  if (!verdict->proven()) {
    const bool told = print(session, item_answer(std::move(item)),
                            fmt::format("not proven: {}\n", verdict->fault));
    return told ? Exit::problems : answered(told);
  }
  const auto record = core::decode_record(verdict->record);
  if (!record) return fail(session, record.error());
  item["key"] = verdict->key;
  item["origin"] = verdict->head.origin;
  item["size"] = verdict->head.size.value;
  item["record"] = record_of(session, *record);
  const auto text = fmt::format(
      "proven: {} ({}), recorded {} at position {}\n"
      "  in the log {}, whose first {} records were signed by {}\n",
      record->type, record->stream, local_time(record->recorded_at), record->position.value,
      verdict->head.origin, verdict->head.size.value, verdict->key);
  return answered(print(session, item_answer(std::move(item)), text));
}

// --- comparing two heads -------------------------------------------------------------------------

struct ConsistencyArguments {
  std::string before;
  std::string after;
  std::string tiles;
  std::vector<std::string> keys;
  std::string origin;
};

Result<notary::ConsistencyVerdict> verdict_of(const ConsistencyArguments& a) {
  RECOURSE_TRY_ASSIGN(const auto keys, public_keys_from(a.keys));
  RECOURSE_TRY_ASSIGN(const auto before, read_input(a.before));
  RECOURSE_TRY_ASSIGN(const auto after, read_input(a.after));
  return notary::verify_consistency(before, after, {keys, a.origin}, a.tiles);
}

object to_json(const notary::TreeHead& head) {
  return {
      {"origin", head.origin}, {"size", head.size.value}, {"root", notary::root_text(head.root)}};
}

Exit run_consistency(const Session& session, const ConsistencyArguments& a) {
  const auto verdict = verdict_of(a);
  if (!verdict) return fail(session, verdict.error());
  const auto before = verdict->before.size.value;
  const auto after = verdict->after.size.value;
  object item{{"consistent", verdict->consistent()},
              {"fault", verdict->fault},
              {"old", to_json(verdict->before)},
              {"new", to_json(verdict->after)}};
  if (!verdict->consistent()) {
    const bool told = print(
        session, item_answer(std::move(item)),
        fmt::format("not consistent ({} and {} records): {}\n", before, after, verdict->fault));
    return told ? Exit::problems : answered(told);
  }
  item["key"] = verdict->key;
  const auto text = fmt::format(
      "consistent: the first {} of {} records are the {} that were signed before\n"
      "  in the log {}, signed by {}\n",
      before, after, before, verdict->after.origin, verdict->key);
  return answered(print(session, item_answer(std::move(item)), text));
}

/// Whom to believe.
void add_trust_options(CommandLine& command, std::vector<std::string>& keys, std::string& origin) {
  command
      .add_option("--key", keys,
                  "Public key to believe: name+hash+base64, or a file with it or with PEM; again "
                  "for more of them.")
      ->allow_extra_args(false)
      ->check(not_empty())
      ->required();
  command
      .add_option("--origin", origin,
                  "The log that it must be of; missing: the one that the key is named after.")
      ->check(not_empty());
}

/// Which record, and who wants it.
void add_record_options(CommandLine& command, ReceiptArguments& to) {
  command.add_option("key", to.key, "Stream, say S001-1 of a case or notary/log.");
  command.add_option("--version", to.version, "Which of its records (default: the first).")
      ->check(whole_number(1));
  command.add_option("--position", to.position, "The record at this position of the log instead.")
      ->check(whole_number(1));
  add_viewer(command, to.viewer);
}

void add_slip(CommandLine& receipt, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ReceiptArguments>();
  auto* slip = receipt.add_subcommand(
      "slip", "A slip for paper, with the proof as a QR code and without the record.");
  add_record_options(*slip, *a);
  slip->add_option("--out", a->out, "The file: .svg for paper, else text (default: printed).")
      ->check(not_empty());
  slip->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_slip(session, *a); }; });
}

void add_verify(CommandLine& receipt, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<VerifyArguments>();
  auto* verify = receipt.add_subcommand("verify", "Verifies a receipt; needs no store.");
  verify->add_option("file", a->file, "The receipt; - is standard input.")->required();
  add_trust_options(*verify, a->keys, a->origin);
  verify
      ->add_option(
          "--record", a->record,
          "The record, where the receipt holds none (of a COSE receipt the file beside it, "
          ".record).")
      ->check(not_empty());
  verify->callback([&session, &chosen, a] {
    chosen = [&session, a] { return run_verify_receipt(session, *a); };
  });
}

void add_consistency(CommandLine& receipt, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ConsistencyArguments>();
  auto* consistency = receipt.add_subcommand(
      "consistency",
      "Compares two signed heads: has the log only grown between them? Needs no store.");
  consistency
      ->add_option(
          "old", a->before,
          "The earlier head: a published checkpoint, or a tlog-proof; - is standard input.")
      ->required();
  consistency->add_option("new", a->after, "The later head, likewise.")->required();
  consistency->add_option("--tiles", a->tiles, "The folder that was published, or a copy of it.")
      ->check(not_empty())
      ->required();
  add_trust_options(*consistency, a->keys, a->origin);
  consistency->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_consistency(session, *a); }; });
}

}  // namespace

void add_receipt(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ReceiptArguments>();
  auto* receipt = app.add_subcommand(
      "receipt", "Proves that a record is in the log, to be verified without it.");
  add_record_options(*receipt, *a);
  receipt->add_option("--format", a->format, "tlog-proof is text, cose is CBOR.")
      ->among("format", {"tlog-proof", "cose"})
      ->capture_default_str();
  receipt->add_option("--out", a->out, "The file; missing: standard output.")->check(not_empty());
  receipt->callback([&session, &chosen, a] {
    if (!chosen) chosen = [&session, a] { return run_issue(session, *a); };
  });
  add_slip(*receipt, session, chosen);
  add_verify(*receipt, session, chosen);
  add_consistency(*receipt, session, chosen);
}

}  // namespace recourse::cli
