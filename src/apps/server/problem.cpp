#include "apps/server/problem.hpp"

namespace recourse::server {
namespace {

using boost::json::object;
using boost::json::string;

Reply as_reply(object members, int status) {
  members["status"] = status;
  auto reply = json_reply(members, status);
  reply.type = "application/problem+json";
  return reply;
}

}  // namespace

Reply problem(const core::Refusal& refusal) {
  boost::json::array allowed;
  for (const auto& command : refusal.allowed) allowed.push_back(string{command});
  return as_reply({{"type", "urn:recourse:refusal:" + refusal.name},
                   {"title", string{refusal.name}},
                   {"detail", string{refusal.en}},
                   {"detail_zh", string{refusal.zh}},
                   {"rule", string{refusal.rule}},
                   {"allowed", std::move(allowed)}},
                  core::http_status(refusal.kind));
}

Reply problem(const Error& error) {
  const auto& row = info(error.code());
  object members{{"type", "urn:recourse:error:" + std::string{row.name}},
                 {"title", string{row.meaning}},
                 {"detail", string{error.message()}},
                 {"cure", string{row.cure}},
                 {"retryable", row.retryable}};
  if (const auto actual = error.actual()) members["actual"] = *actual;
  auto reply = as_reply(std::move(members), row.http_status);
  if (row.http_status == 503 && row.retryable) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

Reply problem(int status, std::string_view name, std::string_view title, std::string_view detail) {
  object members{{"type", "urn:recourse:http:" + std::string{name}}, {"title", string{title}}};
  if (!detail.empty()) members["detail"] = string{detail};
  return as_reply(std::move(members), status);
}

}  // namespace recourse::server
