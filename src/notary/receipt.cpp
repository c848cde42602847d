#include <algorithm>
#include <recourse/core/record.hpp>
#include <recourse/notary/receipt.hpp>

#include "notary/crypto.hpp"
#include "notary/judge.hpp"
#include "notary/lines.hpp"

namespace recourse::notary {
namespace {

constexpr std::string_view kForm = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kPathMax = 64;

Error malformed(const char* what) { return {Errc::malformed, what}; }

}  // namespace

std::string to_tlog_proof(const Receipt& receipt) {
  std::string text{kForm};
  if (!receipt.record.empty()) text.append("\n").append(kExtra).append(base64(receipt.record));
  text.append("\n").append(kIndex).append(std::to_string(receipt.index.value)).append("\n");
  for (const auto& hash : receipt.path) text.append(base64(bytes_of(hash))).append("\n");
  return text + "\n" + to_note({receipt.head, receipt.note});
}

Result<Receipt> parse_tlog_proof(std::string_view text) {
  Lines lines{text};
  if (lines.next() != kForm) return malformed("the first line is not 'c2sp.org/tlog-proof@v1'");
  Receipt receipt;
  auto index = lines.next();
  if (index && index->starts_with(kExtra)) {
    auto record = unbase64(index->substr(kExtra.size()));
    if (!record || record->empty()) return malformed("the line 'extra' is not base64 of a record");
    receipt.record = std::move(*record);
    index = lines.next();
  }
  const auto number = index && index->starts_with(kIndex)
                          ? whole_number(index->substr(kIndex.size()))
                          : std::nullopt;
  if (!number) return malformed("the line 'index' with a number is missing");
  receipt.index = LeafIndex{*number};
  for (;;) {
    const auto line = lines.next();
    if (!line) return malformed("the checkpoint is missing");
    if (line->empty()) break;
    const auto bytes = unbase64(*line);
    const auto hash = bytes ? hash_from(*bytes) : std::nullopt;
    if (!hash || receipt.path.size() == kPathMax) {
      return malformed("the proof is not lines of base64 of 32 bytes, at most 64");
    }
    receipt.path.push_back(*hash);
  }
  RECOURSE_TRY_ASSIGN(auto note, parse_note(lines.rest()));
  receipt.head = std::move(note.head);
  receipt.note = std::move(note.signatures);
  return receipt;
}

std::string fault_of_record(const Receipt& receipt) {
  const auto record = core::decode_record(receipt.record);
  if (!record) return "what is proven is no record: " + record.error().message();
  if (record->position.value != receipt.index.value + 1) {
    return "the record has position " + std::to_string(record->position.value) +
           ", the leaf's is " + std::to_string(receipt.index.value + 1);
  }
  return {};
}

std::string fault_of_origin(const TreeHead& head, const PublicKey& key, const Trusted& trusted) {
  if (!trusted.origin.empty()) {
    if (head.origin == trusted.origin) return {};
    return "the head is of " + head.origin + ", not of " + trusted.origin;
  }
  if (head.origin == key.name()) return {};
  if (!key.name().empty() && head.origin.starts_with(key.name() + "/")) return {};
  return "the head is of " + head.origin + ", and the key's name is '" + key.name() +
         "': say which origin is meant";
}

OfOrigin judge_origin(const SignedNote& note, const Trusted& trusted) {
  OfOrigin judged;
  // One of the keys that verified must be a key of this origin.
  for (const auto& s : note.signatures) {
    const auto key = std::ranges::find_if(trusted.keys, [&s](const PublicKey& k) {
      return k.algorithm() == Algorithm::ed25519 && k.name() == s.name && k.id() == s.id;
    });
    if (key == trusted.keys.end()) continue;
    judged.key = key->name() + " (" + to_string(key->id()) + ")";
    judged.fault = fault_of_origin(note.head, *key, trusted);
    if (judged.fault.empty()) break;
  }
  return judged;
}

Result<Verdict> verify_tlog_proof(std::string_view text, const Trusted& trusted,
                                  std::string_view record) {
  RECOURSE_TRY_ASSIGN(auto receipt, parse_tlog_proof(text));
  if (receipt.record.empty()) receipt.record = record;
  if (receipt.record.empty()) {
    return Verdict{.fault = "the proof does not hold its record: give that beside it"};
  }
  if (!record.empty() && receipt.record != record) {
    return Verdict{.fault = "the proof holds another record"};
  }
  Verdict verdict{.head = receipt.head, .index = receipt.index, .record = receipt.record};
  const SignedNote note{receipt.head, receipt.note};
  if (auto fault = fault_of(note, trusted.keys)) {
    verdict.fault = std::move(*fault);
    return verdict;
  }
  if (!verify_inclusion(leaf_hash(receipt.record), receipt.index, receipt.head.size, receipt.path,
                        receipt.head.root)) {
    verdict.fault = "the record and its path do not come to the root that was signed";
    return verdict;
  }
  verdict.fault = fault_of_record(receipt);
  if (!verdict.proven()) return verdict;
  auto of_origin = judge_origin(note, trusted);
  verdict.key = std::move(of_origin.key);
  verdict.fault = std::move(of_origin.fault);
  return verdict;
}

}  // namespace recourse::notary
