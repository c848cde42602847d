// What a limit's end brings does not depend on who was faster: for every workflow of the office,
// the same commands give the same log, whether each limit fired when it passed or nothing fired
// until somebody came (an outage). Only recorded_at differs.
//
//     RECOURSE_OUTAGE_SEED=7 property_tests         # that history alone
//     RECOURSE_OUTAGE_SAID=said.jsonl …             # and what was given and recorded, a line each
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <recourse/describe/json.hpp>
#include <recourse/office.hpp>
#include <recourse/office_workflows.hpp>

#include "tests/support/guess.hpp"
#include "tests/support/hex.hpp"

namespace recourse {
namespace {

using test::Guesser;

/// One office in memory with a clock of its own.
struct Place {
  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();

  const core::WorkflowPort& port(std::string_view kind) const {
    return *office->engine().workflow(kind);
  }
  /// Everything that a stream holds, but when it was recorded and where.
  std::map<std::string, std::vector<std::string>> streams() const {
    std::map<std::string, std::vector<std::string>> all;
    const auto cursor = office->store().read_all().value();
    while (cursor->next().value()) {
      const auto& r = cursor->record();
      all[std::string{r.stream}].push_back(std::string{r.type} + " at " + to_string(r.occurred_at) +
                                           " by " + std::string{r.actor} + ": " +
                                           std::string{r.payload});
    }
    return all;
  }
};

/// What became of a command: the types of its events, or the refusal's name.
std::string told(const Result<core::Outcome>& outcome) {
  if (!outcome) return "error: " + outcome.error().message();
  if (outcome->refused()) return "no: " + outcome->refusal().name;
  return "yes";
}

/// Tells others what was given and what became of it, so that they can do the same: a line of JSON
/// each. Not open: tells nobody.
class Transcript {
 public:
  Transcript() {
    if (const char* file = std::getenv("RECOURSE_OUTAGE_SAID")) out_.open(file, std::ios::app);
  }
  bool wanted() const { return out_.is_open(); }
  void add(boost::json::object line) { out_ << boost::json::serialize(line) << '\n'; }

 private:
  std::ofstream out_;
};

class Outage {
 public:
  Outage(std::string_view kind, std::uint64_t seed)
      : kind_(kind), seed_(seed), random_(seed), watched_(), dark_() {}

  void play(unsigned steps) {
    SCOPED_TRACE(std::string{kind_} + ", seed " + std::to_string(seed_));
    for (unsigned i = 0; i < steps && !testing::Test::HasFailure(); ++i) {
      pass(std::chrono::hours{random_.below(random_.chance(85) ? 30 : 900)});
      give(i);
    }
    if (testing::Test::HasFailure()) return;
    // Those who come back find what would have been there.
    dark_.clock.set(watched_.clock.now());
    dark_.office->fire_due().value();
    watched_.office->fire_due().value();  // of what the last command left behind
    const auto watched = watched_.streams();
    const auto dark = dark_.streams();
    ASSERT_EQ(watched.size(), dark.size());
    for (const auto& [stream, events] : watched) EXPECT_EQ(dark.at(stream), events) << stream;
    tell_records();
  }
  std::uint64_t taken() const { return taken_; }
  std::uint64_t fired() const { return watched_.office->timers().fired; }

 private:
  void tell(const StreamId& stream, const void* command, const core::Context& context,
            const std::string& answer) {
    if (!transcript_.wanted()) return;
    const auto& info = watched_.port(kind_).info();
    transcript_.add(
        {{"kind", kind_},
         {"seed", seed_},
         {"at", to_string(context.now)},
         {"key", stream.key()},
         {"command", describe::to_json(command, *info.commands, {.reveal = true})},
         {"importer", context.standing.kind() == core::ActorKind::importer},
         {"actor",
          {{"id", context.actor.id}, {"role", context.actor.role}, {"unit", context.actor.unit}}},
         {"told", answer}});
  }
  void tell_records() {
    if (!transcript_.wanted()) return;
    boost::json::array records;
    const auto cursor = watched_.office->store().read_all().value();
    while (cursor->next().value()) {
      const auto& r = cursor->record();
      records.push_back({{"stream", r.stream},
                         {"type", r.type},
                         {"at", to_string(r.occurred_at)},
                         {"actor", r.actor},
                         {"payload", test::hex(r.payload)}});
    }
    transcript_.add({{"kind", kind_},
                     {"seed", seed_},
                     {"at", to_string(watched_.clock.now())},
                     {"records", std::move(records)}});
  }

