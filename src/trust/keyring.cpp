#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <recourse/base/bytes.hpp>
#include <recourse/base/keyed_hash.hpp>
#include <recourse/trust/keyring.hpp>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "trust/crypto.hpp"
#include "trust/key_cache.hpp"
#include "trust/key_copies.hpp"

namespace recourse::trust {
namespace {

// docs/format/keyring.md has the layout of both files.
constexpr std::string_view kMagic = "recourse keyring";
constexpr std::uint32_t kForm = 1;
constexpr const char* kRing = "ring";
constexpr std::size_t kRingAboutBytes = 16 + 4 + 16 + 8 + 8;  // what the wrapped key is bound to
constexpr std::size_t kRingBytes = kRingAboutBytes + 12 + 32 + 16 + 32;

// A disk writes a sector whole or not at all: no slot crosses from one into the next.
constexpr std::uint64_t kSectorBytes = 512;
constexpr std::uint64_t kSlotBytes = 80;
constexpr std::uint64_t kSlotsASector = kSectorBytes / kSlotBytes;
constexpr std::uint64_t kSpareBytes = kSectorBytes - kSlotsASector * kSlotBytes;
static_assert(kSlotsASector == 6);

/// How many keys a pool begins with: a process that ends after one command makes few.
constexpr std::size_t kFirstPool = 4;
/// From this size on it is filled ahead, on a thread of its own.
constexpr std::size_t kBusyPool = 4 * kFirstPool;
/// Persons whose key is remembered until an append names it.
constexpr std::size_t kBegunMax = 65'536;

std::uint64_t place_of_slot(std::uint64_t slot) {
  return slot / kSlotsASector * kSectorBytes + slot % kSlotsASector * kSlotBytes;
}

std::uint64_t slot_of(const KeyId& id) {
  return base::read_le64(reinterpret_cast<const char*>(id.bytes.data()));
}

std::string_view text_of(const KeyId& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}
template <std::size_t N>
std::string_view text_of(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

Error closed() {
  return {Errc::closed, "the keys are open for reading: another process writes them"};
}

/// What OpenSSL throws, as an error.
template <class F>
auto guarded(F&& f) -> decltype(f()) {
  try {
    return f();
  } catch (const std::runtime_error& e) {
    return Error{Errc::keys_unavailable, e.what()};
  }
}

/// What a field's ciphertext is bound to.
std::string binding(const core::SealPlace& place, std::string_view path) {
  std::string about;
  for (const auto part : {place.stream, place.type, path}) {
    base::append_le64(about, part.size());
    about.append(part);
  }
  base::append_le64(about, place.version.value);
  return about;
}

}  // namespace

struct Keyring::Impl {
  explicit Impl(KeyringOptions opened_with) : options(std::move(opened_with)) {}
  ~Impl() {
    {
      std::lock_guard guard{mutex};
      ending = true;
    }
    wanted.notify_all();
    if (maker.joinable()) maker.join();
    crypto::wipe(ring_key.data(), ring_key.size());
  }

  struct Slot {
    KeyState state = KeyState::missing;
    UnwrappedKey unwrapped{};
  };

  // --- The ring's own file ---

  std::string ring_bytes(const MasterKey& master) const {
    std::string bytes{kMagic};
    char form[4];
    base::write_le32(form, kForm);
    bytes.append(form, sizeof form);
    bytes.append(text_of(options.log.bytes));
    base::append_le64(bytes, incarnation);
    base::append_le64(bytes, reconciled);
    const std::string about = bytes;
    const auto nonce = crypto::random_nonce();
    bytes.append(text_of(nonce));
    bytes.append(crypto::encrypt(master.bytes, nonce, about, text_of(ring_key)));
    bytes.append(text_of(crypto::hash(bytes)));
    return bytes;
  }

