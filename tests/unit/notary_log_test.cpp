// The tree as a view of a log, heads as events, and what is made of both.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <recourse/core/memory_table.hpp>
#include <recourse/engine.hpp>
#include <recourse/notary/base64.hpp>
#include <recourse/notary/notary.hpp>
#include <thread>

namespace recourse::notary {
namespace {

/// Of a result that must not be there; nothing: it is there.
template <class T>
std::optional<Errc> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional{result.error().code()};
}

namespace fs = std::filesystem;

const core::Actor kAdministrator{"a1", "administrator", ""};

/// An engine in memory with the notary on it, and records of nobody's workflow.
class NotaryLog : public testing::Test {
 protected:
  void SetUp() override {
    engine_ = Engine::open({.store = "memory"}).value();
    notary_ = &engine_->add(NotaryDecider{});
    engine_->add_view(tree_view());
    engine_->start().value();
  }

  core::EventStore& store() const { return engine_->store(); }

  /// Appends so many records, of every form: with tags, causes, payloads of all sizes.
  void append(std::uint64_t records) {
    while (records > 0) {
      const auto some = std::min<std::uint64_t>(records, 500);
      records -= some;
      const auto n = std::to_string(++appends_);
      core::Append append{
          .command_id = derived_command_id("append " + n),
          .actor = "clerk:c" + n + "@S001",
          .streams = {{StreamId::of("note", n).value(), core::ExpectedVersion::none(), 0, {}}}};
      if (appends_ % 2 == 0) append.correlation = derived_command_id("chain");
      if (appends_ % 3 == 0) append.causation = derived_command_id("cause " + n);
      for (std::uint64_t i = 0; i < some; ++i) {
        core::NewEvent event{"note.taken", 1, Timestamp{}, std::string(i % 300, 'x')};
        if (i % 5 == 0) event.tags = {"a:" + n, "b:" + std::to_string(i)};
        append.streams.front().events.push_back(std::move(event));
      }
      store().append(std::move(append)).value();
    }
  }

  std::unique_ptr<core::TableSnapshot> rows() const {
    return engine_->rows(kTreeView, store().head().value()).value();
  }
  State state() const {
    const auto found = notary_->find(stream());
    return found ? found->state : State{};
  }
  core::Outcome handle(const Command& command, const core::Actor& actor = kAdministrator) const {
    return notary_->handle(stream(), command, engine_->context(actor)).value();
  }
  std::string refusal(const Command& command, const core::Actor& actor = kAdministrator) const {
    const auto outcome = handle(command, actor);
    return outcome.refused() ? outcome.refusal().name : "";
  }
  static AddKey adding(const PrivateKey& key) {
    const auto& of = key.public_key();
    return {of.name(), of.algorithm(), base64(of.bytes())};
  }
  /// Both keys, added.
  void add_keys() const {
    for (const auto& key : keys_) ASSERT_EQ(refusal(adding(key)), "");
  }
  RecordHead head() const {
    const auto now = rows();
    return make_head(TileTree{*now}, store().identity(), keys_).value();
  }
  void sign() const { ASSERT_EQ(refusal(head()), ""); }

  AuditReport audited() const {
    const auto now = rows();
    return audit(store(), TileTree{*now}).value();
  }
  /// The first finding.
  std::string found() const {
    const auto report = audited();
    EXPECT_EQ(report.ok(), report.findings.empty());
    return report.ok() ? "" : report.findings.front().what;
  }
  Result<Receipt> receipt(std::uint64_t position, Algorithm a = Algorithm::ed25519) const {
    const auto now = rows();
    return receipt_of(store(), TileTree{*now}, state(), Position{position}, a);
  }
  /// Records a head that no decider has seen.
  void force(const HeadSigned& event) {
    std::string payload;
    describe::encode_alternative(Event{event}, payload);
    core::Append append{.command_id = derived_command_id("force " + std::to_string(++appends_)),
                        .actor = "administrator:evil",
                        .streams = {{stream(),
                                     core::ExpectedVersion::any(),
                                     1,
                                     {{"notary.head_signed", 1, Timestamp{}, payload}}}}};
    store().append(std::move(append)).value();
  }
  /// A head signed by the keys for whatever it says.
  HeadSigned signed_head(TreeHead head) const {
    HeadSigned event{head.origin, head.size.value, root_text(head.root), {}};
    for (const auto& key : keys_) {
      const auto& of = key.public_key();
      const auto message =
          of.algorithm() == Algorithm::ed25519 ? note_text(head) : cose_to_be_signed(head, of.id());
      event.signatures.push_back({to_string(of.id()), of.algorithm(), base64(key.sign(message))});
    }
    return event;
  }
  TreeHead true_head(std::uint64_t size) const {
    const auto now = rows();
    return {origin_of(store().identity()), TreeSize{size},
            root_of(TreeSize{size}, TileTree{*now}).value()};
  }

