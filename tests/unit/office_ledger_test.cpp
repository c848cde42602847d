// The ledger: conditions, orders, pages that are true at one position, looks back, words, exports,
// and what a viewer gets of it; and similar cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/office/ledger.hpp>
#include <recourse/office/ledger_export.hpp>
#include <recourse/office/similar.hpp>
#include <thread>

#include "tests/support/temporary_folder.hpp"

namespace recourse {
namespace {

using namespace casework::complaint;  // NOLINT(google-build-using-namespace)
using Numbers = std::vector<std::string>;

const core::Actor kOfficer{"w7", "window_officer", "S001"};
const core::Actor kElsewhere{"w8", "window_officer", "S002"};
const core::Actor kSupervisor{"v1", "supervisor", ""};
const core::Actor kAdministrator{"a1", "administrator", ""};

class Ledger : public testing::Test {
 protected:
  void SetUp() override { office = open(true); }
  std::unique_ptr<Office> open(bool sealed) const {
    OfficeOptions options{.directory = folder.path() / (sealed ? "sealed" : "clear"),
                          .clock = &clock};
    if (sealed) options.sealing = SealingOptions{.master = master};
    return Office::open(std::move(options)).value();
  }
  std::string begin(std::string narrative, const core::Actor& actor = kOfficer,
                    bool confidential = false) {
    Report r;
    r.category = Category::difficult;
    r.line = casework::Line::population;
    r.district = "PD";
    r.name = std::string{"张三"};
    r.phone = std::string{"13912345678"};
    r.narrative = std::move(narrative);
    r.confidential = confidential;
    const auto opened = office->open_case(r, office->context(actor)).value();
    EXPECT_FALSE(opened.outcome.refused()) << opened.outcome.refusal().en;
    clock.advance(std::chrono::minutes{7});
    return std::string{opened.id.key()};
  }
  void give(const std::string& number, const Command& command, const core::Actor& by = kOfficer) {
    const auto id = StreamId::of("case", number).value();
    const auto outcome = office->handle(id, command, office->context(by)).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  LedgerQuery where(const std::vector<std::string>& conditions) const {
    LedgerQuery query;
    for (const auto& one : conditions) query.where.push_back(ledger_condition(one).value());
    return query;
  }
  Position head() const { return office->store().head().value(); }
  LedgerPage page(const LedgerQuery& query, const core::Actor& actor = kSupervisor) const {
    return ledger(*office, query, {actor}, head()).value();
  }
  static Numbers numbers(const LedgerPage& page) {
    Numbers all;
    for (const auto& row : page.rows) all.push_back(row.number);
    return all;
  }
  Numbers found(const std::vector<std::string>& conditions) const {
    return numbers(page(where(conditions)));
  }
  void erase(const std::string& number) {
    give(number, Accept{.present = true});
    give(number, Withdraw{WithdrawProof::signature, "QM-1", "已办好"});
    const auto erased = office->engine().erase({.stream = StreamId::of("case", number).value()},
                                               office->context(kAdministrator));
    ASSERT_FALSE(erased.value().refused());
  }
  Errc error_of(const LedgerQuery& query) const {
    return ledger(*office, query, {kSupervisor}, head()).error().code();
  }

  testing_support::TemporaryFolder folder;
  mutable ManualClock clock{parse_timestamp("2024-03-04T02:00:00Z").value()};
  trust::MasterKey master = trust::random_master_key();
  std::unique_ptr<Office> office;
};

TEST_F(Ledger, ConditionsChooseByAnyColumn) {
  const auto a = begin("户口迁入被拒");
  const auto b = begin("身份证过期");
  const auto c = begin("户口在外地", kElsewhere);
  give(b, Accept{.present = true});
  const Numbers all{a, b, c};
  EXPECT_EQ(found({}), all);
  EXPECT_EQ(found({"station=S001"}), (Numbers{a, b}));
  EXPECT_EQ(found({"station=S001,S002"}), all);
  EXPECT_EQ(found({"station!=S001"}), Numbers{c});
  EXPECT_EQ(found({"phase=accepted"}), Numbers{b});
  EXPECT_EQ(found({"phase=已受理待分类"}), Numbers{b}) << "a Chinese label";
  EXPECT_EQ(found({"accepted_at="}), (Numbers{a, c})) << "empty";
  EXPECT_EQ(found({"accepted_at!="}), Numbers{b});
  EXPECT_EQ(found({"outcome="}), all);
  EXPECT_EQ(found({"reported_at=2024-03-04"}), all) << "a day is all its moments";
  EXPECT_EQ(found({"reported_at<2024-03-04"}), Numbers{});
  EXPECT_EQ(found({"reported_at<=2024-03-04"}), all);
  EXPECT_EQ(found({"reported_at>2024-03-04"}), Numbers{});
  EXPECT_EQ(found({"reported_at>=2024-03-04T02:07:00Z"}), (Numbers{b, c}));
  EXPECT_EQ(found({"rounds>=1", "rounds<2", "station~s00"}).size(), 3u);
  EXPECT_EQ(found({"number=" + b}), Numbers{b});
  EXPECT_EQ(found({"number=nobody"}), Numbers{});
  EXPECT_EQ(found({"loops=ordinary"}).size(), 3u);
  EXPECT_EQ(found({"missed=0"}).size(), 3u);
}

TEST_F(Ledger, AValueThatIsGivenTwiceGivesItsRowsOnce) {
  const auto a = begin("户口迁入被拒");
  const auto b = begin("身份证过期", kElsewhere);
  EXPECT_EQ(found({"number=" + b + "," + a + "," + b}), (Numbers{a, b}));
  EXPECT_EQ(found({"station=S001,S001"}), Numbers{a});
  const auto unit = page(where({"number=" + a})).rows[0].unit;
  ASSERT_FALSE(unit.empty());
  EXPECT_EQ(found({"unit=" + unit + "," + unit}), Numbers{a});
}

TEST_F(Ledger, WhatIsNoConditionIsSaid) {
  for (const auto* wrong :
       {"", "station", "nothing=1", "phase=flying", "rounds=-1", "rounds=1x", "overdue=maybe",
        "reported_at>soon", "station=a,,b", "rounds>=", "rounds>1,2", "rounds~1", "loops>ordinary",
        "reporter=张三", "reporter~张"}) {
    const auto condition = ledger_condition(wrong);
    ASSERT_FALSE(condition) << wrong;
    EXPECT_EQ(condition.error().code(), Errc::invalid_argument) << wrong;
  }
  EXPECT_EQ(ledger_condition("station_name=a\\,b").value().values.front().from, "\1a,b");
  LedgerQuery query;
  query.sort = "reporter";
  EXPECT_EQ(error_of(query), Errc::invalid_argument);
  query.sort = "loops";
  EXPECT_EQ(error_of(query), Errc::invalid_argument);
  query.sort = "number";
  query.page_size = 0;
  EXPECT_EQ(error_of(query), Errc::invalid_argument);
  query.page_size = 1;
  query.after = "nonsense";
  EXPECT_EQ(error_of(query), Errc::invalid_argument);
}

/// Method: every order, both ways, in pages of each size, is the sorted whole.
TEST_F(Ledger, PagesOfEveryOrderAreTheWholeCutInPieces) {
  for (int i = 0; i < 7; ++i) {
    begin("户口" + std::to_string(i), i % 2 ? kOfficer : kElsewhere);
    begin("户，口" + std::to_string(i));
  }
  // Each has the same seven rows.
  std::vector<LedgerQuery> queries{where({}), where({"station=S002,S001"}), where({})};
  for (auto& query : queries) query.text = "户口";
  queries[2].verify = false;
  for (const auto* column : {"number", "reported_at", "station", "outcome", "rounds", "overdue"}) {
    for (std::size_t form = 0; form < 2 * queries.size(); ++form) {
      const bool descending = form % 2 == 1;
      auto query = queries[form / 2];
      query.sort = column;
      query.descending = descending;
      const auto whole = numbers(page(query));
      ASSERT_EQ(whole.size(), 7u);
      Numbers exported;
      each_ledger_row(
          *office, query, {kSupervisor},
          [&](const LedgerEntry& row) -> Result<void> {
            exported.push_back(row.number);
            return {};
          },
          head())
          .value();
      EXPECT_EQ(exported, whole);
      for (std::size_t size = 1; size < 9; ++size) {
        query.page_size = size;
        query.after.clear();
        Numbers pieces;
        do {
          const auto part = page(query);
          EXPECT_LE(part.rows.size(), size);
          for (const auto& row : part.rows) pieces.push_back(row.number);
          query.after = part.next;
        } while (!query.after.empty());
        EXPECT_EQ(pieces, whole) << column << (descending ? " down, " : " up, ") << size;
      }
    }
  }
  auto by_time = where({});
  by_time.sort = "reported_at";
  by_time.descending = true;
  const auto rows = page(by_time).rows;
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.reported_at > b.reported_at;
  }));
}

