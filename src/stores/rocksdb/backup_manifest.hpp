// A manifest: what proves one segment of a backup, and the manifest before it, as lines of text.
//
//     recourse backup          the title, and the form of what follows
//     format 1
//     number 2                 and so on: docs/format/backup.md has every line
//     check 5f0c…              XXH3-128 of all lines above
//
// There is one text for one manifest: whatever does not encode to the same bytes again is damaged.
#pragma once

#include <recourse/stores/backup.hpp>

namespace recourse::stores::rocks {

/// XXH3-128 of bytes that come in parts. Not thread-safe.
class Hash128 {
 public:
  Hash128();
  ~Hash128();
  Hash128(const Hash128&) = delete;
  Hash128& operator=(const Hash128&) = delete;
  void add(std::string_view bytes);
  /// 32 hexadecimal digits.
  std::string digits() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// XXH3-128 as 32 hexadecimal digits.
std::string hash128(std::string_view bytes);

struct Manifest {
  BackupInfo info;
  FingerprintKey fingerprint_key;  ///< Of the log.
  std::string segment_hash;        ///< Of the segment's file.
  std::string end_hash;            ///< Of the canonical bytes of the record at info.last.
  std::string previous_hash;       ///< Of the manifest before it; kNoHash in the first.
};

inline constexpr std::string_view kNoHash = "00000000000000000000000000000000";

std::string encode_manifest(const Manifest& manifest);

/// Errors: corruption; format_too_new, if it is whole and of a later form.
Result<Manifest> decode_manifest(std::string_view text);

}  // namespace recourse::stores::rocks
