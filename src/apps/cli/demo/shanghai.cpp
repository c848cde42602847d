#include "shanghai.hpp"

#include <algorithm>
#include <recourse/office.hpp>
#include <tuple>
#include <unordered_set>

#include "marker.hpp"
#include "script.hpp"

namespace recourse::cli {
namespace {

/// One command with its place in the global order and its permanent id.
struct Turn {
  std::size_t planned;  ///< Index of the case.
  std::size_t number;   ///< Of the command in its case, from 1.
  CommandId id;
  Action action;
};

/// What is played, in the order of time.
struct Show {
  Plan plan;
  std::vector<StreamId> streams;  ///< Of each case.
  std::vector<Turn> turns;
  CommandId start;
  CommandId finish;
};

StreamId show_stream() { return StreamId::parse("demo/shanghai-2023").value(); }
core::Actor show_actor() { return {"demo", "simulation", ""}; }

Result<Show> make_show(const DemoOptions& options) {
  RECOURSE_TRY_ASSIGN(auto plan, make_plan(options.seed, options.cases));
  Show show{std::move(plan), {}, {}, {}, {}};
  const std::string prefix = "demo/" + std::to_string(options.seed) + "/";
  show.start = derived_command_id(prefix + "start/" + std::to_string(options.cases) + "/" +
                                  std::to_string(kPlanVersion));
  show.finish = derived_command_id(prefix + "finish/" + std::to_string(options.cases));
  for (std::size_t i = 0; i < show.plan.cases.size(); ++i) {
    const auto& planned = show.plan.cases[i];
    show.streams.push_back(stream_of(planned));
    std::size_t number = 0;
    for (auto& action : script_of(show.plan, i)) {
      ++number;
      const auto id = derived_command_id(prefix + planned.key + "/" + std::to_string(number));
      show.turns.push_back({i, number, id, std::move(action)});
    }
  }
  std::ranges::sort(show.turns, {}, [](const Turn& turn) {
    return std::tuple{turn.action.at, turn.planned, turn.number};
  });
  return show;
}

class Player {
 public:
  Player(const DemoOptions& options, Show show, const Office& office, ManualClock& clock)
      : options_(options),
        show_(std::move(show)),
        office_(office),
        clock_(clock),
        shows_(office.store(), ShowDecider{}) {
    summary_.seed = options.seed;
  }

  Result<DemoSummary> play() {
    RECOURSE_TRY(check_store());
    RECOURSE_TRY(mark(StartShow{options_.seed, options_.cases, kPlanVersion}, show_.start));
    const auto began = std::chrono::steady_clock::now();
    for (const auto& turn : show_.turns) RECOURSE_TRY(give(turn));
    summary_.elapsed = std::chrono::steady_clock::now() - began;
    RECOURSE_TRY(mark(FinishShow{show_.turns.size()}, show_.finish));
    RECOURSE_TRY_ASSIGN(summary_.figures, office_.report());
    RECOURSE_TRY_ASSIGN(summary_.head, office_.store().head());
    return summary_;
  }

 private:
  /// What the engine notes of its keys, in a log that is sealed.
  static bool is_of_keys(const core::RecordView& record) {
    return record.stream.substr(0, record.stream.find('/')) == trust::SealingDecider::kKind;
  }
  Result<bool> is_fresh() const {
    RECOURSE_TRY_ASSIGN(const auto cursor, office_.store().read_all());
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return true;
      if (!is_of_keys(cursor->record())) return false;
    }
  }

