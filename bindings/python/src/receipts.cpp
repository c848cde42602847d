#include "receipts.hpp"

#include <recourse/notary/receipt.hpp>
#include <recourse/office/receipts.hpp>

#include "arguments.hpp"
#include "convert.hpp"
#include "raise.hpp"
#include "results.hpp"
#include "sequences.hpp"

namespace recourse::python {
namespace {

using Case = Typed<"str">;
using Data = Typed<"bytes">;
using Keys = Typed<"list[str]">;

std::string data_of(const char* name, py::handle object) {
  return parameter(name, [&] {
    if (!PyBytes_Check(object.ptr())) wrong_type("bytes", object);
    return std::string{py::reinterpret_borrow<py::bytes>(object)};
  });
}

Typed<"recourse.Receipt"> receipt(Session& session, const Case& name, const ActorObject& actor,
                                  std::uint64_t version, const Text& format, const Text& purpose,
                                  const Text& code) {
  const auto stream = stream_of(name);
  // Streams of workflows that are written in Python are seen in roles of their own.
  const bool of_case = stream.kind() == casework::complaint::ComplaintDecider::kKind;
  const auto viewer =
      of_case ? known_viewer_of(actor, purpose, code) : viewer_of(actor, purpose, code);
  const auto form = parameter("format", [&] { return text_of(format); });
  if (form != "tlog-proof" && form != "cose") {
    raise(Error{Errc::invalid_argument,
                "there is no format '" + form + "'; there are tlog-proof and cose"});
  }
  const bool cose = form == "cose";
  const ReceiptQuery query{
      .stream = stream,
      .version = Version{version},
      .algorithm = cose ? notary::Algorithm::es256 : notary::Algorithm::ed25519};
  const auto issued = seen_of(value_of(
      session.use([&](const Office& office) { return issue_receipt(office, query, viewer); })));
  return to_python(issued.receipt, cose);
}

Typed<"list[recourse.LookTaken]"> looks(Session& session, const Case& name,
                                        const ActorObject& actor) {
  const auto id = stream_of(name);
  const auto viewer = known_viewer_of(actor);
  const auto taken = seen_of(
      value_of(session.use([&](const Office& office) { return office.looks(id, viewer); })));
  return list_of(taken, [](const core::LookTaken& one) { return to_python(one); });
}

Typed<"recourse.CaseCopy"> copy(Session& session, const Case& name, const ActorObject& actor,
                                const Text& purpose, const Text& code) {
  const auto id = stream_of(name);
  const auto viewer = known_viewer_of(actor, purpose, code);
  return to_python(seen_of(
      value_of(session.use([&](const Office& office) { return office.copy(id, viewer); }))));
}

Typed<"recourse.Verdict"> verify_receipt(const Data& data, const Keys& keys, const Text& origin,
                                         const Data& record) {
  const auto bytes = data_of("data", data);
  const auto beside = data_of("record", record);
  std::vector<notary::PublicKey> trusted;
  for (const auto& key : py::reinterpret_borrow<py::iterable>(keys)) {
    trusted.push_back(
        value_of(notary::PublicKey::parse(parameter("keys", [&] { return text_of(key); }))));
  }
  const notary::Trusted whom{trusted, parameter("origin", [&] { return text_of(origin); })};
  const bool cose = !bytes.starts_with("c2sp.org/");
  return to_python(value_of(cose ? notary::verify_cose(bytes, beside, whom)
                                 : notary::verify_tlog_proof(bytes, whom, beside)));
}

}  // namespace

void bind_receipts(py::module_& module, py::class_<Session, std::shared_ptr<Session>>& office) {
  office
      .def("receipt", &receipt, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("version") = std::uint64_t{1}, py::arg("format") = "tlog-proof",
           py::arg("purpose") = "", py::arg("code") = "", R"(
Proof that a record is in the log, under a head that was signed and recorded: to be checked without
the log, by strangers too.

case: a case's key, or a whole stream. version: which of its records, from 1.
format: "tlog-proof" (C2SP, with the record in it) or "cose" (RFC 9942; the record is apart).
actor, purpose, code: who wants it, for what, as in `state`. The record goes along where nothing of
it is closed to the actor or masked; with a purpose it is a look in clear, and recorded. Else the
receipt is the proof alone, and `record` is empty.
Raises Refused; InvalidArgumentError for a version 0; NotFoundError, saying what is missing, if
there is no such record or no head covers it.)")
      .def("looks", &looks, py::arg("case"), py::kw_only(), py::arg("actor"), R"(
Who saw the case in clear, when and for what, in order. Raises Refused, NotFoundError.)")
      .def("copy", &copy, py::arg("case"), py::kw_only(), py::arg("actor"), py::arg("purpose"),
           py::arg("code") = "", R"(
All that is held about the person whose case it is, in clear, to be given to that person: a look,
recorded as such.

actor: who makes the copy; purpose: for what, in words; code: as in `state`. Classes of the person's
that the actor may not see are named in `left_out`. Raises Refused (not_to_be_seen, not_in_clear),
NotFoundError.)");
  module.def("verify_receipt", &verify_receipt, py::arg("data"), py::kw_only(), py::arg("keys"),
             py::arg("origin") = "", py::arg("record") = py::bytes(""), R"(
Checks a receipt without its log.

data: the receipt, of either form. keys: public keys to believe, each a note verifier key
("name+hash+base64") or PEM. origin: the log that it must be of; empty: the one that the key names.
record: the record's bytes, for a COSE receipt or a proof that holds none.
MalformedError if it is no receipt; one that proves nothing is a Verdict that says why.)");
}

}  // namespace recourse::python
