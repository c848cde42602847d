// The hot paths, one at a time, on fixed input and one thread, so that their instructions can be
// counted: the same build gives the same count. benchmarks/guard.py runs it under callgrind, which
// counts within measured_path() alone.
//
//     bench_paths                  lists the paths
//     bench_paths fold 1000        does one of them so often
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/fold.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <string>
#include <vector>

#include "benchmarks/engine/city.hpp"

/// What is counted. Never inlined, and by its own name.
extern "C" __attribute__((noinline)) void measured_path(const std::function<void()>* once,
                                                        unsigned long times) {
  for (unsigned long i = 0; i < times; ++i) (*once)();
}

namespace recourse::bench {
namespace {

using casework::complaint::ComplaintDecider;
using casework::complaint::Event;

/// A path, ready to be counted; it owns what it works on.
using Path = std::function<void()>;

/// The log of one case from its report to its rating.
std::shared_ptr<core::EventStore> one_case() {
  static const ManualClock clock{city_begins()};
  std::shared_ptr<core::EventStore> store = stores::open_memory(clock);
  (void)fill(*store, {.cases = 1});
  return store;
}

std::vector<Event> events_of_one_case() {
  std::vector<Event> events;
  const auto store = one_case();
  const auto cursor = store->read_all().value();
  while (cursor->next().value()) {
    events.push_back(core::Fold<ComplaintDecider>::event_of(cursor->record()).value());
  }
  return events;
}

/// Appends of 64 events each to a store in memory, each to a stream of its own.
Path append_memory() {
  static const ManualClock clock{city_begins()};
  std::shared_ptr<core::EventStore> store = stores::open_memory(clock);
  return [store, next = std::make_shared<std::uint64_t>(0)] {
    const auto key = std::to_string((*next)++);
    core::Append append{.command_id = derived_command_id(key), .actor = "bench", .streams = {}};
    auto& stream = append.streams.emplace_back(core::StreamEvents{
        StreamId::of("bench", key).value(), core::ExpectedVersion::none(), 1, {}});
    for (int i = 0; i < 64; ++i) {
      stream.events.push_back({"bench.done", 1, Timestamp{}, std::string(200, 'x')});
    }
    store->append(std::move(append)).value();
  };
}

/// The seven events of a case written to bytes.
Path encode() {
  return [events = events_of_one_case(), payload = std::make_shared<std::string>()] {
    for (const auto& event : events) {
      payload->clear();
      describe::encode_alternative(event, *payload);
    }
  };
}

/// A case read from its log: records found, payloads decoded.
Path decode() {
  return [store = one_case()] {
    const auto cursor = store->read_all().value();
    while (cursor->next().value()) {
      (void)core::Fold<ComplaintDecider>::event_of(cursor->record()).value();
    }
  };
}

/// The first command of a case decided, and what was decided folded.
Path decide() {
  const auto step = city_step(7, 0);
  const auto id = derived_command_id("decide");
  return [step, id, decider = std::make_shared<ComplaintDecider>()] {
    core::Loaded<casework::complaint::State> now;
    const core::Context context{city_begins(), step.actor, id, "case/7"};
    const auto decision = decider->decide(now.state, step.command, context, {});
    const core::Fold<ComplaintDecider> fold{*decider};
    for (const auto& event : decision.events()) {
      fold.evolve(now, event, {"case/7", city_begins(), id, id}).value();
    }
  };
}

/// The events of a case folded into its state.
Path fold() {
  return [store = one_case(), decider = std::make_shared<ComplaintDecider>()] {
    core::Loaded<casework::complaint::State> now;
    const core::Fold<ComplaintDecider> folding{*decider};
    const auto cursor = store->read_all().value();
    while (cursor->next().value()) folding.take(now, cursor->record()).value();
  };
}

/// Pages of a log of 1,000 cases on disk scanned, each record's checksum and header read.
Path scan() {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("recourse-bench-paths-" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  const std::shared_ptr<core::EventStore> store{
      stores::open_rocksdb({.directory = folder, .wait_when_full = true}).value().release(),
      [folder](core::EventStore* open) {
        delete open;
        std::filesystem::remove_all(folder);
      }};
  (void)fill(*store, {.cases = 1000});
  return [store] {
    const auto cursor = store->read_all().value();
    while (cursor->next().value()) {
    }
  };
}

const std::map<std::string, Path (*)()>& paths() {
  static const std::map<std::string, Path (*)()> all{{"append-memory", append_memory},
                                                     {"encode", encode},
                                                     {"decode", decode},
                                                     {"decide", decide},
                                                     {"fold", fold},
                                                     {"scan", scan}};
  return all;
}

int run(int argc, char** argv) {
  if (argc == 1) {
    for (const auto& [name, make] : paths()) std::printf("%s\n", name.c_str());
    return 0;
  }
  const auto found = paths().find(argv[1]);
  const auto times = argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 0;
  if (found == paths().end() || times == 0) {
    std::fprintf(stderr, "usage: bench_paths [PATH TIMES]; there are:");
    for (const auto& [name, make] : paths()) std::fprintf(stderr, " %s", name.c_str());
    std::fprintf(stderr, "\n");
    return 2;
  }
  const auto path = found->second();
  path();  // what is done once only is not counted
  measured_path(&path, times);
  return 0;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) { return recourse::bench::run(argc, argv); }
