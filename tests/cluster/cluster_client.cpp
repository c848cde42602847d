// A client of a log that somebody breaks.
//
//     cluster_client write   CONNECTION HISTORY SEED [THREADS [STREAMS]]
//     cluster_client resolve CONNECTION HISTORY      command ids on standard input
//     cluster_client log     CONNECTION              prints what the log holds
//
// `write` appends from several threads to the same few streams until SIGTERM, and asks about each
// append of unknown outcome under its command id until it is told. `resolve` asks about those of a
// client that was killed. The history is what tests/cluster/history_checker.py reads: one line when
// something is asked, one when it is answered, each a single write.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <map>
#include <mutex>
#include <recourse/base/exceptions.hpp>
#include <recourse/stores/postgres.hpp>
#include <thread>

#include "tests/sim/random.hpp"

namespace recourse::cluster {
namespace {

using namespace std::chrono_literals;

constexpr auto kAskAgain = 100ms;
constexpr auto kOpenFor = 120s;
// What is still unknown then is left to `resolve`.
constexpr auto kSettleFor = 60s;

std::atomic<bool> g_asked_to_end{false};

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const auto byte : bytes) {
    const auto b = static_cast<unsigned char>(byte);
    out += kDigits[b >> 4];
    out += kDigits[b & 15];
  }
  return out;
}

std::string quoted(std::string_view text) { return "\"" + std::string{text} + "\""; }
std::string member(std::string_view name, std::uint64_t value) {
  return ", " + quoted(name) + ": " + std::to_string(value);
}

/// The history's file. Any thread.
class History {
 public:
  explicit History(const char* path)
      : file_(::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
    if (file_ < 0) throw std::runtime_error{"the history cannot be written"};
  }
  ~History() { ::close(file_); }
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  /// Notes the question; the call's name, which its answer takes up.
  std::string ask(std::string_view kind, const std::string& more) {
    // By process and count: a client that follows a killed one uses no name of its.
    auto name = std::to_string(::getpid()) + "-" + std::to_string(calls_.fetch_add(1));
    line(name, "ask", kind, more);
    return name;
  }
  void answer(const std::string& call, std::string_view kind, const std::string& more = {}) {
    line(call, "answer", kind, more);
  }
  void answer(const std::string& call, std::string_view kind, const core::Appended& a) {
    answer(call, kind,
           member("first", a.first.value) + member("last", a.last.value) +
               member("version", a.version.value) + (a.repeated ? ", \"repeated\": true" : ""));
  }
  void unknown(const std::string& call, const Error& error) {
    answer(call, "unknown", ", \"error\": " + quoted(info(error.code()).name));
  }

 private:
  void line(const std::string& call, std::string_view what, std::string_view kind,
            const std::string& more) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const auto at = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    const auto text = "{\"at\": " + std::to_string(at) + ", \"call\": " + quoted(call) + ", " +
                      quoted(what) + ": " + quoted(kind) + more + "}\n";
    if (::write(file_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
      std::abort();  // a history with a hole accuses the innocent
    }
  }

  int file_;
  std::atomic<std::uint64_t> calls_{0};
};

/// The log, opened anew where it has stopped for good. Any thread.
class Door {
 public:
  explicit Door(std::string connection) : connection_(std::move(connection)) {}

  /// Null: it could not be opened in time.
  std::shared_ptr<core::EventLog> log() {
    const std::lock_guard lock{mutex_};
    const auto end = std::chrono::steady_clock::now() + kOpenFor;
    while ((!log_ || !log_->health().writable) && std::chrono::steady_clock::now() < end) {
      log_.reset();
      auto opened = stores::open_postgres(options());
      if (opened) {
        log_ = std::move(opened).value();
        break;
      }
      std::fprintf(stderr, "open: %s\n", opened.error().to_string().c_str());
      if (g_asked_to_end.load() && std::chrono::steady_clock::now() + kSettleFor > end) break;
      std::this_thread::sleep_for(kAskAgain);
    }
    return log_;
  }

 private:
  stores::PostgresOptions options() const {
    stores::PostgresOptions options;
    options.connection = connection_;
    // The one before may be dead without having said so.
    options.takeover = {.wait = 2s, .depose = true};
    return options;
  }

