#include "stores/rocksdb/backup_folder.hpp"

#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

namespace recourse::stores::rocks {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "segment-";
constexpr std::string_view kUnusable =
    "Take another backup of this folder if there is one; else back up the log into a new folder. "
    "A restore up to the segment before it is possible with --up-to-position.";

/// What lies in a folder, by name.
struct Contents {
  std::set<std::uint64_t> manifests;
  std::set<std::uint64_t> segments;
  std::vector<std::string> unfinished;
  std::vector<std::string> foreign;
};

/// The number in a name that segment_name() gives; 0 for any other name.
std::uint64_t number_in(std::string_view name, std::string_view suffix) {
  if (!name.starts_with(kPrefix) || !name.ends_with(suffix)) return 0;
  std::uint64_t number = 0;
  std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), number);
  return segment_name(number, suffix) == name ? number : 0;
}

void sort_in(Contents& contents, std::string_view name) {
  constexpr std::string_view kNew = ".new";
  auto finished = name;
  if (name.ends_with(kNew)) finished.remove_suffix(kNew.size());
  const auto manifest = number_in(finished, kManifestSuffix);
  const auto segment = number_in(finished, kSegmentSuffix);
  if (manifest == 0 && segment == 0) {
    // The drill's record is of whoever drills (docs/format/backup.md).
    if (name != "lock" && name != "drill.json") contents.foreign.emplace_back(name);
  } else if (finished != name) {
    contents.unfinished.emplace_back(name);
  } else {
    (manifest != 0 ? contents.manifests : contents.segments).insert(manifest + segment);
  }
}

Result<Contents> look_into(const fs::path& folder) {
  Contents contents;
  std::error_code failed;
  const auto status = fs::status(folder, failed);
  if (status.type() == fs::file_type::not_found) return contents;
  if (!failed && status.type() != fs::file_type::directory) {
    return Error{Errc::not_a_store, folder.string() + " is not a directory"};
  }
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    sort_in(contents, entry.path().filename().string());
  }
  if (failed) {
    return Error{Errc::io_error, "reading " + folder.string() + ": " + failed.message()};
  }
  if (contents.manifests.empty() && !contents.foreign.empty()) {
    return Error{Errc::not_a_store, folder.string() + " holds '" + contents.foreign.front() +
                                        "' but no backup; it is left as it is"};
  }
  return contents;
}

std::optional<std::string> read_text(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return std::nullopt;
  return std::move(text).str();
}

/// Builds the links one after the other.
class ChainReader {
 public:
  explicit ChainReader(const fs::path& folder) : folder_(folder) {}

  void read(std::uint64_t number) {
    link_ = Link{number, {}, {}};
    const auto name = segment_name(number, kManifestSuffix);
    const auto text = read_text(folder_ / name);
    if (!text) {
      finding(name, "it is missing or cannot be read", kUnusable);
    } else {
      read_manifest(name, *text);
    }
    // Behind a manifest that cannot be read nothing is known about the link to it.
    previous_hash_ = link_.manifest ? hash128(*text) : std::string{};
    previous_ = link_.manifest;
    chain.links.push_back(std::move(link_));
  }

  Chain chain;
  std::string last_hash() const { return previous_hash_; }

 private:
  void finding(std::string file, std::string what, std::string_view cure) {
    link_.findings.push_back({std::move(file), std::move(what), std::string{cure}});
  }

  void read_manifest(const std::string& name, std::string_view text) {
    auto manifest = decode_manifest(text);
    if (!manifest) {
      link_.code = manifest.error().code();
      return finding(name, manifest.error().message(),
                     link_.code == Errc::format_too_new || link_.code == Errc::format_too_old
                         ? info(link_.code).cure
                         : kUnusable);
    }
    link_.manifest = std::move(*manifest);
    check_place(name, link_.manifest->info);
    check_segment(link_.manifest->info);
  }

