// Keyring: the keys of persons' data, outside the log.
//
//     auto master = trust::read_master_key("/etc/recourse/master.key").value();
//     auto engine = Engine::open({.directory = "var/window", .sealing = {{.master = master}}});
//
//     auto keys = trust::Keyring::open({.folder = "var/window/keys", .log = store.identity().id,
//                                       .master = master}).value();          // without an engine
//
// One key for each person in each stream (core/sealer.hpp), AES-256-GCM under random nonces. A key
// lies in the folder wrapped by the ring's own key, that one by the master key, which is never in
// the folder: whoever has the log and the folder opens nothing without it. Changing the master key
// rewrites one small file.
//
// What is promised: a key that sealed anything was on disk, synced, before the append that names it
// went to the log. New keys come from a pool that is made and synced ahead, so that a command waits
// for no sync of its own but where the pool has run dry. A key that `destroy` has answered for is
// overwritten in place, synced, here and in the copies that the ring has made, and never comes back
// by itself. What somebody copied by other means and puts back, the whole folder or a part of a
// file, is held against what the log calls erased (trust/sealing.hpp), whenever an engine opens
// it and before anything of a stream is opened. On flash memory the old block may live on until
// the drive reuses it; it is wrapped.
//
// The layout is in docs/format/keyring.md. A folder belongs to one log. Of several processes one
// opens it for writing; others read beside it.
//
// Thread-safety: all members may be called from any thread.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <recourse/core/log_identity.hpp>
#include <recourse/core/sealer.hpp>
#include <span>

namespace recourse::trust {

/// 256 random bits that a deployment keeps apart from log and keys.
struct MasterKey {
  std::array<std::uint8_t, 32> bytes{};
};

/// A fresh one, from the operating system.
MasterKey random_master_key();
/// 64 hexadecimal digits; white space around them is ignored. malformed otherwise; the message
/// never shows the text.
Result<MasterKey> parse_master_key(std::string_view text);
/// The key of a file. Errors: not_found, io_error, malformed, and invalid_argument for a file that
/// others than its owner may read.
Result<MasterKey> read_master_key(const std::filesystem::path& file);
/// Makes a new key in a new file that its owner alone may read, synced. invalid_argument if there
/// is such a file; io_error.
Result<MasterKey> create_master_key(const std::filesystem::path& file);

/// Where a keyring's bytes lie: a folder, memory, or a disk of a test's own that fails.
class KeyFiles {
 public:
  virtual ~KeyFiles() = default;
  /// The whole small file of that name; not_found if there is none.
  virtual Result<std::string> read(const std::string& name) = 0;
  /// Puts a small file in the place of what was there, or nothing; synced.
  virtual Result<void> replace(const std::string& name, std::string_view bytes) = 0;
  /// Of the file of slots; 0 if there is none.
  virtual Result<std::uint64_t> size() = 0;
  /// As many of `count` bytes as there are behind `at`.
  virtual Result<std::string> read_at(std::uint64_t at, std::size_t count) = 0;
  virtual Result<void> write_at(std::uint64_t at, std::string_view bytes) = 0;
  /// What was written at is on disk.
  virtual Result<void> sync() = 0;
};

/// The files of a folder, which is made if it is not there, for its owner alone. Locked against a
/// second writer unless `read_only`. Errors: store_locked, not_found (`read_only`, and no folder),
/// io_error.
Result<std::shared_ptr<KeyFiles>> open_key_folder(const std::filesystem::path& folder,
                                                  bool read_only = false);
/// Nothing outlives the object: for tests, and for logs in memory.
std::shared_ptr<KeyFiles> memory_key_files();

struct KeyringOptions {
  std::filesystem::path folder = {};
  LogId log = {};  ///< The log whose persons they are.
  MasterKey master = {};
  bool create = true;      ///< Make a new ring if there is none; else not_found.
  bool read_only = false;  ///< Beside the process that writes: opens, and seals nothing.
  /// Keys that are made ahead, at most; from 1. Begins with few, and doubles while they are used.
  std::size_t pool = 1024;
  /// Null: those of `folder`.
  std::shared_ptr<KeyFiles> files = {};
};

struct KeyringStatus {
  std::uint64_t keys = 0;       ///< Made so far, with those that were never used.
  std::uint64_t destroyed = 0;  ///< By this process.
  std::uint64_t missing = 0;    ///< Times that a key was asked for which is neither there nor was
                                ///< destroyed here: erased elsewhere, or the folder is an old copy.
  /// Copies that could not be reached when somebody was erased: his keys lie there still. They are
  /// tried again at each erasure, and when the ring is opened.
  std::vector<std::filesystem::path> unreached = {};
  std::size_t pooled = 0;        ///< Ready to be used.
  std::uint64_t pool_waits = 0;  ///< Times that a command waited as the pool had run dry.
};

/// Whether a key can open anything.
enum class KeyState : std::uint8_t {
  usable,
  destroyed,  ///< It was there, and is overwritten.
  missing,    ///< The ring does not know it.
};

class Keyring final : public core::Sealer {
 public:
  /// Errors: not_found (no ring, and `create` is false, or `read_only`), keys_unavailable (another
  /// master key, or the ring of another log), store_locked (somebody else has it open for writing),
  /// corruption, format_too_new, invalid_argument, io_error.
  static Result<std::shared_ptr<Keyring>> open(KeyringOptions options);
  ~Keyring() override;
  Keyring(const Keyring&) = delete;
  Keyring& operator=(const Keyring&) = delete;

