#include "engine/sealing.hpp"

#include <recourse/core/fold.hpp>
#include <recourse/trust/sealing.hpp>

namespace recourse::engine {
namespace {

/// The ring notes how far it was held against the log no more often than this.
constexpr std::uint64_t kNoteEvery = 10'000;

/// Of a sealed log whose keys are not here: what is sealed stays so, and nothing personal goes in.
class Keyless final : public core::Sealer {
 public:
  Result<void> seal(void* event, const describe::TypeInfo& type, const core::SealPlace& place,
                    core::SubjectKeys&) override {
    auto checked = check_impersonal(event, type);
    if (!checked) return checked.error().within("stream " + std::string{place.stream});
    return checked;
  }
  Result<void> open(void*, const describe::TypeInfo&, const core::SealPlace&) const override {
    return {};
  }
  /// Whether it is a repetition nobody can tell.
  Result<void> digest(void* command, const describe::TypeInfo& type,
                      const core::SubjectKeys&) const override {
    return check_impersonal(command, type);
  }
  Result<bool> is_destroyed(const KeyId&) const override { return false; }
  std::uint64_t destructions() const noexcept override { return 0; }

 private:
  static Result<void> check_impersonal(void* value, const describe::TypeInfo& type) {
    return describe::for_each_sealed(
        value, type, [&](const describe::SealedField& field) -> Result<void> {
          if (!field.is_clear()) return {};
          return Error{Errc::keys_unavailable,
                       std::string{type.type} + " holds personal data (" + std::string{field.path} +
                           "), and this log seals it; open it with its keys"};
        });
  }
};

core::Sealer& keyless() {
  static Keyless one;
  return one;
}

}  // namespace

Result<std::unique_ptr<Sealing>> Sealing::open(const EngineOptions& options,
                                               core::EventStore& store) {
  std::unique_ptr<Sealing> made{new Sealing{store}};
  RECOURSE_TRY_ASSIGN(const auto begun, store.version_of(trust::sealing_stream()));
  if (options.sealing) {
    RECOURSE_TRY_ASSIGN(const auto head, store.head());
    if (begun.value == 0 && head.value != 0) {
      return Error{Errc::invalid_argument,
                   "this log was begun without keys, so that the personal data in its " +
                       std::to_string(head.value) +
                       " records lies in clear form: open it without keys, or begin a new log "
                       "with them"};
    }
    RECOURSE_TRY(made->open_ring(options));
    made->to_begin_ = begun.value == 0 && store.capabilities().takes_appends;
  } else if (begun.value != 0) {
    made->sealer_ = &keyless();
  }
  return made;
}

Result<void> Sealing::open_ring(const EngineOptions& options) {
  const auto& given = *options.sealing;
  auto folder = given.keys;
  if (folder.empty() && !given.files) {
    if (options.directory.empty()) {
      return Error{Errc::invalid_argument, "say where the keys lie: this store has no directory"};
    }
    folder = options.directory / "keys";
  }
  const bool writes = store_->capabilities().takes_appends;
  RECOURSE_TRY_ASSIGN(keyring_, trust::Keyring::open({.folder = std::move(folder),
                                                      .log = store_->identity().id,
                                                      .master = given.master,
                                                      .create = writes,
                                                      .read_only = !writes,
                                                      .pool = given.pool,
                                                      .files = given.files}));
  sealer_ = keyring_.get();
  return reconcile();
}

Result<void> Sealing::reconcile() {
  const auto from = keyring_->reconciled();
  RECOURSE_TRY_ASSIGN(const auto head, store_->head());
  if (from >= head) return {};
  RECOURSE_TRY_ASSIGN(
      const auto cursor,
      store_->read_all({.from = from.next(),
                        .to = head,
                        .stream_kind = std::string{trust::SealingDecider::kKind},
                        .types = {std::string{describe::spec_of<trust::Erased>.type}}}));
  std::vector<KeyId> erased;
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY_ASSIGN(const auto event,
                        core::Fold<trust::SealingDecider>::event_of(cursor->record()));
    const auto& keys = std::get<trust::Erased>(event).keys;
    erased.insert(erased.end(), keys.begin(), keys.end());
  }
  if (!store_->capabilities().takes_appends) {
    keyring_->disregard(erased);
    return {};
  }
  if (!erased.empty()) RECOURSE_TRY(keyring_->destroy(erased));
  if (erased.empty() && head.value - from.value < kNoteEvery) return {};
  return keyring_->set_reconciled(head);
}

}  // namespace recourse::engine
