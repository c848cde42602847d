// CurrentCatalogue: the catalogue that holds now and the versions before it, published one after
// the other and read without waiting (R30).
//
//     CurrentCatalogue catalogues{Catalogue::builtin()};
//     const Catalogue& now = catalogues.current();                  // once a decision
//     catalogues.publish(now.with("2026-11-23+1", matter));
//     catalogues.find("2026-11-23")      → what a case goes by that was pinned to it
//
// A version stays valid as long as this object: a case goes by the one that it began with. There
// is one a published change, a few hundred in the life of a deployment.
// Thread-safety: `current` and `find` from any thread; `publish` from one at a time.
#pragma once

#include <atomic>
#include <memory>
#include <recourse/casework/common/catalogue.hpp>
#include <vector>

namespace recourse::casework {

class CurrentCatalogue {
 public:
  explicit CurrentCatalogue(Catalogue first) { publish(std::move(first)); }
  CurrentCatalogue(const CurrentCatalogue&) = delete;
  CurrentCatalogue& operator=(const CurrentCatalogue&) = delete;

  const Catalogue& current() const noexcept {
    return newest_.load(std::memory_order_acquire)->catalogue;
  }
  /// nullptr if there was none of that version.
  const Catalogue* find(std::string_view version) const noexcept {
    for (const auto* one = newest_.load(std::memory_order_acquire); one != nullptr;
         one = one->before) {
      if (one->catalogue.version() == version) return &one->catalogue;
    }
    return nullptr;
  }
  /// All versions, the newest first.
  std::vector<const Catalogue*> versions() const {
    std::vector<const Catalogue*> all;
    for (const auto* one = newest_.load(std::memory_order_acquire); one != nullptr;
         one = one->before) {
      all.push_back(&one->catalogue);
    }
    return all;
  }

  void publish(Catalogue next) {
    const auto* const before = newest_.load(std::memory_order_relaxed);
    published_.push_back(std::make_unique<const Version>(Version{std::move(next), before}));
    newest_.store(published_.back().get(), std::memory_order_release);
  }

 private:
  struct Version {
    Catalogue catalogue;
    const Version* before;
  };
  std::vector<std::unique_ptr<const Version>> published_;
  std::atomic<const Version*> newest_ = nullptr;
};

}  // namespace recourse::casework
