// Service: the whole of the HTTP service but for its sockets. A request goes in, a reply comes out.
//
//     Service service{*office, *authenticator, {.version = "0.1.0"}};
//     auto listener = Listener::open({.port = 8080}, [&](const Request& r) {
//       return service.answer(r);
//     });
//     …
//     listener->stop(), service.stop();
//
// Each request: its target is read, its route found, its sender identified; who may call it, and
// for a session the CSRF token and origin of an unsafe method, are checked; parameters that the
// route has not are refused. Replies of /v1 are not to be cached; each page and script comes from
// the service itself (Content-Security-Policy).
//
// Thread-safety: `answer` from many threads. Ownership: borrows office and authenticator.
#pragma once

#include "apps/server/live.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {

struct ServiceOptions {
  std::string version = "0";
  UtcOffset offset = kShanghaiOffset;
  bool demo = false;
  std::vector<std::string> demo_actors = {};
  /// Cases of the demonstration whose inquiry code may be known to everybody.
  std::vector<Inquiry> demo_citizens = {};
  std::filesystem::path store = {};
  std::filesystem::path backups = {};
  LiveOptions live = {};
  /// Is told of each request that was answered: no target, no body, nobody's name.
  std::function<void(const Request& request, const Route* route, const Reply& reply,
                     std::chrono::nanoseconds took)>
      note = {};
  /// How the transport stands, for /v1/operation; called from many threads. Empty: it is not told.
  std::function<boost::json::object()> transport = {};
  /// Is told of what should not happen: an exception in a route.
  std::function<void(std::string_view what)> fault = {};
};

class Service {
 public:
  Service(const Office& office, const Authenticator& authenticator, ServiceOptions options);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  Reply answer(const Request& request);
  std::span<const Route> routes() const;
  /// The OpenAPI document, as /v1/openapi.json has it.
  const std::string& openapi_text() const;
  base::Metrics metrics() const;
  LiveStatus live() const;
  /// Ends what streams.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace recourse::server