TEST_F(Ledger, LaterPagesAreTrueAtThePositionOfTheFirst) {
  const auto a = begin("一");
  const auto b = begin("二");
  const auto c = begin("三");
  auto query = where({"phase=received"});
  query.page_size = 1;
  const auto first = page(query);
  EXPECT_EQ(numbers(first), Numbers{a});
  give(b, Accept{.present = true});
  const auto d = begin("四");
  query.after = first.next;
  const auto second = page(query);
  EXPECT_EQ(numbers(second), Numbers{b}) << "accepted since, but not then";
  EXPECT_EQ(second.rows[0].phase, Phase::received);
  EXPECT_EQ(second.position, first.position);
  query.after = second.next;
  const auto third = page(query);
  EXPECT_EQ(numbers(third), Numbers{c});
  EXPECT_TRUE(third.next.empty()) << d << " was not there";
  query.as_of = first.position;
  EXPECT_EQ(numbers(page(query)), Numbers{c}) << "the position that it names is its own";
  query.as_of = head();
  EXPECT_EQ(error_of(query), Errc::invalid_argument) << "as of another position: another list";
  query.as_of.reset();
  query.where.clear();
  EXPECT_EQ(error_of(query), Errc::invalid_argument) << "another list's cursor";
}

TEST_F(Ledger, AListIsTheSameHoweverItIsWritten) {
  begin("一");
  const auto b = begin("二", kElsewhere);
  auto query = where({"station=S001,S002", "reported_at>=2024-03-04T02:00:00Z"});
  query.page_size = 1;
  const auto next = page(query).next;
  query = where({"station=S002,S001,S002", "reported_at>=2024-03-04T10:00:00+08:00"});
  query.after = next;
  EXPECT_EQ(numbers(page(query)), Numbers{b});
  query = where({"station=S001,S002", "reported_at>=2024-03-04T02:00:01Z"});
  query.after = next;
  EXPECT_EQ(error_of(query), Errc::invalid_argument);
}

