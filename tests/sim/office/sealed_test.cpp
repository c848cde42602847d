// Keys, erasures and signed heads on a disk that fails, beside the log: crashes in the middle of
// anything, and older keys that somebody puts back. Who was erased never opens again, in whatever
// order log and keys reached the disk; nobody else is lost; what was signed stays true.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <recourse/base/clock.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/engine.hpp>
#include <recourse/notary/base64.hpp>
#include <recourse/notary/notary.hpp>
#include <set>

#include "tests/sim/office/disk_store.hpp"
#include "tests/support/ward.hpp"

namespace recourse::sim {
namespace {

using stores::rocks::StoreCore;
using ward::Ward;

constexpr const char* kKeys = "/keys";

unsigned number_from(const char* variable, unsigned otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::atoi(text));
}

Result<void> done(const rocksdb::IOStatus& status) {
  if (status.ok()) return {};
  return Error{Errc::io_error, status.ToString()};
}

/// The ring's files on the disk that the log lies on: one power cut takes from both.
class DiskKeyFiles final : public trust::KeyFiles {
 public:
  explicit DiskKeyFiles(Disk& disk) : disk_(&disk), files_(disk.env()->GetFileSystem()) {
    (void)files_->CreateDirIfMissing(kKeys, {}, nullptr);
  }
  Result<std::string> read(const std::string& name) override {
    if (!exists(name)) return Error{Errc::not_found, name};
    return disk_->read(path(name));
  }
  Result<void> replace(const std::string& name, std::string_view bytes) override {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    RECOURSE_TRY(done(files_->NewWritableFile(path("new"), {}, &file, nullptr)));
    RECOURSE_TRY(done(file->Append({bytes.data(), bytes.size()}, {}, nullptr)));
    RECOURSE_TRY(done(file->Sync({}, nullptr)));
    RECOURSE_TRY(done(files_->RenameFile(path("new"), path(name), {}, nullptr)));
    return sync_folder();
  }
  Result<std::uint64_t> size() override {
    return exists("slots") ? std::uint64_t{disk_->read(path("slots")).size()} : 0;
  }
  Result<std::string> read_at(std::uint64_t at, std::size_t count) override {
    if (!exists("slots")) return std::string{};
    const auto bytes = disk_->read(path("slots"));
    return at >= bytes.size() ? std::string{} : bytes.substr(at, count);
  }
  Result<void> write_at(std::uint64_t at, std::string_view bytes) override {
    RECOURSE_TRY_ASSIGN(const auto file, slots());
    return done(file->PositionedAppend({bytes.data(), bytes.size()}, at, {}, nullptr));
  }
  Result<void> sync() override {
    RECOURSE_TRY_ASSIGN(const auto file, slots());
    return done(file->Sync({}, nullptr));
  }

 private:
  static std::string path(const std::string& name) { return std::string{kKeys} + "/" + name; }
  bool exists(const std::string& name) const {
    return files_->FileExists(path(name), {}, nullptr).ok();
  }
  Result<void> sync_folder() const {
    std::unique_ptr<rocksdb::FSDirectory> folder;
    RECOURSE_TRY(done(files_->NewDirectory(kKeys, {}, &folder, nullptr)));
    return done(folder->Fsync({}, nullptr));
  }
  Result<std::unique_ptr<rocksdb::FSWritableFile>> slots() const {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    if (exists("slots")) {
      RECOURSE_TRY(done(files_->ReopenWritableFile(path("slots"), {}, &file, nullptr)));
      return file;
    }
    RECOURSE_TRY(done(files_->NewWritableFile(path("slots"), {}, &file, nullptr)));
    RECOURSE_TRY(sync_folder());
    return file;
  }

  Disk* disk_;
  std::shared_ptr<rocksdb::FileSystem> files_;
};

/// Somebody whose admission was answered.
struct Person {
  bool in = true;
  bool erased = false;  ///< That was answered.
  bool lost = false;    ///< The key was begun behind the copy that was put back.
};

class SealedLife {
 public:
  explicit SealedLife(std::uint64_t seed)
      : seed_(seed), random_(seed * 7 + 3), machine_(seed ^ 0xBEEF) {}

  void live() {
    SCOPED_TRACE("RECOURSE_SIM_SEED=" + std::to_string(seed_));
    for (int i = 0; i < 5 && !testing::Test::HasFailure(); ++i) {
      open();
      if (testing::Test::HasFailure()) return;
      check();
      crash_at_some_operation();
      const auto steps = 15 + random_.below(30);
      for (std::uint64_t n = 0; n < steps && !crashed() && !testing::Test::HasFailure(); ++n) {
        step();
      }
      die();
      if (random_.chance(25)) put_back_older_keys();
    }
    if (testing::Test::HasFailure()) return;
    open();
    check();
  }

