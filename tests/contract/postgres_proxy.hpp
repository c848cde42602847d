// What stands between a client and its PostgreSQL server: a TCP proxy that understands the frames
// of the protocol, and cuts or stops the connection at a chosen message.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace recourse::contract {

class PostgresProxy {
 public:
  enum class Way { to_server, to_client };

  explicit PostgresProxy(int server_port) : server_port_(server_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    auto at = loopback(0);
    socklen_t length = sizeof at;
    (void)::bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at);
    (void)::listen(listener_, 64);
    (void)::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &length);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread{[this] { accept_all(); }};
  }
  ~PostgresProxy() {
    ended_ = true;
    thread_.join();
    for (auto& link : links_) link.join();
    ::close(listener_);
  }
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;

  int port() const { return port_; }

  /// Lets so many more messages pass that way, over all connections; the connection of the next
  /// one is cut before it, once.
  void cut_after(Way way, int messages) { cut(way, messages, 0); }
  /// Cuts a connection after each so many messages that way, until it is called with 0.
  void cut_every(Way way, int messages) { cut(way, messages == 0 ? kNever : messages, messages); }
  int cuts() const { return cuts_; }
  /// Nothing passes to the client, and nothing is cut: silence.
  void hold_answers(bool hold) { holding_ = hold; }
  /// The same for the one connection that next sends a message with these bytes, from it on. With
  /// nothing: no longer.
  void silence_from(std::string bytes) {
    std::lock_guard lock{mutex_};
    silenced_ = false;
    silence_from_ = std::move(bytes);
  }
  bool has_silenced() const { return silenced_; }
  /// Waits so long before each chunk.
  void delay(std::chrono::milliseconds by) { delay_ms_ = static_cast<int>(by.count()); }

 private:
  static constexpr int kNever = -1;

  /// Finds where messages begin. The first of a client has no type byte.
  struct Frames {
    bool startup;
    std::string pending;
    bool silenced = false;
    /// The length of the first whole message; 0 if it has not come.
    std::size_t whole() const {
      const std::size_t type = startup ? 0 : 1;
      if (pending.size() < type + 4) return 0;
      std::uint32_t length = 0;
      std::memcpy(&length, pending.data() + type, 4);
      const std::size_t all = type + ntohl(length);
      return pending.size() < all ? 0 : all;
    }
  };

  void cut(Way way, int messages, int every) {
    std::lock_guard lock{mutex_};
    cut_way_ = way;
    left_ = messages;
    every_ = every;
  }

  static sockaddr_in loopback(int port) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    return at;
  }

  void accept_all() {
    while (!ended_) {
      pollfd p{listener_, POLLIN, 0};
      if (::poll(&p, 1, 20) <= 0) continue;
      const int client = ::accept(listener_, nullptr, nullptr);
      if (client >= 0) links_.emplace_back([this, client] { link(client); });
    }
  }

  void link(int client) {
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    // Messages are passed on one by one, and must not wait for each other.
    const int at_once = 1;
    (void)::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    (void)::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    auto at = loopback(server_port_);
    if (::connect(server, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) pump(client, server);
    ::close(client);
    ::close(server);
  }

  void pump(int client, int server) {
    Frames up{true, {}};
    Frames down{false, {}};
    const auto held = [&] { return holding_ || (up.silenced && silenced_); };
    while (!ended_) {
      pollfd p[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
      if (held()) p[1].fd = -1;
      if (::poll(p, 2, 20) < 0) return;
      if (p[0].revents != 0 && !pass(client, server, up, Way::to_server)) return;
      if (!held() && p[1].revents != 0 && !pass(server, client, down, Way::to_client)) return;
    }
  }

  bool pass(int from, int to, Frames& frames, Way way) {
    char buffer[65536];
    const auto n = ::recv(from, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    if (delay_ms_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds{delay_ms_});
    frames.pending.append(buffer, static_cast<std::size_t>(n));
    // SSL and GSS requests are answered by a single byte: the tests ask for neither.
    while (const auto whole = frames.whole()) {
      if (cuts_here(way)) return false;
      const auto message = frames.pending.substr(0, whole);
      if (way == Way::to_server && silences(message)) frames.silenced = true;
      if (!send_all(to, message)) return false;
      frames.pending.erase(0, whole);
      frames.startup = false;
    }
    return true;
  }

  bool cuts_here(Way way) {
    std::lock_guard lock{mutex_};
    if (left_ == kNever || cut_way_ != way) return false;
    if (left_ > 0) {
      --left_;
      return false;
    }
    ++cuts_;
    left_ = every_ > 0 ? every_ : kNever;
    return true;
  }

  bool silences(const std::string& message) {
    std::lock_guard lock{mutex_};
    if (silence_from_.empty() || message.find(silence_from_) == std::string::npos) return false;
    silence_from_.clear();
    silenced_ = true;
    return true;
  }

  static bool send_all(int to, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto n = ::send(to, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return false;
      sent += static_cast<std::size_t>(n);
    }
    return true;
  }

  const int server_port_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> ended_{false};
  std::atomic<bool> holding_{false};
  std::atomic<int> delay_ms_{0};
  std::atomic<bool> silenced_{false};
  std::atomic<int> cuts_{0};
  std::mutex mutex_;  // of what follows
  std::string silence_from_;
  Way cut_way_ = Way::to_server;
  int left_ = kNever;
  int every_ = 0;
  std::thread thread_;
  std::vector<std::thread> links_;
};

}  // namespace recourse::contract
