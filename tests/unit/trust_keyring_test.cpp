// Keyring: what is sealed opens at its place, with its key, and nowhere else; what was destroyed
// stays so; a ring without its master key, or of another log, opens nothing.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <recourse/describe/event_set.hpp>
#include <recourse/trust/keyring.hpp>
#include <thread>

#include "tests/support/temporary_folder.hpp"
#include "tests/support/ward.hpp"
#include "trust/crypto.hpp"

namespace recourse::trust {
namespace {

using core::SealPlace;
using core::SubjectKeys;
using describe::type_info;

const LogId kLog = LogId::parse("00112233445566778899aabbccddeeff").value();
constexpr SealPlace kPlace{"ward/1", Version{1}, "ward.admitted"};

ward::Admitted somebody() {
  return {"7a", "张三", "13812345678", "李四", {{"watch", "给张三"}, {"bag", std::nullopt}}};
}

class KeyringTest : public testing::Test {
 protected:
  std::shared_ptr<Keyring> open(KeyringOptions options = {}) {
    options.log = kLog;
    options.master = master;
    options.files = files;
    return Keyring::open(std::move(options)).value();
  }
  static ward::Admitted sealed(Keyring& ring, SubjectKeys& keys, const SealPlace& place = kPlace) {
    auto event = somebody();
    ring.seal(&event, type_info<ward::Admitted>, place, keys).value();
    return event;
  }

