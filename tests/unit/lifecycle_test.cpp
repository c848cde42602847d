// Lifecycles as a workflow uses them, and the page that shows it.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/bike.hpp"

namespace bike {
namespace {

namespace detail = lifecycle::detail;

TEST(Lifecycle, AGuardChoosesTheRow) {
  EXPECT_EQ(Work::working, work().advance(Work::waiting, Event{Examined{50}}));
  EXPECT_EQ(Work::asked, work().advance(Work::waiting, Event{Examined{51}}));
  EXPECT_EQ(Work::asked, work().follow(Work::waiting, Event{Examined{51}}));
}

TEST(Lifecycle, FollowPassesOverWhatOnlyJudges) {
  EXPECT_EQ(std::nullopt, work().advance(Work::asked, Event{Approved{""}}));
  EXPECT_EQ(Work::working, work().advance(Work::asked, Event{Approved{"Ada"}}));
  EXPECT_EQ(Work::working, work().follow(Work::asked, Event{Approved{""}}));
}

TEST(Lifecycle, ARegionKnowsItsOwnEvents) {
  const Event paid{Paid{}};
  const Event repaired{Repaired{}};
  EXPECT_FALSE(work().knows(&paid));
  EXPECT_TRUE(bill().knows(&paid));
  EXPECT_TRUE(work().knows(&repaired) && bill().knows(&repaired));
  EXPECT_EQ(std::nullopt, work().advance(Work::ready, paid));
  EXPECT_EQ(std::nullopt, work().follow(static_cast<Work>(9), repaired));
  EXPECT_FALSE(work().contains(static_cast<Work>(9)));
}

template <class P>
void expect_as_in_rows(const lifecycle::Region<P>& region) {
  const std::vector<Event> events{BroughtIn{}, Examined{50}, Examined{51}, Approved{"Ada"},
                                  Repaired{},  Paid{},       Noted{}};
  for (const auto& phase : recourse::describe::enum_info<P>.words) {
    const auto from = static_cast<P>(phase.value);
    for (const auto& event : events) {
      const auto type = recourse::describe::type_of(event);
      std::optional<P> to;
      bool takes = false;
      for (const auto& row : region.rows()) {
        if (row.from != phase.value || row.event != type) continue;
        takes = true;
        const auto* examined = std::get_if<Examined>(&event);
        const bool holds =
            examined == nullptr || (examined->euros <= 50) == (row.when == Cheap::kWords);
        if (holds) to = static_cast<P>(row.to);
      }
      EXPECT_EQ(to, region.advance(from, event)) << phase.name << " " << type;
      EXPECT_EQ(to, region.follow(from, event)) << phase.name << " " << type;
      EXPECT_EQ(takes, region.takes(from, type)) << phase.name << " " << type;
    }
  }
}

TEST(Lifecycle, EveryPhaseTakesWhatItsRowsSay) {
  expect_as_in_rows(work());
  expect_as_in_rows(bill());
}

TEST(Lifecycle, RowsAreData) {
  ASSERT_EQ(5u, work().rows().size());
  const auto& row = work().rows()[3];
  EXPECT_EQ(2u, row.from);
  EXPECT_EQ(3u, row.to);
  EXPECT_EQ("asked", row.from_name);
  EXPECT_EQ("bike.approved", row.event);
  EXPECT_EQ("working", row.to_name);
  EXPECT_EQ("with a name", row.when);
}

constexpr std::string_view kDiagram = R"(stateDiagram-v2
  state Bike {
    state "waiting" as work_waiting
    state "asked" as work_asked
    state "working" as work_working
    state "ready" as work_ready
    [*] --> work_waiting : brought_in
    work_waiting --> work_working : examined (up to 50 euros)
    work_waiting --> work_asked : examined (above 50 euros)
    work_asked --> work_working : approved (with a name)
    work_working --> work_ready : repaired
    --
    state "open" as bill_open
    state "paid" as bill_paid
    [*] --> bill_open : repaired
    bill_open --> bill_paid : paid
  }
)";

std::string mermaid() {
  return lifecycle::mermaid("Bike", {work().diagram("work"), bill().diagram("bill")});
}

TEST(Lifecycle, TheDiagramShowsAllRegions) { EXPECT_EQ(kDiagram, mermaid()); }

TEST(Lifecycle, AWorkflowAsksItsRegions) {
  const Bike rules;
  Bike::State state;
  EXPECT_TRUE(rules.decide(state, Repaired{}, {}).is_refusal());
  for (const Event& event : {Event{BroughtIn{}}, Event{Examined{20}}, Event{Repaired{}}}) {
    EXPECT_FALSE(rules.decide(state, event, {}).is_refusal());
    rules.evolve(state, event, {});
  }
  EXPECT_EQ(Work::ready, state.work);
  EXPECT_EQ(Bill::open, state.bill);
}

template <class... R>
constexpr bool told_apart() {
  return detail::deterministic(detail::infos_of(mp_list<R...>{}));
}
using ToWorking = lifecycle::Row<Work::waiting, Examined, Work::working, Cheap>;
static_assert(told_apart<ToWorking, lifecycle::Row<Work::waiting, Examined, Work::asked, Dear>>());
static_assert(!told_apart<ToWorking, lifecycle::Row<Work::waiting, Examined, Work::asked>>());
static_assert(
    !told_apart<ToWorking, lifecycle::Row<Work::waiting, Examined, Work::asked, Cheap>>());

template <class Make>
std::string error_of(Make make) {
  try {
    make();
  } catch (const std::logic_error& e) {
    return e.what();
  }
  return "none";
}

TEST(Lifecycle, ARegionNamesTheEventThatItLacks) {
  using Region = lifecycle::Region<Bill>;
  const auto& few = recourse::describe::set_info<std::variant<Repaired, Noted>>();
  const auto& all = recourse::describe::set_info<Event>();
  const auto rows = lifecycle::rows<BillRows>();
  const std::string unknown = "the region's set has no event bike.paid";
  EXPECT_EQ(unknown, error_of([&] { Region(few, {}, {bill_steps()}); }));
  EXPECT_EQ(unknown, error_of([&] { Region(few, rows, {bill_steps().first(1)}); }));
  EXPECT_EQ("no machine of the region has the event bike.paid, which leaves its phase open",
            error_of([&] { Region(all, rows, {bill_steps().first(1)}); }));
  EXPECT_EQ("two machines of the region have the event bike.repaired", error_of([&] {
              Region(all, rows, {bill_steps(), bill_steps()});
            }));
}

std::string text_of(const std::string& path) {
  std::ifstream file{std::string{RECOURSE_SOURCE_DIR} + "/" + path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Lifecycle, ThePageShowsWhatIsCompiled) {
  const auto compiled =
      text_of("tests/support/bike.hpp") + text_of("tests/unit/lifecycle_work.cpp") + mermaid();
  const auto page = text_of("docs/lifecycle.md");
  std::size_t snippets = 0;
  for (std::size_t at = page.find("\n```"); at != std::string::npos; ++snippets) {
    const auto begin = page.find('\n', at + 1) + 1;
    const auto end = page.find("\n```", begin) + 1;
    const auto snippet = page.substr(begin, end - begin);
    EXPECT_NE(std::string::npos, compiled.find(snippet)) << snippet;
    at = page.find("\n```", end);
  }
  EXPECT_LT(4u, snippets);
}

}  // namespace
}  // namespace bike
