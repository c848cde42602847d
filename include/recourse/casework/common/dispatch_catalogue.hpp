// DispatchCatalogue: which line and which level of unit decides a matter, as far as rulings have
// changed it (派单目录, R41); and the version that holds now.
//
//     CurrentDispatch now;                                            // version 0: nothing adopted
//     now.publish(now.current().with(1, {"ZA03", Line::criminal, Competence::district}));
//     now.current().line("ZA03", Line::public_order)   → criminal
//     now.current().line("RK01", Line::population)     → population: no ruling, so the catalogue's
//
// A catalogue is one version, immutable. A version stays valid as long as the CurrentDispatch that
// published it; there is one an adopted change, some hundred in the life of a deployment.
// Thread-safety: DispatchCatalogue and `current` from any thread; `publish` from one at a time.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <recourse/casework/common/line.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework {

/// The lowest unit that may decide a matter. The numbers are on disk.
enum class Competence : std::uint8_t {
  station = 1,
  district = 2,
  city = 3,
};
BOOST_DESCRIBE_ENUM(Competence, station, district, city)
constexpr auto recourse_labels(const Competence*) {
  return describe::labels<Competence>({
      {Competence::station, "派出所可办"},
      {Competence::district, "分局业务部门办理"},
      {Competence::city, "市局业务部门办理"},
  });
}

/// Where a matter goes.
struct DispatchEntry {
  std::string matter{};
  Line line{};
  Competence competence = Competence::station;
  friend bool operator==(const DispatchEntry&, const DispatchEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(DispatchEntry, (), (matter, line, competence))
constexpr auto recourse_spec(const DispatchEntry*) {
  return describe::spec(
      "dispatch.entry", 1, "Where a matter goes.",
      {{"matter", 1, "Code of the matter in the catalogue.", describe::Access::open},
       {"line", 1, "Business line that answers for it.", describe::Access::open},
       {"competence", 1, "The lowest unit that may decide it.", describe::Access::open}});
}

class DispatchCatalogue {
 public:
  /// 0: nothing was adopted; each matter is of the line that the catalogue of matters names.
  std::uint32_t version() const noexcept { return version_; }
  /// In the order of their matters.
  const std::vector<DispatchEntry>& entries() const noexcept { return entries_; }

  /// nullptr: no ruling changed where it goes. Valid as long as the catalogue.
  const DispatchEntry* find(std::string_view matter) const noexcept {
    const auto at = std::ranges::lower_bound(entries_, matter, {}, &DispatchEntry::matter);
    return at == entries_.end() || at->matter != matter ? nullptr : &*at;
  }
  /// The line of a matter; without a ruling the one that is given.
  Line line(std::string_view matter, Line otherwise) const noexcept {
    const auto* entry = find(matter);
    return entry == nullptr ? otherwise : entry->line;
  }
  /// The lowest unit that may decide a matter; without a ruling a station.
  Competence competence(std::string_view matter) const noexcept {
    const auto* entry = find(matter);
    return entry == nullptr ? Competence::station : entry->competence;
  }

  /// The same under another version, with this entry in place of the one of its matter.
  DispatchCatalogue with(std::uint32_t version, DispatchEntry entry) const {
    DispatchCatalogue next = *this;
    next.version_ = version;
    auto at = std::ranges::lower_bound(next.entries_, entry.matter, {}, &DispatchEntry::matter);
    if (at == next.entries_.end() || at->matter != entry.matter) at = next.entries_.emplace(at);
    *at = std::move(entry);
    return next;
  }

 private:
  std::uint32_t version_ = 0;
  std::vector<DispatchEntry> entries_;
};

class CurrentDispatch {
 public:
  CurrentDispatch() { publish({}); }
  CurrentDispatch(const CurrentDispatch&) = delete;
  CurrentDispatch& operator=(const CurrentDispatch&) = delete;

  /// Valid as long as this object, also when another was published since.
  const DispatchCatalogue& current() const noexcept {
    return *newest_.load(std::memory_order_acquire);
  }
  void publish(DispatchCatalogue next) {
    published_.push_back(std::make_unique<const DispatchCatalogue>(std::move(next)));
    newest_.store(published_.back().get(), std::memory_order_release);
  }

 private:
  std::vector<std::unique_ptr<const DispatchCatalogue>> published_;
  std::atomic<const DispatchCatalogue*> newest_ = nullptr;
};

/// The line of a matter by the rulings that hold now (R41); without one, or where `rulings` is
/// null, `otherwise`: that of the catalogue of matters.
inline Line line_by_rulings(const CurrentDispatch* rulings, std::string_view matter,
                            Line otherwise) {
  return rulings == nullptr ? otherwise : rulings->current().line(matter, otherwise);
}

}  // namespace recourse::casework
