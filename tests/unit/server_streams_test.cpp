// Lists of a workflow's streams: what a cursor tells, and what a page costs.
#include <gtest/gtest.h>

#include <recourse/casework/account/decider.hpp>
#include <recourse/stores/memory.hpp>

#include "apps/server/stream_list.hpp"

namespace recourse::server {
namespace {

namespace account = casework::account;

/// What a unit wrote down: a workflow without timers, and so without a view.
struct Written {
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(Written, (), (unit))
constexpr auto recourse_spec(const Written*) {
  return describe::spec("slip.written", 1, "Written.", {{"unit", 1, "Whose."}});
}
struct Write {
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(Write, (), (unit))
constexpr auto recourse_spec(const Write*) {
  return describe::spec("slip.write", 1, "Writes.", {{"unit", 1, "Whose."}});
}
struct SlipState {
  std::string unit;
  std::uint32_t times = 0;
};
BOOST_DESCRIBE_STRUCT(SlipState, (), (unit, times))
constexpr auto recourse_spec(const SlipState*) {
  return describe::spec("slip.state", 1, "A slip.",
                        {{"unit", 1, "Whose."}, {"times", 1, "How often it was written."}});
}
struct Slips {
  using State = SlipState;
  using Command = std::variant<Write>;
  using Event = std::variant<Written>;
  static constexpr std::string_view kKind = "slip";
  static constexpr std::uint32_t kDefinition = 1;
  core::Decision<Event> decide(const State&, const Command& command, const core::Context&) const {
    return std::vector<Event>{Written{std::get<Write>(command).unit}};
  }
  void evolve(State& state, const Event& event, const core::Facts&) const {
    state.unit = std::get<Written>(event).unit;
    ++state.times;
  }
  core::Visibility sees(const State& state, const core::Viewer& viewer) const {
    if (state.unit != viewer.actor.unit) return {.rule = "authority"};
    return {.any = true, .classes = {describe::Access::open}};
  }
};

/// Counts the records that are read.
class CountedCursor final : public core::Cursor {
 public:
  CountedCursor(std::unique_ptr<core::Cursor> below, std::atomic<std::uint64_t>& count)
      : below_(std::move(below)), count_(&count) {}
  Result<bool> next() override {
    ++*count_;
    return below_->next();
  }
  const core::RecordView& record() const override { return below_->record(); }
  std::string_view bytes() const override { return below_->bytes(); }

 private:
  std::unique_ptr<core::Cursor> below_;
  std::atomic<std::uint64_t>* count_;
};

class CountedStore final : public core::EventStore {
 public:
  CountedStore(std::unique_ptr<core::EventStore> below, std::atomic<std::uint64_t>& count)
      : below_(std::move(below)), count_(&count) {}

  Result<core::Appended> append(core::Append append) override {
    return below_->append(std::move(append));
  }
  void async_append(core::Append append, base::Completion<Result<core::Appended>> done) override {
    below_->async_append(std::move(append), std::move(done));
  }
  Result<std::optional<core::Remembered>> find(CommandId id) const override {
    return below_->find(id);
  }
  Result<Version> version_of(const StreamId& stream) const override {
    return below_->version_of(stream);
  }
  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    return below_->last_tagged(type, tag);
  }
  Result<std::unique_ptr<core::Cursor>> read_stream(const StreamId& stream,
                                                    core::StreamRange range) const override {
    return counted(below_->read_stream(stream, range));
  }
  Result<std::unique_ptr<core::Cursor>> read_all(core::LogRange range) const override {
    return counted(below_->read_all(std::move(range)));
  }
  core::Capabilities capabilities() const override { return below_->capabilities(); }
  Result<Position> head() const override { return below_->head(); }
  core::LogIdentity identity() const override { return below_->identity(); }
  FingerprintKey fingerprint_key() const override { return below_->fingerprint_key(); }
  core::Health health() const override { return below_->health(); }
  core::NotifyHandle notify(std::function<void(Position)> on_append) override {
    return below_->notify(std::move(on_append));
  }
  Result<void> drain() override { return below_->drain(); }
  core::TableStore& tables() override { return below_->tables(); }
  core::Checkpoints& checkpoints() override { return below_->checkpoints(); }

