#include "trust/key_copies.hpp"

#include <algorithm>
#include <sstream>

namespace recourse::trust {
namespace {

// One line a copy, and one a key that is owed to it: docs/format/keyring.md.
constexpr const char* kCopies = "copies";
constexpr std::size_t kChunk = std::size_t{1} << 20U;

Error damaged() {
  return {Errc::corruption, "the list of copies of the keys is damaged: take it from a copy"};
}

/// Overwrites those of the keys that lie in a copy, and syncs it.
Result<void> destroy_in(const std::filesystem::path& folder, const std::vector<SlotPlace>& slots,
                        std::size_t slot_bytes) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "slots", ignored)) {
    return Error{Errc::not_found, "there are no keys in " + folder.string()};
  }
  RECOURSE_TRY_ASSIGN(const auto copy, open_key_folder(folder));
  const std::string nothing(slot_bytes, '\0');
  for (const auto& slot : slots) {
    RECOURSE_TRY_ASSIGN(const auto there, copy->read_at(slot.at, slot_bytes));
    const std::string_view id{reinterpret_cast<const char*>(slot.id.bytes.data()), 16};
    if (there.starts_with(id)) RECOURSE_TRY(copy->write_at(slot.at, nothing));
  }
  return copy->sync();
}

}  // namespace

Result<void> KeyCopies::open(KeyFiles& files) {
  files_ = &files;
  const auto found = files.read(kCopies);
  if (!found) {
    if (found.error().code() == Errc::not_found) return {};
    return found.error();
  }
  std::istringstream lines{*found};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string what, id, path;
    SlotPlace slot;
    words >> what;
    if (what == "owed") words >> id >> slot.at;
    words.get();  // the space before the path
    std::getline(words, path);
    if (!words || path.empty() || (what != "owed" && what != "copy")) return damaged();
    if (what == "copy") {
      folders_.emplace_back(path);
      continue;
    }
    const auto parsed = KeyId::parse(id);
    if (!parsed) return damaged();
    slot.id = *parsed;
    owed_.push_back({path, slot});
  }
  return {};
}

Result<void> KeyCopies::keep() const {
  std::string text;
  for (const auto& folder : folders_) text += "copy " + folder.string() + "\n";
  for (const auto& owed : owed_) {
    text += "owed " + owed.slot.id.to_string() + " " + std::to_string(owed.slot.at) + " " +
            owed.folder.string() + "\n";
  }
  return files_->replace(kCopies, text);
}

Result<void> KeyCopies::make(const std::filesystem::path& folder, std::string_view ring) {
  if (!folder.is_absolute() || folder.string().find('\n') != std::string::npos) {
    return Error{Errc::invalid_argument, "a copy of the keys is named by its whole path"};
  }
  // Also where it is the ring's own folder: that is locked.
  RECOURSE_TRY_ASSIGN(const auto copy, open_key_folder(folder));
  if (std::ranges::find(folders_, folder) == folders_.end()) {
    folders_.push_back(folder);
    if (auto kept = keep(); !kept) {
      folders_.pop_back();
      return kept;
    }
  }
  RECOURSE_TRY_ASSIGN(const auto size, files_->size());
  // Without its ring a copy opens nothing: the ring comes last.
  RECOURSE_TRY(copy->replace("ring", ""));
  for (std::uint64_t at = 0; at < size; at += kChunk) {
    RECOURSE_TRY_ASSIGN(const auto bytes, files_->read_at(at, kChunk));
    RECOURSE_TRY(copy->write_at(at, bytes));
  }
  RECOURSE_TRY(copy->sync());
  RECOURSE_TRY(copy->replace("ring", ring));
  // What was owed to what lay there before is done: the copy is as the ring is now.
  const auto owed = std::erase_if(owed_, [&](const Owed& one) { return one.folder == folder; });
  return owed == 0 ? Result<void>{} : keep();
}

Result<void> KeyCopies::destroy(std::vector<SlotPlace> slots, std::size_t slot_bytes) {
  if (folders_.empty() && owed_.empty()) return {};
  const auto before = owed_.size();
  auto owed = std::exchange(owed_, {});
  bool any = before != 0;
  for (const auto& folder : folders_) {
    auto wanted = slots;
    for (const auto& one : owed) {
      if (one.folder == folder) wanted.push_back(one.slot);
    }
    if (wanted.empty() || destroy_in(folder, wanted, slot_bytes)) continue;
    any = true;
    for (const auto& slot : wanted) owed_.push_back({folder, slot});
  }
  return any ? keep() : Result<void>{};
}

std::vector<std::filesystem::path> KeyCopies::unreached() const {
  std::vector<std::filesystem::path> found;
  for (const auto& one : owed_) {
    if (std::ranges::find(found, one.folder) == found.end()) found.push_back(one.folder);
  }
  return found;
}

}  // namespace recourse::trust
