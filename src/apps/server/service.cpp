#include "apps/server/service.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <recourse/core/workflow_port.hpp>

#include "apps/server/feed.hpp"
#include "apps/server/open311.hpp"
#include "apps/server/openapi.hpp"
#include "apps/server/parameters.hpp"
#include "apps/server/passwords.hpp"
#include "apps/server/static_file.hpp"

namespace recourse::server {
namespace {

using boost::json::string;
using std::chrono::steady_clock;

bool is_safe(Method method) {
  return method == Method::get || method == Method::head || method == Method::options;
}

/// A browser says where a request comes from; another site's is not ours. Programs say nothing.
std::optional<Reply> check_origin(const Request& request) {
  const auto origin = request.header("Origin");
  if (request.headers.count("Origin") == 0) return std::nullopt;
  const auto host = request.header("Host");
  const std::string own = (request.secure ? "https://" : "http://") + std::string{host};
  // Behind a proxy that ends TLS the scheme is the proxy's.
  const std::string secured = "https://" + std::string{host};
  if (origin == own || origin == secured) return std::nullopt;
  return problem(403, "foreign_origin", "the request comes from another site");
}

/// Forms are taken by routes alone that no session opens: a browser sends them for any site.
std::optional<Reply> check_body(const Route& route, const Request& request) {
  if (request.body.empty()) return std::nullopt;
  // Of what is compressed nothing could be read.
  if (request.headers.count("Content-Encoding") > 0) {
    return problem(415, "content_encoding", "the body must not be encoded");
  }
  const std::string_view wanted =
      route.form ? "application/x-www-form-urlencoded" : "application/json";
  if (begins_without_case(request.header("Content-Type"), wanted)) return std::nullopt;
  return problem(415, "content_type", "the body must be " + std::string{wanted});
}

std::optional<Reply> check_csrf(const Request& request, const Principal& who) {
  if (who.csrf.empty()) return std::nullopt;
  if (equal_in_constant_time(request.header(kCsrfHeader), who.csrf)) return std::nullopt;
  return problem(403, "csrf", "the header X-CSRF-Token is missing or another session's");
}

/// Whether somebody may call the route at all.
std::optional<Reply> check_who(const Route& route, const Principal* who) {
  if (route.who == Who::everybody) return std::nullopt;
  if (who == nullptr) {
    auto reply = problem(401, "not_signed_in", "sign in first: POST /v1/session");
    reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    return reply;
  }
  if (!who->may(route.scope)) {
    return problem(403, "scope", "the token is not for this");
  }
  if (route.who != Who::signed_in && who->is_citizen()) {
    return problem(403, "not_for_citizens", "this is for staff");
  }
  if (route.who == Who::operators && who->actor.role != "administrator") {
    return problem(403, "not_an_operator", "this is for administrators");
  }
  return std::nullopt;
}

/// A citizen asks for his own stream alone; others are not there for him.
std::optional<Reply> check_stream(const Route& route, const Call& call) {
  if (call.principal == nullptr || !call.principal->is_citizen()) return std::nullopt;
  std::string stream;
  if (route.path.starts_with("/v1/{kind}/{key}")) {
    stream = call.places[0] + "/" + call.places[1];
  } else if (route.path.starts_with("/v1/case/{key}")) {
    stream = "case/" + call.places[0];
  } else {
    return std::nullopt;
  }
  if (stream == call.principal->stream) return std::nullopt;
  return problem(404, "not_yours", "there is no such stream for you");
}

Reply not_allowed(const std::vector<Method>& allowed, Method method) {
  std::string names;
  for (const auto one : allowed) {
    names.append(names.empty() ? "" : ", ").append(name_of(one));
    if (one == Method::get) names.append(", ").append(name_of(Method::head));
  }
  auto reply = method == Method::options
                   ? Reply{.status = 204}
                   : problem(405, "method", "the method is not for this", "there are: " + names);
  reply.headers.emplace_back("Allow", names);
  return reply;
}

/// "Wed, 29 Nov 2023 01:30:00 GMT" (RFC 9110).
std::string http_date(Timestamp t) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto utc = to_string(t);  // 2023-11-29T01:30:00.000Z
  const auto days = std::chrono::floor<std::chrono::days>(t.time_since_epoch()).count();
  const auto weekday = static_cast<std::size_t>(((days % 7) + 7 + 4) % 7);
  const auto month = static_cast<std::size_t>(std::stoi(utc.substr(5, 2)) - 1);
  std::string text{kDays[weekday]};
  text.append(", ").append(utc.substr(8, 2)).append(" ").append(kMonths[month]);
  return text.append(" ").append(utc.substr(0, 4)).append(" ").append(utc.substr(11, 8)) + " GMT";
}

/// What every reply says.
void add_common(const Target* target, Timestamp now, Reply& reply) {
  reply.headers.emplace_back("Date", http_date(now));
  reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
  reply.headers.emplace_back("Referrer-Policy", "no-referrer");
  if (reply.header("Content-Security-Policy").empty()) {
    reply.headers.emplace_back("Content-Security-Policy",
                               "default-src 'none'; frame-ancestors 'none'");
  }
  const bool api = target == nullptr || target->path.starts_with("/v1") ||
                   target->path.starts_with(open311::kRoot);
  if (api && reply.header("Cache-Control").empty()) {
    reply.headers.emplace_back("Cache-Control", "no-store");
  }
}

/// A list that has not changed need not be sent again.
void add_tag(const Request& request, Reply& reply) {
  const bool tagged = is_safe(request.method) && reply.status == 200 && reply.stream == nullptr &&
                      reply.type == "application/json";
  if (!tagged) return;
  if (reply.header("ETag").empty()) {
    const auto hash = core::hash_of(reply.body);
    reply.headers.emplace_back("ETag", "W/\"" + std::to_string(hash) + "\"");
  }
  if (!names_tag(request.header("If-None-Match"), reply.header("ETag"))) return;
  reply.status = 304;
  reply.type.clear();
  reply.body.clear();
}

std::vector<const core::WorkflowInfo*> infos_of(const Office& office) {
  std::vector<const core::WorkflowInfo*> infos;
  for (const auto* port : office.engine().workflows()) infos.push_back(&port->info());
  return infos;
}

/// Requests by route and status, and how long they took.
class Counts {
 public:
  void count(std::string_view route, int status, std::chrono::nanoseconds took) {
    latency_.record(took);
    const std::lock_guard lock{mutex_};
    ++counts_[{std::string{route}, status}];
  }
  base::Metrics metrics() const {
    base::Metrics all;
    const std::lock_guard lock{mutex_};
    for (const auto& [key, n] : counts_) {
      all.push_back(base::counter("recourse_http_requests_total", "Requests answered.",
                                  static_cast<double>(n),
                                  {{"route", key.first}, {"status", std::to_string(key.second)}}));
    }
    all.push_back(base::histogram("recourse_http_seconds", "How long requests took to answer.",
                                  latency_.snapshot()));
    return all;
  }

