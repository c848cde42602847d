// How the index of narratives is asked: documents that hold all terms, and the closest ones.
#include <algorithm>
#include <cmath>
#include <map>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <unordered_map>

#include "casework/complaint/views/narrative_rows.hpp"

namespace recourse::casework::complaint {
namespace {

using namespace narratives;
using core::TableSnapshot;

/// A weight no higher for what hardly anybody wrote: slips of the pen, names and numbers.
constexpr double kRarityMax = 5;
/// Postings that one question reads at most, the rarest terms first.
constexpr std::size_t kPostingsMax = 150'000;
constexpr auto kCandidates = NarrativesView::kCandidates;
/// The closest of them, whose common terms join the question.
constexpr std::size_t kTeachers = 15;
/// Terms that they add at most, and how much these weigh beside the question's own.
constexpr std::size_t kTaught = 60;
constexpr double kTaughtWeight = 0.6;
/// Cases of the same matter, and of the same reason, come nearer by so much.
constexpr double kSameMatter = 1.25;
constexpr double kSameReason = 1.1;

Result<Census> census_of(const TableSnapshot& rows) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(census_key()));
  return bytes ? decode_census(*bytes) : Result<Census>{Census{}};
}

Result<Head> head_of(const TableSnapshot& rows, TermId term) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(head_key(term)));
  return bytes ? decode_head(*bytes) : Result<Head>{Head{}};
}

/// All postings of a term that are written.
Result<Postings> postings_of(const TableSnapshot& rows, TermId term, const Head& head) {
  Postings postings;
  if (head.documents > head.latest.size()) {
    const auto from = range_key(term, 0);
    const auto of_term = std::string_view{from}.substr(0, from.size() - 4);
    const auto cursor = rows.scan(from, range_key(term, ~0U));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      RECOURSE_TRY_ASSIGN(const auto range, decode_number(cursor->key().substr(of_term.size())));
      RECOURSE_TRY(decode_postings(cursor->value(), range * kRange, postings));
    }
  }
  postings.insert(postings.end(), head.latest.begin(), head.latest.end());
  return postings;
}

/// The documents that have no postings yet.
Result<std::vector<Document>> recent_of(const TableSnapshot& rows, const Census& census) {
  std::vector<Document> recent;
  const auto cursor = rows.scan(document_key(census.posted), document_key(census.next));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return recent;
    RECOURSE_TRY_ASSIGN(auto document, decode_document(cursor->value()));
    recent.push_back(std::move(document));
  }
}

bool holds(const Counts& counts, TermId term) {
  const auto at = std::lower_bound(counts.begin(), counts.end(), Count{term, 0});
  return at != counts.end() && at->term == term;
}

/// A term of a question.
struct Term {
  TermId term = 0;
  std::uint32_t times = 0;
  Head head{};
  double rarity = 0;
};

/// How rare terms are among all documents, those without postings too.
class Rarities {
 public:
  Rarities(const Census& census, const std::vector<Document>& recent)
      : all_(static_cast<double>(std::max<std::uint64_t>(census.living, 1))) {
    for (const auto& document : recent) {
      for (const auto& one : document.counts) ++recent_[one.term];
    }
  }
  /// More than 0, also of what everybody wrote.
  double of(TermId term, const Head& head) const {
    const auto found = recent_.find(term);
    const auto documents = head.documents + (found == recent_.end() ? 0U : found->second);
    return std::min(std::log(1 + all_ / std::max(1U, documents)), kRarityMax);
  }

 private:
  double all_;
  std::unordered_map<TermId, std::uint32_t> recent_;
};

/// Those with the fewest postings first.
Result<std::vector<Term>> weighed_terms(const TableSnapshot& rows, const Counts& counts,
                                        const Rarities& rarities) {
  std::vector<Term> wanted;
  for (const auto& one : counts) {
    RECOURSE_TRY_ASSIGN(auto head, head_of(rows, one.term));
    const auto rarity = rarities.of(one.term, head);
    wanted.push_back({one.term, one.times, std::move(head), rarity});
  }
  std::sort(wanted.begin(), wanted.end(), [](const Term& a, const Term& b) {
    return std::tie(a.head.documents, a.term) < std::tie(b.head.documents, b.term);
  });
  return wanted;
}

