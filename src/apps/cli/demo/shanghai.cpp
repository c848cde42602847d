#include "shanghai.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/office.hpp>
#include <thread>
#include <tuple>
#include <unordered_set>

#include "acts.hpp"
#include "cast.hpp"
#include "marker.hpp"
#include "open_work.hpp"
#include "script.hpp"

namespace recourse::cli {
namespace {

/// One command with its place in the global order and its permanent id.
struct Turn {
  std::size_t order;   ///< Of those at one moment: the institutions' first, then case by case.
  std::size_t number;  ///< Of the command among those of its script, from 1.
  CommandId id;
  CommandId next;  ///< That of the next command behind it in its script that is taken.
  Act act;
};

/// What is played, in the order of time.
struct Show {
  Plan plan;
  std::vector<Turn> turns;
  std::vector<Turn> behind;  ///< What is open at the end; played behind the finish.
  std::uint64_t open = 0;    ///< Cases of `behind`.
  CommandId start;
  CommandId finish;
};

StreamId show_stream() { return StreamId::parse("demo/shanghai-2023").value(); }
core::Actor show_actor() { return {"demo", "simulation", ""}; }

/// Adds a script under a name that its command ids are made of.
void add(std::vector<Turn>& turns, std::size_t order, const std::string& name,
         std::vector<Act> acts) {
  const auto id_of = [&](std::size_t n) {
    return derived_command_id(name + "/" + std::to_string(n));
  };
  std::vector<std::size_t> taken(acts.size() + 1, acts.size() + 1);  // behind each, the next such
  for (std::size_t i = acts.size(); i-- > 0;) {
    taken[i] = acts[i].refusal.empty() ? i + 1 : taken[i + 1];
  }
  std::size_t number = 0;
  for (auto& act : acts) {
    ++number;
    turns.push_back({order, number, id_of(number), id_of(taken[number]), std::move(act)});
  }
}

bool was_refused_at_counter(const casework::complaint::Command& command) {
  using namespace casework::complaint;
  const Report* report = std::get_if<Report>(&command);
  if (const auto* once = std::get_if<FinishOnSpot>(&command)) report = &once->report;
  return report != nullptr &&
         std::ranges::find(report->counter_did, CounterFault::refused) != report->counter_did.end();
}

void add_case(Show& show, std::size_t index, const std::string& prefix) {
  const auto& planned = show.plan.cases[index];
  const auto stream = stream_of(planned);
  std::vector<Act> acts;
  bool refused = false;
  for (auto& action : script_of(show.plan, index)) {
    refused = refused || was_refused_at_counter(action.command);
    acts.push_back(
        {action.at, std::move(action.actor),
         core::intent<casework::complaint::ComplaintDecider>(stream, std::move(action.command))});
  }
  add(show.turns, index + 1, prefix + planned.key, std::move(acts));
  if (refused)
    add(show.turns, 0, prefix + "refusal/" + planned.key, refusal_acts(show.plan, planned));
}

void in_order(std::vector<Turn>& turns) {
  std::ranges::stable_sort(turns, {}, [](const Turn& turn) {
    return std::tuple{turn.act.at, turn.order, turn.number};
  });
}

/// From the first working day behind the half-year's end on. Requires: its turns are in order.
void add_open_work(Show& show, const std::string& prefix) {
  const auto first = working_day_after(day_of(show.turns.back().act.at), 1);
  std::size_t order = 0;
  for (auto& script : open_work(show.plan, first)) {
    const auto kind = script.acts.front().what.stream.kind();
    if (kind == casework::complaint::ComplaintDecider::kKind) ++show.open;
    add(show.behind, ++order,
        prefix + "open/" + std::to_string(kOpenWorkVersion) + "/" + script.key,
        std::move(script.acts));
  }
  in_order(show.behind);
}

Result<Show> make_show(const DemoOptions& options) {
  RECOURSE_TRY_ASSIGN(auto plan, make_plan(options.seed, options.cases));
  Show show{std::move(plan), {}, {}, 0, {}, {}};
  const std::string prefix = "demo/" + std::to_string(options.seed) + "/";
  show.start = derived_command_id(prefix + "start/" + std::to_string(options.cases) + "/" +
                                  std::to_string(kPlanVersion));
  show.finish = derived_command_id(prefix + "finish/" + std::to_string(options.cases));
  add(show.turns, 0, prefix + "windows", window_acts(show.plan));
  add(show.turns, 0, prefix + "oversight", oversight_acts(show.plan));
  add(show.turns, 0, prefix + "liaisons", liaison_acts(show.plan));
  add(show.turns, 0, prefix + "hotline", hotline_acts(show.plan));
  add(show.turns, 0, prefix + "improvement", improvement_acts(show.plan));
  for (std::size_t i = 0; i < show.plan.cases.size(); ++i) add_case(show, i, prefix);
  in_order(show.turns);
  add_open_work(show, prefix);
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
    clock_.set(show_.turns.front().act.at);
    RECOURSE_TRY(mark(StartShow{options_.seed, options_.cases, kPlanVersion}, show_.start));
    const auto began = std::chrono::steady_clock::now();
    for (const auto& turn : show_.turns) RECOURSE_TRY(give(turn));
    RECOURSE_TRY(react());  // to what the last day brought
    summary_.elapsed = std::chrono::steady_clock::now() - began;
    RECOURSE_TRY_ASSIGN(const auto finished, mark(FinishShow{show_.turns.size()}, show_.finish));
    RECOURSE_TRY_ASSIGN(summary_.figures, office_.report({}, finished));
    RECOURSE_TRY_ASSIGN(summary_.loop, loop_figures(office_, finished));
    if (options_.open_work) RECOURSE_TRY(play_open_work());
    RECOURSE_TRY_ASSIGN(summary_.head, office_.store().head());
    return summary_;
  }

