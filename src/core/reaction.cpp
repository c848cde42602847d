#include <algorithm>
#include <condition_variable>
#include <map>
#include <recourse/base/bytes.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/core/reaction.hpp>
#include <recourse/describe/wire.hpp>

namespace recourse::core {
namespace {

/// Records that a filter lets through, looked at in one go.
constexpr std::size_t kRecordsOfAStep = 256;
/// Positions passed over in one go: a filter that lets nothing through must not take for ever.
constexpr std::uint64_t kPositionsOfAStep = 100'000;

std::string kept_under(std::string_view name) { return "reaction." + std::string{name}; }

TableName table_of(std::string_view name) { return {"reaction_" + std::string{name}, 1, 1}; }

/// User code may throw; a reaction stops.
Result<std::vector<Intent>> guarded(const Reaction& reaction, const RecordView& record) {
  try {
    return reaction.react(record);
  } catch (const std::exception& e) {
    return Error{Errc::user_code_failed, std::string{"it threw: "} + e.what()};
  } catch (...) {
    return Error{Errc::user_code_failed, "it threw what is no exception"};
  }
}

}  // namespace

CommandId intent_command_id(std::string_view reaction, Position position, std::string_view stream,
                            std::uint32_t number) {
  std::string text{"reaction "};
  text.append(reaction).append(1, ' ').append(std::to_string(position.value)).append(1, ' ');
  text.append(stream).append(1, ' ').append(std::to_string(number));
  return derived_command_id(text);
}

/// An intent on its way.
struct ReactionRunner::Asked {
  Position position;
  Intent intent;
  Context context;
  std::optional<Result<Outcome>> answer;
};

ReactionRunner::ReactionRunner(EventStore& store, LogFeed& feed, const Clock& clock,
                               std::unique_ptr<Reaction> reaction, ReactionSpec spec, Give give)
    : store_(&store),
      feed_(&feed),
      clock_(&clock),
      reaction_(std::move(reaction)),
      spec_(std::move(spec)),
      filter_(spec_.stream_kind, spec_.types),
      give_(std::move(give)) {}

Result<std::unique_ptr<ReactionRunner>> ReactionRunner::open(EventStore& store, LogFeed& feed,
                                                             const Clock& clock,
                                                             std::unique_ptr<Reaction> reaction,
                                                             Give give) {
  auto spec = reaction->spec();
  RECOURSE_TRY(check_name(spec.name));
  if (kind_of_role(spec.role) != ActorKind::engine) {
    return Error{Errc::invalid_argument, "reaction " + spec.name + ": the role '" + spec.role +
                                             "' is not one that is kept for the engine"};
  }
  std::unique_ptr<ReactionRunner> made{new ReactionRunner{store, feed, clock, std::move(reaction),
                                                          std::move(spec), std::move(give)}};
  RECOURSE_TRY_ASSIGN(made->table_, store.tables().open(table_of(made->spec_.name)));
  if (auto placed = made->place(); !placed) made->failure_ = std::move(placed).error();
  return made;
}

Result<void> ReactionRunner::place() {
  RECOURSE_TRY_ASSIGN(const auto kept, kept_position(store_->checkpoints(), spec_.name));
  RECOURSE_TRY_ASSIGN(const auto position, find_position());
  // Where it begins is decided once: a log that grows meanwhile does not move it.
  if (!kept) return go_on_from(position);
  position_ = kept_ = position.value;
  placed_ = true;
  return {};
}

Result<Position> ReactionRunner::find_position() const {
  RECOURSE_TRY_ASSIGN(const auto kept, store_->checkpoints().load(kept_under(spec_.name)));
  const auto unknown = [&](const std::string& why) {
    return Error{Errc::invalid_argument, "reaction " + spec_.name + ": " + why +
                                             "; say from where it shall go on (go_on_from)"};
  };
  if (kept && kept->log != store_->identity()) {
    return unknown("its position is of another incarnation of this log");
  }
  RECOURSE_TRY_ASSIGN(const auto head, store_->head());
  if (kept && kept->position > head) return unknown("its position is behind the log's end");
  if (kept) return kept->position;
  const bool restored = store_->identity().incarnation != Incarnation{1};
  if (restored && head.value > 0) {
    return unknown("this log was restored, and a backup holds no positions");
  }
  return spec_.start == ReactionStart::now ? head : Position{0};
}

bool ReactionRunner::step() {
  {
    std::lock_guard guard{mutex_};
    // What may pass by itself, as a full queue, is tried again with the next step.
    if (failure_ && !info(failure_->code()).retryable) return false;
  }
  auto worked = work();
  std::lock_guard guard{mutex_};
  failure_.reset();
  if (worked) return *worked;
  failure_ = std::move(worked).error();
  return false;
}

Result<bool> ReactionRunner::work() {
  if (!placed_) RECOURSE_TRY(place());
  RECOURSE_TRY_ASSIGN(auto looked, look());
  give_all(looked.asked);
  settle(looked);
  RECOURSE_TRY(note_refused(looked));
  count(looked);
  const bool moved = looked.reached.value > position_.load();
  position_.store(looked.reached.value, std::memory_order_release);
  gave_since_ = gave_since_ || !looked.asked.empty();
  // A position that was passed without an effect costs no sync of its own.
  const auto now = clock_->now();
  const bool early = now >= kept_at_ && now - kept_at_ < kKeepEvery;
  if (gave_since_ && !(moved && early)) RECOURSE_TRY(keep_position());
  if (looked.fault) return std::move(*looked.fault);
  return moved;
}

Result<ReactionRunner::Looked> ReactionRunner::look() const {
  Looked looked{.asked = {}, .reached = Position{position_.load(std::memory_order_acquire)}};
  const auto from = looked.reached;
  RECOURSE_TRY_ASSIGN(const auto head, store_->head());
  const auto to = std::min(head, Position{from.value + kPositionsOfAStep});
  if (to <= from) return looked;
  std::size_t records = 0;
  while (looked.reached < to) {
    auto run = feed_->run_behind(looked.reached);
    if (!run && run.error().code() == Errc::limit_exceeded) return looked;  // one will be free
    if (!run) return std::move(run).error();
    if (!*run) return looked;
    RECOURSE_TRY_ASSIGN(const bool more, look_at(**run, to, records, looked));
    if (!more) return looked;
  }
  return looked;
}

Result<bool> ReactionRunner::look_at(const LogRun& run, Position to, std::size_t& records,
                                     Looked& looked) const {
  for (const auto& record : run.behind(looked.reached)) {
    if (record.position > to || records == kRecordsOfAStep) return false;
    if (filter_.lets_through(record)) {
      ++records;
      if (auto reacted = react(record, looked.asked); !reacted) {
        looked.fault = std::move(reacted).error();
        return false;
      }
    }
    looked.reached = record.position;
  }
  return true;
}

Result<void> ReactionRunner::react(const RecordView& record, std::vector<Asked>& asked) const {
  const auto place =
      "reaction " + spec_.name + " at position " + std::to_string(record.position.value);
  auto intents = guarded(*reaction_, record);
  if (!intents) return std::move(intents).error().within(place);
  std::map<std::string, std::uint32_t> numbers;  // of the intents for one stream
  for (auto& intent : *intents) {
    const auto number = numbers[intent.stream.text()]++;
    Context context{
        .now = intent.at.value_or(record.recorded_at),
        .actor = {spec_.name, spec_.role, ""},
        .command_id = intent_command_id(spec_.name, record.position, intent.stream.text(), number),
        .standing = StandingOf::engine(),
        .correlation = record.chain(),
        .causation = record.giver()};
    asked.push_back({record.position, std::move(intent), std::move(context), {}});
  }
  return {};
}

void ReactionRunner::give_all(std::vector<Asked>& asked) const {
  // Shared with the completions: the last one may still be letting go when this has woken.
  struct Waiting {
    std::mutex mutex;
    std::condition_variable answered;
    std::size_t under_way = 0;
  };
  const auto waiting = std::make_shared<Waiting>();
  for (auto& one : asked) {
    {
      std::unique_lock guard{waiting->mutex};
      waiting->answered.wait(guard, [&] { return waiting->under_way < kUnderWayMax; });
      ++waiting->under_way;
    }
    give_(one.intent, one.context, [waiting, to = &one](Result<Outcome> outcome) {
      std::lock_guard guard{waiting->mutex};
      // Other code gave another command because of this record: what was done is not done again.
      const bool done_before = !outcome && outcome.error().code() == Errc::command_id_reused;
      to->answer = done_before ? Result<Outcome>{Outcome::nothing()} : std::move(outcome);
      --waiting->under_way;
      waiting->answered.notify_all();
    });
  }
  std::unique_lock guard{waiting->mutex};
  waiting->answered.wait(guard, [&] { return waiting->under_way == 0; });
}

void ReactionRunner::settle(Looked& looked) const {
  auto& asked = looked.asked;
  const auto failed = std::ranges::find_if(asked, [](const Asked& one) { return !*one.answer; });
  if (failed != asked.end()) {
    looked.fault = Error{failed->answer->error()}.within(
        "reaction " + spec_.name + " at position " + std::to_string(failed->position.value) +
        ", for " + failed->intent.stream.text());
    looked.reached = Position{failed->position.value - 1};
    std::erase_if(asked, [&](const Asked& one) { return one.position > looked.reached; });
  }
}

void ReactionRunner::count(const Looked& looked) {
  for (const auto& one : looked.asked) {
    given_.fetch_add(1, std::memory_order_relaxed);
    (*one.answer)->refused() ? refused_.fetch_add(1, std::memory_order_relaxed)
                             : taken_.fetch_add(1, std::memory_order_relaxed);
  }
}

Result<void> ReactionRunner::note_refused(const Looked& looked) {
  std::vector<std::pair<std::string, std::string>> rows;
  std::uint32_t number = 0;
  for (const auto& one : looked.asked) {
    if (!(*one.answer)->refused()) continue;
    const auto& no = (*one.answer)->refusal();
    const RefusedIntent refused{one.position,
                                one.intent.stream.text(),
                                std::string{one.intent.type},
                                one.context.command_id,
                                no.name,
                                no.en,
                                no.zh};
    std::string key;
    base::append_be64(key, one.position.value);
    base::append_be64(key, number++);
    rows.emplace_back(std::move(key), describe::encode(refused));
  }
  if (rows.empty()) return {};
  std::vector<RowChange> changes;
  for (const auto& [key, value] : rows) changes.push_back({key, value});
  return table_->write(changes, {store_->identity(), looked.reached});
}

Result<void> ReactionRunner::keep_position() {
  if (!placed_) return {};
  const auto position = position_.load();
  if (position != kept_) {
    RECOURSE_TRY(store_->checkpoints().save(kept_under(spec_.name),
                                            {store_->identity(), Position{position}}));
    kept_ = position;
  }
  kept_at_ = clock_->now();
  gave_since_ = false;
  return {};
}

void ReactionRunner::resume() {
  std::lock_guard guard{mutex_};
  failure_.reset();
}

Result<void> ReactionRunner::go_on_from(Position position) {
  RECOURSE_TRY_ASSIGN(const auto head, store_->head());
  if (position > head) {
    return Error{Errc::invalid_argument, "the log ends at position " + std::to_string(head.value) +
                                             ", before position " + std::to_string(position.value)};
  }
  RECOURSE_TRY(store_->checkpoints().save(kept_under(spec_.name), {store_->identity(), position}));
  position_ = kept_ = position.value;
  placed_ = true;
  gave_since_ = false;
  resume();
  return {};
}

ReactionStatus ReactionRunner::status() const {
  ReactionStatus s;
  s.name = spec_.name;
  s.position = Position{position_.load(std::memory_order_acquire)};
  s.head = known_head(*store_);
  s.given = given_.load(std::memory_order_relaxed);
  s.taken = taken_.load(std::memory_order_relaxed);
  s.refused = refused_.load(std::memory_order_relaxed);
  std::lock_guard guard{mutex_};
  s.stopped = failure_.has_value();
  if (failure_) s.error = failure_->message();
  return s;
}

Result<std::vector<RefusedIntent>> refused_intents(TableStore& tables, std::string_view reaction,
                                                   std::size_t most) {
  const auto name = table_of(reaction);
  RECOURSE_TRY_ASSIGN(const auto there, tables.list());
  std::vector<RefusedIntent> all;
  if (std::ranges::find(there, name) == there.end()) return all;
  RECOURSE_TRY_ASSIGN(const auto table, tables.open(name));
  RECOURSE_TRY_ASSIGN(const auto rows, table->snapshot());
  const auto cursor = rows->scan({}, {});
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY_ASSIGN(auto one, describe::decode<RefusedIntent>(
                                      cursor->value(), describe::spec_of<RefusedIntent>.version));
    all.push_back(std::move(one));
  }
  std::ranges::reverse(all);
  if (all.size() > most) all.resize(most);
  return all;
}

Result<std::optional<Position>> kept_position(const Checkpoints& checkpoints,
                                              std::string_view reaction) {
  RECOURSE_TRY_ASSIGN(const auto kept, checkpoints.load(kept_under(reaction)));
  return kept ? std::optional{kept->position} : std::nullopt;
}

}  // namespace recourse::core
