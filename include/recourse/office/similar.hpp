// Similar cases: the closest earlier cases to a text, and the reply that worked there (R20, R22,
// R45).
//
//     auto seen = similar_cases(*office, {.text = "孩子户口迁不进学区", .matter = "hukou"}, viewer);
//     for (const auto& one : std::get<0>(*seen).cases) show(one.number, one.outcome, one.wording);
//
// Meant for intake: who stands at the window learns how such a matter ended before, how it was
// rated, and which standard reply was given, in the wording for citizens. It is a query of its own;
// open_case answers with earlier cases of the same *person*.
//
// Closeness is that of the view `narratives` (casework/complaint/views/narratives_view.hpp):
// cosines over pairs of characters and words, with a second look that learns from the closest, and
// a push for the same matter and reason. A near duplicate is a narrative that shares kNearDuplicate
// of its terms or more: docs/similar.md says how precise that was.
//
// Who may ask is as of earlier cases: staff who register, answer or supervise, of whatever station.
// They learn that there is such a case and what is open of it; never its text. Cases from which the
// viewer is barred are left out, and confidential ones whose reporter is not his to know. Of a case
// whose text he may not read he gets no measure, and it must share kOverlapUnread of its terms with
// the question: words that are tried one by one find nothing.
//
// Cost: docs/similar.md. Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// Terms that two narratives share, of all that either has, from which on they are near duplicates.
inline constexpr double kNearDuplicate = 0.8;
/// Terms that a case whose text the viewer may not read shares with the question, at least.
inline constexpr double kOverlapUnread = 0.2;

/// Which cases are wanted.
struct SimilarQuery {
  std::string text = {};    ///< What was reported; or else:
  std::string number = {};  ///< A case whose report it is; answers were reported earlier.
  std::string matter = {};  ///< Code; empty: that of the case, or none.
  std::string reason = {};  ///< Likewise.
  std::size_t most = 5;     ///< From 1 to 100.
};

/// A case that is like the one asked about, with what came of it.
struct SimilarCase {
  std::string number{};
  std::optional<double> score{};    ///< None: its text is not the viewer's to read.
  std::optional<double> overlap{};  ///< Likewise.
  bool near_duplicate = false;
  std::string station{};
  std::string matter{};
  std::string reason{};
  casework::complaint::Phase phase{};
  Timestamp reported_at{};
  std::optional<Timestamp> closed_at{};
  std::optional<std::uint32_t> working_days{};
  std::optional<casework::complaint::Outcome> outcome{};
  std::optional<casework::complaint::Grade> rating{};
  std::string standard_reply{};
  std::uint32_t standard_reply_version = 0;
  std::string wording{};
  friend bool operator==(const SimilarCase&, const SimilarCase&) = default;
};
BOOST_DESCRIBE_STRUCT(SimilarCase, (),
                      (number, score, overlap, near_duplicate, station, matter, reason, phase,
                       reported_at, closed_at, working_days, outcome, rating, standard_reply,
                       standard_reply_version, wording))
constexpr auto recourse_spec(const SimilarCase*) {
  using describe::Access;
  return describe::spec(
      "office.similar_case", 1, "A case like the one asked about, and what came of it.",
      {{"number", 1, "Its number.", Access::open},
       {"score", 1, "The higher the closer, within one answer; none: its text is not to be read.",
        Access::open},
       {"overlap", 1, "Terms that both have, of all that either has, 0 to 1; none likewise.",
        Access::open},
       {"near_duplicate", 1, "The overlap is 0.8 or more.", Access::open},
       {"station", 1, "Code of the station.", Access::open},
       {"matter", 1, "Code of its matter; may be empty.", Access::open},
       {"reason", 1, "Code of its failure reason; may be empty.", Access::open},
       {"phase", 1, "Where it is.", Access::open},
       {"reported_at", 1, "When it was reported.", Access::open},
       {"closed_at", 1, "When it ended; none while it is open.", Access::open},
       {"working_days", 1, "Whole working days that it took.", Access::open},
       {"outcome", 1, "What came of it; none while it is open.", Access::open},
       {"rating", 1, "Grade of the whole; none if unrated.", Access::open},
       {"standard_reply", 1, "Standard reply that was given last; empty: none.", Access::open},
       {"standard_reply_version", 1, "Its version; 0: the case does not say.", Access::open},
       {"wording", 1, "That version as citizens are told it.", Access::open}});
}

/// The closest first.
struct SimilarCases {
  std::vector<SimilarCase> cases{};
  Position position{};
  friend bool operator==(const SimilarCases&, const SimilarCases&) = default;
};
BOOST_DESCRIBE_STRUCT(SimilarCases, (), (cases, position))
constexpr auto recourse_spec(const SimilarCases*) {
  using describe::Access;
  return describe::spec("office.similar_cases", 1, "Cases like the one asked about.",
                        {{"cases", 1, "The closest first.", Access::open},
                         {"position", 1, "The index is true at this position.", Access::open}});
}

/// True at `at_least` or later. Refusal: not_to_be_seen (who may ask; a case that is asked about
/// and whose words the viewer may not read). Errors: invalid_argument (neither text nor number, or
/// both; `most`; nothing in the text to compare), not_found (no such case, or its narrative was
/// erased), not_sealed, keys_unavailable (its keys are not there), and as Office::cases.
Result<core::Seen<SimilarCases>> similar_cases(const Office& office, const SimilarQuery& query,
                                               const core::Viewer& viewer, Position at_least = {});

}  // namespace recourse
