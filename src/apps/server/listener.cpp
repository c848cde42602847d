#include "apps/server/listener.hpp"

#include <netinet/tcp.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <recourse/base/deadline.hpp>
#include <set>
#include <thread>

#include "apps/server/problem.hpp"

namespace recourse::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

std::string_view reason_of(int status) {
  const auto text = http::obsolete_reason(static_cast<http::status>(status));
  return {text.data(), text.size()};
}

/// No line of a reply's head comes from what somebody else wrote.
bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos;
}

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::patch:
      return Method::patch;
    case http::verb::delete_:
      return Method::del;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

/// Status line and headers, with the empty line behind them.
std::string head_of(const Reply& reply, bool keep) {
  const bool bodiless = reply.status == 204 || reply.status == 304;
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " ";
  head.append(reason_of(reply.status)).append("\r\n");
  const auto add = [&](std::string_view name, std::string_view value) {
    if (is_one_line(name) && is_one_line(value)) {
      head.append(name).append(": ").append(value).append("\r\n");
    }
  };
  if (!reply.type.empty()) add("Content-Type", reply.type);
  if (reply.stream == nullptr && !bodiless) {
    add("Content-Length", std::to_string(reply.still.size() + reply.body.size()));
  }
  for (const auto& [name, value] : reply.headers) add(name, value);
  add("Connection", keep ? "keep-alive" : "close");
  return head.append("\r\n");
}