/// Method: most of what the index names does not hold the words.
TEST_F(Ledger, PagesAreFullAlsoIfTextsDoNotHoldTheWords) {
  Numbers right;
  for (int i = 0; i < 9; ++i) {
    const auto number = begin(i % 3 == 2 ? "户口迁入" : "户口，口迁；迁入");
    if (i % 3 == 2) right.push_back(number);
  }
  for (const auto* column : {"number", "reported_at"}) {
    auto query = where({});
    query.text = "户口迁入";
    query.sort = column;
    query.page_size = 2;
    const auto first = page(query);
    EXPECT_EQ(numbers(first), (Numbers{right[0], right[1]})) << column;
    ASSERT_FALSE(first.next.empty()) << column;
    query.after = first.next;
    const auto second = page(query);
    EXPECT_EQ(numbers(second), Numbers{right[2]}) << column;
    EXPECT_TRUE(second.next.empty()) << column;
  }
}

TEST_F(Ledger, IsAskedForAsOfAnyPositionAndMoment) {
  const auto start = clock.now();
  const auto a = begin("一");
  const auto then = head();
  const auto b = begin("二");
  give(a, Accept{.present = true});
  auto query = where({});
  query.as_of = then;
  const auto before = page(query);
  EXPECT_EQ(numbers(before), Numbers{a});
  EXPECT_EQ(before.rows[0].phase, Phase::received);
  EXPECT_EQ(before.position, then);
  EXPECT_FALSE(before.rows[0].reporter) << "sealed: empty, looked back or not";
  EXPECT_FALSE(page(where({})).rows[0].reporter);
  query.as_of = head();
  EXPECT_EQ(numbers(page(query)), (Numbers{a, b}));
  EXPECT_EQ(page(query).rows[0].phase, Phase::accepted);
  query.as_of = Position{head().value + 1};
  EXPECT_EQ(error_of(query), Errc::timed_out);
  EXPECT_EQ(position_at(*office, start).value(), then);
  EXPECT_EQ(position_at(*office, start - std::chrono::seconds{1}).value(), Position{0});
  EXPECT_EQ(position_at(*office, clock.now()).value(), head());
}

