#include "apps/server/live.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using std::chrono::steady_clock;

const object kNoObject;

/// An answer's items; of one without, itself as the only one.
array items_of(const object& answer) {
  if (const auto* items = answer.if_contains("items"); items != nullptr && items->is_array()) {
    return items->get_array();
  }
  if (const auto* item = answer.if_contains("item")) return {*item};
  return {};
}

object read_answer(const Reply& reply) {
  boost::system::error_code failed;
  auto json = boost::json::parse(reply.body, failed);
  return !failed && json.is_object() ? std::move(json.as_object()) : kNoObject;
}

/// The members of an answer that are no items: position, next and the like.
object frame_of(const object& answer) {
  object frame;
  for (const auto& member : answer) {
    if (member.key() != "items" && member.key() != "item") frame[member.key()] = member.value();
  }
  return frame;
}

}  // namespace

std::string event_text(std::string_view name, std::string_view data, std::string_view id) {
  std::string text = "event: ";
  text.append(name).append("\n");
  for (;;) {
    const auto end = data.find('\n');
    text.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == std::string_view::npos) break;
    data.remove_prefix(end + 1);
  }
  // Last: some clients hold an id for taken as soon as they have read it, before the event is
  // whole.
  if (!id.empty()) text.append("id: ").append(id).append("\n");
  return text.append("\n");
}

std::string key_of(const boost::json::value& item) {
  if (!item.is_object()) return boost::json::serialize(item);
  const auto& members = item.get_object();
  std::string key;
  for (const auto* name : {"case", "number", "stream", "key", "name"}) {
    const auto* found = members.if_contains(name);
    if (found == nullptr || !found->is_string()) continue;
    key = std::string{found->get_string()};
    break;
  }
  for (const auto* name : {"kind", "duty"}) {
    const auto* found = members.if_contains(name);
    if (found != nullptr && found->is_string()) {
      key += "#" + std::string{found->get_string()};
    }
  }
  return key.empty() ? boost::json::serialize(item) : key;
}

std::optional<object> change_of(const object& before, const object& after) {
  std::map<std::string, boost::json::value> known;
  array old_order;
  for (const auto& item : items_of(before)) {
    auto key = key_of(item);
    old_order.push_back(string{key});
    known[std::move(key)] = item;
  }
  array order;
  array changed;
  for (const auto& item : items_of(after)) {
    auto key = key_of(item);
    order.push_back(string{key});
    const auto found = known.find(key);
    if (found == known.end() || found->second != item) changed.push_back(item);
  }
  if (changed.empty() && order == old_order) return std::nullopt;
  auto change = frame_of(after);
  change["order"] = std::move(order);
  change["changed"] = std::move(changed);
  return change;
}

// --- the hub -------------------------------------------------------------------------------------

namespace {

using Piece = std::shared_ptr<const std::string>;

Piece piece_of(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

/// One connection.
struct Client {
  std::mutex mutex;
  BodyStream::Send send;  ///< Empty: it has not begun, or has ended.
  bool ended = false;
  std::vector<Piece> waiting;  ///< Until it begins.
  LiveHub::Holds holds;

  /// False: nobody takes it any more.
  bool give(const Piece& piece) {
    const std::lock_guard lock{mutex};
    if (ended) return false;
    if (!send) return waiting.push_back(piece), true;
    if (send(piece)) return true;
    ended = true;
    return false;
  }
  bool gone() {
    const std::lock_guard lock{mutex};
    return ended;
  }
  /// Ends it behind what it was given.
  void finish() {
    const std::lock_guard lock{mutex};
    if (send) send(nullptr);
    ended = true;
  }
};
using ClientPtr = std::shared_ptr<Client>;

/// A list that somebody asks for, or one client's own source: asked by one thread at a time.
struct Subject {
  std::string key;
  LiveHub::Ask ask;  ///< Empty: it is a source.
  std::unique_ptr<LiveSource> source;
  object last;
  std::vector<ClientPtr> clients;
  std::uint64_t asked_at = 0;  ///< Of the log: what was there when it was asked last.
  steady_clock::time_point next_ask{};
  bool by_clock = false;                ///< What it answers changes with time alone.
  steady_clock::time_point ask_anew{};  ///< Of such a one: also while the log rests.
  bool under_way = false;
};
using SubjectPtr = std::shared_ptr<Subject>;

}  // namespace

struct LiveHub::Impl : std::enable_shared_from_this<LiveHub::Impl> {
  Impl(const Office& of, LiveOptions with) : office(&of), options(with) {}

