// The console's files, and the page that reads the API's description.
#include "apps/server/api_page.hpp"
#include "apps/server/routes.hpp"
#include "apps/server/static_file.hpp"
#include "embedded/console_page.hpp"
#include "embedded/console_script.hpp"
#include "embedded/console_style.hpp"

namespace recourse::server {
namespace {

constexpr std::string_view kConsolePolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

void add(std::vector<Route>& routes, std::string path, std::string id, StaticFile file) {
  const auto kept = std::make_shared<const StaticFile>(std::move(file));
  routes.push_back({.method = Method::get,
                    .path = std::move(path),
                    .id = std::move(id),
                    .summary = "A file of the console.",
                    .tag = "console",
                    .who = Who::everybody,
                    .produces = kept->type(),
                    .answer = [kept](const Call& call) { return kept->send(call.request); }});
}

}  // namespace

void add_console_routes(std::vector<Route>& routes) {
  constexpr auto kPage = "text/html; charset=utf-8";
  constexpr auto kScript = "text/javascript; charset=utf-8";
  constexpr auto kStyle = "text/css; charset=utf-8";
  add(routes, "/", "console", {kPage, kConsolePolicy, std::string{embedded::console_page}});
  add(routes, "/app.js", "console_script",
      {kScript, kConsolePolicy, std::string{embedded::console_script}});
  add(routes, "/app.css", "console_style",
      {kStyle, kConsolePolicy, std::string{embedded::console_style}});
  add(routes, "/v1/docs", "api_page", {kPage, kApiPagePolicy, std::string{api_page()}});
  add(routes, "/v1/docs.js", "api_page_script",
      {kScript, kApiPagePolicy, std::string{api_page_script()}});
  add(routes, "/v1/docs.css", "api_page_style",
      {kStyle, kApiPagePolicy, std::string{api_page_style()}});
}

}  // namespace recourse::server