  void check_place(const std::string& name, const BackupInfo& info) {
    if (info.number != link_.number) {
      return finding(name, "it is the manifest of segment " + std::to_string(info.number),
                     kUnusable);
    }
    if (!previous_hash_.empty() && link_.manifest->previous_hash != previous_hash_) {
      finding(name, "it does not belong to the manifest before it", kUnusable);
    }
    if (!previous_) return;
    const auto& before = previous_->info;
    const bool same_key = link_.manifest->fingerprint_key == previous_->fingerprint_key;
    if (info.identity != before.identity || !same_key)
      finding(name, "it is another log's", kUnusable);
    if (info.first != before.last.next() || info.recorded_at < before.recorded_at) {
      finding(name, "it does not go on where the segment before it ends", kUnusable);
    }
  }

  void check_segment(const BackupInfo& info) {
    const auto name = segment_name(info.number, kSegmentSuffix);
    std::error_code failed;
    const auto size = fs::file_size(folder_ / name, failed);
    if (failed) return finding(name, "it is missing: " + failed.message(), kUnusable);
    if (size == info.bytes) return;
    finding(name,
            "it has " + std::to_string(size) + " bytes, its manifest says " +
                std::to_string(info.bytes),
            kUnusable);
  }

  const fs::path& folder_;
  Link link_;
  std::optional<Manifest> previous_;
  std::string previous_hash_{kNoHash};
};

/// Segments without a manifest: the next one is what an interrupted create left, any other is
/// damage.
void judge_bare_segments(const Contents& contents, Chain& chain) {
  const auto next = chain.links.size() + 1;
  for (const auto number : contents.segments) {
    if (number < next) continue;
    const auto name = segment_name(number, kSegmentSuffix);
    if (number == next) {
      chain.leftovers.push_back(name);
      continue;
    }
    Link link{number, {}, {}};
    link.findings.push_back({segment_name(number, kManifestSuffix),
                             "it is missing, and so are those before it", std::string{kUnusable}});
    chain.links.push_back(std::move(link));
    return;
  }
}

}  // namespace

std::string segment_name(std::uint64_t number, std::string_view suffix) {
  constexpr std::size_t kDigits = 6;
  auto digits = std::to_string(number);
  digits.insert(0, kDigits - std::min(kDigits, digits.size()), '0');
  return std::string{kPrefix}.append(digits).append(suffix);
}

Result<void> Chain::sound() const {
  for (const auto& link : links) {
    if (link.findings.empty()) continue;
    const auto& finding = link.findings.front();
    return Error{link.code, "the backup's " + finding.file + ": " + finding.what};
  }
  return {};
}

Result<Chain> read_chain(const fs::path& folder) {
  RECOURSE_TRY_ASSIGN(const auto contents, look_into(folder));
  ChainReader reader{folder};
  const auto last = contents.manifests.empty() ? 0 : *contents.manifests.rbegin();
  // A number that no backup reaches is not worth a finding for each one below it.
  const auto missing = last - contents.manifests.size();
  if (missing > limits::kFindingsMax) {
    return Error{Errc::corruption,
                 folder.string() + " lacks " + std::to_string(missing) + " of its manifests"};
  }
  for (std::uint64_t number = 1; number <= last; ++number) reader.read(number);
  Chain chain = std::move(reader.chain);
  chain.last_hash = reader.last_hash();
  chain.leftovers = contents.unfinished;
  judge_bare_segments(contents, chain);
  for (const auto& name : chain.leftovers) {
    chain.notes.push_back(name +
                          " is unfinished: a create is at work, was interrupted, or its "
                          "manifest was lost; it does not count, the next create replaces it");
  }
  for (const auto& name : contents.foreign) chain.notes.push_back(name + " is no part of a backup");
  return chain;
}

Result<Chain> read_existing_chain(const fs::path& folder) {
  RECOURSE_TRY_ASSIGN(auto chain, read_chain(folder));
  if (!chain.links.empty()) return chain;
  return Error{Errc::not_found, folder.string() + " holds no backup"};
}

}  // namespace recourse::stores::rocks
