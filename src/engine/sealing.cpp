#include "engine/sealing.hpp"

#include <algorithm>
#include <mutex>
#include <recourse/core/fold.hpp>
#include <recourse/core/look.hpp>
#include <recourse/describe/mentions.hpp>
#include <recourse/trust/sealing.hpp>
#include <unordered_map>

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

/// Keys that the log says were erased in a stream, or in all of a part of it. Errors: those of the
/// store, and of reading an event.
Result<std::vector<KeyId>> erased_in(core::Cursor& cursor) {
  std::vector<KeyId> erased;
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more) return erased;
    RECOURSE_TRY_ASSIGN(const auto event,
                        core::Fold<trust::SealingDecider>::event_of(cursor.record()));
    const auto& keys = std::get<trust::Erased>(event).keys;
    erased.insert(erased.end(), keys.begin(), keys.end());
  }
}

/// Destroys keys; who may not lets them open nothing as long as the ring is open.
Result<void> take_away(trust::Keyring& ring, std::span<const KeyId> keys, bool may_destroy) {
  if (keys.empty()) return {};
  if (may_destroy) return ring.destroy(keys);
  ring.disregard(keys);
  return {};
}

/// The ring, held against the log before anything of a stream is opened: whatever was put back into
/// its files, what was erased in the stream does not open. A stream in which nothing was erased
/// costs one look at the index.
class Guard final : public core::Sealer {
 public:
  Guard(trust::Keyring& ring, const core::EventStore& store)
      : ring_(&ring), store_(&store), writes_(store.capabilities().takes_appends) {}

  Result<void> seal(void* event, const describe::TypeInfo& type, const core::SealPlace& place,
                    core::SubjectKeys& keys) override {
    return ring_->seal(event, type, place, keys);
  }
  Result<void> open(void* event, const describe::TypeInfo& type,
                    const core::SealPlace& place) const override {
    RECOURSE_TRY(hold_against_log(place.stream));
    return ring_->open(event, type, place);
  }
  Result<void> digest(void* command, const describe::TypeInfo& type,
                      const core::SubjectKeys& keys) const override {
    return ring_->digest(command, type, keys);
  }
  Result<bool> is_destroyed(const KeyId& key) const override { return ring_->is_destroyed(key); }
  std::uint64_t destructions() const noexcept override { return ring_->destructions(); }

 private:
  static constexpr std::size_t kStreamsMax = 65'536;

  Result<void> hold_against_log(std::string_view text) const {
    RECOURSE_TRY_ASSIGN(const auto stream, StreamId::parse(text));
    const auto erasures = trust::erasures_of(stream);
    RECOURSE_TRY_ASSIGN(const auto version, store_->version_of(erasures));
    if (version.value == 0) return {};
    {
      std::lock_guard guard{mutex_};
      const auto known = held_.find(erasures.text());
      if (known != held_.end() && known->second == version) return {};
    }
    RECOURSE_TRY_ASSIGN(const auto cursor, store_->read_stream(erasures));
    RECOURSE_TRY_ASSIGN(auto erased, erased_in(*cursor));
    std::vector<KeyId> usable;
    for (const auto& key : erased) {
      RECOURSE_TRY_ASSIGN(const auto state, ring_->state_of(key));
      if (state == trust::KeyState::usable) usable.push_back(key);
    }
    if (!take_away(*ring_, usable, writes_)) {
      // The disk takes no writes: they open nothing all the same, and are tried again. What lies
      // there a proof of the erasure tells.
      ring_->disregard(usable);
      return {};
    }
    std::lock_guard guard{mutex_};
    if (held_.size() >= kStreamsMax) held_.clear();  // looked at again when they are read again
    held_[erasures.text()] = version;
    return {};
  }

  trust::Keyring* ring_;
  const core::EventStore* store_;
  const bool writes_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, Version> held_;
};

/// Of a command that the engine gives because somebody asked for it; null: nobody did.
core::Context own_context(const CommandId& id, Timestamp now, const core::Context* asked) {
  core::Context own{now, {"sealing", "engine", ""}, id};
  own.standing = core::StandingOf::engine();
  if (asked != nullptr) {
    own.causation = asked->command_id;
    own.correlation = asked->chain();
  }
  return own;
}