 private:
  /// What passes between its turns, the timers do, day by day.
  Result<void> play_open_work() {
    const auto began = std::chrono::steady_clock::now();
    for (const auto& turn : show_.behind) {
      RECOURSE_TRY(pass_time_until(turn.act.at));
      RECOURSE_TRY(give(turn));
    }
    RECOURSE_TRY(react());
    summary_.open = show_.open;
    summary_.elapsed += std::chrono::steady_clock::now() - began;
    return {};
  }
  Result<void> pass_time_until(Timestamp at) {
    for (auto day = day_of(clock_.now()); day < day_of(at); day += std::chrono::days{1}) {
      clock_.set(midnight_after(day));
      RECOURSE_TRY_ASSIGN(const auto fired, office_.fire_due());
      if (fired.failing > 0) return Error{Errc::user_code_failed, "timers: " + fired.last_error};
    }
    return {};
  }

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
    for (const auto& turn : show_.behind) ours.insert(turn.id);
    RECOURSE_TRY_ASSIGN(const auto cursor, office_.store().read_all());
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return {};
      const auto& record = cursor->record();
      // What reactions made of our commands is in their chain.
      const bool follows = record.correlation && ours.contains(*record.correlation);
      // Timers act on streams that are there, which are looked at here, too.
      const bool by_timer = record.actor == timer().to_string();
      if (is_of_keys(record) || follows || by_timer || ours.contains(record.command_id)) continue;
      return foreign("holds " + std::string{record.type} + " in stream " +
                     std::string{record.stream} + " at position " +
                     std::to_string(record.position.value) +
                     ", which this demonstration did not make");
    }
  }

  Error foreign(const std::string& what) const {
    const auto where = options_.store == "memory" ? "memory" : options_.directory.string();
    return Error{Errc::invalid_argument,
                 "the store in " + where + " " + what + "; it is left as it is, name another one"};
  }

  /// Where the marker is.
  Result<Position> mark(const ShowDecider::Command& command, CommandId id) {
    const core::Context context{clock_.now(), show_actor(), id};
    RECOURSE_TRY_ASSIGN(const auto outcome, shows_.handle(show_stream(), command, context));
    if (outcome.refused()) {
      return Error{Errc::user_code_failed, "the marker was refused: " + outcome.refusal().en};
    }
    return outcome.appended().last;
  }

  /// What follows from the records of the day before.
  Result<void> react_daily(Timestamp at) {
    const auto day = day_of(at);
    if (day == today_) return {};
    today_ = day;
    return react();
  }
  Result<void> react() const {
    RECOURSE_TRY_ASSIGN(const auto reactions, office_.engine().react());
    return {};
  }

  /// The command as it is given at its moment; nothing: it was given before. What it counted then
  /// stands; of a refusal the log says nothing, so what came behind it tells.
  Result<std::optional<core::Intent>> command_of(const Turn& turn) const {
    const bool refused = !turn.act.refusal.empty();
    if (!turn.act.counted && !refused) return std::optional{turn.act.what};
    RECOURSE_TRY_ASSIGN(const auto before, office_.store().find(refused ? turn.next : turn.id));
    if (before) return std::optional<core::Intent>{};
    if (refused) return std::optional{turn.act.what};
    RECOURSE_TRY_ASSIGN(auto counted, turn.act.counted(office_));
    return std::optional{std::move(counted)};
  }

  Result<void> give(const Turn& turn) {
    RECOURSE_TRY(react_daily(turn.act.at));
    clock_.set(turn.act.at);
    RECOURSE_TRY_ASSIGN(const auto command, command_of(turn));
    ++summary_.commands;
    const auto total = show_.turns.size() + (options_.open_work ? show_.behind.size() : 0);
    if (options_.progress) options_.progress(summary_.commands, total);
    if (!command) return {};
    // The script is its own clock, and its own adapters: its roles come from nobody outside.
    const auto& actor = turn.act.actor;
    const core::Context context{.now = turn.act.at,
                                .actor = actor,
                                .command_id = turn.id,
                                .standing = core::StandingOf::role(actor.role)};
    const auto& port = *office_.engine().workflow(command->stream.kind());
    RECOURSE_TRY_ASSIGN(const auto outcome,
                        office_.handle_any(port, command->stream, command->command.get(), context));
    const std::string refused = outcome.refused() ? outcome.refusal().name : "";
    if (refused != turn.act.refusal) {
      const auto why = outcome.refused() ? outcome.refusal().en : "it was taken";
      return Error{Errc::user_code_failed,
                   std::string{command->type} + " by " + actor.to_string() + " on " +
                       command->stream.text() + " at " + to_string(turn.act.at, kShanghaiOffset) +
                       " was not to be answered by \"" + refused + "\": " + why};
    }
    if (outcome.refused()) {
      ++summary_.refused;
    } else if (!outcome.appended().repeated) {
      ++summary_.fresh;
    }
    return {};
  }

  const DemoOptions& options_;
  const Show show_;
  const Office& office_;
  ManualClock& clock_;
  core::Workflow<ShowDecider> shows_;
  DemoSummary summary_;
  LocalDay today_{};
};