  MasterKey master = random_master_key();
  std::shared_ptr<KeyFiles> files = memory_key_files();
};

TEST_F(KeyringTest, WhatIsSealedIsNotInItsBytesAndOpensAgain) {
  const auto ring = open();
  SubjectKeys keys;
  auto event = sealed(*ring, keys);
  EXPECT_FALSE(event.name.is_clear());
  EXPECT_FALSE(event.phone->is_clear());
  EXPECT_FALSE(event.things[0].engraved->is_clear());
  EXPECT_FALSE(event.things[1].engraved);
  const auto bytes = describe::encode(event);
  for (const auto* text : {"张三", "13812345678", "李四"}) {
    EXPECT_EQ(bytes.find(text), std::string::npos) << text;
  }
  EXPECT_NE(bytes.find("7a"), std::string::npos) << "what is not personal stays readable";

  auto back = describe::decode<ward::Admitted>(bytes, 1).value();
  ring->open(&back, type_info<ward::Admitted>, kPlace).value();
  EXPECT_EQ(back, somebody());
}

TEST_F(KeyringTest, EachPersonOfAStreamHasOneKey) {
  const auto ring = open();
  SubjectKeys keys;
  const auto first = sealed(*ring, keys);
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(first.name.bytes().key_id, first.phone->bytes().key_id);
  EXPECT_EQ(first.name.bytes().key_id, first.things[0].engraved->bytes().key_id);
  EXPECT_NE(first.name.bytes().key_id, first.visitor->bytes().key_id);
  const auto second = sealed(*ring, keys, {"ward/1", Version{2}, "ward.admitted"});
  EXPECT_EQ(keys.size(), 2u) << "the keys that the stream names seal on";
  EXPECT_EQ(second.name.bytes().key_id, first.name.bytes().key_id);
  EXPECT_NE(second.name.bytes().nonce, first.name.bytes().nonce);

  SubjectKeys others;
  const auto other = sealed(*ring, others, {"ward/2", Version{1}, "ward.admitted"});
  EXPECT_NE(other.name.bytes().key_id, first.name.bytes().key_id) << "another stream";
}

TEST_F(KeyringTest, TwoWhoBeginAStreamAtOnceUseOneKey) {
  const auto ring = open();
  SubjectKeys one;
  SubjectKeys other;
  sealed(*ring, one);
  sealed(*ring, other);
  EXPECT_EQ(one, other) << "neither has been appended: the log names no key yet";
}

TEST_F(KeyringTest, CiphertextOpensAtItsPlaceOnly) {
  const auto ring = open();
  SubjectKeys keys;
  const auto event = sealed(*ring, keys);
  const SealPlace elsewhere[] = {{"ward/2", Version{1}, "ward.admitted"},
                                 {"ward/1", Version{2}, "ward.admitted"},
                                 {"ward/1", Version{1}, "ward.moved"}};
  for (const auto& place : elsewhere) {
    auto moved = event;
    const auto opened = ring->open(&moved, type_info<ward::Admitted>, place);
    ASSERT_FALSE(opened) << place.stream << place.version.value << place.type;
    EXPECT_EQ(opened.error().code(), Errc::corruption);
    EXPECT_NE(opened.error().message().find("name"), std::string::npos);
  }
  auto swapped = event;
  std::swap(swapped.name, *swapped.phone);
  EXPECT_FALSE(ring->open(&swapped, type_info<ward::Admitted>, kPlace)) << "another field";
}

TEST_F(KeyringTest, AnyByteThatIsNotWhatWasSealedIsFound) {
  const auto ring = open();
  SubjectKeys keys;
  const auto event = sealed(*ring, keys);
  for (std::size_t i = 0; i < event.name.bytes().ciphertext.size(); ++i) {
    auto bytes = event.name.bytes();
    bytes.ciphertext[i] ^= 1;
    auto damaged = event;
    damaged.name = Sealed<std::string>{bytes};
    EXPECT_FALSE(ring->open(&damaged, type_info<ward::Admitted>, kPlace)) << i;
  }
  auto bytes = event.name.bytes();
  bytes.nonce[0] ^= 1;
  auto damaged = event;
  damaged.name = Sealed<std::string>{bytes};
  EXPECT_FALSE(ring->open(&damaged, type_info<ward::Admitted>, kPlace)) << "the nonce";
}

TEST_F(KeyringTest, WhatIsDestroyedStaysSealedAndTheOtherPersonOpens) {
  KeyId name;
  SubjectKeys keys;
  ward::Admitted event;
  {
    const auto ring = open();
    event = sealed(*ring, keys);
    name = event.name.bytes().key_id;
    EXPECT_EQ(ring->state_of(name).value(), KeyState::usable);
    ring->destroy(std::span{&name, 1}).value();
    EXPECT_EQ(ring->destructions(), 1u);
    ring->destroy(std::span{&name, 1}).value();
    EXPECT_EQ(ring->destructions(), 1u) << "it was gone";
  }
  const auto ring = open();
  EXPECT_NE(ring->state_of(name).value(), KeyState::usable);
  EXPECT_TRUE(ring->is_destroyed(name).value());
  auto opened = event;
  ring->open(&opened, type_info<ward::Admitted>, kPlace).value();
  EXPECT_FALSE(opened.name.is_clear());
  EXPECT_FALSE(opened.phone->is_clear());
  ASSERT_TRUE(opened.visitor->is_clear());
  EXPECT_EQ(opened.visitor->clear(), "李四");

  // What comes later of the same person is under a new key.
  auto again = sealed(*ring, keys, {"ward/1", Version{2}, "ward.admitted"});
  EXPECT_NE(again.name.bytes().key_id, name);
  EXPECT_EQ(again.visitor->bytes().key_id, event.visitor->bytes().key_id);
  EXPECT_EQ(keys.size(), 3u);
}

TEST_F(KeyringTest, KeysOutliveTheProcessAndThousandsOfThemStayApart) {
  constexpr int kCount = 3000;  // many sectors of slots, several pools
  std::vector<ward::Admitted> events;
  {
    const auto ring = open({.pool = 64});
    for (int i = 0; i < kCount; ++i) {
      SubjectKeys keys;
      const auto stream = "ward/" + std::to_string(i);
      auto event = somebody();
      event.name = "name " + std::to_string(i);
      ring->seal(&event, type_info<ward::Admitted>, {stream, Version{1}, "ward.admitted"}, keys)
          .value();
      events.push_back(std::move(event));
    }
  }
  const auto ring = open();
  EXPECT_GE(ring->status().keys, 2u * kCount);
  for (int i = 0; i < kCount; ++i) {
    const auto stream = "ward/" + std::to_string(i);
    auto event = events[static_cast<std::size_t>(i)];
    ring->open(&event, type_info<ward::Admitted>, {stream, Version{1}, "ward.admitted"}).value();
    ASSERT_EQ(event.name.clear(), "name " + std::to_string(i));
  }
  SubjectKeys keys;
  const auto fresh = sealed(*ring, keys, {"ward/new", Version{1}, "ward.admitted"});
  for (const auto& event : events) {
    ASSERT_NE(event.name.bytes().key_id, fresh.name.bytes().key_id) << "no slot is used twice";
  }
  EXPECT_EQ(ring->status().missing, 0u);
}

TEST_F(KeyringTest, ManyThreadsSealAndOpenAtOnce) {
  const auto ring = open({.pool = 32});
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        SubjectKeys keys;
        const auto stream = "ward/" + std::to_string(t) + "-" + std::to_string(i);
        const SealPlace place{stream, Version{1}, "ward.admitted"};
        auto event = somebody();
        const auto done = ring->seal(&event, type_info<ward::Admitted>, place, keys) &&
                          ring->open(&event, type_info<ward::Admitted>, place);
        if (!done || event != somebody()) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(KeyringTest, AnotherMasterKeyOrAnotherLogOpensNothing) {
  open();
  const auto other = Keyring::open({.log = kLog, .master = random_master_key(), .files = files});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code(), Errc::keys_unavailable);
  const auto elsewhere = Keyring::open({.log = LogId{}, .master = master, .files = files});
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code(), Errc::keys_unavailable);
  EXPECT_NE(elsewhere.error().message().find("another log"), std::string::npos);
}

TEST_F(KeyringTest, AfterRotationTheNewMasterKeyOpensAndTheOldOneDoesNot) {
  SubjectKeys keys;
  ward::Admitted event;
  const auto next = random_master_key();
  {
    const auto ring = open();
    event = sealed(*ring, keys);
    ring->set_reconciled(Incarnation{3}, Position{77}).value();
    ring->rotate(next).value();
    auto still = event;
    ring->open(&still, type_info<ward::Admitted>, kPlace).value();
    EXPECT_EQ(still, somebody());
  }
  EXPECT_EQ(Keyring::open({.log = kLog, .master = master, .files = files}).error().code(),
            Errc::keys_unavailable);
  master = next;
  const auto ring = open();
  EXPECT_EQ(ring->reconciled(Incarnation{3}), Position{77});
  EXPECT_EQ(ring->reconciled(Incarnation{4}), Position{0}) << "another life of the log";
  ring->open(&event, type_info<ward::Admitted>, kPlace).value();
  EXPECT_EQ(event, somebody());
}

TEST_F(KeyringTest, AnyDamagedByteOfTheRingIsFound) {
  open()->set_reconciled(Incarnation{1}, Position{300}).value();
  const auto whole = files->read("ring").value();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto damaged = whole;
    damaged[i] ^= 1;
    files->replace("ring", damaged).value();
    const auto opened = Keyring::open({.log = kLog, .master = master, .files = files});
    ASSERT_FALSE(opened) << i;
  }
  files->replace("ring", whole.substr(0, whole.size() - 1)).value();
  EXPECT_FALSE(Keyring::open({.log = kLog, .master = master, .files = files}));
  files->replace("ring", whole).value();
  EXPECT_TRUE(Keyring::open({.log = kLog, .master = master, .files = files}));
}

