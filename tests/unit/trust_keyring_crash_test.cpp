// The ring of keys over a disk that loses what was not synced: what sealed an answered command
// opens after any crash, and what was answered as destroyed never does.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <recourse/trust/keyring.hpp>
#include <set>

#include "tests/support/ward.hpp"

namespace recourse::trust {
namespace {

using core::SubjectKeys;
using describe::type_info;

const LogId kLog = LogId::parse("00112233445566778899aabbccddeeff").value();

/// What lies on the disk, and what was written since and may be lost, byte run by byte run.
class CrashingFiles final : public KeyFiles {
 public:
  Result<std::string> read(const std::string& name) override {
    const auto found = small_.find(name);
    if (found == small_.end()) return Error{Errc::not_found, "there is no " + name};
    return found->second;
  }
  Result<void> replace(const std::string& name, std::string_view bytes) override {
    RECOURSE_TRY(step());
    small_[name] = bytes;
    return {};
  }
  Result<std::uint64_t> size() override { return std::uint64_t{now_.size()}; }
  Result<std::string> read_at(std::uint64_t at, std::size_t count) override {
    return at >= now_.size() ? std::string{} : now_.substr(at, count);
  }
  Result<void> write_at(std::uint64_t at, std::string_view bytes) override {
    RECOURSE_TRY(step());
    put(now_, at, bytes);
    unsynced_.emplace_back(at, bytes);
    return {};
  }
  Result<void> sync() override {
    RECOURSE_TRY(step());
    disk_ = now_;
    unsynced_.clear();
    return {};
  }

  /// The power goes at the n-th further step; nothing: it stays.
  void cut_at(std::optional<std::uint64_t> steps) { left_ = steps; }
  bool is_cut() const { return cut_; }
  /// What is found when the power is back: of what was not synced any part, in any order.
  void come_back(std::mt19937_64& random) {
    std::shuffle(unsynced_.begin(), unsynced_.end(), random);
    for (const auto& [at, bytes] : unsynced_) {
      // A write of some hundred bytes is torn between sectors at most.
      for (std::size_t i = 0; i < bytes.size();) {
        const auto to_sector = 512 - (at + i) % 512;
        const auto piece = std::min<std::size_t>(bytes.size() - i, to_sector);
        if (random() % 2 == 0) put(disk_, at + i, std::string_view{bytes}.substr(i, piece));
        i += piece;
      }
    }
    unsynced_.clear();
    now_ = disk_;
    cut_ = false;
    left_.reset();
  }

 private:
  static void put(std::string& into, std::uint64_t at, std::string_view bytes) {
    if (into.size() < at + bytes.size()) into.resize(at + bytes.size(), '\0');
    into.replace(at, bytes.size(), bytes);
  }
  Result<void> step() {
    if (cut_ || (left_ && (*left_)-- == 0)) {
      cut_ = true;
      return Error{Errc::io_error, "the power is cut"};
    }
    return {};
  }

  std::map<std::string, std::string> small_;
  std::string disk_;
  std::string now_;
  std::vector<std::pair<std::uint64_t, std::string>> unsynced_;
  std::optional<std::uint64_t> left_;
  bool cut_ = false;
};

/// A stream whose first event was sealed, and answered.
struct Known {
  std::string stream;
  ward::Moved event;
  bool destroyed = false;
};

class Life {
 public:
  explicit Life(std::uint64_t seed) : random_(seed) {}

  void run(int lives) {
    for (int i = 0; i < lives; ++i) {
      live();
      if (testing::Test::HasFatalFailure()) return;
      files_->come_back(random_);
    }
  }

 private:
  void live() {
    if (random_() % 4 != 0) files_->cut_at(random_() % 24);
    auto opened = Keyring::open({.log = kLog, .master = master_, .pool = 8, .files = files_});
    if (!opened) {
      ASSERT_TRUE(files_->is_cut()) << opened.error().message();
      return;
    }
    check(**opened);
    for (int i = 0; i < 20 && !files_->is_cut(); ++i) act(**opened);
  }

  void act(Keyring& ring) {
    const auto what = random_() % 3;
    if (what < 2) {
      Known one{"ward/" + std::to_string(known_.size()), {"7a", 71u}, false};
      SubjectKeys keys;
      if (ring.seal(&one.event, type_info<ward::Moved>, place(one), keys)) known_.push_back(one);
    } else if (!known_.empty()) {
      auto& one = known_[random_() % known_.size()];
      const auto key = one.event.age.bytes().key_id;
      maybe_.insert(one.stream);  // from here on it may be gone
      if (ring.destroy(std::span{&key, 1})) one.destroyed = true;
    }
  }

  void check(const Keyring& ring) const {
    for (const auto& one : known_) {
      auto event = one.event;
      const auto opened = ring.open(&event, type_info<ward::Moved>, place(one));
      ASSERT_TRUE(opened) << opened.error().message();
      if (one.destroyed) {
        ASSERT_FALSE(event.age.is_clear()) << one.stream << " was destroyed, and opens";
      } else if (!maybe_.contains(one.stream)) {
        ASSERT_TRUE(event.age.is_clear()) << one.stream << " was sealed, and its key is lost";
        ASSERT_EQ(event.age.clear(), 71u);
      }
    }
  }

  static core::SealPlace place(const Known& one) { return {one.stream, Version{1}, "ward.moved"}; }

  std::mt19937_64 random_;
  MasterKey master_ = random_master_key();
  std::shared_ptr<CrashingFiles> files_ = std::make_shared<CrashingFiles>();
  std::vector<Known> known_;
  std::set<std::string> maybe_;
};

TEST(KeyringCrash, WhatSealedIsThereAndWhatWasDestroyedIsNot) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Life{seed}.run(12);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace recourse::trust
