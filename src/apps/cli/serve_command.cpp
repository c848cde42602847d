#include "apps/cli/serve_command.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <charconv>
#include <csignal>
#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/office/ledger.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/demo/open_work.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/zone.hpp"
#include "apps/server/listener.hpp"
#include "apps/server/service.hpp"

namespace recourse::cli {
namespace {

constexpr const char* kDemoDirectory = "var/demo";

struct ServeArguments {
  std::string listen = "127.0.0.1:8080";
  std::string certificate;
  std::string key;
  std::string proxy_header;
  std::vector<std::string> proxies;
  std::string backups;
  std::uint64_t workers = 16;
  bool demo = false;
};

/// Time that goes on from a moment, at the pace of the machine's.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(Timestamp from) : shift_(from - SystemClock::instance().now()) {}
  Timestamp now() const noexcept override { return SystemClock::instance().now() + shift_; }

 private:
  std::chrono::milliseconds shift_;
};

struct Address {
  std::string host;
  std::uint16_t port;
};

/// "127.0.0.1:8080", "[::1]:8080".
Result<Address> address_of(const std::string& text) {
  const auto colon = text.rfind(':');
  auto host = text.substr(0, colon == std::string::npos ? 0 : colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  std::uint16_t port = 0;
  const auto* const from = text.data() + (colon == std::string::npos ? 0 : colon + 1);
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(from, end, port);
  if (host.empty() || read.ec != std::errc{} || read.ptr != end) {
    return Error{Errc::invalid_argument,
                 "--listen: '" + text + "' is no ADDRESS:PORT, say 127.0.0.1:8080"};
  }
  return Address{std::move(host), port};
}

/// When the last record was made; nothing of an empty log.
Result<std::optional<Timestamp>> last_moment(const Session& session) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
  if (head.value == 0) return std::optional<Timestamp>{};
  RECOURSE_TRY_ASSIGN(const auto cursor, office->store().read_all({.from = head, .to = head}));
  RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
  if (!found) return std::optional<Timestamp>{};
  return std::optional{cursor->record().recorded_at};
}

/// Somebody of each desk, of the station that had a case last.
Result<std::vector<std::string>> actors_of(const Office& office) {
  const LedgerQuery query{.sort = "reported_at", .descending = true, .page_size = 1};
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  const core::Viewer viewer{core::Actor::parse("supervisor:v1@city")};
  RECOURSE_TRY_ASSIGN(const auto page, ledger(office, query, viewer, head));
  std::vector<std::string> actors;
  if (!page.rows.empty()) {
    const auto& row = page.rows.front();
    // As the demonstration calls them.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOfStation{
        {{"window_officer", "-w1"}, {"counter_lead", "-l1"}, {"station_chief", "-c1"}}};
    for (const auto& [role, desk] : kOfStation) {
      actors.push_back(fmt::format("{}:{}{}@{}", role, row.station, desk, row.station));
    }
    actors.push_back("district_officer:" + row.district + ".RK-1@" + row.district + ".RK");
    actors.push_back("liaison:" + row.district + ".RK-3@" + row.district + ".RK");
  }
  for (const auto* other :
       {"city_officer:city.RK-1@city.RK", "supervisor:supervision-1@city", "administrator:a1"}) {
    actors.emplace_back(other);
  }
  return actors;
}

/// The case of the open work whose citizen everybody may be; none in another log.
Result<std::vector<server::Inquiry>> citizens_of(const Office& office) {
  const LedgerQuery query{.sort = "reported_at", .descending = true, .page_size = 100};
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  const core::Viewer viewer{core::Actor::parse("supervisor:v1@city")};
  RECOURSE_TRY_ASSIGN(const auto page, ledger(office, query, viewer, head));
  for (const auto& row : page.rows) {
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::of("case", row.number));
    RECOURSE_TRY_ASSIGN(const auto found, office.find_case(id));
    const auto known = casework::complaint::inquiry_digest(id.text(), kCitizenCode);
    if (found.state.access.inquiry != known) continue;
    return std::vector{server::Inquiry{id.text(), std::string{kCitizenCode}}};
  }
  return std::vector<server::Inquiry>{};
}

/// Who asked what is nobody's business: a line has the route, not the target.
std::function<void(const server::Request&, const server::Route*, const server::Reply&,
                   std::chrono::nanoseconds)>
notes_into(std::FILE* to) {
  if (to == nullptr) return {};
  return [to](const server::Request& request, const server::Route* route,
              const server::Reply& reply, std::chrono::nanoseconds took) {
    const auto line =
        fmt::format("{} {} {} {} {:.1f} ms\n", to_string(SystemClock::instance().now()),
                    server::name_of(request.method), route == nullptr ? "-" : route->path,
                    reply.status, std::chrono::duration<double, std::milli>(took).count());
    std::fwrite(line.data(), 1, line.size(), to);
  };
}

boost::json::object transport_json(const server::ListenerStatus& s) {
  return {{"connections", s.connections},
          {"streams", s.streams},
          {"requests", s.requests},
          {"turned_away", s.turned_away},
          {"dropped_streams", s.dropped_streams}};
}

/// SIGINT and SIGTERM, held back in all threads that begin from now on, and waited for.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  void wait() const {
    int which = 0;
    sigwait(&set_, &which);
  }

 private:
  sigset_t set_{};
  sigset_t before_{};
};

