// The table of pinned entries against a map, with keys that all want the same few slots.
#include "stores/rocksdb/hot_table.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/sim/random.hpp"

namespace recourse::sim {
namespace {

struct Key {
  std::uint64_t number = 0;
  friend bool operator==(const Key&, const Key&) = default;
};

struct Value {
  std::uint64_t content = 0;
  void reset() { content = 0; }
};

}  // namespace
}  // namespace recourse::sim

template <>
struct std::hash<recourse::sim::Key> {
  std::size_t operator()(const recourse::sim::Key& key) const noexcept {
    return key.number % 7 + 11;  // one shard, and its slots wrap around
  }
};

namespace recourse::sim {
namespace {

using stores::rocks::HotTable;

template <class Table>
void pin_and_release(Table& table, bool forgets) {
  Random random{1};
  struct Held {
    std::uint64_t content = 0;
    std::vector<typename Table::Pin> pins;
  };
  std::map<std::uint64_t, Held> pinned;
  for (int round = 0; round < 20'000; ++round) {
    const auto number = random.below(200);
    auto& held = pinned[number];
    auto& pins = held.pins;
    if (random.chance(50)) {
      auto pin = table.pin(Key{number});
      EXPECT_EQ(pin.key().number, number);
      if (pins.empty() && forgets) {
        EXPECT_EQ(pin->content, 0u) << "a dropped entry comes back as new";
      }
      if (!pins.empty()) {
        ASSERT_EQ(pin->content, held.content);
      }
      table.with(pin, [&](Value& v) { v.content = held.content = random.next(); });
      pins.push_back(std::move(pin));
    } else if (!pins.empty()) {
      pins.pop_back();
    }
    if (pins.empty()) continue;
    const bool same = table.peek(
        Key{number}, [&](const Value* v) { return v != nullptr && v->content == held.content; });
    ASSERT_TRUE(same) << "a pinned entry is gone";
  }
  pinned.clear();
}

TEST(HotTable, KeepsWhatIsPinnedAndForgetsTheRestAtOnce) {
  HotTable<Key, Value, 0> table;
  pin_and_release(table, true);
  EXPECT_EQ(table.size(), 0u);
}

TEST(HotTable, KeepsSomeThatNobodyNeeds) {
  constexpr std::size_t kIdle = 640;
  HotTable<Key, Value, kIdle> table;
  pin_and_release(table, false);
  EXPECT_GT(table.size(), 0u);
  EXPECT_LE(table.size(), kIdle / 64);  // all keys fall into one shard
}

}  // namespace
}  // namespace recourse::sim
