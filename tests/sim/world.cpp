#include "tests/sim/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/core/memory_table.hpp>
#include <recourse/core/reaction.hpp>
#include <recourse/core/subscription.hpp>

namespace recourse::sim {
namespace {

using namespace core;
using errand::Errand;
using errand::Manner;
using stores::rocks::StoreCore;

constexpr std::size_t kMemory = std::size_t{32} << 20;
const Timestamp kStart{std::chrono::milliseconds{1'700'000'000'000}};
/// Many more than any world needs until nothing is left to do.
constexpr unsigned kTurnsToRest = 5000;
constexpr std::string_view kLineDown = "the line is down";
constexpr std::string_view kErrands = "errands";
constexpr std::string_view kSums = "sums";

class ErrandsView final : public StateView<Errand> {
 public:
  ErrandsView() : StateView({.name = std::string{kErrands}}, Errand{}) {}

 private:
  void rows_of(std::string_view stream, const Loaded<errand::State>& now,
               RowSink& rows) const override {
    const auto manner = static_cast<char>(now.state.manner);
    rows.put(std::string(1, manner).append(stream), std::to_string(now.state.notes));
  }
};

/// Counts records: whoever sees one twice, or misses one, is wrong for ever.
class SumsView final : public Projection {
 public:
  ProjectionSpec spec() const override { return {.name = std::string{kSums}}; }
  Result<void> apply(const RecordView& record, TableWriter& rows) override {
    for (const auto key : {record.stream_kind(), record.type}) {
      RECOURSE_TRY_ASSIGN(const auto before, rows.get(key));
      const auto count = before ? std::stoull(std::string{*before}) : 0;
      rows.put(key, std::to_string(count + 1));
    }
    return {};
  }
};

constexpr std::string_view kEcho = "echo";

/// Where an errand that is done begins another one; once for each time.
StreamId echo_of(std::string_view stream, Version version) {
  const auto key = std::string{stream.substr(stream.find('/') + 1)};
  return StreamId::of("errand", "echo-" + key + "-" + std::to_string(version.value)).value();
}

class Echo final : public Reaction {
 public:
  ReactionSpec spec() const override {
    return {.name = std::string{kEcho},
            .stream_kind = "errand",
            .types = {"errand.done"},
            .start = ReactionStart::beginning};
  }
  Result<std::vector<Intent>> react(const RecordView& record) const override {
    return std::vector{intent<Errand>(echo_of(record.stream, record.version),
                                      errand::Begin{record.occurred_at, Manner::told})};
  }
};

std::unique_ptr<Projection> projection_called(std::string_view name) {
  if (name == kErrands) return std::make_unique<ErrandsView>();
  return std::make_unique<SumsView>();
}

StreamId errand_id(std::uint64_t number) {
  return StreamId::of("errand", std::to_string(number)).value();
}

}  // namespace

struct World::Engine {
  explicit Engine(std::unique_ptr<StoreCore> opened, const Clock& clock)
      : store_core(std::move(opened)),
        store(*store_core),
        errands(store, Errand{}, {.cache = {.states = 4}}),
        others(store, Errand{}, {.cache = {.states = 0}}),
        feed(store),
        views(store, {.far_behind = 40, .window_bytes = 3000}, &feed),
        timers(errands, views, std::string{kErrands}, clock) {
    for (const auto name : {kErrands, kSums}) {
      views.add([name] { return projection_called(name); }).value();
    }
  }

  std::unique_ptr<StoreCore> store_core;
  WorldStore store;
  Workflow<Errand> errands;  // with a cache that is always too small
  Workflow<Errand> others;   // another writer: what it does, no cache here sees
  LogFeed feed;              // of views and reaction
  Views views;
  Timers<Errand> timers;
  std::unique_ptr<ReactionRunner> echo;

  Result<void> open_reaction(const Clock& clock) {
    const auto give = [this](const Intent& intent, const Context& context,
                             base::Completion<Result<Outcome>> done) {
      const auto& command = *static_cast<const errand::Command*>(intent.command.get());
      done(errands.handle(intent.stream, command, context));
    };
    RECOURSE_TRY_ASSIGN(echo,
                        ReactionRunner::open(store, feed, clock, std::make_unique<Echo>(), give));
    return {};
  }
};

struct World::Listener {
  SubscriptionOptions options;
  std::unique_ptr<Subscription> subscription;
  std::uint64_t begun_after = 0;    // position where this life of it began
  std::vector<std::uint64_t> told;  // in this life
  std::set<std::uint64_t> ever;     // in any life