  std::mutex mutex_;
  std::string connection_;
  std::shared_ptr<core::EventLog> log_;
};

bool had_no_effect(Errc code) {
  switch (code) {
    case Errc::invalid_argument:
    case Errc::limit_exceeded:
    case Errc::queue_full:
    case Errc::store_stopped:
    case Errc::command_id_reused:
      return true;
    default:
      return false;
  }
}

/// What one thread does.
class Writer {
 public:
  Writer(Door& door, History& history, std::uint64_t seed, std::uint64_t streams)
      : door_(door), history_(history), random_(seed), streams_(streams) {}

  void run() {
    while (!g_asked_to_end.load()) {
      if (random_.chance(90)) {
        append();
      } else {
        read();
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{1 + random_.below(8)});
    }
  }

 private:
  StreamId some_stream() {
    return StreamId::of("thing", std::to_string(random_.below(streams_))).value();
  }

  core::StreamEvents events_for(const StreamId& stream) {
    const auto known = versions_.find(stream);
    const auto expected = random_.chance(20) || known == versions_.end()
                              ? core::ExpectedVersion::any()
                              : core::ExpectedVersion::exactly(known->second);
    core::StreamEvents part{stream, expected, 0, {}};
    for (auto events = random_.chance(10) ? 3 : 1; events > 0; --events) {
      std::string payload;
      for (auto words = 1 + random_.below(20); words > 0; --words) {
        const auto word = random_.next();
        payload.append(reinterpret_cast<const char*>(&word), sizeof word);
      }
      part.events.push_back({"thing.happened", 1, Timestamp{}, std::move(payload)});
    }
    return part;
  }

  std::string asked(const core::Append& append) const {
    std::string parts;
    for (const auto& part : append.streams) {
      std::string payloads;
      for (const auto& event : part.events) {
        payloads += (payloads.empty() ? "" : ", ") + quoted(hex(event.payload));
      }
      const auto known = versions_.find(part.stream);
      const auto any = part.expected.admits(Version{~std::uint64_t{0}});
      parts += std::string{parts.empty() ? "" : ", "} +
               "{\"stream\": " + quoted(part.stream.text()) +
               ", \"expected\": " + (any ? "null" : std::to_string(known->second.value)) +
               ", \"payloads\": [" + payloads + "]}";
    }
    return ", \"command\": " + quoted(append.command_id.to_string()) + ", \"parts\": [" + parts +
           "]";
  }

  void append() {
    core::Append append{.command_id = random_command_id(), .actor = "client", .streams = {}};
    append.streams.push_back(events_for(some_stream()));
    auto other = some_stream();
    if (random_.chance(10) && other != append.streams.front().stream) {
      append.streams.push_back(events_for(other));
    }
    const auto question = asked(append);
    const auto end = std::chrono::steady_clock::now() + kSettleFor;
    // Given again under its id, or asked about: either must settle it.
    while (!try_append(append, question)) {
      while (true) {
        std::this_thread::sleep_for(kAskAgain);
        if (g_asked_to_end.load() && std::chrono::steady_clock::now() > end) return;
        const auto settled = random_.chance(50) ? find(append.command_id) : std::nullopt;
        if (settled) return;
        if (random_.chance(50)) break;
      }
    }
  }

  /// False: the outcome is unknown.
  bool try_append(const core::Append& append, const std::string& question) {
    const auto log = door_.log();
    const auto call = history_.ask("append", question);
    if (!log) return false;
    const auto answer = log->append(append);
    if (answer) {
      history_.answer(call, "ok", *answer);
      if (append.streams.size() == 1) {
        versions_[append.streams.front().stream] = answer->version;
      }
      return true;
    }
    const auto& error = answer.error();
    if (error.code() == Errc::version_conflict) {
      history_.answer(call, "conflict",
                      error.actual() ? member("actual", *error.actual()) : std::string{});
      for (const auto& part : append.streams) versions_.erase(part.stream);
      if (append.streams.size() == 1 && error.actual()) {
        versions_[append.streams.front().stream] = Version{*error.actual()};
      }
      return true;
    }
    if (had_no_effect(error.code())) {
      history_.answer(call, "refused", ", \"error\": " + quoted(info(error.code()).name));
      return true;
    }
    history_.unknown(call, error);
    return false;
  }

