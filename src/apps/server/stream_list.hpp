// The streams of a workflow, page by page, all pages true at one position.
//
//     auto page = list_streams(office, port, {.page_size = 50}, viewer).value();
//     page.streams[0].stream      → case/31010101-20230601-001
//     list_streams(office, port, {.page_size = 50, .after = page.next}, viewer)   // as of then
//
// A stream that the viewer may see nothing of is left out, as if it were not there; of the others a
// Visibility says what may be shown. `next` is sealed, and always of one length: it tells nothing
// of what was left out. Nothing is recorded.
//
// Names come from the workflow's view of its streams, in their order; where there is no view, from
// the log, in the order in which the streams began. What a page costs is bounded: behind
// kStreamsLookedAtMost streams, or kPositionsLookedAtMost positions of the log, it ends, be it
// short or empty, and `next` says that there may be more.
//
// Free function over an office; thread-safety: as the office.
#pragma once

#include <recourse/core/look.hpp>
#include <recourse/office.hpp>

namespace recourse::server {

inline constexpr std::size_t kStreamsLookedAtMost = 1000;
inline constexpr std::uint64_t kPositionsLookedAtMost = 100'000;

struct StreamQuery {
  std::uint64_t page_size = 100;  ///< From 1.
  std::string after = {};         ///< A page's `next`; empty: from the beginning, as of now.
};

struct ListedStream {
  StreamId stream;
  core::AnyState now;  ///< As of the page's position.
  core::Visibility visibility;
  Timestamp changed_at;  ///< When its last event was recorded.
};

struct StreamPage {
  Position position;
  std::vector<ListedStream> streams;
  std::string next;  ///< Empty: there are no more.
};

/// Errors: invalid_argument (`after` comes from no page of this list), those of Engine::rows and of
/// reading the log.
Result<StreamPage> list_streams(const Office& office, const core::WorkflowPort& port,
                                const StreamQuery& query, const core::Viewer& viewer);

}  // namespace recourse::server
