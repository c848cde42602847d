// Papers of a case, and its receipt.
#include <recourse/casework/complaint/documents.hpp>
#include <recourse/notary/decider.hpp>
#include <recourse/notary/notary.hpp>
#include <recourse/notary/tree_view.hpp>
#include <recourse/office/answer_json.hpp>

#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {
namespace {

namespace complaint = casework::complaint;

Result<StreamId> case_of(const Call& call) {
  return StreamId::of(complaint::ComplaintDecider::kKind, call.places[0]);
}

/// As a page, or as text where the client prefers it. With a purpose in clear, and recorded.
Result<Reply> paper(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto id, case_of(call));
  complaint::DocumentKind kind{};
  if (!describe::enum_from_name(call.places[1], kind)) {
    return Error{Errc::not_found,
                 "no such paper; there are: notice, acceptance, refusal, supplement"};
  }
  RECOURSE_TRY_ASSIGN(const auto seen, from.office.document(id, kind, viewer_of(call)));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& found = std::get<complaint::Document>(seen);
  const bool plain = call.request.header("Accept") == "text/plain";
  auto reply = plain ? text_reply(complaint::document_text(found))
                     : text_reply(complaint::document_html(found), "text/html; charset=utf-8");
  // The page has its styles within, and no script.
  if (!plain) {
    reply.headers.emplace_back("Content-Security-Policy",
                               "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                               "frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  }
  return reply;
}

Result<Reply> receipt(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto id, case_of(call));
  RECOURSE_TRY_ASSIGN(const auto version, number(call, "version", 1, ~std::uint64_t{0} >> 1U, 1));
  RECOURSE_TRY_ASSIGN(const auto seen, from.office.engine().look(id, viewer_of(call)));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& store = from.office.store();
  const Version wanted{version};
  RECOURSE_TRY_ASSIGN(const auto cursor, store.read_stream(id, {.from = wanted, .to = wanted}));
  RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
  if (!found) return Error{Errc::not_found, "version: there is no such event"};
  const auto position = cursor->record().position;
  RECOURSE_TRY_ASSIGN(const auto head, store.head());
  RECOURSE_TRY_ASSIGN(const auto rows, from.office.engine().rows(notary::kTreeView, head));
  const auto* const port = from.office.engine().workflow(notary::NotaryDecider::kKind);
  RECOURSE_TRY_ASSIGN(const auto stream,
                      StreamId::of(notary::NotaryDecider::kKind, notary::NotaryDecider::kKey));
  RECOURSE_TRY_ASSIGN(const auto now, port->find_any(stream));
  const notary::TileTree tree{*rows};
  RECOURSE_TRY_ASSIGN(
      const auto made,
      notary::receipt_of(store, tree, *static_cast<const notary::State*>(now.state.get()), position,
                         notary::Algorithm::ed25519));
  auto reply = text_reply(notary::to_tlog_proof(made));
  reply.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"" + percent_encoded(id.key()) + ".tlog-proof\"");
  return reply;
}

}  // namespace

void add_paper_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  const auto of = [from](Result<Reply> (*f)(const Sources&, const Call&)) {
    return answering([from, f](const Call& call) { return f(*from, call); });
  };
  routes.push_back({.method = Method::get,
                    .path = "/v1/case/{key}/documents/{paper}",
                    .id = "document",
                    .summary = "A paper of a case, to be printed.",
                    .tag = "case",
                    .who = Who::signed_in,
                    .produces = "text/html",
                    .answer = of(paper)});
  routes.push_back({.method = Method::get,
                    .path = "/v1/case/{key}/receipt",
                    .id = "receipt",
                    .summary = "The proof that an event of the case is in the log.",
                    .tag = "case",
                    .who = Who::signed_in,
                    .query = {{.name = "version",
                               .doc = "Which event; else the first.",
                               .schema = R"({"type":"integer","minimum":1,"default":1})"}},
                    .produces = "text/plain",
                    .answer = of(receipt)});
}

}  // namespace recourse::server