  /// True: it is known now, or known not to be there.
  std::optional<bool> find(CommandId id) {
    const auto log = door_.log();
    if (!log) return std::nullopt;
    const auto call = history_.ask("find", ", \"command\": " + quoted(id.to_string()));
    const auto found = log->find(id);
    if (!found) {
      history_.unknown(call, found.error());
      return std::nullopt;
    }
    if (*found) {
      history_.answer(call, "found", (*found)->appended);
    } else {
      history_.answer(call, "absent");
    }
    return found->has_value();
  }

  void read() {
    const auto log = door_.log();
    if (!log) return;
    if (random_.chance(50)) {
      const auto call = history_.ask("head", {});
      const auto head = log->head();
      if (!head) return history_.unknown(call, head.error());
      return history_.answer(call, "ok", member("head", head->value));
    }
    const auto stream = some_stream();
    const auto call = history_.ask("version", ", \"stream\": " + quoted(stream.text()));
    const auto version = log->version_of(stream);
    if (!version) return history_.unknown(call, version.error());
    history_.answer(call, "ok", member("version", version->value));
    versions_[stream] = *version;
  }

  Door& door_;
  History& history_;
  sim::Random random_;
  std::uint64_t streams_;
  std::map<StreamId, Version> versions_;
};

int write(const std::string& connection, const char* path, std::uint64_t seed,
          std::uint64_t threads, std::uint64_t streams) {
  std::signal(SIGTERM, [](int) { g_asked_to_end.store(true); });
  History history{path};
  Door door{connection};
  std::vector<std::thread> all;
  for (std::uint64_t i = 0; i < threads; ++i) {
    all.emplace_back([&, i] { Writer{door, history, seed * 1000 + i, streams}.run(); });
  }
  for (auto& thread : all) thread.join();
  return 0;
}

int resolve(const std::string& connection, const char* path) {
  History history{path};
  Door door{connection};
  const auto log = door.log();
  if (!log) return 1;
  int open = 0;
  for (std::string line; std::getline(std::cin, line);) {
    const auto id = CommandId::parse(line).value();
    const auto call = history.ask("find", ", \"command\": " + quoted(id.to_string()));
    const auto found = log->find(id);
    if (!found) {
      history.unknown(call, found.error());
      ++open;
    } else if (*found) {
      history.answer(call, "found", (*found)->appended);
    } else {
      history.answer(call, "absent");
    }
  }
  return open == 0 ? 0 : 1;
}

int print_log(const std::string& connection) {
  stores::PostgresOptions options;
  options.connection = connection;
  options.role = stores::PostgresOptions::Role::reader;
  const auto log = stores::open_postgres(options).value();
  const auto cursor = log->read_all().value();
  while (cursor->next().value()) {
    const auto& r = cursor->record();
    std::cout << "{\"position\": " << r.position.value << ", \"stream\": " << quoted(r.stream)
              << ", \"version\": " << r.version.value
              << ", \"command\": " << quoted(r.command_id.to_string())
              << ", \"payload\": " << quoted(hex(r.payload)) << "}\n";
  }
  return std::cout.flush() ? 0 : 1;
}

int run(const std::vector<std::string>& words) {
  const auto number = [&](std::size_t at, std::uint64_t otherwise) {
    return words.size() > at ? std::stoull(words[at]) : otherwise;
  };
  if (words.size() >= 5 && words[1] == "write") {
    return write(words[2], words[3].c_str(), number(4, 1), number(5, 4), number(6, 6));
  }
  if (words.size() == 4 && words[1] == "resolve") return resolve(words[2], words[3].c_str());
  if (words.size() == 3 && words[1] == "log") return print_log(words[2]);
  std::fprintf(stderr, "usage: cluster_client write|resolve|log CONNECTION [HISTORY [SEED …]]\n");
  return 2;
}

}  // namespace
}  // namespace recourse::cluster

int main(int count, char** words) {
  try {
    return recourse::cluster::run({words, words + count});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cluster_client: %s\n", error.what());
    return 1;
  }
}
