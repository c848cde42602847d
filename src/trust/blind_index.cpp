#include <recourse/trust/blind_index.hpp>

namespace recourse::trust {
namespace {

constexpr std::size_t kHashBytes = 16;

std::string hash_of(const Keyring& ring, std::string_view kind, std::string_view text) {
  std::string what{kind};
  what.push_back('\0');
  return ring.blind_hash(what.append(text));
}

std::string key_of_hash(std::string_view hash, std::string_view stream) {
  return std::string{"p"}.append(hash).append(stream);
}

std::string key_of_person(std::string_view stream, describe::Subject subject) {
  std::string key{"s"};
  key.push_back(static_cast<char>(subject));
  return key.append(stream);
}

}  // namespace

Result<void> BlindIndex::add(core::TableWriter& rows, const Keyring& ring, std::string_view stream,
                             describe::Subject subject, std::string_view kind,
                             std::string_view text, std::string_view value) {
  if (text.empty()) return {};
  const auto hash = hash_of(ring, kind, text);
  const auto person = key_of_person(stream, subject);
  RECOURSE_TRY_ASSIGN(const auto known, rows.get(person));
  std::string hashes{known.value_or(std::string_view{})};
  bool listed = false;
  for (std::size_t at = 0; at < hashes.size(); at += kHashBytes) {
    listed = listed || std::string_view{hashes}.substr(at, kHashBytes) == hash;
  }
  if (!listed) rows.put(person, hashes.append(hash));
  rows.put(key_of_hash(hash, stream), value);
  return {};
}

Result<void> BlindIndex::remove(core::TableWriter& rows, std::string_view stream,
                                describe::Subject subject) {
  const auto person = key_of_person(stream, subject);
  RECOURSE_TRY_ASSIGN(const auto known, rows.get(person));
  if (!known) return {};
  const std::string hashes{*known};
  for (std::size_t at = 0; at < hashes.size(); at += kHashBytes) {
    rows.erase(key_of_hash(std::string_view{hashes}.substr(at, kHashBytes), stream));
  }
  rows.erase(person);
  return {};
}

Result<std::vector<BlindIndex::Found>> BlindIndex::find(const core::TableSnapshot& rows,
                                                        const Keyring& ring, std::string_view kind,
                                                        std::string_view text) {
  std::vector<Found> found;
  if (text.empty()) return found;
  const auto from = key_of_hash(hash_of(ring, kind, text), {});
  const auto cursor = rows.scan(from, {});
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more || !cursor->key().starts_with(from)) return found;
    found.push_back({std::string{cursor->key().substr(from.size())}, std::string{cursor->value()}});
  }
}

}  // namespace recourse::trust
