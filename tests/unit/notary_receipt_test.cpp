// Receipts of both forms: what is right is proven, and every other text is refused.
#include <gtest/gtest.h>

#include <recourse/core/record.hpp>
#include <recourse/notary/receipt.hpp>

namespace recourse::notary {
namespace {

/// Of a result that must not be there; nothing: it is there.
template <class T>
std::optional<Errc> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional{result.error().code()};
}

const core::LogIdentity kLog{LogId::parse("00112233445566778899aabbccddeeff").value(),
                             Incarnation{1}};

std::string record_at(std::uint64_t position) {
  std::string bytes;
  core::encode_assigned(Position{position}, Version{1}, Timestamp{}, bytes);
  const auto stream = "case/S001-" + std::to_string(position);
  core::encode_body({.stream = stream,
                     .type = "case.received",
                     .occurred_at = Timestamp{},
                     .actor = "window_officer:w7@S001",
                     .command_id = derived_command_id(stream),
                     .given_by = {},
                     .correlation = {},
                     .causation = {},
                     .fingerprint = position,
                     .tags = {},
                     .payload = "payload"},
                    bytes);
  return bytes;
}

/// A log of some records whose head was signed by a key of each kind.
struct Log {
  explicit Log(std::uint64_t size = 13) {
    for (std::uint64_t p = 1; p <= size; ++p) tree.push(leaf_hash(record_at(p)));
    head = {origin_of(kLog), tree.size(), root_of(tree.size(), tree).value()};
  }
  Receipt receipt(std::uint64_t position) const {
    const LeafIndex index{position - 1};
    const auto& note_key = ed25519.public_key();
    const auto id = es256.public_key().id();
    return {.record = record_at(position),
            .index = index,
            .path = inclusion_proof(index, head.size, tree).value(),
            .head = head,
            .note = {{note_key.name(), note_key.id(), ed25519.sign(note_text(head))}},
            .cose = {{id, es256.sign(cose_to_be_signed(head, id))}}};
  }
  std::vector<PublicKey> keys() const { return {ed25519.public_key(), es256.public_key()}; }

  PrivateKey ed25519 = PrivateKey::generate(key_name_of(kLog.id), Algorithm::ed25519).value();
  PrivateKey es256 = PrivateKey::generate(key_name_of(kLog.id), Algorithm::es256).value();
  MemoryTree tree;
  TreeHead head;
};

/// Refused, in whichever way.
template <class Verify>
bool is_refused(Verify verify) {
  const auto verdict = verify();
  return !verdict || !verdict->proven();
}

TEST(NotaryReceipts, AreProvenInBothForms) {
  const Log log;
  const auto keys = log.keys();
  for (std::uint64_t p = 1; p <= 13; ++p) {
    const auto receipt = log.receipt(p);
    const auto text = verify_tlog_proof(to_tlog_proof(receipt), {keys}).value();
    EXPECT_EQ(text.fault, "");
    EXPECT_EQ(text.head, log.head);
    EXPECT_EQ(text.record, record_at(p));
    EXPECT_EQ(text.index, LeafIndex{p - 1});
    const auto cose = verify_cose(to_cose(receipt), receipt.record, {keys}).value();
    EXPECT_EQ(cose.fault, "");
    EXPECT_EQ(cose.head, log.head);
  }
}

TEST(NotaryReceipts, ATreeOfOneRecordHasAnEmptyPath) {
  const Log log{1};
  const auto keys = log.keys();
  const auto receipt = log.receipt(1);
  EXPECT_EQ(verify_tlog_proof(to_tlog_proof(receipt), {keys}).value().fault, "");
  EXPECT_EQ(verify_cose(to_cose(receipt), receipt.record, {keys}).value().fault, "");
}

TEST(NotaryReceipts, ATextWithoutItsRecordIsProvenWithTheRecordBesideIt) {
  const Log log;
  const auto keys = log.keys();
  auto receipt = log.receipt(6);
  const auto whole = to_tlog_proof(receipt);
  receipt.record.clear();
  const auto text = to_tlog_proof(receipt);
  EXPECT_EQ(text.find("extra"), std::string::npos);
  EXPECT_TRUE(verify_tlog_proof(text, {keys}, record_at(6)).value().proven());
  EXPECT_FALSE(verify_tlog_proof(text, {keys}, record_at(7)).value().proven());
  EXPECT_FALSE(verify_tlog_proof(text, {keys}).value().proven());
  EXPECT_TRUE(verify_tlog_proof(whole, {keys}, record_at(6)).value().proven());
  EXPECT_FALSE(verify_tlog_proof(whole, {keys}, record_at(7)).value().proven());
}

TEST(NotaryReceipts, ATextWithAnyByteFlippedIsRefused) {
  const Log log;
  const auto keys = log.keys();
  auto text = to_tlog_proof(log.receipt(6));
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      text[i] = static_cast<char>(text[i] ^ (1 << bit));
      ASSERT_TRUE(is_refused([&] { return verify_tlog_proof(text, {keys}); }))
          << "byte " << i << ", bit " << bit;
      text[i] = static_cast<char>(text[i] ^ (1 << bit));
    }
  }
  EXPECT_FALSE(is_refused([&] { return verify_tlog_proof(text, {keys}); }));
}

