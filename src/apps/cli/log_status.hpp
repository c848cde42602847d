// What the server of a log says of it, as answers show it: epoch, appender, standbys.
#pragma once

#include <boost/json.hpp>
#include <recourse/base/metrics.hpp>
#include <recourse/stores/open.hpp>
#include <string>
#include <vector>

namespace recourse::cli {

std::string text_of_log(const stores::PostgresStatus& status);
boost::json::object json_of_log(const stores::PostgresStatus& status);
void add_metrics(const stores::PostgresStatus& status, base::Metrics& to);

/// What is wrong with it; `any_server`: a standby is as good as the primary.
std::vector<std::string> troubles_of(const stores::PostgresStatus& status, bool any_server);

}  // namespace recourse::cli