 private:
  base::Histogram latency_;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> counts_;
};

}  // namespace

struct Service::Impl {
  Impl(const Office& office, const Authenticator& authenticator, ServiceOptions with)
      : options(std::move(with)),
        sources{.office = office,
                .authenticator = authenticator,
                .offset = options.offset,
                .demo = options.demo,
                .demo_actors = options.demo_actors,
                .demo_citizens = options.demo_citizens,
                .store = options.store,
                .backups = options.backups,
                .transport = options.transport},
        hub(office, options.live) {
    sources.metrics = [this] { return metrics(); };
    std::vector<Route> routes;
    add_console_routes(routes);
    add_session_routes(sources, routes);
    add_list_routes(sources, routes);
    add_figure_routes(sources, routes);
    add_loop_routes(sources, routes);
    add_paper_routes(sources, routes);
    add_feed_routes(sources, routes);
    add_operation_routes(sources, routes);
    add_open311_routes(sources, routes);
    routes.push_back(
        {.method = Method::get,
         .path = "/v1/openapi.json",
         .id = "openapi",
         .summary = "This description.",
         .tag = "console",
         .who = Who::everybody,
         .answer = [this](const Call& call) { return description->send(call.request); }});
    add_workflow_routes(sources, routes);
    router.emplace(std::move(routes));
    description.emplace(
        "application/json", "",
        boost::json::serialize(openapi(router->routes(), infos_of(office), options.version)));
  }

  base::Metrics metrics() const {
    auto all = counts.metrics();
    const auto live = hub.status();
    all.push_back(base::gauge("recourse_http_live_clients", "Live answers that go on.",
                              static_cast<double>(live.clients)));
    all.push_back(base::counter("recourse_http_live_changes_total", "Pieces sent to live clients.",
                                static_cast<double>(live.changes)));
    return all;
  }