/// Documents with postings that hold all of the terms.
Result<std::vector<std::uint32_t>> posted_with_all(const TableSnapshot& rows,
                                                   const std::vector<Term>& wanted) {
  std::vector<std::uint32_t> found;
  bool first = true;
  for (const auto& one : wanted) {
    RECOURSE_TRY_ASSIGN(const auto postings, postings_of(rows, one.term, one.head));
    if (first) {
      for (const auto& posting : postings) found.push_back(posting.document);
    } else {
      std::erase_if(found, [&](std::uint32_t document) {
        const auto at = std::lower_bound(postings.begin(), postings.end(), Posting{document, 0});
        return at == postings.end() || at->document != document;
      });
    }
    first = false;
    if (found.empty()) break;
  }
  return found;
}

/// Streams that pass a filter, up to a bound.
class Hits {
 public:
  Hits(const NarrativesView::Wanted& wanted, std::size_t most) : wanted_(&wanted), most_(most) {}

  Result<void> add(std::string stream) {
    bool passes = true;
    if (*wanted_) {
      RECOURSE_TRY_ASSIGN(passes, (*wanted_)(stream));
    }
    if (!passes) return {};
    if (streams_.size() == most_) {
      return Error{Errc::limit_exceeded, "more than " + std::to_string(most_) +
                                             " narratives may hold these words; add a word"};
    }
    streams_.push_back(std::move(stream));
    return {};
  }
  std::vector<std::string> streams() && { return std::move(streams_); }

 private:
  const NarrativesView::Wanted* wanted_;
  std::size_t most_;
  std::vector<std::string> streams_;
};

/// A document that may be close.
struct Candidate {
  Document document{};
  double length = 1;
  double score = 0;
};

/// Weights by term, sorted: a question, or what it has grown to.
using Weights = std::vector<std::pair<TermId, double>>;

/// The weights of a question, found by their term in one step: open addressing, a quarter full.
class Lookup {
 public:
  explicit Lookup(const Weights& weights) {
    std::size_t size = 16;
    while (size < 4 * weights.size()) size *= 2;
    slots_.resize(size);
    for (const auto& [term, weight] : weights) {
      auto at = term & (size - 1);
      while (slots_[at].weight != 0) at = (at + 1) & (size - 1);
      slots_[at] = {term, weight};
    }
  }
  /// 0: it is none of the question's.
  double weight_of(TermId term) const {
    for (auto at = term & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      const auto& slot = slots_[at];
      if (slot.term == term || slot.weight == 0) return slot.weight;
    }
  }

 private:
  struct Slot {
    TermId term = 0;
    double weight = 0;
  };
  std::vector<Slot> slots_;
};

double closeness(const Lookup& weights, const Candidate& candidate) {
  double sum = 0;
  for (const auto& one : candidate.document.counts) sum += weights.weight_of(one.term) * one.times;
  return sum / candidate.length;
}