/// What one request may cost a listener, and what is counted.
struct Shared {
  ListenerOptions options;
  Listener::Handler handler;
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> open{0};
  std::atomic<std::uint64_t> streams{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> turned_away{0};
  std::atomic<std::uint64_t> dropped{0};
  std::atomic<std::size_t> waiting{0};
  std::mutex mutex;
  std::condition_variable closed;
  std::optional<asio::thread_pool> workers;
};

/// What `stop` does to a connection, whatever it runs over.
class AnyConnection {
 public:
  virtual ~AnyConnection() = default;
  /// Ends it unless a request is under way.
  virtual void wind_up() = 0;
  virtual void abort() = 0;
};

struct Registry {
  std::mutex mutex;
  std::set<AnyConnection*> all;
};

/// One connection: reads a request, has it answered, writes the reply, and again.
template <class Stream>
class Connection final : public AnyConnection,
                         public std::enable_shared_from_this<Connection<Stream>> {
 public:
  static constexpr bool kSecure = !std::is_same_v<Stream, beast::tcp_stream>;

  Connection(Stream stream, std::shared_ptr<Shared> shared, std::shared_ptr<Registry> registry,
             std::string peer)
      : stream_(std::move(stream)),
        shared_(std::move(shared)),
        registry_(std::move(registry)),
        peer_(std::move(peer)) {
    const std::lock_guard lock{registry_->mutex};
    registry_->all.insert(this);
    shared_->open.fetch_add(1);
  }
  ~Connection() override {
    {
      const std::lock_guard lock{registry_->mutex};
      registry_->all.erase(this);
    }
    end_stream();
    {
      const std::lock_guard lock{shared_->mutex};
      shared_->open.fetch_sub(1);
    }
    shared_->closed.notify_all();
  }

  void run() {
    asio::dispatch(stream_.get_executor(), [self = this->shared_from_this()] { self->begin(); });
  }
  void wind_up() override {
    // Called under the registry's lock: the object is there, but its end may be under way, and must
    // not come here, where its destructor would wait for the lock.
    auto self = this->weak_from_this().lock();
    if (self == nullptr) return;
    asio::post(stream_.get_executor(), [self = std::move(self)] {
      if (!self->busy_ || self->body_stream_ != nullptr) self->close();
    });
  }
  void abort() override {
    auto self = this->weak_from_this().lock();
    if (self == nullptr) return;
    asio::post(stream_.get_executor(), [self = std::move(self)] { self->close(); });
  }
  /// Answers with 503 and ends.
  void turn_away() {
    asio::dispatch(stream_.get_executor(), [self = this->shared_from_this()] {
      self->refuse(503, "too_many_connections", "too many connections");
    });
  }

 private:
  using Parser = http::request_parser<http::string_body>;

  auto& lowest() { return beast::get_lowest_layer(stream_); }

  void begin() {
    if constexpr (kSecure) {
      lowest().expires_after(shared_->options.header_time);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](error_code failed) {
                                if (!failed) self->read_head();
                              });
    } else {
      read_head();
    }
  }

  void read_head() {
    busy_ = false;
    if (shared_->stopping.load()) return close();
    const auto& o = shared_->options;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(o.header_bytes + o.target_bytes));
    parser_->body_limit(o.body_bytes);
    // Between requests a connection may rest; once a request has begun, its headers must come.
    if (requests_ == 0 || buffer_.size() > 0) {
      lowest().expires_after(o.header_time);
      return take_head();
    }
    lowest().expires_after(o.idle_time);
    stream_.async_read_some(buffer_.prepare(4096), [self = this->shared_from_this()](
                                                       error_code failed, std::size_t bytes) {
      if (failed) return self->close();
      self->buffer_.commit(bytes);
      self->lowest().expires_after(self->shared_->options.header_time);
      self->take_head();
    });
  }

  void take_head() {
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](error_code failed, std::size_t) {
                              self->on_head(failed);
                            });
  }

  void on_head(error_code failed) {
    if (failed == http::error::end_of_stream) return close();
    if (failed) return refuse_unread(failed);
    busy_ = true;
    const auto& message = parser_->get();
    keep_ = message.keep_alive();
    if (!read_request()) return;
    const auto length = parser_->content_length();
    if (length && *length > shared_->options.body_bytes) {
      return refuse(413, "too_large", "the body is too large");
    }
    lowest().expires_after(shared_->options.body_time);
    if (beast::iequals(message[http::field::expect], "100-continue")) return go_on();
    read_body();
  }

  /// Takes over what the headers say; false: it was refused.
  bool read_request() {
    const auto& message = parser_->get();
    request_ = {};
    request_.method = method_of(message.method());
    request_.target = std::string{message.target()};
    request_.peer = peer_;
    request_.secure = kSecure;
    std::size_t bytes = 0;
    for (const auto& field : message) {
      request_.headers.emplace(std::string{field.name_string()}, std::string{field.value()});
      bytes += field.name_string().size() + field.value().size() + 4;
    }
    auto& headers = request_.headers;
    if (message.version() != 11 && message.version() != 10) {
      refuse(505, "version", "HTTP/1.1 is spoken here");
    } else if (request_.target.size() > shared_->options.target_bytes) {
      refuse(414, "target_too_long", "the target is too long");
    } else if (bytes > shared_->options.header_bytes) {
      refuse(431, "headers_too_large", "the headers are too large");
    } else if (headers.count("Transfer-Encoding") > 0 &&
               !equal_without_case(request_.header("Transfer-Encoding"), "chunked")) {
      refuse(501, "transfer_encoding", "bodies come as they are, or chunked");
    } else if (headers.count("Transfer-Encoding") > 0 && headers.count("Content-Length") > 0) {
      refuse(400, "two_lengths", "Transfer-Encoding and Content-Length exclude each other");
    } else if (message.version() == 11 && headers.count("Host") != 1) {
      refuse(400, "host", "one header Host is wanted");
    } else {
      if (auto authority = take_authority(request_.target)) {
        headers.erase("Host");
        headers.emplace("Host", *std::move(authority));
      }
      return true;
    }
    return false;
  }

  void go_on() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(kContinue),
                      [self = this->shared_from_this()](error_code failed, std::size_t) {
                        if (failed) return self->close();
                        self->read_body();
                      });
  }

  void read_body() {
    http::async_read(stream_, buffer_, *parser_,
                     [self = this->shared_from_this()](error_code failed, std::size_t) {
                       if (failed) return self->refuse_unread(failed);
                       self->request_.body = std::move(self->parser_->get().body());
                       self->hand_over();
                     });
  }

  /// A worker answers; nothing is read meanwhile.
  void hand_over() {
    auto& shared = *shared_;
    if (shared.waiting.fetch_add(1) >= shared.options.waiting + shared.options.workers) {
      shared.waiting.fetch_sub(1);
      return refuse(503, "busy", "too many requests are waiting");
    }
    shared.requests.fetch_add(1);
    ++requests_;
    lowest().expires_never();
    asio::post(*shared.workers, [self = this->shared_from_this()] {
      auto reply = std::make_shared<Reply>(self->answered());
      self->shared_->waiting.fetch_sub(1);
      asio::post(self->stream_.get_executor(), [self, reply] { self->write(std::move(*reply)); });
    });
  }

  /// A handler that throws has failed; the service goes on.
  Reply answered() const {
    try {
      return shared_->handler(request_);
    } catch (const std::exception&) {
      return problem(500, "failed", "the service failed");
    }
  }

  /// What could not be read: says why, where there is somebody to say it to.
  void refuse_unread(error_code failed) {
    keep_ = false;
    // The stream's timer has closed the socket: nobody can be told.
    if (failed == beast::error::timeout) return close();
    if (failed == http::error::bad_version)
      return refuse(505, "version", "HTTP/1.1 is spoken here");
    if (failed == http::error::body_limit) {
      return refuse(413, "too_large", "the body is too large");
    }
    if (failed == http::error::header_limit) {
      return refuse(431, "headers_too_large", "the headers are too large");
    }
    if (failed.category() == http::make_error_code(http::error::bad_target).category() &&
        failed != http::error::partial_message) {
      return refuse(400, "malformed", "no HTTP request could be read");
    }
    close();
  }

  void refuse(int status, std::string_view name, std::string_view title) {
    shared_->turned_away.fetch_add(1);
    keep_ = false;
    auto reply = problem(status, name, title);
    if (status == 503) reply.headers.emplace_back("Retry-After", "1");
    write(std::move(reply));
  }

  void write(Reply reply) {
    busy_ = true;
    keep_ = keep_ && !shared_->stopping.load() && reply.stream == nullptr;
    reply_ = std::move(reply);
    head_ = head_of(reply_, keep_);
    std::array<asio::const_buffer, 3> buffers{asio::buffer(head_)};
    const bool bodiless = request_.method == Method::head || reply_.status == 204 ||
                          reply_.status == 304 || reply_.stream != nullptr;
    if (!bodiless) {
      buffers[1] = asio::buffer(reply_.still);
      buffers[2] = asio::buffer(reply_.body);
    }
    lowest().expires_after(shared_->options.write_time);
    asio::async_write(stream_, buffers,
                      [self = this->shared_from_this()](error_code failed, std::size_t) {
                        self->on_written(failed);
                      });
  }

  void on_written(error_code failed) {
    if (failed) return close();
    if (reply_.stream != nullptr && request_.method != Method::head) return begin_stream();
    reply_ = {};
    if (keep_) return read_head();
    shut_down();
  }

  /// Says goodbye, so that the last reply is not lost with the connection.
  void shut_down() {
    end_stream();
    if constexpr (kSecure) {
      lowest().expires_after(shared_->options.write_time);
      stream_.async_shutdown([self = this->shared_from_this()](error_code) { self->close(); });
    } else {
      error_code ignored;
      lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
      drain();
    }
  }

  /// Takes what is still coming for a while: an answer behind which unread bytes lie is thrown away
  /// by the other side's system.
  void drain() {
    buffer_.clear();
    lowest().expires_after(std::chrono::seconds{2});
    stream_.async_read_some(buffer_.prepare(4096), [self = this->shared_from_this()](
                                                       error_code failed, std::size_t bytes) {
      self->drained_ += bytes;
      if (failed || self->drained_ > (std::size_t{1} << 20)) return self->close();
      self->drain();
    });
  }

  void close() {
    end_stream();
    error_code ignored;
    lowest().socket().close(ignored);
    lowest().close();
  }

  // --- streams -----------------------------------------------------------------------------------

  void begin_stream() {
    lowest().expires_never();
    // Whoever takes nothing for a minute is gone.
    constexpr unsigned kMilliseconds = 60'000;
    (void)::setsockopt(lowest().socket().native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT,
                       &kMilliseconds, sizeof kMilliseconds);
    body_stream_ = std::move(reply_.stream);
    shared_->streams.fetch_add(1);
    watch_for_end();
    body_stream_->begin([weak = this->weak_from_this()](std::shared_ptr<const std::string> piece) {
      const auto self = weak.lock();
      return self != nullptr && self->send(std::move(piece));
    });
  }

  /// From any thread.
  bool send(std::shared_ptr<const std::string> piece) {
    if (ended_.load()) return false;
    if (piece == nullptr) {
      asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
        self->finishing_ = true;
        if (self->pieces_.empty()) self->shut_down();
      });
      return false;
    }
    const auto size = piece->size();
    if (queued_.fetch_add(size) + size > shared_->options.stream_bytes) {
      if (!ended_.exchange(true)) shared_->dropped.fetch_add(1);
      abort();
      return false;
    }
    asio::post(stream_.get_executor(),
               [self = this->shared_from_this(), piece = std::move(piece)]() mutable {
                 self->pieces_.push_back(std::move(piece));
                 if (self->pieces_.size() == 1) self->write_piece();
               });
    return true;
  }

  void write_piece() {
    asio::async_write(stream_, asio::buffer(*pieces_.front()),
                      [self = this->shared_from_this()](error_code failed, std::size_t) {
                        if (failed) return self->close();
                        self->queued_.fetch_sub(self->pieces_.front()->size());
                        self->pieces_.pop_front();
                        if (!self->pieces_.empty()) return self->write_piece();
                        if (self->finishing_) self->shut_down();
                      });
  }

  /// Nothing is expected from there but its end.
  void watch_for_end() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(512),
                            [self = this->shared_from_this()](error_code failed, std::size_t) {
                              if (failed || self->ended_.load()) return self->close();
                              self->watch_for_end();
                            });
  }

  void end_stream() {
    if (body_stream_ == nullptr) return;
    ended_.store(true);
    const auto stream = std::move(body_stream_);
    body_stream_ = nullptr;
    stream->end();
    shared_->streams.fetch_sub(1);
  }

  Stream stream_;
  std::shared_ptr<Shared> shared_;
  std::shared_ptr<Registry> registry_;
  std::string peer_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  Reply reply_;
  std::string head_;
  std::uint64_t requests_ = 0;
  std::size_t drained_ = 0;
  bool keep_ = true;
  bool busy_ = false;  ///< A request has begun, and its reply is not written.
  std::shared_ptr<BodyStream> body_stream_;
  std::deque<std::shared_ptr<const std::string>> pieces_;
  std::atomic<std::size_t> queued_{0};
  std::atomic<bool> ended_{false};
  bool finishing_ = false;  ///< The stream is to end behind what is under way.
};