  /// The log must be empty, or begin with our marker and hold nothing but our commands.
  Result<void> check_store() {
    RECOURSE_TRY_ASSIGN(const bool fresh, is_fresh());
    if (fresh) return {};
    summary_.resumed = true;
    RECOURSE_TRY_ASSIGN(const auto marker, shows_.load(show_stream()));
    if (!marker.state.started) return foreign("holds a log that no demonstration began");
    const auto& started = *marker.state.started;
    if (started != ShowStarted{options_.seed, options_.cases, kPlanVersion}) {
      return foreign("holds the demonstration of seed " + std::to_string(started.seed) + " with " +
                     std::to_string(started.cases) + " cases, plan version " +
                     std::to_string(started.plan) + "; asked for is seed " +
                     std::to_string(options_.seed) + " with " + std::to_string(options_.cases) +
                     " cases, plan version " + std::to_string(kPlanVersion));
    }
    std::unordered_set<CommandId> ours{show_.start, show_.finish};
    for (const auto& turn : show_.turns) ours.insert(turn.id);
    RECOURSE_TRY_ASSIGN(const auto cursor, office_.store().read_all());
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return {};
      const auto& record = cursor->record();
      if (is_of_keys(record) || ours.contains(record.command_id)) continue;
      return foreign("holds " + std::string{record.type} + " in stream " +
                     std::string{record.stream} + " at position " +
                     std::to_string(record.position.value) +
                     ", which this demonstration did not make");
    }
  }

  Error foreign(const std::string& what) const {
    const auto where = options_.store == "memory" ? "memory" : options_.directory.string();
    return Error{Errc::invalid_argument, "the store in " + where + " " + what +
                                             "; it is left as it is, name another directory"};
  }

  Result<void> mark(const ShowDecider::Command& command, CommandId id) {
    const core::Context context{clock_.now(), show_actor(), id};
    RECOURSE_TRY_ASSIGN(const auto outcome, shows_.handle(show_stream(), command, context));
    if (outcome.refused()) {
      return Error{Errc::user_code_failed, "the marker was refused: " + outcome.refusal().en};
    }
    return {};
  }

  Result<void> give(const Turn& turn) {
    const auto& [at, actor, command] = turn.action;
    clock_.set(at);
    const auto& stream = show_.streams[turn.planned];
    // The script is its own clock, and its own adapters: its roles come from nobody outside.
    const core::Context context{.now = at,
                                .actor = actor,
                                .command_id = turn.id,
                                .standing = core::StandingOf::role(actor.role)};
    RECOURSE_TRY_ASSIGN(const auto outcome, office_.handle(stream, command, context));
    ++summary_.commands;
    if (outcome.refused()) {
      const auto& no = outcome.refusal();
      return Error{Errc::user_code_failed,
                   std::string{describe::type_of(command)} + " by " + actor.to_string() + " on " +
                       stream.text() + " at " + to_string(at, kShanghaiOffset) +
                       " was refused: " + no.name + " (" + no.rule + "): " + no.en};
    }
    if (!outcome.appended().repeated) ++summary_.fresh;
    if (options_.progress) options_.progress(summary_.commands, show_.turns.size());
    return {};
  }

  const DemoOptions& options_;
  const Show show_;
  const Office& office_;
  ManualClock& clock_;
  core::Workflow<ShowDecider> shows_;
  DemoSummary summary_;
};

}  // namespace

Result<DemoSummary> run_shanghai_demo(const DemoOptions& options) {
  // Everything is planned before a store is touched.
  RECOURSE_TRY_ASSIGN(auto show, make_show(options));
  // The clock must outlive the engine.
  ManualClock clock{start_of(kFirstDay, kShanghaiOffset)};
  RECOURSE_TRY_ASSIGN(const auto office, Office::open({.directory = options.directory,
                                                       .store = options.store,
                                                       .clock = &clock,
                                                       .log = options.log,
                                                       .sealing = options.sealing}));
  return Player{options, std::move(show), *office, clock}.play();
}

Result<DemoSummary> play_shanghai_demo(const Office& office, ManualClock& clock,
                                       const DemoOptions& options) {
  RECOURSE_TRY_ASSIGN(auto show, make_show(options));
  clock.set(start_of(kFirstDay, kShanghaiOffset));
  return Player{options, std::move(show), office, clock}.play();
}

}  // namespace recourse::cli