  /// The watched one's limits fire as they pass.
  void pass(std::chrono::hours by) {
    const auto until = watched_.clock.now() + by;
    while (watched_.clock.now() < until) {
      watched_.clock.set(std::min(until, watched_.clock.now() + std::chrono::hours{4}));
      watched_.office->fire_due().value();
    }
    dark_.clock.set(until);
  }

  void give(unsigned number) {
    const auto& port = watched_.port(kind_);
    Guesser guess{random_, watched_.clock.now()};
    const auto stream = StreamId::of(kind_, guess.key(kind_)).value();
    const auto found = port.find_any(stream);
    const auto fresh = port.info().new_state();
    const auto open = port.next(found ? found->state.get() : fresh.get(), nullptr);
    std::vector<std::string_view> names;
    if (open) names = *open;
    if (names.empty()) return;
    const auto name = names[random_.below(names.size())];
    // Most of what is guessed is refused; what is taken counts.
    for (int attempt = 0; attempt < 12; ++attempt) {
      const auto command = guess.command(port.info(), name);
      auto context = guess.context(*watched_.office);
      context.command_id = derived_command_id(std::to_string(seed_) + "/" + std::to_string(number) +
                                              "/" + std::to_string(attempt));
      const auto here = watched_.office->handle_any(port, stream, command.get(), context);
      const auto there =
          dark_.office->handle_any(dark_.port(kind_), stream, command.get(), context);
      ASSERT_EQ(told(here), told(there)) << name << " " << stream.text();
      ASSERT_TRUE(here.has_value()) << here.error().message();
      tell(stream, command.get(), context, told(here));
      if (here->refused()) continue;
      ++taken_;
      return;
    }
  }

  std::string_view kind_;
  std::uint64_t seed_;
  sim::Random random_;
  Place watched_;
  Place dark_;
  Transcript transcript_;
  std::uint64_t taken_ = 0;
};

/// The timed workflows of the office but those that act with keys.
std::vector<std::string> kinds() {
  std::vector<std::string> all;
  for (const auto& workflow : office_workflows()) {
    if (workflow.info->timed) all.emplace_back(workflow.info->kind);
  }
  return all;
}

class Outages : public testing::TestWithParam<std::string> {};

TEST_P(Outages, LeaveTheLogThatACarefulWatchLeaves) {
  const char* one = std::getenv("RECOURSE_OUTAGE_SEED");
  const auto first = one != nullptr ? std::strtoull(one, nullptr, 10) : 1;
  const auto last = one != nullptr ? first : 40;
  std::uint64_t taken = 0;
  std::uint64_t fired = 0;
  for (auto seed = first; seed <= last && !HasFailure(); ++seed) {
    Outage outage{GetParam(), seed};
    outage.play(40);
    taken += outage.taken();
    fired += outage.fired();
  }
  if (one != nullptr || HasFailure()) return;
  EXPECT_GT(taken, 100u) << "who is refused everything tests nothing";
  EXPECT_GT(fired, 10u) << "nothing passed";
  std::cout << GetParam() << ": " << taken << " commands taken, " << fired << " limits passed\n";
}

INSTANTIATE_TEST_SUITE_P(EveryWorkflow, Outages, testing::ValuesIn(kinds()),
                         [](const auto& kind) { return kind.param; });

}  // namespace
}  // namespace recourse
