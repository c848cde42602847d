#include "notary.hpp"

#include <recourse/notary/base64.hpp>
#include <recourse/notary/notary.hpp>

#include "backups.hpp"
#include "commands.hpp"
#include "fields.hpp"
#include "own_failures.hpp"

namespace recourse::python {
namespace {

using notary::PrivateKey;

using KeyFiles = Typed<"collections.abc.Sequence[str | os.PathLike[str]]">;
using KeyObject = Typed<"recourse.NotaryKey">;

/// The notary's state and the tree, of one moment.
struct Looked {
  notary::State state;
  std::unique_ptr<core::TableSnapshot> rows;
};

const core::WorkflowPort& port_of(const Office& office) {
  return *office.engine().workflow(notary::NotaryDecider::kKind);
}

Result<notary::State> state_of(const Office& office) {
  const auto found = port_of(office).find_any(notary::stream());
  if (found) return *static_cast<const notary::State*>(found->state.get());
  if (found.error().code() == Errc::not_found) return notary::State{};
  return found.error();
}

Result<Looked> look_at(const Office& office) {
  RECOURSE_TRY_ASSIGN(const auto head, office.engine().follow());
  RECOURSE_TRY_ASSIGN(auto rows, office.engine().rows(notary::kTreeView, head));
  RECOURSE_TRY_ASSIGN(auto state, state_of(office));
  return Looked{std::move(state), std::move(rows)};
}

core::Context context_by(const Session& session, const ActorObject& actor) {
  const Circumstances given{actor, OptionalMoment{py::object{py::none()}},
                            OptionalText{py::object{py::none()}}};
  return context_of(session, given, OptionalNumber{py::object{py::none()}});
}

/// Without the GIL.
Answered give(Session& session, const Office& office, const notary::Command& command,
              const core::Context& context) {
  return answered(*session.writing(),
                  office.handle_any(port_of(office), notary::stream(), &command, context));
}

// --- keys ----------------------------------------------------------------------------------------

py::object key_to_python(const notary::Key& key) {
  const auto of = value_of(notary::public_key_of(key));
  return Fields{}
      .put("id", key.id)
      .put("name", key.name)
      .put("algorithm", describe::enum_name(key.algorithm))
      .put("verifier", of.verifier())
      .put("pem", of.pem())
      .put("added_at", key.added_at)
      .put("retired_at", key.retired_at)
      .put("reason", key.reason)
      .as("NotaryKey");
}

/// Adds the public key to the log; what the log has of it then.
KeyObject register_key(Session& session, const PrivateKey& key, const core::Context& context) {
  const auto& of = key.public_key();
  const notary::Command command =
      notary::AddKey{of.name(), of.algorithm(), notary::base64(of.bytes())};
  (void)appended_of(
      session.use([&](const Office& office) { return give(session, office, command, context); }));
  const auto state = value_of(session.use(state_of));
  const auto id = notary::to_string(of.id());
  const auto* const added = notary::find(state, id);
  if (added == nullptr) raise(Error{Errc::not_found, "there is no key " + id + " in the log"});
  return key_to_python(*added);
}

KeyObject create_key(const Notary& one, const Path& file, const ActorObject& actor,
                     const Text& name, const Text& algorithm) {
  auto& session = one.session();
  const auto where = path_of("file", file);
  const auto how = value_of(word_called<notary::Algorithm>(
      "algorithm", parameter("algorithm", [&] { return text_of(algorithm); })));
  auto called = parameter("name", [&] { return text_of(name); });
  const auto context = context_by(session, actor);
  const auto key = value_of(session.use([&](const Office& office) -> Result<PrivateKey> {
    if (called.empty()) called = notary::key_name_of(office.store().identity().id);
    RECOURSE_TRY_ASSIGN(auto made, PrivateKey::generate(called, how));
    RECOURSE_TRY(made.write(where));
    return made;
  }));
  return register_key(session, key, context);
}

KeyObject add_key_file(const Notary& one, const Path& file, const ActorObject& actor) {
  auto& session = one.session();
  const auto where = path_of("file", file);
  const auto context = context_by(session, actor);
  const auto key = value_of(session.use([&](const Office&) { return PrivateKey::read(where); }));
  return register_key(session, key, context);
}

Typed<"list[recourse.NotaryKey]"> keys(const Notary& one) {
  const auto state = value_of(one.session().use([](const Office& office) -> Result<notary::State> {
    RECOURSE_TRY(office.engine().follow());
    return state_of(office);
  }));
  return list_of(state.keys, key_to_python);
}

// --- heads ---------------------------------------------------------------------------------------

/// A head, and the answer of the command that has recorded it; none if it was recorded before.
struct Signing {
  notary::HeadSigned head;
  notary::State state;
  std::optional<Answered> answer;
};

Result<Signing> sign_head(Session& session, const Office& office,
                          const std::vector<std::filesystem::path>& files,
                          const core::Context& context) {
  std::vector<PrivateKey> with;
  for (const auto& file : files) {
    RECOURSE_TRY_ASSIGN(auto key, PrivateKey::read(file));
    with.push_back(std::move(key));
  }
  RECOURSE_TRY_ASSIGN(auto now, look_at(office));
  const notary::TileTree tree{*now.rows};
  if (!notary::has_something_to_sign(now.state, tree.size())) {
    RECOURSE_TRY_ASSIGN(auto last, notary::last_head(office.store(), tree));
    if (last) return Signing{std::move(*last), std::move(now.state), std::nullopt};
  }
  RECOURSE_TRY_ASSIGN(auto head, notary::make_head(tree, office.store().identity(), with));
  notary::HeadSigned made{head.origin, head.size, head.root, head.signatures};
  auto answer = give(session, office, notary::Command{std::move(head)}, context);
  return Signing{std::move(made), std::move(now.state), std::move(answer)};
}

Typed<"recourse.SignedHead"> sign(const Notary& one, const KeyFiles& key_files,
                                  const ActorObject& actor) {
  auto& session = one.session();
  const auto files = parameter("keys", [&] {
    if (PyUnicode_Check(key_files.ptr()) || !py::isinstance<py::sequence>(key_files)) {
      wrong_type("a list of files", key_files);
    }
    std::vector<std::filesystem::path> paths;
    for (const auto file : py::reinterpret_borrow<py::sequence>(key_files)) {
      paths.push_back(path_of(file));
    }
    return paths;
  });
  const auto context = context_by(session, actor);
  auto signing = value_of(session.use(
      [&](const Office& office) { return sign_head(session, office, files, context); }));
  const bool made = signing.answer.has_value();
  if (made) (void)appended_of(std::move(*signing.answer));
  const auto read = value_of(notary::read_head(signing.head, signing.state));
  return Fields{}
      .put("origin", read.head.origin)
      .put("size", read.head.size.value)
      .put("root", notary::root_text(read.head.root))
      .put("checkpoint", notary::to_note({read.head, read.note}))
      .put("new", made)
      .as("SignedHead");
}

Typed<"recourse.Published"> publish(const Notary& one, const Path& folder) {
  const auto where = path_of("folder", folder);
  const auto done =
      value_of(one.session().use([&](const Office& office) -> Result<notary::Published> {
        RECOURSE_TRY_ASSIGN(const auto now, look_at(office));
        return notary::publish(office.store(), notary::TileTree{*now.rows}, now.state, where);
      }));
  return Fields{}
      .put("origin", done.head.origin)
      .put("size", done.head.size.value)
      .put("root", notary::root_text(done.head.root))
      .put("tiles", done.tiles)
      .put("new", !done.repeated)
      .as("Published");
}

Typed<"recourse.AuditReport"> audit(const Notary& one) {
  const auto& gate = one.session().gate();
  const auto report =
      value_of(one.session().use([&](const Office& office) -> Result<notary::AuditReport> {
        RECOURSE_TRY_ASSIGN(const auto now, look_at(office));
        return notary::audit(office.store(), notary::TileTree{*now.rows},
                             [&](Position, Position) { return goes_on() && !gate->closed(); });
      }));
  return Fields{}
      .put("ok", report.ok())
      .put("size", report.size.value)
      .put("root", notary::root_text(report.root))
      .put("heads", report.heads)
      .put("consistent", report.consistent)
      .put("covered", report.covered.value)
      .put("problems", report.problems)
      .put("findings", tuple_of(report.findings,
                                [](const core::Finding& found) {
                                  return Fields{}
                                      .put("position", found.position)
                                      .put_said("what", found.what)
                                      .as("Finding");
                                }))
      .as("AuditReport");
}

}  // namespace

void bind_notary(py::module_& module) {
  py::class_<Notary>(module, "Notary", R"(
The notary's work on an office's log; `office.notary` has it, beside the workflow's commands.)")
      .def(py::init<const Workflow&>(), py::arg("workflow"))
      .def("create_key", &create_key, py::arg("file"), py::kw_only(), py::arg("actor"),
           py::arg("name") = "", py::arg("algorithm") = "ed25519", R"(
Makes a key, writes it to a new file of mode 0600, and adds its public half to the log.

file: lies outside the store; whoever may read it may sign.
name: empty: recourse/<log id>. algorithm: "ed25519" (tlog-proofs) or "es256" (COSE receipts).
Raises Refused (the file stays: `add_key_file` adds it), InvalidArgumentError if there is such a
file or the name is none, IoError.)")
      .def("add_key_file", &add_key_file, py::arg("file"), py::kw_only(), py::arg("actor"), R"(
Adds the public half of a key that is there already to the log. Raises Refused, NotFoundError,
MalformedError, IoError; InvalidArgumentError for a file that others may read.)")
      .def("keys", &keys, R"(
The public keys that the log knows, in the order they were added.)")
      .def("sign", &sign, py::arg("keys"), py::kw_only(), py::arg("actor"), R"(
Signs the head of the log's Merkle tree and records it. With nothing new since the last head it
answers with that, and records nothing.

keys: files of private keys, an Ed25519 key among them; each signs.
Raises Refused, NotFoundError, MalformedError, IoError; InvalidArgumentError for a file that others
may read or an empty log.)")
      .def("publish", &publish, py::arg("folder"), R"(
Puts the last signed head and the tree's tiles into a folder as static files (C2SP tlog-tiles): only
hashes, each file whole, the checkpoint last.
Raises NotFoundError if no head was signed; InvalidArgumentError if the folder holds another log or
a later head; CorruptionError if what it holds is no beginning of this log; IoError.)")
      .def("audit", &audit, R"(
Reads the whole log, makes its tree anew, and compares it with every signed head; what does not
agree is in the report.)");
}

}  // namespace recourse::python
