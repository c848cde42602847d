// One ledger over several logs: its order, pages that are true at a position in each log, and logs
// that cannot be read.
#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/core/composed_store.hpp>
#include <recourse/office/ledger_of_logs.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "tests/support/remote_log.hpp"
#include "tests/support/temporary_folder.hpp"

namespace recourse {
namespace {

using namespace casework::complaint;  // NOLINT(google-build-using-namespace)
using Names = std::vector<std::string>;

const core::Actor kOfficer{"w7", "window_officer", "S001"};
const core::Actor kElsewhere{"w8", "window_officer", "S002"};
const core::Actor kSupervisor{"v1", "supervisor", ""};
constexpr std::size_t kLogs = 3;

class LedgerOfSeveral : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto* name : {"huangpu", "pudong", "jingan"}) {
      OfficeOptions options{.directory = folder.path() / name, .clock = &clock};
      offices.push_back(Office::open(std::move(options)).value());
      logs.push_back({name, offices.back().get()});
    }
  }

  /// "pudong/S001-…", of a case that is begun.
  std::string begin(std::size_t log, std::chrono::minutes later = std::chrono::minutes{1},
                    const core::Actor& by = kOfficer) {
    clock.advance(later);
    Report r;
    r.category = Category::difficult;
    r.line = casework::Line::population;
    r.district = "PD";
    r.narrative = std::string{"三次都没办成"};
    const auto& office = *offices[log];
    const auto opened = office.open_case(r, office.context(by)).value();
    EXPECT_FALSE(opened.outcome.refused()) << opened.outcome.refusal().en;
    return logs[log].log + "/" + std::string{opened.id.key()};
  }
  void accept(const std::string& name) const {
    const auto slash = name.find('/');
    const auto log = std::find_if(logs.begin(), logs.end(), [&](const LogToRead& one) {
      return one.log == name.substr(0, slash);
    });
    const auto id = StreamId::of("case", name.substr(slash + 1)).value();
    const auto outcome =
        log->office->handle(id, Accept{.present = true}, log->office->context(kOfficer)).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }

  LedgerOfLogs page(const LedgerOfLogsQuery& query, const core::Actor& by = kSupervisor) const {
    return ledger_of_logs(logs, query, {by}).value();
  }
  static Names names(const LedgerOfLogs& page) {
    Names all;
    for (const auto& row : page.rows) all.push_back(row.log + "/" + row.entry.number);
    return all;
  }
  /// All pages, one after the other.
  Names pages(LedgerOfLogsQuery query) const {
    Names all;
    do {
      const auto one = page(query);
      EXPECT_LE(one.rows.size(), query.page_size);
      if (!one.next.empty()) {
        EXPECT_EQ(one.rows.size(), query.page_size);
      }
      for (auto& name : names(one)) all.push_back(std::move(name));
      query.after = one.next;
    } while (!query.after.empty());
    return all;
  }
  Errc error_of(const LedgerOfLogsQuery& query) const {
    const auto answer = ledger_of_logs(logs, query, {kSupervisor});
    EXPECT_TRUE(answer.has_error());
    return answer ? Errc::closed : answer.error().code();
  }

  testing_support::TemporaryFolder folder;
  ManualClock clock{parse_timestamp("2024-03-04T02:00:00Z").value()};
  std::vector<std::unique_ptr<Office>> offices;
  std::vector<LogToRead> logs;
};

TEST_F(LedgerOfSeveral, TheOrderIsRecordedAtThenLogThenPosition) {
  Names expected{begin(1), begin(0), begin(2), begin(0)};
  // At one moment: by the logs' names, and within a log as they came.
  const std::chrono::minutes now{0};
  clock.advance(std::chrono::minutes{1});
  const auto p1 = begin(1, now);
  const auto j = begin(2, now);
  const auto h1 = begin(0, now);
  const auto p2 = begin(1, now);
  const auto h2 = begin(0, now);
  for (const auto& name : {h1, h2, j, p1, p2}) expected.push_back(name);
  expected.push_back(begin(1));
  for (std::size_t size = 1; size <= expected.size() + 1; ++size) {
    EXPECT_EQ(pages({.page_size = size}), expected) << size;
  }
  const auto whole = page({});
  for (const auto& row : whole.rows) {
    const auto log = std::find_if(logs.begin(), logs.end(),
                                  [&](const LogToRead& one) { return one.log == row.log; });
    const auto record =
        log->office->store().read_stream(StreamId::of("case", row.entry.number).value()).value();
    ASSERT_TRUE(record->next().value());
    EXPECT_EQ(row.position, record->record().position);
    EXPECT_EQ(row.recorded_at, record->record().recorded_at);
  }
  // The other way: moments and positions turn round, logs of one moment do not.
  Names down{expected.back(), h2, h1, j, p2, p1};
  down.insert(down.end(), expected.rbegin() + 6, expected.rend());
  for (std::size_t size = 1; size <= expected.size() + 1; ++size) {
    EXPECT_EQ(pages({.descending = true, .page_size = size}), down) << size;
  }
}