Result<void> serve(const Session& session, const ServeArguments& a, const Address& address) {
  const Signals signals;
  // The demonstration shows what is there.
  RECOURSE_TRY_ASSIGN(auto options, session.opening(stores::Access::write, /*create=*/!a.demo));
  options.services = {.views = true, .timers = true, .reactions = true};
  // The demonstration's time goes on where its half-year ended.
  std::optional<ShiftedClock> clock;
  if (a.demo) {
    auto last = last_moment(session);
    if (!last) {
      return last.error().within(
          "--demo: make its data first, by `recourse demo shanghai-2023 "
          "--dir " +
          session.directory + "`");
    }
    if (*last) clock.emplace(**last);
    if (clock) options.clock = &*clock;
  }
  RECOURSE_TRY_ASSIGN(const auto office, Office::open(std::move(options)));
  server::AuthenticatorOptions who{
      .file = std::filesystem::path{session.directory} / "accounts.sqlite",
      .proxy_header = a.proxy_header,
      .proxies = a.proxies,
      .demo = a.demo};
  RECOURSE_TRY_ASSIGN(const auto authenticator, server::Authenticator::open(*office, who));
  server::ServiceOptions service_options{
      .version = RECOURSE_VERSION,
      .offset = zone(),
      .demo = a.demo,
      .store = session.directory,
      .backups = a.backups,
      .note = notes_into(session.log.empty() ? nullptr : stderr)};
  if (a.demo) {
    RECOURSE_TRY_ASSIGN(service_options.demo_actors, actors_of(*office));
    RECOURSE_TRY_ASSIGN(service_options.demo_citizens, citizens_of(*office));
  }
  // The service is asked before it is known where it listens.
  std::atomic<const server::Listener*> listening{nullptr};
  service_options.transport = [&listening] {
    const auto* const at = listening.load();
    return transport_json(at == nullptr ? server::ListenerStatus{} : at->status());
  };
  service_options.fault = [](std::string_view what) {
    fmt::print(stderr, "recourse: a request failed: {}\n", what);
  };
  server::Service service{*office, *authenticator, std::move(service_options)};
  RECOURSE_TRY_ASSIGN(const auto listener,
                      server::Listener::open(
                          {.address = address.host,
                           .port = address.port,
                           .tls_certificate = a.certificate,
                           .tls_key = a.key,
                           .workers = static_cast<unsigned>(a.workers)},
                          [&](const server::Request& request) { return service.answer(request); }));
  listening.store(listener.get());
  const auto shown =
      address.host.find(':') == std::string::npos ? address.host : "[" + address.host + "]";
  print(fmt::format("recourse serves {} at {}://{}:{}/\n", session.place(),
                    a.certificate.empty() ? "http" : "https", shown, listener->port()));
  signals.wait();
  listener->stop();
  service.stop();
  office->stop(Stop::gracefully);
  return {};
}

Exit run_serve(Session& session, const ServeArguments& a) {
  const auto address = address_of(a.listen);
  if (!address) return fail(session, address.error());
  if (a.certificate.empty() != a.key.empty()) {
    return fail(session, Usage{"--tls-certificate and --tls-key: both, or neither"});
  }
  if (a.proxy_header.empty() != a.proxies.empty()) {
    return fail(session, Usage{"--proxy-header and --proxy: both, or neither"});
  }
  const bool open_to_others = address->host != "127.0.0.1" && address->host != "::1";
  if (a.demo && open_to_others) {
    return fail(session,
                Usage{"--demo: anybody may become anybody; it listens on 127.0.0.1 alone"});
  }
  if (a.demo && session.is_remote()) {
    return fail(session, Usage{"--demo: the demonstration's log lies in --dir: leave --store and "
                               "RECOURSE_STORE out"});
  }
  if (a.demo && session.directory == Session{}.directory) session.directory = kDemoDirectory;
  const auto served = serve(session, a, *address);
  return served ? Exit::ok : fail(session, served.error());
}

/// The description of the API, as the service gives it; needs no store.
Exit run_openapi(const Session& session) {
  auto office = Office::open({.store = "memory"});
  if (!office) return fail(session, office.error());
  const auto authenticator = server::Authenticator::open(**office, {});
  if (!authenticator) return fail(session, authenticator.error());
  const server::Service service{**office, **authenticator, {.version = RECOURSE_VERSION}};
  return answered(print(service.openapi_text() + "\n"));
}

}  // namespace

void add_serve(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ServeArguments>();
  auto* command = app.add_subcommand("serve", "Serves the console and the HTTP API.");
  command->add_option("--listen", a->listen, "ADDRESS:PORT; port 0: one that is free.")
      ->capture_default_str();
  command->add_option("--tls-certificate", a->certificate, "PEM file of the certificate's chain.")
      ->check(not_empty());
  command->add_option("--tls-key", a->key, "PEM file of its key.")->check(not_empty());
  command
      ->add_option("--proxy-header", a->proxy_header,
                   "Header in which a reverse proxy that is trusted names the account.")
      ->check(not_empty());
  command
      ->add_option("--proxy", a->proxies,
                   "Address or network of that proxy, say 127.0.0.1. Repeatable.")
      ->allow_extra_args(false)
      ->check(not_empty());
  command->add_option("--backups", a->backups, "Folder of the backups, whose age is shown.")
      ->check(not_empty());
  command->add_option("--workers", a->workers, "Requests that are answered at once.")
      ->check(whole_number(1, 256))
      ->capture_default_str();
  command->add_flag("--demo", a->demo,
                    "The demonstration's data (var/demo), with a switcher of roles; its time goes "
                    "on where it ended.");
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_serve(session, *a); }; });
  auto* openapi = app.add_subcommand("openapi", "Prints the description of the HTTP API.");
  openapi->callback([&session, &chosen] { chosen = [&session] { return run_openapi(session); }; });
}

}  // namespace recourse::cli
