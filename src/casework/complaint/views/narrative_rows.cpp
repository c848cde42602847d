#include "casework/complaint/views/narrative_rows.hpp"

#include <algorithm>
#include <cmath>
#include <recourse/casework/common/terms.hpp>

namespace recourse::casework::complaint::narratives {
namespace {

constexpr std::string_view kDomain = "recourse narratives 1";

void append_varint(std::string& out, std::uint64_t v) {
  for (; v >= 0x80; v >>= 7U) out.push_back(static_cast<char>(v | 0x80U));
  out.push_back(static_cast<char>(v));
}

/// Reads numbers, one after the other; what is not there is 0, and says so by `ok`.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  std::uint64_t number() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) break;
      const auto byte = static_cast<unsigned char>(*at_++);
      v |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
      if (byte < 0x80) return v;
    }
    ok_ = false;
    return 0;
  }
  std::uint32_t small() { return static_cast<std::uint32_t>(number()); }
  std::string text() {
    const auto size = number();
    if (size > static_cast<std::uint64_t>(end_ - at_)) {
      ok_ = false;
      return {};
    }
    std::string out{at_, static_cast<std::size_t>(size)};
    at_ += size;
    return out;
  }
  std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  bool at_end() const { return at_ == end_; }
  bool ok() const { return ok_; }

 private:
  const char* at_;
  const char* end_;
  bool ok_ = true;
};

void append_text(std::string& out, std::string_view text) {
  append_varint(out, text.size());
  out.append(text);
}

/// A gap, and how often: once is the most frequent, and costs no byte.
void append_pair(std::string& out, std::uint64_t gap, std::uint32_t times) {
  append_varint(out, gap << 1U | (times > 1 ? 1U : 0U));
  if (times > 1) append_varint(out, times);
}

template <class F>
Result<void> each_pair(std::string_view bytes, std::uint32_t from, F&& f) {
  Reader r{bytes};
  auto at = from;
  while (!r.at_end()) {
    const auto head = r.number();
    const auto times = (head & 1U) != 0 ? r.small() : 1U;
    if (!r.ok()) return unreadable();
    at += static_cast<std::uint32_t>(head >> 1U);
    f(at, times);
  }
  return {};
}

}  // namespace

Error unreadable() {
  return Error{Errc::corruption, "a row of the index of narratives is unreadable; rebuild it"};
}

FingerprintKey key_of(const trust::Keyring& ring) {
  const auto bytes = ring.blind_hash(kDomain);
  FingerprintKey key{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), key.bytes.size()), key.bytes.begin());
  return key;
}

Counts counts_of(std::string_view text, const FingerprintKey& key) {
  std::vector<TermId> ids;
  for (const auto& term : terms_of(text)) {
    ids.push_back(static_cast<TermId>(keyed_hash(key, term)));
  }
  std::sort(ids.begin(), ids.end());
  Counts counts;
  for (const auto id : ids) {
    if (counts.empty() || counts.back().term != id) counts.push_back({id, 0});
    ++counts.back().times;
  }
  return counts;
}

double length_of(const Counts& counts) {
  double sum = 0;
  for (const auto& one : counts) sum += static_cast<double>(one.times) * one.times;
  return std::sqrt(std::max(sum, 1.0));
}

std::uint8_t byte_of_length(double length) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(16 * std::log2(length)), 0L, 255L));
}

double length_of_byte(std::uint8_t byte) { return std::exp2(byte / 16.0); }

std::string census_key() { return "m"; }

std::string document_key(std::uint32_t document) {
  std::string key{"d"};
  base::append_be32(key, document);
  return key;
}

std::string stream_key(std::string_view stream) { return std::string{"s"}.append(stream); }

std::string head_key(TermId term) {
  std::string key{"g"};
  base::append_be32(key, term);
  return key;
}

std::string range_key(TermId term, std::uint32_t range) {
  std::string key{"p"};
  base::append_be32(key, term);
  base::append_be32(key, range);
  return key;
}

std::string lengths_key(std::uint32_t block) {
  std::string key{"n"};
  base::append_be32(key, block);
  return key;
}

std::string encode(const Census& census) {
  std::string out;
  append_varint(out, census.next);
  append_varint(out, census.posted);
  append_varint(out, census.living);
  return out;
}

std::string encode(const Document& document) {
  std::string out;
  append_text(out, document.stream);
  append_varint(out, static_cast<std::uint64_t>(document.reported_at.time_since_epoch().count()));
  append_text(out, document.matter);
  append_text(out, document.reason);
  TermId before = 0;
  for (const auto& one : document.counts) {
    append_pair(out, one.term - before, one.times);
    before = one.term;
  }
  return out;
}

std::string encode(const Postings& postings, std::uint32_t from) {
  std::string out;
  for (const auto& one : postings) {
    append_pair(out, one.document - from, one.times);
    from = one.document;
  }
  return out;
}

std::string encode(const Head& head) {
  std::string out;
  append_varint(out, head.documents);
  return out.append(encode(head.latest, 0));
}

std::string encode_number(std::uint32_t number) {
  std::string out;
  base::append_be32(out, number);
  return out;
}

Result<Census> decode_census(std::string_view bytes) {
  Reader r{bytes};
  Census census;
  census.next = r.small();
  census.posted = r.small();
  census.living = r.number();
  if (!r.ok() || !r.at_end()) return unreadable();
  return census;
}

Result<Document> decode_document(std::string_view bytes, bool with_counts) {
  Reader r{bytes};
  Document document;
  document.stream = r.text();
  document.reported_at =
      Timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(r.number())}};
  document.matter = r.text();
  document.reason = r.text();
  if (!r.ok()) return unreadable();
  if (!with_counts) return document;
  document.counts.reserve(r.rest().size() / 4);
  RECOURSE_TRY(each_pair(r.rest(), 0, [&](std::uint32_t term, std::uint32_t times) {
    document.counts.push_back({term, times});
  }));
  return document;
}

Result<Head> decode_head(std::string_view bytes) {
  Reader r{bytes};
  Head head;
  head.documents = r.small();
  if (!r.ok()) return unreadable();
  RECOURSE_TRY(decode_postings(r.rest(), 0, head.latest));
  return head;
}

Result<void> decode_postings(std::string_view bytes, std::uint32_t from, Postings& postings) {
  return each_pair(bytes, from, [&](std::uint32_t document, std::uint32_t times) {
    postings.push_back({document, times});
  });
}

Result<std::uint32_t> decode_number(std::string_view bytes) {
  if (bytes.size() != 4) return unreadable();
  return base::read_be32(bytes.data());
}

}  // namespace recourse::casework::complaint::narratives
