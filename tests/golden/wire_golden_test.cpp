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
  for (std::size_t i = 0; i < 16; ++i) sealed.key_id[i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 12; ++i) sealed.nonce[i] = static_cast<std::uint8_t>(0xA0 + i);
  sealed.ciphertext = std::string(20, 'c');
  std::string bytes;
  describe::WireWriter w{bytes};
  w& Sealed<std::string>{sealed};
  EXPECT_EQ(hex(bytes), golden("sealed/1"));
}

TEST(RecordGolden, CanonicalBytesAreWhatTheyAlwaysWere) {
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
  std::string bytes;
  core::encode_assigned(Position{300}, Version{2},
                        Timestamp{std::chrono::milliseconds{1'685'583'000'123}}, bytes);
  core::encode_body(body, bytes);
  EXPECT_EQ(hex(bytes), golden("record/1"));
  const auto view = core::decode_record(bytes).value();
  EXPECT_EQ(view.position, Position{300});
  EXPECT_EQ(view.payload, "payload");
  EXPECT_EQ(view.fingerprint, 0x0102030405060708u);
  EXPECT_EQ(core::fingerprint_of("办不成事"), std::stoull(golden("fingerprint"), nullptr, 16));
}

TEST(RecordGolden, EveryTruncationOfARecordsHeadIsAnError) {
  const auto bytes = unhex(golden("record/1"));
  for (std::size_t n = 0; n + 7 < bytes.size(); ++n) {
    EXPECT_TRUE(core::decode_record(std::string_view{bytes}.substr(0, n)).has_error()) << n;
  }
  auto newer = bytes;
  newer[0] = 2;
  EXPECT_EQ(core::decode_record(newer).error().code(), Errc::format_too_new);
}

}  // namespace
}  // namespace recourse
