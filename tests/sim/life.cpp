#include "tests/sim/life.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/core/verify.hpp>

#include "tests/sim/stepped_store.hpp"

namespace recourse::sim {
namespace {

using namespace core;
using stores::rocks::StoreCore;

constexpr std::size_t kMemory = std::size_t{32} << 20;
const Timestamp kStart{std::chrono::milliseconds{1'700'000'000'000}};

StreamId stream_id(std::string_view text) { return StreamId::parse(text).value(); }

Event event_of(const RecordView& r) {
  return {std::string{r.stream}, r.version.value, std::string{r.type}, std::string{r.payload},
          r.command_id};
}

/// The same where there must be no error.
std::vector<Event> read(Cursor& cursor) {
  auto events = read_events(cursor);
  if (events) return std::move(*events);
  ADD_FAILURE() << events.error().message();
  return {};
}

}  // namespace

Result<std::vector<Event>> read_events(Cursor& cursor) {
  std::vector<Event> events;
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more) return events;
    events.push_back(event_of(cursor.record()));
  }
}

Life::Life(std::uint64_t seed, Mishaps mishaps)
    : seed_(seed),
      mishaps_(mishaps),
      random_(seed),
      image_random_(seed ^ 0xABCDEF),
      clock_(kStart),
      disk_(std::make_unique<Disk>()) {
  if (mishaps_.lying_disk) disk_->lie_about_syncs();
}

Life::~Life() { close(); }

void Life::close() {
  store_core_.reset();
  queue_.clear();
}

Result<std::unique_ptr<StoreCore>> Life::open() {
  return StoreCore::open({.directory = "/store",
                          .memory_bytes = kMemory,
                          .clock = &clock_,
                          .log_id = log_id_,
                          .fingerprint_key = {},
                          .env = disk_->env()});
}

bool Life::ended() const { return image_ != nullptr || stopped_ || testing::Test::HasFailure(); }

void Life::live(unsigned steps, std::uint64_t cut_after) {
  if (cut_after != 0) {
    disk_->on_operation([this, at = disk_->operations() + cut_after](std::uint64_t n) {
      if (n == at) cut_the_power();
    });
  }
  if (!store_core_) {
    auto opened = open();
    if (!opened) {
      // Only the disk can be to blame: what it keeps must open once it works again.
      EXPECT_TRUE(fault_set_ || image_) << opened.error().message();
      EXPECT_EQ(opened.error().code(), Errc::io_error) << opened.error().message();
      stopped_ = true;
    } else {
      store_core_ = std::move(*opened);
      if (!image_) log_id_ = store_core_->identity().id;
    }
  }
  for (unsigned i = 0; i < steps && !ended(); ++i) step();
}

void Life::cut_the_power() {
  const bool only_killed = !mishaps_.power_cuts || image_random_.chance(25);
  image_ = only_killed ? disk_->after_kill() : disk_->after_power_cut(image_random_);
  acknowledged_ = model_;
  in_flight_.clear();
  if (!committing_) return;
  for (const auto& pending : queue_) in_flight_.push_back(pending->append);
}

void Life::fail(Fault fault) {
  fault_set_ = true;
  disk_->fail(fault);
}

void Life::come_back() {
  if (!image_) cut_the_power();
  disk_->on_operation(nullptr);
  disk_->heal();
  close();
  disk_ = std::move(image_);
  if (mishaps_.lying_disk) disk_->lie_about_syncs();
  fault_set_ = stopped_ = false;
  auto opened = open();
  ASSERT_TRUE(opened.has_value()) << opened.error().message();
  store_core_ = std::move(*opened);
  log_id_ = store_core_->identity().id;
  adopt_what_is_there();
  check_everything();
}

void Life::schedule() {
  SCOPED_TRACE("RECOURSE_SIM_SEED=" + std::to_string(seed_));
  const auto lives = 1 + random_.below(3);
  for (std::uint64_t life = 0; life < lives && !testing::Test::HasFailure(); ++life) {
    if (mishaps_.faults && random_.chance(30)) {
      fail({.from = disk_->operations() + 1 + random_.below(120),
            .count = random_.chance(50) ? 1 : ~std::uint64_t{0},
            .kind = random_.chance(50) ? Fault::Kind::io_error : Fault::Kind::no_space});
    }
    live(static_cast<unsigned>(10 + random_.below(50)), 1 + random_.below(160));
    if (!testing::Test::HasFailure()) come_back();
  }
}

