// How the index is kept; narratives_search.cpp has how it is asked.
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/core/fold.hpp>

#include "casework/complaint/views/narrative_rows.hpp"

namespace recourse::casework::complaint {
namespace {

using namespace narratives;
using core::TableWriter;

/// A term of a document of the block that is posted.
struct Entry {
  TermId term;
  Posting posting;
  friend auto operator<=>(const Entry&, const Entry&) = default;
};

Result<Census> census_of(TableWriter& rows) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(census_key()));
  return bytes ? decode_census(*bytes) : Result<Census>{Census{}};
}

Result<Head> head_of(TableWriter& rows, TermId term) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(head_key(term)));
  return bytes ? decode_head(*bytes) : Result<Head>{Head{}};
}

/// Postings of one term within one range, in the table.
Result<Postings> range_of(TableWriter& rows, TermId term, std::uint32_t range) {
  Postings postings;
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(range_key(term, range)));
  if (bytes) RECOURSE_TRY(decode_postings(*bytes, range * kRange, postings));
  return postings;
}

/// Moves a head's postings to the rows of their ranges.
Result<void> spread(TableWriter& rows, TermId term, Head& head) {
  for (auto at = head.latest.begin(); at != head.latest.end();) {
    const auto range = at->document / kRange;
    RECOURSE_TRY_ASSIGN(auto postings, range_of(rows, term, range));
    for (; at != head.latest.end() && at->document / kRange == range; ++at) {
      postings.push_back(*at);
    }
    rows.put(range_key(term, range), encode(postings, range * kRange));
  }
  head.latest.clear();
  return {};
}

/// Gives a block of documents its postings; those that were erased meanwhile have none.
Result<void> post_block(TableWriter& rows, std::uint32_t first) {
  std::vector<Entry> entries;
  std::string lengths;
  for (auto document = first; document < first + NarrativesView::kBlock; ++document) {
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(document_key(document)));
    Counts counts;
    if (bytes) {
      RECOURSE_TRY_ASSIGN(auto read, decode_document(*bytes));
      counts = std::move(read.counts);
    }
    for (const auto& one : counts) entries.push_back({one.term, {document, one.times}});
    lengths.push_back(static_cast<char>(byte_of_length(length_of(counts))));
  }
  rows.put(lengths_key(first / NarrativesView::kBlock), lengths);
  std::sort(entries.begin(), entries.end());
  for (auto at = entries.begin(); at != entries.end();) {
    const auto term = at->term;
    RECOURSE_TRY_ASSIGN(auto head, head_of(rows, term));
    for (; at != entries.end() && at->term == term; ++at) {
      ++head.documents;
      head.latest.push_back(at->posting);
    }
    if (head.latest.size() > kLatestMax) RECOURSE_TRY(spread(rows, term, head));
    rows.put(head_key(term), encode(head));
  }
  return {};
}

Result<void> add(const Received& e, std::string_view stream, const FingerprintKey& key,
                 TableWriter& rows) {
  if (!e.narrative || !e.narrative->is_clear()) return {};
  Document document{std::string{stream}, e.reported_at, e.matter, e.reason,
                    counts_of(e.narrative->clear(), key)};
  if (document.counts.empty()) return {};
  RECOURSE_TRY_ASSIGN(auto census, census_of(rows));
  const auto number = census.next++;
  ++census.living;
  rows.put(document_key(number), encode(document));
  rows.put(stream_key(stream), encode_number(number));
  if (census.next - census.posted == NarrativesView::kBlock) {
    RECOURSE_TRY(post_block(rows, census.posted));
    census.posted = census.next;
  }
  rows.put(census_key(), encode(census));
  return {};
}

bool take_out(Postings& postings, std::uint32_t document) {
  return std::erase_if(postings, [&](const auto& one) { return one.document == document; }) > 0;
}

/// Takes a document out of one term's postings.
Result<void> remove_posting(TableWriter& rows, TermId term, std::uint32_t document) {
  RECOURSE_TRY_ASSIGN(auto head, head_of(rows, term));
  if (!take_out(head.latest, document)) {
    const auto range = document / kRange;
    RECOURSE_TRY_ASSIGN(auto postings, range_of(rows, term, range));
    if (!take_out(postings, document)) return unreadable();
    if (postings.empty()) {
      rows.erase(range_key(term, range));
    } else {
      rows.put(range_key(term, range), encode(postings, range * kRange));
    }
  }
  --head.documents;
  if (head.documents == 0) {
    rows.erase(head_key(term));
  } else {
    rows.put(head_key(term), encode(head));
  }
  return {};
}

/// Takes a stream's narrative out; nothing happens if there is none.
Result<void> remove(std::string_view stream, TableWriter& rows) {
  RECOURSE_TRY_ASSIGN(const auto known, rows.get(stream_key(stream)));
  if (!known) return {};
  RECOURSE_TRY_ASSIGN(const auto number, decode_number(*known));
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(document_key(number)));
  if (!bytes) return unreadable();
  RECOURSE_TRY_ASSIGN(const auto document, decode_document(*bytes));
  RECOURSE_TRY_ASSIGN(auto census, census_of(rows));
  if (number < census.posted) {
    for (const auto& one : document.counts) RECOURSE_TRY(remove_posting(rows, one.term, number));
  }
  --census.living;
  rows.put(census_key(), encode(census));
  rows.erase(document_key(number));
  rows.erase(stream_key(stream));
  return {};
}

}  // namespace

NarrativesView::NarrativesView(std::shared_ptr<const trust::Keyring> ring)
    : ring_(std::move(ring)), key_(key_of(*ring_)) {}

core::ProjectionSpec NarrativesView::spec() const {
  return {.name = std::string{kName},
          .version = kVersion,
          .types = {std::string{describe::spec_of<Received>.type},
                    std::string{describe::spec_of<trust::Erased>.type}}};
}

Result<void> NarrativesView::apply(const core::RecordView& record, core::TableWriter& rows) {
  if (record.type == describe::spec_of<trust::Erased>.type) {
    RECOURSE_TRY_ASSIGN(const auto event, core::Fold<trust::SealingDecider>::event_of(record));
    const auto& erased = std::get<trust::Erased>(event);
    if (erased.subject != describe::Subject::reporter) return {};
    return remove(erased.stream, rows);
  }
  if (record.type != describe::spec_of<Received>.type) return {};
  RECOURSE_TRY_ASSIGN(auto event,
                      describe::decode<Received>(record.payload, record.schema_version));
  RECOURSE_TRY(ring_->open(&event, describe::type_info<Received>,
                           {record.stream, record.version, record.type}));
  return add(event, record.stream, key_, rows);
}

}  // namespace recourse::casework::complaint
