#include "benchmarks/engine/commands.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "benchmarks/engine/city.hpp"
#include "benchmarks/store/our_store.hpp"
#include "benchmarks/store/raw_loop.hpp"
#include "benchmarks/store/report.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

}  // namespace

CityCommands::CityCommands(const Hosted<casework::complaint::ComplaintDecider>& cases,
                           std::uint64_t clients)
    : cases_(&cases), clients_(clients) {}

void CityCommands::begin(std::uint64_t number, Done done) {
  auto& client = clients_[number];
  if (client.step == kCitySteps) client = {++cases_begun_, 0};
  auto step = city_step(client.number, client.step++);
  auto context = cases_->engine().context(std::move(step.actor));
  context.now = city_begins() + std::chrono::minutes{static_cast<int>(client.step)};
  auto id = StreamId::of("case", std::to_string(client.number)).value();
  cases_->async_handle(
      std::move(id), std::move(step.command), std::move(context),
      [done = std::move(done)](Result<core::Outcome> outcome) {
        if (!outcome || outcome->refused()) {
          std::fprintf(stderr, "a command was not taken: %s\n",
                       outcome ? outcome->refusal().en.c_str() : outcome.error().message().c_str());
          std::abort();
        }
        done();
      });
}

void settle(const Engine& engine, bool views) {
  engine.store().drain().value();
  if (!views) return;
  for (const auto& view : engine.views().names()) {
    engine.views().wait_for(view, engine.store().head().value(), std::chrono::minutes{10}).value();
  }
}

double commands_in_flight(const Hosted<casework::complaint::ComplaintDecider>& cases,
                          std::uint64_t unanswered, double seconds, bool views) {
  const auto& engine = cases.engine();
  CityCommands commands{cases, unanswered};
  const auto head = engine.store().head().value();
  const auto begun = Steady::now();
  (void)in_flight(commands.load(), unanswered, seconds);
  settle(engine, views);
  return static_cast<double>(engine.store().head().value().value - head.value) /
         seconds_since(begun);
}

void measure_commands(const fs::path& directory, int rounds, double seconds,
                      const std::string& only_way) {
  const auto folder = directory / "commands";
  std::vector<std::string> ways{"two puts", "raw pages", "store", "engine + views", "engine"};
  if (!only_way.empty()) ways = {only_way};
  std::printf(
      "\ncommands in flight, events/s until indexes (and views) drained; one event a "
      "command, now and then two\n");
  print_header(ways);
  for (const std::uint64_t in_flight : {1u, 64u, 1024u, 8192u}) {
    Row row;
    Row processor;
    const auto measure = [&](const std::string& way, const auto& phase) {
      if (std::ranges::find(ways, way) == ways.end()) return;
      fs::remove_all(folder);
      const auto begun = Steady::now();
      const auto before = processor_seconds();
      const auto rate = phase();
      row[way].push_back(rate);
      processor[way].push_back(1e6 * (processor_seconds() - before) /
                               (rate * seconds_since(begun)));
    };
    const auto office = [&](bool views) {
      const auto opened = Office::open({.directory = folder, .services = {.views = views}}).value();
      return commands_in_flight(opened->cases_workflow(), in_flight, seconds, views);
    };
    for (int round = 0; round < rounds; ++round) {
      measure("two puts", [&] {
        return asynchronous(*open_raw(RawKind::two_puts, folder), in_flight, seconds);
      });
      measure("raw pages",
              [&] { return asynchronous(*open_raw(RawKind::paged, folder), in_flight, seconds); });
      measure("store", [&] { return asynchronous(*open_ours(folder), in_flight, seconds); });
      measure("engine + views", [&] { return office(true); });
      measure("engine", [&] { return office(false); });
    }
    print_row(std::to_string(in_flight), ways, row);
    print_row("  us of processor an event", ways, processor, 2);
    std::fflush(stdout);
  }
  fs::remove_all(folder);
}

}  // namespace recourse::bench
