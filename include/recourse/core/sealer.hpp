// Sealer: where personal data becomes ciphertext on its way into the log, and clear again on its
// way out of it.
//
//     core::Workflow<Locker> lockers{store, Locker{}, {.sealer = &keyring}};
//
// Without a sealer Sealed fields are stored in clear form. With one, every event is sealed between
// decide and encode, and opened between decode and evolve where a workflow reads its streams to
// decide, or to answer somebody who asks: deciders see what was written, and what is gone as a
// Sealed that is not clear. Whatever reads the log by itself (views, reactions, subscribers,
// exports, backups) sees ciphertext, and so holds none of it in clear.
//
// One person's data in one stream is under one key. The key is named in each Sealed, and so by the
// stream's own records: `SubjectKeys` is what they name, folded. Erasing a person destroys the key;
// what it sealed stays in the log, is proved as ever, and opens nowhere any more.
//
// Ciphertext is bound to its place: stream, version, type and field (SealPlace). Bytes that were
// moved to another place do not open.
//
// Thread-safety: all members may be called from any thread.
#pragma once

#include <recourse/base/ids.hpp>
#include <recourse/describe/sealing.hpp>
#include <string_view>
#include <vector>

namespace recourse::core {

/// The key of one person's data in one stream.
struct SubjectKey {
  describe::Subject subject;
  KeyId id;
  friend bool operator==(const SubjectKey&, const SubjectKey&) = default;
};

/// The keys that the records of one stream name, those of one person in the order in which they
/// were begun: the last one seals, unless it is destroyed.
using SubjectKeys = std::vector<SubjectKey>;

/// Where an event stands in the log: no two have the same place.
struct SealPlace {
  std::string_view stream;
  Version version;
  std::string_view type;
};

class Sealer {
 public:
  virtual ~Sealer() = default;

  /// Seals what is clear in an event. A person without a usable key among `keys` gets a new one,
  /// which is added to them. Errors: keys_unavailable (a key cannot be made, or the master key is
  /// not there); `event` is of no use then.
  virtual Result<void> seal(void* event, const describe::TypeInfo& type, const SealPlace& place,
                            SubjectKeys& keys) = 0;
  /// Opens what is sealed in an event; what was erased stays sealed. Errors: corruption (the
  /// key is there, and the bytes are not what was sealed at this place).
  virtual Result<void> open(void* event, const describe::TypeInfo& type,
                            const SealPlace& place) const = 0;
  /// Puts keyed digests in the place of what is clear in a command: what tells a repetition from
  /// another command, and nothing without the person's key. Of a person without a usable key
  /// nothing remains.
  virtual Result<void> digest(void* command, const describe::TypeInfo& type,
                              const SubjectKeys& keys) const = 0;
  /// Whether the key opens nothing any more.
  virtual Result<bool> is_destroyed(const KeyId& key) const = 0;
  /// Rises each time that keys are destroyed by this process.
  virtual std::uint64_t destructions() const noexcept = 0;
};

/// Adds the keys that a record's event names. Of an event without personal data nothing.
void note_keys(const void* event, const describe::TypeInfo& type, SubjectKeys& keys);

}  // namespace recourse::core
