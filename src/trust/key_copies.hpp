// KeyCopies: the folders to which a ring of keys was copied, so that what is erased goes from them
// too.
//
// A copy that cannot be reached (a disk that is not mounted) is kept in mind, in the ring's own
// folder, and tried again whenever the ring is opened or somebody is erased.
//
// Thread-safety: none; the ring locks. Ownership: borrows the ring's files.
#pragma once

#include <recourse/trust/keyring.hpp>
#include <vector>

namespace recourse::trust {

/// Where a key lies in the file of slots, and how much of it is there.
struct SlotPlace {
  KeyId id;
  std::uint64_t at = 0;
};

class KeyCopies {
 public:
  /// Reads what is known. Errors: those of KeyFiles::read; corruption.
  Result<void> open(KeyFiles& files);

  /// Copies `ring` and the slots into a folder, whole or not at all, and remembers it from before
  /// the first byte is there. Errors: invalid_argument (not an absolute path, or one with a line
  /// end), store_locked (somebody has a ring open there, say this one), io_error.
  Result<void> make(const std::filesystem::path& folder, std::string_view ring);
  /// Overwrites keys in every copy. Those that cannot be reached are remembered, durably.
  /// Errors: those of KeyFiles::replace.
  Result<void> destroy(std::vector<SlotPlace> slots, std::size_t slot_bytes);

  const std::vector<std::filesystem::path>& folders() const { return folders_; }
  /// Copies in which keys lie that are to be destroyed.
  std::vector<std::filesystem::path> unreached() const;

 private:
  struct Owed {
    std::filesystem::path folder;
    SlotPlace slot;
  };
  Result<void> keep() const;

  KeyFiles* files_ = nullptr;
  std::vector<std::filesystem::path> folders_;
  std::vector<Owed> owed_;
};

}  // namespace recourse::trust