double overlap_of(const Counts& a, const Counts& b) {
  std::size_t both = 0;
  auto at = b.begin();
  for (const auto& one : a) {
    while (at != b.end() && at->term < one.term) ++at;
    if (at == b.end()) break;
    if (at->term == one.term) ++both;
  }
  const auto either = a.size() + b.size() - both;
  return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

double length_of(const Weights& weights) {
  double sum = 0;
  for (const auto& [term, weight] : weights) sum += weight * weight;
  return std::sqrt(std::max(sum, 1e-9));
}

/// Rarities squared, since a document's own weights are its counts alone; of length 1 as seen by
/// cosines.
Weights weights_of(const std::vector<Term>& wanted) {
  Weights weights;
  for (const auto& one : wanted) {
    weights.emplace_back(one.term, one.times * one.rarity * one.rarity);
  }
  std::sort(weights.begin(), weights.end());
  const auto length = length_of(weights);
  for (auto& [term, weight] : weights) weight /= length;
  return weights;
}

/// One question to the index.
class Closest {
 public:
  Closest(const TableSnapshot& rows, const ClosenessQuery& query, Counts counts)
      : rows_(&rows), query_(&query), counts_(std::move(counts)) {}

  Result<std::vector<CloseNarrative>> answer() {
    RECOURSE_TRY_ASSIGN(census_, census_of(*rows_));
    RECOURSE_TRY_ASSIGN(auto recent, recent_of(*rows_, census_));
    const Rarities rarities{census_, recent};
    RECOURSE_TRY_ASSIGN(const auto wanted, weighed_terms(*rows_, counts_, rarities));
    weights_ = weights_of(wanted);
    RECOURSE_TRY(take_posted(wanted));
    for (auto& document : recent) {
      if (passes(document)) take(std::move(document));
    }
    const Lookup first{weights_};
    for (auto& one : candidates_) one.score = closeness(first, one);
    order();
    if (!query_->plain) {
      RECOURSE_TRY(learn(rarities));
      const Lookup second{weights_};
      for (auto& one : candidates_) one.score = closeness(second, one) * prior(one);
      order();
    }
    return narratives();
  }

 private:
  /// A document with postings, and how close it is by the rarest terms.
  struct Scored {
    float score;
    std::uint32_t document;
  };

  /// Takes the documents with postings that come out best by their rarest terms and pass. Those
  /// that do not pass are read besides.
  Result<void> take_posted(const std::vector<Term>& wanted) {
    RECOURSE_TRY_ASSIGN(auto scored, scored_of(wanted));
    const auto worse = [](const Scored& a, const Scored& b) {
      return a.score != b.score ? a.score < b.score : a.document > b.document;
    };
    std::make_heap(scored.begin(), scored.end(), worse);
    while (!scored.empty() && candidates_.size() < kCandidates) {
      std::pop_heap(scored.begin(), scored.end(), worse);
      RECOURSE_TRY(look_at(scored.back().document));
      scored.pop_back();
    }
    return {};
  }

  Result<std::vector<Scored>> scored_of(const std::vector<Term>& wanted) const {
    std::vector<float> scores(census_.posted, 0);
    std::vector<std::uint32_t> touched;
    std::size_t read = 0;
    for (const auto& one : wanted) {
      if (read > 0 && read + one.head.documents > kPostingsMax) break;
      read += one.head.documents;
      RECOURSE_TRY_ASSIGN(const auto postings, postings_of(*rows_, one.term, one.head));
      const auto weight = static_cast<float>(one.times * one.rarity * one.rarity);
      for (const auto& posting : postings) {
        if (posting.document >= scores.size()) return unreadable();
        auto& score = scores[posting.document];
        if (score == 0) touched.push_back(posting.document);
        score += weight * static_cast<float>(posting.times);
      }
    }
    RECOURSE_TRY(divide_by_lengths(scores));
    std::vector<Scored> scored;
    scored.reserve(touched.size());
    for (const auto document : touched) scored.push_back({scores[document], document});
    return scored;
  }

  Result<void> divide_by_lengths(std::vector<float>& scores) const {
    static const auto kShares = [] {
      std::array<float, 256> shares{};
      for (std::size_t i = 0; i < shares.size(); ++i) {
        shares[i] = static_cast<float>(1 / length_of_byte(static_cast<std::uint8_t>(i)));
      }
      return shares;
    }();
    const auto cursor = rows_->scan(lengths_key(0), lengths_key(~0U));
    std::size_t at = 0;
    while (at < scores.size()) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return unreadable();
      for (const char byte : cursor->value()) {
        if (at == scores.size()) break;
        scores[at++] *= kShares[static_cast<unsigned char>(byte)];
      }
    }
    return {};
  }

  Result<void> look_at(std::uint32_t number) {
    RECOURSE_TRY_ASSIGN(const auto bytes, rows_->get(document_key(number)));
    if (!bytes) return unreadable();
    RECOURSE_TRY_ASSIGN(const auto head, decode_document(*bytes, false));
    if (!passes(head)) return {};
    RECOURSE_TRY_ASSIGN(auto document, decode_document(*bytes));
    take(std::move(document));
    return {};
  }

  bool passes(const Document& document) const {
    if (document.stream == query_->leave_out) return false;
    return !query_->before || document.reported_at < *query_->before;
  }

  void take(Document document) {
    const auto length = narratives::length_of(document.counts);
    candidates_.push_back({std::move(document), length, 0});
  }

  void order() {
    std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
      if (a.score != b.score) return a.score > b.score;
      return a.document.stream < b.document.stream;
    });
    if (candidates_.size() > kCandidates) candidates_.resize(kCandidates);
  }

  /// Adds terms that several of the closest have in common.
  Result<void> learn(const Rarities& rarities) {
    std::map<TermId, std::pair<std::uint32_t, double>> shared;
    for (std::size_t i = 0; i < std::min(kTeachers, candidates_.size()); ++i) {
      const auto& one = candidates_[i];
      for (const auto& count : one.document.counts) {
        auto& [teachers, sum] = shared[count.term];
        ++teachers;
        sum += one.score * count.times / one.length;
      }
    }
    Weights taught;
    for (const auto& [term, of] : shared) {
      if (of.first < 2) continue;
      RECOURSE_TRY_ASSIGN(const auto head, head_of(*rows_, term));
      const auto rarity = rarities.of(term, head);
      taught.emplace_back(term, of.second * rarity * rarity);
    }
    const auto kept = std::min(kTaught, taught.size());
    std::partial_sort(taught.begin(), taught.begin() + static_cast<std::ptrdiff_t>(kept),
                      taught.end(), [](const auto& a, const auto& b) {
                        return a.second != b.second ? a.second > b.second : a.first < b.first;
                      });
    taught.resize(kept);
    const auto length = length_of(taught);
    std::map<TermId, double> grown{weights_.begin(), weights_.end()};
    for (const auto& [term, weight] : taught) grown[term] += kTaughtWeight * weight / length;
    weights_.assign(grown.begin(), grown.end());
    return {};
  }

  double prior(const Candidate& one) const {
    const auto& d = one.document;
    const bool matter = !query_->matter.empty() && query_->matter == d.matter;
    const bool reason = !query_->reason.empty() && query_->reason == d.reason;
    return (matter ? kSameMatter : 1) * (reason ? kSameReason : 1);
  }

  std::vector<CloseNarrative> narratives() const {
    std::vector<CloseNarrative> close;
    for (const auto& one : candidates_) {
      if (close.size() == query_->most || one.score <= 0) break;
      const auto& d = one.document;
      close.push_back(
          {d.stream, one.score, overlap_of(counts_, d.counts), d.matter, d.reason, d.reported_at});
    }
    return close;
  }

  const TableSnapshot* rows_;
  const ClosenessQuery* query_;
  Counts counts_;
  Census census_;
  Weights weights_;
  std::vector<Candidate> candidates_;
};

}  // namespace