  std::unique_ptr<Engine> engine_;
  Hosted<NotaryDecider>* notary_ = nullptr;
  std::vector<PrivateKey> keys_{PrivateKey::generate("recourse/log", Algorithm::ed25519).value(),
                                PrivateKey::generate("recourse/log", Algorithm::es256).value()};
  int appends_ = 0;
};

// --- the tree ------------------------------------------------------------------------------------

TEST_F(NotaryLog, TheViewIsTheTreeOfTheRecordsBytes) {
  append(66'000);  // two levels of full tiles, and a third
  const auto now = rows();
  const TileTree tree{*now};
  MemoryTree plain;
  Frontier frontier;
  const auto cursor = store().read_all().value();
  while (cursor->next().value()) {
    plain.push(leaf_hash(cursor->bytes()));
    frontier.push(leaf_hash(cursor->bytes()));
  }
  ASSERT_EQ(tree.size(), plain.size());
  EXPECT_EQ(root_of(tree.size(), tree).value(), frontier.root());
  for (const std::uint64_t size :
       {1u, 2u, 255u, 256u, 257u, 511u, 512u, 65'535u, 65'536u, 65'537u, 66'000u}) {
    ASSERT_EQ(root_of(TreeSize{size}, tree).value(), root_of(TreeSize{size}, plain).value());
    for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size - 1}) {
      ASSERT_EQ(inclusion_proof(LeafIndex{index}, TreeSize{size}, tree).value(),
                inclusion_proof(LeafIndex{index}, TreeSize{size}, plain).value())
          << index << " of " << size;
    }
    ASSERT_EQ(consistency_proof(TreeSize{size}, tree.size(), tree).value(),
              consistency_proof(TreeSize{size}, tree.size(), plain).value());
  }
}

TEST_F(NotaryLog, TheViewGoesOnFromAnySize) {
  // One record a step, so that the tree's last tiles are read and written at each size.
  for (int i = 0; i < 300; ++i) {
    append(1);
    const auto now = rows();
    ASSERT_EQ(now->position().value, static_cast<std::uint64_t>(i) + 1);
  }
  EXPECT_EQ(found(), "");
  ASSERT_TRUE(engine_->views().rebuild(kTreeView, {.compare = true}));
  while (engine_->views().report(kTreeView).value().building) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  const auto compared = engine_->views().report(kTreeView).value().compared;
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->found.differences, 0u) << "made in one go, or record by record";
  append(300);
  EXPECT_EQ(found(), "");
}

// --- keys and heads ------------------------------------------------------------------------------

TEST_F(NotaryLog, AKeyIsAddedByAnAdministratorOnce) {
  const auto add = adding(keys_[0]);
  EXPECT_EQ(refusal(add, {"w7", "window_officer", "S001"}), "not_your_role");
  EXPECT_EQ(refusal(add, {"w7", "", ""}), "not_your_role");
  EXPECT_EQ(refusal(add, {" ", "administrator", ""}), "no_actor");
  EXPECT_EQ(refusal(AddKey{"a b", Algorithm::ed25519, add.public_key}), "key_malformed");
  EXPECT_EQ(refusal(AddKey{"a", Algorithm::ed25519, "?"}), "key_malformed");
  EXPECT_EQ(refusal(AddKey{"a", Algorithm::es256, add.public_key}), "key_malformed");
  EXPECT_EQ(refusal(add), "");
  EXPECT_EQ(refusal(add), "key_known");
  const auto key = state().keys.at(0);
  EXPECT_EQ(key.id, to_string(keys_[0].public_key().id()));
  EXPECT_EQ(public_key_of(key).value(), keys_[0].public_key());
}