void count(const detail::TriedField& field, const std::vector<KeyId>& erased, ErasureProof& proof) {
  if (std::ranges::find(erased, field.key) != erased.end()) {
    ++proof.fields;
    if (field.opens) ++proof.opening;
  } else if (std::ranges::find(proof.erasures, field.subject, &trust::Erasure::subject) !=
             proof.erasures.end()) {
    ++proof.later;
  }
}

core::Sealer& keyless() {
  static Keyless one;
  return one;
}

}  // namespace

Sealing::Sealing(core::EventStore& store) : store_(&store) {}
Sealing::~Sealing() = default;

Result<std::unique_ptr<Sealing>> Sealing::open(const EngineOptions& options,
                                               core::EventStore& store) {
  std::unique_ptr<Sealing> made{new Sealing{store}};
  RECOURSE_TRY_ASSIGN(const auto begun, store.version_of(trust::sealing_stream()));
  if (options.sealing) {
    RECOURSE_TRY_ASSIGN(const auto head, store.head());
    if (begun.value == 0 && head.value != 0) {
      return Error{Errc::invalid_argument,
                   "this log was begun without keys" + made->found_all_the_same(options, head)};
    }
    RECOURSE_TRY(made->open_ring(options, /*create=*/true));
    RECOURSE_TRY(made->reconcile());
    made->to_begin_ = begun.value == 0 && store.capabilities().takes_appends;
  } else if (begun.value != 0) {
    made->sealer_ = &keyless();
  }
  return made;
}

std::string Sealing::found_all_the_same(const EngineOptions& options, Position head) {
  const auto records = std::to_string(head.value) + " records";
  const auto ring = open_ring(options, /*create=*/false);
  if (ring && keyring_->status().keys > 0) {
    return ", and there is a ring of keys for it all the same: personal data in its " + records +
           " may be sealed under them. Keep the keys; without them the log opens, and what is "
           "sealed stays so";
  }
  if (!ring && ring.error().code() != Errc::not_found) {
    return ", and whether there are keys for it all the same cannot be told: " +
           ring.error().message();
  }
  return ", so that the personal data in its " + records +
         " lies in clear form: open it without keys, or begin a new log with them";
}

Result<void> Sealing::open_ring(const EngineOptions& options, bool create) {
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
                                                      .create = create && writes,
                                                      .read_only = !(create && writes),
                                                      .pool = given.pool,
                                                      .files = given.files}));
  guard_ = std::make_unique<Guard>(*keyring_, *store_);
  sealer_ = guard_.get();
  return {};
}

Result<void> Sealing::reconcile() {
  const auto life = store_->identity().incarnation;
  const auto from = keyring_->reconciled(life);
  RECOURSE_TRY_ASSIGN(const auto head, store_->head());
  if (from >= head) return {};
  RECOURSE_TRY_ASSIGN(
      const auto cursor,
      store_->read_all({.from = from.next(),
                        .to = head,
                        .stream_kind = std::string{trust::SealingDecider::kKind},
                        .types = {std::string{describe::spec_of<trust::Erased>.type}}}));
  RECOURSE_TRY_ASSIGN(const auto erased, erased_in(*cursor));
  const bool writes = store_->capabilities().takes_appends;
  RECOURSE_TRY(take_away(*keyring_, erased, writes));
  if (!writes || (erased.empty() && head.value - from.value < kNoteEvery)) return {};
  return keyring_->set_reconciled(life, head);
}

Result<void> Sealing::begin(const detail::HostedWorkflow& ledger, Timestamp now) const {
  const trust::Command begin{trust::Begin{}};
  // Refused where somebody was faster: then it is begun.
  RECOURSE_TRY(ledger.handle(trust::sealing_stream(), &begin,
                             own_context(random_command_id(), now, nullptr)));
  return {};
}

Result<void> Sealing::check_keys() const {
  if (keyring_) return {};
  if (sealer_ == nullptr) {
    return Error{Errc::not_sealed,
                 "this log holds personal data in clear form: nobody can be erased from it"};
  }
  return Error{Errc::keys_unavailable,
               "nobody can be erased, and nothing tried, without the keys of this log"};
}

