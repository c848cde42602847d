// Sealing of one engine: its ring of keys, what the log says of erased ones, and erasing.
//
// Invariants: a log is sealed from its first record on, or not at all; one that is sealed takes no
// personal data without its keys. What the log calls erased does not open, whatever the ring holds:
// its keys are destroyed when the log is opened, as far as it was not held against the ring before,
// and before anything of a stream is opened those that were erased in it. Thread-safety: `open`
// first, from one thread; then all members from any thread. Ownership: borrows the store, which
// must outlive it; shares the ring.
#pragma once

#include <recourse/core/event_store.hpp>
#include <recourse/engine.hpp>
#include <recourse/trust/keyring.hpp>

namespace recourse::engine {

class Sealing {
 public:
  /// Errors: those of Keyring::open; invalid_argument (keys for a log that was begun without, or
  /// none for where they would lie), and those of the store.
  ~Sealing();
  static Result<std::unique_ptr<Sealing>> open(const EngineOptions& options,
                                               core::EventStore& store);

  /// What seals and opens; null: this log is not sealed. Without its keys a sealed log has one that
  /// opens nothing and refuses to seal.
  core::Sealer* sealer() const noexcept { return sealer_; }
  /// Null: there are no keys.
  const std::shared_ptr<trust::Keyring>& keyring() const noexcept { return keyring_; }
  /// The log is new: that it is sealed is its first event.
  bool is_to_begin() const noexcept { return to_begin_; }
  /// Records it. `ledger`: the workflow of trust/sealing.hpp, here and below.
  Result<void> begin(const detail::HostedWorkflow& ledger, Timestamp now) const;

  /// not_sealed, or keys_unavailable, where there are none.
  Result<void> check_keys() const;
  /// As Engine::erase and Engine::prove_erasure. Requires: there are keys; `workflow` is that of
  /// the stream.
  Result<core::Outcome> erase(const detail::HostedWorkflow& workflow,
                              const detail::HostedWorkflow& ledger, const ErasureRequest& request,
                              const core::Context& asked) const;
  Result<ErasureProof> prove(const detail::HostedWorkflow& workflow,
                             const detail::HostedWorkflow& ledger, const StreamId& stream) const;

 private:
  explicit Sealing(core::EventStore& store);
  /// Without `create` to be read alone.
  Result<void> open_ring(const EngineOptions& options, bool create);
  /// Of a log that does not say that it is sealed, in words: whether there are keys for it.
  std::string found_all_the_same(const EngineOptions& options, Position head);
  /// Destroys what the log has erased since the ring was held against it last.
  Result<void> reconcile();
  /// Rows of all views that hold ciphertext under one of the keys.
  Result<std::uint64_t> count_rows(std::span<const KeyId> keys) const;

  core::EventStore* store_;
  std::shared_ptr<trust::Keyring> keyring_;
  std::unique_ptr<core::Sealer> guard_;  // of the ring
  core::Sealer* sealer_ = nullptr;
  bool to_begin_ = false;
};

}  // namespace recourse::engine
