// NarrativesView: a full-text index of what people reported, by keyed hashes of its terms alone
// (R26, R20). Only in a log that is sealed, and with its keys.
//
//     views.add([ring] { return std::make_unique<NarrativesView>(ring); });
//     auto hits = NarrativesView::with_all(*rows, *ring, "户口 迁入").value();   // may hold them
//     auto near = NarrativesView::closest(*rows, *ring, {.text = "…"}).value();
//
// Terms are those of casework/common/terms.hpp. A term is stored as 32 bits of its SipHash under a
// key that the ring makes, never as text. One in some thousands of terms shares its hash with
// another, and pairs of characters may stand apart: a hit *may* hold the words, and who must be
// sure opens the text. What stays to be learnt from the rows without a key: how many terms two
// narratives share, and how frequent a term is.
//
//     'd' be32 document       →  its stream, report, matter, reason, and its terms with counts
//     's' stream              →  be32 document
//     'm'                     →  how many there are (Census)
//     'g' be32 term           →  in how many documents it is, and the last of those postings
//     'p' be32 term be32 r    →  postings of the documents from r·2^14 on (delta, varint)
//     'n' be32 block          →  lengths of 512 documents' vectors, a byte each
//
// Every report with a narrative has a number, also one that no key opens any more. The newest 511
// numbers at most have no postings yet; a search reads those documents one by one. Who is erased
// takes his narrative along: document, stream, postings and length go, and the rows are those that
// a rebuild makes, which never saw the text. Costs, measured by
// benchmarks/office/bench_similar.cpp, are in docs/similar.md.
//
// Thread-safety: as Projection; the static members from any thread.
#pragma once

#include <functional>
#include <recourse/base/limits.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/projection.hpp>
#include <recourse/trust/keyring.hpp>

namespace recourse::casework::complaint {

/// A narrative of which a text is close.
struct CloseNarrative {
  std::string stream{};
  double score = 0;    ///< From 0, the higher the closer; compares within one answer.
  double overlap = 0;  ///< Terms that both have, of all that either has (Jaccard); 0 to 1.
  std::string matter{};
  std::string reason{};
  Timestamp reported_at{};
};

/// What is to be close.
struct ClosenessQuery {
  std::string text = {};
  std::string matter = {};     ///< Cases of the same matter come nearer; empty: no matter.
  std::string reason = {};     ///< Likewise.
  std::string leave_out = {};  ///< This stream is none of the answers.
  std::optional<Timestamp> before = {};  ///< Reported earlier than that; nothing: whenever.
  std::size_t most = 5;                  ///< From 1 to limits::kListPageMax.
  /// The weights are plain: no second look at the closest. For comparing.
  bool plain = false;
};

class NarrativesView final : public core::Projection {
 public:
  static constexpr std::string_view kName = "narratives";
  static constexpr std::uint32_t kVersion = 1;
  /// 2: a report whose narrative does not open has a number too.
  static constexpr std::uint32_t kFoldVersion = 2;
  /// Documents whose postings are written together.
  static constexpr std::uint32_t kBlock = 512;

  /// Documents that a question for the closest looks at whole, of those with postings.
  static constexpr std::size_t kCandidates = 300;
  /// Whether a stream is to be among the answers.
  using Wanted = std::function<Result<bool>(const std::string& stream)>;

  explicit NarrativesView(std::shared_ptr<const trust::Keyring> ring);

  core::ProjectionSpec spec() const override;
  core::Label label() const override { return {"Words and similar cases", "全文检索与类似诉求"}; }
  Result<void> apply(const core::RecordView& record, core::TableWriter& rows) override;

  /// Streams of the narratives that hold all terms of the words and are wanted, in the order of
  /// their reports; without `wanted` all are. Errors: invalid_argument (no term in it),
  /// limit_exceeded (more than `most` of them), corruption, those of the table and of `wanted`.
  static Result<std::vector<std::string>> with_all(const core::TableSnapshot& rows,
                                                   const trust::Keyring& ring,
                                                   std::string_view words,
                                                   const Wanted& wanted = {},
                                                   std::size_t most = limits::kTextHitsMax);
  /// The closest first; kCandidates at most. Empty if the text has no term. Errors:
  /// invalid_argument (`most`), corruption, and those of the table.
  static Result<std::vector<CloseNarrative>> closest(const core::TableSnapshot& rows,
                                                     const trust::Keyring& ring,
                                                     const ClosenessQuery& query);

 private:
  std::shared_ptr<const trust::Keyring> ring_;
  FingerprintKey key_;
};

}  // namespace recourse::casework::complaint
