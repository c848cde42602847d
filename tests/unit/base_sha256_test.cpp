// SHA-256 against the examples of FIPS 180-4, and against OpenSSL's.
#include <gtest/gtest.h>

#include <recourse/base/sha256.hpp>
#include <recourse/notary/merkle.hpp>

namespace recourse {
namespace {

TEST(Sha256, AnswersAsTheExamplesOfTheStandard) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// The notary's leaf hash is OpenSSL's SHA-256 of a zero byte and the record.
TEST(Sha256, AgreesWithOpenSslAtEveryLength) {
  std::string content(1, '\0');
  for (int i = 0; i < 300; ++i) {
    const auto other = notary::leaf_hash(std::string_view{content}.substr(1));
    EXPECT_TRUE(std::ranges::equal(sha256(content), other)) << i;
    content.push_back(static_cast<char>(i * 7));
  }
}

}  // namespace
}  // namespace recourse