Result<core::Outcome> Sealing::erase(const detail::HostedWorkflow& workflow,
                                     const detail::HostedWorkflow& ledger,
                                     const ErasureRequest& request,
                                     const core::Context& asked) const {
  RECOURSE_TRY(core::check_actor(asked.actor, asked.standing));
  const auto turn = workflow.wait_for_turn(request.stream);
  RECOURSE_TRY(workflow.settle(request.stream, asked.now));
  RECOURSE_TRY_ASSIGN(const auto named, workflow.keys_of(request.stream));
  RECOURSE_TRY_ASSIGN(auto refusal, workflow.check_erasure(request, asked));
  if (refusal) return core::Outcome{std::move(*refusal)};
  // What would be erased must not come back by the words that say why.
  RECOURSE_TRY_ASSIGN(const auto names, core::names_of(workflow, request.stream));
  if (describe::mask_mentions(request.reason, names) != request.reason) {
    return core::Outcome{core::refuse<trust::refusals::reason_names_somebody>(
        core::Put<"stream">{request.stream.text()})};
  }
  trust::Erase erase{.stream = request.stream.text(),
                     .subject = request.subject,
                     .keys = {},
                     .ground = request.ground,
                     .reason = request.reason,
                     .by = asked.actor.to_string()};
  for (const auto& key : named) {
    if (key.subject == request.subject) erase.keys.push_back(key.id);
  }
  const trust::Command command{erase};
  RECOURSE_TRY_ASSIGN(auto outcome,
                      ledger.handle(trust::erasures_of(request.stream), &command,
                                    own_context(asked.command_id, asked.now, &asked)));
  workflow.forget(request.stream);
  // Also where it was recorded before: a crash may have come between.
  RECOURSE_TRY(keyring_->destroy(erase.keys));
  return outcome;
}

Result<ErasureProof> Sealing::prove(const detail::HostedWorkflow& workflow,
                                    const detail::HostedWorkflow& ledger,
                                    const StreamId& stream) const {
  ErasureProof proof;
  RECOURSE_TRY_ASSIGN(proof.position, store_->refresh());
  RECOURSE_TRY(workflow.keys_of(stream));  // there is such a stream
  const auto recorded = ledger.find_any(trust::erasures_of(stream));
  if (recorded) {
    proof.erasures = static_cast<const trust::State*>(recorded->state.get())->erasures;
  } else if (recorded.error().code() != Errc::not_found) {
    return recorded.error();
  }
  std::vector<KeyId> erased;
  for (const auto& one : proof.erasures) {
    erased.insert(erased.end(), one.keys.begin(), one.keys.end());
  }
  for (const auto& key : erased) {
    RECOURSE_TRY_ASSIGN(const auto state, keyring_->state_of(key));
    if (state == trust::KeyState::usable) proof.usable.push_back(key);
  }
  RECOURSE_TRY_ASSIGN(const auto fields, workflow.try_fields(stream));
  for (const auto& field : fields) count(field, erased, proof);
  RECOURSE_TRY_ASSIGN(proof.rows, count_rows(erased));
  proof.unreached = keyring_->status().unreached;
  return proof;
}

Result<std::uint64_t> Sealing::count_rows(std::span<const KeyId> keys) const {
  std::uint64_t found = 0;
  if (keys.empty()) return found;
  RECOURSE_TRY_ASSIGN(const auto tables, store_->tables().list());
  for (const auto& name : tables) {
    RECOURSE_TRY_ASSIGN(const auto table, store_->tables().open(name));
    RECOURSE_TRY_ASSIGN(const auto rows, table->snapshot());
    const auto cursor = rows->scan({}, {});
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      const auto holds = [&](const KeyId& key) {
        const std::string_view id{reinterpret_cast<const char*>(key.bytes.data()), 16};
        return cursor->value().find(id) != std::string_view::npos;
      };
      if (std::ranges::any_of(keys, holds)) ++found;
    }
  }
  return found;
}

}  // namespace recourse::engine

namespace recourse::detail {

void add_fields(const void* event, const describe::TypeInfo& type, std::vector<TriedField>& to) {
  const auto added = describe::for_each_sealed(
      const_cast<void*>(event), type, [&to](const describe::SealedField& field) -> Result<void> {
        const bool clear = field.is_clear();
        to.push_back({field.subject, clear ? KeyId{} : field.bytes().key_id, clear});
        return {};
      });
  (void)added;  // nothing of the above fails
}

}  // namespace recourse::detail
