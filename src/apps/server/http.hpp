// HTTP messages as the service's routes see them: plain values, without sockets, so that a route is
// tried by calling it.
//
//     Request request{.method = Method::get, .target = "/v1/cases?station=S001"};
//     Reply reply = service.answer(request);       // reply.status, reply.body
//
// Thread-safety: values.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::server {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };
std::string_view name_of(Method method);

/// ASCII letters compare without case, as names of headers, schemes and media types do.
bool equal_without_case(std::string_view a, std::string_view b);
bool begins_without_case(std::string_view text, std::string_view with);

/// Names of headers compare without case.
struct HeaderLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using Headers = std::multimap<std::string, std::string, HeaderLess>;

struct Request {
  Method method = Method::get;
  std::string target = {};  ///< As it was sent: path and query, percent-encoded. In absolute form
                            ///< it has been split: the authority stands as Host.
  Headers headers = {};
  std::string body = {};
  std::string peer = {};  ///< Address of who sent it, without port; empty: nobody did.
  bool secure = false;    ///< It came over TLS.

  /// The header's value; empty: there is none, or more than one.
  std::string_view header(std::string_view name) const;
  /// The value of a cookie of that name; empty: there is none.
  std::string_view cookie(std::string_view name) const;
};

/// A target, read: its path in segments and its query.
struct Target {
  std::string path = {};                   ///< Decoded, "/v1/case/S001-1".
  std::vector<std::string> segments = {};  ///< Decoded one by one: {"v1", "case", "S001-1"}.
  std::vector<std::pair<std::string, std::string>> query = {};  ///< Decoded, in their order.

  /// The first value of that name; null: it is not there.
  const std::string* find(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
};
/// Errors: malformed: it does not begin with '/', has a segment "." or "..", an empty one in the
/// middle, a control character, a percent sign without two digits, or what is no UTF-8.
Result<Target> parse_target(std::string_view target);

/// Makes a target in absolute form ("http://h:80/v1/x", as proxies send it) one of path and query,
/// and answers its authority ("h:80"), which a Host header gives way to (RFC 9112, 3.2.2). Nothing:
/// it has another form, and stays.
std::optional<std::string> take_authority(std::string& target);

/// Whether an If-None-Match names the tag: one of its list, weak or not, or "*" (RFC 9110, 13.1.2).
bool names_tag(std::string_view if_none_match, std::string_view tag);

/// Whether the answer may go on: Accept names text/event-stream.
bool wants_stream(const Request& request);

/// What goes on after the headers: pieces, for as long as somebody takes them (server-sent events).
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  /// Called once, when the headers are out. `send` hands over a piece, from any thread, and answers
  /// false once nobody takes it any more or too much is waiting. A null piece ends it, once what
  /// came before is written. `send` may be kept.
  using Send = std::function<bool(std::shared_ptr<const std::string> piece)>;
  virtual void begin(Send send) = 0;
  /// Nobody takes any more; called once, also when `begin` never was. No `send` after it.
  virtual void end() = 0;
};

struct Reply {
  int status = 200;
  std::string type = {};  ///< Content-Type; empty: there is no body.
  std::string body = {};
  /// A body that the process holds anyway; it goes before `body`.
  std::string_view still = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::shared_ptr<BodyStream> stream = {};  ///< Instead of a body.

  /// The first header of that name; empty: there is none.
  std::string_view header(std::string_view name) const;
};

/// `200 OK` and the like with a JSON body.
Reply json_reply(const boost::json::value& json, int status = 200);
Reply text_reply(std::string text, std::string type = "text/plain; charset=utf-8",
                 int status = 200);

/// Texts of a URL: every byte but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace recourse::server