  Result<void> read_ring(const std::string& bytes) {
    const auto fault = [](Errc code, std::string what) {
      return Error{code, "the ring of keys " + std::move(what)};
    };
    if (bytes.size() < kMagic.size() + 4 || !bytes.starts_with(kMagic)) {
      return fault(Errc::corruption, "is none: its first bytes are not a ring's");
    }
    if (const auto form = base::read_le32(bytes.data() + kMagic.size()); form != kForm) {
      return fault(Errc::format_too_new, "has form " + std::to_string(form) +
                                             ", this build knows " + std::to_string(kForm));
    }
    const std::string_view body{bytes.data(), bytes.size() < 32 ? 0 : bytes.size() - 32};
    if (bytes.size() != kRingBytes || text_of(crypto::hash(body)) != bytes.substr(body.size())) {
      return fault(Errc::corruption, "is damaged; take it from a copy of the folder");
    }
    const auto about = body.substr(0, kRingAboutBytes);
    if (about.substr(20, 16) != text_of(options.log.bytes)) {
      return fault(Errc::keys_unavailable, "is another log's");
    }
    incarnation = base::read_le64(about.data() + 36);
    reconciled = base::read_le64(about.data() + 44);
    crypto::Nonce nonce;
    std::memcpy(nonce.data(), body.data() + about.size(), nonce.size());
    const auto wrapped = body.substr(about.size() + nonce.size());
    std::string clear;
    if (!crypto::decrypt(options.master.bytes, nonce, about, wrapped, clear)) {
      return fault(Errc::keys_unavailable, "does not open with this master key");
    }
    std::memcpy(ring_key.data(), clear.data(), ring_key.size());
    crypto::wipe(clear.data(), clear.size());
    return {};
  }

  Result<void> open() {
    if (options.pool == 0) {
      return Error{Errc::invalid_argument, "a pool of keys holds one at least"};
    }
    if (!options.files) {
      if (options.read_only || !options.create) {
        std::error_code ignored;
        if (!std::filesystem::exists(options.folder / kRing, ignored)) {
          return Error{Errc::not_found, "there are no keys in " + options.folder.string()};
        }
      }
      RECOURSE_TRY_ASSIGN(options.files, open_key_folder(options.folder, options.read_only));
    }
    files = options.files.get();
    const auto found = files->read(kRing);
    if (found) {
      RECOURSE_TRY(read_ring(*found));
    } else {
      if (found.error().code() != Errc::not_found) return found.error();
      if (options.read_only || !options.create) return found.error();
      crypto::random(ring_key.data(), ring_key.size());
      RECOURSE_TRY(files->replace(kRing, ring_bytes(options.master)));
    }
    RECOURSE_TRY_ASSIGN(next_slot, first_free_slot());
    RECOURSE_TRY(copies.open(*files));
    return options.read_only ? Result<void>{} : copies.destroy({}, kSlotBytes);
  }

  /// Behind the last slot that holds a key. Slots that were erased behind it are used again, under
  /// other ids.
  Result<std::uint64_t> first_free_slot() const {
    RECOURSE_TRY_ASSIGN(const auto bytes, files->size());
    if (bytes == 0) return std::uint64_t{0};
    const auto sector = (bytes - 1) / kSectorBytes;
    RECOURSE_TRY_ASSIGN(const auto last, files->read_at(sector * kSectorBytes, kSectorBytes));
    std::uint64_t used = 0;
    for (std::uint64_t i = 0; i < kSlotsASector && i * kSlotBytes < last.size(); ++i) {
      const auto slot = std::string_view{last}.substr(i * kSlotBytes, kSlotBytes);
      if (slot.find_first_not_of('\0') != std::string_view::npos) used = i + 1;
    }
    return sector * kSlotsASector + used;
  }

  // --- Slots ---