/// What reactions ask for is decided one after the other, in the order in which they ask: the same
/// log on every run.
class OneAfterTheOther final : public core::Executor {
 public:
  ~OneAfterTheOther() override {
    {
      const std::lock_guard lock{mutex_};
      ended_ = true;
    }
    more_.notify_one();
    thread_.join();
  }
  void post(core::Task task) override {
    {
      const std::lock_guard lock{mutex_};
      tasks_.push_back(std::move(task));
    }
    more_.notify_one();
  }

 private:
  /// To the end, and whatever was posted before it.
  void run() {
    std::unique_lock lock{mutex_};
    for (;;) {
      more_.wait(lock, [this] { return ended_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task(std::monostate{});
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<core::Task> tasks_;
  bool ended_ = false;
  std::thread thread_{[this] { run(); }};  // last: it uses the others
};

}  // namespace

Result<DemoSummary> run_shanghai_demo(const DemoOptions& options) {
  // Everything is planned before a store is touched.
  RECOURSE_TRY_ASSIGN(auto show, make_show(options));
  // The clock must outlive the engine.
  ManualClock clock{start_of(kFirstDay, kShanghaiOffset)};
  OneAfterTheOther executor;
  const auto directory = options.open_store ? std::filesystem::path{} : options.directory;
  RECOURSE_TRY_ASSIGN(const auto office, Office::open({.directory = directory,
                                                       .store = options.store,
                                                       .open_store = options.open_store,
                                                       .clock = &clock,
                                                       .log = options.log,
                                                       .sealing = options.sealing,
                                                       .executor = &executor}));
  return Player{options, std::move(show), *office, clock}.play();
}

Result<DemoSummary> play_shanghai_demo(const Office& office, ManualClock& clock,
                                       const DemoOptions& options) {
  RECOURSE_TRY_ASSIGN(auto show, make_show(options));
  return Player{options, std::move(show), office, clock}.play();
}

}  // namespace recourse::cli
