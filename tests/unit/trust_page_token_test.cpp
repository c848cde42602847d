// A page's token opens where it was made, for its list, and tells nothing to anybody else.
#include <gtest/gtest.h>

#include <recourse/trust/page_token.hpp>

namespace recourse::trust {
namespace {

TEST(PageToken, OpensUnderTheSameKeyAndForTheSameList) {
  const auto key = random_fingerprint_key();
  const auto token = page_token(key, "cases", "slip/k1");
  EXPECT_EQ(place_in(key, "cases", token).value(), "slip/k1");
  EXPECT_EQ(token.find("slip"), std::string::npos);
  EXPECT_NE(token, page_token(key, "cases", "slip/k1")) << "the same place is not recognized";
  EXPECT_EQ(token.size(), page_token(key, "cases", "a").size()) << "nor is a short key";
  EXPECT_EQ(page_token(key, "cases", ""), "");
  EXPECT_EQ(place_in(key, "cases", "").value(), "") << "the beginning";
}

TEST(PageToken, WhatWasNotMadeForThisListIsRefused) {
  const auto key = random_fingerprint_key();
  const auto token = page_token(key, "cases", "slip/k1");
  const auto code = [&](const FingerprintKey& with, std::string_view list, std::string_view of) {
    const auto place = place_in(with, list, of);
    return place ? Errc{} : place.error().code();
  };
  EXPECT_EQ(code(key, "deadlines", token), Errc::invalid_argument);
  EXPECT_EQ(code(random_fingerprint_key(), "cases", token), Errc::invalid_argument);
  EXPECT_EQ(code(key, "cases", token.substr(0, 30)), Errc::invalid_argument);
  EXPECT_EQ(code(key, "cases", "x"), Errc::invalid_argument);
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(code(key, "cases", changed), Errc::invalid_argument) << i;
  }
}

}  // namespace
}  // namespace recourse::trust
