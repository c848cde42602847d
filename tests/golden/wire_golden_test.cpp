// Golden: bytes that are on somebody's disk. They are kept for ever; a change here is a change of
// format and needs a new version beside the old one, never a new line in place of an old one.
#include <gtest/gtest.h>

#include <fstream>
#include <recourse/core/record.hpp>
#include <recourse/describe/wire.hpp>
#include <sstream>

#include "tests/support/hex.hpp"
#include "tests/support/locker.hpp"

namespace recourse {
namespace {

using test::hex;
using test::unhex;

/// `name version hex` lines of a golden file.
std::string golden(std::string_view name) {
  std::ifstream file{RECOURSE_SOURCE_DIR "/tests/golden/wire/bytes.txt"};
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind(std::string{name} + " ", 0) == 0) return line.substr(name.size() + 1);
  }
  return "missing";
}

locker::Filled sample() {
  locker::Filled f;
  f.paid = true;
  f.number = 300;
  f.balance = -5;
  f.price = 2.5;
  f.size = locker::Size::large;
  f.door = "甲1";
  f.at = Timestamp{std::chrono::milliseconds{1'685'583'000'000}};
  f.until = LocalDay{std::chrono::days{19'509}};
  f.ticket = CommandId::parse("00112233445566778899aabbccddeeff").value();
  f.note = "n";
  f.parcels = {{"book", 900}, {"", 0}};
  f.phone = std::string{"13812345678"};
  f.floor = 7;
  return f;
}

TEST(WireGolden, EveryKindOfFieldHasTheBytesItAlwaysHad) {
  EXPECT_EQ(hex(describe::encode(sample())), golden("locker.filled/2"));
}

TEST(WireGolden, BytesOfTheFirstVersionStillDecode) {
  auto expected = sample();
  expected.floor.reset();
  EXPECT_EQ(describe::decode<locker::Filled>(unhex(golden("locker.filled/1")), 1).value(),
            expected);
}

TEST(WireGolden, SealedBytesHaveTheirFinalForm) {
  SealedBytes sealed;
  for (std::size_t i = 0; i < 16; ++i) sealed.key_id.bytes[i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 12; ++i) sealed.nonce[i] = static_cast<std::uint8_t>(0xA0 + i);
  sealed.ciphertext = std::string(20, 'c');
  std::string bytes;
  describe::WireWriter w{bytes};
  w& Sealed<std::string>{sealed};
  EXPECT_EQ(hex(bytes), golden("sealed/1"));
}

core::RecordBody golden_body() {
  core::RecordBody body;
  body.stream = "case/S001-1";
  body.type = "case.received";
  body.schema_version = 1;
  body.definition = 1;
  body.occurred_at = Timestamp{std::chrono::milliseconds{1'685'583'000'000}};
  body.actor = "window_officer:w7@S001";
  body.command_id = CommandId::parse("00112233445566778899aabbccddeeff").value();
  body.causation = CommandId::parse("ffeeddccbbaa99887766554433221100").value();
  body.fingerprint = 0x0102030405060708;
  body.index = 1;
  body.count = 3;
  body.payload = "payload";
  return body;
}

std::string bytes_of(const core::RecordBody& body) {
  std::string bytes;
  core::encode_assigned(Position{300}, Version{2},
                        Timestamp{std::chrono::milliseconds{1'685'583'000'123}}, bytes);
  core::encode_body(body, bytes);
  return bytes;
}

TEST(RecordGolden, CanonicalBytesAreWhatTheyAlwaysWere) {
  const auto bytes = bytes_of(golden_body());
  EXPECT_EQ(hex(bytes), golden("record/2"));
  const auto view = core::decode_record(bytes).value();
  EXPECT_EQ(view.position, Position{300});
  EXPECT_EQ(view.payload, "payload");
  EXPECT_EQ(view.fingerprint, 0x0102030405060708u);
  EXPECT_EQ(view.actor_kind, core::ActorKind::person);
  EXPECT_EQ(view.giver(), golden_body().command_id);
  EXPECT_EQ(view.chain(), golden_body().command_id) << "it begins its chain";
  EXPECT_TRUE(view.tags.empty());
}

TEST(RecordGolden, ATimersRecordWithTagsHasEveryField) {
  auto body = golden_body();
  const std::vector<std::string> tags{"class:RK10/2023", "place:徐汇"};
  body.actor = "timer:engine";
  body.actor_kind = core::ActorKind::engine;
  body.given_by = CommandId::parse("0123456789abcdef0123456789abcdef").value();
  body.correlation = CommandId::parse("fedcba9876543210fedcba9876543210").value();
  body.tags = tags;
  const auto bytes = bytes_of(body);
  EXPECT_EQ(hex(bytes), golden("record/2/full"));
  const auto view = core::decode_record(bytes).value();
  EXPECT_EQ(view.actor_kind, core::ActorKind::engine);
  EXPECT_EQ(view.giver(), *body.given_by);
  EXPECT_EQ(view.chain(), *body.correlation);
  EXPECT_EQ(view.tags.list(), (std::vector<std::string_view>{tags[0], tags[1]}));
  EXPECT_EQ(view.payload, "payload");
}

TEST(RecordGolden, FingerprintsStandUnderAKey) {
  const auto key = FingerprintKey::parse("000102030405060708090a0b0c0d0e0f").value();
  EXPECT_EQ(core::fingerprint_of(key, "办不成事"), std::stoull(golden("fingerprint"), nullptr, 16));
  EXPECT_NE(core::fingerprint_of(FingerprintKey{}, "办不成事"),
            core::fingerprint_of(key, "办不成事"));
  EXPECT_EQ(core::hash_of("办不成事"), std::stoull(golden("hash"), nullptr, 16));
  // The test vector of the paper that describes SipHash-2-4: fifteen bytes 00 … 0e.
  std::string bytes;
  for (char c = 0; c < 15; ++c) bytes.push_back(c);
  EXPECT_EQ(keyed_hash(key, bytes), 0xa129ca6149be45e5u);
}

TEST(RecordGolden, EveryTruncationOfARecordsHeadIsAnError) {
  for (const auto* name : {"record/2", "record/2/full"}) {
    const auto bytes = unhex(golden(name));
    for (std::size_t n = 0; n + 7 < bytes.size(); ++n) {
      EXPECT_TRUE(core::decode_record(std::string_view{bytes}.substr(0, n)).has_error()) << n;
    }
  }
  auto other = unhex(golden("record/2"));
  other[0] = 3;
  EXPECT_EQ(core::decode_record(other).error().code(), Errc::format_too_new);
  const auto older = core::decode_record(unhex(golden("record/1")));
  ASSERT_EQ(older.error().code(), Errc::format_too_old);
  EXPECT_NE(older.error().message().find("use the build that wrote it"), std::string::npos);
}

TEST(RecordGolden, WhatHasNoOtherFormIsNotReadInOne) {
  const auto plain = unhex(golden("record/2"));
  const auto flags_at = plain.find(unhex("00112233445566778899aabbccddeeff")) + 16;
  for (const int flags : {0x40, 0x80, 0x30}) {
    auto bytes = plain;
    bytes[flags_at] = static_cast<char>(bytes[flags_at] | flags);
    EXPECT_EQ(core::decode_record(bytes).error().code(), Errc::malformed) << flags;
  }
  auto body = golden_body();
  const std::vector<std::string> wrong{"b", "a"};
  body.tags = wrong;
  EXPECT_EQ(core::decode_record(bytes_of(body)).error().code(), Errc::malformed)
      << "tags out of order";
  const std::vector<std::string> twice{"a", "a"};
  body.tags = twice;
  EXPECT_EQ(core::decode_record(bytes_of(body)).error().code(), Errc::malformed);
}

}  // namespace
}  // namespace recourse
