// Requests of strangers: a target is refused, or leads nowhere but to its route; what is read of
// headers, parameters and bodies is theirs or an error.
#include <cstdint>
#include <cstdlib>

#include "apps/server/parameters.hpp"

namespace {

using namespace recourse::server;

void check(bool holds) {
  if (!holds) std::abort();
}

/// Read again, encoded, it is the same target.
void check_target(const Target& target) {
  std::string again;
  for (const auto& segment : target.segments) {
    check(!segment.empty() && segment != "." && segment != "..");
    for (const char c : segment) check(static_cast<unsigned char>(c) >= 0x20);
    again += "/" + percent_encoded(segment);
  }
  if (again.empty()) again = "/";
  char mark = '?';
  for (const auto& [name, value] : target.query) {
    again += mark + percent_encoded(name) + "=" + percent_encoded(value);
    mark = '&';
  }
  const auto read = parse_target(again);
  check(read && read->segments == target.segments && read->query == target.query);
}

const Router& router() {
  static const Router made = [] {
    std::vector<Route> routes;
    for (const auto* path :
         {"/", "/v1/cases", "/v1/{kind}/{key}", "/v1/{kind}/{key}/commands/{name}"}) {
      routes.push_back({.method = Method::get, .path = path, .id = path});
    }
    return Router{std::move(routes)};
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes{reinterpret_cast<const char*>(data), size};
  const auto line = bytes.substr(0, bytes.find('\n'));
  Request request{.target = line, .body = bytes};
  request.headers.emplace("Cookie", line);
  (void)request.cookie("recourse_session");
  (void)json_body(request);
  const auto target = parse_target(line);
  if (!target) return 0;
  check_target(*target);
  const auto match = router().match(Method::get, *target);
  check(match.route == nullptr || match.places.size() <= 3);
  const Call call{request, *target, match.places, nullptr};
  const Parameter known[]{{.name = "n", .doc = ""}, {.name = "f", .doc = ""}};
  (void)check_parameters(*target, known);
  const auto n = number(call, "n", 3, 5, 4);
  check(!n || (*n >= 3 && *n <= 5));
  (void)flag(call, "f");
  (void)moment(call, "n", Edge::end, recourse::kShanghaiOffset);
  (void)page_token(call, "n");
  return 0;
}
