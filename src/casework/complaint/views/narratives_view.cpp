// How the index is kept; narratives_search.cpp has how it is asked.
#include <algorithm>
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

/// Gives a block of documents its postings; those that were erased, or never opened, have none.
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
  if (!e.narrative) return {};
  RECOURSE_TRY_ASSIGN(auto census, census_of(rows));
  // Also for a text that does not open or has no term: a rebuild cannot tell these apart.
  const auto number = census.next++;
  Counts counts;
  if (e.narrative->is_clear()) counts = counts_of(e.narrative->clear(), key);
  if (!counts.empty()) {
    ++census.living;
    rows.put(document_key(number), encode(Document{std::string{stream}, e.reported_at, e.matter,
                                                   e.reason, std::move(counts)}));
    rows.put(stream_key(stream), encode_number(number));
  }
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

void put_range(TableWriter& rows, TermId term, std::uint32_t range, const Postings& postings) {
  if (postings.empty()) {
    rows.erase(range_key(term, range));
  } else {
    rows.put(range_key(term, range), encode(postings, range * kRange));
  }
}

/// How many of a term's postings lie in the rows of their ranges, if they are posted block by
/// block.
std::size_t spread_count(const Postings& postings) {
  std::size_t spread = 0;
  for (std::size_t at = 0; at < postings.size();) {
    const auto block = postings[at].document / NarrativesView::kBlock;
    while (at < postings.size() && postings[at].document / NarrativesView::kBlock == block) ++at;
    if (at - spread > kLatestMax) spread = at;
  }
  return spread;
}

/// Lays all postings of a term out anew, without a document that lies in the row of a range: as if
/// it had never been posted. Documents up to `posted` have postings.
Result<void> lay_out_without(TableWriter& rows, TermId term, std::uint32_t document,
                             std::uint32_t posted, Head& head) {
  std::vector<std::size_t> before;
  Postings all;
  for (std::uint32_t range = 0; range * kRange < posted; ++range) {
    RECOURSE_TRY_ASSIGN(const auto postings, range_of(rows, term, range));
    before.push_back(postings.size());
    all.insert(all.end(), postings.begin(), postings.end());
  }
  all.insert(all.end(), head.latest.begin(), head.latest.end());
  if (all.size() != head.documents || !take_out(all, document)) return unreadable();
  const auto spread_to = all.begin() + static_cast<std::ptrdiff_t>(spread_count(all));
  auto at = all.begin();
  for (std::uint32_t range = 0; range < before.size(); ++range) {
    const auto begin = at;
    while (at != spread_to && at->document / kRange == range) ++at;
    // Rows before the document's can only lose postings.
    const bool as_before =
        range < document / kRange && before[range] == static_cast<std::size_t>(at - begin);
    if (!as_before) put_range(rows, term, range, Postings(begin, at));
  }
  head.latest.assign(spread_to, all.end());
  return {};
}

/// Takes a document out of the row of its range.
Result<void> remove_spread(TableWriter& rows, TermId term, std::uint32_t document,
                           std::uint32_t posted, Head& head) {
  const auto range = document / kRange;
  RECOURSE_TRY_ASSIGN(auto postings, range_of(rows, term, range));
  if (!take_out(postings, document)) return unreadable();
  const auto left = std::count_if(postings.begin(), postings.end(), [&](const Posting& one) {
    return one.document / NarrativesView::kBlock == document / NarrativesView::kBlock;
  });
  // Its block alone is enough for the postings to go to their ranges.
  if (static_cast<std::size_t>(left) > kLatestMax) {
    put_range(rows, term, range, postings);
    return {};
  }
  return lay_out_without(rows, term, document, posted, head);
}

/// Takes a document out of one term's postings.
Result<void> remove_posting(TableWriter& rows, TermId term, std::uint32_t document,
                            std::uint32_t posted) {
  RECOURSE_TRY_ASSIGN(auto head, head_of(rows, term));
  if (!take_out(head.latest, document)) {
    RECOURSE_TRY(remove_spread(rows, term, document, posted, head));
  }
  --head.documents;
  if (head.documents == 0) {
    rows.erase(head_key(term));
  } else {
    rows.put(head_key(term), encode(head));
  }
  return {};
}

/// Sets the length of a document with postings to that of none.
Result<void> remove_length(TableWriter& rows, std::uint32_t document) {
  const auto key = lengths_key(document / NarrativesView::kBlock);
  RECOURSE_TRY_ASSIGN(const auto known, rows.get(key));
  if (!known || known->size() != NarrativesView::kBlock) return unreadable();
  std::string lengths{*known};
  lengths[document % NarrativesView::kBlock] =
      static_cast<char>(byte_of_length(length_of(Counts{})));
  rows.put(key, lengths);
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
    for (const auto& one : document.counts) {
      RECOURSE_TRY(remove_posting(rows, one.term, number, census.posted));
    }
    RECOURSE_TRY(remove_length(rows, number));
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
                    std::string{describe::spec_of<trust::Erased>.type}},
          .fold_version = kFoldVersion};
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