Result<std::vector<std::string>> NarrativesView::with_all(const TableSnapshot& rows,
                                                          const trust::Keyring& ring,
                                                          std::string_view words,
                                                          const Wanted& wanted, std::size_t most) {
  const auto counts = counts_of(words, key_of(ring));
  if (counts.empty()) {
    return Error{Errc::invalid_argument,
                 "the text to be found has no word: two Chinese characters side by side, or a "
                 "word of letters or digits"};
  }
  RECOURSE_TRY_ASSIGN(const auto census, census_of(rows));
  RECOURSE_TRY_ASSIGN(auto recent, recent_of(rows, census));
  RECOURSE_TRY_ASSIGN(const auto terms, weighed_terms(rows, counts, Rarities{census, recent}));
  RECOURSE_TRY_ASSIGN(const auto found, posted_with_all(rows, terms));
  Hits hits{wanted, most};
  for (const auto number : found) {
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(document_key(number)));
    if (!bytes) return unreadable();
    RECOURSE_TRY_ASSIGN(auto document, decode_document(*bytes, false));
    RECOURSE_TRY(hits.add(std::move(document.stream)));
  }
  for (auto& document : recent) {
    const bool all = std::all_of(counts.begin(), counts.end(), [&](const Count& one) {
      return holds(document.counts, one.term);
    });
    if (all) RECOURSE_TRY(hits.add(std::move(document.stream)));
  }
  return std::move(hits).streams();
}

Result<std::vector<CloseNarrative>> NarrativesView::closest(const TableSnapshot& rows,
                                                            const trust::Keyring& ring,
                                                            const ClosenessQuery& query) {
  if (query.most < 1 || query.most > limits::kListPageMax) {
    return Error{Errc::invalid_argument, "1 to " + std::to_string(limits::kListPageMax) +
                                             " similar cases can be asked for, not " +
                                             std::to_string(query.most)};
  }
  auto counts = counts_of(query.text, key_of(ring));
  if (counts.empty()) return std::vector<CloseNarrative>{};
  return Closest{rows, query, std::move(counts)}.answer();
}

}  // namespace recourse::casework::complaint