TEST_F(NotaryLog, ARetiredKeySignsNoMore) {
  add_keys();
  const auto id = to_string(keys_[0].public_key().id());
  EXPECT_EQ(refusal(RetireKey{"00000000", "why"}), "key_unknown");
  EXPECT_EQ(refusal(RetireKey{id, " "}), "reason_missing");
  sign();
  EXPECT_EQ(refusal(RetireKey{id, "rotation"}), "");
  EXPECT_EQ(refusal(RetireKey{id, "rotation"}), "key_is_retired");
  EXPECT_EQ(refusal(head()), "key_is_retired");
  EXPECT_EQ(found(), "") << "what it signed before counts";
}

TEST_F(NotaryLog, AHeadIsSignedOnceAndByKeysThatAreKnown) {
  append(3);
  EXPECT_EQ(refusal(head()), "key_unknown");
  add_keys();
  EXPECT_EQ(refusal(head(), {"w7", "window_officer", "S001"}), "not_your_role");
  auto wrong = head();
  wrong.root = "?";
  EXPECT_EQ(refusal(wrong), "head_malformed");
  wrong = head();
  wrong.origin += "0";
  EXPECT_EQ(refusal(wrong), "signature_wrong");
  wrong.origin = "elsewhere";
  EXPECT_EQ(refusal(wrong), "head_malformed");
  wrong = head();
  wrong.size = 0;
  EXPECT_EQ(refusal(wrong), "head_malformed");
  wrong = head();
  ++wrong.size;
  EXPECT_EQ(refusal(wrong), "signature_wrong");
  wrong = head();
  wrong.signatures[1].algorithm = Algorithm::ed25519;
  EXPECT_EQ(refusal(wrong), "signature_wrong");
  wrong = head();
  wrong.signatures.push_back(wrong.signatures[0]);
  EXPECT_EQ(refusal(wrong), "signed_twice");
  wrong.signatures = {wrong.signatures[1]};
  EXPECT_EQ(refusal(wrong), "not_signed");
  const auto right = head();
  EXPECT_EQ(refusal(right), "");
  EXPECT_EQ(refusal(right), "not_newer");
  EXPECT_EQ(state().size, right.size);
}

TEST_F(NotaryLog, TheHeadAloneIsNothingToSign) {
  add_keys();
  EXPECT_TRUE(has_something_to_sign(state(), TreeSize{store().head().value().value}));
  sign();
  EXPECT_FALSE(has_something_to_sign(state(), TreeSize{store().head().value().value}));
  append(1);
  EXPECT_TRUE(has_something_to_sign(state(), TreeSize{store().head().value().value}));
}

// --- receipts ------------------------------------------------------------------------------------

TEST_F(NotaryLog, AReceiptGoesByTheFirstHeadThatCoversTheRecord) {
  add_keys();
  append(300);
  EXPECT_EQ(code_of(receipt(17)), Errc::not_found);
  sign();
  append(300);
  sign();
  const auto verifiers = public_keys_of(state()).value();
  const Trusted trusted{verifiers, origin_of(store().identity())};
  for (const std::uint64_t position : {1u, 17u, 302u, 303u, 304u, 603u}) {
    const auto r = receipt(position).value();
    EXPECT_EQ(r.head.size.value, position <= 302 ? 302u : 603u);
    EXPECT_EQ(verify_tlog_proof(to_tlog_proof(r), trusted).value().fault, "");
    const auto cose = receipt(position, Algorithm::es256).value();
    EXPECT_EQ(verify_cose(to_cose(cose), cose.record, trusted).value().fault, "");
  }
  EXPECT_EQ(code_of(receipt(604)), Errc::not_found) << "the head covers not itself";
  EXPECT_EQ(code_of(receipt(605)), Errc::not_found);
  EXPECT_EQ(code_of(receipt(0)), Errc::not_found);
}

TEST_F(NotaryLog, AReceiptPrefersAHeadOfAKeyInForce) {
  add_keys();
  append(10);
  sign();
  ASSERT_EQ(refusal(RetireKey{to_string(keys_[0].public_key().id()), "lost"}), "");
  EXPECT_EQ(receipt(3).value().head.size, TreeSize{12}) << "there is no other yet";
  keys_[0] = PrivateKey::generate("recourse/log", Algorithm::ed25519).value();
  ASSERT_EQ(refusal(adding(keys_[0])), "");
  sign();
  EXPECT_EQ(receipt(3).value().head.size, TreeSize{15});
}

