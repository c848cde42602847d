// The COSE form of a receipt (RFC 9942 over RFC 9052): what is signed, what is written and read.
#include <algorithm>
#include <recourse/notary/receipt.hpp>

#include "notary/cbor.hpp"
#include "notary/crypto.hpp"
#include "notary/judge.hpp"
#include "notary/lines.hpp"

namespace recourse::notary {
namespace {

// Labels of the IANA registries "COSE Header Parameters", "COSE Algorithms", "CWT Claims".
constexpr std::int64_t kAlg = 1;
constexpr std::int64_t kEs256 = -7;
constexpr std::int64_t kKid = 4;
constexpr std::int64_t kClaims = 15;
constexpr std::int64_t kIss = 1;
constexpr std::int64_t kSub = 2;
constexpr std::int64_t kVds = 395;
constexpr std::int64_t kRfc9162Sha256 = 1;
constexpr std::int64_t kVdp = 396;
constexpr std::int64_t kInclusion = -1;
constexpr std::uint64_t kSign1 = 18;

std::string_view bytes_of(const KeyId& id) {
  return {reinterpret_cast<const char*>(id.data()), id.size()};
}

std::string protected_header(const TreeHead& head, const KeyId& key) {
  cbor::Writer out;
  out.map(4).number(kAlg).number(kEs256);
  out.number(kKid).bytes(bytes_of(key));
  out.number(kClaims).map(2).number(kIss).text(head.origin);
  out.number(kSub).text(std::to_string(head.size.value));
  return out.number(kVds).number(kRfc9162Sha256).take();
}

std::string inclusion(const Receipt& r) {
  cbor::Writer out;
  out.array(3).number(static_cast<std::int64_t>(r.head.size.value));
  out.number(static_cast<std::int64_t>(r.index.value)).array(r.path.size());
  for (const auto& hash : r.path) out.bytes(notary::bytes_of(hash));
  return out.take();
}

/// What the protected header says; false if it is another one.
bool read_protected(std::string_view bytes, Receipt& receipt) {
  cbor::Reader in{bytes};
  if (!in.is_map(4) || !in.is_number(kAlg) || !in.is_number(kEs256)) return false;
  if (!in.is_number(kKid)) return false;
  const auto kid = in.bytes();
  auto& signature = receipt.cose.emplace_back();
  if (!kid || kid->size() != signature.key.size()) return false;
  std::copy(kid->begin(), kid->end(), signature.key.begin());
  if (!in.is_number(kClaims) || !in.is_map(2) || !in.is_number(kIss)) return false;
  const auto issuer = in.text();
  if (!issuer || !identity_of(*issuer) || !in.is_number(kSub)) return false;
  receipt.head.origin = *issuer;
  const auto subject = in.text();
  const auto size = subject ? whole_number(*subject) : std::nullopt;
  if (!size) return false;
  receipt.head.size = TreeSize{*size};
  return in.is_number(kVds) && in.is_number(kRfc9162Sha256) && in.at_end();
}

bool read_inclusion(std::string_view bytes, Receipt& receipt) {
  cbor::Reader in{bytes};
  if (!in.is_array(3)) return false;
  const auto size = in.number();
  const auto index = in.number();
  const auto count = in.array();
  if (!size || !index || !count || *size < 0 || *index < 0 || *count > 64) return false;
  if (TreeSize{static_cast<std::uint64_t>(*size)} != receipt.head.size) return false;
  receipt.index = LeafIndex{static_cast<std::uint64_t>(*index)};
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto item = in.bytes();
    const auto hash = item ? hash_from(*item) : std::nullopt;
    if (!hash) return false;
    receipt.path.push_back(*hash);
  }
  return in.at_end();
}

bool read_receipt(std::string_view bytes, Receipt& receipt) {
  cbor::Reader in{bytes};
  if (!in.is_tag(kSign1) || !in.is_array(4)) return false;
  const auto header = in.bytes();
  if (!header || !read_protected(*header, receipt)) return false;
  if (!in.is_map(1) || !in.is_number(kVdp) || !in.is_map(1)) return false;
  if (!in.is_number(kInclusion) || !in.is_array(1)) return false;
  const auto proof = in.bytes();
  if (!proof || !read_inclusion(*proof, receipt) || !in.is_null()) return false;
  const auto signature = in.bytes();
  if (!signature || signature->size() != 64 || !in.at_end()) return false;
  receipt.cose.front().signature = *signature;
  return true;
}

}  // namespace

std::string cose_to_be_signed(const TreeHead& head, const KeyId& key) {
  cbor::Writer out;
  out.array(4).text("Signature1").bytes(protected_header(head, key)).bytes("");
  return out.bytes(notary::bytes_of(head.root)).take();
}

std::string to_cose(const Receipt& receipt) {
  const auto& signature = receipt.cose.front();
  cbor::Writer out;
  out.tag(kSign1).array(4).bytes(protected_header(receipt.head, signature.key));
  out.map(1).number(kVdp).map(1).number(kInclusion).array(1).bytes(inclusion(receipt));
  return out.null().bytes(signature.signature).take();
}

Result<Receipt> parse_cose(std::string_view bytes) {
  Receipt receipt;
  // Written again: of the encodings of a value one alone is taken.
  if (!read_receipt(bytes, receipt) || to_cose(receipt) != bytes) {
    return Error{Errc::malformed,
                 "this is not a COSE receipt with ES256 and one RFC9162_SHA256 inclusion proof, "
                 "deterministically encoded"};
  }
  return receipt;
}

Result<Verdict> verify_cose(std::string_view bytes, std::string_view record,
                            const Trusted& trusted) {
  RECOURSE_TRY_ASSIGN(auto receipt, parse_cose(bytes));
  receipt.record = record;
  Verdict verdict{.head = receipt.head, .index = receipt.index, .record = receipt.record};
  // The form leaves the root out: it is what the record and its path come to.
  const auto root =
      root_from_path(leaf_hash(record), receipt.index, receipt.head.size, receipt.path);
  if (!root) {
    verdict.fault = "the path has not the length that index and tree size demand";
    return verdict;
  }
  verdict.head.root = *root;
  verdict.fault = fault_of_record(receipt);
  if (!verdict.proven()) return verdict;
  const auto& signature = receipt.cose.front();
  for (const auto& key : trusted.keys) {
    if (key.algorithm() != Algorithm::es256 || key.id() != signature.key) continue;
    if (!key.verifies(cose_to_be_signed(verdict.head, signature.key), signature.signature))
      continue;
    verdict.key = key.name() + " (" + to_string(key.id()) + ")";
    verdict.fault = fault_of_origin(verdict.head, key, trusted);
    return verdict;
  }
  verdict.fault = "no key that is known has signed this record's root";
  return verdict;
}

}  // namespace recourse::notary