  const Office* office;
  LiveOptions options;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::vector<SubjectPtr> subjects;
  std::uint64_t head = 0;
  bool stopping = false;
  std::vector<std::thread> threads;
  std::optional<core::NotifyHandle> notified;
  steady_clock::time_point next_beat{};
  std::atomic<std::uint64_t> asked{0};
  std::atomic<std::uint64_t> changes{0};

  void start() {
    if (const auto now = office->store().head()) head = now->value;
    next_beat = steady_clock::now() + options.heartbeat;
    notified.emplace(office->store().notify([this](Position at) {
      {
        const std::lock_guard lock{mutex};
        head = std::max(head, at.value);
      }
      changed.notify_one();
    }));
    for (unsigned i = 0; i < std::max(1U, options.threads); ++i) {
      threads.emplace_back([this] { run(); });
    }
  }

  void stop() {
    notified.reset();
    std::vector<SubjectPtr> ended;
    {
      const std::lock_guard lock{mutex};
      if (stopping) return;
      stopping = true;
      ended.swap(subjects);
    }
    changed.notify_all();
    for (auto& thread : threads) thread.join();
    for (const auto& one : ended) {
      for (const auto& client : one->clients) client->finish();
    }
  }

  /// The next subject that is to be asked; null: none now. Requires: the lock.
  SubjectPtr take(steady_clock::time_point now, steady_clock::time_point& wake) {
    // Who waits longest comes first: many lists have their turns.
    SubjectPtr next;
    for (const auto& one : subjects) {
      const bool aged = one->by_clock && one->ask_anew <= now;
      if (one->under_way || (one->asked_at >= head && !aged)) {
        if (one->by_clock && !one->under_way) wake = std::min(wake, one->ask_anew);
        continue;
      }
      if (next == nullptr || one->next_ask < next->next_ask) next = one;
    }
    if (next == nullptr) return nullptr;
    if (next->next_ask > now) {
      wake = std::min(wake, next->next_ask);
      return nullptr;
    }
    next->under_way = true;
    next->asked_at = head;
    next->next_ask = now + options.least_pause;
    next->ask_anew = now + options.heartbeat;
    return next;
  }

  void run() {
    std::unique_lock lock{mutex};
    while (!stopping) {
      const auto now = steady_clock::now();
      if (now >= next_beat) {
        next_beat = now + options.heartbeat;
        beat(lock);
        continue;
      }
      auto wake = next_beat;
      const auto subject = take(now, wake);
      if (subject == nullptr) {
        changed.wait_until(lock, wake);
        continue;
      }
      lock.unlock();
      try {
        look(*subject);
      } catch (const std::exception&) {
        // As a route that throws: its clients are told, and ask again.
        finish(*subject, piece_of(event_text("problem", R"({"detail":"the service failed"})")));
      }
      lock.lock();
      subject->under_way = false;
      sweep();
    }
  }

  /// Drops what nobody takes any more. Requires: the lock.
  void sweep() {
    for (const auto& one : subjects) {
      if (one->under_way) continue;
      std::erase_if(one->clients, [](const ClientPtr& client) { return client->gone(); });
    }
    std::erase_if(subjects,
                  [](const SubjectPtr& one) { return !one->under_way && one->clients.empty(); });
  }

  /// Shows each client that it lives, and ends those that may not go on. `lock` is held again
  /// afterwards.
  void beat(std::unique_lock<std::mutex>& lock) {
    std::vector<ClientPtr> clients;
    for (const auto& one : subjects) {
      clients.insert(clients.end(), one->clients.begin(), one->clients.end());
    }
    lock.unlock();
    const auto comment = piece_of(": alive\n\n");
    for (const auto& client : clients) {
      if (client->holds && !client->holds()) {
        client->give(piece_of(event_text("end", R"({"detail":"the session has ended"})")));
        client->finish();
      } else {
        client->give(comment);
      }
    }
    lock.lock();
    sweep();
  }

  void tell(Subject& subject, const Piece& piece) {
    std::vector<ClientPtr> clients;
    {
      const std::lock_guard lock{mutex};
      clients = subject.clients;
    }
    for (const auto& client : clients) {
      if (client->give(piece)) changes.fetch_add(1);
    }
  }

  /// The last piece, and the end.
  void finish(Subject& subject, const Piece& piece) {
    std::vector<ClientPtr> clients;
    {
      const std::lock_guard lock{mutex};
      clients = subject.clients;
    }
    for (const auto& client : clients) {
      client->give(piece);
      client->finish();
    }
  }