TEST_F(Ledger, AViewerGetsHisCasesAndWhatIsForHimOfThem) {
  const auto a = begin("户口迁入");
  const auto c = begin("户口迁入", kElsewhere);
  EXPECT_EQ(numbers(page(where({}), kOfficer)), Numbers{a});
  EXPECT_EQ(numbers(page(where({}), kElsewhere)), Numbers{c});
  EXPECT_TRUE(page(where({}), kAdministrator).rows.empty());
  auto words = where({});
  words.text = "户口";
  EXPECT_EQ(numbers(page(words, kOfficer)), Numbers{a});
  EXPECT_TRUE(page(words, kAdministrator).rows.empty());
  const core::Actor citizen{"c", "citizen", ""};
  EXPECT_TRUE(page(where({}), citizen).rows.empty());
  EXPECT_TRUE(page(where({"number=" + a}), citizen).rows.empty()) << "a number is no inquiry code";
  give(a, Refer{.kind = ReferKind::other_body, .to = "民政局", .reason = "属其职责"});
  const core::Actor receiver{"r1", "receiver", "民政局"};
  const auto rows = page(where({}), receiver).rows;
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].number, a);
  EXPECT_FALSE(rows[0].missed) << "internal";
  EXPECT_TRUE(page(where({"missed=0"}), receiver).rows.empty())
      << "what is not his cannot be asked for either";
}

/// Goal: words do not tell who is who in a case whose persons are not the viewer's to know.
TEST_F(Ledger, WordsDoNotTellWhoSomebodyIs) {
  const auto a = begin("张三的户口迁入被拒，电话13912345678", kOfficer, true);
  const auto b = begin("户口迁入被拒");
  const auto found_by = [&](const core::Actor& actor, const char* words, bool verify = true) {
    auto query = where({});
    query.text = words;
    query.verify = verify;
    return numbers(page(query, actor));
  };
  for (const auto* word : {"张三", "13912345678"}) {
    EXPECT_EQ(found_by(kOfficer, word), Numbers{a}) << word;
    EXPECT_EQ(found_by(kSupervisor, word), Numbers{}) << word;
    EXPECT_EQ(found_by(kSupervisor, word, false), Numbers{}) << word;
  }
  EXPECT_EQ(found_by(kSupervisor, "户口"), (Numbers{a, b})) << "what is shown of it is found";
  EXPECT_EQ(found_by(kOfficer, "户口", false), (Numbers{a, b}));
  EXPECT_EQ(found_by(kSupervisor, "户口", false), Numbers{b}) << "unverified, names are not masked";
}

TEST_F(Ledger, WordsAreFoundAndVerifiedAndGoWithThePerson) {
  const auto a = begin("孩子户口迁入被拒 MoveIn");
  const auto b = begin("户籍窗口；口迁 入户");
  auto query = where({});
  query.text = "户口";
  EXPECT_EQ(numbers(page(query)), Numbers{a});
  query.text = "ＭＯＶＥＩＮ　户口迁入";
  EXPECT_EQ(numbers(page(query)), Numbers{a});
  // Its pairs stand in the text apart: the index says probable, the text says no.
  const auto c = begin("户口，口迁；迁入");
  query.text = "户口迁入";
  query.verify = false;
  EXPECT_EQ(numbers(page(query)), (Numbers{a, c}));
  EXPECT_TRUE(page(query).probable);
  for (const auto& [number, rows] : {std::pair{a, Numbers{a}}, std::pair{b, Numbers{}}}) {
    auto named = where({"number=" + number});
    named.text = "户口";
    named.verify = false;
    EXPECT_EQ(numbers(page(named)), rows) << "words count beside a number";
  }
  query.verify = true;
  EXPECT_EQ(numbers(page(query)), Numbers{a});
  EXPECT_FALSE(page(query).probable);
  query.text = "一";
  EXPECT_EQ(error_of(query), Errc::invalid_argument);

  erase(a);
  query.text = "户口迁入";
  query.verify = false;
  EXPECT_EQ(numbers(page(query)), Numbers{c}) << b;
}

