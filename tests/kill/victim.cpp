// A process that is there to be killed.
//
//     victim write DIRECTORY FIRST    appends for ever, from serial FIRST on; SIGTERM drains it
//     victim check DIRECTORY          reads acknowledgements from standard input, and holds the
//                                     store against them
//
// `write` prints "open", then one line "serial first-position" for each acknowledged append, and
// after SIGTERM "drained <number of appends>". An append's content follows from its serial alone.
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <map>
#include <recourse/base/exceptions.hpp>
#include <recourse/core/verify.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <semaphore>

#include "tests/sim/random.hpp"

namespace recourse::kill {
namespace {

volatile std::sig_atomic_t g_asked_to_end = 0;

core::Append append_of(std::uint64_t serial) {
  sim::Random random{serial};
  const auto name = "victim:" + std::to_string(serial);
  core::Append append{.command_id = derived_command_id(name), .actor = name, .streams = {}};
  const auto streams = random.chance(15) ? 2 : 1;
  for (int s = 0; s < streams; ++s) {
    const auto number = (serial * 2 + static_cast<std::uint64_t>(s)) % 97;
    auto& stream = append.streams.emplace_back(
        core::StreamEvents{StreamId::of("thing", std::to_string(number)).value(),
                           core::ExpectedVersion::any(),
                           0,
                           {}});
    const auto events = random.chance(20) ? 6 : 1;
    for (int e = 0; e < events; ++e) {
      std::string payload;
      for (auto words = 1 + random.below(50); words > 0; --words) {
        const auto word = random.next();
        payload.append(reinterpret_cast<const char*>(&word), sizeof word);
      }
      stream.events.push_back({"thing.happened", 1, Timestamp{}, std::move(payload)});
    }
  }
  return append;
}

void say(const std::string& line) {
  // One write: a line is there as a whole, or not at all.
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::abort();
}

int write(const std::string& directory, std::uint64_t serial) {
  constexpr int kInFlight = 64;
  std::signal(SIGTERM, [](int) { g_asked_to_end = 1; });
  std::counting_semaphore<> room{kInFlight};
  std::atomic<std::uint64_t> answered{0};
  std::uint64_t asked = 0;
  {
    const auto store = stores::open_rocksdb({.directory = directory}).value();
    say("open\n");
    for (; g_asked_to_end == 0; ++serial, ++asked) {
      room.acquire();
      store->async_append(append_of(serial), [&, serial](Result<core::Appended> answer) {
        const auto appended = std::move(answer).value();
        say(std::to_string(serial) + " " + std::to_string(appended.first.value) + "\n");
        ++answered;
        room.release();
      });
    }
  }  // closing answers whatever was accepted
  if (answered != asked) return 1;
  say("drained " + std::to_string(asked) + "\n");
  return 0;
}

class Check {
 public:
  explicit Check(const core::EventStore& store) : store_(store) {}

  void acknowledged(std::uint64_t serial, Position first) { expected_.emplace(serial, first); }

  int run() {
    const auto cursor = store_.read_all().value();
    core::Append append;
    std::size_t event = 0;
    while (cursor->next().value()) {
      const auto& r = cursor->record();
      if (r.index == 0) {
        const auto serial = std::strtoull(std::string{r.actor.substr(7)}.c_str(), nullptr, 10);
        append = append_of(serial);
        event = 0;
        if (r.command_id != append.command_id) return fault(r, "nobody appended it");
        const auto known = expected_.find(serial);
        if (known != expected_.end() && known->second != r.position) {
          return fault(r, "it was acknowledged at another position");
        }
        if (known != expected_.end()) expected_.erase(known);
      }
      if (!same(r, append, event++)) return fault(r, "its bytes are not those appended");
    }
    if (!expected_.empty()) {
      std::printf("%zu acknowledged appends are gone, the first of them serial %llu\n",
                  expected_.size(), static_cast<unsigned long long>(expected_.begin()->first));
      return 1;
    }
    const auto report = core::verify(store_, {}).value();
    for (const auto& finding : report.findings) std::printf("verify: %s\n", finding.what.c_str());
    if (report.problems != 0) return 1;
    std::printf("ok %llu\n", static_cast<unsigned long long>(report.head.value));
    return 0;
  }

 private:
  static bool same(const core::RecordView& r, const core::Append& append, std::size_t event) {
    for (const auto& stream : append.streams) {
      if (event < stream.events.size()) {
        return r.stream == stream.stream.text() && r.payload == stream.events[event].payload;
      }
      event -= stream.events.size();
    }
    return false;
  }
  static int fault(const core::RecordView& r, const char* what) {
    std::printf("position %llu: %s\n", static_cast<unsigned long long>(r.position.value), what);
    return 1;
  }

  const core::EventStore& store_;
  std::map<std::uint64_t, Position> expected_;
};

int check(const std::string& directory) {
  const auto store = stores::open_rocksdb({.directory = directory});
  if (!store) {
    std::printf("%s: %s\n", std::string{info(store.error().code()).name}.c_str(),
                store.error().message().c_str());
    return 3;
  }
  Check checked{**store};
  std::uint64_t serial = 0;
  std::uint64_t first = 0;
  while (std::cin >> serial >> first) checked.acknowledged(serial, Position{first});
  return checked.run();
}

}  // namespace
}  // namespace recourse::kill

int main(int argc, char** argv) {
  const std::string role = argc > 1 ? argv[1] : "";
  if (role == "write" && argc == 4) return recourse::kill::write(argv[2], std::stoull(argv[3]));
  if (role == "check" && argc == 3) return recourse::kill::check(argv[2]);
  std::fprintf(stderr, "usage: victim write DIRECTORY FIRST | victim check DIRECTORY\n");
  return 2;
}