TEST_F(KeyringTest, HowFarItWasHeldAgainstTheLogCannotBeForgedWithoutTheMasterKey) {
  open()->set_reconciled(Incarnation{1}, Position{300}).value();
  auto ring = files->read("ring").value();
  ring[44] ^= 1;  // the position; and a right checksum with it
  ring.resize(ring.size() - 32);
  const auto sum = crypto::hash(ring);
  ring.append(reinterpret_cast<const char*>(sum.data()), sum.size());
  files->replace("ring", ring).value();
  const auto opened = Keyring::open({.log = kLog, .master = master, .files = files});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), Errc::keys_unavailable);
}

TEST_F(KeyringTest, ADamagedKeyIsCorruptionAndNotAnErasure) {
  SubjectKeys keys;
  auto event = sealed(*open(), keys);
  auto byte = files->read_at(40, 1).value();  // within the first slot's wrapped key
  byte[0] = static_cast<char>(byte[0] ^ 1);
  files->write_at(40, byte).value();
  const auto opened = open()->open(&event, type_info<ward::Admitted>, kPlace);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), Errc::corruption);
}

TEST_F(KeyringTest, ADigestTellsPersonalDataApartAndNothingRemainsOfItWithoutTheKey) {
  const auto ring = open();
  SubjectKeys keys;
  sealed(*ring, keys);
  const auto digest = [&](ward::Admitted event, const SubjectKeys& by) {
    ring->digest(&event, type_info<ward::Admitted>, by).value();
    return describe::encode(event);
  };
  auto other = somebody();
  other.name = "张四";
  EXPECT_EQ(digest(somebody(), keys), digest(somebody(), keys));
  EXPECT_NE(digest(somebody(), keys), digest(other, keys));
  EXPECT_EQ(digest(somebody(), keys).find("张三"), std::string::npos);
  auto swapped = somebody();
  std::swap(swapped.name, *swapped.phone);
  EXPECT_NE(digest(somebody(), keys), digest(swapped, keys)) << "which field it is counts";
  EXPECT_EQ(digest(somebody(), {}), digest(swapped, {})) << "without a key nothing is told apart";
  const auto before = digest(somebody(), keys);
  ring->destroy(std::vector{keys[0].id, keys[1].id}).value();
  EXPECT_NE(digest(somebody(), keys), before);
  EXPECT_EQ(digest(somebody(), keys), digest(swapped, keys));
}

