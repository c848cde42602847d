// Golden: what every workflow makes of a log that was written once. <kind>.log holds records as
// they lie in a store, <kind>.<fold version>.jsonl the states that they fold to, a stream a line.
// Neither is ever changed. Another state of the same events is another fold version: raise
// kFoldVersion, so that views are built anew, and add its states:
//
//     RECOURSE_ADD_GOLDEN=1 build/dev/bin/golden_tests --gtest_filter='FoldGolden.*'
//
// A new workflow's log is taken out of a store, at most so many streams of it:
//
//     RECOURSE_ADD_GOLDEN=1 RECOURSE_GOLDEN_STORE=var/demo RECOURSE_GOLDEN_STREAMS=240 …
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/wire.hpp>
#include <recourse/office.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <set>

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

/// Records out of a store, each behind its length: whole streams, evenly chosen, no more than
/// `streams` of them.
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
  std::string log;
  const auto cursor = store.read_all({.stream_kind = std::string{kind}}).value();
  while (cursor->next().value()) {
    if (!chosen.contains(std::string{cursor->record().stream})) continue;
    describe::WireWriter{log}.varint(cursor->bytes().size());
    log.append(cursor->bytes());
  }
  return log;
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
    if (adds() && !fs::exists(file)) std::ofstream{file, std::ios::binary} << states;
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

TEST(FoldGolden, ALogHasManyStreamsAndEveryEventThatAWorkflowUsuallyRecords) {
  for (const auto& workflow : office_workflows()) {
    std::set<std::string> streams;
    std::set<std::string> types;
    const auto log = text_of(log_of(workflow.info->kind));
    describe::WireReader r{log};
    while (r.ok() && !r.at_end()) {
      const auto record = core::decode_record(r.prefixed()).value();
      streams.emplace(record.stream);
      types.emplace(record.type);
    }
    if (!workflow.info->key.empty()) {
      EXPECT_EQ(streams.size(), 1u) << workflow.info->kind;
      continue;
    }
    EXPECT_GE(streams.size(), 200u) << workflow.info->kind;
    EXPECT_GE(types.size() * 2, workflow.info->events->types.size()) << workflow.info->kind;
  }
}

TEST(FoldGolden, TakesANewLogOutOfAStore) {
  const auto* const folder = std::getenv("RECOURSE_GOLDEN_STORE");
  if (!adds() || folder == nullptr) GTEST_SKIP() << "nothing is to be added";
  const auto* const most = std::getenv("RECOURSE_GOLDEN_STREAMS");
  const auto store = stores::open_rocksdb_reader(folder, std::size_t{64} << 20).value();
  fs::create_directories(kFolder);
  for (const auto& workflow : office_workflows()) {
    const auto file = log_of(workflow.info->kind);
    if (fs::exists(file)) continue;
    const auto log = taken_from(*store, workflow.info->kind,
                                most != nullptr ? std::strtoul(most, nullptr, 10) : 240);
    if (!log.empty()) std::ofstream{file, std::ios::binary} << log;
  }
}

}  // namespace
}  // namespace recourse
