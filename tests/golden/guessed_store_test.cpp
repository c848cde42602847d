// Makes a store in which every workflow has many streams, from a seed: what golden logs of new
// workflows, and what old ones lack, are taken out of (fold_golden_test.cpp).
//
// Begun at a year's end (RECOURSE_GUESS_FROM=2026-11-01T09:00:00+08:00), the next year's notice
// comes behind it.
//
//     export RECOURSE_GUESS_STORE=var/guessed RECOURSE_GUESS_SEED=7
//     build/dev/bin/golden_tests --gtest_filter='GuessedStore.*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <recourse/office.hpp>
#include <set>

#include "tests/support/guess.hpp"

namespace recourse {
namespace {

constexpr unsigned kStreams = 240;
constexpr unsigned kSteps = 24;     // of each stream, some days apart
constexpr unsigned kAttempts = 25;  // most of what is guessed is refused

/// What somebody does next to a stream of a workflow, if he is let.
void step(const Office& office, const ManualClock& clock, const core::WorkflowPort& port,
          unsigned number, sim::Random& random) {
  const auto& info = port.info();
  const auto key = info.key.empty() ? test::Guesser::key(info.kind, number) : std::string{info.key};
  const auto stream = StreamId::of(info.kind, key).value();
  const auto found = port.find_any(stream);
  const auto fresh = info.new_state();
  const auto open = port.next(found ? found->state.get() : fresh.get(), nullptr);
  if (!open || open->empty()) return;
  test::Guesser guess{random, clock.now()};
  const auto name = (*open)[random.below(open->size())];
  for (unsigned attempt = 0; attempt < kAttempts; ++attempt) {
    const auto command = guess.command(info, name);
    const auto outcome = office.handle_any(port, stream, command.get(), guess.context(office));
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message();
    if (!outcome->refused()) return;
  }
}

/// Whether its streams are guessed: of what has no limits accounts alone, since keys, notices and
/// erasures cannot be guessed.
bool is_guessed(const core::WorkflowInfo& info) { return info.kind == "account" || info.timed; }

/// Streams of each workflow, from a seed.
void guess(const Office& office, ManualClock& clock, unsigned streams) {
  const char* const seed = std::getenv("RECOURSE_GUESS_SEED");
  sim::Random random{seed != nullptr ? std::strtoull(seed, nullptr, 10) : 1};
  for (unsigned round = 0; round < kSteps && !testing::Test::HasFailure(); ++round) {
    clock.advance(std::chrono::hours{12 + random.below(96)});
    for (const auto* port : office.engine().workflows()) {
      if (!is_guessed(port->info())) continue;
      for (unsigned number = 0; number < streams && !testing::Test::HasFailure(); ++number) {
        step(office, clock, *port, number, random);
      }
    }
  }
  // What has passed by then is said.
  office.fire_due().value();
}

/// The notice of the year behind `begun` comes, and the limits that waited for it are counted
/// again.
void publish_next_year(const Office& office, Timestamp begun) {
  const std::chrono::year_month_day first{local_day(begun, kShanghaiOffset)};
  const auto next = first.year() + std::chrono::years{1};
  const auto off = [&](unsigned day) {
    return casework::calendar::Day{LocalDay{next / std::chrono::January / day}, true, "元旦"};
  };
  const auto outcome =
      office.publish_year({static_cast<std::uint32_t>(int{next}), {off(1), off(4)}, "gov.cn"},
                          office.context({"a1", "administrator", ""}));
  ASSERT_TRUE(outcome && !outcome->refused());
  office.recompute_limits().value();
}

TEST(GuessedStore, HasManyStreamsOfEveryWorkflow) {
  const auto* const folder = std::getenv("RECOURSE_GUESS_STORE");
  const unsigned streams = folder != nullptr ? kStreams : 12;
  const char* const from = std::getenv("RECOURSE_GUESS_FROM");
  const auto start = parse_timestamp(from != nullptr ? from : "2023-06-01T09:00:00+08:00").value();
  ManualClock clock{start};
  OfficeOptions options{.store = "memory", .clock = &clock};
  if (folder != nullptr) options.store = "rocksdb", options.directory = folder;
  const auto office = Office::open(std::move(options)).value();
  guess(*office, clock, streams);
  if (from != nullptr) publish_next_year(*office, start);
  std::map<std::string, std::set<std::string>, std::less<>> begun;
  const auto cursor = office->store().read_all().value();
  while (cursor->next().value()) {
    const auto& record = cursor->record();
    begun[std::string{record.stream_kind()}].emplace(record.stream);
  }
  for (const auto& workflow : office_workflows()) {
    if (!is_guessed(*workflow.info)) continue;
    // A workflow of one stream has it.
    const auto wanted = workflow.info->key.empty() ? streams / 3 : 1;
    EXPECT_GE(begun[std::string{workflow.info->kind}].size(), wanted) << workflow.info->kind;
  }
}

}  // namespace
}  // namespace recourse