/// Method: each order, both ways, in pages of each size, is the sorted whole.
TEST_F(LedgerOfSeveral, PagesByAColumnAreTheWholeCutInPieces) {
  Names all;
  for (std::size_t i = 0; i < 11; ++i) {
    all.push_back(
        begin(i * i % kLogs, std::chrono::minutes{i % 2}, i % 3 == 0 ? kElsewhere : kOfficer));
    if (i % 3 == 1) accept(all.back());
  }
  for (const auto* column : {"number", "station", "reported_at", "accepted_at", "phase"}) {
    for (const bool descending : {false, true}) {
      LedgerOfLogsQuery query{.sort = column, .descending = descending, .page_size = 1000};
      const auto whole = names(page(query));
      auto sorted = whole;
      std::sort(sorted.begin(), sorted.end());
      auto expected = all;
      std::sort(expected.begin(), expected.end());
      EXPECT_EQ(sorted, expected) << column;
      for (std::size_t size = 1; size <= all.size(); ++size) {
        query.page_size = size;
        EXPECT_EQ(pages(query), whole) << column << " " << size;
      }
    }
  }
  const auto rows = page({.sort = "reported_at", .descending = true}).rows;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_GE(rows[i - 1].entry.reported_at, rows[i].entry.reported_at);
    if (rows[i - 1].entry.reported_at == rows[i].entry.reported_at) {
      EXPECT_LE(rows[i - 1].log, rows[i].log);
    }
  }
}

TEST_F(LedgerOfSeveral, ConditionsHoldInEachLogAndAViewerSeesWhatIsHis) {
  const auto a = begin(0);
  const auto b = begin(1, std::chrono::minutes{1}, kElsewhere);
  const auto c = begin(2);
  accept(a);
  EXPECT_EQ(pages({.where = {ledger_condition("station=S001").value()}}), (Names{a, c}));
  EXPECT_EQ(pages({.where = {ledger_condition("phase=accepted").value()}}), Names{a});
  EXPECT_EQ(names(page({}, kElsewhere)), Names{b});
  EXPECT_EQ(names(page({.sort = "number"}, kElsewhere)), Names{b});
}

TEST_F(LedgerOfSeveral, LaterPagesAreTrueAtThePositionsOfTheFirst) {
  const Names before{begin(0), begin(1), begin(2), begin(1)};
  for (const auto* sort : {"recorded", "number", "reported_at"}) {
    LedgerOfLogsQuery query{.sort = sort, .page_size = 2};
    const auto first = page(query);
    for (std::size_t log = 0; log < kLogs; ++log) {
      EXPECT_EQ(first.logs[log].log, logs[log].log);
      EXPECT_EQ(first.logs[log].position, offices[log]->store().head().value());
    }
    begin(0);
    begin(1);
    query.after = first.next;
    query.page_size = 100;
    const auto second = page(query);
    EXPECT_TRUE(second.next.empty());
    for (std::size_t log = 0; log < kLogs; ++log) {
      EXPECT_EQ(second.logs[log].position, first.logs[log].position);
    }
    const auto rows = first.rows.size() + second.rows.size();
    EXPECT_EQ(rows + 2, pages({}).size()) << sort;
  }
}

TEST_F(LedgerOfSeveral, AMomentIsAPositionInEachLog) {
  const auto a = begin(0);
  const auto b = begin(1);
  const auto then = clock.now();
  accept(a);
  begin(2);
  begin(0);
  clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(pages({.as_of = then}), (Names{a, b}));
  EXPECT_EQ(pages({.sort = "number", .as_of = then}).size(), 2u);
  EXPECT_EQ(page({.as_of = then}).logs[2].position, Position{0});
  // Before anything.
  EXPECT_EQ(pages({.as_of = then - std::chrono::hours{1}}), Names{});
}

