// Listener: HTTP/1.1 on a TCP port, in clear or over TLS. Requests that are whole and within the
// bounds go to a handler on a worker's thread; its reply goes back.
//
//     auto listener = Listener::open({.port = 8080}, [&](Request r) { return service.answer(r); });
//     …
//     listener->stop();          // takes no more, finishes what it has taken
//
// Bounds hold before anything is kept: connections, the size of target, headers and body, the time
// until headers and body are there, requests that wait for a worker. What exceeds them is answered
// with 400, 413, 414, 431, 503 or 505 and a problem (problem.hpp), and the connection ends; who is
// too slow is cut off.
//
// Thread-safety: all members from any thread; the handler is called from many at once. Ownership:
// what the handler refers to must outlive `stop`.
#pragma once

#include <chrono>
#include <filesystem>

#include "apps/server/http.hpp"

namespace recourse::server {

struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: one that is free.
  /// PEM files of a chain and its key; both or neither.
  std::filesystem::path tls_certificate = {};
  std::filesystem::path tls_key = {};
  std::size_t connections = 4096;
  std::size_t target_bytes = std::size_t{8} << 10;
  std::size_t header_bytes = std::size_t{16} << 10;
  std::size_t body_bytes = std::size_t{4} << 20;
  std::chrono::milliseconds header_time{10'000};
  std::chrono::milliseconds body_time{30'000};
  std::chrono::milliseconds write_time{30'000};
  std::chrono::milliseconds idle_time{60'000};  ///< Between two requests.
  std::size_t waiting = 1024;                   ///< Requests that no worker has taken.
  unsigned workers = 16;
  unsigned io_threads = 1;
  /// Bytes that a BodyStream may have under way to somebody who does not take them.
  std::size_t stream_bytes = std::size_t{4} << 20;
  /// How long `stop` waits for what was taken.
  std::chrono::milliseconds grace{10'000};
};

struct ListenerStatus {
  std::uint64_t connections = 0;      ///< Open now.
  std::uint64_t streams = 0;          ///< Of these, those that a BodyStream goes to.
  std::uint64_t requests = 0;         ///< That came to the handler.
  std::uint64_t turned_away = 0;      ///< That bounds kept from it.
  std::uint64_t dropped_streams = 0;  ///< That took too little.
};

class Listener {
 public:
  using Handler = std::function<Reply(const Request& request)>;

  /// Listens. Errors: invalid_argument (address, certificate or key), io_error (the port is taken).
  static Result<std::unique_ptr<Listener>> open(ListenerOptions options, Handler handler);
  /// As `stop`.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const noexcept;
  ListenerStatus status() const noexcept;
  /// Takes no more connections or requests, ends what streams, waits for what is under way, and
  /// ends the rest. May be called again.
  void stop();

 private:
  struct Impl;
  explicit Listener(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace recourse::server
