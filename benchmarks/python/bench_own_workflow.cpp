// The parcel of bench_own_workflow.py in C++: what the same commands and folds cost there.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <recourse/engine.hpp>

namespace {

using namespace recourse;

struct State {
  std::string door;
  std::int64_t count = 0;
};
struct Deposited {
  std::string door;
  Timestamp at{};
};
struct Deposit {
  std::string door;
};
BOOST_DESCRIBE_STRUCT(Deposited, (), (door, at))
BOOST_DESCRIBE_STRUCT(Deposit, (), (door))
constexpr auto recourse_spec(const Deposited*) {
  return describe::spec("parcel.deposited", 1, "A parcel was put in.",
                        {{"door", 1, "Which door."}, {"at", 1, "When."}});
}
constexpr auto recourse_spec(const Deposit*) {
  return describe::spec("parcel.deposit", 1, "Put a parcel in.", {{"door", 1, "Which door."}});
}

struct Parcel {
  using State = ::State;
  using Command = std::variant<Deposit>;
  using Event = std::variant<Deposited>;
  static constexpr std::string_view kKind = "parcel";
  static constexpr std::uint32_t kDefinition = 1;
  core::Decision<Event> decide(const State&, const Command& command,
                               const core::Context& context) const {
    return core::Decision<Event>::of(Deposited{std::get<Deposit>(command).door, context.now});
  }
  void evolve(State& state, const Event& event, const core::Facts&) const {
    state.door = std::get<Deposited>(event).door;
    ++state.count;
  }
};

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// Commands a second to streams of their own; or events folded a second of one stream.
double run(int count, bool folds) {
  const auto engine = Engine::open({.store = "memory"}).value();
  auto& parcels = engine->add(Parcel{});
  engine->start().value();
  const auto give = [&](const std::string& key) {
    const auto stream = StreamId::of("parcel", key).value();
    parcels.handle(stream, Deposit{"7"}, engine->context({"c1", "courier", ""})).value();
  };
  auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) give(folds ? "A1" : "A" + std::to_string(i));
  if (!folds) return count / seconds_since(begun);
  begun = std::chrono::steady_clock::now();
  const Version at{static_cast<std::uint64_t>(count - 1)};
  if (parcels.find(StreamId::of("parcel", "A1").value(), at)->state.count != count - 1)
    std::abort();
  return count / seconds_since(begun);
}

void report(const char* name, int count, bool folds) {
  run(count / 5, folds);
  std::vector<double> figures;
  for (int i = 0; i < 5; ++i) figures.push_back(run(count, folds));
  auto sorted = figures;
  std::ranges::sort(sorted);
  std::printf("%-28s %10.0f /s   runs:", name, sorted[2]);
  for (const auto figure : figures) std::printf(" %.0f", figure);
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 5000;
  if (count < 10) return 2;
  report("commands, C++", count, false);
  report("events folded, C++", count, true);
}