// --- Steps ---------------------------------------------------------------------------------------

void Life::step() {
  const auto what = random_.below(100);
  if (what < 48) return admit();
  if (what < 70) return commit();
  if (what < 82) return index();
  if (what < 90) return flush();
  if (what < 96) return check_stream();
  if (what < 98) return jump_clock();
  commit();
  if (ended()) return;
  close();  // and open again, in an orderly way
  live(0, 0);
  if (!ended()) check_everything();
}

void Life::jump_clock() {
  const std::chrono::minutes by{static_cast<int>(random_.below(2000)) - 1000};
  clock_.advance(by);
}

std::string Life::make_payload() {
  const auto kind = random_.below(40);
  const std::size_t size = kind == 0  ? 70'000 + random_.below(20'000)
                           : kind < 3 ? 10'000 + random_.below(20'000)
                                      : random_.below(300);
  std::string payload;
  payload.reserve(size + 8);
  while (payload.size() < size) {
    const auto word = random_.next();
    payload.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return payload;
}

ExpectedVersion Life::make_expectation(const std::string& stream) {
  const auto found = model_.versions().find(stream);
  const std::uint64_t version = found == model_.versions().end() ? 0 : found->second;
  switch (random_.below(6)) {
    case 0:
      return ExpectedVersion::none();
    case 1:
    case 2:
      return ExpectedVersion::exactly(Version{version});
    case 3:
      return ExpectedVersion::exactly(Version{version + random_.below(3)});
    default:
      return ExpectedVersion::any();
  }
}

std::string Life::make_tag() { return "tag" + std::to_string(random_.below(5)); }

Append Life::make_append() {
  if (!past_.empty() && random_.chance(12)) {
    auto again = past_[random_.below(past_.size())];
    if (random_.chance(30)) again.streams.front().events.front().payload += "other";
    again.fingerprint = content_fingerprint(FingerprintKey{}, again);
    return again;
  }
  Append append{.command_id = derived_command_id("sim" + std::to_string(next_id_++)),
                .actor = "sim",
                .streams = {}};
  const auto count = random_.chance(20) ? 2 + random_.below(2) : 1;
  auto number = random_.below(7);
  for (std::uint64_t i = 0; i < count; ++i, ++number) {
    const auto text = "thing/" + std::to_string(number);
    StreamEvents s{stream_id(text), make_expectation(text), 0, {}};
    const auto events = random_.chance(10) ? 6 : 1 + random_.below(2);
    for (std::uint64_t e = 0; e < events; ++e) {
      s.events.push_back({"thing.happened", 1, clock_.now(), make_payload()});
      if (random_.chance(10)) s.events.back().tags = {make_tag()};
    }
    append.streams.push_back(std::move(s));
  }
  if (random_.chance(15)) {
    const Position since{random_.chance(50) ? 0 : random_.below(model_.log().size() + 1)};
    append.conditions.push_back({"thing.happened", make_tag(), since});
  }
  // The model does not know the store's key.
  append.fingerprint = content_fingerprint(FingerprintKey{}, append);
  past_.push_back(append);
  return append;
}

void Life::admit() {
  auto pending = std::make_unique<Pending>();
  pending->append = make_append();
  stores::rocks::Done done = [p = pending.get()](Result<Appended> answer) {
    EXPECT_FALSE(p->answer.has_value()) << "answered twice";
    p->answer = std::move(answer);
  };
  const auto admitted = store_core_->pipeline().admit(pending->append, done, false);
  if (!admitted) {
    EXPECT_EQ(admitted.error().code(), Errc::store_stopped) << admitted.error().message();
    EXPECT_FALSE(store_core_->pipeline().health().writable);
    stopped_ = true;
    return;
  }
  queue_.push_back(std::move(pending));
}

void Life::commit() {
  const auto before = store_core_->pipeline().head();
  std::vector<stores::rocks::CompletedAppend> answers;
  {
    const auto still = disk_->hold();
    committing_ = true;
  }
  const bool did = store_core_->pipeline().commit_some(answers);
  EXPECT_EQ(did, !queue_.empty());
  if (store_core_->pipeline().head() > before) head_before_last_group_ = before.value;
  stopped_ = !store_core_->pipeline().health().writable;
  for (auto& answer : answers) answer.done(std::move(answer.result));
  // The power may be cut in a thread that writes the index: until the model knows the group, its
  // fate is open.
  const auto still = disk_->hold();
  if (stopped_ && !image_) cut_the_power();
  committing_ = false;
  if (stopped_) {
    EXPECT_TRUE(fault_set_);
    EXPECT_EQ(store_core_->pipeline().head(), before) << "a failed group was published";
    for (const auto& pending : queue_) {
      ASSERT_TRUE(pending->answer.has_value());
      EXPECT_TRUE(pending->answer->has_error() || (*pending->answer)->repeated);
    }
    check_stream();  // it still reads
    return;
  }
  for (const auto& pending : queue_) {
    ASSERT_TRUE(pending->answer.has_value());
    compare_answer(*pending, model_.apply(pending->append));
  }
  queue_.clear();
}

