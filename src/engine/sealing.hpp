// Sealing of one engine: its ring of keys, what the log says of erased ones, and erasing.
//
// Invariants: a log is sealed from its first record on, or not at all; one that is sealed takes no
// personal data without its keys. Keys that the log calls erased are destroyed before anything is
// opened. Thread-safety: `open` first, from one thread; then all members from any thread.
// Ownership: borrows the store, which must outlive it; shares the ring.
#pragma once

#include <recourse/core/event_store.hpp>
#include <recourse/engine.hpp>
#include <recourse/trust/keyring.hpp>

namespace recourse::engine {

class Sealing {
 public:
  /// Errors: those of Keyring::open; invalid_argument (keys for a log that was begun without, or
  /// none for where they would lie), and those of the store.
  static Result<std::unique_ptr<Sealing>> open(const EngineOptions& options,
                                               core::EventStore& store);

  /// What seals and opens; null: this log is not sealed. Without its keys a sealed log has one that
  /// opens nothing and refuses to seal.
  core::Sealer* sealer() const noexcept { return sealer_; }
  /// Null: there are no keys.
  const std::shared_ptr<trust::Keyring>& keyring() const noexcept { return keyring_; }
  /// The log is new: that it is sealed is its first event.
  bool is_to_begin() const noexcept { return to_begin_; }

 private:
  explicit Sealing(core::EventStore& store) : store_(&store) {}
  Result<void> open_ring(const EngineOptions& options);
  /// Destroys what the log has erased since the ring was held against it last.
  Result<void> reconcile();

  core::EventStore* store_;
  std::shared_ptr<trust::Keyring> keyring_;
  core::Sealer* sealer_ = nullptr;
  bool to_begin_ = false;
};

}  // namespace recourse::engine