TEST_F(LedgerOfSeveral, ALogThatCannotBeReadIsNamedAndStaysOutOfTheList) {
  const auto a = begin(0);
  begin(1);
  const auto c = begin(2);
  const auto* pudong = std::exchange(logs[1].office, nullptr);
  logs[1].error = Error{Errc::io_error, "no route to host"};
  LedgerOfLogsQuery query{.page_size = 1};
  const auto first = page(query);
  EXPECT_EQ(names(first), Names{a});
  ASSERT_EQ(first.logs.size(), kLogs);
  ASSERT_TRUE(first.logs[1].missing);
  EXPECT_EQ(first.logs[1].missing->message(), "no route to host");
  EXPECT_FALSE(first.logs[0].missing || first.logs[2].missing);
  // It is back: the list that began without it goes on without it, and says so.
  logs[1].office = pudong;
  query.after = first.next;
  const auto second = page(query);
  EXPECT_EQ(names(second), Names{c});
  EXPECT_TRUE(second.logs[1].missing);
  EXPECT_EQ(pages({}).size(), 3u) << "a new list has it";
  for (auto& log : logs) log.office = nullptr;
  EXPECT_EQ(error_of({}), Errc::io_error);
}

TEST_F(LedgerOfSeveral, ALogThatFailsWithinAListIsNamedFromThereOn) {
  core::RemoteLog* connection = nullptr;
  OfficeOptions options{.clock = &clock};
  options.open_store = [&](const Clock& now) -> Result<std::unique_ptr<core::EventStore>> {
    auto log = std::make_unique<core::RemoteLog>(stores::open_memory(now));
    connection = log.get();
    RECOURSE_TRY_ASSIGN(auto tables,
                        stores::open_rocksdb_tables({.directory = folder.path() / "tables"}));
    return core::compose(std::move(log), std::move(tables));
  };
  offices[1] = Office::open(std::move(options)).value();
  logs[1].office = offices[1].get();
  const auto a = begin(0);
  const auto b = begin(1);
  const auto c = begin(2);
  const auto d = begin(1);
  for (const auto* sort : {"recorded", "reported_at"}) {
    LedgerOfLogsQuery query{.sort = sort, .page_size = 2};
    const auto first = page(query);
    EXPECT_EQ(names(first), (Names{a, b}));
    query.after = first.next;
    EXPECT_EQ(names(page(query)), (Names{c, d}));
    connection->cut();
    const auto second = page(query);
    EXPECT_EQ(names(second), Names{c}) << "the whole page is without it";
    ASSERT_TRUE(second.logs[1].missing.has_value());
    EXPECT_FALSE(second.logs[0].missing.has_value());
    connection->mend();
  }
}

TEST_F(LedgerOfSeveral, WhatIsAskedWronglyIsSaid) {
  begin(0);
  begin(1);
  EXPECT_EQ(error_of({.page_size = 0}), Errc::invalid_argument);
  EXPECT_EQ(error_of({.page_size = 1001}), Errc::invalid_argument);
  EXPECT_EQ(error_of({.sort = "nothing"}), Errc::invalid_argument);
  EXPECT_EQ(error_of({.sort = "loops"}), Errc::invalid_argument);
  EXPECT_EQ(error_of({.sort = "reporter"}), Errc::invalid_argument);
  EXPECT_EQ(error_of({.after = "nonsense"}), Errc::invalid_argument);
  const auto next = page({.page_size = 1}).next;
  ASSERT_FALSE(next.empty());
  EXPECT_EQ(error_of({.sort = "number", .after = next}), Errc::invalid_argument);
  EXPECT_EQ(error_of({.descending = true, .after = next}), Errc::invalid_argument);
  std::swap(logs[0], logs[1]);
  EXPECT_EQ(error_of({.after = next}), Errc::invalid_argument) << "of the same logs in their order";
  logs[1].log = logs[0].log;
  EXPECT_EQ(error_of({}), Errc::invalid_argument);
  logs.clear();
  EXPECT_EQ(error_of({}), Errc::invalid_argument);
}

}  // namespace
}  // namespace recourse