void Life::compare_answer(const Pending& pending, const Result<Appended>& predicted) {
  const auto& answer = *pending.answer;
  ASSERT_EQ(answer.has_value(), predicted.has_value())
      << (answer ? "accepted" : answer.error().message());
  if (!answer) {
    EXPECT_EQ(answer.error().code(), predicted.error().code());
    EXPECT_EQ(answer.error().message(), predicted.error().message());
    return;
  }
  EXPECT_EQ(answer->first, predicted->first);
  EXPECT_EQ(answer->last, predicted->last);
  EXPECT_EQ(answer->version, predicted->version);
  EXPECT_EQ(answer->repeated, predicted->repeated);
}

void Life::index() {
  const auto done = store_core_->pipeline().index_some();
  if (!done) {
    EXPECT_TRUE(fault_set_) << done.error().message();
    EXPECT_FALSE(store_core_->pipeline().health().writable);
    stopped_ = true;
  }
}

void Life::flush() {
  const auto flushed =
      random_.chance(50) ? store_core_->log().flush() : store_core_->index().flush();
  if (!flushed) {
    EXPECT_TRUE(fault_set_) << flushed.error().message();
    EXPECT_EQ(flushed.error().code(), Errc::io_error);
    stopped_ = true;
  }
}

// --- Proofs --------------------------------------------------------------------------------------

void Life::check_stream() {
  const auto text = "thing/" + std::to_string(random_.below(8));
  std::vector<Event> expected;
  for (const auto& e : model_.log()) {
    if (e.stream == text) expected.push_back(e);
  }
  const bool backward = random_.chance(30);
  if (backward) std::ranges::reverse(expected);
  const auto cursor = store_core_->read_stream(stream_id(text), {.backward = backward}).value();
  EXPECT_TRUE(read(*cursor) == expected) << text << (backward ? " backward" : "");
}

void Life::adopt_what_is_there() {
  const auto found = read(*store_core_->read_all({}).value());
  Model with_group = acknowledged_;
  for (const auto& append : in_flight_) (void)with_group.apply(append);
  const bool whole = found.size() == with_group.log().size();
  model_ = whole ? std::move(with_group) : acknowledged_;
  ASSERT_EQ(found.size(), model_.log().size())
      << "acknowledged " << acknowledged_.log().size() << ", with the group in flight "
      << with_group.log().size();
  EXPECT_TRUE(found == model_.log()) << "other bytes than were acknowledged";
}

void Life::check_everything() {
  const SteppedStore store{*store_core_};
  EXPECT_EQ(store.head().value().value, model_.log().size());
  for (const auto& [text, version] : model_.versions()) {
    EXPECT_EQ(store.version_of(stream_id(text)).value().value, version) << text;
  }
  for (int i = 0; i < 5; ++i) {
    const auto tag = "tag" + std::to_string(i);
    const auto known = model_.tags().find(tag);
    EXPECT_EQ(store.last_tagged("thing.happened", tag).value().value,
              known == model_.tags().end() ? 0 : known->second)
        << tag;
  }
  for (const auto& append : past_) {
    const auto found = store.find(append.command_id);
    ASSERT_TRUE(found.has_value()) << found.error().message();
    const auto known = model_.commands().find(append.command_id);
    ASSERT_EQ(found->has_value(), known != model_.commands().end());
    if (!*found) continue;
    EXPECT_EQ((*found)->fingerprint, known->second.fingerprint);
    EXPECT_EQ((*found)->appended.first, known->second.appended.first);
    EXPECT_EQ((*found)->appended.last, known->second.appended.last);
    EXPECT_EQ((*found)->appended.version, known->second.appended.version);
  }
  const auto report = verify(store, {});
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->problems, 0u) << (report->findings.empty() ? ""
                                                               : report->findings.front().what);
}

}  // namespace recourse::sim