 private:
  Result<std::unique_ptr<core::Cursor>> counted(
      Result<std::unique_ptr<core::Cursor>> cursor) const {
    if (!cursor) return cursor;
    return std::unique_ptr<core::Cursor>{new CountedCursor{*std::move(cursor), *count_}};
  }
  std::unique_ptr<core::EventStore> below_;
  std::atomic<std::uint64_t>* count_;
};

class StreamListTest : public testing::Test {
 protected:
  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  std::atomic<std::uint64_t> records = 0;  // that were read
  const Hosted<Slips>* slips = nullptr;
  std::unique_ptr<Office> office =
      Office::open(
          {.open_store = [this](const Clock& of) -> Result<std::unique_ptr<core::EventStore>> {
             return std::unique_ptr<core::EventStore>{
                 new CountedStore{stores::open_memory(of), records}};
           },
           .clock = &clock},
          [this](Engine& engine) {
            slips = &engine.add(Slips{});
            return Result<void>{};
          })
          .value();

  const core::WorkflowPort& port(std::string_view kind) const {
    return *office->engine().workflow(kind);
  }
  static core::Viewer viewer(std::string_view actor) { return {core::Actor::parse(actor), {}, {}}; }

  void write(const std::string& key, const std::string& unit) const {
    const auto by = office->context(core::Actor::parse("window_officer:w1@" + unit));
    ASSERT_FALSE(
        slips->handle(StreamId::of("slip", key).value(), Write{unit}, by).value().refused());
  }
  void open_account(const std::string& key) const {
    const auto* accounts = dynamic_cast<const Hosted<account::Decider>*>(&port("account"));
    const auto by = office->context(core::Actor::parse("administrator:a1"));
    const account::Open open{.name = key, .role = casework::Role::supervisor};
    ASSERT_FALSE(
        accounts->handle(StreamId::of("account", key).value(), open, by).value().refused());
  }
  static std::string numbered(int i) {
    auto digits = std::to_string(i);
    return "k" + std::string(5 - digits.size(), '0') + digits;
  }
  StreamPage page(std::string_view kind, std::uint64_t size, const std::string& after,
                  std::string_view actor) const {
    return list_streams(*office, port(kind), {size, after}, viewer(actor)).value();
  }
};

TEST_F(StreamListTest, ACursorTellsAStrangerNothingOfTheStreamsThatHeMayNotSee) {
  for (const auto* kind : {"slip", "account"}) {
    const bool from_log = std::string_view{kind} == "slip";
    std::set<std::size_t> lengths;
    std::set<std::string> tokens;
    for (int i = 0; i < 1100; ++i) {
      const auto key = numbered(i) + std::string(static_cast<std::size_t>(i % 40), 'x');
      from_log ? write(key, "S001") : open_account(key);
    }
    // Somebody of another unit, who has no account of this list either.
    const auto first = page(kind, 10, "", "window_officer:x@S002");
    EXPECT_TRUE(first.streams.empty());
    ASSERT_FALSE(first.next.empty()) << "a thousand were looked at";
    EXPECT_TRUE(page(kind, 10, first.next, "window_officer:x@S002").next.empty());
    for (std::uint64_t size = 1; size < 60; ++size) {
      const auto next =
          page(kind, size, "", from_log ? "window_officer:w1@S001" : "supervisor:v1").next;
      lengths.insert(next.size());
      tokens.insert(next);
      EXPECT_EQ(next.find(kind), std::string::npos);
      EXPECT_EQ(next.find("k000"), std::string::npos);
    }
    lengths.insert(first.next.size());
    EXPECT_EQ(lengths.size(), 1u) << "the length would tell that of a name";
    EXPECT_EQ(tokens.size(), 59u);
  }
}

TEST_F(StreamListTest, ACursorIsTakenOnlyAsItWasMade) {
  for (int i = 0; i < 5; ++i) write(numbered(i), "S001");
  for (int i = 0; i < 5; ++i) open_account(numbered(i));
  const auto next = page("slip", 2, "", "window_officer:w1@S001").next;
  const auto takes = [&](std::string_view kind, const std::string& token) {
    return list_streams(*office, port(kind), {2, token}, viewer("window_officer:w1@S001"));
  };
  EXPECT_TRUE(takes("slip", next).has_value());
  EXPECT_EQ(takes("account", next).error().code(), Errc::invalid_argument) << "of another list";
  EXPECT_EQ(takes("slip", next + "0").error().code(), Errc::invalid_argument);
  EXPECT_EQ(takes("slip", "slip/k00001").error().code(), Errc::invalid_argument);
  for (std::size_t i = 0; i < next.size(); i += 7) {
    auto changed = next;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(takes("slip", changed).error().code(), Errc::invalid_argument) << i;
  }
}

TEST_F(StreamListTest, PagesHaveEachStreamOnceAsItStoodAtTheFirst) {
  for (int i = 0; i < 25; ++i) write(numbered(i), i % 2 == 0 ? "S001" : "S002");
  std::vector<std::string> seen;
  std::string next;
  Position position{};
  do {
    const auto one = page("slip", 4, next, "window_officer:w1@S001");
    if (next.empty()) position = one.position;
    EXPECT_EQ(one.position, position);
    EXPECT_LE(one.streams.size(), 4u);
    for (const auto& stream : one.streams) {
      seen.push_back(std::string{stream.stream.key()});
      EXPECT_EQ(static_cast<const SlipState*>(stream.now.state.get())->times, 1u);
      EXPECT_EQ(stream.now.version, Version{1});
    }
    next = one.next;
    for (int i = 24; i > 14; --i) write(numbered(i), "S001");  // meanwhile
    write("later", "S001");
  } while (!next.empty());
  std::vector<std::string> wanted;
  for (int i = 0; i < 25; i += 2) wanted.push_back(numbered(i));
  EXPECT_EQ(seen, wanted);
}

/// Records that are read for a stream of a page: its name in the log, its last event, its state.
constexpr std::uint64_t kRecordsPerStream = 6;

TEST_F(StreamListTest, APageReadsAsManyRecordsAsItHasStreamsWhateverTheLogHas) {
  constexpr int kStreams = 5000;
  for (int i = 0; i < kStreams; ++i) write(numbered(i), "S001");
  for (int i = 0; i < kStreams; ++i) open_account(numbered(i));
  for (const auto& view : office->views().names()) {  // they read the log, now
    ASSERT_TRUE(office->engine().rows(view, office->store().head().value()).has_value()) << view;
  }
  for (const auto* kind : {"slip", "account"}) {
    const std::string_view actor =
        std::string_view{kind} == "slip" ? "window_officer:w1@S001" : "supervisor:v1";
    std::size_t listed = 0;
    std::uint64_t pages = 0;
    std::string next;
    do {
      const auto before = records.load();
      const auto one = page(kind, 100, next, actor);
      EXPECT_LE(records - before, 100 * kRecordsPerStream) << kind;
      listed += one.streams.size();
      next = one.next;
      ++pages;
    } while (!next.empty());
    EXPECT_EQ(listed, static_cast<std::size_t>(kStreams)) << kind;
    EXPECT_EQ(pages, 50u) << kind;
  }
}

TEST_F(StreamListTest, APageOfTheLogEndsAtABoundAndTheNextOneGoesOnThere) {
  write("a", "S001");
  const core::NewEvent event{"other.noted", 1, clock.now(), {}};
  for (std::uint64_t left = kPositionsLookedAtMost; left > 0; left -= 500) {
    core::Append append;
    append.command_id = random_command_id();
    append.actor = "window_officer:w1@S001";
    append.streams = {{StreamId::of("other", std::to_string(left)).value(),
                       core::ExpectedVersion::none(), 0, std::vector<core::NewEvent>(500, event)}};
    ASSERT_TRUE(office->store().append(std::move(append)).has_value());
  }
  write("b", "S001");
  const auto first = page("slip", 10, "", "window_officer:w1@S001");
  ASSERT_EQ(first.streams.size(), 1u);
  EXPECT_EQ(first.streams[0].stream.key(), "a");
  ASSERT_FALSE(first.next.empty());
  const auto second = page("slip", 10, first.next, "window_officer:w1@S001");
  ASSERT_EQ(second.streams.size(), 1u);
  EXPECT_EQ(second.streams[0].stream.key(), "b");
  EXPECT_TRUE(second.next.empty());
}

TEST_F(StreamListTest, AStreamThatMuchHasComeBehindIsFoundByHalves) {
  write("a", "S001");
  write("b", "S001");
  const auto next = page("slip", 1, "", "window_officer:w1@S001").next;
  for (int i = 0; i < 3000; ++i) write("b", "S001");
  const auto before = records.load();
  const auto second = page("slip", 1, next, "window_officer:w1@S001");
  ASSERT_EQ(second.streams.size(), 1u);
  EXPECT_EQ(second.streams[0].now.version, Version{1});
  EXPECT_LT(records.load() - before, 40u);
}

TEST_F(StreamListTest, AWorkflowOfOneStreamHasOnePage) {
  EXPECT_TRUE(page("calendar", 10, "", "administrator:a1").streams.empty()) << "it has not begun";
  EXPECT_TRUE(page("calendar", 10, "", "administrator:a1").next.empty());
}

}  // namespace
}  // namespace recourse::server
