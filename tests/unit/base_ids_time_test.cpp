#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <recourse/base/clock.hpp>
#include <recourse/base/ids.hpp>
#include <recourse/base/text.hpp>
#include <recourse/base/time.hpp>
#include <set>

namespace recourse {
namespace {

TEST(RandomIds, DifferAlsoInAForkedChild) {
  (void)random_command_id();  // what is fetched ahead must not be given out on both sides
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto child = ::fork();
  if (child == 0) {
    for (int i = 0; i < 40; ++i) {
      const auto id = random_command_id();
      if (::write(ends[1], id.bytes.data(), id.bytes.size()) != 16) ::_exit(1);
    }
    ::_exit(0);
  }
  std::set<std::string> seen;
  for (int i = 0; i < 40; ++i) seen.insert(random_command_id().to_string());
  for (int i = 0; i < 40; ++i) {
    CommandId id;
    ASSERT_EQ(::read(ends[0], id.bytes.data(), id.bytes.size()), 16);
    seen.insert(id.to_string());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(seen.size(), 80u);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(StreamId, KeepsKindAndKeyApart) {
  const auto id = StreamId::parse("case/S001-20230601-7").value();
  EXPECT_EQ(id.kind(), "case");
  EXPECT_EQ(id.key(), "S001-20230601-7");
  EXPECT_EQ(StreamId::of("case", "x").value().text(), "case/x");
}

TEST(StreamId, NamesWhatIsWrongWithABadOne) {
  const auto fault = [](std::string_view text) {
    const auto parsed = StreamId::parse(text);
    return parsed ? std::string{"accepted"} : parsed.error().message();
  };
  EXPECT_NE(fault("case").find("'/' is missing"), std::string::npos);
  EXPECT_NE(fault("/x").find("kind is empty"), std::string::npos);
  EXPECT_NE(fault("case/").find("key is empty"), std::string::npos);
  EXPECT_NE(fault("Case/x").find("found 'C'"), std::string::npos);
  EXPECT_NE(fault("case/a b").find("byte 0x20"), std::string::npos);
  EXPECT_NE(fault("case/案").find("byte 0xe6"), std::string::npos);
  EXPECT_NE(fault("case/a/b").find("found '/'"), std::string::npos);
  EXPECT_NE(fault("case/" + std::string(124, 'x')).find("129"), std::string::npos);
  EXPECT_EQ(fault("case/" + std::string(123, 'x')), "accepted");
}

TEST(CommandId, ReadsWhatItWritesAndUuids) {
  const auto id = random_command_id();
  EXPECT_EQ(CommandId::parse(id.to_string()).value(), id);
  EXPECT_EQ(CommandId::parse("00112233-4455-6677-8899-aabbccddeeff").value().to_string(),
            "00112233445566778899aabbccddeeff");
  EXPECT_TRUE(CommandId::parse("00").has_error());
  EXPECT_TRUE(CommandId::parse("zz112233445566778899aabbccddeeff").has_error());
  EXPECT_NE(random_command_id(), random_command_id());
}

TEST(CommandId, DerivedOnesAreTheSameForEverAndDifferForEachText) {
  EXPECT_EQ(derived_command_id("messages/2549"), derived_command_id("messages/2549"));
  // These digits are stored in logs: they must never change.
  EXPECT_EQ(derived_command_id("messages/2549").to_string(), "a59c1797d5b0c31f159834ef1404d5ba");
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_TRUE(seen.insert(derived_command_id("n/" + std::to_string(i)).to_string()).second);
  }
}

TEST(Time, ReadsAndWritesIsoMoments) {
  const auto t = parse_timestamp("2023-06-01T09:30:00+08:00").value();
  EXPECT_EQ(to_string(t), "2023-06-01T01:30:00.000Z");
  EXPECT_EQ(to_string(t, kShanghaiOffset), "2023-06-01T09:30:00+08:00");
  EXPECT_EQ(parse_timestamp("2023-06-01 01:30").value(), t);
  EXPECT_EQ(parse_timestamp("2023-06-01T09:30:00", kShanghaiOffset).value(), t);
  EXPECT_EQ(parse_timestamp("2023-06-01T01:30:00.25Z").value() - t, std::chrono::milliseconds{250});
  EXPECT_EQ(to_string(parse_timestamp("2023-06-01T00:00:00.250-03:30").value(),
                      std::chrono::minutes{-210}),
            "2023-06-01T00:00:00.250-03:30");
}

TEST(Time, RefusesWhatIsNoMoment) {
  for (const auto* text : {"", "2023-06-01", "2023-02-29T00:00", "2023-06-01T24:00",
                           "2023-06-01T09:60", "2023-06-01T09:30:00+08:00x", "1969-12-31T23:59:59",
                           "2023-6-1T09:30", "2023-06-01T09:30:00.", "昨天"}) {
    const auto parsed = parse_timestamp(text);
    ASSERT_TRUE(parsed.has_error()) << text;
    EXPECT_EQ(parsed.error().code(), Errc::malformed);
  }
  EXPECT_TRUE(parse_day("2024-02-30").has_error());
  EXPECT_EQ(to_string(parse_day("2024-02-29").value()), "2024-02-29");
}

TEST(Time, SaysOfADayThatThereIsNotThatItIsNone) {
  EXPECT_EQ(parse_timestamp("2023-02-30 09:00").error().message(),
            "'2023-02-30' is no day of the calendar");
  EXPECT_EQ(parse_timestamp("1800-01-01 09:00").error().message(),
            "'1800-01-01' is out of the range: days are taken from 1970-01-01 on");
}

TEST(Time, TheLocalDayTurnsAtLocalMidnight) {
  const auto before = parse_timestamp("2023-06-01T23:59:59.999+08:00").value();
  const auto day = local_day(before, kShanghaiOffset);
  EXPECT_EQ(to_string(day), "2023-06-01");
  EXPECT_EQ(end_of(day, kShanghaiOffset), before);
  EXPECT_EQ(start_of(day, kShanghaiOffset), parse_timestamp("2023-05-31T16:00:00Z").value());
  EXPECT_EQ(to_string(local_day(before + std::chrono::milliseconds{1}, kShanghaiOffset)),
            "2023-06-02");
}

TEST(ManualClock, MovesOnlyWhenTold) {
  ManualClock clock{Timestamp{std::chrono::hours{1}}};
  EXPECT_EQ(clock.now(), clock.now());
  clock.advance(std::chrono::hours{2});
  EXPECT_EQ(clock.now(), Timestamp{std::chrono::hours{3}});
  clock.set(Timestamp{});
  EXPECT_EQ(clock.now(), Timestamp{});
}

TEST(Utf8, FindsTheFirstByteThatDoesNotBelong) {
  const auto bad = [](std::string_view text) { return base::first_invalid_utf8(text); };
  EXPECT_EQ(bad("办不成事 ok \xF0\x9F\x99\x82"), std::nullopt);
  EXPECT_EQ(bad("ab\xff"), 2u);
  EXPECT_EQ(bad("\xC0\xAF"), 0u) << "overlong";
  EXPECT_EQ(bad("\xE0\x80\x80"), 0u) << "overlong";
  EXPECT_EQ(bad("\xED\xA0\x80"), 0u) << "surrogate";
  EXPECT_EQ(bad("\xF4\x90\x80\x80"), 0u) << "beyond U+10FFFF";
  EXPECT_EQ(bad("x\xE5\x8A"), 1u) << "cut off";
  EXPECT_EQ(bad("\x80"), 0u) << "a tail alone";
}

// Goal: whole words of ASCII and plain three-byte characters are passed over by quick ways, which
// must take what the grammar takes. Method: every sequence of three bytes by its code point, at
// each place within eight bytes.
TEST(Utf8, EveryThreeByteSequenceIsTakenByItsCodePoint) {
  std::string text(11, 'a');
  for (unsigned lead = 0xE0; lead <= 0xEF; ++lead) {
    for (unsigned both = 0; both < 0x10000; ++both) {
      const auto second = both >> 8;
      const auto third = both & 0xFF;
      const auto point = (lead & 0xF) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
      const bool tails = (second & 0xC0) == 0x80 && (third & 0xC0) == 0x80;
      const bool whole = tails && point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
      const std::size_t place = both % 9;
      text.assign(11, 'a');
      text[place] = static_cast<char>(lead);
      text[place + 1] = static_cast<char>(second);
      text[place + 2] = static_cast<char>(third);
      const auto bad = base::first_invalid_utf8(text);
      ASSERT_EQ(bad, whole ? std::nullopt : std::optional{place}) << lead << ' ' << both;
    }
  }
  for (std::size_t place = 0; place < 24; ++place) {
    text.assign(24, 'a');
    text[place] = static_cast<char>(0x80);
    EXPECT_EQ(base::first_invalid_utf8(text), place);
  }
}

TEST(Utf8, AnExcerptEndsAtACharacter) {
  EXPECT_EQ(base::excerpt("办不成事", 7), "办不…");
  EXPECT_EQ(base::excerpt("abc", 3), "abc");
}

}  // namespace
}  // namespace recourse
