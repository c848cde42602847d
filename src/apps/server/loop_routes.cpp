// What the loop beside the cases is proved by: samples drawn again, and topics of a month.
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/answer_json.hpp>
#include <recourse/office/rectification.hpp>
#include <recourse/office/spot_checks.hpp>

#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {
namespace {

using boost::json::object;
namespace supervision = casework::supervision;

/// A sample as it was recorded, and whether drawing it again from the log comes to the same.
Result<Reply> sample(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto id,
                      StreamId::of(supervision::SupervisionDecider::kKind, call.places[0]));
  RECOURSE_TRY_ASSIGN(const auto seen, from.office.engine().look(id, viewer_of(call)));
  if (const auto* no = core::refused(seen)) return problem(*no);
  RECOURSE_TRY_ASSIGN(const auto check, verify_sample(from.office, id));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  object drawn;
  drawn["population"] = check.population.size();
  drawn["digest"] = check.digest;
  drawn["cases"] = boost::json::value_from(check.cases);
  object item;
  item["key"] = call.places[0];
  item["recorded"] = describe::to_json(check.recorded);
  item["drawn"] = std::move(drawn);
  item["seed_fits"] = check.seed_fits;
  item["position_fits"] = check.position_fits;
  item["same"] = check.same();
  return json_reply(item_answer(head, std::move(item)));
}

Result<Reply> topic(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto found, topic_of(from.office, call.places[0]));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  return json_reply(item_answer(head, describe::to_json(found)));
}

}  // namespace

void add_loop_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  const auto of = [from](Result<Reply> (*f)(const Sources&, const Call&)) {
    return answering([from, f](const Call& call) { return f(*from, call); });
  };
  routes.push_back({.method = Method::get,
                    .path = "/v1/supervision/{key}/sample",
                    .id = "sample",
                    .summary = "An inspection's sample, drawn again from the log (R23).",
                    .tag = "figures",
                    .answer = of(sample)});
  routes.push_back({.method = Method::get,
                    .path = "/v1/topics/{month}",
                    .id = "topic",
                    .summary = "The topic of a month as three lists, with its figures (R42).",
                    .tag = "figures",
                    .answer = of(topic)});
}

}  // namespace recourse::server