TEST_F(NotaryLog, AReceiptThatWouldNotVerifyIsNotGivenOut) {
  add_keys();
  append(10);
  auto false_head = true_head(12);
  false_head.root[0] ^= 1;
  force(signed_head(false_head));
  EXPECT_EQ(code_of(receipt(3)), Errc::corruption);
}

// --- audit ---------------------------------------------------------------------------------------

TEST_F(NotaryLog, AnAuditComparesEveryHead) {
  EXPECT_TRUE(audited().ok()) << "of an empty log";
  add_keys();
  for (int i = 0; i < 5; ++i) {
    append(70);
    sign();
  }
  append(9);
  const auto report = audited();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.heads, 5u);
  EXPECT_EQ(report.consistent, 4u);
  EXPECT_EQ(report.size, TreeSize{2 + 5 * 71 + 9});
  EXPECT_EQ(report.covered, TreeSize{2 + 5 * 71 - 1});
  EXPECT_EQ(report.root, true_head(report.size.value).root);
}

TEST_F(NotaryLog, AnAuditFindsAFalseRoot) {
  add_keys();
  append(10);
  sign();
  append(10);
  auto head = true_head(20);
  head.root[0] ^= 1;
  force(signed_head(head));
  const auto report = audited();
  EXPECT_EQ(report.problems, 2u);
  EXPECT_NE(report.findings.at(0).what.find("does not come to the root"), std::string::npos);
  EXPECT_NE(report.findings.at(1).what.find("does not go on"), std::string::npos);
  EXPECT_EQ(report.covered, TreeSize{12});
}

TEST_F(NotaryLog, AnAuditFindsWhatTheDeciderWouldNotHaveTaken) {
  add_keys();
  append(10);
  auto wrong = signed_head(true_head(12));
  wrong.signatures.front().signature = base64(std::string(64, 'x'));
  force(wrong);
  EXPECT_NE(found().find("is wrong"), std::string::npos) << found();
}

TEST_F(NotaryLog, AnAuditFindsAWrongEs256Signature) {
  add_keys();
  append(10);
  auto wrong = signed_head(true_head(12));
  wrong.signatures.back().signature = base64(std::string(64, 'x'));
  force(wrong);
  EXPECT_NE(found().find("ES256"), std::string::npos) << found();
}

TEST_F(NotaryLog, AnAuditFindsAHeadOfAnotherLog) {
  add_keys();
  auto head = true_head(2);
  head.origin = origin_of({random_log_id(), Incarnation{1}});
  force(signed_head(head));
  EXPECT_NE(found().find("the head is of " + head.origin), std::string::npos) << found();
}

TEST_F(NotaryLog, AnAuditFindsAHeadOfWhatIsNotThere) {
  add_keys();
  auto head = true_head(2);
  head.size = TreeSize{100};
  force(signed_head(head));
  EXPECT_NE(found().find("has fewer"), std::string::npos) << found();
}

TEST_F(NotaryLog, AnAuditFindsAViewThatIsSpoilt) {
  add_keys();
  append(300);
  sign();
  const auto right = rows();
  core::MemoryTable spoilt;
  std::map<std::string, std::string> copied;
  const auto cursor = right->scan({}, {});
  while (cursor->next().value()) copied.emplace(cursor->key(), cursor->value());
  for (auto& [key, value] : copied) {
    if (key.front() == 't') value[0] ^= 1;
  }
  std::vector<core::RowChange> changes;
  for (const auto& [key, value] : copied) changes.push_back({key, value});
  spoilt.write(changes, *right->checkpoint()).value();
  const auto wrong = spoilt.snapshot().value();
  const auto report = audit(store(), TileTree{*wrong}).value();
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.findings.front().what.find("rebuild it"), std::string::npos);
  EXPECT_EQ(
      code_of(receipt_of(store(), TileTree{*wrong}, state(), Position{299}, Algorithm::ed25519)),
      Errc::corruption);
}

TEST_F(NotaryLog, AnAuditFindsAHeadThatCoversWhatCameLater) {
  add_keys();
  auto head = true_head(2);
  head.size = TreeSize{4};
  force(signed_head(head));
  append(5);
  EXPECT_NE(found().find("what came later"), std::string::npos) << found();
}

TEST_F(NotaryLog, AnAuditFindsAHeadByAKeyThatWasRetired) {
  add_keys();
  ASSERT_EQ(refusal(RetireKey{to_string(keys_[0].public_key().id()), "lost"}), "");
  force(signed_head(true_head(3)));
  EXPECT_NE(found().find("no key that is known"), std::string::npos) << found();
}

