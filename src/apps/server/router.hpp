// Router: which function answers which request, and what is said of it. OpenAPI is made from the
// same rows.
//
//     routes.push_back({.method = Method::get, .path = "/v1/{kind}/{key}", .id = "find",
//                       .who = Who::anybody_signed_in, .answer = &find});
//
// Thread-safety: immutable once made. Routes are called from many threads at once.
#pragma once

#include <span>

#include "apps/server/principal.hpp"
#include "apps/server/problem.hpp"

namespace recourse::server {

/// Who may call a route at all; what is seen or done then is decided by the workflow's rules.
enum class Who : std::uint8_t {
  everybody,  ///< Also without a session: signing in, the console's files, /health.
  signed_in,  ///< Staff and citizens; a citizen only for his own stream.
  staff,      ///< Not citizens.
  operators,  ///< administrator.
};

/// A call of a route.
struct Call {
  const Request& request;
  const Target& target;
  /// Of the path's places, in their order.
  std::vector<std::string> places;
  /// Null: nobody is signed in.
  const Principal* principal;

  const core::Actor& actor() const { return principal->actor; }
};

/// A value in path or query.
struct Parameter {
  std::string_view name;
  std::string_view doc;
  bool required = false;
  bool repeated = false;
  /// JSON Schema as text; empty: a string.
  std::string_view schema = {};
};

struct Route {
  Method method = Method::get;
  std::string path = {};  ///< "/v1/{kind}/{key}": a place takes one segment.
  std::string id = {};    ///< operationId.
  std::string summary = {};
  std::string tag = {};
  Who who = Who::staff;
  Scope scope = Scope::read;
  std::vector<Parameter> query = {};
  /// What is sent; null: nothing. Refers to "#/components/schemas/…" that OpenAPI has.
  boost::json::value body = nullptr;
  bool form = false;  ///< The body is a form (application/x-www-form-urlencoded), not JSON.
  /// What comes back with 200 or 201; null: any JSON.
  boost::json::value result = nullptr;
  /// What a no looks like; null: a problem (RFC 9457).
  boost::json::value errors = nullptr;
  int success = 200;
  std::string produces = "application/json";
  /// Its answer changes with time alone, also while the log rests.
  bool by_clock = false;
  bool live = false;  ///< With Accept: text/event-stream it goes on: live_query.hpp.
  std::function<Reply(const Call& call)> answer = {};
};

class Router {
 public:
  explicit Router(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;  ///< Null: there is none.
    std::vector<std::string> places = {};
    std::vector<Method> allowed = {};  ///< Of the path; empty: there is no such path.
  };
  /// The one with the most literal segments. HEAD goes where GET does.
  Match match(Method method, const Target& target) const;
  std::span<const Route> routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> patterns_;
};

}  // namespace recourse::server
