// What a copied log proves: receipts that were given out before, the audit, and persons who were
// erased, with the keys that were moved along.
#include <recourse/core/log_copy.hpp>
#include <recourse/engine.hpp>
#include <recourse/notary/base64.hpp>
#include <recourse/notary/notary.hpp>

#include "stores.hpp"
#include "tests/support/ward.hpp"

namespace recourse::contract {
namespace {

namespace fs = std::filesystem;
using ward::Ward;

class CopiedLog : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto& why = PostgresServer::shared().missing(); !why.empty()) GTEST_SKIP() << why;
  }

  struct Opened {
    std::unique_ptr<Engine> engine;
    const Hosted<Ward>* ward = nullptr;
    const Hosted<notary::NotaryDecider>* notary = nullptr;

    std::unique_ptr<core::TableSnapshot> tree() const {
      return engine->rows(notary::kTreeView, engine->store().head().value()).value();
    }
    notary::State state() const { return notary->find(notary::stream())->state; }
    notary::Receipt receipt(std::uint64_t position) const {
      const auto rows = tree();
      return notary::receipt_of(engine->store(), notary::TileTree{*rows}, state(),
                                Position{position}, notary::Algorithm::ed25519)
          .value();
    }
    core::Context by(std::string role) const {
      return engine->context({"x1", std::move(role), "W7"});
    }
  };
  Opened open(EngineOptions options) const {
    options.memory_bytes = std::size_t{64} << 20;
    Opened o{.engine = Engine::open(std::move(options)).value()};
    o.ward = &o.engine->add(Ward{});
    o.notary = &o.engine->add(notary::NotaryDecider{});
    o.engine->add_view(notary::tree_view());
    o.engine->start().value();
    return o;
  }
  Opened in_folder(const std::string& name, const fs::path& keys = {}) const {
    return open({.directory = directory.path() / name,
                 .sealing = SealingOptions{.master = master, .keys = keys}});
  }
  Opened at_server(const fs::path& keys) const {
    auto options = postgres_options(directory.path());
    options.create = false;
    return open(
        {.open_store = stores::postgres_store(options,
                                              [this] {
                                                return stores::open_rocksdb_tables(
                                                    {.directory = directory.path() / "tables"});
                                              }),
         .sealing = SealingOptions{.master = master, .keys = keys}});
  }
  static void admit(const Opened& o, const StreamId& stream, const std::string& name) {
    const auto done = o.ward->handle(
        stream, ward::Admit{"7a", name, std::string{"1381234"}, {}, {}}, o.by("nurse"));
    ASSERT_FALSE(done.value().refused()) << done.value().refusal().en;
  }
  void sign(const Opened& o) const {
    const auto rows = o.tree();
    const auto head =
        notary::make_head(notary::TileTree{*rows}, o.engine->store().identity(), {&key, 1}).value();
    ASSERT_FALSE(o.notary->handle(notary::stream(), head, o.by("administrator")).value().refused());
  }
  static void copy(core::EventLog& from, Result<std::unique_ptr<core::LogImport>> to) {
    ASSERT_TRUE(to.has_value()) << to.error().message();
    const auto copied = core::copy_log(from, **to);
    ASSERT_TRUE(copied.has_value()) << copied.error().message();
  }
  static std::string fault_of(const Opened& o) {
    const auto rows = o.tree();
    const auto audited = notary::audit(o.engine->store(), notary::TileTree{*rows}).value();
    if (!audited.ok()) return audited.findings.front().what;
    const auto verified = o.engine->verify().value();
    return verified.ok() ? "" : verified.findings.front().what;
  }

  TemporaryDirectory directory;
  trust::MasterKey master = trust::random_master_key();
  notary::PrivateKey key =
      notary::PrivateKey::generate("recourse/log", notary::Algorithm::ed25519).value();
};

TEST_F(CopiedLog, ReceiptsAndErasedPersonsAreAsTheyWere) {
  const auto kept = StreamId::of("ward", "1").value();
  const auto erased = StreamId::of("ward", "2").value();
  const auto keys = directory.path() / "keys";
  std::vector<std::string> receipts;
  std::uint64_t records = 0;
  {
    const auto o = in_folder("source");
    const auto& of = key.public_key();
    ASSERT_FALSE(o.notary
                     ->handle(notary::stream(),
                              notary::AddKey{of.name(), of.algorithm(), notary::base64(of.bytes())},
                              o.by("administrator"))
                     .value()
                     .refused());
    admit(o, kept, "张三丰");
    admit(o, erased, "李四光");
    ASSERT_FALSE(o.ward->handle(erased, ward::Leave{}, o.by("nurse")).value().refused());
    ASSERT_FALSE(o.engine
                     ->erase({.stream = erased,
                              .subject = describe::Subject::reporter,
                              .reason = "asked in writing"},
                             o.by("administrator"))
                     .value()
                     .refused());
    sign(o);
    for (std::uint64_t p = 1; p <= 4; ++p) receipts.push_back(to_tlog_proof(o.receipt(p)));
    records = o.engine->verify().value().records;
    copy(o.engine->store(), stores::import_postgres(postgres_options(directory.path()),
                                                    core::origin_of(o.engine->store())));
  }
  // The ring goes by the log's id: the folder is moved, and named.
  fs::rename(directory.path() / "source" / "keys", keys);
  const auto expect_the_same = [&](const Opened& o) {
    EXPECT_EQ(fault_of(o), "");
    EXPECT_EQ(o.engine->verify().value().records, records);
    for (std::uint64_t p = 1; p <= receipts.size(); ++p) {
      const auto again = o.receipt(p);
      EXPECT_EQ(to_tlog_proof(again), receipts[p - 1]);
      const auto trusted = key.public_key();
      const auto verdict = notary::verify_tlog_proof(
          receipts[p - 1],
          {.keys = {&trusted, 1}, .origin = notary::origin_of(o.engine->store().identity())},
          again.record);
      EXPECT_TRUE(verdict.value().proven()) << verdict.value().fault;
    }
    EXPECT_EQ(o.ward->find(kept).value().state.name.clear(), "张三丰");
    EXPECT_FALSE(o.ward->find(erased).value().state.name.is_clear());
    EXPECT_TRUE(o.engine->prove_erasure(erased).value().holds());
  };
  {
    const auto o = at_server(keys);
    expect_the_same(o);
    copy(o.engine->store(),
         stores::import_rocksdb(directory.path() / "back", core::origin_of(o.engine->store())));
  }
  const auto back = in_folder("back", keys);
  expect_the_same(back);
  // And it goes on: a head over the old records and a new one is consistent with the old.
  admit(back, StreamId::of("ward", "3").value(), "王五");
  sign(back);
  EXPECT_EQ(fault_of(back), "");
}

}  // namespace
}  // namespace recourse::contract