  std::uint64_t cut_short = 0;
  std::uint64_t put_back = 0;
  std::uint64_t erased = 0;
  std::uint64_t heads = 0;

 private:
  static StreamId stream_of(std::size_t person) {
    return StreamId::of("ward", std::to_string(person)).value();
  }
  static std::string name_of(std::size_t person) { return "person-" + std::to_string(person); }
  core::Context by(std::string id, std::string role) const {
    return engine_->context({std::move(id), std::move(role), ""});
  }

  void open() {
    auto opened = Engine::open({
        .open_store = [this](const Clock& clock) -> Result<std::unique_ptr<core::EventStore>> {
          RECOURSE_TRY_ASSIGN(auto made, StoreCore::open({.directory = "/store",
                                                          .memory_bytes = std::size_t{32} << 20,
                                                          .clock = &clock,
                                                          .log_id = log_id_,
                                                          .env = machine_.disk().env()}));
          auto store = std::make_unique<DiskStore>(std::move(made));
          store_ = store.get();
          return std::unique_ptr<core::EventStore>{std::move(store)};
        },
        .clock = &clock_,
        .sealing = {{.master = master_,
                     .pool = 4,
                     .files = std::make_shared<DiskKeyFiles>(machine_.disk())}},
    });
    ASSERT_TRUE(opened.has_value()) << opened.error().message();
    engine_ = std::move(*opened);
    log_id_ = store_->identity().id;
    ward_ = &engine_->add(Ward{});
    engine_->add_view([] {
      return std::make_unique<core::StateView<Ward>>(core::ProjectionSpec{"beds"}, Ward{});
    });
    notary_ = &engine_->add(notary::NotaryDecider{});
    engine_->add_view(notary::tree_view());
    const auto started = engine_->start();
    ASSERT_TRUE(started.has_value()) << started.error().message();
  }

  /// What would be found if power, or the process, went in the middle of an operation.
  void crash_at_some_operation() {
    const bool power = random_.chance(70);
    machine_.go(1 + random_.below(60), power);
  }
  bool crashed() const { return machine_.gone(); }
  void die() {
    if (machine_.die([this] { engine_.reset(); })) ++cut_short;
  }

  /// A copy of the whole folder that was made by other means, some lives ago.
  void put_back_older_keys() {
    if (older_keys_.empty()) return;
    ++put_back;
    for (const auto& [file, bytes] : older_keys_) machine_.disk().write(file, bytes);
    for (auto& [number, person] : persons_) person.lost = person.lost || number >= known_then_;
  }
  void copy_keys() {
    older_keys_.clear();
    for (const auto& file : machine_.disk().files()) {
      if (file.starts_with(std::string{kKeys} + "/"))
        older_keys_[file] = machine_.disk().read(file);
    }
    known_then_ = next_;
  }

  void step() {
    const auto what = random_.below(100);
    if (what < 35) return admit();
    if (what < 55) return leave();
    if (what < 70) return erase();
    if (what < 82) return sign();
    if (what < 88) return copy_keys();
    if (what < 94) return follow();
    (void)store_->store_core().pipeline().index_some();
  }

  void admit() {
    const auto number = next_++;
    const auto outcome = ward_->handle(
        stream_of(number), ward::Admit{"7a", name_of(number), "1390000", std::nullopt, {}},
        by("n1", "nurse"));
    if (crashed()) return;  // nobody heard the answer
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message();
    persons_[number] = {};
  }
  /// One of those whose place in the list a seed says; nothing: there are none.
  Person* anybody(std::size_t& number) {
    if (persons_.empty()) return nullptr;
    const auto at =
        std::next(persons_.begin(), static_cast<std::ptrdiff_t>(random_.below(persons_.size())));
    number = at->first;
    return &at->second;
  }
  void leave() {
    std::size_t number = 0;
    auto* const person = anybody(number);
    if (person == nullptr || !person->in) return;
    const auto outcome = ward_->handle(stream_of(number), ward::Leave{}, by("n1", "nurse"));
    if (crashed()) return;
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message();
    person->in = false;
  }
  void erase() {
    std::size_t number = 0;
    auto* const person = anybody(number);
    if (person == nullptr) return;
    const auto outcome =
        engine_->erase({.stream = stream_of(number), .reason = "asked"}, by("a1", "administrator"));
    if (crashed()) return;
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message();
    if (outcome->refused()) return;
    person->erased = true;
    ++erased;
  }
  /// Signs what nothing signed yet; the first time adds the key.
  void sign() {
    const auto administrator = by("a1", "administrator");
    const auto state = notary_->find(notary::stream());
    if (!state || state->state.keys.empty()) {
      const auto& key = key_.public_key();
      const auto added = notary_->handle(
          notary::stream(),
          notary::AddKey{key.name(), key.algorithm(), notary::base64(key.bytes())}, administrator);
      EXPECT_TRUE(crashed() || added.has_value());
      return;
    }
    const auto rows = engine_->rows(notary::kTreeView, store_->head().value());
    if (crashed()) return;
    ASSERT_TRUE(rows.has_value()) << rows.error().message();
    const notary::TileTree tree{**rows};
    const auto head = notary::make_head(tree, store_->identity(), std::span{&key_, 1});
    ASSERT_TRUE(head.has_value()) << head.error().message();
    if (head->size == signed_) return;
    const auto outcome = notary_->handle(notary::stream(), *head, administrator);
    if (crashed()) return;
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message();
    if (outcome->refused()) return;
    signed_ = head->size;
    ++heads;
  }
  void follow() {
    const auto rows = engine_->rows("beds", store_->head().value());
    EXPECT_TRUE(crashed() || rows.has_value());
  }