  bool wants(const Fact& fact) const {
    return options.stream_kind.empty() || fact.stream.starts_with(options.stream_kind + "/");
  }
};

World::World(std::uint64_t seed)
    : seed_(seed),
      random_(seed * 2 + 1),
      image_random_(seed ^ 0xFACADE),
      clock_(kStart),
      latest_clock_(kStart),
      disk_(std::make_unique<Disk>()) {
  listeners_.resize(3);
  listeners_[0].options = {.name = "everything"};
  listeners_[1].options = {.name = "errands", .from = Position{3}, .stream_kind = "errand"};
  listeners_[2].options = {.stream_kind = "noise"};
}

World::~World() { close(); }

void World::open() {
  auto store_core = StoreCore::open({.directory = "/store",
                                     .memory_bytes = kMemory,
                                     .clock = &clock_,
                                     .log_id = log_id_,
                                     .fingerprint_key = {},
                                     .env = disk_->env()});
  if (!store_core) {
    EXPECT_TRUE(image_ != nullptr) << store_core.error().message();
    return;
  }
  engine_ = std::make_unique<Engine>(std::move(*store_core), clock_);
  if (!image_) log_id_ = engine_->store_core->identity().id;
  if (auto opened = engine_->views.open(); !opened) {
    EXPECT_TRUE(image_ != nullptr) << opened.error().message();
    return close();
  }
  if (auto opened = engine_->open_reaction(clock_); !opened) {
    EXPECT_TRUE(image_ != nullptr) << opened.error().message();
    return close();
  }
  engine_->store.on_turn([this] { turn(); });
  served_.clear();
  engine_->views.on_progress([this](std::string_view view, Position at) {
    auto& before = served_[std::string{view}];
    EXPECT_GE(at, before) << view << " went back";
    before = at;
  });
  for (auto& listener : listeners_) {
    const auto& name = listener.options.name;
    const auto kept = name.empty() ? std::optional<Checkpoint>{}
                                   : engine_->store.checkpoints().load(name).value();
    listener.told.clear();
    listener.begun_after = kept ? kept->position.value : listener.options.from.value - 1;
    listener.subscription =
        Subscription::open(engine_->store, clock_, listener.options,
                           [this, &listener](const RecordView& r) -> Result<void> {
                             if (!in_turn_ && random_.chance(3)) {
                               return Error{Errc::io_error, std::string{kLineDown}};
                             }
                             listener.told.push_back(r.position.value);
                             listener.ever.insert(r.position.value);
                             return {};
                           })
            .value();
  }
}

void World::close() {
  for (auto& listener : listeners_) listener.subscription.reset();
  if (engine_) {
    while (engine_->store.commit()) {  // every firing under way gets its answer
    }
  }
  engine_.reset();
}

bool World::ended() const {
  return image_ != nullptr || engine_ == nullptr || testing::Test::HasFailure();
}

// --- Lives ---------------------------------------------------------------------------------------

void World::schedule() {
  SCOPED_TRACE("RECOURSE_SIM_SEED=" + std::to_string(seed_));
  const auto lives = 1 + random_.below(3);
  for (std::uint64_t life = 0; life < lives && !testing::Test::HasFailure(); ++life) {
    live(static_cast<unsigned>(30 + random_.below(120)),
         random_.chance(80) ? 1 + random_.below(200) : 0);
    if (!testing::Test::HasFailure()) crash_and_come_back();
  }
  if (!testing::Test::HasFailure()) come_to_rest();
}

void World::live(unsigned steps, std::uint64_t cut_after) {
  if (cut_after != 0) {
    disk_->on_operation([this, at = disk_->operations() + cut_after](std::uint64_t n) {
      if (n != at) return;
      const bool only_killed = image_random_.chance(25);
      image_ = only_killed ? disk_->after_kill() : disk_->after_power_cut(image_random_);
      acknowledged_head_ = engine_ ? engine_->store.head().value().value : 0;
    });
  }
  if (!engine_) open();
  for (unsigned i = 0; i < steps && !ended(); ++i) step();
}

void World::crash_and_come_back() {
  if (!image_) {
    acknowledged_head_ = engine_ ? engine_->store.head().value().value : 0;
    image_ = random_.chance(50) ? disk_->after_kill() : disk_->after_power_cut(image_random_);
  }
  disk_->on_operation(nullptr);
  std::vector<Fact> acknowledged;
  if (engine_) acknowledged = read_log();
  std::erase_if(acknowledged, [this](const Fact& f) { return f.position > acknowledged_head_; });
  close();
  disk_ = std::move(image_);
  open();
  ASSERT_TRUE(engine_ != nullptr);
  const auto log = read_log();
  ASSERT_GE(log.size(), acknowledged.size()) << "something acknowledged is gone";
  EXPECT_TRUE(std::equal(acknowledged.begin(), acknowledged.end(), log.begin()));
  check_all();
}

void World::come_to_rest() {
  in_turn_ = true;  // nobody comes between any more
  for (int round = 0; round < 3 && !testing::Test::HasFailure(); ++round) {
    clock_.advance(std::chrono::minutes{round * 7});
    latest_clock_ = std::max(latest_clock_, clock_.now());
    unsigned turns = 0;
    for (bool worked = true; worked && !testing::Test::HasFailure();) {
      ASSERT_LT(++turns, kTurnsToRest) << "it never comes to rest";
      worked = engine_->store.commit();
      worked = engine_->store_core->pipeline().index_some().value() || worked;
      for (const auto name : {kErrands, kSums}) {
        worked = engine_->views.step(name).value() || worked;
      }
      worked = engine_->timers.step().value() || worked;
      engine_->echo->resume();
      worked = engine_->echo->step() || worked;
      for (auto& listener : listeners_) {
        listener.subscription->resume();
        worked = listener.subscription->step() || worked;
      }
    }
  }
  check_all();
  const auto log = read_log();
  for (const auto& [stream, story] : stories_of(log, log.size())) {
    if (story.now().manner == Manner::broken) continue;
    for (const auto& timer : waiting_in(story, story.facts.size())) {
      EXPECT_FALSE(timer.fires && timer.due < clock_.now())
          << stream << " " << timer.name << " was never fired";
    }
  }
  check_subscribers(log, true);
  check_reactions(log, true);
  in_turn_ = false;
}

// --- Steps ---------------------------------------------------------------------------------------

void World::step() {
  const auto what = random_.below(100);
  if (what < 30) return command(random_.chance(30));
  if (what < 36) return noise();
  if (what < 44) {
    engine_->store.commit();
    return;
  }
  if (what < 48) {
    EXPECT_TRUE(engine_->store_core->pipeline().index_some().has_value());
    return;
  }
  if (what < 60) return view_step();
  if (what < 70) return timers_step();
  if (what < 78) return subscriber_step();
  if (what < 82) return reaction_step();
  if (what < 88) return flush();
  if (what < 95) return jump_clock();
  if (what < 97) return rebuild();
  if (what < 99) return check_all();
  close();  // and open again, in an orderly way
  open();
}

errand::Command World::make_command() {
  const auto due = clock_.now() + errand::Millis{static_cast<int>(random_.below(90'000)) - 5'000};
  switch (random_.below(9)) {
    case 0:
    case 1:
    case 2:
      return errand::Begin{due, static_cast<Manner>(1 + random_.below(6))};
    case 3:
      return errand::Rest{};
    case 4:
    case 5:
      return errand::Move{due};
    case 6:
      return errand::Finish{};
    default:
      return errand::Note{std::to_string(random_.below(1000))};
  }
}

void World::command(bool by_another) {
  auto& workflow = by_another ? engine_->others : engine_->errands;
  if (!past_.empty() && random_.chance(8)) {
    // A copy: whoever gets a turn meanwhile adds to the list.
    const auto [stream, given] = past_[random_.below(past_.size())];
    (void)workflow.handle(stream, given.first, given.second);  // its first answer again
    return;
  }
  const auto stream = errand_id(random_.below(12));
  const Context context{clock_.now(), Actor{"w1", "officer", "S1"},
                        derived_command_id("world " + std::to_string(next_id_++))};
  const auto given = make_command();
  past_.push_back({stream, {given, context}});
  const auto outcome = workflow.handle(stream, given, context);
  if (outcome) return;
  // What has passed comes before the command; where it cannot be decided, nothing can.
  const auto now = workflow.current(stream).value();
  EXPECT_TRUE(now->state.manner == Manner::broken &&
              outcome.error().code() == Errc::user_code_failed)
      << outcome.error().message();
}

/// Something that nobody here waits for: it stands in the queue until somebody commits.
void World::noise() {
  Append append{.command_id = derived_command_id("noise " + std::to_string(next_id_++)),
                .actor = "noise",
                .streams = {}};
  const auto stream = StreamId::of("noise", std::to_string(random_.below(3))).value();
  append.streams.push_back({stream, ExpectedVersion::any(), 0, {}});
  const auto events = 1 + random_.below(3);
  for (std::uint64_t i = 0; i < events; ++i) {
    append.streams.back().events.push_back({"noise.heard", 1, clock_.now(), "x"});
  }
  engine_->store.async_append(std::move(append), [](Result<Appended> appended) {
    EXPECT_TRUE(appended.has_value()) << appended.error().message();
  });
}

/// Somebody else comes between.
void World::turn() {
  if (in_turn_ || !random_.chance(4)) return;
  in_turn_ = true;
  const auto what = random_.below(3);
  if (what == 0) noise();
  if (what <= 1) engine_->store.commit();
  if (what == 2) command(true);
  in_turn_ = false;
}

void World::view_step() {
  const auto view = random_.chance(50) ? kErrands : kSums;
  const auto stepped = engine_->views.step(view);
  EXPECT_TRUE(stepped.has_value()) << stepped.error().message();
}

void World::timers_step() {
  const auto stepped = engine_->timers.step();
  EXPECT_TRUE(stepped.has_value()) << stepped.error().message();
}

void World::subscriber_step() {
  auto& subscription = *listeners_[random_.below(listeners_.size())].subscription;
  if (subscription.status().state == SubscriptionState::stopped) subscription.resume();
  subscription.step();
}

void World::reaction_step() {
  engine_->echo->resume();
  engine_->echo->step();
  const auto status = engine_->echo->status();
  EXPECT_FALSE(status.stopped) << status.error;
}

void World::rebuild() {
  const auto name = random_.chance(50) ? kErrands : kSums;
  const auto begun = engine_->views.rebuild(name, {.compare = random_.chance(70)});
  EXPECT_TRUE(begun || begun.error().code() == Errc::invalid_argument) << begun.error().message();
}

void World::flush() {
  const auto what = random_.below(4);
  if (what < 2) {
    const auto flushed =
        what == 0 ? engine_->store_core->log().flush() : engine_->store_core->index().flush();
    EXPECT_TRUE(flushed.has_value()) << flushed.error().message();
    return;
  }
  const auto names = engine_->store.tables().list().value();
  if (names.empty()) return;
  const auto table = engine_->store.tables().open(names[random_.below(names.size())]).value();
  EXPECT_TRUE(table->flush().has_value());
}

void World::jump_clock() {
  const auto kind = random_.below(10);
  if (kind == 0) {
    clock_.advance(-std::chrono::minutes{static_cast<int>(random_.below(30))});
  } else if (kind == 1) {
    clock_.advance(std::chrono::minutes{static_cast<int>(random_.below(20))});
  } else {
    clock_.advance(std::chrono::milliseconds{static_cast<int>(random_.below(20'000))});
  }
  latest_clock_ = std::max(latest_clock_, clock_.now());
}

// --- Proofs --------------------------------------------------------------------------------------

std::vector<Fact> World::read_log() {
  const auto cursor = engine_->store_core->read_all({}).value();
  return facts_of(*cursor).value();
}

void World::check_all() {
  const bool before = std::exchange(in_turn_, true);  // nobody comes between
  const auto log = read_log();
  check_views(log);
  check_due_index(log);
  check_firings(log);
  check_subscribers(log, false);
  check_cache(log);
  check_reactions(log, false);
  in_turn_ = before;
}

/// Whatever was done has its echo, once: at the latest when all is at rest; and no echo is without.
void World::check_reactions(const std::vector<Fact>& log, bool at_rest) {
  std::map<std::string, const Fact*> echoes;
  for (const auto& fact : log) {
    if (!fact.stream.starts_with("errand/echo-") || fact.type != "errand.begun") continue;
    EXPECT_TRUE(echoes.emplace(fact.stream, &fact).second) << fact.stream << " began twice";
  }
  std::size_t heard = 0;
  for (const auto& fact : log) {
    if (fact.type != "errand.done") continue;
    const auto stream = echo_of(fact.stream, Version{fact.version}).text();
    const auto echo = echoes.find(stream);
    EXPECT_TRUE(echo != echoes.end() || !at_rest) << stream << " was never begun";
    if (echo == echoes.end()) continue;
    ++heard;
    const auto& begun = *echo->second;
    EXPECT_EQ(begun.command_id, intent_command_id(kEcho, Position{fact.position}, stream, 0));
    EXPECT_EQ(begun.kind, ActorKind::engine);
    EXPECT_EQ(begun.causation, fact.given_by.value_or(fact.command_id));
    EXPECT_EQ(begun.chain, fact.chain);
  }
  EXPECT_EQ(heard, echoes.size()) << "an echo of nothing";
}

void World::check_views(const std::vector<Fact>& log) {
  for (const auto& report : engine_->views.report()) {
    const auto& status = report.serving;
    ASSERT_FALSE(status.stopped) << status.error;
    ASSERT_FALSE(report.building && report.building->stopped) << report.building->error;
    if (report.compared) {
      EXPECT_EQ(report.compared->found.differences, 0u) << report.compared->found.first;
    }
    const auto rows = engine_->views.snapshot(status.name.view).value();
    ASSERT_LE(rows->position().value, log.size());
    MemoryTable fresh;
    TableWriter writer{fresh};
    const auto projection = projection_called(status.name.view);
    const auto spec = projection->spec();
    const auto cursor =
        engine_->store_core->read_all({.to = rows->position(), .stream_kind = spec.stream_kind})
            .value();
    while (rows->position().value > 0 && cursor->next().value()) {
      ASSERT_TRUE(projection->apply(cursor->record(), writer).has_value());
    }
    ASSERT_TRUE(projection->finish(writer).has_value());
    ASSERT_TRUE(writer.commit({engine_->store.identity(), rows->position()}).has_value());
    const auto found = compare(*rows, *fresh.snapshot().value()).value();
    EXPECT_EQ(found.differences, 0u)
        << status.name.to_string() << " at " << rows->position().value << ": " << found.first;
  }
}

void World::check_due_index(const std::vector<Fact>& log) {
  const auto rows = engine_->views.snapshot(kErrands).value();
  std::set<Waiting> found;
  for (const bool fires : {true, false}) {
    DueCursor cursor{*rows, fires, kStart - std::chrono::hours{24 * 365},
                     kStart + std::chrono::hours{24 * 365}};
    Timestamp before{};
    while (cursor.next().value()) {
      const auto& r = cursor.row();
      EXPECT_LE(before, r.due);
      before = r.due;
      found.insert({r.stream, r.timer, r.due, r.generation.value, r.fires});
    }
  }
  std::set<Waiting> expected;
  for (const auto& [stream, story] : stories_of(log, rows->position().value)) {
    for (auto& timer : waiting_in(story, story.facts.size())) expected.insert(std::move(timer));
  }
  EXPECT_TRUE(found == expected) << "the due-time index is not what the log says";
}

void World::check_firings(const std::vector<Fact>& log) {
  for (const auto& [stream, story] : stories_of(log, log.size())) {
    EXPECT_EQ(fault_in_firings(story, latest_clock_), "");
  }
}

void World::check_subscribers(const std::vector<Fact>& log, bool at_rest) {
  for (const auto& listener : listeners_) {
    const auto status = listener.subscription->status();
    const bool as_told = status.error.find(kLineDown) != std::string::npos;
    EXPECT_TRUE(status.error.empty() || (as_told && !at_rest)) << status.error;
    EXPECT_TRUE(!at_rest || status.lag() == 0)
        << status.position.value << " of " << status.head.value;
    std::vector<std::uint64_t> expected;
    for (const auto& fact : log) {
      if (!listener.wants(fact)) continue;
      if (fact.position > listener.begun_after && fact.position <= status.position.value) {
        expected.push_back(fact.position);
      }
      if (fact.position >= listener.options.from.value &&
          fact.position <= status.checkpointed.value) {
        EXPECT_TRUE(listener.ever.contains(fact.position))
            << listener.options.name << " kept a position beyond what it was told";
      }
    }
    EXPECT_TRUE(listener.told == expected)
        << "subscriber '" << listener.options.name << "' has a gap or a repeat";
  }
}

void World::check_cache(const std::vector<Fact>& log) {
  for (const auto& [stream, story] : stories_of(log, log.size())) {
    const auto now = engine_->errands.current(StreamId::parse(stream).value());
    ASSERT_TRUE(now.has_value()) << now.error().message();
    EXPECT_TRUE((*now)->state == story.now()) << stream;
    EXPECT_EQ((*now)->version.value, story.facts.size()) << stream;
    std::set<Waiting> found;
    for (const auto& t : (*now)->timers) {
      if (!t.spent) found.insert({stream, t.name, t.due, t.generation.value, t.fires});
    }
    const auto waiting = waiting_in(story, story.facts.size());
    EXPECT_TRUE(found == std::set<Waiting>(waiting.begin(), waiting.end())) << stream;
  }
}

}  // namespace recourse::sim