TEST(NotaryReceipts, CborWithAnyByteFlippedIsRefused) {
  const Log log;
  const auto keys = log.keys();
  const auto receipt = log.receipt(6);
  auto bytes = to_cose(receipt);
  auto record = receipt.record;
  const auto verify = [&] { return verify_cose(bytes, record, {keys}); };
  for (auto* part : {&bytes, &record}) {
    for (std::size_t i = 0; i < part->size(); ++i) {
      for (int bit = 0; bit < 8; ++bit) {
        (*part)[i] = static_cast<char>((*part)[i] ^ (1 << bit));
        ASSERT_TRUE(is_refused(verify)) << "byte " << i << ", bit " << bit;
        (*part)[i] = static_cast<char>((*part)[i] ^ (1 << bit));
      }
    }
  }
  EXPECT_FALSE(is_refused(verify));
}

TEST(NotaryReceipts, CborIsTakenInItsShortestEncodingAlone) {
  const Log log;
  const auto keys = log.keys();
  const auto receipt = log.receipt(6);
  const auto bytes = to_cose(receipt);
  ASSERT_EQ(bytes.substr(0, 2), "\xd2\x84");
  // The tag 18, and the array of 4, each with its number in a byte more: the same value.
  for (const auto& head : {std::string{"\xd8\x12\x84"}, std::string{"\xd2\x98\x04"}}) {
    const auto longer = head + bytes.substr(2);
    EXPECT_TRUE(is_refused([&] { return verify_cose(longer, receipt.record, {keys}); }));
  }
}

TEST(NotaryReceipts, ThatAreCutOrLongerAreRefused) {
  const Log log;
  const auto keys = log.keys();
  const auto receipt = log.receipt(6);
  const auto text = to_tlog_proof(receipt);
  const auto bytes = to_cose(receipt);
  for (std::size_t n = 0; n < text.size(); ++n) {
    ASSERT_TRUE(is_refused([&] { return verify_tlog_proof(text.substr(0, n), {keys}); })) << n;
  }
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    ASSERT_TRUE(is_refused([&] { return verify_cose(bytes.substr(0, n), receipt.record, {keys}); }))
        << n;
  }
  EXPECT_TRUE(is_refused([&] { return verify_tlog_proof(text + "\n", {keys}); }));
  EXPECT_TRUE(is_refused([&] { return verify_cose(bytes + "x", receipt.record, {keys}); }));
}

TEST(NotaryReceipts, OfAnotherRecordPathSizeOriginOrKeyAreRefused) {
  const Log log;
  const auto keys = log.keys();
  const auto refused = [&](const Receipt& r, std::string_view why) {
    const auto text = verify_tlog_proof(to_tlog_proof(r), {keys}).value();
    const auto cose = verify_cose(to_cose(r), r.record, {keys}).value();
    EXPECT_FALSE(text.proven()) << why;
    EXPECT_FALSE(cose.proven()) << why;
  };
  const auto right = log.receipt(6);
  auto r = right;
  r.record = record_at(7);
  refused(r, "record");
  r = right;
  r.path = log.receipt(5).path;
  refused(r, "path");
  r = right;
  r.head.size = TreeSize{14};
  refused(r, "size: the path has its length there too");
  r = right;
  r.head.origin = origin_of({kLog.id, Incarnation{2}});
  refused(r, "origin");
  const Log other;  // the same log, signed by other keys of the same name
  refused(other.receipt(6), "key");
  r = right;
  r.note.front().signature[5] ^= 1;
  r.cose.front().signature[5] ^= 1;
  refused(r, "signature");
}