Result<std::optional<asio::ssl::context>> tls_of(const ListenerOptions& o) {
  std::optional<asio::ssl::context> tls;
  if (o.tls_certificate.empty() != o.tls_key.empty()) {
    return Error{Errc::invalid_argument, "TLS needs a certificate and its key"};
  }
  if (o.tls_certificate.empty()) return tls;
  tls.emplace(asio::ssl::context::tls_server);
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                   asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                   asio::ssl::context::no_tlsv1_1);
  error_code failed;
  tls->use_certificate_chain_file(o.tls_certificate.string(), failed);
  if (failed) {
    return Error{Errc::invalid_argument, o.tls_certificate.string() + ": " + failed.message()};
  }
  tls->use_private_key_file(o.tls_key.string(), asio::ssl::context::pem, failed);
  if (failed) return Error{Errc::invalid_argument, o.tls_key.string() + ": " + failed.message()};
  return tls;
}

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
  std::shared_ptr<Registry> registry = std::make_shared<Registry>();
  std::optional<asio::ssl::context> tls;
  asio::io_context io;
  std::optional<tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> pause;  ///< Of `acceptor`, on its strand.
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
  std::vector<std::thread> threads;
  std::uint16_t port = 0;
  std::once_flag stopped;

  Result<void> listen() {
    error_code failed;
    const auto address = asio::ip::make_address(shared->options.address, failed);
    if (failed) {
      return Error{Errc::invalid_argument,
                   "'" + shared->options.address + "' is no address: 127.0.0.1, ::1, 0.0.0.0"};
    }
    const tcp::endpoint endpoint{address, shared->options.port};
    acceptor.emplace(asio::make_strand(io));
    pause.emplace(acceptor->get_executor());
    const auto check = [&](const char* what) -> Result<void> {
      if (!failed) return {};
      return Error{Errc::io_error, shared->options.address + ":" +
                                       std::to_string(shared->options.port) + ": " + what + ": " +
                                       failed.message()};
    };
    acceptor->open(endpoint.protocol(), failed);
    RECOURSE_TRY(check("cannot be opened"));
    acceptor->set_option(asio::socket_base::reuse_address(true), failed);
    RECOURSE_TRY(check("cannot be set up"));
    acceptor->bind(endpoint, failed);
    RECOURSE_TRY(check("cannot be listened to"));
    acceptor->listen(1024, failed);
    RECOURSE_TRY(check("cannot be listened to"));
    port = acceptor->local_endpoint(failed).port();
    return check("cannot be listened to");
  }

  void accept() {
    acceptor->async_accept(asio::make_strand(io), [this](error_code failed, tcp::socket socket) {
      if (shared->stopping.load()) return;
      if (failed) return accept_later();
      take(std::move(socket));
      accept();
    });
  }

  /// Too many open files, say: others end meanwhile.
  void accept_later() {
    constexpr std::chrono::milliseconds kPause{10};
    pause->expires_after(kPause);
    pause->async_wait([this](error_code) {
      if (!shared->stopping.load()) accept();
    });
  }

  void take(tcp::socket socket) {
    error_code failed;
    const auto remote = socket.remote_endpoint(failed);
    if (failed) return;
    socket.set_option(tcp::no_delay(true), failed);
    auto peer = remote.address();
    if (peer.is_v6() && peer.to_v6().is_v4_mapped()) {
      peer = asio::ip::make_address_v4(asio::ip::v4_mapped, peer.to_v6());
    }
    const bool full = shared->open.load() >= shared->options.connections;
    if (tls && !full) {
      std::make_shared<Connection<beast::ssl_stream<beast::tcp_stream>>>(
          beast::ssl_stream<beast::tcp_stream>{beast::tcp_stream{std::move(socket)}, *tls}, shared,
          registry, peer.to_string())
          ->run();
    } else if (!tls) {
      const auto made = std::make_shared<Connection<beast::tcp_stream>>(
          beast::tcp_stream{std::move(socket)}, shared, registry, peer.to_string());
      if (full) return made->turn_away();
      made->run();
    }
  }

  void each(void (AnyConnection::*what)()) {
    const std::lock_guard lock{registry->mutex};
    for (auto* one : registry->all) (one->*what)();
  }

  bool all_closed_within(std::chrono::milliseconds time) {
    std::unique_lock lock{shared->mutex};
    return shared->closed.wait_until(lock, base::deadline_after(time),
                                     [&] { return shared->open.load() == 0; });
  }

  void stop() {
    shared->stopping.store(true);
    asio::post(acceptor->get_executor(), [self = shared_from_this()] {
      error_code ignored;
      self->acceptor->close(ignored);
      self->pause->cancel();
    });
    each(&AnyConnection::wind_up);
    if (!all_closed_within(shared->options.grace)) {
      each(&AnyConnection::abort);
      all_closed_within(shared->options.grace);
    }
    shared->workers->join();
    work.reset();
    io.stop();
    for (auto& thread : threads) thread.join();
  }
};

Listener::Listener(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Listener>> Listener::open(ListenerOptions options, Handler handler) {
  auto impl = std::make_shared<Impl>();
  impl->shared->options = std::move(options);
  impl->shared->handler = std::move(handler);
  const auto& o = impl->shared->options;
  RECOURSE_TRY_ASSIGN(impl->tls, tls_of(o));
  RECOURSE_TRY(impl->listen());
  impl->shared->workers.emplace(std::max(1U, o.workers));
  impl->work.emplace(impl->io.get_executor());
  impl->accept();
  for (unsigned i = 0; i < std::max(1U, o.io_threads); ++i) {
    impl->threads.emplace_back([raw = impl.get()] { raw->io.run(); });
  }
  return std::unique_ptr<Listener>{new Listener{std::move(impl)}};
}

Listener::~Listener() { stop(); }

std::uint16_t Listener::port() const noexcept { return impl_->port; }

ListenerStatus Listener::status() const noexcept {
  const auto& s = *impl_->shared;
  return {s.open.load(), s.streams.load(), s.requests.load(), s.turned_away.load(),
          s.dropped.load()};
}

void Listener::stop() {
  std::call_once(impl_->stopped, [&] { impl_->stop(); });
}

}  // namespace recourse::server
