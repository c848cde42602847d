// How a projection's rows reach their table: sorted, with the checkpoint, perhaps on a thread.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <recourse/core/held.hpp>
#include <recourse/core/memory_table.hpp>

namespace recourse::core {
namespace {

/// Notes what is written, and can refuse it.
class NotingTable final : public Table {
 public:
  Result<std::unique_ptr<TableSnapshot>> snapshot() const override { return below_.snapshot(); }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    return below_.get(key);
  }
  Result<void> write(std::span<const RowChange> rows, const Checkpoint& at) override {
    if (full) return Error{Errc::io_error, "the disk is full"};
    std::vector<std::string> keys;
    for (const auto& row : rows) keys.emplace_back(row.key);
    batches.push_back(std::move(keys));
    return below_.write(rows, at);
  }
  Result<void> clear() override { return below_.clear(); }
  Result<void> flush() override { return below_.flush(); }

  std::vector<std::vector<std::string>> batches;
  bool full = false;

 private:
  MemoryTable below_;
};

Checkpoint at(std::uint64_t position) { return {{}, Position{position}}; }

struct TableWriterTest : testing::Test {
  NotingTable table;
  TableWriter rows{table};
};

TEST_F(TableWriterTest, ARowWithoutAKeyIsAnErrorAndNothingIsWritten) {
  const std::function<void()> wrong[] = {[this] { rows.put("", "x"); }, [this] { rows.erase(""); },
                                         [this] { rows.emit("", "x"); }};
  for (const auto& write : wrong) {
    rows.put("a", "1");
    write();
    EXPECT_EQ(rows.begin_commit(at(1)).error().code(), Errc::invalid_argument);
    EXPECT_EQ(rows.commit(at(1)).error().code(), Errc::invalid_argument);
    EXPECT_TRUE(table.batches.empty());
    rows.forget();
  }
  rows.put("a", "1");
  rows.commit(at(1)).value();
  EXPECT_EQ(table.batches.size(), 1u);
}

TEST_F(TableWriterTest, KeysComeInTheirOrderHoweverTheyWereEmitted) {
  std::mt19937 random{3};
  for (const bool behind : {false, true}) {
    std::vector<std::string> keys{std::string("a\0", 2), "a", std::string("a\0\0", 3), "\xFF", "b"};
    for (int i = 0; i < 500; ++i) {
      // Two sorts of rows, the same 24 bytes at first, bytes above 127, lengths that differ.
      std::string key{i % 2 == 0 ? 'x' : 's'};
      key.append(random() % 30, i % 3 == 0 ? '\x90' : 'k').append(std::to_string(i));
      keys.push_back(std::move(key));
    }
    std::ranges::shuffle(keys, random);
    for (std::size_t i = 0; i < keys.size(); ++i) rows.emit(keys[i], std::to_string(i));
    behind ? rows.begin_commit(at(1)).value() : rows.commit(at(1)).value();
    rows.settle().value();
    std::ranges::sort(keys);
    EXPECT_EQ(table.batches.back(), keys);
  }
}

TEST_F(TableWriterTest, WhatIsBeingWrittenIsReadAsWritten) {
  for (int i = 0; i < 20; ++i) {
    rows.emit("key", std::to_string(i));
    rows.begin_commit(at(static_cast<std::uint64_t>(i))).value();
    EXPECT_EQ(rows.stored("key").value(), std::to_string(i));
  }
  EXPECT_EQ(table.snapshot().value()->position(), Position{19});
}

TEST_F(TableWriterTest, AFailureOnTheThreadIsTheNextCallsAndIsSaidOnce) {
  table.full = true;
  rows.emit("key", "1");
  rows.begin_commit(at(1)).value();
  rows.emit("key", "2");
  EXPECT_EQ(rows.begin_commit(at(2)).error().code(), Errc::io_error);
  table.full = false;
  rows.forget();
  rows.settle().value();
  rows.emit("key", "1");
  rows.commit(at(1)).value();
  EXPECT_EQ(rows.stored("key").value(), "1");
  table.full = true;
  rows.emit("key", "3");
  rows.begin_commit(at(3)).value();
  EXPECT_EQ(rows.stored("key").error().code(), Errc::io_error) << "and who reads meets it too";
}

TEST_F(TableWriterTest, RowsThatWerePutAreWrittenBeforeItGoesOn) {
  rows.put("kept", "1");
  rows.emit("emitted", "2");
  rows.begin_commit(at(1)).value();
  ASSERT_EQ(table.batches.size(), 1u);
  EXPECT_EQ(table.batches.front(), (std::vector<std::string>{"emitted", "kept"}));
}

TEST(Held, WhatWasUsedLastStays) {
  Held<int> held;
  for (int i = 0; i < 8; ++i) held.add(std::to_string(i)).value = i;
  ASSERT_NE(held.find("0"), nullptr);
  ASSERT_NE(held.find("1"), nullptr);
  held.keep_at_most(8);
  EXPECT_EQ(held.size(), 8u);
  held.keep_at_most(4);
  EXPECT_LE(held.size(), 4u);
  EXPECT_GE(held.size(), 2u);
  ASSERT_NE(held.find("0"), nullptr);
  EXPECT_EQ(held.find("0")->value, 0);
  EXPECT_NE(held.find("1"), nullptr);
  EXPECT_EQ(held.find("2"), nullptr) << "it was not used for longest";
}

TEST(Held, WhatWasChangedIsTakenOnce) {
  Held<int> held;
  auto& entry = held.add("a");
  held.change(entry);
  held.change(entry);
  held.add("b");
  EXPECT_EQ(held.changed(), 1u);
  std::vector<std::string> taken;
  const auto take = [&] { held.take_changed([&](const auto& e) { taken.push_back(e.key); }); };
  take();
  take();
  EXPECT_EQ(taken, (std::vector<std::string>{"a"}));
  held.change(*held.find("a"));
  take();
  EXPECT_EQ(taken.size(), 2u);
  held.remove(*held.find("a"));
  EXPECT_EQ(held.find("a"), nullptr);
}

struct Sum {
  std::uint32_t of = 0;
};
BOOST_DESCRIBE_STRUCT(Sum, (), (of))
constexpr auto recourse_spec(const Sum*) {
  return describe::spec("test.sum", 1, "A sum.", {{"of", 1, "Of what."}});
}

TEST_F(TableWriterTest, HeldRowsAreReadAgainOnceTheyWereLetGo) {
  HeldRows<Sum> sums{0};  // none stays
  for (int round = 1; round <= 3; ++round) {
    for (const auto* key : {"a", "b"}) {
      auto* sum = sums.at(key, rows).value();
      EXPECT_EQ(sum->value.of, static_cast<std::uint32_t>(round - 1)) << key;
      ++sum->value.of;
      sums.change(*sum);
    }
    EXPECT_GT(sums.changed_bytes(), 0u);
    sums.write(rows);
    EXPECT_EQ(sums.changed_bytes(), 0u);
    rows.commit(at(static_cast<std::uint64_t>(round))).value();
  }
  EXPECT_EQ(sums.at("c", rows, /*is_new=*/true).value()->value.of, 0u);
  rows.emit("torn", "\xFF\xFF");
  rows.commit(at(4)).value();
  EXPECT_TRUE(sums.at("torn", rows).has_error());
}

}  // namespace
}  // namespace recourse::core
