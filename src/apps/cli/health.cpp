#include "apps/cli/health.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "apps/cli/answers.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/log_status.hpp"

namespace recourse::cli {
namespace {

/// What the store says of itself, and of a log that lies elsewhere what its server says.
struct Found {
  EngineHealth health;
  std::optional<stores::PostgresStatus> log = {};
};

std::string to_text(const Found& found) {
  const auto& health = found.health;
  std::string text = fmt::format("head at {}, indexed to {}\n", grouped(health.store.head.value),
                                 grouped(health.store.indexed.value));
  if (found.log) text += text_of_log(*found.log);
  for (const auto& trouble : health.troubles) text += "  " + trouble + "\n";
  return text + (health.ok() ? "all is well\n" : "something is wrong\n");
}

boost::json::object to_json(const Found& found) {
  const auto& health = found.health;
  boost::json::array troubles;
  for (const auto& trouble : health.troubles) troubles.emplace_back(trouble);
  boost::json::object item{{"ok", health.ok()},
                           {"head", health.store.head.value},
                           {"indexed", health.store.indexed.value},
                           {"troubles", std::move(troubles)}};
  if (found.log) item["log"] = json_of_log(*found.log);
  return item_answer(health.store.head, std::move(item));
}

/// Adds what the server of the session's log says.
Result<void> ask_server(const Session& session, Found& found) {
  RECOURSE_TRY_ASSIGN(found.log, stores::log_status(session.store));
  RECOURSE_TRY_ASSIGN(const bool any_server, stores::is_for_reading(session.store));
  for (auto& trouble : troubles_of(*found.log, any_server)) {
    found.health.troubles.push_back(std::move(trouble));
  }
  return {};
}

std::string prometheus_text(const Office& office, const Found& found) {
  auto metrics = office.metrics();
  // The office does not know what the log's server says; both answers are to agree.
  for (auto& one : metrics) {
    if (one.name == "recourse_healthy") one.value = found.health.ok() ? 1 : 0;
  }
  if (found.log) add_metrics(*found.log, metrics);
  return base::to_prometheus(metrics);
}

}  // namespace

Exit run_health(const Session& session, bool prometheus) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  Found found{(*office)->health()};
  if (session.is_remote()) {
    const auto asked = ask_server(session, found);
    if (!asked) return fail(session, asked.error());
  }
  const bool told = prometheus ? print(prometheus_text(**office, found))
                               : print(session, to_json(found), to_text(found));
  return found.health.ok() ? answered(told) : Exit::problems;
}

}  // namespace recourse::cli
