#include "benchmarks/engine/city.hpp"

#include <cstdio>
#include <cstdlib>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/fold.hpp>
#include <semaphore>

namespace recourse::bench {
namespace {

using namespace casework;
using namespace casework::complaint;
using core::Actor;
using core::Loaded;

constexpr std::ptrdiff_t kInFlight = 4096;

Sealed<std::string> said(std::string text) { return Sealed<std::string>{std::move(text)}; }

/// A case on its way.
struct Life {
  std::uint64_t number = 0;
  std::size_t next_step = 0;
  Loaded<State> now;
};

Report report_of(const std::string& station) {
  Report report{.station = station, .district = "PD"};
  report.category = Category::difficult;
  report.line = Line::population;
  report.matter = "RK10";
  report.reason = "D1";
  report.name = said("张三");
  report.narrative = said("到派出所办理迁入三次，每次要求的材料都不同，仍未能办成。");
  report.present = true;
  return report;
}

/// Decides a case's next step and hands it to the store.
class Writer {
 public:
  explicit Writer(core::EventStore& store) : store_(&store) {}
  ~Writer() {
    for (std::ptrdiff_t i = 0; i < kInFlight; ++i) free_.acquire();
  }

  std::uint64_t events() const { return events_; }

  void give(Life& life, Timestamp at) {
    const auto stream = "case/" + std::to_string(life.number);
    const auto given = city_step(life.number, life.next_step++);
    const auto id = derived_command_id(stream + "/" + std::to_string(life.next_step));
    const core::Context context{at, given.actor, id, stream};
    const auto decision = decider_.decide(life.now.state, given.command, context, {});
    if (decision.is_refusal()) {
      std::fprintf(stderr, "the city's step %zu was refused: %s\n", life.next_step,
                   decision.refusal().en.c_str());
      std::abort();
    }
    core::Append append{.command_id = id, .actor = given.actor.to_string(), .streams = {}};
    append.streams.push_back({StreamId::parse(stream).value(),
                              core::ExpectedVersion::exactly(life.now.version),
                              ComplaintDecider::kDefinition,
                              {}});
    for (const auto& event : decision.events()) {
      core::NewEvent made{
          std::string{describe::type_of(event)}, describe::version_of(event), at, {}};
      describe::encode_alternative(event, made.payload);
      append.streams.back().events.push_back(std::move(made));
      core::Fold<ComplaintDecider>{decider_}.evolve(life.now, event, {stream, at, id, id}).value();
      ++events_;
    }
    free_.acquire();
    store_->async_append(std::move(append), [this](Result<core::Appended> appended) {
      appended.value();
      free_.release();
    });
  }

 private:
  core::EventStore* store_;
  ComplaintDecider decider_;
  std::counting_semaphore<kInFlight> free_{kInFlight};
  std::uint64_t events_ = 0;
};

}  // namespace

Timestamp city_begins() { return parse_timestamp("2023-06-01T09:00:00+08:00").value(); }

std::string station_of(std::uint64_t number) { return "S" + std::to_string(100 + number % 311); }

CityStep city_step(std::uint64_t number, std::size_t step) {
  const auto station = station_of(number);
  const Actor officer{"w" + std::to_string(number % 7), "window_officer", station};
  const auto day = LocalDay{std::chrono::days{19'600 + static_cast<int>(number % 200)}};
  switch (step) {
    case 0:
      return {report_of(station), officer};
    case 1:
      return {Contact{Told::phone, true}, officer};
    case 2: {
      RouteExpedite route{.why = "群众急需", .needed_by = day, .promised = day};
      route.application = "YW-" + std::to_string(number);
      route.explanation = said("已说明办理时限和所需材料。");
      return {route, officer};
    }
    case 3:
      return {MarkMatterDone{"YW-" + std::to_string(number)}, officer};
    case 4: {
      Close close{.outcome = Outcome::done, .reply = said("事项已办结，材料已送达。")};
      close.told = Told::in_person;
      return {close, officer};
    }
    default: {
      Rate rate{.way = RatingWay::code, .grade = Grade::satisfied};
      return {rate, Actor{"c" + std::to_string(number), "citizen", ""}};
    }
  }
}

std::uint64_t fill(core::EventStore& store, const City& city) {
  Writer writer{store};
  std::vector<Life> open;
  std::uint64_t begun = 0;
  std::uint64_t dice = 1;
  const std::size_t steps = city.to_the_end ? kCitySteps : 1;
  while (begun < city.cases || !open.empty()) {
    if (begun < city.cases && (open.size() < city.at_once || !city.to_the_end)) {
      open.emplace_back().number = ++begun;
    }
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    auto& life = open[(dice >> 33) % open.size()];
    writer.give(life, city_begins() + std::chrono::minutes{static_cast<int>(life.next_step)});
    if (life.next_step < steps) continue;
    std::swap(life, open.back());
    open.pop_back();
  }
  store.drain().value();
  return writer.events();
}

}  // namespace recourse::bench
