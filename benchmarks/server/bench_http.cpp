// The HTTP service under load, in one run: requests a second beside a bare Beast echo; a thousand
// clients of one live list while commands come at a fixed rate; memory.
//
//     bench_http [DIRECTORY [CLIENTS [RATE [SECONDS]]]]
//
// Commands are an open loop: each is due at its moment, and its latency is counted from then, so
// that a service that stands still is not flattered. Everything is on the loopback, in one process,
// whose processors the clients share.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>

#include "apps/server/listener.hpp"
#include "apps/server/service.hpp"

namespace {

using namespace recourse;
using Steady = std::chrono::steady_clock;

double since(Steady::time_point t) {
  return std::chrono::duration<double>(Steady::now() - t).count();
}

void die(const std::string& why) {
  std::fprintf(stderr, "bench_http: %s\n", why.c_str());
  std::exit(1);
}

/// A blocking connection that asks and reads whole replies.
class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) die("cannot connect");
  }
  ~Client() {
    if (fd_ >= 0) ::close(fd_);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  int fd() const { return fd_; }
  void send(const std::string& bytes) const {
    for (std::size_t done = 0; done < bytes.size();) {
      const auto n = ::send(fd_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
      if (n <= 0) die("the service hung up");
      done += static_cast<std::size_t>(n);
    }
  }
  /// The status; the whole reply is in `reply`.
  int ask(const std::string& request) {
    send(request);
    reply.clear();
    std::size_t wanted = std::string::npos;
    std::array<char, 16384> part{};
    while (reply.size() < wanted) {
      const auto n = ::recv(fd_, part.data(), part.size(), 0);
      if (n <= 0) die("no whole reply");
      reply.append(part.data(), static_cast<std::size_t>(n));
      const auto end = reply.find("\r\n\r\n");
      if (wanted != std::string::npos || end == std::string::npos) continue;
      wanted = end + 4;
      const auto length = reply.find("Content-Length: ");
      if (length < end) wanted += std::stoull(reply.substr(length + 16));
    }
    return std::stoi(reply.substr(9, 3));
  }
  std::string reply;

 private:
  int fd_;
};

struct Session {
  std::string cookie;
  std::string csrf;
};

std::string between(const std::string& text, const std::string& from, char to) {
  const auto at = text.find(from);
  if (at == std::string::npos) die("no " + from + " in " + text.substr(0, 300));
  const auto begin = at + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

std::string request(const std::string& line, const Session& who, const std::string& more = {},
                    const std::string& body = {}) {
  auto text = line + " HTTP/1.1\r\nHost: a\r\nCookie: recourse_session=" + who.cookie +
              "\r\nX-CSRF-Token: " + who.csrf + "\r\n" + more;
  if (!body.empty()) {
    text +=
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + body;
}

Session become(std::uint16_t port, const std::string& actor) {
  Client client{port};
  const auto body = "{\"actor\":\"" + actor + "\"}";
  if (client.ask(request("POST /v1/session/demo", {}, {}, body)) != 201) die(client.reply);
  return {between(client.reply, "recourse_session=", ';'),
          between(client.reply, "\"csrf\":\"", '"')};
}

/// Requests a second of `threads` connections that ask one after the other.
double requests_a_second(std::uint16_t port, const std::string& ask, unsigned threads,
                         double seconds) {
  std::atomic<std::uint64_t> done{0};
  std::atomic<bool> stop{false};
  std::vector<std::thread> all;
  for (unsigned i = 0; i < threads; ++i) {
    all.emplace_back([&] {
      Client client{port};
      while (!stop.load()) {
        if (client.ask(ask) != 200) die(client.reply.substr(0, 500));
        done.fetch_add(1);
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds / 5));  // warm
  const auto begun = Steady::now();
  const auto before = done.load();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const auto rate = static_cast<double>(done.load() - before) / since(begun);
  stop.store(true);
  for (auto& thread : all) thread.join();
  return rate;
}

/// The least that HTTP by Beast costs: a thread a connection, the same short reply to all.
class BareEcho {
 public:
  BareEcho() : acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread{[this] { run(); }};
  }
  ~BareEcho() {
    stop_.store(true);
    { const Client wake{port()}; }  // its connection ends at once, and so does who serves it
    thread_.join();
    for (auto& one : served_) one.join();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void run() {
    while (!stop_.load()) {
      auto socket = acceptor_.accept();
      served_.emplace_back([taken = std::move(socket)]() mutable { serve(std::move(taken)); });
    }
  }
  static void serve(boost::asio::ip::tcp::socket socket) {
    namespace http = boost::beast::http;
    boost::beast::tcp_stream stream{std::move(socket)};
    stream.socket().set_option(boost::asio::ip::tcp::no_delay{true});
    boost::beast::flat_buffer buffer;
    boost::system::error_code failed;
    for (;;) {
      http::request<http::string_body> got;
      http::read(stream, buffer, got, failed);
      if (failed) return;
      http::response<http::string_body> reply{http::status::ok, got.version()};
      reply.body() = "{\"ok\":true}\n";
      reply.prepare_payload();
      http::write(stream, reply, failed);
      if (failed) return;
    }
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
  std::vector<std::thread> served_;
};

/// Clients of a live list: counts the changes that come to each.
class Watchers {
 public:
  Watchers(std::uint16_t port, const Session& who, std::size_t count) : epoll_(::epoll_create1(0)) {
    for (std::size_t i = 0; i < count; ++i) {
      auto client = std::make_unique<Client>(port);
      client->send(request("GET /v1/ledger?sort=-reported_at&page_size=20", who,
                           "Accept: text/event-stream\r\n"));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = client.get();
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, client->fd(), &event);
      clients_.push_back(std::move(client));
    }
    thread_ = std::thread{[this] { run(); }};
  }
  ~Watchers() {
    stop_.store(true);
    thread_.join();
    ::close(epoll_);
  }
  std::uint64_t pages() const { return pages_.load(); }
  std::uint64_t changes() const { return changes_.load(); }
  std::uint64_t bytes() const { return bytes_.load(); }
  std::uint64_t lost() const { return lost_.load(); }

 private:
  static std::uint64_t times(std::string_view text, std::string_view word) {
    std::uint64_t n = 0;
    for (auto at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + word.size())) {
      ++n;
    }
    return n;
  }
  void run() {
    std::array<epoll_event, 256> ready{};
    std::vector<char> part(1 << 20);
    while (!stop_.load()) {
      const int n = ::epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), 100);
      for (int i = 0; i < n; ++i) {
        auto* const client = static_cast<Client*>(ready[static_cast<std::size_t>(i)].data.ptr);
        const auto got = ::recv(client->fd(), part.data(), part.size(), MSG_DONTWAIT);
        if (got <= 0) {
          lost_.fetch_add(1);
          ::epoll_ctl(epoll_, EPOLL_CTL_DEL, client->fd(), nullptr);
          continue;
        }
        const std::string_view text{part.data(), static_cast<std::size_t>(got)};
        bytes_.fetch_add(static_cast<std::uint64_t>(got));
        pages_.fetch_add(times(text, "event: page"));
        changes_.fetch_add(times(text, "event: change"));
      }
    }
  }

  int epoll_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::thread thread_;
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> pages_{0}, changes_{0}, bytes_{0}, lost_{0};
};

/// Milliseconds of each command, from when it was due.
std::vector<double> open_loop(std::uint16_t port, const Session& who, double rate, double seconds) {
  constexpr unsigned kThreads = 16;
  const std::string body =
      R"({"district":"310115","category":"difficult","line":"population","present":true,)"
      R"("narrative":"三次都没有办成, 每次说的都不一样"})";
  const auto ask = request("POST /v1/case/commands/report", who, {}, body);
  const auto total = static_cast<std::uint64_t>(rate * seconds);
  const auto begun = Steady::now() + std::chrono::milliseconds{100};
  std::atomic<std::uint64_t> next{0};
  std::vector<std::vector<double>> parts(kThreads);
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      Client client{port};
      for (;;) {
        const auto i = next.fetch_add(1);
        if (i >= total) return;
        const auto due = begun + std::chrono::duration_cast<Steady::duration>(
                                     std::chrono::duration<double>(static_cast<double>(i) / rate));
        std::this_thread::sleep_until(due);
        if (client.ask(ask) != 201) die(client.reply.substr(0, 500));
        parts[t].push_back(since(due) * 1000);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<double> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::ranges::sort(all);
  return all;
}

double quantile(const std::vector<double>& sorted, double share) {
  const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  return sorted[at];
}

double resident_megabytes() {
  std::ifstream file{"/proc/self/statm"};
  double all = 0;
  double resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

void say(const char* what, const std::vector<double>& latencies) {
  std::printf("%-44s median %7.2f  p99 %7.2f  worst %8.2f ms\n", what, quantile(latencies, 0.5),
              quantile(latencies, 0.99), latencies.back());
}

double number_of(const char* text) {
  double value = 0;
  const auto* const end = text + std::strlen(text);
  if (std::from_chars(text, end, value).ptr != end || value <= 0) die("a number above 0 is wanted");
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::filesystem::path directory =
      argc > 1 ? argv[1] : std::filesystem::temp_directory_path() / "recourse-bench-http";
  const auto clients = static_cast<std::size_t>(argc > 2 ? number_of(argv[2]) : 1000);
  const double rate = argc > 3 ? number_of(argv[3]) : 200;
  const double seconds = argc > 4 ? number_of(argv[4]) : 15;
  std::filesystem::remove_all(directory);
  const auto office = Office::open({.directory = directory,
                                    .services = {.views = true, .timers = true, .reactions = true}})
                          .value();
  const auto authenticator =
      server::Authenticator::open(*office, {.file = {}, .demo = true}).value();
  server::Service service{*office, *authenticator, {.demo = true}};
  const auto listener = server::Listener::open({.workers = 32}, [&](const server::Request& r) {
                          return service.answer(r);
                        }).value();
  const auto port = listener->port();
  const auto officer = become(port, "window_officer:w7@S001");
  {
    const BareEcho echo;
    const auto health = std::string{"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"};
    for (int round = 0; round < 3; ++round) {
      const auto bare = requests_a_second(echo.port(), health, 8, 3);
      const auto ours = requests_a_second(port, health, 8, 3);
      std::printf("8 connections: bare Beast echo %8.0f/s, /health %8.0f/s, %.2f of it\n", bare,
                  ours, ours / bare);
    }
  }
  say("200 commands/s without anybody else", open_loop(port, officer, rate, seconds));
  const auto before = resident_megabytes();
  {
    Watchers watchers{port, officer, clients};
    for (int i = 0; i < 600 && watchers.pages() < clients; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    std::printf("%zu clients of a live list: %llu have their page, %.0f MB more\n", clients,
                static_cast<unsigned long long>(watchers.pages()), resident_megabytes() - before);
    say("commands at the same rate beside them", open_loop(port, officer, rate, seconds));
    std::this_thread::sleep_for(std::chrono::seconds{2});
    std::printf("%.1f changes came to each, %.1f MB in all; %llu were lost; %.0f MB resident\n",
                static_cast<double>(watchers.changes()) / static_cast<double>(clients),
                static_cast<double>(watchers.bytes()) / (1 << 20),
                static_cast<unsigned long long>(watchers.lost()), resident_megabytes());
  }
  listener->stop();
  service.stop();
  return 0;
}
