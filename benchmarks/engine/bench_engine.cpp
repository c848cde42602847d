// What is derived from the log, beside its limits, in one run: replay with decoding and rebuilding
// all views against a bare scan of the log's pages; a storm of timers with the latency of commands
// before and during it; a reaction's intents likewise; deciding with and without the state in
// memory; sealing; a check of an upgrade; commands in flight beside bare appends (commands.hpp).
//
//     bench_engine [--cases N] [--timers N] [--keys N] [--rounds N] [--seconds S] [--only WORDS]
//                  [--way NAME] [--directory D]
//
// A figure is the median over the rounds, a ratio the median of the rounds' ratios. The directory
// must lie on a real disk.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <recourse/core/upgrade.hpp>
#include <recourse/office.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <thread>

#include "benchmarks/engine/city.hpp"
#include "benchmarks/engine/client.hpp"
#include "benchmarks/engine/commands.hpp"
#include "benchmarks/engine/derived.hpp"
#include "benchmarks/engine/reactions.hpp"
#include "benchmarks/engine/sealing.hpp"
#include "benchmarks/store/report.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;
using casework::complaint::ComplaintDecider;
using Steady = std::chrono::steady_clock;

struct Options {
  std::uint64_t cases = 200'000;
  std::uint64_t timers = 500'000;
  std::uint64_t keys = 1'000'000;
  int rounds = 3;
  double seconds = 2;
  std::string only;
  std::string way;
  fs::path directory = "bench-data";
};

void derived(const Options& options) {
  const auto folder = options.directory / "city";
  fs::remove_all(folder);
  std::uint64_t events = 0;
  {
    const auto store = stores::open_rocksdb({.directory = folder, .wait_when_full = true}).value();
    events = fill(*store, {.cases = options.cases});
  }
  std::printf("\n%llu events of %llu cases, 20,000 under way at once\n",
              static_cast<unsigned long long>(events),
              static_cast<unsigned long long>(options.cases));
  const auto n = static_cast<double>(events);
  Row rates;
  const std::vector<std::string> order{"cases", "figures", "all views", "decoded"};
  for (int round = 0; round < options.rounds; ++round) {
    rates["bare scan"].push_back(n / bare_scan(folder));
    const auto office = Office::open({.directory = folder, .create = false}).value();
    settle(office->engine(), true);
    rates["decoded"].push_back(n / replay(office->store()));
    rates["cases"].push_back(n / rebuild(office->engine(), {"cases"}));
    rates["figures"].push_back(n / rebuild(office->engine(), {"figures"}));
    rates["all views"].push_back(n / rebuild(office->engine(), {"cases", "figures"}));
  }
  std::printf("%-28s %14.0f events/s\n", "bare scan of the pages", median(rates["bare scan"]));
  for (const auto& name : order) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < rates[name].size(); ++i) {
      ratios.push_back(rates[name][i] / rates["bare scan"][i]);
    }
    const auto what = name == "decoded" ? "replay, decoded" : "rebuild of " + name;
    std::printf("%-28s %14.0f events/s %8.3f of the scan\n", what.c_str(), median(rates[name]),
                median(ratios));
  }
}

void storm(const Options& options) {
  const auto folder = options.directory / "storm";
  fs::remove_all(folder);
  // The limits are those of one day; commands in the storm go to cases of their own.
  const std::uint64_t spare = 100'000;
  {
    ManualClock then{city_begins()};
    const auto store =
        stores::open_rocksdb({.directory = folder, .clock = &then, .wait_when_full = true}).value();
    (void)fill(*store, {.cases = options.timers + spare, .to_the_end = false});
  }
  ManualClock clock{city_begins() + std::chrono::hours{1}};
  const auto office =
      Office::open(
          {.directory = folder, .create = false, .clock = &clock, .services = {.timers = true}})
          .value();
  settle(office->engine(), true);
  std::printf("\n%llu limits that become due at once\n",
              static_cast<unsigned long long>(options.timers + spare));
  Client before{*office, options.timers + 1};
  std::this_thread::sleep_for(std::chrono::seconds{5});
  print_latency("commands before the storm", before.stop());
  const auto head = office->store().head().value().value;
  Client during{*office, options.timers + spare / 2};
  const auto begun = Steady::now();
  clock.advance(std::chrono::hours{24 * 60});
  office->clock_moved();
  while (office->timers().fired < options.timers) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  const auto took = seconds_since(begun);
  print_latency("commands in the storm", during.stop());
  const auto status = office->timers();
  std::printf("%-28s %8.1f s, %.0f limits/s; %llu retried, %llu stale, %zu failing; %llu events\n",
              "worked off in", took, static_cast<double>(options.timers) / took,
              static_cast<unsigned long long>(status.retried),
              static_cast<unsigned long long>(status.stale), status.failing,
              static_cast<unsigned long long>(office->store().head().value().value - head));
}

