#include "benchmarks/engine/sealing.hpp"

#include <cstdio>
#include <recourse/notary/decider.hpp>
#include <recourse/notary/tree_view.hpp>

#include "benchmarks/engine/client.hpp"
#include "benchmarks/engine/commands.hpp"
#include "benchmarks/store/report.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

/// What is there besides the cases.
struct With {
  bool views = false;
  bool notary = false;
  const trust::MasterKey* master = nullptr;
};

double rate(const fs::path& folder, const With& with, std::uint64_t in_flight, double seconds) {
  fs::remove_all(folder);
  EngineOptions options{.directory = folder, .services = {.views = with.views}};
  if (with.master != nullptr) options.sealing = SealingOptions{.master = *with.master};
  const auto engine = Engine::open(std::move(options)).value();
  const casework::complaint::ComplaintDecider decider;
  const auto& cases = engine->add(decider, decider.state_view());
  for (auto& view : decider.further_views()) engine->add_view(std::move(view));
  if (with.master != nullptr) {
    for (auto& view : decider.sealed_views(engine->keyring())) engine->add_view(std::move(view));
  }
  if (with.notary) {
    engine->add(notary::NotaryDecider{});
    engine->add_view(notary::tree_view());
  }
  engine->start().value();
  return commands_in_flight(cases, in_flight, seconds, with.views);
}

/// One way beside another; prints medians, and the median of the rounds' ratios.
void compare(const fs::path& folder, const char* title, const With& one, const With& other,
             int rounds, double seconds) {
  std::printf("\n%-28s %14s %14s %8s\n", title, "without", "with", "ratio");
  for (const std::uint64_t in_flight : {1U, 64U, 1024U}) {
    std::vector<double> without;
    std::vector<double> with;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
      without.push_back(rate(folder, one, in_flight, seconds));
      with.push_back(rate(folder, other, in_flight, seconds));
      ratios.push_back(with.back() / without.back());
    }
    std::printf("%-28llu %14.0f %14.0f %8.2f\n", static_cast<unsigned long long>(in_flight),
                median(without), median(with), median(ratios));
    std::fflush(stdout);
  }
}

/// Makes a ring of so many keys and opens it again.
void many_keys(const fs::path& folder, std::uint64_t keys) {
  fs::remove_all(folder);
  const auto master = trust::random_master_key();
  const auto log = random_log_id();
  KeyId last;
  {
    const auto ring =
        trust::Keyring::open({.folder = folder, .log = log, .master = master, .pool = 65'536})
            .value();
    const auto begun = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i < keys; ++i) {
      casework::complaint::Received event;
      event.name = std::string{"name"};
      core::SubjectKeys begun_keys;
      const auto stream = "case/" + std::to_string(i);
      ring->seal(&event, describe::type_info<casework::complaint::Received>,
                 {stream, Version{1}, "case.received"}, begun_keys)
          .value();
      last = begun_keys.front().id;
    }
    std::printf("\n%-28s %14.0f keys/s\n", "keys begun, one field each",
                static_cast<double>(keys) / seconds_since(begun));
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto ring = trust::Keyring::open({.folder = folder, .log = log, .master = master}).value();
  const auto opened = seconds_since(begun);
  const bool usable = ring->state_of(last).value() == trust::KeyState::usable;
  std::printf("%-28s %14.2f ms, %llu keys, %.0f bytes a key%s\n", "opening them", opened * 1e3,
              static_cast<unsigned long long>(ring->status().keys),
              static_cast<double>(fs::file_size(folder / "slots")) /
                  static_cast<double>(ring->status().keys),
              usable ? "" : "; AND THE LAST ONE IS NOT THERE");
}

}  // namespace

void measure_sealing(const fs::path& directory, int rounds, double seconds, std::uint64_t keys) {
  const auto folder = directory / "sealing";
  const auto master = trust::random_master_key();
  std::printf("\nevents/s of commands in flight, until indexes (and views) drained\n");
  compare(folder, "sealing, no views", {}, {.master = &master}, rounds, seconds);
  compare(folder, "sealing and notary, views", {.views = true},
          {.views = true, .notary = true, .master = &master}, rounds, seconds);
  many_keys(directory / "keys", keys);
  fs::remove_all(folder);
  fs::remove_all(directory / "keys");
}

}  // namespace recourse::bench