TEST(NotaryReceipts, TheOriginIsTheOneThatWasAskedFor) {
  const Log log;
  const auto keys = log.keys();
  const auto text = to_tlog_proof(log.receipt(6));
  EXPECT_TRUE(verify_tlog_proof(text, {keys, origin_of(kLog)}).value().proven());
  const auto elsewhere = origin_of({kLog.id, Incarnation{2}});
  EXPECT_FALSE(verify_tlog_proof(text, {keys, elsewhere}).value().proven());
  // A key that is not named after its log says nothing of which log it is for.
  const auto key = PrivateKey::generate("example.org/window", Algorithm::ed25519).value();
  auto receipt = log.receipt(6);
  receipt.note = {{key.public_key().name(), key.public_key().id(), key.sign(note_text(log.head))}};
  const std::vector named{key.public_key()};
  const auto foreign = to_tlog_proof(receipt);
  EXPECT_FALSE(verify_tlog_proof(foreign, {named}).value().proven());
  EXPECT_TRUE(verify_tlog_proof(foreign, {named, origin_of(kLog)}).value().proven());
}

TEST(NotaryReceipts, ASignatureOfAnUnknownKeyIsOverlookedAndAWrongOneOfAKnownKeyIsNot) {
  const Log log;
  const std::vector known{log.ed25519.public_key()};
  auto receipt = log.receipt(6);
  const auto witness = PrivateKey::generate("witness.example/w1", Algorithm::ed25519).value();
  const auto& of = witness.public_key();
  receipt.note.push_back({of.name(), of.id(), witness.sign("something else")});
  EXPECT_TRUE(verify_tlog_proof(to_tlog_proof(receipt), {known}).value().proven());
  const std::vector both{log.ed25519.public_key(), of};
  EXPECT_FALSE(verify_tlog_proof(to_tlog_proof(receipt), {both}).value().proven());
  EXPECT_FALSE(
      verify_tlog_proof(to_tlog_proof(receipt), {std::span<const PublicKey>{}}).value().proven());
}

TEST(NotaryReceipts, ALeafThatIsNoRecordOfItsPositionIsRefused) {
  // Somebody who may sign, but not forge records, has put other bytes into the tree.
  Log log;
  log.tree.push(leaf_hash("no record"));
  log.tree.push(leaf_hash(record_at(6)));
  log.head = {origin_of(kLog), log.tree.size(), root_of(log.tree.size(), log.tree).value()};
  const auto keys = log.keys();
  for (const auto& [position, bytes] :
       {std::pair{14, std::string{"no record"}}, std::pair{15, record_at(6)}}) {
    auto receipt = log.receipt(static_cast<std::uint64_t>(position));
    receipt.record = bytes;
    const auto verdict = verify_tlog_proof(to_tlog_proof(receipt), {keys}).value();
    EXPECT_FALSE(verdict.proven());
    EXPECT_NE(verdict.fault.find("record"), std::string::npos) << verdict.fault;
  }
}

TEST(NotaryCheckpoints, AreReadInOneFormAlone) {
  const Log log;
  const auto note = to_note({log.head, log.receipt(1).note});
  EXPECT_EQ(to_note(parse_note(note).value()), note);
  const auto with = [&note](std::string_view from, std::string_view to) {
    auto other = note;
    return other.replace(other.find(from), from.size(), to);
  };
  for (const auto& wrong :
       {with("aabbcc", "AABBCC"), with("aabbcc", "aa-bbcc"), std::string{},
        note.substr(0, note.find("\n\n") + 1), with("\n13\n", "\n013\n"), with("\n13\n", "\n-13\n"),
        with("\n13\n", "\n13 \n"), with("\n13\n", "\n13\nextension\n"),
        with("recourse/", "recours/"), with("/1\n", "/01\n"), with("/1\n", "\n"),
        with("\n\n", "\n\n\n"), with("\u2014 ", "- "), note + "more", note + "\n"}) {
    const auto read = parse_note(wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(code_of(read), Errc::malformed);
  }
}

}  // namespace
}  // namespace recourse::notary