// --- publishing ----------------------------------------------------------------------------------

class NotaryPublished : public NotaryLog {
 protected:
  void SetUp() override {
    NotaryLog::SetUp();
    folder_ = fs::temp_directory_path() / ("recourse-published-" + random_log_id().to_string());
  }
  void TearDown() override { fs::remove_all(folder_); }
  Result<Published> published() const {
    const auto now = rows();
    return publish(store(), TileTree{*now}, state(), folder_);
  }
  std::string file(const fs::path& name) const {
    std::ifstream in{folder_ / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  fs::path folder_;
};

TEST_F(NotaryPublished, TheFilesAreThoseOfTlogTiles) {
  EXPECT_EQ(code_of(published()), Errc::not_found);
  add_keys();
  append(69'998);  // the specification's own example: a tree of 70,000
  sign();
  const auto done = published().value();
  EXPECT_EQ(done.head.size, TreeSize{70'000});
  EXPECT_EQ(done.tiles, 273u + 1 + 1 + 1 + 1);
  EXPECT_EQ(file("tile/0/000").size(), 8192u);
  EXPECT_EQ(file("tile/0/272").size(), 8192u);
  EXPECT_EQ(file("tile/0/273.p/112").size(), 112u * 32);
  EXPECT_EQ(file("tile/1/000").size(), 8192u);
  EXPECT_EQ(file("tile/1/001.p/17").size(), 17u * 32);
  EXPECT_EQ(file("tile/2/000.p/1").size(), 32u);
  EXPECT_FALSE(fs::exists(folder_ / "tile/3"));
  const auto note = parse_note(file("checkpoint")).value();
  EXPECT_EQ(note.head, done.head);
  const std::vector verifiers{keys_[0].public_key()};
  EXPECT_EQ(fault_of(note, verifiers), std::nullopt);
  for (const auto& entry : fs::recursive_directory_iterator{folder_}) {
    EXPECT_NE(entry.path().extension(), ".new");
  }
}

TEST_F(NotaryPublished, WhatIsThereAlreadyIsNotWrittenAgain) {
  add_keys();
  append(598);
  sign();
  EXPECT_EQ(published().value().tiles, 4u);  // 2 full ones, 1 partial, 1 partial above
  EXPECT_TRUE(published().value().repeated);
  append(299);
  sign();
  const auto more = published().value();
  EXPECT_FALSE(more.repeated);
  EXPECT_EQ(more.head.size, TreeSize{900});
  EXPECT_EQ(more.tiles, 3u);  // tiles 2 and 3, and the one above
  EXPECT_EQ(file("tile/0/002").size(), 8192u);
  EXPECT_EQ(file("tile/0/003.p/132").size(), 132u * 32);
  EXPECT_EQ(file("tile/1/000.p/3").size(), 3u * 32);
}

TEST_F(NotaryPublished, AFalseHeadIsNotPublished) {
  add_keys();
  append(10);
  auto head = true_head(12);
  head.root[0] ^= 1;
  force(signed_head(head));
  EXPECT_EQ(code_of(published()), Errc::corruption);
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(NotaryPublished, AFolderThatDoesNotAgreeIsLeftAlone) {
  add_keys();
  append(10);
  sign();
  ASSERT_TRUE(published());
  const auto text = file("checkpoint");
  const auto put = [this](std::string_view bytes) {
    std::ofstream{folder_ / "checkpoint", std::ios::binary} << bytes;
  };
  auto note = parse_note(text).value();
  append(10);
  sign();
  const auto right = note;
  note.head.origin = origin_of({random_log_id(), Incarnation{1}});
  put(to_note(note));
  EXPECT_EQ(code_of(published()), Errc::invalid_argument);
  note = right;
  note.head.size = TreeSize{1000};
  put(to_note(note));
  EXPECT_EQ(code_of(published()), Errc::invalid_argument);
  note = right;
  note.head.root[0] ^= 1;
  put(to_note(note));
  EXPECT_EQ(code_of(published()), Errc::corruption);
  EXPECT_EQ(file("checkpoint"), to_note(note)) << "what was published is evidence";
  put("garbage");
  EXPECT_EQ(code_of(published()), Errc::malformed);
  put(text);
  EXPECT_TRUE(published());
}

}  // namespace
}  // namespace recourse::notary