  /// Everything but what replies have in common. `route`: the one that was found.
  Reply answer(const Request& request, const Target& target, const Route*& route) {
    auto match = router->match(request.method, target);
    route = match.route;
    if (route == nullptr) {
      if (match.allowed.empty()) return problem(404, "no_route", "there is nothing here");
      return not_allowed(match.allowed, request.method);
    }
    auto who = sources.authenticator.identify(request);
    if (!who) return problem(who.error());
    const Call call{request, target, std::move(match.places), who->get()};
    if (auto no = check(*route, call)) return std::move(*no);
    if (route->live && wants_stream(request)) return live(*route, call);
    return route->answer(call);
  }

  std::optional<Reply> check(const Route& route, const Call& call) const {
    if (auto no = check_who(route, call.principal)) return no;
    if (auto no = check_stream(route, call)) return no;
    if (!is_safe(call.request.method)) {
      if (auto no = check_origin(call.request)) return no;
      if (auto no = check_body(route, call.request)) return no;
      const bool session = call.principal != nullptr && route.who != Who::everybody;
      if (session) {
        if (auto no = check_csrf(call.request, *call.principal)) return no;
      }
    }
    if (const auto known = check_parameters(call.target, route.query); !known) {
      return problem(known.error());
    }
    return std::nullopt;
  }

  Reply live(const Route& route, const Call& call) {
    Reply reply{.type = "text/event-stream"};
    reply.headers.emplace_back("X-Accel-Buffering", "no");
    if (route.path == kFeedPath) {
      auto feed = feed_of(sources.office, call);
      if (!feed) return problem(feed.error());
      reply.stream = hub.source(std::move(*feed), holds_of(call));
      return reply;
    }
    auto first = route.answer(call);
    if (first.status != 200) return first;
    // The same question by the same actor is asked once for all who ask it.
    const auto& who = *call.principal;
    const auto key = who.actor.to_string() + "\n" + who.stream + "\n" + call.request.target;
    const auto ask = [&route, request = call.request, target = call.target, places = call.places,
                      who]() -> Reply {
      const Call again{request, target, places, &who};
      return route.answer(again);
    };
    reply.stream = hub.list(key, ask, first, holds_of(call), route.by_clock);
    return reply;
  }

  /// Whether who asked is still who he was: signed in, with the same role and unit.
  LiveHub::Holds holds_of(const Call& call) const {
    return [this, request = call.request, actor = call.actor()] {
      const auto who = sources.authenticator.identify(request);
      return who && *who != nullptr && (*who)->actor == actor;
    };
  }

  ServiceOptions options;
  Sources sources;
  Counts counts;
  LiveHub hub;
  std::optional<Router> router;
  std::optional<StaticFile> description;
};

Service::Service(const Office& office, const Authenticator& authenticator, ServiceOptions options)
    : impl_(std::make_unique<Impl>(office, authenticator, std::move(options))) {}

// What is live asks routes: it ends before they do.
Service::~Service() { impl_->hub.stop(); }

Reply Service::answer(const Request& request) {
  const auto begun = steady_clock::now();
  const Route* route = nullptr;
  Reply reply;
  auto target = parse_target(request.target);
  if (!target) {
    reply = problem(target.error());
  } else {
    try {
      reply = impl_->answer(request, *target, route);
    } catch (const std::exception& thrown) {
      if (impl_->options.fault) impl_->options.fault(thrown.what());
      reply = problem(500, "failed", "the service failed; its log says why");
    }
  }
  if (request.target.starts_with(open311::kRoot)) {
    reply = open311::in_its_errors(std::move(reply), request.target);
  }
  if (reply.type == kProblemType && wants_page(request)) reply = as_page(reply);
  add_tag(request, reply);
  add_common(target ? &*target : nullptr, impl_->sources.office.clock().now(), reply);
  const auto took = steady_clock::now() - begun;
  impl_->counts.count(route == nullptr ? "none" : route->id, reply.status, took);
  if (impl_->options.note) impl_->options.note(request, route, reply, took);
  return reply;
}

std::span<const Route> Service::routes() const { return impl_->router->routes(); }

const std::string& Service::openapi_text() const { return impl_->description->content(); }

base::Metrics Service::metrics() const { return impl_->metrics(); }

LiveStatus Service::live() const { return impl_->hub.status(); }

void Service::stop() { impl_->hub.stop(); }

}  // namespace recourse::server
