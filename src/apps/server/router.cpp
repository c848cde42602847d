#include "apps/server/router.hpp"

#include <algorithm>

namespace recourse::server {
namespace {

bool is_place(std::string_view segment) { return !segment.empty() && segment.front() == '{'; }

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = path.find('/');
    if (!path.empty()) segments.emplace_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  }
  return segments;
}

/// The values of the places; nothing: it does not fit.
std::optional<std::vector<std::string>> fit(const std::vector<std::string>& pattern,
                                            const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  std::vector<std::string> places;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_place(pattern[i])) {
      places.push_back(segments[i]);
    } else if (pattern[i] != segments[i]) {
      return std::nullopt;
    }
  }
  return places;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const auto& route : routes_) patterns_.push_back(segments_of(route.path));
}

Router::Match Router::match(Method method, const Target& target) const {
  const auto wanted = method == Method::head ? Method::get : method;
  Match best;
  std::size_t fewest = ~std::size_t{0};
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    auto places = fit(patterns_[i], target.segments);
    if (!places) continue;
    if (std::ranges::count(best.allowed, routes_[i].method) == 0) {
      best.allowed.push_back(routes_[i].method);
    }
    if (routes_[i].method != wanted || places->size() >= fewest) continue;
    fewest = places->size();
    best.route = &routes_[i];
    best.places = std::move(*places);
  }
  return best;
}

}  // namespace recourse::server