  /// Asks it, and tells its clients what is new.
  void look(Subject& subject) {
    asked.fetch_add(1);
    if (subject.source != nullptr) return look_at_source(subject);
    const auto reply = subject.ask();
    if (reply.status != 200) {
      finish(subject, piece_of(event_text("problem", reply.body)));
      return;
    }
    auto answer = read_answer(reply);
    const auto change = change_of(subject.last, answer);
    {
      // Who comes meanwhile begins with what is new.
      const std::lock_guard lock{mutex};
      subject.last = std::move(answer);
    }
    if (change) tell(subject, piece_of(event_text("change", boost::json::serialize(*change))));
  }

  void look_at_source(Subject& subject) {
    for (;;) {
      auto pieces = subject.source->next();
      if (!pieces) {
        const object problem{{"detail", string{pieces.error().message()}}};
        finish(subject, piece_of(event_text("problem", boost::json::serialize(problem))));
        return;
      }
      if (pieces->empty() || subject.clients.empty() || subject.clients.front()->gone()) return;
      tell(subject, piece_of(std::move(*pieces)));
    }
  }

  ClientPtr add_to_list(const std::string& key, Ask ask, const Reply& first, Holds holds,
                        bool by_clock) {
    auto client = std::make_shared<Client>();
    client->holds = std::move(holds);
    const std::lock_guard lock{mutex};
    const auto found = std::find_if(subjects.begin(), subjects.end(),
                                    [&](const SubjectPtr& one) { return one->key == key; });
    if (found != subjects.end()) {
      client->give(piece_of(event_text("page", boost::json::serialize((*found)->last))));
      (*found)->clients.push_back(client);
      return client;
    }
    auto subject = std::make_shared<Subject>();
    subject->key = key;
    subject->by_clock = by_clock;
    subject->ask = std::move(ask);
    subject->last = read_answer(first);
    client->give(piece_of(event_text("page", boost::json::serialize(subject->last))));
    subject->clients.push_back(client);
    // What came between the first answer and now is looked for.
    subject->asked_at = 0;
    if (!stopping) subjects.push_back(std::move(subject));
    changed.notify_one();
    return client;
  }

  ClientPtr add_source(std::unique_ptr<LiveSource> from, Holds holds) {
    auto client = std::make_shared<Client>();
    client->holds = std::move(holds);
    auto subject = std::make_shared<Subject>();
    subject->source = std::move(from);
    subject->clients.push_back(client);
    const std::lock_guard lock{mutex};
    if (!stopping) subjects.push_back(std::move(subject));
    changed.notify_one();
    return client;
  }
};

namespace {

class ClientStream final : public BodyStream {
 public:
  ClientStream(ClientPtr client, std::shared_ptr<LiveHub::Impl> hub)
      : client_(std::move(client)), hub_(std::move(hub)) {}

  void begin(Send send) override {
    const std::lock_guard lock{client_->mutex};
    for (const auto& piece : client_->waiting) send(piece);
    client_->waiting.clear();
    if (client_->ended) {
      send(nullptr);
      return;
    }
    client_->send = std::move(send);
  }
  void end() override {
    const std::lock_guard lock{client_->mutex};
    client_->ended = true;
    client_->send = nullptr;
  }

 private:
  ClientPtr client_;
  std::shared_ptr<LiveHub::Impl> hub_;
};

}  // namespace

LiveHub::LiveHub(const Office& office, LiveOptions options)
    : impl_(std::make_shared<Impl>(office, options)) {
  impl_->start();
}

LiveHub::~LiveHub() { stop(); }

std::shared_ptr<BodyStream> LiveHub::list(std::string key, Ask ask, const Reply& first, Holds holds,
                                          bool by_clock) {
  return std::make_shared<ClientStream>(
      impl_->add_to_list(key, std::move(ask), first, std::move(holds), by_clock), impl_);
}

std::shared_ptr<BodyStream> LiveHub::source(std::unique_ptr<LiveSource> from, Holds holds) {
  return std::make_shared<ClientStream>(impl_->add_source(std::move(from), std::move(holds)),
                                        impl_);
}

LiveStatus LiveHub::status() const {
  const std::lock_guard lock{impl_->mutex};
  LiveStatus status{.clients = 0,
                    .lists = impl_->subjects.size(),
                    .asked = impl_->asked.load(),
                    .changes = impl_->changes.load()};
  for (const auto& one : impl_->subjects) status.clients += one->clients.size();
  return status;
}

void LiveHub::stop() { impl_->stop(); }

}  // namespace recourse::server
