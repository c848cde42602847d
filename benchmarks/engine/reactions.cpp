#include "benchmarks/engine/reactions.hpp"

#include <recourse/stores/rocksdb.hpp>

#include "benchmarks/engine/client.hpp"

namespace recourse::bench {
namespace {

struct Echoed {};
BOOST_DESCRIBE_STRUCT(Echoed, (), ())
constexpr auto recourse_spec(const Echoed*) {
  return describe::spec("echo.echoed", 1, "An echo of a report.");
}
struct EchoIt {};
BOOST_DESCRIBE_STRUCT(EchoIt, (), ())
constexpr auto recourse_spec(const EchoIt*) {
  return describe::spec("echo.echo_it", 1, "Echo a report.");
}

/// The least that an intent can cost: a stream of its own, one event.
struct EchoDecider {
  struct State {};
  using Event = std::variant<Echoed>;
  using Command = std::variant<EchoIt>;
  static constexpr std::string_view kKind = "echo";
  static constexpr std::uint32_t kDefinition = 1;
  core::Decision<Event> decide(const State&, const Command&, const core::Context&) const {
    return core::Decision<Event>::of(Echoed{});
  }
  void evolve(State&, const Event&, const core::Facts&) const {}
};

class EchoReports final : public core::Reaction {
 public:
  core::ReactionSpec spec() const override {
    return {.name = "echo",
            .stream_kind = "case",
            .types = {"case.received"},
            .start = core::ReactionStart::beginning};
  }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override {
    const auto key = record.stream.substr(record.stream.find('/') + 1);
    RECOURSE_TRY_ASSIGN(auto stream, StreamId::of("echo", key));
    return std::vector{core::intent<EchoDecider>(std::move(stream), EchoIt{})};
  }
};

}  // namespace

void measure_reactions(const std::filesystem::path& directory) {
  const auto folder = directory / "reactions";
  std::filesystem::remove_all(folder);
  constexpr std::uint64_t kIntents = 100'000;
  ManualClock clock{city_begins()};
  {
    const auto store =
        stores::open_rocksdb({.directory = folder, .clock = &clock, .wait_when_full = true})
            .value();
    (void)fill(*store, {.cases = kIntents, .to_the_end = false});
  }
  clock.advance(std::chrono::hours{1});
  const auto open = [&](bool reacts) {
    return Office::open({.directory = folder,
                         .create = false,
                         .clock = &clock,
                         .services = {.reactions = reacts}},
                        [](Engine& engine) {
                          engine.add(EchoDecider{});
                          engine.add_reaction(std::make_unique<EchoReports>());
                          return Result<void>{};
                        })
        .value();
  };
  std::printf("\n%llu intents of one reaction\n", static_cast<unsigned long long>(kIntents));
  {
    const auto office = open(false);
    office->views()
        .wait_for("cases", office->store().head().value(), std::chrono::minutes{10})
        .value();
    Client before{*office, 1};
    std::this_thread::sleep_for(std::chrono::seconds{5});
    print_latency("commands without it", before.stop());
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto office = open(true);
  Client during{*office, kIntents / 2};
  const auto status = [&] {
    for (auto& one : office->engine().reactions()) {
      if (one.name == "echo") return one;
    }
    return core::ReactionStatus{};
  };
  while (status().taken < kIntents && !status().stopped) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  const auto took = seconds_since(begun);
  print_latency("commands beside it", during.stop());
  const auto at_the_end = status();
  std::printf("%-28s %8.1f s, %.0f intents/s; %llu taken, %llu refused, lag at the end %llu%s\n",
              "worked off in", took, static_cast<double>(at_the_end.taken) / took,
              static_cast<unsigned long long>(at_the_end.taken),
              static_cast<unsigned long long>(at_the_end.refused),
              static_cast<unsigned long long>(at_the_end.lag()),
              at_the_end.stopped ? ", and it stopped" : "");
}

}  // namespace recourse::bench
