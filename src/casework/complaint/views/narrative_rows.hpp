// The rows of NarrativesView: their keys, and how documents and postings are written.
#pragma once

#include <recourse/base/bytes.hpp>
#include <recourse/base/keyed_hash.hpp>
#include <recourse/casework/complaint/views/narratives_view.hpp>

namespace recourse::casework::complaint::narratives {

/// The first 32 bits of a term's keyed hash.
using TermId = std::uint32_t;

/// How often a term stands in a text.
struct Count {
  TermId term = 0;
  std::uint32_t times = 0;
  friend auto operator<=>(const Count&, const Count&) = default;
};
/// By term, each once.
using Counts = std::vector<Count>;

/// A document that a term is in.
struct Posting {
  std::uint32_t document = 0;
  std::uint32_t times = 0;
  friend auto operator<=>(const Posting&, const Posting&) = default;
};
/// By document, each once.
using Postings = std::vector<Posting>;

/// A narrative as the index has it.
struct Document {
  std::string stream{};
  Timestamp reported_at{};
  std::string matter{};
  std::string reason{};
  Counts counts{};
};

/// How many there are.
struct Census {
  std::uint32_t next = 0;    ///< Number of the next document.
  std::uint32_t posted = 0;  ///< Those before it have postings; a multiple of the block.
  std::uint64_t living = 0;  ///< Documents that were not erased.
};

/// A term's row: in how many documents it is, and postings that are in no row of a range yet.
struct Head {
  std::uint32_t documents = 0;
  Postings latest{};
};

/// Postings of a term that one row holds at most before they go to the rows of their ranges.
inline constexpr std::size_t kLatestMax = 64;
/// Documents of one range.
inline constexpr std::uint32_t kRange = 1U << 14U;

/// The key of the terms' hashes.
FingerprintKey key_of(const trust::Keyring& ring);
/// A text's terms with their counts.
Counts counts_of(std::string_view text, const FingerprintKey& key);
/// Length of the vector of counts, not less than 1.
double length_of(const Counts& counts);
/// A length as a byte, and back: within 2.2 %.
std::uint8_t byte_of_length(double length);
double length_of_byte(std::uint8_t byte);

std::string census_key();
std::string document_key(std::uint32_t document);
std::string stream_key(std::string_view stream);
std::string head_key(TermId term);
std::string range_key(TermId term, std::uint32_t range);
std::string lengths_key(std::uint32_t block);

std::string encode(const Census& census);
std::string encode(const Document& document);
std::string encode(const Head& head);
/// Of one range, or of several: gaps from `from`.
std::string encode(const Postings& postings, std::uint32_t from);
std::string encode_number(std::uint32_t number);

Result<Census> decode_census(std::string_view bytes);
/// `counts` alone may be left out, where only the rest is wanted.
Result<Document> decode_document(std::string_view bytes, bool with_counts = true);
Result<Head> decode_head(std::string_view bytes);
/// Adds them to `postings`.
Result<void> decode_postings(std::string_view bytes, std::uint32_t from, Postings& postings);
Result<std::uint32_t> decode_number(std::string_view bytes);

Error unreadable();

}  // namespace recourse::casework::complaint::narratives