  /// As it lies on the disk.
  Result<Slot> read(const KeyId& id) const {
    RECOURSE_TRY_ASSIGN(auto bytes, files->read_at(place_of_slot(slot_of(id)), kSlotBytes));
    const auto is_zero = bytes.find_first_not_of('\0') == std::string::npos;
    if (bytes.size() == kSlotBytes && is_zero) return Slot{KeyState::destroyed, {}};
    if (bytes.size() < kSlotBytes || std::string_view{bytes}.substr(0, 16) != text_of(id)) {
      ++missing;
      return Slot{};
    }
    crypto::Nonce nonce;
    std::memcpy(nonce.data(), bytes.data() + 16, nonce.size());
    std::string clear;
    if (!crypto::decrypt(ring_key, nonce, text_of(id), std::string_view{bytes}.substr(28, 48),
                         clear)) {
      return Error{Errc::corruption, "the key " + id.to_string() +
                                         " is damaged; take the folder of keys from a copy"};
    }
    crypto::Key key;
    std::memcpy(key.data(), clear.data(), key.size());
    crypto::wipe(clear.data(), clear.size());
    return Slot{KeyState::usable, unwrap(key)};
  }

  static UnwrappedKey unwrap(const crypto::Key& key) {
    UnwrappedKey unwrapped{key, {}};
    const auto derived = crypto::mac(key, "recourse fingerprint 1");
    std::memcpy(unwrapped.digest.bytes.data(), derived.data(), unwrapped.digest.bytes.size());
    return unwrapped;
  }

  bool is_disregarded(const KeyId& id) const {
    if (!disregards_some) return false;
    std::lock_guard guard{mutex};
    return disregarded.contains(id);
  }

  /// The same, out of memory where it was used lately. Who only reads keeps nothing: another
  /// process destroys.
  Result<Slot> find(const KeyId& id) const {
    if (is_disregarded(id)) return Slot{KeyState::destroyed, {}};
    if (options.read_only) return read(id);
    if (const auto known = cache.find(id)) return Slot{KeyState::usable, *known};
    const auto epoch = cache.epoch();
    RECOURSE_TRY_ASSIGN(const auto slot, read(id));
    if (slot.state == KeyState::usable) cache.put(id, slot.unwrapped, epoch);
    return slot;
  }

  std::string slot_bytes(const KeyId& id, const crypto::Key& key) const {
    const auto nonce = crypto::random_nonce();
    std::string bytes{text_of(id)};
    bytes.append(text_of(nonce));
    bytes.append(crypto::encrypt(ring_key, nonce, text_of(id), text_of(key)));
    bytes.resize(kSlotBytes, '\0');
    return bytes;
  }

  /// Makes `count` keys, and returns once they are on disk.
  Result<std::vector<KeyId>> make_keys(std::size_t count) {
    std::vector<KeyId> made;
    std::vector<UnwrappedKey> fresh;
    std::string run;
    std::uint64_t slot = next_slot;
    for (std::size_t i = 0; i < count; ++i, ++slot) {
      KeyId id;
      std::string number;
      base::append_le64(number, slot);
      std::memcpy(id.bytes.data(), number.data(), 8);
      crypto::random(id.bytes.data() + 8, 8);
      crypto::Key key;
      crypto::random(key.data(), key.size());
      if (i > 0 && slot % kSlotsASector == 0) run.append(kSpareBytes, '\0');
      run.append(slot_bytes(id, key));
      fresh.push_back(unwrap(key));
      crypto::wipe(key.data(), key.size());
      made.push_back(id);
    }
    RECOURSE_TRY(files->write_at(place_of_slot(next_slot), run));
    RECOURSE_TRY(files->sync());
    next_slot = slot;
    const auto epoch = cache.epoch();
    for (std::size_t i = 0; i < count; ++i) {
      cache.put(made[i], fresh[i], epoch);
      crypto::wipe(&fresh[i], sizeof fresh[i]);
    }
    return made;
  }

  // --- The pool ---

  /// Fills the pool; one at a time. Holds the lock, but not while it writes.
  Result<void> fill(std::unique_lock<std::mutex>& guard) {
    filled.wait(guard, [this] { return !filling; });
    if (!pool.empty() && pool.size() >= pool_size / 2) return {};
    filling = true;
    const auto count = pool_size - std::min(pool_size, pool.size());
    guard.unlock();
    auto made = guarded([&] { return make_keys(count); });
    guard.lock();
    filling = false;
    filled.notify_all();
    if (!made) return made.error();
    pool.insert(pool.end(), made->begin(), made->end());
    pool_size = std::min(options.pool, pool_size * 2);
    return {};
  }

