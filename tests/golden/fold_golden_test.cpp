// Golden: what every workflow makes of a log that was written once. <kind>.log holds records as
// they lie in a store, <kind>.<fold version>.jsonl the states that they fold to, a stream a line.
// Neither is ever changed, but for streams that are added behind. Another state of the same events
// is another fold version: raise kFoldVersion, so that views are built anew, and add its states:
//
//     RECOURSE_ADD_GOLDEN=1 build/dev/bin/golden_tests --gtest_filter='FoldGolden.*'
//
// A new workflow's log is taken out of a store in clear form (`recourse demo shanghai-2023
// --clear`), at most so many streams of it:
//
//     RECOURSE_ADD_GOLDEN=1 RECOURSE_GOLDEN_STORE=var/demo RECOURSE_GOLDEN_STREAMS=240 …
//
// Of a log that is there, streams of that store come behind it that hold events which it lacks; the
// next run adds their states.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/wire.hpp>
#include <recourse/office.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <set>
#include <string_view>

namespace recourse {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder{RECOURSE_SOURCE_DIR "/tests/golden/fold"};

using describe::Access;
/// All that a state holds, in clear.
const core::Visibility kEverything{
    .any = true,
    .classes = {Access::open, Access::internal, Access::basis, Access::identity, Access::words,
                Access::rater, Access::comment, Access::accused, Access::secret},
    .clear = true};

bool adds() { return std::getenv("RECOURSE_ADD_GOLDEN") != nullptr; }
fs::path log_of(std::string_view kind) { return kFolder / (std::string{kind} + ".log"); }
fs::path states_of(const core::WorkflowInfo& info) {
  return kFolder / (std::string{info.kind} + "." + std::to_string(info.fold_version) + ".jsonl");
}
std::string text_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The records of those streams, each behind its length.
std::string records_of(const core::EventStore& store, std::string_view kind,
                       const std::set<std::string>& streams) {
  std::string log;
  const auto cursor = store.read_all({.stream_kind = std::string{kind}}).value();
  while (cursor->next().value()) {
    if (!streams.contains(std::string{cursor->record().stream})) continue;
    describe::WireWriter{log}.varint(cursor->bytes().size());
    log.append(cursor->bytes());
  }
  return log;
}

/// Records out of a store: whole streams, evenly chosen, no more than `streams` of them.
std::string taken_from(const core::EventStore& store, std::string_view kind, std::size_t streams) {
  std::vector<std::string> all;
  std::set<std::string> seen;
  const auto first = store.read_all({.stream_kind = std::string{kind}}).value();
  while (first->next().value()) {
    const std::string stream{first->record().stream};
    if (seen.insert(stream).second) all.push_back(stream);
  }
  std::set<std::string> chosen;
  const auto step = std::max<std::size_t>(1, all.size() / std::max<std::size_t>(streams, 1));
  for (std::size_t i = 0; i < all.size() && chosen.size() < streams; i += step) {
    chosen.insert(all[i]);
  }
  return records_of(store, kind, chosen);
}

struct Held {
  std::set<std::string, std::less<>> streams;
  std::set<std::string, std::less<>> types;
};
Held held_by(std::string_view log) {
  Held held;
  describe::WireReader r{log};
  while (r.ok() && !r.at_end()) {
    const auto record = core::decode_record(r.prefixed()).value();
    held.streams.emplace(record.stream);
    held.types.emplace(record.type);
  }
  EXPECT_TRUE(r.ok()) << r.fault();
  return held;
}

/// Whole streams out of a store that hold an event of a type which a log lacks: for each such type
/// the first of those that end with the others there are.
std::string missing_in(const Held& held, const core::EventStore& store, std::string_view kind) {
  std::set<std::string> chosen;
  auto known = held.types;
  std::map<std::string, std::set<std::string>> types;  // by stream
  auto cursor = store.read_all({.stream_kind = std::string{kind}}).value();
  while (cursor->next().value()) {
    const auto& record = cursor->record();
    if (held.streams.contains(record.stream)) continue;
    types[std::string{record.stream}].emplace(record.type);
  }
  for (const auto& [stream, its] : types) {
    if (std::ranges::includes(known, its)) continue;
    known.insert(its.begin(), its.end());
    chosen.insert(stream);
  }
  return records_of(store, kind, chosen);
}

/// Puts the records of a golden log into a store, an append each: what folds them does not ask for
/// more. Answers with the streams in their order.
std::vector<StreamId> replay(std::string_view log, core::EventStore& store) {
  std::vector<StreamId> streams;
  std::set<std::string> seen;
  describe::WireReader r{log};
  std::uint64_t number = 0;
  while (r.ok() && !r.at_end()) {
    const auto record = core::decode_record(r.prefixed()).value();
    const auto stream = StreamId::parse(record.stream).value();
    if (seen.insert(stream.text()).second) streams.push_back(stream);
    core::Append append{
        .command_id = derived_command_id(stream.text() + " " + std::to_string(++number)),
        .actor = "golden",
        .streams = {}};
    append.streams.push_back({stream, core::ExpectedVersion::any(), record.definition, {}});
    core::NewEvent event{std::string{record.type}, record.schema_version, record.occurred_at,
                         std::string{record.payload}};
    // A timer that fired is known by its command.
    event.given_by =
        core::GivenBy{std::string{record.actor}, core::StandingOf::kind(record.actor_kind),
                      record.giver(), record.correlation, record.causation};
    append.streams.back().events.push_back(std::move(event));
    store.append(std::move(append)).value();
  }
  EXPECT_TRUE(r.ok()) << r.fault();
  return streams;
}

std::string folded(const core::WorkflowPort& port, const std::vector<StreamId>& streams) {
  std::string lines;
  for (const auto& stream : streams) {
    const auto found = port.find_any(stream).value();
    boost::json::array timers;
    for (const auto& timer : found.timers) {
      timers.push_back({{"name", timer.name},
                        {"due", to_string(timer.due)},
                        {"generation", timer.generation.value},
                        {"spent", timer.spent}});
    }
    const auto state = core::state_json(port, found, kEverything);
    lines += boost::json::serialize(boost::json::object{{"stream", stream.text()},
                                                        {"version", found.version.value},
                                                        {"state", state},
                                                        {"timers", std::move(timers)}});
    lines += "\n";
  }
  return lines;
}

TEST(FoldGolden, EveryWorkflowMakesOfItsOldLogWhatItAlwaysMade) {
  const auto office = Office::open({.store = "memory"}).value();
  for (const auto* port : office->engine().workflows()) {
    const auto& info = port->info();
    SCOPED_TRACE(info.kind);
    const auto log = text_of(log_of(info.kind));
    ASSERT_FALSE(log.empty()) << log_of(info.kind) << " is not there: the head of this file says "
                              << "how it is made";
    const auto states = folded(*port, replay(log, office->store()));
    const auto file = states_of(info);
    const bool grew = states.starts_with(text_of(file));
    if (adds() && grew) std::ofstream{file, std::ios::binary} << states;
    const auto golden = text_of(file);
    ASSERT_FALSE(golden.empty()) << "fold version " << info.fold_version << " has no states yet";
    if (states == golden) continue;
    std::istringstream now{states};
    std::istringstream before{golden};
    std::string a;
    std::string b;
    while (std::getline(now, a) && std::getline(before, b) && a == b) {
    }
    ADD_FAILURE() << "the same events make another state than in fold version " << info.fold_version
                  << ": raise kFoldVersion\n  was " << b << "\n  is  " << a;
  }
}

/// What no store yet held that logs were taken out of; whoever finds one takes it from here.
// clang-format off
const std::set<std::string_view> kSeldom{
    "case.callback_drawn", "case.cap_reached", "case.consultation_answered",
    "case.correction_planned", "case.deemed_accepted", "case.exclusion_decided",
    "case.new_demand_made", "case.promise_extended", "case.released", "case.timer_declined",
    "case.unmerged", "case.urged", "case.urging_set", "dispatch.decision_missed",
    "dispatch.limit_declined", "dispatch.limits_recomputed", "hotline.limit_declined",
    "hotline.limits_recomputed", "liaison.limits_recomputed", "liaison.timer_declined",
    "rectification.continued", "rectification.timer_declined", "registry.centre_joined",
    "registry.centre_left", "registry.limit_declined", "registry.limits_recomputed",
    "registry.member_added", "registry.member_removed", "registry.moved",
    "registry.stand_in_began", "registry.stand_in_ended", "registry.stand_in_stopped",
    "registry.suspended", "registry.swap_refused", "replies.case_looked_at", "replies.lapsed",
    "replies.limits_recomputed", "replies.superseded", "replies.timer_declined",
    "supervision.limit_declined", "supervision.limits_recomputed", "training.limit_declined",
    "training.limits_recomputed"};
// clang-format on

TEST(FoldGolden, ALogHasManyStreamsAndTheEventsOfItsWorkflow) {
  for (const auto& workflow : office_workflows()) {
    const auto held = held_by(text_of(log_of(workflow.info->kind)));
    if (workflow.info->key.empty()) {
      EXPECT_GE(held.streams.size(), 200u) << workflow.info->kind;
    } else {
      EXPECT_EQ(held.streams.size(), 1u) << workflow.info->kind;
    }
    for (const auto* type : workflow.info->events->types) {
      EXPECT_NE(held.types.contains(type->type), kSeldom.contains(type->type))
          << (kSeldom.contains(type->type) ? "a stream holds " : "no stream holds ") << type->type;
    }
  }
}

TEST(FoldGolden, TakesANewLogOutOfAStore) {
  const auto* const folder = std::getenv("RECOURSE_GOLDEN_STORE");
  if (!adds() || folder == nullptr) GTEST_SKIP() << "nothing is to be added";
  const auto* const most = std::getenv("RECOURSE_GOLDEN_STREAMS");
  const auto store = stores::open_rocksdb_reader(folder, std::size_t{64} << 20).value();
  fs::create_directories(kFolder);
  for (const auto& workflow : office_workflows()) {
    const auto kind = workflow.info->kind;
    const auto file = log_of(kind);
    const auto log =
        fs::exists(file)
            ? missing_in(held_by(text_of(file)), *store, kind)
            : taken_from(*store, kind, most != nullptr ? std::strtoul(most, nullptr, 10) : 240);
    if (!log.empty()) std::ofstream{file, std::ios::binary | std::ios::app} << log;
  }
}

}  // namespace
}  // namespace recourse
