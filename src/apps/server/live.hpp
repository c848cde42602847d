// Live answers: server-sent events of lists that go on, and of the log's records.
//
//     LiveHub hub{office, [&](const Request& r) { return service.answer_once(r); }};
//     reply.stream = hub.list(request, first_reply);      // event: page, then event: change
//     reply.stream = hub.feed(cursor);                    // an event a record
//
// A list that many ask for in the same words, as the same actor, is asked once when the log has
// gained something, at most every `least_pause`, and what changed goes to all of them: the keys of
// its items in their order, and the items that are new or other. A feed reads the log at its own
// pace. A comment shows every `heartbeat` that the connection lives.
//
// Thread-safety: all members from any thread. Ownership: borrows the office; what `ask` refers to
// must outlive `stop`.
#pragma once

#include <recourse/office.hpp>

#include "apps/server/http.hpp"

namespace recourse::server {

struct LiveOptions {
  std::chrono::milliseconds least_pause{250};
  std::chrono::milliseconds heartbeat{15'000};
  unsigned threads = 2;
};

struct LiveStatus {
  std::uint64_t clients = 0;
  std::uint64_t lists = 0;    ///< Different ones that are asked for.
  std::uint64_t asked = 0;    ///< Times that one was asked.
  std::uint64_t changes = 0;  ///< Pieces that went to clients.
};

/// What comes to one client. `next` makes the next piece, or nothing if there is none now.
class LiveSource {
 public:
  virtual ~LiveSource() = default;
  /// Pieces since the last call, in order; empty: nothing new. An error ends the stream, said in an
  /// `event: problem`.
  virtual Result<std::string> next() = 0;
};

class LiveHub {
 public:
  /// `ask` answers a request as the actor that it was made by: a page of a list.
  using Ask = std::function<Reply()>;
  /// Whether a client's session or token still holds.
  using Holds = std::function<bool()>;

  explicit LiveHub(const Office& office, LiveOptions options = {});
  ~LiveHub();
  LiveHub(const LiveHub&) = delete;
  LiveHub& operator=(const LiveHub&) = delete;

  /// A list that goes on: those of one `key` are asked once for all. `first`: the answer that it
  /// begins with, as `ask` gave it.
  /// `holds` is asked with each heartbeat whether the client may go on. `by_clock`: it is asked
  /// once a heartbeat also while the log rests.
  std::shared_ptr<BodyStream> list(std::string key, Ask ask, const Reply& first, Holds holds,
                                   bool by_clock = false);
  /// A stream of one client alone.
  std::shared_ptr<BodyStream> source(std::unique_ptr<LiveSource> from, Holds holds);

  LiveStatus status() const;
  /// Ends all.
  void stop();

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

/// A piece of an event stream: name, data (no line of it is lost) and, if not empty, id.
std::string event_text(std::string_view name, std::string_view data, std::string_view id = {});

/// What changed from one answer to another, both with "position" and "items": keys in their order,
/// and the items that are new or other. Nothing: no item did. A list without "items" is one item.
std::optional<boost::json::object> change_of(const boost::json::object& before,
                                             const boost::json::object& after);
/// What an item of a list is known by: its "case", "number", "stream", "key" or "name"; where one
/// key stands twice, its "kind" or "duty" as well.
std::string key_of(const boost::json::value& item);

}  // namespace recourse::server
