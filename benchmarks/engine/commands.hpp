// What the engine adds on top of bare appends: commands on cases, decided by the real rules and
// handed in without waiting, beside the raw loops and the store's own appends, in one run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <recourse/office.hpp>
#include <string>
#include <vector>

#include "benchmarks/engine/city.hpp"
#include "benchmarks/suite/loops.hpp"

namespace recourse::bench {

/// Clients that take case after case through its steps. Must outlive what it began; asked from one
/// thread at a time. What is refused or fails ends the process, with its reason.
class CityCommands {
 public:
  CityCommands(const Hosted<casework::complaint::ComplaintDecider>& cases, std::uint64_t clients);
  void begin(std::uint64_t client, Done done);
  Load load() {
    return [this](std::uint64_t client, Done done) { begin(client, std::move(done)); };
  }

 private:
  struct Client {
    std::uint64_t number = 0;
    std::size_t step = kCitySteps;
  };
  const Hosted<casework::complaint::ComplaintDecider>* cases_;
  std::vector<Client> clients_;
  std::uint64_t cases_begun_ = 0;
};

/// Waits until indexes have caught up, and the views if they are kept.
void settle(const Engine& engine, bool views);

/// One producer keeps `unanswered` commands on their way, each client going through its cases'
/// steps. Events a second, until all indexes drained, and the views where they are kept.
double commands_in_flight(const Hosted<casework::complaint::ComplaintDecider>& cases,
                          std::uint64_t unanswered, double seconds, bool views);

/// A phase takes `seconds`; figures are medians over the rounds. `only_way`: one column alone, for
/// a profiler; empty: all.
void measure_commands(const std::filesystem::path& directory, int rounds, double seconds,
                      const std::string& only_way);

}  // namespace recourse::bench
