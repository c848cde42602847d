#include "apps/cli/health.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "apps/cli/answers.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

std::string to_text(const EngineHealth& health) {
  std::string text = fmt::format("head at {}, indexed to {}\n", grouped(health.store.head.value),
                                 grouped(health.store.indexed.value));
  for (const auto& trouble : health.troubles) text += "  " + trouble + "\n";
  return text + (health.ok() ? "all is well\n" : "something is wrong\n");
}

boost::json::object to_json(const EngineHealth& health) {
  boost::json::array troubles;
  for (const auto& trouble : health.troubles) troubles.emplace_back(trouble);
  return item_answer(health.store.head, boost::json::object{{"ok", health.ok()},
                                                            {"head", health.store.head.value},
                                                            {"indexed", health.store.indexed.value},
                                                            {"troubles", std::move(troubles)}});
}

}  // namespace

Exit run_health(const Session& session, bool prometheus) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto health = (*office)->health();
  const bool told = prometheus ? print(base::to_prometheus((*office)->metrics()))
                               : print(session, to_json(health), to_text(health));
  return health.ok() ? answered(told) : Exit::problems;
}

}  // namespace recourse::cli
