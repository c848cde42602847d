// Every figure, over histories that random people make: what the columns count is what the states
// and events say (R31). Goal: kinds of ends, reopenings, merges and ratings that no scene shows.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <recourse/core/memory_table.hpp>
#include <recourse/describe/event_set.hpp>

#include "tests/property/walk.hpp"
#include "tests/support/slow_figures.hpp"

namespace recourse::property {
namespace {

using namespace casework::complaint;

constexpr Check kNone{.name = "none"};

/// The view over the lives' logs, one event after the other.
struct Counted {
  core::MemoryTable table;
  std::uint64_t position = 0;

  explicit Counted(const std::vector<Life>& lives) {
    core::TableWriter rows{table};
    FiguresView view{ComplaintDecider{}};
    for (const auto& life : lives) {
      const auto stream = life.stream.text();
      std::uint64_t version = 0;
      for (const auto& [event, facts] : life.log) {
        std::string payload;
        describe::encode_alternative(event, payload);
        const auto& type = describe::set_info<Event>().type_of(&event);
        core::RecordView record;
        record.position = Position{++position};
        record.version = Version{++version};
        record.stream = stream;
        record.type = type.type;
        record.schema_version = static_cast<std::uint16_t>(type.version);
        record.occurred_at = facts.occurred_at;
        record.payload = payload;
        view.apply(record, rows).value();
      }
    }
    view.finish(rows).value();
    rows.commit({{}, Position{position}}).value();
  }
};

test::SlowCases slow(const std::vector<Life>& lives) {
  test::SlowCases cases;
  for (const auto& life : lives) {
    if (life.log.empty()) continue;
    auto& one = cases[life.stream.text()];
    const ComplaintDecider decider;
    for (const auto& [event, facts] : life.log) {
      one.events.push_back({event, facts.occurred_at, !one.state.ending.outcome});
      decider.evolve(one.state, event, facts);
    }
  }
  return cases;
}

TEST(Figures, AreWhatStatesAndEventsSayWhateverHappened) {
  EXPECT_TRUE(rc::check("figures", [] {
    const auto start = parse_timestamp("2023-06-01T09:00:00+08:00").value();
    Walk walk{kNone, 3, start};
    walk.take(*rc::gen::resize(
        120, rc::gen::container<std::vector<std::uint64_t>>(rc::gen::noShrink(
                 rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>())))));
    const Counted counted{walk.lives()};
    const auto rows = counted.table.snapshot().value();
    FigureQuery query{.by = {"department", "route", "demand", "grade"}};
    for (const auto& figure : figure_list()) query.figures.emplace_back(figure.name);
    const Position as_of{counted.position};
    auto table = figure_table(*rows, query, as_of).value();
    std::sort(table.rows.begin(), table.rows.end(),
              [](const FigureRow& a, const FigureRow& b) { return a.keys < b.keys; });
    const auto expected = test::slow_table(slow(walk.lives()), query, as_of);
    if (table == expected) return;
    RC_LOG() << walk.transcript() << "\n";
    for (std::size_t i = 0; i < expected.rows.size() && i < table.rows.size(); ++i) {
      for (std::size_t f = 0; f < query.figures.size(); ++f) {
        const auto& a = table.rows[i].values[f];
        const auto& b = expected.rows[i].values[f];
        if (a == b) continue;
        RC_LOG() << query.figures[f] << ": " << a.value << "/" << a.of << ", by hand " << b.value
                 << "/" << b.of << "\n";
      }
    }
    RC_FAIL("a figure is another");
  }));
}

}  // namespace
}  // namespace recourse::property