TEST_F(Ledger, ARebuildOfTheIndexAfterAnErasureFindsNoDifference) {
  const auto a = begin("户口迁入被拒");
  begin("身份证过期");
  const auto c = begin("户口在外地");
  erase(a);
  auto& views = office->views();
  views.wait_for(NarrativesView::kName, head(), std::chrono::seconds{10}).value();
  views.rebuild(NarrativesView::kName, {.compare = true}).value();
  const auto build = [&] { return views.report(NarrativesView::kName).value().serving.name.build; };
  for (int i = 0; i < 2000 && build() == 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  const auto report = views.report(NarrativesView::kName).value();
  ASSERT_TRUE(report.compared.has_value());
  EXPECT_EQ(report.compared->error, "");
  EXPECT_GT(report.compared->found.rows, 0u);
  EXPECT_EQ(report.compared->found.differences, 0u) << report.compared->found.first;
  auto query = where({});
  query.text = "户口";
  EXPECT_EQ(numbers(page(query)), Numbers{c});
}

TEST_F(Ledger, WithoutKeysWordsAreNotFoundAndItSaysWhy) {
  office = open(false);
  const auto a = begin("户口迁入");
  auto query = where({});
  EXPECT_EQ(numbers(page(query)), Numbers{a});
  const auto then = head();
  give(a, Accept{.present = true});
  EXPECT_TRUE(page(query).rows[0].reporter);
  query.as_of = then;
  EXPECT_EQ(page(query).rows[0].reporter, page(where({})).rows[0].reporter);
  query.as_of.reset();
  query.text = "户口";
  EXPECT_EQ(error_of(query), Errc::not_sealed);
  EXPECT_EQ(similar_cases(*office, {.text = "户口迁入"}, {kSupervisor}, head()).error().code(),
            Errc::not_sealed);
}

// --- exports -------------------------------------------------------------------------------------

TEST(LedgerCsv, CellsCannotActAndReadBack) {
  const auto columns =
      ledger_columns("number,station_name,reported_at,overdue,loops,rating,reporter");
  ASSERT_TRUE(columns);
  LedgerEntry row;
  row.number = "=1+1";
  row.station_name = "a,\"b\"\r\n";
  row.reported_at = parse_timestamp("2023-11-30T09:30:00+08:00").value();
  row.loops = {Loop::escalated, Loop::overdue};
  row.reporter = std::string{"张三"};
  const LedgerCsv csv{*columns, kShanghaiOffset, true};
  EXPECT_EQ(csv.header(),
            "\xEF\xBB\xBFnumber,station_name,reported_at,overdue,loops,rating,reporter\r\n");
  EXPECT_EQ(csv.line(row),
            "'=1+1,\"a,\"\"b\"\"\r\n\",2023-11-30T09:30:00+08:00,false,escalated;overdue,,张*\r\n");
  for (const auto* text :
       {"=x", "+x", "-x", "@x", "\tx", "\rx", "'x", "＝x", "＋x", "－x", "＠x"}) {
    row.number = text;
    const auto line = csv.line(row);
    EXPECT_EQ(line.substr(line.front() == '"' ? 1 : 0, 1), "'") << text;
  }
  row.number = "S001-1";
  EXPECT_EQ(csv.line(row).front(), 'S');
}

TEST(LedgerColumns, AreNamedOnceAndKnown) {
  EXPECT_GE(ledger_columns("all").value().size(), 30u);
  EXPECT_FALSE(ledger_columns("number,number"));
  EXPECT_FALSE(ledger_columns("number,,station"));
  EXPECT_FALSE(ledger_columns("nothing"));
  EXPECT_EQ(ledger_columns("").value().front()->name, "number");
}

/// Written once by this and read by Apache Arrow's own reader; tests/foreign reads anew.
TEST(LedgerArrow, MessagesAreFramedAndAligned) {
  const LedgerArrow arrow{ledger_columns("all").value()};
  LedgerEntry row;
  row.number = "S001-1";
  const auto schema = arrow.schema();
  const auto batch = arrow.batch(std::span{&row, 1});
  for (const auto& message : {schema, batch}) {
    EXPECT_EQ(message.substr(0, 4), "\xff\xff\xff\xff");
    EXPECT_EQ(message.size() % 8, 0u);
  }
  EXPECT_EQ(LedgerArrow::end(), std::string("\xff\xff\xff\xff\0\0\0\0", 8));
}

// --- similar cases -------------------------------------------------------------------------------

TEST_F(Ledger, SimilarCasesComeWithWhatBecameOfThem) {
  const auto a = begin("孩子的户口迁入学区被拒，材料不齐");
  const auto hidden = begin("孩子的户口迁入学区被拒，材料不齐", kElsewhere, true);
  for (int i = 0; i < 20; ++i) begin("窗口排队太久，态度不好" + std::to_string(i));
  const auto b = begin("孩子的户口迁入学区被拒，材料不齐！", kElsewhere);
  give(a, Accept{.present = true});
  give(a, RouteExplain{.standard_reply = "KJ-0001",
                       .standard_reply_version = 1,
                       .explanation = std::string{"须有房产"},
                       .understood = true});
  const auto seen = [&](const SimilarQuery& query, const core::Actor& actor) {
    return similar_cases(*office, query, {actor}, head()).value();
  };
  const auto answer =
      std::get<0>(seen({.text = "的户口迁入学区被拒，材料不齐", .most = 3}, kOfficer));
  ASSERT_GE(answer.cases.size(), 2u);
  EXPECT_EQ(answer.position, head());
  Numbers closest{answer.cases[0].number, answer.cases[1].number};
  std::sort(closest.begin(), closest.end());
  EXPECT_EQ(closest, (Numbers{a, b})) << "of other stations too, " << hidden << " is confidential";
  for (const auto& one : answer.cases) {
    EXPECT_NE(one.number, hidden);
    EXPECT_EQ(one.standard_reply, one.number == a ? "KJ-0001" : "");
    EXPECT_EQ(one.score.has_value(), one.number != b) << "of another station's text no measure";
    EXPECT_EQ(one.overlap.has_value(), one.number != b);
    EXPECT_EQ(one.near_duplicate, one.number == a || one.number == b) << one.number;
  }
  const auto of_case = std::get<0>(seen({.number = b}, kElsewhere));
  ASSERT_EQ(of_case.cases.size(), 2u);
  for (const auto& one : of_case.cases) {
    EXPECT_TRUE(one.number == a || one.number == hidden) << one.number;
    EXPECT_TRUE(one.near_duplicate);
    EXPECT_EQ(one.overlap.has_value(), one.number == hidden) << "theirs to know";
    EXPECT_DOUBLE_EQ(one.overlap.value_or(1), 1);
  }

  EXPECT_NE(core::refused(seen({.text = "户口"}, kAdministrator)), nullptr);
  EXPECT_NE(core::refused(seen({.number = b}, kOfficer)), nullptr) << "another station's words";
  const auto wrong = [&](const SimilarQuery& query) {
    return similar_cases(*office, query, {kOfficer}, head()).error().code();
  };
  EXPECT_EQ(wrong({}), Errc::invalid_argument);
  EXPECT_EQ(wrong({.text = "户口", .number = a}), Errc::invalid_argument);
  EXPECT_EQ(wrong({.text = "，。"}), Errc::invalid_argument);
  EXPECT_EQ(wrong({.text = "户口", .most = 0}), Errc::invalid_argument);
  EXPECT_EQ(wrong({.number = "nobody"}), Errc::not_found);
}

/// Goal: nobody learns by trying which words stand in a text that he may not read.
TEST_F(Ledger, SingleWordsDoNotFindATextThatIsNotToBeRead) {
  const auto a = begin("孩子的户口迁入学区被拒，材料不齐", kElsewhere);
  const auto found_by = [&](const core::Actor& actor, const char* text) {
    Numbers all;
    const auto seen = similar_cases(*office, {.text = text}, {actor}, head()).value();
    for (const auto& one : std::get<0>(seen).cases) all.push_back(one.number);
    return all;
  };
  EXPECT_EQ(found_by(kElsewhere, "户口"), Numbers{a});
  EXPECT_EQ(found_by(kOfficer, "户口"), Numbers{});
  EXPECT_EQ(found_by(kOfficer, "户口迁"), Numbers{}) << "2 of 13 terms";
  EXPECT_EQ(found_by(kOfficer, "户口迁入"), Numbers{a}) << "3 of 13 terms";
}

TEST_F(Ledger, SimilarCasesStandBehindAnyNumberThatAreNotToBeSeen) {
  const std::string text = "孩子的户口迁入学区被拒，材料不齐";
  for (int i = 0; i < 9; ++i) begin(text, kElsewhere, true);
  const auto a = begin(text + "，窗口态度不好");
  const auto seen = similar_cases(*office, {.text = text, .most = 1}, {kOfficer}, head()).value();
  const auto& cases = std::get<0>(seen).cases;
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases[0].number, a);
}

}  // namespace
}  // namespace recourse
