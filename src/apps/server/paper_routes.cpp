// Papers of a case, and its receipt.
#include <recourse/casework/complaint/documents.hpp>
#include <recourse/office/answer_json.hpp>
#include <recourse/office/receipts.hpp>

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

/// Which papers there are of the case: those that its events led to.
Result<Reply> papers(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto id, case_of(call));
  const auto viewer = viewer_of(call);
  RECOURSE_TRY_ASSIGN(const auto seen, from.office.engine().look(id, viewer));
  if (const auto* no = core::refused(seen)) return problem(*no);
  boost::json::array items;
  for (const auto& word : describe::enum_info<complaint::DocumentKind>.words) {
    complaint::DocumentKind kind{};
    if (!describe::enum_from_name(word.name, kind)) continue;
    const auto found = from.office.document(id, kind, viewer);
    if (!found && found.error().code() == Errc::not_found) continue;
    if (!found) return found.error();
    if (const auto* no = core::refused(*found)) return problem(*no);
    items.push_back(boost::json::object{{"paper", boost::json::string{word.name}},
                                        {"zh", boost::json::string{word.zh}}});
  }
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  return json_reply(list_answer(head, std::move(items)));
}

Result<Reply> receipt_for(const Sources& from, const Call& call, const core::Viewer& viewer) {
  RECOURSE_TRY_ASSIGN(const auto id, case_of(call));
  RECOURSE_TRY_ASSIGN(const auto version, number(call, "version", 1, ~std::uint64_t{0} >> 1U, 1));
  RECOURSE_TRY_ASSIGN(
      const auto seen,
      issue_receipt(from.office, {.stream = id, .version = Version{version}}, viewer));
  if (const auto* no = core::refused(seen)) return problem(*no);
  auto reply = text_reply(notary::to_tlog_proof(std::get<IssuedReceipt>(seen).receipt));
  reply.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"" + percent_encoded(id.key()) + ".tlog-proof\"");
  return reply;
}

Result<Reply> receipt(const Sources& from, const Call& call) {
  return receipt_for(from, call, viewer_of(call));
}

/// With the record, whoever may see it; the look is recorded first.
Result<Reply> receipt_in_clear(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto viewer, viewer_in_clear(call));
  return receipt_for(from, call, viewer);
}

}  // namespace

void add_paper_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  const auto of = [from](Result<Reply> (*f)(const Sources&, const Call&)) {
    return answering([from, f](const Call& call) { return f(*from, call); });
  };
  const Parameter which{.name = "version",
                        .doc = "Which event; else the first.",
                        .schema = R"({"type":"integer","minimum":1,"default":1})"};
  routes.push_back({.method = Method::get,
                    .path = "/v1/case/{key}/documents",
                    .id = "documents",
                    .summary = "Which papers there are of a case.",
                    .tag = "case",
                    .who = Who::signed_in,
                    .answer = of(papers)});
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
                    .summary = "The proof that an event of the case is in the log; with its record "
                               "where nothing of that is closed or masked.",
                    .tag = "case",
                    .who = Who::signed_in,
                    .query = {which},
                    .produces = "text/plain",
                    .answer = of(receipt)});
  routes.push_back({.method = Method::post,
                    .path = "/v1/case/{key}/receipt",
                    .id = "receipt_in_clear",
                    .summary = "The proof with its record; the look is recorded first.",
                    .tag = "case",
                    .who = Who::signed_in,
                    .scope = Scope::write,
                    .query = {which},
                    .body = {{"type", "object"},
                             {"properties", {{"purpose", {{"type", "string"}, {"minLength", 1}}}}},
                             {"required", boost::json::array{"purpose"}},
                             {"additionalProperties", false}},
                    .produces = "text/plain",
                    .answer = of(receipt_in_clear)});
}

}  // namespace recourse::server
