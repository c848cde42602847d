// Keys by the known answers of RFC 8032, and their files.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <recourse/base/bytes.hpp>
#include <recourse/notary/base64.hpp>
#include <recourse/notary/keys.hpp>

namespace recourse::notary {
namespace {

/// Of a result that must not be there; nothing: it is there.
template <class T>
std::optional<Errc> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional{result.error().code()};
}

namespace fs = std::filesystem;

std::string bytes(std::string_view digits) { return base::unhex(digits).value(); }

/// A vector of RFC 8032, section 7.1.
struct Vector {
  const char* secret;
  const char* key;
  const char* message;
  const char* signature;
};
const std::vector<Vector> kVectors{
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46b"
     "d25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "659"
     "4a7c15e9716ed28dc027beceea1ec40a"}};

/// The PEM of an Ed25519 secret (RFC 8410): a fixed head, then its 32 bytes.
PrivateKey key_of(const char* secret) {
  const auto der = bytes("302e020100300506032b657004220420") + bytes(secret);
  return PrivateKey::parse("name: example.org/log\n-----BEGIN PRIVATE KEY-----\n" + base64(der) +
                           "\n-----END PRIVATE KEY-----\n")
      .value();
}

class NotaryKeyFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() /
        ("recourse-keys-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST(NotaryKeys, Ed25519IsThatOfRfc8032) {
  for (const auto& v : kVectors) {
    const auto key = key_of(v.secret);
    EXPECT_EQ(base::hex(key.public_key().bytes()), v.key);
    EXPECT_EQ(base::hex(key.sign(bytes(v.message))), v.signature);
    const auto verifier =
        PublicKey::of("example.org/log", Algorithm::ed25519, bytes(v.key)).value();
    EXPECT_TRUE(verifier.verifies(bytes(v.message), bytes(v.signature)));
    EXPECT_FALSE(verifier.verifies(bytes(v.message) + "x", bytes(v.signature)));
    auto forged = bytes(v.signature);
    for (auto& byte : forged) {
      byte = static_cast<char>(byte ^ 1);
      EXPECT_FALSE(verifier.verifies(bytes(v.message), forged));
      byte = static_cast<char>(byte ^ 1);
    }
  }
}

TEST(NotaryKeys, AVerifierKeyIsThatOfSignedNote) {
  // The key of golang.org/x/mod/sumdb/note's own example.
  const std::string peter{"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"};
  const auto key = PublicKey::parse(peter + "\n").value();
  EXPECT_EQ(key.name(), "PeterNeumann");
  EXPECT_EQ(to_string(key.id()), "c74f20a3");
  EXPECT_EQ(key.verifier(), peter);
  EXPECT_EQ(PublicKey::parse(key.pem()).value(), key);
  auto other = peter;
  other[0] = 'Q';
  EXPECT_EQ(code_of(PublicKey::parse(other)), Errc::malformed);
  EXPECT_EQ(code_of(PublicKey::parse("PeterNeumann+c74f20a3")), Errc::malformed);
  EXPECT_EQ(code_of(PublicKey::parse("a+c74f20a3+AQ==")), Errc::malformed);
}

TEST(NotaryKeys, WhatIsSignedByAnotherKeyIsNotTaken) {
  for (const auto algorithm : {Algorithm::ed25519, Algorithm::es256}) {
    const auto key = PrivateKey::generate("a", algorithm).value();
    const auto other = PrivateKey::generate("a", algorithm).value();
    const auto signature = key.sign("text");
    EXPECT_EQ(signature.size(), 64u);
    EXPECT_TRUE(key.public_key().verifies("text", signature));
    EXPECT_FALSE(key.public_key().verifies("texT", signature));
    EXPECT_FALSE(other.public_key().verifies("text", signature));
    EXPECT_FALSE(key.public_key().verifies("text", std::string(64, '\0')));
    EXPECT_FALSE(key.public_key().verifies("text", signature + "x"));
    EXPECT_FALSE(key.public_key().verifies("text", ""));
    const auto read = PublicKey::parse(key.public_key().verifier()).value();
    EXPECT_EQ(read, key.public_key());
    EXPECT_EQ(PublicKey::parse(read.pem()).value(), read);
  }
}

TEST(NotaryKeys, ANameHasNoSpaceAndNoPlus) {
  for (const auto* name : {"", "a b", "a+b", "a\nb", "a\u2003b", "a\xff", "a\x7f"}) {
    EXPECT_EQ(code_of(PrivateKey::generate(name, Algorithm::ed25519)), Errc::invalid_argument)
        << name;
  }
  EXPECT_TRUE(PrivateKey::generate("窗口.example/日志", Algorithm::ed25519));
}

TEST(NotaryKeys, OtherKindsOfKeysAreNotTaken) {
  const std::string p384{
      "-----BEGIN PUBLIC KEY-----\n"
      "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEeJB9J5XWQbi9y1WbLmcJIqcPxOJ3vYyF\n"
      "-----END PUBLIC KEY-----\n"};
  EXPECT_EQ(code_of(PublicKey::parse(p384)), Errc::malformed);
  EXPECT_EQ(code_of(PublicKey::of("a", Algorithm::ed25519, "short")), Errc::malformed);
  const auto es256 = PrivateKey::generate("a", Algorithm::es256).value().public_key().bytes();
  EXPECT_EQ(code_of(PublicKey::of("a", Algorithm::ed25519, es256)), Errc::malformed);
  EXPECT_EQ(code_of(PublicKey::of("a", Algorithm::es256, es256 + "x")), Errc::malformed);
}

TEST_F(NotaryKeyFiles, AreReadAgainAndNeverWrittenOver) {
  for (const auto algorithm : {Algorithm::ed25519, Algorithm::es256}) {
    const auto file = folder_ / std::to_string(static_cast<int>(algorithm));
    const auto key = PrivateKey::generate("example.org/log", algorithm).value();
    ASSERT_TRUE(key.write(file));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto again = PrivateKey::read(file).value();
    EXPECT_EQ(again.public_key(), key.public_key());
    EXPECT_TRUE(key.public_key().verifies("text", again.sign("text")));
    EXPECT_EQ(code_of(key.write(file)), Errc::invalid_argument);
  }
}

TEST_F(NotaryKeyFiles, ThatOthersMayReadAreRefused) {
  const auto file = folder_ / "key";
  ASSERT_TRUE(PrivateKey::generate("a", Algorithm::ed25519).value().write(file));
  for (const auto more : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(file, fs::perms::owner_read | more);
    const auto read = PrivateKey::read(file);
    ASSERT_FALSE(read);
    EXPECT_EQ(code_of(read), Errc::invalid_argument);
    EXPECT_NE(read.error().message().find("chmod 600"), std::string::npos);
  }
  EXPECT_EQ(code_of(PrivateKey::read(folder_ / "none")), Errc::not_found);
  std::ofstream{folder_ / "text"} << "hello\n";
  fs::permissions(folder_ / "text", fs::perms::owner_read);
  EXPECT_EQ(code_of(PrivateKey::read(folder_ / "text")), Errc::malformed);
}

TEST(NotaryBase64, OneValueHasOneText) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(unbase64("Zm8="), "fo");
  for (const auto* wrong :
       {"Zg", "Zh==", "Zg=", "Zg==\n", " Zg==", "Z===", "====", "Zm9-", "Zg==Zg=="}) {
    EXPECT_EQ(unbase64(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace recourse::notary
