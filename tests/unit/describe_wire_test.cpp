#include <gtest/gtest.h>

#include <random>
#include <recourse/base/exceptions.hpp>
#include <recourse/describe/any.hpp>
#include <recourse/describe/check.hpp>
#include <recourse/describe/wire.hpp>

#include "tests/support/locker.hpp"

namespace recourse::describe {
namespace {

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
  f.ticket = derived_command_id("ticket");
  f.note = "n";
  f.parcels = {{"book", 900}, {"", 0}};
  f.phone = std::string{"13812345678"};
  f.floor = 7;
  return f;
}

TEST(Wire, EveryKindOfFieldComesBack) {
  EXPECT_EQ(decode<locker::Filled>(encode(sample()), 2).value(), sample());
  EXPECT_EQ(decode<locker::Filled>(encode(locker::Filled{}), 2).value(), locker::Filled{});
}

TEST(Wire, AFieldThatAnOlderVersionLacksKeepsItsDefault) {
  auto bytes = encode(sample());
  bytes.resize(bytes.size() - 2);  // "present" and 7: the field of version 2
  auto expected = sample();
  expected.floor.reset();
  EXPECT_EQ(decode<locker::Filled>(bytes, 1).value(), expected);
  EXPECT_TRUE(decode<locker::Filled>(bytes, 2).has_error());
  EXPECT_TRUE(decode<locker::Filled>(encode(sample()), 1).has_error()) << "bytes left over";
}

TEST(Wire, ANewerVersionIsAnErrorNotAGuess) {
  const auto newer = decode<locker::Filled>(encode(sample()), 3);
  EXPECT_EQ(newer.error().code(), Errc::format_too_new);
  EXPECT_NE(newer.error().message().find("version 3"), std::string::npos);
  EXPECT_EQ(decode<locker::Filled>(encode(sample()), 0).error().code(), Errc::malformed);
}

TEST(Wire, EveryTruncationIsAnErrorThatNamesTheField) {
  const auto bytes = encode(sample());
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    const auto cut = decode<locker::Filled>(std::string_view{bytes}.substr(0, n), 2);
    ASSERT_TRUE(cut.has_error()) << n;
    EXPECT_EQ(cut.error().code(), Errc::malformed);
    EXPECT_EQ(cut.error().message().find("locker.filled: "), 0u) << cut.error().message();
  }
}

TEST(Wire, WhatDecodesIsEncodedToTheSameBytes) {
  // The format is canonical: two different byte strings never mean the same value.
  std::mt19937 random{7};
  const auto bytes = encode(sample());
  int decoded = 0;
  for (int i = 0; i < 100'000; ++i) {
    auto changed = bytes;
    changed[random() % changed.size()] = static_cast<char>(random());
    const auto value = decode<locker::Filled>(changed, 2);
    if (!value) continue;
    ++decoded;
    ASSERT_EQ(encode(*value), changed);
  }
  EXPECT_GT(decoded, 1000);
}

std::string fault_of(const std::string& bytes) {
  WireReader r{bytes};
  std::vector<std::string> list;
  r& list;
  return r.fault();
}

TEST(Wire, LengthsAreNeverTrusted) {
  EXPECT_NE(fault_of("\xff\xff\xff\xff\x0f").find("a list of 4294967295"), std::string::npos);
  EXPECT_NE(fault_of("\x01\x7f").find("a length of 127"), std::string::npos);
  EXPECT_NE(fault_of(std::string(11, '\xff')).find("64 bits"), std::string::npos);
  EXPECT_NE(fault_of(std::string{"\x80\x00", 2}).find("shortest form"), std::string::npos);
  EXPECT_NE(fault_of("\x80").find("end inside a number"), std::string::npos);
}

TEST(Wire, SealedBytesKeepTheirForm) {
  SealedBytes sealed;
  sealed.key_id.bytes[3] = 9;
  sealed.nonce[1] = 4;
  sealed.ciphertext = std::string(40, 'c');
  auto value = sample();
  value.phone = Sealed<std::string>{sealed};
  const auto again = decode<locker::Filled>(encode(value), 2).value();
  ASSERT_FALSE(again.phone.is_clear());
  EXPECT_EQ(again.phone.bytes(), sealed);
}

TEST(Wire, ASetTellsItsAlternativesApartByName) {
  const locker::Event event = locker::Emptied{"B2"};
  EXPECT_EQ(type_of(event), "locker.emptied");
  std::string bytes;
  encode_alternative(event, bytes);
  EXPECT_EQ(decode_as<locker::Event>("locker.emptied", 1, bytes).value(), event);
  EXPECT_EQ(decode_as<locker::Event>("locker.burnt", 1, bytes).error().code(), Errc::unknown_event);
}

TEST(CheckText, RefusesWhatIsNotUtf8TooLongOrHoldsNul) {
  auto f = sample();
  EXPECT_TRUE(check_text(f).has_value());
  f.door = "\xff";
  EXPECT_NE(check_text(f).error().message().find("door: byte 0"), std::string::npos);
  f = sample();
  f.parcels[1].label = std::string(limits::kShortTextBytesMax + 1, 'x');
  EXPECT_EQ(check_text(f).error().code(), Errc::limit_exceeded);
  EXPECT_NE(check_text(f).error().message().find("label"), std::string::npos);
  f = sample();
  f.phone = std::string(limits::kNarrativeBytesMax, 'x');
  EXPECT_TRUE(check_text(f).has_value()) << "personal text may be long";
  f.phone = std::string(limits::kNarrativeBytesMax + 1, 'x');
  EXPECT_EQ(check_text(f).error().code(), Errc::limit_exceeded);
  f = sample();
  f.note = std::string{"a\0b", 3};
  EXPECT_NE(check_text(f).error().message().find("control character"), std::string::npos);
  f = sample();
  f.parcels.resize(limits::kListItemsMax + 1);
  EXPECT_EQ(check_text(f).error().code(), Errc::limit_exceeded);
}

TEST(Wire, ASetWhoseTypesOnlyItsTableKnowsHasTheSameBytes) {
  const auto& info = set_info<locker::Event>();
  const locker::Event event{sample()};
  std::string bytes;
  encode_alternative(&event, info, bytes);
  EXPECT_EQ(bytes, encode(sample()));
  locker::Event read;
  ASSERT_TRUE(decode_as("locker.filled", 2, bytes, &read, info));
  EXPECT_EQ(read, event);
  EXPECT_EQ(decode_as("locker.sung", 1, bytes, &read, info).error().code(), Errc::unknown_event);
  EXPECT_EQ(decode_as("locker.filled", 3, bytes, &read, info).error().code(), Errc::format_too_new);
  bytes.pop_back();
  EXPECT_EQ(decode_as("locker.filled", 2, bytes, &read, info).error().code(), Errc::malformed);
}

}  // namespace
}  // namespace recourse::describe
