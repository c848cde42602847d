// Numbers as bytes, and bytes as digits: what keys sort by and formats hold.
#include <gtest/gtest.h>

#include <recourse/base/bytes.hpp>

namespace recourse::base {
namespace {

TEST(Bytes, BigEndianSortsAsTheNumbersDo) {
  std::string small;
  std::string large;
  append_be64(small, 0x01FF);
  append_be64(large, 0x0200);
  EXPECT_EQ(small, std::string("\0\0\0\0\0\0\x01\xFF", 8));
  EXPECT_LT(small, large);
  EXPECT_EQ(read_be64(small.data()), 0x01FFu);
  EXPECT_EQ(read_be64("\xFF\xFE\xFD\xFC\xFB\xFA\xF9\xF8"), 0xFFFEFDFCFBFAF9F8u);
}

TEST(Bytes, LittleEndianHasTheLowestByteFirst) {
  std::string bytes{"x"};
  append_le64(bytes, 0x0123456789ABCDEFu);
  EXPECT_EQ(bytes, "x\xEF\xCD\xAB\x89\x67\x45\x23\x01");
  EXPECT_EQ(read_le64(bytes.data() + 1), 0x0123456789ABCDEFu) << "at an odd address too";
  EXPECT_EQ(read_le32(bytes.data() + 1), 0x89ABCDEFu);
  EXPECT_EQ(read_le16(bytes.data() + 1), 0xCDEFu);
  write_le32(bytes.data() + 1, 0xFEDCBA98u);
  EXPECT_EQ(bytes, "x\x98\xBA\xDC\xFE\x67\x45\x23\x01");
}

TEST(Bytes, DigitsAreLowerCaseAndReadInEitherCase) {
  const std::string bytes("\0\x7F\x80\xFFz", 5);
  EXPECT_EQ(hex(bytes), "007f80ff7a");
  EXPECT_EQ(unhex("007f80ff7a"), bytes);
  EXPECT_EQ(unhex("007F80Ff7A"), bytes);
  EXPECT_EQ(hex(""), "");
  EXPECT_EQ(unhex(""), "");
}

TEST(Bytes, WhatIsNoPairOfDigitsIsNotRead) {
  for (const auto* wrong : {"0", "abc", "0g", "g0", "0x41", "41 ", " 41", "-1", "+1"}) {
    EXPECT_EQ(unhex(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace recourse::base