  Result<void> seal(void* event, const describe::TypeInfo& type, const core::SealPlace& place,
                    core::SubjectKeys& keys) override;
  Result<void> open(void* event, const describe::TypeInfo& type,
                    const core::SealPlace& place) const override;
  Result<void> digest(void* command, const describe::TypeInfo& type,
                      const core::SubjectKeys& keys) const override;
  Result<bool> is_destroyed(const KeyId& key) const override;
  std::uint64_t destructions() const noexcept override;

  Result<KeyState> state_of(const KeyId& key) const;
  /// Overwrites keys, and syncs once; those that are gone already count as done. When it has
  /// answered, they open nothing. They go from the copies that `copy_to` has made as well;
  /// status().unreached names those that were not there. Errors: io_error (some may be gone: call
  /// it again), closed (the ring is read-only).
  Result<void> destroy(std::span<const KeyId> keys);

  /// Lets keys open nothing as long as this ring is open: for who may not destroy them.
  void disregard(std::span<const KeyId> keys);

  /// What that life of the log says of erased keys was held against the ring up to this position;
  /// 0: nothing of it was.
  Position reconciled(Incarnation incarnation) const;
  /// Requires: everything up to there was. Durable. Errors: io_error; closed.
  Result<void> set_reconciled(Incarnation incarnation, Position position);

  /// Wraps the ring anew, under another master key; the old one opens nothing any more. Durable,
  /// and whole or not at all. Errors: io_error; closed.
  Result<void> rotate(const MasterKey& to);

  /// Copies the ring into a folder, for the case that this one is lost, and remembers the folder:
  /// who is erased later goes from it too. Keys that are begun later are not in it: copy again. A
  /// copy opens with the same master key. Errors: invalid_argument (not an absolute path),
  /// store_locked (a ring is open there, say this one), io_error (what is there opens nothing
  /// then), closed.
  Result<void> copy_to(const std::filesystem::path& folder);

  /// A hash of personal data that nobody without the master key can compute: for indexes whose rows
  /// go when the person's key does. 16 bytes.
  std::string blind_hash(std::string_view what) const;

  KeyringStatus status() const;
  const std::filesystem::path& folder() const noexcept;

 private:
  struct Impl;
  explicit Keyring(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace recourse::trust