TEST_F(KeyringTest, ABlindHashDependsOnTheRing) {
  const auto ring = open();
  EXPECT_EQ(ring->blind_hash("13812345678"), ring->blind_hash("13812345678"));
  EXPECT_NE(ring->blind_hash("13812345678"), ring->blind_hash("13812345679"));
  EXPECT_EQ(ring->blind_hash("13812345678").size(), 16u);
  const auto another =
      Keyring::open({.log = kLog, .master = master, .files = memory_key_files()}).value();
  EXPECT_NE(ring->blind_hash("13812345678"), another->blind_hash("13812345678"));
}

class KeyFolder : public testing::Test {
 protected:
  Result<std::shared_ptr<Keyring>> open(bool read_only = false) const {
    return Keyring::open({.folder = folder / "keys",
                          .log = kLog,
                          .master = master,
                          .create = !read_only,
                          .read_only = read_only});
  }

  testing_support::TemporaryFolder owned;
  const std::filesystem::path folder = owned.path();
  MasterKey master = random_master_key();
};

TEST_F(KeyFolder, IsItsOwnersAloneAndOneProcessWrites) {
  const auto ring = open().value();
  struct stat found {};
  ASSERT_EQ(::stat((folder / "keys").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
  SubjectKeys keys;
  auto event = somebody();
  ring->seal(&event, type_info<ward::Admitted>, kPlace, keys).value();
  for (const auto* name : {"ring", "slots"}) {
    ASSERT_EQ(::stat((folder / "keys" / name).c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u) << name;
  }
  EXPECT_EQ(open().error().code(), Errc::store_locked);

  const auto reader = open(true).value();
  auto read = event;
  reader->open(&read, type_info<ward::Admitted>, kPlace).value();
  EXPECT_EQ(read, somebody());
  auto fresh = somebody();
  SubjectKeys none;
  EXPECT_EQ(reader->seal(&fresh, type_info<ward::Admitted>, kPlace, none).error().code(),
            Errc::closed);
  EXPECT_EQ(reader->destroy({}).error().code(), Errc::closed);
  EXPECT_EQ(reader->rotate(master).error().code(), Errc::closed);

  const auto name = event.name.bytes().key_id;
  ring->destroy(std::span{&name, 1}).value();
  read = event;
  reader->open(&read, type_info<ward::Admitted>, kPlace).value();
  EXPECT_FALSE(read.name.is_clear()) << "the reader follows at once";
}

TEST_F(KeyFolder, IsNotMadeByWhoOnlyReads) {
  EXPECT_EQ(open(true).error().code(), Errc::not_found);
  EXPECT_FALSE(std::filesystem::exists(folder / "keys"));
}

TEST_F(KeyFolder, MasterKeysAreReadFromFilesThatNobodyElseMayRead) {
  const auto file = folder / "master.key";
  const auto made = create_master_key(file).value();
  EXPECT_EQ(read_master_key(file).value().bytes, made.bytes);
  EXPECT_EQ(create_master_key(file).error().code(), Errc::invalid_argument) << "never replaced";
  EXPECT_EQ(read_master_key(file).value().bytes, made.bytes);
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  const auto open_to_others = read_master_key(file);
  ASSERT_FALSE(open_to_others);
  EXPECT_EQ(open_to_others.error().code(), Errc::invalid_argument);
  EXPECT_NE(open_to_others.error().message().find("chmod 600"), std::string::npos);
  EXPECT_EQ(read_master_key(folder / "none").error().code(), Errc::not_found);
  EXPECT_EQ(read_master_key(folder).error().code(), Errc::invalid_argument);
}

TEST_F(KeyFolder, WhoIsErasedGoesFromTheCopiesToo) {
  const auto copy = folder / "copy";
  SubjectKeys keys;
  auto event = somebody();
  const auto opened_by_copy = [&] {
    const auto ring =
        Keyring::open({.folder = copy, .log = kLog, .master = master, .create = false}).value();
    auto read = event;
    ring->open(&read, type_info<ward::Admitted>, kPlace).value();
    return read;
  };
  {
    const auto ring = open().value();
    ring->seal(&event, type_info<ward::Admitted>, kPlace, keys).value();
    EXPECT_EQ(ring->copy_to("copy").error().code(), Errc::invalid_argument);
    EXPECT_EQ(ring->copy_to(folder / "keys").error().code(), Errc::store_locked);
    ring->copy_to(copy).value();
    EXPECT_EQ(opened_by_copy(), somebody());
    const auto name = event.name.bytes().key_id;
    ring->destroy(std::span{&name, 1}).value();
    EXPECT_TRUE(ring->status().unreached.empty());
  }
  EXPECT_FALSE(opened_by_copy().name.is_clear());
  EXPECT_TRUE(opened_by_copy().visitor->is_clear());

  // A copy that is away when somebody is erased.
  const auto away = folder / "away";
  const auto visitor = event.visitor->bytes().key_id;
  std::filesystem::rename(copy, away);
  {
    const auto ring = open().value();
    ring->destroy(std::span{&visitor, 1}).value();
    EXPECT_EQ(ring->status().unreached, std::vector{copy});
  }
  EXPECT_EQ(open().value()->status().unreached, std::vector{copy}) << "it is kept in mind";
  std::filesystem::rename(away, copy);
  EXPECT_TRUE(opened_by_copy().visitor->is_clear()) << "it still opens";
  EXPECT_TRUE(open().value()->status().unreached.empty());
  EXPECT_FALSE(opened_by_copy().visitor->is_clear());
}

TEST(MasterKeys, AreSixtyFourDigitsAndTheMessageDoesNotShowThem) {
  const std::string digits = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
  EXPECT_EQ(parse_master_key(" " + digits + "\n").value().bytes[15], 0xff);
  for (const auto& bad : {digits.substr(1), digits + "0", std::string{}, std::string{"secret"},
                          "zz" + digits.substr(2)}) {
    const auto parsed = parse_master_key(bad);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code(), Errc::malformed);
    EXPECT_EQ(parsed.error().message().find("0112233"), std::string::npos);
    EXPECT_EQ(parsed.error().message().find("secret"), std::string::npos);
  }
}

/// Fails at the n-th write or sync.
class FailingFiles final : public KeyFiles {
 public:
  explicit FailingFiles(std::shared_ptr<KeyFiles> below) : below_(std::move(below)) {}
  Result<std::string> read(const std::string& name) override { return below_->read(name); }
  Result<void> replace(const std::string& name, std::string_view bytes) override {
    RECOURSE_TRY(count());
    return below_->replace(name, bytes);
  }
  Result<std::uint64_t> size() override { return below_->size(); }
  Result<std::string> read_at(std::uint64_t at, std::size_t count) override {
    return below_->read_at(at, count);
  }
  Result<void> write_at(std::uint64_t at, std::string_view bytes) override {
    RECOURSE_TRY(count());
    return below_->write_at(at, bytes);
  }
  Result<void> sync() override {
    RECOURSE_TRY(count());
    return below_->sync();
  }
  int left = 1'000'000;

 private:
  Result<void> count() {
    if (--left >= 0) return {};
    return Error{Errc::io_error, "the disk is full"};
  }
  std::shared_ptr<KeyFiles> below_;
};

TEST_F(KeyringTest, ADiskThatFailsRefusesTheCommandAndSealsNothing) {
  const auto failing = std::make_shared<FailingFiles>(files);
  const auto ring = Keyring::open({.log = kLog, .master = master, .files = failing}).value();
  for (const int left : {0, 1}) {  // the slots cannot be written; they cannot be synced
    failing->left = left;
    SubjectKeys keys;
    auto event = somebody();
    const auto done = ring->seal(&event, type_info<ward::Admitted>, kPlace, keys);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code(), Errc::keys_unavailable);
    EXPECT_NE(done.error().message().find("the disk is full"), std::string::npos);
    EXPECT_TRUE(keys.empty());
  }
  failing->left = 1'000'000;
  SubjectKeys keys;
  const auto event = sealed(*ring, keys);
  const auto name = event.name.bytes().key_id;
  for (const int left : {0, 1}) {
    failing->left = left;
    EXPECT_EQ(ring->destroy(std::span{&name, 1}).error().code(), Errc::io_error)
        << "nobody is told that it is gone before it is";
  }
  failing->left = 1'000'000;
  ring->destroy(std::span{&name, 1}).value();
  failing->left = 0;
  EXPECT_FALSE(ring->rotate(random_master_key()));
  EXPECT_TRUE(Keyring::open({.log = kLog, .master = master, .files = files})) << "as it was";
}

}  // namespace
}  // namespace recourse::trust