  /// Fills the pool before it runs dry, on a thread of its own.
  void make_ahead() {
    std::unique_lock guard{mutex};
    for (;;) {
      wanted.wait(guard, [this] { return ending || low; });
      if (ending) return;
      low = false;
      // Whoever finds the pool empty meets the same error, and has somebody to tell it to.
      (void)fill(guard);
    }
  }

  Result<KeyId> take() {
    std::unique_lock guard{mutex};
    if (pool.empty()) {
      if (pool_size > kFirstPool) ++pool_waits;  // the first pool is waited for by design
      if (auto made = fill(guard); !made) {
        return Error{Errc::keys_unavailable,
                     "no key can be made for personal data: " + made.error().message()};
      }
      if (pool.empty()) {
        return Error{Errc::keys_unavailable, "the pool of keys is empty; try again"};
      }
    }
    const auto id = pool.front();
    pool.pop_front();
    if (pool.size() < pool_size / 2 && pool_size >= kBusyPool) {
      low = true;
      if (!maker.joinable()) maker = std::thread{[this] { make_ahead(); }};
      wanted.notify_one();
    }
    return id;
  }

  // --- Whose key ---

  static std::string person(std::string_view stream, describe::Subject subject) {
    return std::string{stream} + '\0' + static_cast<char>(subject);
  }

  /// The key that seals for a person: the last usable one that the stream names, the one that was
  /// begun for him and no record names yet, or a new one.
  Result<std::pair<KeyId, UnwrappedKey>> key_for(std::string_view stream, describe::Subject subject,
                                                 core::SubjectKeys& keys) {
    for (auto known = keys.rbegin(); known != keys.rend(); ++known) {
      if (known->subject != subject) continue;
      RECOURSE_TRY_ASSIGN(const auto slot, find(known->id));
      if (slot.state == KeyState::usable) return std::pair{known->id, slot.unwrapped};
    }
    if (options.read_only) return closed();
    const auto who = person(stream, subject);
    for (;;) {
      RECOURSE_TRY_ASSIGN(const auto id, begun_or_new(who));
      RECOURSE_TRY_ASSIGN(const auto slot, find(id));
      if (slot.state == KeyState::usable) {
        keys.push_back({subject, id});
        return std::pair{id, slot.unwrapped};
      }
      std::lock_guard guard{mutex};
      begun.erase(who);
    }
  }

  Result<KeyId> begun_or_new(const std::string& who) {
    {
      std::lock_guard guard{mutex};
      if (const auto found = begun.find(who); found != begun.end()) return found->second;
    }
    RECOURSE_TRY_ASSIGN(const auto id, take());
    std::lock_guard guard{mutex};
    // Of two commands at once both use what the first has put there.
    const auto [entry, first] = begun.try_emplace(who, id);
    if (!first) {
      pool.push_front(id);
      return entry->second;
    }
    begun_order.push_back(who);
    while (begun_order.size() > kBegunMax) {
      begun.erase(begun_order.front());
      begun_order.pop_front();
    }
    return id;
  }

  KeyringOptions options;
  KeyFiles* files = nullptr;
  crypto::Key ring_key{};
  std::uint64_t incarnation = 0;  // of `reconciled`
  std::uint64_t reconciled = 0;

  std::mutex copying;  // keys are destroyed, or a copy is made; taken before the other
  KeyCopies copies;    // under it
  mutable std::mutex mutex;
  std::condition_variable wanted;  // the pool is low
  std::condition_variable filled;
  bool ending = false;
  bool low = false;
  bool filling = false;
  std::deque<KeyId> pool;
  std::size_t pool_size = kFirstPool;
  std::uint64_t pool_waits = 0;
  std::unordered_map<std::string, KeyId> begun;
  std::deque<std::string> begun_order;
  std::thread maker;