  void check() {
    const auto tombstones = tombstones_in_log();
    for (const auto& [number, person] : persons_) {
      const auto stream = stream_of(number);
      SCOPED_TRACE(stream.text());
      const auto found = ward_->find(stream);
      ASSERT_TRUE(found.has_value()) << found.error().message();
      const auto& name = found->state.name;
      const bool gone = tombstones.contains(stream.text());
      EXPECT_TRUE(gone || !person.erased) << "an answered erasure is not in the log";
      if (gone) {
        EXPECT_FALSE(name.is_clear()) << "was erased, and opens";
        const auto proof = engine_->prove_erasure(stream);
        ASSERT_TRUE(proof.has_value()) << proof.error().message();
        EXPECT_TRUE(proof->holds());
      } else if (!person.lost) {
        ASSERT_TRUE(name.is_clear()) << "the key is lost";
        EXPECT_EQ(name.clear(), name_of(number));
      }
    }
    const auto rows = engine_->rows(notary::kTreeView, store_->head().value());
    ASSERT_TRUE(rows.has_value()) << rows.error().message();
    const auto report = notary::audit(*store_, notary::TileTree{**rows});
    ASSERT_TRUE(report.has_value()) << report.error().message();
    EXPECT_TRUE(report->ok()) << report->findings.front().what;
    EXPECT_GE(report->heads, heads) << "an answered head is not in the log";
  }
  std::set<std::string> tombstones_in_log() const {
    std::set<std::string> streams;
    const auto cursor =
        store_->read_all({.stream_kind = std::string{trust::SealingDecider::kKind}}).value();
    while (cursor->next().value()) {
      const auto event = core::Fold<trust::SealingDecider>::event_of(cursor->record()).value();
      if (const auto* one = std::get_if<trust::Erased>(&event)) streams.insert(one->stream);
    }
    return streams;
  }

  std::uint64_t seed_;
  Random random_;
  ManualClock clock_{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  Machine machine_;
  std::optional<LogId> log_id_;
  trust::MasterKey master_ = trust::random_master_key();
  notary::PrivateKey key_ = notary::PrivateKey::generate("sim", notary::Algorithm::ed25519).value();
  DiskStore* store_ = nullptr;
  std::unique_ptr<Engine> engine_;
  const Hosted<Ward>* ward_ = nullptr;
  const Hosted<notary::NotaryDecider>* notary_ = nullptr;
  std::map<std::size_t, Person> persons_;
  std::size_t next_ = 0;
  std::map<std::string, std::string> older_keys_;
  std::size_t known_then_ = 0;
  std::uint64_t signed_ = 0;
};

TEST(SealedLog, WhoWasErasedNeverOpensAgainAndNobodyElseIsLost) {
  if (std::getenv("RECOURSE_SIM_SEED") != nullptr) {
    SealedLife{number_from("RECOURSE_SIM_SEED", 0)}.live();
    return;
  }
  const auto schedules = number_from("RECOURSE_SIM_SCHEDULES", 300) / 3;
  std::uint64_t cut_short = 0;
  std::uint64_t put_back = 0;
  std::uint64_t erased = 0;
  std::uint64_t heads = 0;
  for (unsigned seed = 1; seed <= schedules && !HasFailure(); ++seed) {
    SealedLife life{seed};
    life.live();
    cut_short += life.cut_short;
    put_back += life.put_back;
    erased += life.erased;
    heads += life.heads;
  }
  if (HasFailure()) return;
  std::cout << cut_short << " lives cut short, " << erased << " persons erased, " << put_back
            << " times older keys put back, " << heads << " heads signed\n";
  EXPECT_GT(cut_short, schedules) << "lives that end in peace test nothing";
  EXPECT_GT(erased, schedules);
  EXPECT_GT(put_back, schedules / 4);
  EXPECT_GT(heads, schedules);
}

}  // namespace
}  // namespace recourse::sim