void state_cache(const Options& options) {
  const auto folder = options.directory / "cache";
  fs::remove_all(folder);
  const auto store = stores::open_rocksdb({.directory = folder, .wait_when_full = true}).value();
  constexpr std::uint64_t kCases = 10'000;
  (void)fill(*store, {.cases = kCases});
  const core::Workflow<ComplaintDecider> with{*store, ComplaintDecider{}};
  const core::Workflow<ComplaintDecider> without{
      *store, ComplaintDecider{}, {.cache = {.states = 0}}};
  std::vector<StreamId> ids;
  for (std::uint64_t i = 1; i <= kCases; ++i) {
    ids.push_back(StreamId::of("case", std::to_string(i)).value());
  }
  const auto each = [&](const auto& look) {
    const auto begun = Steady::now();
    for (const auto& id : ids) look(id);
    return seconds_since(begun) * 1e6 / static_cast<double>(ids.size());
  };
  Row micros;
  for (int round = 0; round < options.rounds; ++round) {
    micros["version"].push_back(
        each([&](const StreamId& id) { (void)store->version_of(id).value(); }));
    micros["miss"].push_back(each([&](const StreamId& id) { (void)without.current(id).value(); }));
    (void)each([&](const StreamId& id) { (void)with.current(id).value(); });
    micros["hit"].push_back(each([&](const StreamId& id) { (void)with.current(id).value(); }));
  }
  std::printf("\nthe state of a case of six commands, from a log of %llu cases\n",
              static_cast<unsigned long long>(kCases));
  std::printf("%-28s %8.2f us\n", "its version alone", median(micros["version"]));
  std::printf("%-28s %8.2f us\n", "in memory", median(micros["hit"]));
  std::printf("%-28s %8.2f us, %.0f times as long\n", "read and folded", median(micros["miss"]),
              median(micros["miss"]) / median(micros["hit"]));
}

/// A check of new code against every case, with a baseline that is saved and one that is compared.
void check_upgrade(const Options& options) {
  const auto folder = options.directory / "upgrade";
  fs::remove_all(folder);
  {
    const auto store = stores::open_rocksdb({.directory = folder, .wait_when_full = true}).value();
    (void)fill(*store, {.cases = options.cases});
  }
  const auto store = stores::open_rocksdb_reader(folder).value();
  Row seconds;
  core::UpgradeReport report;
  const auto timed = [&](const char* what, const core::UpgradeOptions& how) {
    const auto begun = Steady::now();
    report = core::check_upgrade(*store, ComplaintDecider{}, how).value();
    seconds[what].push_back(seconds_since(begun));
  };
  std::vector<std::string> lines;
  std::size_t bytes = 0;
  for (int round = 0; round < options.rounds; ++round) {
    lines.clear();
    bytes = 0;
    timed("alone", {});
    timed("save", {.save = [&](std::string_view line) {
            lines.emplace_back(line);
            bytes += line.size() + 1;
            return Result<void>{};
          }});
    timed("against", {.against = [&, i = std::size_t{0}]() mutable {
            return Result<std::optional<std::string>>{
                i == lines.size() ? std::optional<std::string>{} : lines[i++]};
          }});
  }
  std::printf("\na check of new code: %llu events of %llu cases, %llu problems\n",
              static_cast<unsigned long long>(report.events),
              static_cast<unsigned long long>(report.streams),
              static_cast<unsigned long long>(report.problems()));
  for (const char* what : {"alone", "save", "against"}) {
    const auto took = median(seconds[what]);
    std::printf("%-28s %8.1f s %14.0f events/s %8.1f us a case\n", what, took,
                static_cast<double>(report.events) / took,
                took * 1e6 / static_cast<double>(report.streams));
  }
  std::printf("%-28s %8.0f bytes a case\n", "baseline",
              static_cast<double>(bytes) / static_cast<double>(report.streams));
}

int run(const Options& options) {
  const std::pair<const char*, void (*)(const Options&)> parts[] = {
      {"commands",
       [](const Options& o) { measure_commands(o.directory, o.rounds, o.seconds, o.way); }},
      {"derived", derived},
      {"storm", storm},
      {"reactions", [](const Options& o) { measure_reactions(o.directory); }},
      {"sealing",
       [](const Options& o) { measure_sealing(o.directory, o.rounds, o.seconds, o.keys); }},
      {"cache", state_cache},
      {"upgrade", check_upgrade}};
  for (const auto& [title, part] : parts) {
    if (options.only.empty() || std::string{title}.find(options.only) != std::string::npos) {
      part(options);
      std::fflush(stdout);
    }
  }
  return 0;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  recourse::bench::Options options;
  bool understood = argc % 2 == 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--cases") {
      options.cases = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--timers") {
      options.timers = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--keys") {
      options.keys = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--rounds") {
      options.rounds = std::atoi(value.c_str());
    } else if (name == "--seconds") {
      options.seconds = std::atof(value.c_str());
    } else if (name == "--only") {
      options.only = value;
    } else if (name == "--way") {
      options.way = value;
    } else if (name == "--directory") {
      options.directory = value;
    } else {
      understood = false;
    }
  }
  if (!understood || options.cases == 0 || options.timers == 0 || options.keys == 0 ||
      options.rounds <= 0 || options.seconds <= 0) {
    std::fprintf(
        stderr,
        "usage: bench_engine [--cases N] [--timers N] [--keys N] [--rounds N] [--seconds S] "
        "[--only commands|derived|storm|reactions|sealing|cache|upgrade] "
        "[--way engine|store|…] [--directory D]\n");
    return 2;
  }
  return recourse::bench::run(options);
}