  std::unordered_set<KeyId> disregarded;
  std::atomic<bool> disregards_some{false};
  std::atomic<std::uint64_t> next_slot{0};
  mutable KeyCache cache;
  std::atomic<std::uint64_t> destroyed{0};
  mutable std::atomic<std::uint64_t> missing{0};
};

Keyring::Keyring(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Keyring::~Keyring() = default;

Result<std::shared_ptr<Keyring>> Keyring::open(KeyringOptions options) {
  options.pool = std::min<std::size_t>(options.pool, 1U << 20U);
  auto impl = std::make_unique<Impl>(std::move(options));
  impl->pool_size = std::min(kFirstPool, std::max<std::size_t>(impl->options.pool, 1));
  RECOURSE_TRY(guarded([&] { return impl->open(); }));
  return std::shared_ptr<Keyring>{new Keyring{std::move(impl)}};
}

Result<void> Keyring::seal(void* event, const describe::TypeInfo& type,
                           const core::SealPlace& place, core::SubjectKeys& keys) {
  return guarded([&]() -> Result<void> {
    return describe::for_each_sealed(
        event, type, [&](const describe::SealedField& field) -> Result<void> {
          if (!field.is_clear()) return {};
          RECOURSE_TRY_ASSIGN(const auto found, impl_->key_for(place.stream, field.subject, keys));
          const crypto::KeyGuard key{found.second.key};
          SealedBytes sealed;
          sealed.key_id = found.first;
          sealed.nonce = crypto::random_nonce();
          auto clear = describe::clear_bytes(field);
          sealed.ciphertext =
              crypto::encrypt(*key, sealed.nonce, binding(place, field.path), clear);
          crypto::wipe(clear.data(), clear.size());
          field.info->inside->seal(field.value, std::move(sealed));
          return {};
        });
  });
}

Result<void> Keyring::open(void* event, const describe::TypeInfo& type,
                           const core::SealPlace& place) const {
  return guarded([&]() -> Result<void> {
    return describe::for_each_sealed(
        event, type, [&](const describe::SealedField& field) -> Result<void> {
          if (field.is_clear()) return {};
          const auto& sealed = field.bytes();
          RECOURSE_TRY_ASSIGN(const auto slot, impl_->find(sealed.key_id));
          if (slot.state != KeyState::usable) return {};
          const crypto::KeyGuard key{slot.unwrapped.key};
          std::string clear;
          if (!crypto::decrypt(*key, sealed.nonce, binding(place, field.path), sealed.ciphertext,
                               clear)) {
            return Error{Errc::corruption, std::string{field.path} +
                                               ": the sealed bytes are not what was sealed here"};
          }
          auto read = describe::set_clear_bytes(field, clear);
          crypto::wipe(clear.data(), clear.size());
          return read;
        });
  });
}

Result<void> Keyring::digest(void* command, const describe::TypeInfo& type,
                             const core::SubjectKeys& keys) const {
  return guarded([&]() -> Result<void> {
    return describe::for_each_sealed(
        command, type, [&](const describe::SealedField& field) -> Result<void> {
          if (!field.is_clear()) return {};
          SealedBytes digest;
          for (auto known = keys.rbegin(); known != keys.rend(); ++known) {
            if (known->subject != field.subject) continue;
            RECOURSE_TRY_ASSIGN(const auto slot, impl_->find(known->id));
            if (slot.state != KeyState::usable) continue;
            std::string what{field.path};
            what.push_back('\0');
            what.append(describe::clear_bytes(field));
            digest.key_id = known->id;
            base::append_le64(digest.ciphertext, keyed_hash(slot.unwrapped.digest, what));
            crypto::wipe(what.data(), what.size());
            break;
          }
          field.info->inside->seal(field.value, std::move(digest));
          return {};
        });
  });
}

Result<KeyState> Keyring::state_of(const KeyId& key) const {
  return guarded([&]() -> Result<KeyState> {
    RECOURSE_TRY_ASSIGN(auto slot, impl_->read(key));
    crypto::wipe(&slot.unwrapped, sizeof slot.unwrapped);
    return slot.state;
  });
}

Result<bool> Keyring::is_destroyed(const KeyId& key) const {
  if (impl_->is_disregarded(key)) return true;
  RECOURSE_TRY_ASSIGN(const auto state, state_of(key));
  return state != KeyState::usable;
}

std::uint64_t Keyring::destructions() const noexcept { return impl_->destroyed; }

Result<void> Keyring::destroy(std::span<const KeyId> keys) {
  if (impl_->options.read_only) return closed();
  std::lock_guard guard{impl_->copying};
  const std::string nothing(kSlotBytes, '\0');
  std::vector<SlotPlace> slots;
  std::uint64_t count = 0;
  for (const auto& key : keys) {
    const auto at = place_of_slot(slot_of(key));
    slots.push_back({key, at});
    RECOURSE_TRY_ASSIGN(const auto there, impl_->files->read_at(at, kSlotBytes));
    // A slot that another key has now, or that was never made, is none of this one's.
    if (there.size() < 16 || std::string_view{there}.substr(0, 16) != text_of(key)) continue;
    RECOURSE_TRY(impl_->files->write_at(at, nothing));
    impl_->cache.forget(key);
    ++count;
  }
  // Also where all were overwritten before: that may not be on disk yet.
  RECOURSE_TRY(impl_->files->sync());
  impl_->destroyed += count;
  return slots.empty() ? Result<void>{} : impl_->copies.destroy(std::move(slots), kSlotBytes);
}

void Keyring::disregard(std::span<const KeyId> keys) {
  if (keys.empty()) return;
  std::lock_guard guard{impl_->mutex};
  impl_->disregarded.insert(keys.begin(), keys.end());
  impl_->disregards_some = true;
}

Position Keyring::reconciled(Incarnation incarnation) const {
  std::lock_guard guard{impl_->mutex};
  return Position{incarnation.value == impl_->incarnation ? impl_->reconciled : 0};
}

Result<void> Keyring::set_reconciled(Incarnation incarnation, Position position) {
  if (impl_->options.read_only) return closed();
  return guarded([&]() -> Result<void> {
    std::lock_guard guard{impl_->mutex};
    const auto before = std::pair{impl_->incarnation, impl_->reconciled};
    std::tie(impl_->incarnation, impl_->reconciled) = std::pair{incarnation.value, position.value};
    auto kept = impl_->files->replace(kRing, impl_->ring_bytes(impl_->options.master));
    if (!kept) std::tie(impl_->incarnation, impl_->reconciled) = before;
    return kept;
  });
}

Result<void> Keyring::rotate(const MasterKey& to) {
  return guarded([&]() -> Result<void> {
    if (impl_->options.read_only) return closed();
    std::lock_guard guard{impl_->mutex};
    RECOURSE_TRY(impl_->files->replace(kRing, impl_->ring_bytes(to)));
    impl_->options.master = to;
    return {};
  });
}

Result<void> Keyring::copy_to(const std::filesystem::path& folder) {
  return guarded([&]() -> Result<void> {
    if (impl_->options.read_only) return closed();
    std::lock_guard copying{impl_->copying};
    std::string ring;
    {
      std::lock_guard guard{impl_->mutex};
      ring = impl_->ring_bytes(impl_->options.master);
    }
    return impl_->copies.make(folder, ring);
  });
}

std::string Keyring::blind_hash(std::string_view what) const {
  const crypto::KeyGuard own{crypto::mac(impl_->ring_key, "recourse blind index 1")};
  return std::string{text_of(crypto::mac(*own, what)).substr(0, 16)};
}

KeyringStatus Keyring::status() const {
  std::lock_guard copying{impl_->copying};
  std::lock_guard guard{impl_->mutex};
  return {.keys = impl_->next_slot,
          .destroyed = impl_->destroyed,
          .missing = impl_->missing,
          .unreached = impl_->copies.unreached(),
          .pooled = impl_->pool.size(),
          .pool_waits = impl_->pool_waits};
}

const std::filesystem::path& Keyring::folder() const noexcept { return impl_->options.folder; }

}  // namespace recourse::trust
