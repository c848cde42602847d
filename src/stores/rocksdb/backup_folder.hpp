// The folder of a backup: which of its files count, and the chain that its manifests form.
//
//     segment-000001.sst  segment-000001.manifest     written in this order, each under the
//     segment-000002.sst  segment-000002.manifest     name + ".new" first
//     lock                                            held (flock) by the one who creates
//
// What an interrupted create leaves is told from damage: it is ".new", or the file of the segment
// that comes next, still without its manifest.
#pragma once

#include "stores/rocksdb/backup_manifest.hpp"

namespace recourse::stores::rocks {

inline constexpr std::string_view kSegmentSuffix = ".sst";
inline constexpr std::string_view kManifestSuffix = ".manifest";

/// "segment-000007.sst".
std::string segment_name(std::uint64_t number, std::string_view suffix);

/// One manifest of the chain, or the lack of it.
struct Link {
  std::uint64_t number = 0;
  std::optional<Manifest> manifest;     ///< Nothing if it cannot be read.
  std::vector<BackupFinding> findings;  ///< About it, its place in the chain, and its file's size.
  Errc code = Errc::corruption;         ///< Of the error that the findings are, if there are any.
};

struct Chain {
  std::vector<Link> links;  ///< Numbers 1, 2, … up to the highest manifest.
  std::vector<std::string> notes;
  std::vector<std::string> leftovers;  ///< Names of what an interrupted create left.
  std::string last_hash{kNoHash};      ///< Of the last manifest's text.

  /// The last segment; nothing if there is none. Requires: no findings.
  const Manifest* last() const { return links.empty() ? nullptr : &*links.back().manifest; }
  /// The first finding as an error; success if there is none.
  Result<void> sound() const;
};

/// Reads all manifests and looks at the files' names and sizes. A folder that is missing or holds
/// nothing has an empty chain. Errors: not_a_store (other things and no manifest), io_error.
Result<Chain> read_chain(const std::filesystem::path& folder);

/// The same, for one who needs a backup: not_found if there is none.
Result<Chain> read_existing_chain(const std::filesystem::path& folder);

}  // namespace recourse::stores::rocks
