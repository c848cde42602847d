#include "apps/cli/earlier_cases.hpp"

#include <recourse/describe/json.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

using casework::complaint::EarlierCase;

boost::json::array earlier_json(const std::vector<EarlierCase>& cases) {
  boost::json::array items;
  for (const auto& one : cases) items.push_back(describe::to_json(one));
  return items;
}

std::string earlier_text(const std::vector<EarlierCase>& cases) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : cases) {
    rows.push_back({"  " + one.stream, one.matter, local_time(one.reported_at), one.known_by});
  }
  return table(rows, "<<<<");
}

}  // namespace recourse::cli
